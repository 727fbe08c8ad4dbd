"""Reads the HTML tags of a message, and writes them again as every browser reads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from .formulas import as_words

_TRANSLATABLE_ATTRIBUTES = frozenset({"alt", "title", "aria-label"})
_VOID = frozenset(
    ["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_TAG = re.compile(r"<[a-zA-Z/](?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>")
# What a browser reads as the start of a tag, a comment or an instruction.
# What a tag begins with once it is text: no browser reads one there.
_DEFUSED = "<\u2060"
_TAG_START = re.compile(r"<(?=[a-zA-Z/!?])")


@dataclass(frozen=True)
class Tag:
    """One HTML tag without the attributes that a translator writes."""

    name: str
    closing: bool
    attributes: frozenset[tuple[str, str | None]]


class _TagReader(HTMLParser):
    """Reads one tag, or finds that the text is no single tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.words: list[tuple[str, str]] = []
        self.other = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fixed = frozenset((k, v) for k, v in attrs if k not in _TRANSLATABLE_ATTRIBUTES)
        self.words = [(k, v or "") for k, v in attrs if k in _TRANSLATABLE_ATTRIBUTES]
        self.tags.append(Tag(tag, False, fixed))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(Tag(tag, True, frozenset()))

    def handle_data(self, data: str) -> None:
        self.other = True

    def handle_comment(self, data: str) -> None:
        self.other = True

    def handle_decl(self, decl: str) -> None:
        self.other = True

    def handle_pi(self, data: str) -> None:
        self.other = True

    def unknown_decl(self, data: str) -> None:
        self.other = True


def read_tag(html: str) -> tuple[Tag, str] | None:
    """Read one tag; return it with its safely rewritten form, or ``None``.

    The rewritten form has every attribute quoted and escaped, so that no browser
    reads it in another way than we did.
    """
    reader = _TagReader()
    reader.feed(html)
    reader.close()
    names = {tag.name for tag in reader.tags}
    if reader.other or len(names) != 1 or not reader.tags:
        return None
    tag = reader.tags[0]  # `<br/>` is read as a start and an end
    if tag.closing:
        return tag, f"</{tag.name}>"
    attributes = [*sorted(tag.attributes, key=lambda pair: pair[0]), *reader.words]
    written = "".join(f" {k}" if v is None else f' {k}="{escape(v)}"' for k, v in attributes)
    return tag, f"<{tag.name}{written}>"


def balanced(tags: Iterable[Tag]) -> bool:
    """Say whether every element that is opened is closed, in its order."""
    opened: list[str] = []
    for tag in tags:
        if tag.name in _VOID:
            continue
        if not tag.closing:
            opened.append(tag.name)
        elif not opened or opened.pop() != tag.name:
            return False
    return not opened


def plain_text(english: str, translated: str) -> str:
    """Return a translation that is used as it stands, without HTML that its English lacks.

    Themes write such texts (a title in a toctree, a tag of the blog) into pages as they
    are or escaped.  An invisible character after ``<`` serves both: it is no tag then.
    """
    parts = _split_at_held_tags(english, translated)
    parts[::2] = [_without_tags(text) for text in parts[::2]]
    return "".join(parts)


def is_refused(text: str) -> bool:
    """Say whether a text that was made plain held a tag that its English lacks."""
    return _DEFUSED in text


def setting_text(english: str, translated: str) -> str:
    """Return the translation of a setting as plain text that may stand in an attribute.

    A theme may put a setting between straight quotation marks; one that the English
    lacks becomes a curly one.
    """
    marks = _TAG.sub("", english)
    parts = _split_at_held_tags(english, translated)
    for place in range(0, len(parts), 2):
        text = _without_tags(parts[place])
        if '"' not in marks:
            text = re.sub(r'"([^"]*)"', "“\\1”", text).replace('"', "”")
        if "'" not in marks:
            text = text.replace("'", "’")
        parts[place] = text
    return "".join(parts)


def _split_at_held_tags(english: str, translated: str) -> list[str]:
    """Return text, tag, text, … with the tags that the English holds, safely written."""
    held = Counter(read[0] for tag in _TAG.findall(english) if (read := read_tag(tag)))
    kept: list[Tag] = []
    parts: list[str] = []
    position = 0
    for found in _TAG.finditer(translated):
        read = read_tag(found.group())
        if read is None or held[read[0]] < 1:
            continue
        held[read[0]] -= 1
        kept.append(read[0])
        parts += [translated[position : found.start()], read[1]]
        position = found.end()
    parts.append(translated[position:])
    return parts if balanced(kept) else [translated]


def _without_tags(text: str) -> str:
    return as_words(_TAG_START.sub(_DEFUSED, text))
