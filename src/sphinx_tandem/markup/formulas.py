"""The commands of formulas that do more than write mathematics."""

from __future__ import annotations

import re

# Commands with which a formula can make a link, load code or set styles.
_MACRO = re.compile(
    r"\\(?:href|url|html[a-zA-Z]*|texthtml|class|cssId|style|data|require|unicode|char|input"
    r"|include[a-zA-Z]*|[gex]?def|let|futurelet|global|csname|(?:re|provide)?newcommand"
    r"|(?:re)?newenvironment|bbox|mmlToken|FormInput)(?![a-zA-Z])\s*(?:\[[^\]]*\])?"
    r"\s*(?:\{[^{}]*\})?"
)
# What a script that shows formulas takes for one, wherever it stands in a page.
_FORMULA = re.compile(r"\\[(\[]|\$\$|\\begin\b")
_WORD_JOINER = "\u2060"


def macros(formula: str) -> set[str]:
    """Return the commands of a formula that do more than write mathematics."""
    return {" ".join(found.split()) for found in _MACRO.findall(formula)}


def as_words(text: str) -> str:
    r"""Return a text that no script reads as a formula with such commands.

    A text that shows ``\(`` would be one, in the navigation above all; an invisible
    character after the backslash leaves what people read as it is.
    """
    if not _FORMULA.search(text):
        return text
    return _MACRO.sub(lambda found: found.group().replace("\\", f"\\{_WORD_JOINER}", 1), text)
