"""What a reader reads on a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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


def search_files(folder: Path) -> dict[str, Any]:
    """Return the data of each file of a language's search index, by its name.

    :param folder: the root of the language.
    """
    found = {}
    for path in sorted(folder.glob("_search/*/*.js")):
        name, data = path.read_text("utf-8").strip().removesuffix(")").split(",", 1)
        assert name == f'tandemSearch.add("{path.parent.name}/{path.stem}"'
        found[path.stem] = json.loads(data)
    return found


def search_pages(folder: Path) -> dict[str, str]:
    """Return the title of each page that a search can find, by its address."""
    files = search_files(folder)
    return {data[1]: data[0] for name, data in files.items() if name.startswith("p")}


def search_words(folder: Path, *, translated: bool = False) -> set[str]:
    """Return the words by which a search finds pages, or those of other languages."""
    words = set()
    for name, lines in search_files(folder).items():
        for line in lines.split("\n") if name.startswith("t") else ():
            base, *fields = line.split("|")
            if base.startswith("~") is translated:
                words |= {base.removeprefix("~") + rest for rest in fields[::2]}
    return words
