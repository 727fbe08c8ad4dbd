"""The passages of a page: everything on it that a translator can translate.

Sphinx's own list is taken as it is, so that catalogs which were made with Sphinx
alone keep fitting; what it leaves out is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _ as sphinx_text
from sphinx.util.index_entries import split_index_msg
from sphinx.util.nodes import LITERAL_TYPE_NODES, extract_messages, is_translatable

from ..site.pagedata import page_data
from ..text import html
from . import marks

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


# -- The entries of the general index: translated, and marked where they are not ----------------


def index_texts(node: addnodes.index) -> Iterator[str]:
    """Yield the words of an ``index`` directive; a role's belong to their message."""
    if node.get("inline", True) is False:
        for entry in node["entries"]:
            yield from _words(entry)


def replace_index_text(node: addnodes.index, english: str, translated: str) -> None:
    """Put a translation in the place of one word of the entries."""
    text = translated.replace(";", ",")  # a semicolon would make two words of it
    node["entries"] = [
        (
            entry[0],
            "; ".join(text if word == english else word for word in _words(entry)),
            *entry[2:],
        )
        for entry in node["entries"]
    ]


def note_untranslated(env: BuildEnvironment, docname: str, passage: Passage) -> None:
    """Note the words of an untranslated passage that stand in the index, to mark them there."""
    known = _untranslated(env).setdefault(docname, set())
    if isinstance(passage.node, addnodes.index):
        known.add(passage.message)
    elif not passage.attribute:
        shown = " ".join(passage.node.astext().split()).lower()
        entries = (e for i in passage.node.findall(addnodes.index) for e in i["entries"])
        known |= {word for entry in entries for word in _words(entry) if word.lower() in shown}


def keep_index_ids(english: nodes.Element, translated: nodes.Element) -> None:
    """Give the places of index entries the ids that they have in the English page."""
    free = [tuple(e[:3]) for index in english.findall(addnodes.index) for e in index["entries"]]
    found = [
        (index, place)
        for index in translated.findall(addnodes.index)
        for place in range(len(index["entries"]))
    ]
    for length in (2, 1):  # entries with the same words first, then those of the same kind
        for index, place in list(found):
            entry = index["entries"][place]
            same = next((e for e in free if e[:length] == tuple(entry[:length])), None)
            if same is not None:
                free.remove(same)
                found.remove((index, place))
                _rename(translated, entry[2], same[2])
                index["entries"][place] = (*entry[:2], same[2], *entry[3:])


def _rename(node: nodes.Element, old: str, new: str) -> None:
    for target in node.findall(nodes.target):
        target["ids"] = [new if node_id == old else node_id for node_id in target["ids"]]


def _words(entry: tuple[str, ...]) -> list[str]:
    try:
        return split_index_msg(entry[0], entry[1])
    except ValueError:  # Sphinx reports it when it makes the index
        return []


def _untranslated(env: BuildEnvironment) -> dict[str, set[str]]:
    found: dict[str, set[str]] = page_data(env, "tandem_index_words")
    return found


def mark_index(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Mark the untranslated words of the index."""
    if not pagename.startswith("genindex"):
        return
    words = set().union(*_untranslated(app.env).values())
    if words and "genindexentries" in context:
        context["genindexentries"] = [
            (letter, _marked(entries, words)) for letter, entries in context["genindexentries"]
        ]
    if words and "entries" in context:
        context["entries"] = _marked(context["entries"], words)


def _marked(entries: list[Any], words: set[str]) -> list[Any]:
    """Return entries of the index, or those below one, with the words marked."""
    shown = []
    for name, value in entries:
        inner = value  # of an entry: its links, the entries below it, a key
        if isinstance(value, tuple):
            inner = (value[0], _marked(value[1], words), *value[2:])
        shown.append((marks.wrap(name) if name in words else name, inner))
    return shown


# Fields of the front matter that readers see.
FRONT_MATTER = ("title", "description")
# Fields of the front matter that docutils shows in the page itself.
SHOWN_FIELDS = ("abstract", "dedication")
# Attributes that hold words, where the node is not part of a translated text.
_WORD_ATTRIBUTES = ("reftitle", "tooltip", "sd_tooltip", "expand")
# The title in a `post` directive; the blog translates it when it collects its posts.
POST_TITLE = "post-title"
# The value of a substitution; it is translated wherever a message puts it in.
SUBSTITUTION = "substitution"
# Of a node that readers of the page will not see: who sees it. A plug-in sets it before the
# page is translated, and takes the node out of the page afterwards.
AUDIENCE = "audience"
# Under this name, what is kept of the page that is being read has an environment for them.
ENVIRONMENT = "tandem-environment-{}"
_FORMAT_FIELD = re.compile(r"\{\w*\}")


@dataclass(frozen=True)
class Passage:
    """One translatable message and the node that shows it.

    :param node: the node.
    :param message: the English as the catalog has it.
    :param attribute: the attribute that holds it; ``""`` for the node's own text.
    :param other_message: the message as Sphinx alone would extract it, if it differs.
    """

    node: nodes.Element
    message: str
    attribute: str = ""
    other_message: str = ""


def audience_pages(app: Sphinx) -> dict[str, Callable[[str], str]]:
    """Return for each audience what names the page that shows it what it alone sees of a page.

    A plug-in that takes nodes out of pages adds its own.
    """
    found: dict[str, Callable[[str], str]] = app.__dict__.setdefault("tandem_audience_pages", {})
    return found


def passages(document: nodes.document) -> list[Passage]:
    """Return the passages of a page, in the order of the page."""
    matter = front_matter(document)
    found = list(_front_matter_passages(matter)) if matter is not None else []
    hidden = {*_hidden_nodes(matter), *_labels(document)}
    for node, message in extract_messages(document):
        if id(node) in hidden or isinstance(node, nodes.raw) or message.startswith(".. image::"):
            continue
        attribute = "alt" if isinstance(node, nodes.image) else ""
        other = getattr(node, "tandem_plain_message", "")
        found.append(Passage(node, message, attribute, other))
    found.extend(_attribute_passages(document, hidden))
    return found


def front_matter(document: nodes.document) -> nodes.field_list | None:
    """Return the list of the page's front matter, or ``None``."""
    for child in document.children:
        if isinstance(child, nodes.field_list):
            return child
        if not isinstance(child, nodes.meta | nodes.comment | nodes.system_message):
            break
    return None


def _front_matter_passages(matter: nodes.field_list) -> Iterator[Passage]:
    for item in matter.findall(nodes.field):
        body = item[1]
        text = " ".join(body.astext().split())
        if isinstance(body, nodes.Element) and item[0].astext() in FRONT_MATTER and text:
            yield Passage(body, text, "front-matter")


def _hidden_nodes(matter: nodes.field_list | None) -> Iterator[int]:
    """Yield the identity of each node of the front matter that the page does not show."""
    if matter is None:
        return
    for item in matter.findall(nodes.field):
        shown = item[0].astext().lower() in SHOWN_FIELDS
        for node in (item[0] if shown else item).findall():
            yield id(node)


def _labels(document: nodes.document) -> Iterator[int]:
    """Yield the identity of each label ("Parameters") that Sphinx writes into descriptions.

    They are in the language of the build already: Sphinx's own catalog has them.
    """
    labels: set[str] = set()
    for content in document.findall(addnodes.desc_content):
        if not labels:
            labels = {str(sphinx_text("Type")), str(sphinx_text("Default"))}
            for domain in document.settings.env.domains.sorted():
                for directive in domain.directives.values():
                    fields = getattr(directive, "doc_field_types", ())
                    labels |= {str(field.label) for field in fields}
        for field in content.children:
            for name in field.findall(nodes.field_name) if _is_fields(field) else ():
                if name.astext() in labels:
                    yield id(name)


def _is_fields(node: nodes.Node) -> bool:
    return isinstance(node, nodes.field_list)


def _attribute_passages(document: nodes.document, hidden: set[int]) -> Iterator[Passage]:
    for node in document.findall(nodes.Element):
        if id(node) in hidden:
            continue
        if isinstance(node, nodes.raw):
            if "html" in node.get("format", "").split() and not in_translated_text(node):
                for message in html.words(node.astext()):
                    yield Passage(node, message, "html")
            continue
        for attribute in _WORD_ATTRIBUTES:
            message = node.get(attribute)
            if isinstance(message, str) and message.strip() and not in_translated_text(node):
                yield Passage(node, message, attribute)
        if isinstance(node, addnodes.index):
            for message in index_texts(node):
                yield Passage(node, message, "index")
        kind = type(node).__name__
        if kind == "PostNode" and node.line and isinstance(node.get("title"), str):
            yield Passage(node, node["title"], POST_TITLE)
        if kind == "PostList" and _has_words(node.get("format", "")):
            yield Passage(node, node["format"], "format")


def _has_words(template: str) -> bool:
    return bool(re.search(r"[^\W\d_]", _FORMAT_FIELD.sub("", template)))


def in_translated_text(node: nodes.Element) -> bool:
    """Say whether the node is part of a text that is translated as a whole."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.TextElement) and is_translatable(parent):
            return bool(parent.rawsource)
        parent = parent.parent
    return False


def apply_words(passage: Passage, text: str, wrap: Callable[[str], str] | None = None) -> None:
    """Put a plain text into the node in place of its message.

    :param passage: a passage whose text is used as it stands.
    :param text: the text.
    :param wrap: marks a text that is shown in the page.
    """
    node, shown = passage.node, wrap(text) if wrap else text
    if isinstance(node, addnodes.translatable):
        node.apply_translated_message(passage.message, shown)
    elif isinstance(node, nodes.meta):
        node["content"] = text
    elif passage.attribute == "html":
        words = html.replace_words(
            node.astext(),
            lambda found, in_page: (
                (shown if in_page else text) if found == passage.message else found
            ),
        )
        node.children = []
        node.append(nodes.Text(words))
    elif isinstance(node, addnodes.index):
        replace_index_text(node, passage.message, text)
    elif passage.attribute == "front-matter":
        node.children = []
        node.append(nodes.paragraph("", shown, translatable=False))
    elif passage.attribute == "expand":
        node["expand"] = shown
    elif passage.attribute == "format":
        node["format"] = _format(text, wrap) if wrap else text
    elif passage.attribute and passage.attribute not in (POST_TITLE, SUBSTITUTION):
        node[passage.attribute] = text


def _format(template: str, wrap: Callable[[str], str]) -> str:
    """Return a template with its own words marked; what its fields bring has its own language."""
    parts = re.split(f"({_FORMAT_FIELD.pattern})", template)
    parts[::2] = [wrap(part) if _has_words(part) else part for part in parts[::2]]
    return "".join(parts)


def audience(node: nodes.Node | None) -> str:
    """Return who alone will see a node, such as ``instructor``; ``""`` where all readers do."""
    while node is not None:
        if isinstance(node, nodes.Element) and AUDIENCE in node:
            return str(node[AUDIENCE])
        node = node.parent
    return ""


def environment_for(env: BuildEnvironment, node: nodes.Node) -> BuildEnvironment:
    """Return the environment to tell what a node declares: its audience may have one of its own."""
    found = env.current_document.get(ENVIRONMENT.format(audience(node)))
    return env if found is None else found


def is_words(passage: Passage) -> bool:
    """Say whether the message is used as it stands, and not parsed."""
    plain = isinstance(passage.node, addnodes.translatable | nodes.meta)
    return plain or bool(passage.attribute)


def is_literal(passage: Passage) -> bool:
    """Say whether the passage is code or a displayed formula."""
    return isinstance(passage.node, LITERAL_TYPE_NODES)
