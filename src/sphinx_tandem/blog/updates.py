"""The directive ``update``: its date is checked, and written as the language does."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from ..interface import _
from .dates import PostDate, parse_date
from .upstream import UpdateNode

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


def _mend_updates(app: Sphinx, doctree: nodes.document) -> None:
    """Make a plain note of an update whose date ablog could not read."""
    for node in list(doctree.findall(UpdateNode)):
        when = parse_date(node["date"], app.config.post_date_format)
        if when is not None:
            node["date"] = when.isoformat(" ")
            continue
        logger.warning(
            "the update's date '%s' names no day, so the update is shown as a note without one. "
            "Write year, month and day, such as '2024-04-24'.",
            node["date"],
            location=(app.env.current_document.docname, node.line or 1),
            type="blog",
            subtype="date",
        )
        node.replace_self(nodes.note("", *node.children))


def title_updates(app: Sphinx, tree: nodes.Element) -> None:
    """Write the headings of updates in place of ablog's, in the language of the build."""
    for node in tree.findall(UpdateNode):
        when = PostDate.for_build(app, datetime.fromisoformat(node["date"]))
        text = _("Updated on %s") % when.strftime(app.config.post_date_format)
        if node.children and isinstance(node[0], nodes.title):
            node.pop(0)
        node.insert(0, nodes.title("", text, translatable=False))
        node["classes"] = ["note", "update"]


def setup(app: Sphinx) -> None:
    """Look at the dates before ablog does."""
    app.connect("doctree-read", _mend_updates, priority=400)
