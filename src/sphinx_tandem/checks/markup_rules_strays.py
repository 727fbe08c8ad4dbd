"""Marks that readers would see as characters, because their partner or their place is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..markup import MASK, Syntax
from ..markup.held import Held
from .markup_rules_told import advice, error
from .rule import Problem


@dataclass(frozen=True)
class Stray:
    """One kind of mark in what readers see.

    :param pattern: the mark.
    :param shown: how it is named to people.
    :param code: the code of the rule.
    """

    pattern: re.Pattern[str]
    shown: str
    code: str


def _stray(pattern: str, shown: str, code: str) -> Stray:
    return Stray(re.compile(pattern), shown, f"translation-{code}")


_ADDRESS = r"(?:https?:|www\.|\.{0,2}/|#|mailto:|[\w./-]+\.(?:md|html|rst|png|svg|jpg|pdf)\b)"
_SHARED = (
    _stray(rf"\]\s*\(\s*{_ADDRESS}", "](", "link"),
    _stray(r"`+", "`", "code"),
    _stray(r"(?<=[^\s*])\*+|\*+(?=[^\s*])", "*", "emphasis"),
    _stray(rf"\{{[A-Za-z][\w:+.-]*\}}\s*[`{MASK}]", "{…} before a backtick", "role"),
    _stray(r"\[\s*\^", "[^", "footnote"),
)
_MYST = (
    *_SHARED,
    _stray(r"\]\[", "][", "link"),
    _stray(rf"\]\s+\[[^\[\]]*\]|\[[^\[\]{MASK}]+\]\s+{MASK}\w[^{MASK}]*{MASK}", "] [", "link"),
    _stray(r"(?<!\w)_+(?=[^\W_])|(?<=[^\W_])_+(?!\w)", "_", "emphasis"),
    _stray(rf"(?<![\w:]):[A-Za-z][\w+.-]*:\s*{MASK}", ":…: before a backtick", "role"),
    _stray(r"\{\s*\{|\}\s*\}|\{%", "{{ or }}", "substitution"),
    _stray(r"~~", "~~", "emphasis"),
    _stray(r"</?\s*(?:https?:|mailto:)", "<", "link"),
    _stray(r"<\s*/?\s*[a-z]+\d?(?:\s[^<>]*)?>", "<…>", "html"),
    _stray(r"\]\{|\]\s+\{[.#]", "]{", "html"),
)
_RST = (
    *_SHARED,
    _stray(rf"(?<![\w:]):[A-Za-z][\w+.:-]*:\s*[`{MASK}]", ":…: before a backtick", "role"),
    _stray(r"\|(?=\w)|(?<=\w)\|", "|", "substitution"),
    _stray(r"\]\s*_(?!\w)", "]_", "footnote"),
    _stray(rf"{MASK}\s*__?(?!\w)", "_ after a backtick", "link"),
)
_STRAYS = {Syntax.MYST: _MYST, Syntax.RST: _RST, Syntax.WORDS: ()}


_ANY = re.compile(r"[`*_{}\[\]<~$|^]|:\s*\ufffc")


def find(english: Held, found: Held, syntax: Syntax) -> Iterator[Problem]:
    """Yield the first kind of mark that readers would see, and that the English does not show."""
    ours, theirs = english.text, found.text
    if not _ANY.search(theirs):
        return
    for stray in _STRAYS[syntax]:
        if len(stray.pattern.findall(theirs)) > len(stray.pattern.findall(ours)):
            what = f"The mark {stray.shown} of the translation has no partner or stands amiss"
            mend = "write the mark as the English does, or \\ before a character that is no mark"
            yield error(stray.code, what, mend)
            return
    if _open_brackets(theirs) and not _open_brackets(ours):
        what = "A square bracket of the translation has no partner"
        yield error("translation-link", what, "write the link as the English does")
        return
    if english.formulas and theirs.count("$") > ours.count("$"):
        what = "The mark $ of the translation has no partner"
        yield error("translation-code", what, "write the formula as the English does")


# Marks that begin a block in a page, and that are characters at the start of a message.
_BLOCK = re.compile(
    r"^[ \t]*(?:#{1,6}|[-+*>])[ \t]+\S|^[ \t]*(?:-{3,}|={3,}|\*{3,})[ \t]*$", re.MULTILINE
)
_NUMBERED = re.compile(r"\s*(?P<number>\d{1,9})[.)][ \t]+(?=\S)")


def find_blocks(message: str, text: str, syntax: Syntax) -> Iterator[Problem]:
    """Yield the mark of a heading, a list or a quote that the English does not show."""
    if syntax is Syntax.WORDS:
        return
    number = _NUMBERED.match(text)
    if number and not re.search(rf"(?<!\d){number['number']}(?!\d)", message):
        what = f"The translation begins with {number[0].strip()}, like a point of a numbered list"
        yield advice("translation-block", what, "take out the number, which the English lacks")
    if len(_BLOCK.findall(text)) > len(_BLOCK.findall(message)):
        what = "The translation begins like a heading, a list, a quote or a line across the page"
        mend = "take out the mark, which readers would see as a character"
        yield advice("translation-block", what, mend)


def _open_brackets(text: str) -> bool:
    return text.count("[") != text.count("]")
