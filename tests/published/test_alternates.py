"""Search engines and readers find the same page in the other language."""

from __future__ import annotations

from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from harness.real import LANGUAGES, REPOSITORY, ROOT, Published, of_language

NAMESPACES = {
    "site": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
# Pages that answer a question of the moment: no search engine should list them.
UNLISTED = ("404.html", "search.html", "genindex.html")
# A translation beside its source: for those who translate, not for those who search.
REVIEWS = "review/"
# What is made of lessons, for whoever teaches and for paper.
CLASSROOM = ("training/instructor/", "training/handouts/")
LOCALES = {"en": ("en",), "es": ("es",)}


def address(path: str, language: str) -> str:
    """Return the public address of a page."""
    return ROOT + quote(of_language(path, language))


def expected_alternates(path: str) -> dict[str, str]:
    """Return every page's alternates: each language, itself included, and the default."""
    found = {language: address(path, language) for language in LANGUAGES}
    return found | {"x-default": address(path, "en")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_says_its_language(published: Published, language: str) -> None:
    wrong = [
        path
        for path in published.pages(language)
        if published.page(of_language(path, language)).get("lang") != language
    ]
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_canonical_in_its_own_language(published: Published, language: str) -> None:
    for path in published.pages(language):
        page = published.page(of_language(path, language))
        canonical = page.xpath("//link[@rel='canonical']/@href")
        assert canonical == [address(path, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_names_every_language_itself_included(published: Published, language: str) -> None:
    for path in published.pages(language):
        page = published.page(of_language(path, language))
        tags = page.xpath("//head//link[@rel='alternate'][@hreflang]")
        assert {tag.get("hreflang"): tag.get("href") for tag in tags} == expected_alternates(
            path
        ), path
        assert len(tags) == len(LANGUAGES) + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_shared_links_say_their_language_and_the_other(published: Published, language: str) -> None:
    other = next(code for code in LANGUAGES if code != language)
    for path in published.pages(language):
        if path in UNLISTED:
            continue
        page = published.page(of_language(path, language))
        own = page.xpath("//meta[@property='og:locale']/@content")
        others = page.xpath("//meta[@property='og:locale:alternate']/@content")
        assert [locale.split("_")[0] for locale in own] == [language], path
        assert [locale.split("_")[0] for locale in others] == [other], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_switcher_of_plain_links(published: Published, language: str) -> None:
    for path in published.pages(language):
        page = of_language(path, language)
        links = published.page(page).xpath("//body//a[@hreflang][@lang]")
        places = {tag.get("hreflang"): published.target(page, tag.get("href"))[0] for tag in links}
        assert places == {code: of_language(path, code) for code in LANGUAGES}, page
        current = {tag.get("hreflang") for tag in links if tag.get("aria-current")}
        assert current == {language}, page


def test_the_sitemap_lists_every_page_with_its_alternates(published: Published) -> None:
    tree = ElementTree.parse(published.folder / "sitemap.xml")  # noqa: S314 - our own file
    found = {}
    for entry in tree.getroot().findall("site:url", NAMESPACES):
        location = entry.findtext("site:loc", namespaces=NAMESPACES)
        found[location] = {
            link.get("hreflang"): link.get("href")
            for link in entry.findall("xhtml:link", NAMESPACES)
        }
    expected = {
        address(path, language): expected_alternates(path)
        for language in LANGUAGES
        for path in published.pages(language)
        if path not in UNLISTED and not path.startswith((REVIEWS, *CLASSROOM))
    }
    assert found == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_search_engine_lists_a_review(published: Published, language: str) -> None:
    """Each page has its review in the tree of each language, for translators alone."""
    pages = published.pages(language)
    reviews = [path for path in pages if path.startswith(REVIEWS)]
    catalogs = REPOSITORY / "docs" / "locales" / "es" / "LC_MESSAGES"
    translated = [path for path in pages if (catalogs / path).with_suffix(".po").is_file()]
    assert {f"{REVIEWS}es/{path}" for path in translated} <= set(reviews)
    for path in reviews:
        page = published.page(of_language(path, language))
        assert page.xpath("//meta[@name='robots']/@content")[:1] == ["noindex"], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_search_engine_lists_what_is_made_of_lessons(
    published: Published, language: str
) -> None:
    for folder in CLASSROOM:
        found = [path for path in published.pages(language) if path.startswith(folder)]
        assert found
        for path in found:
            page = published.page(of_language(path, language))
            assert page.xpath("//meta[@name='robots']/@content")[:1] == ["noindex"], path


def test_robots_are_told_where_the_sitemap_is(published: Published) -> None:
    lines = (published.folder / "robots.txt").read_text("utf-8").splitlines()
    assert f"Sitemap: {ROOT}sitemap.xml" in lines
