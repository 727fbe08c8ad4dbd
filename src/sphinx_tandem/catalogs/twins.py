"""Pages that say the same in two languages, brought together passage by passage.

A catalog is made of such a pair: one page gives the messages, the other the translations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A passage of a page.

    :param line: where it begins, counted from 1.
    :param kind: what it is: a heading and its level, an item of a list, a cell, a text.
    """

    line: int
    kind: str
    text: str


_KIND = re.compile(
    r"\s*(?:>\s*)*(?:(?P<heading>#{1,6})\s|(?P<item>[-*+]|\d+[.)]|#\.)\s|(?P<cell>\|)"
    r"|(?P<box>:::+|```+|\.\.\s)|(?P<field>:?[\w-]+:)\s)"
)
_UNDERLINE = re.compile(r"([=\-~^\"'`#*+.:_])\1{2,}\s*")
_ANCHOR = re.compile(r"\]\(([^)\s]+)|`([^`]+)`|(\d[\d.,:]*\d|\d)|<(https?://[^>]+)>")
_TARGET = re.compile(r"(?<=\]\()[^)\s]+")
_GAP = -0.3
_RATIO = (0.4, 2.5)


def passages_of(page: str, messages: Iterable[tuple[int, str]]) -> list[Passage]:
    """Return the passages of a page, in their order.

    :param page: its source text.
    :param messages: the line and the text of each.
    """
    lines = page.splitlines()
    found = []
    for line, text in sorted(set(messages)):
        here = lines[line - 1] if 0 < line <= len(lines) else ""
        under = lines[line] if line < len(lines) else ""
        kind = "text"
        if (mark := _UNDERLINE.fullmatch(under)) and here.strip():
            kind = f"heading {mark[1]}"
        elif (match := _KIND.match(here)) and match.lastgroup:
            name = match.lastgroup
            kind = f"{name} {match[name]}" if name in ("heading", "field") else name
        found.append(Passage(line, kind, text))
    return found


def _anchors(text: str) -> frozenset[str]:
    """Return what a translation keeps: the files that it links, code, numbers."""
    found = (next(filter(None, one)) for one in _ANCHOR.findall(text))
    return frozenset(one.rstrip("/").rpartition("/")[2].casefold() for one in found)


def _likeness(one: Passage, other: Passage) -> float:
    if one.kind != other.kind:
        return -1.0 if "heading" in (one.kind[:7], other.kind[:7]) else 0.0
    mine, theirs = _anchors(one.text), _anchors(other.text)
    shared = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.5
    lengths = sorted((len(one.text), len(other.text)))
    return 1 + 2 * shared + lengths[0] / max(lengths[1], 1)


def aligned(
    mine: Sequence[Passage], theirs: Sequence[Passage]
) -> list[tuple[Passage, Passage, bool]]:
    """Return which passages of two pages say the same, in order, and whether that is certain.

    The order of both pages is kept (Needleman and Wunsch, 1970); what is alike is the kind of
    a passage, its length, and what no translation changes in it.  It is certain where the pair
    keeps links, code and numbers, and both pages hold as many passages between two such pairs.

    >>> [one] = aligned([Passage(1, "text", "See `a`.")], [Passage(1, "text", "Ver `a`.")])
    >>> one[2]
    True
    """
    rows, columns = len(mine), len(theirs)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows, -1, -1):
        for column in range(columns, -1, -1):
            if row < rows and column < columns:
                best[row][column] = max(
                    best[row + 1][column + 1] + _likeness(mine[row], theirs[column]),
                    best[row + 1][column] + _GAP,
                    best[row][column + 1] + _GAP,
                )
            else:
                best[row][column] = _GAP * (rows - row + columns - column)
    pairs: list[tuple[Passage, Passage]] = []
    places: list[int] = []  # the stretch of each pair: they end at headings and at sure pairs
    uneven: set[int] = set()  # the stretches in which a passage is alone
    row = column = stretch = 0
    while row < rows or column < columns:
        one, other = mine[row : row + 1], theirs[column : column + 1]
        likeness = _likeness(one[0], other[0]) if one and other else -1.0
        if likeness >= 0 and best[row][column] == best[row + 1][column + 1] + likeness:
            ends = one[0].kind.startswith("heading") or _has_same_anchors(one[0], other[0])
            pairs.append((one[0], other[0]))
            places.append(stretch)
            row, column, stretch = row + 1, column + 1, stretch + ends
        else:
            uneven.add(stretch)
            if one and (not other or best[row][column] == best[row + 1][column] + _GAP):
                row += 1
            else:
                column += 1
    return [
        (one, other, _is_certain(one, other, is_even=place not in uneven))
        for (one, other), place in zip(pairs, places, strict=True)
    ]


def _has_same_anchors(one: Passage, other: Passage) -> bool:
    anchors = _anchors(one.text)
    return bool(anchors) and anchors == _anchors(other.text)


def _is_certain(one: Passage, other: Passage, *, is_even: bool) -> bool:
    anchors = _anchors(one.text)
    ratio = len(other.text) / max(len(one.text), 1)
    is_short = len(one.text) < 40  # the length of a few words says nothing
    fits = one.kind == other.kind and anchors == _anchors(other.text)
    return fits and (is_short or _RATIO[0] < ratio < _RATIO[1]) and (is_even or bool(anchors))


def with_links_of(text: str, message: str) -> str:
    """Return a text whose links lead where those of a message do, where it has as many.

    >>> with_links_of("[Inicio](../indice.md)", "[Home](index.md)")
    '[Inicio](index.md)'
    """
    targets = _TARGET.findall(message)
    if len(targets) != len(_TARGET.findall(text)):
        return text
    left = iter(targets)
    return _TARGET.sub(lambda found: next(left), text)
