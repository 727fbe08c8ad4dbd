"""Every link of the site leads somewhere, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from harness.real import ROOT, Published

ATTRIBUTES = (
    ("a", "href"),
    ("link", "href"),
    ("img", "src"),
    ("script", "src"),
    ("form", "action"),
)
SCHEMES = ("", "http", "https", "mailto")


def links(soup: BeautifulSoup) -> Iterator[str]:
    """Yield what a page refers to."""
    for name, attribute in ATTRIBUTES:
        for tag in soup.find_all(name, attrs={attribute: True}):
            yield tag[attribute]


@pytest.fixture(scope="module")
def linked(published: Published) -> dict[str, set[str]]:
    """What each page refers to."""
    return {page: set(links(soup)) for page, soup in published.every_page()}


def test_every_link_leads_to_a_file_of_the_site_and_to_a_place_in_it(
    published: Published, linked: dict[str, set[str]]
) -> None:
    files = set(published.files)
    broken = []
    for page, hrefs in linked.items():
        for href in hrefs:
            target = published.target(page, href)
            if target is None or href == "#":
                continue
            path, fragment = target
            if path not in files:
                broken.append(f"{page}: {href}: no such file")
            elif fragment and path.endswith(".html") and fragment not in published.ids(path):
                broken.append(f"{page}: {href}: no such place")
    assert not broken, "\n".join(sorted(set(broken)))


def test_every_link_has_a_scheme_that_a_reader_can_trust(linked: dict[str, set[str]]) -> None:
    odd = [
        f"{page}: {href}"
        for page, hrefs in linked.items()
        for href in hrefs
        if urlsplit(href).scheme not in SCHEMES
    ]
    assert not odd


def test_nothing_is_loaded_from_another_host(published: Published) -> None:
    loaded = []
    for page, soup in published.every_page():
        for tag in soup.select("script[src], img[src], iframe[src], link[rel~=stylesheet][href]"):
            address = tag.get("src") or tag.get("href")
            if urlsplit(address).netloc:
                loaded.append(f"{page}: {address}")
    assert not loaded


def test_links_stay_in_the_language_of_their_page(published: Published) -> None:
    """Only the switcher leads to the other language."""
    strays = []
    for page, soup in published.every_page():
        for tag in soup.body.find_all("a", href=True):
            if tag.get("hreflang") or tag["href"].startswith(ROOT):
                continue
            target = published.target(page, tag["href"])
            if target and target[0].startswith("es/") != page.startswith("es/"):
                strays.append(f"{page}: {tag['href']}")
    assert not strays


def test_every_image_has_an_alternative_text_attribute(published: Published) -> None:
    missing = [
        f"{page}: {tag.get('src')}"
        for page, soup in published.every_page()
        for tag in soup.find_all("img")
        if tag.get("alt") is None or re.fullmatch(r"\S*/\S*", tag["alt"])
    ]
    assert not missing
