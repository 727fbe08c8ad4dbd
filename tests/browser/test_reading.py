"""Every kind of page is readable by everyone, on a small screen and in the dark too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from browser.barriers import barriers
from browser.kinds import KINDS, ROOMY, path_of
from browser.window import OTHERS, Window
from harness.real import Published, of_language


# Each kind where room and contrast are scarce and words are long, some the other way round.
@pytest.mark.parametrize(
    ("kind", "language", "scheme", "width"),
    [
        *((kind, "es", "dark", 360) for kind in KINDS),
        *((kind, "en", "light", 1280) for kind in ROOMY),
    ],
)
def test_no_barrier_stands_in_a_readers_way(
    window: Window,
    host: str,
    published: Published,
    kind: str,
    language: str,
    scheme: str,
    width: int,
) -> None:
    page = window.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(host + of_language(path_of(kind, published), language))
    if kind == "search":
        page.wait_for_selector(".tandem-search-results li")
    found = barriers(page)
    assert not found, "\n".join(found)
    assert not window.troubles + page.evaluate(OTHERS)


def test_a_page_can_be_read_from_disk(page: Page, published: Published) -> None:
    page.goto((published.folder / "es" / "docs" / "about.html").as_uri())
    assert page.locator("h1").is_visible()
    # Those below the first screen wait for a reader who gets there.
    images = page.evaluate(
        """Promise.all([...document.images].map(async (image) => {
            image.loading = "eager"
            await image.decode()
            return image.naturalWidth
        }))"""
    )
    assert images and all(images)
