"""The boxes of a lesson: read, opened, translated, in the language of the page."""

from __future__ import annotations

import pytest

from tests.messages.conftest import TinySite, language_of, site, text_of

__all__ = ["site"]

LESSON = """\
# Lesson

:::{questions}
- What is it?
:::

:::::{exercise} Compare two answers
:minutes: 5
Compare.

:::{hint}
Look again.
:::

:::{solution}
The second.
:::
:::::

:::{hint}
Not in an exercise.
:::

:::{callout} A title of its own
A remark.
:::

:::{keypoints}
- It is simple.
:::
"""
SPANISH = {
    "Lesson": "Lección",
    "What is it?": "¿Qué es?",
    "Compare two answers": "Compara dos respuestas",
    "Compare.": "Compara.",
    "Look again.": "Mira otra vez.",
    "The second.": "La segunda.",
    "Not in an exercise.": "Fuera de un ejercicio.",
    "A title of its own": "Un título propio",
    "A remark.": "Una observación.",
    "It is simple.": "Es simple.",
}


@pytest.fixture
def lesson(site: TinySite) -> TinySite:
    site.write("index.md", LESSON)
    site.catalog("index", SPANISH)
    return site


def test_translators_see_what_the_author_wrote_and_nothing_of_the_engine(lesson):
    assert lesson.messages()["index"] == list(SPANISH)


def test_titles_stand_in_the_language_of_the_page(lesson):
    titles = {
        "en": ["Questions", "Exercise: Compare two answers (5 minutes)", "Hint", "Solution"],
        "es": ["Preguntas", "Ejercicio: Compara dos respuestas (5 minutos)", "Pista", "Solución"],
    }
    for language, expected in titles.items():
        found = [text_of(e) for e in lesson.page(language=language).find_class("admonition-title")]
        assert found[:4] == expected
    assert "Exercise" not in lesson.page(language="es").text_content()


def test_an_untranslated_title_is_marked_and_the_kind_beside_it_is_not(lesson):
    lesson.catalog("index", {**SPANISH, "Compare two answers": ""})
    title = lesson.page().xpath(".//div[contains(@class, 'tandem-exercise')]/p")[0]
    kind = title.find_class("tandem-kind")[0]
    own = title.xpath(".//span[@lang='en']")[0]
    assert (text_of(kind), language_of(kind)) == ("Ejercicio", "es")
    assert (text_of(own), language_of(own)) == ("Compare two answers", "en")


def test_hints_and_solutions_are_closed_and_the_anchor_is_the_same_in_both_languages(lesson):
    anchors = set()
    for language in ("en", "es"):
        box = lesson.page(language=language).find_class("tandem-exercise")[0]
        folds = box.xpath("./details")
        assert [fold.get("open") for fold in folds] == [None, None]
        assert all(fold[0].tag == "summary" for fold in folds)
        anchors.add(box.get("id"))
    assert anchors == {"exercise-Compare-two-answers"}


def test_a_hint_outside_an_exercise_is_the_admonition_that_it_always_was(lesson):
    page = lesson.page(language="en")
    hints = page.xpath(".//div[contains(@class, 'hint')]")
    assert [text_of(found) for found in hints] == ["Hint Not in an exercise."]


def test_minutes_that_are_no_number_are_reported_where_they_stand(lesson):
    lesson.write("index.md", LESSON.replace(":minutes: 5", ":minutes: five"))
    lesson.build("en")
    assert "index.md:7: WARNING: the minutes of an exercise are a whole number" in lesson.warnings
    lesson.write("index.md", LESSON)
    lesson.build("en")
    assert not lesson.warnings


def test_an_instructor_note_is_translated_but_never_reaches_learners(lesson):
    note = "\n:::{instructor-note} Timing words\nCanarywords for the teacher.\n:::\n"
    lesson.write("index.md", LESSON + note)
    assert {"Timing words", "Canarywords for the teacher."} <= set(lesson.messages()["index"])
    lesson.catalog("index", {**SPANISH, "Canarywords for the teacher.": "Palabrascanario."})
    lesson.conf += "html_copy_source = False\n"
    for language in ("en", "es"):
        folder = lesson.build(language)
        published = [
            path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and "instructor" not in path.relative_to(folder).parts
        ]
        for word in (b"anarywords", b"alabrascanario", b"Timing words"):
            assert not [text for text in published if word.lower() in text.lower()]
