"""The directive ``update``: its date is checked, and written as the language does."""

from __future__ import annotations

import posixpath
from datetime import datetime
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import new_document

from ..pages.render import Rendered, write
from ..text.html import moved, with_own_ids
from ..translate.interface import _
from .ablog import UpdateNode
from .dates import PostDate, parse_date

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .ablog import PostLike

logger = logging.getLogger(__name__)


def mend_updates(app: Sphinx, doctree: nodes.document) -> None:
    """Make a plain note of an update whose date ablog could not read."""
    for node in list(doctree.findall(UpdateNode)):
        when = parse_date(node["date"], app.config.post_date_format)
        if when is not None:
            node["date"] = when.isoformat(" ")
            continue
        logger.warning(
            "the update's date '%s' names no day, so the update is shown as a note without one. "
            "Write year, month and day, such as '2024-04-24'.",
            node["date"],
            location=(app.env.current_document.docname, node.line or 1),
            type="blog",
            subtype="date",
        )
        node.replace_self(nodes.note("", *node.children))


def title_updates(app: Sphinx, tree: nodes.Element) -> None:
    """Write the headings of updates in place of ablog's, in the language of the build."""
    for node in tree.findall(UpdateNode):
        when = PostDate.for_build(app, datetime.fromisoformat(node["date"]))
        text = _("Updated on %s") % when.strftime(app.config.post_date_format)
        if node.children and isinstance(node[0], nodes.title):
            node.pop(0)
        node.insert(0, nodes.title("", text, translatable=False))
        node["classes"] = ["note", "update"]


# -- Writes the text of posts for other places: lists of posts and feeds ------------------------


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
            self._summaries[key] = write(self._app, post.docname, document)
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
        return write(self._app, post.docname, document)

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


# -- The beginning of a post, made fit to be shown on other pages -------------------------------


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
