"""What the browser keeps is what the privacy page says that it keeps, no more and no less."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from browser.kinds import KINDS, path_of
from browser.passages import SWITCH
from browser.window import Window
from harness.real import LANGUAGES, Published, of_language

PRIVACY = "docs/privacy.html"
# Notes that are taken back soon are seen when they are made: by whoever makes them.
WATCH = """
{
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    window.tandemKept?.(key);
    return set.call(this, key, value);
  };
}
"""
KEPT = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...document.cookie.split(";").filter((one) => one.trim()).map((one) => `cookie ${one}`),
  ...(await caches.keys()),
  ...(await indexedDB.databases()).map((one) => `database ${one.name}`),
  ...(await navigator.serviceWorker.getRegistrations()).map(
    (one) => (one.active || one.waiting || one.installing).scriptURL.split("/").pop()),
]"""
# What a person does on a page, wherever there is something to do it with.
KEEP = ".tandem-keep:visible button:visible"
BUTTONS = (
    ".theme-switch-button",
    ".theme-change-button[data-mode='dark']",
    ".tandem-clock button",
    ".tandem-deck button",
    ".sd-tab-label",
    ".sd-tab-set > label",
    "summary",
    "button.copybtn",
    "th button",
    SWITCH,
)


def listed(published: Published, language: str) -> set[str]:
    """Return the names of notes in the table of the privacy page; ``:`` ends a family's."""
    page = BeautifulSoup(
        (published.folder / of_language(PRIVACY, language)).read_text("utf-8"), "lxml"
    )
    rows = page.select_one("#what-stays-in-your-browser table").select("tbody tr")
    return {code.get_text() for row in rows for code in row.select("td:nth-of-type(3) code")}


def named(key: str) -> str:
    """Return a note's name as the page has it, without the address that may follow it."""
    family, colon, _address = key.partition(":")
    return family + colon


def use(page: Page) -> None:
    """Tick, answer, choose and move on, and press what can be pressed."""
    for box in page.locator(".tandem-own input[type=checkbox], .task-list-item input").all():
        if box.is_visible() and box.is_enabled():
            box.check()
    for answer in page.locator(".tandem-own textarea").all():
        if answer.is_visible():
            answer.fill("My own words.")
    for selector in BUTTONS:
        found = page.locator(selector).locator("visible=true").first
        if found.count() and found.is_enabled():
            found.click()
    page.keyboard.press("ArrowRight")
    page.mouse.wheel(0, 400)


@pytest.fixture(scope="module")
def kept(browser: Browser, host: str, published: Published) -> Iterator[set[str]]:
    """The names of all that a reader's browser kept on a way through every kind of page."""
    window = Window(browser, host)
    page, found = window.page, set[str]()
    page.expose_function("tandemKept", lambda key: found.add(named(key)))
    page.add_init_script(WATCH)
    for number, kind in enumerate(KINDS):
        language = LANGUAGES[number % 2]  # the same scripts serve both languages
        path, question, words = path_of(kind, published).partition("?")
        place = path if path.startswith("review/") else of_language(path, language)
        page.goto(host + place + question + words)
        page.wait_for_load_state("load")
        use(page)
        if page.locator(KEEP).count():
            page.locator(KEEP).click()
            page.locator(".tandem-keep [role=status]:not(:empty)").wait_for()
        found |= {named(key) for key in page.evaluate(KEPT)}
    page.goto(host + PRIVACY)
    yield found
    window.context.close()


def test_the_privacy_page_lists_what_the_browser_keeps_and_nothing_else(
    kept: set[str], published: Published
) -> None:
    for language in LANGUAGES:
        assert listed(published, language) == kept, language


def test_answers_are_the_first_that_a_reader_is_told_of(published: Published) -> None:
    page = BeautifulSoup((published.folder / PRIVACY).read_text("utf-8"), "lxml")
    first = page.select_one("#what-stays-in-your-browser table tbody tr")
    assert "answers" in first.get_text() and "tandem-progress:" in first.get_text()
