"""Writes catalogs: the only code that does.

The form is GNU gettext's own without wrapping: what ``msgcat --no-wrap`` makes of
our files is our files.  One text stays one line, so that a change of one passage
is a change of one line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .layout import Layout
from .model import Catalog, Entry
from .quoting import quoted_lines


def format_catalog(catalog: Catalog, layouts: Sequence[Layout] = ()) -> str:
    """Return the text of a catalog: the header, then the entries in their order.

    A catalog that was read from this form gives the same text again.

    :param layouts: those of the files that entries come from: what is the same
        there keeps its lines, whichever tool laid them out.
    """
    first = [catalog.header] if catalog.header else []
    lines: list[str] = []
    before: Entry | None = None
    for entry in (*first, *catalog.entries):
        here = replace(entry, line=0)
        block = next(filter(None, (layout.block(here) for layout in layouts)), None)
        gap = block.gap if block and block.after == before else int(before is not None)
        lines += [""] * gap
        lines += block.lines if block else _lines(entry, layouts)
        before = here
    if catalog.tail:
        lines += [""] * bool(lines)
        lines += _comment_lines("#", catalog.tail)
    line_end = layouts[0].line_end if layouts else "\n"
    return "".join(f"{line}{line_end}" for line in lines)


def write_catalog(path: Path, catalog: Catalog, layouts: Sequence[Layout] = ()) -> None:
    """Write a catalog in one step: a reader sees the old file or the new one, never half.

    :param layouts: as :func:`format_catalog` takes them.
    :raises OSError: when it cannot be written; the old file then stays.
    """
    write_text(path, format_catalog(catalog, layouts))


def write_text(path: Path, text: str) -> None:
    """Write the text of a catalog in one step.

    :raises OSError: when it cannot be written; the old file then stays.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _lines(entry: Entry, layouts: Sequence[Layout]) -> Iterator[str]:
    yield from _comment_lines("#", entry.comments)
    yield from _comment_lines("#.", entry.extracted)
    yield from _comment_lines("#:", entry.references)
    flags = (*(("fuzzy",) if entry.fuzzy else ()), *entry.flags)
    if flags:
        yield f"#, {', '.join(flags)}"
    mark = "#~ " if entry.obsolete else ""
    previous = "#~| " if entry.obsolete else "#| "
    yield from _part(previous, "msgctxt", entry.previous_msgctxt, layouts)
    yield from _part(previous, "msgid", entry.previous_msgid, layouts)
    yield from _part(previous, "msgid_plural", entry.previous_msgid_plural, layouts)
    yield from _part(mark, "msgctxt", entry.msgctxt, layouts)
    yield from _part(mark, "msgid", entry.msgid, layouts)
    if entry.msgid_plural is None:
        yield from _part(mark, "msgstr", entry.msgstr, layouts)
        return
    yield from _part(mark, "msgid_plural", entry.msgid_plural, layouts)
    for number, form in enumerate(entry.msgstr_plural):
        yield from _part(mark, f"msgstr[{number}]", form, layouts)


def _part(mark: str, word: str, text: str | None, layouts: Sequence[Layout]) -> Iterator[str]:
    if text is None:
        return
    lines = next(filter(None, (layout.part(word, text) for layout in layouts)), ())
    if not lines:
        first, *others = quoted_lines(text)
        lines = (f"{word} {first}", *others)
    for line in lines:
        yield f"{mark}{line}"


def _comment_lines(mark: str, lines: tuple[str, ...]) -> Iterator[str]:
    for line in lines:
        yield f"{mark} {line}".rstrip()
