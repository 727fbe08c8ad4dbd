"""How much two passages have in common, to find what a changed one was before."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache

#: From here on a passage counts as a changed form of another, as in GNU msgmerge.
ENOUGH = 0.6
# Passages with fewer words are compared letter by letter at once.
_FEW = 6
# Two forms of one passage share at least this part of their words.
_WORDS_ENOUGH = 0.5
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4096)
def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def similarity(one: str, other: str) -> float:
    """Return a number from 0 (nothing in common) to 1 (the same).

    What cannot reach :data:`ENOUGH` is given 0 without a close look: a page that
    was rewritten is compared passage by passage with all that it held before.
    """
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    if not shorter or 2 * shorter / (longer + shorter) < ENOUGH:
        return 0.0
    counts, others = _words(one), _words(other)
    total = counts.total() + others.total()
    if counts.total() >= _FEW and others.total() >= _FEW:
        shared = (counts & others).total()
        if 2 * shared / total < _WORDS_ENOUGH:
            return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < ENOUGH:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= ENOUGH else 0.0
