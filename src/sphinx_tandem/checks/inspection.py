"""``tandem check``: finds what is wrong with pages and catalogs.

It changes nothing, unless it is asked to correct what has one right answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ..catalogs.extract import SiteSettings
from ..site.findings import Finding, unique
from .entries import EntryChecker, LanguageData, check_entries
from .files import (
    OpenedCatalog,
    catalog_files,
    check_language,
    check_pages,
    find_in_sources,
    open_catalog,
)
from .fix import Correction, fix_catalog
from .selection import Selection


class Inspection:
    """One check of a site or of a part of it.

    :param settings: the site's settings.
    :param paths: pages, catalogs and folders to look at, seen from the current folder
        or from the site's; none for the whole site.  A catalog that is named is
        checked even when it is not one of the site's.
    :raises WrongUse: when a path is not there.
    """

    def __init__(self, settings: SiteSettings, paths: Sequence[Path] = ()) -> None:
        self._settings = settings
        self._files = {path.resolve(): code for path, code in catalog_files(settings)}
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
            yield from fix_catalog(self._settings, self._open(path), self._checker_of)
        self._opened.clear()
        self._data_of.cache_clear()

    def _find_all(self) -> Iterator[Finding]:
        languages = set()
        for path in self._selection.catalogs:
            opened = self._open(path)
            yield from opened.findings
            yield from check_language(opened)
            if opened.catalog is not None:
                yield from check_entries(opened, self._checker_of(opened))
            if not self._selection.has_pages:
                yield from find_in_sources(self._settings, opened)
            languages.add(opened.language)
        if self._selection.whole:
            languages |= {language.code for language in self._settings.site.languages[1:]}
        for language in sorted(languages - {""}):
            yield from self._data_of(language).findings
        if self._selection.has_pages:
            found = check_pages(self._settings, [self._open(path) for path in self._files])
            yield from filter(self._selection.concerns, found)

    def _checker_of(self, opened: OpenedCatalog) -> EntryChecker:
        return EntryChecker(self._settings, opened, self._data_of)

    def _open(self, path: Path) -> OpenedCatalog:
        if path not in self._opened:
            code = self._files.get(path, "")
            self._opened[path] = open_catalog(self._settings, path, code)
        return self._opened[path]

    def _read_data(self, language: str) -> LanguageData:
        """Return the terms and words of a language, to which all its catalogs contribute."""
        paths = {path for path, code in self._files.items() if code == language}
        paths |= {path for path in self._selection.catalogs if path not in self._files}
        catalogs = [found for path in sorted(paths) if (found := self._open(path).catalog)]
        return LanguageData(self._settings, language, catalogs)


def run(settings: SiteSettings, paths: Sequence[Path] = ()) -> list[Finding]:
    """Return all findings, sorted; nothing is changed.

    :param settings: the site's settings.
    :param paths: see :class:`Inspection`.
    :raises WrongUse: when a path is not there.
    """
    return Inspection(settings, paths).findings()
