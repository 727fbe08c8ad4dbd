"""What the blog leans on in ablog, of which little is documented but settings and directives.

It needs ablog itself, so it is imported on sites with a blog only; what the rest of the engine
knows of ablog's nodes is in :mod:`.extensions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol

import ablog
from ablog import post as ablog_post
from ablog.blog import Blog, Collection, Post, slugify
from ablog.post import PostDirective, PostList, PostListDirective, PostNode, UpdateNode
from dateutil.parser import parse as parse_freely
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.errors import ConfigError, ThemeError
from sphinx.util import logging

__all__ = [
    "Blog",
    "Collection",
    "Post",
    "PostDirective",
    "PostList",
    "PostListDirective",
    "PostNode",
    "UpdateNode",
    "parse_freely",
    "slugify",
]

_logger = logging.getLogger(__name__)

#: Returns ``#`` and the id of a post's section, or ``""``; templates of sites call it.
#: https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/__init__.py#L46
anchor: Callable[[Any], str] = ablog.anchor

#: Handlers of ablog's whose place ours take: no setting switches them off one by one.
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
    retelling: Any
    minutes: int

    def to_html(self, pagename: str, fulltext: bool = False) -> str: ...


def blog_of(app: Sphinx) -> Any:
    """Return the blog of the running build: all instances of ablog's class share one state.

    https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/blog.py#L151
    """
    return Blog(app)


def collections_of(blog: Any, kind: str) -> Any:
    """Return ablog's catalog of a kind of labels: ``tags``, ``author``…; ``archive`` for years.

    https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/blog.py#L183
    """
    return blog.archive if kind == "archive" else blog.catalogs[kind]


#: Where in the environment ablog keeps what it noted about the posts of each page.
#: https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/post.py#L291
POSTS = "ablog_posts"


def is_matched(config: Config, docname: str) -> bool:
    """Say whether the setting ``blog_post_pattern`` makes a post of a page.

    https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/__init__.py#L93
    """
    return docname in config.matched_blog_posts


def has_own_templates(builder: StandaloneHTMLBuilder) -> bool:
    """Say whether a theme has templates for ablog, which then come before ours.

    https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/__init__.py#L125
    """
    if builder.theme is None:
        return False
    try:
        found = builder.theme.get_config("options", "ablog_inject_templates_after_theme", False)
    except ThemeError:
        return False
    return str(found).lower() not in ("false", "0", "none", "")


def check_settings(app: Sphinx) -> None:
    """Let ablog check its settings before it reads a page, and say which one is wrong.

    :raises ConfigError: where ablog would raise an error in the middle of the build.
    """
    try:
        Blog(app)
    except KeyError as error:
        reason = str(error.args[0]).replace("must be", " must be").replace("  ", " ")
        raise ConfigError(f"conf.py: a setting of the blog is wrong: {reason}") from error


def replace_handlers(app: Sphinx) -> list[str]:
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
    # Ours take their place as a whole, under the same names.
    app.config.skip_injecting_base_ablog_templates = True
    return missing
