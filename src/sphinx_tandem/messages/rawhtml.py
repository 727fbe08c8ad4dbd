"""The words in a block of raw HTML: found, and replaced, without touching its tags."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

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
