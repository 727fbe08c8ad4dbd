"""What the catalogs of a language call a thing: a term of the glossary, a title."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..catalogs.reader import CatalogError, read_catalog

# A name is short; a paragraph is none.
_LONGEST = 120


class Names:
    """What the catalogs in some folders call things; they are read when first asked.

    :param folders: the folders of catalogs in one language.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self._names: set[tuple[str, str]] | None = None

    def has(self, english: str, translated: str) -> bool:
        """Say whether some catalog calls the thing *english* by the name *translated*."""
        if self._names is None:
            self._names = set(self._read())
        return (_folded(english), _folded(translated)) in self._names

    def _read(self) -> Iterator[tuple[str, str]]:
        for folder in self._folders:
            for path in sorted(folder.rglob("*.po")):
                try:
                    entries = read_catalog(path).translations()
                except (CatalogError, OSError):
                    continue
                for message, entry in entries.items():
                    if len(message) <= _LONGEST:
                        yield _folded(message), _folded(entry.msgstr)


def _folded(name: str) -> str:
    # a term of a glossary may have a classifier: `hub : software`
    return " ".join(name.split(" : ", maxsplit=1)[0].split()).casefold()
