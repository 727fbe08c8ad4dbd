"""Reads what a message holds, with the parser of its syntax, and what its page says of it.

Each reader answers with the same :class:`.Contents`, so that nobody who compares two messages
asks how they are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from html import unescape as unescape_html
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import Reporter, new_document, unescape
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_core.text_join import text_join
from markdown_it.token import Token

from ..upstream.parsers import (
    InlineParser,
    Interpreter,
    MdParserConfig,
    create_md_parser,
    let_emphasis_touch,
)
from . import Syntax, one_line
from .contents import Contents, Role
from .html import TAG, is_html, read_tag
from .masking import MASK, UNSPACED

# -- Markdown, with the very settings of its site ------------------------------------------------

_DEFINITION = re.compile(r"^[ >\t]*(\[(?!\^)[^\]\n]+\]:[ \t]*\S.*)$", re.MULTILINE)
#: Attributes of links and images that are no decoration.
TARGET_ATTRIBUTES = frozenset({"href", "src", "alt", "title"})
_BREAKS = frozenset({"softbreak", "hardbreak"})
# These have their text in their children, or are no text.
_NOT_SHOWN = frozenset({"html_inline", "image"})
_EMPHASIS = frozenset({"em_open", "strong_open", "s_open"})
_END_OF_EMPHASIS = frozenset({"em_close", "strong_close", "s_close"})


def walk(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens of a message, those within others included."""
    for token in tokens:
        yield token
        yield from walk(token.children or ())


def definitions(source: str) -> str:
    """Return the link definitions of a page, each a paragraph of its own."""
    return "\n\n".join(_DEFINITION.findall(source))


def markdown_parser(
    config: MdParserConfig, renderer: Callable[[MarkdownIt], RendererProtocol]
) -> MarkdownIt:
    """Return the one parser of messages in Markdown, for what shows them and what checks them."""
    parser = create_md_parser(config, renderer)
    let_emphasis_touch(parser, UNSPACED)
    # A message and its translation have the same addresses, and each is read more than once.
    vars(parser)["normalizeLink"] = _normalized_link
    return parser


_normalized_link = lru_cache(maxsize=10_000)(normalizeLink)


# A message is judged before it is shown, and both read it and its English: its tokens, by the
# settings and links of its page, and by its text.
_read_last: dict[tuple[str, str, str], list[Token]] = {}
_MOST_READ = 4096


class MarkdownReader:
    """Reads the messages of one page.

    :param links: the link definitions of the page.
    """

    def __init__(self, config: MdParserConfig | None = None, links: str = "") -> None:
        self._config, self._links = config or MdParserConfig(), links
        self._page = (repr(self._config), links)

    @cached_property
    def _md(self) -> MarkdownIt:
        made = markdown_parser(self._config, RendererHTML)
        # An escaped mark must not look like one, and nobody asks for the number of words.
        made.disable(["text_join", "wordcount"], ignoreInvalid=True)
        return made

    @cached_property
    def _env(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self._links:
            self._md.parse(self._links, found)
        return found

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of a message, which nobody may change."""
        key = (*self._page, text)
        found = _read_last.pop(key, None)
        if found is None:
            found = self._md.parseInline(text, self._env)[0].children or []
        _read_last[key] = found
        if len(_read_last) > _MOST_READ:
            del _read_last[next(iter(_read_last))]
        return found

    def shown(self, text: str) -> list[Token]:
        """Return the tokens of a message to show them: copies, with their texts joined."""
        inline = Token("inline", "", 0, children=_copied(self.tokens(text)))
        text_join(SimpleNamespace(tokens=[inline]))  # type: ignore[arg-type]  # it asks for no more
        return inline.children or []

    def read(self, text: str) -> Contents:
        """Return what a message holds."""
        return _read_tokens(self.tokens(text.strip("\n")))

    def blocks(self, source: str, deepest: int = 20) -> list[Token]:
        """Return the tokens of a page.

        :param deepest: from which depth on blocks in blocks are left out; MyST's is the default.
        """
        self._md.options["maxNesting"] = deepest
        return self._md.parse(source, {})


def _copied(tokens: list[Token]) -> list[Token]:
    found = list(map(copy, tokens))
    for token in found:
        token.attrs, token.meta = dict(token.attrs), dict(token.meta)
        if token.children:
            token.children = _copied(token.children)
    return found


def read_markup(tokens: Iterable[Token]) -> Contents:
    """Return what the markup of a message holds; what is in its text is left out."""
    held = Contents()
    for token in walk(tokens):
        _add_token(held, token)
    return held


def _read_tokens(tokens: list[Token]) -> Contents:
    held = read_markup(tokens)
    shown: list[str] = []
    outside: list[str] = []
    rendered: list[str] = []
    links = begins = 0
    address = ""
    opened: list[tuple[str, int]] = []  # marks of emphasis, and where their words begin
    for token in walk(tokens):
        if token.type in _EMPHASIS:
            opened.append((token.markup.replace("_", "*"), len(shown)))
        elif token.type in _END_OF_EMPHASIS and opened:
            marks, start = opened.pop()
            held.emphasised.append((marks, "".join(shown[start:]).replace(MASK, "")))
        if token.type == "link_open":
            links += 1
            address, begins = str(token.attrs.get("href", "")), len(shown)
        elif token.type == "link_close":
            links -= 1
            if len(shown) == begins + 1:  # nothing but the mark that opened it
                held.empty_links[address] += 1
        rendered.append("" if token.type in _NOT_SHOWN else token.content)
        other = " " if token.type in _BREAKS else MASK
        piece = token.content if token.type == "text" else other
        shown.append(piece)
        outside.append(MASK if links else piece)
    held.read_text("".join(shown), "".join(outside))
    held.rendered = "".join(rendered)
    return held


def _add_token(held: Contents, token: Token) -> None:
    kind = token.type
    if kind in ("text", "text_special"):
        return
    if kind == "link_open":
        held.links[str(token.attrs.get("href", ""))] += 1
    elif kind == "image":
        held.add_image(str(token.attrs.get("src", "")), token.content)
    elif kind == "myst_role":
        held.add_role(Role(str(token.meta["name"]), token.content))
    elif kind == "code_inline":
        held.code[token.content] += 1
    elif kind == "footnote_ref":
        held.footnotes[str(token.meta.get("label", ""))] += 1
    elif kind in _EMPHASIS:
        held.emphasis[token.markup.replace("_", "*")] += 1
    elif kind == "html_inline":
        held.add_html(token.content)
    elif kind.startswith("substitution"):
        held.substitutions[token.content.strip()] += 1
        return  # its attributes are its own text
    elif kind.startswith("math"):
        held.formulas[token.content] += 1
    for key, value in token.attrs.items():
        if key not in TARGET_ATTRIBUTES:
            held.attributes[key, str(value)] += 1


# -- reStructuredText, with docutils' own reader of inline markup --------------------------------

# What readers see of these is their text.
_TEXTS = (nodes.problematic, nodes.emphasis, nodes.strong, nodes.reference)


class _RoleNode(nodes.inline):
    """A role as it is in the message; nothing is run for it."""


def _keep_role(_interpret: Interpreter) -> Interpreter:
    def keep(
        rawsource: str, text: str, role: str, _line: int
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [_RoleNode(rawsource, "", name=role, content=unescape(text))], []

    return keep


@cache
def _settings() -> Any:
    settings: Any = get_default_settings(Parser)
    settings.report_level = settings.halt_level = Reporter.SEVERE_LEVEL + 1
    return settings


def rst_parser(settings: Any, interpret: Callable[[Interpreter], Interpreter]) -> InlineParser:
    """Return the one parser of messages in reStructuredText, as :func:`markdown_parser`.

    :param interpret: gets docutils' own interpreter of roles and returns the one to use.
    """
    return InlineParser(settings, interpret, UNSPACED)


@cache
def _inline_parser() -> InlineParser:
    return rst_parser(_settings(), _keep_role)


def read_rst(text: str) -> Contents:
    """Return what a message holds."""
    document = new_document("message", _settings())
    found = _inline_parser().parse(one_line(text), 1, document)
    held = read_nodes(found)
    shown = [_shown(node) for node in found]
    outside = [
        MASK if isinstance(node, nodes.reference) else text
        for node, text in zip(found, shown, strict=True)
    ]
    held.read_text("".join(shown), "".join(outside))
    contents = (node["content"] if isinstance(node, _RoleNode) else node.astext() for node in found)
    held.rendered = "".join(contents)
    return held


def _shown(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return str(node)
    return node.astext() if isinstance(node, _TEXTS) else MASK


def read_nodes(found: Iterable[nodes.Node]) -> Contents:
    """Return what nodes of docutils hold, those within them included."""
    held = Contents()
    for node in found:
        for element in node.findall(nodes.Element):
            add_node(held, element)
    return held


def add_node(held: Contents, node: nodes.Element) -> None:
    """Note what one node holds, without those within it."""
    if isinstance(node, _RoleNode):
        held.add_role(Role(node["name"], node["content"]))
    elif isinstance(node, nodes.literal):
        held.code[node.astext()] += 1
    elif isinstance(node, nodes.emphasis | nodes.strong):
        marks = "*" if isinstance(node, nodes.emphasis) else "**"
        held.emphasis[marks] += 1
        held.emphasised.append((marks, node.astext()))
    elif isinstance(node, nodes.footnote_reference):
        auto = node.get("auto")
        name = f"#{node.get('refname', '')}" if auto else node.get("refname", node.astext())
        held.footnotes["*" if auto == "*" else name] += 1
    elif isinstance(node, nodes.citation_reference):
        held.footnotes[node.astext()] += 1
    elif isinstance(node, nodes.substitution_reference):
        held.substitutions[str(node.get("refname"))] += 1
    elif isinstance(node, nodes.reference):
        _add_reference(held, node)
    elif isinstance(node, nodes.raw):
        held.comments[node.astext()] += 1
    elif isinstance(node, nodes.image):
        for source in {node.get("uri", ""), node.get("original_uri", node.get("uri", ""))}:
            held.add_image(source, node.get("alt", ""))
    elif isinstance(node, nodes.math):
        held.formulas[node.astext()] += 1
    elif node.tagname == "download_reference":  # Sphinx has run the role already
        held.add_role(Role("download", node.get("reftarget", "")))


def _add_reference(held: Contents, node: nodes.reference) -> None:
    if node.get("refuri"):
        held.links[node["refuri"]] += 1
    else:
        name = str(node.get("refname", node.get("name", ""))).casefold()
        held.references["__" if node.get("anonymous") else name] += 1


def read_words(text: str) -> Contents:
    """Return what a message holds."""
    held = Contents()

    def take_out(match: re.Match[str]) -> str:
        found = read_tag(match.group())
        # `<name>`, or what is in `<<original entry>>`: words, not an element with a value
        values = [value for _, value in found[0].attributes] if found else []
        if found and not is_html(found[0].name) and not any(value is not None for value in values):
            return match.group()
        held.add_html(match.group())
        return MASK

    shown = TAG.sub(take_out, text)
    held.rendered = unescape_html(shown)
    held.read_text(shown, shown, is_page=False)
    return held


# -- Pages: which of their messages are code, and which are reStructuredText --------------------

#: How a page is written, by the ending of its file.
SYNTAXES = {
    ".md": Syntax.MYST,
    ".markdown": Syntax.MYST,
    ".ipynb": Syntax.MYST,
    ".rst": Syntax.RST,
    ".rest": Syntax.RST,
    ".txt": Syntax.RST,
    ".inc": Syntax.RST,
}
#: What comes after a fence that makes it a directive.
DIRECTIVE = re.compile(r"\{(?P<name>[^{}]+)\}")
# The lines with options, and the empty ones, above the content of a directive.
_OPTIONS = re.compile(r"\A(?:[ \t]*(?::[\w-]+:(?:[ \t].*)?)?\n)*")
#: The directives whose content is no Markdown.
CODE_DIRECTIVES = frozenset(
    "code code-block code-cell graphviz literalinclude mermaid parsed-literal prompt raw "
    "sourcecode".split()
)
_FORMULAS = frozenset({"math_block", "math_block_label", "math_inline_double", "amsmath"})
# A page without any of these contains nothing but Markdown.
_BLOCK_MARKS = ("```", "~~~", ":::", "$$", "\\begin")

_SURELY_RST = re.compile(
    r"(?<![\w:]):[A-Za-z][\w.+-]*(?::[A-Za-z][\w.+-]*)*:`[^`]+`|`[^`<]+\s<[^`>]+>`__?(?!\w)"
    r"|(?<![\w`])`[^`]+`__?(?!\w)|\[[#\w*]+\]_(?!\w)|(?<!\w)\|[^|\s][^|]*\|(?!\w)"
)
_SURELY_MYST = re.compile(
    r"\]\([^)\s]+\)|\{[\w:+-]+\}`[^`]+`|\[\^[^\]]+\]|(?<![`:}\w])`[^`<>]+`(?![`_:\w])|\{\{.+?\}\}"
    r"|\]\[[^\]]*\]|</?[a-z]+>"
)


def surely_rst(message: str) -> bool:
    """Say whether a message holds markup that only reStructuredText has."""
    return bool(_SURELY_RST.search(message)) and not _SURELY_MYST.search(message)


def surely_myst(message: str) -> bool:
    """Say whether a message holds markup that only Markdown has."""
    return bool(_SURELY_MYST.search(message)) and not _SURELY_RST.search(message)


@dataclass(frozen=True)
class Page:
    """What is known of one page, or of several that share a catalog.

    :param code: the texts of its blocks of code, each on one line.
    :param formulas: those of its displayed formulas.
    :param has_rst: whether a part of it is in reStructuredText.
    """

    code: frozenset[str] = field(default=frozenset(), repr=False)
    formulas: frozenset[str] = field(default=frozenset(), repr=False)
    has_rst: bool = False


def read_page(source: str, reader: MarkdownReader) -> Page:
    """Read the text of a page in MyST.

    :param reader: reads Markdown with the settings of the page.
    """
    code: set[str] = set()
    formulas: set[str] = set()
    has_rst = False
    todo = [source] if any(mark in source for mark in _BLOCK_MARKS) else []
    while todo:
        for token in walk(reader.blocks(todo.pop())):
            is_fence = "fence" in token.type
            directive = DIRECTIVE.match(token.info)
            name = directive["name"] if directive else ""
            text = one_line(_OPTIONS.sub("", token.content) if name else token.content)
            if token.type in _FORMULAS or (name == "math" and is_fence):
                formulas.add(text)
            elif name in CODE_DIRECTIVES or (not name and token.type == "fence"):
                code.add(text)
            elif name == "eval-rst":
                has_rst = True
            elif is_fence:
                todo.append(token.content)
    return Page(frozenset(code), frozenset(formulas), has_rst)
