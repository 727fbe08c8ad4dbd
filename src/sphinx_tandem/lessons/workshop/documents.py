"""The texts of a kit: letters before and after the workshop, shared notes, checklists.

They are there to be sent or used as they are, or to be changed.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from markdownify import MarkdownConverter

from .file import Workshop, link_names
from .localtime import day, listed
from .pages import Renderer, minute_questions

# How many lines for answers each exercise begins with.
_SLOTS = 6


def email_before(render: Renderer) -> str:
    """Return the message of welcome."""
    alone = sum(session.minutes for session in render.course.sessions if not session.is_live)
    links = render.links("survey-after", "recording")
    return render(
        "email-before.txt",
        meetings=render.meetings(),
        alone=alone,
        links=links,
        ending=_ending(render.workshop),
    )


def email_after(render: Renderer) -> str:
    """Return the message of thanks."""
    names, links = link_names(render.gettext), render.workshop.links
    kept = [(names[key], links[key]) for key in ("recording", "notes") if key in links]
    return render(
        "email-after.txt",
        survey=links.get("survey-after", ""),
        links=[*kept, *render.course_link()],
        ending=_ending(render.workshop),
    )


def _ending(workshop: Workshop) -> str:
    names = listed(workshop.instructors, workshop.language)
    return "\n".join(filter(None, (names, workshop.contact)))


def shared_notes(render: Renderer) -> str:
    """Return a document in which a whole group writes, for HedgeDoc and the like.

    Exercises and questions of each lesson stand in their place, with room for answers.
    """
    render.environment.filters |= {"literal": literal, "address": address, "markdown": markdown}
    return render(
        "shared-notes.md",
        meetings=render.meetings(),
        links=render.links("notes"),
        questions=minute_questions(render.gettext),
        slots=_SLOTS,
    )


# -- What instructors and helpers do, and by when -----------------------------------------------

_DAY = timedelta(days=1)


def checklist_instructors(render: Renderer) -> str:
    """Return what instructors do, by day, as a list to tick."""
    _, workshop = render.gettext, render.workshop
    first, last = workshop.first_day, workshop.last_day
    duties = [
        (first - 14 * _DAY, _("Announce the workshop, and ask who will need what to take part.")),
        (first - 7 * _DAY, _("Send the message before the workshop, with the invitation.")),
        (first - 7 * _DAY, _("Open the shared notes to everybody, and try them from another device.")),
        (first - 7 * _DAY, _("Read the lessons with their instructor notes, and print the handouts.")),
        (first - _DAY, _("Try the call, the slides and the clock, once without a network.")),
        (first, _("Teach the first session; say what comes next, and collect the minute cards.")),
    ]  # fmt: skip
    if last != first:
        duties += [
            (first + _DAY, _("Answer the most frequent doubt of the minute cards in one message.")),
            (first + (last - first) / 2, _("Ask everybody how far they are, and write to those who have not begun.")),
            (last - _DAY, _("Read the answers in the shared notes, and choose what to take up.")),
            (last, _("Teach the last session, and collect the minute cards.")),
        ]  # fmt: skip
    duties += [
        (last + 2 * _DAY, _("Send the message after the workshop.")),
        (last + 7 * _DAY, _("Write down what you would change, and tell the authors of the lessons.")),
    ]  # fmt: skip
    return _checklist(render, _("Checklist for instructors"), duties)


def checklist_helpers(render: Renderer) -> str:
    """Return what helpers do, by day, as a list to tick."""
    _, workshop = render.gettext, render.workshop
    first, last = workshop.first_day, workshop.last_day
    duties = [
        (first - 3 * _DAY, _("Do the exercises of the first session yourself.")),
        (first, _("Help people to get in, and speak for those who cannot.")),
        (first, _("Write questions, answers and links into the shared notes, and keep the time.")),
    ]  # fmt: skip
    if last != first:
        duties += [
            (last - _DAY, _("Look into messages and notes once a day until then.")),
            (last, _("Help again in the last session, and remind everybody of the minute card.")),
        ]  # fmt: skip
    return _checklist(render, _("Checklist for helpers"), duties)


def _checklist(render: Renderer, heading: str, duties: list[tuple[date, str]]) -> str:
    days = groupby(sorted(duties, key=lambda duty: duty[0]), key=lambda duty: duty[0])
    shown = [
        (day(due, render.workshop.language), [text for _due, text in held]) for due, held in days
    ]
    return render("checklist.md", heading=heading, days=shown)


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
