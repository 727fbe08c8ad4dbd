"""What becomes of an entry when its English changes, comes back or moves."""

from __future__ import annotations

import re
from dataclasses import replace

from .model import Entry
from .remarks import is_undecided

# Babel guesses these flags from the text, and `msgfmt -c` then refuses right translations.
_FORMAT = re.compile(r"(?!no-).*-format")


def carried(entry: Entry, msgid: str) -> Entry:
    """Return an entry for a passage that is *msgid* now: its translation is kept, but stale.

    An English that is what the translation was made from returns clean.
    """
    same = entry.msgid == msgid
    # A translation that was stale before was made from the English before that.
    origin = entry.previous_msgid if entry.fuzzy else entry.msgid
    new = tidied(replace(entry, msgid=msgid, obsolete=False))
    if same or not entry.has_translation:
        return new
    if origin == msgid:
        return _previously(replace(new, fuzzy=is_undecided(entry)), None)
    return _previously(replace(new, fuzzy=True), origin)


def is_origin(entry: Entry, msgid: str) -> bool:
    """Say whether a stale translation was made from *msgid*."""
    return entry.fuzzy and entry.previous_msgid == msgid and entry.has_translation


def retired(entry: Entry) -> Entry:
    """Return an entry whose English is gone."""
    return replace(tidied(entry), obsolete=True, extracted=())


def tidied(entry: Entry) -> Entry:
    """Take away what changes with every edit of a page, and flags that are guesses."""
    flags = tuple(flag for flag in entry.flags if not _FORMAT.fullmatch(flag))
    return replace(entry, line=0, references=(), flags=flags)


def _previously(entry: Entry, msgid: str | None) -> Entry:
    """Return an entry with another previous English, or with none."""
    return replace(entry, previous_msgid=msgid, previous_msgctxt=None, previous_msgid_plural=None)
