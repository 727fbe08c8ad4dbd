"""Writes catalogs: the only code that does.

The form is GNU gettext's own without wrapping: what ``msgcat --no-wrap`` makes of
our files is our files.  One text stays one line, so that a change of one passage
is a change of one line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .model import Catalog, Entry
from .quoting import quoted_lines
from .reader import read_catalog

# -- The layout of a catalog's lines ------------------------------------------------------------
# Poedit wraps, Weblate does not, Sphinx names lines: whoever laid a file out, a
# change of one entry must be a change of that entry's lines and of no others.

# A part of an entry whose texts each stand on lines of their own.
_PART = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) (".*")')
_TEXT = re.compile(r'".*"')


@dataclass(frozen=True)
class Block:
    """The lines of one entry.

    :param lines: the lines, without their ends.
    :param after: the entry before it in the file, ``None`` for the first one.
    :param gap: how many blank lines stand before it.
    """

    lines: tuple[str, ...]
    after: Entry | None
    gap: int


class Layout:
    """The lines of a catalog, by what they say.

    :param text: the text of the file.
    :param catalog: the same as it was read.
    """

    def __init__(self, text: str = "", catalog: Catalog | None = None) -> None:
        self.line_end = "\r\n" if "\r\n" in text else "\n"
        self._lines = text.replace("\r\n", "\n").split("\n")
        self._blocks: dict[Entry, Block] = {}
        self._parts: dict[tuple[str, str], tuple[str, ...]] = {}
        if catalog is not None:
            self._cut(catalog)

    def block(self, entry: Entry) -> Block | None:
        """Return the lines of an entry that says exactly the same, or ``None``."""
        return self._blocks.get(replace(entry, line=0))

    def part(self, word: str, text: str) -> tuple[str, ...]:
        """Return the lines of a part of an entry that says the same, or none.

        :param word: such as ``msgstr``.
        """
        return self._parts.get((word, text), ())

    def _cut(self, catalog: Catalog) -> None:
        """Cut the lines into blocks and parts."""
        entries = [*catalog.entries, *([catalog.header] if catalog.header else [])]
        before: Entry | None = None
        end = 0
        for entry in sorted(entries, key=lambda entry: entry.span):
            first, last = entry.span
            here, gap = replace(entry, line=0), 0
            # Entries that share a line cannot be told apart.
            if first > end:
                # An obsolete entry that stands twice is read once; its lines go with the next.
                while end < first - 1 and not self._lines[end].strip():
                    end, gap = end + 1, gap + 1
                lines = tuple(self._lines[end:last])
                self._blocks[here] = Block(lines, before, gap)
                if not entry.obsolete:
                    self._note_parts(entry, lines)
            end, before = max(last, end), here

    def _note_parts(self, entry: Entry, lines: tuple[str, ...]) -> None:
        texts = {
            "msgctxt": entry.msgctxt,
            "msgid": entry.msgid,
            "msgid_plural": entry.msgid_plural,
            "msgstr": entry.msgstr,
        }
        texts |= {f"msgstr[{number}]": form for number, form in enumerate(entry.msgstr_plural)}
        found: dict[str, list[str]] = {}
        word = ""
        for line in lines:
            if match := _PART.fullmatch(line):
                word = match[1]
                found[word] = [line]
            elif word and _TEXT.fullmatch(line):
                found[word].append(line)
            elif not line.startswith("#"):
                return
        for word, part in found.items():
            self._parts.setdefault((word, texts.get(word) or ""), tuple(part))


def read_with_layout(path: Path) -> tuple[Catalog, Layout]:
    """Read a catalog, and how it is laid out.

    :raises CatalogError: as :func:`.reader.read_catalog`.
    :raises OSError: when the file cannot be opened.
    """
    catalog = read_catalog(path)
    return catalog, Layout(path.read_bytes().decode("utf-8"), catalog)


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
