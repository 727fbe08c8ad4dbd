"""The arithmetic of time: how minutes are shared out, where breaks go, when it is what time.

Pure functions over the data of :mod:`.model`; nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from .model import BREAK, DEMO, EXERCISE, TEACHING, Activity, Lesson, Part, Row

# A pause after an hour and a half at the latest, unless an author wants another rhythm.
BREAK_EVERY, BREAK_MINUTES = 90, 10


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Share whole minutes out by weight, so that they add up to *total*.

    The method of the largest remainder (Hamilton): everybody gets the whole part of
    the exact share, and the minutes that are left go to the largest remainders.

    >>> shares(10, [1, 1, 1])
    [4, 3, 3]

    :param total: the minutes; 0 or more.
    :param weights: one for each share; where all are 0, all weigh the same.
    """
    if not weights:
        return []
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    found = [total * weight // whole for weight in weights]
    remainders = [(-(total * weight % whole), place) for place, weight in enumerate(weights)]
    for _, place in sorted(remainders)[: total - sum(found)]:
        found[place] += 1
    return found


def timed(lesson: Lesson) -> Lesson:
    """Return the lesson with minutes for each part and each activity.

    Exercises without minutes share what the front matter gives beyond the others.
    Demonstrations belong to the teaching; what is left of it is shared among the
    parts without minutes of their own, by the words of each.
    """
    left = lesson.exercise_minutes - _given(lesson.activities, EXERCISE)
    missing = [found for found in lesson.activities if found.minutes is None]
    open_exercises = sum(found.kind == EXERCISE for found in missing)
    exercises = iter(shares(max(left, 0), [1] * open_exercises))

    def with_minutes(found: Activity) -> Activity:
        if found.minutes is not None:
            return found
        return replace(found, minutes=next(exercises) if found.kind == EXERCISE else 0)

    parts = [
        replace(part, activities=tuple(map(with_minutes, part.activities))) for part in lesson.parts
    ]
    teaching = lesson.teaching - _given(lesson.activities, DEMO)
    teaching -= sum(part.minutes or 0 for part in parts)
    free = [part for part in parts if part.minutes is None]
    given = iter(shares(max(teaching, 0), [part.words for part in free]))
    return replace(
        lesson,
        parts=tuple(
            replace(part, minutes=next(given)) if part.minutes is None else part for part in parts
        ),
    )


def _given(activities: Iterable[Activity], kind: str) -> int:
    return sum(found.minutes or 0 for found in activities if found.kind == kind)


def rows_of(lesson: Lesson) -> tuple[Row, ...]:
    """Return the timetable of one lesson: each part's teaching, then its activities."""
    return placed(row for part in timed(lesson).parts for row in _part_rows(lesson, part))


def _part_rows(lesson: Lesson, part: Part) -> Iterator[Row]:
    if part.minutes:
        yield Row(0, part.minutes, TEACHING, part.title, lesson.docname, part.anchor)
    for found in part.activities:
        yield Row(
            0,
            found.minutes or 0,
            found.kind,
            found.title,
            lesson.docname,
            found.anchor,
            found.optional,
        )


def placed(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows one after the other, each beginning where the one before it ends."""
    start = 0
    found = []
    for row in rows:
        found.append(replace(row, start=start))
        start += row.minutes
    return tuple(found)


def with_breaks(rows: Sequence[Row], every: int, minutes: int) -> tuple[Row, ...]:
    """Return the timetable with breaks, so that nobody works longer than *every* minutes.

    A break stands between two rows, never in one; there is none at the end.  So only
    somebody whose one row is longer than that works longer, see :func:`too_long`.

    :param every: after how many minutes of work at most a break is due; 0 for no breaks.
    :param minutes: how long a break takes.
    """
    if every <= 0 or minutes <= 0:
        return placed(rows)
    found: list[Row] = []
    worked = 0
    for row in rows:
        if worked and worked + row.minutes > every:
            found.append(Row(0, minutes, BREAK))
            worked = 0
        found.append(row)
        worked += row.minutes
    return placed(found)


def session_rows(
    lessons: Sequence[tuple[Row, Sequence[Row]]], others: Sequence[Row], every: int, minutes: int
) -> tuple[Row, ...]:
    """Return the timetable of a session of several lessons, with breaks.

    A lesson that fits between two breaks is one row.  In a longer one, breaks stand
    between its parts: each stretch is a row, and all but the first are continued.

    :param lessons: the row that stands for each lesson, and the rows of its parts.
    :param others: what comes after the lessons.
    :param every: after how many minutes of work at most a break is due; 0 for no breaks.
    :param minutes: how long a break takes; 0 for no breaks.
    """
    has_breaks = every > 0 and minutes > 0
    given: list[Row] = []
    for whole, parts in lessons:
        if not has_breaks or whole.minutes <= every or len(parts) < 2:
            given.append(whole)
            continue
        given.append(replace(whole, minutes=parts[0].minutes))
        given += [
            replace(whole, minutes=part.minutes, anchor=part.anchor, is_continued=True)
            for part in parts[1:]
        ]
    found: list[Row] = []
    for row in with_breaks([*given, *others], every, minutes):
        if row.is_continued and found[-1].kind != BREAK:
            found[-1] = replace(found[-1], minutes=found[-1].minutes + row.minutes)
        else:
            found.append(row)
    return placed(found)


def too_long(rows: Iterable[Row], every: int, minutes: int) -> tuple[Row, ...]:
    """Return what takes longer than people should work, as no break stands in it.

    :param rows: parts of lessons, and tasks; not whole lessons.
    :param every: after how many minutes of work at most a break is due; 0 for no breaks.
    :param minutes: how long a break takes; 0 for no breaks.
    """
    return tuple(row for row in rows if every > 0 and minutes > 0 and row.minutes > every)


def total(rows: Iterable[Row], *kinds: str) -> int:
    """Return the minutes of all rows of some kinds; of all where none is named."""
    return sum(row.minutes for row in rows if not kinds or row.kind in kinds)


def clock(start: datetime, minutes: int, zone: tzinfo) -> datetime:
    """Return what a clock in *zone* shows some minutes after *start*.

    Minutes pass in UTC, so that an hour that a zone leaves out or repeats, when
    daylight saving begins or ends, makes a session neither shorter nor longer.

    :param start: the beginning, with a time zone of its own.
    :raises ValueError: when *start* has no time zone.
    """
    if start.tzinfo is None:
        raise ValueError("the beginning has no time zone")
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
