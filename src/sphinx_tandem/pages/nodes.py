"""Nodes of ours: how builders write them; tables, with headings that say what they head.

The node tree of a table::

    table
      title              the caption, if there is one
      tgroup
        colspec …
        thead / row / entry or heading_cell (scope "col") …
        tbody / row / entry or heading_cell (scope "row") …
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

#: What a builder does before the children of a node, and after them.
Visitor = tuple[Callable[[Any, Any], None], Callable[[Any, Any], None] | None]


def pass_by(self: Any, node: nodes.Element) -> None:
    """Show nothing of a node's own."""


def like(kind: str) -> Visitor:
    """Return what shows a node as a writer shows a *kind* of docutils' own nodes."""
    return (
        lambda writer, node: getattr(writer, f"visit_{kind}")(node),
        lambda writer, node: getattr(writer, f"depart_{kind}")(node),
    )


def add_node(
    app: Sphinx, node: type[nodes.Element], html: Visitor, others: Visitor = (pass_by, pass_by)
) -> None:
    """Register a node of ours.

    :param html: how HTML shows it.
    :param others: how every other builder does.
    """
    formats = dict.fromkeys(("latex", "text", "man", "texinfo"), others)
    app.add_node(node, html=html, **formats)  # type: ignore[arg-type]  # names of formats


class heading_cell(nodes.entry):  # docutils names nodes in lower case
    """The heading of a column or of a row."""


def heading(*content: nodes.Node, scope: str, classes: Iterable[str] = ()) -> heading_cell:
    """Return a heading.

    :param scope: ``"col"`` or ``"row"``.
    """
    return heading_cell("", *content, scope=scope, classes=[*classes])


def texts(words: Iterable[str]) -> list[nodes.Node]:
    """Return a row of plain words."""
    return [nodes.paragraph("", word) for word in words]


def table(
    head: Sequence[nodes.Node],
    rows: Iterable[Sequence[nodes.Node]],
    caption: nodes.title | None = None,
    **attributes: Any,
) -> nodes.table:
    """Return a table; what is no cell itself gets one of its own.

    :param rows: the rows below it, of as many cells.
    :param attributes: those of the table, as its ``classes``.
    """
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=100 // len(head)) for _column in head]
    group += [nodes.thead("", _row(head)), nodes.tbody("", *map(_row, rows))]
    return nodes.table("", *([caption] if caption else []), group, **attributes)


def _row(cells: Sequence[nodes.Node]) -> nodes.row:
    return nodes.row(
        "", *(cell if isinstance(cell, nodes.entry) else nodes.entry("", cell) for cell in cells)
    )


def _visit_heading_cell(self: Any, node: nodes.Element) -> None:
    classes = ["head"] if node["scope"] == "col" else ["stub"]
    self.body.append(self.starttag(node, "th", "", scope=node["scope"], classes=classes))
    row: Any = node.parent
    row.column += 1  # as docutils counts the cells of a row
    self.context.append("</th>\n")


def register(app: Sphinx) -> None:
    """Register the headings; other builders take them for cells."""
    cell = like("entry")
    add_node(app, heading_cell, (_visit_heading_cell, cell[1]), cell)
