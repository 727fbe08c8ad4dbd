"""Reads a message in MyST Markdown with the very parser settings of its site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape as unescape_html
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.languages import get_language
from docutils.parsers.rst import Parser, states
from docutils.utils import Reporter, new_document, unescape
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import (
    MdParserConfig,
    TopmatterReadError,
    merge_file_level,
    read_topmatter,
)
from myst_parser.parsers.mdit import create_md_parser

from .contents import Held, Role
from .html import read_tag
from .masking import MASK, TAG, is_html

_DEFINITION = re.compile(r"^[ >\t]*(\[(?!\^)[^\]\n]+\]:[ \t]*\S.*)$", re.MULTILINE)
_TARGET_ATTRIBUTES = frozenset({"href", "src", "alt", "title"})
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


def page_config(config: MdParserConfig, source: str) -> MdParserConfig:
    """Return MyST's settings for a page: those of the site and of its front matter."""
    try:
        topmatter = read_topmatter(source)
    except TopmatterReadError:
        topmatter = None
    return merge_file_level(config, topmatter, lambda *_: None) if topmatter else config


def definitions(source: str) -> str:
    """Return the link definitions of a page, each a paragraph of its own."""
    return "\n\n".join(_DEFINITION.findall(source))


class MarkdownReader:
    """Reads the messages of one page.

    :param config: MyST's settings for the page.
    :param links: the link definitions of the page.
    """

    def __init__(self, config: MdParserConfig | None = None, links: str = "") -> None:
        self._md = create_md_parser(config or MdParserConfig(), RendererHTML)
        # An escaped mark must not look like one, and nobody asks for the number of words.
        self._md.disable(["text_join", "wordcount"], ignoreInvalid=True)
        self._env: dict[str, Any] = {}
        if links:
            self._md.parse(links, self._env)

    def read(self, text: str) -> Held:
        """Return what a message holds."""
        inline = self._md.parseInline(text.strip("\n"), self._env)[0]
        return read_tokens(inline.children or [])


def read_tokens(tokens: list[Token]) -> Held:
    """Return what the tokens of a message hold."""
    held = Held()
    shown: list[str] = []
    outside: list[str] = []
    rendered: list[str] = []
    links = begins = 0
    address = ""
    opened: list[tuple[str, int]] = []  # marks of emphasis, and where their words begin
    for token in walk(tokens):
        _note_token(held, token)
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


def _note_token(held: Held, token: Token) -> None:
    kind = token.type
    if kind in ("text", "text_special"):
        return
    if kind == "link_open":
        held.links[str(token.attrs.get("href", ""))] += 1
    elif kind == "image":
        _note_image(held, str(token.attrs.get("src", "")), token.content)
    elif kind == "myst_role":
        _note_role(held, Role(str(token.meta["name"]), token.content))
    elif kind == "code_inline":
        held.code[token.content] += 1
    elif kind == "footnote_ref":
        held.footnotes[str(token.meta.get("label", ""))] += 1
    elif kind in _EMPHASIS:
        held.emphasis[token.markup.replace("_", "*")] += 1
    elif kind == "html_inline":
        _note_tag(held, token.content)
    elif kind.startswith("substitution"):
        held.substitutions[token.content.strip()] += 1
        return  # its attributes are its own text
    elif kind.startswith("math"):
        held.formulas[token.content] += 1
    for key, value in token.attrs.items():
        if key not in _TARGET_ATTRIBUTES:
            held.attributes[key, str(value)] += 1


def _note_image(held: Held, source: str, text: str) -> None:
    held.images[source] += 1
    if not text.strip():
        held.silent_images[source] += 1


def _note_role(held: Held, role: Role) -> None:
    if role.name == "math":
        held.formulas[role.content] += 1
    else:
        held.roles[role] += 1


def _note_tag(held: Held, html: str) -> None:
    read = read_tag(html)
    if read is None:
        held.comments[html] += 1
    else:
        held.tags[read[0]] += 1


# -- Reads a message in reStructuredText with docutils' own reader of inline markup -------------

#: The name under which text in single backticks is kept, which has no role of its own.
DEFAULT_ROLE = ""


class _RoleNode(nodes.inline):
    """A role as it stands in the message; nothing is run for it."""


@cache
def _settings() -> Any:
    settings: Any = get_default_settings(Parser)
    settings.report_level = settings.halt_level = Reporter.SEVERE_LEVEL + 1
    return settings


@cache
def _inliner() -> Any:
    inliner: Any = states.Inliner()  # of a subclass it would miss the patterns of its class

    def interpreted(rawsource: str, text: str, role: str, lineno: int) -> Any:
        return [_RoleNode(rawsource, "", name=role, content=unescape(text))], []

    inliner.interpreted = interpreted
    inliner.init_customizations(_settings())
    return inliner


def read_rst(text: str) -> Held:
    """Return what a message holds."""
    document = new_document("message", _settings())
    memo: Any = SimpleNamespace(
        document=document,
        reporter=document.reporter,
        language=get_language("en", document.reporter),
        inliner=_inliner(),
    )
    paragraph = nodes.paragraph()
    found, _messages = _inliner().parse(" ".join(text.split()), 1, memo, paragraph)
    held = Held()
    shown: list[str] = []
    outside: list[str] = []
    for node in found:
        _read_node(held, node, shown, outside)
    held.read_text("".join(shown), "".join(outside))
    contents = (node["content"] if isinstance(node, _RoleNode) else node.astext() for node in found)
    held.rendered = "".join(contents)
    return held


def _read_node(held: Held, node: nodes.Node, shown: list[str], outside: list[str]) -> None:
    if isinstance(node, nodes.Text):
        shown.append(str(node))
        outside.append(str(node))
        return
    assert isinstance(node, nodes.Element)  # noqa: S101  # for the type checker
    _note_node(held, node)
    if isinstance(node, nodes.problematic | nodes.emphasis | nodes.strong):
        shown.append(node.astext())
        outside.append(node.astext())
    elif isinstance(node, nodes.reference):
        shown.append(node.astext())
        outside.append(MASK)
    else:
        shown.append(MASK)
        outside.append(MASK)


def _note_node(held: Held, node: nodes.Element) -> None:
    if isinstance(node, _RoleNode):
        _note_role(held, Role(node["name"], node["content"]))
    elif isinstance(node, nodes.literal):
        held.code[node.astext()] += 1
    elif isinstance(node, nodes.emphasis | nodes.strong):
        marks = "*" if isinstance(node, nodes.emphasis) else "**"
        held.emphasis[marks] += 1
        held.emphasised.append((marks, node.astext()))
    elif isinstance(node, nodes.footnote_reference):
        held.footnotes[_note_name(node)] += 1
    elif isinstance(node, nodes.citation_reference):
        held.footnotes[node.astext()] += 1
    elif isinstance(node, nodes.substitution_reference):
        held.substitutions[node["refname"]] += 1
    elif isinstance(node, nodes.reference):
        _note_reference(held, node)
        for inner in node.findall(nodes.substitution_reference):
            held.substitutions[inner["refname"]] += 1


def _note_name(node: nodes.footnote_reference) -> str:
    auto = node.get("auto")
    if auto == "*":
        return "*"
    return f"#{node.get('refname', '')}" if auto else node.get("refname", node.astext())


def _note_reference(held: Held, node: nodes.reference) -> None:
    if node.get("refuri"):
        held.links[node["refuri"]] += 1
    elif node.get("anonymous"):
        held.references["__"] += 1
    else:
        held.references[str(node.get("refname", node.get("name", ""))).casefold()] += 1


# -- Reads plain interface text: placeholders, HTML tags, addresses -----------------------------


def read_words(text: str) -> Held:
    """Return what a message holds."""
    held = Held()

    def take_out(match: re.Match[str]) -> str:
        html = match.group()
        found = read_tag(html)
        if found is None:
            held.comments[html] += 1
        elif not is_html(found[0].name) and not found[0].attributes:
            return html
        else:
            held.tags[found[0]] += 1
        return MASK

    shown = TAG.sub(take_out, text)
    held.rendered = unescape_html(shown)
    held.read_text(shown, shown, is_page=False)
    return held
