"""The words that Sphinx, themes, extensions and the engine bring, in the pseudo-language.

No catalog holds them: whatever is asked for comes back marked.
"""

from __future__ import annotations

import re
import sys
from gettext import NullTranslations
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from docutils.languages import en
from sphinx import locale

from ..markup import Syntax
from ..options import is_pseudo
from .text import CODE, pseudo

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

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


def _install(app: Sphinx, config: Config) -> None:
    """Answer for every extension, whatever its domain is called."""
    if not is_pseudo(config):
        return
    for namespace, domain in locale.translators:
        if namespace == "general":
            locale.translators[namespace, domain] = PseudoTranslations()
    app.translator = locale.get_translator()
    own: Any = ModuleType(f"{en.__package__}.{CODE}")
    own.labels = {name: pseudo(label, Syntax.WORDS) for name, label in en.labels.items()}
    own.bibliographic_fields = en.bibliographic_fields
    own.author_separators = en.author_separators
    # docutils looks for a module of this name, here or on the disk.
    sys.modules[own.__name__] = own
    # Babel has no months for it; Sphinx then writes English ones.
    config.suppress_warnings = [*config.suppress_warnings, "i18n.babel"]


def _complete_script(app: Sphinx, exception: Exception | None) -> None:
    """Give the script of the copy buttons its words."""
    script = Path(app.outdir, _SCRIPT)
    if exception is not None or not is_pseudo(app.config) or not script.is_file():
        return
    text = script.read_text("utf-8")
    if found := _SCRIPT_WORDS.search(text):
        words = _SCRIPT_WORD.sub(
            lambda word: word[1] + pseudo(word[2], Syntax.WORDS) + word[3], found[1]
        )
        text = f"{text[: found.start()]}'{CODE}': {words},\n  {text[found.start() :]}"
        script.write_text(text, "utf-8")


def setup(app: Sphinx) -> None:
    """Answer for all domains once every extension has named its own."""
    app.connect("config-inited", _install, priority=50)
    app.connect("build-finished", _complete_script)
