"""How much two passages have in common, to find what a changed one was before.

Why not ``rapidfuzz``: it measures by longest common subsequences, so a catalog would be
brought up to date in another way wherever it is not installed; and the time went into pairs
that need no close look.  :class:`WordIndex` passes over those: a page of 2,000 passages that
were all edited, and its catalog renamed, takes 7 seconds of work where all pairs took 33.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain
from typing import Generic, TypeVar

#: From here on a passage counts as a changed form of another, as in GNU msgmerge.
ENOUGH = 0.6
#: Passages with fewer words are compared letter by letter at once.
FEW = 6
# Two forms of one passage share at least this part of their words.
_WORDS_ENOUGH = 0.5
_WORD = re.compile(r"\w+")

_Item = TypeVar("_Item")


@lru_cache(maxsize=32768)
def words(text: str) -> frozenset[str]:
    """Return the words of a text, whatever their case; one that comes back has a number.

    >>> sorted(words("The more the better"))
    ['better', 'more', 'the', 'the 1']
    """
    seen: Counter[str] = Counter()
    found = []
    for word in _WORD.findall(text.casefold()):
        found.append(f"{word} {seen[word]}" if seen[word] else word)
        seen[word] += 1
    return frozenset(found)


def is_short(text: str) -> bool:
    """Say whether a text has few different words, so that another may be like it by chance."""
    return sum(" " not in word for word in words(text)) < FEW


def similarity(one: str, other: str) -> float:
    """Return a number from 0 (nothing in common) to 1 (the same).

    What cannot reach :data:`ENOUGH` is given 0 without a close look: a page that
    was rewritten is compared passage by passage with all that it held before.
    """
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    if not shorter or 2 * shorter / (longer + shorter) < ENOUGH:
        return 0.0
    mine, others = words(one), words(other)
    if not _may_be_similar(len(mine), len(others), len(mine & others)):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < ENOUGH:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= ENOUGH else 0.0


class WordIndex(Generic[_Item]):
    """Finds what may be similar to a passage, among very many, by words that they share.

    :param items: each with the texts that it is found by.
    """

    def __init__(self, items: Sequence[tuple[Iterable[str], _Item]]) -> None:
        self._items = [item for _, item in items]
        self._rows: list[tuple[int, int]] = []  # the place of an item, and how many words it has
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for place, (texts, _) in enumerate(items):
            for found in map(words, filter(None, texts)):
                for word in found:
                    self._holders[word].append(len(self._rows))
                self._rows.append((place, len(found)))

    def candidates(self, text: str) -> Iterator[_Item]:
        """Yield what may be similar and holds at least a third of the words of *text*."""
        size = len(words(text))
        shared = self._shared(text)
        found = {
            self._rows[row][0]
            for row, count in shared.items()
            if 3 * count >= size and _may_be_similar(size, self._rows[row][1], count)
        }
        yield from (self._items[place] for place in sorted(found))

    def similar(self, text: str) -> Iterator[tuple[int, _Item]]:
        """Yield all that may be similar to *text*, with its place in the order given."""
        size = len(words(text))
        rows = self._shared(text).items()
        found = {
            place
            for (place, other), count in ((self._rows[row], count) for row, count in rows)
            if 2 * count >= _WORDS_ENOUGH * (size + other)
        }
        found.update(place for place, other in self._rows if size < FEW or other < FEW)
        yield from ((place, self._items[place]) for place in sorted(found))

    def _shared(self, text: str) -> Counter[int]:
        """Count the words that each row shares with *text*."""
        holders = (self._holders[word] for word in words(text) if word in self._holders)
        return Counter(chain.from_iterable(holders))


def _may_be_similar(size: int, other: int, shared: int) -> bool:
    """Say whether texts may be similar that have so many words and share so many."""
    return size < FEW or other < FEW or 2 * shared >= _WORDS_ENOUGH * (size + other)
