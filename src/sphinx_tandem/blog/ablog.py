"""The one place that knows ablog's own modules.

Each name below is something of ablog's that has no public door; a test fails on
the day that ablog moves one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import ablog
from ablog import post as ablog_post
from ablog.blog import Blog, Collection, Post, slugify
from ablog.post import PostDirective, PostList, PostListDirective, PostNode, UpdateNode
from dateutil.parser import parse as parse_freely
from sphinx.errors import ConfigError
from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

__all__ = [
    "Blog",
    "Collection",
    "Post",
    "PostDirective",
    "PostList",
    "PostListDirective",
    "PostNode",
    "UpdateNode",
    "anchor",
    "check_settings",
    "parse_freely",
    "slugify",
    "step_aside",
]

_logger = logging.getLogger(__name__)

anchor: Callable[[Any], str] = ablog.anchor

# ablog registers these as plain event handlers. Ours take their place: there is
# no setting that switches them off one by one.
REPLACED: tuple[tuple[str, Callable[..., Any]], ...] = (
    # English words, invalid lists, repeated ids; drafts are published
    ("html-collect-pages", ablog_post.generate_archive_pages),
    # the time of the build, one id for all feeds, the last author only
    ("html-collect-pages", ablog_post.generate_atom_feeds),
    # deletes every label that equals the file name of a page
    ("env-purge-doc", ablog_post.purge_posts),
    # announces a feed for ablog's own template of pages
    ("html-page-context", ablog.html_page_context),
)


class LabelLike(Protocol):
    """A tag, an author, a year: what ablog calls a collection."""

    label: Any
    name: Any
    href: str | None
    docname: str

    def __iter__(self) -> Iterator[PostLike]: ...
    def __len__(self) -> int: ...


class PostLike(Protocol):
    """A post as ablog has it."""

    docname: str
    section: str
    date: datetime
    update: datetime
    title: str
    excerpt: list[nodes.Element]
    author: list[LabelLike]
    tags: list[LabelLike]
    category: list[LabelLike]
    location: list[LabelLike]
    language: list[LabelLike]
    redirect: list[str]
    external_link: str | list[str]
    canonical_link: str | list[str]
    prev: PostLike | None
    next: PostLike | None
    options: dict[str, Any]
    renderer: Any

    def to_html(self, pagename: str, fulltext: bool = False) -> str: ...


def check_settings(app: Sphinx) -> None:
    """Let ablog check its settings before it reads a page, and say which one is wrong.

    :raises ConfigError: where ablog would raise an error in the middle of the build.
    """
    try:
        Blog(app)
    except KeyError as error:
        reason = str(error.args[0]).replace("must be", " must be").replace("  ", " ")
        raise ConfigError(f"conf.py: a setting of the blog is wrong: {reason}") from error


def step_aside(app: Sphinx) -> list[str]:
    """Disconnect those handlers of ablog's that we replace; return the missing ones."""
    missing = []
    for event, handler in REPLACED:
        found = [one.id for one in app.events.listeners.get(event, ()) if one.handler is handler]
        for listener in found:
            app.disconnect(listener)
        if not found:
            missing.append(f"{event}: {handler.__name__}")
    if missing:
        _logger.warning(
            "this version of ablog has moved %s, so its pages may appear in place of ours. "
            "Use the version of ablog that sphinx-tandem was tested with.",
            ", ".join(missing),
            type="blog",
            subtype="ablog",
        )
    # its templates are replaced as a whole, see templates.py
    app.config.skip_injecting_base_ablog_templates = True
    return missing
