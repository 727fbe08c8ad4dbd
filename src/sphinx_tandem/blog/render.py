"""Writes the text of posts for other places: lists of posts and feeds."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import new_document

from ..text.html import moved, with_own_ids
from ..upstream.ablog_blog import PostLike
from ..upstream.sphinx import Rendered, resolved_page, write_fragment


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
            self._summaries[key] = write_fragment(self._app, post.docname, document)
        return self._summaries[key]

    def text(self, post: PostLike) -> Rendered:
        """Return the whole post, without its main heading."""
        tree = self._app.env.get_doctree(post.docname)
        document = resolved_page(self._app, post.docname, tree)
        section = _section(document, post.section)
        if post.section:
            document.children = [section]
        for title in section.children:
            if isinstance(title, nodes.title):
                section.remove(title)
                break
        return write_fragment(self._app, post.docname, document)

    def shown_on(self, post: PostLike, pagename: str, whole: bool = False) -> str:
        """Return a post's beginning, or its text, as it is to stand on another page."""
        html = (self.text(post) if whole else self.summary(post)).html
        uri = self._app.builder.get_target_uri
        name = "-".join(filter(None, (post.docname.replace("/", "-"), post.section)))
        return with_own_ids(moved(html, uri(post.docname), uri(pagename)), f"{name}-")


def _section(document: nodes.document, section_id: str) -> nodes.Element:
    """Return the section of a post: the one with its id, or the first of the page."""
    for section in document.findall(nodes.section):
        if not section_id or section_id in section["ids"]:
            return section
    return document
