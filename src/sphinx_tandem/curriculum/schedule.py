"""The directives ``schedule`` and ``exercise-list``: what takes how long, and where it is.

While a page is read, only its own words are there; lessons on other pages are
looked up when it is written. A ``schedule`` is until then::

    schedule
      schedule_session (its lessons, its breaks)
        paragraph            the author's title, for translators
        schedule_task        the author's words and minutes
          paragraph
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.util.docutils import SphinxDirective

from .misuse import warn
from .registering import register_missing
from .sessions import Session, Task, read_sessions
from .timing import BREAK_EVERY, BREAK_MINUTES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import OptionSpec


class schedule(nodes.General, nodes.Element):  # docutils names nodes in lower case
    """A timetable that is still to be computed."""


class schedule_session(nodes.General, nodes.Element):
    """One session of it."""


class schedule_task(nodes.General, nodes.Element):
    """Something beside the lessons that takes time."""


class exercise_list(nodes.General, nodes.Element):
    """A list of exercises that is still to be collected."""


def _whole_number(text: str | None) -> int:
    return int(options.nonnegative_int(text or ""))


class Schedule(SphinxDirective):
    """A timetable of lessons, computed from their minutes."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "lessons": options.unchanged_required,
        "break-every": _whole_number,
        "break": _whole_number,
        "class": options.class_option,
        "name": options.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Make the node that stands for the timetable."""
        found = schedule(classes=["tandem-schedule", *self.options.get("class", [])])
        self.set_source_info(found)
        self.add_name(found)
        read = read_sessions("\n".join(self.content))
        for line, message in read.problems:
            self._warn(line, message)
        sessions = read.found
        if not sessions:
            sessions = [Session(lessons=tuple((name, 0) for name in _names(self.options)))]
        found += [self._session(session) for session in sessions]
        return [found]

    def _session(self, session: Session) -> schedule_session:
        page = self.env.current_document.docname
        node = schedule_session(
            lessons=[(_docname(page, name), self._line(line)) for name, line in session.lessons],
            self_study=session.is_self_study,
            after=session.after,
            break_every=_first(session.break_every, self.options.get("break-every"), BREAK_EVERY),
            break_minutes=_first(session.break_minutes, self.options.get("break"), BREAK_MINUTES),
        )
        if session.title:
            node += self._words(session.title, session.line)
        node += [self._task(task) for task in session.tasks]
        return node

    def _task(self, task: Task) -> schedule_task:
        text = task.title
        if task.link and self._is_myst:
            text = f"[{task.title}]({task.link})"
        elif task.link:
            text = f"`{task.title} <{task.link}>`__"
        return schedule_task("", self._words(text, task.line), minutes=task.minutes)

    def _words(self, text: str, line: int) -> nodes.paragraph:
        """Return words of the author, which translators see."""
        children, messages = self.parse_inline(text, lineno=self._line(line))
        paragraph = nodes.paragraph(text, "", *children, *messages)
        paragraph.source, paragraph.line = self.get_source_info()[0], self._line(line)
        return paragraph

    def _line(self, line: int) -> int:
        """Return a line of the body as a line of the page."""
        # MyST counts from the directive, docutils from the top of the page.
        start = self.lineno if self._is_myst else 0
        return start + self.content_offset + line + 1

    @property
    def _is_myst(self) -> bool:
        return hasattr(self.state, "_renderer")  # MyST's stand-in for docutils' own

    def _warn(self, line: int, message: str) -> None:
        warn(
            "lesson-schedule",
            "%s. This part of the schedule is left out.",
            (self.env.current_document.docname, self._line(line)),
            message[0].upper() + message[1:],
        )


class ExerciseList(SphinxDirective):
    """A list of exercises, with links."""

    option_spec: ClassVar[OptionSpec] = {
        "lessons": options.unchanged_required,
        "class": options.class_option,
        "name": options.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Make the node that stands for the list."""
        page = self.env.current_document.docname
        found = exercise_list(
            lessons=[_docname(page, name) for name in _names(self.options)],
            classes=["tandem-exercise-list", *self.options.get("class", [])],
        )
        self.set_source_info(found)
        self.add_name(found)
        return [found]


def _names(given: Mapping[str, Any]) -> list[str]:
    """Return what the option ``lessons`` of a directive names."""
    return str(given.get("lessons", "")).replace(",", " ").split()


def _docname(page: str, name: str) -> str:
    """Return the page that an author means on a page, beside it or from the top."""
    folder = posixpath.dirname("/" + page)
    path = posixpath.normpath(posixpath.join(folder, name)).lstrip("/")
    return path.removesuffix(".md").removesuffix(".rst")


def _first(*values: Any) -> Any:
    return next(value for value in values if value is not None)


def _register(app: Sphinx, config: Config) -> None:
    register_missing(app, {"schedule": Schedule, "exercise-list": ExerciseList})


def setup(app: Sphinx) -> None:
    """Register the directives and their nodes."""
    for node in (schedule, schedule_session, schedule_task, exercise_list):
        app.add_node(node)
    app.connect("config-inited", _register, priority=900)
