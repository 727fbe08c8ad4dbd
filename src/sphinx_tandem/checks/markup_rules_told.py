"""How a rule about markup tells a person what it found."""

from __future__ import annotations

from .rule import Problem

_LONGEST = 90


def error(code: str, what: str, mend: str, fixed: str | None = None) -> Problem:
    """Return the problem of an entry that is not shown to readers.

    :param what: what happened, as a sentence without its full stop.
    :param mend: what to do.
    """
    return Problem(code, f"{what}, so readers see the English instead; {mend}.", fixed)


def advice(code: str, what: str, mend: str, fixed: str | None = None) -> Problem:
    """Return a problem that harms no reader."""
    return Problem(code, f"{what}; {mend}.", fixed)


def shown(text: str) -> str:
    """Return a part of a message, short enough for one line."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
