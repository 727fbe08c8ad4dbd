"""The invitation: one event for each live session, as RFC 5545 (iCalendar) has it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, timedelta

from icalendar import Calendar, Event

from .course import Course
from .event import Workshop
from .words import locale_of

Say = Callable[[str], str]


def invitation(workshop: Workshop, course: Course, title: str, _: Say) -> bytes:
    """Return the calendar file.

    Times are in UTC, which every calendar shows in its owner's time zone.  The same
    workshop gives the same identifiers, so that a corrected file changes the events
    that people have already, and adds none.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//sphinx-tandem//workshop//{workshop.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for number, (meeting, session) in enumerate(
        zip(workshop.meetings, course.live, strict=True), 1
    ):
        start = meeting.start.astimezone(UTC)
        event = Event()
        # Without an address of its own, a workshop is known by its first day.
        own = workshop.address or f"{course.url or title}@{workshop.first_day}"
        name = f"{own}#{number}"
        event.add("uid", f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@sphinx-tandem")
        # No clock is asked: the same file gives the same kit.
        event.add("dtstamp", workshop.meetings[0].start.astimezone(UTC))
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=session.minutes))
        language = {"language": str(locale_of(workshop.language)).replace("_", "-")}
        event.add("summary", f"{title}: {course.name(session, _)}", parameters=language)
        event.add("description", _description(workshop, _), parameters=language)
        if where := workshop.place or workshop.links.get("call", ""):
            event.add("location", where)
        if url := workshop.address or course.url:
            event.add("url", url)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _description(workshop: Workshop, _: Say) -> str:
    names = link_names(_)
    lines = [f"{names[key]}: {url}" for key, url in workshop.links.items()]
    return "\n".join(lines)


def link_names(_: Say) -> dict[str, str]:
    """Return what a kit calls the addresses of a workshop."""
    return {
        "call": _("Video call"),
        "notes": _("Shared notes"),
        "chat": _("Messages"),
        "survey-before": _("Questions before the course"),
        "survey-after": _("Questions after the course"),
        "recording": _("Recording"),
    }
