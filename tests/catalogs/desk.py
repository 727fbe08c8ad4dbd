"""A site of which only the passages and the catalogs exist: Sphinx is left out.

The passages are handed to ``tandem update`` as the gettext builder would hand
them, so that hundreds of updates take seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from sphinx_tandem.catalogs import update as updating
from sphinx_tandem.catalogs.extract import Extraction, Message
from sphinx_tandem.catalogs.model import Catalog, Entry
from sphinx_tandem.catalogs.reader import read_catalog
from sphinx_tandem.catalogs.update import UpdateReport
from sphinx_tandem.site import Site, make_site


@dataclass(frozen=True)
class Desk:
    """The catalogs of a site."""

    directory: Path

    @property
    def locale_dirs(self) -> tuple[Path, ...]:
        return (self.directory / "locales",)

    @property
    def site(self) -> Site:
        return make_site({"en": "English", "es": "Español"})

    @property
    def folder(self) -> Path:
        return self.directory / "locales/es/LC_MESSAGES"

    def path(self, page: str) -> Path:
        return self.folder / f"{page}.po"

    def update(self, pages: Mapping[str, Sequence[str]], **options: Any) -> UpdateReport:
        """Bring the catalogs up to date with these passages."""
        messages = {
            name: [Message(text, (), ((f"{name}.md", 1),)) for text in dict.fromkeys(texts)]
            for name, texts in sorted(pages.items())
        }
        with mock.patch.object(updating, "extract", lambda _: Extraction(messages, "Tiny")):
            return updating.update(self, **options)

    def write(self, page: str, text: str) -> Path:
        path = self.path(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def read(self, page: str) -> Catalog:
        return read_catalog(self.path(page))

    def live(self, page: str) -> dict[str, Entry]:
        """Return the entries of a page that are not obsolete, by their English."""
        return {found.msgid: found for found in self.read(page).entries if not found.obsolete}

    def texts(self) -> dict[str, str]:
        """Return the text of every catalog."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes().decode()
            for path in sorted(self.folder.rglob("*.po"))
        }
