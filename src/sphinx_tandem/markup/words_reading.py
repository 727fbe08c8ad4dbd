"""Reads plain interface text: placeholders, HTML tags, addresses."""

from __future__ import annotations

import re
from html import unescape

from .held import Held
from .spans import MASK
from .tags import read_tag
from .word_marks import TAG, is_html


def read(text: str) -> Held:
    """Return what a message holds."""
    held = Held()

    def take_out(match: re.Match[str]) -> str:
        html = match.group()
        found = read_tag(html)
        if found is None:
            held.comments[html] += 1
        elif not is_html(found[0].name) and not found[0].attributes:
            return html
        else:
            held.tags[found[0]] += 1
        return MASK

    shown = TAG.sub(take_out, text)
    held.rendered = unescape(shown)
    held.read_text(shown, shown, is_page=False)
    return held
