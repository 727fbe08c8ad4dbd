"""A lesson, its parts and its timetable: frozen data, and how long everything takes.

What a page shows, what a kit prints and what is exported is decided here, by pure
functions; nothing here reads a clock, a page or a file, and nothing knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import groupby
from typing import NamedTuple

from ..text.yaml_lines import Reader, Value, YamlError, parse

#: Looks up a word of the interface in one language.
Gettext = Callable[[str], str]

#: The kinds of row of a timetable; an activity is an exercise or a demonstration.
TEACHING, EXERCISE, DEMO = "teaching", "exercise", "demo"
BREAK, TASK, LESSON = "break", "task", "lesson"


@dataclass(frozen=True)
class Activity:
    """An exercise, or a demonstration.

    :param kind: :data:`EXERCISE` or :data:`DEMO`.
    :param anchor: its id within the page.
    :param minutes: ``None`` where the author does not say.
    :param optional: whether it is the first to be left out when time is short.
    :param tab: the set of tabs that it stands in, and which tab of it; whoever does what is
        in one tab leaves out the others.
    :param number: which exercise of its page it is, counted from 1; 0 for anything else.
    """

    kind: str
    title: str
    anchor: str
    minutes: int | None = None
    optional: bool = False
    tab: tuple[str, int] | None = None
    number: int = 0


def chosen(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    """Return what people do of some activities: of a set of tabs, what is in the longest.

    Each has the titles of those that stand at its place in the other tabs, too.
    """
    found: list[Activity] = []
    for tabs, run in groupby(activities, lambda one: one.tab and one.tab[0]):
        held = list(run)
        if tabs is None:
            found += held
            continue
        ways = [list(way) for _tab, way in groupby(held, lambda one: one.tab)]
        longest = max(ways, key=lambda way: (sum(one.minutes or 0 for one in way), len(way)))
        for place, one in enumerate(longest):
            titles = dict.fromkeys(way[place].title for way in ways if place < len(way))
            found.append(replace(one, title=" / ".join(filter(None, titles))))
    return tuple(found)


@dataclass(frozen=True)
class Part:
    """A section of a lesson, with all that is below it.

    :param words: the words of its text in the source language, which share out the
        minutes of teaching alike in every language.
    :param minutes: the minutes of teaching that the author gives it, or ``None``.
    """

    title: str
    anchor: str
    words: int = field(metadata={"own_page": True})  # timetables are always written again
    minutes: int | None = None
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """A lesson: a page whose front matter says how long it takes.

    Its texts, and those of its parts, are in the language of the build.

    :param teaching: the minutes of teaching.
    :param exercises: the minutes of exercises that its front matter gives, or
        ``None`` where they are the sum of those of its exercises.
    """

    docname: str
    title: str
    teaching: int
    exercises: int | None
    parts: tuple[Part, ...]
    objectives: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Every exercise and demonstration, in the order of the page."""
        return tuple(activity for part in self.parts for activity in part.activities)

    @property
    def taken(self) -> tuple[Activity, ...]:
        """The activities that take time, see :func:`chosen`."""
        return tuple(one for part in self.parts for one in chosen(part.activities))

    @property
    def has_exercises(self) -> bool:
        """Whether there is any exercise."""
        return any(found.kind == EXERCISE for found in self.activities)

    def given(self, kind: str) -> int:
        """Return the minutes that the author gives to activities of a kind."""
        return sum(found.minutes or 0 for found in self.taken if found.kind == kind)

    @property
    def exercise_minutes(self) -> int:
        """The minutes of all exercises together."""
        return self.given(EXERCISE) if self.exercises is None else self.exercises

    @property
    def minutes(self) -> int:
        """The minutes of teaching and exercises together."""
        return self.teaching + self.exercise_minutes


@dataclass(frozen=True)
class Row:
    """One line of a timetable.

    :param kind: :data:`TEACHING`, :data:`EXERCISE`, :data:`DEMO`, :data:`BREAK`,
        :data:`TASK`, or :data:`LESSON` for a whole one.
    :param docname: the page that it is on, if there is one.
    :param is_continued: whether it goes on with a lesson after a break.
    :param start: minutes since the beginning of the session.
    :param number: which exercise of its page it is; 0 for anything else.
    """

    minutes: int
    kind: str
    title: str = ""
    docname: str = ""
    anchor: str = ""
    optional: bool = False
    is_continued: bool = False
    start: int = 0
    number: int = 0


def kinds(_: Gettext) -> dict[str, str]:
    """Return the words for the kinds of row."""
    return {
        TEACHING: _("Teaching"),
        EXERCISE: _("Exercise"),
        DEMO: _("Demo"),
        BREAK: _("Break"),
        TASK: _("Task"),
        LESSON: _("Lesson"),
    }


def row_words(row: Row, _: Gettext) -> tuple[str, str]:
    """Return the title of a row, and the word for its kind."""
    kind = kinds(_)[row.kind]
    kind = f"{kind} {row.number}" if row.number else kind
    title = kind if row.kind == BREAK else row.title or kind
    if row.is_continued:
        title = _("%(title)s (continued)") % {"title": title}
    return title, f"{kind} ({_('optional')})" if row.optional else kind


# -- Where the pages that are made of a lesson stand: beside the course, in a folder of their own ---

INSTRUCTOR = "instructor"
HANDOUTS = "handouts"


def beside(docname: str, folder: str) -> str:
    """Return the name of a page made of another one.

    >>> beside("training/hub/access", "instructor")
    'training/instructor/hub/access'
    >>> beside("access", "instructor")
    'instructor/access'

    The name ``index`` belongs to the overview:

    >>> beside("training/index", "instructor")
    'training/instructor/home'
    """
    name = docname.partition("/")[2] or docname
    return overview(docname, folder).removesuffix("index") + ("home" if name == "index" else name)


def overview(docname: str, folder: str) -> str:
    """Return the name of the page that lists what is made of a lesson and those beside it.

    >>> overview("training/hub/access", "instructor")
    'training/instructor/index'
    >>> overview("access", "instructor")
    'instructor/index'
    """
    top, slash, _rest = docname.partition("/")
    return f"{top}/{folder}/index" if slash else f"{folder}/index"


class Breaks(NamedTuple):
    """How often a session pauses; if either number is 0, it never does.

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
        """Return what takes longer than people should work, because no break can be in it.

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


def rows_of(lesson: Lesson) -> tuple[Row, ...]:
    """Return the timetable of one lesson: each part's teaching, then its activities.

    Exercises without minutes share what the front matter gives beyond the others.
    Demonstrations belong to the teaching; what is left of it is shared among the
    parts without minutes of their own, by the words of each.
    """
    left = lesson.exercise_minutes - lesson.given(EXERCISE)
    untimed = [one for one in lesson.taken if one.kind == EXERCISE and one.minutes is None]
    exercises = iter(shares(max(left, 0), [1] * len(untimed)))
    teaching = lesson.teaching - lesson.given(DEMO)
    teaching -= sum(part.minutes or 0 for part in lesson.parts)
    free = [part.words for part in lesson.parts if part.minutes is None]
    talks = iter(shares(max(teaching, 0), free))
    rows = []
    for part in lesson.parts:
        minutes = next(talks) if part.minutes is None else part.minutes
        if minutes:
            rows.append(Row(minutes, TEACHING, part.title, lesson.docname, part.anchor))
        for found in chosen(part.activities):
            shared = found.minutes is None and found.kind == EXERCISE
            minutes = next(exercises) if shared else found.minutes or 0
            about = (found.kind, found.title, lesson.docname, found.anchor, found.optional)
            rows.append(Row(minutes, *about, number=found.number))
    return placed(rows)


def placed(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows one after the other, each beginning where the one before it ends."""
    start = 0
    found = []
    for row in rows:
        found.append(replace(row, start=start))
        start += row.minutes
    return tuple(found)


def total(rows: Iterable[Row], *kinds: str) -> int:
    """Return the minutes of the rows of some kinds, or of all rows if no kind is named."""
    return sum(row.minutes for row in rows if not kinds or row.kind in kinds)


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
    """Return the timetable of a session: its lessons, and behind them its tasks.

    Whoever studies alone pauses at will, and sees each lesson as one row.  A session of one
    lesson shows its parts.  In one of several, a lesson that fits between two breaks is
    one row; in a longer one, breaks are between its parts: each stretch is a row, and
    all but the first are continued.
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


def parts_of_session(
    lessons: Sequence[LessonRows], tasks: Sequence[Row], breaks: Breaks
) -> tuple[Row, ...]:
    """Return the timetable of a session with the parts of all of its lessons, breaks as in it."""
    parts = {lesson.whole.docname: iter(lesson.parts) for lesson in lessons}
    found: list[Row] = []
    rows = session_rows(lessons, tasks, breaks)
    for place, row in enumerate(rows):
        if row.kind != LESSON:
            found.append(row)
            continue
        is_last = row.docname not in {later.docname for later in rows[place + 1 :]}
        left = row.minutes
        while (is_last or left > 0) and (part := next(parts[row.docname], None)):
            found.append(part)
            left -= part.minutes
    return placed(found)


def _stretches(lesson: LessonRows, breaks: Breaks) -> list[Row]:
    """Return a lesson as rows between which breaks may stand."""
    whole, parts = lesson
    if len(parts) < 2 or not breaks.too_long([whole]):
        return [whole]
    first, *others = (replace(whole, minutes=part.minutes, anchor=part.anchor) for part in parts)
    return [replace(first, anchor=""), *(replace(row, is_continued=True) for row in others)]


def with_breaks(rows: Sequence[Row], breaks: Breaks) -> tuple[Row, ...]:
    """Return the timetable with breaks.

    A break is between two rows, never in one; there is none at the end.  So
    people work too long only where one row is too long, see :meth:`Breaks.too_long`.
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


# -- What the body of a ``schedule`` says ---------------------------------------------------------

_KEYS = ("title", "lessons", "tasks", "self-study", "after", "break", "break-every")
_TASK_KEYS = ("title", "minutes", "link")


@dataclass(frozen=True)
class Task:
    """Something beside the lessons that takes time.

    :param link: the page that it is on, as the author writes it, or ``""``.
    :param line: its line within the body, counted from 0.
    """

    title: str
    minutes: int
    link: str = ""
    line: int = 0


@dataclass(frozen=True)
class Session:
    """One session of a course; what its author does not say is ``None``.

    :param lessons: the lessons as the author names them, each with its line.
    :param is_self_study: whether everybody works alone, at any time.
    :param after: days since the first session.
    :param break_every: after how many minutes a break is due.
    :param line: its line within the body, counted from 0.
    """

    title: str = ""
    lessons: tuple[tuple[str, int], ...] = ()
    tasks: tuple[Task, ...] = ()
    is_self_study: bool = False
    after: int | None = None
    break_every: int | None = None
    break_minutes: int | None = None
    line: int = 0


def read_sessions(text: str) -> tuple[list[Session], list[tuple[int, str]]]:
    """Read the body of a ``schedule``: YAML, a list of sessions::

        - title: First live hour
          lessons: [introduction]
        - title: The week between
          self-study: true
          lessons: [access, servers]
          tasks:
            - {title: Practise, minutes: 60, link: "setup.md#practise"}
        - title: Second live hour
          after: 7
          lessons: [support]

    :returns: the sessions, and what is wrong, each with its line within the body, counted from 0.
    """
    problems: list[tuple[int, str]] = []
    reader = Reader(lambda line, _kind, sentence: problems.append((line - 1, sentence)))
    try:
        sessions = reader.items(parse(text), "A schedule")
    except YamlError as error:
        return [], [(error.line - 1, str(error))]
    return [_session(reader, item) for item in sessions], problems


def _session(reader: Reader, value: Value) -> Session:
    given = reader.mapping(value, "A session", _KEYS)
    lessons = ((reader.text(item), item.line - 1) for item in reader.items(given.get("lessons")))
    return Session(
        title=reader.text(given.get("title")),
        lessons=tuple((name, line) for name, line in lessons if name),
        tasks=tuple(_tasks(reader, given.get("tasks"))),
        is_self_study=reader.flag(given.get("self-study"), "self-study"),
        after=reader.number(given.get("after"), "`after` is a number of days"),
        break_every=reader.number(given.get("break-every"), "`break-every` is minutes"),
        break_minutes=reader.number(given.get("break"), "`break` is minutes"),
        line=value.line - 1,
    )


def _tasks(reader: Reader, value: Value | None) -> Iterator[Task]:
    for item in reader.items(value, "`tasks`"):
        given = reader.mapping(item, "A task", _TASK_KEYS, ("title", "minutes"))
        minutes = reader.number(given.get("minutes"), "The `minutes` of a task are a number")
        title = reader.text(given.get("title"))
        if title and minutes is not None:
            yield Task(title, minutes, reader.text(given.get("link")), item.line - 1)
