"""How much two passages have in common, to find what a changed one was before."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
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
def words(text: str) -> Counter[str]:
    """Count the words of a text, whatever their case."""
    return Counter(_WORD.findall(text.casefold()))


def similarity(one: str, other: str) -> float:
    """Return a number from 0 (nothing in common) to 1 (the same).

    What cannot reach :data:`ENOUGH` is given 0 without a close look: a page that
    was rewritten is compared passage by passage with all that it held before.
    """
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    if not shorter or 2 * shorter / (longer + shorter) < ENOUGH:
        return 0.0
    counts, others = words(one), words(other)
    total = counts.total() + others.total()
    if counts.total() >= FEW and others.total() >= FEW:
        shared = (counts & others).total()
        if 2 * shared / total < _WORDS_ENOUGH:
            return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < ENOUGH:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= ENOUGH else 0.0


class WordIndex(Generic[_Item]):
    """Finds what shares words with a passage, among very many, before they are compared.

    :param items: each with the text that it is found by.
    """

    def __init__(self, items: Sequence[tuple[str, _Item]]) -> None:
        self._items = [item for _, item in items]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, (text, _) in enumerate(items):
            for word in words(text):
                self._places[word].append(place)

    def candidates(self, text: str) -> Iterator[_Item]:
        """Yield what holds at least a third of the words of *text*, in the order given."""
        wanted = words(text)
        shared = Counter(place for word in wanted for place in self._places.get(word, ()))
        for place in sorted(shared):
            if 3 * shared[place] >= len(wanted):
                yield self._items[place]
