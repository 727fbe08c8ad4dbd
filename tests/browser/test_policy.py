"""Nothing on a page breaks the rules that the page gives to the browser.

The windows of other tests leave the policies of pages out, because Playwright runs code of its
own on pages; here it only presses keys and looks.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.kinds import KINDS, path_of
from browser.window import Window
from harness.real import LANGUAGES, Published, of_language

POLICY = "meta[http-equiv=Content-Security-Policy]"
# Listen before the page has anything, and say what it broke through the console, which is heard
# of pages that are left, too.
WATCH = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
}, true);
"""
# What a reader opens on pages that have it; no dialog that is open hides the next one.
MENUS = (
    ".theme-switch-button",
    ".theme-change-button[data-mode=dark]",
    ".theme-switch-button",
    ".theme-change-button[data-mode=light]",
    "summary",
    "th button",
    "button.copybtn",
    ".sd-tab-set > label",
)
SIDES = (".primary-toggle", ".secondary-toggle")


@pytest.fixture(scope="module")
def strict(browser: Browser, host: str) -> Iterator[Window]:
    """A window that holds pages to their policies."""
    window = Window(browser, host, bypass_csp=False)
    window.context.add_init_script(WATCH)
    yield window
    window.context.close()


def press(page: Page, selector: str) -> bool:
    """Press the first of some things that a reader sees, and say whether there was one."""
    found = page.locator(selector).locator("visible=true").first
    if not found.count():
        return False
    found.click()
    return True


def use(page: Page) -> set[str]:
    """Open whatever the page has at both widths, and return what was there."""
    used = {selector for selector in MENUS if press(page, selector)}
    page.set_viewport_size({"width": 360, "height": 740})
    for selector in SIDES:
        if press(page, selector):
            used.add(selector)
            page.locator("dialog[open]").wait_for()
            page.keyboard.press("Escape")
            page.locator("dialog[open]").wait_for(state="detached")
    page.set_viewport_size({"width": 1280, "height": 720})
    if press(page, ".search-button__button"):
        used.add("search")
        if page.locator("#tandem-search").count():
            field = page.locator("#tandem-search input")
        else:
            page.locator("dialog.tandem-search[open]").wait_for()
            field = page.locator("dialog.tandem-search input")
        field.fill("hub")
        # Playwright's own waiting evaluates strings on the page, which the policy refuses.
        for _ in range(300):
            if page.locator(".tandem-search-results li").count():
                break
            page.wait_for_timeout(100)
        else:
            pytest.fail(f"nothing is found on {page.url}")
        page.keyboard.press("Escape")
    return used


def test_no_kind_of_page_breaks_its_policy(strict: Window, host: str, published: Published) -> None:
    strict.clean()
    page, used, without = strict.page, set[str](), []
    for number, kind in enumerate(KINDS):
        language = LANGUAGES[number % 2]  # the same scripts serve both languages
        path, question, words = path_of(kind, published).partition("?")
        place = path if path.startswith("review/") else of_language(path, language)
        page.goto(host + place + question + words)
        if not page.locator(POLICY).count():
            without.append(place)
        used |= use(page)
        assert not strict.troubles, place
    assert not without
    # Otherwise nothing would have been opened, and so nothing could have been wrong.
    assert used >= {
        *SIDES,
        ".theme-switch-button",
        ".theme-change-button[data-mode=dark]",
        "search",
    }


def test_what_a_policy_refuses_is_seen(strict: Window, host: str) -> None:
    """Otherwise the walk would find nothing, whatever the pages did."""
    strict.clean()
    page = strict.page
    page.goto(f"{host}docs/about.html")
    page.evaluate(
        """() => {
            const script = document.createElement("script")
            script.textContent = "document.title = 'broken'"
            document.head.append(script)
            const image = new Image()
            image.src = "http://image.example/"
            const box = document.createElement("div")
            box.innerHTML = "<p style='color: red' onclick='alert()'>A</p>"
            document.body.append(box)
        }"""
    )
    page.locator("body").click(position={"x": 1, "y": 1})
    seen = " ".join(strict.troubles)
    assert "policy: script-src-elem inline" in seen
    assert "policy: img-src http://image.example/" in seen
    assert "policy: style-src-attr inline" in seen
    assert page.title() != "broken"
