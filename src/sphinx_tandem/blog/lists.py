"""Mends lists of posts in pages (``postlist``) before ablog fills them."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from .. import marks
from .upstream import PostList, PostListDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

_PARTS = {"date", "title", "author", "location", "language", "category", "tags"}
_PLAIN_FORMAT = "{date} - {title}"


class ListOfPosts(PostListDirective):  # type: ignore[misc]  # ablog has no types
    """The directive ``postlist``, which says so when its argument is not a number."""

    def run(self) -> list[nodes.Node]:
        """Return the list, to be filled when every post is read."""
        argument = self.arguments[0] if self.arguments else ""
        if argument and not argument.isdecimal():
            raise self.error(
                f"'{argument}' is not a number of posts, so the list is left out. "
                "Write a number, or nothing for all posts."
            )
        found: list[nodes.Node] = super().run()
        return found


def _mend_formats(app: Sphinx, doctree: nodes.document) -> None:
    """Replace a format that ablog would raise an error on."""
    for node in doctree.findall(PostList):
        written = node["format"]
        try:
            parts = {part for _text, part, *_rest in Formatter().parse(written) if part is not None}
        except ValueError:
            parts = {written}
        if parts <= _PARTS:
            continue
        logger.warning(
            "the format '%s' of the list of posts holds something unknown, so dates and titles "
            "are shown. Use only {date}, {title}, {author}, {tags}, {category}, {location} and "
            "{language}.",
            marks.strip(written),
            location=(app.env.current_document.docname, node.line or 1),
            type="blog",
            subtype="format",
        )
        node["format"] = _PLAIN_FORMAT


def setup(app: Sphinx) -> None:
    """Take the place of ablog's directive, and look at formats before it does."""
    app.add_directive("postlist", ListOfPosts, override=True)
    app.connect("doctree-read", _mend_formats, priority=400)
