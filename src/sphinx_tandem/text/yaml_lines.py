"""Reads a file as YAML, with the line of whatever keeps it from being read."""

from __future__ import annotations

from pathlib import Path

import yaml

# PyYAML composes nested lists by recursion; a workshop needs four levels.
_DEEPEST = 20
# Of these, the place where something was opened tells more than that of the first surprise.
_OPENED = ("flow", "quoted scalar", "simple key")


class YamlError(Exception):
    """A file cannot be read as YAML.

    :param line: the line that keeps it from being read, counted from 1.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def compose(path: Path) -> yaml.Node | None:
    """Return what a file holds, or ``None`` where it is empty.

    :raises YamlError: when it cannot be read.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise YamlError(1, f"The file cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise YamlError(line, "The file is not UTF-8 text; save it as UTF-8.") from error
    try:
        _check_depth(text)
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        what = f"the character U+{ord(text[error.position]):04X} is not allowed"
        raise YamlError(line, f"This is not valid YAML ({what}).") from error
    except yaml.MarkedYAMLError as error:
        what = error.problem or "it cannot be read"
        line = _line(error)
        raise YamlError(line, f"This is not valid YAML ({what}).") from error


def _check_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            message = f"Lists stand in lists, more than {_DEEPEST} deep; close a bracket."
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise YamlError(line, message)


def _line(error: yaml.MarkedYAMLError) -> int:
    marks = [error.problem_mark, error.context_mark]
    if any(word in (error.context or "") for word in _OPENED):
        marks.reverse()
    return next((mark.line + 1 for mark in marks if mark is not None), 1)
