"""Where a page shows each of its passages: the element, counted among those of its name.

While a page is written, marks say where its passages begin (see
:mod:`sphinx_tandem.marks`).  Here they are read and taken out, so that the page
that readers get carries nothing: a script can count as well as we can.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

from ..translate import marks

_TOKEN = re.compile(
    f"{marks.PASSAGE.pattern}|[{marks.START}{marks.END}]|<!--.*?-->|"
    r"""<(/?)([a-zA-Z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>""",
    re.DOTALL,
)
_MATHS = re.compile(r"""\bclass=["'][^"']*\bmath\b""")
_ALT = re.compile(r"""\balt=(?:"([^"]*)"|'([^']*)')""")
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
# Elements within a text.  A passage is the whole that they are part of.
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|"
    "time|tt|u|var"
)
# How many letters tell one passage from others; a script compares as many.
_LETTERS = 32
# A text has so many characters for each letter at most, or is not looked at.
_SPARSE = 4


@dataclass(frozen=True)
class Place:
    """The element that shows a passage.

    :param tag: its name.
    :param ordinal: its place among the elements of that name, from 0.
    :param words: its first letters, by which a script knows it again; ``""`` for none.
    """

    tag: str
    ordinal: int
    words: str


@dataclass(eq=False)
class _Element:
    tag: str
    ordinal: int
    start: int
    end: int = -1
    alt: str = ""


@dataclass
class _Page:
    """What is known of a page up to a place in it."""

    count: Counter[str] = field(default_factory=Counter)
    open: list[_Element] = field(default_factory=list)
    chunks: list[str] = field(default_factory=list)
    length: int = 0
    maths: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    shown: list[tuple[int, tuple[_Element, ...]]] = field(default_factory=list)
    all: list[_Element] = field(default_factory=list)

    def add_text(self, chunk: str) -> None:
        if chunk:
            chunk = unescape(chunk)
            self.chunks.append(chunk)
            self.length += len(chunk)

    def start(self, tag: str, attributes: str = "") -> None:
        element = _Element(tag, self.count[tag], self.length)
        self.count[tag] += 1
        self.all.append(element)
        if tag == "img" and (alt := _ALT.search(attributes)):
            element.alt = unescape(alt[1] or alt[2] or "")
        if _MATHS.search(attributes):
            self.maths.append(self.length)
        if not _VOID.fullmatch(tag):
            self.open.append(element)
        if self.waiting and tag != "a":  # a link around an image is not the image
            self.shown += [(number, (element,)) for number in self.waiting]
            self.waiting = []

    def end(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open):
            while True:
                element = self.open.pop()
                element.end = self.length
                if element.tag == tag:
                    break

    def words(self, element: _Element, text: str) -> str:
        """Return the first letters of an element, up to a formula, which scripts rewrite."""
        if element.tag == "img":
            return _first_letters(element.alt)
        end = element.end if element.end >= 0 else len(text)
        maths = (place for place in self.maths if element.start <= place < end)
        return _first_letters(text[element.start : min(next(maths, end), end)])


def find(
    html: str, page: int, texts: Callable[[Collection[int]], Mapping[int, str]] = lambda placed: {}
) -> tuple[str, list[tuple[int, Place]]]:
    """Return the text of a page without marks, and where it shows its passages.

    :param html: the text of a page, with marks.
    :param page: the number of the page in its own marks; those of others are dropped.
    :param texts: gets the numbers of the passages that have a mark, and returns what the
        page shows of the others, by which they are known.
    :returns: the text, and the passages' numbers and places in the order of the page.
    """
    found = _read(html, page)
    text = "".join(found.chunks)
    chosen = list(_chosen(found.shown))
    chosen += _unmarked(found, text, chosen, texts({number for number, _element in chosen}))
    places = [
        (number, Place(element.tag, element.ordinal, found.words(element, text)))
        for number, element in chosen
    ]
    return marks.without_passages(html), places


def _unmarked(
    found: _Page, text: str, chosen: list[tuple[int, _Element]], texts: Mapping[int, str]
) -> Iterator[tuple[int, _Element]]:
    """Yield the passages without a mark whose text is all that some element shows."""
    taken = {element for _number, element in chosen}
    wanted = {_letters(shown): number for number, shown in texts.items()}
    wanted.pop("", None)
    for element in found.all if wanted else ():
        length = element.end - element.start
        if element not in taken and 0 < length < max(map(len, wanted)) * _SPARSE:
            number = wanted.get(_letters(text[element.start : element.end]))
            if number is not None:
                taken.add(element)
                wanted = {shown: other for shown, other in wanted.items() if other != number}
                yield number, element
        if not wanted:
            break


def _read(html: str, page: int) -> _Page:
    found = _Page()
    position = 0
    for token in _TOKEN.finditer(html):
        found.add_text(html[position : token.start()])
        position = token.end()
        kind, digits, closing, name, attributes = token.groups()
        if kind:
            # Nine digits at least: others cannot be ours.
            if len(digits) > 8 and (place := marks.passage_of(digits))[0] == page:
                if kind == marks.NEXT:
                    found.waiting.append(place[1])
                else:
                    found.shown.append((place[1], tuple(found.open)))
        elif token[0] == marks.START:
            found.start("span")
        elif token[0] == marks.END:
            found.end("span")
        elif name and closing:
            found.end(name.lower())
        elif name:
            found.start(name.lower(), attributes)
    found.add_text(html[position:])
    return found


def _chosen(
    shown: list[tuple[int, tuple[_Element, ...]]],
) -> Iterator[tuple[int, _Element]]:
    """Yield for each passage the largest element that begins with it and shows no other text."""
    texts = [(number, around, _text_elements(around)) for number, around in shown if around]
    owners: dict[_Element, set[int]] = {}
    for number, _around, elements in texts:
        for element in elements:
            owners.setdefault(element, set()).add(number)
    begun: dict[_Element, int] = {}
    for number, around, elements in texts:
        for element in around:
            begun.setdefault(element, number)
        own = (e for e in elements if len(owners[e]) == 1 and begun[e] == number)
        yield number, next(own, elements[-1])


def _text_elements(around: tuple[_Element, ...]) -> tuple[_Element, ...]:
    """Return the innermost block and the elements in its text that lead to a place."""
    blocks = [place for place, element in enumerate(around) if not _INLINE.fullmatch(element.tag)]
    return around[blocks[-1] if blocks else 0 :]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _first_letters(text: str) -> str:
    return "".join(islice(filter(str.isalnum, text), _LETTERS))
