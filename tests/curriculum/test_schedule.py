"""A schedule says what its author wrote, or what is wrong with it and in which line."""

from __future__ import annotations

import pytest

from sphinx_tandem.lessons.model import Session, Task, read_sessions

WHOLE = """\
- title: First
    evening
  lessons: [dough, oven.md]
  after: 0
- title: At home
  self-study: yes
  lessons: starter
  tasks:
    - {title: Feed it, minutes: 15, link: "dough.md#feed"}
    - title: Wait
      minutes: 60
  break: 5
  break-every: 45
"""


def test_every_key_is_understood_with_its_line():
    sessions, problems = read_sessions(WHOLE)
    assert not problems
    assert sessions == [
        Session("First evening", (("dough", 2), ("oven.md", 2)), after=0, line=0),
        Session(
            "At home",
            (("starter", 6),),
            (Task("Feed it", 15, "dough.md#feed", 8), Task("Wait", 60, "", 9)),
            is_self_study=True,
            break_every=45,
            break_minutes=5,
            line=4,
        ),
    ]


def test_nothing_is_nothing():
    for text in ("", "\n\n", "# only a remark\n"):
        assert read_sessions(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- title: [", 0, "not valid YAML (expected the node content"),
        ("- title: A\x07", 0, "the character U+0007 is not allowed"),
        ("- title: A\n- title: 'B\n", 1, "not valid YAML"),
        ("title: A\n", 0, "A schedule is not a list"),
        ("- title: A\n- words\n", 1, "A session is not a set of `key: value` lines"),
        ("- title: A\n  length: 5\n", 1, "no `length`; it may have title, lessons,"),
        ("- title: A\n  lessons: a\n  title: B\n", 2, "twice"),
        ("- title: [A]\n", 0, "This is not one text"),
        ("- title: A\n  lessons: [{a: b}]\n", 1, "This is not one text"),
        ("- title: A\n  tasks: Practise\n", 1, "`tasks` is not a list"),
        ("- tasks:\n    - Practise\n", 1, "A task is not a set of `key: value` lines"),
        ("- tasks:\n    - {title: A, minutes: 5}\n    - {title: Practise}\n", 2, "no `minutes`, which it needs"),
        ("- tasks:\n    - {minutes: 5}\n", 1, "no `title`, which it needs"),
        ("- tasks:\n    - {title: Practise, minutes: half}\n", 1, "`minutes` of a task"),
        ("- title: A\n  after: soon\n", 1, "number of days"),
        ("- title: A\n  after: -1\n", 1, "number of days"),
        ("- title: A\n  after: 123456\n", 1, "number of days"),
        ("- title: A\n  break: [5]\n", 1, "`break` is minutes"),
        ("- title: A\n  break-every: 1.5\n", 1, "`break-every` is minutes"),
        ("- title: A\n  self-study: perhaps\n", 1, "neither true nor false"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text, line, words):
    _sessions, problems = read_sessions(text)
    assert any(at == line and words in message for at, message in problems), problems


def test_what_is_wrong_costs_nothing_else():
    text = (
        "- title: A\n  title: B\n  after: soon\n  lessons: [a, [b], '', c]\n  self-study: perhaps\n"
        "  tasks:\n    - {title: X}\n    - {title: Y, minutes: 5, colour: red}\n"
    )
    sessions, problems = read_sessions(text)
    assert sessions == [Session("A", (("a", 3), ("c", 3)), (Task("Y", 5, "", 7),))]
    assert sorted(line for line, _message in problems) == [1, 2, 3, 4, 6, 7]


@pytest.mark.parametrize(
    ("word", "is_self_study"),
    [("true", True), ("Yes", True), ("on", True), ("false", False), ("no", False), ("OFF", False)],
)
def test_a_flag_is_any_of_the_words_of_yaml(word, is_self_study):
    sessions, problems = read_sessions(f"- self-study: {word}\n")
    assert [session.is_self_study for session in sessions] == [is_self_study]
    assert not problems
