"""What the command itself says to translators, as comments of the entries.

A translator's comment (``# …``) is the one place that GNU gettext, Poedit and
Weblate all keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .model import Entry
from .quoting import quote

NOTHING = "tandem: nothing to translate"
UNDECIDED = "tandem: undecided"
_DECIDE = f"{UNDECIDED}, keep the better text below, delete these lines and the flag fuzzy; it says"
_HEADER = f"{UNDECIDED}, keep the better line in this header and delete this one; it says"
_OTHER = "tandem: another translation"


def filled(entry: Entry) -> Entry:
    """Return an entry with nothing to translate, its English in the translation's place."""
    comments = (*_without(entry.comments, NOTHING), NOTHING)
    return replace(entry, msgstr=entry.msgid, comments=comments)


def emptied(entry: Entry) -> Entry:
    """Return an entry that was filled in, and now waits for a translator."""
    return replace(entry, msgstr="", comments=_without(entry.comments, NOTHING))


def is_filled(entry: Entry) -> bool:
    """Say whether an entry holds its English and nobody's work."""
    return NOTHING in entry.comments and entry.msgstr == entry.msgid


def undecided(entry: Entry, branch: str, other: str) -> Entry:
    """Return a stale entry that names the text of another branch, so that it is not lost."""
    remark = f"{_DECIDE} in {branch}: {quote(other)}"
    comments = (*(line for line in entry.comments if line != remark), remark)
    return replace(entry, fuzzy=True, comments=comments)


def undecided_field(header: Entry, branch: str, name: str, value: str) -> Entry:
    """Return a header that names what another branch says in one of its lines."""
    remark = f"{_HEADER} in {branch}: {quote(f'{name}: {value}')}"
    comments = (*(line for line in header.comments if line != remark), remark)
    return replace(header, comments=comments)


def is_undecided(entry: Entry) -> bool:
    """Say whether a person must still choose between two branches' texts."""
    remarked = any(line.startswith(UNDECIDED) for line in entry.comments)
    return remarked and not entry.obsolete and (entry.fuzzy or not entry.msgid)


def decided(entry: Entry) -> Entry:
    """Return an entry without what is no longer true in its comments."""
    comments = entry.comments
    if entry.msgid and not entry.fuzzy:
        comments = _without(comments, UNDECIDED)
    if entry.msgstr != entry.msgid:
        comments = _without(comments, NOTHING)
    return entry if comments == entry.comments else replace(entry, comments=comments)


def with_other(entry: Entry, place: str, other: str) -> Entry:
    """Return an entry that names another translation of its English, so that it is not lost."""
    remark = f"{_OTHER}, of {place}: {quote(other)}"
    if remark in entry.comments:
        return entry
    return replace(entry, comments=(*entry.comments, remark))


def _without(comments: Sequence[str], beginning: str) -> tuple[str, ...]:
    return tuple(line for line in comments if not line.startswith(beginning))
