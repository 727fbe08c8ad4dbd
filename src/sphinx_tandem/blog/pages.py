"""What the blog adds to pages: facts about a post, links to its neighbours, the feed.

It stands in the text of the page, so that it is there with every theme.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from ..builders import makes_web_pages
from .feeds import feed_of
from .model import blog_of
from .upstream import anchor
from .views import BlogView

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_HEADING_END = re.compile(r"</h1>")


def _add_blog(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if not makes_web_pages(app):
        return
    blog = blog_of(app)
    view = BlogView(app, blog, pagename)
    context.update(ablog=blog, anchor=anchor, tandem_blog=view)
    post = blog.posts[pagename]
    if post is not None and post.canonical_link:
        context["pageurl"] = post.canonical_link
    _announce_feed(app, context)
    if view:
        app.add_css_file("tandem-blog.css", priority=410)
    if view.post and "body" in context:
        context["body"] = _with_facts(app, context)


def _announce_feed(app: Sphinx, context: dict[str, Any]) -> None:
    feed = feed_of(app)
    if feed is None:
        return
    href, title = context["pathto"](feed.path, 1), escape(feed.title)
    context["tandem_feed"] = {"href": href, "title": feed.title}
    context["metatags"] = (context.get("metatags") or "") + (
        f'\n<link rel="alternate" type="application/atom+xml" href="{escape(href)}" title="{title}">'
    )


def _with_facts(app: Sphinx, context: dict[str, Any]) -> str:
    """Return the text of a post with its facts below the heading and its neighbours at the end."""
    environment: Any = app.builder.templates.environment
    facts = environment.get_template("ablog/facts.html").render(context)
    neighbours = environment.get_template("ablog/neighbours.html").render(context)
    body: str = context["body"]
    end = _HEADING_END.search(body)
    place = end.end() if end else 0
    return f"{body[:place]}\n{facts}{body[place:]}{neighbours}"


def setup(app: Sphinx) -> None:
    """Add to each page what belongs to it."""
    app.connect("html-page-context", _add_blog)
