"""What is known of a language beyond its entries: its term base and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..catalogs.model import Catalog
from ..catalogs.templates import SiteSettings
from ..findings import Finding
from . import text_spelling
from .catalogs import named
from .rule import Problem
from .spelling import speller
from .termbase import NAME, read_termbase
from .text_passage import Passage
from .text_spelling import Spelling, Vocabulary, read_words
from .text_terms import Terms


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
        words = [word for folder in folders for word in read_words(folder / text_spelling.NAME)]
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
