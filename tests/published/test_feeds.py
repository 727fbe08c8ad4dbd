"""Feed readers get the blog in the language that they asked for."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from harness.real import LANGUAGES, ROOT, Published, of_language

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(published: Published, language: str) -> ElementTree.Element:
    """Return a language's feed, parsed."""
    path = published.folder / of_language("blog/atom.xml", language)
    return ElementTree.parse(path).getroot()  # noqa: S314 - our own file


def field(element: ElementTree.Element, name: str) -> str:
    """Return the text of a child."""
    return element.findtext(f"atom:{name}", default="", namespaces=ATOM)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_says_its_language_and_its_own_address(published: Published, language: str) -> None:
    root = feed(published, language)
    assert root.get(XML_LANG) == language
    own = [link.get("href") for link in root.findall("atom:link[@rel='self']", ATOM)]
    assert own == [ROOT + of_language("blog/atom.xml", language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_leads_to_a_page_of_its_language(published: Published, language: str) -> None:
    entries = feed(published, language).findall("atom:entry", ATOM)
    assert entries
    for entry in entries:
        address = entry.find("atom:link", ATOM).get("href")
        assert address.startswith(ROOT + of_language("blog/", language))
        assert address.removeprefix(ROOT).partition("#")[0] in published.files


def test_the_feeds_share_no_identifier_and_no_title(published: Published) -> None:
    english, spanish = (feed(published, language) for language in LANGUAGES)
    for name in ("id", "title"):
        both = [
            {field(root, name)} | {field(entry, name) for entry in root.findall("atom:entry", ATOM)}
            for root in (english, spanish)
        ]
        assert not both[0] & both[1]
        assert all(both[0]) and all(both[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_time_of_the_build_stands_in_a_feed(published: Published, language: str) -> None:
    root = feed(published, language)
    dates = {
        element.text for element in root.iter() if element.tag.endswith(("updated", "published"))
    }
    newest = max(field(entry, "updated") for entry in root.findall("atom:entry", ATOM))
    assert field(root, "updated") == newest
    assert dates


CONTRIBUTORS = {
    "en": "The Catalyst Project contributors",
    "es": "Quienes contribuyen al Proyecto Catalyst",
}
# The earlier site, at a commit: what stands there stays as it was.
ORIGINALS = "https://github.com/czi-catalystproject/czi-catalystproject.github.io/blob/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_made_the_author_of_words_that_were_written_later(
    published: Published, language: str
) -> None:
    for entry in feed(published, language).findall("atom:entry", ATOM):
        title = field(entry, "title")
        authors = [one.text for one in entry.findall("atom:author/atom:name", ATOM)]
        assert authors == [CONTRIBUTORS[language]], title
        assert field(entry, "published") >= "2026", title
        sources = [one.get("href") for one in entry.findall("atom:link[@rel='via']", ATOM)]
        assert sources and all(one.startswith(ORIGINALS) for one in sources), title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_retold_post_names_its_originals_on_its_page(published: Published, language: str) -> None:
    posts = [path for path in published.pages(language) if path.startswith("blog/2024-")]
    assert len(posts) == 13
    for path in posts:
        page = published.page(of_language(path, language))
        found = page.xpath("//*[contains(@class, 'tandem-post-original')]")
        assert found, path
        assert all(one.xpath(".//a[@translate='no']") for one in found), path
        assert not page.xpath("//*[@class='tandem-post-date']"), path
