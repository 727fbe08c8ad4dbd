"""Finds spaces that are too many."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ...text.masking import MASK
from ..rule import Problem
from .passage import Passage

SPACES_CODE = "text-spaces"
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


def judge_spaces(passage: Passage) -> Iterator[Problem]:
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
        yield Problem(SPACES_CODE, message, fixed, passage.form)
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
    yield Problem(SPACES_CODE, message, fixed, passage.form)


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
        yield Problem(SPACES_CODE, message, fixed, passage.form)


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


# -- Finds characters that nobody sees, which break words for searches and for voices -----------

INVISIBLE_CODE = "text-invisible"
#: These have no width; a soft hyphen shows at the end of a line only.
CHARACTERS = "\u200b\u2060\ufeff\u00ad"
# Languages that set no spaces between words mark with such characters where a line may end.
_WITHOUT_SPACES = ("bo", "dz", "ja", "km", "lo", "my", "th", "yue", "zh")
_ANY = re.compile(f"[{CHARACTERS}]")
# Within a long word a soft hyphen is typography.
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})\u00ad(?=[^\W\d_]{2})")


def judge_invisible(passage: Passage) -> Iterator[Problem]:
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
    yield Problem(INVISIBLE_CODE, f"{message}; delete it.", fixed, passage.form)


def _around(text: str, place: int) -> tuple[str, str]:
    """Return what stands before and behind a place, a few words at most."""
    before, after = text[max(0, place - 20) : place], text[place + 1 : place + 21]
    if place > 20:
        before = before.partition(" ")[2] or before
    return before.strip(), after.strip()
