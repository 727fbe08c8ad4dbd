"""``tandem check``: finds what is wrong with pages and catalogs.

It changes nothing, unless it is asked to correct what has one right answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ..catalogs.extract import SiteSettings
from ..site.findings import Finding, unique
from .entries import Judge, Knowledge, check_entries
from .files import (
    Checked,
    catalog_files,
    check_language,
    check_pages,
    find_in_sources,
    open_catalog,
)
from .fix import Correction, fix_catalog
from .selection import Chosen


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
        self._chosen = Chosen(settings, self._files, paths)
        self._opened: dict[Path, Checked] = {}
        self._knowledge = cache(self._know)

    def findings(self) -> list[Finding]:
        """Return all findings, sorted."""
        return unique(self._find_all())

    def corrections(self) -> Iterator[Correction]:
        """Correct what has one right answer, and yield what was corrected.

        :raises OSError: when a catalog cannot be written; it stays as it was.
        """
        for path in self._chosen.catalogs:
            yield from fix_catalog(self._settings, self._open(path), self._judge)
        self._opened.clear()
        self._knowledge.cache_clear()

    def _find_all(self) -> Iterator[Finding]:
        languages = set()
        for path in self._chosen.catalogs:
            checked = self._open(path)
            yield from checked.findings
            yield from check_language(checked)
            if checked.catalog is not None:
                yield from check_entries(checked, self._judge(checked))
            if not self._chosen.has_pages:
                yield from find_in_sources(self._settings, checked)
            languages.add(checked.language)
        if self._chosen.whole:
            languages |= {language.code for language in self._settings.site.languages[1:]}
        for language in sorted(languages - {""}):
            yield from self._knowledge(language).findings
        if self._chosen.has_pages:
            found = check_pages(self._settings, [self._open(path) for path in self._files])
            yield from filter(self._chosen.concerns, found)

    def _judge(self, checked: Checked) -> Judge:
        return Judge(self._settings, checked, self._knowledge)

    def _open(self, path: Path) -> Checked:
        if path not in self._opened:
            code = self._files.get(path, "")
            self._opened[path] = open_catalog(self._settings, path, code)
        return self._opened[path]

    def _know(self, language: str) -> Knowledge:
        """Return what is known of a language: all its catalogs have a say in its words."""
        paths = {path for path, code in self._files.items() if code == language}
        paths |= {path for path in self._chosen.catalogs if path not in self._files}
        opened = [self._open(path) for path in sorted(paths)]
        catalogs = [checked.catalog for checked in opened if checked.catalog is not None]
        return Knowledge(self._settings, language, catalogs)


def run(settings: SiteSettings, paths: Sequence[Path] = ()) -> list[Finding]:
    """Return all findings, sorted; nothing is changed.

    :param settings: the site's settings.
    :param paths: see :class:`Inspection`.
    :raises WrongUse: when a path is not there.
    """
    return Inspection(settings, paths).findings()
