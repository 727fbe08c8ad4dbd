"""The pages of a kit: the event, the minute cards, the poster; each is one file by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import segno
from markupsafe import Markup

from ...text.html import script_json
from ..model import BREAK, Row, kinds
from ..timing import clock
from .calendar import link_names
from .course import Course
from .documents import minute_questions
from .file import Workshop
from .localtime import in_zone, listed, times, zone_name

Say = Callable[[str], str]
_TEMPLATES = Path(__file__).parent.parent / "templates" / "tandem"
_CARDS = 6


def _render(template: str, workshop: Workshop, title: str, _: Say, **context: Any) -> str:
    """Return a page of the kit.

    :param context: what its template needs beside what all of them do.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    text: str = environment.get_template(template).render(
        tandem=SimpleNamespace(_=_),
        language=workshop.tag,
        title=title,
        style=Markup((_TEMPLATES / "workshop.css").read_text("utf-8")),  # noqa: S704
        **context,
    )
    return text + "\n"


def event_page(workshop: Workshop, course: Course, title: str, _: Say) -> str:
    """Return the page that announces the workshop."""
    zones = dict.fromkeys([workshop.zone, *workshop.zones])
    sessions = [
        {
            "title": course.name(session, _),
            "times": [
                (
                    zone_name(zone, workshop.language),
                    *in_zone(meeting.start, session.minutes, zone, workshop.language),
                )
                for zone in zones
            ],
            "start": meeting.start.isoformat(),
            "lessons": [(lesson.title, lesson.url) for lesson in session.lessons],
        }
        for meeting, session in zip(workshop.meetings, course.live, strict=True)
    ]
    alone = [
        (lesson.title, lesson.url, lesson.minutes)
        for session in course.sessions
        if not session.is_live
        for lesson in session.lessons
    ]
    names = link_names(_)
    return _render(
        "workshop.html",
        workshop,
        title,
        _,
        description=course.description,
        place=workshop.place,
        sessions=sessions,
        alone=alone,
        objectives=[Markup(lesson.points["objectives"])  # noqa: S704
                    for lesson in course.lessons if lesson.points["objectives"]],
        links=[(names[key], url) for key, url in workshop.links.items()],
        instructors=listed(workshop.instructors, workshop.language),
        helpers=listed(workshop.helpers, workshop.language),
        contact=workshop.contact,
        course_url=course.url,
        data=Markup(_data(workshop, course, title, _)),  # noqa: S704
        qr=_qr_markup(workshop),
    )  # fmt: skip


def timetable(workshop: Workshop, course: Course, title: str, _: Say) -> str:
    """Return the timetable of every session, as clocks in each time zone show it."""
    zones = list(dict.fromkeys([workshop.zone, *workshop.zones]))
    language = workshop.language
    sessions = []
    for meeting, session in zip(workshop.meetings, course.live, strict=True):
        minutes = [*(row.start for row in session.rows), session.minutes]
        columns = [times(meeting.start, minutes, zone, language) for zone in zones]
        *shown, end = zip(*columns, strict=True)
        rows = [
            {
                "times": row_times,
                "title": _row_title(row, _),
                "kind": kinds(_)[row.kind] + (f" ({_('optional')})" if row.optional else ""),
                "minutes": row.minutes,
            }
            for row, row_times in zip(session.rows, shown, strict=True)
        ]
        rows.append({"times": end, "title": _("End"), "kind": "", "minutes": session.minutes})
        days = [
            (zone_name(zone, language), in_zone(meeting.start, session.minutes, zone, language)[0])
            for zone in zones
        ]
        sessions.append({"title": course.name(session, _), "zones": days, "rows": rows})
    return _render(
        "workshop-schedule.html",
        workshop,
        title,
        _,
        sessions=sessions,
    )


def _row_title(row: Row, _: Say) -> str:
    if row.kind == BREAK:
        return _("Break")
    return _("%(title)s (continued)") % {"title": row.title} if row.is_continued else row.title


def _mode(workshop: Workshop, _: Say) -> str:
    """Say whether people meet in a room, in a call or in both."""
    words = workshop.place.casefold()
    is_online = words in {"", "online", _("Online").casefold()} or "://" in words
    if is_online:
        return "online"
    return "blended" if "call" in workshop.links else "onsite"


def _data(workshop: Workshop, course: Course, title: str, _: Say) -> str:
    """Return what registries of training should know, by Bioschemas' CourseInstance 1.0."""
    last = course.live[-1]
    address = workshop.address or course.url
    mode = _mode(workshop, _)
    room = {"@type": "Place", "name": workshop.place}
    where = workshop.links.get("call") or address
    call = {"@type": "VirtualLocation", **({"url": where} if where else {})}
    instance = {
        "@context": "https://schema.org/",
        "@type": "CourseInstance",
        "http://purl.org/dc/terms/conformsTo": {
            "@type": "CreativeWork",
            "@id": "https://bioschemas.org/profiles/CourseInstance/1.0-RELEASE",
        },
        "@id": f"{address}#instance" if address else None,
        "name": title,
        "description": course.description or title,
        "url": address,
        "courseMode": mode,
        "location": {"online": call, "onsite": room, "blended": [room, call]}[mode],
        "startDate": workshop.meetings[0].start.isoformat(),
        "endDate": clock(workshop.meetings[-1].start, last.minutes, workshop.zone).isoformat(),
        "inLanguage": workshop.tag,
        "instructor": [{"@type": "Person", "name": name} for name in workshop.instructors],
    }
    known: dict[str, Any] = {key: value for key, value in instance.items() if value}
    if course.url:
        known = {
            "@context": "https://schema.org/",
            "@type": "Course",
            "@id": course.url,
            "http://purl.org/dc/terms/conformsTo": {
                "@type": "CreativeWork",
                "@id": "https://bioschemas.org/profiles/Course/1.0-RELEASE",
            },
            "name": course.title,
            "description": course.description or course.title,
            "keywords": list(course.keywords) or [lesson.title for lesson in course.lessons],
            "inLanguage": workshop.tag,
            "hasCourseInstance": known,
        }
    return script_json(known)


def minute_cards(workshop: Workshop, title: str, _: Say) -> str:
    """Return a sheet of minute cards, to be cut apart."""
    return _render(
        "minute-cards.html",
        workshop,
        title,
        _,
        questions=minute_questions(_),
        cards=range(_CARDS),
    )


def poster(workshop: Workshop, title: str, _: Say) -> str:
    """Return a sheet with the address of the workshop as a QR code."""
    return _render(
        "poster.html",
        workshop,
        title,
        _,
        address=workshop.address,
        qr=_qr_markup(workshop),
    )


def qr_code(address: str) -> str:
    """Return an address as a QR code, drawn as SVG; a quarter of it may be damaged."""
    code = segno.make(address, error="q", micro=False)
    svg: str = code.svg_inline(scale=8, border=4, title=address, omitsize=True)
    return svg


def _qr_markup(workshop: Workshop) -> Any:
    svg = qr_code(workshop.address) if workshop.address else ""
    return Markup(svg)  # noqa: S704
