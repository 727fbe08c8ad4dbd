"""One translation beside its English, as the rules about the text see it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..catalogs.model import Entry
from ..markup import MASK, Syntax, masked

__all__ = ["MASK", "Passage", "passages"]

# `[read-only]{.language-en}`: said to be in another language, so no rule about this one.
_FOREIGN = re.compile(r"\[[^\[\]]*\]\{[^{}]*\.language-[^{}]*\}")


@dataclass(frozen=True)
class Passage:
    """One translation and its English.

    :param english: the English, as the catalog holds it.
    :param translation: the translation, as the catalog holds it.
    :param english_prose: the English with everything masked that is no prose.
    :param prose: the same of the translation; positions are those of *translation*.
    :param language: the code of the language.
    :param syntax: how the texts are written.
    :param form: which plural form it is.
    """

    english: str
    translation: str
    english_prose: str
    prose: str
    language: str
    syntax: Syntax
    form: int = 0


def passages(entry: Entry, language: str, syntax: Syntax) -> list[Passage]:
    """Return the translations of an entry: one, or one for each plural form."""
    found = []
    for form, translation in enumerate(entry.forms):
        english = entry.msgid if form == 0 or entry.msgid_plural is None else entry.msgid_plural
        if translation:
            proses = masked(english, syntax), _own_prose(translation, syntax)
            found.append(Passage(english, translation, *proses, language, syntax, form))
    return found


def _own_prose(text: str, syntax: Syntax) -> str:
    """Return the prose of a text without what it marks as being in another language."""
    prose = masked(text, syntax)
    if syntax is not Syntax.MYST:
        return prose
    for match in _FOREIGN.finditer(text):
        prose = prose[: match.start()] + MASK * len(match[0]) + prose[match.end() :]
    return prose
