"""Writes the templates (``.pot``) of all pages, for platforms that want the English alone.

No template stands in the repository: a catalog holds its English, and a second
copy of it would be one more thing to keep up to date.
"""

from __future__ import annotations

from pathlib import Path

from .header import fields
from .model import Catalog, CatalogError, Entry
from .reader import read_catalog
from .templates import Extraction
from .writer import format_catalog, write_catalog

# So that a template of a page that is gone can be told from files of other people.
_GENERATOR = "sphinx-tandem"


def write_templates(extraction: Extraction, folder: Path) -> int:
    """Write the template of every page that has passages, and delete ours of pages that are gone.

    Nothing in them changes with the day or the machine.  Return how many were written.
    """
    written = 0
    wanted = set()
    for domain, messages in extraction.messages.items():
        if not messages:
            continue
        path = folder / f"{domain}.pot"
        wanted.add(path)
        entries = tuple(Entry(found.msgid, extracted=found.comments) for found in messages)
        catalog = Catalog(entries, _header(extraction.project))
        if not path.exists() or path.read_bytes() != format_catalog(catalog).encode():
            write_catalog(path, catalog)
            written += 1
    for path in sorted(folder.rglob("*.pot")):
        if path not in wanted and _is_ours(path):
            path.unlink()
    return written


def _header(project: str) -> Entry:
    lines = (
        f"Project-Id-Version: {project}",
        "Language: ",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"X-Generator: {_GENERATOR}",
    )
    return Entry("", "".join(f"{line}\n" for line in lines), comments=("",))


def _is_ours(path: Path) -> bool:
    try:
        header = read_catalog(path).header
    except (CatalogError, OSError):
        return False
    return header is not None and fields(header).get("X-Generator") == _GENERATOR
