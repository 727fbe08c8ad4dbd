"""HTML that readers would see as characters, and that some page might take for HTML.

Entities, code and roles are written out safely by the page itself.  What takes its
text from there (a title in a menu, a search result, a feed) is written by others, so
what could run is refused here too, unless the English shows the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ..markup.held import Held
from .markup_rules_told import error, shown
from .rule import Problem

CODE = "translation-html"
_OPENED = re.compile(r"<\s*(?P<name>[A-Za-z][\w:-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^<>])*)")
_EVENT = re.compile(r"(?:^|[\s/\"'])(?P<event>on[a-z]+)\s*=", re.IGNORECASE)
_SCRIPT = re.compile(
    r"(?P<event>(?:src|href|srcdoc|action|formaction|data)\s*=\s*[\"']?\s*(?:javascript|data|vbscript)):",
    re.IGNORECASE,
)
_SCRIPTABLE = frozenset(
    [
        "applet",
        "base",
        "embed",
        "frame",
        "iframe",
        "link",
        "math",
        "meta",
        "object",
        "script",
        "style",
        "svg",
        "template",
    ]
)


def find(english: Held, found: Held) -> Iterator[Problem]:
    """Yield what a translation shows that could run, where its English shows none of the kind."""
    if "<" not in found.rendered and "&" not in found.rendered:
        return
    ours = dict(_scriptable(english.rendered))
    for what, html in _scriptable(found.rendered):
        if what not in ours:
            told = f"The translation shows {shown(html)}, HTML that could run in some page"
            yield error(CODE, told, "write it as the English does")
            return


def _scriptable(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield each element that could run: its name and what runs, and how it is written."""
    for plain in dict.fromkeys((text, unescape(text))):
        for match in _OPENED.finditer(plain):
            name = match["name"].lower()
            for pattern in (_EVENT, _SCRIPT):
                for event in pattern.finditer(match["rest"]):
                    yield (name, event["event"].lower()), match[0]
            if name in _SCRIPTABLE:
                yield (name, ""), match[0]
