"""A lesson, its parts and the rows of its timetable as frozen data, and what they are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

#: Looks up a word of the interface in one language.
Gettext = Callable[[str], str]

#: The kinds of row of a timetable; an activity is an exercise or a demonstration.
TEACHING, EXERCISE, DEMO = "teaching", "exercise", "demo"
BREAK, TASK, LESSON = "break", "task", "lesson"

#: The file that the builder ``tandem-course`` writes, and the boxes of lessons in it.
COURSE_FILE = "course.json"
COURSE_BOXES = ("questions", "objectives", "prerequisites", "keypoints")


@dataclass(frozen=True)
class Activity:
    """An exercise, or a demonstration.

    :param kind: :data:`EXERCISE` or :data:`DEMO`.
    :param title: its title in the language of the build; ``""`` where it has none.
    :param anchor: its id within the page.
    :param minutes: how long it takes, or ``None`` where the author does not say.
    :param optional: whether it is the first to be left out when time is short.
    """

    kind: str
    title: str
    anchor: str
    minutes: int | None = None
    optional: bool = False


@dataclass(frozen=True)
class Part:
    """A section of a lesson, with all that stands below it.

    :param title: its heading in the language of the build.
    :param anchor: its id within the page.
    :param words: the words of its text in the source language, which share out the
        minutes of teaching alike in every language.
    :param minutes: the minutes of teaching that the author gives it, or ``None``.
    """

    title: str
    anchor: str
    words: int
    minutes: int | None = None
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """A lesson: a page whose front matter says how long it takes.

    :param docname: its page.
    :param title: its heading in the language of the build.
    :param teaching: the minutes of teaching.
    :param exercises: the minutes of exercises that its front matter gives, or
        ``None`` where they are the sum of those of its exercises.
    :param objectives: what people can do afterwards, in the language of the build.
    :param prerequisites: what people need before, likewise.
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
    def exercise_minutes(self) -> int:
        """The minutes of all exercises together."""
        if self.exercises is not None:
            return self.exercises
        return sum(found.minutes or 0 for found in self.activities if found.kind == EXERCISE)

    @property
    def minutes(self) -> int:
        """The minutes of teaching and exercises together."""
        return self.teaching + self.exercise_minutes


@dataclass(frozen=True)
class Row:
    """One line of a timetable.

    :param minutes: how long it takes.
    :param kind: :data:`TEACHING`, :data:`EXERCISE`, :data:`DEMO`, :data:`BREAK`,
        :data:`TASK`, or :data:`LESSON` for a whole one.
    :param title: what it is, in the language of the build.
    :param docname: the page that it stands on, or ``""``.
    :param anchor: its id within that page, or ``""``.
    :param is_continued: whether it goes on with a lesson after a break.
    :param start: minutes since the beginning of the session.
    """

    minutes: int
    kind: str
    title: str = ""
    docname: str = ""
    anchor: str = ""
    optional: bool = False
    is_continued: bool = False
    start: int = 0

    @property
    def end(self) -> int:
        """Minutes since the beginning of the session when it ends."""
        return self.start + self.minutes


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
    """Return what a row is called, and what kind of thing it is."""
    kind = kinds(_)[row.kind]
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
    top, slash, rest = docname.partition("/")
    if not slash:
        return f"{folder}/{_below(docname)}"
    return f"{top}/{folder}/{_below(rest)}"


def _below(name: str) -> str:
    return "home" if name == "index" else name


def overview(docname: str, folder: str) -> str:
    """Return the name of the page that lists what is made of a lesson and those beside it.

    >>> overview("training/hub/access", "instructor")
    'training/instructor/index'
    >>> overview("access", "instructor")
    'instructor/index'
    """
    top, slash, _rest = docname.partition("/")
    return f"{top}/{folder}/index" if slash else f"{folder}/index"
