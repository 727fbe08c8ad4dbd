"""Finds characters that no translator typed: what a program left that read the file wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from ..catalogs.model import Entry
from .rule import Problem

CODE = "catalog-character"
FLAG = "catalog-flag"
CONFLICT = "catalog-conflict"

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")
_LOST = "\ufffd"
# UTF-8 that was read as if it were Windows-1252: `Ã³` for `ó`, `â€œ` for `“`.
_MISREAD = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
    "|â€[\u0080-\u00bf\u0152-\u2122]"
)
_MARK = re.compile(r"^(?:<{7}|>{7})(?: .*)?$|^={7}$", re.MULTILINE)


def judge(entry: Entry) -> Iterator[Problem]:
    """Find a misspelt flag, and what a translation has in it that its English does not have."""
    if not entry.in_use:
        return
    for flag in entry.flags:
        if _means_fuzzy(flag):
            message = (
                f"The flag {flag} is none that gettext knows, so the translation is shown; "
                "write fuzzy, if it is not to be shown yet."
            )
            yield Problem(FLAG, message)
    english = entry.msgid + (entry.msgid_plural or "")
    for form, text in enumerate(entry.forms):
        if _MARK.search(text) and not _MARK.search(english):
            message = (
                "Two people's edits were left unmerged inside the translation (<<<<<<<, =======, "
                ">>>>>>>); keep one of the two texts and delete the other and the marks."
            )
            yield Problem(CONFLICT, message, None, form)
        if (found := _CONTROL.search(text)) and not _CONTROL.search(english):
            message = (
                f"The translation holds an invisible control character (U+{ord(found[0]):04X}), "
                "which some programs refuse; delete it."
            )
            yield Problem(CODE, message, _CONTROL.sub("", text), form)
        if _LOST in text and _LOST not in english:
            message = (
                f"The translation holds {_LOST}, which stands where a letter was lost when the "
                "file was read in the wrong encoding; write the letter again."
            )
            yield Problem(CODE, message, None, form)
        if (found := _MISREAD.search(text)) and not _MISREAD.search(english):
            message = (
                f"“{found[0]}” is what is left of a letter with an accent when a file is read in "
                "the wrong encoding; write the letter again."
            )
            yield Problem(CODE, message, _read_rightly(text), form)


def _means_fuzzy(flag: str) -> bool:
    """Say whether a flag is the word *fuzzy*, misspelt; gettext knows it in small letters only."""
    known = flag == "fuzzy" or flag.endswith(("-format", "wrap")) or ":" in flag
    return not known and bool(get_close_matches(flag.lower(), ["fuzzy"], cutoff=0.7))


def _read_rightly(text: str) -> str | None:
    """Return a text that was read wrongly as it was meant, or ``None``."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None
