"""Merges two branches' versions of a catalog entry by entry, with the version both come from.

Text tools merge by lines and meet in the same lines whenever two translators
worked beside each other.  Entries do not depend on each other: only two different
translations of the same English are a conflict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..markup import Syntax
from .addresses import readdressed
from .headmerge import merge_headers
from .lists import merge_lists, merge_order
from .model import Catalog, Entry
from .remarks import undecided

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Joined:
    """A catalog that holds both branches' work.

    :param conflicts: the keys of the entries that a person must decide on; the
        header's is that of the empty message.
    """

    catalog: Catalog
    conflicts: frozenset[Key] = frozenset()


def join(base: Catalog, ours: Catalog, theirs: Catalog, branch: str = "the other branch") -> Joined:
    """Merge two versions of a catalog.

    :param base: the version that both come from.
    :param branch: how the comment of a conflict calls the other one.
    """
    return _Join(base, ours, theirs, branch).joined()


class _Join:
    """One merge of three versions."""

    def __init__(self, base: Catalog, ours: Catalog, theirs: Catalog, branch: str) -> None:
        self._base, self._ours, self._theirs = map(_by_key, (base, ours, theirs))
        self._catalogs = base, ours, theirs
        self._branch = branch
        self._conflicts: set[Key] = set()

    def joined(self) -> Joined:
        base, ours, theirs = self._catalogs
        self._follow(self._ours, self._theirs)
        self._follow(self._theirs, self._ours)
        merged = {}
        for key in {**self._ours, **self._theirs}:
            entry = self._entry(key)
            if entry is not None:
                merged[key] = entry
        orders = [[entry.key for entry in catalog.entries] for catalog in self._catalogs]
        order = [key for key in merge_order(*orders) if key in merged]
        order += [key for key in merged if key not in order]
        header, agreed = merge_headers(base.header, ours.header, theirs.header, self._branch)
        if not agreed:
            self._conflicts.add((None, ""))
        tail = merge_lists(base.tail, ours.tail, theirs.tail)
        catalog = Catalog(tuple(merged[key] for key in order), header, tail)
        return Joined(catalog, frozenset(self._conflicts))

    def _follow(self, changed: dict[Key, Entry], others: dict[Key, Entry]) -> None:
        """Bring one branch's work to the English that the other branch's pages have now.

        Where the English changed on one branch, its entry has a new key.  What the
        other branch did to the old entry is meant for the new one.
        """
        for key, entry in list(changed.items()):
            if key in self._base or key in others:
                continue
            for old in self._older(entry, changed, others):
                base, other = _renamed(self._base[old], entry), _renamed(others[old], entry)
                if entry.fuzzy or base.forms == entry.forms:
                    self._base[key], others[key] = base, other
                    del self._base[old], others[old]
                    break

    def _older(
        self, entry: Entry, changed: Mapping[Key, Entry], others: Mapping[Key, Entry]
    ) -> list[Key]:
        """Return the entries that one which is new on a branch may have been before."""
        olds = list(self._base)
        if entry.fuzzy:
            olds = [(entry.msgctxt, entry.previous_msgid or "")]
        return [
            old
            for old in olds
            if old in self._base and old in others and old not in changed
            # What the other branch left alone needs nobody's care.
            if others[old] != self._base[old] and not others[old].obsolete
        ]

    def _entry(self, key: Key) -> Entry | None:
        """Merge one entry, or return ``None`` where it is gone."""
        base, ours, theirs = self._base.get(key), self._ours.get(key), self._theirs.get(key)
        if ours is None or theirs is None:
            # One branch has it not: new on the other, or deleted here and perhaps changed there.
            left = ours or theirs
            return None if base is not None and left == base else left
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        return self._both(base, ours, theirs)

    def _both(self, base: Entry | None, ours: Entry, theirs: Entry) -> Entry:
        """Merge an entry that both branches changed, or that both added."""
        chosen = _chosen(base, ours, theirs)
        first = base or Entry(ours.msgid)
        merged = replace(
            chosen or ours,
            obsolete=theirs.obsolete if ours.obsolete == first.obsolete else ours.obsolete,
            comments=merge_lists(first.comments, ours.comments, theirs.comments),
            extracted=merge_lists(first.extracted, ours.extracted, theirs.extracted),
            references=merge_lists(first.references, ours.references, theirs.references),
            flags=merge_lists(first.flags, ours.flags, theirs.flags),
        )
        if base is None and not (ours.obsolete and theirs.obsolete):
            merged = replace(merged, obsolete=False)
        if chosen is None:
            self._conflicts.add(ours.key)
            merged = undecided(merged, self._branch, "\n".join(theirs.forms))
        return merged


def _chosen(base: Entry | None, ours: Entry, theirs: Entry) -> Entry | None:
    """Return the side whose translation counts, or ``None`` in a conflict."""
    if _said(ours) == _said(theirs) or (base is not None and _said(theirs) == _said(base)):
        return ours
    if base is not None and _said(ours) == _said(base):
        return theirs
    if ours.forms == theirs.forms:
        # Both say the same, and one of them was looked at.
        return theirs if ours.fuzzy and not theirs.fuzzy else ours
    for one, other in ((ours, theirs), (theirs, ours)):
        # An update fills in what is old or nothing; a person's text is worth more.
        if not one.has_translation or (
            one.fuzzy and not other.fuzzy and base is not None and one.forms == base.forms
        ):
            return other
    if base is None and ours.fuzzy != theirs.fuzzy and _is_kept(ours, theirs):
        return theirs if ours.fuzzy else ours
    return None


def _is_kept(ours: Entry, theirs: Entry) -> bool:
    """Say whether the stale one of two is what an update made of an English that changed."""
    stale = ours if ours.fuzzy else theirs
    return stale.previous_msgid is not None


def _said(entry: Entry) -> tuple[object, ...]:
    return entry.forms, entry.fuzzy, entry.previous_msgid


def _renamed(entry: Entry, like: Entry) -> Entry:
    """Return an entry under the English that *like* has now, as an update would."""
    previous = like.previous_msgid if like.fuzzy else entry.msgid
    renamed = replace(entry, msgid=like.msgid, fuzzy=True, previous_msgid=previous)
    # Where an address is all that changed, an update leaves nothing stale.
    return renamed if like.fuzzy or entry.fuzzy else readdressed(renamed, Syntax.MYST)


def _by_key(catalog: Catalog) -> dict[Key, Entry]:
    return {entry.key: replace(entry, line=0) for entry in catalog.entries}
