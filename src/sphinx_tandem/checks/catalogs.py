"""Checks the catalogs of a site as ``msgfmt -c`` would, all of them, to the last fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..catalogs.header import fields
from ..catalogs.model import Catalog, CatalogError
from ..catalogs.reader import read_catalog
from ..catalogs.templates import SiteSettings
from ..findings import Finding
from . import catalog_texts

LANGUAGE = "catalog-language"


@dataclass(frozen=True)
class Checked:
    """One catalog that was read, or could not be.

    :param path: the file, absolute.
    :param name: the file as findings name it.
    :param language: the code of the language whose folder it stands in; ``""`` outside.
    :param catalog: what it holds; ``None`` when it cannot be read.
    :param findings: what is wrong with it as a file.
    """

    path: Path
    name: str
    language: str
    catalog: Catalog | None
    findings: tuple[Finding, ...]


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
                if path.is_file():
                    yield path, language.code


def check_catalog(settings: SiteSettings, path: Path, language: str = "") -> list[Finding]:
    """Return what is wrong with one catalog as a file.

    :param path: the catalog, absolute.
    :param language: the code of its language, for the findings.
    """
    return list(open_catalog(settings, path, language).findings)


def open_catalog(settings: SiteSettings, path: Path, language: str = "") -> Checked:
    """Read one catalog with all that is wrong with it as a file.

    :param path: the catalog, absolute.
    :param language: the code of its language, for the findings.
    """
    name = named(settings, path)
    catalog: Catalog | None = None
    try:
        catalog = read_catalog(path)
        findings = list(catalog.findings)
    except CatalogError as error:
        findings = list(error.findings)
    except OSError as error:
        message = f"The catalog cannot be opened: {error.strerror}. None of its texts is used."
        findings = [Finding(name, 1, "catalog-not-readable", message)]
    if catalog is not None:
        for entry in catalog.entries:
            findings += [
                Finding(name, entry.line, problem.code, problem.message)
                for problem in catalog_texts.judge(entry)
            ]
    placed = tuple(replace(found, path=name, language=language) for found in findings)
    return Checked(path, name, language, catalog, placed)


def check_language(checked: Checked) -> Iterator[Finding]:
    """Find a header that names another language than the folder of its catalog."""
    header = checked.catalog.header if checked.catalog else None
    if header is None or not checked.language:
        return
    said = fields(header).get("Language", "")
    if said and said.replace("-", "_").partition("_")[0] != checked.language.partition("_")[0]:
        message = (
            f"The header says that the language is {said}, but the catalog stands in the folder "
            f"of {checked.language}; write Language: {checked.language} there, so that editors "
            "check the right language, or move the file."
        )
        yield Finding(checked.name, header.line, LANGUAGE, message, checked.language)


def named(settings: SiteSettings, path: Path) -> str:
    """Return a path as findings name it: from the site's folder, where it is below that."""
    site = settings.directory
    return path.relative_to(site).as_posix() if path.is_relative_to(site) else path.as_posix()
