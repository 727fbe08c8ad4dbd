"""Stray spaces that break markup, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ...text import Syntax
from ...text.contents import Contents
from ...text.masking import MASK
from ..rules import Problem, advice, error, first_difference, shown

Repair = Callable[[str], str]

_PAIRS = {
    mark: re.compile(rf"(?<!{re.escape(mark[0])}){re.escape(mark)}(?!{re.escape(mark[0])})")
    for mark in ("**", "*", "__", "_", "~~")
}


def _sub(pattern: str, new: str) -> Repair:
    compiled = re.compile(pattern, re.DOTALL)
    return lambda text: compiled.sub(new, text)


def _squeeze(pattern: str) -> Repair:
    """Return a repair that takes every space out of the group ``inner`` of a pattern."""
    compiled = re.compile(pattern, re.DOTALL)

    def repair(text: str) -> str:
        return compiled.sub(
            lambda found: found.group().replace(found["inner"], "".join(found["inner"].split())),
            text,
        )

    return repair


def _tight(mark: str) -> Repair:
    """Return a repair that puts the marks of emphasis to the words that they emphasise."""

    def repair(text: str) -> str:
        parts = _PAIRS[mark].split(text)
        if len(parts) % 2 == 0 or len(parts) < 3:
            return text
        for place in range(1, len(parts), 2):
            inner = parts[place]
            if not inner.strip():
                return text
            # the space that stood within belongs outside, where a word would be run into
            if inner[0].isspace() and parts[place - 1][-1:].isalnum():
                parts[place - 1] += " "
            if inner[-1].isspace() and parts[place + 1][:1].isalnum():
                parts[place + 1] = f" {parts[place + 1]}"
            parts[place] = inner.strip()
        return mark.join(parts)

    return repair


_SHARED: tuple[Repair, ...] = (
    _sub(r"%\s*\(\s*([\w.-]+)\s*\)\s*([a-zA-Z])(?![a-zA-Z])", r"%(\1)\2"),
    _sub(r"%\s+([sd])(?![\w])", r"%\1"),
    _sub(r"(?<!\{)(\$?)\{\s*([A-Za-z_]\w*|\d+)\s*\}(?!\})", r"\1{\2}"),
    _sub(r"<\s+(/?\s*[a-zA-Z])", r"<\1"),
    _sub(r"<\s*/\s*([a-zA-Z][\w-]*)\s*>", r"</\1>"),
)
_EMPHASIS: tuple[Repair, ...] = (_tight("**"), _tight("*"))
_MYST: tuple[Repair, ...] = (
    _sub(r"\]\s+\((?=\s*\S+\s*\))", "]("),
    _sub(r"\]\s+\[", "]["),
    _sub(r"!\s+\[", "!["),
    _squeeze(r"\]\((?P<inner>[^()\"']+)\)"),
    _squeeze(r"<(?P<inner>\s*(?:https?|mailto)\s*:[^<>]*)>"),
    _sub(r"\{\s*([A-Za-z][\w:+.-]*)\s*\}\s*(?=`)", r"{\1}"),
    _sub(r"(\{[A-Za-z][\w:+.-]*\})(`+)(?!`)\s*(.+?)\s*(?<!`)\2(?!`)", r"\1\2\3\2"),
    _sub(r"(\{[A-Za-z][\w:+.-]*\}`[^`<>]*?\s*)<\s*([^`<>]*?)\s*>`", r"\1<\2>`"),
    _squeeze(r"\{[A-Za-z][\w:+.-]*\}`[^`<>]*<(?P<inner>[^`<>]+)>`"),
    _squeeze(r"\{[A-Za-z][\w:+.-]*\}`(?P<inner>[^`<>]+)`"),
    _sub(r"(?<![`}])(`+)(?!`)\s*(.+?)\s*(?<!`)\1(?!`)", r"\1\2\1"),
    _sub(r"\[\s*\^\s*([^\]\s]+)\s*\]", r"[^\1]"),
    _sub(r"\{\s*\{", "{{"),
    _sub(r"\}\s*\}", "}}"),
    _sub(r"(?<=[\])`])\s+(\{\s*[.#][^{}]*\})", r"\1"),
    _sub(r"\$\s*([^$]+?)\s*\$", r"$\1$"),
    *_EMPHASIS,
    _tight("__"),
    _tight("_"),
    _tight("~~"),
    *_SHARED,
)
_RST: tuple[Repair, ...] = (
    _sub(r"(?<!\w):\s*([A-Za-z][\w:+.-]*)\s*:\s*(?=`[^`])", r":\1:"),
    _sub(r"``\s*(.+?)\s*``", r"``\1``"),
    _sub(r"(?<!`)`(?!`)\s*([^`]+?)\s*`(?!`)", r"`\1`"),
    _sub(r"`([^`<]*?)\s*<\s*([^`<>]*?)\s*>\s*`\s*(__?)(?!\w)", r"`\1 <\2>`\3"),
    _squeeze(r"<(?P<inner>[^`<>]+)>`"),
    _squeeze(r":[A-Za-z][\w:+.-]*:`(?P<inner>[^`<>]+)`"),
    _sub(r"(?<!`)`\s+(__?)(?!\w)", r"`\1"),
    _sub(r"(:[A-Za-z][\w:+.-]*:`[^`<]*?)\s*<\s*([^`<>]*?)\s*>\s*`", r"\1 <\2>`"),
    _sub(r"\[\s*([#\w*]+)\s*\]\s*_(?!\w)", r"[\1]_"),
    _sub(r"\|\s*([^|]+?)\s*\|", r"|\1|"),
    *_EMPHASIS,
    *_SHARED,
)
_REPAIRS: dict[Syntax, tuple[Repair, ...]] = {
    Syntax.MYST: _MYST,
    Syntax.RST: _RST,
    Syntax.WORDS: _SHARED,
}


def repaired(text: str, syntax: Syntax, faults: Callable[[str], int]) -> str:
    """Return a text without the stray spaces that break it, or the same text.

    A repair is kept only where it mends something.

    :param faults: says how wrong a text is.
    """
    if not re.search(r"\s", text):
        return text
    before, wrong = "", faults(text)
    while wrong and text != before:  # what one repair mends may let another mend the rest
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
    return error("translation-spaces", what, mend, fixed)


@dataclass(frozen=True)
class _Stray:
    """One kind of mark in what readers see; how it is named to people, and the code of the rule."""

    pattern: str
    shown: str
    code: str

    def count(self, text: str) -> int:
        return len(re.findall(self.pattern, text))


_ADDRESS = r"(?:https?:|www\.|\.{0,2}/|#|mailto:|[\w./-]+\.(?:md|html|rst|png|svg|jpg|pdf)\b)"
_SHARED_STRAYS = (
    _Stray(rf"\]\s*\(\s*{_ADDRESS}", "](", "translation-link"),
    _Stray(r"`+", "`", "translation-code"),
    _Stray(r"(?<=[^\s*])\*+|\*+(?=[^\s*])", "*", "translation-emphasis"),
    _Stray(rf"\{{[A-Za-z][\w:+.-]*\}}\s*[`{MASK}]", "{…} before a backtick", "translation-role"),
    _Stray(r"\[\s*\^", "[^", "translation-footnote"),
)
_MYST_STRAYS = (
    *_SHARED_STRAYS,
    _Stray(r"\]\[", "][", "translation-link"),
    _Stray(
        rf"\]\s+\[[^\[\]]*\]|\[[^\[\]{MASK}]+\]\s+{MASK}\w[^{MASK}]*{MASK}",
        "] [",
        "translation-link",
    ),
    _Stray(r"(?<!\w)_+(?=[^\W_])|(?<=[^\W_])_+(?!\w)", "_", "translation-emphasis"),
    _Stray(rf"(?<![\w:]):[A-Za-z][\w+.-]*:\s*{MASK}", ":…: before a backtick", "translation-role"),
    _Stray(r"\{\s*\{|\}\s*\}|\{%", "{{ or }}", "translation-substitution"),
    _Stray(r"~~", "~~", "translation-emphasis"),
    _Stray(r"</?\s*(?:https?:|mailto:)", "<", "translation-link"),
    _Stray(r"<\s*/?\s*[a-z]+\d?(?:\s[^<>]*)?>", "<…>", "translation-html"),
    _Stray(r"\]\{|\]\s+\{[.#]", "]{", "translation-html"),
)
_RST_STRAYS = (
    *_SHARED_STRAYS,
    _Stray(
        rf"(?<![\w:]):[A-Za-z][\w+.:-]*:\s*[`{MASK}]", ":…: before a backtick", "translation-role"
    ),
    _Stray(r"\|(?=\w)|(?<=\w)\|", "|", "translation-substitution"),
    _Stray(r"\]\s*_(?!\w)", "]_", "translation-footnote"),
    _Stray(rf"{MASK}\s*__?(?!\w)", "_ after a backtick", "translation-link"),
)
_STRAYS = {Syntax.MYST: _MYST_STRAYS, Syntax.RST: _RST_STRAYS, Syntax.WORDS: ()}


_ANY = re.compile(r"[`*_{}\[\]<~$|^]|:\s*\ufffc")


def find(english: Contents, found: Contents, syntax: Syntax) -> Iterator[Problem]:
    """Yield the first kind of mark that readers would see, and that the English does not show."""
    ours, theirs = english.text, found.text
    if not _ANY.search(theirs):
        return
    for stray in _STRAYS[syntax]:
        if stray.count(theirs) > stray.count(ours):
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
    """The translation begins like a heading, a list or a quote, whose mark readers would see."""
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
