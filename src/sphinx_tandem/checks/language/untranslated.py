"""The rule about sentences that were left in English, which count as translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text.masking import MASK
from ..rules import Problem, rule
from .passage import Passage

_FEWEST = 7
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# What is quoted or emphasised may be a title, or a text that is talked about.
_QUOTED = re.compile(
    r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|‘[^’]*’(?!\w)"
    r"|(?<![*\w])\*{1,2}[^*]+\*{1,2}(?!\w)|(?<![_\w])_[^_]+_(?!\w)"
)
# `Smith, J. (2020).`: a work in a list of works.
_WORK = re.compile(
    r"\(\d{4}[a-z]?\)|\bet al\.|\bdoi\b|\bISBN\b|\bpp?\. ?\d|\bvol\. ?\d", re.IGNORECASE
)
# Titles and names seldom hold any of these; sentences nearly always do.
_OF_SENTENCES = frozenset(
    """
    am are aren't be been being but can can't could did do does doesn't don't every has have
    how i i'm if is isn't it it's its let let's may must my no not our please she should so
    than that their them then there these they this those was we were what when where which
    who will won't would yet you you're your
""".split()
)


@rule(
    "text-untranslated",
    "A sentence was left in English, or stands in English behind its translation.",
    even_untranslated=True,
)
def find_untranslated(passage: Passage) -> Iterator[Problem]:
    """Find a translation that is its English, or that holds the whole of it."""
    english, text = _plain(passage.english), _plain(passage.translation)
    if passage.is_in("en") or not english or english not in text:
        return
    if not _is_sentence(passage, english):
        return
    if text == english:
        message = "The translation is the English itself; translate it, or leave it empty."
    else:
        message = "The whole English still stands in the translation; take it out."
    yield passage.problem("text-untranslated", message)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is_sentence(passage: Passage, english: str) -> bool:
    """Say whether the English is a sentence, and no name, title, quotation or bibliography."""
    quoted = " ".join(map(_plain, _QUOTED.findall(passage.translation)))
    if (not passage.is_english and english in quoted) or _WORK.search(passage.english):
        return False
    prose = passage.prose if passage.is_english else passage.english_prose
    for found in _QUOTED.finditer(passage.english):
        prose = prose[: found.start()] + MASK * len(found[0]) + prose[found.end() :]
    words = _WORD.findall(prose)
    small = [word for word in words if word.islower()]
    known = {word.lower().replace("’", "'") for word in words} & _OF_SENTENCES
    return len(words) >= _FEWEST and 2 * len(small) > len(words) and bool(known)
