"""Words of a text, and whether two words are forms of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from babel.core import Locale, UnknownLocaleError

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Endings of number and gender, which a list of terms need not repeat.
_PLURAL = re.compile(r"(?<=[^\W\d_]{3})(?:es|s)$")
_GENDER = re.compile(r"(?<=[^\W\d_]{3})[aeo]$")


@dataclass(frozen=True)
class Word:
    """One word of a text.

    :param text: the word as it stands.
    :param start: where it begins.
    :param end: where it ends.
    """

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    return [Word(match[0], match.start(), match.end()) for match in WORD.finditer(text)]


def plain(word: str) -> str:
    """Return a word in small letters without accents.

    >>> plain("Formación")
    'formacion'
    """
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=65536)
def base(word: str) -> str:
    """Return a word without its endings of number and gender.

    >>> base("asociadas"), base("núcleos"), base("concentradores")
    ('asociad', 'nucle', 'concentrador')
    """
    return _GENDER.sub("", _PLURAL.sub("", plain(word)))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Return the stem that a word shares with its other forms, as far as is known."""
    stemmer = _stemmer(language)
    return plain(stemmer.stemWord(word.casefold())) if stemmer else base(word)


@lru_cache(maxsize=16)
def _stemmer(language: str) -> snowballstemmer.stemmer | None:
    try:
        name = (Locale.parse(language.partition("_")[0]).get_language_name("en") or "").lower()
        return snowballstemmer.stemmer(name)
    except (UnknownLocaleError, ValueError, KeyError):
        return None


def english_forms(word: str) -> Iterator[str]:
    """Yield an English word in small letters, as it is and in the plural."""
    small = word.casefold()
    yield small
    yield f"{small}s"
    yield f"{small}es"
    if small.endswith("y"):
        yield f"{small[:-1]}ies"
