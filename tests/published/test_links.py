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
ADDRESSES = " | ".join(f"//{name}/@{attribute}" for name, attribute in ATTRIBUTES)
LOADED = "//script/@src | //img/@src | //iframe/@src | //link[contains(@rel, 'stylesheet')]/@href"
SCHEMES = ("", "http", "https", "mailto")
# What a page may hold instead of loading it: the page for addresses that are not there has its
# images in it, wherever a host shows it.  A link never leads to such an address.
HELD = "//img/@src | //link[contains(@rel, 'icon')]/@href"


@pytest.fixture(scope="module")
def linked(published: Published) -> dict[str, set[str]]:
    """What each page refers to."""
    return {page: set(root.xpath(ADDRESSES)) for page, root in published.every_page()}


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


def test_every_link_has_a_scheme_that_a_reader_can_trust(published: Published) -> None:
    odd, holding = [], set()
    for page, root in published.every_page():
        held = {id_of(one) for one in root.xpath(HELD) if one.startswith("data:image/")}
        holding |= {page} if held else set()
        odd += [
            f"{page}: {href}"
            for href in root.xpath(ADDRESSES)
            if urlsplit(href).scheme not in SCHEMES and id_of(href) not in held
        ]
    assert not odd
    assert holding <= {"404.html", "es/404.html"}


def id_of(address: object) -> tuple[str, str]:
    """Return the element and the attribute that an address was read from, and the address."""
    return f"{address.getparent().tag} {address.attrname}", str(address)


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
