"""The invitation: one event for each live session, as RFC 5545 (iCalendar) has it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from ..model import Gettext
from .course import Course
from .file import Workshop
from .localtime import locale_of

# The stamp of revision 0; each further revision is a day later.
_FIRST_STAMP = datetime(2000, 1, 1, tzinfo=UTC)


def invitation(workshop: Workshop, course: Course, title: str, _: Gettext) -> bytes:
    """Return the calendar file.

    Times are in UTC, which every calendar shows in its owner's time zone.

    A calendar takes an event for a new version of one that it has by ``UID``; the
    version with the greater ``SEQUENCE`` wins, and of two that are equal in this, the
    one with the later ``DTSTAMP`` (RFC 5546, 2.1.5).  So the identifiers hold nothing
    that anybody corrects (RFC 5545, 3.8.4.7), the file counts the versions as
    ``revision`` (3.8.7.4), and the stamp goes by that count: ``DTSTAMP`` and
    ``LAST-MODIFIED`` would be the time at which this version was made (3.8.7.2 and
    3.8.7.3), but no clock is asked, so that the same file gives the same kit, and no
    date of the workshop is taken, because those move in both directions.
    """
    stamp = _FIRST_STAMP + timedelta(days=workshop.revision)
    calendar = Calendar()
    calendar.add("prodid", f"-//sphinx-tandem//workshop//{workshop.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    pairs = zip(workshop.meetings, course.live, strict=True)
    for number, (meeting, session) in enumerate(pairs, 1):
        start = meeting.start.astimezone(UTC)
        event = Event()
        name = json.dumps([course.project, workshop.identity, number])
        event.add("uid", f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@sphinx-tandem")
        event.add("sequence", workshop.revision)
        event.add("dtstamp", stamp)
        event.add("last-modified", stamp)
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=session.minutes))
        language = {"language": str(locale_of(workshop.language)).replace("_", "-")}
        event.add("summary", f"{title}: {course.name(session, _)}", parameters=language)
        links = "\n".join(f"{name}: {url}" for name, url in workshop.named_links(_))
        event.add("description", links, parameters=language)
        if where := workshop.place or workshop.links.get("call", ""):
            event.add("location", where)
        if url := workshop.address or course.url:
            event.add("url", url)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
