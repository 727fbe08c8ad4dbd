"""Dictionaries: which words a language has.

They are hunspell's.  The engine brings some; for other languages those of the
system are used, where there are any.  What reads them is written in Python, so
that nothing need be compiled; it takes a second to load one, hence only when a
word is asked for.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from . import spanish
from .words import plain

if TYPE_CHECKING:
    from spylls.hunspell import Dictionary

BROUGHT = Path(__file__).resolve().parent.parent / "dictionaries"
SYSTEM = (
    Path("/usr/share/hunspell"),
    Path("/usr/share/myspell"),
    Path("/usr/share/myspell/dicts"),
    Path("/usr/local/share/hunspell"),
    Path("/opt/homebrew/share/hunspell"),
)
_ACCENTS = {"a": "áàâã", "e": "éèê", "i": "íî", "o": "óôõ", "u": "úûü", "n": "ñ", "c": "ç"}
_OTHER_LETTERS = "áéíóúüñ"


def find_dictionary(language: str) -> Path | None:
    """Return the dictionary for a language without its suffix, or ``None``.

    What the engine brings comes first, so that a check says the same everywhere.
    """
    code = language.replace("-", "_")
    short = code.partition("_")[0]
    for folder in (BROUGHT / code, BROUGHT / short):
        if (folder / f"{folder.name}.aff").is_file():
            return folder / folder.name
    for pattern in (
        f"{code}.aff",
        f"{short}.aff",
        f"{short}_{short.upper()}.aff",
        f"{short}_*.aff",
    ):
        for folder in SYSTEM:
            for path in sorted(folder.glob(pattern)):
                if path.with_suffix(".dic").is_file():
                    return path.with_suffix("")
    return None


class Speller:
    """The dictionary of one language; every word is looked up once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._path = find_dictionary(language)
        self._known: dict[str, bool] = {}

    @cached_property
    def _dictionary(self) -> Dictionary | None:
        if self._path is None:
            return None
        try:
            from spylls.hunspell import Dictionary  # noqa: PLC0415  # builds never need it

            return Dictionary.from_files(str(self._path))
        except Exception:
            # Anybody's file, read by code that expects a good one.
            return None

    def knows(self, word: str) -> bool:
        """Say whether a word is right, or cannot be judged, for want of a dictionary."""
        if word not in self._known:
            self._known[word] = self._look_up(word)
        return self._known[word]

    def _look_up(self, word: str) -> bool:
        dictionary = self._dictionary
        if dictionary is None or self._has(dictionary, word):
            return True
        if word.lower() in self._more_alone:
            return True
        others = list(self._like(word.lower()))
        if self.language.partition("_")[0] == "es":
            others += spanish.bases(word)
        return any(self._has(dictionary, other) for other in others)

    @cached_property
    def _more_alone(self) -> frozenset[str]:
        """Words of our own list that are not inflected."""
        return frozenset(new for new, model in self._more if new == model)

    def _like(self, word: str) -> Iterator[str]:
        """Yield the known words that are inflected as *word* is, if it is a word of our own list."""
        for new, model in self._more:
            if new != model and word.startswith(new):
                yield model + word[len(new) :]

    @cached_property
    def _more(self) -> list[tuple[str, str]]:
        """Words that the dictionary lacks and their models, without the ending they share."""
        path = self._path.with_name("more.txt") if self._path else None
        if path is None or not path.is_relative_to(BROUGHT) or not path.is_file():
            return []
        lines = (line.partition("#")[0].split() for line in path.read_text("utf-8").splitlines())
        pairs = ((words[0], words[-1]) for words in lines if words)
        return [_without_shared_end(new, model) for new, model in pairs]

    @staticmethod
    def _has(dictionary: Dictionary, word: str) -> bool:
        try:
            return bool(dictionary.lookup(word))
        except Exception:
            return True

    def accented(self, word: str) -> str:
        """Return the known word that differs from *word* by one accent, or ``""``."""
        if word != plain(word):
            return ""
        found = [
            word[:place] + other + word[place + 1 :]
            for place, letter in enumerate(word)
            for other in _ACCENTS.get(letter, "")
        ]
        known = [other for other in found if self._known_or_new(other)]
        return known[0] if len(known) == 1 else ""

    def _known_or_new(self, word: str) -> bool:
        return self._dictionary is not None and self.knows(word)

    def _could_be(self, word: str) -> bool:
        """Say whether some word of the dictionary begins so: quick, where a look-up is not."""
        return any(word[:-end] in self._beginnings for end in range(1, 5))

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        words = self._dictionary.dic.words if self._dictionary else ()
        return frozenset(
            word.stem[: len(word.stem) - cut]
            for word in words
            for cut in (1, 2, 3)
            if len(word.stem) - cut >= 2
        )

    def nearest(self, word: str) -> str:
        """Return the one word that somebody meant who wrote *word*, or ``""``."""
        dictionary = self._dictionary
        if dictionary is None:
            return ""
        near = [
            other
            for other in _edits(word.lower())
            if self._could_be(other) and self._has(dictionary, other)
        ]
        same_letters = [other for other in near if plain(other) == plain(word)]
        found = same_letters or near
        if len(found) != 1:
            return ""
        return found[0].capitalize() if word[0].isupper() else found[0]


@lru_cache(maxsize=8)
def speller(language: str) -> Speller:
    """Return the dictionary of a language."""
    return Speller(language)


def _without_shared_end(new: str, model: str) -> tuple[str, str]:
    """Return what is left of two words before the ending that both have.

    Four letters stay at least, so that no other word begins alike.

    >>> _without_shared_end("bloguear", "pasear"), _without_shared_end("cian", "cian")
    (('blogu', 'pas'), ('cian', 'cian'))
    """
    shared = 0
    most = 0 if new == model else min(len(new) - 4, len(model) - 1)
    while shared < most and new[-1 - shared] == model[-1 - shared]:
        shared += 1
    return new[: len(new) - shared], model[: len(model) - shared]


def _edits(word: str) -> list[str]:
    """Return what differs from a word by one letter, or by two that changed places."""
    letters = string.ascii_lowercase + _OTHER_LETTERS + "".join(set(word) - set("'’-"))
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found: dict[str, None] = {}
    for before, after in halves:
        if after:
            found[before + after[1:]] = None
        if len(after) > 1:
            found[before + after[1] + after[0] + after[2:]] = None
        for letter in letters:
            found[before + letter + after] = None
            if after:
                found[before + letter + after[1:]] = None
    found.pop(word, None)
    return [other for other in found if len(other) > 2]
