"""Links to lessons and their parts, made when a page is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def link_to(app: Sphinx, page: str, docname: str, anchor: str, text: str) -> nodes.paragraph:
    """Return a link from *page* to a place of the site, as a paragraph."""
    if docname == page and anchor:
        target = {"refid": anchor}
    elif docname == page:
        target = {"refuri": "#"}
    else:
        uri = app.builder.get_relative_uri(page, docname)
        target = {"refuri": f"{uri}#{anchor}" if anchor else uri}
    link = nodes.reference("", "", nodes.Text(text), internal=True, **target)
    return nodes.paragraph("", "", link)
