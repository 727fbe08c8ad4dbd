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
