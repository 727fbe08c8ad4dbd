"""Makes a page for each page and translation that shows the two side by side.

It is at the same address in the tree of every language, so that it has its
counterparts like any page; no search engine lists it, and it adds nothing to
any other page.  Every text of a catalog is shown letter by letter.  The HTML comes from no
template: a page has hundreds of passages, and Jinja's sandbox takes ten times as long
over them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

from sphinx.application import Sphinx

from ..catalogs.model import Entry, context_of, english_of
from ..catalogs.status import State, state_of
from ..checks import Problem
from ..site import Language
from ..site.options import catalog_url, current_language, domain_url, edit_url, is_pseudo, site_of
from ..site.pagedata import MadePage, kept_notes, makes_site, written_again
from ..text.compare import word_diff
from ..text.html import NOINDEX
from ..translate.interface import _, ngettext
from ..translate.lookup import SITE_DOMAIN, Lookup, catalogs_in, site_messages
from ..translate.page_language import page_language
from ..translate.passages import audience_pages
from .passages import passages_of

_FOLDER = "review"
# The page that lists the reviews of all pages.
_INDEX = f"{_FOLDER}/index"


def has_review(app: Sphinx) -> bool:
    """Say whether the site has pages that show its translations passage by passage.

    They are for people who can fix what they find, so there are none on a site
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


def review_page(docname: str, language: Language) -> str:
    """Return the name of the page that reviews the translation of a page."""
    return f"{_FOLDER}/{language.code}/{docname}"


def collect_pages(app: Sphinx) -> Iterator[MadePage]:
    """Make the review pages."""
    if not has_review(app):
        return
    reviews = [_Reviews(app, language) for language in _reviewed_languages(app)]
    for one in reviews:
        yield from one.pages()
    if _INDEX not in app.env.found_docs:
        title = _("Translation reviews")
        yield _made_page(_INDEX, title, "".join(one.index() for one in reviews))


def _made_page(pagename: str, title: str, content: str) -> MadePage:
    context = {
        "title": escape(title),
        "metatags": NOINDEX,
        "parents": [],
        "body": f'<div class="tandem-review">\n<h1>{escape(title)}</h1>\n{content}</div>\n',
        "tandem_is_review": True,
    }
    return pagename, context, "page.html"


def add_styles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Load the styles of review pages on those pages alone."""
    if context.get("tandem_is_review"):
        app.add_css_file("tandem-review.css", priority=410)


class _Row(NamedTuple):
    """One message of a page, however often the page shows it.

    :param anchor: its id in the review, the same as long as its English is.
    :param entry: its entry, or ``None`` where the catalog has none.
    :param state: what readers get of it.
    :param problems: why readers are not shown the translation.
    """

    anchor: str
    message: str
    entry: Entry | None
    state: State
    problems: Sequence[Problem]


def _rows(messages: Iterable[tuple[str, str]], lookup: Lookup) -> Iterator[_Row]:
    """Yield the messages of a page, each once, as the catalog has them.

    :param messages: the English messages, each with what Sphinx alone has in its place.
    """
    anchors: set[str] = set()
    for message, other in dict(messages).items():
        anchor = f"m{zlib.crc32(message.encode('utf-8')):08x}"
        while anchor in anchors:
            anchor += "x"
        anchors.add(anchor)
        entry = lookup.known.get(message) or lookup.known.get(other)
        refusal = lookup.refused.get(entry.message) if entry else None
        problems = refusal.problems if refusal else ()
        yield _Row(anchor, message, entry, state_of(entry, lookup.refused), problems)


class _Reviews:
    """The reviews of one translation.

    :param language: its language.
    """

    def __init__(self, app: Sphinx, language: Language) -> None:
        self._app = app
        self._language = language
        self._source = site_of(app.config).source
        # What the index says of each page, also of those that are as they were.
        self._listed = kept_notes(app, f"review {language.code}")
        self._again = written_again(app)
        self._states = {
            State.TRANSLATED: _("Translated"),
            State.STALE: _("Stale: the source has changed since"),
            State.MISSING: _("Not translated yet"),
            State.DRAFT: _("Draft: nobody has reviewed it, so readers see the source"),
            State.REFUSED: _("Translated with a mistake, so readers see the source"),
        }
        self._edit = escape(_("Edit line %d"))
        self._begin = escape(_("Add it to the catalog"))
        self._anchor = escape(_("Link to this passage"))
        self._remarks = escape(_("Translators' notes:"))
        self._context = escape(_("Context:"))

    def pages(self) -> Iterator[MadePage]:
        """Yield the reviews of all pages, and of the words of the whole site."""
        known, language = passages_of(self._app.env), self._language
        for docname, noted in sorted(known.items()):
            if language.code not in page_language(self._app, docname).translated_into:
                continue
            if self._again is not None and docname not in self._again:
                continue
            title = self._app.env.titles[docname].astext() or docname
            shown = [one.messages for one in noted if not one.audience]
            yield from self._page(docname, review_page(docname, language), title, shown)
            # What only one audience sees is reviewed below its page, where nobody else finds it.
            for name, page_of in audience_pages(self._app).items():
                hidden = [one.messages for one in noted if one.audience == name]
                pagename = f"{page_of(docname)}/{_FOLDER}/{language.code}"
                heading = _("Instructor notes: %s") % title
                messages = [one for one in hidden if one not in shown]
                yield from self._page(docname, pagename, heading, messages)
        if SITE_DOMAIN not in known:
            messages = [(text, "") for text, *_place in site_messages(self._app).all()]
            title = _("Words that are on many pages")
            pagename = review_page(SITE_DOMAIN, language)
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
        catalogs = catalogs_in(app, language.code)
        lookup = catalogs.page(name) if is_page else catalogs.domain(name)
        catalog = (catalog_url if is_page else domain_url)(app, name, language.code)
        rows = list(_rows(messages, lookup))
        self._list(pagename, title, rows)
        links = (
            (self._href(pagename, name) if is_page else "", _("Read the page")),
            (catalog, _("Open its catalog")),
            (self._href(pagename, _INDEX), _("All reviews")),
        )
        shown = [f'<a href="{escape(href)}">{escape(text)}</a>' for href, text in links if href]
        content = f"<p>{escape(_summary(rows))} {' · '.join(shown)}</p>\n"
        if not lookup.readable:
            unreadable = _("The catalog cannot be read, so none of it is shown.")
            content += f"<p><strong>{escape(unreadable)}</strong></p>\n"
        heading = _("Translation review: %s") % title
        yield _made_page(pagename, heading, content + self._table(rows, catalog))

    def _href(self, origin: str, target: str) -> str:
        return self._app.builder.get_relative_uri(origin, target)

    def _table(self, rows: Iterable[_Row], catalog: str) -> str:
        head = "".join(
            f'<th scope="col" lang="{escape(language.tag)}">{escape(language.name)}</th>'
            for language in (self._source, self._language)
        )
        body = "".join(self._row(row, catalog) for row in rows)
        return (
            f'<table class="tandem-passages">\n<thead><tr>{head}</tr></thead>\n'
            f"<tbody>\n{body}</tbody>\n</table>\n"
        )

    def _row(self, row: _Row, catalog: str) -> str:
        text = row.entry.msgstr if row.entry else ""
        translation = _message(escape(text), self._language) if text else ""
        return (
            f'<tr id="{row.anchor}" class="tandem-{row.state.value}">'
            f"<td>{_message(_english(row), self._source)}</td>\n"
            f"<td>{translation}{self._state(row, catalog)}{self._notes(row)}</td></tr>\n"
        )

    def _state(self, row: _Row, catalog: str) -> str:
        link = ""
        if catalog and row.entry and row.entry.line:
            line = row.entry.line
            link = f' · <a href="{escape(catalog)}#L{line}">{self._edit % line}</a>'
        elif catalog:
            link = f' · <a href="{escape(catalog)}">{self._begin}</a>'
        anchor = f'<a href="#{row.anchor}" aria-label="{self._anchor}">#</a>'
        state = escape(self._states[row.state])
        return f'<p class="tandem-state"><span>{state}</span>{link} · {anchor}</p>'

    def _notes(self, row: _Row) -> str:
        found = [
            f'<p class="tandem-problem" lang="en">{escape(f"{one.code}: {one.message}")}</p>'
            for one in row.problems
        ]
        if context := context_of(row.message):
            text = f"<strong>{self._context}</strong> {escape(context)}"
            found.append(f'<p class="tandem-remark">{text}</p>')
        if row.entry and row.entry.comment:
            # Nobody knows in which language translators talk.
            text = f'<span lang="" dir="auto">{escape(row.entry.comment)}</span>'
            found.append(f'<p class="tandem-remark"><strong>{self._remarks}</strong> {text}</p>')
        return "".join(found)

    def _list(self, pagename: str, title: str, rows: Sequence[_Row]) -> None:
        """Add a review to the list of all."""
        href = self._href(_INDEX, pagename)
        done = len(rows) - _waiting(rows)
        waits = ' class="tandem-missing"' if done < len(rows) else ""
        self._listed[pagename] = (
            f'<tr{waits}><th scope="row"><a href="{escape(href)}">{escape(title)}</a></th>'
            f"<td>{done} / {len(rows)}</td></tr>\n"
        )

    def index(self) -> str:
        """Return the list of the reviews that were made."""
        words = (_("Page"), _("Translated"))
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in words)
        language = self._language
        return (
            f'<table>\n<caption lang="{escape(language.tag)}">{escape(language.name)}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(self._listed.values())}</tbody>\n</table>\n"
        )


def _message(html: str, language: Language) -> str:
    tag = escape(language.tag)
    return f'<p class="tandem-message" lang="{tag}" dir="auto" translate="no">{html}</p>'


def _english(row: _Row) -> str:
    """Return the source and, if it has changed since it was translated, what changed."""
    previous = row.entry.previous_msgid if row.entry and row.entry.fuzzy else ""
    tags = {"same": "", "old": "del", "new": "ins"}
    pieces = []
    english = english_of(row.message)
    for piece in word_diff(previous, english) if previous else ():
        tag, text = tags[piece.kind], escape(piece.text)
        pieces.append(f"<{tag}>{text}</{tag}>" if tag else text)
        pieces.append(piece.gap or " " * (piece.kind == "old"))
    return "".join(pieces) or escape(english)


def _waiting(rows: Iterable[_Row]) -> int:
    """Count the passages that wait for somebody."""
    return sum(row.state is not State.TRANSLATED for row in rows)


def _summary(rows: Sequence[_Row]) -> str:
    """Say how many passages a page has, and how many of them wait for somebody."""
    total, waiting = len(rows), _waiting(rows)
    text = ngettext("%(count)d passage.", "%(count)d passages.", total) % {"count": total}
    if not waiting:
        return f"{text} {_('All of it is translated.')}"
    rest = ngettext("%(count)d needs work.", "%(count)d need work.", waiting)
    return f"{text} {rest % {'count': waiting}}"
