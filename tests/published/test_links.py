"""Every link of the site leads somewhere, in either language."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from harness.real import ROOT, Published

ATTRIBUTES = (
    ("a", "href"),
    ("link", "href"),
    ("img", "src"),
    ("script", "src"),
    ("form", "action"),
)
LOADED = "//script/@src | //img/@src | //iframe/@src | //link[contains(@rel, 'stylesheet')]/@href"
SCHEMES = ("", "http", "https", "mailto")


@pytest.fixture(scope="module")
def linked(published: Published) -> dict[str, set[str]]:
    """What each page refers to."""
    addresses = " | ".join(f"//{name}/@{attribute}" for name, attribute in ATTRIBUTES)
    return {page: set(root.xpath(addresses)) for page, root in published.every_page()}


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
    for page, root in published.every_page():
        for address in root.xpath(LOADED):
            if urlsplit(address).netloc:
                loaded.append(f"{page}: {address}")
    assert not loaded


def test_links_stay_in_the_language_of_their_page(published: Published) -> None:
    """Only the switcher leads to the other language."""
    strays = []
    for page, root in published.every_page():
        for href in root.xpath("//body//a[not(@hreflang)]/@href"):
            if href.startswith(ROOT):
                continue
            target = published.target(page, href)
            if target and target[0].startswith("es/") != page.startswith("es/"):
                strays.append(f"{page}: {href}")
    assert not strays


def test_every_image_has_an_alternative_text_attribute(published: Published) -> None:
    missing = [
        f"{page}: {tag.get('src')}"
        for page, root in published.every_page()
        for tag in root.iter("img")
        if tag.get("alt") is None or re.fullmatch(r"\S*/\S*", tag.get("alt"))
    ]
    assert not missing
