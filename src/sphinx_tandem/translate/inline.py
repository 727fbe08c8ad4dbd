"""Parses one translated message as the inline text that it is, within the bounds of its English.

Sphinx parses a message as a whole document, in which a directive would run.  Here no
blocks are known, so that a message cannot contain a directive, a code fence or an HTML
block, and none is lost because it begins like a list or a heading.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from docutils.utils import unescape
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..text.contents import Contents, scheme
from ..text.masking import as_words
from ..text.parse import (
    MarkdownReader,
    definitions,
    markdown_parser,
    read_markup,
    read_nodes,
    read_rst,
    rst_parser,
    walk,
)
from ..upstream.myst_sphinx import (
    DIRECTIVE_START,
    MystWarnings,
    SphinxRenderer,
    render_inline,
    site_config,
)
from ..upstream.parsers import Interpreter, page_config
from ..upstream.sphinx import message_document
from . import marks
from .guard import RoleGuard, TokenGuard, clean_nodes, report_refused
from .lookup import Translation
from .passages import evaluate, with_texts_replaced

logger = logging.getLogger(__name__)


def _give_to_page(
    paragraph: nodes.paragraph, document: nodes.document, place: Translation
) -> nodes.paragraph:
    """Give the nodes to the page, with the catalog as their source.

    A node that keeps its temporary document keeps the whole environment alive in
    the page's pickle, and a site's memory grows with its square.
    """
    for text in list(paragraph.findall(nodes.Text)):
        if not isinstance(text.parent, nodes.literal | nodes.math):
            text.parent.replace(text, nodes.Text(as_words(text)))
    for node in paragraph.findall():
        node.document = document
        if isinstance(node, nodes.Element):
            node.source, node.line = place.path, place.line
    for message in list(paragraph.findall(nodes.system_message)):
        message.parent.remove(message)
    for problem in list(paragraph.findall(nodes.problematic)):  # its warning names the entry
        problem.parent.replace(problem, nodes.Text(problem.astext()))
    return paragraph


# -- Markdown ------------------------------------------------------------------------------------
# One parser serves a whole page.  It knows the page's own link definitions, substitutions
# and settings.

# Tokens that are text whatever they hold; a message of these alone needs no guard.
_PLAIN = frozenset(
    "text text_special softbreak hardbreak em_open em_close strong_open strong_close s_open "
    "s_close code_inline footnote_ref section_ref".split()
)
# No person nests markup as deeply; what does is shown as it is typed.
_DEEPEST = 30


class MessageRenderer(SphinxRenderer):
    """Renders one message after another; its warnings name the catalog's line."""

    location = ""
    substitute: Callable[[str], list[nodes.Node] | None]

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

    def render_substitution(self, token: SyntaxTreeNode, inline: bool) -> None:
        """Put in a value as a message of its own, which the guard has seen."""
        found = self.substitute(token.content.strip())
        if found is None:
            super().render_substitution(token, inline)
        else:
            self.current_node.extend(found)


class MarkdownParser:
    """Parses the translated messages of one page.

    :param translate_value: finds the translation of the text of a substitution.
    :param takes_marks: whether untranslated text in the page can carry marks.
    """

    def __init__(
        self,
        env: BuildEnvironment,
        document: nodes.document,
        source: str,
        translate_value: Callable[[str], Translation | None],
        takes_marks: bool,
    ) -> None:
        self._env = env
        self._document = document
        self._translate_value = translate_value
        self._open_values: list[str] = []
        self._marked = takes_marks
        config = page_config(site_config(env), source)
        self._values = config.substitutions
        self._md = markdown_parser(config, MessageRenderer)
        self._md_env: dict[str, Any] = {}
        if links := definitions(source):
            self._md.parse(links, self._md_env)
        self._reader = MarkdownReader(config, links)
        references = self._md_env.get("references", {}).values()
        self._page_targets = frozenset(str(found["href"]) for found in references)
        self._renderer = cast(MessageRenderer, self._md.renderer)
        self._renderer.substitute = self._value_nodes
        self._renderer.setup_render({**self._md.options, "document": document}, self._md_env)

    def parse(
        self,
        english: str,
        translation: Translation,
        origin: str = "",
        shown: nodes.Element | None = None,
    ) -> nodes.paragraph:
        """Return the translated message as the children of a paragraph.

        :param origin: the file that contains the English, when it may be an included one.
        :param shown: the node that shows the English, if there is one.
        """
        text = translation.text.strip("\n")
        tokens = self._reader.shown(text)
        if _depth(tokens) > _DEEPEST:
            report_refused([f"{text[:40]}…"], translation.location)
            tokens = [Token("text", "", 0, content=text)]
        elif any(token.type not in _PLAIN or token.attrs for token in tokens):
            self._rebase(tokens, origin)
            roles = RoleGuard(self._read(english, origin), self._env, shown)
            tokens = self._guarded(roles, tokens, translation)
        return _give_to_page(self._rendered(tokens, translation), self._document, translation)

    def _read(self, english: str, origin: str) -> Contents:
        """Return what is in the English."""
        tokens = self._reader.shown(english)
        self._rebase(tokens, origin)
        return read_markup(tokens)

    def _guarded(
        self, roles: RoleGuard, tokens: list[Token], translation: Translation
    ) -> list[Token]:
        """Return the tokens with what the English lacks as text."""
        guard = TokenGuard(roles.english, roles, self._is_safe, self._page_targets)
        cleaned = guard.clean(tokens)
        report_refused(guard.refused, translation.location)
        return cleaned

    def _rendered(self, tokens: list[Token], place: Translation) -> nodes.paragraph:
        temporary = message_document(place.path, self._document.settings)
        paragraph = nodes.paragraph(place.text.strip("\n"), "")
        temporary += paragraph
        before, self._renderer.location = self._renderer.location, place.location
        render_inline(self._renderer, tokens, paragraph, temporary, place.line)
        self._renderer.location = before
        return paragraph

    def _value_nodes(self, expression: str) -> list[nodes.Node] | None:
        """Return a substitution in the language of the build, or ``None`` to leave it to MyST."""
        if expression in self._open_values:
            return None

        def translate(text: str) -> str:
            found = self._translate_value(text)
            return found.text if found else text

        try:
            english = evaluate(expression, self._values, self._env)
            values = with_texts_replaced(self._values, translate)
            shown = evaluate(expression, values, self._env)
        except Exception:  # whatever Jinja meets; MyST says so at the entry
            return None
        if DIRECTIVE_START.match(english):
            return None
        return self._parsed_value(expression, english, shown)

    def _parsed_value(self, expression: str, english: str, shown: str) -> list[nodes.Node]:
        known = self._translate_value(english)
        path, _, line = self._renderer.location.rpartition(":")
        place = known or Translation(shown, path, int(line))
        self._open_values.append(expression)
        try:
            found = self.parse(english, Translation(shown, place.path, place.line)).children
        finally:
            self._open_values.pop()
        is_english = known is None and shown == english and any(map(str.isalpha, english))
        if is_english and self._marked:
            return [nodes.Text(marks.START), *found, nodes.Text(marks.END)]
        return list(found)

    def _rebase(self, tokens: list[Token], origin: str) -> None:
        """Point the targets of an included text at what they mean in the file that contains it."""
        page = Path(self._env.doc2path(self._env.docname))
        folder = Path(origin).parent
        if not Path(origin).is_file() or folder == page.parent:
            return
        for token in walk(tokens):
            for name in ("href", "src"):
                path, mark, anchor = str(token.attrs.get(name, "")).partition("#")
                real = folder / self._md.normalizeLinkText(path)
                if not path or scheme(path) or self._file(path).exists() or not real.is_file():
                    continue
                token.attrs[name] = os.path.relpath(real, page.parent) + mark + anchor

    def _file(self, target: str) -> Path:
        """Return the file that a relative target names."""
        docname = self._env.docname
        return Path(self._env.relfn2path(self._md.normalizeLinkText(target), docname)[1])

    def _is_safe(self, target: str) -> bool:
        """Say whether a relative target is a page of the site, or no file at all."""
        path = self._file(target)
        if not path.exists():
            return True
        return path.is_file() and self._env.path2doc(path) in self._env.found_docs


def _depth(tokens: list[Token]) -> int:
    """Return how deeply the elements of a message are nested."""
    depth = deepest = 0
    for token in tokens:
        depth += token.nesting
        deepest = max(deepest, depth + (_depth(token.children) if token.children else 0))
    return deepest


# -- reStructuredText, on a page of its own or in a part of one (``eval-rst``) -------------------

_MARKUP = re.compile(
    r"``[^`]+``|`[^`]+`_{1,2}|:[\w:+.-]+:`[^`]+`|\w__?(?!\w)|\[[^\]\s]+\]_(?!\w)|\|[^|]+\||::$"
)


def may_be_rst(message: str) -> bool:
    """Say whether a message holds markup of reStructuredText."""
    return bool(_MARKUP.search(message))


def parse_rst(
    english: str,
    shown: nodes.Element,
    translation: Translation,
    document: nodes.document,
    env: BuildEnvironment,
) -> nodes.paragraph:
    """Return the translated message as the children of a paragraph.

    :param shown: the node that shows it.
    """
    text = " ".join(translation.text.split())
    if english.endswith("::") and text.endswith("::"):  # a block of code follows
        text = text[:-1] if text[:-2] == text[:-2].rstrip() else text[:-2].rstrip()
    temporary = message_document(translation.path, document.settings)
    # docutils' state machine gives every reporter this, and roles ask for it
    reporter: Any = temporary.reporter
    reporter.get_source_and_line = lambda _=None: (translation.path, translation.line)
    roles = RoleGuard(read_rst(english), env, shown)
    refused: list[str] = []

    def guarded(interpret: Interpreter) -> Interpreter:
        """Show a role that the guard refuses as the text that it is."""

        def interpreted(
            rawsource: str, text: str, role: str, line: int
        ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
            if role and not roles.allows(role, unescape(text)):
                refused.append(rawsource)
                return [nodes.Text(rawsource)], []
            return interpret(rawsource, text, role, line)

        return interpreted

    parser = rst_parser(document.settings, guarded)
    paragraph = nodes.paragraph(text, "", *parser.parse(text, translation.line, temporary))
    temporary += paragraph
    refused += clean_nodes(paragraph, read_nodes([shown]))
    report_refused(refused, translation.location)
    return _give_to_page(paragraph, document, translation)
