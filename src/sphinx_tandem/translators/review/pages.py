"""Makes a page for each page and translation that shows the two side by side.

It stands at the same address in the tree of every language, so that it has its
counterparts like any page; no search engine lists it, and no other page weighs
more for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from ...catalogs.status import State
from ...site import Language
from ...site.options import site_of
from ...site.repository import catalog_url, domain_url
from ...text.html import NOINDEX
from ...translate import marks
from ...translate.interface import _
from ...translate.lookup import SITE_DOMAIN, site_messages
from ..carriers import Noted, passages_of
from . import writer
from .addresses import INDEX, has_review, notes_review_page, review_page, reviewed_languages
from .rows import rows
from .sheets import domain_sheet, sheet_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Page = tuple[str, dict[str, Any], str]
_TEMPLATE = "page.html"


def collect_pages(app: Sphinx) -> Iterator[Page]:
    """Make the review pages."""
    if not has_review(app):
        return
    lists = [_Reviews(app, language) for language in reviewed_languages(app)]
    for reviews in lists:
        yield from reviews.pages()
    if INDEX not in app.env.found_docs:
        title = _("Translation reviews")
        yield _page(INDEX, title, writer.index(title, [reviews.list() for reviews in lists]))


def _page(pagename: str, title: str, body: str) -> Page:
    context = {
        "title": escape(title),
        "metatags": NOINDEX,
        "parents": [],
        "body": body,
        "tandem_is_review": True,
    }
    return pagename, context, _TEMPLATE


def _messages(noted: Noted) -> tuple[str, str]:
    return noted.message, noted.other_message


class _Reviews:
    """The reviews of one translation.

    :param language: its language.
    """

    def __init__(self, app: Sphinx, language: Language) -> None:
        self._app = app
        self._language = language
        self._writer = writer.Writer(site_of(app.config).source, language)
        self._listed: list[writer.Listed] = []

    def pages(self) -> Iterator[Page]:
        """Yield the reviews of all pages, and of the words of the whole site."""
        known = passages_of(self._app.env)
        app, language = self._app, self._language
        for docname, noted in sorted(known.items()):
            title = marks.strip(app.env.titles[docname].astext()) or docname
            shown = [_messages(found) for found in noted if not found.for_instructors]
            yield from self._page(docname, review_page(app, docname, language), title, shown)
            hidden = [_messages(found) for found in noted if found.for_instructors]
            title = _("Instructor notes: %s") % title
            notes = notes_review_page(app, docname, language)
            yield from self._page(
                docname, notes, title, [one for one in hidden if one not in shown]
            )
        if SITE_DOMAIN not in known:
            messages = [(text, "") for text, *_place in site_messages(app).all()]
            title = _("Words that stand on many pages")
            name = review_page(app, SITE_DOMAIN, language)
            yield from self._page(SITE_DOMAIN, name, title, messages)

    def _page(
        self, name: str, pagename: str, title: str, messages: list[tuple[str, str]]
    ) -> Iterator[Page]:
        """Yield one review.

        :param name: the page, or the domain of what is no page.
        :param pagename: where the review stands.
        """
        app, language = self._app, self._language
        if not messages or pagename in app.env.found_docs:
            return
        is_page = name in app.env.found_docs
        sheet = (sheet_of if is_page else domain_sheet)(app, language, name)
        catalog = (catalog_url if is_page else domain_url)(app, name, language.code)
        found = list(rows(messages, sheet))
        done = sum(row.state is State.TRANSLATED for row in found)
        self._listed.append(writer.Listed(title, self._href(INDEX, pagename), done, len(found)))
        page = self._href(pagename, name) if is_page else ""
        links = writer.Links(page, catalog, self._href(pagename, INDEX))
        heading = _("Translation review: %s") % title
        yield _page(
            pagename, heading, self._writer.page(heading, found, links, readable=sheet.readable)
        )

    def _href(self, origin: str, target: str) -> str:
        return self._app.builder.get_relative_uri(origin, target)

    def list(self) -> str:
        """Return the list of the reviews that were made."""
        return self._writer.list(self._listed)


def add_styles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Load the styles of review pages on those pages alone."""
    if context.get("tandem_is_review"):
        app.add_css_file("tandem-review.css", priority=410)
