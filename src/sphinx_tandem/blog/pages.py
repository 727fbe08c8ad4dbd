"""The pages of a blog: those that list posts, and what is added to the pages of the site.

Lists by tag, author, year and place are at the same paths in every language, made from the
words of the source language: ``blog/tag/community-partners.html`` is there in Spanish too.
A post gets its facts, links to its neighbours and the feed in the text of its page, so they
are there with every theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from gettext import NullTranslations
from html import escape
from pathlib import Path
from typing import Any

from sphinx import locale
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader
from sphinx.util import logging

from ..pages.head import as_data
from ..pages.outside import stays_inside
from ..pages.search import made_pages
from ..site.options import current_language
from ..site.pagedata import MadePage, makes_web_pages, page_data
from ..translate import marks
from ..translate.interface import DOMAIN, _, site_words
from ..upstream.ablog_blog import anchor, blog_of, collections_of, has_own_templates
from ..upstream.sphinx import install_words
from .feeds import feed_of
from .model import LISTED, is_author, names_of_kind, pages_of_all, title_of
from .prepare import LISTS, fields_of
from .views import BlogView

logger = logging.getLogger(__name__)


class Archives:
    """Makes the pages of one build."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._blog = blog_of(app)

    def pages(self) -> Iterator[MadePage]:
        """Yield each page: its name, what its template needs, and the template."""
        yield from self._redirects()
        for kind in LISTED:
            yield from self._of_kind(kind)
        # A builder of folders publishes `blog` and `blog/index` at one address.
        uri = self._app.builder.get_target_uri
        written = {uri(page) for page in pages_of_all(self._blog) & self._app.env.found_docs}
        if uri(self._blog.posts.docname) not in written:
            yield self._list(self._blog.posts, _("All posts"))

    def _redirects(self) -> Iterator[MadePage]:
        for post in self._blog.posts:
            for old in post.redirect or ():
                if not stays_inside(self._app, old):
                    self._report_outside(post.docname, old)
                    continue
                context = {"redirect": post.docname, "post": post, "title": post.title}
                yield old, context, "ablog/redirect.html"

    def _report_outside(self, docname: str, old: str) -> None:
        written = fields_of(self._app.env, docname).get("redirect")
        logger.warning(
            "The old address '%s' leads out of the site, so nothing is written there. Write it "
            "from the top of the site, such as '2019/old-name'.",
            old,
            location=(docname, written.line if written else 1),
            type="page",
            subtype="outside",
        )

    def _of_kind(self, kind: str) -> Iterator[MadePage]:
        catalog = collections_of(self._blog, kind)
        overview = names_of_kind(kind)[1]
        view = BlogView(self._app, self._blog, catalog.docname)
        found = view.collections(kind)
        if not found:
            return
        written = self._app.env.found_docs
        if catalog.docname not in written:
            groups = [
                (link, [view.card(post) for post in collection])
                for link, collection in zip(view.labels(kind), found, strict=True)
            ]
            if kind == "author" and not all(map(is_author, found)):
                overview = _("Authors, and people whose posts are retold")
            context: dict[str, Any] = {"title": overview, "parents": self._parents(view)}
            context["tandem_description"] = _described(overview, [str(one.name) for one in found])
            languages = frozenset().union(*(one.tandem_languages for one in found))
            context |= {"catalog": catalog, "groups": groups, "tandem_languages": languages}
            yield catalog.docname, context, "ablog/catalog.html"
        for collection in found:
            if collection.docname not in written:
                title = title_of(kind, collection)
                yield self._list(collection, title, (catalog.docname, overview))

    def _list(self, collection: Any, title: str, *overview: tuple[str, str]) -> MadePage:
        """Return the page with the posts of a collection.

        :param overview: the page of its kind, by name and title, where there is one.
        """
        view = BlogView(self._app, self._blog, collection.docname)
        context = {
            "title": title,
            "parents": self._parents(view, *overview) if overview else [],
            "collection": collection,
            "tandem_description": _described(title, [post.title for post in collection]),
            "tandem_languages": collection.tandem_languages,
            **view.listed(collection),
        }
        return collection.docname, context, "ablog/collection.html"

    def _parents(self, view: BlogView, *others: tuple[str, str]) -> list[dict[str, str]]:
        return parents_of(self._app, view, *others)


def parents_of(app: Sphinx, view: BlogView, *others: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page from the blog's first page, for the theme's breadcrumbs."""
    titles, index = app.env.titles, blog_of(app).blog_path
    name = titles[index].astext() if index in titles else _("All posts")
    return [{"link": view.href(at), "title": text} for at, text in ((index, name), *others)]


_LONGEST = 160  # letters; search engines show no more


def _described(title: str, names: Iterable[str]) -> str:
    """Return what a list is about: its title, and as many of its names as there is room for."""
    told, after = marks.strip(title), ": "
    for name in map(marks.strip, names):
        if len(told) + len(after) + len(name) > _LONGEST:
            break
        told, after = f"{told}{after}{name}", " · "
    return told


def _found_pages(app: Sphinx) -> Iterator[tuple[str, str, str]]:
    """Yield what the search finds of lists: the page of each, its title, and other words for it."""
    blog = blog_of(app)
    for kind in LISTED if len(blog.posts) else ():
        view = BlogView(app, blog, collections_of(blog, kind).docname)
        for collection in view.collections(kind):
            yield collection.docname, title_of(kind, collection), str(collection.name)


def offer_lists(app: Sphinx) -> None:
    """Let the search find the lists of posts."""
    made_pages(app).append(_found_pages)


def make_pages(app: Sphinx) -> Iterator[MadePage]:
    """Make the archives of a web build."""
    if makes_web_pages(app) and len(blog_of(app).posts):
        yield from Archives(app).pages()


# -- What is added to a page: facts about a post, its neighbours, the feed -----------------------


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
    if post is not None and str(context.get("pageurl")).startswith("http"):
        _describe(app, post, context)
    if view:
        app.add_css_file("tandem-blog.css", priority=410)
    if view.post and not context.get("parents"):
        context["parents"] = parents_of(app, view)
    if view.post and "body" in context:
        context["body"] = _with_facts(app, context)
    elif view and pagename in pages_of_all(blog) and "body" in context:
        _add_list(app, pagename, context)


def _add_list(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Add all posts to the page that is in the place of their list, unless it lists some."""
    if pagename in page_data(app.env, LISTS):
        return
    listed = context["tandem_blog"].listed(blog_of(app).posts)
    context["body"] += _rendered(app, "posts", {**context, **listed})
    context["has_maths_elements"] = (
        context.get("has_maths_elements") or listed["has_maths_elements"]
    )


def _rendered(app: Sphinx, name: str, context: dict[str, Any]) -> str:
    """Return what one of the blog's templates makes of a context."""
    environment: Any = app.builder.templates.environment
    return str(environment.get_template(f"ablog/{name}.html").render(context))


def _announce_feed(app: Sphinx, context: dict[str, Any]) -> None:
    feed = feed_of(app)
    if feed is None:
        return
    href, title = context["pathto"](feed.path, 1), escape(feed.title)
    context["tandem_feed"] = {"href": href, "title": feed.title}
    context["metatags"] = (context.get("metatags") or "") + (
        f'\n<link rel="alternate" type="application/atom+xml" href="{escape(href)}" title="{title}">'
    )


def _describe(app: Sphinx, post: Any, context: dict[str, Any]) -> None:
    """Tell search engines what a post is, as https://schema.org/BlogPosting."""
    names = (marks.strip(str(one.name)) for one in post.author)
    told = {
        "@type": "BlogPosting",
        "headline": marks.strip(post.title),
        "url": context["pageurl"],
        "datePublished": f"{post.date:%Y-%m-%d}",
        "dateModified": f"{post.update or post.date:%Y-%m-%d}",
        "inLanguage": current_language(app.config).tag,
        "author": [
            {"@type": "Organization" if name == app.config.author else "Person", "name": name}
            for name in names
        ],
    }
    context["metatags"] = f"{context.get('metatags') or ''}\n    {as_data(told)}"


def _with_facts(app: Sphinx, context: dict[str, Any]) -> str:
    """Return the text of a post with its facts below the heading and its neighbours at the end."""
    facts, neighbours = (_rendered(app, name, context) for name in ("facts", "neighbours"))
    body: str = context["body"]
    place = body.find("</h1>")
    place = place + len("</h1>") if place >= 0 else 0
    return f"{body[:place]}\n{facts}{body[place:]}{neighbours}"


# -- Our templates, in the place of ablog's -------------------------------------------------------
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


# -- The words that a site has chosen for ablog's ------------------------------------------------


# Ours, and what ablog has for it; where a name follows, ablog puts it behind its words.
_ALIKE = ("Author", "Authors", "Category", "Categories", "Tag", "Tags", "Location", "Locations")
ABLOG_WORDS = {
    **{word: word for word in (*_ALIKE, "Language", "Languages")},
    "Archive": "Archives",
    "All posts": "All Posts",
    "Recent posts": "Recent Posts",
    "Updated": "Update",
    "Previous post": "Previous",
    "Next post": "Next",
    "Updated on %s": "Updated on ",
    "Posts by %s": "Posts by",
    "Posts from %s": "Posts from",
    "Posts in %s": "Posts in",
    "Posts in the category %s": "Posts in",
    "Posts of %s": "Posted in",
    "Posts tagged %s": "Posts tagged",
}


class BlogWords(NullTranslations):
    """Answers with the site's words for ablog's, and hands everything else on.

    :param words: the words of the site's own ``sphinx.po``.
    :param own: the words that the site has for ours, which come first.
    :param others: what answers all other questions.
    """

    def __init__(
        self, words: NullTranslations, own: NullTranslations, others: NullTranslations
    ) -> None:
        super().__init__()
        self._words, self._own = words, own
        self.add_fallback(others)

    def gettext(self, message: str) -> str:
        """Return one text."""
        name = ABLOG_WORDS.get(message, "")
        if not name or self._own.gettext(message) != message:
            return super().gettext(message)
        found = self._words.gettext(name)
        if not found.strip() or found == name:
            return super().gettext(message)
        return f"{found.rstrip()} %s" if message.endswith("%s") else found


def install_site_words(app: Sphinx) -> None:
    """Put the site's words for ablog's in front of ours."""
    if words := site_words(app, "sphinx"):
        own = site_words(app, DOMAIN) or NullTranslations()
        install_words(DOMAIN, BlogWords(words, own, locale.get_translator(DOMAIN)))
