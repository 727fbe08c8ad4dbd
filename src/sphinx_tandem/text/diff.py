"""What changed between two English texts, word by word, as people read it.

A word is what stands between two spaces, as ``wdiff`` has it, so that a mark
never stands inside of one.  Scripts that write no spaces between words are
compared letter by letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# Chinese, Japanese, Thai, Lao, Khmer and Burmese letters.
_LETTER = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_TOKEN = re.compile(rf"([{_LETTER}]|[^\s{_LETTER}]+)(\s*)")
# What Markdown reads as markup: anywhere, at the beginning of a line, behind a number.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#!|~&$@^]|^\s*[-+=:]|(?<=\d)[.)])", re.MULTILINE)
# A host makes mentions, addresses or links to other issues of these, escaped or not.
_ADDRESSES = re.compile(r"([@#](?=[\w-])|:(?=//)|\bGH(?=-\d)|\bwww\.)", re.IGNORECASE)
_INDENT = re.compile(r"^ +", re.MULTILINE)
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Kind = Literal["same", "old", "new"]


@dataclass(frozen=True)
class Piece:
    """Some words on end that share a fate.

    :param gap: the white space behind them.
    """

    kind: Kind
    text: str
    gap: str = ""


def word_diff(old: str, new: str) -> list[Piece]:
    """Compare two texts; the pieces come in the order in which they are read.

    >>> [(piece.kind, piece.text) for piece in word_diff("It opens at nine.", "It opens at ten.")]
    [('same', 'It opens at'), ('old', 'nine.'), ('new', 'ten.')]
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, _words(before), _words(after), autojunk=False)
    pieces: list[Piece] = []
    for operation, start, end, first, last in matcher.get_opcodes():
        if operation == "equal":
            gap = after[last - 1][1] or before[end - 1][1]
            pieces.append(Piece("same", _joined(after[first:last]), gap))
            continue
        if end > start:
            gap = "" if last > first else before[end - 1][1]
            pieces.append(Piece("old", _joined(before[start:end]), gap))
        if last > first:
            gap = after[last - 1][1] or (before[end - 1][1] if end > start else "")
            pieces.append(Piece("new", _joined(after[first:last]), gap))
    return pieces


def _words(tokens: Sequence[tuple[str, str]]) -> list[str]:
    return [word for word, _ in tokens]


def _joined(tokens: Sequence[tuple[str, str]]) -> str:
    return "".join(word + gap for word, gap in tokens).rstrip()


def only_spaces_differ(old: str, new: str) -> bool:
    """Say whether two texts have the same words, and yet are not the same."""
    return old != new and _words(_TOKEN.findall(old)) == _words(_TOKEN.findall(new))


def as_text(pieces: Sequence[Piece], *, colours: bool = False) -> str:
    """Write a comparison as ``wdiff`` does: ``[-old-]{+new+}``.

    :param colours: whether a terminal should show what is old in red, what is new in green.
    """
    marks = {"same": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}
    if colours:
        marks |= {"old": ("\x1b[31m[-", "-]\x1b[0m"), "new": ("\x1b[32m{+", "+}\x1b[0m")}
    return "".join(
        marks[piece.kind][0] + printable(piece.text) + marks[piece.kind][1] + piece.gap
        for piece in pieces
    ).rstrip()


def as_markdown(pieces: Sequence[Piece]) -> str:
    """Write a comparison as Markdown: ``~~old~~ **new**``, and nothing of the texts is markup."""
    marks = {"same": "", "old": "~~", "new": "**"}
    parts = []
    for piece in pieces:
        mark = marks[piece.kind]
        # A mark does not reach over the end of a line, and needs a space or a sign beside it.
        lines = (
            f"{mark}{escaped(line.strip())}{mark}" if line.strip() and mark else escaped(line)
            for line in piece.text.split("\n")
        )
        parts.append("\n".join(lines) + (piece.gap or (" " if piece.kind == "old" else "")))
    return "".join(parts).rstrip()


def escaped(text: str) -> str:
    """Return Markdown that shows a text letter by letter: no code, no link, no HTML, no list.

    Where a host would still call somebody (``@name``) or lead to another place
    (``#12``, ``https://…``), an invisible character stands behind the sign.
    """
    text = _ADDRESSES.sub("\\1\u2060", printable(text))
    text = _MARKUP.sub(lambda found: _behind(found.group()), text)
    return _INDENT.sub(lambda found: "&nbsp;" * len(found.group()), text)


def _behind(found: str) -> str:
    """Return a sign with a backslash before it, and white space before that."""
    return f"{found[:-1]}\\{found[-1]}"


def printable(text: str) -> str:
    """Return a text in which what would steer a terminal, or turn its order, is written out.

    >>> printable("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    return "".join(_printable(text))


def _printable(text: str) -> Iterator[str]:
    for character in text.expandtabs():
        steers = unicodedata.category(character) in ("Cc", "Cs") and character != "\n"
        if steers or character in _TURNING:
            yield character.encode("unicode_escape").decode("ascii")
        else:
            yield character
