"""What the documents of a kit say: texts to send or to use as they are, pages, the invitation.

Each document but the invitation is a template in ``kit_templates``; here stands what they
are filled with.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from icalendar import Alarm, Calendar, Event, vCalAddress
from markdownify import MarkdownConverter

from ...site import locale_or_english
from ...text.html import script_json
from ..model import Gettext, clock, row_words
from ..pages import bioschemas, held_at
from . import qr_code
from .course import Course, Session
from .file import Meeting, Workshop, link_names
from .localtime import day, hours_and_minutes, in_zone, listed, times, zone_name


class Documents:
    """The documents of a kit; plain text is escaped in pages, but not in texts.

    :param gettext: looks up words in the language of the kit.
    """

    def __init__(self, workshop: Workshop, course: Course, gettext: Gettext) -> None:
        self._workshop, self._course, self._gettext = workshop, course, gettext
        self.title = workshop.title or course.title
        self.urls = {**workshop.links, **({"course": course.url} if course.url else {})}
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent.parent / "kit_templates"),
            autoescape=jinja2.select_autoescape(["html"]),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters |= {
            "literal": literal,
            "address": address,
            "markdown": markdown,
            "day": lambda when: day(when, workshop.language),
        }
        self._environment.globals |= {
            "tandem": SimpleNamespace(_=gettext),
            "kit": self,
            "workshop": workshop,
            "course": course,
            "title": self.title,
            "instructors": listed(workshop.instructors, workshop.language),
            "helpers": listed(workshop.helpers, workshop.language),
            "one_day": timedelta(days=1),
            "hours": lambda minutes: hours_and_minutes(minutes, workshop.language),
        }

    def texts(self) -> dict[str, str]:
        """Return the documents by the names of their templates.

        Templates whose names begin with ``_`` are parts of others; a poster needs an address.
        """
        names = set(self._environment.list_templates(("html", "md", "txt")))
        names -= set() if self._workshop.address else {"poster.html"}
        found = {name: self._environment.get_template(name) for name in names if name[0] != "_"}
        return {name: template.render().rstrip() + "\n" for name, template in found.items()}

    @cached_property
    def meetings(self) -> list[dict[str, Any]]:
        """When people meet, as clocks in each time zone show it, and for what."""
        pairs = zip(self._workshop.meetings, self._course.live, strict=True)
        return [self._meeting(meeting, session) for meeting, session in pairs]

    def _meeting(self, meeting: Meeting, session: Session) -> dict[str, Any]:
        _, language = self._gettext, self._workshop.language
        zones = list(dict.fromkeys([self._workshop.zone, *self._workshop.zones]))
        start, rows = meeting.start, session.rows
        minutes = [*(row.start for row in rows), session.minutes]
        columns = [times(start, minutes, zone, language) for zone in zones]
        kinds = [
            *((*row_words(row, _), row.minutes) for row in rows),
            (_("End"), "", session.minutes),
        ]
        return {
            "title": self._course.name(session, _),
            "is_cancelled": meeting.is_cancelled,
            "start": start.isoformat(),
            "times": [
                (zone_name(zone, language), *in_zone(start, session.minutes, zone, language))
                for zone in zones
            ],
            "lessons": session.lessons,
            "rows": [
                (shown, *row) for shown, row in zip(zip(*columns, strict=True), kinds, strict=True)
            ],
        }

    def links(self, keys: Iterable[str]) -> list[tuple[str, str]]:
        """Return the addresses that the workshop and the course have, with their names.

        :param keys: their keys, see :data:`.file.LINKS`; ``course`` for the course.
        """
        names = link_names(self._gettext)
        return [(names[key], self.urls[key]) for key in keys if key in self.urls]

    @property
    def qr(self) -> str:
        """The address of the workshop as a QR code."""
        return qr_code(self._workshop.address)

    @property
    def metadata(self) -> str:
        """What registries of training should know, by Bioschemas' CourseInstance 1.0."""
        workshop, course = self._workshop, self._course
        page = workshop.address or course.url
        end = clock(workshop.meetings[-1].start, course.live[-1].minutes, workshop.zone)
        found = bioschemas(
            "CourseInstance",
            f"{page}#instance" if page else "",
            name=self.title,
            description=course.description or self.title,
            url=page,
            **held_at(workshop.place, workshop.links.get("call", ""), self._gettext),
            startDate=workshop.meetings[0].start.isoformat(),
            endDate=end.isoformat(),
            inLanguage=workshop.tag,
            instructor=[{"@type": "Person", "name": name} for name in workshop.instructors],
        )
        if course.url:
            found = bioschemas(
                "Course",
                course.url,
                name=course.title,
                description=course.description or course.title,
                keywords=", ".join(course.keywords or [one.title for one in course.lessons]),
                inLanguage=workshop.tag,
                hasCourseInstance=found,
            )
        return script_json(found)


# -- Markdown as HedgeDoc reads it: CommonMark with formulas between dollar signs ---------------
# https://spec.commonmark.org/0.31.2/#backslash-escapes lets a backslash come before any
# punctuation; https://docs.hedgedoc.org/references/hedgedoc-features/ says what is special beyond.

_SPECIAL = re.compile(
    r"[\\`*_\[\]<>$~^|{}]"  # code, emphasis, links, HTML, formulas, tables
    r"|(?:\+\+|==)"  # inserted and marked text
    r"|&(?=\#?\w+;)"  # entities
    r"|:(?=[\w+-]+:)"  # emoji
    r"|(?<!\#)\#(?=\#*\s*$)"  # the end of a heading
    r"|^(?:\#|[-+](?=\s|$))"  # headings and lists
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_INLINE, _BLOCK = (r"\(", r"\)"), (r"\[", r"\]")


def literal(text: str) -> str:
    """Return a plain text as Markdown that shows just that.

    >>> literal("Use __init__ and <b>")
    'Use \\\\_\\\\_init\\\\_\\\\_ and \\\\<b\\\\>'
    """
    line = " ".join(text.split())
    line = _SPECIAL.sub(lambda found: "".join(f"\\{letter}" for letter in found[0]), line)
    return _NUMBERED.sub(r"\1\\\2", line)


def address(url: str) -> str:
    """Return an address as the target of a link, which no bracket in it can end."""
    return url.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C")


class _Converter(MarkdownConverter):
    """Turns HTML into Markdown, formulas included."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what would be Markdown, and dollar signs, which would be formulas."""
        found: str = super().escape(text, parent_tags)  # type: ignore[misc]  # its types lack it
        return found.replace("$", r"\$")

    def convert_span(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Return a formula within a line as it is, and the content of anything else."""
        formula = _formula(el, _INLINE)
        return f"${formula}$" if formula else text

    def convert_div(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Return a formula of its own as it is, and the content of anything else."""
        formula = _formula(el, _BLOCK)
        if formula:
            return f"\n\n$$\n{formula}\n$$\n\n"
        found: str = super().convert_div(el, text, parent_tags)  # type: ignore[misc]  # likewise
        return found


def _formula(el: Any, marks: tuple[str, str]) -> str:
    """Return the formula in an element, without what Sphinx puts around it for MathJax."""
    if "math" not in (el.get("class") or []):
        return ""
    text = el.get_text()
    begin, end = text.find(marks[0]), text.rfind(marks[1])
    if not 0 <= begin < end:
        return ""
    # HedgeDoc ends a formula at an empty line and takes none that begins with a space.
    return "\n".join(line for line in text[begin + 2 : end].strip().splitlines() if line.strip())


def markdown(html: str) -> str:
    """Return a piece of a lesson as Markdown."""
    converter = _Converter(heading_style="ATX", bullets="-", escape_misc=True)
    text: str = converter.convert(html)
    lines = (line.rstrip() for line in text.strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


# The stamp of revision 0; each further revision is a day later.
_FIRST_STAMP = datetime(2000, 1, 1, tzinfo=UTC)


def invitation(workshop: Workshop, course: Course, title: str, _: Gettext) -> bytes:
    """Return the calendar file.

    Times are in UTC, which every calendar shows in its owner's time zone.

    A calendar knows an event by its ``UID``.  Of two versions, the one with the greater
    ``SEQUENCE`` wins, and if these are equal, the one with the later ``DTSTAMP``
    (RFC 5546, 2.1.5).  So the identifiers hold nothing
    that anybody corrects (RFC 5545, 3.8.4.7), the file counts the versions as
    ``revision`` (3.8.7.4), and the stamp goes by that count: ``DTSTAMP`` and
    ``LAST-MODIFIED`` would be the time at which this version was made (3.8.7.2 and
    3.8.7.3), but no clock is read, so that the same file gives the same kit, and no
    date of the workshop is used, because those move in both directions.

    A session that moves keeps its name, and so replaces itself.  One that alone is cancelled
    is not in this file, but in that of :func:`cancellation`: a file has one method.
    """
    is_cancelled = workshop.is_cancelled
    calendar = _calendar(workshop, title, "CANCEL" if is_cancelled else "PUBLISH")
    _add_meetings(calendar, workshop, course, title, _, is_cancelled=is_cancelled)
    version = workshop.revision + is_cancelled
    for number, (session, first, end) in enumerate(_days_alone(workshop, course), 1):
        event = _event(workshop, course, version, f"alone-{number}", is_cancelled)
        event.add("dtstart", first)
        event.add("dtend", end)
        event.add("transp", "TRANSPARENT")  # people are free to do other things
        rows = (f"{row.title} ({hours_and_minutes(row.minutes, workshop.language)})"
                for row in session.rows)  # fmt: skip
        lessons = [one.url for one in session.lessons if one.url]
        about = "\n".join([*rows, *lessons])
        _describe(event, workshop, f"{title}: {course.name(session, _)}", about)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def cancellation(workshop: Workshop, course: Course, title: str, _: Gettext) -> bytes | None:
    """Return the file that takes single sessions out of calendars, ``None`` where none is needed."""
    if workshop.is_cancelled or not any(one.is_cancelled for one in workshop.meetings):
        return None
    calendar = _calendar(workshop, title, "CANCEL")
    _add_meetings(calendar, workshop, course, title, _, is_cancelled=True)
    return bytes(calendar.to_ical())


def _calendar(workshop: Workshop, title: str, method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//sphinx-tandem//workshop//{workshop.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", title)
    return calendar


def _add_meetings(
    calendar: Calendar,
    workshop: Workshop,
    course: Course,
    title: str,
    _: Gettext,
    *,
    is_cancelled: bool,
) -> None:
    """Add the sessions for which people meet, or those for which they meet no more."""
    names = link_names(_)
    links = "\n".join(f"{names[key]}: {url}" for key, url in workshop.links.items())
    pairs = zip(workshop.meetings, course.live, strict=True)
    for number, (meeting, session) in enumerate(pairs, 1):
        if is_cancelled is not (workshop.is_cancelled or meeting.is_cancelled):
            continue
        start = meeting.start.astimezone(UTC)
        # To cancel is a version of its own (RFC 5546, 3.2.5).
        version = workshop.revision + is_cancelled
        event = _event(workshop, course, version, number, is_cancelled)
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=session.minutes))
        _describe(event, workshop, f"{title}: {course.name(session, _)}", links)
        if where := workshop.place or workshop.links.get("call", ""):
            event.add("location", where)
        for before in () if is_cancelled else _ALARMS:
            event.add_component(_alarm(before, str(event["summary"])))
        calendar.add_component(event)


# How long before a session calendars remind people of it.
_ALARMS = (timedelta(days=1), timedelta(minutes=15))


def organizer(workshop: Workshop) -> vCalAddress | None:
    """Return whoever invites, ``None`` where the file gives no email address to write to.

    RFC 5546, 3.2.1, asks for one in every event, and calendars know by it who may cancel.
    """
    found = _MAIL.search(workshop.contact)
    if found is None:
        return None
    address = vCalAddress(f"mailto:{found[0]}")
    name = workshop.contact.replace(found[0], "").strip(" <>()") or ", ".join(workshop.instructors)
    if name:
        address.params["cn"] = name
    return address


_MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]+(?:\.[\w-]+)+")


def _event(
    workshop: Workshop, course: Course, version: int, number: int | str, is_cancelled: bool
) -> Event:
    """Return an event with what tells it from others, and its versions from each other."""
    event = Event()
    name = json.dumps([course.project, workshop.identity, number])
    event.add("uid", f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@sphinx-tandem")
    event.add("sequence", version)
    event.add("dtstamp", _FIRST_STAMP + timedelta(days=version))
    event.add("last-modified", _FIRST_STAMP + timedelta(days=version))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    if (address := organizer(workshop)) is not None:
        event.add("organizer", address)
    if url := workshop.address or course.url:
        event.add("url", url)
    return event


def _describe(event: Event, workshop: Workshop, summary: str, description: str) -> None:
    language = {"language": str(locale_or_english(workshop.language)).replace("_", "-")}
    event.add("summary", summary, parameters=language)
    event.add("description", description, parameters=language)


def _alarm(before: timedelta, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", -before)
    return alarm


def _days_alone(workshop: Workshop, course: Course) -> Iterator[tuple[Session, date, date]]:
    """Yield each session of self-study, its first day and the day after its last.

    People study on the days between two meetings; before the first and after the last
    one, on the day beside it.
    """
    days = [meeting.start.date() for meeting in workshop.meetings]
    met = 0
    for session in course.sessions:
        met += session.is_live
        if session.is_live:
            continue
        first = days[met - 1] + timedelta(days=1) if met else days[0] - timedelta(days=1)
        end = days[met] if 0 < met < len(days) else first + timedelta(days=1)
        if end > first:
            yield session, first, end
