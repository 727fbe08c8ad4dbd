"""Blog posts that are lessons or have notes: what ablog makes of them.

ablog takes its own nodes out of learners' pages; nobody can write them.  A site may
have no ablog, so they are known by their names.
"""

from __future__ import annotations

from docutils import nodes

from ..translate.interface import _


def settle_posts(document: nodes.document) -> None:
    """Take ablog's nodes out of a copy of a page, and keep what is in them."""
    for node in list(document.findall(_is_of_ablog)):
        if not isinstance(node, nodes.Element) or node.parent is None:
            continue
        if type(node).__name__ == "PostNode":
            node.parent[node.parent.index(node) : node.parent.index(node) + 1] = (
                [] if node.get("exclude") else node.children
            )
        elif type(node).__name__ == "UpdateNode":
            words = _("Updated on %s") % node.get("date", "")
            title = nodes.title("", words, translatable=False)
            box = nodes.admonition("", title, *node.children, classes=["note", "update"])
            box["ids"] = node["ids"]
            node.replace_self(box)


def _is_of_ablog(node: nodes.Node) -> bool:
    return type(node).__module__.partition(".")[0] == "ablog"
