"""What stands in the place of a site's catalogs in the pseudo-language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..markup import Syntax
from ..messages.lookup import Lookup, Translation
from ..messages.passages import Passage, is_literal, is_words
from .text import pseudo

if TYPE_CHECKING:
    from docutils import nodes


_DEFINITION = re.compile(r"^[ >\t]*\[(?!\^)([^\]\n]+)\]:[ \t]*\S", re.MULTILINE)

# What only a part of a page in reStructuredText (`eval-rst`, a docstring) holds.
_RST = re.compile(r"(?<![\w{]):[A-Za-z][\w:+.-]*:`[^`]+`|(?<!`)`[^`]+`__?(?!\w)")


@dataclass(frozen=True)
class PseudoLookup(Lookup):
    """A catalog that has every entry."""

    def get(self, message: str, other_message: str = "") -> Translation | None:
        """Return the message in the pseudo-language."""
        found = self.entries.get(message)
        return found or Translation(pseudo(message, Syntax.MYST), "conf.py", 1)


def page_lookup(
    document: nodes.document, found: list[Passage], is_rst: bool, source: str
) -> PseudoLookup:
    """Return the entries of one page.

    :param document: the page.
    :param found: its passages.
    :param is_rst: whether the page is in reStructuredText, not in MyST.
    :param source: its own text, which may define links.
    """
    definitions = frozenset(name.casefold() for name in _DEFINITION.findall(source))
    entries = {}
    for passage in found:
        message = passage.message
        if is_words(passage):
            text = pseudo(message, Syntax.WORDS)
        elif is_literal(passage):
            text = message
        elif is_rst or _RST.search(message):
            text = pseudo(message, Syntax.RST)
        else:
            text = pseudo(message, Syntax.MYST, definitions=definitions)
        place = str(passage.node.source or document["source"])
        entries[message] = Translation(text, place, passage.node.line or 1)
    return PseudoLookup(None, entries)
