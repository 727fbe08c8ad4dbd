"""Minutes add up, whatever they are shared out among and whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_tandem.lessons.model import (
    BREAK,
    DEMO,
    EXERCISE,
    LESSON,
    TEACHING,
    Activity,
    Lesson,
    Part,
    Row,
)
from sphinx_tandem.lessons.timing import (
    Breaks,
    LessonRows,
    clock,
    rows_of,
    session_rows,
    shares,
    timed,
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
    assert total(rows) == 35 and rows[-1].end == 35
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
    assert timed(lesson(10, None, part)).parts[0].minutes == 10


@given(st.lists(st.integers(1, 80), max_size=20), st.integers(1, 120), st.integers(1, 30))
def test_nobody_works_longer_than_agreed_without_a_break(minutes, every, pause):
    rows = with_breaks([Row(0, one, TEACHING) for one in minutes], Breaks(every, pause))
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
    assert total(rows) == (rows[-1].end if rows else 0)


@given(
    st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=6), min_size=2, max_size=6),
    st.integers(1, 90),
    st.integers(1, 20),
)
def test_a_lesson_that_is_longer_than_agreed_has_its_breaks_between_its_parts(given, every, pause):
    lessons = [
        LessonRows(
            Row(0, sum(parts), LESSON, str(number)), [Row(0, one, TEACHING) for one in parts]
        )
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
    assert total(rows) == (rows[-1].end if rows else 0)


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
