"""Reads what a ``schedule`` says: the sessions of a course, as frozen data.

The body of the directive is YAML, a list of sessions::

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

Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..text.yaml_lines import Kind, Reader, Value, YamlError, parse

_KEYS = ("title", "lessons", "tasks", "self-study", "after", "break", "break-every")
_TASK_KEYS = ("title", "minutes", "link")


@dataclass(frozen=True)
class Task:
    """Something beside the lessons that takes time.

    :param title: what it is, in the source language.
    :param minutes: how long it takes.
    :param link: the page that it stands on, as the author writes it, or ``""``.
    :param line: its line within the body, counted from 0.
    """

    title: str
    minutes: int
    link: str = ""
    line: int = 0


@dataclass(frozen=True)
class Session:
    """One session of a course.

    :param title: its name in the source language, or ``""``.
    :param lessons: the lessons as the author names them, each with its line.
    :param is_self_study: whether everybody works alone, at any time.
    :param after: days since the first session, or ``None`` where the author does not say.
    :param break_every: after how many minutes a break is due; ``None`` for the default.
    :param break_minutes: how long a break takes; ``None`` for the default.
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


@dataclass
class Sessions:
    """What was read.

    :param found: the sessions, in their order.
    :param problems: what is wrong, each with its line within the body, counted from 0.
    """

    found: list[Session] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_sessions(text: str) -> Sessions:
    """Read the body of a ``schedule``; whatever is wrong stands in the problems."""
    read = Sessions()

    def report(line: int, _kind: Kind, sentence: str) -> None:
        read.problems.append((line - 1, sentence))

    try:
        root = parse(text)
    except YamlError as error:
        read.problems.append((error.line - 1, str(error)))
        return read
    reader = Reader(report)
    sessions = root.items if root is not None else []
    if root is not None and sessions is None:
        report(1, "wrong-type", "A schedule is a list of sessions, each beginning with `- `")
    read.found = [_session(reader, item) for item in sessions or ()]
    return read


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
