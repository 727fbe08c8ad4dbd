"""Makes translatable, before messages are looked for, what MyST pages leave out.

Each of these transforms mends one defect of a package below us and can be
deleted on the day that the package does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import _clean_extracted_message, get_node_line, get_node_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_HARD_BREAK = re.compile(r"(?:\\|[ \t]{2,})\n")


class KeepHardBreaks(SphinxTransform):
    r"""Writes a hard line break as ``<br>`` in its message.

    Sphinx joins the lines of a message, so a translator could not see the break
    and the translation lost it (``_clean_extracted_message`` in ``sphinx.util.nodes``).
    The message as Sphinx has it is kept too, for catalogs that were made without us.
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        for raw in self.document.findall(nodes.raw):
            parent = raw.parent
            if not raw.astext().startswith("<br") or not isinstance(parent, nodes.TextElement):
                continue
            if _HARD_BREAK.search(parent.rawsource):
                plain = _clean_extracted_message(parent.rawsource)
                parent.tandem_plain_message = plain  # type: ignore[attr-defined]  # gone after reading
                parent.rawsource = _HARD_BREAK.sub("<br>", parent.rawsource)


class PlaceTableCells(SphinxTransform):
    """Gives table cells their place in the source.

    MyST's tables inside a directive have none, and Sphinx does not translate a
    text without one (``render_table_row`` in ``mdit_to_docutils/base.py``).
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        for entry in self.document.findall(nodes.entry):
            for cell in entry.children:
                if isinstance(cell, nodes.paragraph) and not cell.source:
                    _place(cell)


class TranslateCardLinks(SphinxTransform):
    """Makes the alternative text of a card's link translatable.

    sphinx-design leaves it as a plain inline (``_create_link`` in ``cards.py``).
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        for link in self.document.findall(nodes.Element):
            if "sd-hide-link-text" not in link.get("classes", ()) or not link.children:
                continue
            text = link[0]
            is_target = text.astext() in (link.get("refuri"), link.get("reftarget"))
            if isinstance(text, nodes.inline) and not is_target and "translatable" not in text:
                text["translatable"] = True
                _place(text)


def _place(node: nodes.Element) -> None:
    try:
        node.source = get_node_source(node.parent)
        node.line = get_node_line(node.parent)
    except ValueError:
        node.source, node.line = node.source or "<unknown>", node.line or 1


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    for transform in (KeepHardBreaks, PlaceTableCells, TranslateCardLinks):
        app.add_transform(transform)
