"""What instructors and helpers do, and by when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .event import Workshop
from .words import day

Say = Callable[[str], str]


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
