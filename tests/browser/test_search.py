"""Search answers in the language of the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page


@pytest.mark.parametrize(
    ("path", "words"),
    [("search.html", "training"), ("es/search.html", "formación"), ("es/search.html", "nube")],
)
def test_words_of_the_language_are_found(page: Page, host: str, path: str, words: str) -> None:
    page.goto(f"{host}{path}?q={words}")
    page.wait_for_selector("#search-results li a")
    folder = (host + path).removesuffix("search.html")
    places = page.eval_on_selector_all("#search-results li a", "links => links.map(a => a.href)")
    assert places
    assert all(place.startswith(folder) for place in places)


def test_a_result_in_spanish_leads_to_a_spanish_page(page: Page, host: str) -> None:
    page.goto(f"{host}es/search.html?q=investigación")
    page.locator("#search-results li a").first.click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "es"
