"""From any page, a reader reaches the same page in the other language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from harness.sites import MakeSite, TinySite

from .conftest import LANGUAGES, THEMES, BuildSite, Built, of_language


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_links_to_its_counterparts_from_disk(
    built_with: Callable[[str], Built], theme: str, language: str
) -> None:
    site = built_with(theme)
    pages = site.pages(language)
    assert {"404.html", "search.html", "genindex.html", "blog/tag/tides.html"} < set(pages)
    for page in pages:
        here = (site.folder / of_language(page, language)).parent
        switchers = site.soup(page, language).select("nav.tandem-languages")
        assert switchers, page
        for switcher in switchers:
            links = switcher.select("a")
            assert [link["hreflang"] for link in links] == list(LANGUAGES)
            assert [link["lang"] for link in links] == list(LANGUAGES)
            for link in links:
                target = Path(here, unquote(link["href"])).resolve()
                assert target == site.folder / of_language(page, link["hreflang"])
                assert target.is_file()
            current = [link["hreflang"] for link in links if link.get("aria-current")]
            assert current == [language]


def test_the_switcher_is_named_in_the_language_of_the_page(reef: Built) -> None:
    labels = [
        reef.soup("index.html", language).select_one("nav.tandem-languages")["aria-label"]
        for language in LANGUAGES
    ]
    assert labels == ["Language", "Idioma"]


def test_the_switcher_needs_no_script_and_no_drawer(reef: Built) -> None:
    """The theme shows ``navbar_persistent`` at every width, without a script."""
    header = reef.soup("index.html", "es").select_one("header")
    assert header.select(".navbar-persistent--mobile nav.tandem-languages")
    assert header.select(".navbar-persistent--container nav.tandem-languages")
    assert not header.select(".pst-js-only nav.tandem-languages")


def test_the_rest_of_the_bar_stays_as_the_theme_has_it(reef: Built) -> None:
    header = reef.soup("index.html").select_one("header")
    assert header.select(".search-button__button")
    assert header.select(".theme-switch-button")


def test_a_site_that_places_the_switcher_itself_is_obeyed(build_site: BuildSite) -> None:
    options = '{"navbar_end": ["tandem-switcher"]}'
    site = build_site(
        f'html_theme = "pydata_sphinx_theme"\nhtml_theme_options = {options}\n',
    )
    header = site.soup("index.html").select_one("header")
    assert len(header.select("nav.tandem-languages")) == 1
    assert not header.select(".navbar-persistent--mobile nav.tandem-languages")


def test_a_theme_without_a_place_for_it_shows_it_first(
    built_with: Callable[[str], Built],
) -> None:
    body = built_with("alabaster").soup("index.html").body
    first = next(child for child in body.children if child.name)
    assert first["class"] == ["tandem-languages"]


@pytest.mark.parametrize("count", [2, 3, 4, 8])
def test_from_four_languages_on_the_switcher_is_a_menu(make_site: MakeSite, count: int) -> None:
    languages = {code: code.upper() for code in ("es", "en", "fr", "pt", "sw", "ar", "de", "id")}
    site = make_site(theme="alabaster", languages=dict(list(languages.items())[:count]))
    (switcher,) = _switchers(site)
    menu = switcher.select_one("details")
    assert bool(menu) == (count >= 4)
    assert len(switcher.select("a[hreflang][lang]")) == count
    if menu:
        assert menu.select_one("summary span[lang=es]").text == "ES"
        assert not menu.select("summary a")


def test_a_menu_stands_on_a_page_in_a_language_that_is_not_among_its_own(
    make_site: MakeSite,
) -> None:
    languages = {code: code.upper() for code in ("en", "fr", "pt", "sw")}
    (switcher,) = _switchers(make_site(theme="alabaster", languages=languages))
    assert switcher.select_one("summary").text == "Idioma"
    assert len(switcher.select("a[hreflang]")) == 4
    assert not switcher.select("[aria-current]")


@pytest.mark.parametrize(
    ("theme", "place"),
    [
        ("sphinx_book_theme", ".bd-header-article .header-article-items__end"),
        ("furo", ".main .article-container"),
        ("sphinx_rtd_theme", ".wy-nav-content"),
        ("alabaster", "body"),
        ("classic", "body"),
    ],
)
def test_a_theme_without_a_bar_shows_it_once_above_the_text(
    make_site: MakeSite, theme: str, place: str
) -> None:
    site = make_site(theme=theme)
    for page in ("index", "genindex", "search"):
        (switcher,) = _switchers(site, page)
        assert switcher.find_parent(True) in switcher.find_parents(True)[-1].select(
            f"{place}, {place} > .header-article-item"
        )
        assert not switcher.find_parent(class_="pst-js-only")


def test_a_bar_that_a_book_has_is_used(make_site: MakeSite) -> None:
    options = 'html_theme_options = {"navbar_start": ["navbar-logo"]}\n'
    switchers = _switchers(make_site(theme="sphinx_book_theme", conf=options))
    assert len(switchers) == 2  # one for each width
    assert all(switcher.find_parent(class_="bd-header") for switcher in switchers)


def test_a_book_that_places_the_switcher_itself_is_obeyed(make_site: MakeSite) -> None:
    options = 'html_theme_options = {"article_header_start": ["tandem-switcher.html"]}\n'
    (switcher,) = _switchers(make_site(theme="sphinx_book_theme", conf=options))
    assert switcher.find_parent(class_="header-article-items__start")


def test_words_about_a_theme_in_a_page_are_not_its_place(make_site: MakeSite) -> None:
    page = '# Home\n\n```html\n<div class="wy-nav-content">\n```\n'
    (switcher,) = _switchers(make_site({"index.md": page}, theme="alabaster"))
    assert switcher.parent.name == "body"


def _switchers(site: TinySite, page: str = "index") -> list[Tag]:
    html = (site.sphinx("es") / f"{page}.html").read_text("utf-8")
    return BeautifulSoup(html, "lxml").select("nav.tandem-languages")
