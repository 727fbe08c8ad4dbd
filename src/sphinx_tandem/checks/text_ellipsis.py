"""Finds points in a row that are neither a full stop nor an ellipsis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .rule import Problem
from .text_passage import MASK, Passage

CODE = "text-ellipsis"
# Two points, four or more, or an ellipsis with a point; not paths, not ranges.
_WRONG = re.compile(
    r"(?<![./\\…~])(?:\.\.(?![.…])|\.{4,8}(?!\.)|\.*…[.…]+|\.+…[.…]*)(?![./\\\d])(?!(?<=\.\.)[^\W\d_])"
)
_SPACED = re.compile(r"(?<![\w.] )(?<!\.)\.(?: \.){2,}(?! ?\.)")
_TRUE = re.compile(r"(?<!\.)\.\.\.(?!\.)|…")
# Parts of a name that stand before a point of its own.
_ALONE = re.compile(r"(?:^|(?<=[\s(\"'“«]))\.\.(?=[\s)\"'”»,;]|$)")


def judge(passage: Passage) -> Iterator[Problem]:
    """Find wrong ellipses, unless the English has the same."""
    text, english = passage.prose, passage.english_prose
    alone = {match.start() for match in _ALONE.finditer(text)}
    places = [
        match
        for pattern in (_WRONG, _SPACED)
        for match in pattern.finditer(text)
        if match.start() not in alone and not _before_in(english, match[0])
    ]
    if not places:
        return
    places.sort(key=lambda match: match.start())
    first = places[0]
    near = passage.translation[max(0, first.start() - 15) : first.end() + 5].strip()
    fixed = _fixed(passage, places)
    message = (
        f"“{first[0]}” near “{near}” is neither a full stop nor an ellipsis; write one point, "
        "or three without spaces between them."
    )
    yield Problem(CODE, message, fixed, passage.form)


def _before_in(english: str, dots: str) -> bool:
    return re.search(rf"(?<!\.){re.escape(dots)}(?!\.)", english) is not None


def _fixed(passage: Passage, places: list[re.Match[str]]) -> str | None:
    """Return the translation put right, where the English shows what is meant."""
    english = _TRUE.findall(passage.english_prose)
    fixed = passage.translation
    for match in reversed(places):
        new = _meant(passage, match, english)
        if new is None:
            return None
        fixed = fixed[: match.start()] + new + fixed[match.end() :]
    return fixed


def _meant(passage: Passage, match: re.Match[str], english: list[str]) -> str | None:
    if english:
        return english[0] if len(set(english)) == 1 else None
    if " " in match[0]:
        return "…"
    at_end = not passage.prose[match.end() :].strip(f" \n{MASK}")
    ends_with_stop = passage.english_prose.rstrip(f" \n{MASK}").endswith(".")
    return "." if match[0] == ".." and at_end and ends_with_stop else None
