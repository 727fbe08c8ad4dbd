"""The bar at the top, where there is little room or the letters are large."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

PAGES = ("index.html", "es/training/hub-champion/introduction.html")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [980, 1024, 1160])
def test_the_bar_has_one_row_on_a_small_laptop(
    page: Page, host: str, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(host + path)
    links = page.locator(".bd-header .bd-navbar-elements a")
    tops = {round((links.nth(at).bounding_box() or {})["y"]) for at in range(links.count())}
    assert len(tops) == 1 and links.count() > 4
    assert (page.locator(".bd-header").bounding_box() or {})["height"] < 90


@pytest.mark.parametrize("path", PAGES)
def test_large_letters_leave_the_bar_its_emblem_and_its_name(
    page: Page, host: str, path: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(host + path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    emblem = page.locator(".bd-header .navbar-brand img").first.bounding_box() or {}
    assert emblem["width"] > 24 and emblem["height"] > 24
    name = page.locator(".bd-header .logo__title").first
    assert name.evaluate("one => one.scrollHeight - one.clientHeight") <= 1, "no word is cut off"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_way_to_a_page_ends_before_its_title(page: Page, host: str) -> None:
    page.goto(f"{host}training/hub-champion/introduction.html")
    steps = page.locator("ul.bd-breadcrumbs li")
    assert [step.is_visible() for step in steps.all()] == [True, True, True, False]
    page.goto(f"{host}blog.html")
    assert not page.locator("ul.bd-breadcrumbs").is_visible(), "a house alone leads nowhere new"
