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
    words = heading(app, docname, anchor) or [nodes.Text(text)]
    link = nodes.reference("", "", *words, internal=True, **target)
    return nodes.paragraph("", "", link)


def heading(app: Sphinx, docname: str, anchor: str) -> list[nodes.Node]:
    """Return the heading of a section as it is written, its code as code; ``[]`` for others."""
    toc = app.env.tocs.get(docname)
    if toc is None or not anchor:
        return []
    for found in toc.findall(nodes.reference):
        if found.get("anchorname") == f"#{anchor}":
            return [child.deepcopy() for child in found.children]
    return []
