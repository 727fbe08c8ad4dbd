"""Writes one message in the pseudo-language: accented letters, brackets, a longer text.

The letters are the mark: no English letter is left in what a catalog holds, so an
English word in a page of this language came from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from . import Syntax, masked
from .html import TYPED_TAG
from .masking import MASK

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTERS = str.maketrans(_PLAIN, "áƀçđéƒĝĥíĵķłḿñöþɋŕšţûṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶŁḾÑÖÞǪŔŠŢÛṼŴẊÝŽ")
_LETTER = re.compile(r"[^\W\d_]")
# Dates are written with these, whatever other placeholders a text has.
_DATE = re.compile(r"%[-_#]?[A-Za-z]")
# Translators translate these attributes of HTML within a text.
_TAG_WORDS = re.compile(r"\s(?:alt|title|aria-label)=(?P<quote>[\"'])(?P<words>[^&]*?)(?P=quote)")
_RST_ROLE = re.compile(r":[a-zA-Z][\w:.+-]*:`")
_SHORTCUT = re.compile(r"\[([^\[\]^][^\[\]]*)\](?![(\[{:])")
_END = re.compile(r"(\s*(?:::)?\s*)\Z")
# How much longer other languages are, by the length of the English.
_GROWTH = ((20, 0.5), (50, 0.4), (100, 0.3))
_LONG = 0.2
_OPEN, _CLOSE = "[", "]"
_FILL = "·"  # no language for pages takes it for a mark
_PIECE = 9  # a longer one would be a word that no line breaks


def pseudo(text: str, syntax: Syntax, definitions: Collection[str] = ()) -> str:
    """Return *text* in the pseudo-language; one without words comes back as it is.

    :param text: the message.
    :param syntax: how it is written; what is markup stays.
    :param definitions: the names of the link definitions of its page.

    >>> pseudo("Hello world", Syntax.WORDS)
    '[Ĥéłłö ŵöŕłđ ·····]'
    >>> pseudo("See the [guide](guide.md).", Syntax.MYST)
    '[Šéé ţĥé [ĝûíđé](guide.md). ······]'
    """
    if definitions:
        text = _SHORTCUT.sub(lambda found: _named(found, definitions), text)
    keeps = _kept(text, syntax)
    letters = "".join(
        letter if kept else letter.translate(_LETTERS)
        for letter, kept in zip(text, keeps, strict=True)
    )
    pairs = zip(text, keeps, strict=True)
    prose = sum(not kept and bool(_LETTER.match(letter)) for letter, kept in pairs)
    if not prose or is_pseudo(text):
        return text
    end = _END.search(letters)
    cut = end.start() if end else len(letters)
    start = len(letters) - len(letters.lstrip())
    return f"{letters[:start]}{_OPEN}{letters[start:cut]}{_filler(prose)}{_CLOSE}{letters[cut:]}"


def is_pseudo(text: str) -> bool:
    """Say whether a text is in the pseudo-language already.

    >>> is_pseudo("[Ĥéłłö ŵöŕłđ ·····]"), is_pseudo("[Hello]")
    (True, False)
    """
    stripped = text.strip()
    return stripped.startswith(_OPEN) and stripped.endswith(f"{_FILL}{_CLOSE}")


def _named(found: re.Match[str], definitions: Collection[str]) -> str:
    """Return a link that is its definition's name with the name apart from its text."""
    name = found[1]
    return f"[{name}][{name}]" if name.casefold() in definitions else found[0]


def _kept(text: str, syntax: Syntax) -> list[bool]:
    """Say of each character whether it is markup and must stay."""
    keeps = [letter == MASK for letter in masked(text, syntax)]
    if syntax is Syntax.MYST and _RST_ROLE.search(text):  # a message inside `eval-rst`
        others = masked(text, Syntax.RST)
        keeps = [kept or letter == MASK for kept, letter in zip(keeps, others, strict=True)]
    for found in _DATE.finditer(text):
        keeps[found.start() : found.end()] = [True] * len(found[0])
    for tag in TYPED_TAG.finditer(text):
        if keeps[tag.start()]:
            for words in _TAG_WORDS.finditer(text, *tag.span()):
                start, end = words.span("words")
                keeps[start:end] = [False] * (end - start)
    return keeps


def _filler(letters: int) -> str:
    """Return what makes a text of so many letters as long as it is elsewhere."""
    growth = next((share for most, share in _GROWTH if letters <= most), _LONG)
    left = max(2, round(letters * growth))
    pieces = []
    while left > 0:
        pieces.append(_FILL * min(left, _PIECE))
        left -= _PIECE + 1
    return " " + " ".join(pieces)
