"""The passages of a page: everything on it that a translator can translate.

Sphinx's own list is taken as it is, so that catalogs which were made with Sphinx
alone keep fitting; what it leaves out is added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jinja2
from docutils import nodes
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, String
from pygments.util import ClassNotFound
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _ as sphinx_text

from ..catalogs.model import with_context
from ..text import html, is_halved
from ..upstream.extensions import WORD_ATTRIBUTES, list_template, post_title
from ..upstream.myst_sphinx import is_markdown
from ..upstream.parsers import front_matter as read_front_matter
from ..upstream.sphinx import (
    LITERAL_TYPE_NODES,
    extract_messages,
    is_translatable,
    split_index_msg,
)

# Fields of the front matter that readers see.
FRONT_MATTER = ("title", "description")
# Fields of the front matter that docutils shows in the page itself.
SHOWN_FIELDS = ("abstract", "dedication")
# Attributes that hold words, where the node is not part of a translated text.
_WORD_ATTRIBUTES = ("reftitle", *WORD_ATTRIBUTES)
# The title in a `post` directive; the blog translates it when it collects its posts.
POST_TITLE = "post-title"
# The value of a substitution; it is translated wherever a message puts it in.
SUBSTITUTION = "substitution"
FORMAT_FIELD = re.compile(r"\{\w*\}")
# Of a node that readers of the page will not see: who sees it. A plug-in sets it before the
# page is translated, and takes the node out of the page afterwards.
AUDIENCE = "audience"
# A line of a comment or of a string in a block of code.
CODE = "code"
# Under this name, what is kept of the page that is being read has an environment for them.
ENVIRONMENT = "tandem-environment-{}"


@dataclass(frozen=True)
class Passage:
    """One translatable message and the node that shows it.

    :param message: the English as the catalog has it.
    :param attribute: the attribute that contains it; ``""`` for the node's own text.
    :param other_message: the message as Sphinx alone would extract it, if it differs.
    :param context: what its author says to tell it from the same English elsewhere.
    """

    node: nodes.Element
    message: str
    attribute: str = ""
    other_message: str = ""
    context: str | None = None

    @property
    def name(self) -> str:
        """The message behind its context, by which catalogs find it."""
        return with_context(self.context, self.message)


def audience_pages(app: Sphinx) -> dict[str, Callable[[str], str]]:
    """Return for each audience what names the page that shows it what it alone sees of a page.

    A plug-in that takes nodes out of pages adds its own.
    """
    found: dict[str, Callable[[str], str]] = app.__dict__.setdefault("tandem_audience_pages", {})
    return found


@dataclass(frozen=True)
class PagePassages:
    """The passages of a page that is being read.

    :param path: the file of the page.
    :param text: what the file holds; ``""`` for a page in reStructuredText.
    :param is_rst: whether the page is in reStructuredText, not in MyST.
    :param found: the passages, in the order of the page.
    """

    path: str
    text: str
    is_rst: bool
    found: list[Passage]


def collect_passages(env: BuildEnvironment, document: nodes.document) -> PagePassages:
    """Collect the passages of the page that is being read, still in English."""
    path, is_rst = Path(env.doc2path(env.docname)), not is_markdown(env)
    text = "" if is_rst else path.read_text("utf-8-sig", errors="replace")
    # YAML can write half a character, which no catalog and no page can hold.
    whole = [one for one in _passages(document, text) if not is_halved(one.message)]
    return PagePassages(str(path), text, is_rst, _with_contexts(document, whole))


# -- What an author says of the block behind a comment ---------------------------------------------

#: Begins a comment that is for translators: `% translators: …` in Markdown.
NOTE = "translators:"
# Begins one that tells the passages of a block from the same English elsewhere.
_CONTEXT = "translation context:"


def notes(document: nodes.document, mark: str) -> dict[int, list[str]]:
    """Return what comments that begin with *mark* say, by the identity of the block behind each."""
    if not any(_said(one, mark) for one in document.findall(nodes.comment)):
        return {}
    found: dict[int, list[str]] = {}
    waiting: list[str] = []
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.comment):
            waiting += _said(node, mark)
        elif waiting and not isinstance(node, nodes.section | nodes.target):
            found[id(node)], waiting = waiting, []
    return found


def _said(node: nodes.comment, mark: str) -> list[str]:
    text = " ".join(node.astext().split())
    return [text[len(mark) :].strip()] if text.casefold().startswith(mark) else []


def _with_contexts(document: nodes.document, found: list[Passage]) -> list[Passage]:
    """Give passages the contexts of their author, the nearest to each."""
    contexts = notes(document, _CONTEXT)
    if not contexts:
        return found
    around = ((one, map(id, with_parents(one.node))) for one in found)
    named = (
        (one, next((contexts[i][-1] for i in ids if i in contexts), None)) for one, ids in around
    )
    return [replace(one, context=context) if context else one for one, context in named]


def _passages(document: nodes.document, text: str) -> list[Passage]:
    found: list[Passage] = []
    hidden = set(_labels(document))
    matter = front_matter(document)
    for item in matter.findall(nodes.field) if matter is not None else ():
        name, body = item[0].astext(), item[1]
        text = " ".join(body.astext().split())
        if isinstance(body, nodes.Element) and name in FRONT_MATTER and text:
            found.append(Passage(body, text, "front-matter"))
        # What the page does not show.
        hidden.update(map(id, (item[0] if name.lower() in SHOWN_FIELDS else item).findall()))
    for node, message in extract_messages(document):
        if id(node) in hidden or isinstance(node, nodes.raw) or message.startswith(".. image::"):
            continue
        if not message.strip():  # an empty caption, which Sphinx takes for a message
            continue
        attribute = "alt" if isinstance(node, nodes.image) else ""
        other = getattr(node, "tandem_plain_message", "")
        found.append(Passage(node, message, attribute, other))
    found.extend(_attribute_passages(document, hidden))
    if kinds := document.settings.env.config.tandem_code_words:
        in_code = [
            Passage(node, message, CODE)
            for node in document.findall(nodes.literal_block)
            for message in code_words(code_pieces(node.astext(), code_language(node), kinds))
        ]
        alone = {id(one.node) for one in in_code}
        found = [one for one in found if id(one.node) not in alone] + in_code
    known = {passage.message for passage in found}
    found.extend(
        Passage(document, value, SUBSTITUTION)
        for value in used_texts(text, known)
        if value not in known
    )
    return found


def front_matter(document: nodes.document) -> nodes.field_list | None:
    """Return the list of the page's front matter, or ``None``."""
    for child in document.children:
        if isinstance(child, nodes.field_list):
            return child
        if not isinstance(child, nodes.meta | nodes.comment | nodes.system_message):
            break
    return None


def _labels(document: nodes.document) -> Iterator[int]:
    """Yield the identity of each label ("Parameters") that Sphinx writes into descriptions.

    They are in the language of the build already: Sphinx's own catalog has them.  What an
    author has written, and Sphinx has given a capital for want of a label, differs from its
    source: that is a message.
    """
    labels: set[str] = set()
    for content in document.findall(addnodes.desc_content):
        if not labels:
            labels = {str(sphinx_text("Type")), str(sphinx_text("Default"))}
            for domain in document.settings.env.domains.values():
                for directive in domain.directives.values():
                    fields = getattr(directive, "doc_field_types", ())
                    labels |= {str(field.label) for field in fields}
        for fields in content.children:
            if isinstance(fields, nodes.field_list):
                for name in fields.findall(nodes.field_name):
                    if (label := name.astext()) in labels and name.rawsource in ("", label):
                        yield id(name)


def _attribute_passages(document: nodes.document, hidden: set[int]) -> Iterator[Passage]:
    for node in document.findall(nodes.Element):
        if id(node) in hidden:
            continue
        if isinstance(node, nodes.raw):
            if "html" in node.get("format", "").split() and not _in_translated_text(node):
                for message in html.words(node.astext()):
                    yield Passage(node, message, "html")
            continue
        for attribute in _WORD_ATTRIBUTES:
            message = node.get(attribute)
            if isinstance(message, str) and message.strip() and not _in_translated_text(node):
                yield Passage(node, message, attribute)
        if isinstance(node, addnodes.index) and node.get("inline", True) is False:
            # the words of the directive; a role's belong to their message
            for entry in node["entries"]:
                words = filter(str.strip, index_words(entry))
                yield from (Passage(node, message, "index") for message in words)
        if title := post_title(node):
            yield Passage(node, title, POST_TITLE)
        if has_words(template := list_template(node)):
            yield Passage(node, template, "format")


def has_words(template: str) -> bool:
    """Say whether a template of a list of posts has words beside its fields."""
    return bool(re.search(r"[^\W\d_]", FORMAT_FIELD.sub("", template)))


def with_parents(node: nodes.Node | None) -> Iterator[nodes.Node]:
    """Yield a node and what is around it, from the inside out."""
    while node is not None:
        yield node
        node = node.parent


def _in_translated_text(node: nodes.Element) -> bool:
    """Say whether the node is part of a text that is translated as a whole."""
    for parent in with_parents(node.parent):
        if isinstance(parent, nodes.TextElement) and is_translatable(parent):
            return bool(parent.rawsource)
    return False


def audience(node: nodes.Node | None) -> str:
    """Return who alone will see a node, such as ``instructor``; ``""`` where all readers do."""
    for found in with_parents(node):
        if isinstance(found, nodes.Element) and AUDIENCE in found:
            return str(found[AUDIENCE])
    return ""


def environment_for(env: BuildEnvironment, node: nodes.Node) -> BuildEnvironment:
    """Return the environment to tell what a node declares: its audience may have one of its own."""
    found = env.temp_data.get(ENVIRONMENT.format(audience(node)))
    return env if found is None else found


def is_words(passage: Passage) -> bool:
    """Say whether the message is used as it stands, and not parsed."""
    plain = isinstance(passage.node, addnodes.translatable | nodes.meta)
    return plain or bool(passage.attribute)


def is_literal(passage: Passage) -> bool:
    """Say whether the passage is code or a displayed formula."""
    return isinstance(passage.node, LITERAL_TYPE_NODES)


def nearest(node: nodes.Element, attribute: str) -> Any:
    """Return where a node is in the sources, or else the closest node around it.

    :param attribute: ``source`` or ``line``.
    """
    return next(
        filter(None, (getattr(found, attribute, None) for found in with_parents(node))), None
    )


def index_words(entry: tuple[str, ...]) -> list[str]:
    """Return the words of one entry of an index."""
    try:
        return split_index_msg(entry[0], entry[1])
    except ValueError:  # Sphinx reports it when it makes the index
        return []


# -- Comments and strings in blocks of code -------------------------------------------------------
# Each of their lines is a passage, if the site asks for it (`tandem_code_words`): an edit of the
# code around it makes no translation stale.

_KINDS = {"comments": Comment, "strings": String}
# What is no text for people, though it is within a comment or a string.
_NO_WORDS = (
    *(Comment.Preproc, Comment.PreprocFile, Comment.Hashbang, Comment.Special),
    *(String.Affix, String.Delimiter, String.Escape, String.Interpol, String.Regex, String.Symbol),
)
_COMMENT = re.compile(
    r"[ \t]*(?:#+!?|//+!?|/\*+!?|\*+(?!/)|--+\[*|;+|%+|<!--|\(\*|\{-|[\"']{3})?[ \t]*"
    r"(?P<text>.*?)[ \t]*(?:\*/|--+>|\*\)|-\}|\]\]|[\"']{3})?[ \t]*"
)
_STRING = re.compile(r"[ \t\"'`]*(?P<text>.*?)[ \t\"'`]*")
_IN_WORDS = {
    "comments": re.compile(r"[^\W\d_]{2}"),
    "strings": re.compile(r"[^\W\d_]\W*\s\W*[^\W\d_]"),
}


def code_words(pieces: Iterable[tuple[str, str]]) -> list[str]:
    """Return the pieces of comments and strings that have words, each once.

    A comment of one word is a text for people; a string needs two of them.
    """
    return list(dict.fromkeys(one for one, kind in pieces if kind and _IN_WORDS[kind].search(one)))


def code_language(node: nodes.Element) -> str:
    """Return the language of a block of code, as Pygments calls it."""
    config = getattr(node.document, "settings").env.config  # noqa: B009
    name = str(node.get("language") or config.highlight_language)
    return {"default": "python3", "ipython": "python3"}.get(name, name)


def code_pieces(text: str, language: str, kinds: Collection[str]) -> list[tuple[str, str]]:
    """Cut a block of code into the lines of its comments and strings, and all between them.

    :param kinds: what is wanted: ``comments`` or ``strings``.
    :returns: each piece with what it is, ``""`` for code.
    """
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return []
    found: list[tuple[str, str]] = []
    for _, token, value in lexer.get_tokens_unprocessed(text):
        kind = next((one for one, among in _KINDS.items() if token in among), "")
        if kind not in kinds or any(token in one for one in _NO_WORDS):
            found.append((value, ""))
            continue
        for line in value.splitlines(keepends=True):
            bare = line.rstrip("\r\n")
            pattern = _STRING if kind == "strings" and token not in String.Doc else _COMMENT
            start, end = pattern.fullmatch(bare).span("text")  # type: ignore[union-attr]  # it fits all
            found += [(line[:start], ""), (line[start:end], kind), (line[end:], "")]
    return found


def code_around(pieces: Iterable[tuple[str, str]]) -> str:
    """Return what must stay as it is when a comment or a string is translated."""
    return "".join("\0" if kind and text else text for text, kind in pieces)


# -- The texts that a page puts in with ``{{ key }}``, as passages of their own ------------------
# MyST parses a value after Jinja has put it in, as a document of its own; a value that a
# translator wrote would then escape the guard.  So a value is translated and parsed like any
# other message, and only expressions of the English are evaluated.

_LETTER = re.compile(r"[^\W\d_]")
_BLOCK = re.compile(r"^[ \t]*(?:`{3,}|~{3,}|:{3,})|\n[ \t]*\n", re.MULTILINE)


def inline_texts(value: object) -> Iterator[str]:
    """Yield the inline texts in a value; what holds blocks is extracted where it is."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from inline_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from inline_texts(inner)
    elif isinstance(value, str) and _LETTER.search(value) and not _BLOCK.search(value):
        yield value


def used_texts(source: str, messages: Iterable[str]) -> list[str]:
    """Return the texts of a page's own substitutions that are within messages, each once."""
    inside = "\n".join(message for message in messages if "{{" in message)
    if not inside or not source.startswith("---") or "substitutions" not in source:
        return []
    settings = read_front_matter(source).get("myst")
    values = settings.get("substitutions") if isinstance(settings, dict) else None
    used = (
        text
        for key, value in (values if isinstance(values, dict) else {}).items()
        if re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", inside)
        for text in inline_texts(value)
    )
    return list(dict.fromkeys(used))


def with_texts_replaced(value: Any, translate: Callable[[str], str]) -> Any:
    """Return a value with its texts translated."""
    if isinstance(value, dict):
        return {key: with_texts_replaced(inner, translate) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [with_texts_replaced(inner, translate) for inner in value]
    return translate(value) if isinstance(value, str) else value


def evaluate(expression: str, values: Mapping[str, Any], env: object) -> str:
    """Return what an expression of the English gives, as MyST evaluates it.

    :raises jinja2.TemplateError: when it gives nothing.
    """
    if expression in values:
        return str(values[expression])
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)  # noqa: S701  # it is Markdown
    return environment.from_string(f"{{{{{expression}}}}}").render({**values, "env": env})
