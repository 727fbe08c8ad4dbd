"""What the blog adds to pages: facts about a post, links to its neighbours, the feed.

It stands in the text of the page, so that it is there with every theme.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader

from ..site.pagedata import makes_web_pages, page_data
from ..upstream.ablog_blog import anchor, blog_of, has_own_templates
from .feeds import feed_of
from .model import pages_of_all
from .prepare import LISTS
from .views import BlogView

_HEADING_END = re.compile(r"</h1>")


def add_blog(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Hand the posts of the blog to the templates."""
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
    elif view and pagename in pages_of_all(blog) and "body" in context:
        _add_list(app, pagename, context)


def _add_list(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Add all posts to the page that stands in the place of their list, unless it lists some."""
    if pagename in page_data(app.env, LISTS):
        return
    listed = context["tandem_blog"].listed(blog_of(app).posts)
    environment: Any = app.builder.templates.environment
    listed_html = environment.get_template("ablog/posts.html").render({**context, **listed})
    context["body"] += listed_html
    context["has_maths_elements"] = (
        context.get("has_maths_elements") or listed["has_maths_elements"]
    )


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


# -- Puts our templates in the place of ablog's -------------------------------------------------
# They have ablog's names, so that sidebars and templates of existing sites go on
# working, and are injected where ablog would have injected its own.

FOLDER = Path(__file__).parent / "ablog_templates"


def add_templates(app: Sphinx) -> None:
    """Offer the blog's templates behind those of the site and the theme."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    if not isinstance(builder.templates, BuiltinTemplateLoader):
        return
    loader, loaders = SphinxFileSystemLoader(FOLDER), builder.templates.loaders
    if has_own_templates(builder):
        loaders.append(loader)
    else:
        loaders.insert(builder.templates.templatepathlen, loader)
