"""Finds words that no dictionary knows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..catalogs.model import Catalog
from . import spanish
from .rule import Problem
from .spelling import Speller
from .text_invisible import CHARACTERS
from .text_passage import MASK, Passage

CODE = "text-spelling"
NAME = "words.txt"
# As many entries as this use a word, and it is no slip.
_USED = 3
_SHORT = 3
_SUGGESTIONS = 200
_LETTERS = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTERS}+(?:['’]{_LETTERS}+)*")
# What makes a run of letters part of an address, a name of a file, a number or the like.
_GLUE_BEFORE = re.compile(rf"(?:[{CHARACTERS}\d_@#/\\=&%$~-]|{_LETTERS}{MASK}+|\w[.:])$")
_GLUE_AFTER = re.compile(rf"[{CHARACTERS}\d_@/\\=&$~-]|{MASK}+{_LETTERS}|[.:]\w|\(\)")
# What stands around labels and foreign words.
_MARKS = tuple("*_\"“”«»'‘’()[]`<>")
_SENTENCE_START = re.compile(rf"(?:^|[.:!?…\n|])[\s\"'“«(\[{MASK}¿¡*–—-]*$|[¿¡\"“«(]$")


class Vocabulary:
    """The words that a language's catalogs hold, whatever a dictionary says of them.

    :param own: the site's list of words.
    """

    def __init__(self, own: Iterable[str] = ()) -> None:
        self.own = frozenset(own)
        self._own_small = frozenset(word.lower() for word in self.own)
        self._english: set[str] = set()
        self._used: Counter[str] = Counter()

    def add(self, catalog: Catalog) -> None:
        """Note the words of a catalog."""
        for entry in catalog.entries:
            if entry.obsolete:
                continue
            self._english.update(_words(entry.msgid))
            if entry.in_use:
                self._used.update(set(_words(" ".join(entry.forms))))

    def is_own(self, word: str) -> bool:
        """Say whether the site lists a word."""
        return word.lower() in self._own_small

    def is_english(self, word: str) -> bool:
        """Say whether a word stands in the English."""
        return word.lower() in self._english

    def holds(self, word: str) -> bool:
        """Say whether a word is known without a dictionary."""
        small = word.lower().replace("’", "'")
        return (
            small in self._own_small
            or small in self._english
            # `msgid` where the English has `msgids`, and the other way round
            or f"{small}s" in self._english
            or (small.endswith("s") and small[:-1] in self._english)
        )

    def is_used(self, word: str) -> bool:
        """Say whether so many entries have a word that it is no slip."""
        return self._used[word.lower().replace("’", "'")] >= _USED


def _words(text: str) -> Iterator[str]:
    return (match[0].lower().replace("’", "'") for match in _WORD.finditer(text))


def read_words(path: Path) -> list[str]:
    """Return the site's own words: one a line, ``#`` begins a comment."""
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return []
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [word for line in lines if line for word in line.split()]


def _foreign_letter(word: str) -> str:
    """Return the Cyrillic or Greek letter in a word of Latin ones, or ``""``."""
    names = [unicodedata.name(letter, "").partition(" ")[0] for letter in word]
    if 2 * names.count("LATIN") <= len(names):
        return ""
    foreign = (one for one, name in zip(word, names, strict=True) if name in ("CYRILLIC", "GREEK"))
    return next(foreign, "")


class Spelling:
    """A dictionary beside a vocabulary, ready to read translations."""

    def __init__(self, dictionary: Speller, vocabulary: Vocabulary) -> None:
        self._dictionary = dictionary
        self._vocabulary = vocabulary
        self._suggested: dict[str, str] = {}

    def judge(self, passage: Passage) -> Iterator[Problem]:
        """Find words that neither the dictionary knows nor the catalogs explain."""
        seen: set[str] = set()
        for match in _WORD.finditer(passage.prose):
            word = match[0]
            if word in seen or not self._is_judged(passage.prose, match):
                continue
            seen.add(word)
            if not self._is_known(word) or self._lost_accent(passage, match):
                yield self._problem(passage, word)
        if passage.language.partition("_")[0] == "es":
            for word, right, place in spanish.lost_accents(passage.prose, passage.english):
                text = passage.translation
                fixed = f"{text[:place]}{right}{text[place + len(word) :]}"
                message = f"“{word}” has lost its accent; “{right}” is meant."
                yield Problem(CODE, message, fixed, passage.form)

    def _is_judged(self, text: str, match: re.Match[str]) -> bool:
        word = match[0]
        if len(word) <= _SHORT or any(letter.isupper() for letter in word[1:]):
            return False
        if _GLUE_BEFORE.search(text, max(0, match.start() - 20), match.start()):
            return False
        if _GLUE_AFTER.match(text, match.end()):
            return False
        return word[0].islower() or bool(_SENTENCE_START.search(text[: match.start()]))

    def _lost_accent(self, passage: Passage, match: re.Match[str]) -> bool:
        """Say whether a word is known as an English one only, and is rather one without its accent.

        *version* is English, and *versión* without its accent; it is left alone where
        it stands within marks, or beside another English word.
        """
        word = match[0]
        if not word.islower() or self._vocabulary.is_own(word) or self._dictionary.knows(word):
            return False
        if not self._vocabulary.is_english(word) or not self._dictionary.accented(word):
            return False
        text = passage.translation
        if text[: match.start()][-1:] in _MARKS or text[match.end() :][:1] in _MARKS:
            return False
        before = _WORD.findall(passage.prose[max(0, match.start() - 30) : match.start()])[-1:]
        after = _WORD.findall(passage.prose[match.end() : match.end() + 30])[:1]
        return not any(
            self._vocabulary.is_english(other) and not self._dictionary.knows(other)
            for other in (*before, *after)
        )

    def _is_known(self, word: str) -> bool:
        if self._vocabulary.holds(word):
            return True
        parts = re.split("['’]", word)
        if self._dictionary.knows(word.replace("’", "'")):
            return True
        if self._vocabulary.is_used(word) and not self._dictionary.accented(word.lower()):
            return True
        return len(parts) > 1 and all(
            len(part) <= _SHORT or self._vocabulary.holds(part) or self._dictionary.knows(part)
            for part in parts
        )

    def _problem(self, passage: Passage, word: str) -> Problem:
        if word not in self._suggested:
            room = len(self._suggested) < _SUGGESTIONS
            self._suggested[word] = self._dictionary.nearest(word) if room else ""
        if letter := _foreign_letter(word):
            message = (
                f"“{word}” holds “{letter}” ({unicodedata.name(letter).lower()}, "
                f"U+{ord(letter):04X}) among Latin letters; write the Latin letter that looks so."
            )
            return Problem(CODE, message, None, passage.form)
        near = self._suggested[word]
        meant = f"; “{near}” is probably meant" if near else ""
        message = f"The dictionary does not know “{word}”{meant}. If it is right, add it to {NAME}."
        return Problem(CODE, message, None, passage.form)
