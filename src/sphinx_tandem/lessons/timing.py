"""The timetable of a lesson and of a session: who takes how long, and where breaks stand.

What a page shows, what a kit prints and what is exported is decided here, by pure
functions over the data of :mod:`.model`; nothing here reads a clock, a page or a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from .model import BREAK, DEMO, EXERCISE, LESSON, TEACHING, Activity, Lesson, Part, Row


class Breaks(NamedTuple):
    """How often a session pauses; without a length or a rhythm it never does.

    :param every: after how many minutes of work at most a break is due.
    :param minutes: how long a break takes.
    """

    every: int = 90
    minutes: int = 10

    @property
    def are_wanted(self) -> bool:
        """Whether there are breaks at all."""
        return self.every > 0 and self.minutes > 0

    def too_long(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Return what takes longer than people should work, as no break stands in it.

        :param rows: parts of lessons, and tasks; not whole lessons.
        """
        return tuple(row for row in rows if self.are_wanted and row.minutes > self.every)


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Share whole minutes out by weight, so that they add up to *total*.

    The method of the largest remainder (Hamilton): everybody gets the whole part of
    the exact share, and the minutes that are left go to the largest remainders.

    >>> shares(10, [1, 1, 1])
    [4, 3, 3]

    :param total: the minutes; 0 or more.
    :param weights: one for each share; where all are 0, all weigh the same.
    """
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
    untimed = [one for one in lesson.activities if one.kind == EXERCISE and one.minutes is None]
    exercises = iter(shares(max(left, 0), [1] * len(untimed)))

    def with_minutes(found: Activity) -> Activity:
        if found.minutes is not None:
            return found
        return replace(found, minutes=next(exercises) if found.kind == EXERCISE else 0)

    teaching = lesson.teaching - _given(lesson.activities, DEMO)
    teaching -= sum(part.minutes or 0 for part in lesson.parts)
    free = [part.words for part in lesson.parts if part.minutes is None]
    given = iter(shares(max(teaching, 0), free))
    parts = [
        replace(
            part,
            minutes=next(given) if part.minutes is None else part.minutes,
            activities=tuple(map(with_minutes, part.activities)),
        )
        for part in lesson.parts
    ]
    return replace(lesson, parts=tuple(parts))


def _given(activities: Iterable[Activity], kind: str) -> int:
    return sum(found.minutes or 0 for found in activities if found.kind == kind)


def rows_of(lesson: Lesson) -> tuple[Row, ...]:
    """Return the timetable of one lesson: each part's teaching, then its activities."""
    return placed(row for part in timed(lesson).parts for row in _part_rows(lesson.docname, part))


def _part_rows(docname: str, part: Part) -> Iterator[Row]:
    if part.minutes:
        yield Row(part.minutes, TEACHING, part.title, docname, part.anchor)
    for found in part.activities:
        minutes = found.minutes or 0
        yield Row(minutes, found.kind, found.title, docname, found.anchor, found.optional)


def placed(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows one after the other, each beginning where the one before it ends."""
    start = 0
    found = []
    for row in rows:
        found.append(replace(row, start=start))
        start += row.minutes
    return tuple(found)


def total(rows: Iterable[Row], *kinds: str) -> int:
    """Return the minutes of all rows of some kinds; of all where none is named."""
    return sum(row.minutes for row in rows if not kinds or row.kind in kinds)


# -- A session of several lessons ---------------------------------------------------------------


class LessonRows(NamedTuple):
    """A lesson in a timetable: the row that stands for all of it, and those of its parts."""

    whole: Row
    parts: Sequence[Row]


def lesson_rows(lesson: Lesson) -> LessonRows:
    """Return a lesson as a session takes it."""
    whole = Row(lesson.minutes, LESSON, lesson.title, lesson.docname)
    return LessonRows(whole, rows_of(lesson))


def session_rows(
    lessons: Sequence[LessonRows], tasks: Sequence[Row], breaks: Breaks, *, self_study: bool = False
) -> tuple[Row, ...]:
    """Return the timetable of a session.

    Who studies alone pauses at will, and sees each lesson as one row.  A session of one
    lesson shows its parts.  In one of several, a lesson that fits between two breaks is
    one row; in a longer one, breaks stand between its parts: each stretch is a row, and
    all but the first are continued.

    :param lessons: the lessons, in their order.
    :param tasks: what comes after them.
    :param breaks: how often the session pauses.
    :param self_study: whether everybody works alone, at any time.
    """
    if self_study:
        return placed([*(lesson.whole for lesson in lessons), *tasks])
    if len(lessons) == 1:
        return with_breaks([*lessons[0].parts, *tasks], breaks)
    stretches = [row for lesson in lessons for row in _stretches(lesson, breaks)]
    found: list[Row] = []
    for row in with_breaks([*stretches, *tasks], breaks):
        if row.is_continued and found[-1].kind != BREAK:
            found[-1] = replace(found[-1], minutes=found[-1].minutes + row.minutes)
        else:
            found.append(row)
    return placed(found)


def _stretches(lesson: LessonRows, breaks: Breaks) -> list[Row]:
    """Return a lesson as rows between which breaks may stand."""
    whole, parts = lesson
    if len(parts) < 2 or not breaks.too_long([whole]):
        return [whole]
    return [
        replace(whole, minutes=parts[0].minutes),
        *(
            replace(whole, minutes=part.minutes, anchor=part.anchor, is_continued=True)
            for part in parts[1:]
        ),
    ]


def with_breaks(rows: Sequence[Row], breaks: Breaks) -> tuple[Row, ...]:
    """Return the timetable with breaks.

    A break stands between two rows, never in one; there is none at the end.  So only
    somebody whose one row is too long works too long, see :meth:`Breaks.too_long`.
    """
    found: list[Row] = []
    worked = 0
    for row in rows:
        if breaks.are_wanted and worked and worked + row.minutes > breaks.every:
            found.append(Row(breaks.minutes, BREAK))
            worked = 0
        found.append(row)
        worked += row.minutes
    return placed(found)


# -- Clocks -------------------------------------------------------------------------------------


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
