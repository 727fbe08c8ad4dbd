"""Readers find what they look for: judged questions about our own site, and the dialog."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.conftest import served
from browser.window import Window
from harness.real import Published
from harness.sites import TinySite, new_site

#: A language, what somebody looks for there, and a page that must be among the first three.
JUDGED = [
    line.split("\t")
    for line in Path(__file__).with_name("judged.tsv").read_text("utf-8").splitlines()
]
FROM_DISK = ("pasword", "Maria Ines", "contrasena", "formación", "training")
FOUND = ".tandem-search-results li > a:first-child"


def found(page: Page, root: str, language: str, words: str) -> list[str]:
    """Return the pages that a search finds, the first at first."""
    place = f"{root}es/" if language == "es" else root
    page.goto(f"{place}search.html?q={words}")
    page.wait_for_function("document.querySelector('[role=status]')?.textContent")
    hits: list[str] = page.eval_on_selector_all(FOUND, "links => links.map(a => a.href)")
    return [hit.removeprefix(root) for hit in hits]


@pytest.mark.parametrize(("language", "words", "wanted"), JUDGED)
def test_a_judged_question_finds_its_page(
    page: Page, host: str, language: str, words: str, wanted: str
) -> None:
    assert wanted in found(page, host, language, words)[:3]


@pytest.mark.parametrize(
    ("language", "words", "wanted"), [one for one in JUDGED if one[1] in FROM_DISK]
)
def test_the_same_is_found_from_a_disk(
    page: Page, published: Published, language: str, words: str, wanted: str
) -> None:
    root = f"{published.folder.as_uri()}/"
    assert wanted in found(page, root, language, words)[:3]


@pytest.mark.parametrize("words", ["training", "pasword", "Maria Ines", "docker image"])
def test_a_search_costs_little(window: Window, host: str, published: Published, words: str) -> None:
    with window.asking() as asked:
        found(window.page, host, "en", words)
    paths = [one.removeprefix(host) for one in asked if "search/" in one or "tandem-search" in one]
    assert len(paths) < 20
    # gzip: what a host sends as brotli is smaller yet
    assert (
        sum(
            len(gzip.compress((published.folder / path.split("?")[0]).read_bytes()))
            for path in paths
        )
        < 30_000
    )


@pytest.mark.parametrize("words", ["zzzyx", "qwrtz plmk"])
def test_nothing_is_found_where_nothing_is(page: Page, host: str, words: str) -> None:
    assert found(page, host, "en", words) == []
    assert words in page.text_content("[role=status]")


def test_the_dialog_opens_by_keys_and_leads_by_arrows_to_a_page(window: Window, host: str) -> None:
    page = window.page
    with window.asking() as asked:
        page.goto(f"{host}docs/about.html")
        page.wait_for_load_state("networkidle")
    assert not [one for one in asked if "_search/" in one], "nobody has searched yet"
    page.keyboard.press("/")
    dialog = page.locator("dialog.tandem-search[open]")
    dialog.wait_for()
    page.keyboard.type("training")
    dialog.locator("li").first.wait_for()
    assert dialog.locator("mark").first.text_content().lower() == "training"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('li') !== null")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    page.keyboard.press("Control+k")
    dialog.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host}training/index.html")
    assert not window.errors


def test_the_button_of_the_theme_opens_the_dialog(page: Page, host: str) -> None:
    page.goto(f"{host}es/index.html")
    page.locator(".search-button__button:visible").first.click()
    dialog = page.locator("dialog.tandem-search[open]")
    dialog.wait_for()
    assert dialog.get_attribute("lang") == "es"
    assert page.locator("dialog[open]").count() == 1


def test_the_button_leads_to_a_list_of_all_pages_without_scripts(
    plain_page: Page, host: str
) -> None:
    plain_page.goto(f"{host}es/index.html")
    plain_page.locator("a.search-button__button:visible").first.click()
    plain_page.wait_for_url(f"{host}es/search.html")
    assert plain_page.locator(".tandem-search-pages a", has_text="Formación").first.is_visible()


def test_a_page_of_the_other_language_says_so(page: Page, host: str) -> None:
    found(page, host, "en", "contraseña")
    link = page.locator(f"{FOUND}[hreflang=es]").first
    assert link.evaluate("one => one.closest('[lang]').lang") == "es"


@pytest.fixture(
    scope="module", params=["furo", "sphinx_rtd_theme", "sphinx_book_theme", "alabaster"]
)
def other_theme(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    pages = {
        "index.md": "# Home\n\n```{toctree}\ntides\n```\n",
        "tides.md": "# High tides\n\nWater.\n",
    }
    site: TinySite = new_site(tmp_path_factory.mktemp("theme"), pages, theme=request.param)
    site.build()
    with served(site.output) as address:
        yield address


def test_fields_of_other_themes_lead_to_the_page_of_the_search(
    browser: object, page: Page, other_theme: str
) -> None:
    page.goto(f"{other_theme}index.html")
    field = page.locator("form input[name=q]:visible")
    if field.count():
        field.first.fill("tides")
        field.first.press("Enter")
        page.wait_for_url(f"{other_theme}search.html?q=tides*")
        page.locator(FOUND).first.wait_for()
        assert page.locator(FOUND).first.get_attribute("href").endswith("tides.html")
    else:
        page.keyboard.press("Control+k")
        page.locator("dialog.tandem-search[open]").wait_for()
