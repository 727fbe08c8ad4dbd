"""Which entries readers never see: those that are broken and that nobody has allowed."""

from __future__ import annotations

from dataclasses import dataclass

from ..catalogs.model import Entry
from .context import Context
from .markup_rules import judge
from .markup_rules_table import ADVICE
from .rule import Problem
from .silence import unsilenced


@dataclass(frozen=True)
class Refusal:
    """An entry that is not shown.

    :param problems: what is wrong with it.
    :param path: the catalog, as an absolute path.
    :param line: the line of the entry in it.
    """

    problems: tuple[Problem, ...]
    path: str
    line: int

    @property
    def location(self) -> str:
        """The place as warnings name it."""
        return f"{self.path}:{self.line}"


def refusals(entry: Entry, context: Context) -> list[Problem]:
    """Return the errors of an entry that no comment silences; with any it is not shown."""
    errors = [problem for problem in judge(entry, context) if problem.code not in ADVICE]
    return unsilenced(entry, errors) if errors and entry.comments else errors
