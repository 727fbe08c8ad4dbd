"""Texts of messages before and after a workshop, to be sent as they are or changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .course import Course
from .event import Workshop
from .invitation import link_names
from .words import in_zone, listed, zone_name

Say = Callable[[str], str]


def before(workshop: Workshop, course: Course, title: str, _: Say) -> str:
    """Return the message of welcome."""
    return _text(_before(workshop, course, title, _))


def after(workshop: Workshop, course: Course, title: str, _: Say) -> str:
    """Return the message of thanks."""
    return _text(_after(workshop, course, title, _))


def _text(paragraphs: Iterator[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def _before(workshop: Workshop, course: Course, title: str, _: Say) -> Iterator[str]:
    yield _("Subject: %(title)s") % {"title": _("Welcome to %(title)s") % {"title": title}}
    yield _("Dear all,")
    yield _("Thank you for registering. We meet at these times:")
    yield "\n".join(_times(workshop, course, _))
    alone = sum(session.minutes for session in course.sessions if not session.is_live)
    if alone:
        yield _(
            "Between the meetings you study alone, when it suits you; "
            "please set aside %(count)d minutes."
        ) % {"count": alone}
    if workshop.place:
        yield _("Where: %(place)s") % {"place": workshop.place}
    links = [f"- {link_names(_)[key]}: {url}" for key, url in workshop.links.items()
             if key not in ("survey-after", "recording")]  # fmt: skip
    if course.url:
        links.append(f"- {_('Lessons')}: {course.url}")
    if links:
        yield _("You find everything here:") + "\n" + "\n".join(links)
    yield _(
        "If anything does not work, if your connection is poor, or if something would help you "
        "to take part, please answer this message."
    )
    yield _ending(workshop, _)


def _times(workshop: Workshop, course: Course, _: Say) -> Iterator[str]:
    zones = [workshop.zone, *(zone for zone in workshop.zones if zone != workshop.zone)]
    for meeting, session in zip(workshop.meetings, course.live, strict=True):
        yield f"{course.name(session, _)}:"
        for zone in dict.fromkeys(zones):
            day, hours = in_zone(meeting.start, session.minutes, zone, workshop.language)
            yield f"- {zone_name(zone, workshop.language)}: {day}, {hours}"


def _after(workshop: Workshop, course: Course, title: str, _: Say) -> Iterator[str]:
    yield _("Subject: %(title)s") % {"title": _("Thank you for %(title)s") % {"title": title}}
    yield _("Dear all,")
    yield _("Thank you for your questions, and for your patience with one another.")
    if url := workshop.links.get("survey-after"):
        yield _("Please take five minutes for these questions, while you remember: %(url)s") % {
            "url": url
        }
    else:
        yield _("Please answer this message and tell us what helped you, and what did not.")
    kept = [f"- {link_names(_)[key]}: {workshop.links[key]}" for key in ("recording", "notes")
            if key in workshop.links]  # fmt: skip
    if course.url:
        kept.append(f"- {_('Lessons')}: {course.url}")
    if kept:
        yield _("These stay with you:") + "\n" + "\n".join(kept)
    yield _ending(workshop, _)


def _ending(workshop: Workshop, _: Say) -> str:
    lines = [_("With kind regards,")]
    if workshop.instructors:
        lines.append(listed(workshop.instructors, workshop.language))
    if workshop.contact:
        lines.append(workshop.contact)
    return "\n".join(lines)
