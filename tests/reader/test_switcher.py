"""From any page, a reader reaches the same page in the other language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

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
