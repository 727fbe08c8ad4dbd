"""Which entries readers never see: those that are broken and that nobody has allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..catalogs.extract import SiteSettings
from ..catalogs.model import Entry
from ..catalogs.status import MergedPage
from .context import Context, context_of
from .markup import judge
from .rule import Problem
from .rules import ADVICE
from .suppress import unsilenced


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


# -- Which translations of a page a build refuses to show, so that they count as missing --------


def refused_in(settings: SiteSettings) -> Callable[[MergedPage], frozenset[str]]:
    """Return a function that finds the English of the refused entries of a page.

    :param settings: the site's settings.
    """

    def find(page: MergedPage) -> frozenset[str]:
        if page.merged is None:
            return frozenset()
        context = context_of(settings, settings.directory / page.path, page.written)
        written = {entry.msgid: entry for entry in page.written.entries}
        found = set()
        for entry in page.merged.entries:
            known = written.get(entry.msgid)
            # What stands in the file knows its comments and its places better.
            judged = known if known and known.forms == entry.forms else entry
            if entry.in_use and refusals(judged, context):
                found.add(entry.msgid)
        return frozenset(found)

    return find
