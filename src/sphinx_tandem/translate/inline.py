"""Gives the nodes of a parsed message to the page that shows them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.languages import get_language
from docutils.parsers.rst import states
from docutils.utils import new_document, unescape
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.base import REGEX_DIRECTIVE_START
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.warnings_ import MystWarnings
from sphinx.util import logging
from sphinx.util.docutils import LoggingReporter

from ..text.contents import scheme
from ..text.masking import as_words, macros
from ..text.parse import definitions, page_config, walk
from . import marks
from .guard import Guard, Holdings, holdings, role_function
from .lookup import Translation
from .substitutions import evaluate, replaced

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def adopt(paragraph: nodes.paragraph, document: nodes.document, place: Translation) -> None:
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


# -- Parses one translated message as the inline text that it is --------------------------------
# One Markdown parser serves a whole page.  It knows the page's own link
# definitions, substitutions and settings; it knows no blocks, so that a message
# cannot hold a directive, a code fence or an HTML block, and none is lost because
# it begins like a list or a heading.

logger = logging.getLogger(__name__)

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


class MessageParser:
    """Parses the translated messages of one page.

    :param env: the environment, while it reads the page.
    :param document: the page.
    :param source: the page's own text.
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
        config = page_config(env.myst_config, source)  # type: ignore[attr-defined]  # MyST sets it
        self._values = config.substitutions
        self._md = create_md_parser(config, MessageRenderer)
        self._md_env: dict[str, Any] = {}
        if links := definitions(source):
            self._md.parse(links, self._md_env)
        self._page_targets = {
            found["href"] for found in self._md_env.get("references", {}).values()
        }
        self._renderer = cast(MessageRenderer, self._md.renderer)
        self._renderer.substitute = self._value_nodes
        self._renderer.setup_render({**self._md.options, "document": document}, self._md_env)

    def parse(self, english: str, translation: Translation, origin: str = "") -> nodes.paragraph:
        """Return the translated message as the children of a paragraph.

        :param english: the message that is translated.
        :param translation: the translation and its place.
        :param origin: the file that holds the English, when it may be an included one.
        """
        text = translation.text.strip("\n")
        tokens = self._tokens(text)
        if _depth(tokens) > _DEEPEST:
            report_refused([f"{text[:40]}…"], translation.location)
            tokens = [Token("text", "", 0, content=text)]
        elif any(token.type not in _PLAIN or token.attrs for token in tokens):
            self._rebase(tokens, origin)
            tokens = self._guarded(english, tokens, translation, origin)
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

    def _guarded(
        self, english: str, tokens: list[Token], translation: Translation, origin: str
    ) -> list[Token]:
        english_tokens = self._tokens(english)
        self._rebase(english_tokens, origin)
        held: Holdings = holdings(english_tokens)
        held.targets |= self._page_targets
        guard = Guard(held, self._is_document, self._is_file, partial(role_function, self._env))
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
        # a substitution is rendered in the middle of the message that holds it
        names = ("document", "reporter", "current_node", "location")
        before = {name: getattr(renderer, name, None) for name in names}
        renderer.document = temporary
        renderer.reporter = temporary.reporter
        renderer.current_node = paragraph
        renderer.location = translation.location
        wrapper = Token("inline", "", 0, children=tokens, map=[translation.line - 1] * 2)
        renderer._render_tokens([wrapper])
        for name, value in before.items():
            setattr(renderer, name, value)

    def _value_nodes(self, expression: str) -> list[nodes.Node] | None:
        """Return a substitution in the language of the build, or ``None`` to leave it to MyST."""
        if expression in self._open_values:
            return None

        def translate(text: str) -> str:
            found = self._translate_value(text)
            return found.text if found else text

        try:
            english = evaluate(expression, self._values, self._env)
            shown = evaluate(expression, replaced(self._values, translate), self._env)
        except Exception:  # whatever Jinja meets; MyST says so at the entry
            return None
        if REGEX_DIRECTIVE_START.match(english):
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
        """Point the targets of an included text at what they mean in the file that holds it."""
        page = Path(self._env.doc2path(self._env.current_document.docname))
        folder = Path(origin).parent
        if not Path(origin).is_file() or folder == page.parent:
            return
        for token in walk(tokens):
            for name in ("href", "src"):
                path, mark, anchor = str(token.attrs.get(name, "")).partition("#")
                real = folder / self._md.normalizeLinkText(path)
                if path and not scheme(path) and not self._is_file(path) and real.is_file():
                    token.attrs[name] = os.path.relpath(real, page.parent) + mark + anchor

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


def _depth(tokens: list[Token]) -> int:
    """Return how deeply the elements of a message stand in each other."""
    depth = deepest = 0
    for token in tokens:
        depth += token.nesting
        deepest = max(deepest, depth + (_depth(token.children) if token.children else 0))
    return deepest


# -- Parses a message of a page, or of a part of one (``eval-rst``), in reStructuredText --------
# Sphinx parses it as a whole document, in which a directive would run.  Here only
# inline markup is known, and of roles those that the guard lets through.

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
