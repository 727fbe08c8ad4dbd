"""A language that nobody speaks: every message of a site, marked and made longer.

Whoever looks at a build in it sees which texts no catalog reaches, and where a
longer language would not fit.  A site need not declare it.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from gettext import NullTranslations
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from docutils.languages import en
from sphinx import locale

from ..site import PSEUDO_CODE
from ..site.options import is_pseudo, is_source
from ..text import Syntax
from ..text.pseudo import pseudo
from .lookup import Catalogs, Lookup, Translation
from .passages import Passage, is_literal, is_words

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config


# -- The words that Sphinx, themes, extensions and the engine bring, in the pseudo-language -----
# No catalog holds them: whatever is asked for comes back marked.

# sphinx-copybutton keeps its words in its script, by language (``copybutton.js_t``).
_SCRIPT = Path("_static", "copybutton.js")
_SCRIPT_WORDS = re.compile(r"'en': (\{[^{}]*\})")
_SCRIPT_WORD = re.compile(r"(: ')([^'\n]+)(')")


class PseudoTranslations(NullTranslations):
    """Answers every question with its words in the pseudo-language."""

    def gettext(self, message: str) -> str:
        """Return one text."""
        return pseudo(str(message), Syntax.WORDS)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, as English has it."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Return a text of one context."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, in one context."""
        return self.ngettext(msgid1, msgid2, n)


def install_pseudo_words(app: Sphinx, config: Config) -> None:
    """Answer for every extension, whatever its domain is called."""
    if not is_pseudo(config):
        return
    for namespace, domain in locale.translators:
        if namespace == "general":
            locale.translators[namespace, domain] = PseudoTranslations()
    app.translator = locale.get_translator()
    app.tandem_catalogs = PseudoCatalogs(app)  # type: ignore[attr-defined]  # see lookup.catalogs_of
    own: Any = ModuleType(f"{en.__package__}.{PSEUDO_CODE}")
    own.labels = {name: pseudo(label, Syntax.WORDS) for name, label in en.labels.items()}
    own.bibliographic_fields = en.bibliographic_fields
    own.author_separators = en.author_separators
    # docutils looks for a module of this name, here or on the disk.
    sys.modules[own.__name__] = own
    # Babel has no months for it; Sphinx then writes English ones.
    config.suppress_warnings = [*config.suppress_warnings, "i18n.babel"]


def complete_script(app: Sphinx, exception: Exception | None) -> None:
    """Give the script of the copy buttons its words."""
    script = Path(app.outdir, _SCRIPT)
    if exception is not None or not is_pseudo(app.config) or not script.is_file():
        return
    text = script.read_text("utf-8")
    if found := _SCRIPT_WORDS.search(text):
        words = _SCRIPT_WORD.sub(
            lambda word: word[1] + pseudo(word[2], Syntax.WORDS) + word[3], found[1]
        )
        text = f"{text[: found.start()]}'{PSEUDO_CODE}': {words},\n  {text[found.start() :]}"
        script.write_text(text, "utf-8")


# -- What stands in the place of a site's catalogs in the pseudo-language -----------------------

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


class PseudoCatalogs(Catalogs):
    """Catalogs that have every entry of every domain."""

    def load(self, domain: str) -> Lookup:
        """Return a catalog without any file."""
        return Lookup(None) if is_source(self.app.config) else PseudoLookup(None)


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
