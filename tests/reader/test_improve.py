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
from bs4 import BeautifulSoup

from harness.constructs import CATALOGS, PAGES, entries_by_line, translated_construct_site
from harness.reading import search_files
from harness.sites import MakeSite, TinySite

EDITOR = "https://github.com/a/b/edit/main/"
# What a page holds in attributes or not at all has no place in its text.
WITHOUT_PLACE = {"Front title", "The page description.", "key words", "Button tip"}
LINES = re.compile(r"tandemPassages\((.*)\)\n", re.DOTALL)


@dataclass(frozen=True)
class Improvable:
    """A page of a translation, and its file of lines."""

    folder: Path
    name: str
    catalog: Path

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup((self.folder / f"{self.name}.html").read_text("utf-8"), "lxml")

    @cached_property
    def data(self) -> dict[str, Any]:
        text = (self.folder / "review/es" / f"{self.name}.js").read_text("utf-8")
        return json.loads(LINES.fullmatch(text)[1])

    @cached_property
    def entries(self) -> dict[int, polib.POEntry]:
        return entries_by_line(self.catalog)


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site with every construct; each translation holds the number of its message."""
    return translated_construct_site(tmp_path_factory.mktemp("kit") / "site")


@pytest.fixture(scope="module", params=PAGES)
def page(kit: TinySite, request: pytest.FixtureRequest) -> Improvable:
    name = request.param
    return Improvable(kit.output / "es", name, kit.folder / CATALOGS / f"{name}.po")


def test_no_passage_is_left_without_a_line(page: Improvable) -> None:
    """That a script finds each of them in the page is tested with a browser."""
    linked = {page.entries[line].msgid for _words, line, _waits in page.data["passages"]}
    assert {entry.msgid for entry in page.entries.values()} - linked <= WITHOUT_PLACE


def test_what_is_not_translated_is_said_to_wait(page: Improvable) -> None:
    for words, line, waits in page.data["passages"]:
        assert bool(waits) == (not page.entries[line].msgstr), words


def test_a_page_holds_one_line_of_links_and_nothing_else(page: Improvable) -> None:
    (line,) = page.soup.select(".tandem-improve")
    review, catalog = line.select("a")
    assert review["href"] == f"review/es/{page.name}.html"
    assert review["data-lines"] == f"review/es/{page.name}.js"
    assert catalog["href"] == f"{EDITOR}{CATALOGS}/{page.name}.po" == page.data["catalog"]
    assert review.text == "Mejorar esta traducción"
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
    search = [search_files(site.output / "es") for site in (kit, plain)]
    assert search[0] == search[1]
    assert not (plain.output / "es/review").exists()


def test_a_site_without_a_repository_is_left_alone(built: TinySite) -> None:
    assert "tandem-improve" not in built.page("es/index.html")
    assert not (built.output / "review").exists()
    assert not (built.output / "es/review").exists()


def test_without_reviews_the_line_leads_to_the_catalog(make_site: MakeSite) -> None:
    site = make_site(conf='tandem_repository = "https://github.com/a/b"\ntandem_review = False\n')
    site.build()
    page = BeautifulSoup(site.page("es/about.html"), "lxml")
    (link,) = page.select(".tandem-improve a")
    assert link["href"] == f"{EDITOR}{CATALOGS}/about.po"
    scripts = [one["src"] for one in page.select("script[src*=tandem]")]
    assert not [one for one in scripts if "tandem-search" not in one]
    assert not (site.output / "es/review").exists()


def test_a_page_without_a_catalog_leads_to_where_one_is_begun(make_site: MakeSite) -> None:
    site = make_site(conf='tandem_repository = "https://github.com/a/b"\n')
    (site.folder / CATALOGS / "about.po").unlink()
    site.build()
    page = Improvable(site.output / "es", "about", site.folder / CATALOGS / "index.po")
    assert "/new/main?filename=locales" in page.data["catalog"]
    assert [passage[1:] for passage in page.data["passages"]] == [[0, 1], [0, 1]]


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
    found = [(words, page.entries[line].msgid) for words, line, _waits in page.data["passages"]]
    assert found == [("Inicio", "Home"), ("Buenosdías", "Good morning.")]
    assert not re.search("[\ufdd0-\ufdef]", site.page("es/index.html"))
