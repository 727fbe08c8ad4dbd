"""The part of a site that a person selects for a check: pages, catalogs, folders, or all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..catalogs.extract import SiteSettings
from ..site.findings import Finding, WrongUse

# Files that stand beside catalogs; any other one that is named is a page.
_NO_PAGES = (".po", ".csv", ".txt")


class Selection:
    """The part of a site to check.

    :param settings: the site's settings.
    :param files: all catalogs of the site, with the codes of their languages.
    :param paths: what was named, seen from the current folder or from the site's.
    :raises WrongUse: when a path is not there.
    """

    def __init__(
        self, settings: SiteSettings, files: Mapping[Path, str], paths: Sequence[Path]
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
                found |= dict.fromkeys(one.resolve() for one in sorted(path.rglob("*.po")))
        self.catalogs = list(found)

    @property
    def has_pages(self) -> bool:
        """Whether pages are to be read as well."""
        return self.whole or any(map(self._holds_pages, self._wanted))

    def concerns(self, found: Finding) -> bool:
        """Say whether a finding about pages is about what was selected."""
        if self.whole or not found.path:
            return True
        path = self._settings.directory / found.path
        return path in self.catalogs or any(path.is_relative_to(place) for place in self._wanted)

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
                yield (folder / language.code / "LC_MESSAGES" / place).resolve()


def _find(site: Path, path: Path) -> Path:
    for place in (path.absolute(), site / path):
        if place.exists():
            return place.resolve()
    raise WrongUse(f"There is no {path}, neither here nor in the site's folder {site}.")
