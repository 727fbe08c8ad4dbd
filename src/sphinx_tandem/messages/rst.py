"""Parses a message of a page, or of a part of one (``eval-rst``), in reStructuredText.

Sphinx parses it as a whole document, in which a directive would run.  Here only
inline markup is known, and of roles those that the guard lets through.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.languages import get_language
from docutils.parsers.rst import states
from docutils.utils import new_document, unescape
from sphinx.util.docutils import LoggingReporter

from ..markup.formulas import macros
from .guard import Holdings

if TYPE_CHECKING:
    from .lookup import Translation

_MARKUP = re.compile(
    r"``[^`]+``|`[^`]+`_{1,2}|:[\w:+.-]+:`[^`]+`|\w__?(?!\w)|\[[^\]\s]+\]_(?!\w)|\|[^|]+\||::$"
)
_ROLE = re.compile(r":([\w:+.-]+):`([^`]+)`|`([^`]+)`:([\w:+.-]+):")


def may_be_rst(message: str) -> bool:
    """Say whether a message holds markup of reStructuredText."""
    return bool(_MARKUP.search(message))


def rst_holdings(message: str) -> Holdings:
    """Collect the roles and the commands of formulas that an English message holds."""
    held = Holdings(macros=macros(message))
    for before, content, other_content, after in _ROLE.findall(message):
        held.roles.setdefault(before or after, set()).add(content or other_content)
    return held


def _guarded_inliner(allowed: Callable[[str, str], bool], refused: list[str]) -> states.Inliner:
    """Return an inliner that shows a role which the guard refuses as the text that it is."""
    inliner: Any = states.Inliner()  # of a subclass it would miss the patterns of its class
    interpret = inliner.interpreted

    def interpreted(rawsource: str, text: str, role: str, lineno: int) -> Any:
        if role and not allowed(role, unescape(text)):
            refused.append(rawsource)
            return [nodes.Text(rawsource)], []
        return interpret(rawsource, text, role, lineno)

    inliner.interpreted = interpreted
    found: states.Inliner = inliner
    return found


def parse_rst(
    english: str,
    translation: Translation,
    document: nodes.document,
    allowed: Callable[[str, str], bool],
) -> tuple[nodes.paragraph, list[str]]:
    """Return the translated message as the children of a paragraph, and what was refused.

    :param english: the message that is translated.
    :param translation: the translation and its place.
    :param document: the page.
    :param allowed: says whether the message may hold a role with some content.
    """
    text = " ".join(translation.text.split())
    if english.endswith("::") and text.endswith("::"):  # a block of code follows
        text = text[:-1] if text[:-2] == text[:-2].rstrip() else text[:-2].rstrip()
    paragraph = nodes.paragraph(text, "")
    temporary = new_document(translation.path, document.settings)
    reporter: Any = LoggingReporter.from_reporter(temporary.reporter)
    # docutils' state machine gives every reporter this, and roles ask for it
    reporter.get_source_and_line = lambda _=None: (translation.path, translation.line)
    temporary.reporter = reporter
    temporary += paragraph
    refused: list[str] = []
    inliner = _guarded_inliner(allowed, refused)
    inliner.init_customizations(document.settings)
    memo: Any = SimpleNamespace(  # what docutils' own Struct is
        document=temporary,
        reporter=temporary.reporter,
        language=get_language(document.settings.language_code, temporary.reporter),
        title_styles=[],
        section_level=0,
        section_bubble_up_kludge=False,
        inliner=inliner,
    )
    found, _messages = inliner.parse(text, translation.line, memo, paragraph)
    paragraph.extend(found)
    return paragraph, refused
