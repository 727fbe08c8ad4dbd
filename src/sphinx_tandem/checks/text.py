"""All rules about a text itself that need nothing but the text: typography, numbers, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import (
    text_dates,
    text_ellipsis,
    text_figures,
    text_invisible,
    text_marks,
    text_numbers,
    text_pairs,
    text_repeated,
    text_spaces,
    text_untranslated,
)
from .rule import Problem
from .text_passage import Passage

_LONG_WORD = re.compile(r"[^\W\d_]{4}")
_JUDGES = (
    text_marks.judge,
    text_pairs.judge,
    text_spaces.judge,
    text_ellipsis.judge,
    text_repeated.judge,
    text_numbers.judge,
    text_dates.judge,
    text_figures.judge,
    text_invisible.judge,
    text_untranslated.judge,
)


def judge(passage: Passage) -> Iterator[Problem]:
    """Find what is wrong with one translation."""
    if passage.translation == passage.english:
        # Kept in English: nothing here was written by the translator, but perhaps a quantity.
        yield from text_untranslated.judge(passage)
        if not _LONG_WORD.search(passage.prose):
            yield from text_numbers.judge(passage)
        return
    for find in _JUDGES:
        yield from find(passage)
