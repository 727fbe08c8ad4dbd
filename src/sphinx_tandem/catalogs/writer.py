"""Writes catalogs: the only code that does.

The form is GNU gettext's own without wrapping: what ``msgcat --no-wrap`` makes of
our files is our files.  One text stays one line, so that a change of one passage
is a change of one line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from .model import Catalog, Entry
from .quoting import quoted_lines


def format_catalog(catalog: Catalog) -> str:
    """Return the text of a catalog: the header, live entries, obsolete ones.

    A catalog that was read from this form gives the same text again.
    """
    live = [entry for entry in catalog.entries if not entry.obsolete]
    obsolete = [entry for entry in catalog.entries if entry.obsolete]
    first = [catalog.header] if catalog.header else []
    blocks = [
        "".join(f"{line}\n" for line in _lines(entry)) for entry in (*first, *live, *obsolete)
    ]
    if catalog.tail:
        blocks.append("".join(f"{line}\n" for line in _comment_lines("#", catalog.tail)))
    return "\n".join(blocks)


def write_catalog(path: Path, catalog: Catalog) -> None:
    """Write a catalog in one step: a reader sees the old file or the new one, never half.

    :raises OSError: when it cannot be written; the old file then stays.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(format_catalog(catalog))
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _lines(entry: Entry) -> Iterator[str]:
    yield from _comment_lines("#", entry.comments)
    yield from _comment_lines("#.", entry.extracted)
    yield from _comment_lines("#:", entry.references)
    flags = (*(("fuzzy",) if entry.fuzzy else ()), *entry.flags)
    if flags:
        yield f"#, {', '.join(flags)}"
    mark = "#~ " if entry.obsolete else ""
    previous = "#~| " if entry.obsolete else "#| "
    yield from _part(previous, "msgctxt", entry.previous_msgctxt)
    yield from _part(previous, "msgid", entry.previous_msgid)
    yield from _part(previous, "msgid_plural", entry.previous_msgid_plural)
    yield from _part(mark, "msgctxt", entry.msgctxt)
    yield from _part(mark, "msgid", entry.msgid)
    if entry.msgid_plural is None:
        yield from _part(mark, "msgstr", entry.msgstr)
        return
    yield from _part(mark, "msgid_plural", entry.msgid_plural)
    for number, form in enumerate(entry.msgstr_plural):
        yield from _part(mark, f"msgstr[{number}]", form)


def _part(mark: str, word: str, text: str | None) -> Iterator[str]:
    if text is None:
        return
    first, *others = quoted_lines(text)
    yield f"{mark}{word} {first}"
    for line in others:
        yield f"{mark}{line}"


def _comment_lines(mark: str, lines: tuple[str, ...]) -> Iterator[str]:
    for line in lines:
        yield f"{mark} {line}".rstrip()
