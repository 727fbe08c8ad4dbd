"""Finds, for each passage that is new on its page, the entry that it had before.

All pages of a language are looked at together: a passage moves, a page is
renamed, split or joined, and its translation must follow, with its comments.
Here it follows passages whose English is the same; :mod:`.alike` is for those
that were edited.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from .alike import take_similar
from .carry import carried, is_origin
from .memory import Memory
from .model import Entry
from .offers import Found, Match, Offer
from .page import Page


def match(
    pages: Mapping[str, Page], memory: Memory, orphans: Mapping[str, Page] | None = None
) -> Match:
    """Find entries for all passages that have none on their page.

    :param pages: the pages of one language, by their domains.
    :param memory: the translations of all catalogs of the language.
    :param orphans: the catalogs that belong to no page, as pages without a passage;
        they are not changed.
    """
    return _Matching(pages, memory, orphans or {}).result()


class _Matching:
    """One search; its methods stand in the order in which they are used."""

    def __init__(
        self, pages: Mapping[str, Page], memory: Memory, orphans: Mapping[str, Page]
    ) -> None:
        self._pages = pages
        self._memory = memory
        self._orphans = orphans
        self._match = Match(pages)
        # What left its page, now or before, by its English and by what it was translated from.
        self._gone: defaultdict[str, list[Offer]] = defaultdict(list)
        for name, page in (*pages.items(), *orphans.items()):
            for entry in () if page.apart else (*page.gone, *page.obsolete.values()):
                if not entry.holds_work or entry.msgid in page.messages:
                    continue
                self._gone[entry.msgid].append(Offer(name, entry))
                if entry.fuzzy and entry.previous_msgid:
                    self._gone[entry.previous_msgid].append(Offer(name, entry))

    def result(self) -> Match:
        for name, page in self._pages.items():
            for msgid in page.missing:
                if found := next(self._exact(name, page, msgid), None):
                    self._match.found[name][msgid] = found
            for msgid in page.waiting if not page.apart else ():
                offer = self._moved(msgid)
                entry = carried(offer.entry, msgid) if offer else page.live[msgid]
                if offer and entry.in_use and not offer.entry.obsolete:
                    # It stood on two pages, and only the one that is gone was translated.
                    self._match.note(name, offer)
                    own = page.live[msgid].comments
                    comments = (*own, *(line for line in entry.comments if line not in own))
                    entry = replace(entry, comments=comments)
                    self._match.found[name][msgid] = Found(entry, "moved")
        take_similar(self._pages, self._orphans, self._match)
        for name, page in self._pages.items():
            for msgid in page.missing:
                stale = None if msgid in self._match.found[name] else self._memory.stale(msgid)
                if stale is not None:
                    copy = replace(carried(stale, msgid), comments=())
                    self._match.found[name][msgid] = Found(copy, "stale")
        return self._match

    def _exact(self, name: str, page: Page, msgid: str) -> Iterator[Found]:
        """Yield entries, or translations, of exactly this English, the best first."""
        left = self._match.left[name]
        for entry in page.gone:
            if is_origin(entry, msgid) and entry.msgid not in left:
                # The English was changed and is now changed back.
                left.add(entry.msgid)
                yield Found(carried(entry, msgid), "returned", entry.msgid)
        kept = page.obsolete.get(msgid)
        if kept is not None and kept.has_translation and not kept.fuzzy:
            yield Found(carried(kept, msgid), "returned")
        moved = None if page.apart else self._moved(msgid)
        old = moved is not None and moved.entry.obsolete and self._memory.is_shown(msgid)
        if moved is not None and not old and carried(moved.entry, msgid).in_use:
            self._match.note(name, moved)
            yield Found(carried(moved.entry, msgid), "moved")
        for entry in page.obsolete.values():
            if is_origin(entry, msgid):
                left.add(entry.msgid)
                yield Found(carried(entry, msgid), "returned")
        if translation := self._memory.translation(msgid):
            yield Found(Entry(msgid, translation), "filled")
        if moved is not None:
            self._match.note(name, moved)
            yield Found(carried(moved.entry, msgid), "moved")
        if kept is not None:
            yield Found(carried(kept, msgid), "returned")

    def _moved(self, msgid: str) -> Offer | None:
        """Return the best of the entries of this English that have left their pages."""

        def worth(offer: Offer) -> tuple[bool, bool, bool, bool]:
            entry = carried(offer.entry, msgid)
            stands = offer.page in self._pages
            return entry.in_use, entry.has_translation, not offer.entry.obsolete, stands

        return max(self._gone.get(msgid, ()), key=worth, default=None)
