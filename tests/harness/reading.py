"""What a reader reads on a page."""

from __future__ import annotations

from lxml import html


def text_of(element: html.HtmlElement) -> str:
    """Return what a reader reads in an element, with single spaces."""
    return " ".join(element.text_content().split())


def language_of(element: html.HtmlElement | None) -> str:
    """Return the language in which a screen reader reads an element."""
    while element is not None:
        if element.get("lang"):
            return str(element.get("lang"))
        element = element.getparent()
    return ""
