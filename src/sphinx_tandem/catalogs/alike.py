"""Gives passages that were edited the entries that they had, on whichever page."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

from .carry import carried
from .model import Entry
from .offers import Found, Match, Offer
from .page import Page
from .similarity import FEW, WordIndex, similarity, words

# Between pages, a short passage, a second copy and what is long gone must be this alike.
_LIKELY = 0.75
# A passage was edited where it stands sooner than it moved and was edited.
_AT_HOME, _RELATED = 0.1, 0.05
# A catalog without a page may be older than what was moved from it.
_ASIDE = 0.05


@dataclass(frozen=True, order=True)
class _Pair:
    """A passage and an entry that is like it; the best pair is the least one."""

    rank: float
    page: str
    place: int
    number: int
    msgid: str
    ratio: float
    offer: Offer


def take_similar(pages: Mapping[str, Page], orphans: Mapping[str, Page], match: Match) -> None:
    """Give changed passages the entries that they had, the most similar first.

    :param orphans: the catalogs without a page, which offer what no page has.
    :param match: what was found before; it is added to.
    """
    index = WordIndex(list(_foreign(pages, orphans, match)))
    pairs = [pair for name, page in pages.items() for pair in _pairs(name, page, index, match)]
    used: set[tuple[str, str]] = set()
    for pair in sorted(pairs):
        offer, found = pair.offer, match.found[pair.page]
        if pair.msgid in found:
            continue
        entry = carried(offer.entry, pair.msgid)
        key = (offer.page, offer.entry.msgid)
        if key in used:
            # One passage became two: both begin with its translation.
            if not entry.has_translation or (offer.page != pair.page and pair.ratio < _LIKELY):
                continue
            found[pair.msgid] = Found(replace(entry, comments=()), _what(entry))
            continue
        used.add(key)
        in_place = offer.page == pair.page and not offer.entry.obsolete
        found[pair.msgid] = Found(entry, _what(entry), offer.entry.msgid if in_place else "")
        if offer.page == pair.page:
            match.left[pair.page].add(offer.entry.msgid)
        else:
            match.note(pair.page, offer)


def _what(entry: Entry) -> str:
    if not entry.has_translation:
        return "new"
    return "stale" if entry.fuzzy else "returned"


def _pairs(name: str, page: Page, index: WordIndex[Offer], match: Match) -> Iterator[_Pair]:
    """Yield the entries that are like a passage which has none yet."""
    own = [Offer(name, entry) for entry in _unneeded(page, match.left[name], page.messages)]
    for place, msgid in enumerate(page.messages):
        if msgid in page.live or msgid in match.found[name]:
            continue
        number = 0
        for number, offer in enumerate(own):
            if ratio := _likeness(msgid, offer.entry):
                yield _Pair(-ratio - _AT_HOME, name, place, number, msgid, ratio, offer)
        if page.apart:
            continue
        few = len(words(msgid)) < FEW
        foreign = (offer for offer in index.candidates(msgid) if offer.page != name)
        for place_there, offer in enumerate(foreign, number + 1):
            ratio = _likeness(msgid, offer.entry)
            related = offer.page in match.donors[name]
            if ratio >= _LIKELY or (ratio and not few and (related or not offer.entry.obsolete)):
                rank = -ratio - _RELATED * related + _ASIDE * (offer.page not in match.pages)
                yield _Pair(rank, name, place, place_there, msgid, ratio, offer)


def _foreign(
    pages: Mapping[str, Page], orphans: Mapping[str, Page], match: Match
) -> Iterator[tuple[str, Offer]]:
    """Yield what pages offer to others, each with the texts that it may be found by."""
    wanted = {msgid for page in pages.values() for msgid in page.messages}
    for name, page in (*pages.items(), *orphans.items()):
        # What a catalog without a page holds may have been taken long ago.
        needed = page.messages if name in pages else wanted
        for entry in () if page.apart else _unneeded(page, match.left[name], needed):
            if entry.has_translation:
                yield f"{entry.msgid} {entry.previous_msgid or ''}", Offer(name, entry)


def _unneeded(page: Page, left: Container[str], needed: Container[str]) -> Iterator[Entry]:
    """Yield what is gone from a page, and what was so before."""
    for entry in page.gone:
        if entry.msgid not in left and entry.msgid not in needed:
            yield entry
    for entry in page.obsolete.values():
        if entry.holds_work and entry.msgid not in left and entry.msgid not in needed:
            yield entry


def _likeness(msgid: str, entry: Entry) -> float:
    """Say how much a passage is like the English of an entry, or like its previous English."""
    if entry.msgid_plural is not None:
        return 0.0
    return max(similarity(msgid, entry.msgid), similarity(msgid, entry.previous_msgid or ""))
