"""Invisible characters that say "this text is not in the page's language".

A title that has no translation, or one from another language, is copied to many places
as plain text: the navigation, the breadcrumbs, the links of other pages, the heading of a list of
posts.  Elements are lost on those ways, characters are not.  So the text itself
carries its language, between two Unicode noncharacters that the standard keeps
for a program's internal use (U+FDD0 to U+FDEF), and :mod:`sphinx_tandem.pages.finish`
turns them into ``lang`` attributes when the page is written.  Where the language is
not the site's first, its tag follows the first of them, in the tag characters that
Unicode has for it (U+E0020 to U+E007F).  Whatever is written elsewhere (search index,
feeds, inventories) calls :func:`strip`.
"""

from __future__ import annotations

import re
from html import escape

from ..text.html import pieces

START = "\ufdd0"
END = "\ufdd1"
_TAG = re.compile(f"{START}([\U000e0020-\U000e007f]*)")
_MARK = re.compile(rf"{_TAG.pattern}|{END}")
# … as JSON writes them in ASCII.
_IN_JSON = re.compile(r"\\ufdd0(?:\\udb40\\udc[0-9a-f]{2})*|\\ufdd1")

# Elements whose content is text only: a mark in them cannot become an element.
_TEXT_ONLY = frozenset("title script style textarea option".split())


def start(tag: str = "") -> str:
    """Return the mark before a text.

    :param tag: its language as BCP 47 writes it; ``""`` for the site's source language.
    """
    return START + "".join(chr(0xE0000 + ord(letter)) for letter in tag)


def wrap(text: str, tag: str = "") -> str:
    """Mark *text* as standing in the site's source language, or in that with a tag."""
    return f"{start(tag)}{text}{END}"


def strip(text: str) -> str:
    """Return *text* without marks."""
    return _MARK.sub("", text) if START in text or END in text else text


def strip_json(text: str) -> str:
    """Return JSON without marks."""
    return _IN_JSON.sub("", strip(text))


def is_marked(text: str) -> bool:
    """Say whether *text* holds a mark."""
    return START in text


def tag_of(text: str, source: str) -> str:
    """Return the language of the first mark in *text*.

    :param source: the tag of the source language.
    """
    found = _TAG.search(text)
    return _read(found[1]) if found and found[1] else source


def _read(tag: str) -> str:
    return "".join(chr(ord(letter) - 0xE0000) for letter in tag)


def to_html(html: str, tag: str) -> str:
    """Turn the marks of a finished page into ``<span lang="…">``.

    Marks in attributes, and in elements that hold text only, are dropped.

    :param tag: the source language as BCP 47 writes it.
    """
    if START not in html and END not in html:
        return html

    def opening(mark: re.Match[str]) -> str:
        return f'<span lang="{escape(_read(mark[1]) or tag)}">'

    return "".join(
        (strip(text) if is_text_only else _TAG.sub(opening, text).replace(END, "</span>"))
        + strip(found)
        for text, found, _name, is_text_only in pieces(html, _TEXT_ONLY)
    )
