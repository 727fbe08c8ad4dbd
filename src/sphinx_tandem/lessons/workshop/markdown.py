"""Markdown as HedgeDoc reads it: CommonMark with formulas between dollar signs."""

from __future__ import annotations

import re
from typing import Any

from markdownify import MarkdownConverter

# https://spec.commonmark.org/0.31.2/#backslash-escapes lets a backslash stand before any
# punctuation; https://docs.hedgedoc.org/references/hedgedoc-features/ says what is special beyond.

_SPECIAL = re.compile(
    r"[\\`*_\[\]<>$~^|{}]"  # code, emphasis, links, HTML, formulas, tables
    r"|(?:\+\+|==)"  # inserted and marked text
    r"|&(?=\#?\w+;)"  # entities
    r"|:(?=[\w+-]+:)"  # emoji
    r"|\#(?=\#*\s*$)"  # the end of a heading
    r"|^(?:\#|[-+](?=\s|$))"  # headings and lists
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_INLINE, _BLOCK = re.compile(r"\\\((.*)\\\)", re.DOTALL), re.compile(r"\\\[(.*)\\\]", re.DOTALL)


def literal(text: str) -> str:
    """Return a plain text as Markdown that shows just that.

    >>> literal("Use __init__ and <b>")
    'Use \\\\_\\\\_init\\\\_\\\\_ and \\\\<b\\\\>'
    """
    line = " ".join(text.split())
    line = _SPECIAL.sub(lambda found: "".join(f"\\{letter}" for letter in found[0]), line)
    return _NUMBERED.sub(r"\1\\\2", line)


def address(url: str) -> str:
    """Return an address as the target of a link, which no bracket in it can end."""
    return url.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C")


class _Converter(MarkdownConverter):
    """Turns HTML into Markdown, formulas included."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what would be Markdown, and dollar signs, which would be formulas."""
        found: str = super().escape(text, parent_tags)  # type: ignore[misc]  # its types lack it
        return found.replace("$", r"\$")

    def convert_span(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Return a formula within a line as it is, and the content of anything else."""
        formula = _formula(el, _INLINE)
        return f"${formula}$" if formula else text

    def convert_div(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Return a formula of its own as it is, and the content of anything else."""
        formula = _formula(el, _BLOCK)
        if formula:
            return f"\n\n$$\n{formula}\n$$\n\n"
        found: str = super().convert_div(el, text, parent_tags)  # type: ignore[misc]  # likewise
        return found


def _formula(el: Any, marks: re.Pattern[str]) -> str:
    """Return the formula in an element, without what Sphinx puts around it for MathJax."""
    if "math" not in (el.get("class") or []):
        return ""
    found = marks.search(el.get_text())
    if not found:
        return ""
    # HedgeDoc ends a formula at an empty line and takes none that begins with a space.
    return "\n".join(line for line in found[1].strip().splitlines() if line.strip())


def markdown(html: str) -> str:
    """Return a piece of a lesson as Markdown."""
    converter = _Converter(heading_style="ATX", bullets="-", escape_misc=True)
    text: str = converter.convert(html)
    lines = (line.rstrip() for line in text.strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
