"""Writes a review as HTML: every text of a catalog is shown letter by letter.

It is no template: a page has hundreds of passages, and Jinja's sandbox takes
ten times as long over them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from ..catalogs.status import State
from ..site import Language
from ..text.compare import Piece, word_diff
from ..translate.interface import _, ngettext
from .catalog_view import CatalogView


@dataclass(frozen=True)
class Row:
    """One message of a page, however often the page shows it.

    :param anchor: its id in the review, the same as long as its English is.
    :param line: the line of its entry, or 0 where the catalog has none.
    :param source: the English.
    :param translation: the translation that the catalog holds, shown to readers or not.
    :param changes: what became of the English that a stale translation was made from.
    :param problems: why readers are not shown the translation.
    :param remarks: what translators noted.
    """

    anchor: str
    line: int
    state: State
    source: str
    translation: str
    changes: Sequence[Piece] = ()
    problems: Sequence[str] = ()
    remarks: str = ""


class Listed(NamedTuple):
    """One page in the list of reviews.

    :param title: the title of the page, or of what else has a catalog.
    :param href: the relative address of its review.
    """

    title: str
    href: str
    translated: int
    total: int


@dataclass(frozen=True)
class Links:
    """Where a review leads to, as relative addresses; ``""`` for nowhere.

    :param page: the page that it is about.
    :param catalog: where the catalog is edited.
    :param index: the list of all reviews.
    """

    page: str
    catalog: str
    index: str


def rows(messages: Iterable[tuple[str, str]], view: CatalogView) -> Iterator[Row]:
    """Yield the messages of a page, each once, as the catalog has them.

    :param messages: the English messages, each with what Sphinx alone has in its place.
    """
    anchors: set[str] = set()
    for message, other in dict(messages).items():
        anchor = f"m{zlib.crc32(message.encode('utf-8')):08x}"
        while anchor in anchors:
            anchor += "x"
        anchors.add(anchor)
        entry = view.entry(message, other)
        if entry is None:
            yield Row(anchor, 0, State.MISSING, message, "")
            continue
        previous = entry.previous_msgid if entry.fuzzy else ""
        yield Row(
            anchor,
            entry.line,
            view.state(entry),
            message,
            entry.msgstr,
            word_diff(previous, message) if previous else (),
            [f"{one.code}: {one.message}" for one in view.refused.get(entry.msgid, ())],
            entry.comment,
        )


class Writer:
    """Writes the reviews of one translation.

    :param source: the language of the pages.
    :param target: the language of the translation.
    """

    def __init__(self, source: Language, target: Language) -> None:
        self._languages = (source, target)
        self._tags = (escape(source.tag), escape(target.tag))
        self._states = {
            State.TRANSLATED: _("Translated"),
            State.STALE: _("Stale: the source has changed since"),
            State.MISSING: _("Not translated yet"),
            State.REFUSED: _("Translated with a mistake, so readers see the source"),
        }
        self._edit = escape(_("Edit line %d"))
        self._begin = escape(_("Add it to the catalog"))
        self._anchor = escape(_("Link to this passage"))
        self._remarks = escape(_("Translators' notes:"))

    def page(self, title: str, rows: Sequence[Row], links: Links, *, readable: bool) -> str:
        """Return the text of a review.

        :param title: its heading.
        :param readable: whether the catalog can be read.
        """
        head = "".join(
            f'<th scope="col" lang="{tag}">{escape(language.name)}</th>'
            for tag, language in zip(self._tags, self._languages, strict=True)
        )
        unreadable = _("The catalog cannot be read, so nothing of it is shown.")
        return (
            f'<div class="tandem-review">\n<h1>{escape(title)}</h1>\n'
            f"<p>{escape(_summary(rows))} {_navigation(links)}</p>\n"
            + ("" if readable else f"<p><strong>{escape(unreadable)}</strong></p>\n")
            + f'<table class="tandem-passages">\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
            + "".join(self._row(row, links.catalog) for row in rows)
            + "</tbody>\n</table>\n</div>\n"
        )

    def _row(self, row: Row, catalog: str) -> str:
        source, target = self._tags
        translation = self._message(escape(row.translation), target) if row.translation else ""
        return (
            f'<tr id="{row.anchor}" class="tandem-{row.state.value}">'
            f"<td>{self._message(_english(row), source)}</td>\n"
            f"<td>{translation}{self._state(row, catalog)}{self._notes(row)}</td></tr>\n"
        )

    def _message(self, html: str, tag: str) -> str:
        return f'<p class="tandem-message" lang="{tag}" dir="auto" translate="no">{html}</p>'

    def _state(self, row: Row, catalog: str) -> str:
        link = ""
        if catalog:
            place = f"#L{row.line}" if row.line else ""
            text = self._edit % row.line if row.line else self._begin
            link = f' · <a href="{escape(catalog)}{place}">{text}</a>'
        anchor = f'<a href="#{row.anchor}" aria-label="{self._anchor}">#</a>'
        state = escape(self._states[row.state])
        return f'<p class="tandem-state"><span>{state}</span>{link} · {anchor}</p>'

    def _notes(self, row: Row) -> str:
        found = [f'<p class="tandem-problem" lang="en">{escape(text)}</p>' for text in row.problems]
        if row.remarks:
            # Nobody knows in which language translators talk.
            text = f'<span lang="" dir="auto">{escape(row.remarks)}</span>'
            found.append(f'<p class="tandem-remark"><strong>{self._remarks}</strong> {text}</p>')
        return "".join(found)

    def list(self, listed: Iterable[Listed]) -> str:
        """Return the list of the reviews of this translation."""
        head = "".join(
            f'<th scope="col">{escape(text)}</th>' for text in (_("Page"), _("Translated"))
        )
        return (
            f'<table>\n<caption lang="{self._tags[1]}">{escape(self._languages[1].name)}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n"
            f"<tbody>\n{''.join(map(_listed, listed))}</tbody>\n</table>\n"
        )


def index(title: str, lists: Iterable[str]) -> str:
    """Return the text of the page that lists the reviews of every translation."""
    return f'<div class="tandem-review">\n<h1>{escape(title)}</h1>\n{"".join(lists)}</div>\n'


def _listed(page: Listed) -> str:
    waits = ' class="tandem-missing"' if page.translated < page.total else ""
    return (
        f'<tr{waits}><th scope="row"><a href="{escape(page.href)}">{escape(page.title)}</a></th>'
        f"<td>{page.translated} / {page.total}</td></tr>\n"
    )


def _english(row: Row) -> str:
    """Return the source; where it has changed since it was translated, with what changed."""
    tags = {"same": "", "old": "del", "new": "ins"}
    pieces = []
    for piece in row.changes:
        tag, text = tags[piece.kind], escape(piece.text)
        pieces.append(f"<{tag}>{text}</{tag}>" if tag else text)
        pieces.append(piece.gap or " " * (piece.kind == "old"))
    return "".join(pieces) or escape(row.source)


def _navigation(links: Links) -> str:
    found = (
        (links.page, _("Read the page")),
        (links.catalog, _("Open its catalog")),
        (links.index, _("All reviews")),
    )
    return " · ".join(
        f'<a href="{escape(href)}">{escape(text)}</a>' for href, text in found if href
    )


def _summary(rows: Sequence[Row]) -> str:
    """Say how many passages a page has, and how many of them wait for somebody."""
    total = len(rows)
    waiting = sum(row.state is not State.TRANSLATED for row in rows)
    text = ngettext("%(count)d passage.", "%(count)d passages.", total) % {"count": total}
    if not waiting:
        return f"{text} {_('All of it is translated.')}"
    rest = ngettext("%(count)d needs work.", "%(count)d need work.", waiting)
    return f"{text} {rest % {'count': waiting}}"
