"""Parses a message from the parts of a MyST page that are in reStructuredText (``eval-rst``)."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.languages import get_language
from docutils.parsers.rst import states
from docutils.utils import new_document
from sphinx.util.docutils import LoggingReporter

if TYPE_CHECKING:
    from .lookup import Translation

_MARKUP = re.compile(r"``[^`]+``|`[^`]+`_{1,2}|:[\w:+.-]+:`[^`]+`|\w__?(?!\w)|\|[^|]+\|")


def may_be_rst(message: str) -> bool:
    """Say whether a message holds markup of reStructuredText."""
    return bool(_MARKUP.search(message))


def parse_rst(translation: Translation, document: nodes.document) -> nodes.paragraph:
    """Return the translated message as the children of a paragraph.

    Only inline markup is known, so that a message cannot hold a directive.
    """
    text = " ".join(translation.text.split())
    paragraph = nodes.paragraph(text, "")
    temporary = new_document(translation.path, document.settings)
    reporter: Any = LoggingReporter.from_reporter(temporary.reporter)
    # docutils' state machine gives every reporter this, and roles ask for it
    reporter.get_source_and_line = lambda _=None: (translation.path, translation.line)
    temporary.reporter = reporter
    temporary += paragraph
    inliner = states.Inliner()
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
    return paragraph
