"""What instructor notes hold of every kind: right in the edition, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from harness.reading import text_of
from harness.sites import SETTINGS, TinySite, empty_site
from tests.curriculum.test_three_languages import (
    PICTURE,
    assert_several_processes_give_the_same,
    catalog,
    texts,
)

MARKDOWN = """\
---
lesson: {teaching: 40}
---
# Kiln

:::{objectives}
- Fire a kiln.
:::

:::{exercise} Light it
:minutes: 5
Light it.
:::

```{math}
:label: before
a = 1
```

```{cpp:class} Clay
```

```{c:struct} clay
```

:::::{instructor-note}
::::{exercise} Canaryexercise
:minutes: 7

Canarydo.
::::

::::{objectives}
- Canaryobjective.
::::

::::{prerequisites}
- Canaryprerequisite.
::::

```{math}
:label: canaryequation
canary = 2
```

(canarylabel)=
```{figure} apart.png
:name: canaryfigure
:alt: Canaryalt

Canarycaption
```

```{figure} both.png
:alt: Canaryboth

Canaryshared
```

```{list-table} Canarytable
:name: canarytable

* - Canarycell
```

```{code-block} text
:caption: Canarylisting
:name: canarylisting

canarycode
```

```{glossary}
Canaryterm
: Canarydefinition.
```

```{c:function} int canary_c(int canary_parameter)
```

```{cpp:class} CanaryCpp
```

```{py:function} canary_py()
```

```{js:function} canaryJs()
```

```{rst:directive} canary-rst
```

```{envvar} CANARYENV
```

```{program} canaryprogram
```

```{option} --canaryoption
```

```{versionchanged} 9.9
Canarychange.
```

See {numref}`canaryfigure`, {ref}`canarylabel`, {numref}`canarytable`,
{numref}`canarylisting`, {term}`Canaryterm`, {eq}`canaryequation`, {eq}`before`,
{numref}`seen`, {c:func}`canary_c`, {cpp:class}`CanaryCpp`, {py:func}`canary_py`,
{envvar}`CANARYENV` and {option}`canaryprogram --canaryoption`.

{download}`Canarydownload <both.txt>`

<img src="drawn.svg" alt="Canarydrawn" width="20">

# Canaryheading

```{title} Canarypagetitle
```

```{cpp:namespace} canaryspace
```
:::::

```{cpp:class} Pot
```

```{math}
:label: after
b = 3
```

```{figure} both.png
:alt: Both
:name: seen

Seen
```

See {eq}`after`, {eq}`before` and {numref}`seen`.

{download}`both.txt`
"""
RST = """\
Wheel
=====

.. math:: a = 1
   :label: first

.. instructor-note::

   Canaryrst |canarysub|, |both|, [Canary20]_ and :term:`Canarywheel`.

   .. exercise:: Canaryrstexercise
      :minutes: 7

      Canarydo.

   .. math:: c = 2
      :label: canarywheel

   .. _canaryspoke:

   .. figure:: apart.png
      :scale: 50

      Canaryfigure

   .. glossary::

      Canarywheel
         Canarymeaning

   .. c:struct:: canary_struct

      .. c:member:: int canary_member

   .. cpp:function:: template<typename CanaryT> void canary_template(CanaryT canary_argument)

   .. cpp:enum:: canary_enum

      .. cpp:enumerator:: canary_enumerator

   .. py:module:: canarymodule

   .. productionlist::
      canarytoken: "a"

   .. meta::
      :description: Canarymeta

   See [#canaryround]_, :eq:`canarywheel`, :eq:`first`, :ref:`canaryspoke`, :numref:`canaryspoke`, [Kept20]_,
   [#]_ and :c:struct:`canary_struct`.

.. math:: b = 3
   :label: second

Both |both| [Kept20]_ [#]_.  See :eq:`second`.

.. figure:: both.png
   :alt: Both

   Captioned

.. |canarysub| replace:: Canaryreplaced |canarydeep|
.. |canarydeep| replace:: Canarydeep
.. |both| replace:: Shared
.. [Canary20] Canarycited.
.. [Kept20] Kept.
.. [#] Canaryanonymous.
.. [#canaryround] Canaryround, see [#canarytrip]_.
.. [#canarytrip] Canarytrip, see [#canaryround]_.
.. [#] Anonymous.
"""
PAGES = {
    "index.md": "# Pots\n\n:::{exercise-list}\n:::\n\n```{toctree}\n:numbered:\nclay/kiln\nclay/wheel\n```\n",
    "clay/kiln.md": MARKDOWN,
    "clay/wheel.rst": RST,
    "clay/both.txt": "Both.",
    "clay/drawn.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>Canarysvg</title></svg>',
}


def is_for_instructors(name: str) -> bool:
    return "/instructor/" in f"/{name}"


@pytest.fixture(scope="module")
def pots(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    folder = tmp_path_factory.mktemp("pots") / "site"
    site = empty_site(folder)
    site.conf = SETTINGS.replace("html_copy_source = False\n", "numfig = True\n") + (
        'html_baseurl = "https://example.org/"\n'
    )
    for name, text in PAGES.items():
        site.write(name, text)
    (folder / "clay/apart.png").write_bytes(PICTURE + b"Canarypicture")
    (folder / "clay/both.png").write_bytes(PICTURE)
    for page, messages in site.messages().items():
        if page != "sphinx":
            catalog(folder, page, messages, "es")
    return site


def tree(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_bytes())


@pytest.mark.parametrize(("language", "builder"), [("en", "html"), ("es", "dirhtml")])
def test_nothing_of_a_note_turns_up_elsewhere(pots, language, builder):
    folder = pots.sphinx(language, builder)
    assert not pots.warnings
    published = texts(folder)
    for name, text in published.items():
        if not is_for_instructors(name):
            assert "canary" not in text.lower(), name
    edition = "".join(text for name, text in published.items() if is_for_instructors(name))
    assert "Canaryreplaced Canarydeep" in edition.replace("es", "")
    for word in ("Canarycited", "Canaryanonymous", "canary_struct", "Canarysvg"):
        assert word in edition


def place(folder: Path, name: str) -> Path:
    """Return a page of either HTML builder."""
    plain = folder / f"{name}.html"
    return plain if plain.exists() else folder / name / "index.html"


@pytest.mark.parametrize(("language", "builder"), [("en", "html"), ("es", "dirhtml")])
def test_what_a_note_refers_to_is_found_in_the_edition(pots, language, builder):
    folder = pots.sphinx(language, builder)
    for page in ("kiln", "wheel"):
        path = place(folder, f"clay/instructor/{page}")
        (note, *_nested) = tree(path).find_class("tandem-instructor-note") or tree(path).xpath(
            "//aside[contains(@class, 'admonition')]"
        )
        ids = tree(path).xpath("//@id")
        links = note.xpath(".//p//a[contains(@class, 'internal')][not(@download)]")
        assert len(links) >= 6
        for link in links:
            address, _, anchor = link.get("href").partition("#")
            assert not address and anchor in ids, html.tostring(link)
        assert " ()" not in text_of(note) and "(A)" in text_of(note)
        assert "Fig. A" in text_of(note) or "Figura A" in text_of(note)


@pytest.mark.parametrize(("language", "builder"), [("en", "html"), ("es", "dirhtml")])
def test_pictures_and_files_of_notes_are_seen_in_all_that_is_made_of_them(pots, language, builder):
    folder = pots.sphinx(language, builder)
    assert {path.name for path in (folder / "_images").iterdir()} == {"both.png"}
    assert len(list(folder.glob("_downloads/*/both.txt"))) == 1
    apart = {path.name for path in folder.glob("clay/instructor/files/*/*")}
    assert apart == {"apart.png", "drawn.svg"}
    for name in ("kiln", "index", "kiln/slides"):
        path = place(folder, f"clay/instructor/{name}")
        pictures = tree(path).xpath("//main//img | //section//img | //div[@class='body']//img")
        sources = {picture.get("src") for picture in pictures}
        assert {"apart.png", "drawn.svg", "both.png"} <= {Path(one).name for one in sources}, name
        for source in sources:
            assert (path.parent / source).resolve().is_file(), (name, source)
    assert tree(place(folder, "clay/instructor/kiln")).xpath("//a[@download]")


def test_a_figure_without_a_name_has_the_same_number_with_the_notes(pots):
    folder = pots.sphinx("en")
    for name in ("clay/wheel", "clay/instructor/wheel"):
        captions = [text_of(one) for one in tree(folder / f"{name}.html").iter("figcaption")]
        assert [one.rstrip("¶") for one in captions if "Captioned" in one] == ["Fig. 2.1 Captioned"]


def test_pages_that_are_no_lessons_lead_to_no_slides(pots):
    folder = pots.sphinx("en")
    heads = {
        name: text_of(tree(folder / f"clay/instructor/{name}.html").find_class("tandem-edition")[0])
        for name in ("kiln", "wheel")
    }
    assert "Slides" in heads["kiln"] and "Slides" not in heads["wheel"]
    assert "Handouts" in heads["wheel"]  # of the lesson beside it


def test_minutes_and_points_of_notes_are_not_the_lessons(pots):
    folder = pots.sphinx("en", "tandem-course")
    course = json.loads((folder / "course.json").read_text("utf-8"))
    assert course["lessons"]["clay/kiln"]["exercise_minutes"] == 5
    assert "anary" not in json.dumps(course)


def test_other_builders_and_several_processes_have_nothing_either(pots):
    for builder in ("text", "singlehtml", "latex", "epub"):
        for name, text in texts(pots.sphinx("es", builder)).items():
            assert "canary" not in text.lower(), (builder, name)
    assert_several_processes_give_the_same(pots, "clay/wheel.rst", RST)


NUMBERED = """---
orphan: true
---
# Page

{note}

```{{math}}
:label: mine
a = 1
```

{more}
"""
NOTE = """:::{instructor-note}
```{math}
:label: hidden
b = 2
```

![Picture](pic.png) {download}`sheet.txt`

See {eq}`hidden` and {eq}`mine`.
:::
"""


def start(site: TinySite) -> None:
    site.write("index.md", "# Home\n")
    (site.folder / "pic.png").write_bytes(PICTURE)
    site.write("sheet.txt", "Sheet.")


def test_learners_equations_are_numbered_as_if_there_were_no_note(site):
    for note in ("", NOTE):
        start(site)
        site.write("page.md", NUMBERED.format(note=note, more="See {eq}`mine`."))
        page = html.parse(str(site.sphinx("en") / "page.html")).getroot()
        assert not site.warnings
        assert [text_of(one) for one in page.find_class("eqno")] == ["(1)¶"]
        assert "See (1)." in text_of(page)
    edition = tree(site.sphinx("en") / "instructor/page.html")
    assert [text_of(one) for one in edition.find_class("eqno")] == ["(A)", "(1)"]
    assert "See (A) and (1)." in text_of(edition)


@pytest.mark.parametrize("place", ["note", "page"])
def test_a_picture_that_moves_into_a_note_leaves_learners_files(site, place):
    site.conf = SETTINGS.replace("html_copy_source = False\n", "")
    start(site)
    site.write("index.md", "# Home\n\n![Home](same.png)\n")
    (site.folder / "same.png").write_bytes(PICTURE)
    picture = "![Picture](pic.png) {download}`sheet.txt`"
    site.write("page.md", NUMBERED.format(note="", more=picture))
    before = site.sphinx("en")
    assert (before / "_images/pic.png").exists() and (before / "_sources/page.md.txt").exists()
    site.write("page.md", NUMBERED.format(note=NOTE, more=picture * (place == "page")))
    folder = site.sphinx("en")
    assert (folder / "_images/pic.png").exists() == (place == "page")
    assert (folder / "_images/same.png").exists(), "a page that was not written again shows it"
    assert len(list(folder.glob("_downloads/*/sheet.txt"))) == (place == "page")
    assert not (folder / "_sources/page.md.txt").exists()
    assert len(list(folder.glob("instructor/files/*/pic.png"))) == (place == "note")


# Each to what a note of the same page holds; % is the number of the page.
REFERENCES = (
    "{eq}`hidden%`",
    "{ref}`hidden <hiddenlabel%>`",
    "{term}`Hiddenterm%`",
    "[](#hidden%)",
    "[](#hiddenheading%)",
    "[](page%.md#hiddenheading%)",
)


def test_a_reference_of_learners_to_what_a_note_holds_is_a_finding(site):
    more = (
        "(hiddenlabel%)=\nLabelled.\n\n# Hiddenheading%\n\n"
        "```{glossary}\nHiddenterm%\n: Word.\n```\n\nSee"
    )
    note = NOTE.replace("hidden", "hidden%").replace("mine", "mine%").replace("See", more)
    start(site)
    for number, reference in enumerate(REFERENCES):
        page = NUMBERED.format(note=note, more=f"See {reference}.").replace("mine\n", "mine%\n")
        site.write(f"page{number}.md", page.replace("%", str(number)))
    site.sphinx("en")
    for number, reference in enumerate(REFERENCES):
        said = [line for line in site.warnings.splitlines() if f"page{number}.md:" in line]
        assert said and all("idden" in line for line in said), reference


@pytest.mark.parametrize("is_rst", [True, False])
def test_a_blog_post_may_be_a_lesson_with_notes(site, is_rst):
    site.conf = SETTINGS.replace('"sphinx_design"', '"sphinx_design", "ablog"') + (
        'blog_path = "blog"\npost_date_format = "%Y-%m-%d"\npost_auto_orphan = True\n'
    )
    site.write("index.md", "# Home\n")
    if is_rst:
        site.write(
            "post.rst",
            ":lesson: {teaching: 5}\n\nPost\n====\n\n.. post:: 2024-01-02\n\n   Opening.\n\n"
            ".. objectives::\n\n   - Write.\n\n.. update:: 2024-02-03\n\n   Later.\n\n"
            ".. instructor-note::\n\n   Canary.\n",
        )
    else:
        site.write(
            "post.md",
            '---\nblogpost: true\ndate: "2024-01-02"\nlesson: {teaching: 5}\n---\n# Post\n\n'
            "Opening.\n\n:::{objectives}\n- Write.\n:::\n\n:::{update} 2024-02-03\nLater.\n:::\n\n"
            ":::{instructor-note}\nCanary.\n:::\n",
        )
    folder = site.sphinx("en")
    edition = text_of(tree(folder / "instructor/post.html"))
    assert all(word in edition for word in ("Opening.", "Later.", "2024-02-03", "Canary."))
    for name, text in texts(folder).items():
        assert is_for_instructors(name) or "Canary" not in text, name


HIDING = """\
:orphan:

Page
====

.. instructor-note::

   .. math:: b = 2
      :label: hidden

   .. _hidden-label:

   Labelled |hidden|, see :eq:`hidden` and :ref:`it <hidden-label>`.

   .. |hidden there| replace:: |hidden|

   .. target-notes::

.. |hidden| replace:: Words

.. math:: a = 1
   :label: mine

See :eq:`mine` and {}.

Other_

.. _Other: https://example.org/
"""


def test_learners_refer_to_their_own_page_in_restructuredtext(site):
    references = (
        *(":eq:`hidden`", ":ref:`it <hidden-label>`", "hidden-label_", "|hidden there|"),
        # a substitution that the page uses, too, stays with it
        "|hidden|",
    )
    start(site)
    for number, reference in enumerate(references):
        page = HIDING.format(reference).replace("hidden", f"hidden{number}")
        site.write(f"page{number}.rst", page.replace("mine", f"mine{number}"))
    folder = site.sphinx("en")
    for number, reference in enumerate(references):
        page = tree(folder / f"page{number}.html")
        assert [text_of(one) for one in page.find_class("eqno")] == ["(1)¶"], reference
        assert not page.find_class("footnote-reference"), "only the note has footnotes of its links"
        said = [line for line in site.warnings.splitlines() if f"page{number}.rst:" in line]
        is_good = reference == "|hidden|"
        assert any(f"hidden{number}" in line for line in said) is not is_good, reference
        assert ("See (1) and Words." in text_of(page)) is is_good, reference
        assert not (is_good and said)


SAME = """\
{}```{{glossary}}
Glaze
: {meaning}.
```

```{{cpp:class}} Glaze
```

See {{term}}`Glaze` and {{cpp:class}}`Glaze`.
{}"""


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_note_may_define_what_another_page_defines(site, language):
    start(site)
    site.write("a.md", "# Learners\n\n" + SAME.format("", "", meaning="Shiny"))
    site.write(
        "b.md",
        "# Notes\n\n" + SAME.format(":::::{instructor-note}\n", ":::::\n", meaning="Hidden"),
    )
    site.write(
        "index.md", "# Home\n\n```{toctree}\na\nb\n```\n\n{term}`Glaze` {cpp:class}`Glaze`\n"
    )
    for page in ("a", "b"):
        site.catalog(page, {"Glaze": "Glaseado", "See {term}`Glaze` and {cpp:class}`Glaze`.":
                            "Mira {term}`Glaseado` y {cpp:class}`Glaze`."})  # fmt: skip
    site.catalog(
        "index", {"{term}`Glaze` {cpp:class}`Glaze`": "{term}`Glaseado` {cpp:class}`Glaze`"}
    )
    folder = site.sphinx(language)
    assert not site.warnings

    def pages_found_from(name: str, place: str) -> list[str]:
        links = tree(folder / name).xpath(f"//{place}//p//a[contains(@class, 'internal')]/@href")
        return [link.partition("#")[0] for link in links]

    assert pages_found_from("index.html", "div[@class='body']") == ["a.html", "a.html"]
    assert pages_found_from("a.html", "div[@class='body']") == ["", ""]
    (term, _class) = pages_found_from("instructor/b.html", "aside")
    assert term == ""


def test_what_only_a_note_cites_counts_as_cited(site):
    start(site)
    site.write("a.rst", ":orphan:\n\nBooks\n=====\n\n.. [Book20] A book.\n")
    site.write("b.rst", ":orphan:\n\nNotes\n=====\n\n.. instructor-note::\n\n   Read [Book20]_.\n")
    folder = site.sphinx("en")
    assert not site.warnings
    assert tree(folder / "instructor/b.html").xpath("//aside//a/@href") == ["../a.html#book20"]


def test_authors_are_told_once_what_is_wrong_in_a_note_and_on_its_page(site):
    start(site)
    wrong = "![Alt](gone-{0}.png) {{ref}}`it <lost-{0}>` {{download}}`it <missing-{0}.txt>`\n"
    note = f":::{{instructor-note}}\n{wrong.format('note')}:::\n"
    site.write("page.md", NUMBERED.format(note=note, more=wrong.format("page")))
    site.write(
        "other.rst",
        ":orphan:\n\nOther\n=====\n\n.. instructor-note::\n\n   See unknown-note_.\n\nSee unknown-page_.\n",
    )
    site.sphinx("en")
    for place in ("note", "page"):
        for word in ("gone-{}.png", "lost-{}", "missing-{}.txt", "unknown-{}"):
            assert site.warnings.count(word.format(place)) == 1, (place, word, site.warnings)


EXTENSIONS = """
import shutil
from sphinx.domains import Domain
from sphinx.transforms.post_transforms.images import ImageConverter

class Serial(Domain):
    name = "serial"  # several processes cannot read it

class Converter(ImageConverter):
    conversion_rules = [("application/pdf", "image/png")]

    def is_available(self):
        return True

    def convert(self, _from, _to):
        shutil.copyfile(_from, _to)
        return True

def setup(app):
    app.add_domain(Serial)
    app.add_post_transform(Converter)
"""


def test_pictures_of_notes_and_of_learners_are_converted_apart(site):
    site.conf = SETTINGS + EXTENSIONS
    start(site)
    picture = "![Alt]({}/one.pdf)\n"
    note = f":::{{instructor-note}}\n{picture.format('for-us')}:::\n"
    site.write("page.md", NUMBERED.format(note=note, more=picture.format("for-all")))
    for folder in ("for-us", "for-all"):
        site.write(f"{folder}/one.pdf", folder)
    folder = site.sphinx("en")
    assert not site.warnings
    assert texts(folder / "_images") == {"one.png": "for-all"}
    pictures = tree(folder / "instructor/page.html").xpath("//img/@src")
    shown = [(folder / "instructor" / source).read_text("utf-8") for source in pictures]
    assert shown == ["for-us", "for-all"]
