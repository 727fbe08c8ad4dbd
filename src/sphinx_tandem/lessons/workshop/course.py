"""The lessons of a site in one language, read by the builder ``tandem-course``."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from ...site.findings import DISK_ERRORS, Finding, MachineFailure
from ...site.settings import Settings
from ..model import LESSON, TASK, Row
from ..timing import (
    BREAK_EVERY,
    BREAK_MINUTES,
    clock,
    placed,
    session_rows,
    too_long,
    total,
    with_breaks,
)
from .file import MEND, Meeting, Workshop, WorkshopError

# -- Whether the file of a workshop and the lessons fit: what stops a kit, and what only advises ---

#: The pages of the lessons that each session of a file takes.
Taken = Sequence[Sequence[str]]


def taken_lessons(
    workshop: Workshop, folder: str, known: Mapping[str, object], name: str
) -> tuple[Taken, list[Finding]]:
    """Return the pages of the lessons that each session takes, and what is wrong with them.

    :param folder: the folder of the course, in which lessons are looked up first.
    :param known: the lessons of the site by their pages.
    :param name: how findings call the workshop's file.
    """
    findings: list[Finding] = []
    taken = []
    for meeting in workshop.meetings:
        if not meeting.lessons:
            message = "Other sessions say which `lessons` they take, so this one must say it, too."
            findings.append(Finding(name, meeting.line, "workshop-missing", f"{message} {MEND}"))
        lines: dict[str, int] = {}
        for given, line in meeting.lessons:
            docname = next((one for one in (f"{folder}/{given}", given) if one in known), "")
            if not docname:
                message = f"The site has no lesson {given!r}. {MEND}"
                findings.append(Finding(name, line, "workshop-lesson", message))
            elif docname in lines:
                message = (
                    f"{given!r} is the lesson that the session names on line {lines[docname]} "
                    f"already; keep one. {MEND}"
                )
                findings.append(Finding(name, line, "workshop-lesson", message))
            else:
                lines[docname] = line
        taken.append(tuple(lines))
    return taken, findings


def clashes(workshop: Workshop, live: Sequence[Session], name: str) -> Iterator[Finding]:
    """Yield what is wrong with the times of sessions, once it is known how long they take."""
    pairs = list(zip(workshop.meetings, live, strict=True))
    for meeting, session in pairs:
        if not session.minutes:
            message = f"The lessons and tasks of this session take no time. {MEND}"
            yield Finding(name, meeting.line, "workshop-sessions", message)
    for (before, session), (after, _session) in itertools.pairwise(pairs):
        end = clock(before.start, session.minutes, workshop.zone)
        if after.start.astimezone(UTC) < end.astimezone(UTC):
            message = (
                f"This session begins before the one before it ends: that takes {session.minutes} "
                f"minutes with its breaks, until {end:%Y-%m-%d %H:%M}. {MEND}"
            )
            yield Finding(name, after.line, "workshop-overlap", message)


def advice(workshop: Workshop, live: Sequence[Session], name: str) -> Iterator[Finding]:
    """Yield what the author of a file should know although a kit can be made.

    What a course says itself about its sessions is told when the site is built.
    """
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
            for row in too_long(lesson.rows, BREAK_EVERY, BREAK_MINUTES):
                message = (
                    f"{row.title or given!r} takes {row.minutes} minutes, and no break stands "
                    f"within it, though one is due every {BREAK_EVERY} minutes."
                )
                yield Finding(name, line, "workshop-break", message)


_FILE = "course.json"


@dataclass(frozen=True)
class Exercise:
    """One exercise, without its answers."""

    title: str
    url: str
    minutes: int | None
    optional: bool
    html: str


@dataclass(frozen=True)
class LessonText:
    """What a kit needs of one lesson, in the language of the workshop.

    :param rows: its timetable.
    :param points: questions, objectives, prerequisites and key points as HTML.
    """

    title: str
    url: str
    teaching: int
    exercise_minutes: int
    rows: tuple[Row, ...]
    points: Mapping[str, str]
    exercises: tuple[Exercise, ...]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.teaching + self.exercise_minutes


@dataclass(frozen=True)
class Session:
    """One session of a course, live or alone.

    :param rows: its timetable with breaks.
    """

    title: str
    lessons: tuple[LessonText, ...]
    rows: tuple[Row, ...]
    is_live: bool

    @property
    def minutes(self) -> int:
        """How long it takes, breaks included."""
        return total(self.rows)


@dataclass(frozen=True)
class Course:
    """A course as one workshop takes it.

    :param sessions: its sessions in their order; the live ones are those of the workshop.
    :param keywords: what the site says that all its lessons are about.
    """

    title: str
    url: str
    description: str
    project: str
    sessions: tuple[Session, ...]
    keywords: tuple[str, ...] = ()

    @property
    def live(self) -> tuple[Session, ...]:
        """The sessions for which people meet."""
        return tuple(session for session in self.sessions if session.is_live)

    def name(self, session: Session, _: Callable[[str], str]) -> str:
        """Return the title of a session, or its number among those of its kind."""
        if session.title:
            return session.title
        alike = [one for one in self.sessions if one.is_live == session.is_live]
        number = next(place for place, one in enumerate(alike, 1) if one is session)
        if session.is_live:
            return _("Session %(number)d") % {"number": number}
        return _("Self-study")

    @property
    def lessons(self) -> tuple[LessonText, ...]:
        """Every lesson, once, in the order of the sessions."""
        return tuple(dict.fromkeys(one for session in self.sessions for one in session.lessons))


def read_course(settings: Settings, workshop: Workshop, name: str) -> Course:
    """Read the lessons that a workshop is about.

    :param name: how findings call the workshop's file.
    :raises WorkshopError: when the file and the lessons do not fit.
    :raises MachineFailure: when the disk fails.
    """
    return course_from(exported(settings, workshop.language), workshop, name)


def exported(settings: Settings, language: str) -> dict[str, Any]:
    """Let Sphinx read the pages in one language, and return what it wrote."""
    with tempfile.TemporaryDirectory(prefix="tandem-") as folder:
        command = [sys.executable, "-m", "sphinx", "--quiet", "--no-color", "--fresh-env",
                   "--builder", "tandem-course", "--define", f"language={language}",
                   "--doctree-dir", str(Path(folder, "doctrees")),
                   str(settings.directory), str(Path(folder, "out"))]  # fmt: skip
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if any(f"[Errno {number}]" in run.stderr for number in DISK_ERRORS):
            raise MachineFailure(f"The disk did not take what was read: {run.stderr[-300:]}")
        path = Path(folder, "out", _FILE)
        if run.returncode or not path.is_file():
            before, _, _ = run.stderr.partition("The full traceback")
            said = " ".join(before.split()[-60:])
            message = f"The lessons could not be read, so no kit was made. Sphinx says: {said}"
            raise WorkshopError([Finding("", 0, "workshop-lessons", message)])
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return data


def course_from(data: Mapping[str, Any], workshop: Workshop, name: str) -> Course:
    """Put a course together from what was read.

    :raises WorkshopError: when the file and the lessons do not fit.
    """
    courses = data["courses"]
    chosen = workshop.course or next(iter(courses), "")
    if chosen not in courses:
        known = ", ".join(courses) or "none"
        message = f"No page {chosen!r} has a course; there is {known}. {MEND}"
        raise WorkshopError([Finding(name, 1, "workshop-course", message)])
    found = courses[chosen]
    texts = {docname: _lesson(lesson) for docname, lesson in data["lessons"].items()}
    if any(meeting.lessons for meeting in workshop.meetings):
        sessions = _sessions_of_file(workshop, chosen, texts, name)
    else:
        sessions = _sessions_of_course(workshop, found, texts, name)
    live = [session for session in sessions if session.is_live]
    if findings := list(clashes(workshop, live, name)):
        raise WorkshopError(findings)
    return Course(
        found["title"],
        found["url"],
        found["description"],
        data["project"],
        sessions,
        tuple(data.get("keywords", ())),
    )


def _lesson(given: Mapping[str, Any]) -> LessonText:
    return LessonText(
        given["title"],
        given["url"],
        given["teaching"],
        given["exercise_minutes"],
        placed(
            Row(0, row["minutes"], row["kind"], row["title"], optional=row["optional"])
            for row in given["rows"]
        ),
        _Points(
            {key: given[key] for key in ("questions", "objectives", "prerequisites", "keypoints")}
        ),
        tuple(Exercise(**exercise) for exercise in given["exercises"]),
    )


class _Points(dict[str, str]):
    """The points of a lesson; a lesson must be hashable to be taken once."""

    def __hash__(self) -> int:  # type: ignore[override]  # never changed after it was read
        return hash(tuple(self.items()))


def _sessions_of_file(
    workshop: Workshop, course: str, texts: Mapping[str, LessonText], name: str
) -> tuple[Session, ...]:
    """Return the sessions with the lessons that the file gives each."""
    taken, findings = taken_lessons(workshop, course.rpartition("/")[0], texts, name)
    if findings:
        raise WorkshopError(findings)
    return tuple(_session({}, [texts[docname] for docname in docnames]) for docnames in taken)


def _sessions_of_course(
    workshop: Workshop, course: Mapping[str, Any], texts: Mapping[str, LessonText], name: str
) -> tuple[Session, ...]:
    """Return the sessions of the course's own schedule."""
    plan = course["sessions"] or [{"title": "", "lessons": course["lessons"]}]
    found = tuple(
        _session(given, [texts[docname] for docname in given["lessons"] if docname in texts])
        for given in plan
    )
    live = sum(session.is_live for session in found)
    if live != len(workshop.meetings):
        message = (
            f"The course has {live} live sessions, but the file gives {len(workshop.meetings)}. "
            "Give one `start` for each, or say under each session which `lessons` it takes. "
            f"{MEND}"
        )
        raise WorkshopError(
            [Finding(name, workshop.meetings[0].line, "workshop-sessions", message)]
        )
    return found


def _session(given: Mapping[str, Any], lessons: list[LessonText]) -> Session:
    """Return a session with its timetable, as the page of the course shows it."""
    is_live = not given.get("self_study")
    tasks = [Row(0, task["minutes"], TASK, task["title"]) for task in given.get("tasks", ())]
    every, pause = given.get("break_every"), given.get("break_minutes")
    breaks = (
        BREAK_EVERY if every is None else every,
        BREAK_MINUTES if pause is None else pause,
    )
    whole = [(Row(0, one.minutes, LESSON, one.title), one.rows) for one in lessons]
    rows: tuple[Row, ...]
    if not is_live:
        rows = placed([*(row for row, _parts in whole), *tasks])
    elif len(lessons) == 1:
        rows = with_breaks([*lessons[0].rows, *tasks], *breaks)
    else:
        rows = session_rows(whole, tasks, *breaks)
    return Session(given.get("title", ""), tuple(lessons), rows, is_live)
