"""The texts that a page shows or reads out to people, with the lines on which they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree

_VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    )
)
# Programs read these, or they are the same in every language.
_SILENT = frozenset(
    ["script", "style", "template", "code", "pre", "kbd", "samp", "var", "math", "data"]
)
_ATTRIBUTES = (
    *("alt", "title", "placeholder", "label", "summary"),
    *("aria-label", "aria-description", "aria-roledescription", "aria-valuetext"),
    *("data-bs-title", "data-bs-content", "data-content", "data-label"),
)
_META = re.compile(r"description|keywords|(?:og|twitter):(?:title|description|site_name|image:alt)")
_BUTTONS = ("submit", "button", "reset")
# Classes of texts that are code or formulas, and of a page that speaks every language.
_SILENT_CLASSES = frozenset({"math", "highlight", "tandem-404"})
_FEED_TEXTS = frozenset(
    (
        *("name", "title", "subtitle", "summary", "content", "rights"),
        *("ShortName", "LongName", "Description"),
    )
)
_TITLES = re.compile(r'(?:"titles"|titles):(\[.*?\])(?=[,}])')


@dataclass(frozen=True)
class Shown:
    """One text.

    :param words: the text of one element, without its children.
    :param line: its line in the file.
    :param is_name: whether it is marked as the same in every language.
    """

    words: str
    line: int = 1
    is_name: bool = False


class _Kind(Enum):
    """What is done with the texts of an element."""

    READ = "read"
    NAME = "name"
    SILENT = "silent"


@dataclass(frozen=True)
class _Element:
    """An open element; its texts begin at a place of the list of all texts."""

    tag: str
    kind: _Kind
    start: int
    address: str


class _Page(HTMLParser):
    """Collects the texts of a page.

    :param source: the language that the site is written in: what is marked as
        standing in it was not translated.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self._source = source
        self._open: list[_Element] = []
        self.found: list[Shown] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, and read its attributes."""
        given = {name: value or "" for name, value in attrs}
        kind = self._kind(tag, given)
        if kind is _Kind.READ:
            self._read_attributes(tag, given)
        if tag not in _VOID:
            address = unquote(given.get("href", "")) if tag == "a" else ""
            self._open.append(_Element(tag, kind, len(self.found), address))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read an element that closes itself, as those of drawings do."""
        given = {name: value or "" for name, value in attrs}
        if self._kind(tag, given) is _Kind.READ:
            self._read_attributes(tag, given)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those within it that nobody closed."""
        if any(tag == element.tag for element in self._open):
            while True:
                element = self._open.pop()
                if element.address:
                    self._leave_address(element)
                if element.tag == tag:
                    break

    def handle_data(self, data: str) -> None:
        """Note a text."""
        kind = self._open[-1].kind if self._open else _Kind.READ
        if kind is not _Kind.SILENT and data.strip():
            words = " ".join(data.split())
            self.found.append(Shown(words, self.getpos()[0], kind is _Kind.NAME))

    def _kind(self, tag: str, given: dict[str, str]) -> _Kind:
        around = self._open[-1].kind if self._open else _Kind.READ
        classes = given.get("class", "").split()
        language = "" if tag == "html" else given.get("lang", "")
        # With `hreflang` it is the name of a language, in that language.
        foreign = language and (language != self._source or "hreflang" in given)
        if around is _Kind.SILENT or tag in _SILENT or foreign:
            return _Kind.SILENT
        if not _SILENT_CLASSES.isdisjoint(classes):
            return _Kind.SILENT
        if given.get("translate", "").lower() == "no" or "notranslate" in classes:
            return _Kind.NAME
        return around

    def _read_attributes(self, tag: str, given: dict[str, str]) -> None:
        texts = [given[name] for name in _ATTRIBUTES if name in given]
        if tag == "meta" and _META.fullmatch(given.get("name") or given.get("property") or ""):
            texts.append(given.get("content", ""))
        if tag == "input" and given.get("type", "").lower() in _BUTTONS:
            texts.append(given.get("value", ""))
        line = self.getpos()[0]
        self.found += [Shown(" ".join(text.split()), line) for text in texts if text.strip()]

    def _leave_address(self, element: _Element) -> None:
        """Leave out the texts of a link that shows its own address, which may be cloaked."""
        shown = "".join(text.words for text in self.found[element.start :])
        if shown and " " not in shown and unquote(shown) in element.address:
            del self.found[element.start :]


def page_texts(html: str, source: str) -> list[Shown]:
    """Return the texts of a page: what it shows, its tooltips, labels and descriptions.

    Code, formulas, what is marked as not to be translated, and what is marked as
    standing in a third language are left out.

    :param html: the page.
    :param source: the code of the language that the site is written in.
    """
    page = _Page(source.replace("_", "-"))
    page.feed(html)
    page.close()
    return page.found


def feed_texts(xml: str, source: str) -> Iterator[Shown]:
    """Yield the texts of a feed, or of another file for programs that show it to people."""
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314 (our own build has just written it)
    except ElementTree.ParseError:
        return
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name == "category":
            yield Shown(" ".join(element.get("label", "").split()))
        text = element.text or ""
        if not text.strip() or len(element):
            continue
        if element.get("type") in ("html", "xhtml"):
            yield from (Shown(found.words) for found in page_texts(text, source))
        elif name in _FEED_TEXTS:
            yield Shown(" ".join(text.split()), is_name=name == "name")


def index_texts(script: str) -> Iterator[Shown]:
    """Yield the titles that the search shows."""
    if found := _TITLES.search(script):
        try:
            titles = json.loads(found[1])
        except ValueError:
            return
        yield from (Shown(str(title)) for title in titles if title)
