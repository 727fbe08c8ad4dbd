"""Reads the HTML tags of a message, and writes them again as every browser reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

_TRANSLATABLE_ATTRIBUTES = frozenset({"alt", "title", "aria-label"})
_VOID = frozenset(["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


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
