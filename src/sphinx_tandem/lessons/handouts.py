"""Handouts: sheets of exercises, key points, the glossary, lessons on one page, figures.

They are made of learners' pages, which hold no instructor notes, when everything
else is written; they are no documents of the site, so no index, list, feed or
sitemap knows them.  Each is a plain page without the theme, for paper above all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from docutils import nodes
from sphinx.util.docutils import new_document

from ..pages.render import write
from ..site.options import current_language, site_of
from ..site.pagedata import MadePage, makes_site
from ..text.html import NOINDEX, moved, with_folds_open, with_own_ids
from ..translate.interface import _
from . import extracts
from .collect import all_pages, lessons_of
from .model import EXERCISE, HANDOUTS, beside, overview
from .nodes import use_mathml
from .resolved import learners_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Taken = Iterable[nodes.Node]
_LINK = re.compile(r'<a\b(?P<before>[^>]*?)\shref="(?P<href>[^"#][^"]*)"')
# Room for an answer, in lines of handwriting.
_LINES = 4


class Handouts:
    """The handouts of one build."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        known = lessons_of(app.env)
        self._order = all_pages(app.env)
        self._lessons = [name for name in self._order if name in known]

    def pages(self) -> Iterator[MadePage]:
        """Yield each page: its name, what its template needs, and the template."""
        courses: dict[str, list[str]] = {}
        for docname in self._lessons:
            courses.setdefault(overview(docname, HANDOUTS), []).append(docname)
        for index, lessons in courses.items():
            yield from self._course(index, lessons)

    def _course(self, index: str, lessons: list[str]) -> Iterator[MadePage]:
        folder = index.removesuffix("/index") if "/" in index else HANDOUTS
        listed: list[tuple[str, list[tuple[str, str]]]] = []
        for docname in lessons:
            made = list(self._of_lesson(docname))
            yield from made
            title = self._app.env.titles[docname].astext()
            listed.append((title, [(name, context["kind"]) for name, context, _template in made]))
        made = list(self._of_course(folder, lessons))
        yield from made
        whole = [(name, context["kind"]) for name, context, _template in made]
        yield self._index(index, [(_("The whole course"), whole), *listed])

    # -- One lesson --------------------------------------------------------------------

    def _of_lesson(self, docname: str) -> Iterator[MadePage]:
        base = beside(docname, HANDOUTS)
        title = self._app.env.titles[docname].astext()
        exercises = [
            found for found in lessons_of(self._app.env)[docname].activities
            if found.kind == EXERCISE
        ]  # fmt: skip
        sheets: list[tuple[str, str, Callable[[nodes.document], Taken]]] = []
        if exercises:
            sheets += [
                ("exercises", _("Exercises"), _exercise_sheet),
                ("solutions", _("Exercises with solutions"), _solution_sheet),
            ]
        sheets += [
            ("lesson", _("The whole lesson"), _whole_lesson),
            ("figures", _("Figures"), extracts.figures),
        ]
        for name, kind, take in sheets:
            html = self._html(docname, f"{base}/{name}", take)
            if html:
                heading = title if name == "lesson" else f"{title}: {kind}"
                yield self._page(f"{base}/{name}", kind, heading, html, name == "lesson")

    # -- A whole course ----------------------------------------------------------------

    def _of_course(self, folder: str, lessons: list[str]) -> Iterator[MadePage]:
        beside_them = self._beside(lessons)
        sheets: tuple[tuple[str, str, list[str], Callable[[nodes.document], Taken]], ...] = (
            ("exercises", _("Exercises"), lessons, _exercise_sheet),
            ("solutions", _("Exercises with solutions"), lessons, _solution_sheet),
            ("key-points", _("Key points"), lessons, _key_points),
            ("glossary", _("Glossary"), beside_them, extracts.glossaries),
            ("figures", _("Figures"), lessons, extracts.figures),
        )
        for name, kind, docnames, take in sheets:
            place = f"{folder}/{name}"
            parts = []
            for docname in docnames:
                if html := self._html(docname, place, take):
                    title = escape(self._app.env.titles[docname].astext())
                    heading = "" if name == "glossary" else f"<h2>{title}</h2>\n"
                    parts.append(f"<section>\n{heading}{html}</section>\n")
            if parts:
                yield self._page(place, kind, kind, "".join(parts), False)

    def _beside(self, lessons: list[str]) -> list[str]:
        """Return all pages of the folder in which a course stands."""
        tops = {docname.rpartition("/")[0] for docname in lessons}
        return [name for name in self._order if name.rpartition("/")[0] in tops]

    # -- Writing -----------------------------------------------------------------------

    def _html(self, docname: str, place: str, take: Callable[[nodes.document], Taken]) -> str:
        """Return what a sheet takes from a page, as it is to stand on another page."""
        env, builder = self._app.env, self._app.builder
        document = learners_page(self._app, docname).document
        box = new_document(str(env.doc2path(docname)))
        box += extracts.with_footnotes(document, take(document))
        if not box.children:
            return ""
        use_mathml(box)
        uri = builder.get_target_uri
        html = with_folds_open(write(self._app, docname, box).html)
        html = moved(html, uri(docname), uri(place), with_anchors=True)
        return self._spelled_out(with_own_ids(html, f"{docname.replace('/', '-')}-"), place)

    def _spelled_out(self, html: str, place: str) -> str:
        """Note at each link the address that is printed behind it."""
        site = site_of(self._app.config)
        root = site.root(current_language(self._app.config))
        page = urljoin(root, self._app.builder.get_target_uri(place)) if root else ""

        def link(found: re.Match[str]) -> str:
            address = urljoin(page, found["href"])
            is_picture = "image-reference" in found["before"]
            if is_picture or not address.startswith(("http://", "https://")):
                return found[0]
            shown = address.partition("://")[2].rstrip("/")
            return f'<a{found["before"]} data-address="{shown}" href="{found["href"]}"'

        return _LINK.sub(link, html)

    def _page(self, name: str, kind: str, title: str, body: str, has_heading: bool) -> MadePage:
        heading = "" if has_heading else f"<h1>{escape(title)}</h1>\n"
        context = {
            "title": escape(title),
            "kind": kind,
            "body": heading + body,
            "metatags": NOINDEX,
            "print_words": _("Print this page, or save it as PDF, with your browser."),
        }
        return name, context, "tandem/handout.html"

    def _item(self, href: str, kind: str) -> str:
        """Return a line of the index; a build that prints leads to the PDF, too."""
        pdf = ""
        if self._app.config.tandem_pdf and href.endswith(".html"):
            printed = escape(href.removesuffix(".html") + ".pdf")
            pdf = f' (<a href="{printed}" type="application/pdf">PDF</a>)'
        return f'<li><a href="{escape(href)}">{escape(kind)}</a>{pdf}</li>\n'

    def _index(self, name: str, listed: list[tuple[str, list[tuple[str, str]]]]) -> MadePage:
        uri = self._app.builder.get_relative_uri
        parts = []
        for title, pages in listed:
            if not pages:
                continue
            items = "".join(self._item(uri(name, page), kind) for page, kind in pages)
            parts.append(f"<section>\n<h2>{escape(title)}</h2>\n<ul>\n{items}</ul>\n</section>\n")
        context = {
            "title": _("Handouts"),
            "kind": _("Handouts"),
            "parents": [],
            "body": f"<section>\n<h1>{escape(_('Handouts'))}</h1>\n{''.join(parts)}</section>\n",
            "metatags": NOINDEX,
        }
        return name, context, "page.html"


def _exercise_sheet(document: nodes.document) -> Taken:
    for box in extracts.boxes(document, "exercise"):
        yield extracts.without_answers(box)
        lines = [nodes.container(classes=["tandem-line"]) for _line in range(_LINES)]
        yield nodes.container("", *lines, classes=["tandem-lines"])


def _solution_sheet(document: nodes.document) -> Taken:
    return (box.deepcopy() for box in extracts.boxes(document, "exercise"))


def _key_points(document: nodes.document) -> Taken:
    for box in extracts.boxes(document, "keypoints"):
        yield from (node.deepcopy() for node in extracts.contents(box))


def _whole_lesson(document: nodes.document) -> Taken:
    return extracts.with_answers_behind(document).children


def make_pages(app: Sphinx) -> Iterator[MadePage]:
    """Make the handouts."""
    if makes_site(app):
        yield from Handouts(app).pages()
