"""Brings one catalog up to date with its page, as frozen data, without reading or writing.

The entries keep the order in which they stand; a new one goes behind the entry
of the passage before it, a changed one stays where it is.  So the difference
between the old file and the new one is as small as the change of the page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .memory import Memory
from .model import Catalog, Entry
from .similarity import similarity
from .templates import Message

# Babel guesses these flags from the text, and `msgfmt -c` then refuses right translations.
_FORMAT = re.compile(r"(?!no-).*-format")


@dataclass(frozen=True)
class Merged:
    """A catalog that is up to date.

    :param counts: how many entries are ``new``, ``filled`` (new, but translated
        elsewhere), ``stale``, ``returned`` and ``obsolete`` since the last time.
    """

    catalog: Catalog
    counts: Counter[str]


def merge(
    old: Catalog, messages: Sequence[Message], memory: Memory, *, drop: bool = True
) -> Merged:
    """Bring a catalog up to date.

    :param old: the catalog as it is; an empty one for a new page.
    :param messages: the passages of the page, in its order.
    :param memory: the translations of all catalogs of the language.
    :param drop: whether an entry that the page does not hold becomes obsolete.
    """
    return _Merge(old, messages, memory, drop).merged()


class _Merge:
    """One merge; its methods stand in the order in which they are used."""

    def __init__(
        self, old: Catalog, messages: Sequence[Message], memory: Memory, drop: bool
    ) -> None:
        self._old = old
        self._memory = memory
        self._drop = drop
        self._messages = {message.msgid: message for message in messages}
        usable = [entry for entry in old.entries if entry.msgctxt is None]
        self._live = {entry.msgid: entry for entry in usable if not entry.obsolete}
        self._obsolete = {entry.msgid: entry for entry in usable if entry.obsolete}
        self._gone = [
            entry for entry in self._live.values() if drop and entry.msgid not in self._messages
        ]
        # The new entry for each message, and which old entry's place it takes.
        self._new: dict[str, Entry] = {}
        self._places: dict[str, str] = {}
        self._used: set[str] = set()
        self._counts: Counter[str] = Counter()

    def merged(self) -> Merged:
        for message in self._messages.values():
            entry = self._exact(message.msgid)
            if entry is not None:
                self._new[message.msgid] = entry
        self._take_similar()
        for msgid in self._messages:
            if msgid not in self._new:
                self._new[msgid] = self._stale_elsewhere(msgid) or self._empty(msgid)
        entries = (*self._in_order(), *self._kept_obsolete())
        if self._drop:
            entries = tuple(map(_tidy, entries))
        return Merged(replace(self._old, entries=entries, findings=()), self._counts)

    def _exact(self, msgid: str) -> Entry | None:
        """Find an entry, or a translation, of exactly this English."""
        if msgid in self._live:
            return self._live[msgid]
        for entry in self._gone:
            if entry.fuzzy and entry.previous_msgid == msgid and entry.msgid not in self._used:
                # The English was changed and is now changed back.
                self._places[msgid] = entry.msgid
                self._used.add(entry.msgid)
                self._counts["returned"] += 1
                return _previously(replace(entry, msgid=msgid, fuzzy=False), None)
        if msgid in self._obsolete:
            self._counts["returned"] += 1
            return replace(self._obsolete[msgid], obsolete=False)
        translation = self._memory.translation(msgid)
        if translation:
            self._counts["filled"] += 1
            return Entry(msgid, translation)
        return None

    def _take_similar(self) -> None:
        """Give changed passages the entries that they had, the most similar first."""
        missing = [msgid for msgid in self._messages if msgid not in self._new]
        gone = [entry for entry in self._gone if entry.msgid not in self._used and _holds(entry)]
        kept = [
            entry
            for entry in self._obsolete.values()
            if entry.msgid not in self._messages and _holds(entry)
        ]
        pairs = [
            (-ratio, place, rank, msgid, entry)
            for place, msgid in enumerate(missing)
            for rank, entry in enumerate((*gone, *kept))
            if (ratio := _likeness(msgid, entry))
        ]
        for _, _, _, msgid, entry in sorted(pairs, key=lambda pair: pair[:3]):
            if msgid in self._new:
                continue
            if entry.msgid not in self._used:
                self._used.add(entry.msgid)
                self._new[msgid] = _changed(entry, msgid)
                if not entry.obsolete:
                    self._places[msgid] = entry.msgid
            elif entry.has_translation:
                # One passage became two: both begin with its translation.
                self._new[msgid] = replace(_changed(entry, msgid), comments=())
            else:
                continue
            self._counts["stale" if entry.has_translation else "new"] += 1

    def _stale_elsewhere(self, msgid: str) -> Entry | None:
        entry = self._memory.stale(msgid)
        if entry is None:
            return None
        self._counts["stale"] += 1
        return replace(entry, obsolete=False, comments=())

    def _empty(self, msgid: str) -> Entry:
        self._counts["new"] += 1
        return Entry(msgid)

    def _in_order(self) -> Iterable[Entry]:
        """Return the live entries: those with a place in it, and each new one behind its neighbour."""
        taken = {old: new for new, old in self._places.items()}
        placed: dict[tuple[str | None, str], Entry] = {}
        for entry in self._old.entries:
            msgid = taken.get(entry.msgid, entry.msgid)
            if entry.obsolete:
                continue
            if entry.msgctxt is None and msgid in self._new:
                placed[None, msgid] = self._new[msgid]
            elif not self._drop:
                placed[entry.key] = entry
        behind: defaultdict[tuple[str | None, str] | None, list[Entry]] = defaultdict(list)
        neighbour = None
        for entry in map(self._new.__getitem__, self._messages):
            if entry.key in placed:
                neighbour = entry.key
            else:
                behind[neighbour].append(entry)
        yield from map(self._informed, behind[None])
        for key, entry in placed.items():
            yield self._informed(entry)
            yield from map(self._informed, behind[key])

    def _informed(self, entry: Entry) -> Entry:
        """Give an entry what the page tells translators about it."""
        message = self._messages.get(entry.msgid)
        return replace(entry, extracted=message.comments) if message else entry

    def _kept_obsolete(self) -> Iterable[Entry]:
        """Return the entries whose English is gone: those that were so before, then new ones."""
        for entry in self._old.entries:
            if entry.obsolete and not self._is_taken(entry):
                yield entry
        for entry in self._old.entries if self._drop else ():
            if not entry.obsolete and _holds(entry) and not self._is_taken(entry):
                self._counts["obsolete"] += 1
                yield replace(entry, obsolete=True, extracted=())

    def _is_taken(self, entry: Entry) -> bool:
        taken = entry.msgid in self._new or entry.msgid in self._used
        return entry.msgctxt is None and taken


def _holds(entry: Entry) -> bool:
    """Say whether an entry holds anybody's work."""
    return entry.has_translation or bool(entry.comments)


def _likeness(msgid: str, entry: Entry) -> float:
    """Say how much a passage is like the English of an entry, or like its previous English."""
    if entry.msgid_plural is not None:
        return 0.0
    return max(similarity(msgid, entry.msgid), similarity(msgid, entry.previous_msgid or ""))


def _changed(entry: Entry, msgid: str) -> Entry:
    """Return an entry for a passage that changed: its translation is kept, but stale."""
    if not entry.has_translation:
        return replace(entry, msgid=msgid, obsolete=False)
    # A translation that was stale before was made from the English before that.
    previous = entry.previous_msgid if entry.fuzzy else entry.msgid
    return _previously(replace(entry, msgid=msgid, fuzzy=True, obsolete=False), previous)


def _previously(entry: Entry, msgid: str | None) -> Entry:
    """Return an entry with another previous English, or with none."""
    return replace(entry, previous_msgid=msgid, previous_msgctxt=None, previous_msgid_plural=None)


def _tidy(entry: Entry) -> Entry:
    """Take away what changes with every edit of a page, and flags that are guesses."""
    flags = tuple(flag for flag in entry.flags if not _FORMAT.fullmatch(flag))
    return replace(entry, line=0, references=(), flags=flags)
