"""``tandem check``: finds what is wrong with pages and catalogs.

It changes nothing, unless it is asked to correct what has one right answer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path

from ..catalogs.extract import INTERFACE, ExtractionError, Message, extract
from ..catalogs.merge import syntax_of
from ..catalogs.model import Catalog, Entry, english_of
from ..site.findings import Finding, WrongUse, relative_path, unique
from ..site.languages import read
from ..site.settings import Settings, SettingsError
from ..text import Syntax, masked
from ..text.masking import MASK
from .context import context_of
from .files import (
    OpenedCatalog,
    catalog_files,
    check_fields,
    check_language,
    check_pages,
    check_setting,
    find_in_sources,
    open_catalog,
    usual_fields,
)
from .fix import Check, Correction, fix_catalog
from .language import TABLES, Passage, check_text, passages, words_of
from .language.spelling import NAME as WORDS
from .language.spelling import Spelling, read_words, speller
from .language.terms import NAME, Terms, read_termbase
from .language.whole import Corpus
from .markup import LENGTH, check_markup
from .markup.hostile import DIRECTIVE, HOSTILE
from .rules import Problem, check_comments, shown, unsilenced, with_levels

# Files that are beside catalogs; any other one that is named is a page.
_NO_PAGES = (".po", ".csv", ".txt")
# An entry with one of these is no text that rules about language could read.
_NO_TEXT = (HOSTILE, DIRECTIVE, LENGTH)


class Selection:
    """The part of a site to check.

    :param files: all catalogs of the site, with the codes of their languages.
    :param paths: what was named, seen from the current folder or from the site's.
    :raises WrongUse: when a path is not there.
    """

    def __init__(
        self, settings: Settings, files: Mapping[Path, str], paths: Sequence[Path]
    ) -> None:
        self._settings = settings
        self._wanted = [_find(settings.directory, path) for path in paths]
        self.whole = not paths or settings.directory in self._wanted
        found = dict.fromkeys(files) if self.whole else {}
        for path in self._wanted:
            for place in (path, *self._mirrored(path)):
                found |= dict.fromkeys(one for one in files if one.is_relative_to(place))
            if path.suffix == ".po" and path.is_file():
                found[path] = None
            elif path.is_dir() and not path.is_relative_to(settings.directory):
                found |= dict.fromkeys(map(_file_of, sorted(path.rglob("*.po"))))
        self.catalogs = list(found)

    @property
    def has_pages(self) -> bool:
        """Whether pages are to be read as well."""
        return self.whole or any(map(self._holds_pages, self._wanted))

    def concerns(self, found: Finding) -> bool:
        """Say whether a finding about pages is about what was selected."""
        path = self._settings.directory / found.path
        places = (*self.catalogs, *self._wanted)
        return self.whole or not found.path or any(map(path.is_relative_to, places))

    def _holds_pages(self, path: Path) -> bool:
        inside = path.is_relative_to(self._settings.directory)
        beside_catalogs = any(path.is_relative_to(place) for place in self._settings.locale_dirs)
        return inside and not beside_catalogs and path.suffix not in _NO_PAGES

    def _mirrored(self, path: Path) -> Iterator[Path]:
        """Yield the catalogs, or the folders of catalogs, of a page or of a folder of pages."""
        if not self._holds_pages(path):
            return
        place = path.relative_to(self._settings.directory)
        if path.is_file():
            place = place.with_suffix(".po")
        for folder in self._settings.locale_dirs:
            for language in self._settings.site.languages[1:]:
                yield _file_of(folder / language.code / "LC_MESSAGES" / place)


def _find(site: Path, path: Path) -> Path:
    for place in (path.absolute(), site / path):
        if place.exists():
            return _file_of(place)
    raise WrongUse(f"There is no {path}, neither here nor in the site's folder {site}.")


def _file_of(path: Path) -> Path:
    """Return the file or folder that a person edits; a link to a device names none."""
    found = Path(os.path.realpath(path))  # unlike `resolve`, it takes links that lead in circles
    if found.exists() and not (found.is_file() or found.is_dir()):
        return Path(os.path.realpath(path.parent)) / path.name
    return found


@dataclass(frozen=True)
class LanguageResources:
    """The term bases and the words of one language of a site.

    :param findings: what is wrong with the term bases themselves.
    :param spelling: the dictionary and the words that need none; ``None`` without a language.
    :param usual: what the headers of its catalogs say.
    """

    findings: tuple[Finding, ...]
    terms: tuple[Terms, ...]
    spelling: Spelling | None
    usual: Mapping[str, str]


class Inspection:
    """One check of a site or of a part of it.

    :param paths: pages, catalogs and folders to look at, seen from the current folder
        or from the site's; none for the whole site.  A catalog that is named is
        checked even when it is not one of the site's.
    :raises WrongUse: when a path is not there.
    :raises SettingsError: when the site's setting of rules is wrong.
    :ivar directory: the site's folder.
    :ivar levels: what the site makes of single rules.
    """

    def __init__(self, settings: Settings, paths: Sequence[Path] = ()) -> None:
        self._settings = settings
        self.directory = settings.directory
        self.levels = check_setting(settings)
        self._files = {_file_of(path): code for path, code in catalog_files(settings)}
        self._selection = Selection(settings, self._files, paths)
        self._opened: dict[Path, OpenedCatalog] = {}
        self._data_of = cache(self._read_data)

    def findings(self) -> list[Finding]:
        """Return all findings, sorted."""
        return unique(self._find_all())

    def corrections(self) -> Iterator[Correction]:
        """Correct what has one right answer, and yield what was corrected.

        :raises OSError: when a catalog cannot be written; it stays as it was.
        """
        for path in self._selection.catalogs:
            opened = self._open(path)
            usual = self._data_of(self._language_of(opened)).usual
            yield from fix_catalog(self._settings, opened, self._check_of, usual)
        self._opened.clear()
        self._data_of.cache_clear()

    def _find_all(self) -> Iterator[Finding]:
        languages = set()
        for path in self._selection.catalogs:
            opened = self._open(path)
            yield from opened.findings
            yield from check_language(opened)
            yield from check_fields(opened, self._data_of(self._language_of(opened)).usual)
            check = self._check_of(opened)
            for entry in opened.catalog.entries:
                found = check(entry)
                comments = check_comments(entry, found) if entry.in_use else ()
                for problem in (*unsilenced(entry, found), *comments):
                    yield opened.finding(entry.line, problem.code, problem.message)
            if not self._selection.has_pages:
                yield from find_in_sources(self._settings, opened)
            languages.add(opened.language)
        if self._selection.whole:
            languages |= {language.code for language in self._settings.site.languages[1:]}
        for language in sorted(languages - {""}):
            yield from self._data_of(language).findings
        if self._selection.has_pages:
            yield from filter(self._selection.concerns, self._find_in_pages())

    def _find_in_pages(self) -> Iterator[Finding]:
        try:
            extraction = extract(self._settings)
        except (ExtractionError, SettingsError) as error:
            yield from error.findings
            return
        catalogs = [self._open(path) for path in self._files]
        yield from check_pages(self._settings, catalogs, extraction)
        source = self._settings.site.languages[0].code
        writing = Writing(source, self._spelling_of(source))
        for domain, messages in extraction.messages.items():
            for message in messages if domain not in INTERFACE else ():
                # Another language than the site's has its own habits.
                found = (
                    writing.check(message, syntax_of(domain, message)) if not message.into else ()
                )
                for problem in with_levels(found, self.levels):
                    path, line = min(message.locations, default=("", 0))
                    yield Finding(path, line, problem.code, problem.message)

    def _check_of(self, opened: OpenedCatalog) -> Check:
        """Return a function that finds all that is wrong with an entry, silenced or not."""
        context = context_of(self._settings, opened.path, opened.catalog)
        language = self._language_of(opened)
        data = self._data_of(language)

        def check(entry: Entry) -> list[Problem]:
            if not entry.in_use:
                return []
            found = check_markup(entry, context)
            # What is smuggled in is no text: whoever reads the finding takes it out whole.
            if context.is_code(entry) or any(one.code in _NO_TEXT for one in found):
                return found
            syntax = context.syntax_of(entry)
            for passage in passages(entry, language, syntax, data.terms, data.spelling):
                found += with_levels(check_text(passage), self.levels)
            return found

        return check

    def _language_of(self, opened: OpenedCatalog) -> str:
        context = context_of(self._settings, opened.path, opened.catalog)
        return opened.language or context.language

    def _open(self, path: Path) -> OpenedCatalog:
        if path not in self._opened:
            code = self._files.get(path, "")
            self._opened[path] = open_catalog(self._settings, path, code)
        return self._opened[path]

    def _folders_of(self, language: str) -> list[Path]:
        return [place / language for place in self._settings.locale_dirs if language]

    def _spelling_of(self, language: str) -> Spelling:
        own = (word for one in self._folders_of(language) for word in read_words(one / WORDS))
        return Spelling(speller(language), own)

    def _read_data(self, language: str) -> LanguageResources:
        """Return the terms and words of a language, to which all its catalogs contribute."""
        paths = {path for path, code in self._files.items() if code == language}
        paths |= {path for path in self._selection.catalogs if path not in self._files}
        spelling = self._spelling_of(language)
        catalogs = [self._open(path).catalog or Catalog() for path in sorted(paths)]
        for catalog in catalogs:
            spelling.add(catalog)
        spelling.corpus = Corpus(catalogs)
        site = self._settings.directory
        bases = [read_termbase(one / NAME, language) for one in self._folders_of(language)]
        return LanguageResources(
            tuple(
                replace(found, path=relative_path(Path(found.path), site), language=language)
                for found in chain.from_iterable(base.findings for base in bases)
            ),
            tuple(Terms(base, language) for base in bases if base.terms),
            spelling if language else None,
            usual_fields(catalogs),
        )


# -- What authors write ---------------------------------------------------------------------------

# Who reads in a second language loses the beginning of a longer sentence before its end.
_MOST_WORDS = 40
_END = re.compile(rf"[.!?…:;。！？][\"'”’»)\]*_{MASK}]*(?=\s|$)|\n|{MASK}+\s")
_LINKS = {
    Syntax.MYST: re.compile(r"(?<![!\]])\[([^\[\]]+)\](?:\(|\[)"),
    Syntax.RST: re.compile(r"(?<!`)`([^`<>]+?)\s*<[^`<>]+>`_"),
}


class Writing:
    """What makes the pages of a site hard to read; it is advice, never more.

    :param language: the code of the language in which they are written.
    :param spelling: its dictionary, and the site's own words.
    """

    def __init__(self, language: str, spelling: Spelling) -> None:
        self._language = language
        self._spelling = spelling
        self._vague = {*TABLES["vague_links"].get(read(language).language, "").split(", ")}

    def check(self, message: Message, syntax: Syntax) -> Iterator[Problem]:
        """Find long sentences, links that do not say where they lead, and unknown words."""
        text = english_of(message.msgid)
        prose = masked(text, syntax)
        start = 0
        for end in [*(found.end() for found in _END.finditer(prose)), len(prose)]:
            if (count := len(words_of(prose[start:end]))) > _MOST_WORDS:
                yield Problem(
                    "page-sentence",
                    f"“{shown(text[start:end].strip())}” is a sentence of {count} words, which many "
                    "people lose on the way; make two of it, or a list.",
                )
            start = end
        pattern = _LINKS.get(syntax)
        for link in pattern.finditer(text) if pattern else ():
            if link[1].strip(" .*_…").lower() in self._vague:
                yield Problem(
                    "page-link-words",
                    f"The link “{link[1]}” does not say where it leads to people who go from link to "
                    "link, such as those with a screen reader; name what is there.",
                )
        passage = Passage("", text, "", prose, self._language, syntax, 0, (), self._spelling)
        for problem in self._spelling.find(passage):
            yield replace(problem, code="page-spelling")
