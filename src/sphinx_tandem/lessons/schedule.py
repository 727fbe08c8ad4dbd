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

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_KEYS = ("title", "lessons", "tasks", "self-study", "after", "break", "break-every")
_TASK_KEYS = ("title", "minutes", "link")
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")


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
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it cannot be read"
        read.problems.append((mark.line if mark else 0, f"this is not valid YAML ({what})"))
        return read
    if root is None:
        return read
    if not isinstance(root, yaml.SequenceNode):
        read.problems.append((0, "a schedule is a list of sessions, each beginning with `- `"))
        return read
    for item in root.value:
        read.found.append(_Reader(read.problems).session(item))
    return read


class _Reader:
    def __init__(self, problems: list[tuple[int, str]]) -> None:
        self._problems = problems

    def session(self, node: yaml.Node) -> Session:
        given = self._mapping(node, _KEYS, "a session")
        return Session(
            title=self._text(given.get("title")),
            lessons=tuple(self._texts(given.get("lessons"))),
            tasks=tuple(self._tasks(given.get("tasks"))),
            is_self_study=self._flag(given.get("self-study")),
            after=self._number(given.get("after"), "`after` is a number of days"),
            break_every=self._number(given.get("break-every"), "`break-every` is minutes"),
            break_minutes=self._number(given.get("break"), "`break` is minutes"),
            line=node.start_mark.line,
        )

    def _mapping(self, node: yaml.Node, keys: tuple[str, ...], what: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self._problem(node, f"{what} is a list of `key: value` pairs")
            return {}
        found = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name in found:
                self._problem(key, f"{what} has {name!r} twice, and the first is used")
            elif name in keys:
                found[name] = value
            else:
                self._problem(key, f"{what} has no {name!r}; it may have {', '.join(keys)}")
        return found

    def _problem(self, node: yaml.Node, message: str) -> None:
        self._problems.append((node.start_mark.line, message))

    def _text(self, node: yaml.Node | None) -> str:
        if node is None:
            return ""
        if isinstance(node, yaml.ScalarNode):
            return " ".join(str(node.value).split())
        self._problem(node, "this must be a text")
        return ""

    def _texts(self, node: yaml.Node | None) -> Iterator[tuple[str, int]]:
        if node is None:
            return
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for item in items:
            if text := self._text(item):
                yield text, item.start_mark.line

    def _tasks(self, node: yaml.Node | None) -> Iterator[Task]:
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self._problem(node, "`tasks` is a list, each beginning with `- `")
            return
        for item in node.value:
            given = self._mapping(item, _TASK_KEYS, "a task")
            minutes = self._number(given.get("minutes"), "the `minutes` of a task are a number")
            title = self._text(given.get("title"))
            if not title or minutes is None:
                self._problem(item, "a task needs a `title` and `minutes`")
            else:
                yield Task(title, minutes, self._text(given.get("link")), item.start_mark.line)

    def _number(self, node: yaml.Node | None, message: str) -> int | None:
        if node is None:
            return None
        text = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
        if re.fullmatch(r"[0-9]{1,5}", text):
            return int(text)
        self._problem(node, f"{message}, such as 7")
        return None

    def _flag(self, node: yaml.Node | None) -> bool:
        text = self._text(node).lower()
        if text and text not in (*_TRUE, *_FALSE):
            assert node is not None  # noqa: S101  # it has a text
            self._problem(node, "`self-study` is true or false")
        return text in _TRUE
