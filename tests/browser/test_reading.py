"""Every kind of page is readable by everyone, on a small screen and in the dark too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from barriers import barriers
from harness.real import LANGUAGES, Published, of_language
from page_kinds import KINDS, path_of

ROOMY = ("home", "page", "lesson", "post", "search", "review", "instructor edition", "slides")
MADE = re.compile(r"^review/|/(?:instructor|handouts)/")


@pytest.fixture
def page(browser: Browser, host: str) -> Iterator[Page]:
    """A page that notes what goes wrong in it, and what it asks of others."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.troubles = []  # type: ignore[attr-defined]
    opened.on("pageerror", lambda error: opened.troubles.append(str(error)))
    opened.on(
        "console",
        lambda said: opened.troubles.append(said.text) if said.type == "error" else None,
    )
    opened.on(
        "response",
        lambda got: (
            opened.troubles.append(f"{got.status} {got.url}") if got.status >= 400 else None
        ),
    )
    opened.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((host, "data:")) else opened.troubles.append(asked.url)
        ),
    )
    yield opened
    context.close()


# Each kind where room and contrast are scarce and words are long, some the other way round.
@pytest.mark.parametrize(
    ("kind", "language", "scheme", "width"),
    [
        *((kind, "es", "dark", 360) for kind in KINDS),
        *((kind, "en", "light", 1280) for kind in ROOMY),
    ],
)
def test_no_barrier_stands_in_a_readers_way(
    page: Page, host: str, published: Published, kind: str, language: str, scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(host + of_language(path_of(kind, published), language))
    if kind == "search":
        page.wait_for_selector("#search-results li")
    found = barriers(page)
    assert not found, "\n".join(found)
    assert not page.troubles  # type: ignore[attr-defined]


def visited(published: Published, language: str) -> list[str]:
    """Return every page in Spanish, whose words are longer; of the others a sample."""
    pages = published.pages(language)
    made = [path for path in pages if MADE.search(path)]
    written = [path for path in pages if path not in made]
    return [*(written if language == "es" else written[::4]), *made[::6]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_a_small_screen_or_has_an_error_or_asks_another_host(
    page: Page, host: str, published: Published, language: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    wide = {}
    for path in visited(published, language):
        page.goto(host + of_language(path, language))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[path] = width
    assert not wide
    assert not page.troubles  # type: ignore[attr-defined]


def test_a_page_can_be_read_from_disk(page: Page, published: Published) -> None:
    page.goto((published.folder / "es" / "docs" / "about.html").as_uri())
    assert page.locator("h1").is_visible()
    images = page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    assert images
