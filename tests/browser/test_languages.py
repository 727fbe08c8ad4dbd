"""Whole sites in other scripts, as a browser shows and searches them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import served
from browser.window import USUAL
from harness.sites import TinySite, new_site

SENTENCES = {
    "zh_CN": ("我们在港口学习数据科学。", ["数据科学", "港", "hubs 数据"], "科数"),
    "ja": ("港でデータサイエンスを学びます。", ["データ", "学び"], "船乗り"),
    "th": ("เราเรียนรู้วิทยาศาสตร์ข้อมูลที่ท่าเรือ", ["ข้อมูล", "ท่าเรือ"], "ปลาวาฬ"),
    "km": ("យើងរៀនវិទ្យាសាស្ត្រទិន្នន័យ", ["ទិន្នន័យ"], "ត្រីបាឡែន"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site in languages without spaces, and in Arabic."""
    pages = {
        "index.md": "# Home\n\nHubs: we learn.\n",
        "about.md": "---\norphan: true\n---\n# Us\n",
    }
    made = new_site(
        tmp_path_factory.mktemp("languages"),
        pages,
        theme="pydata_sphinx_theme",
        languages={"en": "English", **{code: code for code in SENTENCES}, "ar": "العربية"},
        conf='exclude_patterns = ["locales"]',
    )
    for code, (sentence, *_) in SENTENCES.items():
        made.catalog("index", {"Hubs: we learn.": f"Hubs: {sentence}"}, code)
    made.catalog("index", {"Hubs: we learn.": "نتعلم معا."}, "ar")
    made.build()
    return made


@pytest.fixture(scope="module")
def address(site: TinySite) -> Iterator[str]:
    """Where the site is served."""
    with served(site.output) as found:
        yield found


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """A window of its own."""
    context = browser.new_context(viewport=USUAL, bypass_csp=True)
    yield context.new_page()
    context.close()


def results(page: Page, search: str, words: str) -> list[str]:
    """Return the addresses that a search finds."""
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{search}?q={words}")
    page.wait_for_function("document.querySelector('[role=status]')?.textContent")
    assert not troubles
    found: list[str] = page.eval_on_selector_all(
        ".tandem-search-results li a:first-child", "links => links.map(a => a.href)"
    )
    return [address.removeprefix(search.removesuffix("search.html")) for address in found]


@pytest.mark.parametrize("code", SENTENCES)
def test_a_word_inside_a_sentence_is_found(reader: Page, address: str, code: str) -> None:
    _sentence, words, missing = SENTENCES[code]
    for word in words:
        assert results(reader, f"{address}{code}/search.html", word) == ["index.html"], word
    assert results(reader, f"{address}{code}/search.html", missing) == []


def test_an_arabic_page_begins_at_the_right(reader: Page, address: str) -> None:
    reader.goto(f"{address}ar/index.html")
    text = reader.locator("article p", has_text="نتعلم")
    assert text.evaluate("one => getComputedStyle(one).direction") == "rtl"
    edges = text.evaluate(
        """one => {
            const range = document.createRange();
            range.selectNodeContents(one);
            const [text, box] = [range.getBoundingClientRect(), one.getBoundingClientRect()];
            return [box.right - text.right, text.left - box.left];
        }"""
    )
    assert edges[0] < 1 < edges[1]
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert reader.evaluate(wide)
