"""Parses one translated message as the inline text that it is.

One Markdown parser serves a whole page.  It knows the page's own link
definitions, substitutions and settings; it knows no blocks, so that a message
cannot hold a directive, a code fence or an HTML block, and none is lost because
it begins like a list or a heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.parsers.rst import roles
from docutils.parsers.rst.languages import get_language
from docutils.utils import Reporter, new_document
from markdown_it.token import Token
from myst_parser.config.main import (
    MdParserConfig,
    TopmatterReadError,
    merge_file_level,
    read_topmatter,
)
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.warnings_ import MystWarnings
from sphinx.util import logging
from sphinx.util.docutils import LoggingReporter

from .guard import Guard, Holdings, holdings

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from .lookup import Translation

logger = logging.getLogger(__name__)

_DEFINITION = re.compile(r"^[ >\t]*(\[(?!\^)[^\]\n]+\]:[ \t]*\S.*)$", re.MULTILINE)
# Tokens that are text whatever they hold; a message of these alone needs no guard.
_PLAIN = frozenset(
    [
        "text",
        "text_special",
        "softbreak",
        "hardbreak",
        "em_open",
        "em_close",
        "strong_open",
        "strong_close",
        "s_open",
        "s_close",
        "code_inline",
        "footnote_ref",
        "section_ref",
    ]
)


class MessageRenderer(SphinxRenderer):
    """Renders one message after another; its warnings name the catalog's line."""

    location = ""

    def create_warning(
        self,
        message: str,
        subtype: MystWarnings | str,
        *,
        wtype: str | None = None,
        line: int | None = None,
        append_to: nodes.Element | None = None,
    ) -> None:
        """Log a warning at the entry; nothing is added to the page."""
        name = subtype if isinstance(subtype, str) else subtype.value
        logger.warning(message, type=wtype or "myst", subtype=name, location=self.location)


class MessageParser:
    """Parses the translated messages of one page.

    :param env: the environment, while it reads the page.
    :param document: the page.
    :param source: the page's own text.
    :param translate_value: translates the text of a substitution.
    """

    def __init__(
        self,
        env: BuildEnvironment,
        document: nodes.document,
        source: str,
        translate_value: Callable[[str], str],
    ) -> None:
        self._env = env
        self._document = document
        config = _page_config(env, source, translate_value)
        self._md = create_md_parser(config, MessageRenderer)
        self._md_env: dict[str, Any] = {}
        definitions = "\n\n".join(_DEFINITION.findall(source))
        if definitions:
            self._md.parse(definitions, self._md_env)
        self._page_targets = {
            found["href"] for found in self._md_env.get("references", {}).values()
        }
        self._renderer = cast(MessageRenderer, self._md.renderer)
        self._renderer.setup_render({**self._md.options, "document": document}, self._md_env)

    def parse(self, english: str, translation: Translation) -> nodes.paragraph:
        """Return the translated message as the children of a paragraph.

        :param english: the message that is translated.
        :param translation: the translation and its place.
        """
        text = translation.text.strip("\n")
        tokens = self._tokens(text)
        if any(token.type not in _PLAIN or token.attrs for token in tokens):
            tokens = self._guarded(english, tokens, translation)
        paragraph = nodes.paragraph(text, "")
        temporary = new_document(translation.path, self._document.settings)
        temporary.reporter = LoggingReporter.from_reporter(temporary.reporter)
        temporary += paragraph
        self._render(tokens, paragraph, temporary, translation)
        adopt(paragraph, self._document, translation)
        return paragraph

    def _tokens(self, text: str) -> list[Token]:
        inline = self._md.parseInline(text, self._md_env)[0]
        return inline.children or []

    def _guarded(self, english: str, tokens: list[Token], translation: Translation) -> list[Token]:
        held: Holdings = holdings(self._tokens(english))
        held.targets |= self._page_targets
        guard = Guard(held, self._is_document, self._is_file, _role_function)
        cleaned = guard.clean(tokens)
        report_refused(guard.refused, translation.location)
        return cleaned

    def _render(
        self,
        tokens: list[Token],
        paragraph: nodes.paragraph,
        temporary: nodes.document,
        translation: Translation,
    ) -> None:
        renderer = self._renderer
        renderer.document = temporary
        renderer.reporter = temporary.reporter
        renderer.current_node = paragraph
        renderer.location = translation.location
        wrapper = Token("inline", "", 0, children=tokens, map=[translation.line - 1] * 2)
        renderer._render_tokens([wrapper])

    def _path(self, target: str) -> str:
        return self._env.relfn2path(target, self._env.current_document.docname)[1]

    def _is_document(self, target: str) -> bool:
        path = self._path(self._md.normalizeLinkText(target))
        return Path(path).is_file() and self._env.path2doc(path) in self._env.found_docs

    def _is_file(self, target: str) -> bool:
        return Path(self._path(self._md.normalizeLinkText(target))).exists()


def report_refused(refused: list[str], location: str) -> None:
    """Warn about each part of a translation that is shown as plain text."""
    for text in refused:
        logger.warning(
            "the translation brings %r, which the English does not hold. "
            "It is shown as plain text. Take it out, or write it as the English does.",
            text,
            type="translation",
            subtype="not-in-source",
            location=location,
        )


def _role_function(name: str) -> object:
    """Return the function behind a role's name, or ``None``; nothing is reported."""
    quiet = Reporter("", Reporter.SEVERE_LEVEL + 1, Reporter.SEVERE_LEVEL + 1)
    language: Any = get_language("en")
    return roles.role(name, language, 0, quiet)[0]


def adopt(paragraph: nodes.paragraph, document: nodes.document, place: Translation) -> None:
    """Give the nodes to the page, with the catalog as their source.

    A node that keeps its temporary document keeps the whole environment alive in
    the page's pickle, and a site's memory grows with its square.
    """
    for node in paragraph.findall():
        node.document = document
        if isinstance(node, nodes.Element):
            node.source, node.line = place.path, place.line
    for message in list(paragraph.findall(nodes.system_message)):
        message.parent.remove(message)


def _page_config(
    env: BuildEnvironment, source: str, translate_value: Callable[[str], str]
) -> MdParserConfig:
    """Return MyST's settings for the page, with its substitutions translated."""
    config: MdParserConfig = env.myst_config  # type: ignore[attr-defined]  # MyST sets it
    try:
        topmatter = read_topmatter(source)
    except TopmatterReadError:
        topmatter = None
    if topmatter:
        config = merge_file_level(config, topmatter, lambda *_: None)
    values = {
        key: translate_value(value) if isinstance(value, str) else value
        for key, value in config.substitutions.items()
    }
    return config.copy(substitutions=values) if values else config
