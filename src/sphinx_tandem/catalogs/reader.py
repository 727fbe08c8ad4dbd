"""Reads a catalog as strictly as ``msgfmt -c`` does, and names every fault at its line.

Nothing is imported from Sphinx.  Formats such as ``python-format`` are not
checked: Babel guesses those flags from the text, and in Markdown ``{ref}`` or
``50% of`` are no placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..findings import Finding
from .header import charset, check_header
from .model import Catalog, CatalogError, Entry
from .plurals import check_plurals
from .remarks import is_undecided
from .scanner import Scanner

__all__ = ["Catalog", "CatalogError", "Entry", "read_catalog"]

CONFLICT = "catalog-conflict"
DUPLICATE = "catalog-duplicate"
ENCODING = "catalog-encoding"
NEWLINE = "catalog-newline"
UNDECIDED = "catalog-undecided"

_BOM = "\ufeff"
_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?:[ \t].*)?\r?$")
_UNTIL_THEN = "Until then no text of this catalog is used."
_UTF8 = ("utf-8", "utf8", "us-ascii", "ascii", "charset", "")


def read_catalog(path: Path) -> Catalog:
    """Read the catalog at *path*.

    What keeps texts from being read for certain (syntax, encoding, conflict
    markers, two live entries for one message) is raised.  What only ``msgfmt -c``
    minds (header, plural forms, line breaks at the ends), and what a merge left
    to a person, comes with the catalog in its ``findings``.

    :raises CatalogError: with all problems of both kinds; their ``path`` is *path*.
    :raises OSError: when the file cannot be opened.
    """
    text, fatal = _decode(path.read_bytes())
    lines = text.split("\n")
    fatal += _take_out_conflicts(lines)
    scanner = Scanner()
    scanner.scan(lines)
    fatal += scanner.findings
    entries, repeated = _unique(scanner.entries)
    fatal += [finding for finding, live in repeated if live]
    headers = [found for found in entries if found.key == (None, "") and not found.obsolete]
    header = headers[0] if headers else None
    others = tuple(found for found in entries if found is not header)
    faults = [finding for finding, live in repeated if not live]
    faults += check_plurals(header, others)
    faults += [finding for entry in others for finding in _check_newlines(entry)]
    faults += [_undecided(entry) for entry in entries if is_undecided(entry)]
    if header is not None or not fatal:
        faults += check_header(header)
    if header is not None and charset(header).lower() not in _UTF8:
        # It explains whatever bytes were found to be odd.
        fatal = [found for found in fatal if found.code != ENCODING]
        fatal.append(_wrong_charset(header))
    if fatal:
        raise CatalogError(path, _placed([*fatal, *faults], path))
    return Catalog(others, header, scanner.tail, _placed(faults, path))


def _placed(findings: list[Finding], path: Path) -> tuple[Finding, ...]:
    return tuple(replace(found, path=path.as_posix()) for found in sorted(set(findings)))


def _decode(raw: bytes) -> tuple[str, list[Finding]]:
    """Return the text of a file, and what is wrong with its encoding."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), [
            _encoding(1, "The file is saved as UTF-16, not as UTF-8; save it as UTF-8.")
        ]
    findings = []
    if not _is_utf8(raw):
        lines = enumerate(raw.split(b"\n"), 1)
        wrong = [number for number, line in lines if not _is_utf8(line)]
        more = f" (and {len(wrong) - 1} more lines)" if len(wrong) > 1 else ""
        message = (
            f"This line{more} holds bytes that are not UTF-8; the file was probably saved in "
            "another encoding, so open it in that one and save it as UTF-8."
        )
        findings.append(_encoding(wrong[0], message))
    text = raw.decode("utf-8", errors="replace")
    if text.startswith(_BOM):
        message = (
            "The file begins with an invisible mark (a byte order mark), which gettext refuses; "
            "save it as UTF-8 without BOM."
        )
        findings.append(_encoding(1, message))
    if "\r" in text and "\n" not in text:
        message = (
            "The lines end as on old computers (with CR alone), so that the file is one line to "
            "gettext; save it with line ends LF, as Unix has them."
        )
        findings.append(_encoding(1, message))
        text = text.replace("\r", "\n")
    return text.removeprefix(_BOM).replace("\r\n", "\n"), findings


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _encoding(line: int, message: str) -> Finding:
    return Finding("", line, ENCODING, f"{message} {_UNTIL_THEN}")


def _wrong_charset(header: Entry) -> Finding:
    message = (
        f"The header says that the file is written in {charset(header)}, but catalogs are read "
        "as UTF-8; save it as UTF-8 and write charset=UTF-8 in the header."
    )
    return _encoding(header.line, message)


def _take_out_conflicts(lines: list[str]) -> list[Finding]:
    """Report the conflicts that a merge left, and blank all but their first side.

    What stands between the marks is read as one person wrote it, so that no
    second finding grows out of the first.
    """
    findings: list[Finding] = []
    inside = other_side = False
    for place, line in enumerate(lines):
        match = _MARKER.match(line)
        if match is None:
            if other_side:
                lines[place] = ""
            continue
        lines[place] = ""
        if not inside:
            findings.append(_conflict(place + 1))
        mark = match[1][0]
        # A mark whose beginning was already deleted opens nothing.
        inside = mark == "<" or (inside and mark != ">")
        other_side = inside and mark != "<"
    return findings


def _conflict(line: int) -> Finding:
    message = (
        "Two people's edits were left unmerged here (from <<<<<<< to >>>>>>>); keep one of the "
        f"two texts and delete the other and the three marks. {_UNTIL_THEN}"
    )
    return Finding("", line, CONFLICT, message)


def _unique(entries: list[Entry]) -> tuple[list[Entry], list[tuple[Finding, bool]]]:
    """Return each message once, and for each repetition whether both are live."""
    first: dict[tuple[str | None, str], Entry] = {}
    repeated: list[tuple[Finding, bool]] = []
    for entry in entries:
        other = first.setdefault(entry.key, entry)
        if other is entry:
            continue
        what = "The header" if entry.key == (None, "") else "The same English"
        message = (
            f"{what} already stands on line {other.line}, so that one of the two translations "
            f"would be lost; keep the better one of lines {other.line} and {entry.line}."
        )
        live = not other.obsolete and not entry.obsolete
        repeated.append((Finding("", entry.line, DUPLICATE, message), live))
        if other.obsolete and not entry.obsolete:
            first[entry.key] = entry
    kept = {id(entry) for entry in first.values()}
    return [entry for entry in entries if id(entry) in kept], repeated


def _check_newlines(entry: Entry) -> Iterator[Finding]:
    """Find a translation that begins or ends with a line break where the English does not."""
    if not entry.in_use or not entry.msgid:
        return
    others = entry.forms
    if entry.msgid_plural is not None:
        others = (entry.msgid_plural, *others)
    ends = (("begin", str.startswith), ("end", str.endswith))
    for word, has in ends:
        if any(has(other, "\n") != has(entry.msgid, "\n") for other in others):
            message = (
                f"The English and the translation do not both {word} with a line break (\\n), "
                f"so that gettext refuses the catalog; let both {word} alike."
            )
            yield Finding("", entry.line, NEWLINE, message)


def _undecided(entry: Entry) -> Finding:
    what = "this English" if entry.msgid else "a line of this header"
    seen = " Until then readers see the English." if entry.msgid else ""
    message = (
        f"Two branches changed {what} in different ways; the comment above names the other text. "
        f"Keep the better one, and delete the comment{' and the flag fuzzy' * bool(entry.msgid)}."
        f"{seen}"
    )
    return Finding("", entry.line, UNDECIDED, message)
