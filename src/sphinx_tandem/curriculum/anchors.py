"""The anchors of exercises and demonstrations, to which links and learners' answers hold on."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Container


def anchor(kind: str, words: str, taken: Container[str]) -> str:
    """Return an id that stays the same when others are added before it.

    :param kind: what the box is.
    :param words: its title, or the first line of one that has none.
    :param taken: the ids that the page has already.

    >>> anchor("exercise", "Knead the dough", ())
    'exercise-Knead-the-dough'
    >>> anchor("exercise", "Knead the dough", {"exercise-Knead-the-dough"})
    'exercise-Knead-the-dough-2'
    >>> anchor("exercise", "練習", ())
    'exercise-5b85016a'
    """
    words_id = _slug(words) or format(zlib.crc32(words.encode("utf-8")), "08x")
    return free_id(f"{kind}-{words_id}", taken)


def free_id(base: str, taken: Container[str]) -> str:
    """Return an id, with a number where it is taken."""
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _slug(words: str) -> str:
    """Return words in letters of ids, or ``""`` where some letter has none."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", words)
        if not unicodedata.combining(letter)
    )  # fmt: skip
    if any(letter.isalnum() and not letter.isascii() for letter in plain):
        return ""
    return re.sub(r"[^a-zA-Z0-9._]+", "-", plain).strip("-")
