"""Tables that are made when a page is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes


def texts(words: Iterable[str]) -> list[nodes.Node]:
    """Return the cells of a row of plain words."""
    return [nodes.paragraph("", word) for word in words]


def table(
    head: Sequence[nodes.Node],
    rows: Iterable[Sequence[nodes.Node]],
    caption: nodes.title | None = None,
    **attributes: Any,
) -> nodes.table:
    """Return a table.

    :param head: the cells of the row of headings.
    :param attributes: those of the table, as its ``classes``.
    """
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _column in head]
    group += [nodes.thead("", _row(head)), nodes.tbody("", *map(_row, rows))]
    return nodes.table("", *([caption] if caption else []), group, **attributes)


def _row(cells: Sequence[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))
