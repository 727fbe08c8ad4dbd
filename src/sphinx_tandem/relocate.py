"""Moves a piece of HTML from the page that it was written for to another place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from sphinx.util.osutil import relative_uri

_TAG = re.compile(r"""<[a-zA-Z](?:"[^"]*"|'[^']*'|[^'">])*>""")
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

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)


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

    return _TAG.sub(fold, html)


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
        return (relative_uri(place, target) + rest) or "#"

    return _map_addresses(html, change)


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


def plain_text(html: str) -> str:
    """Return the words of a piece of HTML, with one space between paragraphs."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.parts).split())
