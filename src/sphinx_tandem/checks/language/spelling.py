"""The rule about spelling: words that no dictionary knows, and that nothing explains.

Dictionaries are hunspell's.  The engine brings some; for other languages those of the
system are used, where there are any.
"""

from __future__ import annotations

import gc
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ...catalogs.model import Catalog
from ...site.languages import read
from ...text.masking import MASK
from ..rules import Problem
from . import LETTERS, Passage, begins_sentence, grammar, plain, text_rule
from .spaces import INVISIBLE

if TYPE_CHECKING:
    from spylls.hunspell import Dictionary
    from spylls.hunspell.data.dic import Dic

    from .whole import Corpus

BROUGHT = Path(__file__).resolve().parent.parent / "dictionaries"
_SYSTEM = """
    /usr/share/hunspell /usr/share/myspell /usr/share/myspell/dicts /usr/local/share/hunspell
    /opt/homebrew/share/hunspell
"""
SYSTEM = tuple(map(Path, _SYSTEM.split()))
_ACCENTS = {"a": "áàâã", "e": "éèê", "i": "íî", "o": "óôõ", "u": "úûü", "n": "ñ", "c": "ç"}
_OTHER_LETTERS = "áéíóúüñ"


def find_dictionary(language: str) -> Path | None:
    """Return the dictionary for a language without its suffix, or ``None``.

    What the engine brings comes first, so that a check says the same everywhere.
    """
    code = language.replace("-", "_")
    short = read(code).language
    for folder in (BROUGHT / code, BROUGHT / short):
        if (folder / f"{folder.name}.aff").is_file():
            return folder / folder.name
    for name in (code, short, f"{short}_{short.upper()}", f"{short}_*"):
        for folder in SYSTEM:
            for path in sorted(folder.glob(f"{name}.aff")):
                if path.with_suffix(".dic").is_file():
                    return path.with_suffix("")
    return None


@cache
def load_dictionary(path: Path) -> Dictionary | None:
    """Read a dictionary, which takes a second, or return ``None`` when it cannot be read."""
    collects = gc.isenabled()
    gc.disable()  # it would look through all words again and again: half of the time
    try:
        from spylls.hunspell import Dictionary  # noqa: PLC0415  # builds never need it

        dictionary = Dictionary.from_files(str(path))
        _add_words(dictionary.dic, path.with_name("more.txt"))
        return dictionary
    except Exception:
        # Anybody's file, read by code that expects a good one.
        return None
    finally:
        if collects:
            gc.enable()


def _add_words(known: Dic, path: Path) -> None:
    """Add the words of a list, each inflected as the entry beside it."""
    for line in read_lines(path):
        new, model = line.split()
        for entry in list(known.homonyms(model)):
            known.append(replace(entry, stem=new), lower=[new])


@cache
def _beginnings(dictionary: Dictionary) -> frozenset[str]:
    """Return what is left of the words of a dictionary without one to three letters at the end."""
    words = dictionary.dic.words if dictionary else ()
    stems = (word.stem[:-cut] for word in words for cut in (1, 2, 3))
    return frozenset(stem for stem in stems if len(stem) >= 2)


def can_spell() -> bool:
    """Say whether what reads dictionaries is installed."""
    return find_spec("spylls") is not None


class Speller:
    """The dictionary of one language; every word is looked up once.

    This is all that the engine knows of spylls, whose last release is of 2022.  It is kept
    because it reads hunspell's files in Python alone; what is maintained must be compiled,
    or brings no look-up of inflected words.
    """

    def __init__(self, language: str) -> None:
        self._is_spanish = read(language).language == "es"
        self._path = find_dictionary(language)
        self._known: dict[str, bool] = {}

    @cached_property
    def _dictionary(self) -> Dictionary | None:
        return load_dictionary(self._path) if self._path else None

    def knows(self, word: str) -> bool:
        """Say whether a word is right; any is where there is no dictionary."""
        if word not in self._known:
            others = grammar.bases(word) if self._is_spanish else ()
            self._known[word] = self._has(word) or any(map(self._has, others))
        return self._known[word]

    def is_stem(self, word: str) -> bool:
        """Say whether a word has an entry of its own: it is no mere form of another."""
        return self._dictionary is not None and bool(self._dictionary.dic.homonyms(word))

    def is_verb(self, word: str) -> bool:
        """Say whether a word is the infinitive of a verb."""
        found = self._dictionary.dic.homonyms(word) if self._dictionary is not None else []
        return word.endswith("r") and any(_INFLECTED & set(one.flags or ()) for one in found)

    def _has(self, word: str) -> bool:
        try:
            return self._dictionary is None or bool(self._dictionary.lookup(word))
        except Exception:
            return True

    def accented(self, word: str) -> str:
        """Return the known word that differs from *word* by one accent, or ``""``."""
        if word != plain(word) or self._dictionary is None:
            return ""
        known = [
            other
            for place, letter in enumerate(word)
            for accent in _ACCENTS.get(letter, "")
            if self.knows(other := word[:place] + accent + word[place + 1 :])
        ]
        return known[0] if len(known) == 1 else ""

    def nearest(self, word: str) -> str:
        """Return the one word that somebody meant who wrote *word*, or ``""``."""
        beginnings = _beginnings(self._dictionary)
        near = [
            other
            for other in _edits(word.lower())
            # quick, where a look-up is not: does some word of the dictionary begin so?
            if any(other[:-end] in beginnings for end in range(1, 5)) and self._has(other)
        ]
        found = [other for other in near if plain(other) == plain(word)] or near
        if len(found) != 1:
            return ""
        return found[0].capitalize() if word[0].isupper() else found[0]


speller = cache(Speller)


def _edits(word: str) -> set[str]:
    """Return what differs from a word by one letter, or by two that changed places."""
    letters = string.ascii_lowercase + _OTHER_LETTERS + "".join(set(word) - set("'’-"))
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {before + after[1:] for before, after in halves}
    found |= {before + after[1] + after[0] + after[2:] for before, after in halves if after[1:]}
    for before, after in halves:
        found.update(before + letter + rest for letter in letters for rest in (after, after[1:]))
    return {other for other in found - {word} if len(other) > 2}


NAME = "words.txt"
# As many entries as this use a word, and it is no slip.
_USED = 3
_SHORT = 3
# What the Spanish dictionary gives to verbs.
_INFLECTED = frozenset("REDXYZ")
# A shorter word is one letter from too many.
_LONG = 6
_SUGGESTIONS = 200
_LONGEST_GLUE = 20
_LETTER = r"[^\W\d_]"
# What makes a run of letters part of an address, a name of a file, a number or the like.
_GLUE_BEFORE = re.compile(rf"(?:[{INVISIBLE}\d_@#/\\=&%$~-]|{_LETTER}{MASK}+|\w[.:])$")
_GLUE_AFTER = re.compile(rf"[{INVISIBLE}\d_@/\\=&$~-]|{MASK}+{_LETTER}|[.:]\w|\(\)")
# What is around labels and foreign words.
_MARKS = tuple("*_\"“”«»'‘’()[]`<>")
_OPENING = tuple('¿¡"“«(')
_BEFORE_SENTENCE = f"\"'“«([{MASK}¿¡*–—-"


def _words(text: str) -> Iterator[str]:
    return (match[0].lower().replace("’", "'") for match in LETTERS.finditer(text))


def read_words(path: Path) -> list[str]:
    """Return the site's own words: one a line."""
    return [word for line in read_lines(path) for word in line.split()]


def read_lines(path: Path) -> list[str]:
    """Return the lines of a list of words but for comments, which begin with ``#``."""
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return []
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return list(filter(None, lines))


def _foreign_letter(word: str) -> str:
    """Return the Cyrillic or Greek letter in a word of Latin ones, or ``""``."""
    names = [unicodedata.name(letter, "").partition(" ")[0] for letter in word]
    if 2 * names.count("LATIN") < len(names) or "LATIN" not in names:
        return ""
    if "GREEK" in names and len(word) <= _SHORT:
        return ""  # *μm*
    foreign = (one for one, name in zip(word, names, strict=True) if name in ("CYRILLIC", "GREEK"))
    return next(foreign, "")


class Spelling:
    """A dictionary, beside the words that a language's catalogs hold whatever it says of them.

    :param own: the site's list of words.
    :ivar corpus: the translations of these catalogs, if they are to be compared.
    """

    def __init__(self, dictionary: Speller, own: Iterable[str] = ()) -> None:
        self.corpus: Corpus | None = None
        self._dictionary = dictionary
        self._own = frozenset(map(str.lower, own))
        self._english: set[str] = set()
        self._used: Counter[str] = Counter()
        self._suggested: dict[str, str] = {}
        self._slips: dict[str, bool] = {}

    def add(self, catalog: Catalog) -> None:
        """Note the words of a catalog."""
        for entry in catalog.entries:
            if entry.obsolete:
                continue
            self._english.update(_words(entry.msgid))
            if entry.in_use:
                self._used.update(set(_words(" ".join(entry.forms))))

    def is_word(self, word: str) -> bool:
        """Say whether the dictionary knows a word."""
        return self._dictionary.knows(word.replace("’", "'"))

    def is_noun(self, word: str) -> bool:
        """Say whether the dictionary has a word as such: a noun, an infinitive, no inflected form."""
        return self._dictionary.is_stem(word)

    def is_own(self, word: str) -> bool:
        """Say whether the site's list has a word."""
        return word.lower() in self._own

    def is_verb(self, word: str) -> bool:
        """Say whether a word is an infinitive."""
        return self._dictionary.is_verb(word)

    def has_plural(self, word: str) -> bool:
        """Say whether a word may be a noun: the dictionary has it as such, or its plural."""
        return self.is_noun(word) or self._dictionary.knows(f"{word}s")

    def accented_noun(self, word: str) -> str:
        """Return the one word that the dictionary has as such, and that differs by an accent."""
        found = self._dictionary.accented(word)
        return found if found and self.is_noun(found) else ""

    def is_usual(self, word: str) -> bool:
        """Say whether several translations have a word that the dictionary lacks."""
        return self._used[word.lower()] >= _USED and not self.is_word(word.lower())

    def explains(self, word: str) -> bool:
        """Say whether a word is one of the language, of the site's own, or of other translations."""
        small = word.lower()
        used = self._used[small] > 1
        return used or small in self._own or self.is_word(small) or self.is_word(word)

    def find(self, passage: Passage) -> Iterator[Problem]:
        """Find words that neither the dictionary knows nor the catalogs explain."""
        seen: set[str] = set()
        for match in LETTERS.finditer(passage.prose):
            word = match[0]
            if not word.isascii() and _foreign_letter(word) and word not in passage.english:
                if word not in seen:
                    yield self._problem(passage, word)
                seen.add(word)
            if word in seen or not _is_read(passage.prose, match):
                continue
            seen.add(word)
            if not self._is_known(word) or self._lost_accent(passage, match):
                yield self._problem(passage, word)
        if passage.is_in("es"):
            found = grammar.lost_accents(passage.prose, passage.english)
            for place, (word, right) in {
                place: (word, right) for word, right, place in found
            }.items():
                fault = "has an accent too many" if plain(right) == right else "has lost its accent"
                message = f"“{word}” {fault}; “{right}” is meant."
                fixed = passage.replaced([(place, place + len(word), right)])
                yield passage.problem("text-spelling", message, fixed)

    def _lost_accent(self, passage: Passage, match: re.Match[str]) -> bool:
        """Say whether a word is known as an English one only, and is rather one without its accent.

        *version* is English, and *versión* without its accent; it is left alone where
        it is within marks, or beside another English word.
        """
        word = match[0]
        if not word.islower() or word in self._own or not self._is_english_only(word):
            return False
        before, after = passage.translation[: match.start()], passage.translation[match.end() :]
        if before.endswith(_MARKS) or after.startswith(_MARKS):
            return False
        beside = (
            *LETTERS.findall(passage.prose[: match.start()])[-1:],
            *LETTERS.findall(passage.prose[match.end() :])[:1],
        )
        is_alone = not any(map(self._is_english_only, beside))
        return is_alone and bool(self._dictionary.accented(word))

    def _is_english_only(self, word: str) -> bool:
        return word.lower() in self._english and not self._dictionary.knows(word)

    def _is_known(self, word: str) -> bool:
        small = word.lower().replace("’", "'")
        if self._holds(word) or self._dictionary.knows(word.replace("’", "'")):
            return True
        # so many entries have it that it is no slip, unless it is one letter from a word
        if self._used[small] >= _USED and not self._is_slip(small):
            return True
        parts = re.split("['’]", word)
        return len(parts) > 1 and all(
            len(part) <= _SHORT or self._holds(part) or self._dictionary.knows(part)
            for part in parts
        )

    def _is_slip(self, word: str) -> bool:
        """Say whether a word that many entries have is a known one with a letter wrong."""
        if word not in self._slips:
            self._slips[word] = bool(
                self._dictionary.accented(word)
                or (len(word) > _LONG and self._dictionary.nearest(word))
            )
        return self._slips[word]

    def _holds(self, word: str) -> bool:
        """Say whether a word is known without a dictionary."""
        small = word.lower().replace("’", "'")
        # `msgid` where the English has `msgids`, and the other way round
        forms = {small, f"{small}s", small.removesuffix("s")}
        return small in self._own or not forms.isdisjoint(self._english)

    def _problem(self, passage: Passage, word: str) -> Problem:
        if word not in self._suggested:
            room = len(self._suggested) < _SUGGESTIONS
            self._suggested[word] = self._dictionary.nearest(word) if room else ""
        if letter := _foreign_letter(word):
            message = (
                f"“{word}” contains “{letter}” ({unicodedata.name(letter).lower()}, "
                f"U+{ord(letter):04X}) among Latin letters; write the Latin letter that looks like it."
            )
            return passage.problem("text-spelling", message)
        near = self._suggested[word]
        meant = f"; “{near}” is probably meant" if near else ""
        message = f"The dictionary does not know “{word}”{meant}. If it is right, add it to {NAME}."
        return passage.problem("text-spelling", message)


def _is_read(text: str, match: re.Match[str]) -> bool:
    """Say whether a word is one that the dictionary could know: no name, no part of an address."""
    word = match[0]
    if len(word) <= _SHORT or any(letter.isupper() for letter in word[1:]):
        return False
    before = text[: match.start()]
    if _GLUE_BEFORE.search(before[-_LONGEST_GLUE:]) or _GLUE_AFTER.match(text, match.end()):
        return False
    return (
        word[0].islower()
        or before.endswith(_OPENING)
        or (begins_sentence(before, _BEFORE_SENTENCE, ".:!?…|"))
    )


@text_rule()
def find_misspelt(passage: Passage) -> Iterator[Problem]:
    """Find words that neither the dictionary, the English, the catalogs nor words.txt explain."""
    if passage.spelling is not None:
        yield from passage.spelling.find(passage)
