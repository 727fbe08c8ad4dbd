"""Merges the headers of two versions of a catalog, line by line."""

from __future__ import annotations

from dataclasses import replace

from .header import fields
from .lists import merge_lists, merge_order
from .model import Entry
from .remarks import undecided_field

# Both sides write these whenever they save; the later one is right.
_REVISED = "PO-Revision-Date"
_OF_ONE_SAVING = (_REVISED, "POT-Creation-Date", "X-Generator", "Last-Translator")


def merge_headers(
    base: Entry | None, ours: Entry | None, theirs: Entry | None, branch: str
) -> tuple[Entry | None, bool]:
    """Merge headers; return the result, and whether no person must decide on it.

    :param branch: how the comment of a conflict calls the other side.
    """
    if ours is None or theirs is None or _said(ours) == _said(theirs):
        return ours or theirs, True
    if base is not None and _said(theirs) == _said(base):
        return ours, True
    if base is not None and _said(ours) == _said(base):
        return theirs, True
    first = base or Entry("")
    comments = merge_lists(first.comments, ours.comments, theirs.comments)
    flags = merge_lists(first.flags, ours.flags, theirs.flags)
    merged = replace(ours, comments=comments, flags=flags, fuzzy=ours.fuzzy and theirs.fuzzy)
    found, disputed = _merge_fields(*map(fields, (first, ours, theirs)))
    text = "".join(f"{name}: {value}\n" for name, value in found.items())
    merged = replace(merged, msgstr=ours.msgstr if found == fields(ours) else text)
    for name, value in disputed.items():
        merged = undecided_field(merged, branch, name, value)
    return merged, not disputed


def _merge_fields(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the merged fields, and what the other side says where both changed one."""
    later = theirs if theirs.get(_REVISED, "") > ours.get(_REVISED, "") else ours
    merged: dict[str, str] = {}
    disputed: dict[str, str] = {}
    for name in merge_order(base, ours, theirs):
        first, mine, other = (found.get(name) for found in (base, ours, theirs))
        value = mine
        if mine == first:
            value = other
        elif other not in (first, mine) and name in _OF_ONE_SAVING:
            value = later.get(name, mine)
        elif other not in (first, mine):
            value = mine if mine is not None else other
            if mine is not None and other is not None:
                disputed[name] = other
        if value is not None:
            merged[name] = value
    return merged, disputed


def _said(header: Entry) -> tuple[object, ...]:
    return header.comments, header.msgstr, header.fuzzy, header.flags
