"""Brings one catalog up to date with its page, as frozen data, without reading or writing.

The entries keep the order in which they stand; a new one goes behind the entry
of the passage before it, a changed one stays where it is.  So the difference
between the old file and the new one is as small as the change of the page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from .addresses import readdressed
from .carry import retired
from .matching import match
from .memory import Memory
from .model import Catalog, Entry
from .offers import Found
from .page import Page
from .remarks import decided, emptied, filled, is_filled
from .templates import Message

_Key = tuple[str | None, str]


@dataclass(frozen=True)
class Merged:
    """A catalog that is up to date.

    :param counts: how many entries are ``readdressed``, ``new``, ``filled`` (new, but translated
        elsewhere), ``moved``, ``needless`` (nothing to translate), ``stale``,
        ``returned`` and ``obsolete`` since the last time.
    """

    catalog: Catalog
    counts: Counter[str]


def merge(
    old: Catalog, messages: Sequence[Message], memory: Memory, *, drop: bool = True
) -> Merged:
    """Bring the catalog of a page up to date, without a look at other pages' entries.

    :param old: the catalog as it is; an empty one for a new page.
    :param messages: the passages of the page, in its order.
    :param memory: the translations of all catalogs of the language.
    :param drop: whether an entry that the page does not hold becomes obsolete.
    """
    page = Page(old, {message.msgid: message for message in messages}, drop)
    found = match({"": page}, memory)
    return compose(page, found.found[""], found.left[""])


def compose(page: Page, found: Mapping[str, Found], left: Set[str]) -> Merged:
    """Put the catalog of a page together.

    :param found: the entries for passages that had none, by their English.
    :param left: the English of the entries that no longer stand here.
    """
    return _Composition(page, found, left).merged()


class _Composition:
    """One catalog in the making."""

    def __init__(self, page: Page, found: Mapping[str, Found], left: Set[str]) -> None:
        self._page = page
        self._found = found
        self._left = left
        self._counts: Counter[str] = Counter()

    def merged(self) -> Merged:
        entries = (*self._in_order(), *self._retired())
        return Merged(replace(self._page.old, entries=entries, findings=()), self._counts)

    def _in_order(self) -> Iterator[Entry]:
        """Yield what stays in its place, and each new entry behind its neighbour."""
        messages = self._page.messages
        taken = {found.place: msgid for msgid, found in self._found.items() if found.place}
        placed: dict[_Key, Entry] = {}
        for entry in self._page.old.entries:
            msgid = taken.get(entry.msgid, entry.msgid)
            if entry.obsolete:
                if not self._is_taken(entry):
                    placed[entry.key] = entry
            elif entry.msgctxt is None and msgid in messages:
                placed[None, msgid] = self._entry(messages[msgid])
            elif not self._page.drop:
                placed[entry.key] = entry
        behind: defaultdict[_Key | None, list[Entry]] = defaultdict(list)
        neighbour: _Key | None = None
        for msgid, message in messages.items():
            if (None, msgid) in placed:
                neighbour = None, msgid
            else:
                behind[neighbour].append(self._entry(message))
        yield from behind[None]
        for key, entry in placed.items():
            yield entry
            yield from behind[key]

    def _entry(self, message: Message) -> Entry:
        """Return the entry of a passage, with what the page tells translators about it."""
        msgid = message.msgid
        needless = self._page.needless(message)
        what = ""
        if msgid in self._found:
            entry, what = self._found[msgid].entry, self._found[msgid].what
            stale, entry = entry, readdressed(entry, self._page.syntax(message))
            what = what if entry is stale else "readdressed"
        elif msgid in self._page.live:
            entry = decided(self._page.live[msgid])
        else:
            entry, what = Entry(msgid), "new"
        if is_filled(entry) and not needless:
            entry, what = emptied(entry), "new"
        elif needless and not entry.has_translation and entry.msgid_plural is None:
            entry, what = filled(entry), "needless"
        if what:
            self._counts[what] += 1
        return replace(entry, extracted=message.comments or entry.extracted)

    def _retired(self) -> Iterator[Entry]:
        """Yield the entries whose English is gone since the last time."""
        for entry in self._page.old.entries if self._page.drop else ():
            if entry.obsolete or not entry.holds_work or is_filled(entry):
                continue
            if not self._is_taken(entry):
                self._counts["obsolete"] += 1
                yield retired(entry)

    def _is_taken(self, entry: Entry) -> bool:
        """Say whether what an entry holds stands elsewhere now."""
        taken = entry.msgid in self._page.messages or entry.msgid in self._left
        return entry.msgctxt is None and taken
