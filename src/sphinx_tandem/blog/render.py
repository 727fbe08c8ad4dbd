"""Writes the text of posts for other places: lists of posts and feeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import new_document
from sphinx.util.osutil import relative_uri

from .relocate import moved, with_own_ids

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .upstream import PostLike


@dataclass(frozen=True)
class Rendered:
    """A piece of HTML as it would stand on the post's own page.

    :param html: the piece.
    :param has_formulas: whether the page that shows it has to load what shows formulas.
    """

    html: str
    has_formulas: bool


class Renderer:
    """Writes each post once; every place that shows it gets the addresses it needs.

    References are resolved on the post's own page: ablog resolves them anew on
    every list, where relative ones fail, and warns each time.
    """

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._summaries: dict[tuple[str, str], Rendered] = {}

    def summary(self, post: PostLike) -> Rendered:
        """Return the beginning of a post."""
        key = (post.docname, post.section)
        if key not in self._summaries:
            box = nodes.container("", classes=["ablog-post-excerpt"])
            box.extend(node.deepcopy() for node in post.excerpt)
            document = new_document(str(self._app.env.doc2path(post.docname)))
            document.append(box)
            self._app.env.apply_post_transforms(document, post.docname)
            self._summaries[key] = self._write(post.docname, document)
        return self._summaries[key]

    def text(self, post: PostLike) -> Rendered:
        """Return the whole post, without its main heading."""
        env, builder = self._app.env, self._app.builder
        tree = env.get_doctree(post.docname)
        document = env.get_and_resolve_doctree(
            post.docname, builder, tags=builder.tags, doctree=tree
        )
        section = _section(document, post.section)
        if post.section:
            document.children = [section]
        for title in section.children:
            if isinstance(title, nodes.title):
                section.remove(title)
                break
        return self._write(post.docname, document)

    def shown_on(self, post: PostLike, pagename: str, whole: bool = False) -> str:
        """Return a post's beginning, or its text, as it is to stand on another page."""
        html = (self.text(post) if whole else self.summary(post)).html
        uri = self._app.builder.get_target_uri
        name = "-".join(filter(None, (post.docname.replace("/", "-"), post.section)))
        return with_own_ids(moved(html, uri(post.docname), uri(pagename)), f"{name}-")

    def _write(self, docname: str, document: nodes.document) -> Rendered:
        """Write a tree as ``StandaloneHTMLBuilder.write_doc`` does, without the page around it."""
        builder = self._app.builder
        assert isinstance(builder, StandaloneHTMLBuilder)  # noqa: S101  # for the type checker
        builder.post_process_images(document)
        document.settings = builder.docsettings
        builder.secnumbers = self._app.env.toc_secnumbers.get(docname, {})
        builder.fignumbers = self._app.env.toc_fignumbers.get(docname, {})
        builder.imgpath = relative_uri(builder.get_target_uri(docname), "_images")
        builder.dlpath = relative_uri(builder.get_target_uri(docname), "_downloads")
        builder.current_docname = docname
        links, builder.add_permalinks = builder.add_permalinks, False
        try:
            visitor: Any = builder.create_translator(document, builder)
            document.walkabout(visitor)
        finally:
            builder.add_permalinks = links
        return Rendered(
            "".join(visitor.fragment), bool(getattr(visitor, "_has_maths_elements", False))
        )


def _section(document: nodes.document, section_id: str) -> nodes.Element:
    """Return the section of a post: the one with its id, or the first of the page."""
    for section in document.findall(nodes.section):
        if not section_id or section_id in section["ids"]:
            return section
    return document
