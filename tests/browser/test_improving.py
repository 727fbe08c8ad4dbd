"""A reader who wants to improve a translation gets there, and nobody else is bothered."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.barriers import barriers
from browser.passages import CATALOGS, LINES, LINK, SWITCH, letters
from browser.window import Window
from harness.commands import SOURCE
from harness.constructs import CATALOGS as CONSTRUCT_CATALOGS
from harness.constructs import PAGES, entries_by_line, translated_construct_site
from harness.real import Published

ENGINE_STATIC = SOURCE / "sphinx_tandem" / "translators" / "static"
PAGE = "es/docs/about.html"
SHOWN = f"{LINK}.tandem-shown"
# What a page holds in attributes or not at all; and a second text in one element.
WITHOUT_LINK = {
    *("Front title", "The page description.", "key words", "Button tip", "div title"),
    "text",
}


@pytest.fixture
def page(window: Window) -> Iterator[Page]:
    """A page of a reader who has not asked for anything."""
    window.page.set_viewport_size({"width": 1280, "height": 900})
    yield window.page
    assert not window.errors


def ask(page: Page, address: str) -> None:
    """Open a page and ask for the links of its passages."""
    page.goto(address)
    page.locator(SWITCH).click()
    page.wait_for_selector(".tandem-improve-bar")


def test_nothing_is_loaded_for_readers_who_do_not_ask(
    page: Page, window: Window, host: str
) -> None:
    with window.asking() as asked:
        page.goto(host + PAGE)
    names = [url.rpartition("/")[2].partition("?")[0] for url in asked]
    assert "tandem-improve.js" in names
    assert not [name for name in names if name.startswith("tandem-passages")]
    assert not [url for url in asked if "/review/" in url]
    assert not page.locator(f"{LINK}, [tabindex='0'].tandem-passage").count()


def test_each_construct_leads_to_its_entry(
    window: Window, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = window.page  # its formulas ask for MathJax, which is no fault here
    page.set_viewport_size({"width": 1280, "height": 900})
    site = translated_construct_site(tmp_path_factory.mktemp("kit") / "site")
    wrong, lost = [], set()
    for name in PAGES:
        ask(page, (site.output / "es" / f"{name}.html").as_uri())
        page.wait_for_selector(LINK, state="attached")
        entries = entries_by_line(site.folder / CONSTRUCT_CATALOGS / f"{name}.po")
        for href, text, _label in page.evaluate(LINES):
            entry = entries.pop(int(href.partition("#L")[2]))
            marked = re.search(r"q\d+q", entry.msgstr)
            plain = letters(re.sub(r"\{\w+\}|\(\S+\)|<[^>]*>", "", entry.msgid))
            is_right = marked[0] in text if marked else plain[:5] in letters(text)
            # A bare reference shows the title of its target.
            if not is_right and entry.msgstr != entry.msgid:
                wrong.append((name, entry.msgid, text))
        lost |= {entry.msgid for entry in entries.values()}
        page.keyboard.press("Escape")
    assert not wrong
    assert lost == WITHOUT_LINK


def test_a_passage_is_found_by_its_letters_wherever_it_stands(page: Page) -> None:
    page.set_content("""<main>
        <section id=around><h2 id=numbered><span>2.1</span> <b>Low</b> tide<a href=#x>#</a></h2></section>
        <ul><li id=item><p id=text>The sea is deep, and where it is deepest nobody has been.</p></li>
        <li><p id=twin>The sea is deep, and where it is deepest there is a <i>ship</i>.</p></li></ul>
        <table><tr><td id=yes>Yes</td><td id=again>Yes</td></tr></table>
        <figure><img id=image alt="A map"><figcaption id=caption>A map</figcaption></figure>
        <p id=signs>{ }</p><p><button id=wrapped><span>Press me</span></button></p>
        <div class=math id=formula>rendered</div></main>""")
    page.add_script_tag(path=ENGINE_STATIC / "tandem-passages.js")
    words = ["Lowtide", "Theseaisdeepandwhereitisdeepestn", "Theseaisdeepandwhereitisdeepestt"]
    words += ["Yes", "Yes", "Amap", "Amap", "{}", "Pressme", 0, "Gone", "ow"]
    found = page.evaluate(
        """words => window.tandemFinder.find(document.querySelector('main'), words)
            .map((element) => element?.id ?? '')""",
        words,
    )
    assert found == [
        *("numbered", "text", "twin", "yes", "again", "image", "caption", "signs", "wrapped"),
        *("formula", "", ""),
    ]


def test_a_pointer_shows_the_link_of_the_passage_below_it(page: Page, host: str) -> None:
    ask(page, host + PAGE)
    passage = page.locator("article p.tandem-passage").nth(1)
    passage.hover()
    shown = page.locator(SHOWN)
    expect(shown).to_have_count(1)
    expect(shown).to_be_visible()
    inside = passage.locator(LINK).get_attribute("href")
    assert shown.get_attribute("href") == inside
    shown.hover()  # it can be reached without being lost
    expect(shown).to_have_attribute("href", inside)


def test_a_finger_shows_the_link(browser: Browser, host: str) -> None:
    phone = {"width": 360, "height": 740}
    context = browser.new_context(viewport=phone, has_touch=True, bypass_csp=True)
    page = context.new_page()
    ask(page, host + PAGE)
    # A finger on a link follows the link.
    passage = page.locator("article p.tandem-passage:not(:has(a:not(.tandem-passage-link)))").nth(1)
    passage.scroll_into_view_if_needed()
    passage.tap()
    box = page.locator(SHOWN).bounding_box()
    assert box["height"] >= 24
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()


def test_the_keyboard_is_enough(page: Page, host: str) -> None:
    page.goto(host + PAGE)
    page.locator(SWITCH).focus()
    page.keyboard.press("Space")
    page.wait_for_selector(".tandem-improve-bar")
    assert page.locator(SWITCH).get_attribute("aria-pressed") == "true"
    page.locator("article h1 + .tandem-passage-link").focus()
    lines = []
    for _ in range(4):
        focused = page.locator(":focus")
        expect(focused).to_have_class(re.compile("tandem-shown"))
        expect(focused).to_be_in_viewport()
        expect(page.locator(".tandem-passage.tandem-shown")).to_be_in_viewport()
        lines.append(int(focused.get_attribute("href").partition("#L")[2]))
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.matches('.tandem-passage-link')"):
            page.keyboard.press("Tab")
    assert lines == sorted(lines)
    assert len(set(lines)) == 4
    page.keyboard.press("Escape")
    assert not page.locator(f"{LINK}, .tandem-passage, .tandem-improve-bar").count()
    assert page.evaluate("document.activeElement.matches('.tandem-improve [data-lines]')")


def test_the_choice_stays_on_the_next_page_until_it_is_taken_back(page: Page, host: str) -> None:
    ask(page, host + PAGE)
    page.goto(f"{host}es/docs/team.html")
    page.wait_for_selector(".tandem-improve-bar")
    page.locator(".tandem-improve-bar button").click()
    assert not page.locator(LINK).count()
    page.goto(host + PAGE)
    page.wait_for_load_state("load")
    assert not page.locator(".tandem-improve-bar").count()


def test_switching_twice_leaves_the_page_as_it_was(page: Page, host: str) -> None:
    page.goto(host + PAGE)
    before = page.locator("article").inner_html()
    page.locator(SWITCH).click()
    page.wait_for_selector(".tandem-improve-bar")
    page.keyboard.press("Escape")
    page.locator(SWITCH).click()
    page.wait_for_selector(".tandem-improve-bar")
    assert page.locator(LINK).count() == page.locator(".tandem-passage").count()
    page.locator(SWITCH).click()
    assert page.locator("article").inner_html() == before


def test_it_works_from_disk(page: Page, published: Published) -> None:
    ask(page, (published.folder / PAGE).as_uri())
    assert page.locator(LINK).count() > 50
    page.locator(".tandem-improve-bar a").first.click()
    assert page.url == (published.folder / "es/review/es/docs/about.html").as_uri()


def test_without_scripts_the_line_leads_to_every_passage(
    plain_page: Page, published: Published
) -> None:
    plain_page.goto((published.folder / PAGE).as_uri())
    plain_page.locator(SWITCH).click()
    lines = {
        int(link.get_attribute("href").partition("#L")[2])
        for link in plain_page.locator(".tandem-state a[href*='#L']").all()
    }
    assert lines == set(entries_by_line(CATALOGS / "docs/about.po"))


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
@pytest.mark.parametrize("name", ["docs/about", "training/hub-champion/introduction"])
def test_no_barrier_while_improving(
    page: Page, host: str, name: str, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    ask(page, f"{host}es/{name}.html")
    page.locator(LINK).nth(2).focus()
    expect(page.locator(".tandem-passage.tandem-shown")).to_be_in_viewport()
    found = barriers(page)
    assert not found, "\n".join(found)


def test_a_review_is_printed_in_two_columns_and_no_passage_on_two_sheets(
    page: Page, published: Published
) -> None:
    page.goto((published.folder / "review/es/docs/about.html").as_uri())
    page.emulate_media(media="print")
    for row in page.locator(".tandem-passages tbody tr").all()[:5]:
        cells = [cell.bounding_box() for cell in row.locator("td").all()]
        assert cells[0]["y"] == cells[1]["y"]
        assert cells[0]["x"] + cells[0]["width"] <= cells[1]["x"] + 1
        assert row.evaluate("row => getComputedStyle(row).breakInside") == "avoid"


def test_a_review_stacks_its_texts_on_a_phone(page: Page, published: Published) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto((published.folder / "es/review/es/docs/about.html").as_uri())
    cells = [cell.bounding_box() for cell in page.locator(".tandem-passages tbody tr td").all()[:2]]
    assert cells[0]["y"] + cells[0]["height"] <= cells[1]["y"] + 1
    assert min(cell["width"] for cell in cells) > 280


def test_an_email_quotes_what_is_selected(page: Page) -> None:
    prepared = "mailto:a@b.org?subject=S&body=P%3A%20%E2%80%A6%0D%0AW%3A%20%E2%80%A6"
    page.set_content(f'<p>One & two $& three.</p><a href="{prepared}" data-mail>Mail</a>')
    page.add_script_tag(path=ENGINE_STATIC / "tandem-mail.js")
    link = page.locator("[data-mail]")
    link.dispatch_event("pointerdown")
    assert link.get_attribute("href") == prepared, "without a passage, its blank stays"
    page.evaluate("getSelection().selectAllChildren(document.querySelector('p'))")
    link.dispatch_event("pointerdown")
    quoted = "%E2%80%9COne%20%26%20two%20%24%26%20three.%E2%80%9D"
    assert link.get_attribute("href") == prepared.replace("%E2%80%A6", quoted, 1)
