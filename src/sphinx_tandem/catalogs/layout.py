"""How a catalog's lines are laid out, so that what did not change keeps its lines.

Poedit wraps, Weblate does not, Sphinx names lines: whoever laid a file out, a
change of one entry must be a change of that entry's lines and of no others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from .model import Catalog, Entry
from .reader import read_catalog

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
