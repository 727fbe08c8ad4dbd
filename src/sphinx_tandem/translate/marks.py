"""Two invisible characters that say "this text is not in the page's language".

A title that has no translation is copied to many places as plain text: the
navigation, the breadcrumbs, the links of other pages, the heading of a list of
posts.  Elements are lost on those ways, characters are not.  So the text itself
carries its language, between two Unicode noncharacters that the standard keeps
for a program's internal use (U+FDD0 to U+FDEF), and :mod:`sphinx_tandem.pages.finish`
turns them into ``lang`` attributes when the page is written.  Whatever is
written elsewhere (search index, feeds, inventories) calls :func:`strip`.
"""

from __future__ import annotations

from ..text.html import pieces

START = "\ufdd0"
END = "\ufdd1"

# Elements whose content is text only: a mark in them cannot become an element.
_TEXT_ONLY = frozenset("title script style textarea option".split())


def wrap(text: str) -> str:
    """Mark *text* as standing in the site's source language."""
    return f"{START}{text}{END}"


def strip(text: str) -> str:
    """Return *text* without marks."""
    return text.replace(START, "").replace(END, "")


def is_marked(text: str) -> bool:
    """Say whether *text* holds a mark."""
    return START in text


def to_html(html: str, tag: str) -> str:
    """Turn the marks of a finished page into ``<span lang="…">``.

    Marks in attributes, and in elements that hold text only, are dropped.

    :param tag: the source language as BCP 47 writes it.
    """
    if START not in html and END not in html:
        return html
    opening = f'<span lang="{tag}">'
    return "".join(
        (strip(text) if is_text_only else text.replace(START, opening).replace(END, "</span>"))
        + strip(found)
        for text, found, _name, is_text_only in pieces(html, _TEXT_ONLY)
    )
