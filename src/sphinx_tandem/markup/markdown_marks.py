"""The marks of MyST Markdown, found in the text itself."""

from __future__ import annotations

import re

from . import roles, word_marks
from .spans import MASK, Masker

# What takes precedence over links and emphasis; the leftmost wins, as in CommonMark.
_FIRST = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<role>\{[A-Za-z0-9_.+:-]+\})(?P<ticks>`+)(?!`)(?P<content>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<fence>(?:^|\n)[ \t]*(?:`{3,}|~{3,}|:{3,})[^\n`]*(?=\n|$))"
    r"|(?P<code>(?P<run>`+)(?!`).+?(?<!`)(?P=run)(?!`))"
    r"|(?P<tag>" + word_marks.TAG.pattern + r"|<(?:[A-Za-z][\w+.-]+:|[\w.+-]+@)[^\s<>]*>)"
    r"|(?P<math>\$\$(?!\s*\$).+?\$\$|(?<![\w$])\$(?![\s$\d][^$\n]*\s\S*\$)(?!\s)[^$\n]*?(?<![\s\\])\$(?![\w$]))"
    r"|(?P<substitution>\{\{.*?\}\}|\{%.*?%\})",
    re.DOTALL,
)
_END_OF_LINK = re.compile(
    r"\]\(\s*(?:<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)"
    r"(?:\s+(?P<quoted>\"(?P<title>[^\"]*)\"|'(?P<other>[^']*)'))?\s*\)"
)
_END_OF_REFERENCE = re.compile(r"\]\[[^\[\]\n]*\]")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:?|\[-?@[^\]]+\]|(?<![\w@])@[A-Za-z][\w:.-]*:[\w:.-]*\w")
_ATTRIBUTES = re.compile(
    rf"(?<=[{MASK}\]])"
    r"\{\s*(?:[.#][\w:-]+|[\w:-]+=(?:\"[^\"]*\"|[^\s{}]+))(?:\s+(?:[.#][\w:-]+|[\w:-]+=(?:\"[^\"]*\"|[^\s{}]+)))*\s*\}"
)
_DEFINITION = re.compile(r"^\s*\[[^\]\n]+\]:[ \t]+\S+")
_TARGET = re.compile(r"^\s*\([^()\s]+\)=\s*$", re.MULTILINE)
_EMPHASIS = re.compile(
    r"(?<!\s)\*+|\*+(?!\s)|~~(?=\S)|(?<=\S)~~|(?<!\w)_+(?=[^\s_])|(?<=[^\s_])_+(?!\w)"
)
_BREAK = re.compile(r"\\(?=\n|$)")
_ANY_MARK = re.compile(r"[\\`{}<\[\]$*_~&%@:()]|www\.")


def mark(masker: Masker) -> None:
    """Mask what is no prose in a message in MyST Markdown."""
    if not _ANY_MARK.search(masker.text):
        return
    masker.each(_FIRST, lambda found: _mask_first(masker, found))
    masker.all(_TARGET)
    masker.all(_DEFINITION)
    masker.all(_NOTE)
    masker.each(_END_OF_LINK, lambda found: _mask_link(masker, found))
    masker.each(_END_OF_REFERENCE, lambda found: _mask_link(masker, found))
    masker.each(_ATTRIBUTES, lambda found: _mask_attributes(masker, found))
    masker.all(word_marks.ADDRESS)
    masker.all(word_marks.ENTITY)
    word_marks.placeholders(masker)
    masker.all(_EMPHASIS)
    masker.all(_BREAK)


def _mask_first(masker: Masker, found: re.Match[str]) -> None:
    start, end = found.span()
    if found["escape"]:
        masker.mask(start, start + 1)
        masker.keep(start + 1, end)
    elif found["role"]:
        first = found.start("content")
        last = first + roles.words_end(found["role"][1:-1], found["content"])
        masker.mask(start, first)
        masker.mask(last, end)
    else:
        masker.mask(start, end)


def _opening(text: str, end: int) -> int:
    """Return the place of the bracket that the one at *end* closes, or -1."""
    depth = 0
    for place in range(end, -1, -1):
        if text[place] == "]":
            depth += 1
        elif text[place] == "[":
            depth -= 1
            if not depth:
                return place
    return -1


def _mask_link(masker: Masker, found: re.Match[str]) -> None:
    start, end = found.span()
    opening = _opening(masker.text, start)
    if opening < 0:
        return
    is_image = opening > 0 and masker.text[opening - 1] == "!"
    masker.mask(opening - is_image, opening + 1)
    title = next((g for g in ("title", "other") if found.groupdict().get(g)), None)
    if title:
        masker.mask(start, found.start(title))
        masker.mask(found.end(title), end)
    else:
        masker.mask(start, end)


def _mask_attributes(masker: Masker, found: re.Match[str]) -> None:
    start, end = found.span()
    if masker.text[start - 1] == "]":
        opening = _opening(masker.text, start - 1)
        if opening < 0:
            return
        masker.mask(opening, opening + 1)
        start -= 1
    masker.mask(start, end)
