"""Dictionaries: which words a language has.

They are hunspell's.  The engine brings some; for other languages those of the
system are used, where there are any.  What reads them is written in Python, so
that nothing need be compiled; it takes a second to load one, hence only when a
word is asked for.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ...catalogs.model import Catalog
from ...text.masking import MASK
from ..rule import Problem
from . import spanish
from .passage import Passage, plain
from .spaces import CHARACTERS

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


def can_spell() -> bool:
    """Say whether what reads dictionaries is installed."""
    return find_spec("spylls") is not None


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


# -- Finds words that no dictionary knows -------------------------------------------------------

SPELLING_CODE = "text-spelling"
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
                yield Problem(SPELLING_CODE, message, fixed, passage.form)

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
            return Problem(SPELLING_CODE, message, None, passage.form)
        near = self._suggested[word]
        meant = f"; “{near}” is probably meant" if near else ""
        message = f"The dictionary does not know “{word}”{meant}. If it is right, add it to {NAME}."
        return Problem(SPELLING_CODE, message, None, passage.form)
