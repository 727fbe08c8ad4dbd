"""The instructor edition: each lesson with its notes, its timings and a clock, and its slides.

For ``training/lesson`` it is ``training/instructor/lesson``, its slides are
``training/instructor/lesson/slides``, and all notes together are
``training/instructor/index``.  These pages are made when everything else is
written: they are no documents of the site, so neither the search index nor any list,
feed or sitemap knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from html import escape
from importlib.util import find_spec
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..pages.head import way_to_root
from ..site.options import is_source
from ..site.pagedata import MadePage, all_pages, kept_of, made_of, makes_site, withdraw_static
from ..text.html import NOINDEX, data_script, moved, with_folds_open
from ..translate import marks
from ..translate.interface import _, script_words
from ..translate.passages import with_parents
from ..upstream.sphinx import write_fragment
from .collect import course_of, lessons_in, lessons_of, public_address, warn
from .directives import minutes_text
from .model import HANDOUTS, INSTRUCTOR, Lesson, Row, beside, overview, row_words, rows_of
from .nodes import heading, heading_text, instructor_note
from .notes import ResolvedPage, pages_with_notes, resolved_page
from .slide_layout import overfull, slides
from .timetable import plan_table, relative_time, taught_sessions
from .workshop import qr_code

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_SCRIPT, _STYLES = "tandem-clock.js", "tandem-clock.css"


def edition_name(docname: str) -> str:
    """Return the page of a lesson's instructor edition."""
    return beside(docname, INSTRUCTOR)


def deck_name(docname: str) -> str:
    """Return the page with the slides of a lesson."""
    return f"{edition_name(docname)}/slides"


def edition_pages(env: BuildEnvironment) -> set[str]:
    """Return the pages that have an instructor edition: lessons, and pages with notes."""
    return {*lessons_of(env), *pages_with_notes(env)}


class Edition:
    """The instructor edition of one build."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._env: BuildEnvironment = app.env
        chosen = edition_pages(self._env)
        self._pages = [name for name in all_pages(self._env) if name in chosen]
        self._taught: dict[str, list[tuple[str, tuple[Row, ...]]]] = {}

    def pages(self) -> Iterator[MadePage]:
        """Yield each page: its name, what its template needs, and the template."""
        written: dict[str, list[str]] = {}
        for docname in self._pages:
            name = edition_name(docname)
            notes = overview(docname, INSTRUCTOR)
            if not self._env.found_docs.isdisjoint((name, notes)):
                warn(
                    "lesson-edition",
                    "a page of the site is in the place of the instructor edition of %r (%s). "
                    "That lesson has no instructor edition; move or rename the page.",
                    docname,
                    docname,
                    name,
                )
                continue
            written.setdefault(notes, []).append(docname)
        for name, docnames in written.items():
            yield self._notes(name, docnames)
            for place, docname in enumerate(docnames):
                before = edition_name(docnames[place - 1]) if place else name
                after = edition_name(docnames[place + 1]) if place + 1 < len(docnames) else ""
                make = partial(self._lesson, docname, before, after)
                yield from self._made_of(docname, make, "editions")
        for docname in sorted(lessons_of(self._env)):
            yield from self._made_of(docname, partial(self._deck, docname), "decks")

    def _made_of(
        self, docname: str, make: Callable[[], Iterator[MadePage]], name: str
    ) -> Iterator[MadePage]:
        """Make pages of a lesson again where another lesson of its session takes other times."""
        beside = (f"sessions of {name}", self._sessions(docname))
        yield from made_of(self._app, docname, make, beside)

    def _sessions(self, docname: str) -> list[tuple[str, str, tuple[Row, ...]]]:
        """Return the sessions in which a lesson, or any of a course, is taught.

        Each has a key, a title and a timetable; a lesson of none is a session of its own.
        """
        lesson = lessons_of(self._env).get(docname)
        course = course_of(self._env, docname) if lesson else docname
        if course not in self._taught:
            self._taught[course] = taught_sessions(self._env, course)
        found = [
            (f"{course}#{number}", title, rows)
            for number, (title, rows) in enumerate(self._taught[course], 1)
            if lesson is None or any(row.docname == docname for row in rows)
        ]
        if lesson and not found and (rows := rows_of(lesson)):
            return [(docname, lesson.title, rows)]
        return found

    def _clock(self, name: str, docname: str) -> str:
        """Return the data for the clock on a page, ``""`` where nothing is to be timed."""
        sessions = self._sessions(docname)
        plan = {
            "root": way_to_root(self._app, name),
            "sessions": [
                {
                    "key": key,
                    "title": marks.strip(title),
                    "rows": [self._clock_row(name, docname, row) for row in rows],
                }
                for key, title, rows in sessions
            ],
            "words": script_words(self._app, _clock_words),
        }
        return data_script("tandem-plan", plan) if sessions else ""

    def _clock_row(self, name: str, docname: str, row: Row) -> dict[str, Any]:
        href = ""
        if row.docname:
            href = self._app.builder.get_relative_uri(name, edition_name(row.docname))
            href = f"{href}#{row.anchor}" if row.anchor else href or "#"
        return {
            "start": row.start,
            "minutes": row.minutes,
            "kind": row.kind,
            "title": marks.strip(row_words(row, _)[0]),
            "href": href,
            "here": row.docname == docname,
            "optional": row.optional,
        }

    def _link(self, name: str, page: str) -> dict[str, str]:
        """Return a link from a page of the edition to another, as templates take it."""
        docname = next((one for one in self._pages if edition_name(one) == page), "")
        title = self._env.titles[docname].astext() if docname else _("Instructor notes")
        return {"link": self._app.builder.get_relative_uri(name, page), "title": escape(title)}

    def _lesson(self, docname: str, before: str, after: str) -> Iterator[MadePage]:
        page = resolved_page(self._app, docname, with_notes=True)
        document = page.document.deepcopy()
        lesson = lessons_of(self._env).get(docname)
        rows = rows_of(lesson) if lesson else ()
        _show_times(document, rows)
        top: nodes.Element = next(iter(document.findall(nodes.section)), document)
        top.insert(0 if top is document else 1, self._head(docname, lesson, rows))
        title = self._env.titles[docname].astext()
        rendered = write_fragment(self._app, docname, document, page.numbers)
        uri, name = self._app.builder.get_target_uri, edition_name(docname)
        html = with_folds_open(rendered.html)
        body = moved(html, uri(docname), uri(name), with_anchors=True)
        if rows:
            body += self._clock(name, docname)
        context = _context(f"{title} – {_('Instructor edition')}", body, rendered.has_formulas)
        above = [course_of(self._env, docname), docname] if lesson else [docname]
        context["parents"] = [
            {"link": self._app.builder.get_relative_uri(name, page), "title": escape(title_of)}
            for page in above
            if page and (title_of := self._env.titles[page].astext())
        ]
        context["prev"] = self._link(name, before)
        context["next"] = self._link(name, after) if after else None
        yield name, context, "page.html"

    def _head(self, docname: str, lesson: Lesson | None, rows: tuple[Row, ...]) -> nodes.container:
        """Return what is below the title: where one is, and the plan."""
        uri = self._app.builder.get_relative_uri
        line = nodes.paragraph("", _("This is the edition for people who teach."))
        links = [
            (docname, _("The page that learners see")),
            (overview(docname, INSTRUCTOR), _("All instructor notes")),
        ]
        if lesson:
            links.append((deck_name(docname), _("Slides")))
        handouts = overview(docname, HANDOUTS)
        if any(overview(name, HANDOUTS) == handouts for name in lessons_of(self._env)):
            links.append((handouts, _("Handouts")))
        for name, words in links:
            line += [
                nodes.Text(" "),
                nodes.reference("", words, refuri=uri(docname, name), internal=True),
                nodes.Text("."),
            ]
        head = nodes.container("", line, classes=["tandem-edition"])
        if lesson and rows:
            head += plan_table(self._app, lesson, rows)
        return head

    def _notes(self, name: str, docnames: list[str]) -> MadePage:
        heading = _("Instructor notes")
        words = _("The notes of all lessons, in the order of the course.")
        parts = [f"<section>\n<h1>{escape(heading)}</h1>\n<p>{escape(words)}</p>\n"]
        for docname in docnames:
            make = partial(self._notes_of, name, docname)
            parts.append(kept_of(self._app, "instructor notes", docname, make))
        parts.append("</section>\n")
        courses = [course_of(self._env, one) for one in docnames if one in lessons_of(self._env)]
        if course := next(filter(None, courses), ""):
            parts.append(self._clock(name, course))
        context = _context(heading, "".join(parts), False)
        context["next"] = self._link(name, edition_name(docnames[0]))
        if course:
            title = escape(self._env.titles[course].astext())
            link = self._app.builder.get_relative_uri(name, course)
            context["parents"] = [{"link": link, "title": title}]
        return name, context, "page.html"

    def _notes_of(self, name: str, docname: str) -> str:
        env, builder = self._env, self._app.builder
        page = resolved_page(self._app, docname, with_notes=True)
        held: list[nodes.Node] = []
        link = builder.get_relative_uri(docname, edition_name(docname))
        for note in page.document.findall(instructor_note):
            anchor, text = _section_of(note)
            words = heading(self._app, docname, anchor) or [nodes.Text(text)]
            where = nodes.reference("", "", *words, refuri=f"{link}#{anchor}", internal=True)
            held += [nodes.paragraph("", "", where), note]
        lesson = lessons_of(env).get(docname)
        title = escape(env.titles[docname].astext())
        href = escape(builder.get_relative_uri(name, edition_name(docname)))
        said = f" ({escape(minutes_text(lesson.minutes))})" if lesson else ""
        held = held or [nodes.paragraph("", _("This lesson has no notes."))]
        html = page.html(held, name, edition_name(docname))
        return f'<section>\n<h2><a href="{href}">{title}</a>{said}</h2>\n{html}</section>\n'

    def _deck(self, docname: str) -> Iterator[MadePage]:
        page = resolved_page(self._app, docname, with_notes=True)
        starts = {row.anchor: row.start for row in rows_of(lessons_of(self._env)[docname])}
        name, uri = deck_name(docname), self._app.builder.get_relative_uri
        context = {
            "title": escape(self._env.titles[docname].astext()),
            "slides": list(self._slides(page, starts)),
            "facts": self._facts(docname),
            **self._end(name, docname),
            "name": docname,
            "root": way_to_root(self._app, name),
            "lesson": uri(name, docname),
            "edition": uri(name, edition_name(docname)),
            "metatags": NOINDEX,
            "plan": self._clock(name, docname),
            "words": SimpleNamespace(gettext=_),  # templates of Sphinx may not call `_` of anything
        }
        yield name, context, "tandem/slides.html"

    def _facts(self, docname: str) -> list[str]:
        """Return what the first slide says below the title: the course, and how long it takes."""
        course = course_of(self._env, docname)
        above = [self._env.titles[course].astext()] if course else []
        return [
            escape(one) for one in (*above, minutes_text(lessons_of(self._env)[docname].minutes))
        ]

    def _end(self, name: str, docname: str) -> dict[str, str]:
        """Return what the last slide says: where the lesson is, and which one comes next."""
        address, course = public_address(self._app, docname), course_of(self._env, docname)
        names = [lesson.docname for lesson in lessons_in(self._env, course)] if course else []
        after = names[names.index(docname) + 1 :][:1] if docname in names else []
        code = ""
        if address.startswith("http") and find_spec("segno"):
            code = qr_code(address, "l")
        return {
            "address": escape(address),
            "code": code,
            "after": self._app.builder.get_relative_uri(name, deck_name(after[0])) if after else "",
            "after_title": escape(self._env.titles[after[0]].astext()) if after else "",
        }

    def _slides(self, page: ResolvedPage, starts: Mapping[str, int]) -> Iterator[dict[str, str]]:
        """Yield the HTML of each slide, whose links lead into the instructor edition."""
        top = next(iter(page.document.findall(nodes.section)), page.document)
        found = slides(top)
        kinds = ("title", "shown", "said")
        titles = [nodes.inline("", "", *(node.deepcopy() for node in one.title)) for one in found]
        parts = [
            part
            for title, one in zip(titles, found, strict=True)
            for part in ([title], one.shown, one.said)
        ]
        written = iter(page.written(parts))
        name, edition = deck_name(page.docname), edition_name(page.docname)
        for number, slide in enumerate(found, 1):
            start = next((starts[at] for at in slide.anchors if at in starts), None)
            yield {
                **{
                    kind: page.placed(next(written), name, edition, f"{kind}-{number}-")
                    for kind in kinds
                },
                "part": "" if slide.part[1] == 1 else "{} / {}".format(*slide.part),
                "time": "" if start is None else relative_time(start),
                "classes": "".join(
                    f" tandem-slide-{name}" for name in (slide.kind, slide.layout) if name
                ),
            }


def check_slides(app: Sphinx, doctree: nodes.document) -> None:
    """Tell the author of a lesson which of its slides nobody could read, or show nothing."""
    top = next(iter(doctree.findall(nodes.section)), None)
    if top is None or app.env.docname not in lessons_of(app.env) or not is_source(app.config):
        return  # slides are the same in every language
    for number, slide in enumerate(slides(top)):
        title = "".join(node.astext() for node in slide.title)
        if overfull(slide):
            message = (
                "the slide %r holds far more than can be read on it. Part it: give what should "
                "be shown the class `slide`, or the rest the class `no-slide`."
            )
        elif number and not any(map(_shows_something, slide.shown)):
            message = (
                "the slide %r shows nothing but its title. Give a block of its section that says "
                "something the class `slide`, or the section the class `no-slide`."
            )
        else:
            continue
        place = slide.title[0].parent if slide.title else top
        warn("lesson-slide", message, place if place and place.line else app.env.docname, title)


def _shows_something(node: nodes.Node) -> bool:
    seen = (nodes.image, nodes.raw, nodes.math_block)
    return bool(node.astext().strip()) or any(isinstance(one, seen) for one in node.findall())


def _context(title: str, body: str, has_formulas: bool) -> dict[str, Any]:
    return {
        "title": escape(title),
        "parents": [],
        "body": body,
        "metatags": NOINDEX,
        "has_maths_elements": has_formulas,
        "tandem_is_edition": True,
        "display_toc": False,
    }


def _section_of(note: nodes.Element) -> tuple[str, str]:
    """Return the anchor and the heading of the section that a note is in."""
    for node in with_parents(note):
        if isinstance(node, nodes.section) and heading_text(node):
            return next(iter(node["ids"]), ""), heading_text(node)
    return "", ""


def _show_times(document: nodes.document, rows: tuple[Row, ...]) -> None:
    """Say below each heading when it begins, and how long it takes."""
    starts = {row.anchor: row for row in reversed(rows) if row.anchor}
    for node in list(document.findall(nodes.section)) + list(document.findall(nodes.admonition)):
        row = next((starts[found] for found in node["ids"] if found in starts), None)
        if row is None or not node.children or not isinstance(node[0], nodes.title):
            continue
        hours = f"{relative_time(row.start)}–{relative_time(row.start + row.minutes)}"
        text = f"{hours} · {minutes_text(row.minutes)}"
        node.insert(1, nodes.paragraph("", text, classes=["tandem-timing"]))


def _clock_words() -> dict[str, str]:
    return {
        "name": _("Class clock"),
        "start": _("Start the clock"),
        "again": _("Start again from 0:00"),
        "goOn": _("Resume the clock"),
        "more": _("More"),
        "stop": _("Stop the clock"),
        "earlier": _("We began 1 min earlier"),
        "later": _("We began 1 min later"),
        "next": _("Go to the next part"),
        "back": _("Go back to the previous part"),
        "now": _("According to the plan: %(title)s, until %(time)s"),
        "here": _("You are at: %(title)s"),
        "over": _("Time is up."),
        "onTime": _("You are on time."),
        "late": _("You are %(count)d min late."),
        "early": _("You are %(count)d min early."),
        "skip": _("Leave out: %(title)s (%(count)d min)"),
        "shorten": _("Shorten: %(title)s by %(count)d min"),
        "rest": _("Leave for another day, or end later: %(count)d min"),
        "forgotten": _("The clock was stopped: it had been running since %(time)s."),
    }


def make_pages(app: Sphinx) -> Iterator[MadePage]:
    """Make the pages of the edition."""
    if makes_site(app):
        yield from Edition(app).pages()


def add_clock(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Load the clock on these pages alone."""
    if context.get("tandem_is_edition"):
        app.add_js_file(_SCRIPT, loading_method="defer")
        app.add_css_file(_STYLES)


def remove_script(app: Sphinx, exception: Exception | None) -> None:
    """Publish no clock where no page has one."""
    if not edition_pages(app.env):
        withdraw_static(app, _SCRIPT)
        withdraw_static(app, _STYLES)
