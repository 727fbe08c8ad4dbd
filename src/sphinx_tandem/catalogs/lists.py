"""Merges lists of which two people changed the same one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item", bound=Hashable)


def merge_lists(
    base: Sequence[_Item], ours: Sequence[_Item], theirs: Sequence[_Item]
) -> tuple[_Item, ...]:
    """Merge lists without an eye on repetitions: what one side deleted is gone, what it added is there.

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
    """Merge the order of things that stand once: the hand that changed it counts, ours first.

    What only one side has stands behind the thing that it stood behind there.

    >>> merge_order("abc", "abxc", "cab")
    ['c', 'a', 'b', 'x']
    """
    first, mine, other = list(base), list(ours), list(theirs)
    common = set(first) & set(mine) & set(other)
    in_base, in_mine = ([item for item in found if item in common] for found in (first, mine))
    if in_base == in_mine:
        mine, other = other, mine
    held = set(mine)
    behind: defaultdict[_Item | None, list[_Item]] = defaultdict(list)
    neighbour: _Item | None = None
    for item in other:
        if item in held:
            neighbour = item
        else:
            behind[neighbour].append(item)
    merged = behind[None]
    for item in mine:
        merged += [item, *behind[item]]
    return merged
