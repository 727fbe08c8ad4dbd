"""The term base of a language: which words stand for which.

It is a file ``termbase.csv`` beside the folder of the language's catalogs, with a
column ``english`` and one for the language, called ``translation`` or by the
language's English name.  Further columns may be ``avoid``, ``check`` (yes or no),
``part_of_speech`` and any other.  Several wordings in a cell stand with `` | ``
between them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

from ...site.findings import Finding
from ...site.languages import english_name
from ...text.masking import MASK
from ..rules import Problem
from . import TABLES, Passage, base, begins_sentence, plain, stem, text_rule, words_of

NAME = "termbase.csv"
_YES, _NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0")


@dataclass(frozen=True)
class Term:
    """One term.

    :param english: the term in English.
    :param variants: its translations, any of which is right.
    :param avoid: translations that are wrong.
    :param required: whether one of the variants must stand.
    :param line: the line of the file.
    """

    english: str
    variants: tuple[str, ...]
    avoid: tuple[str, ...]
    required: bool
    line: int


@dataclass(frozen=True)
class TermBase:
    """The terms of a language, and what is wrong with the file."""

    terms: tuple[Term, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_termbase(path: Path, language: str) -> TermBase:
    """Read a term base; one that is not there has no terms."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return TermBase()
    except OSError as error:
        return _unread(path, 1, f"The file cannot be opened: {error.strerror}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return _unread(path, line, "This line is not written in UTF-8; save the file as UTF-8")
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        return _unread(path, line, f"From this line on, the table cannot be read ({error})")
    return _terms(path, rows, language)


def _unread(path: Path, line: int, what: str) -> TermBase:
    message = f"{what}. Until then no term is checked."
    return TermBase(findings=(Finding(path.as_posix(), line, "termbase-file", message),))


def _delimiter(text: str) -> str:
    """Return what is between cells: spreadsheets write semicolons or tabs, too."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count) if first else ","


def _terms(path: Path, rows: list[tuple[int, list[str]]], language: str) -> TermBase:
    header = [cell.strip().casefold() for cell in rows[0][1]] if rows else []
    own = next((name for name in _column_names(language) if name in header), "")
    if "english" not in header or not own:
        wanted = " or ".join(_column_names(language)[:2])
        return _unread(
            path, 1, f"The first line must name the columns, among them english and {wanted}"
        )
    terms: dict[str, Term] = {}
    findings: list[Finding] = []
    for line, row in rows[1:]:
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        findings += [
            Finding(path.as_posix(), line, "termbase-entry", message)
            for message in _faults(cells, own, len(row), len(header))
        ]
        for term in _term(cells, own, line):
            # two lines may tell of one English wording
            other = terms.get(term.english, replace(term, variants=(), avoid=()))
            terms[term.english] = replace(
                other,
                variants=(*other.variants, *term.variants),
                avoid=(*other.avoid, *term.avoid),
                required=other.required and term.required,
            )
    return TermBase(tuple(terms.values()), tuple(findings))


def _column_names(language: str) -> list[str]:
    return list(filter(None, (english_name(language), "translation", language.casefold())))


def _faults(cells: dict[str, str], own: str, width: int, wanted: int) -> Iterator[str]:
    """Say what is wrong with one line."""
    if width != wanted:
        yield (
            f"This line has {width} cells where the first has {wanted}; put a cell that contains "
            'a comma between quotation marks (").'
        )
        return
    if not cells["english"]:
        yield "This line has no English, so it says nothing; fill it in or delete it."
    if not cells[own] and not cells.get("avoid"):
        yield "This line has no translation, so nothing is checked; fill it in or delete it."
    check = cells.get("check", "").casefold()
    if check and check not in (*_YES, *_NO):
        yield f"The column check says {cells['check']!r}; write yes or no, or leave it empty."
    allowed, avoided = (
        set(map(str.casefold, _wordings(cells.get(column, "")))) for column in (own, "avoid")
    )
    for wording in sorted(allowed & avoided):
        yield f"“{wording}” is both allowed and to be avoided; take it out of one column."


def _wordings(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _term(cells: dict[str, str], own: str, line: int) -> Iterator[Term]:
    """Yield the term of a line, once for each English wording."""
    variants = _wordings(cells.get(own, ""))
    avoid = tuple(
        wording
        for wording in _wordings(cells.get("avoid", ""))
        if wording.casefold() not in map(str.casefold, variants)
    )
    check = cells.get("check", "").casefold()
    kind = cells.get("part_of_speech", "noun").casefold()
    for english in _wordings(cells.get("english", "")):
        sure = len(english.split()) > 1 and "noun" in kind
        required = bool(variants) and (check in _YES or (check not in _NO and sure))
        if variants or avoid:
            yield Term(english, variants, avoid, required, line)


# Between two words of a term: a space or a hyphen, and marks of emphasis.
_GAP = rf"{MASK}{{0,3}}[\s\u00a0-]+{MASK}{{0,3}}"
_BEFORE_SENTENCE = f"\"'“«([{MASK}¿¡*-"
_SMALL = 3
_BETWEEN = frozenset(TABLES["between"].split())
# A term kept in English within marks is a label, or a name.
_MARKED = "\"“«*_'‘"


class Terms:
    """A term base, ready to be compared with translations."""

    def __init__(self, base_of_terms: TermBase, language: str) -> None:
        self._language = language
        terms = [term for term in base_of_terms.terms if words_of(term.english)]
        # where two begin at the same word, the longer
        self._terms = sorted(terms, key=lambda term: -len(words_of(term.english)))
        # The empty group tells which one it was; in front it would make the search slow, as
        # would small and capital letters together.
        wordings = "|".join(f"{_pattern(term.english)}()" for term in self._terms) or "(?!)"
        self._pattern = re.compile(
            rf"(?<![^\W_])(?<![^\W_]['’])(?:{wordings})(?:['’]s)?(?!['’]?[^\W_])"
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all translations, in small letters."""
        texts = (variant for term in self._terms for variant in term.variants)
        return frozenset(word.casefold() for text in texts for word in words_of(text))

    def keeps(self, name: str) -> bool:
        """Say whether a name stays as it is, with a capital letter."""
        return name in self._kept

    @cached_property
    def _kept(self) -> frozenset[str]:
        kept = (one.english for one in self._terms if one.variants == (one.english,))
        return frozenset(word for name in kept for word in words_of(name) if not word.islower())

    def variants(self, english: str) -> tuple[str, ...]:
        """Return the translations of a term, ``()`` where it is none."""
        found = (one.variants for one in self._terms if one.english.casefold() == english)
        return next(found, ())

    def find(self, passage: Passage) -> Iterator[Problem]:
        """Find terms without an allowed translation, and translations to be avoided."""
        text = passage.english_prose
        found: dict[Term, list[tuple[int, int]]] = {}
        for match in self._pattern.finditer(_small(text)):
            term = self._terms[(match.lastindex or 1) - 1]
            if not _is_name(text, *match.span(), term):
                found.setdefault(term, []).append(match.span())
        here = words_of(passage.prose) if found else []
        own = {term: _places(here, term.variants) for term in found}
        allowed = set().union(*own.values())
        for term, places in own.items():
            avoided = next((w for w in term.avoid if _places(here, [w]) - allowed), None)
            if avoided is not None:
                yield _problem(passage, term, f"; the translation says “{avoided}”")
            elif (
                term.required
                and not places
                and not self._has_stems(passage, here, term)
                and not all(_stays_english(passage, *span) for span in found[term])
            ):
                yield _problem(passage, term, ", which the translation does not have")

    def _has_stems(self, passage: Passage, here: Sequence[str], term: Term) -> bool:
        """Say whether all that matters in some variant is here, in whatever form and order."""
        stems = {stem(word, self._language) for word in here}
        bases = set(map(base, here))
        text = passage.prose.casefold()
        for variant in term.variants:
            wanted = _content(variant)
            if not wanted or variant.casefold() in text:
                # Some languages set no spaces between words.
                return variant.casefold() in text
            if all(
                stem(word, self._language) in stems or _begins_a_word(base(word), bases)
                for word in wanted
            ):
                return True
        return False


def _problem(passage: Passage, term: Term, what: str) -> Problem:
    right = " or ".join(f"“{variant}”" for variant in term.variants) or "something else"
    message = f"The term base ({NAME}, line {term.line}) has {right} for “{term.english}”{what}."
    return passage.problem("text-term", message)


@text_rule(even_untranslated=True)
def find_terms(passage: Passage) -> Iterator[Problem]:
    """Find terms for which the term base of the language has another translation."""
    for terms in passage.terms:
        yield from terms.find(passage)


_TOKEN = re.compile(r"(?<![\w/.@-])\w+(?![\w/@]|[.-]\w)")


@text_rule()
def find_misspelt_names(passage: Passage) -> Iterator[Problem]:
    """Find names of the English, such as JupyterHub, that are written in another way.

    A name has a capital letter within, or a figure, or is in the term base as it is.
    """
    here = _TOKEN.findall(passage.prose)
    known = set(here) | set(_TOKEN.findall(passage.translation))
    there = _TOKEN.findall(passage.english_prose)
    for name in dict.fromkeys(there):
        is_kept = any(terms.keeps(name) for terms in passage.terms) or (
            name.istitle() and passage.spelling is not None and passage.spelling.is_usual(name)
        )
        is_short = len(name) < 4 or not (is_kept or _is_mixed(name))
        is_there = name in known and here.count(name) >= there.count(name)
        if wrong := "" if is_there or is_short else _misspelt(name, here, passage):
            message = f"“{wrong}” is written {name}, as the English has it."
            pattern = rf"(?<!\w){re.escape(wrong)}(?!\w)"
            places = [(*one.span(), name) for one in re.finditer(pattern, passage.prose)]
            yield passage.problem("text-name", message, passage.replaced(places))
            return
        is_usual = is_kept or (passage.spelling is not None and passage.spelling.is_usual(name))
        if is_usual and name not in known and (wrong := _transposed(name, here, there)):
            message = f"“{wrong}” is written {name}, as the English has it."
            yield passage.problem("text-name", message)
            return


def _is_mixed(name: str) -> bool:
    """Say whether only a name is written so: `GitHub`, `7Zip`."""
    return bool(re.search(r"[^\W\d_][A-Z]|\d[^\W\d_]", name)) and not name.isupper()


def _transposed(name: str, here: Sequence[str], there: Sequence[str]) -> str:
    """Return what has the letters of an abbreviation in another order, or ``""``."""
    if not name.isupper() or len(name) < 3 or not name.isalpha():
        return ""
    others = (one for one in here if one.isupper() and one not in there)
    return next((one for one in others if sorted(one) == sorted(name)), "")


def _misspelt(name: str, here: Sequence[str], passage: Passage) -> str:
    """Return what is in a translation instead of a name, or ``""``."""
    small, english_words = name.casefold(), set(_TOKEN.findall(passage.english))
    for word in here:
        # a name of one capital may be a word, too
        if word.casefold() == small and word != name and not (name.istitle() and word.islower()):
            return word
    for one, other in pairwise(here):
        if f"{one}{other}".casefold() == small and f"{one} {other}" in passage.translation:
            return f"{one} {other}"
    if any(map(str.isdigit, name)):
        alike = (one for one in here if one not in english_words and _differ_by_one(one, name))
        if one := next(alike, ""):
            return one
    others = [word.casefold() for word in here if word != name]
    near = get_close_matches(small, others, n=1, cutoff=0.82)
    english = english_words
    for word in here if near else ():
        is_known = passage.spelling is not None and passage.spelling.is_word(word.lower())
        is_other = word in english or plain(word) == plain(name) or (is_known and word.isalpha())
        if word.casefold() == near[0] and not is_other:
            is_plural = {word.casefold(), small} & {f"{small}s", f"{word.casefold()}s"}
            return "" if is_plural else word
    return ""


def _differ_by_one(one: str, other: str) -> bool:
    """Say whether two names differ by one sign, which is another one or missing."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return (
        len(longer) - len(shorter) == 1
        and len(shorter) > 2
        and any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
    )


def _pattern(english: str) -> str:
    """Return a pattern for a term, its last word perhaps in the plural."""
    *words, last = map(re.escape, words_of(_small(english)))
    plural = rf"{last}(?:e?s)?|{last[:-1]}ies" if last[-1] == "y" else rf"{last}(?:e?s)?"
    return _GAP.join([*words, f"(?:{plural})"])


def _small(text: str) -> str:
    # the one letter that has two small ones would move all places behind it
    return text.replace("İ", "I").lower()


def _is_name(text: str, start: int, end: int, term: Term) -> bool:
    """Say whether capitals show that these words name something else than the term."""
    before, after = text[:start], text[end:]
    here = words_of(text[start:end])
    for place, (word, own) in enumerate(zip(here, words_of(term.english), strict=True)):
        if place == 0 and begins_sentence(before, _BEFORE_SENTENCE):
            # Every sentence begins so; one word alone with a capital may be an ordinary one.
            if len(here) == 1 and own[0].isupper() and not own.isupper():
                return own[1:] == own[1:].lower()
        elif word[0].isupper() != own[0].isupper():
            return True
    if re.match(r"[ -][A-Z]", after) and here[-1][0].isupper():
        return not term.english[0].isupper()
    return before.endswith(("@", "#", "/", "_")) or after.startswith(("/", "_", "://"))


def _content(variant: str) -> list[str]:
    """Return the words of a variant that matter: not articles and prepositions."""
    words = words_of(variant)
    return [word for word in words if len(word) > _SMALL or not word.islower()] or words


@cache
def _bases(wording: str) -> tuple[str, ...]:
    return tuple(base(word) for word in _content(wording))


def _begins_a_word(start: str, bases: set[str]) -> bool:
    """Say whether a word is this, a compound of it, or a form with an ending of its own."""
    return start in bases or (len(start) >= 6 and any(one.startswith(start) for one in bases))


def _places(here: Sequence[str], wordings: Sequence[str]) -> set[int]:
    """Return the places of the words that belong to one of the wordings."""
    bases = list(map(base, here))
    found: set[int] = set()
    for wanted in filter(None, map(_bases, wordings)):
        for start, one in enumerate(bases):
            if one == wanted[0]:
                found.update(_run(here, start, wanted))
    return found


def _run(here: Sequence[str], start: int, wanted: Sequence[str]) -> list[int]:
    """Return the places of the words of a wording, small words between them left out."""
    places: list[int] = []
    for place in range(start, len(here)):
        if len(places) == len(wanted):
            break
        if base(here[place]) == wanted[len(places)]:
            places.append(place)
        elif here[place] not in _BETWEEN:
            return []
    return places if len(places) == len(wanted) else []


def _stays_english(passage: Passage, start: int, end: int) -> bool:
    """Say whether a term is a label or a title that is in English here, too."""
    before = passage.english[:start].rstrip()[-40:]
    marked = any(mark in before for mark in _MARKED)
    return marked and passage.english[start:end] in passage.translation
