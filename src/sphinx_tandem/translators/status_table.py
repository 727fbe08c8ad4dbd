"""The figures of ``translation-status`` as nodes, in the language of the page.

For each language of the site::

    container
      paragraph        Español (in its own language), and the figures of all pages
      progress_bar     the same as a bar, for the eye only
      table            the pages that need help, if any
      paragraph        how many pages are complete
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.numbers import format_decimal, format_percent
from docutils import nodes
from sphinx.errors import NoUri

from ..catalogs.extract import INTERFACE
from ..pages.tables import heading, table
from ..site import locale_of
from ..site.options import edit_url
from ..translate.interface import _, ngettext
from ..translate.lookup import SITE_DOMAIN

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..catalogs.status import LanguageStatus, PageProgress, PageStatus
    from ..site import Language


_NUMBER = "tandem-number"


class progress_bar(nodes.General, nodes.Element):  # docutils names nodes in lower case
    """How much is done, as a bar; the figures beside it say the same."""


def status_nodes(app: Sphinx, docname: str, statuses: Sequence[LanguageStatus]) -> list[nodes.Node]:
    """Return what a page shows in the place of the directive.

    :param docname: the page.
    :param statuses: the figures, language by language.
    """
    if not statuses:
        only = _("This site has one language only, so there is nothing to translate.")
        return [nodes.paragraph("", only)]
    writer = _Writer(app, docname)
    return [writer.language(status) for status in statuses]


class _Writer:
    """Writes figures for one page, in its language."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self._app = app
        self._docname = docname
        self._locale = locale_of(app.config.language or "en") or Locale("en")

    def language(self, status: LanguageStatus) -> nodes.container:
        """Return everything about one language."""
        total, waiting = status.total, status.waiting
        place = f"tandem-status-{status.language.tag}"
        shown = nodes.container(classes=["tandem-status-language"], ids=[place])
        shown += self._overall(status.language, total)
        shown += progress_bar(value=total.translated, max=max(total.total, 1))
        if waiting:
            shown += self._table(status.language, waiting)
            done = len(status.pages) - len(waiting)
            words = ngettext("%(count)s page is complete.", "%(count)s pages are complete.", done)
            shown += nodes.paragraph("", words % {"count": self._number(done)})
        else:
            words = _(
                "Everything is translated, so nothing is waiting. Read a page, and improve "
                "what could be said better."
            )
            shown += nodes.paragraph("", words)
        return shown

    def _overall(self, language: Language, total: PageProgress) -> nodes.paragraph:
        figures = _(
            "Translated: %(percent)s (%(translated)s of %(total)s passages). Stale: %(stale)s. "
            "Missing: %(missing)s. Words left: %(words)s."
        ) % {
            "percent": self._percent(total),
            "translated": self._number(total.translated),
            "total": self._number(total.total),
            "stale": self._number(total.stale),
            "missing": self._missing(total),
            "words": self._number(total.words_left),
        }
        name = nodes.strong("", language.name, classes=[f"language-{language.tag}"])
        return nodes.paragraph("", "", name, nodes.Text(f" · {figures}"))

    def _table(self, language: Language, pages: Sequence[PageStatus]) -> nodes.table:
        linked = any(self._edit_url(page) for page in pages)
        # What one needs most comes first: on a narrow screen, the rest is scrolled into view.
        words = [_("Page"), *([_("Catalog")] if linked else [])]
        numbers = [_("Words left"), _("Translated"), _("Stale"), _("Missing")]
        heads = [heading(nodes.paragraph("", text), scope="col") for text in words]
        heads += [
            heading(nodes.paragraph("", text), scope="col", classes=[_NUMBER]) for text in numbers
        ]
        name = nodes.inline("", language.name, classes=[f"language-{language.tag}"])
        caption = nodes.title("", "", name)
        caption += nodes.Text(f" · {_('Pages that need help, the most missed first')}")
        # Sphinx asks for a name where a table has a caption.
        place = f"tandem-status-table-{language.tag}"
        rows = [self._row(page, linked) for page in pages]
        return table(heads, rows, caption, classes=["tandem-status-table"], ids=[place])

    def _row(self, page: PageStatus, linked: bool) -> list[nodes.Node]:
        counted = page.progress
        cells: list[nodes.Node] = [heading(self._page(page.page), scope="row")]
        if linked:
            link = nodes.paragraph()
            if url := self._edit_url(page):
                link += nodes.reference("", _("Translate"), refuri=url)
            cells.append(link)
        numbers = (
            self._number(counted.words_left),
            self._percent(counted),
            self._number(counted.stale),
            self._missing(counted),
        )
        for text in numbers:
            cells.append(nodes.entry("", nodes.paragraph("", text), classes=[_NUMBER]))
        return cells

    def _page(self, name: str) -> nodes.paragraph:
        """Return the title of a page as a link to it, or the words for a catalog without one."""
        if name == SITE_DOMAIN:
            return nodes.paragraph("", _("Words that stand on many pages"))
        if name in INTERFACE:
            return nodes.paragraph("", _("Words of the interface"))
        title = self._app.env.titles.get(name)
        if title is None:
            return nodes.paragraph("", "", nodes.literal("", name))
        words = title.astext() or name
        try:
            uri = self._app.builder.get_relative_uri(self._docname, name)
        except NoUri:  # a page that this book leaves out
            return nodes.paragraph("", words)
        return nodes.paragraph("", "", nodes.reference("", words, refuri=uri, internal=True))

    def _edit_url(self, page: PageStatus) -> str:
        # A catalog outside of the site's folder is in no repository that we know.
        if page.path.startswith(("/", "..")) or ":" in page.path:
            return ""
        return edit_url(self._app, page.path, new=not page.exists)

    def _missing(self, counted: PageProgress) -> str:
        if not counted.refused:
            return self._number(counted.missing)
        return _("%(missing)s, of which %(refused)s with a mistake") % {
            "missing": self._number(counted.missing),
            "refused": self._number(counted.refused),
        }

    def _number(self, number: int) -> str:
        return format_decimal(number, locale=self._locale)

    def _percent(self, counted: PageProgress) -> str:
        return format_percent(counted.percent / 100, locale=self._locale)


def visit_progress_bar(self: Any, node: nodes.Element) -> None:
    """Write the bar; those who listen to the page have the figures."""
    attributes = {"value": node["value"], "max": node["max"], "aria-hidden": "true"}
    self.body.append(self.starttag(node, "progress", "", **attributes) + "</progress>\n")
    raise nodes.SkipNode


def skip(self: Any, node: nodes.Element) -> None:
    """Show nothing."""
    raise nodes.SkipNode
