"""The shared notes: a Markdown document in which a whole group writes, for HedgeDoc and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .course import Course, Exercise, LessonText
from .event import Workshop
from .invitation import link_names
from .markdowntext import address, literal, markdown
from .words import in_zone, listed, zone_name

Say = Callable[[str], str]
# How many lines for answers each exercise begins with.
_SLOTS = 6


def shared_notes(workshop: Workshop, course: Course, title: str, _: Say) -> str:
    """Return the document, with the exercises and questions of each lesson in their place."""
    return "\n".join(_lines(workshop, course, title, _)).rstrip() + "\n"


def _lines(workshop: Workshop, course: Course, title: str, _: Say) -> Iterator[str]:
    yield f"# {literal(title)}"
    yield ""
    for meeting, session in zip(workshop.meetings, course.live, strict=True):
        day, hours = in_zone(meeting.start, session.minutes, workshop.zone, workshop.language)
        zone = zone_name(workshop.zone, workshop.language)
        yield f"- {literal(course.name(session, _))}: {day}, {hours} ({literal(zone)})"
    for key, url in workshop.links.items():
        if key != "notes":
            yield f"- {link_names(_)[key]}: <{url}>"
    if course.url:
        yield f"- {_('Lessons')}: <{course.url}>"
    if workshop.instructors:
        yield f"- {_('Instructors')}: {literal(listed(workshop.instructors, workshop.language))}"
    if workshop.helpers:
        yield f"- {_('Helpers')}: {literal(listed(workshop.helpers, workshop.language))}"
    yield ""
    yield f"## {_('Who is here')}"
    yield ""
    yield _(
        "Write a name by which we may call you, and where you are. Leave out whatever you wish."
    )
    yield ""
    yield from _slots(_)
    for session in course.sessions:
        yield f"## {literal(course.name(session, _))}"
        yield ""
        for lesson in session.lessons:
            yield from _lesson(lesson, _)
        if session.is_live:
            yield f"### {_('Minute card')}"
            yield ""
            for question in minute_questions(_):
                yield f"- {question}"
            yield ""


def _lesson(lesson: LessonText, _: Say) -> Iterator[str]:
    minutes = _("%(count)d min") % {"count": lesson.minutes}
    title = literal(lesson.title)
    name = f"[{title}]({address(lesson.url)})" if lesson.url else title
    yield f"### {name} ({minutes})"
    yield ""
    for key, heading in (("questions", _("Questions")), ("objectives", _("Objectives"))):
        if lesson.points[key]:
            yield f"**{heading}**"
            yield ""
            yield markdown(lesson.points[key])
            yield ""
    for exercise in lesson.exercises:
        yield from _exercise(exercise, _)
    yield f"**{_('What is still unclear?')}**"
    yield ""
    yield "- "
    yield ""
    if lesson.points["keypoints"]:
        yield f"**{_('Key points')}**"
        yield ""
        yield markdown(lesson.points["keypoints"])
        yield ""


def _exercise(exercise: Exercise, _: Say) -> Iterator[str]:
    said = []
    if exercise.minutes is not None:
        said.append(_("%(count)d min") % {"count": exercise.minutes})
    if exercise.optional:
        said.append(_("optional"))
    yield f"#### {literal(exercise.title)}" + (f" ({', '.join(said)})" if said else "")
    yield ""
    yield markdown(exercise.html)
    yield ""
    yield from _slots(_)


def _slots(_: Say) -> Iterator[str]:
    yield f"**{_('Answers')}**"
    yield ""
    yield from ["- "] * _SLOTS
    yield ""


def minute_questions(_: Say) -> tuple[str, ...]:
    """Return what a minute card asks."""
    return (
        _("Which one thing will you use?"),
        _("What is still unclear?"),
        _("Was the pace too slow, right, or too fast?"),
    )
