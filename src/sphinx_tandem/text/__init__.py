"""What is text and what is markup in a message, by the positions of its characters.

Positions matter to those who ask (spelling, quotation marks, a link to a place in
a line), so this room reads the text itself; what a message *means* is read by the
site's own parser, see :mod:`.parse`.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from . import masking
from .masking import MASK, Masker

__all__ = ["MASK", "Syntax", "count_words", "has_words", "masked", "prose"]

_LETTER = re.compile(r"[^\W\d_]")
_SPACES = re.compile(rf"[{MASK}\s]+")
_INSIDE_WORD = re.compile(rf"(?<=\w){MASK}+(?=\w)")
# An escape, or marks of emphasis, beside what is no space.
_BESIDE = re.compile(rf"(?<![\s{MASK}]){MASK}(?![\s{MASK}])|(?<=\w){MASK}{{2}}(?=\w)")


class Syntax(Enum):
    """How a message is written."""

    MYST = "MyST"
    RST = "reStructuredText"
    WORDS = "words"


_MARKS = {
    Syntax.MYST: masking.mask_myst,
    Syntax.RST: masking.mask_rst,
    Syntax.WORDS: masking.mask_words,
}


@lru_cache(maxsize=4096)
def masked(text: str, syntax: Syntax) -> str:
    """Return a text of the same length in which all that is no prose is U+FFFC.

    >>> masked("See {doc}`the guide <x>`.", Syntax.MYST).replace(MASK, "~")
    'See ~~~~~~the guide~~~~~.'
    """
    masker = Masker(text)
    _MARKS[syntax](masker)
    return masker.result()


def prose(text: str, syntax: Syntax) -> str:
    """Return what a reader reads, each masked part as one space.

    >>> prose("See **our** [guide](a.md).", Syntax.MYST)
    'See our guide .'
    """
    return _SPACES.sub(" ", _BESIDE.sub("", masked(text, syntax))).strip()


def count_words(text: str, syntax: Syntax) -> int:
    """Return the number of words that a translator must translate.

    >>> count_words("Run `tandem build` 2 times.", Syntax.MYST)
    2
    """
    # a mark within a word (``un**believ**able``) does not make two of it
    joined = _INSIDE_WORD.sub("", masked(text, syntax))
    return sum(bool(_LETTER.search(word)) for word in _SPACES.split(joined))


def has_words(text: str, syntax: Syntax) -> bool:
    """Say whether there is anything to translate.

    >>> has_words("{ref}`top`", Syntax.MYST), has_words("<https://a.org>", Syntax.MYST)
    (False, False)
    """
    return bool(_LETTER.search(masked(text, syntax)))
