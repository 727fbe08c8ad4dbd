"""Brings translations to a new address, where a link's target is all that changed.

A page that is renamed changes every passage that links to it.  What readers read
stays the same, so no translator need look at it: the same change is made in the
translation, if there is one way only to make it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ..markup import MASK, Syntax, masked
from .model import Entry
from .remarks import is_undecided

_HIDDEN = re.compile(f"{MASK}+")
# Addresses, names of labels and code, without the marks around them.
_TOKEN = re.compile(r"""[^\s()\[\]<>{}"'`*]+""")
_NAME = re.compile(r"\w{2}")


def readdressed(entry: Entry, syntax: Syntax) -> Entry:
    """Return a stale entry with the new addresses in its translation, and so no longer stale.

    It comes back as it is where anything changed that readers read, or where it is
    not certain what to change.
    """
    old = entry.previous_msgid
    if not entry.fuzzy or not old or entry.msgid_plural is not None or is_undecided(entry):
        return entry
    changes = _changes(old, entry.msgid, syntax)
    if not changes:
        return entry
    before, there = (_counted(text, syntax) for text in (old, entry.msgstr))
    after = _counted(entry.msgid, syntax)
    if any(before[name] != there[name] or after[name] for name in changes):
        return entry
    text = _exchanged(entry.msgstr, changes, syntax)
    return replace(
        entry,
        msgstr=text,
        fuzzy=False,
        previous_msgid=None,
        previous_msgctxt=None,
        previous_msgid_plural=None,
    )


def _changes(old: str, new: str, syntax: Syntax) -> dict[str, str]:
    """Return which names became which, or nothing where anything else changed."""
    if _HIDDEN.sub(MASK, masked(old, syntax)) != _HIDDEN.sub(MASK, masked(new, syntax)):
        return {}
    changes: dict[str, str] = {}
    for one, other in zip(_names(old, syntax), _names(new, syntax), strict=False):
        if one != other and (not _NAME.search(one) or changes.setdefault(one, other) != other):
            return {}
    return changes if _exchanged(old, changes, syntax) == new else {}


def _counted(text: str, syntax: Syntax) -> Counter[str]:
    return Counter(_names(text, syntax))


def _names(text: str, syntax: Syntax) -> Iterator[str]:
    """Yield the names in what readers do not read."""
    for hidden in _HIDDEN.finditer(masked(text, syntax)):
        yield from _TOKEN.findall(text[hidden.start() : hidden.end()])


def _exchanged(text: str, changes: dict[str, str], syntax: Syntax) -> str:
    """Exchange names in what readers do not read."""
    parts: list[str] = []
    end = 0
    for hidden in _HIDDEN.finditer(masked(text, syntax)):
        piece = text[hidden.start() : hidden.end()]
        parts += text[end : hidden.start()], _TOKEN.sub(lambda m: changes.get(m[0], m[0]), piece)
        end = hidden.end()
    return "".join(parts) + text[end:]
