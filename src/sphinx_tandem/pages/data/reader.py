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

from babel import Locale

from ...text.yaml_lines import Kind, Reader, Value, YamlError, parse, read_text

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


def _is_country(text: str) -> bool:
    """Say whether Unicode's CLDR has a name for the two letters of ISO 3166."""
    return len(text) == 2 and text.isalpha() and text in Locale("en").territories


#: What a field may hold, and how to tell; only the words of ``text`` are translated.
TYPES: Mapping[str, Callable[[str], bool]] = {
    "text": bool,
    "name": bool,
    "code": bool,
    "number": _is_number,
    "date": _is_date,
    "address": lambda text: bool(_ADDRESS.fullmatch(text)),
    "page": bool,
    "country": _is_country,
}
EXAMPLES = {
    "number": "a number, such as -3.4",
    "date": "a date, such as 2023-07-18",
    "country": "the code of a country in two capital letters, such as UG",
    "address": "an address that begins with https:// or http://",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a data file.

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
_FACTS = ("type", "required", "many", "unique")
_NOTHING_SHOWN = "Nothing of it is shown; correct the file."
# What each kind of problem means, and what to do.
_MEND: Mapping[Kind, str] = {
    "not-a-mapping": "It is left out; correct it.",
    "wrong-type": "It is left out; correct it.",
    "unknown-key": f"It is left out; correct its name, or declare it under `{FIELDS}`.",
    "duplicate": "The first is used; delete one.",
    "missing-key": "Add it.",
}


def read(path: Path) -> DataFile:
    """Read a data file; whatever is wrong is in its ``problems``."""
    try:
        return _parsed(read_text(path))
    except YamlError as error:
        message = f"The data file cannot be used: {error}. {_NOTHING_SHOWN}"
        return DataFile(problems=[Problem(error.line, "unreadable", message)])


@lru_cache(maxsize=8)
def _parsed(text: str) -> DataFile:
    """Read the text of a data file; several places of a site show the same one."""
    reader = _DataReader()
    reader.read(parse(text))
    return reader.found


class _DataReader:
    """Fills a :class:`DataFile`, and notes every problem."""

    def __init__(self) -> None:
        self.found = DataFile()
        self._reader = Reader(self._report)

    def _report(self, line: int, kind: Kind, sentence: str) -> None:
        code = "wrong-type" if kind == "not-a-mapping" else kind
        self._note(line, code, f"{sentence}. {_MEND[kind]}")

    def _note(self, line: int, code: str, message: str) -> None:
        self.found.problems.append(Problem(line, code, message))

    def read(self, root: Value | None) -> None:
        """Read the whole file."""
        entries = self._reader.mapping(root, "The file")
        declared = entries.pop(FIELDS, None)
        if declared is None or declared.pairs == []:
            self._note(
                root.line if root is not None else 1,
                "missing-key",
                f"The file does not declare its `{FIELDS}`, so nothing of it is shown. "
                f"Begin it with `{FIELDS}:` and a line such as `name: {{type: text}}`.",
            )
            return
        for name, value in self._reader.mapping(declared, f"`{FIELDS}`").items():
            self.found.fields[name] = self._field(name, value)
        if not self.found.fields:
            return
        for name, value in entries.items():
            self.found.lists[name] = list(self._records(name, value))

    def _field(self, name: str, declared: Value) -> Field:
        facts = self._reader.mapping(declared, f"The field `{name}`", _FACTS)
        kind = self._reader.text(facts.get("type"))
        if kind not in TYPES:
            self._note(
                declared.line,
                "wrong-type",
                f"The field `{name}` has no known type, so it is shown as text. "
                f"Write `type:` and one of {', '.join(TYPES)}.",
            )
        flags = {flag: self._reader.flag(facts.get(flag), flag) for flag in _FACTS[1:]}
        return Field(name, kind if kind in TYPES else "text", **flags)

    def _records(self, name: str, value: Value) -> Iterator[Record]:
        seen: dict[tuple[str, str], int] = {}
        fields = self.found.fields
        needed = [name for name, declared in fields.items() if declared.required]
        for item in self._reader.items(value, f"`{name}`"):
            given = self._reader.mapping(item, "A record", tuple(fields), needed)
            values = {key: tuple(self._items(fields[key], one)) for key, one in given.items()}
            record = Record(item.line, values)
            self._check_unique(record, seen)
            yield record

    def _items(self, declared: Field, value: Value) -> Iterator[Item]:
        if value.is_empty:
            return
        if declared.many is (value.items is None):
            wanted = "a list of values" if declared.many else "one value"
            self._report(value.line, "wrong-type", f"`{declared.name}` is not {wanted}")
            return
        for one in [value] if value.items is None else value.items:
            text = " ".join((one.text or "").split())
            if one.is_halved:
                message = f"`{declared.name}` holds half of a character, and readers see {text!r}"
                self._note(one.line, "wrong-type", f"{message}. Write the whole one.")
            if one.text is not None and TYPES[declared.type](text):
                yield Item(text, one.line)
            else:
                wanted = EXAMPLES.get(declared.type, "text, and not empty")
                self._report(one.line, "wrong-type", f"`{declared.name}` is not {wanted}")

    def _check_unique(self, record: Record, seen: dict[tuple[str, str], int]) -> None:
        for name, declared in self.found.fields.items():
            for item in record.items(name) if declared.unique else ():
                first = seen.setdefault((name, item.text), item.line)
                if first != item.line:
                    self._note(
                        item.line,
                        "duplicate",
                        f"`{name}: {item.text}` is on line {first} too, but no two records may "
                        "share it. Change one, or delete the repeated record.",
                    )
