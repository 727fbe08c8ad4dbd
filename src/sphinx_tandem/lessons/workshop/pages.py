"""The pages of a kit: the event, the timetable, minute cards, the poster; each is one file."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import segno
from markupsafe import Markup

from ...text.html import script_json
from ..metadata import bioschemas
from ..model import Gettext, row_words
from ..timing import clock
from .course import Course
from .file import Workshop
from .localtime import in_zone, listed, times, zone_name

_TEMPLATES = Path(__file__).parent.parent / "templates" / "tandem"
_CARDS = 6


class Renderer:
    """Fills templates of a kit: what is no HTML by itself is escaped in pages, not in texts.

    :param gettext: looks up words in the language of the kit.
    """

    def __init__(self, workshop: Workshop, course: Course, gettext: Gettext) -> None:
        self.workshop = workshop
        self.course = course
        self.title = workshop.title or course.title
        self.gettext = gettext
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_TEMPLATES),
            autoescape=jinja2.select_autoescape(["html"]),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
        )

    def __call__(self, template: str, **context: Any) -> str:
        """Return a document.

        :param context: what its template needs beside what all of them may use.
        """
        workshop = self.workshop
        text: str = self.environment.get_template(template).render(
            tandem=SimpleNamespace(_=self.gettext),
            workshop=workshop,
            course=self.course,
            title=self.title,
            instructors=listed(workshop.instructors, workshop.language),
            helpers=listed(workshop.helpers, workshop.language),
            style=Markup((_TEMPLATES / "workshop.css").read_text("utf-8")),  # noqa: S704
            **context,
        )
        return text.rstrip() + "\n"

    def meetings(self) -> list[dict[str, Any]]:
        """Return when people meet, as clocks in each time zone show it, and for what."""
        workshop = self.workshop
        return [
            {
                "title": self.course.name(session, self.gettext),
                "start": meeting.start.isoformat(),
                "times": [
                    (
                        zone_name(zone, workshop.language),
                        *in_zone(meeting.start, session.minutes, zone, workshop.language),
                    )
                    for zone in workshop.all_zones
                ],
                "lessons": session.lessons,
            }
            for meeting, session in zip(workshop.meetings, self.course.live, strict=True)
        ]

    def links(self, *left_out: str) -> list[tuple[str, str]]:
        """Return addresses with what a kit calls them, those of the workshop before the course's.

        :param left_out: keys of links, see :data:`.file.LINKS`.
        """
        found = self.workshop.named_links(self.gettext, *left_out)
        return [*found, *self.course_link()]

    def course_link(self) -> list[tuple[str, str]]:
        """Return the address of the course, if it has one, with what a kit calls it."""
        _ = self.gettext
        return [(_("Lessons"), self.course.url)] if self.course.url else []


def event_page(render: Renderer) -> str:
    """Return the page that announces the workshop."""
    course = render.course
    alone = [session for session in course.sessions if not session.is_live]
    objectives = [lesson.points["objectives"] for lesson in course.lessons]
    return render(
        "workshop.html",
        meetings=render.meetings(),
        alone=[lesson for session in alone for lesson in session.lessons],
        objectives=[Markup(html) for html in objectives if html],  # noqa: S704
        links=[*render.course_link(), *render.workshop.named_links(render.gettext)],
        data=Markup(script_json(_metadata(render))),  # noqa: S704
        qr=_qr_markup(render.workshop),
    )


def timetable(render: Renderer) -> str:
    """Return the timetable of every session, as clocks in each time zone show it."""
    _, workshop = render.gettext, render.workshop
    sessions = render.meetings()
    for shown, meeting, session in zip(
        sessions, workshop.meetings, render.course.live, strict=True
    ):
        minutes = [*(row.start for row in session.rows), session.minutes]
        columns = [
            times(meeting.start, minutes, zone, workshop.language) for zone in workshop.all_zones
        ]
        words = [*(row_words(row, _) for row in session.rows), (_("End"), "")]
        lengths = [*(row.minutes for row in session.rows), session.minutes]
        shown["rows"] = [
            {"times": at, "what": what, "kind": kind, "minutes": length}
            for at, (what, kind), length in zip(
                zip(*columns, strict=True), words, lengths, strict=True
            )
        ]
    return render("workshop-schedule.html", sessions=sessions)


def _mode(workshop: Workshop, _: Gettext) -> str:
    """Say whether people meet in a room, in a call or in both."""
    words = workshop.place.casefold()
    if words in {"", "online", _("Online").casefold()} or "://" in words:
        return "online"
    return "blended" if "call" in workshop.links else "onsite"


def _metadata(render: Renderer) -> dict[str, Any]:
    """Return what registries of training should know, by Bioschemas' CourseInstance 1.0."""
    workshop, course = render.workshop, render.course
    address = workshop.address or course.url
    mode = _mode(workshop, render.gettext)
    room = {"@type": "Place", "name": workshop.place}
    where = workshop.links.get("call") or address
    call = {"@type": "VirtualLocation", **({"url": where} if where else {})}
    end = clock(workshop.meetings[-1].start, course.live[-1].minutes, workshop.zone)
    instance = bioschemas(
        "CourseInstance",
        "CourseInstance",
        f"{address}#instance" if address else "",
        name=render.title,
        description=course.description or render.title,
        url=address,
        courseMode=mode,
        location={"online": call, "onsite": room, "blended": [room, call]}[mode],
        startDate=workshop.meetings[0].start.isoformat(),
        endDate=end.isoformat(),
        inLanguage=workshop.tag,
        instructor=[{"@type": "Person", "name": name} for name in workshop.instructors],
    )
    if not course.url:
        return instance
    return bioschemas(
        "Course",
        "Course",
        course.url,
        name=course.title,
        description=course.description or course.title,
        keywords=list(course.keywords) or [lesson.title for lesson in course.lessons],
        inLanguage=workshop.tag,
        hasCourseInstance=instance,
    )


def minute_questions(_: Gettext) -> tuple[str, ...]:
    """Return what a minute card asks."""
    return (
        _("Which one thing will you use?"),
        _("What is still unclear?"),
        _("Was the pace too slow, right, or too fast?"),
    )


def minute_cards(render: Renderer) -> str:
    """Return a sheet of minute cards, to be cut apart."""
    questions = minute_questions(render.gettext)
    return render("minute-cards.html", questions=questions, cards=range(_CARDS))


def poster(render: Renderer) -> str:
    """Return a sheet with the address of the workshop as a QR code."""
    return render("poster.html", qr=_qr_markup(render.workshop))


def qr_code(address: str) -> str:
    """Return an address as a QR code, drawn as SVG; a quarter of it may be damaged."""
    code = segno.make(address, error="q", micro=False)
    svg: str = code.svg_inline(scale=8, border=4, title=address, omitsize=True)
    return svg


def _qr_markup(workshop: Workshop) -> Any:
    return Markup(qr_code(workshop.address) if workshop.address else "")  # noqa: S704
