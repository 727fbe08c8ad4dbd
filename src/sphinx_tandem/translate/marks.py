"""Two invisible characters that say "this text is not in the page's language".

A title that has no translation is copied to many places as plain text: the
navigation, the breadcrumbs, the links of other pages, the heading of a list of
posts.  Elements are lost on those ways, characters are not.  So the text itself
carries its language, between two Unicode noncharacters that the standard keeps
for a program's internal use (U+FDD0 to U+FDEF), and :mod:`sphinx_tandem.finish`
turns them into ``lang`` attributes when the page is written.  Whatever is
written elsewhere (search index, feeds, inventories) calls :func:`strip`.
"""

from __future__ import annotations

import re

START = "\ufdd0"
END = "\ufdd1"

_TAG = re.compile(r"""<(?:!--.*?--|(?:"[^"]*"|'[^']*'|[^'">])*)>""", re.DOTALL)
# Elements whose content is text only: a mark in them cannot become an element.
_TEXT_ONLY = ("title", "script", "style", "textarea", "option")


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

    :param html: the page.
    :param tag: the source language as BCP 47 writes it.
    """
    if START not in html and END not in html:
        return html
    opening = f'<span lang="{tag}">'
    parts: list[str] = []
    position = 0
    text_only = ""

    def text(chunk: str) -> str:
        if text_only:
            return strip(chunk)
        return chunk.replace(START, opening).replace(END, "</span>")

    for match in _TAG.finditer(html):
        parts.append(text(html[position : match.start()]))
        found = match.group()
        parts.append(strip(found))
        position = match.end()
        name = found[1:].split(None, 1)[0].rstrip(">").lower() if len(found) > 2 else ""
        if text_only:
            if name == f"/{text_only}":
                text_only = ""
        elif name in _TEXT_ONLY:
            text_only = name
    parts.append(text(html[position:]))
    return "".join(parts)
