"""Tables that can be sorted and cards that can be chosen: by mouse and keyboard, whole without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

PATH = "docs/current-community-partners.html"
FIRST_CELLS = (
    "[...document.querySelectorAll('.tandem-table tbody tr')].map(r => r.cells[{}].innerText)"
)


@pytest.fixture
def page(page: Page, host: str) -> Page:
    page.goto(f"{host}{PATH}")
    return page


def column(page: Page, place: int) -> list[str]:
    return page.evaluate(FIRST_CELLS.format(place))


def test_a_column_is_sorted_up_and_down_and_says_so(page: Page) -> None:
    heading = page.locator(".tandem-table thead th").first
    heading.get_by_role("button").click()
    names = column(page, 0)
    assert heading.get_attribute("aria-sort") == "ascending"
    assert names == sorted(names, key=str.casefold)
    heading.get_by_role("button").press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert column(page, 0) == names[::-1]


def test_dates_are_sorted_by_time_and_not_by_their_words(page: Page) -> None:
    heading = page.locator(".tandem-table thead th", has_text="Set up")
    heading.get_by_role("button").click()
    assert column(page, 3)[0] == "18 July 2023"
    assert column(page, 3)[-1] == "9 August 2024"
    assert page.locator(".tandem-table th[aria-sort]").count() == 1


def test_the_reader_is_told_in_the_language_of_the_page(page: Page, host: str) -> None:
    hint = page.locator(".tandem-sort-hint")
    assert hint.inner_text().startswith("Press the heading")
    page.goto(f"{host}es/{PATH}")
    assert hint.inner_text().startswith("Presiona el encabezado")


def test_without_a_script_it_is_a_plain_table(plain_page: Page, host: str) -> None:
    plain_page.goto(f"{host}{PATH}")
    assert plain_page.locator(".tandem-table tbody tr").count() == 20
    assert plain_page.locator(".tandem-table button").count() == 0


def shown_cards(page: Page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('.tandem-card')].filter(c => c.checkVisibility()).map(c => c.id)"
    )


def test_cards_are_chosen_by_country_and_theme(page: Page) -> None:
    assert len(shown_cards(page)) == 19
    page.get_by_label("Country").select_option("Nigeria")
    assert shown_cards(page) == ["molerhealth", "bon"]
    assert page.get_by_role("status").first.inner_text() == "2 / 19"
    assert not page.get_by_role("heading", name="Latin America", exact=True).is_visible()
    page.get_by_label("Theme").select_option("Health and medicine")
    assert shown_cards(page) == ["molerhealth"]
    for name in ("Country", "Theme"):
        page.get_by_label(name).select_option("All")
    assert len(shown_cards(page)) == 19


def test_without_scripts_every_card_is_there_and_no_menu(browser: Browser, host: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host}{PATH}")
    assert page.locator(".tandem-card:visible").count() == 19
    assert not page.locator(".tandem-filters").is_visible()
    context.close()
