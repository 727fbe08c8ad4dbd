"""Merges two branches' versions of a catalog entry by entry, with the version both come from.

Text tools merge by lines and meet in the same lines whenever two translators
worked beside each other.  Entries do not depend on each other: only two different
translations of the same English are a conflict.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from ..site.findings import Finding, WrongUse
from ..text import Syntax
from .merge import readdressed, woven
from .model import (
    Catalog,
    CatalogError,
    Entry,
    Key,
    as_draft,
    decided,
    is_undecided,
    undecided,
    undecided_field,
    with_previous,
)
from .reader import OF_ONE_SAVING, UNDECIDED, fields, read_catalog
from .writer import write_catalog

_Item = TypeVar("_Item", bound=Hashable)


def merge_lists(
    base: Sequence[_Item], ours: Sequence[_Item], theirs: Sequence[_Item]
) -> tuple[_Item, ...]:
    """Merge lists, whatever they repeat: what one side deleted is gone, what it added is there.

    >>> merge_lists("ab", "abc", "bd")
    ('b', 'c', 'd')
    """
    if list(ours) == list(theirs) or list(theirs) == list(base):
        return tuple(ours)
    if list(ours) == list(base):
        return tuple(theirs)
    kept = [item for item in ours if item in theirs or item not in base]
    return (*kept, *(item for item in theirs if item not in base and item not in ours))


def merge_order(
    base: Iterable[_Item], ours: Iterable[_Item], theirs: Iterable[_Item]
) -> list[_Item]:
    """Merge the order of things that occur once: the side that changed it counts, ours first.

    What only one side has follows the thing that it followed there.

    >>> merge_order("abc", "abxc", "cab")
    ['c', 'a', 'b', 'x']
    """
    first, mine, other = list(base), list(ours), list(theirs)
    common = set(first) & set(mine) & set(other)
    in_base, in_mine = ([item for item in found if item in common] for found in (first, mine))
    if in_base == in_mine:
        mine, other = other, mine
    return list(woven(mine, other))


# When a side saved last: what both write whenever they save is right on the later one.
_REVISED = "PO-Revision-Date"


class MergedVersions:
    """Two versions of a catalog, merged into one that contains both branches' work.

    :param base: the version that both come from.
    :param branch: how the comment of a conflict calls the other one.
    :ivar catalog: the merged catalog.
    :ivar conflicts: the keys of the entries that a person must decide on; the
        header's is that of the empty message.
    """

    def __init__(
        self, base: Catalog, ours: Catalog, theirs: Catalog, branch: str = "the other branch"
    ) -> None:
        self._branch = branch
        self.conflicts: set[Key] = set()
        catalogs = base, ours, theirs
        self._base, self._ours, self._theirs = (
            {entry.key: entry for entry in catalog.entries} for catalog in catalogs
        )
        self._follow(self._ours, self._theirs)
        self._follow(self._theirs, self._ours)
        merged = {key: self._entry(key) for key in {**self._ours, **self._theirs}}
        orders = ([entry.key for entry in catalog.entries] for catalog in catalogs)
        order = dict.fromkeys([*(key for key in merge_order(*orders) if key in merged), *merged])
        header = self._header(base.header or Entry(""), ours.header, theirs.header)
        tail = merge_lists(base.tail, ours.tail, theirs.tail)
        self.catalog = Catalog(tuple(filter(None, map(merged.get, order))), header, tail)

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
        olds = [(entry.msgctxt, entry.previous_msgid or "")] if entry.fuzzy else [*self._base]
        return [
            old
            for old in olds
            if old in self._base and old in others and old not in changed
            # What the other branch left alone needs no decision.
            if others[old] != self._base[old] and not others[old].obsolete
        ]

    def _entry(self, key: Key) -> Entry | None:
        """Merge one entry, or return ``None`` where it is gone."""
        base, ours, theirs = self._base.get(key), self._ours.get(key), self._theirs.get(key)
        if ours is None or theirs is None:
            # One branch lacks it: new on the other, or deleted here and perhaps changed there.
            left = ours or theirs
            return None if base is not None and left == base else left
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        chosen = _chosen(base, ours, theirs)
        merged = _with_lists(chosen or ours, base or Entry(ours.msgid), ours, theirs)
        if base is None and not (ours.obsolete and theirs.obsolete):
            merged = replace(merged, obsolete=False)
        if chosen is None:
            self.conflicts.add(key)
            merged = undecided(merged, self._branch, "\n".join(theirs.forms))
        return merged

    def _header(self, base: Entry, ours: Entry | None, theirs: Entry | None) -> Entry | None:
        """Merge the headers, line by line."""
        if ours is None or theirs is None or theirs in (ours, base):
            return ours or theirs
        if ours == base:
            return theirs
        merged = _with_lists(ours, base, ours, theirs)
        found, disputed = _merge_fields(*map(fields, (base, ours, theirs)))
        if found != fields(ours):
            text = "".join(f"{name}: {value}\n" for name, value in found.items())
            merged = replace(merged, msgstr=text)
        merged = replace(merged, fuzzy=ours.fuzzy and theirs.fuzzy)
        for name, value in disputed.items():
            self.conflicts.add(ours.key)
            merged = undecided_field(merged, self._branch, name, value)
        return merged


def _merge_fields(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the merged fields, and what the other side says where both changed one."""
    later = theirs if theirs.get(_REVISED, "") > ours.get(_REVISED, "") else ours
    merged: dict[str, str | None] = {}
    disputed: dict[str, str] = {}
    for name in merge_order(base, ours, theirs):
        first, mine, other = (found.get(name) for found in (base, ours, theirs))
        if mine == first or other in (first, mine):
            merged[name] = other if mine == first else mine
        elif name in OF_ONE_SAVING:
            merged[name] = later.get(name, mine)
        else:
            merged[name] = other if mine is None else mine
            if mine is not None and other is not None:
                disputed[name] = other
    return {name: value for name, value in merged.items() if value is not None}, disputed


def _with_lists(merged: Entry, base: Entry, ours: Entry, theirs: Entry) -> Entry:
    """Return an entry with what both sides did to all but its texts."""
    return replace(
        merged,
        obsolete=theirs.obsolete if ours.obsolete == base.obsolete else ours.obsolete,
        comments=merge_lists(base.comments, ours.comments, theirs.comments),
        extracted=merge_lists(base.extracted, ours.extracted, theirs.extracted),
        references=merge_lists(base.references, ours.references, theirs.references),
        flags=merge_lists(base.flags, ours.flags, theirs.flags),
    )


def _chosen(base: Entry | None, ours: Entry, theirs: Entry) -> Entry | None:
    """Return the side whose translation counts, or ``None`` in a conflict."""
    mine, other, first = (one and _content(one) for one in (ours, theirs, base))
    if other in (mine, first):
        return ours
    if mine == first:
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
    if base is None and ours.fuzzy != theirs.fuzzy:
        stale, fresh = (ours, theirs) if ours.fuzzy else (theirs, ours)
        # An update made the stale one of an English that changed.
        return fresh if stale.previous_msgid is not None else None
    return None


def _content(entry: Entry) -> tuple[object, ...]:
    return entry.forms, entry.fuzzy, entry.previous_msgid


def _renamed(entry: Entry, like: Entry) -> Entry:
    """Return an entry under the English that *like* has now, as an update would."""
    if entry.msgid == like.msgid:  # it got a context, or lost it
        return replace(entry, msgctxt=like.msgctxt)
    previous = like.previous_msgid if like.fuzzy else entry.msgid
    renamed = replace(
        entry, msgid=like.msgid, msgctxt=like.msgctxt, fuzzy=True, previous_msgid=previous
    )
    # Where an address is all that changed, an update leaves nothing stale.
    return renamed if like.fuzzy or entry.fuzzy else readdressed(renamed, Syntax.MYST)


@dataclass(frozen=True)
class MergeReport:
    """What a merge did.

    :param findings: what a person must decide on; empty when nothing.
    :param clean: whether no person needs to look at the file.
    :param remark: what else there is to say.
    """

    findings: tuple[Finding, ...]
    clean: bool
    remark: str = ""


def merge_files(ancestor: Path, ours: Path, theirs: Path, path: str = "") -> MergeReport:
    """Merge *theirs* into *ours*, entry by entry, and write the result over *ours*.

    Where one of the files is no catalog that can be read, git's own merge of lines
    does what it can.

    :param ancestor: the version that both come from; an empty file where there is none.
    :param path: what people call the file.
    :raises WrongUse: when one of the files is not there.
    """
    name = path or ours.as_posix()
    for place in (ancestor, ours, theirs):
        if not place.is_file():
            raise WrongUse(f"{place} is no file; give the ancestor's, our and their version.")
    try:
        base, mine, other = map(_read, (ancestor, ours, theirs))
    except CatalogError as error:
        return _merge_lines(ancestor, ours, theirs, name, error)
    joined = MergedVersions(base, mine, other)
    write_catalog(ours, joined.catalog, [mine, other])
    findings = [
        replace(found, path=name)
        for found in read_catalog(ours).findings
        if found.code == UNDECIDED
    ]
    return MergeReport(tuple(findings), not joined.conflicts)


def _read(path: Path) -> Catalog:
    return read_catalog(path) if path.read_bytes().strip() else Catalog()


def _merge_lines(
    ancestor: Path, ours: Path, theirs: Path, name: str, error: CatalogError
) -> MergeReport:
    """Let git merge the lines of files that are no whole catalogs."""
    side = {ancestor: "the common ancestor", ours: "our version", theirs: "their version"}
    labels = [part for place in (ours, ancestor, theirs) for part in ("-L", side[place])]
    # git gives the number of conflicts; more than 127 means that it failed.
    run = subprocess.run(
        ["git", "merge-file", "--quiet", *labels, ours, ancestor, theirs],
        capture_output=True,
        check=False,
    )
    findings = tuple(
        replace(found, path=f"{name} ({side[error.path]})") for found in error.findings
    )
    remark = (
        f"{name}: {side[error.path]} is no catalog that can be read, so its lines were merged "
        "as any text; put right what is named above, then run tandem check."
    )
    return MergeReport(findings, run.returncode == 0, remark)


# -- Taking translations over from copies ---------------------------------------------------------
# What copies of catalogs gave when they were taken over last, so that a take is a three-way one.
#
# ``tandem update --take DIR`` notes in ``taken.json``, beside the folder of a language's catalogs,
# what each entry of the copy said; the name of DIR stands for the platform.  Of a copy that still
# says the same, nothing is taken again: what differs here is newer.

NAME = "taken.json"


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()[:12]


def _key(entry: Entry) -> str:
    return _digest(entry.msgctxt or "", entry.msgid)


@dataclass(frozen=True)
class Take:
    """What is taken over of one copy.

    :param entries: the entries as they are then.
    :param taken: how many got the translation of the copy.
    :param undecided: the entries that a person must decide on.
    """

    entries: tuple[Entry, ...]
    taken: int
    undecided: tuple[Entry, ...]


class TakenState:
    """What a platform said when its copies were taken over last.

    :param path: the file that says it; it need not be there.
    :param platform: the name of the folder with copies.
    :raises WrongUse: when the file cannot be read.
    """

    def __init__(self, path: Path, platform: str) -> None:
        self._path, self._platform = path, platform
        try:
            self._all = json.loads(path.read_text("utf-8")) if path.is_file() else {}
            self._own = {str(domain): dict(held) for domain, held in self._of(platform).items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise WrongUse(
                f"{path} cannot be read ({error}), so nobody knows what was taken over before. "
                "Restore the file, or delete it and decide what differs. No catalog was changed."
            ) from error

    def _of(self, platform: str) -> dict[str, dict[str, str]]:
        return dict(self._all.get(platform, {}))

    def take(self, domain: str, catalog: Catalog, copy: Catalog) -> Take:
        """Take over the translations of a copy, and note them.

        A platform or a person sends copies back without comments, obsolete entries or their
        layout, so that a copy never replaces a catalog: only what it translates is taken.
        What it leaves empty, in English or marked as stale is not taken.
        """
        others = {
            entry.key: entry for entry in copy.entries if entry.in_use and not _is_english(entry)
        }
        held = self._own.setdefault(domain, {})
        entries = tuple(
            self._taken(entry, others.get(entry.key), held.get(_key(entry)))
            for entry in catalog.entries
        )
        held |= {_key(entry): _digest(*entry.forms) for entry in others.values()}
        changed = [new for new, old in zip(entries, catalog.entries, strict=True) if new != old]
        disputed = tuple(filter(is_undecided, changed))
        return Take(entries, len(changed) - len(disputed), disputed)

    def _taken(self, entry: Entry, other: Entry | None, before: str | None) -> Entry:
        """Return an entry after a take.

        :param before: the digest of what the copy said last time.
        """
        if other is None or entry.obsolete or (other.forms == entry.forms and not entry.fuzzy):
            return entry
        if (entry.msgid_plural is None) != (other.msgid_plural is None):
            return entry
        if _digest(*other.forms) == before and entry.has_translation:
            return entry  # what differs was written here since
        is_newer = before == _digest(*entry.forms)
        if is_undecided(entry):
            return undecided(entry, self._platform, "\n".join(other.forms))
        if not entry.in_use or is_newer or _is_english(entry) or other.forms == entry.forms:
            taken = replace(entry, msgstr=other.msgstr, msgstr_plural=other.msgstr_plural)
            return decided(with_previous(replace(taken, fuzzy=False), None))
        return undecided(entry, self._platform, "\n".join(other.forms))

    def drafts(self, catalog: Catalog, copy: Catalog, source: str) -> Take:
        """Fill what is not translated with texts of a copy that nobody has reviewed.

        :param source: whose texts they are.
        """
        others = {one.key: one.msgstr for one in copy.entries if not one.obsolete}
        entries = tuple(
            as_draft(one, others[one.key], source)
            if not one.has_translation
            and not one.obsolete
            and one.msgid_plural is None
            and others.get(one.key) not in (None, "", one.msgid)
            else one
            for one in catalog.entries
        )
        new = sum(a is not b for a, b in zip(entries, catalog.entries, strict=True))
        return Take(entries, new, ())

    def save(self) -> None:
        """Write what was noted, if anything was: one line for each entry."""
        noted = {domain: held for domain, held in self._own.items() if held}
        new = {**self._all, self._platform: noted} if noted else self._all
        if new != self._all:
            text = json.dumps(new, indent=1, sort_keys=True)
            self._path.write_text(f"{text}\n", "utf-8")


def _is_english(entry: Entry) -> bool:
    """Say whether what is in a translation's place is the English: that is none."""
    return entry.msgid_plural is None and entry.msgstr == entry.msgid
