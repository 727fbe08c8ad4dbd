"""The classroom in a browser: the clock, the slides, a learner's own answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.workshop.conftest import FILE, export

from browser.barriers import barriers
from browser.window import Window
from harness.real import Published
from harness.sites import TinySite, empty_site
from sphinx_tandem.lessons.workshop.course import course_from
from sphinx_tandem.lessons.workshop.file import read_workshop
from sphinx_tandem.lessons.workshop.kit import kit_files

LESSON = "training/hub-champion/introduction.html"
EDITION = "training/instructor/hub-champion/introduction.html"
SLIDES = "training/instructor/hub-champion/introduction/slides.html"
SHEET = "training/handouts/hub-champion/introduction/exercises.html"
NINE = datetime(2027, 3, 1, 9, 0)


def status(page: Page) -> str:
    return page.locator(".tandem-clock [role=status]").inner_text()


def test_the_clock_says_where_one_should_be_and_what_to_leave_out(
    own_page: Page, host: str
) -> None:
    page = own_page
    page.clock.install(time=NINE)
    page.goto(f"{host}{EDITION}")
    page.clock.pause_at(NINE + timedelta(minutes=1))  # a slow machine must not be late
    page.get_by_role("button", name="Start the clock").click()
    assert "You are on time." in status(page)
    page.clock.run_for("12:30")
    assert "You are 8 min late." in status(page)
    advice = [line.inner_text() for line in page.locator(".tandem-clock li").all()]
    assert advice[0].startswith("Leave out: Which of these belong to the role?")
    assert advice[1].startswith("Shorten: ")
    page.reload()
    assert "You are 8 min late." in status(page), "a reload must not stop the clock"
    for _part in range(4):
        page.get_by_role("button", name="Go to the next part").click()
    assert "late" not in status(page)
    assert page.locator(".tandem-plan tr.tandem-is-here").count() == 1
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Stop the clock").click()
    assert status(page) == ""
    page.get_by_role("button", name="Resume the clock").click()
    assert status(page), "what was stopped by mistake goes on"
    assert page.locator(".tandem-plan tr.tandem-is-here").count() == 1


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_the_clock_stays_in_sight(page: Page, host: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{host}{EDITION}")
    page.get_by_role("button", name="Start the clock").click()
    for share in (0, 0.5, 1):
        page.evaluate("share => scrollTo(0, share * document.body.scrollHeight)", share)
        expect(page.locator(".tandem-clock-face")).to_be_in_viewport(ratio=1)
    assert page.locator(".tandem-clock").bounding_box()["height"] < height / 3
    page.locator("footer a:visible").last.focus()
    clock = page.locator(".tandem-clock").bounding_box()
    focused = page.locator(":focus").bounding_box()
    assert focused["y"] + focused["height"] <= clock["y"]


def test_a_clock_that_was_forgotten_stops_and_begins_again(own_page: Page, host: str) -> None:
    page = own_page
    page.clock.install(time=NINE)
    page.goto(f"{host}{EDITION}")
    page.clock.pause_at(NINE + timedelta(minutes=1))  # a slow machine must not be late
    page.get_by_role("button", name="Start the clock").click()
    page.clock.fast_forward("10:00:00")  # as when the lid was closed
    assert "The clock was stopped" in status(page)
    page.get_by_role("button", name="Start the clock").click()
    assert "You are on time." in status(page)


def test_the_clock_needs_no_network_and_speaks_spanish(
    window: Window, published: Published
) -> None:
    page = window.page
    with window.asking() as asked:
        page.goto((published.folder / "es" / EDITION).as_uri())
        page.get_by_role("button", name="Iniciar el reloj").click()
        assert "Vas a tiempo." in status(page)
    assert asked and all(url.startswith("file:") for url in asked)


def test_slides_move_with_the_keyboard_and_hide_the_notes(page: Page, host: str) -> None:
    page.goto(f"{host}{SLIDES}")
    current = page.locator(".tandem-slide.tandem-current")
    assert current.locator("h1").inner_text() == "What a hub can do for your community"
    page.keyboard.press("ArrowRight")
    assert page.url.endswith("#2")
    page.keyboard.press("End")
    count = page.locator(".tandem-slide").count()
    assert page.url.endswith(f"#{count}")
    page.keyboard.press("Home")
    assert page.url.endswith("#1")
    assert not current.locator(".tandem-said").is_visible()
    page.keyboard.press("n")
    assert current.locator(".tandem-said").is_visible()


def test_slides_are_all_there_without_a_script(plain_page: Page, host: str) -> None:
    page = plain_page
    page.goto(f"{host}{SLIDES}")
    slides = page.locator(".tandem-slide")
    assert all(slides.nth(place).is_visible() for place in range(slides.count()))


def test_answers_stay_on_the_device_and_come_back_from_a_file(
    page: Page, host: str, tmp_path: Path
) -> None:
    page.goto(f"{host}{LESSON}")
    page.locator(".tandem-own input[type=checkbox]").first.check()
    page.locator(".tandem-own textarea").first.fill("Two lines\n# of my own")
    page.reload()
    assert page.locator(".tandem-own textarea").first.input_value() == "Two lines\n# of my own"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    saved = tmp_path / "answers.md"
    download.value.save_as(saved)
    assert "## [x] True or false? {#exercise-True-or-false}" in saved.read_text("utf-8")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Erase").click()
    assert page.locator(".tandem-own textarea").first.input_value() == ""
    page.locator(".tandem-own-panel input[type=file]").set_input_files(saved)
    page.wait_for_function("document.querySelector('.tandem-own input').checked")
    assert page.locator(".tandem-own textarea").first.input_value() == "Two lines\n# of my own"
    assert "1 of 3" in page.locator(".tandem-own-panel [role=status]").inner_text()


def test_answers_to_an_exercise_that_is_gone_are_not_lost(
    page: Page, host: str, tmp_path: Path
) -> None:
    page.goto(f"{host}{LESSON}")
    kept = {"gone": {"answer": "My old words", "done": True, "title": "An old one"}}
    page.evaluate(
        "kept => localStorage.setItem('tandem-progress:/', JSON.stringify(kept))",
        {LESSON.removesuffix(".html"): kept},
    )
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    saved = tmp_path / "answers.md"
    download.value.save_as(saved)
    assert "> My old words" in saved.read_text("utf-8")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.locator(".tandem-own textarea").first.fill("New words")
    assert (
        "save your answers as a file"
        in page.locator(".tandem-own-panel [role=status]").inner_text()
    )


def test_a_lesson_is_whole_without_a_script(plain_page: Page, host: str) -> None:
    page = plain_page
    page.goto(f"{host}{LESSON}")
    assert page.locator(".tandem-own").count() == 0
    assert page.locator(".tandem-exercise").count() == 3


@pytest.mark.parametrize("language", ["", "es/"])
def test_nothing_bars_anybody_from_the_clock(page: Page, host: str, language: str) -> None:
    page.goto(f"{host}{language}{EDITION}")
    page.locator(".tandem-clock button:visible").first.click()
    assert not barriers(page)


def test_paper_has_no_controls_and_spells_links_out(page: Page, host: str) -> None:
    page.goto(f"{host}training/handouts/hub-champion/introduction/lesson.html")
    page.emulate_media(media="print")
    assert not page.locator(".tandem-languages").is_visible()
    link = page.locator("a[href='https://jupyter.org/']").first
    content = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert content == '" (jupyter.org)"'
    page.goto(f"{host}{EDITION}")
    assert not page.locator(".tandem-clock").is_visible()


def test_every_page_of_a_kit_fits_a_small_phone(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "taller.yml"
    file.write_text(FILE.replace("America/Mexico_City", "America/Argentina/Buenos_Aires"), "utf-8")
    workshop = read_workshop(file, file.name, ["es"])
    assert len(workshop.zones) == 2
    page.set_viewport_size({"width": 360, "height": 780})
    for name, content in kit_files(workshop, course_from(export(), workshop, ""), str).items():
        if name.endswith(".html"):
            page.set_content(content.decode())
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


# A course of two lessons in one session with a break, and a lesson for the time after it.
COURSE = """\
# Course

:::{schedule}
- title: First hour
  break-every: 30
  lessons: [dough, oven]
- self-study: true
  lessons: [home]
:::

```{toctree}
dough
oven
home
```
"""
TAUGHT = """\
---
lesson: {{teaching: 20}}
---
# About the {0}

:::{{objectives}}
- Work with the {0}.
:::

## How the {0} works

Some words.

:::{{exercise}} Try the {0}
:minutes: 10
Do it.
:::
"""


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    site = empty_site(tmp_path_factory.mktemp("taught") / "site")
    site.conf += 'html_theme = "pydata_sphinx_theme"\n'
    site.write("index.md", COURSE)
    for name in ("dough", "oven", "home"):
        site.write(f"{name}.md", TAUGHT.format(name))
    site.catalog("index", {"First hour": "Primera hora"})
    assert site.build("--strict").returncode == 0
    return site


def test_one_clock_goes_on_over_lessons_slides_and_languages(
    own_page: Page, taught: TinySite
) -> None:
    page, root = own_page, taught.output.as_uri()
    page.set_viewport_size({"width": 390, "height": 844})
    page.clock.install(time=NINE)
    page.goto(f"{root}/instructor/dough.html")
    page.clock.pause_at(NINE + timedelta(minutes=1))  # a slow machine must not be late
    page.get_by_role("button", name="Start the clock").click()
    page.clock.run_for("35:00")
    face = page.locator(".tandem-clock-face")
    assert face.inner_text() == "0:35 / 1:10 h", "two half hours, and a break between them"
    box = page.locator(".tandem-clock").bounding_box()
    assert box["height"] < 100, "two lines on a phone"
    assert page.locator(".tandem-clock li:visible").count() == 0
    page.get_by_role("button", name="More", exact=True).click()
    assert page.locator(".tandem-clock li:visible").count()
    page.get_by_role("button", name="Go to the next part").click()
    anchor = page.locator(".tandem-clock-rest a").get_attribute("href")
    assert anchor == "#how-the-dough-works"
    page.get_by_role("link", name="Next").first.click()
    assert page.url.endswith("/instructor/oven.html")
    assert face.inner_text() == "0:35 / 1:10 h"
    for _part in range(4):
        page.get_by_role("button", name="Go to the next part").click()
    assert "You are at: How the oven works" in status(page)
    page.goto(f"{root}/es/instructor/oven.html")
    assert face.inner_text() == "0:35 / 1:10 h" and "Vas por: How the oven works" in status(page)
    page.goto(f"{root}/es/instructor/oven/slides.html")
    assert face.inner_text() == "0:35 / 1:10 h"
    page.goto(f"{root}/instructor/index.html")
    assert face.inner_text() == "0:35 / 1:10 h"
    page.goto(f"{root}/instructor/home.html")
    assert face.inner_text() == "", "a lesson that people study alone has a clock of its own"
    trail = page.locator("nav[aria-label=Breadcrumb], .bd-breadcrumbs").first.inner_text()
    assert trail.index("Course") < trail.index("About the home")
