"""What can be wrong with the file of a workshop: the codes, and the error that carries them."""

from __future__ import annotations

from collections.abc import Sequence

from ..findings import Finding

#: What each code means; with one of these, no kit is made.
FAULTS = {
    "workshop-file": "The file cannot be read, or is no list of keys and values.",
    "workshop-missing": "The file lacks something that a workshop needs.",
    "workshop-key": "A key is unknown, or stands twice.",
    "workshop-text": "A list stands where one text belongs, or a text holds a character that nobody can print.",
    "workshop-language": "The site does not have the language.",
    "workshop-timezone": "No time zone has that name.",
    "workshop-start": "The date or time of a session does not exist.",
    "workshop-order": "A session does not begin after the one before it.",
    "workshop-overlap": "A session begins before the one before it ends.",
    "workshop-sessions": "The file gives more or fewer sessions than the course has, or a session takes no time.",
    "workshop-address": "An address does not begin with `https://` or `http://`, or is too long.",
    "workshop-revision": "The revision is not a whole number.",
    "workshop-course": "The site has no such course.",
    "workshop-lesson": "The site has no such lesson, or a session names it twice.",
    "workshop-lessons": "The lessons cannot be read.",
}
#: What each code means; with these, the kit is made all the same.
ADVICE = {
    "workshop-hour": "Clocks show the beginning of a session twice; the first of the two is taken.",
    "workshop-again": "Two sessions take the same lesson.",
    "workshop-break": "A part of a lesson is longer than people should work without a break.",
}
CODES = FAULTS | ADVICE
#: How a message about a fault ends.
MEND = "No kit was made."


class WorkshopError(Exception):
    """The file of a workshop cannot be used; the findings say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = sorted(findings)
