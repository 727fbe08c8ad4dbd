"""Whether the file of a workshop and the lessons fit: what stops a kit, and what only advises."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from ..curriculum.timing import BREAK_EVERY, BREAK_MINUTES, clock, too_long
from ..findings import Finding
from .event import Meeting, Workshop
from .faults import MEND

if TYPE_CHECKING:
    from .course import Session

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
