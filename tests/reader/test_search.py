"""The search of the engine: what its index holds, and what it must not hold."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from harness.reading import search_files, search_pages, search_words
from harness.sites import MakeSite, TinySite, new_site
from sphinx_tandem.pages.search_index import Index, Words
from sphinx_tandem.site.languages import read

PAGES = {
    "index.md": "# Home\n\nSee below.\n\n```{toctree}\ntides\nhidden\nsecret\n```\n",
    "tides.md": (
        "# High tides\n\nWater rises: a supercomputer says when.\n\n## Reading a *table*\n\nÉclair.\n\n"
        'The computer is <i class="htmlcanary"></i>JupyterHub.\n\n```{raw} html\n<b>Rawcanary</b>\n```\n'
        "% Commentcanary\n"
    ),
    "hidden.md": "---\nmyst:\n  html_meta:\n    robots: noindex\n---\n# Hidden canary\n",
    "secret.md": "---\nnosearch: true\n---\n# Secret canary\n",
}
SPANISH = {
    "tides": {"High tides": "Mareas altas", "Reading a *table*": "Leer una *tabla*"},
    "index": {"Home": "Inicio"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    made = new_site(tmp_path_factory.mktemp("search"), PAGES)
    for name, messages in SPANISH.items():
        made.catalog(name, messages)
    made.build()
    return made


def page_of(site: TinySite, name: str) -> BeautifulSoup:
    return BeautifulSoup(site.page(name), "lxml")


def test_titles_headings_and_texts_are_found_with_the_anchors_that_lead_to_them(
    site: TinySite,
) -> None:
    for folder, title, heading in (
        ("", "High tides", "Reading a table"),
        ("es/", "Mareas altas", "Leer una tabla"),
    ):
        files = search_files(site.output / folder)
        (part,) = [data for data in files.values() if data[1] == "tides.html"]
        assert part[0] == title
        (top, section) = part[2]
        assert top[:2] == ["", title]
        assert section[1] == heading
        assert page_of(site, f"{folder}tides.html").find(id=section[0])
        assert "Éclair." in section[2]
        assert "eclair" in search_words(site.output / folder)


def test_words_are_found_by_what_they_are_made_of(site: TinySite) -> None:
    assert {"jupyterhub", "jupyter", "hub"} <= search_words(site.output)
    lines = "\n".join(
        text for name, text in search_files(site.output).items() if name.startswith("t")
    )
    (computer,) = [line for line in lines.split("\n") if line.startswith("comput")]
    assert "superc" not in computer


def test_a_page_is_found_by_the_words_of_the_other_language(site: TinySite) -> None:
    assert {"mareas", "tabla"} <= search_words(site.output, translated=True)
    assert {"tides", "table"} <= search_words(site.output / "es", translated=True)
    assert "mareas" not in search_words(site.output)


def test_what_readers_do_not_read_is_not_found(site: TinySite) -> None:
    for folder in (site.output, site.output / "es"):
        found = json.dumps(search_files(folder)).lower()
        assert "canary" not in found
        assert search_pages(folder).keys() == {"index.html", "tides.html"}
        assert "still in english" not in found and "todavía" not in found


def test_the_page_of_the_search_lists_all_pages_for_readers_without_scripts(
    site: TinySite,
) -> None:
    page = page_of(site, "es/search.html")
    links = page.select(".tandem-search-pages li a")
    assert [(link.text, link["href"]) for link in links] == [
        ("Inicio", "index.html"),
        ("Mareas altas", "tides.html"),
    ]
    assert page.title.text.startswith("Buscar")


def test_a_page_loads_nothing_of_the_index(site: TinySite) -> None:
    for name in ("index.html", "es/tides.html"):
        scripts = page_of(site, name).select("script[src]")
        (own,) = [one for one in scripts if one.has_attr("data-index")]
        assert own["data-index"] == "_search/" and own.has_attr("defer")
        text = (site.output / name).parent.joinpath(own["src"]).read_text("utf-8")
        assert "tandemSearch" in text and "tides" not in text
        others = ("searchindex", "searchtools", "language_data", "sphinx_highlight", "_search/")
        assert not [one["src"] for one in scripts if any(word in one["src"] for word in others)]
    assert not (site.output / "searchindex.js").exists()
    assert not (site.output / "_static/searchtools.js").exists()
    assert (site.output / "_search/search.js").is_file()


def test_a_site_can_keep_the_search_of_sphinx(make_site: MakeSite) -> None:
    site = make_site(PAGES, conf="tandem_search = False\n")
    site.build()
    assert "tides" in site.page("searchindex.js")
    assert "searchtools.js" in site.page("search.html")
    assert "tandem-search" not in site.page("index.html") + site.page("search.html")
    assert not (site.output / "_search").exists()
    assert not (site.output / "_static/tandem-search.js").exists()


def test_plain_sphinx_finds_new_and_old_pages_from_build_to_build(make_site: MakeSite) -> None:
    site = make_site(PAGES)
    for word in ("rises", "falls"):
        site.write("tides.md", PAGES["tides.md"].replace("rises", word))
        folder: Path = site.sphinx("en")
        assert word in search_words(folder)
        assert search_pages(folder).keys() == {"index.html", "tides.html"}
    assert "rises" not in search_words(folder)


def grown(count: int) -> tuple[dict[str, int], int]:
    """Return the size of each file of an index of so many pages, and of what all searches load."""
    words, chance = Words(read("en")), random.Random(1)  # noqa: S311 (no secret)
    index = Index(words)
    syllables = [one + other for one in "bdfgklmnprst" for other in "aeiou"]
    # As in any language, few words are frequent, and every page brings some of its own.
    known = ["".join(chance.choices(syllables, k=chance.choice((3, 4, 5)))) for _ in range(30_000)]
    for number in range(count):
        places = (int(len(known) * chance.random() ** 6) for _ in range(400))
        text = " ".join(known[place] for place in places)
        page = {"title": f"Page {number}", "url": f"{number}.html", "told": ""}
        index.add({**page, "sections": [("", "", [text], "")]}, [])
    files, told = index.files()
    return {name: len(json.dumps(data)) for name, data in files.items()}, len(json.dumps(told))


def test_a_search_costs_hardly_more_on_a_site_of_twenty_times_the_pages() -> None:
    (small, _told), (large, told) = grown(50), grown(1000)
    assert sum(large.values()) > 10 * sum(small.values())
    for kind in "tpw":
        sizes = [
            max(size for name, size in files.items() if name[0] == kind) for files in (small, large)
        ]
        assert sizes[1] < 2 * sizes[0], kind
    assert told < 4000
