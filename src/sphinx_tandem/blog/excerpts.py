"""The beginning of a post, made fit to be shown on other pages."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from .updates import title_updates

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def clean_excerpt(app: Sphinx, node: nodes.Element, docname: str) -> nodes.Element:
    """Take out of a part of a post what has a meaning on the post's own page only.

    :param node: a copy that ablog made of the part.
    :param docname: the page of the post.
    """
    title_updates(app, node)
    for part in list(node.findall(nodes.Element)):
        # Ids would be repeated on every list; the document would be saved with each list.
        part["ids"], part["names"] = [], []
        part._document = None  # type: ignore[attr-defined]  # docutils has no public way
        if isinstance(part, nodes.footnote_reference | nodes.citation_reference | nodes.target):
            _drop(part)
        elif _leads_to_own_page(part):
            part.replace_self(part.children)
        elif isinstance(part, addnodes.pending_xref) and part.get("reftype") == "doc":
            _make_absolute(part, docname)
    return node


def _leads_to_own_page(node: nodes.Element) -> bool:
    if isinstance(node, addnodes.pending_xref):
        return "reflocalid" in node  # MyST's link to an anchor of its own page
    is_link = isinstance(node, nodes.reference)
    return is_link and ("refid" in node or str(node.get("refuri", "")).startswith("#"))


def _drop(node: nodes.Element) -> None:
    if node.parent is not None:
        node.parent.remove(node)


def _make_absolute(node: addnodes.pending_xref, docname: str) -> None:
    """Let a relative ``{doc}`` lead to the same page from every list.

    ablog resolves it as if it stood on the page that shows the list.
    """
    target = node.get("reftarget", "")
    if node.get("refdomain") == "std" and not target.startswith("/"):
        folder = posixpath.dirname(node.get("refdoc") or docname)
        node["reftarget"] = "/" + posixpath.normpath(posixpath.join(folder, target))
