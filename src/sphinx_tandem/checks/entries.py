"""Checks the entries of a catalog by every rule, and leaves out what a comment allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..catalogs.extract import SiteSettings
from ..catalogs.model import Catalog, Entry
from ..site.findings import Finding
from . import language as language_rules
from . import markup
from .context import Context, context_of
from .files import (
    Checked,
    named,
)
from .language import spelling
from .language.passage import Passage, passages
from .language.spelling import Spelling, Vocabulary, read_words, speller
from .language.terms import NAME, Terms, read_termbase
from .markup.hostile import DIRECTIVE
from .rule import Problem
from .rules import is_hostile
from .suppress import judge_comments, unsilenced

# -- What is known of a language beyond its entries: its term base and its words ----------------


class Knowledge:
    """The term base and the words of one language of a site.

    :param settings: the site's settings.
    :param language: the code of the language.
    :param catalogs: the catalogs whose words count as known.
    """

    def __init__(
        self, settings: SiteSettings, language: str, catalogs: Iterable[Catalog] = ()
    ) -> None:
        folders = [folder / language for folder in settings.locale_dirs] if language else []
        bases = [read_termbase(folder / NAME, language) for folder in folders]
        self.findings: list[Finding] = [
            replace(found, path=named(settings, Path(found.path)), language=language)
            for base in bases
            for found in base.findings
        ]
        self._terms = [Terms(base, language) for base in bases if base.terms]
        words = [word for folder in folders for word in read_words(folder / spelling.NAME)]
        vocabulary = Vocabulary(words)
        for catalog in catalogs:
            vocabulary.add(catalog)
        self._spelling = Spelling(speller(language), vocabulary) if language else None

    def judge(self, passage: Passage) -> Iterator[Problem]:
        """Find what goes against the term base, and words that nobody knows."""
        for terms in self._terms:
            yield from terms.judge(passage)
        if self._spelling is not None and passage.translation != passage.english:
            yield from self._spelling.judge(passage)


# -- Judges the entries of a catalog by every rule, and leaves out what a comment allows --------


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
        found = list(markup.judge(entry, self._context))
        if self._context.is_code(entry) or any(map(_is_smuggled, found)):
            # What is smuggled in is no text: whoever reads the finding takes it out whole.
            return found
        for passage in passages(entry, self._language, self._context.syntax_of(entry)):
            found += language_rules.judge(passage)
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
