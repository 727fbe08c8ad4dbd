"""Two invisible characters that say "this text is not in the page's language".

A title that has no translation is copied to many places as plain text: the
navigation, the breadcrumbs, the links of other pages, the heading of a list of
posts.  Elements are lost on those ways, characters are not.  So the text itself
carries its language, between two Unicode noncharacters that the standard keeps
for a program's internal use (U+FDD0 to U+FDEF), and :mod:`sphinx_tandem.pages.finish`
turns them into ``lang`` attributes when the page is written.  Whatever is
written elsewhere (search index, feeds, inventories) calls :func:`strip`.

A second kind of mark says which passage of its page begins at a place; it lives
only while a page is being written.
"""

from __future__ import annotations

import re

from ..text.html import pieces

START = "\ufdd0"
END = "\ufdd1"
#: Before a passage's text, and before an element that shows a passage as a whole.
HERE = "\ufdd2"
NEXT = "\ufdd3"
_DIGITS = {f"{digit:x}": chr(0xFDE0 + digit) for digit in range(16)}
_VALUES = {ord(sign): digit for digit, sign in _DIGITS.items()}
PASSAGE = re.compile(f"([{HERE}{NEXT}])([\ufde0-\ufdef]*)")

# Elements whose content is text only: a mark in them cannot become an element.
_TEXT_ONLY = frozenset("title script style textarea option".split())


def wrap(text: str) -> str:
    """Mark *text* as standing in the site's source language."""
    return f"{START}{text}{END}"


def passage(page: int, number: int, kind: str = HERE) -> str:
    """Return the mark of a passage.

    :param page: what tells its page from others, in 32 bits.
    :param number: its place among the passages of its page.
    :param kind: :data:`HERE` or :data:`NEXT`.
    """
    return kind + "".join(_DIGITS[digit] for digit in f"{page:08x}{number:x}")


def passage_of(digits: str) -> tuple[int, int]:
    """Return the page and the number that the digits of a mark hold."""
    text = digits.translate(_VALUES)
    return int(text[:8], 16), int(text[8:], 16)


def strip(text: str) -> str:
    """Return *text* without marks."""
    return without_passages(text).replace(START, "").replace(END, "")


def without_passages(text: str) -> str:
    """Return *text* without marks of passages."""
    return PASSAGE.sub("", text) if HERE in text or NEXT in text else text


def is_marked(text: str) -> bool:
    """Say whether *text* holds a mark."""
    return START in text


def to_html(html: str, tag: str) -> str:
    """Turn the marks of a finished page into ``<span lang="…">``.

    Marks in attributes, and in elements that hold text only, are dropped.

    :param html: the page.
    :param tag: the source language as BCP 47 writes it.
    """
    html = without_passages(html)
    if START not in html and END not in html:
        return html
    opening = f'<span lang="{tag}">'
    return "".join(
        (strip(text) if is_text_only else text.replace(START, opening).replace(END, "</span>"))
        + strip(found)
        for text, found, _name, is_text_only in pieces(html, _TEXT_ONLY)
    )
