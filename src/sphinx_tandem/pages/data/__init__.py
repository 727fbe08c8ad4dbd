"""Tables, cards and maps from a data file of the site, typed once and validated."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from . import cards, directive

_SHOWN = {"tandem-table", "tandem-cards", "tandem-card", "tandem-map", "tandem-record"}


def add_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Load the styles only on pages that show data, and scripts where there is something to sort or choose."""
    if doctree is None:
        return
    if any(_SHOWN.intersection(found["classes"]) for found in doctree.findall(nodes.Element)):
        # Before the site's own styles, which have the last word.
        app.add_css_file("tandem-data.css", priority=410)
    if next(doctree.findall(directive.sortable), None) is not None:
        app.add_js_file("tandem-sort.js", loading_method="defer")
    if next(doctree.findall(cards.filters), None) is not None:
        app.add_js_file("tandem-filter.js", loading_method="defer")
