"""What the catalogs of one language already say, so that nothing is translated twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from .model import Catalog, Entry
from .remarks import is_filled


class Memory:
    """The translations of a language by their English.

    Where pages disagree, the translation that stands most often is taken, and of
    equals the one that comes first.  What readers see counts before what is kept
    as obsolete, and that before the translation of an English that has changed.

    :param catalogs: the catalogs of the language, in an order that does not change.
    """

    def __init__(self, catalogs: Iterable[Catalog]) -> None:
        entries = [
            entry
            for catalog in catalogs
            for entry in catalog.entries
            if entry.has_translation
            and entry.msgctxt is None
            and entry.msgid_plural is None
            and not is_filled(entry)
        ]
        kept = [entry for entry in entries if not entry.fuzzy]
        self._sources = (
            _most_frequent((entry.msgid, entry) for entry in kept if not entry.obsolete),
            _most_frequent((entry.msgid, entry) for entry in kept if entry.obsolete),
            _most_frequent(
                (entry.previous_msgid, entry)
                for entry in entries
                if entry.fuzzy and entry.previous_msgid
            ),
        )
        self._stale = _most_frequent((entry.msgid, entry) for entry in entries if entry.fuzzy)

    def translation(self, msgid: str) -> str:
        """Return a translation of exactly this English, or ``""``."""
        for source in self._sources:
            if msgid in source:
                return source[msgid].msgstr
        return ""

    def is_shown(self, msgid: str) -> bool:
        """Say whether readers see a translation of exactly this English somewhere."""
        return msgid in self._sources[0]

    def stale(self, msgid: str) -> Entry | None:
        """Return an entry whose English became *msgid* after it was translated."""
        return self._stale.get(msgid)


def _most_frequent(pairs: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for msgid, entry in pairs:
        found[msgid].append(entry)
    chosen = {}
    for msgid, entries in found.items():
        # A counter names equals in the order in which it met them.
        msgstr = Counter(entry.msgstr for entry in entries).most_common(1)[0][0]
        chosen[msgid] = next(entry for entry in entries if entry.msgstr == msgstr)
    return chosen
