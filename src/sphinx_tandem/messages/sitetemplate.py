"""The template of the words that belong to no page, with what translators should know of each.

Sphinx's own template has no place for comments, so ours stands in for it; a site
that brings one itself keeps that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.gettext import Catalog, Message, MessageCatalogBuilder, MsgOrigin

from .lookup import SITE_DOMAIN

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "gettext"


class CommentedMessage(Message):
    """A message, and what translators should know of it."""

    __slots__ = ("comments",)
    comments: list[str]


class CommentedCatalog(Catalog):
    """Messages with comments."""

    def __init__(self) -> None:
        super().__init__()
        self._comments: dict[str, dict[str, None]] = {}

    def add_comment(self, text: str, comment: str) -> None:
        """Note what a text is; the same is said once."""
        if line := " ".join(comment.split()):
            self._comments.setdefault(text, {})[line] = None

    def __iter__(self) -> Iterator[Message]:
        """Yield the messages as the template takes them."""
        for message in super().__iter__():
            found = CommentedMessage(message.text, message.locations, message.uuids)
            found.comments = list(self._comments.get(message.text, ()))
            yield found


def add_site_message(
    builder: MessageCatalogBuilder, text: str, path: str, line: int, comment: str = ""
) -> None:
    """Hand a text of the whole site to the gettext builder.

    :param path: the file that holds it.
    :param comment: what it is, for the translator.
    """
    catalog = builder.catalogs.setdefault(SITE_DOMAIN, CommentedCatalog())
    catalog.add(text, MsgOrigin(path, line))
    if isinstance(catalog, CommentedCatalog):
        catalog.add_comment(text, comment)


def _take_our_template(app: Sphinx) -> None:
    if isinstance(app.builder, MessageCatalogBuilder):
        app.config.templates_path = [*app.config.templates_path, str(_TEMPLATES)]


def setup(app: Sphinx) -> None:
    """Let the gettext builder write comments."""
    app.connect("builder-inited", _take_our_template)
