"""How nodes are written: ours by every builder, and any as HTML for another place than their page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..upstream.sphinx import write_fragment

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


@dataclass(frozen=True)
class Rendered:
    """A piece of HTML as it would stand on its own page.

    :param html: the piece.
    :param has_formulas: whether the page that shows it has to load what shows formulas.
    """

    html: str
    has_formulas: bool


Visitor = tuple[Callable[[Any, Any], None], Callable[[Any, Any], None] | None]


def like(kind: str) -> Visitor:
    """Return what shows a node as a writer shows a *kind* of docutils' own nodes."""
    return (
        lambda writer, node: getattr(writer, f"visit_{kind}")(node),
        lambda writer, node: getattr(writer, f"depart_{kind}")(node),
    )


def add_node(app: Sphinx, node: type[nodes.Element], html: Visitor, others: Visitor) -> None:
    """Register a node of ours.

    :param html: how HTML shows it: what is done before its children, and after them.
    :param others: how every other builder does.
    """
    formats = dict.fromkeys(("latex", "text", "man", "texinfo"), others)
    app.add_node(node, html=html, **formats)  # type: ignore[arg-type]  # names of formats


def write(
    app: Sphinx, docname: str, document: nodes.document, numbers: Mapping[str, Any] | None = None
) -> Rendered:
    """Write a tree without the page around it.

    :param docname: the page that it belongs to; addresses are right for that page.
    :param document: the tree, with its references resolved.
    :param numbers: the numbers of its figures, by kind and id, where they are not the page's.
    """
    return Rendered(*write_fragment(app, docname, document, numbers))
