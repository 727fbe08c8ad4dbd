"""Finds, for each passage that is new on its page, the entry that it had before.

All pages of a language are looked at together: a passage moves, a page is
renamed, split or joined, and its translation must follow, with its comments.
It follows passages whose English is the same first, then those that were edited.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..text.compare import (
    WordIndex,
    as_written,
    is_edited_once,
    is_short,
    loosened,
    similarity,
)
from .extract import INTERFACE, SHARED, Message
from .model import (
    Catalog,
    Entry,
    english_of,
    is_draft,
    is_suggestion,
    is_undecided,
    is_untranslatable,
    suggestion,
    with_previous,
)


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

    :param what: how it came: ``rewritten``, ``returned``, ``moved``, ``filled``, ``stale``,
        ``suggested`` or ``new``.
    :param place: the English of the entry of the same catalog whose place it takes.
    """

    entry: Entry
    what: str
    place: str = ""


@dataclass(frozen=True)
class Page:
    """A page's passages beside the catalog that it has.

    :param old: the catalog as it is; an empty one for a new page.
    :param messages: the passages by their English, in the page's order.
    :param domain: the name of its catalog.
    :param names: the passages that are names, which stay as they are.
    """

    old: Catalog
    messages: Mapping[str, Message]
    domain: str = ""
    names: frozenset[str] = frozenset()

    @property
    def drop(self) -> bool:
        """Whether an entry that the page does not hold becomes obsolete."""
        return self.domain not in INTERFACE

    @property
    def apart(self) -> bool:
        """Whether nothing moves between it and other pages."""
        return self.domain in SHARED

    @cached_property
    def live(self) -> dict[str, Entry]:
        """The entries that are not obsolete, by their English."""
        entries = self.old.entries
        return {one.msgid: one for one in entries if not one.obsolete}

    @cached_property
    def obsolete(self) -> dict[str, Entry]:
        """The obsolete entries, by the English that is gone."""
        entries = self.old.entries
        return {one.msgid: one for one in entries if one.obsolete}

    @cached_property
    def gone(self) -> list[Entry]:
        """The entries with somebody's work whose English the page does not hold any more."""
        live = self.live.values() if self.drop else ()
        return [one for one in live if one.msgid_plural is None and self._is_unused(one)]

    @cached_property
    def loose(self) -> dict[str, Entry]:
        """The same by their English without what tools write differently."""
        plain = {loosened(english_of(one.msgid)): one for one in self.gone}
        return plain | {loosened(one.msgid): one for one in self.gone}

    @cached_property
    def unused(self) -> list[Entry]:
        """The same, and what was gone before."""
        return [*self.gone, *filter(self._is_unused, self.obsolete.values())]

    def _is_unused(self, entry: Entry) -> bool:
        return entry.holds_work and entry.msgid not in self.messages

    @property
    def waiting(self) -> list[Entry]:
        """The entries that were never translated, or whose translation is stale."""
        entries = (self.live[msgid] for msgid in self.messages if msgid in self.live)
        return [
            one
            for one in entries
            if not one.has_translation or (one.fuzzy and one.previous_msgid) or is_suggestion(one)
        ]


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
        return with_previous(replace(new, fuzzy=is_undecided(entry) or is_draft(entry)), None)
    return with_previous(replace(new, fuzzy=True), origin)


def _rewritten(entry: Entry, msgid: str) -> Entry:
    """Return an entry whose English another tool wrote in another way, for the way it is written."""
    text = as_written(entry.msgstr, english_of(msgid)) if entry.msgstr else ""
    return tidied(replace(entry, msgid=msgid, msgstr=text))


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


def take_similar(match: Match) -> None:
    """Give changed passages the entries that they had, the most similar first."""
    index = WordIndex(list(_foreign(match)))
    pairs = [pair for name in match.pages for pair in _pairs(name, index, match)]
    used: set[tuple[str, str]] = set()
    for pair in sorted(pairs):
        unused, found = pair.unused, match.found[pair.page]
        if pair.msgid in found:
            continue
        entry = reworded(unused.entry, pair.msgid)
        key = (unused.page, unused.entry.msgid)
        at_home = unused.page == pair.page
        if key in used:
            # One passage became two: both begin with its translation.
            if entry.has_translation and (at_home or pair.ratio >= _LIKELY):
                found[pair.msgid] = Found(replace(entry, comments=()), _what(entry))
            continue
        used.add(key)
        place = unused.entry.msgid if at_home and not unused.entry.obsolete else ""
        found[pair.msgid] = Found(entry, _what(entry), place)
        if at_home:
            match.left[pair.page].add(unused.entry.msgid)
        else:
            match.note(pair.page, unused)


def _what(entry: Entry) -> str:
    if not entry.has_translation:
        return "new"
    return "stale" if entry.fuzzy else "returned"


def _pairs(name: str, index: WordIndex[UnusedEntry], match: Match) -> Iterator[_Pair]:
    """Yield the entries that are like a passage which has none yet."""
    unneeded = _unneeded(name, match.pages[name], match)
    own = WordIndex([(_texts(unused), unused) for unused in unneeded])
    for place, msgid in enumerate(match.missing(name)):
        held = list(own.similar(msgid))
        edited = [one for one in held if is_edited_once(msgid, one[1].entry.msgid)]
        for number, unused in edited or held:
            if ratio := _likeness(msgid, unused.entry):
                yield _Pair(-ratio - _AT_HOME, name, place, number, msgid, ratio, unused)
        if edited or match.pages[name].apart:
            continue
        short = is_short(msgid)
        foreign = (unused for unused in index.candidates(msgid) if unused.page != name)
        for place_there, unused in enumerate(foreign, len(unneeded)):
            ratio = _likeness(msgid, unused.entry)
            related = unused.page in match.donors[name]
            if ratio >= _LIKELY or (ratio and not short and (related or not unused.entry.obsolete)):
                rank = -ratio - _RELATED * related + _ASIDE * (unused.page not in match.pages)
                yield _Pair(rank, name, place, place_there, msgid, ratio, unused)


def _foreign(match: Match) -> Iterator[tuple[tuple[str, str], UnusedEntry]]:
    """Yield what pages can give to others, each with the texts that it may be found by."""
    wanted = {msgid for page in match.pages.values() for msgid in page.messages}
    for name, page in (*match.pages.items(), *match.orphans.items()):
        for unused in () if page.apart else _unneeded(name, page, match):
            # What a catalog without a page holds may have been taken long ago.
            taken = name in match.orphans and unused.entry.msgid in wanted
            if unused.entry.has_translation and not taken:
                yield _texts(unused), unused


def _texts(unused: UnusedEntry) -> tuple[str, str]:
    """Return what an entry is found by."""
    return unused.entry.msgid, unused.entry.previous_msgid or ""


def _unneeded(name: str, page: Page, match: Match) -> list[UnusedEntry]:
    """Return what is gone from a page, and what was so before, and was not taken since."""
    left = match.left[name]
    return [UnusedEntry(name, entry) for entry in page.unused if entry.msgid not in left]


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
            and entry.msgid_plural is None
            and not is_untranslatable(entry)
            and not is_draft(entry)
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
        """Return a translation of exactly this English, or ``""``.

        One that got a context begins with the translation that it had without.
        """
        for wanted in (msgid, english_of(msgid)):
            for source in self._sources:
                if wanted in source:
                    return source[wanted].msgstr
        return ""

    def is_shown(self, msgid: str) -> bool:
        """Say whether readers see a translation of exactly this English somewhere."""
        return msgid in self._sources[0]

    def stale(self, msgid: str) -> Entry | None:
        """Return an entry whose English became *msgid* after it was translated."""
        return self._stale.get(msgid)


def _most_frequent(pairs: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, str], Entry] = {}
    for msgid, entry in pairs:
        counts[msgid][entry.msgstr] += 1
        first.setdefault((msgid, entry.msgstr), entry)
    # A counter names equals in the order in which it met them.
    return {msgid: first[msgid, found.most_common(1)[0][0]] for msgid, found in counts.items()}


class Match:
    """What is found, by page and English; the methods are in the order in which they are used.

    :param pages: the pages of one language, by their domains.
    :param memory: the translations of all catalogs of the language.
    :param orphans: the catalogs that belong to no page, as pages without a passage;
        they are not changed.
    :ivar left: the English of the entries that no longer are in a page's catalog.
    :ivar donors: how many entries a page got from each other page.
    """

    def __init__(
        self, pages: Mapping[str, Page], memory: Memory, orphans: Mapping[str, Page]
    ) -> None:
        self.found: defaultdict[str, dict[str, Found]] = defaultdict(dict)
        self.left: defaultdict[str, set[str]] = defaultdict(set)
        self.donors: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.pages, self.orphans, self._memory = pages, orphans, memory
        # What left its page, now or before, by its English and by what it was translated from.
        self._gone: defaultdict[str, list[UnusedEntry]] = defaultdict(list)
        for name, page in (*pages.items(), *orphans.items()):
            for entry in () if page.apart else page.unused:
                self._gone[entry.msgid].append(UnusedEntry(name, entry))
                if entry.fuzzy and entry.previous_msgid:
                    self._gone[entry.previous_msgid].append(UnusedEntry(name, entry))

    def note(self, page: str, unused: UnusedEntry) -> None:
        """Note that *page* took an entry that another does not use."""
        self.donors[page][unused.page] += 1
        # An obsolete copy may stay: it is no burden to anybody.
        if unused.page in self.pages and not unused.entry.obsolete:
            self.left[unused.page].add(unused.entry.msgid)

    def missing(self, name: str) -> list[str]:
        """Return the passages of a page for which there is no entry yet, in the page's order."""
        page, found = self.pages[name], self.found[name]
        return [msgid for msgid in page.messages if msgid not in page.live and msgid not in found]

    def find_same(self) -> None:
        """Find the entries of passages whose English is the same."""
        for name, page in self.pages.items():
            for msgid in self.missing(name):
                if found := next(self._exact(name, page, msgid), None):
                    self.found[name][msgid] = found
            for own in () if page.apart else page.waiting:
                unused = self._moved(own.msgid)
                entry = reworded(unused.entry, own.msgid) if unused else own
                if unused and entry.in_use and not unused.entry.obsolete:
                    # It was on two pages, and only the one that is gone was translated.
                    self.note(name, unused)
                    others = (line for line in entry.comments if line not in own.comments)
                    entry = replace(entry, comments=(*own.comments, *others))
                    self.found[name][own.msgid] = Found(entry, "moved")

    def find_stale(self) -> None:
        """Copy the entries of other pages whose English became the same."""
        for name in self.pages:
            for msgid in self.missing(name):
                if stale := self._memory.stale(msgid):
                    copy = replace(reworded(stale, msgid), comments=())
                    self.found[name][msgid] = Found(copy, "stale")

    def suggest(self) -> None:
        """Suggest for new passages the translation of what is most like them anywhere."""
        wanted = [
            (name, msgid)
            for name, page in self.pages.items()
            for msgid in (() if page.apart else self.missing(name))
            if not is_short(msgid)
        ]
        if not wanted:
            return
        known = [
            ((entry.msgid,), UnusedEntry(name, entry))
            for name, page in self.pages.items()
            for entry in (() if page.apart else page.live.values())
            if entry.in_use and entry.msgid_plural is None and not is_untranslatable(entry)
        ]
        index = WordIndex(known)
        for name, msgid in wanted:
            rated = [
                (ratio, one)
                for one in index.candidates(msgid)
                if (ratio := similarity(msgid, one.entry.msgid)) >= _LIKELY
            ]
            if rated:
                _ratio, best = max(rated, key=lambda pair: pair[0])
                made = suggestion(msgid, best.entry, f"{best.page}.po")
                self.found[name][msgid] = Found(made, "suggested")

    def _exact(self, name: str, page: Page, msgid: str) -> Iterator[Found]:
        """Yield entries, or translations, of exactly this English, the best first."""
        left = self.left[name]
        same = page.loose.get(loosened(msgid)) or page.loose.get(loosened(english_of(msgid)))
        if same is not None and same.msgid not in left:
            left.add(same.msgid)
            yield Found(_rewritten(same, msgid), "rewritten", same.msgid)
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
            self.note(name, moved)
            yield Found(reworded(moved.entry, msgid), "moved")
        for entry in page.obsolete.values():
            if is_origin(entry, msgid):
                left.add(entry.msgid)
                yield Found(reworded(entry, msgid), "returned")
        if translation := self._memory.translation(msgid):
            yield Found(Entry(msgid, translation), "filled")
        if moved is not None:
            self.note(name, moved)
            yield Found(reworded(moved.entry, msgid), "moved")
        if kept is not None:
            yield Found(reworded(kept, msgid), "returned")

    def _moved(self, msgid: str) -> UnusedEntry | None:
        """Return the best of the entries of this English that have left their pages."""

        def worth(unused: UnusedEntry) -> tuple[bool, bool, bool, bool]:
            entry = reworded(unused.entry, msgid)
            stands = unused.page in self.pages
            return entry.in_use, entry.has_translation, not unused.entry.obsolete, stands

        return max(self._gone.get(msgid, ()), key=worth, default=None)


def match(
    pages: Mapping[str, Page], memory: Memory, orphans: Mapping[str, Page] | None = None
) -> Match:
    """Find entries for all passages that have none on their page; see :class:`Match`."""
    found = Match(pages, memory, orphans or {})
    found.find_same()
    take_similar(found)
    found.find_stale()
    found.suggest()
    return found
