"""The pages that list posts: by tag, by author, by year, by place, and all of them.

They stand at the same paths in every language, made from the words of the
source language: ``blog/tag/community-partners.html`` is there in Spanish too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from ..pages.outside import stays_inside
from ..site.pagedata import MadePage, makes_web_pages
from ..translate.interface import _
from ..upstream.ablog_blog import blog_of, collections_of
from .model import is_author, names_of_kind, pages_of_all, title_of
from .prepare import fields_of
from .views import BlogView

logger = logging.getLogger(__name__)

#: The kinds of labels whose pages there are, in the order in which they are made.
LISTED = ("archive", "author", "category", "tags", "location", "language")


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
            "tandem_languages": collection.tandem_languages,
            **view.listed(collection),
        }
        return collection.docname, context, "ablog/collection.html"

    def _parents(self, view: BlogView, *others: tuple[str, str]) -> list[dict[str, str]]:
        """Return the way to a page from the blog's first page, for the theme's breadcrumbs."""
        titles, index = self._app.env.titles, self._blog.blog_path
        name = titles[index].astext() if index in titles else _("All posts")
        return [{"link": view.href(at), "title": text} for at, text in ((index, name), *others)]


def make_pages(app: Sphinx) -> Iterator[MadePage]:
    """Make the archives of a web build."""
    if makes_web_pages(app) and len(blog_of(app).posts):
        yield from Archives(app).pages()
