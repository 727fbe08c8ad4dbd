"""Corrects what has one right answer, and touches no other line of a catalog.

Only texts that readers see are corrected: a stale entry waits for a translator,
and an obsolete one is kept as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ..catalogs.model import Entry
from ..catalogs.quoting import quote, unquote
from ..catalogs.reader import ENCODING, NEWLINE
from ..catalogs.writer import write_text
from ..site.settings import Settings
from .files import OpenedCatalog, check_characters, open_catalog
from .rules import Problem, first_difference, is_error, unsilenced

if TYPE_CHECKING:
    from .inspection import EntryChecker

# An entry that needs more corrections than this is one that they make worse.
_MOST = 20
_AROUND = 24
_PIECE = re.compile(r'(?P<before>[^"]*)"(?P<raw>[^"\\]*(?:\\.[^"\\]*)*)"(?P<after>\s*)', re.DOTALL)


@dataclass(frozen=True)
class Correction:
    """One correction.

    :param path: the catalog as findings name it.
    :param old: what stood there, with a little around it.
    :param new: what stands there now.
    """

    path: str
    line: int
    code: str
    old: str
    new: str


def fix_catalog(
    settings: Settings,
    opened: OpenedCatalog,
    checker_of: Callable[[OpenedCatalog], EntryChecker],
) -> Iterator[Correction]:
    """Correct a catalog, and yield what was corrected.

    :param checker_of: makes what checks its entries.
    :raises OSError: when the file cannot be written; it stays as it was.
    """
    encoding = _fix_encoding(opened)
    if encoding is not None:
        yield encoding
        opened = open_catalog(settings, opened.path, opened.language)
    if opened.catalog is None:
        return
    text = opened.path.read_bytes().decode("utf-8")
    lines = text.split("\n")
    checker = checker_of(opened)
    corrections: list[Correction] = []
    # From the end, so that the lines of what stands above stay where they are.
    for entry in reversed(opened.catalog.entries):
        if entry.in_use:
            corrections[:0] = _fix_entry(lines, opened.name, entry, checker)
    if corrections:
        write_text(opened.path, "\n".join(lines))
    yield from corrections


def _fix_encoding(opened: OpenedCatalog) -> Correction | None:
    """Save a catalog as plain UTF-8 where it is certain how to read it."""
    if not any(found.code == ENCODING for found in opened.findings):
        return None
    raw = opened.path.read_bytes()
    text, was = _decoded(raw)
    if text is not None and "\n" not in text:
        text, was = text.replace("\r", "\n"), f"{was}, with CR at the ends of lines"
    if text is None:
        return None
    header = re.search(r'"Content-Type:[^"\n]*charset=([\w.-]+)', text)
    if header and header[1].lower() not in ("utf-8", "utf8"):
        text = text[: header.start(1)] + "UTF-8" + text[header.end(1) :]
    write_text(opened.path, text)
    return Correction(opened.name, 1, ENCODING, was, "UTF-8")


def _decoded(raw: bytes) -> tuple[str | None, str]:
    """Return the text of a file in another encoding, and the name of that."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(raw, "utf-16"), "UTF-16"
    if raw.startswith(b"\xef\xbb\xbf"):
        return _strictly(raw, "utf-8-sig"), "UTF-8 with a byte order mark"
    declared = re.search(rb'"Content-Type:[^"\n]*charset=([\w.-]+)', raw)
    name = declared[1].decode() if declared else ""
    utf8 = _strictly(raw, "utf-8")
    if utf8 is not None:
        return utf8, f"UTF-8, called {name}"
    if name.lower() in ("utf-8", "utf8", "charset", ""):
        return None, ""
    return _strictly(raw, name), name


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        text = raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    return None if "\0" in text or re.search("[\x80-\x9f]", text) else text


def _fix_entry(
    lines: list[str], path: str, entry: Entry, checker: EntryChecker
) -> list[Correction]:
    """Correct one entry in the lines of its file."""
    done: list[Correction] = []
    for _ in range(_MOST):
        problems = _problems(entry, checker)
        step = next(_steps(entry, problems, checker), None)
        if step is None:
            break
        problem, corrected = step
        old, new = entry.forms[problem.form], corrected.forms[problem.form]
        if not _rewrite(lines, entry, problem.form, old, new):
            break
        done.append(Correction(path, entry.line, problem.code, *_excerpts(old, new)))
        entry = corrected
    return done


def _problems(entry: Entry, checker: EntryChecker) -> list[Problem]:
    found = [*check_characters(entry), *_line_breaks(entry), *checker.problems(entry)]
    return unsilenced(entry, found)


def _line_breaks(entry: Entry) -> Iterator[Problem]:
    """Find line breaks at the ends that only one of English and translation has."""
    begins, ends = entry.msgid.startswith("\n"), entry.msgid.endswith("\n")
    for form, text in enumerate(entry.forms):
        fixed = text
        if begins != fixed.startswith("\n"):
            fixed = "\n" * begins + fixed.lstrip("\n")
        if ends != fixed.endswith("\n"):
            fixed = fixed.rstrip("\n") + "\n" * ends
        if fixed != text:
            yield Problem(NEWLINE, "", fixed, form)


def _steps(
    entry: Entry, problems: list[Problem], checker: EntryChecker
) -> Iterator[tuple[Problem, Entry]]:
    """Yield the corrections that make an entry better and break nothing else."""
    for problem in problems:
        if problem.fixed is None or problem.fixed == entry.forms[problem.form]:
            continue
        corrected = _with_form(entry, problem.form, problem.fixed)
        after = _problems(corrected, checker)
        wrong = sum(is_error(one.code) for one in after)
        if len(after) < len(problems) and wrong <= sum(is_error(one.code) for one in problems):
            yield problem, corrected


def _with_form(entry: Entry, form: int, text: str) -> Entry:
    if entry.msgid_plural is None:
        return replace(entry, msgstr=text)
    forms = (*entry.msgstr_plural[:form], text, *entry.msgstr_plural[form + 1 :])
    return replace(entry, msgstr_plural=forms)


def _rewrite(lines: list[str], entry: Entry, form: int, old: str, new: str) -> bool:
    """Change a translation in the lines of its file; say whether that was possible."""
    place = _find(lines, entry, form)
    if place is None:
        return False
    first, last = place
    pieces = [_PIECE.fullmatch(line) for line in lines[first:last]]
    texts = [unquote(piece["raw"]) if piece else "" for piece in pieces]
    if not all(pieces) or "".join(texts) != old:
        return False
    changed = _edited(texts, old, new)
    for number in reversed(range(len(texts))):
        piece = pieces[number]
        if piece is None or changed[number] == texts[number]:
            continue
        if not changed[number] and number:
            del lines[first + number]
        else:
            lines[first + number] = f"{piece['before']}{quote(changed[number])}{piece['after']}"
    return True


def _find(lines: list[str], entry: Entry, form: int) -> tuple[int, int] | None:
    """Return the lines of one translation of an entry, the last one excluded."""
    word = "msgstr" if entry.msgid_plural is None else rf"msgstr\[{form}\]"
    begins = re.compile(rf"\s*{word}\s*\"")
    for place in range(entry.line - 1, len(lines)):
        if begins.match(lines[place]):
            end = place + 1
            while end < len(lines) and lines[end].lstrip().startswith('"'):
                end += 1
            return place, end
        if place >= entry.line and lines[place].lstrip().startswith("msgid "):
            break
    return None


def _edited(texts: list[str], old: str, new: str) -> list[str]:
    """Return the pieces of a text after a change, each changed only where it must be."""
    owners = [number for number, text in enumerate(texts) for _ in text]
    changed = [""] * len(texts)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, start, end, new_start, new_end in steps:
        if kind == "equal":
            for place in range(start, end):
                changed[owners[place]] += old[place]
        else:
            # An insertion between two pieces belongs to the end of the first.
            before = start if start < end else max(start - 1, 0)
            changed[owners[before]] += new[new_start:new_end]
    return changed


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Return what changed, with a little around it."""
    start = first_difference(old, new)
    end = first_difference(old[start:][::-1], new[start:][::-1])
    first, last = max(0, start - _AROUND), max(0, end - _AROUND)
    return tuple(  # type: ignore[return-value]  # two of them
        quote(("…" if first else "") + text[first : len(text) - last] + ("…" if last else ""))
        for text in (old, new)
    )
