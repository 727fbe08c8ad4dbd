"""``data-table``: the records of a data file as a table, a column for each field.

With ``:sortable:``, the table stands in a ``sortable`` node.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.application import Sphinx
from sphinx.util.typing import OptionSpec

from ...translate.interface import _
from ..nodes import add_node, heading, table
from .directive import DataDirective, Wrong, pairs, register_moment
from .reader import Record


class sortable(nodes.container):  # docutils names nodes in lower case
    """A table that readers can sort, once a script has added the buttons."""


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
        heads = [heading(self._heading(key, columns[key]), scope="col") for key in columns]
        rows = [self._row(columns, record) for record in records]
        caption = nodes.title()
        self.words(caption, self.options["caption"])
        classes = ["tandem-table", *self.options.get("class", [])]
        shown = table(heads, rows, caption, classes=classes)
        self.set_source_info(shown)
        self.add_name(shown)
        if "sortable" not in self.options:
            return [shown]
        return [sortable("", shown, classes=["tandem-sortable"])]

    def _heading(self, key: str, words: str) -> nodes.paragraph:
        self.field(key)
        paragraph = nodes.paragraph()
        self.words(paragraph, words)
        return paragraph

    def _row(self, columns: Iterable[str], record: Record) -> list[nodes.Node]:
        first, *others = (self.block(key, record) for key in columns)
        return [heading(*first, scope="row"), *(nodes.entry("", *cell) for cell in others)]


def _visit_sortable(self: Any, node: nodes.Element) -> None:
    hint = escape(_("Press the heading of a column to sort the table by it."))
    self.body.append(self.starttag(node, "div", **{"data-hint": hint}))


def _depart_sortable(self: Any, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def register(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    register_moment(app)
    add_node(app, sortable, (_visit_sortable, _depart_sortable))
    app.add_directive("data-table", DataTable)
