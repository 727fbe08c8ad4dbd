"""What a data file may hold, as frozen data: types, fields, records, problems."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

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
