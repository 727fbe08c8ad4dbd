"""Checks the catalogs of a site as ``msgfmt -c`` would, all of them, to the last fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..catalogs.reader import CatalogError, read_catalog
from ..catalogs.templates import SiteSettings
from ..findings import Finding


def check_catalogs(settings: SiteSettings) -> list[Finding]:
    """Return what is wrong with the catalogs of every language but the source language."""
    found: list[Finding] = []
    for path, language in catalog_files(settings):
        found += check_catalog(settings, path, language)
    return sorted(found)


def catalog_files(settings: SiteSettings) -> Iterator[tuple[Path, str]]:
    """Yield the catalogs of a site, each with the code of its language."""
    for folder in settings.locale_dirs:
        for language in settings.site.languages[1:]:
            for path in sorted((folder / language.code / "LC_MESSAGES").rglob("*.po")):
                yield path, language.code


def check_catalog(settings: SiteSettings, path: Path, language: str = "") -> list[Finding]:
    """Return what is wrong with one catalog.

    :param path: the catalog, absolute.
    :param language: the code of its language, for the findings.
    """
    try:
        findings = read_catalog(path).findings
    except CatalogError as error:
        findings = error.findings
    site = settings.directory
    name = path.relative_to(site).as_posix() if path.is_relative_to(site) else path.as_posix()
    return [replace(found, path=name, language=language) for found in findings]
