"""Every kind of page is readable by everyone, on a small screen and in the dark too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from real_site import LANGUAGES, Published, of_language

KINDS = {
    "home": "index.html",
    "page": "docs/about.html",
    "section": "training/index.html",
    "lesson": "training/hub-champion/introduction.html",
    "glossary": "training/hub-champion/reference.html",
    "task lists": "training/hub-champion/instructor-guide.html",
    "map and table": "docs/current-community-partners.html",
    "blog": "blog.html",
    "post": "blog/2024-04-24-welcome.html",
    "posts": "blog/archive.html",
    "tag": "blog/tag/*.html",
    "author": "blog/author/*.html",
    "year": "blog/2024.html",
    "search": "search.html?q=hub",
    "not found": "404.html",
    "review": "review/es/docs/about.html",
    "reviews": "review/index.html",
}
WIDTHS = (360, 1280)
MADE = re.compile(r"^review/|/(?:instructor|handouts)/")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without `preload`, axe does not fetch styles again from addresses of its own making.
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "preload": False}


def path_of(kind: str, published: Published) -> str:
    """Return a page of a kind: where the kind has many, the first."""
    pattern = KINDS[kind]
    if "*" not in pattern:
        return pattern
    start, _, end = pattern.partition("*")
    return next(
        path for path in published.pages("en") if path.startswith(start) and path.endswith(end)
    )


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


# The words do not depend on the colours, nor the colours on the words.
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("es", "dark")])
@pytest.mark.parametrize("kind", KINDS)
def test_no_barrier_stands_in_a_readers_way(
    page: Page, host: str, published: Published, kind: str, language: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(host + of_language(path_of(kind, published), language))
        if kind == "search":
            page.wait_for_selector("#search-results li")
        result = Axe().run(page, options=RULES)
        found += [
            f"{width} px: {violation['id']}: {node['target']}: {node['failureSummary']}"
            for violation in result.response["violations"]
            for node in violation["nodes"]
        ]
    assert not found, "\n".join(found)
    assert not page.troubles  # type: ignore[attr-defined]


def visited(published: Published, language: str) -> list[str]:
    """Return every page; of the many that one template makes, every sixth."""
    pages = published.pages(language)
    made = [path for path in pages if MADE.search(path)]
    return [path for path in pages if path not in made] + made[::6]


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
