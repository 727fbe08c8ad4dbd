"""``tandem check``: finds what is wrong with catalogs and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..catalogs.templates import SiteSettings
from ..failures import WrongUse
from ..findings import Finding, unique
from .catalogs import catalog_files, check_catalog


def run(settings: SiteSettings, paths: Sequence[Path] = ()) -> list[Finding]:
    """Return all findings, sorted.

    :param settings: the site's settings.
    :param paths: files and folders to look at, seen from the current folder or
        from the site's; none for the whole site.  A catalog that is named is
        checked even when it is not one of the site's.
    :raises WrongUse: when a path is not there.
    """
    wanted = [_find(settings.directory, path) for path in paths]
    files = {path.resolve(): language for path, language in catalog_files(settings)}
    chosen = dict(files)
    if wanted:
        chosen = {path: code for path, code in files.items() if _is_under(path, wanted)}
        chosen |= {path: files.get(path, "") for path in wanted if _is_catalog(path)}
    return unique(
        finding for path in chosen for finding in check_catalog(settings, path, chosen[path])
    )


def _find(site: Path, path: Path) -> Path:
    for place in (path.absolute(), site / path):
        if place.exists():
            return place.resolve()
    raise WrongUse(f"There is no {path}, neither here nor in the site's folder {site}.")


def _is_under(path: Path, wanted: Sequence[Path]) -> bool:
    return any(path.is_relative_to(place) for place in wanted)


def _is_catalog(path: Path) -> bool:
    return path.is_file() and path.suffix == ".po"
