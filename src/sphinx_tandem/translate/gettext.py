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

from ..site.pagedata import page_data
from ..upstream.sphinx import (
    Catalog,
    Message,
    MessageCatalogBuilder,
    MsgOrigin,
    use_gettext_template,
)
from .passages import Passage, is_literal, nearest

# -- The texts that belong to no page, with what translators should know of each -----------------
# Sphinx's own layout of a template has no place for comments, so ours stands in for it; a
# site that brings one itself keeps that.

_TEMPLATES = Path(__file__).resolve().parent / "gettext_templates"


class CommentedMessage(Message):
    """A message, and what translators should know of it."""

    __slots__ = ("comments",)
    comments: list[str]


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
            found = CommentedMessage(message.text, message.locations, message.uuids)
            found.comments = list(self._comments.get(message.text, ()))
            yield found


class PageCatalog(Catalog):
    """The messages of pages; what has no text is none.

    An extension may make a list of pages with an empty caption, and an empty message would
    be a second header.
    """

    def add(self, msg: str, origin: nodes.Element | MsgOrigin) -> None:
        """Add a message with its place."""
        if msg.strip():
            super().add(msg, origin)


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
        messages.setdefault((passage.message, is_literal(passage)), line)


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
    doctree.children = []
    for (message, literal), line in messages.items():
        kind = nodes.literal_block if literal else nodes.paragraph
        node: Any = kind(message, message, translatable=True)
        node.source, node.line = source, line
        node.uid = ""  # the builder passes over nodes without one
        doctree += node
