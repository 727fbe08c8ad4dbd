"""How a rule about markup tells a person what it found."""

from __future__ import annotations

from .rule import Problem

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
