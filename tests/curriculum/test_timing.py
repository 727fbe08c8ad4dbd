"""Minutes add up, whatever they are shared out among and whatever the clocks do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_tandem.lessons.collect import wrong_sums
from sphinx_tandem.lessons.model import (
    BREAK,
    DEMO,
    EXERCISE,
    LESSON,
    TASK,
    TEACHING,
    Activity,
    Breaks,
    Lesson,
    LessonRows,
    Part,
    Row,
    beside,
    clock,
    lesson_rows,
    overview,
    parts_of_session,
    placed,
    row_words,
    rows_of,
    session_rows,
    shares,
    total,
    with_breaks,
)

MINUTES = st.integers(0, 600)


@given(MINUTES, st.lists(st.integers(0, 5000), min_size=1, max_size=30))
def test_shares_add_up_and_none_is_a_minute_away_from_its_part(total_minutes, weights):
    found = shares(total_minutes, weights)
    assert sum(found) == total_minutes
    whole = sum(weights)
    for minutes, weight in zip(found, weights, strict=True):
        exact = total_minutes * weight / whole if whole else total_minutes / len(weights)
        assert abs(minutes - exact) < 1


def lesson(teaching: int, exercises: int | None, *parts: Part) -> Lesson:
    return Lesson("lesson", "Lesson", teaching, exercises, parts)


def end(rows: Sequence[Row]) -> int:
    """Return when a session is over, in minutes since its beginning."""
    return rows[-1].start + rows[-1].minutes if rows else 0


def test_a_lesson_fills_its_time_to_the_minute():
    found = lesson(
        20,
        15,
        Part("Opening", "", 10),
        Part("One", "one", 100, activities=(Activity(EXERCISE, "A", "a", 5),)),
        Part("Two", "two", 50, 4, (Activity(EXERCISE, "B", "b"), Activity(EXERCISE, "C", "c"))),
        Part("Three", "three", 90, activities=(Activity(DEMO, "D", "d", 6),)),
    )
    rows = rows_of(found)
    assert total(rows) == 35 and end(rows) == 35
    assert total(rows, EXERCISE) == 15
    assert total(rows, TEACHING, DEMO) == 20
    assert [row.minutes for row in rows if row.kind == EXERCISE] == [5, 5, 5]
    assert next(row.minutes for row in rows if row.anchor == "two") == 4
    assert [row.start for row in rows] == [
        sum(before.minutes for before in rows[:place]) for place in range(len(rows))
    ]


def test_exercises_of_a_lesson_that_gives_no_sum_are_the_sum():
    part = Part("One", "one", 1, activities=(Activity(EXERCISE, "A", "a", 7),))
    assert lesson(10, None, part).minutes == 17
    assert rows_of(lesson(10, None, part))[0].minutes == 10
    untimed = Part("Two", "two", 1, activities=(Activity(EXERCISE, "B", "b"),))
    assert lesson(10, None, part, untimed).minutes == 17


def test_a_demo_is_no_exercise():
    shown, tried = Activity(DEMO, "A", "a", 3), Activity(EXERCISE, "B", "b")
    assert not lesson(10, None).has_exercises
    assert not lesson(10, None, Part("One", "one", 1, activities=(shown,))).has_exercises
    assert lesson(10, None, Part("One", "one", 1, activities=(shown, tried))).has_exercises


def test_shares_go_by_weight_and_the_rest_to_the_largest_remainders():
    assert shares(10, [1, 2, 7]) == [1, 2, 7]
    assert shares(10, [1, 1, 1]) == [4, 3, 3]
    assert shares(7, [0, 0, 0, 0]) == [2, 2, 2, 1]
    assert shares(3, [1, 5]) == [1, 2], "half a minute is more than an eighth of two"
    assert shares(5, []) == []


def test_exercises_share_what_the_front_matter_leaves_and_demos_belong_to_the_teaching():
    part = Part(
        "One",
        "one",
        10,
        activities=(
            Activity(EXERCISE, "A", "a"),
            Activity(DEMO, "B", "b"),
            Activity(DEMO, "C", "c", 3),
            Activity(EXERCISE, "D", "d", 9, optional=True),
        ),
    )
    rows = rows_of(lesson(10, 20, part))
    assert [(row.start, row.minutes, row.anchor, row.optional) for row in rows] == [
        (0, 7, "one", False), (7, 11, "a", False), (18, 0, "b", False), (18, 3, "c", False),
        (21, 9, "d", True),
    ]  # fmt: skip
    assert {row.docname for row in rows} == {"lesson"}


def test_minutes_that_are_given_twice_leave_none_and_never_less():
    part = Part(
        "One",
        "one",
        10,
        activities=(
            Activity(EXERCISE, "A", "a", 9),
            Activity(EXERCISE, "B", "b"),
            Activity(DEMO, "C", "c", 30),
        ),
    )
    rows = rows_of(lesson(20, 5, part, Part("Two", "two", 3, 4)))
    assert [(row.title, row.minutes) for row in rows] == [
        ("A", 9), ("B", 0), ("C", 30), ("Two", 4),
    ], "no time for teaching, no row"  # fmt: skip


@given(st.lists(st.integers(1, 80), max_size=20), st.integers(1, 120), st.integers(1, 30))
def test_nobody_works_longer_than_agreed_without_a_break(minutes, every, pause):
    rows = with_breaks([Row(one, TEACHING) for one in minutes], Breaks(every, pause))
    worked = 0
    for place, row in enumerate(rows):
        if row.kind == BREAK:
            assert 0 < place < len(rows) - 1, "no break opens or ends a session"
            assert row.minutes == pause
            worked = 0
        else:
            assert worked + row.minutes <= every or worked == 0
            worked += row.minutes
    assert [row.minutes for row in rows if row.kind != BREAK] == minutes
    assert total(rows) == end(rows)


@given(
    st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=6), min_size=2, max_size=6),
    st.integers(1, 90),
    st.integers(1, 20),
)
def test_a_lesson_that_is_longer_than_agreed_has_its_breaks_between_its_parts(given, every, pause):
    lessons = [
        LessonRows(Row(sum(parts), LESSON, str(number)), [Row(one, TEACHING) for one in parts])
        for number, parts in enumerate(given)
    ]
    rows = session_rows(lessons, [], Breaks(every, pause))
    worked = 0
    for row in rows:
        worked = 0 if row.kind == BREAK else worked + row.minutes
        longest = max((max(parts) for parts in given), default=0)
        assert worked <= max(every, longest)
    for whole, _parts in lessons:
        mine = [row for row in rows if row.title == whole.title]
        assert sum(row.minutes for row in mine) == whole.minutes
        assert [row.is_continued for row in mine] == [False] + [True] * (len(mine) - 1)
        if whole.minutes <= every:
            assert len(mine) == 1, "a lesson that fits between two breaks stays whole"
    assert total(rows) == end(rows)


ZONES = ["UTC", "America/Mexico_City", "America/Sao_Paulo", "Africa/Nairobi", "Africa/Casablanca",
         "Asia/Kathmandu", "Europe/Berlin", "America/New_York"]  # fmt: skip


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.integers(0, 2000),
)
def test_a_minute_is_a_minute_in_every_zone(naive, home, away, minutes):
    start = naive.replace(tzinfo=ZoneInfo(home))
    shown = clock(start, minutes, ZoneInfo(away))
    passed = shown.astimezone(UTC) - start.astimezone(UTC)
    assert passed == timedelta(minutes=minutes)


def test_a_session_over_midnight_and_over_a_change_of_the_clocks_ends_when_it_should():
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2027, 3, 28, 1, 30, tzinfo=berlin)  # at 2:00 clocks go to 3:00
    assert clock(start, 60, berlin).strftime("%H:%M") == "03:30"
    back = datetime(2027, 10, 31, 2, 30, tzinfo=berlin)  # at 3:00 clocks go back to 2:00
    assert clock(back, 60, berlin).strftime("%H:%M %Z") == "02:30 CET"
    night = datetime(2027, 6, 1, 23, 30, tzinfo=ZoneInfo("Africa/Nairobi"))
    assert clock(night, 60, night.tzinfo).strftime("%d %H:%M") == "02 00:30"
    assert clock(night, 0, ZoneInfo("America/Mexico_City")).strftime("%d %H:%M") == "01 14:30"


def test_a_beginning_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        clock(datetime(2027, 1, 1, 9), 5, UTC)


def rows(*minutes: int) -> list[Row]:
    return [Row(one, TEACHING, f"part {one}", anchor=f"at-{one}") for one in minutes]


def shown(found) -> list[tuple[int, int, str, bool]]:
    return [(row.start, row.minutes, row.title or row.kind, row.is_continued) for row in found]


def of_parts(title: str, *minutes: int) -> LessonRows:
    return LessonRows(Row(sum(minutes), LESSON, title), rows(*minutes))


def test_a_break_is_due_when_work_would_go_on_for_too_long_and_not_before():
    assert shown(with_breaks(rows(30, 30, 1), Breaks(60, 5))) == [
        (0, 30, "part 30", False), (30, 30, "part 30", False), (60, 5, "break", False),
        (65, 1, "part 1", False),
    ]  # fmt: skip
    assert len(with_breaks(rows(30, 30), Breaks(60, 5))) == 2
    again = with_breaks(rows(60, 30, 30, 1), Breaks(60, 5))
    assert [row.kind == BREAK for row in again] == [False, True, False, False, True, False]
    for none in (Breaks(0, 5), Breaks(1, 0)):
        assert len(with_breaks(rows(30, 30), none)) == 2
        assert not none.too_long(rows(30))
    assert with_breaks(rows(2, 2), Breaks(1, 1))[1].kind == BREAK
    assert Breaks() == (90, 10)
    assert [row.minutes for row in Breaks(30).too_long(rows(29, 30, 31))] == [31]


def test_a_session_of_one_lesson_shows_its_parts_and_one_of_several_the_lessons():
    tasks, breaks = [Row(7, "task", "Practise")], Breaks(40, 5)
    one, two = of_parts("One", 20, 10), of_parts("Two", 30, 15, 5)
    assert shown(session_rows([one], tasks, breaks)) == [
        (0, 20, "part 20", False), (20, 10, "part 10", False), (30, 7, "Practise", False),
    ]  # fmt: skip
    assert shown(session_rows([one, two], tasks, breaks)) == [
        (0, 30, "One", False), (30, 5, "break", False), (35, 30, "Two", False),
        (65, 5, "break", False), (70, 20, "Two", True), (90, 7, "Practise", False),
    ]  # fmt: skip
    continued = session_rows([one, two], tasks, breaks)[4]
    assert (continued.anchor, continued.kind) == ("at-15", LESSON), "it leads to where it goes on"
    assert shown(session_rows([one, two], tasks, breaks, self_study=True)) == [
        (0, 30, "One", False), (30, 50, "Two", False), (80, 7, "Practise", False),
    ]  # fmt: skip
    assert shown(session_rows([], tasks, breaks)) == [(0, 7, "Practise", False)]


def test_a_lesson_without_parts_to_pause_between_stays_whole():
    long, short = of_parts("Long", 95), of_parts("Short", 5)
    assert shown(session_rows([long, short], [], Breaks(90, 10))) == [
        (0, 95, "Long", False), (95, 10, "break", False), (105, 5, "Short", False),
    ]  # fmt: skip
    nothing = LessonRows(long.whole, [])
    assert len(session_rows([nothing, short], [], Breaks(90, 10))) == 3
    fits = [of_parts("One", 20), of_parts("Two", 15, 15)]
    assert shown(session_rows(fits, [], Breaks(40, 5))) == [
        (0, 20, "One", False), (20, 5, "break", False), (25, 30, "Two", False),
    ]  # fmt: skip


def test_a_lesson_in_a_session_is_one_row_with_its_page():
    found = lesson_rows(lesson(10, 5, Part("One", "one", 1)))
    assert found.whole == Row(15, LESSON, "Lesson", "lesson")
    assert [(row.minutes, row.anchor) for row in found.parts] == [(10, "one")]


def test_rows_are_called_by_their_title_or_by_what_they_are():
    assert row_words(Row(5, EXERCISE, "Bake", optional=True), str) == (
        "Bake",
        "Exercise (optional)",
    )
    assert row_words(Row(5, EXERCISE), str) == ("Exercise", "Exercise")
    assert row_words(Row(5, BREAK, "x"), str) == ("Break", "Break")
    assert row_words(Row(5, LESSON, "Oven", is_continued=True), str) == (
        "Oven (continued)",
        "Lesson",
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (lesson(10, 5, Part("P", "p", 1, activities=(Activity(EXERCISE, "A", "a", 5),))), []),
        (lesson(10, 5, Part("P", "p", 1, activities=(Activity(EXERCISE, "A", "a", 4),))), ["exercises"]),
        (lesson(10, 5, Part("P", "p", 1, activities=(Activity(EXERCISE, "A", "a", 4), Activity(EXERCISE, "B", "b")))), []),
        (lesson(10, 5, Part("P", "p", 1, activities=(Activity(EXERCISE, "A", "a", 6), Activity(EXERCISE, "B", "b")))), ["exercises"]),
        (lesson(10, None, Part("P", "p", 1, activities=(Activity(EXERCISE, "A", "a", 6),))), []),
        (lesson(10, None, Part("P", "p", 1, 6, (Activity(DEMO, "A", "a", 4),))), []),
        (lesson(10, None, Part("P", "p", 1, 6, (Activity(DEMO, "A", "a", 5),))), ["teaching"]),
        (lesson(10, None, Part("P", "p", 1, 9)), ["teaching"]),
        (lesson(10, None, Part("P", "p", 1, 9), Part("Q", "q", 1)), []),
        (lesson(10, None), []),
    ],
)  # fmt: skip
def test_minutes_that_do_not_add_up_are_told(given, told):
    found = list(wrong_sums(given))
    assert [
        word
        for word in ("exercises", "teaching")
        if any(f"minutes to {word}" in one for one in found)
    ] == told
    assert len(found) == len(told)


def test_pages_made_of_lessons_stand_beside_them():
    assert beside("training/hub/access", "x") == "training/x/hub/access"
    assert beside("access", "x") == "x/access"
    assert beside("index", "x") == "x/home" and beside("training/index", "x") == "training/x/home"
    assert overview("training/hub/access", "x") == "training/x/index"
    assert overview("access", "x") == "x/index"


@given(
    st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=6), min_size=1, max_size=4),
    st.integers(0, 90),
)
def test_the_parts_of_a_session_fill_its_timetable_with_the_same_breaks(minutes, every):
    lessons = [
        LessonRows(
            Row(sum(parts), LESSON, docname=str(number)),
            placed(Row(each, TEACHING, docname=str(number), anchor=str(at))
                   for at, each in enumerate(parts)),
        )
        for number, parts in enumerate(minutes)
    ]  # fmt: skip
    breaks = Breaks(every, 10)
    tasks = [Row(5, TASK, "Write")]
    whole, found = session_rows(lessons, tasks, breaks), parts_of_session(lessons, tasks, breaks)
    assert end(found) == end(whole)
    pauses = [[row.start for row in rows if row.kind == BREAK] for rows in (whole, found)]
    assert pauses[0] == pauses[1]
    assert [row.anchor for row in found if row.docname] == [
        row.anchor for lesson in lessons for row in lesson.parts
    ]
