"""Finds brackets and quotation marks that are opened or closed only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .rule import Problem
from .text_passage import MASK, Passage

BRACKETS = "text-brackets"
QUOTES = "text-quotes"

_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（", "」": "「", "』": "『", "】": "【", "》": "《"}
_BRACKET = re.compile(rf"[{re.escape(''.join([*_PAIRS, *_PAIRS.values()]))}]")
_SMILEY = re.compile(r"(?<![\w)])[:;=8xX][-o']?[()\[\]D|]+(?!\w)|<3")
# `a)`, `1)`, `iv)` or `2.3)` at the beginning of a text, a line or a point in a row.
_LIST_MARK = re.compile(
    rf"(?:^|(?<=[\s{MASK}(]))(?:\d{{1,2}}(?:\.\d)?|[A-Za-z]|[ivx]{{1,4}})[.º°ª]?\)(?=[\s{MASK}]|$)",
    re.MULTILINE,
)
# `[0, 1)` and `(0, 1]`, as mathematicians write them.
_INTERVAL = re.compile(r"[\[(\]]\s*[-\w.∞]+\s*[,;]\s*[-\w.∞]+\s*[\])\[]")
# These close a quotation with the mark that others open it with.
_LOW_OPENING = (
    *("bg", "cs", "da", "de", "et", "fi", "hr", "hu", "is", "ka", "lt", "lv", "mk", "nb", "no"),
    *("pl", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "uk"),
)
_NUMBER_MARK = re.compile(r"(?<=\d)[\"'”’″′]")
_SINGLE_OPENING = re.compile(rf"(?<![\w{MASK}])['‘](?=\w)")
_SINGLE_CLOSING = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")


def judge(passage: Passage) -> Iterator[Problem]:
    """Find brackets and quotation marks without their other half."""
    lone = [
        one for one in _lone_brackets(passage.prose) if not _other_half_is_masked(passage, one[0])
    ]
    if lone and not _lone_brackets(passage.english_prose):
        yield _bracket_problem(passage, *lone[0])
    names = _lone_quotes(passage.prose, passage.language)
    if names and not _lone_quotes(passage.english_prose, "en"):
        yield _quote_problem(passage, names[0])
    elif not names and _loses_single_quote(passage):
        yield _quote_problem(passage, "'")


def _lone_brackets(text: str) -> list[tuple[str, int]]:
    """Return the brackets without their other half, each with its place."""
    for pattern in (_SMILEY, _INTERVAL):
        text = pattern.sub(lambda match: MASK * len(match[0]), text)
    listed = {match.end() - 1 for match in _LIST_MARK.finditer(text)}
    waiting: list[tuple[str, int]] = []
    lone: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(text):
        bracket, place = match[0], match.start()
        if bracket not in _PAIRS:
            waiting.append((bracket, place))
        elif waiting and waiting[-1][0] == _PAIRS[bracket]:
            waiting.pop()
        elif place in listed:
            continue
        elif any(opened == _PAIRS[bracket] for opened, _ in waiting):
            # What stands between the two halves was never closed.
            while waiting[-1][0] != _PAIRS[bracket]:
                lone.append(waiting.pop())
            waiting.pop()
        else:
            lone.append((bracket, place))
    return [one for one in (*lone, *waiting) if not _stands_for_itself(text, one[1])]


def _stands_for_itself(text: str, place: int) -> bool:
    """Say whether a bracket is talked about: ``the sign "("``."""
    around = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    return all(one in ('"', "'", "“", "”", "«", "»", "`") for one in around)


def _other_half_is_masked(passage: Passage, bracket: str) -> bool:
    """Say whether brackets pair in the text as a whole: an address may have swallowed one."""
    opens = _PAIRS.get(bracket, bracket)
    closes = next(key for key, value in _PAIRS.items() if value == opens)
    return all(
        text.count(opens) == text.count(closes) for text in (passage.translation, passage.english)
    ) and passage.prose.count(opens) != passage.prose.count(closes)


def _bracket_problem(passage: Passage, bracket: str, place: int) -> Problem:
    other = _PAIRS.get(bracket) or next(key for key, value in _PAIRS.items() if value == bracket)
    done, missing = ("closed", "opened") if bracket in _PAIRS else ("opened", "closed")
    message = (
        f"A bracket is {done} but not {missing}, near “{_near(passage, place)}”; "
        f"write {other} where it belongs, or take {bracket} away."
    )
    return Problem(BRACKETS, message, None, passage.form)


def _near(passage: Passage, place: int) -> str:
    text = passage.translation
    before, after = text[max(0, place - 20) : place], text[place : place + 20]
    if place > 20:
        before = before.partition(" ")[2] or before
    if place + 20 < len(text):
        after = after.rpartition(" ")[0] or after
    return " ".join(f"{before}{after}".split())


def _lone_quotes(text: str, language: str) -> list[str]:
    """Return the kinds of quotation marks that do not come in pairs."""
    counts = Counter(text)
    lone = []
    straight = counts['"']
    inches = sum(match[0] == '"' for match in _NUMBER_MARK.finditer(text))
    if straight % 2 and not inches:
        lone.append('"')
    if counts["«"] != counts["»"]:
        lone.append("«" if counts["«"] > counts["»"] else "»")
    curly = counts["“"] + counts["”"] + counts["„"] + counts["‟"]
    if language.partition("_")[0] in _LOW_OPENING:
        if curly % 2 and not (straight % 2):
            lone.append("“")
    elif counts["“"] + counts["„"] + counts["‟"] != counts["”"] and not _same_on_both_sides(counts):
        lone.append("“" if counts["“"] > counts["”"] else "”")
    return lone


def _same_on_both_sides(counts: Counter[str]) -> bool:
    """Say whether one mark opens and closes, as in ”Finnish”, or „this“."""
    if counts["„"]:
        return counts["„"] == counts["“"] and not counts["”"]
    return not counts["“"] and counts["”"] % 2 == 0


def _quote_problem(passage: Passage, mark: str) -> Problem:
    place = passage.prose.find(mark)
    near = _near(passage, max(place, 0))
    message = (
        f"The quotation marks {mark} do not come in pairs, near “{near}”; "
        "write the one that is missing, or take away the one that is too many."
    )
    return Problem(QUOTES, message, None, passage.form)


def _loses_single_quote(passage: Passage) -> bool:
    """Say whether single quotation marks that the English pairs are not paired here.

    An apostrophe is no quotation mark, and nobody can tell them apart for certain:
    so only where the English has pairs, and the translation as many openings or closings.
    """
    opened, closed = _single(passage.english_prose)
    if not opened or opened != closed:
        return False
    here = _single(passage.prose)
    return here[0] != here[1] and max(here) == opened


def _single(text: str) -> tuple[int, int]:
    return len(_SINGLE_OPENING.findall(text)), len(_SINGLE_CLOSING.findall(text))
