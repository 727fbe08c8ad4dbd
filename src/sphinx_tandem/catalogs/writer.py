"""Writes catalogs: the only code that does.

The form is GNU gettext's own without wrapping: what ``msgcat --no-wrap`` makes of
our files is our files.  One text stays one line, so that a change of one passage
is a change of one line.  But Poedit wraps, Weblate does not, Sphinx names lines: whoever
laid a file out, a change of one entry is a change of that entry's lines and of no others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .model import Catalog, Entry, quoted_lines, unquote

# A part of an entry whose texts each are on lines of their own.
_PART = re.compile(
    r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) ".*"(?:\n".*")*$', re.MULTILINE
)
# One without an end reaches to the last letter: to look for an end behind each quotation mark
# would take the square of its length.
_TEXT = re.compile(r'"((?:[^"\\]|\\.?)*+)(?:"|\Z)')


@dataclass(frozen=True)
class _Block:
    """The lines of one entry.

    :param after: the entry before it in the file, ``None`` for the first one.
    :param gap: how many blank lines come before it.
    """

    lines: tuple[str, ...]
    after: Entry | None
    gap: int


class _Layout:
    """The lines of a catalog as it was read, by what they say.

    :ivar blocks: the lines of each entry.
    :ivar parts: the lines of each part of an entry, by its word, such as ``msgstr``, and its text.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.blocks: dict[Entry, _Block] = {}
        self.parts: dict[tuple[str, str], list[str]] = {}
        header = [catalog.header] if catalog.header else []
        entries = [*catalog.doubles, *catalog.entries, *header]
        before: Entry | None = None
        end = 0
        for entry in sorted(entries, key=lambda entry: entry.span):
            first, last = entry.span
            # Entries that share a line cannot be told apart.
            if first > end:
                gap = 0
                # An obsolete entry that is there twice is read once; its lines go with the next.
                while end < first - 1 and not catalog.lines[end].strip():
                    end, gap = end + 1, gap + 1
                lines = catalog.lines[end:last]
                self.blocks.setdefault(entry, _Block(lines, before, gap))
                if not entry.obsolete:
                    self._note_parts("\n".join(lines))
            end, before = max(last, end), entry

    def _note_parts(self, lines: str) -> None:
        for part in _PART.finditer(lines):
            text = "".join(map(unquote, _TEXT.findall(part[0])))
            self.parts.setdefault((part[1], text), part[0].split("\n"))


def format_catalog(catalog: Catalog, origins: Sequence[Catalog] = ()) -> str:
    """Return the text of a catalog: the header, then the entries in their order.

    A catalog that was read from this form gives the same text again.

    :param origins: the catalogs that entries come from, as they were read: what is the
        same there keeps its lines, whichever tool laid them out.
    """
    layouts = [_Layout(origin) for origin in origins if origin.lines]
    first = [catalog.header] if catalog.header else []
    lines: list[str] = []
    before: Entry | None = None
    for entry in (*first, *catalog.entries):
        block = next((one.blocks[entry] for one in layouts if entry in one.blocks), None)
        gap = block.gap if block and block.after == before else int(before is not None)
        lines += [""] * gap
        lines += block.lines if block else _lines(entry, layouts)
        before = entry
    if catalog.tail:
        lines += [""] * bool(lines)
        lines += _comment_lines("#", catalog.tail)
    line_end = origins[0].line_end if origins else "\n"
    return "".join(f"{line}{line_end}" for line in lines)


def write_catalog(path: Path, catalog: Catalog, origins: Sequence[Catalog] = ()) -> None:
    """Write a catalog in one step: a reader sees the old file or the new one, never half.

    :param origins: as :func:`format_catalog` takes them.
    :raises OSError: when it cannot be written; the old file then stays.
    """
    write_text(path, format_catalog(catalog, origins))


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


def _lines(entry: Entry, layouts: Sequence[_Layout]) -> Iterator[str]:
    yield from _comment_lines("#", entry.comments)
    yield from _comment_lines("#.", entry.extracted)
    yield from _comment_lines("#:", entry.references)
    flags = ("fuzzy",) * entry.fuzzy + entry.flags
    if flags:
        yield f"#, {', '.join(flags)}"
    mark, previous = ("#~ ", "#~| ") if entry.obsolete else ("", "#| ")
    parts = [
        (previous, "msgctxt", entry.previous_msgctxt),
        (previous, "msgid", entry.previous_msgid),
        (previous, "msgid_plural", entry.previous_msgid_plural),
        (mark, "msgctxt", entry.msgctxt),
        (mark, "msgid", entry.msgid),
        (mark, "msgid_plural", entry.msgid_plural),
    ]
    many = entry.msgid_plural is not None
    parts += [
        (mark, f"msgstr[{number}]" if many else "msgstr", form)
        for number, form in enumerate(entry.forms)
    ]
    for mark, word, text in parts:
        if text is not None:
            known = (one.parts[word, text] for one in layouts if (word, text) in one.parts)
            first, *others = quoted_lines(text)
            yield from (mark + line for line in next(known, (f"{word} {first}", *others)))


def _comment_lines(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield f"{mark} {line}".rstrip()
