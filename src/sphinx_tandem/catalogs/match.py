"""Finds, for each passage that is new on its page, the entry that it had before.

All pages of a language are looked at together: a passage moves, a page is
renamed, split or joined, and its translation must follow, with its comments.
It follows passages whose English is the same first, then those that were edited.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..text import Syntax
from ..text.compare import WordIndex, is_short, similarity
from .extract import Message
from .model import Catalog, Entry, is_undecided, is_untranslatable, with_previous


@dataclass(frozen=True)
class UnusedEntry:
    """An entry that no passage of its own page needs.

    :param page: the domain of its catalog.
    """

    page: str
    entry: Entry


@dataclass(frozen=True)
class Found:
    """The entry of a passage that is new on its page.

    :param what: how it came: ``returned``, ``moved``, ``filled``, ``stale`` or ``new``.
    :param place: the English of the entry of the same catalog whose place it takes.
    """

    entry: Entry
    what: str
    place: str = ""


@dataclass
class Match:
    """What was found, by page and English.

    :param pages: the pages whose catalogs are brought up to date; others only give.
    :param left: the English of the entries that no longer stand in a page's catalog.
    :param donors: how many entries a page got from each other page.
    """

    pages: Container[str]
    found: defaultdict[str, dict[str, Found]] = field(default_factory=lambda: defaultdict(dict))
    left: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    donors: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def note(self, page: str, unused: UnusedEntry) -> None:
        """Note that *page* took an entry that another does not use."""
        self.donors[page][unused.page] += 1
        # An obsolete copy may stay: it is no burden to anybody.
        if unused.page in self.pages and not unused.entry.obsolete:
            self.left[unused.page].add(unused.entry.msgid)


def _never(message: Message) -> bool:
    return False


def _myst(message: Message) -> Syntax:
    return Syntax.MYST


@dataclass(frozen=True)
class Page:
    """A page's passages beside the catalog that it has.

    :param old: the catalog as it is; an empty one for a new page.
    :param messages: the passages by their English, in the page's order.
    :param drop: whether an entry that the page does not hold becomes obsolete.
    :param apart: whether nothing moves between it and other pages.
    :param untranslatable: says whether a passage holds nothing to translate.
    :param syntax: says how a passage is written.
    """

    old: Catalog
    messages: Mapping[str, Message]
    drop: bool = True
    apart: bool = False
    untranslatable: Callable[[Message], bool] = _never
    syntax: Callable[[Message], Syntax] = _myst

    @cached_property
    def live(self) -> dict[str, Entry]:
        """The entries that are not obsolete, by their English."""
        return {
            entry.msgid: entry
            for entry in self.old.entries
            if entry.msgctxt is None and not entry.obsolete
        }

    @cached_property
    def obsolete(self) -> dict[str, Entry]:
        """The obsolete entries, by the English that is gone."""
        return {
            entry.msgid: entry
            for entry in self.old.entries
            if entry.msgctxt is None and entry.obsolete
        }

    @cached_property
    def gone(self) -> list[Entry]:
        """The entries with somebody's work whose English the page does not hold any more."""
        return [
            entry
            for entry in self.live.values()
            if self.drop
            and entry.msgid not in self.messages
            and entry.holds_work
            and entry.msgid_plural is None
            and not is_untranslatable(entry)
        ]

    @property
    def waiting(self) -> list[str]:
        """The passages whose entry was never translated, or whose translation is stale."""
        entries = (self.live[msgid] for msgid in self.messages if msgid in self.live)
        return [
            entry.msgid
            for entry in entries
            if not entry.has_translation or (entry.fuzzy and entry.previous_msgid)
        ]

    @property
    def missing(self) -> list[str]:
        """The passages without an entry, in the page's order."""
        return [msgid for msgid in self.messages if msgid not in self.live]


# Babel guesses these flags from the text, and `msgfmt -c` then refuses right translations.
_FORMAT = re.compile(r"(?!no-).*-format")


def reworded(entry: Entry, msgid: str) -> Entry:
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
        return with_previous(replace(new, fuzzy=is_undecided(entry)), None)
    return with_previous(replace(new, fuzzy=True), origin)


def is_origin(entry: Entry, msgid: str) -> bool:
    """Say whether a stale translation was made from *msgid*."""
    return entry.fuzzy and entry.previous_msgid == msgid and entry.has_translation


def made_obsolete(entry: Entry) -> Entry:
    """Return an entry whose English is gone."""
    return replace(tidied(entry), obsolete=True, extracted=())


def tidied(entry: Entry) -> Entry:
    """Take away what changes with every edit of a page, and flags that are guesses."""
    flags = tuple(flag for flag in entry.flags if not _FORMAT.fullmatch(flag))
    return replace(entry, line=0, references=(), flags=flags)


# -- Passages that were edited ------------------------------------------------------------------

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
    unused: UnusedEntry


def take_similar(pages: Mapping[str, Page], orphans: Mapping[str, Page], match: Match) -> None:
    """Give changed passages the entries that they had, the most similar first.

    :param orphans: the catalogs without a page, whose entries no page uses.
    :param match: what was found before; it is added to.
    """
    index = WordIndex(list(_foreign(pages, orphans, match)))
    pairs = [pair for name, page in pages.items() for pair in _pairs(name, page, index, match)]
    used: set[tuple[str, str]] = set()
    for pair in sorted(pairs):
        unused, found = pair.unused, match.found[pair.page]
        if pair.msgid in found:
            continue
        entry = reworded(unused.entry, pair.msgid)
        key = (unused.page, unused.entry.msgid)
        if key in used:
            # One passage became two: both begin with its translation.
            if not entry.has_translation or (unused.page != pair.page and pair.ratio < _LIKELY):
                continue
            found[pair.msgid] = Found(replace(entry, comments=()), _what(entry))
            continue
        used.add(key)
        in_place = unused.page == pair.page and not unused.entry.obsolete
        found[pair.msgid] = Found(entry, _what(entry), unused.entry.msgid if in_place else "")
        if unused.page == pair.page:
            match.left[pair.page].add(unused.entry.msgid)
        else:
            match.note(pair.page, unused)


def _what(entry: Entry) -> str:
    if not entry.has_translation:
        return "new"
    return "stale" if entry.fuzzy else "returned"


def _pairs(name: str, page: Page, index: WordIndex[UnusedEntry], match: Match) -> Iterator[_Pair]:
    """Yield the entries that are like a passage which has none yet."""
    unneeded = list(_unneeded(page, match.left[name], page.messages))
    own = WordIndex([(_texts(entry), UnusedEntry(name, entry)) for entry in unneeded])
    for place, msgid in enumerate(page.messages):
        if msgid in page.live or msgid in match.found[name]:
            continue
        for number, unused in own.similar(msgid):
            if ratio := _likeness(msgid, unused.entry):
                yield _Pair(-ratio - _AT_HOME, name, place, number, msgid, ratio, unused)
        if page.apart:
            continue
        short = is_short(msgid)
        foreign = (unused for unused in index.candidates(msgid) if unused.page != name)
        for place_there, unused in enumerate(foreign, len(unneeded)):
            ratio = _likeness(msgid, unused.entry)
            related = unused.page in match.donors[name]
            if ratio >= _LIKELY or (ratio and not short and (related or not unused.entry.obsolete)):
                rank = -ratio - _RELATED * related + _ASIDE * (unused.page not in match.pages)
                yield _Pair(rank, name, place, place_there, msgid, ratio, unused)


def _foreign(
    pages: Mapping[str, Page], orphans: Mapping[str, Page], match: Match
) -> Iterator[tuple[tuple[str, str], UnusedEntry]]:
    """Yield what pages can give to others, each with the texts that it may be found by."""
    wanted = {msgid for page in pages.values() for msgid in page.messages}
    for name, page in (*pages.items(), *orphans.items()):
        # What a catalog without a page holds may have been taken long ago.
        needed = page.messages if name in pages else wanted
        for entry in () if page.apart else _unneeded(page, match.left[name], needed):
            if entry.has_translation:
                yield _texts(entry), UnusedEntry(name, entry)


def _texts(entry: Entry) -> tuple[str, str]:
    """Return what an entry is found by."""
    return entry.msgid, entry.previous_msgid or ""


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
            and not is_untranslatable(entry)
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
        self._gone: defaultdict[str, list[UnusedEntry]] = defaultdict(list)
        for name, page in (*pages.items(), *orphans.items()):
            for entry in () if page.apart else (*page.gone, *page.obsolete.values()):
                if not entry.holds_work or entry.msgid in page.messages:
                    continue
                self._gone[entry.msgid].append(UnusedEntry(name, entry))
                if entry.fuzzy and entry.previous_msgid:
                    self._gone[entry.previous_msgid].append(UnusedEntry(name, entry))

    def result(self) -> Match:
        for name, page in self._pages.items():
            for msgid in page.missing:
                if found := next(self._exact(name, page, msgid), None):
                    self._match.found[name][msgid] = found
            for msgid in page.waiting if not page.apart else ():
                unused = self._moved(msgid)
                entry = reworded(unused.entry, msgid) if unused else page.live[msgid]
                if unused and entry.in_use and not unused.entry.obsolete:
                    # It stood on two pages, and only the one that is gone was translated.
                    self._match.note(name, unused)
                    own = page.live[msgid].comments
                    comments = (*own, *(line for line in entry.comments if line not in own))
                    entry = replace(entry, comments=comments)
                    self._match.found[name][msgid] = Found(entry, "moved")
        take_similar(self._pages, self._orphans, self._match)
        for name, page in self._pages.items():
            for msgid in page.missing:
                stale = None if msgid in self._match.found[name] else self._memory.stale(msgid)
                if stale is not None:
                    copy = replace(reworded(stale, msgid), comments=())
                    self._match.found[name][msgid] = Found(copy, "stale")
        return self._match

    def _exact(self, name: str, page: Page, msgid: str) -> Iterator[Found]:
        """Yield entries, or translations, of exactly this English, the best first."""
        left = self._match.left[name]
        for entry in page.gone:
            if is_origin(entry, msgid) and entry.msgid not in left:
                # The English was changed and is now changed back.
                left.add(entry.msgid)
                yield Found(reworded(entry, msgid), "returned", entry.msgid)
        kept = page.obsolete.get(msgid)
        if kept is not None and kept.has_translation and not kept.fuzzy:
            yield Found(reworded(kept, msgid), "returned")
        moved = None if page.apart else self._moved(msgid)
        old = moved is not None and moved.entry.obsolete and self._memory.is_shown(msgid)
        if moved is not None and not old and reworded(moved.entry, msgid).in_use:
            self._match.note(name, moved)
            yield Found(reworded(moved.entry, msgid), "moved")
        for entry in page.obsolete.values():
            if is_origin(entry, msgid):
                left.add(entry.msgid)
                yield Found(reworded(entry, msgid), "returned")
        if translation := self._memory.translation(msgid):
            yield Found(Entry(msgid, translation), "filled")
        if moved is not None:
            self._match.note(name, moved)
            yield Found(reworded(moved.entry, msgid), "moved")
        if kept is not None:
            yield Found(reworded(kept, msgid), "returned")

    def _moved(self, msgid: str) -> UnusedEntry | None:
        """Return the best of the entries of this English that have left their pages."""

        def worth(unused: UnusedEntry) -> tuple[bool, bool, bool, bool]:
            entry = reworded(unused.entry, msgid)
            stands = unused.page in self._pages
            return entry.in_use, entry.has_translation, not unused.entry.obsolete, stands

        return max(self._gone.get(msgid, ()), key=worth, default=None)
