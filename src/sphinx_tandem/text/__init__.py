"""What is text and what is markup in a message, by the positions of its characters.

Positions matter to those who ask (spelling, quotation marks, a link to a place in
a line), so this room reads the text itself; what a message *means* is read by the
site's own parser, see :mod:`.parse`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum
from functools import lru_cache

from . import masking
from .html import TYPED_TAG
from .masking import MASK, Masker

_HALF = re.compile("[\ud800-\udfff]")
_LETTER = re.compile(r"[^\W\d_]")
_SPACES = re.compile(rf"[{MASK}\s]+")
_INSIDE_WORD = re.compile(rf"(?<=\w){MASK}+(?=\w)")
# An escape, or marks of emphasis, beside what is no space.
_BESIDE = re.compile(rf"(?<![\s{MASK}]){MASK}(?![\s{MASK}])|(?<=\w){MASK}{{2}}(?=\w)")


def one_line(text: str) -> str:
    """Return a text with one space in the place of all that is white."""
    return " ".join(text.split())


def is_halved(text: object) -> bool:
    """Say whether this is a text with half of a character, such as ``"\\ud800"`` in YAML or JSON.

    No file in UTF-8 can hold that.
    """
    return isinstance(text, str) and not text.isascii() and _HALF.search(text) is not None


def whole(text: str) -> str:
    """Return a text in which two halves of a character are one, and one alone is U+FFFD.

    >>> ascii(whole("\\ud83d\\ude00 \\ud83d"))
    "'\\\\U0001f600 \\\\ufffd'"
    """
    if not is_halved(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Syntax(Enum):
    """How a message is written."""

    MYST = "MyST"
    RST = "reStructuredText"
    WORDS = "words"


_MARKS = {
    Syntax.MYST: masking.mask_myst,
    Syntax.RST: masking.mask_rst,
    Syntax.WORDS: masking.mask_words,
}


@lru_cache(maxsize=4096)
def masked(text: str, syntax: Syntax) -> str:
    """Return a text of the same length in which all that is no prose is U+FFFC.

    >>> masked("See {doc}`the guide <x>`.", Syntax.MYST).replace(MASK, "~")
    'See ~~~~~~the guide~~~~~.'
    """
    masker = Masker(text)
    _MARKS[syntax](masker)
    return masker.result()


def prose(text: str, syntax: Syntax) -> str:
    """Return what a reader reads, each masked part as one space.

    >>> prose("See **our** [guide](a.md).", Syntax.MYST)
    'See our guide .'
    """
    return _SPACES.sub(" ", _BESIDE.sub("", masked(text, syntax))).strip()


def count_words(text: str, syntax: Syntax) -> int:
    """Return the number of words that a translator must translate.

    >>> count_words("Run `tandem build` 2 times.", Syntax.MYST)
    2
    """
    # a mark within a word (``un**believ**able``) does not make two of it
    joined = _INSIDE_WORD.sub("", masked(text, syntax))
    return sum(bool(_LETTER.search(word)) for word in _SPACES.split(joined))


def has_words(text: str, syntax: Syntax) -> bool:
    """Say whether there is anything to translate.

    >>> has_words("{ref}`top`", Syntax.MYST), has_words("<https://a.org>", Syntax.MYST)
    (False, False)
    """
    return bool(_LETTER.search(masked(text, syntax)))


# -- A message in the pseudo-language: accented letters, brackets, a longer text ----------------
# The letters are the mark: no English letter is left in what a catalog holds, so an English word
# in a page of this language came from elsewhere.

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTERS = str.maketrans(_PLAIN, "áƀçđéƒĝĥíĵķłḿñöþɋŕšţûṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶŁḾÑÖÞǪŔŠŢÛṼŴẊÝŽ")
# Dates are written with these, whatever other placeholders a text has.
_DATE = re.compile(r"%[-_#]?[A-Za-z]")
# Translators translate these attributes of HTML within a text.
_TAG_WORDS = re.compile(r"\s(?:alt|title|aria-label)=(?P<quote>[\"'])(?P<words>[^&]*?)(?P=quote)")
_RST_ROLE = re.compile(r"(?<![\w:.+-]):[a-zA-Z][\w:.+-]*:`")
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

    :param syntax: how it is written; what is markup stays.
    :param definitions: the names of the link definitions of its page.

    >>> pseudo("Hello world", Syntax.WORDS)
    '[Ĥéłłö ŵöŕłđ ·····]'
    >>> pseudo("See the [guide](guide.md).", Syntax.MYST)
    '[Šéé ţĥé [ĝûíđé](guide.md). ······]'
    """
    if definitions:
        text = _SHORTCUT.sub(lambda found: _named(found, definitions), text)
    pairs = list(zip(text, _is_markup(text, syntax), strict=True))
    letters = "".join(one if kept else one.translate(_LETTERS) for one, kept in pairs)
    count = sum(not kept and bool(_LETTER.match(one)) for one, kept in pairs)
    if not count or is_pseudo(text):
        return text
    end = _END.search(letters)
    cut = end.start() if end else len(letters)
    start = len(letters) - len(letters.lstrip())
    return f"{letters[:start]}{_OPEN}{letters[start:cut]}{_filler(count)}{_CLOSE}{letters[cut:]}"


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


def _is_markup(text: str, syntax: Syntax) -> list[bool]:
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
