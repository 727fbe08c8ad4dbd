"""The site with every construct, translated so that each text names its message."""

from __future__ import annotations

import shutil
from pathlib import Path

import polib

from harness.sites import TinySite

CATALOGS = "locales/es/LC_MESSAGES"
PAGES = ("index", "other", "third")


def translated_construct_site(folder: Path) -> TinySite:
    """Build the site; each translation holds the number of its message, every tenth is missing."""
    site = TinySite(folder)
    shutil.copytree(Path(__file__).parents[1] / "messages" / "every-construct", folder)
    done = site.tandem("update")
    assert done.returncode == 0, done.stderr
    for path in (folder / CATALOGS).rglob("*.po"):
        catalog = polib.pofile(str(path), wrapwidth=0)
        for number, entry in enumerate(catalog):
            if entry.msgstr:  # filled in: it has no words
                continue
            entry.msgstr = "" if number % 10 == 9 else f"{entry.msgid.rstrip()} q{number}q"
            if entry.msgid.endswith("\n"):
                entry.msgstr += "\n"
        catalog.save(str(path))
    site.build()
    return site


def entries_by_line(path: Path) -> dict[int, polib.POEntry]:
    """Return the entries of a catalog by the lines of their English."""
    lines = path.read_text("utf-8").split("\n")
    found = {}
    for entry in polib.pofile(str(path)):
        line = entry.linenum  # of its first comment, if it has one
        if entry.obsolete:
            continue
        while not lines[line - 1].startswith("msgid "):
            line += 1
        found[line] = entry
    return found
