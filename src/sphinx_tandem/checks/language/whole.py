"""Rules about a translation as a whole: is it all there, once, and that of its own English?

They compare it with the other translations of its language.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from statistics import median

from ...catalogs.model import Catalog, is_untranslatable
from ...text import one_line
from ...text.masking import MASK
from ..rules import Problem, shown
from . import LETTERS, Passage, text_rule

# Fewer translations than this do not say how long those of a language are.
_FEWEST = 30
# What is shorter may be said in few words, or in many.
_WORDS = 8
# How long a translation may be beside what is usual: alone, and with a sentence less or more.
_SHORT, _SHORT_OF_SENTENCE = 0.58, 0.9
_LONG, _LONG_BY_SENTENCE = 1.9, 1.5
# Languages that need about as many letters as English, where there is too little to tell.
_AS_LONG = ("es", "pt", "fr", "it", "ca", "gl")
# What is worth a look, and no more.
_RATHER_SHORT, _RATHER_LONG = 0.72, 1.45
_END = re.compile(rf"[.!?…。！？।](?:[\s\"”»’)*_{MASK}]+|$)")
_NO_WORDS = re.compile(r"`[^`]*`|\]\([^()]*\)|<[^<>]*>|\{[^{}]*\}|https?://\S+")
_SMALL = re.compile(r"(?<![\w/.@#-])[^\W\d_A-Z][^\W\d_]{3,}(?![\w/@]|[.-]\w)")


class Corpus:
    """The translations of all catalogs of a language.

    :param catalogs: its catalogs.
    """

    def __init__(self, catalogs: Iterable[Catalog]) -> None:
        self._entries = [
            entry
            for catalog in catalogs
            for entry in catalog.entries
            if entry.in_use and entry.msgid_plural is None and not is_untranslatable(entry)
        ]

    @cached_property
    def length(self) -> float:
        """How long translations usually are, in relation to their English; 0 if nobody knows."""
        found = [
            len(one.msgstr) / len(one.msgid)
            for one in self._entries
            if len(one.msgid.split()) >= _WORDS and one.msgstr != one.msgid
        ]
        return median(found) if len(found) >= _FEWEST else 0.0

    @cached_property
    def english(self) -> frozenset[str]:
        """The words that the English writes with a small letter: they are no names."""
        texts = (_NO_WORDS.sub(" ", one.msgid) for one in self._entries)
        return frozenset(word for text in texts for word in _SMALL.findall(text))

    @cached_property
    def _kept(self) -> Counter[str]:
        """How many translations have a word of their English, as it is there."""
        return Counter(
            word
            for one in self._entries
            if one.msgstr != one.msgid
            for word in _small_words(one.msgid) & _small_words(one.msgstr)
        )

    @cached_property
    def _used(self) -> Counter[str]:
        """How many entries have a word in their English."""
        return Counter(word for one in self._entries for word in _small_words(one.msgid))

    def is_translated(self, word: str) -> bool:
        """Say whether translations have another word nearly wherever the English has this one."""
        return self._used[word] >= _OFTEN and _OFTEN * self._kept[word] <= self._used[word]

    @cached_property
    def originals(self) -> dict[str, set[str]]:
        """The English of each whole translation, where it is a sentence."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one in self._entries:
            if len(one.msgstr.split()) >= _WORDS and one.msgstr != one.msgid:
                found[one_line(one.msgstr)].add(one_line(one.msgid))
        return found

    @cached_property
    def _translations(self) -> dict[str, Counter[str]]:
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for one in self._entries:
            if one.msgctxt is None:  # its author says that the others may differ
                found[one_line(one.msgid)][one_line(one.msgstr)] += 1
        return found

    def other(self, english: str, translation: str) -> str:
        """Return the translation that more entries give to the same English, or ``""``."""
        counts = self._translations.get(one_line(english), Counter())
        mine = counts[one_line(translation)]
        usual, number = next(iter(counts.most_common(1)), ("", 0))
        return usual if number > mine > 0 else ""  # 0: it is being corrected


# What is in so many entries has a usual translation; one in so many may be a quotation.
_OFTEN = 20


def _small_words(text: str) -> set[str]:
    return set(_SMALL.findall(_NO_WORDS.sub(" ", text)))


def _sentences(prose: str) -> int:
    return len(_END.findall(prose))


@text_rule()
def find_incomplete(passage: Passage) -> Iterator[Problem]:
    """Find a translation that was cut off, stands twice, or goes on with that of another passage."""
    what = _twice(passage) or _foreign(passage) or _length(passage)
    if what:
        yield passage.problem("text-incomplete", what)


def _twice(passage: Passage) -> str:
    """Say what is there twice, if the English says it once."""
    parts = _parts(passage.translation)
    middle = len(passage.translation) // 2
    halves = [passage.translation[:middle].strip(), passage.translation[middle:].strip()]
    if halves[0] == halves[1] and len(halves[0].split()) > 1:
        parts = halves
    counts = Counter(part for part in parts if len(part.split()) > 2)
    twice = next((part for part, number in counts.items() if number > 1), "")
    english = Counter(_parts(passage.english)).most_common(1)
    if not twice or (english and english[0][1] > 1):
        return ""
    return f"“{shown(twice)}” is twice in the translation; delete one."


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?…:;])\s+", text) if part.strip()]


def _foreign(passage: Passage) -> str:
    """Say whose translation it is, or goes on with, beside its own."""
    if passage.corpus is None:
        return ""
    text = one_line(passage.translation)
    parts = _parts(text)
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            part = " ".join(parts[start:end])
            others = passage.corpus.originals.get(part, set())
            if part == text:
                others = {one for one in others if not _alike(one, one_line(passage.english))}
            if others and one_line(passage.english) not in others and not _is_said(others, passage):
                other = min(others)
                return f"“{shown(part)}” is the translation of “{shown(other)}”; translate this English."
    return ""


def _is_said(others: set[str], passage: Passage) -> bool:
    """Say whether the English says this, too, in some such words."""
    here = _words(passage.english)
    return any(2 * len(_words(other) & here) > len(_words(other)) for other in others)


def _alike(one: str, other: str) -> bool:
    mine, theirs = _words(one), _words(other)
    return 2 * len(mine & theirs) >= min(len(mine), len(theirs))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in LETTERS.findall(text)}


def _ratio(passage: Passage) -> tuple[float, int]:
    """Return how long a translation is beside what is usual, and how many sentences it has more.

    The first is 0 where nobody can tell.
    """
    usual = passage.corpus.length if passage.corpus else 0.0
    if passage.corpus and not usual and passage.is_in(*_AS_LONG):
        usual = 1.0
    english, text = (
        one.replace(MASK, "").strip() for one in (passage.english_prose, passage.prose)
    )
    if not usual or len(english.split()) < _WORDS or not text:
        return 0.0, 0
    more = _sentences(passage.prose) - _sentences(passage.english_prose)
    return len(text) / len(english) / usual, more


def _length(passage: Passage) -> str:
    """Say whether a translation is far too short or too long for its English."""
    ratio, more = _ratio(passage)
    if not ratio:
        return ""
    if ratio < _SHORT or (more < 0 and ratio < _SHORT_OF_SENTENCE):
        return (
            "The translation is much shorter than the English; it seems to be cut off, or to lack "
            "a sentence. Compare the two to their ends."
        )
    if ratio > _LONG or (more > 0 and ratio > _LONG_BY_SENTENCE):
        return (
            "The translation is much longer than the English; it seems to go on with another "
            "passage, or to say something twice. Compare the two to their ends."
        )
    return ""


@text_rule()
def find_odd_length(passage: Passage) -> Iterator[Problem]:
    """Find a translation that is rather long or short, where nothing worse is certain."""
    ratio, _more = _ratio(passage)
    if ratio and not _RATHER_SHORT < ratio < _RATHER_LONG and not _length(passage):
        word = "short" if ratio < 1 else "long"
        message = (
            f"The translation is rather {word} for its English. That may be right; if not, "
            "compare the two sentence by sentence."
        )
        yield passage.problem("text-length", message)


@text_rule()
def find_several(passage: Passage) -> Iterator[Problem]:
    """Find an English that most other entries translate in other words."""
    if passage.corpus is None or len(LETTERS.findall(passage.english_prose)) < 2:
        return
    if other := passage.corpus.other(passage.english, passage.translation):
        message = (
            f"Other entries translate the same English as “{shown(other, passage.translation)}”; "
            "write it alike in both, unless the places differ."
        )
        yield passage.problem("text-consistency", message)
