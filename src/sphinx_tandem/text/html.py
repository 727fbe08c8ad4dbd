"""Reads the HTML tags of a message, and writes them again as every browser reads them."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from .masking import as_words

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


# -- Moves a piece of HTML from the page that it was written for to another place ---------------

_START_TAG = re.compile(r"""<[a-zA-Z](?:"[^"]*"|'[^']*'|[^'">])*>""")
_ATTRIBUTE = re.compile(r"""(\s)([a-zA-Z:-]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)')""")
_ID = re.compile(r"""\sid=["']([^"']*)["']""")
_ADDRESSES = ("href", "src", "poster", "data", "cite")
_IDS = ("id", "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
_BLOCKS = ("p", "div", "li", "ul", "ol", "br", "tr", "pre", "blockquote", "dt", "dd", "figure")
_SILENT = ("script", "style", "template")


def _map_attributes(html: str, change: Callable[[str, str], str]) -> str:
    """Return *html* with every attribute's value changed by ``change(name, value)``."""

    def attribute(match: re.Match[str]) -> str:
        space, name, equals, double, single = match.groups()
        value = double if double is not None else single
        changed = change(name.lower(), unescape(value))
        return (
            match[0] if changed == unescape(value) else f'{space}{name}{equals}"{escape(changed)}"'
        )

    return _START_TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)


def _map_addresses(html: str, change: Callable[[str], str]) -> str:
    def address(name: str, value: str) -> str:
        if name in _ADDRESSES:
            return change(value)
        if name == "srcset":
            found = (part.split(None, 1) for part in value.split(",") if part.strip())
            return ", ".join(" ".join([change(first), *rest]) for first, *rest in found)
        return value

    return _map_attributes(html, address)


def absolute(html: str, url: str) -> str:
    """Make every address absolute.

    :param html: HTML that was written for a page.
    :param url: the public address of that page.
    """
    return _map_addresses(html, lambda address: urljoin(url, address))


def with_folds_open(html: str) -> str:
    """Open whatever a reader would have to open: on paper nobody can.

    >>> with_folds_open('<details name="tabs"><summary>More</summary></details>')
    '<details open><summary>More</summary></details>'
    """

    def fold(tag: re.Match[str]) -> str:
        if not re.match(r"<details[\s>]", tag[0], re.IGNORECASE):
            return tag[0]
        # Of those that share a name, a browser would open one alone.
        kept = re.sub(r"""\s(?:open|name)(?:\s*=\s*(?:"[^"]*"|'[^']*'))?(?=[\s>])""", "", tag[0])
        return f"{kept[:-1]} open>"

    return _START_TAG.sub(fold, html)


def moved(
    html: str, page: str, place: str, *, with_anchors: bool = False, elsewhere: str = ""
) -> str:
    """Make every relative address right for another page of the same site.

    :param html: HTML that was written for a page.
    :param page: the path of that page under the site's root.
    :param place: the path of the page on which the HTML is to stand.
    :param with_anchors: whether a link to an anchor that the HTML holds stays a link
        within it; otherwise it leads to the page that the HTML was written for.
    :param elsewhere: the page to which it leads instead, where that is not the one.
    """
    held = set(_ID.findall(html)) if with_anchors else set()

    def change(address: str) -> str:
        parts = urlsplit(address)
        if address.startswith("#") and address[1:] in held:
            return address
        if parts.scheme or parts.netloc or address.startswith("/"):
            return address
        target = (
            posixpath.join(posixpath.dirname(page), parts.path) if parts.path else elsewhere or page
        )
        is_folder = target.endswith("/")
        target = posixpath.normpath(target) + ("/" if is_folder else "") if target else ""
        rest = ("?" + parts.query if parts.query else "") + (
            "#" + parts.fragment if parts.fragment else ""
        )
        return (_relative(place, target) + rest) or "#"

    return _map_addresses(html, change)


def _relative(page: str, target: str) -> str:
    """Return the address of a page as seen from another; a folder's ends with a slash."""
    if target.startswith("/") or target == page:
        return "" if target == page else target
    path = posixpath.relpath(target or ".", posixpath.dirname(page) or ".")
    return path + "/" * (not target or target.endswith("/"))


def with_own_ids(html: str, prefix: str) -> str:
    """Give every id a prefix, so that none is repeated on a page with several pieces."""
    held = set(_ID.findall(html))

    def change(name: str, value: str) -> str:
        if name == "href" and value.startswith("#") and value[1:] in held:
            return f"#{prefix}{value[1:]}"
        if name not in _IDS:
            return value
        return " ".join(prefix + part for part in value.split())

    return _map_attributes(html, change)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def words_of(html: str) -> str:
    """Return the words of a piece of HTML, with one space between paragraphs."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.parts).split())


# -- The words in a block of raw HTML: found, and replaced, without touching its tags -----------

_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<name>/?[a-zA-Z][^\s/>]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>", re.DOTALL
)
_WORDS = re.compile(
    r"(?P<key>\s(?:alt|title|label|aria-(?:label|description|placeholder|roledescription)|placeholder)\s*=\s*)(?P<quote>[\"'])(?P<text>.*?)(?P=quote)",
    re.DOTALL | re.IGNORECASE,
)
_BUTTON = re.compile(r"\stype\s*=\s*[\"']?(?:button|submit|reset)\b", re.IGNORECASE)
_BUTTON_WORDS = re.compile(_WORDS.pattern.replace("(?:alt|", "(?:value|alt|"), _WORDS.flags)
_LETTER = re.compile(r"[^\W\d_]")
_NOT_WORDS = frozenset({"script", "style", "code", "pre", "svg", "math", "textarea"})


def replace_words(html: str, replace: Callable[[str, bool], str]) -> str:
    """Return *html* with its words replaced; the tags stay as they are.

    :param html: a block of raw HTML.
    :param replace: gets a text without entities, and whether it may hold marks
        (it stands in the page, not in an attribute); returns what stands there
        instead, which is then escaped.
    """
    parts: list[str] = []
    position = 0
    closed: str = ""
    for match in _TOKEN.finditer(html):
        parts.append(_text(html[position : match.start()], replace, skip=bool(closed)))
        position = match.end()
        tag, name = match.group(), (match["name"] or "").lower()
        if closed:
            closed = "" if name == f"/{closed}" else closed
        elif name in _NOT_WORDS:
            closed = name
        if name and not name.startswith("/"):
            is_button = name == "input" and _BUTTON.search(tag)
            words = _BUTTON_WORDS if is_button else _WORDS
            tag = words.sub(lambda found: _attribute(found, replace), tag)
        parts.append(tag)
    parts.append(_text(html[position:], replace, skip=bool(closed)))
    return "".join(parts)


def words(html: str) -> list[str]:
    """Return the texts of a block of raw HTML that have words in them, each once."""
    found: dict[str, None] = {}

    def note(text: str, _in_text: bool) -> str:
        found[text] = None
        return text

    replace_words(html, note)
    return list(found)


def _text(chunk: str, replace: Callable[[str, bool], str], *, skip: bool) -> str:
    text = " ".join(unescape(chunk).split())
    if skip or not _LETTER.search(text):
        return chunk
    start = chunk[: len(chunk) - len(chunk.lstrip())]
    end = chunk[len(chunk.rstrip()) :]
    return f"{start}{escape(replace(text, True), quote=False)}{end}"


def _attribute(found: re.Match[str], replace: Callable[[str, bool], str]) -> str:
    text = " ".join(unescape(found["text"]).split())
    if not _LETTER.search(text):
        return found.group()
    return f"{found['key']}{found['quote']}{escape(replace(text, False))}{found['quote']}"


# -- Pieces of HTML that several kinds of page have ---------------------------------------------

#: What keeps a page out of search engines.
NOINDEX = '<meta name="robots" content="noindex">'


def script_json(data: Mapping[str, Any]) -> str:
    """Return data as JSON that may stand in a ``script`` element: nothing in it can end one.

    >>> script_json({"text": "</script>"})
    '{"text": "\\\\u003c/script>"}'
    """
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def data_script(anchor: str, data: Mapping[str, Any]) -> str:
    """Return data for a script of a page: an element that no browser runs.

    :param anchor: the element's id.
    """
    return f'<script type="application/json" id="{escape(anchor)}">{script_json(data)}</script>\n'
