"""The course that a workshop teaches: read from the site as data, and shared among the sessions.

The builder ``tandem-course`` writes what each lesson of a site asks and says, in the language
of the build, with its timetable; no instructor note is in it.  Here that is put together with
the file of a workshop, and whatever does not fit is reported at its line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import new_document

from ...site.findings import DISK_ERRORS, Finding, MachineFailure
from ...site.options import color_rules, current_language
from ...site.pagedata import in_reading_order
from ...site.settings import Settings
from ...text.html import absolute
from ...translate import marks
from ...upstream.extensions import without_widgets
from ...upstream.sphinx import as_written, write_fragment
from ..collect import lessons_in, lessons_of, public_address
from ..model import (
    LESSON,
    TASK,
    Activity,
    Breaks,
    Gettext,
    Lesson,
    LessonRows,
    Row,
    clock,
    rows_of,
    session_rows,
    total,
)
from ..nodes import (
    author_title,
    boxes,
    contents,
    title_part,
    without_answers,
)
from ..notes import resolved_page
from ..pages import course_keywords
from ..timetable import planned_sessions
from .file import Meeting, Workshop, WorkshopError, error

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx


# The file that the builder writes, and the boxes of lessons in it.
_FILE = "course.json"
_BOXES = ("questions", "objectives", "prerequisites", "keypoints")


@dataclass(frozen=True, eq=False)
class CourseLesson:
    """What a kit needs of one lesson, in the language of the workshop.

    :param rows: its timetable.
    :param points: questions, objectives, prerequisites and key points as HTML.
    :param exercises: each with its title, address and minutes, and as HTML without answers.
    """

    title: str
    url: str
    minutes: int
    rows: tuple[Row, ...]
    points: Mapping[str, str]
    exercises: Sequence[Mapping[str, Any]]


class Session(NamedTuple):
    """One session of a course, live or alone; its rows have breaks between them."""

    title: str
    lessons: tuple[CourseLesson, ...]
    rows: tuple[Row, ...]
    is_live: bool

    @property
    def minutes(self) -> int:
        """How long it takes, breaks included."""
        return total(self.rows)


class Course(NamedTuple):
    """A course as one workshop takes it.

    :param sessions: its sessions in their order; the live ones are those of the workshop.
    :param keywords: what the site says that all its lessons are about.
    :param before: the pages that its contents list before the first lesson, each with its address.
    :param left_out: the lessons and tasks of its plan that no session takes.
    :param colors: the styles that give the site its colours.
    """

    title: str
    url: str
    description: str
    project: str
    sessions: tuple[Session, ...]
    keywords: tuple[str, ...]
    before: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    colors: str = ""

    @property
    def live(self) -> tuple[Session, ...]:
        """The sessions for which people meet."""
        return tuple(session for session in self.sessions if session.is_live)

    def name(self, session: Session, _: Gettext) -> str:
        """Return the title of a session, or its number among those for which people meet."""
        if session.title:
            return session.title
        if not session.is_live:
            return _("Self-study")
        number = next(place for place, one in enumerate(self.live, 1) if one is session)
        return _("Session %(number)d") % {"number": number}

    @property
    def lessons(self) -> tuple[CourseLesson, ...]:
        """Every lesson, once, in the order of the sessions."""
        return tuple(dict.fromkeys(one for session in self.sessions for one in session.lessons))


def exported(settings: Settings, language: str) -> dict[str, Any]:
    """Let Sphinx read the pages in one language, and return what it wrote.

    :raises WorkshopError: when it wrote nothing.
    :raises MachineFailure: when it could not be written to the disk.
    """
    with tempfile.TemporaryDirectory(prefix="tandem-") as folder:
        command = [sys.executable, "-m", "sphinx", "--quiet", "--no-color", "--fresh-env",
                   "--builder", "tandem-course", "--define", f"language={language}",
                   "--doctree-dir", str(Path(folder, "doctrees")),
                   str(settings.directory), str(Path(folder, "out"))]  # fmt: skip
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        return read_export(Path(folder, "out", _FILE), run.returncode, run.stderr)


def read_export(path: Path, status: int, said: str) -> dict[str, Any]:
    """Return what Sphinx wrote.

    :param status: how Sphinx ended; 0 when all was well.
    """
    if any(f"[Errno {number}]" in said for number in DISK_ERRORS):
        raise MachineFailure(f"What was read could not be written to the disk: {said[-300:]}")
    if status or not path.is_file():
        before = said.partition("The full traceback")[0]
        message = "The lessons could not be read, so no kit was made. Sphinx says: "
        message += " ".join(before.split()[-60:])
        raise WorkshopError([Finding("", 0, "workshop-lessons", message)])
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def course_from(data: Mapping[str, Any], workshop: Workshop, name: str) -> Course:
    """Put a course together from what was read.

    :raises WorkshopError: when the file and the lessons do not fit.
    """
    courses, findings = data["courses"], []
    chosen = workshop.course or next(iter(courses), "")
    found = courses.get(chosen)
    if found is None:
        known = ", ".join(courses) or "none"
        message = f"The site has no course {chosen!r}; it has {known}."
        findings.append(error(name, 1, "course", message))
    lessons = {docname: _lesson(lesson) for docname, lesson in data["lessons"].items()}
    plan = (found["sessions"] or [{"lessons": found["lessons"]}]) if found else []
    given = plan
    if any(meeting.lessons for meeting in workshop.meetings):
        taken, wrong = _taken_lessons(workshop, chosen.rpartition("/")[0], lessons, name)
        findings += wrong
        given = [{"lessons": docnames} for docnames in taken]
    sessions = [_session(session, lessons) for session in given]
    live = [session for session in sessions if session.is_live]
    # A session that lacks a lesson has a time of its own no more.
    findings += [] if findings else _wrong_times(workshop, live, name)
    if findings or found is None:
        raise WorkshopError(findings)
    return Course(
        found["title"],
        found["url"],
        found["description"],
        data["project"],
        tuple(sessions),
        tuple(data["keywords"]),
        tuple((one["title"], one["url"]) for one in found.get("before", ())),
        tuple(dict.fromkeys(_left_out(plan, given, lessons))),
        data.get("colors", ""),
    )


def _left_out(
    plan: Iterable[Mapping[str, Any]],
    given: Iterable[Mapping[str, Any]],
    known: Mapping[str, CourseLesson],
) -> Iterator[str]:
    """Yield the lessons and tasks of a plan that are not in what is given instead of it."""
    taken = {docname for session in given for docname in session["lessons"]}
    for session in plan if plan is not given else ():
        for docname in session["lessons"]:
            if docname in known and docname not in taken:
                yield known[docname].title
        yield from (task["title"] for task in session.get("tasks", ()))


def _lesson(given: Mapping[str, Any]) -> CourseLesson:
    return CourseLesson(
        given["title"],
        given["url"],
        given["teaching"] + given["exercise_minutes"],
        tuple(Row(**row) for row in given["rows"]),
        {key: given[key] for key in _BOXES},
        given["exercises"],
    )


def _session(given: Mapping[str, Any], known: Mapping[str, CourseLesson]) -> Session:
    """Return a session with its timetable, as the page of the course shows it."""
    lessons = [known[docname] for docname in given["lessons"] if docname in known]
    alone = given.get("self_study", False)
    every, pause = Breaks()
    rows = session_rows(
        [LessonRows(Row(one.minutes, LESSON, one.title), one.rows) for one in lessons],
        [Row(kind=TASK, **task) for task in given.get("tasks", ())],
        Breaks(given.get("break_every", every), given.get("break_minutes", pause)),
        self_study=alone,
    )
    return Session(given.get("title", ""), tuple(lessons), rows, not alone)


def _taken_lessons(
    workshop: Workshop, folder: str, known: Mapping[str, object], name: str
) -> tuple[list[list[str]], list[Finding]]:
    """Return the pages of the lessons that the file gives each session, and what is wrong.

    :param folder: the folder of the course, in which lessons are looked up first.
    """
    findings: list[Finding] = []
    taken = []
    for meeting in workshop.meetings:
        if not meeting.lessons:
            message = "Other sessions say which `lessons` they take, so this one must say so, too."
            findings.append(error(name, meeting.line, "missing", message))
        lines: dict[str, int] = {}
        for given, line in meeting.lessons:
            docname = next((one for one in (f"{folder}/{given}", given) if one in known), "")
            if not docname:
                findings.append(error(name, line, "lesson", f"The site has no lesson {given!r}."))
            elif docname in lines:
                before = f"that the session names on line {lines[docname]} already; keep one."
                findings.append(error(name, line, "lesson", f"{given!r} is the lesson {before}"))
            else:
                lines[docname] = line
        taken.append(list(lines))
    return taken, findings


def _wrong_times(workshop: Workshop, live: Sequence[Session], name: str) -> Iterator[Finding]:
    """Yield what is wrong with the number and the times of sessions."""
    meetings = workshop.meetings
    if len(meetings) != len(live):
        message = (
            f"The course has {len(live)} live sessions, but the file gives {len(meetings)}. "
            "Give one `start` for each, or say under each session which `lessons` it takes."
        )
        yield error(name, meetings[0].line, "sessions", message)
        return
    for meeting, session in zip(meetings, live, strict=True):
        if not session.minutes:
            message = "The lessons and tasks of this session take no time."
            yield error(name, meeting.line, "sessions", message)
    for before, after, session in zip(meetings, meetings[1:], live, strict=False):
        end = clock(before.start, session.minutes, workshop.zone)
        if after.start.astimezone(UTC) < end.astimezone(UTC):
            message = (
                f"This session begins before the previous one ends: that takes {session.minutes} "
                f"minutes with its breaks, until {end:%Y-%m-%d %H:%M}."
            )
            yield error(name, after.line, "overlap", message)


def advice(workshop: Workshop, course: Course, name: str) -> Iterator[Finding]:
    """Yield what the author of a file should know even though a kit can be made.

    What is wrong with the sessions of a course is reported when the site is built.
    """
    live = course.live
    if course.left_out:
        line = next(meeting.line for meeting in workshop.meetings if meeting.lessons)
        message = (
            f"The sessions leave out of the course: {', '.join(course.left_out)}. Nothing in the "
            "kit speaks of them. To take the whole plan of the course, give no session `lessons`."
        )
        yield Finding(name, line, "workshop-left-out", message)
    first: dict[object, Meeting] = {}
    for meeting, session in zip(workshop.meetings, live, strict=True):
        for lesson, (given, line) in zip(session.lessons, meeting.lessons, strict=False):
            before = first.setdefault(lesson, meeting)
            if before is not meeting:
                message = (
                    f"The session on line {before.line} takes {given!r}, too. Each of them has "
                    "time for the whole lesson. If that is meant, all is well."
                )
                yield Finding(name, line, "workshop-again", message)
            for row in Breaks().too_long(lesson.rows):
                message = (
                    f"{row.title or given!r} takes {row.minutes} minutes, and there is no break "
                    f"within it, though one is due every {Breaks().every} minutes."
                )
                yield Finding(name, line, "workshop-break", message)


# -- The builder: writes the courses of a site as data, without pages ----------------------------


class CourseBuilder(StandaloneHTMLBuilder):
    """Reads the pages of a site, and writes its courses as data."""

    name = "tandem-course"
    epilog = "The courses are in %(outdir)s."
    search = False

    def get_outdated_docs(self) -> Iterator[str]:
        """Return nothing: no page is written."""
        return iter(())

    def copy_assets(self) -> None:
        """Copy nothing."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write no page."""

    def finish(self) -> None:
        """Write the data."""
        text = marks.strip(json.dumps(self._data(), ensure_ascii=False, indent=1))
        Path(self.outdir, _FILE).write_text(text, encoding="utf-8")

    def _data(self) -> dict[str, Any]:
        courses = {}
        for docname in in_reading_order(self.env, str(self.config.root_doc)):
            held = [lesson.docname for lesson in lessons_in(self.env, docname)]
            plans = self._plan(docname)
            if held or plans:
                courses[docname] = {
                    "title": self.env.titles[docname].astext(),
                    "description": str(self.env.metadata[docname].get("description") or ""),
                    "url": public_address(self.app, docname),
                    "lessons": held,
                    "before": self._before(docname),
                    "sessions": plans,
                }
        lessons = lessons_of(self.env).items()
        return {
            # As the author wrote it: what a workshop is known by is the same in every language.
            "project": str(as_written(self.config, "project") or ""),
            "colors": color_rules(self.config.tandem_colors),
            "keywords": course_keywords(self.app),
            "language": current_language(self.config).code,
            "courses": courses,
            "lessons": {docname: self._lesson(lesson) for docname, lesson in lessons},
        }

    def _before(self, docname: str) -> list[dict[str, str]]:
        """Return the pages that a course lists before its first lesson."""
        listed = self.env.toctree_includes.get(docname, [])
        pages = takewhile(lambda name: name not in lessons_of(self.env), listed)
        found = [(name, public_address(self.app, name)) for name in pages]
        return [{"title": self.env.titles[name].astext(), "url": url} for name, url in found if url]

    def _plan(self, docname: str) -> list[dict[str, Any]]:
        """Return the first schedule of a page that names its sessions."""
        return [
            {
                "title": session.title,
                "lessons": session.lessons,
                "tasks": [{"title": task.title, "minutes": task.minutes} for task in session.tasks],
                "self_study": session.is_self_study,
                "after": session.after,
                "break_every": session.breaks.every,
                "break_minutes": session.breaks.minutes,
            }
            for session in planned_sessions(self.env, docname)
        ]

    def _lesson(self, lesson: Lesson) -> dict[str, Any]:
        document = resolved_page(self.app, lesson.docname).document
        points = {kind: boxes(document, kind) for kind in _BOXES}
        exercises = boxes(document, "exercise")
        return {
            "title": lesson.title,
            "url": public_address(self.app, lesson.docname),
            "teaching": lesson.teaching,
            "exercise_minutes": lesson.exercise_minutes,
            "rows": list(map(asdict, rows_of(lesson))),
            **{kind: self._html(lesson.docname, held) for kind, held in points.items()},
            "exercises": [self._exercise(lesson, box) for box in exercises],
        }

    def _exercise(self, lesson: Lesson, box: nodes.Element) -> dict[str, Any]:
        found = next((one for one in lesson.activities if one.anchor in box["ids"]), None)
        return {
            "title": author_title(box),
            "kind": title_part(box, "kind"),
            "url": public_address(self.app, lesson.docname, found.anchor if found else ""),
            "minutes": _minutes(lesson, found) if found else None,
            "optional": bool(found and found.optional),
            "html": self._html(lesson.docname, [without_answers(box)]),
        }

    def _html(self, docname: str, held: Iterable[nodes.Element]) -> str:
        """Return as HTML what is in some boxes."""
        document = new_document(str(self.env.doc2path(docname)))
        document += [node.deepcopy() for box in held for node in contents(box)]
        if not document.children:
            return ""
        without_widgets(document)
        html = write_fragment(self.app, docname, document).html
        url = public_address(self.app, docname)
        return absolute(html, url) if url else html


def _minutes(lesson: Lesson, exercise: Activity) -> int | None:
    """Return the minutes of an exercise: its own, or its share of those of the lesson."""
    shares = (row.minutes for row in rows_of(lesson) if row.anchor == exercise.anchor)
    return next(shares, 0) or None if exercise.minutes is None else exercise.minutes


def register(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(CourseBuilder)
