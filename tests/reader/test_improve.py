"""Whoever reads a translation gets to the very line of the catalog that holds a passage."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polib
import pytest
from bs4 import BeautifulSoup, Tag

from harness.sites import MakeSite, TinySite

KIT = Path(__file__).parents[1] / "messages" / "every-construct"
EDITOR = "https://github.com/a/b/edit/main/"
CATALOGS = "locales/es/LC_MESSAGES"
# What a page holds in attributes or not at all has no place in its text.
WITHOUT_PLACE = {
    "Front title",
    "The page description.",
    "key words",
    "div title",
    "Button tip",
}
LINES = re.compile(r"tandemPassages\((.*)\)\n", re.DOTALL)


@dataclass(frozen=True)
class Improvable:
    """A page of a translation, and its file of lines."""

    folder: Path
    name: str
    catalog: Path

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup((self.folder / f"{self.name}.html").read_text("utf-8"), "html.parser")

    @cached_property
    def data(self) -> dict[str, Any]:
        text = (self.folder / "review/es" / f"{self.name}.js").read_text("utf-8")
        return json.loads(LINES.fullmatch(text)[1])

    def shown(self) -> list[tuple[Tag, polib.POEntry | None, int]]:
        """Return each passage: its element, the entry in its line, whether it waits."""
        lines = self.catalog.read_text("utf-8").split("\n")
        entries = {}
        for entry in polib.pofile(str(self.catalog)):
            line = entry.linenum  # of its first comment, if it has one
            while not lines[line - 1].startswith("msgid "):
                line += 1
            entries[line] = entry
        root = self.soup.select_one(".tandem-improve").parent
        return [
            (root.find_all(tag)[ordinal], entries.get(line), waits)
            for tag, ordinal, line, _words, waits in self.data["passages"]
        ]


def text_of(element: Tag) -> str:
    return element.get("alt", "") if element.name == "img" else element.get_text()


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site with every construct; each translation holds the number of its message."""
    site = TinySite(tmp_path_factory.mktemp("kit") / "site")
    shutil.copytree(KIT, site.folder)
    done = site.tandem("update")
    assert done.returncode == 0, done.stderr
    for path in (site.folder / CATALOGS).rglob("*.po"):
        catalog = polib.pofile(str(path), wrapwidth=0)
        for number, entry in enumerate(catalog):
            if entry.msgstr:  # filled in: it has no words
                continue
            entry.msgstr = "" if number % 10 == 9 else f"{entry.msgid.rstrip()} q{number}q"
            if entry.msgid.endswith("\n"):
                entry.msgstr += "\n"
        catalog.save(str(path))
    site.build()
    return site


@pytest.fixture(params=["index", "other", "third"])
def page(kit: TinySite, request: pytest.FixtureRequest) -> Improvable:
    name = request.param
    return Improvable(kit.output / "es", name, kit.folder / CATALOGS / f"{name}.po")


def test_every_passage_leads_to_the_line_of_its_own_entry(page: Improvable) -> None:
    wrong = []
    for element, entry, _waits in page.shown():
        assert entry is not None, element
        if entry.msgstr == entry.msgid:  # a bare reference shows the title of its target
            continue
        marked = re.search(r"q\d+q", entry.msgstr)
        text = text_of(element)
        if marked:
            right = marked[0] in text
        else:
            plain = letters(re.sub(r"\{\w+\}|\(\S+\)|<[^>]*>", "", entry.msgid))
            right = plain[:5] in letters(text)
        if not right:
            wrong.append((entry.linenum, entry.msgid, text))
    assert not wrong


def test_no_passage_is_left_without_a_link(page: Improvable) -> None:
    linked = {entry.msgid for _element, entry, _waits in page.shown() if entry}
    left = {entry.msgid for entry in polib.pofile(str(page.catalog))} - linked
    assert left <= WITHOUT_PLACE


def test_what_is_not_translated_is_said_to_wait(page: Improvable) -> None:
    for element, entry, waits in page.shown():
        assert bool(waits) == (not entry.msgstr), element


def test_the_script_knows_each_passage_by_its_words(page: Improvable) -> None:
    """Scripts count elements too; where they find others, the words tell."""
    root = page.soup.select_one(".tandem-improve").parent
    for tag, ordinal, _line, words, _waits in page.data["passages"]:
        assert letters(text_of(root.find_all(tag)[ordinal])).startswith(words)
    assert sum(bool(passage[3]) for passage in page.data["passages"]) > 0


def test_a_page_holds_one_line_of_links_and_nothing_else(page: Improvable) -> None:
    (line,) = page.soup.select(".tandem-improve")
    review, catalog = line.select("a")
    assert review["href"] == f"review/es/{page.name}.html"
    assert review["data-lines"] == f"review/es/{page.name}.js"
    assert catalog["href"] == f"{EDITOR}{CATALOGS}/{page.name}.po" == page.data["catalog"]
    assert review.text == "Mejora esta traducción"
    html = str(page.soup)
    assert not re.search("[\ufdd0-\ufdef]", html)
    assert "tandem-passages" not in html


def test_the_page_is_the_same_but_for_that_line(kit: TinySite, tmp_path: Path) -> None:
    """Nothing is put on the passages, and what they show stays as it is."""
    plain = TinySite(tmp_path / "site")
    shutil.copytree(kit.folder, plain.folder, ignore=shutil.ignore_patterns("_build"))
    conf = plain.folder / "conf.py"
    conf.write_text(conf.read_text("utf-8").replace("tandem_repository =", "unused ="), "utf-8")
    plain.build()
    with_links = kit.page("es/index.html")
    without = plain.page("es/index.html")
    body = re.compile(r"<article.*</article>", re.DOTALL)
    line = re.compile(r'\n<p class="tandem-improve">.*</p>')
    notice = re.compile(r' <a href="[^"]*">Ayuda a traducirlos</a>')
    expected = body.search(without)[0].split()
    found = body.search(line.sub("", notice.sub("", with_links)))[0].split()
    assert found == expected
    assert kit.page("index.html").count("tandem-improve") == 0
    weight = len(gzip.compress(with_links.encode(), 9)) - len(gzip.compress(without.encode(), 9))
    assert weight < 190, "the links weigh on readers who do not ask"
    search = [site.page("es/searchindex.js") for site in (kit, plain)]
    assert search[0] == search[1]
    assert not (plain.output / "es/review").exists()


def test_a_site_without_a_repository_is_left_alone(make_site: MakeSite) -> None:
    site = make_site()
    site.build()
    assert "tandem-improve" not in site.page("es/index.html")
    assert not (site.output / "review").exists()
    assert not (site.output / "es/review").exists()


def test_without_reviews_the_line_leads_to_the_catalog(make_site: MakeSite) -> None:
    site = make_site(conf='tandem_repository = "https://github.com/a/b"\ntandem_review = False\n')
    site.build()
    page = BeautifulSoup(site.page("es/about.html"), "html.parser")
    (link,) = page.select(".tandem-improve a")
    assert link["href"] == f"{EDITOR}{CATALOGS}/about.po"
    assert not page.select("script[src*=tandem]")
    assert not (site.output / "es/review").exists()


def test_a_page_without_a_catalog_leads_to_where_one_is_begun(make_site: MakeSite) -> None:
    site = make_site(conf='tandem_repository = "https://github.com/a/b"\n')
    (site.folder / CATALOGS / "about.po").unlink()
    site.build()
    page = Improvable(site.output / "es", "about", site.folder / CATALOGS / "index.po")
    assert "/new/main?filename=locales" in page.data["catalog"]
    assert {passage[2] for passage in page.data["passages"]} == {0}
    assert all(passage[4] for passage in page.data["passages"])


def test_posts_that_a_list_shows_are_not_taken_for_its_own(make_site: MakeSite) -> None:
    site = make_site(
        {
            "index.md": "# Home\n\nGood morning.\n\n```{postlist}\n:excerpts:\n```\n",
            "post.md": "---\nblogpost: true\ndate: 2024-04-24\n---\n# Tide\n\nLow.\n",
        },
        extensions=("sphinx_tandem", "ablog"),
        conf='tandem_repository = "https://github.com/a/b"\nblog_path = "blog"\n'
        'fontawesome_included = True\nexclude_patterns = ["_build"]\n',
    )
    site.catalog("index", {"Home": "Inicio", "Good morning.": "Buenos días."})
    site.catalog("post", {"Tide": "Marea", "Low.": "Baja."})
    site.build()
    page = Improvable(site.output / "es", "index", site.folder / CATALOGS / "index.po")
    found = [(element.name, entry.msgid) for element, entry, _waits in page.shown()]
    assert found == [("h1", "Home"), ("p", "Good morning.")]
    assert not re.search("[\ufdd0-\ufdef]", site.page("es/index.html"))
