"""Gives the gettext builder exactly the messages that a translated build looks up.

Sphinx extracts messages when it writes and translates them when it reads, from
two different trees; what transforms change in between is lost.  We note them at
the one moment when they are translated, and hand that list to the builder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..catalogs.extract import PLACE
from ..catalogs.model import context_of, english_of
from ..site.pagedata import page_data
from ..upstream.sphinx import (
    Catalog,
    Message,
    MessageCatalogBuilder,
    MsgOrigin,
    use_gettext_template,
)
from .passages import NOTE, Passage, is_literal, nearest, notes, with_parents

# -- The texts that belong to no page, with what translators should know of each -----------------
# Sphinx's own layout of a template has no place for comments, so ours stands in for it; a
# site that brings one itself keeps that.

_TEMPLATES = Path(__file__).resolve().parent / "gettext_templates"


class CommentedMessage(Message):
    """A message, its context, and what translators should know of it."""

    __slots__ = ("comments", "context")
    comments: list[str]
    context: str | None


class CommentedCatalog(Catalog):
    """Messages with comments."""

    def __init__(self) -> None:
        super().__init__()
        self._comments: dict[str, dict[str, None]] = {}

    def note(self, text: str, path: str, line: int, comment: str) -> None:
        """Add a text with what translators should know of it; the same is said once."""
        self.add(text, MsgOrigin(path, line))
        if comment := " ".join(comment.split()):
            self._comments.setdefault(text, {})[comment] = None

    def __iter__(self) -> Iterator[Message]:
        """Yield the messages as the template takes them."""
        for message in super().__iter__():
            found = CommentedMessage(english_of(message.text), message.locations, message.uuids)
            found.context = context_of(message.text)
            found.comments = list(self._comments.get(message.text, ()))
            yield found


class PageCatalog(CommentedCatalog):
    """The messages of pages; what has no text is none.

    An extension may make a list of pages with an empty caption, and an empty message would
    be a second header.
    """

    def add(self, msg: str, origin: nodes.Element | MsgOrigin) -> None:
        """Add a message with its place, and what its author says of it."""
        if msg.strip():
            super().add(msg, origin)
            for comment in getattr(origin, "tandem_comments", ()):
                self._comments.setdefault(msg, {})[comment] = None


def use_own_template(app: Sphinx) -> None:
    """Write templates of catalogs with our own layout, and without empty messages."""
    if isinstance(app.builder, MessageCatalogBuilder):
        use_gettext_template(app, _TEMPLATES)
        app.builder.catalogs = defaultdict(PageCatalog)


def note_messages(
    app: Sphinx, document: nodes.document, found: list[Passage], lookup: object
) -> None:
    """Note messages of the page that is being read, with their lines."""
    docname = app.env.docname
    document.tandem_page = docname  # type: ignore[attr-defined]  # kept with the page, see below
    path = str(app.env.doc2path(docname))
    _, messages = noted_messages(app.env).setdefault(docname, (path, {}))
    for passage in found:
        line = max(nearest(passage.node, "line") or 1, 1)
        messages.setdefault((passage.name, is_literal(passage)), line)
    if isinstance(app.builder, MessageCatalogBuilder):
        noted = notes(document, NOTE)
        told = page_data(app.env, _COMMENTS).setdefault(docname, {})
        for passage in found:
            comments = told.setdefault(passage.name, {})
            for one in with_parents(passage.node):
                comments |= dict.fromkeys(noted.get(id(one), ()))
            if app.config.tandem_places:
                comments[f"{PLACE} {place_of(passage)}"] = None


# -- What translators are told of a passage: the note of its author, and where it stands ----------

_COMMENTS = "tandem_comments"

# What a passage is, by the node that it is in; the innermost counts.
_PLACES: tuple[tuple[type, str], ...] = (
    (nodes.image, "alternative text of an image"),
    (nodes.caption, "caption"),
    (nodes.literal_block, "code"),
    (nodes.math_block, "formula"),
    (nodes.entry, "cell of a table"),
    (nodes.term, "term"),
    (nodes.definition, "definition"),
    (nodes.footnote, "footnote"),
    (nodes.list_item, "item of a list"),
    (nodes.block_quote, "quotation"),
    (nodes.Admonition, "box"),
)
_ATTRIBUTES = {"alt": "alternative text of an image", "front-matter": "front matter",
               "code": "comment or text in code", "index": "entry of the index", "html": "text in HTML"}  # fmt: skip


def place_of(passage: Passage) -> str:
    """Say in words where a passage stands: the headings above it, and what it is."""
    node = passage.node
    around = list(with_parents(node))
    sections = [one for one in around if isinstance(one, nodes.section)]
    if isinstance(node, nodes.title):
        kind = "heading" if isinstance(node.parent, nodes.section) else "title of a box"
        sections = sections[1:] if kind == "heading" else sections
    elif passage.attribute:
        kind = _ATTRIBUTES.get(passage.attribute, "words of a link or a button")
    elif any("sd-btn" in one.get("classes", ()) for one in _elements(node)):
        kind = "button"
    else:
        kinds = (name for one in around for type_, name in _PLACES if isinstance(one, type_))
        kind = next(kinds, "paragraph")
    headings = [one[0].astext() for one in sections if isinstance(one[0], nodes.title)]
    return "; ".join(
        filter(None, [" › ".join(" ".join(one.split()) for one in reversed(headings)), kind])
    )


def _elements(node: nodes.Element) -> Iterator[nodes.Element]:
    return (one for one in node.findall(nodes.Element))


def noted_messages(env: BuildEnvironment) -> dict[str, tuple[str, dict[tuple[str, bool], int]]]:
    """Return the messages of every page: its file, and the line of each message in it.

    They are kept in every build, and not only for the gettext builder: a page of the
    site may show how much of the others is translated.
    """
    return page_data(env, "tandem_messages")


def hand_over_messages(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the page that the gettext builder walks by its noted messages.

    Extensions have references resolved in documents of their own too, on behalf of a page
    (a list of all "todo" boxes); those stay as they are.
    """
    is_page = getattr(doctree, "tandem_page", None) == docname
    if not isinstance(app.builder, MessageCatalogBuilder) or not is_page:
        return
    source, messages = noted_messages(app.env)[docname]
    told = page_data(app.env, _COMMENTS).get(docname, {})
    doctree.children = []
    for (message, literal), line in messages.items():
        kind = nodes.literal_block if literal else nodes.paragraph
        node: Any = kind(message, message, translatable=True)
        node.source, node.line = source, line
        node.tandem_comments = list(told.get(message, ()))
        node.uid = ""  # the builder passes over nodes without one
        doctree += node
