"""Gives the nodes of a parsed message to the page that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..markup.formulas import as_words

if TYPE_CHECKING:
    from .lookup import Translation


def adopt(paragraph: nodes.paragraph, document: nodes.document, place: Translation) -> None:
    """Give the nodes to the page, with the catalog as their source.

    A node that keeps its temporary document keeps the whole environment alive in
    the page's pickle, and a site's memory grows with its square.
    """
    for text in list(paragraph.findall(nodes.Text)):
        if not isinstance(text.parent, nodes.literal | nodes.math):
            text.parent.replace(text, nodes.Text(as_words(text)))
    for node in paragraph.findall():
        node.document = document
        if isinstance(node, nodes.Element):
            node.source, node.line = place.path, place.line
    for message in list(paragraph.findall(nodes.system_message)):
        message.parent.remove(message)
    for problem in list(paragraph.findall(nodes.problematic)):  # its warning names the entry
        problem.parent.replace(problem, nodes.Text(problem.astext()))
