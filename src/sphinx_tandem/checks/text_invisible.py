"""Finds characters that nobody sees, which break words for searches and for voices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .rule import Problem
from .text_passage import Passage

CODE = "text-invisible"
#: These have no width; a soft hyphen shows at the end of a line only.
CHARACTERS = "\u200b\u2060\ufeff\u00ad"
# Languages that set no spaces between words mark with such characters where a line may end.
_WITHOUT_SPACES = ("bo", "dz", "ja", "km", "lo", "my", "th", "yue", "zh")
_ANY = re.compile(f"[{CHARACTERS}]")
# Within a long word a soft hyphen is typography.
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})\u00ad(?=[^\W\d_]{2})")


def judge(passage: Passage) -> Iterator[Problem]:
    """Find characters without width that the English does not have."""
    found = _ANY.search(passage.translation)
    if found is None or _ANY.search(passage.english):
        return
    if passage.language.partition("_")[0] in _WITHOUT_SPACES:
        return
    fixed = _ANY.sub("", passage.translation)
    if not _ANY.search(_HYPHEN.sub("", passage.translation)):
        return
    place = found.start()
    before, after = (_ANY.sub("", part) for part in _around(passage.translation, place))
    name = "SOFT HYPHEN" if found[0] == "\u00ad" else unicodedata.name(found[0])
    where = f"behind “{before}”" if before else f"before “{after}”"
    message = f"An invisible character (U+{ord(found[0]):04X}, {name.lower()}) stands {where}"
    yield Problem(CODE, f"{message}; delete it.", fixed, passage.form)


def _around(text: str, place: int) -> tuple[str, str]:
    """Return what stands before and behind a place, a few words at most."""
    before, after = text[max(0, place - 20) : place], text[place + 1 : place + 21]
    if place > 20:
        before = before.partition(" ")[2] or before
    return before.strip(), after.strip()
