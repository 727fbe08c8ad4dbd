"""Stray spaces that break markup, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..markup import Syntax

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
    if " " not in text and "\n" not in text and "\t" not in text and "\u00a0" not in text:
        return text
    before, wrong = "", faults(text)
    while wrong and text != before:  # what one repair mends may let another mend the rest
        before = text
        for repair in _REPAIRS[syntax]:
            candidate = repair(text)
            if candidate != text and (left := faults(candidate)) < wrong:
                text, wrong = candidate, left
    return text
