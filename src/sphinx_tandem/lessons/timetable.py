"""Puts timetables and lists of exercises into pages, once every lesson was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.util.docutils import SphinxDirective

from ..pages.tables import table, texts
from ..translate import marks
from ..translate.interface import _
from .collect import activities_of, chosen_below, lessons_below, lessons_of, warn
from .directives import minutes_text, register_missing
from .model import (
    BREAK,
    EXERCISE,
    HANDOUTS,
    INSTRUCTOR,
    LESSON,
    TASK,
    Activity,
    Lesson,
    Row,
    beside,
    kinds,
    overview,
)
from .nodes import link_to
from .schedule import exercise_list, schedule, schedule_session, schedule_task
from .timing import placed, rows_of, session_rows, too_long, total, with_breaks

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec


# -- Puts lists of exercises into pages, once every page was read -------------------------------


def fill_list(app: Sphinx, docname: str, node: exercise_list) -> None:
    """Put a list of exercises in the place of an ``exercise-list``."""
    found = activities_of(app.env)
    for name in node["lessons"]:
        if name not in app.env.found_docs:
            warn(
                "lesson-exercise-list",
                "there is no page %r, so its exercises are not in this list. Correct the name.",
                node,
                name,
            )
    pages = node["lessons"] or chosen_below(app.env, docname, found)
    items = nodes.bullet_list(classes=node["classes"], ids=node["ids"])
    many = len([page for page in pages if found.get(page)]) > 1
    for page in pages:
        listed = [
            _exercise(app, docname, page, one)
            for one in found.get(page, ())
            if one.kind == EXERCISE
        ]
        if not many:
            items += listed
        elif listed:
            link = link_to(app, docname, page, "", app.env.titles[page].astext())
            items += nodes.list_item("", link, nodes.bullet_list("", *listed))
    if items.children:
        node.replace_self(items)
        return
    warn(
        "lesson-exercise-list",
        "there is no exercise to list here. Readers see nothing in this place. "
        "Name pages with exercises in `:lessons:`, or take the list out.",
        node,
    )
    node.parent.remove(node)


def _exercise(app: Sphinx, docname: str, page: str, exercise: Activity) -> nodes.list_item:
    link = link_to(app, docname, page, exercise.anchor, exercise.title or _("Exercise"))
    said = [] if exercise.minutes is None else [minutes_text(exercise.minutes)]
    if exercise.optional:
        said.append(_("optional"))
    if said:
        link += nodes.Text(f" ({', '.join(said)})")
    return nodes.list_item("", link)


def kind_name(kind: str) -> str:
    """Return what a row of a timetable is, in the language of the build."""
    return kinds(_)[kind]


def relative_time(minutes: int) -> str:
    """Return minutes since the beginning as hours and minutes.

    >>> relative_time(75)
    '1:15'
    """
    return f"{minutes // 60}:{minutes % 60:02}"


class Timetables:
    """Fills the timetables and lists of one page."""

    def __init__(self, app: Sphinx, docname: str, doctree: nodes.document) -> None:
        self._app = app
        self._docname = docname
        self._doctree = doctree
        self._given_ids: set[str] = set()

    # -- Timetables --------------------------------------------------------------------

    def fill(self, node: schedule) -> None:
        """Put a timetable in the place of a ``schedule``."""
        sessions = [one for one in node.children if isinstance(one, schedule_session)]
        box = nodes.container(classes=node["classes"], ids=node["ids"])
        box.source, box.line = node.source, node.line
        for session in sessions:
            made = self._table(session)
            made["ids"] = [self._free_id("timetable")]
            box += made
        node.replace_self(box)

    def _free_id(self, word: str) -> str:
        """Return an id that nothing else in the page has."""
        taken = {name for node in self._doctree.findall(nodes.Element) for name in node["ids"]}
        number = 1
        while f"{word}-{number}" in taken | self._given_ids:
            number += 1
        self._given_ids.add(f"{word}-{number}")
        return f"{word}-{number}"

    def _table(self, session: schedule_session) -> nodes.table:
        lessons = list(self._lessons(session))
        tasks = [found for found in session.children if isinstance(found, schedule_task)]
        others = [Row(0, task["minutes"], TASK, task.astext()) for task in tasks]
        breaks = (session["break_every"], session["break_minutes"])
        rows: tuple[Row, ...]
        if session["self_study"]:
            rows = placed([*map(self._lesson_row, lessons), *others])
        elif len(lessons) == 1:
            rows = with_breaks([*rows_of(lessons[0]), *others], *breaks)
        else:
            given = [(self._lesson_row(lesson), rows_of(lesson)) for lesson in lessons]
            rows = session_rows(given, others, *breaks)
        if not session["self_study"]:
            self._advise(session, lessons, others)
        words = iter(tasks)
        cells = [self.cells(row, words, with_time=not session["self_study"]) for row in rows]
        heads = [_("What"), _("Kind"), _("Minutes")]
        if not session["self_study"]:
            heads.insert(0, _("Time"))
        end = self._sum_cells(lessons, rows)
        if not session["self_study"]:
            end.insert(0, relative_time(total(rows)))
        made = table(texts(heads), [*cells, texts(end)])
        made["classes"].append("tandem-timetable")
        made.insert(0, self._caption(session, rows))
        return made

    def _lessons(self, session: schedule_session) -> Iterator[Lesson]:
        known = lessons_of(self._app.env)
        if not session["lessons"] and not session.children:
            yield from lessons_below(self._app.env, self._docname)
        for docname, line in session["lessons"]:
            if docname in known:
                yield known[docname]
                continue
            warn(
                "lesson-schedule",
                "there is no lesson %r: no page of that name says in its front matter how long "
                "it takes. The schedule is shown without it. Correct the name, or write "
                "`lesson: {teaching: 30}` at the top of that page.",
                (self._docname, line),
                docname,
            )

    def _advise(
        self, session: schedule_session, lessons: Sequence[Lesson], others: Sequence[Row]
    ) -> None:
        """Tell the author of what is longer than people should work without a break."""
        lines = dict(session["lessons"])
        plan = session.parent.line if session.parent is not None else None
        given = [row for lesson in lessons for row in rows_of(lesson)]
        for row in too_long([*given, *others], session["break_every"], session["break_minutes"]):
            warn(
                "lesson-schedule",
                "%r takes %d minutes, and no break stands within a part, an exercise or a task, "
                "though one is due every %d minutes. The schedule is shown so. Make two of it, "
                "or give the session a longer `break-every`.",
                (self._docname, lines.get(row.docname) or plan),
                marks.strip(row.title) or kind_name(row.kind),
                row.minutes,
                session["break_every"],
            )

    def _lesson_row(self, lesson: Lesson) -> Row:
        return Row(0, lesson.minutes, LESSON, lesson.title, lesson.docname)

    def cells(
        self, row: Row, words: Iterator[schedule_task], *, with_time: bool
    ) -> list[nodes.Node]:
        """Return the cells of one row; *words* are those of the tasks to come."""
        found: list[nodes.Node] = []
        if with_time:
            found += texts([relative_time(row.start)])
        if row.kind == TASK:
            found.append(next(words)[0].deepcopy())
        elif row.kind == BREAK:
            found += texts([_("Break")])
        else:
            title = row.title or kind_name(row.kind)
            link = link_to(self._app, self._docname, row.docname, row.anchor, title)
            if row.is_continued:
                # The link leads to a part, but the row stands for the rest of the lesson.
                for reference in link.findall(nodes.reference):
                    reference.clear()
                    reference.append(nodes.Text(_("%(title)s (continued)") % {"title": title}))
            found.append(link)
        kind = kind_name(row.kind)
        if row.optional:
            kind = f"{kind} ({_('optional')})"
        found += texts([kind, str(row.minutes)])
        return found

    def _sum_cells(self, lessons: Sequence[Lesson], rows: Sequence[Row]) -> list[str]:
        """Return the words and the number of the last row."""
        said = []
        teaching = sum(lesson.teaching for lesson in lessons)
        exercises = sum(lesson.exercise_minutes for lesson in lessons)
        for kind, minutes in (
            (_("Teaching"), teaching),
            (_("Exercises"), exercises),
            (_("Tasks"), sum(row.minutes for row in rows if row.kind == TASK)),
            (_("Breaks"), sum(row.minutes for row in rows if row.kind == BREAK)),
        ):
            if minutes:
                said.append(f"{kind}: {minutes}")
        return [_("Total"), "; ".join(said), str(total(rows))]

    def _caption(self, session: schedule_session, rows: Sequence[Row]) -> nodes.title:
        caption = nodes.title()
        if session.children and isinstance(session[0], nodes.paragraph):
            caption += [child.deepcopy() for child in session[0].children]
        else:
            caption += nodes.Text(_("Schedule"))
        said = []
        if session["after"] is not None:
            said.append(_("day %(number)d") % {"number": session["after"] + 1})
        said.append(minutes_text(total(rows)))
        caption += nodes.Text(f" ({', '.join(said)})")
        return caption


def plan_table(app: Sphinx, lesson: Lesson, rows: Sequence[Row]) -> nodes.table:
    """Return the timetable of one lesson, for a page on which its anchors are."""
    filler = Timetables(app, lesson.docname, nodes.document(None, None))  # type: ignore[arg-type]
    cells = [filler.cells(row, iter(()), with_time=True) for row in rows]
    heads = [_("Time"), _("What"), _("Kind"), _("Minutes")]
    made = table(texts(heads), cells)
    made["classes"] += ["tandem-timetable", "tandem-plan"]
    made["ids"] = ["tandem-plan-table"]
    made.insert(0, nodes.title("", f"{_('Plan')} ({minutes_text(total(rows))})"))
    return made


def fill_timetables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the tables in the place of the directives of a page."""
    made = Timetables(app, docname, doctree)
    for node in list(doctree.findall(schedule)):
        made.fill(node)
    for found in list(doctree.findall(exercise_list)):
        fill_list(app, docname, found)


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Note a page whose timetable changes with other pages."""
    if next(iter(doctree.findall(lambda node: isinstance(node, schedule | exercise_list))), None):
        _pages(app.env).add(app.env.current_document.docname)


def _pages(env: BuildEnvironment) -> set[str]:
    found: set[str] = env.__dict__.setdefault("tandem_timetable_pages", set())
    return found


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages with timetables: any lesson that was read may have changed them."""
    return sorted(_pages(env) & env.found_docs)


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget that a page shows a timetable."""
    _pages(env).discard(docname)


def merge_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: object) -> None:
    """Take over which pages show timetables from another process."""
    assert other is not None  # noqa: S101  # Sphinx hands over the other environment
    found: set[str] = getattr(other, "tandem_timetable_pages", set())
    _pages(env).update(found & set(docnames))


# -- The directive ``teaching-material``: links to what is made of the lessons for teaching -----


class teaching_material(nodes.General, nodes.Element):  # docutils names nodes in lower case
    """A table of links that is still to be made."""


class TeachingMaterial(SphinxDirective):
    """A table of links to the instructor edition, slides and handouts of each lesson."""

    option_spec: ClassVar[OptionSpec] = {"class": options.class_option, "name": options.unchanged}

    def run(self) -> list[nodes.Node]:
        """Make the node that stands for the table."""
        found = teaching_material(classes=["tandem-material", *self.options.get("class", [])])
        self.set_source_info(found)
        self.add_name(found)
        return [found]


def fill_material(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the links to all material in the place of the directive."""
    for node in list(doctree.findall(teaching_material)):
        lessons = lessons_below(app.env, docname)
        if app.builder.format != "html" or not lessons:
            node.parent.remove(node)
            continue
        heads = [_("Lesson"), _("For whoever teaches"), _("Handouts")]
        rows = [_row(app, docname, lesson) for lesson in lessons]
        made = table(texts(heads), [*rows, _whole(app, docname, lessons[0])])
        made["classes"] += node["classes"]
        made["ids"] += node["ids"]
        node.replace_self(made)


def _row(app: Sphinx, page: str, lesson: Lesson) -> list[nodes.Node]:
    edition = beside(lesson.docname, INSTRUCTOR)
    base = beside(lesson.docname, HANDOUTS)
    teaching = [(edition, _("Instructor edition")), (f"{edition}/slides", _("Slides"))]
    handouts = [(f"{base}/lesson", _("The whole lesson"))]
    if any(found.kind == EXERCISE for found in lesson.activities):
        handouts = [
            (f"{base}/exercises", _("Exercises")),
            (f"{base}/solutions", _("Exercises with solutions")),
            *handouts,
        ]
    return [
        _links(app, page, [(lesson.docname, lesson.title)]),
        _links(app, page, teaching),
        _links(app, page, handouts),
    ]


def _whole(app: Sphinx, page: str, first: Lesson) -> list[nodes.Node]:
    """Return the row of the whole course."""
    return [
        nodes.paragraph("", _("The whole course")),
        _links(app, page, [(overview(first.docname, INSTRUCTOR), _("All instructor notes"))]),
        _links(app, page, [(overview(first.docname, HANDOUTS), _("All handouts"))]),
    ]


def _links(app: Sphinx, page: str, found: list[tuple[str, str]]) -> nodes.paragraph:
    line = nodes.paragraph()
    for name, words in found:
        if line.children:
            line += nodes.Text(" · ")
        uri = app.builder.get_relative_uri(page, name)
        line += nodes.reference("", "", nodes.Text(words), refuri=uri, internal=True)
    return line


def add_material_directive(app: Sphinx, config: Config) -> None:
    """Register the directive, unless another extension has taken its name."""
    register_missing(app, {"teaching-material": TeachingMaterial})


def register(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(teaching_material)
