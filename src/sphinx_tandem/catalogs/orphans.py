"""Catalogs without a page: which page they belong to, and how it takes them with nothing lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..text.compare import WordIndex, similarity
from .match import Page, made_obsolete
from .model import Catalog, Entry, Key, is_untranslatable, with_other
from .reader import with_credits

#: What people put into an entry.
Work = tuple[Key, str | None, tuple[str, ...], tuple[str, ...]]

# A catalog belongs to the page that holds at least this share of its passages.
_SHARE = 0.3
# With so many times the passages of any other page there is no need to look for edited ones.
_SURE = 2


@dataclass(frozen=True)
class Owners:
    """The pages to which the catalogs without a page belong.

    :param probable: the page that each probably belongs to; several may have one.
    :param renamed: the pages without a catalog, each with the one that it goes on with.
    """

    probable: Mapping[str, str]
    renamed: Mapping[str, str]


def find_owners(orphans: Mapping[str, Catalog], pages: Mapping[str, Page]) -> Owners:
    """Find the page that each catalog without a page probably belongs to.

    :param pages: all pages, those without a catalog with an empty one.
    """
    shares = []
    held = _Passages(pages)
    for orphan, catalog in orphans.items():
        live = [entry.msgid for entry in catalog.entries if not entry.obsolete]
        for name, share in held.shares(live).items():
            # Of two that are equally alike, the one that is translated is the later one.
            there = pages[name].messages
            shown = sum(entry.in_use and entry.msgid in there for entry in catalog.entries)
            shares.append((-share, -shown, pages[name].old.header is not None, orphan, name))
    probable: dict[str, str] = {}
    renamed: dict[str, str] = {}
    shares.sort()
    for _, _, stands, orphan, name in shares:
        if not stands and name not in renamed and orphan not in renamed.values():
            renamed[name] = orphan
            probable[orphan] = name
    for *_, orphan, name in shares:
        probable.setdefault(orphan, name)
    return Owners(probable, renamed)


class _Passages:
    """The passages of all pages, to find those that contain a catalog's entries."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = pages
        self._same: defaultdict[str, list[str]] = defaultdict(list)
        for name, page in pages.items():
            for msgid in page.messages:
                self._same[msgid].append(name)

    @cached_property
    def _index(self) -> WordIndex[tuple[str, str]]:
        """The passages of pages between which passages move, by their words."""
        pages = [(name, page) for name, page in self._pages.items() if not page.apart]
        return WordIndex(
            [((text,), (name, text)) for name, page in pages for text in page.messages]
        )

    def shares(self, live: Sequence[str]) -> dict[str, float]:
        """Return which share of some passages each page holds, where it is a good part."""
        counts = Counter[str](name for msgid in live for name in self._same.get(msgid, ()))
        first, second = [*(number for _, number in counts.most_common(2)), 0, 0][:2]
        if first < max(_SHARE * len(live), _SURE * second):
            found = {(name, one) for one in live for name in self._edited(one)}
            counts.update(name for name, _ in found)
        shares = {name: count / len(live) for name, count in counts.items()}
        return {name: share for name, share in shares.items() if share >= _SHARE}

    def _edited(self, msgid: str) -> Iterator[str]:
        """Yield the pages that contain an edited form of a passage."""
        for name, other in self._index.candidates(msgid):
            if msgid not in self._pages[name].messages and similarity(msgid, other):
                yield name


def join_catalogs(
    catalog: Catalog, orphan: Catalog, place: str, elsewhere: frozenset[Work]
) -> Catalog:
    """Add to a page's catalog what only a catalog without a page has.

    :param catalog: the page's catalog, which is up to date.
    :param place: how translators know the other one.
    :param elsewhere: what is in other catalogs, as :func:`work_of` gives it.
    """
    others = {entry.key: entry for entry in orphan.entries}
    entries = [_joined(entry, others.pop(entry.key, entry), place) for entry in catalog.entries]
    held = {work_of(entry) for entry in catalog.entries} | elsewhere
    for entry in others.values():
        if entry.holds_work and work_of(entry) not in held:
            entries.append(made_obsolete(entry))
    header = catalog.header
    if header and orphan.header:
        header = with_credits(header, orphan.header)
    return replace(catalog, entries=tuple(entries), header=header)


def _joined(entry: Entry, other: Entry, place: str) -> Entry:
    """Return an entry with what another one of the same English adds to it."""
    if is_untranslatable(other):
        return entry
    comments = tuple(line for line in other.comments if line not in entry.comments)
    own = () if is_untranslatable(entry) else entry.comments
    mine = replace(entry, comments=entry.comments + comments)
    theirs = replace(other, obsolete=entry.obsolete, comments=own + comments)
    if entry.forms != other.forms and other.has_translation:
        if not entry.has_translation or is_untranslatable(entry):
            return theirs
        if entry.fuzzy and not other.fuzzy:
            return with_other(theirs, place, entry.msgstr)
        if other.msgid_plural is None:
            return with_other(mine, place, other.msgstr)
    return mine


def work_of(entry: Entry) -> Work:
    """Return what of an entry must not be lost: its English, translation and comments."""
    return entry.key, entry.msgid_plural, entry.forms, entry.comments


def is_elsewhere(orphan: Catalog, elsewhere: frozenset[Work]) -> bool:
    """Say whether all work that a catalog holds is in other catalogs, too."""
    return all(work_of(entry) in elsewhere for entry in orphan.entries if entry.holds_work)
