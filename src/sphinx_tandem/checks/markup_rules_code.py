"""Compares the code and the formulas of a translation with those of its English.

People translate the words in code that they make up: ``new file``, ``f(list)``.
What a machine reads must stay to the letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..markup.held import Held, less
from .markup_rules_told import advice, error, shown, whole
from .rule import Problem

CODE = "translation-code"
MARKED = "translation-code-words"
_WORDS_IN_FORMULA = re.compile(
    r"\\(?:text\w*|mathrm|mathit|mathsf|operatorname|mbox|label)\*?\s*\{[^{}]*\}"
)
# Each digit by itself: the marks within numbers differ between languages.
_COMMAND = re.compile(r"\\[A-Za-z]+|[A-Za-z]+|\d|[=<>+*/^_-]")
# `<your name>`, `{name}`: readers write something of their own there.
_EXAMPLE = re.compile(r"<[^<>]+>|\{[^{}]+\}")
_WORD = re.compile(r"[^\W\d]+")
_QUOTED = re.compile(r"(['\"])(?:(?!\1).)*\1")
# Beside one of these, or in capitals, a word is the name of a thing of the machine.
_MACHINE = re.compile(r"[/\\.$@~=-]\w|\w[/=]|://|[A-Z]{2,}_|_[A-Z]{2,}|\w\(\)|__")
_COMMAND_LINE = re.compile(r"[a-z][a-z0-9_-]*(?:\s+[a-z0-9_.-]+)+")


def compare_code(english: Held, found: Held) -> Iterator[Problem]:
    """Yield the code and the formulas that a translation loses or changes."""
    advised = False
    for problem in _compare(english, found):
        # one piece of advice says enough about a passage
        if problem.code != MARKED or not advised:
            yield problem
        advised = advised or problem.code == MARKED
    yield from _formulas(english, found)


def _compare(english: Held, found: Held) -> Iterator[Problem]:
    lost, added = _unmatched(english.code, found.code)
    for text in list(lost):
        match = next((other for other in added if _outline(text) == _outline(other)), None)
        if match is not None:
            lost.remove(text)
            added.remove(match)
            yield from _changed(text, match)
    yield from _rest(lost, added, english, found)


def _unmatched(ours: Counter[str], theirs: Counter[str]) -> tuple[list[str], list[str]]:
    """Return the code of each side that the other has not, however often it stands there."""
    lost = [
        text
        for text in less(ours, theirs).elements()
        if _plain(text) not in set(map(_plain, theirs))
    ]
    added = [
        text for text in less(theirs, ours).elements() if _plain(text) not in set(map(_plain, ours))
    ]
    return lost, added


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _outline(text: str) -> str:
    """Return code without its words and without what stands for something else."""
    return _WORD.sub("w", _QUOTED.sub("''", _EXAMPLE.sub("<>", _plain(text))))


def _changed(english: str, found: str) -> Iterator[Problem]:
    if may_be_translated(english, found):
        what = f"The translation writes the code {shown(english, found)} as {shown(found, english)}"
        if _EXAMPLE.sub("<>", english) != _EXAMPLE.sub("<>", found):
            yield advice(MARKED, what, "keep the English if a machine reads it")
        return
    what = f"The code {shown(english, found)} has become {shown(found, english)}"
    yield error(CODE, what, f"write {whole(english)} as the English does")


def may_be_translated(english: str, found: str) -> bool:
    """Say whether code is made of words that people make up, and may translate."""
    ours, theirs = (_EXAMPLE.sub("<>", _QUOTED.sub("''", _plain(t))) for t in (english, found))
    if ours == theirs:
        return True
    if english.count("`") != found.count("`") or found != found.strip():
        return False  # it begins or ends where it should not
    if _COMMAND_LINE.fullmatch(ours) and ours.split()[0] == theirs.split()[0]:
        return False  # `git pull`
    return not _MACHINE.search(re.sub(r"\([^()]*\)", "", ours))


def _rest(lost: list[str], added: list[str], english: Held, found: Held) -> Iterator[Problem]:
    """Yield what has no partner: it may still stand there, marked in another way."""
    theirs = _visible(found)
    gone = [text for text in lost if not _stands(text, theirs)]
    for text in lost:
        if text not in gone:
            what = f"The English writes {shown(text)} as code, and the translation does not"
            yield advice(MARKED, what, "write it as code too")
    for place, text in enumerate(gone):
        if place < len(added):
            yield from _changed(text, added[place])
        else:
            what = f"The code {whole(text)} is missing from the translation"
            yield error(CODE, what, "put it where it belongs in the sentence")
    for text in added[len(gone) :]:
        if is_named(text, english):
            continue
        what = f"The translation writes {shown(text)} as code, and the English does not"
        yield advice(MARKED, what, "mark what the English marks")


def is_named(text: str, english: Held) -> bool:
    """Say whether the English names a thing of the machine without marking it."""
    name = _plain(text).strip()
    return not (name.isalpha() and name.islower()) and _stands(name, _visible(english))


def _stands(text: str, visible: str) -> bool:
    """Say whether code stands in a text, not only as a part of a word."""
    name = re.escape(_plain(text).strip().casefold())
    return bool(re.search(rf"(?<!\w){name}(?!\w)", visible))


def _visible(held: Held) -> str:
    contents = (role.content for role in held.roles)
    return _plain(" ".join([held.text, *held.code, *contents])).casefold()


def _formulas(english: Held, found: Held) -> Iterator[Problem]:
    lost = list(less(english.formulas, found.formulas).elements())
    added = list(less(found.formulas, english.formulas).elements())
    for formula in list(lost):
        match = next((other for other in added if same_formula(formula, other)), None)
        if match is not None:
            lost.remove(formula)
            added.remove(match)
    for place in range(max(len(lost), len(added))):
        if place < len(lost) and place < len(added):
            was, now = lost[place], added[place]
            what = f"The formula {whole(was)} has become {shown(now, was)}"
        elif place < len(lost):
            what = f"The formula {whole(lost[place])} is missing from the translation"
        else:
            what = f"The formula {shown(added[place])} is not in the English"
        yield error(CODE, what, "write the formula as the English does")


def same_formula(english: str, translated: str) -> bool:
    """Say whether two formulas differ in their words and decimal marks alone."""

    def symbols(formula: str) -> list[str]:
        found = _COMMAND.findall(_WORDS_IN_FORMULA.sub("", formula))
        # `x_{max}`: three letters and more are a word, not a product
        return ["word" if len(part) > 2 and part.isalpha() else part for part in found]

    return symbols(english) == symbols(translated)
