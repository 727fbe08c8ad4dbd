"""The marks of reStructuredText, found in the text itself."""

from __future__ import annotations

import re

from . import roles, word_marks
from .spans import Masker

_FIRST = re.compile(
    r"(?P<escape>\\.)"
    r"|(?P<code>``(?=\S).+?(?<=\S)``(?!\w))"
    r"|(?P<role>:[A-Za-z0-9_.+:-]+:)`(?P<content>[^`]+)`"
    r"|`(?P<before>[^`]+)`(?P<after>:[A-Za-z0-9_.+:-]+:)"
    r"|`(?P<named>[^`<]+?)(?P<address>\s*<[^`]*>)`__?"
    r"|(?P<phrase>_?`[^`]+`_{0,2})"
    r"|(?P<substitution>\|(?=\S)[^|]+?(?<=\S)\|(?:__?)?(?!\w))"
    r"|(?P<note>\[(?:\#?[\w.:+-]*|\*)\]_(?!\w))",
    re.DOTALL,
)
_REFERENCE = re.compile(r"(?<![\w_])[A-Za-z0-9](?:[\w.:+-]*[A-Za-z0-9])?__?(?![\w_])")
_EMPHASIS = re.compile(r"(?<!\s)\*+|\*+(?!\s)")
_DIRECTIVE = re.compile(r"^\s*\.\. (?:\|[^|]+\| )?[\w:+-]+::.*$|^\s*\.\. _[^:]+:.*$", re.MULTILINE)
_END = re.compile(r"::\s*$")


def mark(masker: Masker) -> None:
    """Mask what is no prose in a message in reStructuredText."""
    masker.each(_FIRST, lambda found: _mask_first(masker, found))
    masker.all(_DIRECTIVE)
    masker.all(word_marks.ADDRESS)
    masker.all(_REFERENCE)
    word_marks.placeholders(masker)
    masker.all(_EMPHASIS)
    masker.all(_END)


def _mask_first(masker: Masker, found: re.Match[str]) -> None:
    start, end = found.span()
    if found["escape"]:
        masker.mask(start, start + 1)
        masker.keep(start + 1, end) if not found.group()[1].isspace() else masker.mask(start, end)
    elif found["content"] or found["before"]:
        group = "content" if found["content"] else "before"
        name = (found["role"] or found["after"]).strip(":")
        first = found.start(group)
        last = first + roles.words_end(name, found[group])
        masker.mask(start, first)
        masker.mask(last, end)
    elif found["named"]:
        masker.mask(start, found.start("named"))
        masker.mask(found.start("address"), end)
    else:
        masker.mask(start, end)
