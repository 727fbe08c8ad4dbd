"""A box of a lesson counts wherever it stands: in a tab, a dropdown, a card, a quotation, a list."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

from harness.reading import text_of
from harness.sites import TinySite, empty_site
from sphinx_tandem.lessons.model import DEMO, EXERCISE, Activity, Lesson, Part, chosen, rows_of
from sphinx_tandem.lessons.pages import with_large_figures

BOX = "{f}{{exercise}} {name}\n:minutes: 3\nDo the {name} thing.\n{f}"
# The name of each exercise, and the frame around it.
FRAMES = {
    "Folded": "::::::{dropdown} Open me\nBefore the fold.\n\n%s\n::::::",
    "Carded": "::::::{card} A card\n%s\n::::::",
    "Gridded": ":::::::{grid} 2\n::::::{grid-item-card} Cell\n%s\n::::::\n:::::::",
    "Quoted": "> Somebody said this.\n>\n%s",
    "Listed": "- First point\n- %s\n- Third point",
    "Noted": "::::::{note}\nMind this.\n\n%s\n::::::",
}
TABS = (
    ":::::::{tab-set}\n::::::{tab-item} R\nTAB WORDS.\n\n%s\n::::::\n"
    "::::::{tab-item} Python\n%s\n\n%s\n::::::\n:::::::\n"
)


def box(name: str, before: str = "") -> str:
    return BOX.format(name=name, f=":::::").replace("\n", f"\n{before}")


def lesson() -> str:
    parts = ["---\nlesson: {teaching: 20}\n---\n# Means\n\n:::{objectives}\n- Compute.\n:::\n"]
    for number, (name, frame) in enumerate(FRAMES.items()):
        before = {"Quoted": "> ", "Listed": "  "}.get(name, "")
        held = box(name, before)
        parts.append(f"## Part {number}\n\n" + frame % (f"> {held}" if name == "Quoted" else held))
    ruled = box("Ruled").replace("Do the", "1. One\n2. Two\n3. Do the")
    snake = box("Snake").replace(":minutes: 3", ":minutes: 3\n:lines: 0")
    parts.append("## Choose\n\n" + TABS % (ruled, snake, box("Viper")))
    parts.append(":::{checklist}\n- Bring water\n- Bring water\n:::\n")
    parts.append(
        "## Words\n\nPlain text.\n\n::::{dropdown} Only words\nSome ZEBRA text.\n::::\n\n"
        "> A quoted GIRAFFE.\n"
    )
    return "\n\n".join(parts)


@pytest.fixture(scope="module")
def framed(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    site = empty_site(tmp_path_factory.mktemp("framed") / "site")
    site.conf += 'extensions.append("sphinx_design")\n'
    site.write("index.md", "# Farm\n\n:::{schedule}\n:::\n\n```{toctree}\nmeans\n```\n")
    site.write("means.md", lesson())
    done = site.build("--strict")
    assert done.returncode == 0, done.stderr
    return site


def page(site: TinySite, name: str) -> html.HtmlElement:
    return html.fromstring(site.page(name))


NAMES = [*FRAMES, "Ruled", "Snake", "Viper"]


def test_each_box_has_one_slide_and_nothing_around_it_is_lost(framed):
    found = page(framed, "instructor/means/slides.html").find_class("tandem-slide")
    titles = [text_of(slide.find_class("tandem-shown")[0][0]) for slide in found]
    for name in NAMES:
        (title,) = [title for title in titles if name in title]
        assert re.fullmatch(rf"Exercise \d+: {name} \(3 minutes\)", title)
        (slide,) = [one for one, title in zip(found, titles, strict=True) if name in title]
        assert "tandem-slide-exercise" in slide.get("class")
        assert text_of(slide).count(f"Do the {name} thing.") == 1
    whole = " ".join(map(text_of, found))
    for words in ("Before the fold.", "Somebody said this.", "First point", "Third point",
                  "Mind this.", "TAB WORDS.", "ZEBRA", "GIRAFFE"):  # fmt: skip
        assert whole.count(words) == 1, words
    assert "Python" not in whole, "a tab without anything else needs no label"
    assert not any(slide.xpath(".//input") for slide in found)


def test_sheets_and_the_edition_have_each_box(framed):
    for name in ("handouts/means/exercises.html", "handouts/means/lesson.html",
                 "instructor/means.html"):  # fmt: skip
        text = text_of(page(framed, name))
        for each in NAMES:
            assert text.count(f"Do the {each} thing.") == 1, (name, each)
    sheet = page(framed, "handouts/means/lesson.html")
    assert not sheet.xpath("//input[@type='radio']") and "Python" in text_of(sheet)


def test_of_a_set_of_tabs_the_longest_counts(framed):
    rows = [[text_of(cell) for cell in row] for row in page(framed, "means.html").xpath("//tr")]
    plan = json.loads(page(framed, "instructor/means.html").get_element_by_id("tandem-plan").text)
    exercises = [
        (row["title"], row["minutes"])
        for row in plan["sessions"][0]["rows"]
        if row["kind"] == EXERCISE
    ]
    assert exercises == [*((name, 3) for name in FRAMES), ("Ruled / Snake", 3), ("Viper", 3)]
    assert not rows
    whole = page(framed, "index.html").find_class("tandem-timetable")[0]
    assert text_of(whole.xpath(".//tr[last()]/td[last()]")[0]) == "44"


def test_points_can_be_ticked_under_ids_that_stay(framed):
    points = page(framed, "means.html").xpath("//*[contains(@class, 'tandem-checklist')]//li")
    assert [point.get("id") for point in points] == ["check-Bring-water", "check-Bring-water-2"]
    script = page(framed, "means.html").get_element_by_id("tandem-progress")
    assert json.loads(script.text)["page"] == "means"
    # One lesson is no course, which would say how far one is.
    assert not page(framed, "index.html").xpath("//*[@id='tandem-progress']")


def test_an_exercise_is_a_heading_with_a_link_and_its_sheet_has_room_for_the_answer(framed):
    title = page(framed, "means.html").get_element_by_id("exercise-Carded")[0]
    assert (title.get("role"), title.get("aria-level")) == ("heading", "3")
    assert title.xpath("./a[@class='headerlink']/@href") == ["#exercise-Carded"]
    sheet = page(framed, "handouts/means/exercises.html")
    assert not sheet.xpath("//a[@class='headerlink']")
    lines = [len(found) for found in sheet.find_class("tandem-lines")]
    assert lines == [*(3 for _name in FRAMES), 6, 0, 3], "by the minutes, or as the author says"
    assert [text_of(one) for one in sheet.find_class("tandem-signed")] == ["Name:Date:"]
    assert not page(framed, "handouts/means/lesson.html").find_class("tandem-signed")
    assert sheet.get_element_by_id("tandem-large").get("type") == "checkbox"


def test_a_fence_without_a_name_is_still_reported(framed, tmp_path):
    copy = framed.copy(tmp_path / "copy")
    wrong = "\n\n:::{questions}\n- Why?\n\n:::{exercise} In\nDo.\n:::\n:::\n\n## Lost\n"
    copy.append("means.md", wrong)
    assert "lesson-fence" in copy.build().stderr


def test_tabs_count_once_however_many_activities_they_hold():
    def one(title: str, minutes: int | None, tab: int, kind: str = EXERCISE) -> Activity:
        return Activity(kind, title, title.lower(), minutes, tab=("set", tab))

    shown = Activity(DEMO, "Shown", "shown", 2)
    held = (shown, one("A", 4, 0), one("B", 5, 1), one("C", 1, 1), one("D", None, 2))
    found = chosen(held)
    assert [(each.title, each.minutes) for each in found] == [
        ("Shown", 2), ("A / B / D", 5), ("C", 1)
    ]  # fmt: skip
    lesson = Lesson("l", "L", 10, None, (Part("P", "p", 1, activities=held),))
    assert lesson.minutes == 16 == sum(row.minutes for row in rows_of(lesson))
    assert len(lesson.activities) == 5, "each stays on sheets and in lists"
    untimed = (one("A", None, 0), one("B", None, 1))
    lesson = Lesson("l", "L", 10, 8, (Part("P", "p", 1, activities=untimed),))
    assert [row.minutes for row in rows_of(lesson)] == [10, 8]


def test_each_figure_of_a_lesson_can_be_opened_large_and_left_again():
    linked = (
        '<figure id="a">\n<a class="reference internal image-reference" href="_images/a.svg">'
        '<img alt="A &lt; B" src="_images/a.svg" style="width: 100%;" /></a>\n<figcaption>\n'
    )
    plain = '<figure>\n<img alt="" src="b.png"/>\n</figure>'
    page = html.fromstring(f"<div>{with_large_figures(linked + '</figure>' + plain)}</div>")
    for number, source in enumerate(("_images/a.svg", "b.png"), 1):
        small = page.get_element_by_id(f"small-{number}")
        large = page.get_element_by_id(small.get("href").removeprefix("#"))
        assert small.find("img").get("src") == large.find("img").get("src") == source
        assert large.find("a").get("href") == f"#small-{number}"
    assert page.get_element_by_id("large-1").get("aria-label") == "A < B"
    assert (
        with_large_figures('<p><img alt="x" src="x.png"></p>') == '<p><img alt="x" src="x.png"></p>'
    )
