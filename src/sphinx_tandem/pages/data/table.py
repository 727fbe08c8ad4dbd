"""``data-table``: the records of a data file as a table, a column for each field.

The node tree::

    sortable               only with :sortable:
      table
        title              the caption
        tgroup
          colspec …
          thead / row / heading_cell (scope "col") …
          tbody / row / heading_cell (scope "row"), entry …
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options

from ...translate.interface import _
from ..render import add_node
from .directive import DataDirective, Wrong, pairs, register_moment
from .reader import Record

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec


class sortable(nodes.container):  # docutils names nodes in lower case
    """A table that readers can sort, once a script has added the buttons."""


class heading_cell(nodes.entry):
    """The heading of a column or of a row."""


class DataTable(DataDirective):
    """Shows records as a table whose first column names them."""

    option_spec: ClassVar[OptionSpec] = {
        **DataDirective.option_spec,
        "columns": pairs,
        "caption": options.unchanged_required,
        "sortable": options.flag,
    }

    def show(self, records: list[Record]) -> list[nodes.Node]:
        """Return the table, or nothing where no record was chosen."""
        columns: dict[str, str] = self.options.get("columns", {})
        if not columns or not all(columns.values()):
            raise Wrong(
                "A table needs `:columns:`, and a heading for each, so it is left out. "
                "Write for example `:columns: name = Name; since = Since`."
            )
        if "caption" not in self.options:
            raise Wrong("A table needs a `:caption:`, so it is left out. Say what it shows.")
        table = nodes.table(classes=["tandem-table", *self.options.get("class", [])])
        self.set_source_info(table)
        title = nodes.title()
        self.words(title, self.options["caption"])
        table += title
        table += self._group(columns, records)
        self.add_name(table)
        if "sortable" not in self.options:
            return [table]
        return [sortable("", table, classes=["tandem-sortable"])]

    def _group(self, columns: dict[str, str], records: list[Record]) -> nodes.tgroup:
        group = nodes.tgroup(cols=len(columns))
        group += [nodes.colspec(colwidth=100 // len(columns)) for _key in columns]
        head, body = nodes.row(), nodes.tbody()
        for key, words in columns.items():
            self.field(key)
            heading = nodes.paragraph()
            self.words(heading, words)
            head += heading_cell("", heading, scope="col")
        for record in records:
            body += self._row(columns, record)
        group += [nodes.thead("", head), body]
        return group

    def _row(self, columns: dict[str, str], record: Record) -> nodes.row:
        row = nodes.row()
        for place, key in enumerate(columns):
            content = self.block(key, record)
            row += (
                heading_cell("", *content, scope="row") if not place else nodes.entry("", *content)
            )
        return row


def _visit_sortable(self: Any, node: nodes.Element) -> None:
    hint = escape(_("Press the heading of a column to sort the table by it."))
    self.body.append(self.starttag(node, "div", **{"data-hint": hint}))


def _depart_sortable(self: Any, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _visit_heading_cell(self: Any, node: nodes.Element) -> None:
    classes = ["head"] if node["scope"] == "col" else ["stub"]
    self.body.append(self.starttag(node, "th", "", scope=node["scope"], classes=classes))
    row: Any = node.parent
    row.column += 1  # as docutils counts the cells of a row
    self.context.append("</th>\n")


def _depart_cell(self: Any, node: nodes.Element) -> None:
    self.depart_entry(node)


def _visit_cell(self: Any, node: nodes.Element) -> None:
    self.visit_entry(node)


def _pass(self: Any, node: nodes.Element) -> None:
    """Show nothing of its own."""


def register(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    register_moment(app)
    add_node(app, sortable, (_visit_sortable, _depart_sortable), (_pass, _pass))
    add_node(app, heading_cell, (_visit_heading_cell, _depart_cell), (_visit_cell, _depart_cell))
    app.add_directive("data-table", DataTable)
