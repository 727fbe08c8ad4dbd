"""Puts timetables, lists of exercises and links to material into pages.

A page is filled when it is written: only then has every lesson been read, in whatever order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from docutils import nodes

from ..pages.nodes import table, texts
from ..site.pagedata import is_kept_in_step, page_data
from ..translate import marks
from ..translate.interface import _, in_a_row, label
from .collect import activities_of, chosen_below, lessons_below, lessons_in, lessons_of, warn
from .directives import effort_text, minutes_text
from .model import (
    BREAK,
    EXERCISE,
    HANDOUTS,
    INSTRUCTOR,
    TASK,
    Activity,
    Breaks,
    Lesson,
    Row,
    beside,
    kinds,
    lesson_rows,
    overview,
    parts_of_session,
    row_words,
    session_rows,
    total,
)
from .nodes import (
    exercise_list,
    link_to,
    schedule,
    schedule_session,
    schedule_task,
    teaching_material,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


_TIMETABLES = "tandem_timetables"


def fill_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put tables and lists in the place of the directives of a page."""
    for plan in list(doctree.findall(schedule)):
        fill_schedule(app, docname, doctree, plan)
    for listed in list(doctree.findall(exercise_list)):
        _fill_list(app, docname, listed)
    for material in list(doctree.findall(teaching_material)):
        _fill_material(app, docname, material)


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Record a page whose timetable changes with other pages."""
    if not any(doctree.findall(lambda node: isinstance(node, schedule | exercise_list))):
        return
    plans = [list(plan.findall(schedule_session)) for plan in doctree.findall(schedule)]
    named = (
        sessions
        for sessions in plans
        if any(session["lessons"] or session.children for session in sessions)
    )
    found = tuple(map(_planned, next(named, ())))
    page_data(app.env, _TIMETABLES)[app.env.docname] = found


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages with timetables: any lesson that was read may have changed them."""
    if is_kept_in_step(app):
        return []
    return sorted(page_data(env, _TIMETABLES).keys() & env.found_docs)


def relative_time(minutes: int) -> str:
    """Return minutes since the beginning as hours and minutes.

    >>> relative_time(75)
    '1:15'
    """
    return f"{minutes // 60}:{minutes % 60:02}"


def fill_schedule(app: Sphinx, docname: str, doctree: nodes.document, plan: schedule) -> None:
    """Put a timetable of each session in the place of a ``schedule``."""
    box = nodes.container(classes=plan["classes"], ids=plan["ids"])
    box.source, box.line = plan.source, plan.line
    sessions = list(plan.findall(schedule_session))
    box += [_session_table(app, docname, one) for one in sessions]
    if len(sessions) > 1:
        planned = map(_planned, sessions)
        whole = sum(total(one.rows(one.held(app.env))) for one in planned)
        said = f"{label(_('The whole course'))} {minutes_text(whole)}"
        box += nodes.paragraph("", said, classes=["tandem-sum"])
    plan.replace_self(box)
    taken = {name for node in doctree.findall(nodes.Element) for name in node["ids"]}
    free = (name for number in count(1) if (name := f"timetable-{number}") not in taken)
    for made, name in zip(box.findall(nodes.table), free, strict=False):
        made["ids"] = [name]


@dataclass(frozen=True)
class Planned:
    """A session as the schedule of a course plans it, in the language of the build.

    :param lessons: the pages of its lessons.
    :param after: days since the first session.
    """

    title: str
    lessons: tuple[str, ...]
    tasks: tuple[Row, ...]
    breaks: Breaks
    is_self_study: bool
    after: int | None

    def held(self, env: BuildEnvironment) -> list[Lesson]:
        """Return its lessons."""
        known = lessons_of(env)
        return [known[name] for name in self.lessons if name in known]

    def rows(self, lessons: Sequence[Lesson]) -> tuple[Row, ...]:
        """Return its timetable."""
        given = list(map(lesson_rows, lessons))
        return session_rows(given, self.tasks, self.breaks, self_study=self.is_self_study)


def _planned(session: schedule_session) -> Planned:
    titles = [found.astext() for found in session.children if isinstance(found, nodes.paragraph)]
    tasks = session.findall(schedule_task)
    return Planned(
        "".join(titles),
        tuple(docname for docname, _line in session["lessons"]),
        tuple(Row(task["minutes"], TASK, task.astext()) for task in tasks),
        Breaks(session["break_every"], session["break_minutes"]),
        session["self_study"],
        session["after"],
    )


def planned_sessions(env: BuildEnvironment, docname: str) -> tuple[Planned, ...]:
    """Return the sessions of the first schedule of a page that names any."""
    found: tuple[Planned, ...] = page_data(env, _TIMETABLES).get(docname, ())
    return found


def course_minutes(env: BuildEnvironment, docname: str) -> int:
    """Return how long the course on a page takes: its schedule, or else all of its lessons."""
    if sessions := planned_sessions(env, docname):
        return sum(total(session.rows(session.held(env))) for session in sessions)
    return sum(lesson.minutes for lesson in lessons_in(env, docname))


def taught_sessions(env: BuildEnvironment, docname: str) -> list[tuple[str, tuple[Row, ...]]]:
    """Return the title of each session for which a course meets, and its timetable with all parts."""
    live = [one for one in planned_sessions(env, docname) if not one.is_self_study]
    return [
        (
            marks.strip(session.title) or _("Session %(number)d") % {"number": number},
            parts_of_session(
                list(map(lesson_rows, session.held(env))), session.tasks, session.breaks
            ),
        )
        for number, session in enumerate(live, 1)
    ]


def _session_table(app: Sphinx, docname: str, session: schedule_session) -> nodes.table:
    lessons = list(_lessons(app, docname, session))
    planned = _planned(session)
    rows, alone = planned.rows(lessons), planned.is_self_study
    if not alone:
        parts = [part for lesson in lessons for part in lesson_rows(lesson).parts]
        too_long = planned.breaks.too_long([*parts, *planned.tasks])
        _advise(docname, session, planned.breaks, too_long)
    to_come, length = session.findall(schedule_task), total(rows)
    body = [_cells(app, docname, row, to_come) for row in rows]
    end = texts([relative_time(length), _("Total"), _sums(lessons, rows), str(length)])
    caption = nodes.title()
    if session.children and isinstance(session[0], nodes.paragraph):
        caption += [child.deepcopy() for child in session[0].children]
    else:
        caption += nodes.Text(_("Schedule"))
    after = session["after"]
    said = [] if after is None else [_("day %(number)d") % {"number": after + 1}]
    caption += nodes.Text(f" ({in_a_row([*said, minutes_text(length)])})")
    return _table(caption, [*body, end], with_time=not alone)


def _lessons(app: Sphinx, page: str, session: schedule_session) -> Iterator[Lesson]:
    known = lessons_of(app.env)
    if not session["lessons"] and not session.children:
        yield from lessons_below(app.env, page)
    for docname, line in session["lessons"]:
        if docname in known:
            yield known[docname]
        else:
            warn(
                "lesson-schedule",
                "there is no lesson %r: no page of that name says in its front matter how long "
                "it takes. The schedule is shown without it. Correct the name, or write "
                "`lesson: {teaching: 30}` at the top of that page.",
                (page, line),
                docname,
            )


def _advise(page: str, session: schedule_session, breaks: Breaks, rows: Iterable[Row]) -> None:
    """Tell the author what is longer than people should work without a break."""
    lines = dict(session["lessons"])
    for row in rows:
        warn(
            "lesson-schedule",
            "%r takes %d minutes, and there is no break within a part, an exercise or a task, "
            "though one is due every %d minutes. The schedule is shown like this. Split it in "
            "two, or give the session a longer `break-every`.",
            (page, lines.get(row.docname) or session.parent.line),
            marks.strip(row.title) or kinds(_)[row.kind],
            row.minutes,
            breaks.every,
        )


def _table(
    caption: nodes.title, rows: Iterable[list[nodes.Node]], *classes: str, with_time: bool = True
) -> nodes.table:
    head = texts([_("Time"), _("What"), _("Kind"), _("Minutes")])
    first = 0 if with_time else 1
    body = [row[first:] for row in rows]
    return table(head[first:], body, caption, classes=["tandem-timetable", *classes])


def _cells(
    app: Sphinx, page: str, row: Row, words: Iterator[schedule_task] | None = None
) -> list[nodes.Node]:
    """Return the cells of a row.

    :param words: those of the tasks to come, as they were translated.
    """
    title, kind = row_words(row, _)
    if row.kind == TASK and words:
        cell: nodes.Node = next(words)[0].deepcopy()
    elif row.kind == BREAK:
        cell = nodes.paragraph("", title)
    else:
        cell = link_to(app, page, row.docname, row.anchor, title)
        # The link leads to a part, but the row may stand for the rest of the lesson.
        for link in cell.findall(nodes.reference) if row.is_continued else ():
            link[:] = [nodes.Text(title)]
    return [*texts([relative_time(row.start)]), cell, *texts([kind, str(row.minutes)])]


def _sums(lessons: Sequence[Lesson], rows: Sequence[Row]) -> str:
    """Return how much time each kind of row takes in all."""
    sums = (
        (_("Teaching"), sum(lesson.teaching for lesson in lessons)),
        (_("Exercises"), sum(lesson.exercise_minutes for lesson in lessons)),
        (_("Tasks"), total(rows, TASK)),
        (_("Breaks"), total(rows, BREAK)),
    )
    return "; ".join(f"{label(kind)} {minutes}" for kind, minutes in sums if minutes)


def plan_table(app: Sphinx, lesson: Lesson, rows: Sequence[Row]) -> nodes.table:
    """Return the timetable of one lesson, for a page on which its anchors are."""
    caption = nodes.title("", f"{_('Plan')} ({minutes_text(total(rows))})")
    made = _table(caption, (_cells(app, lesson.docname, row) for row in rows), "tandem-plan")
    made["ids"] = ["tandem-plan-table"]
    return made


def _fill_list(app: Sphinx, docname: str, node: exercise_list) -> None:
    for name in node["lessons"]:
        if name not in app.env.found_docs:
            warn(
                "lesson-exercise-list",
                "there is no page %r, so its exercises are not in this list. Correct the name.",
                node,
                name,
            )
    known = activities_of(app.env)
    pages = node["lessons"] or chosen_below(app.env, docname, known)
    items = nodes.bullet_list(classes=node["classes"], ids=node["ids"])
    many = len([page for page in pages if known.get(page)]) > 1
    for page in pages:
        listed = [
            _exercise(app, docname, page, one)
            for one in known.get(page, ())
            if one.kind == EXERCISE
        ]
        if not many:
            items += listed
        elif listed:
            link = link_to(app, docname, page, "", app.env.titles[page].astext())
            items += nodes.list_item("", link, nodes.bullet_list("", *listed))
    if items.children:
        node.replace_self(items)
    else:
        warn(
            "lesson-exercise-list",
            "there is no exercise to list here. Readers see nothing in this place. "
            "Name pages with exercises in `:lessons:`, or take the list out.",
            node,
        )
        node.parent.remove(node)


def _exercise(app: Sphinx, docname: str, page: str, exercise: Activity) -> nodes.list_item:
    kind = f"{_('Exercise')} {exercise.number}"
    words = f"{label(kind)} {exercise.title}" if exercise.title else kind
    link = link_to(app, docname, page, exercise.anchor, words)
    if said := effort_text(exercise.minutes, exercise.optional):
        link += nodes.Text(f" {said}")
    return nodes.list_item("", link)


def _fill_material(app: Sphinx, page: str, node: teaching_material) -> None:
    lessons = lessons_below(app.env, page)
    if app.builder.format != "html" or not lessons:
        node.parent.remove(node)
        return
    first = lessons[0].docname
    whole = [
        [],
        [(overview(first, INSTRUCTOR), _("All instructor notes"))],
        [(overview(first, HANDOUTS), _("All handouts"))],
    ]
    rows = [[_links(app, page, cell) for cell in row] for row in (*map(_material, lessons), whole)]
    rows[-1][0] += nodes.Text(_("The whole course"))
    heads = texts([_("Lesson"), _("For people who teach"), _("Handouts")])
    node.replace_self(table(heads, rows, classes=node["classes"], ids=node["ids"]))


def _material(lesson: Lesson) -> list[list[tuple[str, str]]]:
    """Return the pages made of a lesson, with their words, for each cell of its row."""
    edition, base = beside(lesson.docname, INSTRUCTOR), beside(lesson.docname, HANDOUTS)
    sheets = [("exercises", _("Exercises")), ("solutions", _("Exercises with solutions"))]
    sheets = [*(sheets if lesson.has_exercises else ()), ("lesson", _("The whole lesson"))]
    handouts = [(f"{base}/{name}", words) for name, words in sheets]
    teaching = [(edition, _("Instructor edition")), (f"{edition}/slides", _("Slides"))]
    return [[(lesson.docname, lesson.title)], teaching, handouts]


def _links(app: Sphinx, page: str, found: Iterable[tuple[str, str]]) -> nodes.paragraph:
    line = nodes.paragraph()
    for name, words in found:
        if line.children:
            line += nodes.Text(" · ")
        uri = app.builder.get_relative_uri(page, name)
        line += nodes.reference("", "", nodes.Text(words), refuri=uri, internal=True)
    return line
