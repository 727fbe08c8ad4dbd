"""What a rule of ``tandem check`` is, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """Whether a finding makes the check fail."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True)
class Rule:
    """One rule.

    :param code: the short name that stands in its findings.
    :param summary: what is wrong, in one line.
    :param severity: whether it fails.
    :param bad: an example that breaks it: a catalog, its header included.
    :param good: the same put right.
    :param hostile: whether what it finds could harm readers, so that nobody can
        silence it.
    """

    code: str
    summary: str
    severity: Severity
    bad: str = ""
    good: str = ""
    hostile: bool = False


@dataclass(frozen=True)
class Problem:
    """What a rule finds in one entry; its place is that of the entry.

    :param code: the code of the rule.
    :param message: what happened, what it means now and what to do.
    :param fixed: the whole translation put right, where there is one right answer.
    :param form: which plural form it is about; 0 where there is one only.
    """

    code: str
    message: str
    fixed: str | None = None
    form: int = 0


# -- How a rule about markup tells a person what it found ---------------------------------------

_LONGEST = 90
# How much of that stands before the first difference.
_BEFORE = 40


def error(code: str, what: str, mend: str, fixed: str | None = None) -> Problem:
    """Return the problem of an entry that is not shown to readers.

    :param what: what happened, as a sentence without its full stop.
    :param mend: what to do.
    """
    return Problem(code, f"{what}, so readers see the English instead; {mend}.", fixed)


def advice(code: str, what: str, mend: str, fixed: str | None = None) -> Problem:
    """Return a problem that harms no reader."""
    return Problem(code, f"{what}; {mend}.", fixed)


def shown(text: str, beside: str = "") -> str:
    """Return a part of a message, short enough for one line.

    :param beside: what it is compared with; the part is that around the first difference.
    """
    text, other = " ".join(text.split()), " ".join(beside.split())
    if len(text) <= _LONGEST:
        return text
    start = 0
    if other:
        alike = (n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b)
        first = next(alike, min(len(text), len(other)))
        start = min(max(0, first - _BEFORE), len(text) - _LONGEST)
    end = start + _LONGEST
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def whole(text: str) -> str:
    """Return what a person is to write: none of it may be left out."""
    return " ".join(text.split())
