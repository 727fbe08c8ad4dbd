"""Whatever is edited, in any order: a build publishes what a clean one would, byte for byte.

``TANDEM_EDITS=300 TANDEM_SEED=7 pytest tests/process/test_incremental.py -k random`` goes on
for longer, from another seed.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import struct
import subprocess
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.sites import TinySite, new_site, tree_hashes

CONF = """\
author = "The team"
html_baseurl = "https://example.org/"
tandem_repository = "https://github.com/bees/bees"
tandem_redirects = "redirects.yml"
exclude_patterns = ["locales", "snippets"]
templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["site.css"]
blog_title = "News"
blog_post_pattern = ["blog/*.md"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 2
html_sidebars = {"**": ["globaltoc.html", "recentposts.html", "tagcloud.html", "own.html"]}
"""
POST = """\
---
blogpost: true
date: 2024-0{month}-0{month}
tags: {tag}
---

# Post {number}

The beginning of post {number}.

What follows in post {number}. ![A dot](../images/{image}.png)
"""
LESSON = """\
---
lesson: {{teaching: 10}}
---
# {title}

:::{{objectives}}
- Learn {title}.
:::

## First part of {title}

Some words. See {{term}}`bee`.

::::{{exercise}} Count
:minutes: 5
Count them.

:::{{solution}}
Three.
:::
::::

:::{{instructor-note}}
Say it twice.
:::
"""
PAGES = {
    "index.md": "# Home\n\nGood morning.\n\n```{postlist} 2\n```\n\n```{toctree}\nabout\nguide/one\n"
    "guide/two\nlessons/index\nwords\ntable\nstatus\nblog/index\n```\n",
    "about.md": "# About\n\nWho we are. [Home](index.md) and {ref}`deep`.\n\n![A dot](images/a.png)\n",
    "guide/one.md": "# One\n\n```{include} ../snippets/note.md\n```\n\n(deep)=\n## Deep\n\nText.\n",
    "guide/two.md": "# Two\n\nText of two. [One](one.md#deep) {download}`file <../files/a.txt>`\n\n"
    "```{literalinclude} ../files/a.txt\n```\n",
    "snippets/note.md": "Note that is included.\n",
    "lessons/index.md": "# Course\n\n:::{schedule}\n- title: Morning\n  lessons: [bees, hives]\n:::\n\n"
    "```{toctree}\nbees\nhives\n```\n",
    "lessons/bees.md": LESSON.format(title="Bees"),
    "lessons/hives.md": LESSON.format(title="Hives"),
    "words.md": "# Words\n\n```{glossary}\nbee\n: It flies.\nhive\n: Where it lives.\n```\n",
    "table.md": "# Table\n\n:::{data-table} data.yml\n:columns: name = Name\n:caption: All\n:::\n",
    "status.md": "# Status\n\n```{translation-status}\n```\n",
    "blog/index.md": "# Blog\n\nAll posts.\n\n```{toctree}\n:glob:\n:hidden:\n\npost-*\n```\n",
    "data.yml": "fields:\n  name: {type: text, required: true}\nlabs:\n  - name: River\n",
    "redirects.yml": "old.html: about.html\n",
    "files/a.txt": "plain\n",
    "templates/own.html": "<p>Own sidebar</p>\n",
    "static/site.css": "p { color: black }\n",
    "static/note.txt": "note\n",
}
for number in range(1, 4):
    PAGES[f"blog/post-{number}.md"] = POST.format(
        number=number, month=number, tag=f"tag{number % 2}", image="ab"[number % 2]
    )
EPOCH = {"SOURCE_DATE_EPOCH": "1700000000"}


def picture(shade: int) -> bytes:
    """Return a PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    pixel = zlib.compress(bytes((0, shade % 256)))
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def make_rich_site(folder: Path, theme: str = "alabaster") -> TinySite:
    """Make a bilingual site with a bit of everything."""
    extensions = ("sphinx_tandem", "myst_parser", "ablog")
    site = new_site(folder, PAGES, theme=theme, extensions=extensions, conf=CONF)
    for shade, name in enumerate("ab"):
        (folder / "images").mkdir(exist_ok=True)
        (folder / f"images/{name}.png").write_bytes(picture(shade))
    site.catalog("index", {"Home": "Inicio", "Good morning.": "Buenos días."})
    site.catalog("about", {"About": "Acerca de", "A dot": "Un punto"})
    site.catalog("guide/one", {"One": "Uno", "Deep": "Hondo", "Text.": "Texto."})
    site.catalog("lessons/bees", {"Bees": "Abejas", "Count them.": "Cuéntalas."})
    site.catalog("words", {"bee": "abeja", "It flies.": "Vuela."})
    site.catalog("blog/post-1", {"Post 1": "Entrada 1"})
    return site


def built(site: TinySite, *arguments: str) -> dict[str, dict[str, int]]:
    """Build; return how many pages of each language were read and written."""
    report = site.folder.parent / "report.json"
    done = site.tandem("build", "--json", str(report), *arguments, env=EPOCH)
    assert done.returncode == 0, done.stdout + done.stderr
    site.done = done
    found: dict[str, dict[str, int]] = json.loads(report.read_text())["languages"]
    return found


def clean(site: TinySite) -> tuple[dict[str, str], str]:
    """Return the tree and the findings of a clean build."""
    output = site.folder.parent / "clean"
    done = site.tandem("build", "--fresh", "--output", str(output), env=EPOCH)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree_hashes(output), done.stderr


def assert_clean(site: TinySite, what: object = "") -> None:
    """Compare with a clean build what is published, and what was said."""
    assert site.done is not None
    tree, said = clean(site)
    found = site.hashes()
    wrong = sorted(name for name in tree.keys() | found.keys() if tree.get(name) != found.get(name))
    assert not wrong, (what, wrong)
    assert site.done.stderr == said, what


# -- Edits --------------------------------------------------------------------------------


class Edits:
    """Random edits of a site; each returns what it did."""

    def __init__(self, site: TinySite, seed: int) -> None:
        self.site = site
        self.random = random.Random(seed)  # noqa: S311
        self.count = 0

    def any(self) -> str:
        self.count += 1
        kinds: list[tuple[int, Callable[[], str]]] = [
            (6, self.paragraph), (6, self.entry), (3, self.title), (1, self.add), (1, self.delete),
            (1, self.rename), (1, self.post), (1, self.style), (1, self.template), (2, self.image),
            (2, self.data), (1, self.setting), (2, self.snippet), (1, self.tag), (1, self.redirect),
            (1, self.file), (1, self.new_catalog), (1, self.warn), (1, self.static),
            (1, self.lesson), (1, self.nothing), (1, self.translated_title),
            (1, self.refused),
        ]  # fmt: skip
        weights, functions = zip(*kinds, strict=True)
        found = self.random.choices(functions, weights)[0]
        return f"{found.__name__}: {found()}"

    def _pages(self) -> list[Path]:
        folder = self.site.folder
        return sorted(path for path in folder.rglob("*.md") if "_build" not in path.parts)

    def _page(self) -> Path:
        return self.random.choice(self._pages())

    def _change(self, name: str, old: str, new: str) -> str:
        path = self.site.folder / name
        text = path.read_text()
        path.write_text(text.replace(old, new, 1) if old in text else text + new)
        return name

    def paragraph(self) -> str:
        page = self._page()
        with page.open("a") as file:
            file.write(f"\nParagraph {self.count}.\n")
        return page.name

    def entry(self) -> str:
        catalogs = sorted(self.site.folder.rglob("*.po"))
        catalog = self.random.choice(catalogs)
        with catalog.open("a") as file:
            number = self.random.randrange(self.count)
            file.write(f'\nmsgid "Paragraph {number}."\nmsgstr "Párrafo {number} {self.count}."\n')
        text = catalog.read_text()
        if text.count(f'"Paragraph {number}."') > 1:
            catalog.write_text(text.rpartition("\nmsgid")[0])
        return f"{catalog} {number}"

    def translated_title(self) -> str:
        return self._change(
            "locales/es/LC_MESSAGES/guide/one.po", 'msgstr "Uno', f'msgstr "Uno {self.count}'
        )

    def refused(self) -> str:
        """Make a translation one that readers are not shown, or good again."""
        path = self.site.folder / "locales/es/LC_MESSAGES/index.po"
        good, bad = '"Buenos días."', '"Buenos [días](https://example.org)."'
        text = path.read_text()
        path.write_text(text.replace(good, bad) if good in text else text.replace(bad, good))
        return str(good in text)

    def title(self) -> str:
        page = self._page()
        page.write_text(re.sub(r"(?m)^# ", f"# New{self.count} ", page.read_text(), count=1))
        return page.name

    def add(self) -> str:
        self.site.write(
            f"guide/new-{self.count}.md", f"---\norphan: true\n---\n\n# N{self.count}\n"
        )
        return str(self.count)

    def delete(self) -> str:
        found = [path for path in self._pages() if path.name.startswith(("new-", "moved-"))]
        if found:
            self.random.choice(found).unlink()
        return str(len(found))

    def rename(self) -> str:
        found = [path for path in self._pages() if path.name.startswith(("new-", "moved-"))]
        if found:
            path = self.random.choice(found)
            path.rename(path.with_name(f"moved-{self.count}.md"))
        return str(len(found))

    def post(self) -> str:
        text = POST.format(number=self.count + 10, month=4, tag="tag0, rare", image="a")
        self.site.write(f"blog/post-{self.count + 10}.md", text)
        return ""

    def tag(self) -> str:
        return self._change("blog/post-1.md", "tags: ", f"tags: more{self.count % 3}, ")

    def style(self) -> str:
        return self._change("static/site.css", "p {", f"p {{ margin: {self.count}px;")

    def static(self) -> str:
        return self._change("static/note.txt", "note", f"note{self.count}")

    def template(self) -> str:
        return self._change("templates/own.html", "Own", f"Own {self.count}")

    def image(self) -> str:
        name = self.random.choice("ab")
        (self.site.folder / f"images/{name}.png").write_bytes(picture(self.count))
        return name

    def data(self) -> str:
        return self._change("data.yml", "labs:\n", f"labs:\n  - name: Lab {self.count}\n")

    def setting(self) -> str:
        return self._change("conf.py", 'blog_title = "', f'blog_title = "{self.count} ')

    def snippet(self) -> str:
        return self._change("snippets/note.md", "Note", f"Note {self.count}")

    def redirect(self) -> str:
        return self._change("redirects.yml", "old", f"older{self.count}.html: words.html\nold")

    def file(self) -> str:
        return self._change("files/a.txt", "plain", f"plain {self.count}")

    def lesson(self) -> str:
        return self._change("lessons/hives.md", ":minutes: 5", ":minutes: 7")

    def new_catalog(self) -> str:
        self.site.catalog("guide/two", {"Two": f"Dos {self.count}"})
        return ""

    def warn(self) -> str:
        page = self._page()
        with page.open("a") as file:
            file.write(f"\n[broken](nowhere{self.count}.md)\n")
        return page.name

    def nothing(self) -> str:
        os.utime(self._page())
        return ""


# -- Tests ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    site = make_rich_site(tmp_path_factory.mktemp("incremental") / "site")
    built(site)
    return site


def test_random_edits_give_what_a_clean_build_gives(rich: TinySite, tmp_path: Path) -> None:
    site = rich.copy(tmp_path / "site")
    edits = Edits(site, int(os.environ.get("TANDEM_SEED", "1")))
    built(site)
    for step in range(int(os.environ.get("TANDEM_EDITS", "2"))):
        done = [edits.any() for _ in range(edits.random.choice((1, 1, 1, 2, 4)))]
        counted = built(site)
        print(step, done, counted)
        assert_clean(site, (step, done))


def test_an_edit_reads_and_writes_only_what_it_touches(rich: TinySite, tmp_path: Path) -> None:
    site = rich.copy(tmp_path / "site")
    time.sleep(0.1)  # what changes in the moment of a build counts as changed in the next one
    everything = built(site)["en"]["written"]
    built(site)  # the compiled templates that the harness keeps were new files to the first one
    nothing = built(site)
    assert not any(one["read"] or one["written"] for one in nothing.values()), nothing
    site.append("guide/two.md", "\nOne more paragraph.\n")
    site.catalog("words", {"bee": "abeja", "It flies.": "Ella vuela."})
    for language, counted in built(site).items():
        # The page, the page of its catalog, and the one that counts translations.
        assert counted["read"] == 3, (language, counted)
        assert counted["written"] < everything / 2, (language, counted)
        assert not counted["anew"]
    assert_clean(site)
    site.write("guide/two.md", "# Another title\n")
    assert all(one["written"] == everything for one in built(site).values())
    assert_clean(site)


def test_the_clock_beside_a_lesson_follows_the_words_of_the_others(tmp_path: Path) -> None:
    """Minutes are shared out by words, and each page of a session has the times of all."""
    site = make_rich_site(tmp_path / "site")
    built(site)
    pages = ("lessons/instructor/bees.html", "lessons/instructor/bees/slides.html")
    before = [plan_on(site.page(page)) for page in pages]
    site.append("lessons/hives.md", f"\n{'More words. ' * 30}\n")
    counted = built(site)["en"]
    assert counted["written"] < counted["pages"]
    for page, old in zip(pages, before, strict=True):
        new = plan_on(site.page(page))
        assert new[:3] == old[:3]  # those of the lesson itself
        assert [row["minutes"] for row in new[3:]] != [row["minutes"] for row in old[3:]]


def plan_on(html: str) -> list[dict[str, object]]:
    """Return the rows of the clock's first session."""
    found = re.search(r'<script type="application/json" id="tandem-plan">(.*?)</script>', html)
    assert found
    rows: list[dict[str, object]] = json.loads(found[1])["sessions"][0]["rows"]
    return rows


def test_findings_of_pages_that_are_not_made_again_are_told_again(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")
    site.append("about.md", "\n[broken](nowhere.md)\n")
    site.catalog("about", {"About": "Acerca de", "Who we are. [Home](index.md)": "*Quiénes* somos"})
    built(site)
    site.append("index.md", "\nMore.\n")
    built(site)
    assert_clean(site)
    assert "about.md:5: myst-xref-missing" in site.done.stderr
    assert site.tandem("build", "--strict", env=EPOCH).returncode == 1
    site.write("about.md", "# About\n\nMended.\n")
    built(site)
    assert_clean(site)
    assert "about.md" not in site.done.stderr


def test_a_file_of_a_page_that_is_not_written_again_is_followed(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")
    image = site.folder / "dot.png"
    image.write_bytes(picture(1))
    site.append("about.md", "\n![A dot](dot.png)\n")
    built(site)
    assert "versionmodified" not in styles(site)
    site.append("index.md", '\n<span class="versionmodified">More.</span>\n')
    built(site)  # without the page that shows it
    assert "versionmodified" in styles(site)
    image.write_bytes(picture(2))
    built(site)
    assert (site.output / "_images/dot.png").read_bytes() == picture(2)
    assert_clean(site)


def styles(site: TinySite) -> str:
    """Return all styles that are published."""
    return "".join(path.read_text("utf-8") for path in sorted(site.output.rglob("*.css")))


def test_what_was_kept_of_another_site_or_in_pieces_is_of_no_harm(
    rich: TinySite, tmp_path: Path
) -> None:
    site = rich.copy(tmp_path / "site")  # as somebody copies a folder with all that is in it
    site.append("about.md", "\nMore.\n")
    assert built(site)["en"]["anew"]
    assert_clean(site)
    expected = site.hashes()
    kept = site.folder / "_build/.site.tandem/kept/es"
    (kept / "doctrees/environment.pickle").write_bytes(b"broken")
    built(site)
    assert site.hashes() == expected
    (kept / "tree/index.html").unlink()
    assert built(site)["es"]["anew"]
    assert site.hashes() == expected
    (kept / "state.pickle").write_bytes(b"broken")
    assert built(site)["es"]["anew"]
    assert site.hashes() == expected


def test_a_build_killed_anywhere_leaves_the_published_tree_and_the_next_one_is_right(
    rich: TinySite, tmp_path: Path
) -> None:
    site = rich.copy(tmp_path / "site")
    built(site)
    for step in range(int(os.environ.get("TANDEM_KILLS", "2"))):
        before = site.hashes()
        site.append("about.md", f"\nKilled {step}.\n")
        site.append("words.md", f"\nwasp\n: Number {step}.\n")
        process = site.start("build", env=EPOCH)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1 * 3**step)
        process.kill()
        process.wait()
        assert site.hashes() == before or f"Killed {step}." in site.page("about.html")
        built(site)
    assert_clean(site)
