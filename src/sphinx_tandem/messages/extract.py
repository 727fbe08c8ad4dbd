"""Gives the gettext builder the very messages that a translated build looks up.

Sphinx extracts messages when it writes and translates them when it reads, from
two different trees; what transforms change in between is lost.  We note them at
the one moment when they are translated, and hand that list to the builder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.util.nodes import get_node_line

from ..pagedata import keep_page_data, page_data
from .lookup import site_messages
from .passages import is_literal
from .sitetemplate import add_site_message

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .passages import Passage


def record(env: BuildEnvironment, found: list[Passage], source: str) -> None:
    """Note the messages of the page that is being read, with their lines."""
    messages: dict[tuple[str, bool], int] = {}
    for passage in found:
        try:
            line = passage.node.line or get_node_line(passage.node)
        except ValueError:
            line = 1
        messages.setdefault((passage.message, is_literal(passage)), max(line, 1))
    recorded(env)[env.current_document.docname] = (source, messages)


def recorded(env: BuildEnvironment) -> dict[str, tuple[str, dict[tuple[str, bool], int]]]:
    """Return the messages of every page: its file, and the line of each message in it.

    They are kept in every build, and not only for the gettext builder: a page of the
    site may show how much of the others is translated.
    """
    return page_data(env, "tandem_messages")


def _hand_over(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the noted messages in the place of the page that the gettext builder walks."""
    if not isinstance(app.builder, MessageCatalogBuilder) or docname not in recorded(app.env):
        return
    source, messages = recorded(app.env)[docname]
    doctree.children = []
    for (message, literal), line in messages.items():
        kind = nodes.literal_block if literal else nodes.paragraph
        node: Any = kind(message, message, translatable=True)
        node.source, node.line = source, line
        node.uid = ""  # the builder passes over nodes without one
        doctree += node


def _add_site_messages(app: Sphinx, env: BuildEnvironment) -> None:
    builder = app.builder
    if isinstance(builder, MessageCatalogBuilder):
        for text, path, line, comment in site_messages(app).commented():
            add_site_message(builder, text, str(Path(path)), line, comment)


def setup(app: Sphinx) -> None:
    """Connect the hand-over to the gettext builder."""
    app.connect("doctree-resolved", _hand_over, priority=900)
    app.connect("env-updated", _add_site_messages)
    keep_page_data(app, "tandem_messages")
