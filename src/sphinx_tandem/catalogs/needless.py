"""Which passages hold nothing to translate: references, addresses, code, names."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from ..markup import Syntax, has_words, prose
from .interface import DOMAINS as INTERFACE
from .interface import SITE
from .templates import Message

_TERMBASE = "termbase.csv"
_TRANSLATION = ("spanish", "translation")
# A common noun that stays English in one sense may need a translation in another.
_NAMES = ("", "name", "label")
_PUNCTUATION = " .,:;!?()[]"


def needless(domain: str, names: frozenset[str]) -> Callable[[Message], bool]:
    """Return a function that says whether a message of *domain* needs no translation.

    :param names: the names that stay as they are.
    """

    def is_needless(message: Message) -> bool:
        syntax = syntax_of(domain, message)
        if not has_words(message.msgid, syntax):
            return True
        return prose(message.msgid, syntax).strip(_PUNCTUATION) in names

    return is_needless


def read_names(folder: Path) -> frozenset[str]:
    """Return the names that the term base in *folder* translates as themselves, if there is one."""
    try:
        with (folder / _TERMBASE).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        # `tandem check` says what is wrong with it; here it only saves a little typing.
        return frozenset()
    return frozenset(row["english"].strip() for row in rows if _is_name(row))


def _is_name(row: dict[str, str]) -> bool:
    english = (row.get("english") or "").strip()
    translation = next((row[name] for name in _TRANSLATION if row.get(name)), "")
    kind = (row.get("part_of_speech") or "").strip()
    return bool(english) and english == translation.strip() and kind in _NAMES


def syntax_of(domain: str, message: Message) -> Syntax:
    """Return how a message is written: words of the whole site have no markup."""
    if domain in (*INTERFACE, SITE):
        return Syntax.WORDS
    path = message.locations[0][0] if message.locations else ""
    return Syntax.RST if path.endswith((".rst", ".txt", ".py")) else Syntax.MYST
