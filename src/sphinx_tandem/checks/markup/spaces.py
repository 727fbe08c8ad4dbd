"""Stray spaces that break markup, and the text without them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from ...text import Syntax
from ...text.compare import western_digits
from ...text.contents import Contents, less
from ..rules import Problem, fault, first_difference, shown

Repair = Callable[[str], str]

_TABLES = tomllib.loads(Path(__file__).with_name("marks.toml").read_text("utf-8"))


def _repair(pattern: str, new: str | None = None) -> Repair:
    """Return what takes stray spaces out; see the table of repairs."""
    compiled = re.compile(pattern, re.DOTALL)

    def squeeze(found: re.Match[str]) -> str:
        return found[0].replace(found["inner"], "".join(found["inner"].split()))

    return partial(compiled.sub, squeeze if new is None else new)


def _tight(mark: str) -> Repair:
    """Return a repair that puts the marks of emphasis to the words that they emphasise."""
    sign = re.escape(mark[0])
    pair = re.compile(rf"(?<!{sign}){re.escape(mark)}(?!{sign})")

    def repair(text: str) -> str:
        parts = pair.split(text)
        if len(parts) % 2 == 0 or not all(inner.strip() for inner in parts[1::2]):
            return text
        for place in range(1, len(parts), 2):
            inner = parts[place]
            # the space that was within belongs outside, where a word would be run into
            if inner[0].isspace() and parts[place - 1][-1:].isalnum():
                parts[place - 1] += " "
            if inner[-1].isspace() and parts[place + 1][:1].isalnum():
                parts[place + 1] = f" {parts[place + 1]}"
            parts[place] = inner.strip()
        return mark.join(parts)

    return repair


_OWN = {kind: [_repair(*row) for row in rows] for kind, rows in _TABLES["repairs"].items()}
_REPAIRS = {
    Syntax.MYST: [*_OWN["myst"], *map(_tight, ("**", "*", "__", "_", "~~")), *_OWN["words"]],
    Syntax.RST: [*_OWN["rst"], *map(_tight, ("**", "*")), *_OWN["words"]],
    Syntax.WORDS: _OWN["words"],
}


def repaired(text: str, syntax: Syntax, faults: Callable[[str], int]) -> str:
    """Return a text without the stray spaces that break it, or the same text.

    A repair is kept only where it corrects something.

    :param faults: says how wrong a text is.
    """
    if not re.search(r"\s", text):
        return text
    before, wrong = "", faults(text)
    while wrong and text != before:  # what one repair corrects may let another correct the rest
        before = text
        for repair in _REPAIRS[syntax]:
            candidate = repair(text)
            if candidate != text and (left := faults(candidate)) < wrong:
                text, wrong = candidate, left
    return text


def stray_spaces(text: str, fixed: str) -> Problem:
    """Return the problem of a text that is repaired by taking spaces out."""
    start = first_difference(text, fixed)
    start = max(text.rfind(" ", 0, max(start - 1, 0)), 0)
    what = f"Stray spaces break the markup in {shown(text[start : start + 60])!r}"
    mend = f"write {shown(fixed[start : start + 60])!r}"
    return fault("translation-spaces", what, mend, fixed)


_STRAYS = {
    kind: [(code, mark, re.compile(pattern)) for code, mark, pattern in rows]
    for kind, rows in _TABLES["strays"].items()
}
_STRAYS_OF = {
    Syntax.MYST: [*_STRAYS["both"], *_STRAYS["myst"]],
    Syntax.RST: [*_STRAYS["both"], *_STRAYS["rst"]],
    Syntax.WORDS: [],
}
_ANY = re.compile(r"[`*_{}\[\]<~$|^]|:\s*\ufffc")


def find(english: Contents, found: Contents, syntax: Syntax) -> Iterator[Problem]:
    """Yield the first kind of mark that readers would see, and that the English does not show."""
    ours, theirs = english.text, found.text
    if not _ANY.search(theirs):
        return
    for code, mark, pattern in _STRAYS_OF[syntax]:
        broken = [one for one in pattern.finditer(theirs) if not _is_plain(english, found, one)]
        if len(broken) > len(pattern.findall(ours)):
            what = f"The mark {mark} of the translation has no partner or is in the wrong place"
            mend = "write the mark as the English does, or \\ before a character that is not a mark"
            yield fault(code, what, mend)
            return
    if _open_brackets(theirs) and not _open_brackets(ours):
        what = "A square bracket of the translation has no partner"
        yield fault("translation-link", what, "write the link as the English does")
        return
    if english.formulas and theirs.count("$") > ours.count("$"):
        what = "The mark $ of the translation has no partner"
        yield fault("translation-code", what, "write the formula as the English does")


def _is_plain(english: Contents, found: Contents, place: re.Match[str]) -> bool:
    """Say whether what follows a bracket and a space is text: ``[build] (#890)`` without a link.

    It is a link of the English otherwise, which a space broke.
    """
    if not re.match(r"\]\s", place[0]) or less(english.links, found.links):
        return False
    target = re.match(r"\]\s+\(\s*([^\s()]*)", place.string[place.start() :])
    return target[1] not in english.links if target else "][" not in english.text


# Marks that begin a block in a page, and that are characters at the start of a message.
_BLOCK = re.compile(
    r"^[ \t]*(?:#{1,6}|[-+*>])[ \t]+\S|^[ \t]*(?:-{3,}|={3,}|\*{3,})[ \t]*$"
    r"|^[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$",  # the line below the heads of a table
    re.MULTILINE,
)
_NUMBERED = re.compile(r"\s*(?P<number>\d{1,9})[.)][ \t]+(?=\S)")


def find_blocks(message: str, text: str, syntax: Syntax) -> Iterator[Problem]:
    """The translation begins like a heading, a list or a quote, whose mark readers would see."""
    if syntax is Syntax.WORDS:
        return
    number = _NUMBERED.match(text)
    value = western_digits(number["number"]) if number else ""
    if number and not re.search(rf"(?<!\d){value}(?!\d)", western_digits(message)):
        what = f"The translation begins with {number[0].strip()}, like a point of a numbered list"
        yield fault("translation-block", what, "take out the number, which the English lacks")
    if len(_BLOCK.findall(text)) > len(_BLOCK.findall(message)):
        what = "The translation begins like a heading, a list, a quote, a table or a line across the page"
        mend = "take out the mark, which readers would see as a character"
        yield fault("translation-block", what, mend)


def _open_brackets(text: str) -> bool:
    return text.count("[") != text.count("]")
