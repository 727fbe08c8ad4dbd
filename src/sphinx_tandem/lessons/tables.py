"""Tables that are made when a page is written."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes


def texts(words: Sequence[str]) -> list[nodes.Node]:
    """Return the cells of a row of plain words."""
    return [nodes.paragraph("", word) for word in words]


def table(
    heads: Sequence[Sequence[nodes.Node]], rows: Sequence[Sequence[nodes.Node]]
) -> nodes.table:
    """Return a table."""
    group = nodes.tgroup(cols=len(heads[0]))
    group += [nodes.colspec(colwidth=1) for _column in heads[0]]
    group += nodes.thead("", *map(_row, heads))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group)


def _row(cells: Sequence[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))
