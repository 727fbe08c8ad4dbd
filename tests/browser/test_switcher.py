"""A reader changes the language of any page, with whatever they have."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from browser.kinds import KINDS, path_of
from harness.real import LANGUAGES, Published, of_language

SWITCHER = "a[hreflang][lang]"
# The language of the page, and the link to another one that a reader sees: where it leads, and
# its middle. Playwright's own way to a link loads a large script into each page.
LOOK = """language => {
    const links = [...document.querySelectorAll(`a[hreflang=${language}][lang=${language}]`)]
    const link = links.find((one) => one.checkVisibility({ visibilityProperty: true }) && one.offsetWidth)
    link.scrollIntoView({ block: "nearest" })
    const box = link.getBoundingClientRect()
    return [document.documentElement.lang, link.href,
        box.x + box.width / 2, box.y + box.height / 2]
}"""


# That the switcher of every single page leads to the right one is read in its HTML.
def test_every_kind_of_page_switches_without_javascript_and_from_disk(
    plain_page: Page, published: Published, host: str
) -> None:
    page = plain_page
    lost = []
    for number, kind in enumerate(KINDS):
        path = path_of(kind, published).partition("?")[0]
        # One kind there, the next one back.
        here, other = LANGUAGES if number % 2 else LANGUAGES[::-1]
        # A host shows the page for addresses that are not there at any depth, so that its links
        # begin at the root of the host: on a disk, nobody is ever shown it.
        root = host if kind == "not found" else f"{published.folder.as_uri()}/"
        places = {code: root + of_language(path, code) for code in LANGUAGES}
        page.goto(places[here])
        *_, x, y = page.evaluate(LOOK, other)
        with page.expect_navigation():
            page.mouse.click(x, y)
        shown, back, *_ = page.evaluate(LOOK, here)
        if page.url.partition("#")[0] != places[other]:
            lost.append(f"{path}: {page.url}")
        elif shown != other:
            lost.append(f"{path}: shows {shown}")
        elif back != places[here]:
            lost.append(f"{path}: leads back to {back}")
    assert not lost


@pytest.mark.parametrize("width", [360, 1280])
def test_the_switcher_is_in_sight_at_any_width(page: Page, host: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{host}docs/about.html")
    assert page.locator(f"{SWITCHER}:visible").count() >= len(LANGUAGES)


def test_the_switcher_can_be_reached_and_used_with_the_keyboard(page: Page, host: str) -> None:
    page.goto(f"{host}docs/about.html")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a[hreflang=es][lang=es]')"):
            break
    else:
        pytest.fail("Tab does not reach the switcher")
    ring = page.evaluate(
        """() => {
            const style = getComputedStyle(document.activeElement)
            return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
        }"""
    )
    assert ring, "the focus cannot be seen"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host}es/docs/about.html")


def test_the_current_language_is_said_to_be_current(page: Page, host: str) -> None:
    page.goto(f"{host}es/docs/about.html")
    current = page.locator(f"{SWITCHER}[aria-current]:visible").all()
    assert [link.get_attribute("hreflang") for link in current] == ["es"]
