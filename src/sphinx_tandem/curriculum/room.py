"""How much of a slide a block takes, and how blocks are shared among slides.

Nobody knows here what font and what window a deck will be shown with: the lines are an
estimate that is meant for letters somewhat smaller than the greatest.  What the estimate
gets wrong, the script of the slides makes up for by the size of the letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from docutils import nodes

from .nodes import fold

# What a slide holds below its heading, and how many letters a line of it has.
LINES, _LETTERS = 15.0, 86
_HEADING_LETTERS = 46
_PICTURES = (nodes.figure, nodes.image)
_LISTS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list)
_ITEMS = (nodes.list_item, nodes.definition_list_item)
# Beside these there is no room for anything else.
_WHOLE = 12.0

Piece = tuple[int, nodes.Node]


def is_picture(block: nodes.Node) -> bool:
    """Say whether a block is a figure, an image, or nothing but one, such as one that is a link."""
    if isinstance(block, _PICTURES):
        return True
    is_around = isinstance(block, nodes.paragraph | nodes.reference)
    return is_around and len(block.children) == 1 and is_picture(block.children[0])


def announces(block: nodes.Node) -> bool:
    """Say whether a block is text that announces what stands behind it, as "these three:" does."""
    return isinstance(block, nodes.paragraph) and block.astext().rstrip().endswith((":", "："))


def lines(node: nodes.Node, letters: int = _LETTERS) -> float:
    """Return how many lines of a slide a block takes, about.

    :param node: the block.
    :param letters: how many letters a line has where the block stands.
    """
    if is_picture(node):
        return _WHOLE
    if isinstance(node, fold) and not node.get("open"):
        return 0.8
    if isinstance(node, nodes.TextElement):
        return _text_lines(node, letters)
    if isinstance(node, nodes.table):
        return sum(_row_lines(node)) + 0.5
    inner = letters - 4 if isinstance(node, (*_ITEMS, nodes.Admonition)) else letters
    frame = 0.8 if isinstance(node, nodes.Admonition) else 0.0
    return frame + sum(lines(child, inner) for child in node.children)


def _text_lines(node: nodes.TextElement, letters: int) -> float:
    text = node.astext()
    if isinstance(node, nodes.literal_block):
        return sum(0.8 * _wrapped(line, letters) for line in text.split("\n")) + 0.8
    if isinstance(node, nodes.math_block):
        return 2.0 + 1.5 * text.count(r"\\")
    return _wrapped(text, letters) + 0.4


def _wrapped(text: str, letters: int) -> int:
    return max(ceil(len(text) / letters), 1)


def _row_lines(table: nodes.table) -> list[float]:
    """Return the lines of each row; a browser gives more room to a column with more text."""
    rows = [[len(cell.astext()) for cell in row.children] for row in table.findall(nodes.row)]
    columns = max(map(len, rows), default=1)
    widest = [max((row[at] for row in rows if at < len(row)), default=0) for at in range(columns)]
    whole = sum(widest) or 1
    letters = _LETTERS * 1.15 - 2 * columns  # small letters, with room around each cell
    share = [max(letters * width / whole, letters / (3 * columns)) for width in widest]
    return [
        0.9 * max((ceil(cell / share[at]) for at, cell in enumerate(row)), default=1) + 0.4
        for row in rows
    ]


def room_below(heading: str) -> float:
    """Return the lines that a slide has below its heading."""
    return LINES - 1.8 * (_wrapped(heading, _HEADING_LETTERS) - 1)


def shared_out(
    blocks: Sequence[nodes.Node], room: float, *, tables_alone: bool
) -> list[list[Piece]]:
    """Share blocks out among slides.

    A picture has a slide to itself; a list or a table that is too long is parted, and a
    sentence that announces what comes next goes with it.

    :param blocks: what is to be shown; it stays as it is.
    :param room: the lines that a slide has.
    :param tables_alone: whether a table has a slide to itself, too.
    :returns: for each slide its pieces, each with the place of its block in *blocks*.
    """
    found: list[list[Piece]] = []
    current: list[Piece] = []
    used = 0.0
    for place, block in enumerate(blocks):
        is_alone = is_picture(block) or (tables_alone and isinstance(block, nodes.table))
        for piece in _parted(block, room):
            size = room if is_alone else lines(piece)
            if current and used + size > room + 0.01:
                kept = _announcing(current) if not is_alone else []
                found.append(current[: len(current) - len(kept)])
                current, used = kept, sum(lines(node) for _place, node in kept)
            current.append((place, piece))
            used += size
    return [*found, current] if current else found


def _announcing(pieces: list[Piece]) -> list[Piece]:
    """Return the last of some pieces where it announces the next one, as "these three:" does."""
    return pieces[-1:] if announces(pieces[-1][1]) and len(pieces) > 1 else []


def _parted(block: nodes.Node, room: float) -> Iterator[nodes.Node]:
    """Yield copies of a block that each have room, if it is one that can be parted."""
    size = lines(block)
    if size > room and isinstance(block, _LISTS):
        yield from _parted_list(block, ceil(size / room))
    elif size > room and isinstance(block, nodes.table) and not _has_tall_cells(block):
        yield from _parted_table(block, ceil(size / room))
    else:
        yield block.deepcopy()


def _parted_list(block: nodes.Element, count: int) -> Iterator[nodes.Node]:
    for first, last in _even([lines(item) for item in block.children], count):
        part = block.copy()
        part += [item.deepcopy() for item in block.children[first:last]]
        if isinstance(block, nodes.enumerated_list):
            part["start"] = int(block.get("start", 1)) + first
        yield part


def _has_tall_cells(table: nodes.table) -> bool:
    return any("morerows" in cell for cell in table.findall(nodes.entry))


def _parted_table(table: nodes.table, count: int) -> Iterator[nodes.Node]:
    """Yield the rows of a table in several tables, each with the heading."""
    body = next(iter(table.findall(nodes.tbody)))
    for first, last in _even(_row_lines(table)[-len(body.children) :], count):
        part = table.deepcopy()
        rows = next(iter(part.findall(nodes.tbody)))
        rows.children = rows.children[first:last]
        yield part


def _even(sizes: Sequence[float], count: int) -> Iterator[tuple[int, int]]:
    """Yield where parts begin and end that are about as long as each other.

    >>> list(_even([1, 1, 1, 1, 1], 2))
    [(0, 3), (3, 5)]
    """
    aim, used, first = sum(sizes) / count, 0.0, 0
    for place, size in enumerate(sizes):
        if place > first and used + size / 2 > aim:
            yield first, place
            first, used = place, 0.0
        used += size
    if first < len(sizes):
        yield first, len(sizes)
