"""The passages of a page as its review shows them: source, translation, state, remarks."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...catalogs.status import State
from ...text.diff import Piece, word_diff
from .sheets import Sheet


@dataclass(frozen=True)
class Row:
    """One message of a page, however often the page shows it.

    :param anchor: its id in the review, the same as long as its English is.
    :param line: the line of its entry, or 0 where the catalog has none.
    :param source: the English.
    :param translation: the translation that the catalog holds, shown to readers or not.
    :param changes: what became of the English that a stale translation was made from.
    :param problems: why readers are not shown the translation.
    :param remarks: what translators noted.
    """

    anchor: str
    line: int
    state: State
    source: str
    translation: str
    changes: tuple[Piece, ...] = ()
    problems: tuple[str, ...] = ()
    remarks: str = ""


def rows(messages: Iterable[tuple[str, str]], sheet: Sheet) -> Iterator[Row]:
    """Yield the messages of a page, each once, as the catalog has them.

    :param messages: the English messages, each with what Sphinx alone has in its place.
    :param sheet: the catalog.
    """
    anchors: set[str] = set()
    for message, other in dict(messages).items():
        entry = sheet.entry(message, other)
        anchor = f"m{zlib.crc32(message.encode('utf-8')):08x}"
        while anchor in anchors:
            anchor += "x"
        anchors.add(anchor)
        if entry is None:
            yield Row(anchor, 0, State.MISSING, message, "")
            continue
        previous = entry.previous_msgid if entry.fuzzy else ""
        problems = sheet.refused.get(entry.msgid, ())
        yield Row(
            anchor,
            entry.line,
            sheet.state(entry),
            message,
            entry.msgstr,
            tuple(word_diff(previous, message)) if previous else (),
            tuple(f"{problem.code}: {problem.message}" for problem in problems),
            entry.comment,
        )
