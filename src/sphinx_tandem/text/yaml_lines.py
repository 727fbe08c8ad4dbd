"""YAML that people write by hand: every value with its line, every problem in their words.

This is the engine's only reader of such files: the data of tables and maps, old addresses,
the front matter of posts, schedules of lessons, workshops.  Values stay the text that was
typed: YAML would make a falsehood of the country code ``NO``.  :func:`parse` says what keeps
a text from being read, a :class:`Reader` what does not fit the keys that a file may have.
Callers add what a problem means for readers, and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from ..upstream import yaml_loader
from . import is_halved, whole

# PyYAML composes nested lists by recursion; a workshop needs four levels.
_DEEPEST = 20
# Of these, the place where something was opened tells more than that of the first surprise.
_OPENED = ("flow", "quoted scalar", "simple key")
_NULL = "tag:yaml.org,2002:null"
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")


class YamlError(Exception):
    """A text cannot be read as YAML; the message is a clause without a full stop.

    :param line: the line that keeps it from being read, counted from 1.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Value:
    """What is in a file: a text, a list, or lines of ``key: value``.

    It is looked into only when it is asked: an alias may hold itself.

    :param node: what PyYAML has read.
    """

    def __init__(self, node: yaml.Node) -> None:
        self._node = node

    @property
    def line(self) -> int:
        """Its first line, counted from 1."""
        return int(self._node.start_mark.line) + 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there, or ``null``."""
        return bool(self._node.tag == _NULL)

    @property
    def text(self) -> str | None:
        """The text as it was typed, ``None`` where it is none; see :func:`~.whole`."""
        return whole(self._node.value) if isinstance(self._node, yaml.ScalarNode) else None

    @property
    def is_halved(self) -> bool:
        """Whether the text has half of a character, which no file can hold."""
        return is_halved(self._node.value)

    @property
    def items(self) -> list[Value] | None:
        """The items of a list, ``None`` where it is none."""
        if not isinstance(self._node, yaml.SequenceNode):
            return None
        return [Value(item) for item in self._node.value]

    @property
    def pairs(self) -> list[tuple[Value, Value]] | None:
        """The keys with their values, ``None`` where there are no such lines."""
        if not isinstance(self._node, yaml.MappingNode):
            return None
        return [(Value(key), Value(value)) for key, value in self._node.value]


def read_text(path: Path) -> str:
    """Return the text of a file.

    :raises YamlError: when it cannot be read.
    """
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise YamlError(1, f"the file cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise YamlError(line, "the file is not UTF-8 text; save it as UTF-8") from error


def parse(text: str) -> Value | None:
    """Return what a text holds, or ``None`` where it is empty.

    :raises YamlError: when it cannot be read.
    """
    try:
        yaml.reader.Reader(text)  # the reader in C would count bytes
        _check_depth(text)
        node = yaml.compose(text, Loader=yaml_loader(text))
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        what = f"the character U+{ord(text[error.position]):04X} is not allowed"
        raise YamlError(line, f"this is not valid YAML ({what})") from error
    except yaml.MarkedYAMLError as error:
        what = error.problem or "it cannot be read"
        raise YamlError(_line_of(error), f"this is not valid YAML ({what})") from error
    return Value(node) if node is not None else None


def _check_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml_loader(text)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            message = f"lists are inside lists, more than {_DEEPEST} deep; close a bracket"
            raise YamlError(line, message)


def _line_of(error: yaml.MarkedYAMLError) -> int:
    marks = [error.problem_mark, error.context_mark]
    if any(word in (error.context or "") for word in _OPENED):
        marks.reverse()
    return next((mark.line + 1 for mark in marks if mark is not None), 1)


Kind = Literal["not-a-mapping", "wrong-type", "unknown-key", "duplicate", "missing-key"]
#: Takes a line, counted from 1, the kind of a problem, and a sentence without a full stop.
Report = Callable[[int, Kind, str], None]


class Reader:
    """Reads values as what they should be, and reports those that are something else.

    What is reported counts as not given.  So does a key with nothing behind it.

    :param report: called for each problem.
    """

    def __init__(self, report: Report) -> None:
        self.report = report

    def mapping(
        self,
        value: Value | None,
        what: str,
        keys: Sequence[str] = (),
        needed: Iterable[str] = (),
    ) -> dict[str, Value]:
        """Return the values of ``key: value`` lines; of a key that is there twice, the first.

        :param what: what messages call it, such as ``A session``.
        :param keys: the keys that it may have; none for any.
        :param needed: those that it must have.
        """
        line = value.line if value is not None else 1
        if value is None or value.pairs is None:
            self.report(line, "not-a-mapping", f"{what} is not a set of `key: value` lines")
            return {}
        found: dict[str, Value] = {}
        for key, given in value.pairs:
            name = key.text
            if name is None or (keys and name not in keys):
                message = "A key is not plain text" if name is None else f"{what} has no `{name}`"
                known = f"; it may have {', '.join(keys)}" if keys else ""
                self.report(key.line, "unknown-key", message + known)
            elif name in found:
                self.report(key.line, "duplicate", f"The key `{name}` is there twice")
            else:
                found[name] = given
        for name in needed:
            if name not in found:
                self.report(line, "missing-key", f"{what} has no `{name}`, which it needs")
            elif found[name].is_empty:
                self.report(found[name].line, "missing-key", f"`{name}` is empty, but needed")
        return found

    def items(self, value: Value | None, what: str = "") -> list[Value]:
        """Return the items of a list that hold anything.

        :param what: what messages call the list; without it, one value counts as a list of one.
        """
        if value is None or value.is_empty:
            return []
        items = value.items
        if items is None and what:
            self.report(
                value.line, "wrong-type", f"{what} is not a list; begin each item with `- `"
            )
            return []
        return [item for item in ([value] if items is None else items) if not item.is_empty]

    def text(self, value: Value | None) -> str:
        """Return a text on one line, ``""`` where none is given."""
        if value is None or value.is_empty:
            return ""
        if value.text is None:
            self.report(value.line, "wrong-type", "This is not one text")
        return " ".join((value.text or "").split())

    def number(self, value: Value | None, what: str, example: int = 7) -> int | None:
        """Return a whole number, ``None`` where none is given.

        :param what: what it should be, such as ```after` is a number of days``.
        """
        if value is None or value.is_empty:
            return None
        if re.fullmatch(r"[0-9]{1,5}", value.text or ""):
            return int(value.text or "")
        self.report(value.line, "wrong-type", f"{what}, such as {example}")
        return None

    def flag(self, value: Value | None, name: str) -> bool:
        """Return whether a value says yes; what is not given does not.

        :param name: what messages call it.
        """
        if value is None or value.is_empty:
            return False
        text = (value.text or "").strip().lower()
        if text not in (*_TRUE, *_FALSE):
            self.report(value.line, "wrong-type", f"`{name}` is neither true nor false")
        return text in _TRUE


# -- The front matter of posts, with the line of each field --------------------------------------
# MyST and ablog hand values on as text, without their lines and with lists squeezed into one
# string.  Warnings need the line, names with commas need the list.

_YAML = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_RST_FIELD = re.compile(r"^:(\w[\w -]*):[ \t]*(.*)$")
_COMMA = re.compile(r",(?![^()]*\))")


@dataclass(frozen=True)
class Field:
    """One field of the front matter.

    :param values: its values as they are written: one, or those of a list.
    :param is_list: whether it is written as a list.
    :param line: its line in the file, counted from 1.
    """

    values: tuple[str, ...]
    is_list: bool
    line: int

    @property
    def text(self) -> str:
        """The field as one text."""
        return ", ".join(self.values)


@lru_cache(maxsize=4)  # a page is looked through for several things, one after the other
def front_matter(text: str) -> Value | None:
    """Return what is between lines of dashes at the top of a file, ``None`` for nothing.

    :raises YamlError: when it is not valid YAML.
    """
    matter = _YAML.match(text)
    # The empty line stands for that of dashes, so that lines are counted as in the file.
    return parse("\n" + matter[1]) if matter else None


def read_front_matter(text: str) -> dict[str, Field]:
    """Return the fields at the top of a Markdown or reStructuredText file.

    What is not valid YAML gives no fields: the parser of the page reports it.
    """
    matter = _YAML.match(text)
    return dict(_yaml_fields(matter[0])) if matter else _rst_fields(text)


@lru_cache(maxsize=4096)  # several parts of the engine ask for the fields of each page
def _yaml_fields(matter: str) -> dict[str, Field]:
    try:
        root = front_matter(matter)
    except YamlError:
        return {}
    pairs = (root.pairs if root else None) or ()
    return {key.text: _field(value, key.line) for key, value in pairs if key.text is not None}


def _field(value: Value, line: int) -> Field:
    if value.items is None:
        return Field((value.text or "",), False, line)
    texts = (item.text or "" for item in value.items)
    return Field(tuple(text for text in texts if text.strip()), True, line)


def _rst_fields(text: str) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for line, content in enumerate(text.splitlines(), 1):
        found = _RST_FIELD.match(content)
        is_more = content.startswith((" ", "\t"))  # of a field that takes several lines
        if found:
            fields[found[1].lower()] = Field((found[2].strip(),), False, line)
        elif not is_more and (fields or (content.strip() and not content.startswith(".."))):
            break
    return fields


def split_labels(text: str) -> tuple[str, ...]:
    """Return the names in a text that separates them by commas, each once.

    A comma in parentheses separates nothing: ``Ana (Lab, University)`` is one person.
    """
    names = (name.strip() for name in _COMMA.split(text))
    return tuple(dict.fromkeys(name for name in names if name))


def is_true(field: Field | None) -> bool:
    """Say whether a field is there and says yes."""
    return field is not None and field.text.strip().lower() in ("true", "yes", "on", "1", "")


def is_false(field: Field | None) -> bool:
    """Say whether a field is there and says no."""
    return field is not None and field.text.strip().lower() in ("false", "no", "off", "0")
