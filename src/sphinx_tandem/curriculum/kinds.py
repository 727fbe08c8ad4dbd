"""What the rows of a timetable are called."""

from __future__ import annotations

from collections.abc import Callable

from .model import BREAK, DEMO, EXERCISE, LESSON, TASK, TEACHING


def kinds(_: Callable[[str], str]) -> dict[str, str]:
    """Return the words for the kinds of row.

    :param _: looks up a word of the interface in the wanted language.
    """
    return {
        TEACHING: _("Teaching"),
        EXERCISE: _("Exercise"),
        DEMO: _("Demo"),
        BREAK: _("Break"),
        TASK: _("Task"),
        LESSON: _("Lesson"),
    }
