"""Judges the entries of a catalog by every rule, and leaves out what a comment allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..catalogs.model import Catalog, Entry
from ..catalogs.templates import SiteSettings
from ..findings import Finding
from . import markup_rules, text
from .catalogs import Checked
from .context import Context, context_of
from .knowledge import Knowledge
from .markup_rules_hostile import DIRECTIVE
from .rule import Problem
from .rules import is_hostile
from .silence import judge_comments, unsilenced
from .text_passage import passages


class Judge:
    """Judges the entries of one catalog.

    :param settings: the site's settings.
    :param checked: the catalog.
    :param knowledge: what is known of each language: its terms and its words.
    """

    def __init__(
        self, settings: SiteSettings, checked: Checked, knowledge: Callable[[str], Knowledge]
    ) -> None:
        self._context: Context = context_of(settings, checked.path, checked.catalog or Catalog())
        self._language = checked.language or self._context.language
        self._knowledge = knowledge(self._language)

    def problems(self, entry: Entry) -> list[Problem]:
        """Return all that is wrong with an entry, silenced or not."""
        if not entry.in_use or not entry.msgid:
            return []
        found = list(markup_rules.judge(entry, self._context))
        if self._context.is_code(entry) or any(map(_is_smuggled, found)):
            # What is smuggled in is no text: whoever reads the finding takes it out whole.
            return found
        for passage in passages(entry, self._language, self._context.syntax_of(entry)):
            found += text.judge(passage)
            found += self._knowledge.judge(passage)
        return found

    def reported(self, entry: Entry) -> list[Problem]:
        """Return what is to be reported of an entry."""
        if not entry.in_use or not entry.msgid:
            return []
        found = self.problems(entry)
        return [*unsilenced(entry, found), *judge_comments(entry, found)]


def _is_smuggled(problem: Problem) -> bool:
    return is_hostile(problem.code) or problem.code == DIRECTIVE


def check_entries(checked: Checked, judge: Judge) -> Iterator[Finding]:
    """Yield what is wrong with the entries of a catalog that readers see."""
    for entry in checked.catalog.entries if checked.catalog else ():
        for problem in judge.reported(entry):
            yield Finding(checked.name, entry.line, problem.code, problem.message, checked.language)
