"""On a site with two lines of settings, a phone shows the switcher and the notice in any theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from harness.commands import REPOSITORY
from harness.sites import new_site

# What a reader could not use, as `tools/theme_screens.py` measures it.
MEASURE = (REPOSITORY / "tools" / "theme_screens.js").read_text("utf-8")
NAMES = {"es": "Español", "en": "English", "ar": "العربية", "fr": "Français", "ja": "日本語"}
NAMES |= {"pt": "Português", "sw": "Kiswahili", "zh_CN": "简体中文"}
THEMES = ("pydata_sphinx_theme", "sphinx_book_theme", "furo", "sphinx_rtd_theme", "alabaster")
PAGE = "# Bees\n\nBees live in hives.\n\nThey make honey.\n"
WORDS = {"Bees": "Abejas", "Bees live in hives.": "Las abejas viven en colmenas."}
PHONE: ViewportSize = {"width": 360, "height": 640}
TITLE = 'project = "Bees of the high plains"\n'


def names(count: int) -> dict[str, str]:
    """Return so many languages, with the names that readers know them by."""
    return {"en": "English", **dict(list(NAMES.items())[:count])}


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "no-scripts"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a phone, with scripts and without."""
    page = browser.new_page(viewport=PHONE, java_script_enabled=request.param)
    yield page
    page.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], str]:
    """Give the address of a half translated page, with a theme and so many languages."""

    @cache
    def built(theme: str, count: int) -> str:
        folder = tmp_path_factory.mktemp("site") / "bees"
        site = new_site(folder, {"index.md": PAGE}, theme=theme, languages=names(count), conf=TITLE)
        site.catalog("index", WORDS)
        return (site.sphinx("es") / "index.html").as_uri()

    return built


@pytest.mark.parametrize("theme", THEMES)
def test_the_switcher_and_the_notice_are_usable_on_a_phone_and_on_a_wide_screen(
    phone: Page, address: Callable[[str, int], str], theme: str
) -> None:
    for count in (2, 8):
        phone.goto(address(theme, count))
        assert phone.evaluate(MEASURE) == [], count
        phone.set_viewport_size({"width": 1280, "height": 640})
        assert phone.evaluate(MEASURE) == [], f"{count} on a wide screen"
        phone.set_viewport_size(PHONE)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_long_names_of_languages_and_many_buttons_fit_on_a_phone(
    phone: Page, tmp_path: Path, direction: str
) -> None:
    languages = {"en": "English", "es": "Español (Latinoamérica)", "pt": "Português (Brasil)"}
    buttons = {"repository_url": "https://github.com/bees/bees", "use_repository_button": True}
    buttons |= {"use_source_button": True, "use_issues_button": True}
    site = new_site(
        tmp_path / "bees",
        {"index.md": PAGE},
        theme="sphinx_book_theme",
        languages=languages,
        conf=f"{TITLE}html_theme_options = {buttons!r}\n",
    )
    site.catalog("index", WORDS)
    phone.goto((site.sphinx("es") / "index.html").as_uri())
    phone.evaluate("direction => { document.documentElement.dir = direction }", direction)
    assert phone.evaluate(MEASURE) == []


def test_a_menu_opens_with_the_keyboard_and_leads_to_the_other_language(
    phone: Page, address: Callable[[str, int], str]
) -> None:
    phone.goto(address("alabaster", 8))
    assert not phone.locator(".tandem-languages a").first.is_visible()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    assert phone.locator(".tandem-languages a").first.is_visible()
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.hreflang") == "en"


def test_what_is_measured_can_fail(phone: Page, address: Callable[[str, int], str]) -> None:
    """The bar of pydata-sphinx-theme is too narrow for what it holds without our styles."""
    phone.route("**/tandem.css*", lambda route: route.abort())
    phone.goto(address("pydata_sphinx_theme", 2))
    found = "\n".join(phone.evaluate(MEASURE))
    phone.unroute_all()
    assert "pixels wide" in found
    assert "English: not on the screen" in found


def test_the_switcher_is_on_the_screen_where_a_page_is_wider(
    phone: Page, address: Callable[[str, int], str]
) -> None:
    """The theme ``haiku`` makes pages that no phone can hold."""
    phone.goto(address("haiku", 2))
    found = phone.evaluate(MEASURE)
    assert any(fault.startswith("page: ") for fault in found)
    assert not [fault for fault in found if fault.startswith(("English", "Español"))]
