"""Texts of messages before and after a workshop, to be sent as they are or changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markdownify import MarkdownConverter

from .calendar import link_names
from .course import Course, Exercise, LessonText
from .file import Workshop
from .localtime import day, in_zone, listed, zone_name

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


# -- Markdown as HedgeDoc reads it: CommonMark with formulas between dollar signs ---------------
# https://spec.commonmark.org/0.31.2/#backslash-escapes lets a backslash stand before any
# punctuation; https://docs.hedgedoc.org/references/hedgedoc-features/ says what is special beyond.

_SPECIAL = re.compile(
    r"[\\`*_\[\]<>$~^|{}]"  # code, emphasis, links, HTML, formulas, tables
    r"|(?:\+\+|==)"  # inserted and marked text
    r"|&(?=\#?\w+;)"  # entities
    r"|:(?=[\w+-]+:)"  # emoji
    r"|\#(?=\#*\s*$)"  # the end of a heading
    r"|^(?:\#|[-+](?=\s|$))"  # headings and lists
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_INLINE, _BLOCK = re.compile(r"\\\((.*)\\\)", re.DOTALL), re.compile(r"\\\[(.*)\\\]", re.DOTALL)


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


def _formula(el: Any, marks: re.Pattern[str]) -> str:
    """Return the formula in an element, without what Sphinx puts around it for MathJax."""
    if "math" not in (el.get("class") or []):
        return ""
    found = marks.search(el.get_text())
    if not found:
        return ""
    # HedgeDoc ends a formula at an empty line and takes none that begins with a space.
    return "\n".join(line for line in found[1].strip().splitlines() if line.strip())


def markdown(html: str) -> str:
    """Return a piece of a lesson as Markdown."""
    converter = _Converter(heading_style="ATX", bullets="-", escape_misc=True)
    text: str = converter.convert(html)
    found: list[str] = []
    for line in (line.rstrip() for line in text.strip().split("\n")):
        if line or (found and found[-1]):
            found.append(line)
    return "\n".join(found)


# -- The shared notes: a Markdown document in which a whole group writes, for HedgeDoc and the like ---

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


# -- What instructors and helpers do, and by when -----------------------------------------------


@dataclass(frozen=True)
class Duty:
    """Something to do.

    :param due: the last day for it.
    :param text: what to do.
    """

    due: date
    text: str


def instructors(workshop: Workshop, _: Say) -> list[Duty]:
    """Return what instructors do, by day."""
    first, last = workshop.first_day, workshop.last_day
    before, between, behind = timedelta(days=-1), timedelta(days=1), timedelta(days=2)
    duties = [
        Duty(first - timedelta(days=14), _("Announce the workshop, and ask who will need what to take part.")),
        Duty(first - timedelta(days=7), _("Send the message before the workshop, with the invitation.")),
        Duty(first - timedelta(days=7), _("Open the shared notes to everybody, and try them from another device.")),
        Duty(first - timedelta(days=7), _("Read the lessons with their instructor notes, and print the handouts.")),
        Duty(first + before, _("Try the call, the slides and the clock, once without a network.")),
        Duty(first, _("Teach the first session; say what comes next, and collect the minute cards.")),
    ]  # fmt: skip
    if last != first:
        duties += [
            Duty(first + between, _("Answer the most frequent doubt of the minute cards in one message.")),
            Duty(first + (last - first) / 2, _("Ask everybody how far they are, and write to those who have not begun.")),
            Duty(last + before, _("Read the answers in the shared notes, and choose what to take up.")),
            Duty(last, _("Teach the last session, and collect the minute cards.")),
        ]  # fmt: skip
    duties += [
        Duty(last + behind, _("Send the message after the workshop.")),
        Duty(last + timedelta(days=7), _("Write down what you would change, and tell the authors of the lessons.")),
    ]  # fmt: skip
    return sorted(duties, key=lambda duty: duty.due)


def helpers(workshop: Workshop, _: Say) -> list[Duty]:
    """Return what helpers do, by day."""
    first, last = workshop.first_day, workshop.last_day
    duties = [
        Duty(first - timedelta(days=3), _("Do the exercises of the first session yourself.")),
        Duty(first, _("Help people to get in, and speak for those who cannot.")),
        Duty(first, _("Write questions, answers and links into the shared notes, and keep the time.")),
    ]  # fmt: skip
    if last != first:
        duties += [
            Duty(last - timedelta(days=1), _("Look into messages and notes once a day until then.")),
            Duty(last, _("Help again in the last session, and remind everybody of the minute card.")),
        ]  # fmt: skip
    return sorted(duties, key=lambda duty: duty.due)


def checklist(title: str, duties: Sequence[Duty], language: str) -> str:
    """Return a list to tick, as Markdown."""
    lines = [f"# {title}", ""]
    due: date | None = None
    for duty in duties:
        if duty.due != due:
            due = duty.due
            lines += (
                ["", f"## {day(due, language)}", ""]
                if len(lines) > 2
                else [f"## {day(due, language)}", ""]
            )
        lines.append(f"- [ ] {duty.text}")
    return "\n".join(lines) + "\n"
