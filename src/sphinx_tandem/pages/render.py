"""How nodes are written: ours by every builder, and any as HTML for another place than their page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

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
    """Write a tree as ``StandaloneHTMLBuilder.write_doc`` does, without the page around it.

    :param docname: the page that it belongs to; addresses are right for that page.
    :param document: the tree, with its references resolved.
    :param numbers: the numbers of its figures, by kind and id, where they are not the page's.
    """
    builder = app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)  # noqa: S101  # for the type checker
    document.settings = builder.docsettings
    builder.secnumbers = app.env.toc_secnumbers.get(docname, {})
    builder.fignumbers = dict(
        app.env.toc_fignumbers.get(docname, {}) if numbers is None else numbers
    )
    builder.imgpath = relative_uri(builder.get_target_uri(docname), "_images")
    builder.dlpath = relative_uri(builder.get_target_uri(docname), "_downloads")
    builder.current_docname = docname
    builder.post_process_images(document)  # it makes links to images, by the paths above
    links, builder.add_permalinks = builder.add_permalinks, False
    try:
        visitor: Any = builder.create_translator(document, builder)
        document.walkabout(visitor)
    finally:
        builder.add_permalinks = links
    return Rendered("".join(visitor.fragment), bool(getattr(visitor, "_has_maths_elements", False)))
