"""Reads a message in MyST Markdown with the very parser settings of its site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import (
    MdParserConfig,
    TopmatterReadError,
    merge_file_level,
    read_topmatter,
)
from myst_parser.parsers.mdit import create_md_parser

from .held import Held, Role
from .spans import MASK
from .tags import read_tag

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
        _note(held, token)
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


def _note(held: Held, token: Token) -> None:
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
