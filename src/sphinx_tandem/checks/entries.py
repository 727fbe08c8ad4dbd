"""Checks the entries of a catalog by every rule, and leaves out what a comment silences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ..catalogs.extract import SiteSettings
from ..catalogs.model import Catalog, Entry
from ..site.findings import Finding
from . import language as language_rules
from .context import Context, context_of
from .files import OpenedCatalog, displayed
from .language import spelling
from .language.passage import Passage, passages
from .language.spelling import Spelling, Vocabulary, read_words, speller
from .language.terms import NAME, TermBase, Terms, read_termbase
from .markup.entries import check_markup
from .markup.hostile import DIRECTIVE
from .rules import Problem, rule_of, rules_in
from .silence import check_comments, unsilenced


def check_text(passage: Passage) -> Iterator[Problem]:
    """Find what is wrong with the text of one translation."""
    for rule in rules_in(language_rules.__name__):
        if rule.code.startswith("text-") and (rule.even_untranslated or not passage.is_english):
            yield from rule.find(passage)


@dataclass(frozen=True)
class LanguageData:
    """The term bases and the words of one language of a site.

    :param settings: the site's settings.
    :param language: the code of the language.
    :param catalogs: the catalogs whose words count as known.
    """

    settings: SiteSettings
    language: str
    catalogs: Iterable[Catalog] = ()

    @cached_property
    def _folders(self) -> list[Path]:
        places = self.settings.locale_dirs if self.language else ()
        return [folder / self.language for folder in places]

    @cached_property
    def _bases(self) -> list[TermBase]:
        return [read_termbase(folder / NAME, self.language) for folder in self._folders]

    @property
    def findings(self) -> Iterator[Finding]:
        """What is wrong with the term bases themselves."""
        for found in (one for base in self._bases for one in base.findings):
            path = displayed(self.settings, Path(found.path))
            yield replace(found, path=path, language=self.language)

    @cached_property
    def terms(self) -> tuple[Terms, ...]:
        """The terms, ready to be compared with translations."""
        return tuple(Terms(base, self.language) for base in self._bases if base.terms)

    @cached_property
    def spelling(self) -> Spelling | None:
        """The dictionary and the words that need none."""
        if not self.language:
            return None
        own = (word for folder in self._folders for word in read_words(folder / spelling.NAME))
        vocabulary = Vocabulary(own)
        for catalog in self.catalogs:
            vocabulary.add(catalog)
        return Spelling(speller(self.language), vocabulary)


class EntryChecker:
    """Checks the entries of one catalog.

    :param settings: the site's settings.
    :param opened: the catalog.
    :param data_of: returns the term bases and the words of a language.
    """

    def __init__(
        self,
        settings: SiteSettings,
        opened: OpenedCatalog,
        data_of: Callable[[str], LanguageData],
    ) -> None:
        self._context: Context = context_of(settings, opened.path, opened.catalog or Catalog())
        self._language = opened.language or self._context.language
        self._data = data_of(self._language)

    def problems(self, entry: Entry) -> list[Problem]:
        """Return all that is wrong with an entry, silenced or not."""
        if not entry.in_use:
            return []
        found = check_markup(entry, self._context)
        if self._context.is_code(entry) or any(map(_is_smuggled, found)):
            # What is smuggled in is no text: whoever reads the finding takes it out whole.
            return found
        syntax, data = self._context.syntax_of(entry), self._data
        for passage in passages(entry, self._language, syntax, data.terms, data.spelling):
            found += check_text(passage)
        return found

    def reported(self, entry: Entry) -> list[Problem]:
        """Return what is to be reported of an entry."""
        found = self.problems(entry)
        comments = check_comments(entry, found) if entry.in_use else ()
        return [*unsilenced(entry, found), *comments]


def _is_smuggled(problem: Problem) -> bool:
    rule = rule_of(problem.code)
    return problem.code == DIRECTIVE or (rule is not None and rule.hostile)


def check_entries(opened: OpenedCatalog, checker: EntryChecker) -> Iterator[Finding]:
    """Yield what is wrong with the entries of a catalog that readers see."""
    for entry in opened.catalog.entries if opened.catalog else ():
        for problem in checker.reported(entry):
            yield opened.finding(entry.line, problem.code, problem.message)
