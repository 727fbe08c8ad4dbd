"""Invisible characters that say "this text is not in the page's language".

A title that has no translation, or one from another language, is copied to many places
as plain text: the navigation, the breadcrumbs, the links of other pages, the heading of a
list of posts.  Elements are lost on those ways, characters are not.  So the text itself
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

from ..site import direction
from ..text.html import VOID, pieces

START = "\ufdd0"
END = "\ufdd1"
#: Begins a text of the interface that is in English, whatever the source language is.
ENGLISH = "\ufdd2"
_TAG = re.compile(f"{START}([\U000e0020-\U000e007f]*)")
_MARK = re.compile(rf"{_TAG.pattern}|{ENGLISH}|{END}")
# … as JSON writes them in ASCII.
_IN_JSON = re.compile(r"\\ufdd0(?:\\udb40\\udc[0-9a-f]{2})*|\\ufdd[12]")

# Elements whose content is text only: a mark in them cannot become an element.
_TEXT_ONLY = frozenset("title script style textarea option".split())
# Elements that end where the next one begins.
_ENDED_BY_THE_NEXT = frozenset("p li dt dd option tr td th".split())
_LANG = re.compile(r"\slang\s*=")
# An English attribute for scripts.
_DATA = re.compile(
    rf"""(\s(data-[\w-]+)=(?:"[^"{ENGLISH}]*{ENGLISH}[^"]*"|'[^'{ENGLISH}]*{ENGLISH}[^']*'))"""
)


def start(tag: str = "") -> str:
    """Return the mark before a text.

    :param tag: its language as BCP 47 writes it; ``""`` for the site's source language.
    """
    return START + "".join(chr(0xE0000 + ord(letter)) for letter in tag)


def wrap(text: str, tag: str = "") -> str:
    """Mark *text* as being in the site's source language, or in the language of a tag."""
    return f"{start(tag)}{text}{END}"


def english(text: str) -> str:
    """Mark *text* as a text of the interface that is in English."""
    return f"{ENGLISH}{text}{END}"


def is_english(text: str) -> bool:
    """Say whether *text* contains a text of the interface that is in English."""
    return ENGLISH in text


def strip(text: str) -> str:
    """Return *text* without marks."""
    return _MARK.sub("", text)


def strip_json(text: str) -> str:
    """Return a text that holds JSON without marks, written as they are or as escapes."""
    return _IN_JSON.sub("", strip(text))


def is_marked(text: str) -> bool:
    """Say whether *text* contains a mark."""
    return START in text


def tag_of(text: str, source: str) -> str:
    """Return the language of the first mark in *text*.

    :param source: the tag of the source language.
    """
    found = _TAG.search(text)
    return _read(found[1]) if found and found[1] else source


def _read(tag: str) -> str:
    return "".join(chr(ord(letter) - 0xE0000) for letter in tag)


def to_html(html: str, tag: str, page: str = "") -> str:
    """Turn the marks of a finished page into ``<span lang="…">``.

    Marks of the source language in attributes, and all marks in elements that contain text only,
    are dropped.  An English attribute gives its element the language, see
    :class:`_EnglishAttributes`.

    :param tag: the source language as BCP 47 writes it.
    :param page: the language of the page.
    """
    if not any(mark in html for mark in (START, ENGLISH, END)):
        return html

    def opening(mark: re.Match[str]) -> str:
        return f"<span {_attributes(_read(mark[1]) or tag, page)}>"

    english = f"<span {_attributes('en', page)}>"
    elements = _EnglishAttributes(page)
    parts = []
    for text, found, name, is_text_only in pieces(html, _TEXT_ONLY):
        shown = strip(text) if is_text_only else elements.text(text)
        shown = _TAG.sub(opening, shown).replace(ENGLISH, english)
        parts += [shown.replace(END, "</span>"), elements.tag(found, name)]
    return "".join(parts)


def _attributes(tag: str, page: str) -> str:
    """Return the attributes that say in which language, and direction, an element is."""
    there, here = direction(tag), direction(page or tag)
    return f'lang="{escape(tag)}"' + (f' dir="{there}"' if there != here else "")


class _EnglishAttributes:
    """Says of each element with an English attribute, such as ``aria-label``, that it is English.

    Only an element has a language, an attribute has none of its own.  So what is within
    such an element is marked as being in the language of the page again: each element there,
    and each text.  What a script reads, ``data-…``, gets an attribute for its language instead.

    :param page: the language of the page; where it is ``""``, nothing is marked.
    """

    def __init__(self, page: str) -> None:
        # A direction would turn the order of what is within, and what is typed there.
        self._english, self._own = 'lang="en"', f'lang="{page}"'
        self._page = page
        # The names of the elements that are open, and whether each is English, from the first
        # one with an English attribute on.
        self._open: list[tuple[str, bool]] = []

    def text(self, text: str) -> str:
        """Return a text with the marks that it needs where it is."""
        if not (self._open and self._open[-1][1]) or not text.strip() or ENGLISH in text:
            return text
        return f"<span {self._own}>{text}</span>"

    def tag(self, tag: str, name: str) -> str:
        """Return a tag with the attributes that it needs where it is."""
        if not self._page or not (self._open or ENGLISH in tag):
            return strip(tag)
        if name.startswith("/"):
            self._close(name[1:])
            return strip(tag)
        if not name:
            return strip(tag)
        if self._open and self._open[-1][0] == name and name in _ENDED_BY_THE_NEXT:
            self._open.pop()
        within = bool(self._open and self._open[-1][1])
        tag, is_english = self._named(tag)
        if _LANG.search(tag) is None and (is_english or within):
            end = -2 if tag.endswith("/>") else -1
            tag = f"{tag[:end].rstrip()} {self._english if is_english else self._own}{tag[end:]}"
        if name not in VOID and not tag.endswith("/>") and (self._open or is_english):
            self._open.append((name, is_english))
        return tag

    def _named(self, tag: str) -> tuple[str, bool]:
        """Return a tag without marks, and whether one of its attributes is English."""
        tag = _DATA.sub(lambda found: f'{strip(found[1])} {found[2]}-lang="en"', tag)
        return strip(tag), ENGLISH in tag and _LANG.search(tag) is None

    def _close(self, name: str) -> None:
        places = [place for place, (opened, _) in enumerate(self._open) if opened == name]
        if places:
            del self._open[places[-1] :]
