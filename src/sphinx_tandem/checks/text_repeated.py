"""Finds words and marks that stand twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .rule import Problem
from .text_passage import Passage

CODE = "text-repeated"
# Words that never stand twice in a row, for languages in which such a list is safe.
_WORDS = {
    "es": "de del la el los las un una unos unas en al con para por que su sus y o a como",
    "pt": "de do da dos das o os as um uma em no na com para por que e ao",
    "it": "di del della il lo la gli le un una in con per che e al",
    "fr": "de du des la le les un une en et au dans pour par",
    "ca": "de del la el els les un una en amb per que i a",
    "en": "the a an of in to and for with",
}
_MARKS = re.compile(r"(?<=\w)(?P<mark>[,;])[ ]?[,;](?=\s)|(?<=\w):[ ]?:(?= )|(?<=\w)[,;]\.(?=\s|$)")


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    words = _WORDS.get(language.partition("_")[0])
    if not words:
        return None
    alternatives = "|".join(words.split())
    return re.compile(rf"(?<![\w'’-])({alternatives})[ \u00a0\n]+\1(?![\w'’-])", re.IGNORECASE)


def judge(passage: Passage) -> Iterator[Problem]:
    """Find a word or a comma that stands twice, unless the English has the like."""
    pattern = _pattern(passage.language)
    if pattern is not None:
        for match in pattern.finditer(passage.prose):
            if match[0] in passage.english or match[0] != match[0].lower():
                continue
            fixed = passage.translation[: match.end(1)] + passage.translation[match.end() :]
            message = f"“{match[0]}”: the word stands twice; delete one."
            yield Problem(CODE, message, fixed, passage.form)
            break
    found = _MARKS.search(passage.prose)
    if found and found[0] not in passage.english:
        message = f"Two marks stand one after the other: “{found[0]}”; delete one."
        yield Problem("text-punctuation", message, None, passage.form)
