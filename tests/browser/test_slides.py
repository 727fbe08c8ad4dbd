"""Slides in a browser: nothing out of sight, notes in reach, a page of paper for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from browser.barriers import barriers
from browser.window import USUAL as PROJECTED
from browser.window import Window
from harness.real import Published
from sphinx_tandem.pages.social import contrast

SLIDES = "training/instructor/hub-champion/introduction/slides.html"
# How many slides come before the first exercise with minutes.
TIMED = (
    "[...document.querySelectorAll('.tandem-slide')]"
    ".findIndex(s => s.querySelector('h2 .tandem-minutes'))"
)
# What projectors show, wide and narrow.
SIZES = (PROJECTED, {"width": 1024, "height": 768})
LEAST = 18
# For each slide: what is hidden of it, its smallest letters, whether it shows anything, and
# whether its notes, where they are shown, are in the window.
LOOK = """() => {
  const found = [];
  // The address is tested elsewhere, and a browser spends half of its time on showing it.
  history.replaceState = () => {};
  const count = document.querySelectorAll(".tandem-slide").length;
  for (let number = 1; number <= count; number++) {
    // As if another window had gone on: a change of the address would cost ten times as much.
    const { key, root } = document.querySelector(".tandem-deck").dataset;
    const site = new URL(root, location.href).pathname;
    const moved = { key: `tandem-slides:${site}${key}`, newValue: String(number) };
    dispatchEvent(new StorageEvent("storage", moved));
    const shown = document.querySelector(".tandem-current .tandem-shown");
    const words = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
    let least = Infinity;
    while (words.nextNode()) {
      const holder = words.currentNode.parentElement;
      if (!words.currentNode.data.trim() || !holder.checkVisibility()) continue;
      least = Math.min(least, parseFloat(getComputedStyle(holder).fontSize));
    }
    const boxes = [document.documentElement, shown, ...shown.querySelectorAll("pre, div")];
    const said = document.querySelector(".tandem-current .tandem-said");
    const notes = said && said.checkVisibility() ? said.getBoundingClientRect() : null;
    found.push({
      number, least,
      letters: shown.innerText.length,
      isPicture: shown.querySelector("h1, img, svg, table, pre") !== null,
      text: parseFloat(getComputedStyle(shown).fontSize),
      title: shown.firstElementChild.textContent,
      hidden: Math.max(...boxes.map((box) => Math.max(
        box.scrollHeight - box.clientHeight, box.scrollWidth - box.clientWidth))),
      isEmpty: shown.children.length < 2 && number > 1,
      areNotesSeen: !notes || (notes.height > 20 && notes.bottom <= innerHeight - 50),
    });
  }
  delete history.replaceState;
  return found;
}"""


def current(page: Page) -> Locator:
    return page.locator(".tandem-slide.tandem-current")


@dataclass
class Seen:
    """What was seen of a deck: its slides in each size, with notes, and on paper."""

    count: int
    sizes: dict[int, list[dict[str, Any]]]
    with_notes: list[dict[str, Any]]
    sheets: int


def look(page: Page) -> Seen:
    """Go through the deck that is shown."""
    sizes = {}
    for size in SIZES:
        page.set_viewport_size(size)
        sizes[size["width"]] = page.evaluate(LOOK)
    page.set_viewport_size(PROJECTED)
    page.keyboard.press("n")
    with_notes = page.evaluate(LOOK)
    page.keyboard.press("n")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    return Seen(len(with_notes), sizes, with_notes, len(sheets))


@pytest.fixture(scope="module")
def decks(shared_window: Window, host: str, published: Published) -> dict[str, Seen]:
    """Look at every deck of the site, in both languages."""
    shared_window.clean()
    page = shared_window.page
    found = {}
    for path in published.all_pages:
        if path.endswith("/slides.html"):
            page.goto(f"{host}{path}")
            found[path] = look(page)
    assert found
    return found


class TestEveryDeck:
    """They share the decks that are loaded, and so a process."""

    def test_few_words_are_large(self, decks: dict[str, Seen]) -> None:
        slides = [
            slide for slide in decks[SLIDES].sizes[PROJECTED["width"]] if not slide["isPicture"]
        ]
        slides.sort(key=lambda slide: int(slide["letters"]))
        assert slides[0]["text"] > 1.3 * slides[-1]["text"]
        assert slides[-1]["text"] > LEAST

    def test_nothing_is_out_of_sight_or_too_small_to_read(self, decks: dict[str, Seen]) -> None:
        assert not [
            (path, width, slide)
            for path, seen in decks.items()
            for width, slides in seen.sizes.items()
            for slide in slides
            if slide["hidden"] > 1 or slide["least"] < LEAST or slide["isEmpty"]
        ]

    def test_notes_are_seen_beside_every_slide(self, decks: dict[str, Seen]) -> None:
        # A slide may then have to be scrolled by a line: each part scrolls by itself.
        assert not [
            (path, slide)
            for path, seen in decks.items()
            for slide in seen.with_notes
            if slide["hidden"] > 40 or not slide["areNotesSeen"]
        ]

    def test_each_slide_is_a_page_of_paper(self, decks: dict[str, Seen]) -> None:
        assert {path: seen.sheets for path, seen in decks.items()} == {
            path: seen.count for path, seen in decks.items()
        }


@pytest.mark.parametrize("language", ["", "es/"])
def test_nothing_bars_anybody_from_any_slide(page: Page, host: str, language: str) -> None:
    page.goto(f"{host}{language}{SLIDES}")
    for number in range(1, page.locator(".tandem-slide").count() + 1, 4):
        page.evaluate("number => { location.hash = `#${number}`; }", number)
        page.keyboard.press("n")
        assert not barriers(page), number


def long_slide(page: Page, host: str) -> None:
    """Show a slide of which the half is out of sight, because somebody opened an answer."""
    page.goto(f"{host}{SLIDES}")
    while not current(page).locator(".tandem-solution").count():
        page.keyboard.press("ArrowRight")
    page.set_viewport_size({"width": 800, "height": 400})
    current(page).locator("summary").last.click()


def address(page: Page) -> str:
    """Return the address as the page has it: the one that its events tell comes later."""
    return str(page.evaluate("location.href"))


def test_what_does_not_fit_is_shown_before_the_next_slide_comes(page: Page, host: str) -> None:
    long_slide(page, host)
    more = page.locator(".tandem-more")
    more.wait_for(state="visible")
    assert more.inner_text() == "↓ More below" and not barriers(page)
    page.evaluate("document.activeElement.blur()")
    here = address(page)
    for key in ("ArrowRight", "ArrowDown", "PageDown", " "):
        assert more.is_visible(), key
        page.keyboard.press(key)
        shown = current(page).locator(".tandem-shown")
        assert address(page) == here and shown.evaluate("box => box.scrollTop") > 0, key
        for _press in range(60):
            if address(page) != here:
                break
            was_at_end = not more.is_visible()
            page.keyboard.press(key)
            page.wait_for_timeout(20)
            assert address(page) == here or was_at_end, key
        assert address(page) != here, key
        page.keyboard.press("ArrowLeft")
        assert address(page) == here, key


def test_long_notes_are_read_with_the_keyboard(page: Page, host: str) -> None:
    page.set_viewport_size({"width": 640, "height": 400})
    page.goto(f"{host}{SLIDES}")
    page.keyboard.press("n")
    notes = current(page).locator(".tandem-said")
    assert notes.get_attribute("tabindex") == "0"
    notes.focus()
    page.keyboard.press("PageDown")
    page.wait_for_function("document.activeElement.scrollTop > 0")
    assert page.url.endswith("#1")
    page.keyboard.press("ArrowRight")
    assert not page.url.endswith("#1") or current(page).locator(".tandem-shown").evaluate(
        "box => box.scrollTop"
    )


def test_a_presenter_has_notes_the_next_slide_and_the_class_in_step(page: Page, host: str) -> None:
    page.goto(f"{host}{SLIDES}")
    with page.context.expect_page() as opened:
        page.keyboard.press("p")
    presenter = opened.value
    presenter.wait_for_load_state()
    spanish = page.context.new_page()
    spanish.goto(f"{host}es/{SLIDES}")
    try:
        presenter.keyboard.press("End")
        presenter.keyboard.press("PageUp")
        number = presenter.locator(".tandem-slide").count() - 1
        for window in (page, spanish):
            window.wait_for_function(f"location.hash === '#{number}'")
        said = presenter.locator(".tandem-current .tandem-said")
        assert said.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 22
        assert presenter.locator(".tandem-next .tandem-shown").is_visible()
        assert presenter.locator(".tandem-next .tandem-said").count() == 0 or (
            presenter.locator(".tandem-next .tandem-said").is_hidden()
        )
        assert not barriers(presenter)
        # A countdown that the presenter starts runs for the class, and stops with it.
        presenter.evaluate(f"location.hash = {TIMED} + 1")
        for is_on in ("true", "false"):
            presenter.locator(".tandem-countdown").click()
            for window in (page, spanish):
                window.locator(f".tandem-countdown[aria-pressed={is_on}]").wait_for()
    finally:
        presenter.close()
        spanish.close()


def test_an_exercise_counts_its_minutes_down(own_page: Page, host: str) -> None:
    page = own_page
    page.clock.install()
    page.goto(f"{host}{SLIDES}")
    clock = page.locator(".tandem-deck button").nth(4)
    assert not clock.is_visible(), "the slide with the title takes no minutes"
    page.evaluate(f"location.hash = {TIMED} + 1")
    minutes = int(current(page).locator("h2 .tandem-minutes").inner_text().strip("(").split()[0])
    assert clock.inner_text() == f"{minutes}:00"
    clock.click()
    page.clock.run_for("01:01")
    assert clock.inner_text() == f"{minutes - 2}:59"
    clock.click()
    page.clock.run_for("01:00")
    assert clock.inner_text() == f"{minutes - 2}:59", "it stands while nobody lets it run"
    page.keyboard.press("End")
    page.evaluate(f"location.hash = {TIMED} + 1")
    page.wait_for_function(
        f"document.querySelector('.tandem-deck').innerText.includes('{minutes}:00')"
    )
    clock.click()
    page.clock.run_for("00:02")
    page.keyboard.press("End")
    page.clock.run_for("00:28")
    page.evaluate(f"location.hash = {TIMED} + 1")
    page.wait_for_function(
        f"document.querySelector('.tandem-deck').innerText.includes('{minutes - 1}:30')"
    )
    # What runs is read on the ground that it has then.
    colors = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    assert clock.get_attribute("aria-pressed") == "true"
    inks = [tuple(map(int, re.findall(r"\d+", one)[:3])) for one in clock.evaluate(colors)]
    assert contrast(*inks) >= 4.5


def test_layouts_look_like_what_they_are(page: Page, host: str) -> None:
    page.goto(f"{host}{SLIDES.replace('introduction', 'access')}")
    places = """name => [...document.querySelectorAll('.tandem-slide')]
        .findIndex(slide => slide.classList.contains(`tandem-slide-${name}`)) + 1"""
    for name in ("columns", "exercise", "end"):
        page.evaluate(f"name => {{ location.hash = ({places})(name); }}", name)
        page.wait_for_function(
            "name => document.querySelector('.tandem-current').matches(`.tandem-slide-${name}`)",
            arg=name,
        )
        box = {
            what: found.bounding_box() or {}
            for what, found in {
                "picture": current(page).locator("img").first,
                "text": current(page).locator(".tandem-columns > dl").first,
                "clock": page.locator(".tandem-countdown"),
                "code": current(page).locator(".tandem-code svg").first,
            }.items()
            if found.count() and found.is_visible()
        }
        if name == "columns":
            assert box["picture"]["x"] > box["text"]["x"] + box["text"]["width"]
            assert box["picture"]["width"] > 0.4 * PROJECTED["width"]
        elif name == "exercise":
            assert box["clock"]["y"] < 60 and box["clock"]["height"] > 40, "it is seen from afar"
        else:
            assert box["code"]["width"] > 200 and "clock" not in box


def test_a_narrow_window_stacks_the_columns(page: Page, host: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{host}{SLIDES.replace('introduction', 'access')}")
    shown = page.locator(".tandem-columns").first
    assert shown.evaluate("one => getComputedStyle(one).display") == "block"
