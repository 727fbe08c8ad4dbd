"""Slides: each lesson as a deck, with presenter notes, in the instructor edition."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import new_document

from ..interface import _
from ..relocate import moved
from ..rendering import write
from .deck import Slide, slides
from .leave_out import copies_of
from .places import INSTRUCTOR, beside
from .record import lessons_of
from .resolved import instructors_page
from .timetable import relative_time
from .timing import rows_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Page = tuple[str, dict[str, Any], str]


def deck_name(docname: str) -> str:
    """Return the page with the slides of a lesson."""
    return f"{beside(docname, INSTRUCTOR)}/slides"


def _make_pages(app: Sphinx) -> Iterator[Page]:
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.name not in ("html", "dirhtml"):
        return
    for docname in sorted(copies_of(app.env)):
        if docname in lessons_of(app.env):
            yield _deck(app, docname)


def _deck(app: Sphinx, docname: str) -> Page:
    document = instructors_page(app, docname)
    top = next(iter(document.findall(nodes.section)), document)
    starts = {row.anchor: row.start for row in rows_of(lessons_of(app.env)[docname])}
    name = deck_name(docname)
    parts = [
        _write(app, docname, name, slide, starts.get(slide.anchor) if slide.anchor else None)
        for slide in slides(top)
    ]
    context = {
        "title": escape(app.env.titles[docname].astext()),
        "slides": parts,
        "lesson": app.builder.get_relative_uri(name, docname),
        "edition": app.builder.get_relative_uri(name, beside(docname, INSTRUCTOR)),
        "metatags": '<meta name="robots" content="noindex">',
        "words": {
            "previous": _("Previous slide"),
            "next": _("Next slide"),
            "notes": _("Show or hide the notes"),
            "moves": _("Arrow keys move, N shows or hides the notes, F fills the screen."),
            "lesson": _("The page that learners see"),
            "edition": _("Instructor edition"),
            "name": _("Slides"),
        },
    }
    return name, context, "tandem/slides.html"


def _write(
    app: Sphinx, docname: str, place: str, slide: Slide, start: int | None
) -> dict[str, str]:
    """Return the HTML of one slide."""

    def html(found: list[nodes.Node]) -> str:
        if not found:
            return ""
        box = new_document(str(app.env.doc2path(docname)))
        box += found
        uri = app.builder.get_target_uri
        return moved(write(app, docname, box).html, uri(docname), uri(place))

    title = nodes.inline("", "", *slide.title)
    return {
        "title": html([title]),
        "shown": html(slide.shown),
        "said": html(slide.said),
        "time": "" if start is None else relative_time(start),
    }


def setup(app: Sphinx) -> None:
    """Add the pages to the site."""
    app.connect("html-collect-pages", _make_pages)
