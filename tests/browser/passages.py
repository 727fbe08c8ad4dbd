"""The links that lead from a passage to its entry, in the page and in the catalog."""

from __future__ import annotations

import polib

from harness.real import REPOSITORY

CATALOGS = REPOSITORY / "docs" / "locales" / "es" / "LC_MESSAGES"
SWITCH = ".tandem-improve [data-lines]"
LINK = ".tandem-passage-link"


def msgid_lines(path: str) -> dict[int, polib.POEntry]:
    """Return the entries of a catalog by the lines of their English."""
    lines = (CATALOGS / f"{path}.po").read_text("utf-8").split("\n")
    found = {}
    for entry in polib.pofile(str(CATALOGS / f"{path}.po")):
        line = entry.linenum
        if entry.obsolete:
            continue
        while not lines[line - 1].startswith("msgid "):
            line += 1
        found[line] = entry
    return found
