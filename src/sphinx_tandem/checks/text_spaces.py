"""Finds spaces that are too many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .rule import Problem
from .text_passage import MASK, Passage

CODE = "text-spaces"
# Languages that set a space before marks of two parts.
_SPACED_MARKS = ("fr", "br", "oc")
_DOUBLED = re.compile(r"(?<=[^\s])(?:[ \u00a0]{2,}|[ \u00a0]*\t[ \u00a0\t]*)(?=[^\s|])")
# The mark must end something: `.env`, `:root` and `!important` do not.
_BEFORE_MARK = re.compile(
    rf"(?<=[^\W_]|[)\]»”\"%{MASK}])[ \u00a0]+(?P<mark>[,.;:?!])(?=[\s\"”»)\]{MASK}]|[?!]|$)(?![ ][.])"
)
_SPACED_DOTS = re.compile(r"\.[ \u00a0]\.")
_INSIDE = re.compile(
    rf"(?P<after>[¿¡(])[ \u00a0]+(?=[\w¿¡\"“«{MASK}])|(?<=[\w.?!\"”»{MASK}])[ \u00a0]+(?P<before>\))"
)
_INSIDE_QUOTES = re.compile(
    r"(?P<after>«)[ \u00a0\u202f]+(?=\S)|(?<=\S)[ \u00a0\u202f]+(?P<before>»)"
)
# `hola,mundo` and `fin.Otra`; not `lat,lon` nor `Node.js`, which the English has as well.
_NO_SPACE = re.compile(
    r"(?<![\w@#/\\.,:&-])(?P<before>[^\W\d_]{3,}|[^\W\d_]+[)\]»”])(?:"
    r"(?P<mark>,)(?P<after>[^\W\d_]{2,}|[¿¡«“(])|(?P<stop>[.;?!])(?P<next>[^\W\d_]{2,}|[¿¡«“]))"
    r"(?![\w@#/\\.:-]*[@/\\:=(])"
)
_SIGNS = "_/\\@#-+="
_ENDS = " \t\u00a0"


def judge(passage: Passage) -> Iterator[Problem]:
    """Find doubled spaces, spaces at the ends and before marks."""
    yield from _at_ends(passage)
    if not _DOUBLED.search(passage.english_prose):
        yield from _each(
            passage,
            list(_DOUBLED.finditer(passage.prose)),
            "More than one space, or a tab, stands between two words",
            " ",
        )
    yield from _before_marks(passage)
    spaced = passage.language.partition("_")[0] in _SPACED_MARKS
    patterns = (_INSIDE,) if spaced else (_INSIDE, _INSIDE_QUOTES)
    inside = [
        match
        for pattern in patterns
        for match in pattern.finditer(passage.prose)
        if not _has_same(match.re, passage.english_prose, match)
    ]
    inside.sort(key=lambda match: match.start())
    yield from _without_space(passage)
    yield from _each(passage, inside, "A space stands on the inner side of a mark", "")


def _without_space(passage: Passage) -> Iterator[Problem]:
    """Find a comma or the end of a sentence that runs into the next word."""
    for match in _NO_SPACE.finditer(passage.prose):
        after = match["after"] or match["next"]
        place = match.end() - len(after)
        word = match["before"].strip(")]»”")
        if match["stop"] == "." and not (
            word.islower() and after[0].isupper() and after[1:].islower()
        ):
            continue
        if match["stop"] and after[0].isalpha() and not after[0].isupper():
            continue
        # A list of names, or names of parts, that the English has in some such way.
        if word in passage.english and after in passage.english:
            continue
        if any(one["stop"] == "." for one in _NO_SPACE.finditer(passage.english_prose)):
            continue
        glued = passage.prose[match.start() : match.end()]
        if glued in passage.english or f"{passage.prose[place - 1]}{after}" in passage.english:
            continue
        text = passage.translation
        fixed = f"{text[:place]} {text[place:]}"
        message = f"No space stands behind “{text[place - 1]}” in “{glued}”; write one."
        yield Problem(CODE, message, fixed, passage.form)
        return


def _each(
    passage: Passage, places: list[re.Match[str]], what: str, instead: str
) -> Iterator[Problem]:
    """Make one problem of all places of one kind; the correction puts all right."""
    if not places:
        return
    text = passage.translation
    fixed = text
    for match in reversed(places):
        kept = "".join(part for part in match.groupdict().values() if part)
        after_first = match.groupdict().get("after")
        new = f"{kept}{instead}" if after_first or kept else instead
        fixed = fixed[: match.start()] + new + fixed[match.end() :]
    first = places[0]
    mend = "leave one space" if instead else "take it away"
    start, end = max(0, first.start() - 12), min(len(text), first.end() + 12)
    near = text[start:end].replace("\n", " ").replace("\t", " ").strip()
    message = f"{what}, near “{near}”; {mend}."
    yield Problem(CODE, message, fixed, passage.form)


def _at_ends(passage: Passage) -> Iterator[Problem]:
    text, english = passage.translation, passage.english
    fixed = text
    if text.lstrip(_ENDS) != text and english.lstrip(_ENDS) == english:
        fixed = fixed.lstrip(_ENDS)
    if text.rstrip(_ENDS) != text and english.rstrip(_ENDS) == english:
        fixed = fixed.rstrip(_ENDS)
    if fixed and fixed != text:
        message = (
            "The translation begins or ends with a space that the English does not have; "
            "take it away."
        )
        yield Problem(CODE, message, fixed, passage.form)


def _before_marks(passage: Passage) -> Iterator[Problem]:
    spaced = passage.language.partition("_")[0] in _SPACED_MARKS
    places = []
    for match in _BEFORE_MARK.finditer(passage.prose):
        mark = match["mark"]
        if spaced and mark in ";:?!":
            continue
        word = passage.translation[: match.start()].rsplit(None, 1)[-1:]
        if word and ("://" in word[0] or word[0][-1] in _SIGNS):
            # People keep a full stop away from an address, or from a sign, on purpose.
            continue
        if mark == "." and _SPACED_DOTS.search(passage.prose[match.start() - 2 : match.end() + 2]):
            continue
        if not _has_same(_BEFORE_MARK, passage.english_prose, match):
            places.append(match)
    marks = " and ".join(dict.fromkeys(match["mark"] for match in places))
    yield from _each(passage, places, f"A space stands before {marks}", "")


def _has_same(pattern: re.Pattern[str], english: str, match: re.Match[str]) -> bool:
    """Say whether the English has the same, so that it is meant."""
    return any(other.groups() == match.groups() for other in pattern.finditer(english))
