"""The boxes of a lesson: read, opened, translated, in the language of the page."""

from __future__ import annotations

import pytest
import sphinx

from harness.reading import language_of, text_of
from harness.sites import TinySite, empty_site

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


def write_lesson(site: TinySite) -> TinySite:
    site.write("index.md", LESSON)
    site.catalog("index", SPANISH)
    return site


@pytest.fixture
def lesson(site: TinySite) -> TinySite:
    """A lesson that a test may change."""
    return write_lesson(site)


@pytest.fixture(scope="module")
def read_lesson(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """The same lesson for tests that only read it."""
    return write_lesson(empty_site(tmp_path_factory.mktemp("read") / "site"))


def test_translators_see_what_the_author_wrote_and_nothing_of_the_engine(read_lesson):
    assert read_lesson.messages()["index"] == list(SPANISH)


def test_titles_stand_in_the_language_of_the_page(read_lesson):
    titles = {
        "en": ["Questions", "Exercise 1: Compare two answers (5 minutes)", "Hint", "Solution"],
        "es": ["Preguntas", "Ejercicio 1: Compara dos respuestas (5 minutos)", "Pista", "Solución"],
    }
    for language, expected in titles.items():
        found = [
            text_of(e).rstrip("¶")
            for e in read_lesson.body(language=language).find_class("admonition-title")
        ]
        assert found[:4] == expected
    assert "Exercise" not in read_lesson.body(language="es").text_content()


def test_an_untranslated_title_is_marked_and_the_kind_beside_it_is_not(lesson):
    lesson.catalog("index", {**SPANISH, "Compare two answers": ""})
    title = lesson.body().xpath(".//div[contains(@class, 'tandem-exercise')]/p")[0]
    kind = title.find_class("tandem-kind")[0]
    own = title.xpath(".//span[@lang='en']")[0]
    assert (text_of(kind), language_of(kind)) == ("Ejercicio 1", "es")
    assert (text_of(own), language_of(own)) == ("Compare two answers", "en")


def test_hints_and_solutions_are_closed_and_the_anchor_is_the_same_in_both_languages(read_lesson):
    anchors = set()
    for language in ("en", "es"):
        box = read_lesson.body(language=language).find_class("tandem-exercise")[0]
        folds = box.xpath("./details")
        assert [fold.get("open") for fold in folds] == [None, None]
        assert all(fold[0].tag == "summary" for fold in folds)
        anchors.add(box.get("id"))
    assert anchors == {"exercise-Compare-two-answers"}


def test_a_hint_outside_an_exercise_is_the_admonition_that_it_always_was(read_lesson):
    page = read_lesson.body(language="en")
    hints = page.xpath(".//div[contains(@class, 'hint')]")
    assert [text_of(found) for found in hints] == ["Hint Not in an exercise."]


HINTS = """\
# Hints

```{eval-rst}
.. hint::
   Right below, and
   a second line.

   A paragraph.

.. hint:: Right beside.
   :class: canaryclass

.. hint::

   As usual.

.. callout::
   A remark right below.
```

:::{hint} Beside it
A second line.
:::
"""


def test_text_right_below_a_directive_is_its_text_as_sphinx_has_it(lesson):
    lesson.write("index.md", HINTS)
    page = lesson.body(language="en")
    hints = page.xpath(".//div[contains(@class, 'hint')]")
    assert [text_of(found) for found in hints] == [
        "Hint Right below, and a second line. A paragraph.",
        "Hint Right beside.",
        "Hint As usual.",
        "Hint Beside it A second line.",
    ]
    assert "canaryclass" in hints[1].get("class")
    assert "A remark right below." in page.text_content()
    assert not lesson.warnings


@pytest.mark.skipif(sphinx.version_info < (8, 2), reason="Sphinx had no such option")
def test_a_hint_takes_the_options_that_sphinx_gives_it(lesson):
    lesson.write("index.md", "# Hints\n\n:::{hint}\n:collapsible: closed\nFolded words.\n:::\n")
    assert "Folded words." in lesson.body(language="en").find(".//details").text_content()
    assert not lesson.warnings


def test_minutes_that_are_no_number_are_reported_where_they_stand(lesson):
    lesson.write("index.md", LESSON.replace(":minutes: 5", ":minutes: five"))
    lesson.sphinx("en")
    assert "index.md:7: WARNING: the minutes of an exercise are a whole number" in lesson.warnings
    lesson.write("index.md", LESSON)
    lesson.sphinx("en")
    assert not lesson.warnings


def test_an_instructor_note_is_translated_but_never_reaches_learners(lesson):
    note = "\n:::{instructor-note} Timing words\nCanarywords for the teacher.\n:::\n"
    lesson.write("index.md", LESSON + note)
    assert {"Timing words", "Canarywords for the teacher."} <= set(lesson.messages()["index"])
    lesson.catalog("index", {**SPANISH, "Canarywords for the teacher.": "Palabrascanario."})
    lesson.conf += "html_copy_source = False\n"
    for language in ("en", "es"):
        folder = lesson.sphinx(language)
        published = [
            path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and "instructor" not in path.relative_to(folder).parts
        ]
        for word in (b"anarywords", b"alabrascanario", b"Timing words"):
            assert not [text for text in published if word.lower() in text.lower()]


ALIKE = """\
# Lesson

::::{exercise} Catch one
First.

:::{dropdown} More
Folded words.
:::
::::

::::{exercise} Catch one
Second.
::::

::::{exercise} 練習
Third.
::::

::::{exercise}
Fourth.
::::
"""


def anchors_of(site: TinySite) -> list[str]:
    return [box.get("id") for box in site.body(language="en").find_class("tandem-exercise")]


def test_each_exercise_has_an_anchor_of_its_own_which_stays(site):
    site.write("index.md", ALIKE)
    before = anchors_of(site)
    assert before[:2] == ["exercise-Catch-one", "exercise-Catch-one-2"]
    assert len(set(before)) == 4
    new = "::::{exercise} 新規\nNew.\n::::\n\n::::{exercise}\nNew, too.\n::::\n"
    site.write("index.md", ALIKE.replace("# Lesson\n", f"# Lesson\n\n{new}"))
    after = anchors_of(site)
    assert after[2:] == before
    assert len(set(after)) == 6


def test_a_box_that_is_closed_too_early_is_reported(site):
    wrong = "# Lesson\n\n:::{exercise} One\nDo.\n\n:::{solution}\nDone.\n:::\n:::\n\n## After\n\nText.\n"
    site.write("index.md", wrong)
    site.sphinx("en")
    assert "index.md:9: WARNING: a line of colons without a name opens a box" in site.warnings
    site.write(
        "index.md",
        wrong.replace(":::{exercise}", "::::{exercise}").replace(":::\n:::", ":::\n::::"),
    )
    site.sphinx("en")
    assert not site.warnings
    site.write("index.md", "# Lesson\n\n:::{exercise} One\nDo.\n:::\n\n:::\nPlain words.\n:::\n")
    site.sphinx("en")
    assert not site.warnings


# The front matter of a lesson, what follows its title, and what is said of it.
MINUTES = (
    ("30", "", "`lesson` in the front matter is '30', which does not say"),
    (
        "{teaching: 20, exercises: 15}",
        "",
        "gives 15 minutes to exercises, but those on the page take 0",
    ),
    (
        "{teaching: 40}",
        "\n:::{instructor-note}\n:minutes: 5\nA.\n:::\n",
        "gives 40 minutes to teaching, but demonstrations and the minutes in instructor notes take 5",
    ),
    ("{teching: 20}", "", "has no key `teching`; did you mean `teaching`?"),
    ("{teaching: 20, x: 1}", "", "has no key `x`; it may have `teaching` and `exercises`."),
    ("{teaching: -1}", "", "contains 'teaching': -1, which is not a number of minutes."),
    ("{teaching: 20}", "", ""),
    # Without minutes, and with a share of those of the lesson; the box stands in line 7.
    ("{teaching: 20}", "\n:::{exercise} A\nDo.\n:::\n", ":7: exercise"),
    ("{teaching: 20}", "\n:::{demo} A\nDo.\n:::\n", ":7: demo"),
    ("{teaching: 20, exercises: 5}", "\n:::{exercise} A\nDo.\n:::\n", ""),
    ("{teaching: 20}", "\n:::{exercise} A\n:minutes: 0\nDo.\n:::\n", ""),
)


def test_minutes_that_do_not_add_up_are_reported(site):
    page = "---\norphan: true\nlesson: {}\n---\n# Lesson\n{}\n:::{{objectives}}\n- Begin.\n:::\n"
    site.write("index.md", "# Home\n")
    for number, (front, body, _said) in enumerate(MINUTES):
        site.write(f"lesson{number}.md", page.format(front, body))
    site.sphinx("en")
    for number, (front, body, expected) in enumerate(MINUTES):
        said = [line for line in site.warnings.splitlines() if f"lesson{number}.md:" in line]
        kind = expected.removeprefix(":7: ")
        at, words = (3, expected) if kind == expected else (7, f"this {kind} has no minutes")
        assert all(f"lesson{number}.md:{at}:" in line for line in said)
        assert [words in line for line in said] == [True] * bool(expected), (front, body)


ADVICE = """\
---
lesson: {teaching: 20}
orphan: true
---
# Lesson

:::{objectives}
- Understand means.
- Compute a mean.
- Entender la media.
:::

:::::::{exercise} Good
:minutes: 1
:objectives: 2 9
Do.

:::{solution}
Done.
:::
:::::::

:::::::{exercise}
:minutes: 1
Do.

::::{exercise} Inner
:minutes: 1
Do.

:::{solution}
One.
:::

:::{solution}
Two.
:::
::::
:::::::

:::{exercise} Open
:minutes: 1
Do.
:::
"""


def test_authors_are_told_what_a_class_would_trip_over(site):
    site.write("index.md", "# Home\n")
    site.write("lesson.md", ADVICE)
    site.write("typo.md", "---\norphan: true\n---\n# Typo\n\n:::{excercise} A\nA.\n:::\n\n"
               ":::{exercise} B\n:minuts: 3\nB.\n:::\n")  # fmt: skip
    done = site.build()
    found = {}
    for line in done.stderr.splitlines():
        if line.startswith("lesson.md:"):
            place, code, said = line.removeprefix("lesson.md:").split(": ", 2)
            found.setdefault(code, []).append((int(place), said))
    assert {code: [line for line, _said in said] for code, said in found.items()} == {
        "lesson-verb": [8, 10],
        "lesson-practice": [8, 10, 13],
        "lesson-untitled": [23],
        "lesson-nested": [27],
        "lesson-solution": [27],
        "lesson-unsolved": [41],
    }
    assert "objective 9, but the lesson has 3" in found["lesson-practice"][2][1]
    assert "did you mean `exercise`?" in done.stderr and "did you mean `minutes`?" in done.stderr


def test_values_and_names_that_say_nothing_are_reported(site):
    page = (
        "# Lesson\n\n:::{exercise} One\n:optional: false\nDo.\n:::\n\n"
        ":::{exercise-list}\n:lessons: gone index\n:::\n\n"
        ":::{schedule}\n- title: A\n  title: B\n:::\n"
    )
    site.write("index.md", page)
    site.sphinx("en")
    for said in (
        "'false' says nothing",
        "there is no page 'gone'",
        "The key `title` is there twice",
    ):
        assert said in site.warnings


def test_the_edition_of_a_first_page_and_the_overview_have_addresses_of_their_own(site):
    note = "\n:::{instructor-note}\nSay this.\n:::\n"
    site.write("index.md", f"# Lesson\n\nWords.\n{note}")
    folder = site.sphinx("en")
    assert "Instructor notes" in (folder / "instructor/index.html").read_text("utf-8")
    assert "Words." in (folder / "instructor/home.html").read_text("utf-8")


def test_nothing_stays_folded_on_paper_or_in_the_edition(site):
    site.write(
        "index.md", f"---\nlesson: {{teaching: 5}}\n---\n{ALIKE}\n:::{{objectives}}\n- Go.\n:::\n"
    )
    folder = site.sphinx("en")
    for name in (
        "handouts/home/lesson.html",
        "handouts/home/exercises.html",
        "instructor/home.html",
    ):
        page = (folder / name).read_text("utf-8")
        assert page.count("<details") == page.count(" open>") > 0, name
