"""Reads a data file: what it declares, its records, and everything that is wrong with it.

A data file is YAML.  Under ``fields`` it says what a record may hold; every other
key is a list of records::

    fields:
      name: {type: text, required: true}
      since: {type: date}
    partners:
      - name: A laboratory
        since: 2023-07-18

Nothing here knows Sphinx.  Values stay the text that was typed (YAML would turn
the country code ``NO`` into a falsehood), each with its line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

# -- What a data file may hold, as frozen data: types, fields, records, problems ----------------

_ADDRESS = re.compile(r"https?://[^\s/]+\S*")


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


#: What a field may hold, and how to tell; only the words of ``text`` are translated.
TYPES: Mapping[str, Callable[[str], bool]] = {
    "text": bool,
    "name": bool,
    "code": bool,
    "number": _is_number,
    "date": _is_date,
    "address": lambda text: bool(_ADDRESS.fullmatch(text)),
    "page": bool,
}
EXAMPLES = {
    "number": "a number, such as -3.4",
    "date": "a date, such as 2023-07-18",
    "address": "an address that begins with https:// or http://",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a data file.

    :param line: the line, counted from 1.
    :param code: ``unreadable``, ``missing-key``, ``unknown-key``, ``wrong-type`` or ``duplicate``.
    :param message: what happened, what it means now and what to do.
    """

    line: int
    code: str
    message: str


@dataclass(frozen=True)
class Field:
    """What a record may hold under one key.

    :param type: one of :data:`TYPES`.
    :param many: whether it is a list.
    """

    name: str
    type: str
    required: bool = False
    many: bool = False
    unique: bool = False


@dataclass(frozen=True)
class Item:
    """One value as it was typed, with its line."""

    text: str
    line: int


@dataclass(frozen=True)
class Record:
    """One entry of a list."""

    line: int
    values: Mapping[str, tuple[Item, ...]]

    def items(self, key: str) -> tuple[Item, ...]:
        """Return the values under *key*; none where it is left out or null."""
        return self.values.get(key, ())

    def text(self, key: str) -> str:
        """Return the first value under *key* as it was typed, or ``""``."""
        found = self.items(key)
        return found[0].text if found else ""


@dataclass
class DataFile:
    """What a data file holds, as far as it could be read."""

    fields: dict[str, Field] = field(default_factory=dict)
    lists: dict[str, list[Record]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


FIELDS = "fields"
_NULL = "tag:yaml.org,2002:null"


def read(path: Path) -> DataFile:
    """Read a data file; whatever is wrong stands in its ``problems``."""
    try:
        return _parsed(path.read_text("utf-8-sig"))
    except OSError as error:
        message = f"{_because(error)} {_NOTHING_SHOWN}"
    except UnicodeDecodeError:
        message = f"The file is not UTF-8 text. {_NOTHING_SHOWN}"
    return DataFile(problems=[Problem(1, "unreadable", message)])


@lru_cache(maxsize=8)
def _parsed(text: str) -> DataFile:
    """Read the text of a data file; several places of a site show the same one."""
    found = DataFile()
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it cannot be read"
        message = f"This is not valid YAML ({what}). {_NOTHING_SHOWN}"
        found.problems.append(Problem(mark.line + 1 if mark else 1, "unreadable", message))
    else:
        _Reader(found).read(root)
    return found


_NOTHING_SHOWN = "Nothing of it is shown; mend the file."


def _because(error: OSError) -> str:
    return f"The data file cannot be read ({error.strerror})."


class _Reader:
    """Fills a :class:`DataFile` from the YAML tree, and notes every problem."""

    def __init__(self, found: DataFile) -> None:
        self._found = found

    def read(self, root: yaml.Node | None) -> None:
        entries = self._mapping(root, "The file")
        declared = entries.pop(FIELDS, None)
        if declared is None:
            line = _line(root) if root is not None else 1
            self._problem(
                line,
                "missing-key",
                f"The file does not declare its `{FIELDS}`, so nothing of it is shown. "
                f"Begin it with `{FIELDS}:` and a line such as `name: {{type: text}}`.",
            )
            return
        self._read_fields(declared)
        for name, node in entries.items():
            self._found.lists[name] = list(self._read_list(name, node))

    def _read_fields(self, node: yaml.Node) -> None:
        for name, declared in self._mapping(node, f"`{FIELDS}`").items():
            facts = self._mapping(declared, f"The field `{name}`")
            kind = getattr(facts.pop("type", None), "value", "")
            if not isinstance(kind, str) or kind not in TYPES:
                kinds = ", ".join(TYPES)
                message = (
                    f"The field `{name}` has no type that is known, so it is shown as text. "
                    f"Write `type:` and one of {kinds}."
                )
                self._problem(_line(declared), "wrong-type", message)
                kind = "text"
            flags = dict(self._flags(name, facts))
            self._found.fields[name] = Field(name, kind, **flags)

    def _flags(self, name: str, facts: Mapping[str, yaml.Node]) -> Iterator[tuple[str, bool]]:
        for flag, node in facts.items():
            if flag not in ("required", "many", "unique"):
                message = (
                    f"The field `{name}` is declared with `{flag}`, which means nothing. "
                    "Use type, required, many or unique."
                )
                self._problem(_line(node), "unknown-key", message)
            elif getattr(node, "value", None) not in ("true", "false"):
                message = f"`{flag}` of the field `{name}` is neither true nor false. Write one."
                self._problem(_line(node), "wrong-type", message)
            else:
                yield flag, node.value == "true"

    def _read_list(self, name: str, node: yaml.Node) -> Iterator[Record]:
        if not isinstance(node, yaml.SequenceNode):
            message = f"`{name}` is not a list of records, so it is left out. Begin each with `- `."
            self._problem(_line(node), "wrong-type", message)
            return
        seen: dict[tuple[str, str], int] = {}
        for entry in node.value:
            record = self._read_record(entry)
            self._check_unique(record, seen)
            yield record

    def _read_record(self, node: yaml.Node) -> Record:
        values: dict[str, tuple[Item, ...]] = {}
        for key, value in self._mapping(node, "A record").items():
            declared = self._found.fields.get(key)
            if declared is None:
                message = (
                    f"The key `{key}` is not declared, so it is left out. "
                    f"Correct its name, or declare it under `{FIELDS}`."
                )
                self._problem(_line(value), "unknown-key", message)
            else:
                values[key] = tuple(self._items(declared, value))
        for name, declared in self._found.fields.items():
            if declared.required and name not in values:
                message = f"The record has no `{name}`, which every record needs. Add it."
                self._problem(_line(node), "missing-key", message)
        return Record(_line(node), values)

    def _items(self, declared: Field, node: yaml.Node) -> Iterator[Item]:
        if node.tag == _NULL:
            if declared.required:
                message = f"`{declared.name}` is empty, but every record needs it. Fill it in."
                self._problem(_line(node), "missing-key", message)
            return
        if declared.many is not isinstance(node, yaml.SequenceNode):
            wanted = "a list of values" if declared.many else "one value"
            self._wrong(declared, node, wanted)
            return
        for one in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            if not isinstance(one, yaml.ScalarNode):
                self._wrong(declared, one, "text")
                continue
            text = " ".join(one.value.split())
            if TYPES[declared.type](text):
                yield Item(text, _line(one))
            else:
                self._wrong(declared, one, EXAMPLES.get(declared.type, "text, and not empty"))

    def _wrong(self, declared: Field, node: yaml.Node, wanted: str) -> None:
        message = f"`{declared.name}` is not {wanted}, so it is left out. Correct it."
        self._problem(_line(node), "wrong-type", message)

    def _check_unique(self, record: Record, seen: dict[tuple[str, str], int]) -> None:
        for name, declared in self._found.fields.items():
            for item in record.items(name) if declared.unique else ():
                first = seen.setdefault((name, item.text), item.line)
                if first != item.line:
                    message = (
                        f"`{name}: {item.text}` stands on line {first} too, but no two records may "
                        "share it. Change one, or delete the repeated record."
                    )
                    self._problem(item.line, "duplicate", message)

    def _mapping(self, node: yaml.Node | None, what: str) -> dict[str, yaml.Node]:
        """Return the entries of a mapping; of a key that stands twice, the first."""
        if not isinstance(node, yaml.MappingNode):
            message = f"{what} is not a set of `key: value` lines, so it is left out. Correct it."
            self._problem(_line(node) if node else 1, "wrong-type", message)
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._problem(_line(key), "wrong-type", "A key is not plain text. Correct it.")
            elif key.value in found:
                message = f"The key `{key.value}` stands twice; the first is used. Delete one."
                self._problem(_line(key), "duplicate", message)
            else:
                found[key.value] = value
        return found

    def _problem(self, line: int, code: str, message: str) -> None:
        self._found.problems.append(Problem(line, code, message))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
