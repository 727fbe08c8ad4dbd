"""All rules about a text itself that need nothing but the text: typography, numbers, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..rule import Problem
from . import numbers, punctuation, spaces, untranslated
from .passage import Passage

_LONG_WORD = re.compile(r"[^\W\d_]{4}")
_JUDGES = (
    punctuation.judge_punctuation,
    punctuation.judge_pairs,
    spaces.judge_spaces,
    punctuation.judge_ellipsis,
    punctuation.judge_repetition,
    numbers.judge_numbers,
    numbers.judge_dates,
    numbers.judge_figures,
    spaces.judge_invisible,
    untranslated.judge_untranslated,
)


def judge(passage: Passage) -> Iterator[Problem]:
    """Find what is wrong with one translation."""
    if passage.translation == passage.english:
        # Kept in English: nothing here was written by the translator, but perhaps a quantity.
        yield from untranslated.judge_untranslated(passage)
        if not _LONG_WORD.search(passage.prose):
            yield from numbers.judge_numbers(passage)
        return
    for find in _JUDGES:
        yield from find(passage)
