"""``tandem update``: brings the catalogs of every language up to date with the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..failures import WrongUse
from ..findings import Finding
from ..site import Language
from .intake import taken_over
from .model import Catalog, CatalogError
from .orphans import absorb, essence, is_elsewhere
from .plan import Plan, plan_language
from .potfiles import write_templates
from .reader import read_catalog
from .report import LanguageReport, UpdateReport
from .templates import SiteSettings, extract
from .writer import write_catalog

__all__ = ["UpdateReport", "update"]

ORPHAN = "catalog-orphan"


def update(
    settings: SiteSettings,
    *,
    move: bool = False,
    templates: Path | None = None,
    take: Path | None = None,
) -> UpdateReport:
    """Bring the catalogs of every language but the source language up to date.

    Files that need no change are not touched.

    :param move: whether catalogs without a page are moved to the page that they
        belong to; without it they are only named.
    :param templates: a folder for the templates of all pages, which some platforms ask for.
    :param take: a folder with copies of catalogs, at their paths in the site, whose
        translations are taken over.
    :raises ExtractionError: when the pages cannot be read; no catalog is touched then.
    :raises WrongUse: when the site has no place for catalogs, or *take* is no folder.
    """
    if not settings.locale_dirs:
        raise WrongUse('The site has no place for catalogs; set locale_dirs = ["locales"].')
    if take is not None and not take.is_dir():
        raise WrongUse(f"--take {take}: there is no such folder. No catalog was changed.")
    if not settings.site.languages[1:]:
        return UpdateReport()
    extraction = extract(settings)
    report = UpdateReport(findings=list(extraction.findings))
    for language in settings.site.languages[1:]:
        folder = settings.locale_dirs[0] / language.code
        plan = plan_language(folder, language, extraction.messages, extraction.project)
        done = _LanguageUpdate(settings.directory, language, plan)
        if take is not None:
            report.failed |= not done.take_over(take)
        done.write(move)
        report.languages.append(done.report)
        report.findings += done.findings
        report.failed |= bool(plan.shelf.broken)
    if templates is not None:
        report.templates = write_templates(extraction, templates)
    report.findings = sorted(set(report.findings))
    return report


class _LanguageUpdate:
    """The update of one language: writes what was planned."""

    def __init__(self, site: Path, language: Language, plan: Plan) -> None:
        self._site = site
        self._language = language
        self._plan = plan
        self._shelf = plan.shelf
        self._merged = dict(plan.merged)
        self.report = LanguageReport(language)
        self.findings: list[Finding] = []

    def take_over(self, folder: Path) -> bool:
        """Take over the translations of copies in *folder*; say whether all could be read."""
        whole = True
        for domain, merged in self._merged.items():
            copy = folder / self._relative(self._shelf.path(domain))
            if not copy.is_file():
                continue
            try:
                self._merged[domain] = taken_over(merged, read_catalog(copy))
            except CatalogError as error:
                whole = False
                self.findings += self._named(error.findings)
        return whole

    def write(self, move: bool) -> None:
        """Write what is new, and move catalogs without a page if that is asked for."""
        plan = self._plan
        for error in self._shelf.broken.values():
            self.findings += self._named(error.findings)
        orphans = [name for name in plan.orphans if not (move and self._is_moved(name))]
        # Who only gives comes last: if the disk fails in between, a passage stands twice.
        for domain in sorted(self._merged, key=lambda domain: (domain in plan.giving, domain)):
            self._write(domain)
        for domain in orphans:
            self.findings.append(self._orphan(domain, plan.homes.probable.get(domain, "")))

    def _is_moved(self, orphan: str) -> bool:
        """Move a catalog without a page to its page, if there is one; say whether it is gone."""
        path = self._shelf.path(orphan)
        home = self._plan.homes.probable.get(orphan, "")
        place = self._shelf.path(home)
        catalog = self._plan.orphans[orphan]
        elsewhere = frozenset(
            essence(entry) for merged in self._merged.values() for entry in merged.catalog.entries
        )
        if self._plan.origin(home) == orphan:
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
            done = f"moved to {self._relative(place)}."
        elif home in self._merged:
            merged = self._merged[home]
            joined = absorb(merged.catalog, catalog, orphan, elsewhere)
            self._merged[home] = replace(merged, catalog=joined)
            self._write(home)
            path.unlink()
            done = f"joined with {self._relative(place)} and deleted."
        elif is_elsewhere(catalog, elsewhere):
            path.unlink()
            done = "deleted: other catalogs hold every translation of it."
        else:
            return False
        self.report.moves.append(f"{self._relative(path)} {done}")
        self._prune(path.parent)
        return True

    def _prune(self, folder: Path) -> None:
        """Delete folders in which nothing is left."""
        while folder != self._shelf.folder and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def _write(self, domain: str) -> None:
        """Write a catalog, if it says anything else than before."""
        merged, origin = self._merged[domain], self._plan.origin(domain)
        path = self._shelf.path(domain)
        if path.exists() and _same(merged.catalog, self._shelf.catalogs.get(origin)):
            return
        layouts = [self._shelf.layouts[origin]] if origin in self._shelf.layouts else []
        write_catalog(path, merged.catalog, layouts)
        if self._relative(path) not in self.report.written:
            self.report.written.append(self._relative(path))
            self.report.counts += merged.counts

    def _orphan(self, domain: str, home: str) -> Finding:
        path = self._relative(self._shelf.path(domain))
        if home:
            message = (
                f"No page has this catalog any more; its page is probably called {home!r} now, "
                "whose catalog holds these translations. When that is so, `tandem update --move` "
                "brings together what the two hold; nothing is lost."
            )
        else:
            message = (
                "No page has this catalog any more, so readers do not see its texts; its "
                "translations still fill new passages that are the same. Delete it when the page "
                "will not come back."
            )
        return Finding(path, 1, ORPHAN, message, self._language.code)

    def _named(self, findings: Sequence[Finding]) -> list[Finding]:
        return [
            replace(found, path=self._relative(Path(found.path)), language=self._language.code)
            for found in findings
        ]

    def _relative(self, path: Path) -> str:
        if path.is_relative_to(self._site):
            return path.relative_to(self._site).as_posix()
        return path.as_posix()


def _same(one: Catalog, other: Catalog | None) -> bool:
    """Say whether two catalogs say the same, on whichever lines."""
    return other is not None and _said(one) == _said(other)


def _said(catalog: Catalog) -> tuple[object, ...]:
    entries = tuple(replace(entry, line=0) for entry in catalog.entries)
    header = catalog.header and replace(catalog.header, line=0)
    return entries, header, catalog.tail
