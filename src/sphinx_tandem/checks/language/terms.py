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
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ...site.findings import Finding
from ...text.masking import MASK
from ..rules import Problem
from . import TABLES, Passage, Word, base, english_forms, english_name, stem, text_rule, words_of

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
        return _unread(path, line, f"From this line on the table cannot be read ({error})")
    return _terms(path, rows, language)


def _unread(path: Path, line: int, what: str) -> TermBase:
    message = f"{what}. Until then no term is checked."
    return TermBase(findings=(Finding(path.as_posix(), line, "termbase-file", message),))


def _delimiter(text: str) -> str:
    """Return what stands between cells: spreadsheets write semicolons or tabs, too."""
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
            other = terms.get(term.english)
            terms[term.english] = term if other is None else _joined(other, term)
    return TermBase(tuple(terms.values()), tuple(findings))


def _column_names(language: str) -> list[str]:
    return list(filter(None, (english_name(language), "translation", language.casefold())))


def _faults(cells: dict[str, str], own: str, width: int, wanted: int) -> Iterator[str]:
    """Say what is wrong with one line."""
    if width != wanted:
        yield (
            f"This line has {width} cells where the first has {wanted}; put a cell that holds "
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


def _joined(first: Term, second: Term) -> Term:
    """Return all that two lines say of one English wording."""
    return Term(
        first.english,
        (*first.variants, *second.variants),
        (*first.avoid, *second.avoid),
        first.required and second.required,
        first.line,
    )


# Between two words of a term: a space or a hyphen, and marks of emphasis.
_GAP = re.compile(rf"{MASK}{{0,3}}[\s\u00a0-]+{MASK}{{0,3}}")
_SENTENCE_START = re.compile(rf"(?:^|[.:!?…\n])[\s\"'“«(\[{MASK}¿¡*-]*$")
_SMALL = 3
_BETWEEN = frozenset(TABLES["between"].split())
# A term kept in English within marks is a label, or a name.
_MARKED = "\"“«*_'‘"


class _Occurrence(NamedTuple):
    term: Term
    start: int
    end: int


class Terms:
    """A term base, ready to be compared with translations."""

    def __init__(self, base_of_terms: TermBase, language: str) -> None:
        self._language = language
        self._by_first: dict[str, list[tuple[tuple[Word, ...], Term]]] = {}
        for term in base_of_terms.terms:
            words = tuple(words_of(term.english))
            if not words:
                continue
            firsts = english_forms(words[0].text) if len(words) == 1 else [words[0].text.casefold()]
            for first in firsts:
                self._by_first.setdefault(first, []).append((words, term))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda found: -len(found[0]))

    def find(self, passage: Passage) -> Iterator[Problem]:
        """Find terms without an allowed translation, and translations to be avoided."""
        found = self._occurrences(passage.english_prose)
        if not found:
            return
        here = words_of(passage.prose)
        own = {one.term: _places(here, one.term.variants) for one in found}
        allowed = set().union(*own.values())
        for term, places in own.items():
            avoided = next((w for w in term.avoid if _places(here, [w]) - allowed), None)
            if avoided is not None:
                yield _problem(passage, term, f"; the translation says “{avoided}”")
            elif (
                term.required
                and not places
                and not self._has_stems(passage, here, term)
                and not all(_stays_english(passage, one) for one in found if one.term == term)
            ):
                yield _problem(passage, term, ", which the translation does not have")

    def _occurrences(self, text: str) -> list[_Occurrence]:
        """Return the terms in an English text; where two overlap, the longer."""
        words = words_of(text)
        found: list[_Occurrence] = []
        place = 0
        while place < len(words):
            match = self._longest(text, words, place)
            if match is None:
                place += 1
                continue
            term, length = match
            if not _is_name(text, words[place : place + length], term):
                found.append(_Occurrence(term, words[place].start, words[place + length - 1].end))
            place += length
        return found

    def _longest(self, text: str, words: list[Word], place: int) -> tuple[Term, int] | None:
        first = words[place].text.casefold()
        for key in (first, first.partition("’")[0].partition("'")[0]):
            for wanted, term in self._by_first.get(key, ()):
                here = words[place : place + len(wanted)]
                if _same(text, here, wanted):
                    return term, len(wanted)
        return None

    def _has_stems(self, passage: Passage, here: Sequence[Word], term: Term) -> bool:
        """Say whether all that matters in some variant stands here, in whatever form and order."""
        stems = {stem(word.text, self._language) for word in here}
        bases = {base(word.text) for word in here}
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
    """The term base of the language has another translation for a term of the English."""
    for terms in passage.terms:
        yield from terms.find(passage)


def _same(text: str, here: Sequence[Word], wanted: Sequence[Word]) -> bool:
    """Say whether the words here are those of a term, the last one perhaps in the plural."""
    if len(here) < len(wanted):
        return False
    pairs = list(zip(here, wanted, strict=True))
    if any(one.text.casefold() != other.text.casefold() for one, other in pairs[:-1]):
        return False
    last = here[-1].text.casefold().removesuffix("'s").removesuffix("’s")
    if last not in english_forms(wanted[-1].text):
        return False
    gaps = [text[one.end : other.start] for one, other in pairwise(here)]
    return all(_GAP.fullmatch(gap) for gap in gaps)


def _is_name(text: str, here: Sequence[Word], term: Term) -> bool:
    """Say whether capitals show that these words name something else than the term."""
    begins = bool(_SENTENCE_START.search(text[: here[0].start]))
    for place, (word, own) in enumerate(zip(here, words_of(term.english), strict=True)):
        capital, wanted = word.text[0].isupper(), own.text[0].isupper()
        if place == 0 and begins:
            # Every sentence begins so; one word alone with a capital may be an ordinary one.
            if len(here) == 1 and wanted and not own.text.isupper():
                return own.text[1:] == own.text[1:].lower()
            continue
        if capital != wanted:
            return True
    before, after = text[: here[0].start], text[here[-1].end :]
    neighbour = re.match(r"[ -]([A-Z])", after)
    if neighbour and here[-1].text[0].isupper():
        return not term.english[0].isupper()
    return before.endswith(("@", "#", "/", "_")) or after.startswith(("/", "_", "://"))


def _content(variant: str) -> list[str]:
    """Return the words of a variant that matter: not articles and prepositions."""
    words = [word.text for word in words_of(variant)]
    return [word for word in words if len(word) > _SMALL or not word.islower()] or words


@cache
def _bases(wording: str) -> tuple[str, ...]:
    return tuple(base(word) for word in _content(wording))


def _begins_a_word(start: str, bases: set[str]) -> bool:
    """Say whether a word is this, a compound of it, or a form with an ending of its own."""
    return start in bases or (len(start) >= 6 and any(one.startswith(start) for one in bases))


def _places(here: Sequence[Word], wordings: Sequence[str]) -> set[int]:
    """Return the places of the words that belong to one of the wordings."""
    content = [(place, base(word.text)) for place, word in enumerate(here)]
    found: set[int] = set()
    for wording in wordings:
        for start in range(len(content)):
            found |= _run(here, content[start:], _bases(wording))
    return found


def _run(
    here: Sequence[Word], content: Sequence[tuple[int, str]], wanted: tuple[str, ...]
) -> set[int]:
    """Return the places of *wanted* at the beginning, small words between them left out."""
    places: set[int] = set()
    todo = list(wanted)
    for place, found in content:
        if not todo:
            break
        if found == todo[0]:
            places.add(place)
            todo.pop(0)
        elif here[place].text not in _BETWEEN:
            return set()
    return set() if todo else places


def _stays_english(passage: Passage, found: _Occurrence) -> bool:
    """Say whether a term is a label or a title that stands in English here, too."""
    before = passage.english[: found.start].rstrip()[-40:]
    marked = any(mark in before for mark in _MARKED)
    return marked and passage.english[found.start : found.end] in passage.translation
