"""Which files were saved, and which languages that concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from watchfiles import watch

from ...site.settings import Settings
from ..output import is_published
from ..pseudo import MARKER_TEXT as PSEUDO_MARKER

# Folders and files that tools write; a build must not be the reason for the next one.
_IGNORED_NAMES = frozenset({"_build", "node_modules", "__pycache__"})
_IGNORED_ENDS = (".mo", ".pot", ".pyc", ".swp", ".swx", ".tmp", "~")


def saves(settings: Settings) -> Iterator[set[Path]]:
    """Yield nothing at once, and then the files each time when somebody has saved some."""
    site = settings.directory
    outside = [place for place in settings.locale_dirs if not place.resolve().is_relative_to(site)]

    def matters(_change: object, path: str) -> bool:
        return concerns_site(Path(path), site)

    # The watch stands before the first build begins: no save is missed.
    watched = watch(
        site,
        *(place for place in outside if place.is_dir()),
        watch_filter=matters,
        debounce=400,
        step=60,
        rust_timeout=100,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    next(watched)
    yield set()
    for changes in watched:
        if changes:
            yield {Path(path) for _change, path in changes}


def concerns_site(path: Path, site: Path) -> bool:
    """Say whether a change of a file can change a page."""
    inside = path.relative_to(site) if path.is_relative_to(site) else Path(path.name)
    if path.name.endswith(_IGNORED_ENDS):
        return False
    if any(part.startswith(".") or part in _IGNORED_NAMES for part in inside.parts):
        return False
    folders = [site / folder for folder in inside.parents]
    return not any(
        is_published(folder) or is_published(folder, PSEUDO_MARKER) for folder in folders
    )


def concerned_languages(paths: Iterable[Path], settings: Settings) -> tuple[str, ...]:
    """Return the codes of the languages whose pages the files can change.

    A catalog concerns its own language; whatever else was saved, or was not said,
    concerns them all.
    """
    known = tuple(language.code for language in settings.site.languages)
    found = {_language(path, settings) for path in paths}
    if not found or not found <= set(known[1:]):
        return known
    return tuple(code for code in known if code in found)


def _language(path: Path, settings: Settings) -> str:
    """Return the code of the language to whose catalogs a file belongs, or ``""``."""
    if path.suffix == ".po":
        for folder in settings.locale_dirs:
            for place in (folder, folder.resolve()):
                if path.is_relative_to(place):
                    return path.relative_to(place).parts[0]
    return ""
