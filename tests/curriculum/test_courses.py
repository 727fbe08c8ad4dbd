"""Another community's course: timetables, lists, an edition for instructors, handouts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from harness import commands
from harness.reading import text_of
from harness.sites import TinySite, empty_site

INDEX = """\
# Bread

:::{schedule}
- title: First evening
  lessons: [dough]
- title: At home
  self-study: true
  lessons: [course/oven]
  tasks:
    - {title: Feed the starter, minutes: 15, link: "dough.md"}
- title: Second evening
  after: 7
  break-every: 30
  break: 5
  lessons: [dough, course/oven]
:::

:::{exercise-list}
:::

```{toctree}
dough
course/oven
```
"""
DOUGH = """\
---
lesson: {teaching: 20}
---
# Dough

:::{objectives}
- Mix a dough.
:::

## Flour

Flour has gluten. See [the oven](course/oven.md) and [below](#water).

::::{exercise} Weigh the flour
:minutes: 8
Weigh it.[^scale]

:::{hint}
Canaryhint.
:::

:::{solution}
Canarysolution.
:::
::::

:::{instructor-note} Canarytitle
:minutes: 12
Canarynote with [a page](course/oven.md) and a note of its own.[^private]

- [ ] Canarytask
:::

## Water

Water is wet.

:::{demo} Pour it
:minutes: 3
Pour.
:::

::::{exercise} Taste the water
:minutes: 4
:optional:
Taste it.
::::

:::{keypoints}
- Flour and water.
:::

[^scale]: A kitchen scale.
[^private]: Canaryfootnote.
"""
OVEN = """\
---
lesson: {teaching: 10, exercises: 10}
---
# Oven

:::{objectives}
- Bake.
:::

## Heat

Heat it.

::::{exercise} Bake
Bake it.
::::

:::{glossary}
crumb
: The inside of a bread.
:::
"""
SPANISH = {
    "dough": {"Dough": "Masa", "Flour": "Harina", "Weigh the flour": "Pesa la harina",
              "Canarytitle": "Canariotítulo", "Water": "Agua", "Pour it": "Viértela",
              "Taste the water": "Prueba el agua"},
    "index": {"Bread": "Pan", "First evening": "Primera noche", "At home": "En casa",
              "Second evening": "Segunda noche",
              "[Feed the starter](dough.md)": "[Alimenta la masa madre](dough.md)"},
    "course/oven": {"Oven": "Horno", "Heat": "Calor", "Bake": "Hornea"},
}  # fmt: skip


def write_course(site: TinySite) -> TinySite:
    """Write the course and its Spanish."""
    # Some exercises have no solution here.
    site.conf += 'suppress_warnings = ["lesson.unsolved"]\n'
    site.write("index.md", INDEX)
    site.write("dough.md", DOUGH)
    site.write("course/oven.md", OVEN)
    for page, entries in SPANISH.items():
        site.catalog(page, entries)
    return site


@pytest.fixture
def course(site: TinySite) -> TinySite:
    """A course that a test may change."""
    return write_course(site)


@pytest.fixture(scope="module")
def baked(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """The same course for tests that only read it."""
    return write_course(empty_site(tmp_path_factory.mktemp("baked") / "site"))


def table_of(page: html.HtmlElement) -> list[tuple[str, list[list[str]]]]:
    """Return the caption and the rows of every timetable."""
    return [
        (
            text_of(table.xpath("caption")[0]).rstrip("#¶"),
            [[text_of(cell) for cell in row] for row in table.xpath(".//tr")],
        )
        for table in page.find_class("tandem-timetable")
    ]


def test_timetables_are_computed_from_minutes_in_the_language_of_the_page(baked):
    first, home, second = table_of(baked.body(language="es"))
    assert first[0] == "Primera noche (32 minutos)"
    assert first[1] == [
        ["Hora", "Qué", "Tipo", "Minutos"],
        ["0:00", "Masa", "Enseñanza", "2"],
        ["0:02", "Harina", "Enseñanza", "12"],
        ["0:14", "Pesa la harina", "Ejercicio 1", "8"],
        ["0:22", "Agua", "Enseñanza", "3"],
        ["0:25", "Viértela", "Demostración", "3"],
        ["0:28", "Prueba el agua", "Ejercicio 2 (opcional)", "4"],
        ["0:32", "Total", "Enseñanza: 20; Ejercicios: 12", "32"],
    ]
    assert home[1][1:3] == [
        ["Horno", "Lección", "20"],
        ["Alimenta la masa madre", "Tarea", "15"],
    ]
    assert second[0] == "Segunda noche (día 8, 57 minutos)"
    assert second[1][1:-1] == [
        ["0:00", "Masa", "Lección", "28"],
        ["0:28", "Pausa", "Pausa", "5"],
        ["0:33", "Masa (continuación)", "Lección", "4"],
        ["0:37", "Horno", "Lección", "20"],
    ]
    (whole,) = baked.body(language="es").find_class("tandem-sum")
    assert text_of(whole) == "Todo el curso: 124 minutos", "the sum of the three"


def test_what_is_too_long_for_a_break_is_told_at_its_lesson(course):
    course.write("index.md", INDEX.replace("break-every: 30", "break-every: 10"))
    course.sphinx("en")
    assert re.findall(r"index.md:(\d+): WARNING: '([^']*)' takes (\d+) min", course.warnings) == [
        ("15", "Flour", "12"),
    ]
    course.write("index.md", INDEX.replace("break-every: 30", "break-every: 0"))
    course.sphinx("en")
    assert "lesson-schedule" not in course.warnings


def test_links_of_a_timetable_lead_to_the_exercise_in_both_languages(baked):
    for language in ("en", "es"):
        page = baked.body(language=language)
        links = page.xpath("//table[contains(@class, 'tandem-timetable')]//a/@href")
        assert "dough.html#exercise-Weigh-the-flour" in links
        assert "course/oven.html" in links


def test_a_list_of_exercises_names_each_once_with_its_minutes(baked):
    items = [text_of(one) for one in baked.body(language="es").find_class("tandem-exercise-list")]
    assert items == [
        "Masa Ejercicio 1: Pesa la harina (8 minutos) "
        "Ejercicio 2: Prueba el agua (4 minutos, opcional) Horno Ejercicio 1: Hornea"
    ]


def files(folder: Path) -> dict[str, str]:
    """Return every published file, in lower case."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "replace").lower()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".doctrees" not in path.parts
    }


def test_words_of_an_instructor_note_stand_in_the_instructor_edition_alone(baked):
    for language in ("en", "es"):
        published = files(baked.sphinx(language))
        for word in ("canarynote", "canarytitle", "canariot", "canarytask", "canaryfootnote"):
            places = [name for name, text in published.items() if word in text]
            if (word, language) in (("canarytitle", "es"), ("canariot", "en")):
                assert not places
                continue
            assert {"instructor/dough.html", "instructor/index.html"} <= set(places), word
            assert all(name.startswith("instructor/") for name in places), (word, places)
        assert "canarysolution" in published["dough.html"]
        found = {name: text for name, text in published.items() if name.startswith("_search/")}
        assert any("canarysolution" in text for text in found.values())
        assert not [name for name, text in found.items() if "instructor" in text]


def test_the_edition_has_notes_times_open_solutions_and_links_that_lead_somewhere(baked):
    baked.sphinx("es")
    folder = baked.sphinx("es", again=True)
    page = html.parse(str(folder / "instructor/dough.html")).getroot()
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert all(fold.get("open") is not None for fold in page.xpath("//details"))
    assert text_of(page.find_class("tandem-timing")[0]) == "0:02–0:14 · 12 minutos"
    assert "0:14–0:22 · 8 minutos" in [text_of(one) for one in page.find_class("tandem-timing")]
    for href in page.xpath("//main//a/@href | //div[@class='body']//a/@href"):
        path, _, anchor = href.partition("#")
        target = (
            (folder / "instructor" / path).resolve() if path else folder / "instructor/dough.html"
        )
        assert target.is_file(), href
        if anchor:
            ids = html.parse(str(target)).getroot().xpath("//@id")
            assert anchor in ids, href


def test_handouts_hold_every_exercise_once_and_solutions_only_where_they_belong(baked):
    folder = baked.sphinx("es")
    published = files(folder)
    handouts = {name: text for name, text in published.items() if name.startswith("handouts/")}
    assert set(handouts) == {
        "handouts/dough/exercises.html",
        "handouts/dough/solutions.html",
        "handouts/dough/lesson.html",
        "handouts/exercises.html",
        "handouts/solutions.html",
        "handouts/key-points.html",
        "handouts/index.html",
    }
    for name, text in handouts.items():
        is_sheet = name.endswith(("exercises.html", "solutions.html"))
        titles = html.fromstring(text.encode()).find_class("tandem-exercise")
        assert len(titles) == (2 if is_sheet or name.endswith("lesson.html") else 0), name
        has_answers = name.endswith(("solutions.html", "lesson.html"))
        assert ("canarysolution" in text) == has_answers, name
        assert ("canaryhint" in text) == has_answers, name
        assert "canarynote" not in text


def test_misuse_is_told_with_its_line_and_right_use_is_not(course):
    course.sphinx("en")
    assert "lesson." not in course.warnings
    wrong = DOUGH.replace(":minutes: 3\n", ":minutes: 30\n").replace(
        "lesson: {teaching: 20}", "lesson: {teaching: 20, exercises: 9, pause: 2}"
    )
    wrong += "\n:::{solution}\nAlone.\n:::\n\n:::{keypoints}\n- Again.\n:::\n"
    lines = wrong.splitlines()
    course.write("dough.md", wrong)
    course.write("course/oven.md", OVEN.replace(":::{objectives}\n- Bake.\n:::\n", ""))
    course.write("index.md", INDEX.replace("[dough, course/oven]", "[dough, nowhere]"))
    course.sphinx("en")
    for place, words in (
        ("dough.md:2:", "no key `pause`"),
        ("dough.md:2:", "exercises, but those on the page take 12"),
        ("dough.md:2:", "teaching, but demonstrations and the minutes in instructor notes take 42"),
        (f"dough.md:{lines.index('Alone.')}:", "outside an exercise"),
        ("dough.md:1:", "more than one list of key points"),
        ("oven.md:1:", "no objectives"),
        ("index.md:15:", "there is no lesson 'nowhere'"),
    ):
        assert any(place in line and words in line for line in course.warnings.splitlines()), (
            place,
            words,
            course.warnings,
        )


def test_what_is_wrong_with_a_lesson_and_with_its_notes_is_told_once(course):
    wrong = "{ref}`nowhere-%s` ![p](nothing-%s.png) {download}`d <nofile-%s.txt>`\n"
    page = DOUGH.replace("Flour has gluten.", wrong.replace("%s", "page"))
    course.write("dough.md", page.replace("- [ ] Canarytask", wrong.replace("%s", "note")))
    course.sphinx("en")
    for place in ("page", "note"):
        for word in ("nowhere", "nothing", "nofile"):
            assert course.warnings.count(f"{word}-{place}") == 1, course.warnings


def test_pages_that_were_read_for_another_builder_have_an_edition_all_the_same(course):
    course.sphinx("en", "text")
    doctrees = course.folder.parent / "out-text-en.doctrees"
    folder = course.folder.parent / "after"
    commands.run("sphinx", "-q", "-d", str(doctrees), ".", str(folder), cwd=course.folder)
    assert "Canarynote" in (folder / "instructor/dough.html").read_text("utf-8")
    assert not list((folder / "_sources").rglob("dough*")), "a source holds the notes"


def test_a_lesson_says_where_it_stands_and_what_it_comes_with(baked):
    for language, said in (("en", "Lesson 1 of 2"), ("es", "Lección 1 de 2")):
        (head,) = baked.body("dough", language).find_class("tandem-lesson-head")
        facts = [text_of(one) for one in head.find_class("tandem-lesson-facts")[0]]
        assert facts[0] == said
        assert facts[1].startswith("32 min")
        stops = head.xpath(".//ol/li/a")
        assert [stop.get("aria-current") for stop in stops] == ["page", None]
        assert [stop.get("href") for stop in stops] == ["#", "course/oven.html"]
        folder = baked.sphinx(language)
        for link in head.xpath(".//ul//a/@href"):
            assert (folder / link).is_file(), link


def test_a_page_that_is_no_lesson_has_no_such_head(baked):
    assert not baked.body("index").find_class("tandem-lesson-head")
    edition = baked.sphinx("en") / "instructor/dough.html"
    assert "tandem-lesson-head" not in edition.read_text("utf-8"), "it has a head of its own"
