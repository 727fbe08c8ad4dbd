"""Slides: each lesson as a deck, with presenter notes, in the instructor edition."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from types import SimpleNamespace
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import new_document

from ..pages.render import write
from ..site.pagedata import MadePage, makes_site
from ..text.html import NOINDEX, moved, with_own_ids
from ..translate.interface import _
from . import extracts
from .collect import lessons_of
from .model import INSTRUCTOR, beside
from .nodes import use_mathml
from .resolved import ResolvedPage, instructors_page
from .slide_layout import Slide, slides
from .timetable import relative_time
from .timing import rows_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def deck_name(docname: str) -> str:
    """Return the page with the slides of a lesson."""
    return f"{beside(docname, INSTRUCTOR)}/slides"


def make_pages(app: Sphinx) -> Iterator[MadePage]:
    """Make the slides of every lesson."""
    if not makes_site(app):
        return
    for docname in sorted(lessons_of(app.env)):
        yield _deck(app, docname)


def _deck(app: Sphinx, docname: str) -> MadePage:
    page = instructors_page(app, docname)
    top = next(iter(page.document.findall(nodes.section)), page.document)
    starts = {row.anchor: row.start for row in rows_of(lessons_of(app.env)[docname]) if row.anchor}
    name = deck_name(docname)
    deck = _Deck(app, docname, page)
    parts = [
        deck.write(slide, number, next((starts[at] for at in slide.anchors if at in starts), None))
        for number, slide in enumerate(slides(top), 1)
    ]
    context = {
        "title": escape(app.env.titles[docname].astext()),
        "slides": parts,
        "lesson": app.builder.get_relative_uri(name, docname),
        "edition": app.builder.get_relative_uri(name, beside(docname, INSTRUCTOR)),
        "metatags": NOINDEX,
        "words": SimpleNamespace(gettext=_),  # templates of Sphinx may not call `_` of anything
    }
    return name, context, "tandem/slides.html"


class _Deck:
    """Writes the slides of one lesson."""

    def __init__(self, app: Sphinx, docname: str, page: ResolvedPage) -> None:
        self._app = app
        self._docname = docname
        self._page = page

    def write(self, slide: Slide, number: int, start: int | None) -> dict[str, str]:
        """Return the HTML of one slide."""
        title = nodes.inline("", "", *slide.title)
        return {
            "title": self._html([title], f"title-{number}-"),
            "shown": self._html(slide.shown, f"shown-{number}-"),
            "said": self._html(slide.said, f"said-{number}-"),
            "part": "" if slide.part[1] == 1 else "{} / {}".format(*slide.part),
            "time": "" if start is None else relative_time(start),
        }

    def _html(self, found: list[nodes.Node], prefix: str) -> str:
        """Return nodes as HTML, with footnotes, with links into the instructor edition."""
        if not found:
            return ""
        box = new_document(str(self._app.env.doc2path(self._docname)))
        box += extracts.with_footnotes(self._page.document, found)
        use_mathml(box)
        uri = self._app.builder.get_target_uri
        html = moved(
            write(self._app, self._docname, box, self._page.numbers).html,
            uri(self._docname),
            uri(deck_name(self._docname)),
            with_anchors=True,
            elsewhere=uri(beside(self._docname, INSTRUCTOR)),
        )
        return with_own_ids(html, prefix)
