"""Compares the placeholders of a translation with those of its English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..markup.held import Held, less
from ..markup.word_marks import PERCENT
from .markup_rules_told import error, shown
from .rule import Problem

PLACEHOLDER = "translation-placeholder"
# As Python itself reads them: in `100% de` it finds `% d`.
_PYTHON = re.compile(
    r"%(?:\((?P<name>[^)]*)\))?[ #0+-]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?(?P<kind>.|$)", re.DOTALL
)
_KINDS = frozenset("diouxXeEfFgGcrsa%")
# The parts of a date: `%d %B %Y`.
_DATE = re.compile(r"%-?[aAbBdHIjmMpSUwWxXyYZ](?![A-Za-z])")


def compare(english: Held, found: Held, message: str) -> Iterator[Problem]:
    """Yield the placeholders that a translation loses, adds or changes."""
    if not english.placeholders and not found.placeholders:
        return
    if len(_DATE.findall(message)) > 1:
        return  # each language has an order of its own
    lost = list(less(english.placeholders, found.placeholders).elements())
    added = list(less(found.placeholders, english.placeholders).elements())
    if sorted(map(_without_place, lost)) == sorted(map(_without_place, added)):
        lost, added = [], []  # `%1$s` for `%s`, `{0}` for `{}`
    if not lost and not added and _order(english) != _order(found):
        what = "The placeholders without a name stand in another order than in the English"
        mend = "keep their order, or number them: %1$s"
        yield error(PLACEHOLDER, what, mend)
    for place in range(max(len(lost), len(added))):
        if place < len(lost):
            became = f" has become {shown(added[place])}" if place < len(added) else " is missing"
            what = f"The placeholder {shown(lost[place])}{became}, and its value would be lost"
            yield error(PLACEHOLDER, what, "write it as the English does, to the letter")
        else:
            what = (
                f"The placeholder {shown(added[place])} is not in the English, so nothing fills it"
            )
            yield error(PLACEHOLDER, what, "take it out")


def compare_python(messages: tuple[str, ...], text: str) -> Iterator[Problem]:
    """Yield what Python would stumble over in a text that is flagged ``python-format``.

    :param messages: the English: one text, or those of both numbers.
    """
    ours = [_python(message) for message in messages]
    if any(found is None for found in ours):
        return  # the flag was guessed, and wrongly
    theirs = _python(text)
    if theirs is None:
        what = "A % of the translation begins no placeholder, and the page could not be written"
        yield error(PLACEHOLDER, what, "write %% for a percent sign")
        return
    all_ours = [found for found in ours if found is not None]
    names = {name for found in all_ours for name, _ in found}
    extra = [pair for pair in theirs if pair[0] not in names]
    if extra:
        what = "The translation holds a placeholder, or a single %, that the English does not hold"
        yield error(PLACEHOLDER, what, "write %% for a percent sign")


def _python(text: str) -> list[tuple[str, str]] | None:
    """Return the names and kinds of placeholders, or ``None`` for a text that is no format."""
    found = []
    for match in _PYTHON.finditer(text):
        if match["kind"] not in _KINDS or not match["kind"]:
            return None
        if match["kind"] != "%":
            found.append((match["name"] or f"%{match['kind']}", match["kind"]))
    return found


def _without_place(placeholder: str) -> str:
    return re.sub(r"^%\d+\$", "%", re.sub(r"^\{\d+\}$", "{}", placeholder))


def _order(held: Held) -> list[str]:
    """Return the placeholders without a name, in the order of their values."""
    found = [match.group() for match in PERCENT.finditer(held.text)]
    found = [placeholder for placeholder in found if not placeholder.startswith("%(")]
    if any("$" in placeholder for placeholder in found):
        found.sort(key=lambda placeholder: int(re.sub(r"\D.*", "", placeholder[1:]) or 0))
    return [_without_place(placeholder) for placeholder in found]


def numbers_only(english: Counter[str], found: Counter[str]) -> bool:
    """Say whether a form for one number lacks nothing but the number itself."""
    lost, added = english - found, found - english
    return not added and lost.total() <= 1
