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
from dataclasses import dataclass

from ..text.yaml_lines import Reader, Value, YamlError, parse

_KEYS = ("title", "lessons", "tasks", "self-study", "after", "break", "break-every")
_TASK_KEYS = ("title", "minutes", "link")


@dataclass(frozen=True)
class Task:
    """Something beside the lessons that takes time.

    :param link: the page that it stands on, as the author writes it, or ``""``.
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
    """Read the body of a ``schedule``.

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
