"""Rules about the text of a translation: punctuation, numbers, terms, spelling.

Each is a function of one :class:`Passage`, which knows all that it may ask; it is here with
what tells its words apart, and with the rule about passages that nobody translated.  The words
that rules look for are in ``words.toml``.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...catalogs.model import Entry, is_untranslatable
from ...site.languages import read, stemmer
from ...text import Syntax, masked, one_line
from ...text.masking import MASK
from ..rules import Problem, shown

if TYPE_CHECKING:
    from .spelling import Spelling
    from .terms import Terms
    from .whole import Corpus

#: The words that rules look for.
TABLES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def one_of(words: str) -> str:
    """Return a pattern that matches one of the words in a text."""
    return "|".join(words.split())


def begins_sentence(before: str, marks: str, ends: str = ".:!?…") -> bool:
    """Say whether a sentence begins behind a text, perhaps behind marks and spaces.

    :param marks: what may be between the end of the sentence before and the next.
    """
    rest = before.rstrip(f" \t\n\r\f\v\u00a0\u202f{marks}")
    return not rest or rest[-1] in ends or "\n" in before[len(rest) :]


# How much of a text a message shows on either side of a place.
_AROUND = 20

# `[read-only]{.language-en}`: said to be in another language, so no rule about this one.
_FOREIGN = re.compile(r"\[[^\[\]]*\]\{[^{}]*\.language-[^{}]*\}")


@dataclass(frozen=True)
class Passage:
    """One translation and its English.

    :param english: the English, as the catalog contains it.
    :param translation: the translation, as the catalog contains it.
    :param english_prose: the English with everything masked that is no prose.
    :param prose: the same of the translation; positions are those of *translation*.
    :param syntax: how the texts are written.
    :param form: which plural form it is.
    :param terms: the term bases of the language.
    :param spelling: its dictionary and the site's words.
    :param is_same: whether its entry says that there is nothing to translate.
    """

    english: str
    translation: str
    english_prose: str
    prose: str
    language: str
    syntax: Syntax
    form: int
    terms: tuple[Terms, ...]
    spelling: Spelling | None
    is_same: bool = False

    @property
    def corpus(self) -> Corpus | None:
        """The translations of all catalogs of the language, if they are known."""
        return self.spelling.corpus if self.spelling else None

    @property
    def is_english(self) -> bool:
        """Whether the translation is the English itself."""
        return self.translation == self.english

    def is_in(self, *languages: str) -> bool:
        """Say whether the language is one of these, in whatever country."""
        return read(self.language).language in languages

    def replaced(self, places: Iterable[tuple[int, int, str]]) -> str:
        """Return the translation with some parts replaced.

        :param places: where each begins and ends, and what is to be there instead.
        """
        text = self.translation
        for start, end, new in sorted(places, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def around(self, start: int, end: int) -> tuple[str, str]:
        """Return what is before and after a place: a few whole words."""
        before, after = self.translation[:start], self.translation[end:]
        if len(before) > _AROUND:
            before = before[-_AROUND:].partition(" ")[2] or before[-_AROUND:]
        if len(after) > _AROUND:
            after = after[:_AROUND].rpartition(" ")[0] or after[:_AROUND]
        return before, after

    def near(self, start: int, end: int) -> str:
        """Return a place with a few words around it, in one line."""
        before, after = self.around(start, end)
        return re.sub(r"[\n\t]", " ", f"{before}{self.translation[start:end]}{after}").strip()

    def problem(self, code: str, message: str, fixed: str | None = None) -> Problem:
        """Return a problem of this translation; see :class:`Problem`."""
        return Problem(code, message, fixed, self.form)


def passages(
    entry: Entry,
    language: str,
    syntax: Syntax,
    terms: tuple[Terms, ...] = (),
    spelling: Spelling | None = None,
) -> list[Passage]:
    """Return the translations of an entry: one, or one for each plural form."""
    found = []
    for form, text in enumerate(entry.forms):
        english = entry.msgid if form == 0 or entry.msgid_plural is None else entry.msgid_plural
        if text:
            proses = masked(english, syntax), _own_prose(text, syntax)
            is_same = is_untranslatable(entry)
            found.append(
                Passage(english, text, *proses, language, syntax, form, terms, spelling, is_same)
            )
    return found


def _own_prose(text: str, syntax: Syntax) -> str:
    """Return the prose of a text without what it marks as being in another language."""
    prose = masked(text, syntax)
    return _without(prose, _FOREIGN, text) if syntax is Syntax.MYST else prose


def _without(prose: str, pattern: re.Pattern[str], text: str) -> str:
    """Return prose in which the places are masked that a pattern finds in its text."""
    for match in pattern.finditer(text):
        prose = prose[: match.start()] + MASK * len(match[0]) + prose[match.end() :]
    return prose


Find = Callable[[Passage], Iterator[Problem]]


def text_rule(*, even_untranslated: bool = False) -> Callable[[Find], Find]:
    """Mark a function as one that finds what is wrong with the text of a translation.

    :param even_untranslated: whether a translation that is its English is read as well.
    """

    def mark(function: Find) -> Find:
        vars(function)["even_untranslated"] = even_untranslated
        return function

    return mark


@cache
def _text_rules() -> tuple[Any, ...]:
    """Return the marked functions of this package, wherever they stand."""
    names = [__name__, *(one.name for one in pkgutil.iter_modules(__path__, f"{__name__}."))]
    found = (one for name in names for one in vars(importlib.import_module(name)).values())
    return tuple(dict.fromkeys(one for one in found if hasattr(one, "even_untranslated")))


def check_text(passage: Passage) -> Iterator[Problem]:
    """Find what is wrong with the text of one translation."""
    for find in _text_rules():
        if find.even_untranslated or not passage.is_english:
            yield from find(passage)


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Endings of number and gender, which a list of terms need not repeat.
_PLURAL = re.compile(r"(?<=[^\W\d_]{3})(?:es|s)$")
_GENDER = re.compile(r"(?<=[^\W\d_]{3})[aeo]$")


def words_of(text: str) -> list[str]:
    """Return the words of a text, in order."""
    return _WORD.findall(text)


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
    found = stemmer(language)
    return plain(found.stemWord(word.casefold())) if found else base(word)


_FEWEST_WORDS = 7
#: A word of letters alone.
LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# What is quoted or emphasised may be a title, or a text that is talked about.
_QUOTED = re.compile(
    r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|‘[^’]*’(?!\w)"
    r"|(?<![*\w])\*{1,2}[^*]+\*{1,2}(?!\w)|(?<![_\w])_[^_]+_(?!\w)"
)
# `Smith, J. (2020).`: a work in a list of works.
_WORK = re.compile(
    r"\(\d{4}[a-z]?\)|\bet al\.|\bdoi\b|\bISBN\b|\bpp?\. ?\d|\bvol\. ?\d", re.IGNORECASE
)
_OF_SENTENCES = frozenset(TABLES["english_sentence"].split())


@text_rule(even_untranslated=True)
def find_untranslated(passage: Passage) -> Iterator[Problem]:
    """A text, a sentence of it or the text of a link was left in English."""
    english, text = one_line(passage.english), one_line(passage.translation)
    if passage.is_in("en") or not english or passage.is_same:
        return
    message = ""
    if text == english:
        left = _left(passage, passage.prose) or _is_phrase(passage)
        if _is_sentence(passage, english) or (left and not _is_name(text)):
            message = "The translation is the English itself; translate it, or leave it empty."
    elif english in text and _is_sentence(passage, english):
        message = "The whole English is still in the translation; delete it."
    elif _changed_places(passage):
        message = (
            "The English and its translation have changed places: msgid must contain the English of "
            "the page, and msgstr the translation."
        )
    elif sentence := next(
        filter(
            None,
            (
                _sentence_left(passage),
                _link_left(passage),
                _words_left(passage),
                _word_left(passage),
            ),
        ),
        "",
    ):
        message = f"“{shown(sentence)}” is left in English; translate it."
    if message:
        yield passage.problem("text-untranslated", message)


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LINK = re.compile(r"(?<![!\]])\[([^\[\]]+)\]\(([^()\s]+)[^()]*\)")


def _left(passage: Passage, prose: str) -> list[str]:
    """Return the English words of a text that are no names, and no words of the language.

    English that a name or an abbreviation stands for is written so in every language, and so is
    what the term base or the site's list of words keeps.
    """
    if passage.spelling is None or passage.corpus is None:
        return []
    kept = {word for terms in passage.terms for word in terms.words}
    return [
        word
        for word in LETTERS.findall(_without(prose, _FOREIGN, prose))
        if len(word) > 3
        and word[1:].islower()
        and word.lower() in passage.corpus.english
        and word.casefold() not in kept
        and not passage.spelling.explains(word)
    ]


_SHORTEST = 4
# Words between others that no other language of these letters has so close together.
_SMALL_ENGLISH = frozenset(TABLES["english_small"].split())
_RUN = 4


def _is_phrase(passage: Passage) -> bool:
    """Say whether a text is English for certain: small words, and others that are none here."""
    words = [word.lower() for word in LETTERS.findall(passage.english_prose)]
    spelling = passage.spelling
    if spelling is None or passage.corpus is None or not set(words) & _SMALL_ENGLISH:
        return False
    others = [word for word in words if word in passage.corpus.english and len(word) > 3]
    return any(not spelling.is_word(word) and not spelling.is_own(word) for word in others)


def _words_left(passage: Passage) -> str:
    """Return some words of the English that are there one after the other, and are no title."""
    if passage.syntax is Syntax.WORDS:
        return ""
    text = _without(passage.prose, _QUOTED, passage.translation)
    here, there = LETTERS.findall(text), LETTERS.findall(passage.english_prose)
    runs = {tuple(there[place : place + _RUN]) for place in range(len(there) - _RUN + 1)}
    for place in range(len(here) - _RUN + 1):
        run = here[place : place + _RUN]
        small = [word for word in run if word in _SMALL_ENGLISH]
        told = " ".join(run)
        if (
            tuple(run) in runs
            and told in text
            and len(small) > 1
            and sum(map(str.islower, run)) >= _RUN - 1
        ):
            return told
    return ""


def _word_left(passage: Passage) -> str:
    """Return a word of the English that other translations nearly always translate."""
    if passage.corpus is None or passage.spelling is None or passage.syntax is Syntax.WORDS:
        return ""
    text = _without(passage.prose, _QUOTED, passage.translation)
    there = set(LETTERS.findall(passage.english_prose))
    for match in LETTERS.finditer(text):
        word = match[0]
        if (
            len(word) > 3
            and word.islower()
            and word in there
            and _is_between(text, match, passage.spelling)
            and passage.corpus.is_translated(word)
            and not passage.spelling.is_word(word)
            and not passage.spelling.is_own(word)
        ):
            return word
    return ""


def _is_between(text: str, match: re.Match[str], spelling: Spelling) -> bool:
    """Say whether a word stands among words of the language, and not in brackets."""
    before, after = text[: match.start()], text[match.end() :]
    beside = [*re.findall(r"([^\W\d_]+) $", before), *re.findall(r"^ ([^\W\d_]+)", after)]
    is_inside = before.rfind("(") > before.rfind(")")
    return (
        bool(beside)
        and all(one.islower() and spelling.is_word(one) for one in beside)
        and not is_inside
        and before.endswith(" ")
        and not re.match(r"[-/_@]|\.\w", after)
    )


def _is_name(text: str) -> bool:
    """Say whether a text looks like a title or a name: `Book of Good Practice`, `scikit-learn`."""
    words = LETTERS.findall(text)
    capitals = sum(not word.islower() for word in words)
    return 2 * capitals > len(words) > 2 or (
        " " not in text and ("-" in text or (text.islower() and len(text) <= _SHORTEST))
    )


def _sentence_left(passage: Passage) -> str:
    """Return a sentence of the English that is in the translation, and is no quotation."""
    text = _without(one_line(passage.translation), _QUOTED, one_line(passage.translation))
    parts = _SENTENCE_END.split(one_line(passage.english))
    return next(
        (
            part
            for part in parts
            if len(parts) > 1
            and len(part.split()) > 3
            and part in text
            and len(_left(passage, part)) > 1
        ),
        "",
    )


def _link_left(passage: Passage) -> str:
    """Return the text of a link that is left in English, where its words are no title."""
    if passage.syntax is not Syntax.MYST:
        return ""
    known = {match[2]: match[1] for match in _LINK.finditer(passage.english)}
    for match in _LINK.finditer(passage.translation):
        words = LETTERS.findall(match[1]) if known.get(match[2]) == match[1] else []
        # a title has capitals; one word may be the name of a thing, or an address
        is_text = len(words) > 1 and 2 * sum(map(str.islower, words)) > len(words)
        if is_text and " " in match[1] and any(map(str.islower, _left(passage, match[1]))):
            return match[1]
    return ""


@text_rule()
def find_exchanged_links(passage: Passage) -> Iterator[Problem]:
    """Find two links whose texts have changed places, as far as names and alike words show it."""
    if passage.syntax is not Syntax.MYST:
        return
    ours, theirs = (
        {match[2]: match[1] for match in _LINK.finditer(text)}
        for text in (passage.english, passage.translation)
    )
    for one, other in combinations([target for target in ours if target in theirs], 2):
        right = _shared(ours[one], theirs[one]) + _shared(ours[other], theirs[other])
        crossed = _shared(ours[one], theirs[other]) + _shared(ours[other], theirs[one])
        if crossed > right:
            message = (
                f"“{shown(theirs[one])}” and “{shown(theirs[other])}” seem to have changed places: "
                f"the English calls {shown(one)} “{shown(ours[one])}”."
            )
            yield passage.problem("text-link", message)
            return


def _shared(english: str, text: str) -> int:
    """Return how many words of two texts begin alike, as names do and words of one root."""
    mine, theirs = ({plain(word)[:4] for word in words_of(one)} for one in (english, text))
    return sum(len(word) > 2 for word in mine & theirs)


def _changed_places(passage: Passage) -> bool:
    """Say whether the English contains words of the language, and the translation English alone."""
    words = [word.lower() for word in LETTERS.findall(passage.english_prose)]
    if passage.spelling is None or len(words) < 4 or set(words) & _OF_SENTENCES - {"no"}:
        return False
    here = [word.lower() for word in LETTERS.findall(passage.prose)]
    foreign = [word for word in here if len(word) > 3 and not passage.spelling.is_word(word)]
    own = [word for word in words if len(word) > 3 and passage.spelling.is_word(word)]
    long = [word for word in words if len(word) > 3]
    return 2 * len(foreign) > len(here) - len(foreign) and len(own) == len(long) > 1


def _is_sentence(passage: Passage, english: str) -> bool:
    """Say whether the English is a sentence, and no name, title, quotation or bibliography."""
    quoted = " ".join(map(one_line, _QUOTED.findall(passage.translation)))
    if (not passage.is_english and english in quoted) or _WORK.search(passage.english):
        return False
    prose = passage.prose if passage.is_english else passage.english_prose
    words = LETTERS.findall(_without(prose, _QUOTED, passage.english))
    small = sum(map(str.islower, words))
    known = {word.lower().replace("’", "'") for word in words} & _OF_SENTENCES
    return len(words) >= _FEWEST_WORDS and 2 * small > len(words) and bool(known)
