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
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.core import Locale, UnknownLocaleError

from ..findings import Finding

NAME = "termbase.csv"
FILE = "termbase-file"
ENTRY = "termbase-entry"
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
    findings: tuple[Finding, ...] = field(default=(), compare=False)


def read_termbase(path: Path, language: str) -> TermBase:
    """Read a term base; one that is not there has no terms.

    :param path: the file.
    :param language: the code of the language.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return TermBase()
    except OSError as error:
        return _unread(path, 1, f"The file cannot be opened: {error.strerror}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
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
    return TermBase(findings=(Finding(path.as_posix(), line, FILE, message),))


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
    terms: list[Term] = []
    findings: list[Finding] = []
    for line, row in rows[1:]:
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        found = list(_problems(cells, own, len(row), len(header)))
        findings += [Finding(path.as_posix(), line, ENTRY, message) for message in found]
        terms += _term(cells, own, line)
    return TermBase(_merged(terms), tuple(findings))


def _column_names(language: str) -> list[str]:
    names = ["translation", language.casefold()]
    try:
        name = Locale.parse(language.partition("_")[0]).get_language_name("en")
    except (UnknownLocaleError, ValueError):
        name = None
    return [name.casefold(), *names] if name else names


def _problems(cells: dict[str, str], own: str, width: int, wanted: int) -> Iterator[str]:
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
    both = set(map(str.casefold, _wordings(cells[own]))) & set(
        map(str.casefold, _wordings(cells.get("avoid", "")))
    )
    for wording in sorted(both):
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


def _merged(terms: list[Term]) -> tuple[Term, ...]:
    """Return each English wording once, with all that several lines say of it."""
    merged: dict[str, Term] = {}
    for term in terms:
        other = merged.get(term.english)
        merged[term.english] = term if other is None else _joined(other, term)
    return tuple(merged.values())


def _joined(first: Term, second: Term) -> Term:
    return Term(
        first.english,
        (*first.variants, *second.variants),
        (*first.avoid, *second.avoid),
        first.required and second.required,
        first.line,
    )
