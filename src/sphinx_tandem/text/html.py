"""HTML in messages and on pages: tags read, words found, pieces moved to other pages.

Whoever looks for tags does it with a pattern of this file.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

#: A tag or a comment in a text, as CommonMark has it.
TAG = re.compile(
    r"<!--.*?-->|</?[A-Za-z][\w:-]*(?:\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>",
    re.DOTALL,
)
#: A tag that somebody typed, well or badly; another ``<`` is never in it.
TYPED_TAG = re.compile(r"<[a-zA-Z/](?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>")
#: What a browser reads as the start of a tag, a comment or an instruction.
TAG_START = re.compile(r"<(?=[a-zA-Z/!?])")
_REST = r"(?:\"[^\"]*\"|'[^']*'|[^'\">])*>"
#: A tag or a comment of a finished page; the name of a closing tag begins with ``/``.
PAGE_TAG = re.compile(rf"<!--.*?-->|<(?P<name>/?[a-zA-Z][^\s/>]*){_REST}", re.DOTALL)
#: The tag with which the body of a page begins.
BODY_TAG = re.compile(rf"<body\b{_REST}", re.IGNORECASE)

# Attributes whose values translators write.
_WORD_ATTRIBUTES = frozenset({"alt", "title", "aria-label"})
# Elements in which browsers read no tag but their own end.
_END_OF_TEXT = {
    name: re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title")
}
#: Elements that contain nothing, so that no tag closes them.
VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
_ELEMENTS = frozenset(
    """a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button
    canvas caption center cite code col colgroup data datalist dd del details dfn dialog div dl dt
    em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head
    header hr html i iframe img input ins kbd label legend li link main map mark marquee math menu
    meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt
    ruby s samp script section select slot small source span strike strong style sub summary sup
    svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video
    wbr""".split()
)


def is_html(tag: str) -> bool:
    """Say whether browsers know an element of this name, or could be taught one.

    ``<command>`` in the description of a command is none.
    """
    return tag.lower() in _ELEMENTS or "-" in tag or ":" in tag


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
        fixed = frozenset((k, v) for k, v in attrs if k not in _WORD_ATTRIBUTES)
        self.words = [(k, v or "") for k, v in attrs if k in _WORD_ATTRIBUTES]
        self.tags.append(Tag(tag, False, fixed))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(Tag(tag, True, frozenset()))

    def handle_data(self, data: str) -> None:
        self.other = True

    handle_comment = handle_pi = unknown_decl = handle_data

    def handle_decl(self, decl: str) -> None:
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


def pieces(html: str, closed: Collection[str]) -> Iterator[tuple[str, str, str, bool]]:
    """Yield each text of a page with the tag behind it; the last one has none.

    :param closed: the names of elements whose content is no HTML, or none of ours.
    :returns: text, tag, the tag's name in lower case (``/`` before that of a closing one),
        and whether the text is in one of those elements.
    """
    position, inside = 0, ""
    pattern = PAGE_TAG
    while match := pattern.search(html, position):
        name = f"/{inside}" if pattern is not PAGE_TAG else (match["name"] or "").lower()
        yield html[position : match.start()], match[0], name, bool(inside)
        position, pattern = match.end(), PAGE_TAG
        if inside:
            inside = "" if name == f"/{inside}" else inside
        elif name in closed:
            inside = name
            pattern = _END_OF_TEXT.get(name, PAGE_TAG)
    yield html[position:], "", "", bool(inside)


def balanced(tags: Iterable[Tag]) -> bool:
    """Say whether every element that is opened is closed, in its order."""
    opened: list[str] = []
    for tag in tags:
        if tag.name in VOID:
            continue
        if not tag.closing:
            opened.append(tag.name)
        elif not opened or opened.pop() != tag.name:
            return False
    return not opened


# -- A piece of HTML, moved from the page that it was written for to another place --------------

_ATTRIBUTE = re.compile(r"""(\s)([a-zA-Z:-]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)')""")
_ID = re.compile(r"""\sid=["']([^"']*)["']""")
_ADDRESSES = frozenset("href src poster data cite".split())
_IDS = frozenset("id for headers aria-labelledby aria-describedby aria-controls aria-owns".split())
_BLOCKS = frozenset("p div li ul ol br tr pre blockquote dt dd figure".split())
_SILENT = frozenset({"script", "style", "template"})


#: The scheme of an address that nobody can follow.
INVALID = "invalid"


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address; one that cannot be read leads to no place of the site.

    >>> parts_of("a/b.html#c").path, parts_of("http://[").scheme
    ('a/b.html', 'invalid')
    """
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult(INVALID, "", "", "", "")


def joined(url: str, address: str) -> str:
    """Return an address on a page as a whole one, or as it is where it cannot be read.

    :param url: the public address of the page.
    """
    return address if parts_of(address).scheme == INVALID else urljoin(url, address)


def _map_start_tags(html: str, change: Callable[[str], str]) -> str:
    """Return *html* with every tag that opens an element changed."""
    return PAGE_TAG.sub(
        lambda tag: tag[0] if tag[0].startswith(("</", "<!")) else change(tag[0]), html
    )


def _map_attributes(html: str, change: Callable[[str, str], str]) -> str:
    """Return *html* with every attribute's value changed by ``change(name, value)``."""

    def attribute(match: re.Match[str]) -> str:
        space, name, equals, double, single = match.groups()
        value = unescape(double if double is not None else single)
        changed = change(name.lower(), value)
        return match[0] if changed == value else f'{space}{name}{equals}"{escape(changed)}"'

    return _map_start_tags(html, lambda tag: _ATTRIBUTE.sub(attribute, tag))


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
    return _map_addresses(html, lambda address: joined(url, address))


def with_folds_open(html: str) -> str:
    """Open whatever a reader would have to open: on paper nobody can.

    >>> with_folds_open('<details name="tabs"><summary>More</summary></details>')
    '<details open><summary>More</summary></details>'
    """

    def fold(tag: str) -> str:
        if not re.match(r"<details[\s>]", tag, re.IGNORECASE):
            return tag
        # Of those that share a name, a browser would open one alone.
        kept = re.sub(r"""\s(?:open|name)(?:\s*=\s*(?:"[^"]*"|'[^']*'))?(?=[\s>])""", "", tag)
        return f"{kept[:-1]} open>"

    return _map_start_tags(html, fold)


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
        parts = parts_of(address)
        if address.startswith("#") and address[1:] in held:
            return address
        if parts.scheme or parts.netloc or address.startswith("/"):
            return address
        target = (
            posixpath.join(posixpath.dirname(page), parts.path) if parts.path else elsewhere or page
        )
        is_folder = target.endswith("/")
        target = posixpath.normpath(target) + ("/" if is_folder else "") if target else ""
        rest = urlunsplit(("", "", "", parts.query, parts.fragment))
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


def words_of(html: str) -> str:
    """Return the words of a piece of HTML, with one space between paragraphs."""
    parts: list[str] = []
    for text, _, name, is_closed in pieces(html, _SILENT):
        parts.append("" if is_closed else unescape(text))
        parts.append(" " if name.lstrip("/") in _BLOCKS else "")
    return " ".join("".join(parts).split())


# -- The words in a block of raw HTML: found, and replaced, without touching its tags -----------

_WORDS = re.compile(
    r"(?P<key>\s(?:alt|title|label|aria-(?:label|description|placeholder|roledescription)|placeholder)\s*=\s*)(?P<quote>[\"'])(?P<text>.*?)(?P=quote)",
    re.DOTALL | re.IGNORECASE,
)
_BUTTON = re.compile(r"\stype\s*=\s*[\"']?(?:button|submit|reset)\b", re.IGNORECASE)
_BUTTON_WORDS = re.compile(_WORDS.pattern.replace("(?:alt|", "(?:value|alt|"), _WORDS.flags)
_LETTER = re.compile(r"[^\W\d_]")
_NOT_WORDS = frozenset("script style code pre svg math textarea".split())


def replace_words(html: str, replace: Callable[[str, bool], str]) -> str:
    """Return *html* with its words replaced; the tags stay as they are.

    :param replace: gets a text without entities, and whether it may hold marks
        (it is in the page, not in an attribute); returns what is there
        instead, which is then escaped.
    """

    def attribute(found: re.Match[str]) -> str:
        text = " ".join(unescape(found["text"]).split())
        if not _LETTER.search(text):
            return found.group()
        return f"{found['key']}{found['quote']}{escape(replace(text, False))}{found['quote']}"

    parts: list[str] = []
    for chunk, tag, name, is_closed in pieces(html, _NOT_WORDS):
        text = " ".join(unescape(chunk).split())
        if is_closed or not _LETTER.search(text):
            parts.append(chunk)
        else:
            start = chunk[: len(chunk) - len(chunk.lstrip())]
            end = chunk[len(chunk.rstrip()) :]
            parts.append(f"{start}{escape(replace(text, True), quote=False)}{end}")
        is_opening = name and not name.startswith("/")
        is_button = name == "input" and _BUTTON.search(tag)
        pattern = _BUTTON_WORDS if is_button else _WORDS
        parts.append(pattern.sub(attribute, tag) if is_opening else tag)
    return "".join(parts)


def words(html: str) -> list[str]:
    """Return the texts of a block of raw HTML that have words in them, each once."""
    found: dict[str, None] = {}

    def note(text: str, _in_text: bool) -> str:
        found[text] = None
        return text

    replace_words(html, note)
    return list(found)


#: What keeps a page out of search engines.
NOINDEX = '<meta name="robots" content="noindex">'


def script_json(data: Mapping[str, Any]) -> str:
    """Return data as JSON that may be in a ``script`` element: nothing in it can end one.

    >>> script_json({"text": "</script>"})
    '{"text": "\\\\u003c/script>"}'
    """
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def data_script(anchor: str, data: Mapping[str, Any]) -> str:
    """Return data for a script of a page: an element with an id that no browser runs."""
    return f'<script type="application/json" id="{escape(anchor)}">{script_json(data)}</script>\n'
