"""A course of another community in three languages, in Markdown and reStructuredText."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

import polib
import pytest
from lxml import html

from harness import commands
from harness.reading import text_of
from harness.sites import SETTINGS, TinySite, empty_site

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
INDEX = """\
# Bees

:::{schedule}
- title: Day one
  lessons: [hive, swarm]
  tasks:
    - {title: Lunch together, minutes: 45}
:::

:::{exercise-list}
:::

```{toctree}
hive
swarm
```
"""
HIVE = """\
---
lesson: {teaching: 40}
---
# Hive

:::{objectives}
- Open a hive.
:::

## Frames

Take one out.

:::::{exercise} Queen search
:minutes: 10
Find her.[^shared]

::::{exercise} Queen mark
:minutes: 5
Paint a dot.
::::

::::{instructor-note}
Canarynested.
::::

:::{solution}
She is large.
:::
:::::

::::{instructor-note} Canarytitle
:minutes: 10

Canaryparagraph.[^private] See [that](#canarytarget).

- Canarylist

(canarytarget)=
Canarytargeted.

![Canaryalt](../pic.png)

```{code-block} text
:caption: Canarycaption
:name: canarycodename
canarycode
```

| Canaryhead | B |
|---|---|
| Canarycell | 2 |

```{glossary}
Canaryterm
: Canarydefinition.
```

```{index} Canaryindex
```

{download}`Canarydownload <../sheet.txt>`
::::

:::{keypoints}
- Be calm.
:::

[^shared]: With care.
[^private]: Canaryfootnote.
"""
SWARM = """\
:lesson: {teaching: 20, exercises: 15}

Swarm
=====

.. objectives::

   - Catch a swarm.

Signs
-----

They cluster.

.. exercise:: Catch one
   :minutes: 10

   Hold the box.

   .. solution::

      Shake it.

.. exercise:: Count them
   :optional:

   Count.

.. instructor-note:: Canaryrsttitle
   :minutes: 5

   Canaryrstparagraph [#c]_ and a `Canaryrstlink`_.

   .. _Canaryrstlink: https://example.org/canary

   .. figure:: ../pic.png
      :alt: Canaryrstalt

      Canaryrstcaption

.. [#c] Canaryrstfootnote.
"""
TOP = "---\nlesson: {teaching: 0}\n---\n# Top\n\n:::{objectives}\n- Begin.\n:::\n\nWords.\n"
LEFT_OUT = ("Hive", "Catch one", "Find her.")  # no Spanish yet
CANARIES = 20


@pytest.fixture(scope="module")
def bees(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    folder = tmp_path_factory.mktemp("bees") / "site"
    site = empty_site(folder)
    site.conf = SETTINGS.replace(
        "html_copy_source = False\n",
        'html_baseurl = "https://example.org/"\n'
        'html_context = {"github_user": "bees", "github_repo": "farm", "github_version": "main"}\n',
    )
    # One exercise stands in another on purpose, and some have no solution.
    site.conf += 'suppress_warnings = ["lesson.unsolved", "lesson.nested"]\n'
    site.conf = site.conf.replace('"Español"}', '"Español", "pt": "Português"}')
    for name, text in {
        "index.md": "# Farm\n\n```{toctree}\nbees/index\ntop\n```\n",
        "bees/index.md": INDEX,
        "bees/hive.md": HIVE,
        "bees/swarm.rst": SWARM,
        "top.md": TOP,
        "sheet.txt": "Canarysheet.",
    }.items():
        site.write(name, text)
    (folder / "pic.png").write_bytes(PICTURE)
    for page, messages in site.messages().items():
        if page != "sphinx":
            catalog(folder, page, messages, "es")
            catalog(folder, page, messages, "pt")
    return site


def catalog(folder: Path, page: str, messages: list[str], language: str) -> None:
    """Write a catalog in which each translation is the original with its language before it."""
    found = polib.POFile(wrapwidth=0)
    found.metadata = {"Language": language, "Content-Type": "text/plain; charset=UTF-8"}
    for message in messages:
        is_left_out = (language == "es" and message in LEFT_OUT) or not message[0].isalpha()
        translation = "" if is_left_out else f"{language}{message}"
        found.append(polib.POEntry(msgid=message, msgstr=translation))
    path = folder / "locales" / language / "LC_MESSAGES" / f"{page}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    found.save(str(path))


def texts(folder: Path) -> dict[str, str]:
    """Return every published file as text; of an inventory, what it holds."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix == ".doctree" or ".doctrees" in path.parts:
            continue
        content = path.read_bytes()
        if path.name == "objects.inv":
            content = zlib.decompress(content.split(b"\n", 4)[4])
        found[path.relative_to(folder).as_posix()] = content.decode("utf-8", "replace")
    return found


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_notes_times_and_exercises_are_right_in_every_language(bees, language):
    folder = bees.sphinx(language)
    assert "ERROR" not in bees.warnings and "lesson" not in bees.warnings, bees.warnings
    published = texts(folder)
    for name, text in published.items():
        if "/instructor/" not in f"/{name}":
            assert "canary" not in text.lower(), name
        assert "\ufdd0" not in text and "\ufdd1" not in text, name
        is_review = "review/" in name  # it shows a translation beside its source
        for other in {"es", "pt"} - {language, *({"es", "pt"} if is_review else ())}:
            for word in ("Queen search", "Canaryparagraph", "Lunch together", "Swarm"):
                assert f"{other}{word}" not in text, name
    for code in ("es", "pt"):
        assert "Queen search" in published[f"review/{code}/bees/hive.html"]
        notes = published[f"bees/instructor/hive/review/{code}.html"]
        assert f"{code}Canaryparagraph" in notes and "Queen search" not in notes
    edition = published["bees/instructor/hive.html"] + published["bees/instructor/swarm.html"]
    assert len(set(edition.split("Canary")[1:])) >= CANARIES
    sheets = [name for name, text in published.items() if text == "Canarysheet."]
    assert len(sheets) == 1 and sheets[0].startswith("bees/instructor/files/")
    assert "_sources/bees/hive.md.txt" not in published
    assert "_sources/bees/index.md.txt" in published
    for sheet in ("bees/handouts/exercises.html", "bees/handouts/solutions.html"):
        page = html.fromstring(published[sheet].encode())
        titles = [text_of(box.xpath("./p")[0]) for box in page.find_class("tandem-exercise")]
        words = ("Queen search", "Queen mark", "Catch one", "Count them")
        assert [sum(word in title for title in titles) for word in words] == [1, 1, 1, 1]
        assert ("Shake it." in published[sheet]) == sheet.endswith("solutions.html")
        assert "With care." in published[sheet], "a footnote stands where it is referred to"
    table = html.fromstring(published["bees/index.html"].encode()).find_class("tandem-timetable")[0]
    times = [text_of(row[0]) for row in table.xpath(".//tbody/tr")]
    assert times == ["0:00", "0:55", "1:30", "1:40", "2:25"]
    plan = html.fromstring(published["bees/instructor/swarm.html"].encode())
    rows = json.loads(plan.get_element_by_id("tandem-plan").text_content())["sessions"][0]["rows"]
    assert any(row["kind"] == "break" for row in rows), "the clock is that of the whole session"
    assert [(row["kind"], row["minutes"]) for row in rows if row["here"]] == [
        ("teaching", 15),
        ("teaching", 5),
        ("exercise", 10),
        ("exercise", 5),
    ]
    data = html.fromstring(published["bees/hive.html"].encode())
    said, _way = data.xpath("//script[@type='application/ld+json']")
    prefix = "" if language == "en" else language
    assert json.loads(said.text_content())["teaches"] == [f"{prefix}Open a hive."]


def test_links_of_the_edition_slides_and_handouts_lead_somewhere(bees):
    folder = bees.sphinx("en")
    ids: dict[Path, list[str]] = {}
    for path in [
        *folder.glob("bees/instructor/**/*.html"),
        *folder.glob("bees/handouts/**/*.html"),
    ]:
        page = html.parse(str(path)).getroot()
        found = page.xpath("//@id")
        assert len(found) == len(set(found)), path
        for href in page.xpath("//main//a/@href | //div[@class='body']//a/@href"):
            address, _, anchor = href.partition("#")
            if address.startswith("http"):
                continue
            target = (path.parent / address).resolve() if address else path.resolve()
            assert target.is_file(), (path, href)
            ids.setdefault(target, html.parse(str(target)).getroot().xpath("//@id")
                           if target.suffix == ".html" else [])  # fmt: skip
            assert not anchor or anchor in ids[target], (path, href)


def assert_several_processes_give_the_same(site: TinySite, name: str, text: str) -> None:
    """Build with several processes, also when one page was written anew."""
    one = texts(site.sphinx("es"))
    many = site.folder.parent / "many"
    for _again in range(2):
        arguments = ("-q", "-j", "2", "-D", "language=es", ".", str(many))
        assert commands.run("sphinx", *arguments, cwd=site.folder).returncode == 0
        found = texts(many)
        assert {name for name in found if found[name] != one.get(name)} <= {".buildinfo"}
        assert found.keys() == one.keys()
        site.write(name, text)


def test_other_builders_hold_no_notes_and_several_processes_give_the_same(bees):
    for builder in ("text", "singlehtml", "latex"):
        assert not [
            name for name, text in texts(bees.sphinx("es", builder)).items()
            if "canary" in text.lower()
        ]  # fmt: skip
    assert_several_processes_give_the_same(bees, "top.md", TOP)
