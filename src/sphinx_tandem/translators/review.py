"""Makes a page for each page and translation that shows the two side by side.

It stands at the same address in the tree of every language, so that it has its
counterparts like any page; no search engine lists it, and no other page weighs
more for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from ..catalogs.status import State
from ..site import Language
from ..site.options import catalog_url, current_language, domain_url, edit_url, is_pseudo, site_of
from ..site.pagedata import MadePage, makes_site
from ..text.html import NOINDEX
from ..translate import marks
from ..translate.interface import _
from ..translate.lookup import SITE_DOMAIN, site_messages
from ..translate.passages import audience_pages
from . import review_html
from .catalog_view import domain_catalog, page_catalog
from .passages_in_html import passages_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FOLDER = "review"
# The page that lists the reviews of all pages.
_INDEX = f"{_FOLDER}/index"


def has_review(app: Sphinx) -> bool:
    """Say whether the site has pages that show its translations passage by passage.

    They are for people who can mend what they find, so there are none on a site
    that does not say where its repository is.
    """
    return (
        bool(app.config.tandem_review)
        and makes_site(app)
        and bool(edit_url(app, ""))
        and bool(_reviewed_languages(app))
    )


def _reviewed_languages(app: Sphinx) -> tuple[Language, ...]:
    """Return the languages that the site is translated into by people."""
    pseudo = current_language(app.config) if is_pseudo(app.config) else None
    return tuple(found for found in site_of(app.config).languages[1:] if found != pseudo)


def review_page(app: Sphinx, docname: str) -> str:
    """Return the name of the page that reviews the translation of a page in this build."""
    return _review_page(docname, current_language(app.config))


def _review_page(docname: str, language: Language) -> str:
    return f"{_FOLDER}/{language.code}/{docname}"


def collect_pages(app: Sphinx) -> Iterator[MadePage]:
    """Make the review pages."""
    if not has_review(app):
        return
    lists = [_Reviews(app, language) for language in _reviewed_languages(app)]
    for reviews in lists:
        yield from reviews.pages()
    if _INDEX not in app.env.found_docs:
        title = _("Translation reviews")
        yield _page(_INDEX, title, review_html.index(title, [one.list() for one in lists]))


def _page(pagename: str, title: str, body: str) -> MadePage:
    context = {
        "title": escape(title),
        "metatags": NOINDEX,
        "parents": [],
        "body": body,
        "tandem_is_review": True,
    }
    return pagename, context, "page.html"


class _Reviews:
    """The reviews of one translation.

    :param language: its language.
    """

    def __init__(self, app: Sphinx, language: Language) -> None:
        self._app = app
        self._language = language
        self._writer = review_html.Writer(site_of(app.config).source, language)
        self._listed: list[review_html.Listed] = []

    def pages(self) -> Iterator[MadePage]:
        """Yield the reviews of all pages, and of the words of the whole site."""
        known, language = passages_of(self._app.env), self._language
        for docname, noted in sorted(known.items()):
            title = marks.strip(self._app.env.titles[docname].astext()) or docname
            shown = [one.messages for one in noted if not one.audience]
            yield from self._page(docname, _review_page(docname, language), title, shown)
            # What an audience alone sees is reviewed below its page: nobody else finds it.
            for name, page_of in audience_pages(self._app).items():
                hidden = [one.messages for one in noted if one.audience == name]
                pagename = f"{page_of(docname)}/{_FOLDER}/{language.code}"
                heading = _("Instructor notes: %s") % title
                messages = [one for one in hidden if one not in shown]
                yield from self._page(docname, pagename, heading, messages)
        if SITE_DOMAIN not in known:
            messages = [(text, "") for text, *_place in site_messages(self._app).all()]
            title = _("Words that stand on many pages")
            pagename = _review_page(SITE_DOMAIN, language)
            yield from self._page(SITE_DOMAIN, pagename, title, messages)

    def _page(
        self, name: str, pagename: str, title: str, messages: list[tuple[str, str]]
    ) -> Iterator[MadePage]:
        """Yield one review.

        :param name: the page, or the domain of what is no page.
        :param pagename: where the review stands.
        """
        app, language = self._app, self._language
        if not messages or pagename in app.env.found_docs:
            return
        is_page = name in app.env.found_docs
        view = (page_catalog if is_page else domain_catalog)(app, language, name)
        url = (catalog_url if is_page else domain_url)(app, name, language.code)
        rows = list(review_html.rows(messages, view))
        done = sum(row.state is State.TRANSLATED for row in rows)
        href = self._href(_INDEX, pagename)
        self._listed.append(review_html.Listed(title, href, done, len(rows)))
        page = self._href(pagename, name) if is_page else ""
        links = review_html.Links(page, url, self._href(pagename, _INDEX))
        heading = _("Translation review: %s") % title
        body = self._writer.page(heading, rows, links, readable=view.readable)
        yield _page(pagename, heading, body)

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
