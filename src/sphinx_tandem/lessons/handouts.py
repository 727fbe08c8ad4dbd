"""Handouts: sheets of exercises, key points, the glossary, lessons on one page, figures.

They are made of learners' pages, which contain no instructor notes, when everything
else is written; they are no documents of the site, so no index, list, feed or
sitemap knows them.  Each is a plain page without the theme, for paper above all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..site.pagedata import MadePage, all_pages, kept_of, made_of, makes_site
from ..text.html import NOINDEX, joined, with_folds_open
from ..translate.interface import _
from .collect import lessons_of, public_address
from .model import HANDOUTS, beside, overview
from .nodes import author_title, boxes, contents, fold, free_id, without_answers
from .notes import Origin, resolved_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Take = Callable[[nodes.document], Iterable[nodes.Node]]
_LINK = re.compile(r'<a\b(?P<before>[^<>]*?)\shref="(?P<href>[^"#][^"]*)"')
# Room for an answer, in lines of handwriting: for each minute a line, and two for each question.
_FEWEST, _MOST, _WITHOUT_MINUTES = 3, 14, 4


class Handouts:
    """The handouts of one build."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        known = lessons_of(app.env)
        self._order = all_pages(app.env)
        self._lessons = [name for name in self._order if name in known]
        self._written: dict[tuple[str, str], str] = {}

    def pages(self) -> Iterator[MadePage]:
        """Yield each page: its name, what its template needs, and the template."""
        courses: dict[str, list[str]] = {}
        for docname in self._lessons:
            courses.setdefault(overview(docname, HANDOUTS), []).append(docname)
        for index, lessons in courses.items():
            yield from self._course(index, lessons)

    def _course(self, index: str, lessons: list[str]) -> Iterator[MadePage]:
        folder = index.removesuffix("/index")
        listed: list[tuple[str, list[tuple[str, str]]]] = []
        for docname in lessons:
            made: list[tuple[str, str]] = []
            for page in made_of(self._app, docname, partial(self._of_lesson, docname)):
                made.append((page[0], page[1]["kind"]))
                yield page
            pages = kept_of(self._app, "handouts", docname, made.copy)
            listed.append((self._app.env.titles[docname].astext(), pages))
        of_course = list(self._of_course(folder, lessons))
        yield from of_course
        names = [(name, context["kind"]) for name, context, _template in of_course]
        yield self._index(index, [(_("The whole course"), names), *listed])

    def _of_lesson(self, docname: str) -> Iterator[MadePage]:
        title = self._app.env.titles[docname].astext()
        for name, kind, take in _sheets("exercises", "solutions", "lesson", "figures"):
            place, is_whole = f"{beside(docname, HANDOUTS)}/{name}", name == "lesson"
            if html := self._html(docname, place, name, take):
                heading = title if is_whole else f"{title}: {kind}"
                yield self._page(place, kind, heading, html, is_whole)

    def _of_course(self, folder: str, lessons: list[str]) -> Iterator[MadePage]:
        tops = {docname.rpartition("/")[0] for docname in lessons}
        beside_them = [name for name in self._order if name.rpartition("/")[0] in tops]
        names = ("exercises", "solutions", "key-points", "glossary", "figures")
        for name, kind, take in _sheets(*names):
            place, is_glossary = f"{folder}/{name}", name == "glossary"
            parts = []
            for docname in beside_them if is_glossary else lessons:
                if html := self._html(docname, place, name, take):
                    title = escape(self._app.env.titles[docname].astext())
                    heading = "" if is_glossary else f"<h2>{title}</h2>\n"
                    parts.append(f"<section>\n{heading}{html}</section>\n")
            if parts:
                yield self._page(place, kind, kind, "".join(parts), False)

    def _html(self, docname: str, place: str, sheet: str, take: Take) -> str:
        """Return what a sheet takes from a page, as it is to be on another page."""

        def written() -> str:
            page = resolved_page(self._app, docname)
            return page.written([take(page.document)])[0]

        if (docname, sheet) not in self._written:  # the course's sheets hold those of lessons
            html = kept_of(self._app, f"handouts {sheet}", docname, written)
            self._written[docname, sheet] = html
        html = Origin(self._app, docname).placed(self._written[docname, sheet], place)
        return self._spelled_out(with_folds_open(html), place)

    def _spelled_out(self, html: str, place: str) -> str:
        """Note in each link the address that is printed after it."""
        page = public_address(self._app, place)

        def link(found: re.Match[str]) -> str:
            address = joined(page, found["href"])
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
            "large_words": _("Large print"),
            "signed": (_("Name"), _("Date")) if name.endswith("/exercises") else (),
            "print_words": _("Print this page, or save it as PDF, with your browser."),
        }
        return name, context, "tandem/handout.html"

    def _item(self, href: str, kind: str) -> str:
        """Return a line of the index, with a link to the PDF if the build makes one."""
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
            "parents": [],
            "body": f"<section>\n<h1>{escape(_('Handouts'))}</h1>\n{''.join(parts)}</section>\n",
            "metatags": NOINDEX,
        }
        return name, context, "page.html"


def _sheets(*names: str) -> Iterator[tuple[str, str, Take]]:
    """Yield sheets: the name of the page, what it is called, and what it takes."""
    found: dict[str, tuple[str, Take]] = {
        "exercises": (_("Exercises"), _exercise_sheet),
        "solutions": (_("Exercises with solutions"), lambda page: boxes(page, "exercise")),
        "lesson": (_("The whole lesson"), lambda page: _with_answers_behind(page).children),
        "key-points": (
            _("Key points"),
            lambda page: [node for box in boxes(page, "keypoints") for node in contents(box)],
        ),
        "glossary": (_("Glossary"), lambda page: page.findall(addnodes.glossary)),
        "figures": (_("Figures"), _figures),
    }
    return ((name, *found[name]) for name in names)


def _exercise_sheet(document: nodes.document) -> Iterator[nodes.Node]:
    for box in boxes(document, "exercise"):
        yield without_answers(box)
        lines = [nodes.container(classes=["tandem-line"]) for _line in range(_room(box))]
        yield nodes.container("", *lines, classes=["tandem-lines"])


def _room(box: nodes.Element) -> int:
    """Return how many lines an answer has; the author may say it."""
    if (given := box.get("lines")) is not None:
        return int(given)
    questions = [item for found in box.findall(nodes.enumerated_list) for item in found.children]
    wanted = max(box.get("minutes") or _WITHOUT_MINUTES, 2 * len(questions))
    return min(max(wanted, _FEWEST), _MOST)


def _with_answers_behind(document: nodes.document) -> nodes.document:
    """Return a copy of a lesson with its solutions at the end, each under its exercise's title."""
    document = document.deepcopy()
    section: nodes.Element = next(iter(document.findall(nodes.section)), document)
    answers = nodes.section(classes=["tandem-answers"])
    taken = {name for node in document.findall(nodes.Element) for name in node["ids"]}
    answers["ids"] = [free_id("solutions", taken)]
    answers += nodes.title("", _("Solutions"))
    for box in boxes(document, "exercise"):
        held = [found for found in box.findall(fold) if "tandem-solution" in found["classes"]]
        if not held:
            continue
        answers += nodes.paragraph("", "", nodes.strong("", author_title(box)))
        for solution in held:
            solution.parent.remove(solution)
            children = list(solution.children[1:])  # after the word "Solution"
            solution.children = []
            answers += children
    if len(answers) > 1:
        section.append(answers)
    return document


def _figures(document: nodes.document) -> Iterator[nodes.Element]:
    """Yield the figures, each followed by its alternative text."""
    for found in document.findall(nodes.figure):
        yield found
        texts = [image["alt"] for image in found.findall(nodes.image) if image.get("alt")]
        for text in texts:
            # Marks of what is not translated travel in the text itself.
            yield nodes.paragraph("", text, classes=["tandem-figure-text"])


def make_pages(app: Sphinx) -> Iterator[MadePage]:
    """Make the handouts."""
    if makes_site(app):
        yield from Handouts(app).pages()
