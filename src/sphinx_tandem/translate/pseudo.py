"""A language that nobody speaks: every message of a site, marked and made longer.

Whoever looks at a build in it sees which texts no catalog reaches, and where a
longer language would not fit.  A site need not declare it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sphinx.application import Sphinx
from sphinx.config import Config

from ..site import PSEUDO_CODE
from ..site.options import is_pseudo, is_source
from ..text import Syntax, pseudo
from ..upstream import parsers
from ..upstream import sphinx as upstream
from .interface import PseudoTranslations, pseudo_words
from .lookup import Catalogs, Lookup, Translation, use_catalogs
from .passages import PagePassages, Passage, is_literal, is_words

# -- The words that Sphinx, themes, extensions and the engine bring, in the pseudo-language -----
# No catalog contains them: whatever is asked for comes back marked.


def install_pseudo_words(app: Sphinx, config: Config) -> None:
    """Answer for every extension, whatever its domain is called."""
    if not is_pseudo(config):
        return
    for domain in upstream.word_domains():
        upstream.install_words(domain, PseudoTranslations(), app if domain == "sphinx" else None)
    use_catalogs(app, PseudoCatalogs(app))
    parsers.add_language(PSEUDO_CODE, pseudo_words)
    # Babel has no months for it; Sphinx then writes English ones.
    config.suppress_warnings = [*config.suppress_warnings, "i18n.babel"]


# -- What replaces the catalogs of a site in the pseudo-language --------------------------------

_DEFINITION = re.compile(r"^[ >\t]*\[(?!\^)([^\]\n]+)\]:[ \t]*\S", re.MULTILINE)

# What only a part of a page in reStructuredText (`eval-rst`, a docstring) holds.
_RST = re.compile(r"(?<![\w{]):[A-Za-z][\w:+.-]*:`[^`]+`|(?<!`)`[^`]+`__?(?!\w)")


@dataclass(frozen=True)
class PseudoLookup(Lookup):
    """A catalog that has every entry."""

    def for_page(self, page: PagePassages) -> PseudoLookup:
        """Return the entries of a page, each written as its passage is shown."""
        definitions = frozenset(name.casefold() for name in _DEFINITION.findall(page.text))
        entries = {}
        for passage in page.found:
            text = _page_text(passage, page.is_rst, definitions)
            place = str(passage.node.source or page.path)
            entries[passage.message] = Translation(text, place, passage.node.line or 1)
        return PseudoLookup(None, entries)

    def get(self, message: str, other_message: str = "") -> Translation | None:
        """Return the message in the pseudo-language."""
        found = self.entries.get(message)
        return found or Translation(pseudo(message, Syntax.MYST), "conf.py", 1)


class PseudoCatalogs(Catalogs):
    """Catalogs that have every entry of every domain."""

    def load(self, domain: str) -> Lookup:
        """Return a catalog without any file."""
        return Lookup(None) if is_source(self.app.config) else PseudoLookup(None)


def _page_text(passage: Passage, is_rst: bool, definitions: frozenset[str]) -> str:
    message = passage.message
    if is_words(passage):
        return pseudo_words(message)
    if is_literal(passage):
        return message
    if is_rst or _RST.search(message):
        return pseudo(message, Syntax.RST)
    return pseudo(message, Syntax.MYST, definitions=definitions)
