"""Search engines and social networks find every page in every language."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sphinx_tandem.pages.head import open_graph_locale

from .conftest import CONF, LANGUAGES, PAGES, ROOT, BuildSite, Built, of_language

PLAIN = """\
extensions = ["sphinx_tandem"]
tandem_languages = {"en": "English", "es": "Español"}
html_theme = "basic"
"""
HOME = {"index.md": "# Home\n\n```{toctree}\nun año\n```\n", "un año.md": "# Year\n"}


def alternates(site: Built, page: str, language: str) -> dict[str, str]:
    """Return a page's addresses by language."""
    links = site.soup(page, language).select("head link[rel=alternate][hreflang]")
    return {link["hreflang"]: link["href"] for link in links}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_names_itself_and_its_counterparts(reef: Built, language: str) -> None:
    pages = reef.pages(language)
    assert "404.html" in pages
    assert "blog/tag/tides.html" in pages
    assert "genindex.html" in pages
    for page in pages:
        expected = {code: ROOT + of_language(page, code) for code in LANGUAGES}
        assert alternates(reef, page, language) == {**expected, "x-default": ROOT + page}
        canonical = reef.soup(page, language).select("link[rel=canonical]")
        assert [link["href"] for link in canonical] == [expected[language]], page
        assert (reef.folder / of_language(page, "en")).is_file()
        assert (reef.folder / of_language(page, "es")).is_file()


def test_shared_links_carry_the_language_and_the_words_of_the_page(reef: Built) -> None:
    def properties(language: str) -> dict[str, str]:
        tags = reef.soup("docs/page.html", language).select("meta[property]")
        return {tag["property"]: tag["content"] for tag in tags}

    english, spanish = properties("en"), properties("es")
    assert (english["og:locale"], english["og:locale:alternate"]) == ("en", "es")
    assert (spanish["og:locale"], spanish["og:locale:alternate"]) == ("es", "en")
    assert spanish["og:url"] == f"{ROOT}es/docs/page.html"
    assert english["og:url"] == f"{ROOT}docs/page.html"
    assert english["og:title"] == "A page"
    assert english["og:site_name"] == "Reef"


def test_a_description_is_told_to_search_engines_and_to_social_networks(reef: Built) -> None:
    head = reef.soup("index.html").head
    assert head.select_one('meta[name="description"]')["content"] == "All about a reef."
    assert head.select_one('meta[property="og:description"]')["content"] == "All about a reef."


def told(site: Built, page: str, language: str = "en") -> dict[str, dict[str, Any]]:
    """Return what a page tells in the words of schema.org, by type."""
    found = site.soup(page, language).select('script[type="application/ld+json"]')
    data = [json.loads(one.string) for one in found]
    return {one["@type"]: one for one in data}


def test_each_page_that_is_listed_has_a_description_and_its_place_in_the_site(reef: Built) -> None:
    seen: dict[str, str] = {}
    for language in LANGUAGES:
        for page in reef.pages(language):
            head = reef.soup(page, language).head
            ways = told(reef, page, language)
            if head.select_one("meta[name=robots]"):
                assert not ways, page
                continue
            if page == "index.html":
                assert ways["WebSite"]["publisher"]["@type"] == "Organization"
                assert ways["WebSite"]["url"] == ROOT + ("es/" if language == "es" else "")
                continue
            steps = ways["BreadcrumbList"]["itemListElement"]
            assert [one["position"] for one in steps] == list(range(1, len(steps) + 1))
            assert steps[-1]["name"] and "item" not in steps[-1]
            assert steps[0]["item"] == ROOT + ("es/" if language == "es" else "")
            is_named = head.select_one("meta[property='og:title']")  # the index is not
            card = "summary_large_image" if is_named else "summary"
            assert head.select_one("meta[name='twitter:card']")["content"] == card
            if page.startswith("blog/") and "tide.html" not in page:
                text = head.select_one("meta[name=description]")["content"]
                assert len(text) <= 160 and seen.setdefault(text, page) == page, page


def test_a_post_is_told_with_its_day_and_its_authors(reef: Built) -> None:
    post = told(reef, "blog/2024-04-24-tide.html", "es")["BlogPosting"]
    assert post["inLanguage"] == "es" and post["url"] == f"{ROOT}es/blog/2024-04-24-tide.html"
    assert post["datePublished"] <= post["dateModified"]
    assert post["author"][0]["name"]


def test_what_a_page_says_itself_is_not_said_twice(build_site: BuildSite) -> None:
    front = '---\nmyst:\n  html_meta:\n    "description": Own words.\n'
    front += '    "property=og:title": Own title\n---\n'
    site = build_site(pages={"index.md": f"{front}# Home\n"}, base=PLAIN)
    head = site.soup("index.html").head
    found = {
        name: [tag["content"] for tag in head.select(f"meta[{name}]")]
        for name in ('name="description"', 'property="og:title"', 'property="og:description"')
    }
    assert found == {
        'name="description"': ["Own words."],
        'property="og:title"': ["Own title"],
        'property="og:description"': ["Own words."],
    }


def test_pages_for_the_moment_are_kept_out_of_search_engines(reef: Built) -> None:
    for page in ("404.html", "search.html"):
        assert reef.soup(page, "es").select_one('meta[name="robots"]')["content"] == "noindex"
    assert not reef.soup("index.html", "es").select('meta[name="robots"]')


def test_a_post_keeps_the_canonical_address_that_its_author_gives(build_site: BuildSite) -> None:
    post = PAGES["blog/2024-04-24-tide.md"].replace(
        "author: Ana", "author: Ana\ncanonical_link: https://example.net/tide"
    )
    site = build_site(pages={**PAGES, "blog/2024-04-24-tide.md": post})
    page = site.soup("blog/2024-04-24-tide.html", "es")
    assert page.select_one("link[rel=canonical]")["href"] == "https://example.net/tide"


def test_a_site_without_a_public_address_claims_none(build_site: BuildSite) -> None:
    site = build_site(pages=HOME, base=PLAIN)
    page = site.soup("index.html", "es")
    assert not page.select("link[rel=canonical], link[hreflang]")
    assert page.select('nav.tandem-languages a[hreflang="en"]')


def test_names_with_spaces_and_accents_are_encoded_once(build_site: BuildSite) -> None:
    site = build_site(f'html_baseurl = "{ROOT}"\n', HOME, base=PLAIN)
    page = site.soup("un año.html", "es")
    assert page.select_one("link[rel=canonical]")["href"] == f"{ROOT}es/un%20a%C3%B1o.html"
    assert page.select_one("nav a[hreflang=en]")["href"] == "../un%20a%C3%B1o.html"


def test_pages_in_folders_of_their_own_have_counterparts(build_site: BuildSite) -> None:
    site = build_site(f'html_baseurl = "{ROOT}"\n', HOME, base=PLAIN, builder="dirhtml")
    assert alternates(site, "index.html", "es") == {
        "en": ROOT,
        "es": f"{ROOT}es/",
        "x-default": ROOT,
    }
    home = site.soup("index.html", "es").select_one("nav a[hreflang=en]")["href"]
    year = site.soup("un año/index.html", "es").select_one("nav a[hreflang=en]")["href"]
    assert (home, year) == ("../", "../../un%20a%C3%B1o/")


def test_a_site_of_one_language_is_left_as_it_is(build_site: BuildSite) -> None:
    one = 'tandem_languages = {}\nhtml_baseurl = "https://example.org/"\n'
    site = build_site(one, HOME, base=PLAIN)
    page = site.soup("index.html")
    assert page.select_one("link[rel=canonical]")["href"] == "https://example.org/index.html"
    assert not page.select("link[hreflang], .tandem-languages")


def test_other_extensions_are_told_the_languages_own_root(build_site: BuildSite) -> None:
    conf = CONF + 'html_theme = "basic"\nhtml_use_opensearch = "https://example.org/reef"\n'
    site = build_site(base=conf)
    address = "_static/opensearch.xml"
    assert 'template="https://example.org/reef/search.html' in site.text(address)
    assert 'template="https://example.org/reef/es/search.html' in site.text(address, "es")


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "en"), ("es", "es"), ("es_LA", "es_LA"), ("pt_BR", "pt_BR"), ("zh_CN", "zh_CN")],
)
def test_a_language_has_no_country_that_its_code_does_not_name(code: str, expected: str) -> None:
    assert open_graph_locale(code) == expected
