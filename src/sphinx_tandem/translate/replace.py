"""Puts a translation into the node that shows the English, whatever kind of node that is.

Untranslated words pass through here too, with the marks of their language around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..text import html
from ..upstream.sphinx import carry_references, has_smart_quotes, is_smartquotable
from .guard import warn
from .passages import FORMAT_FIELD, POST_TITLE, SUBSTITUTION, Passage, has_words, index_words


def replace_words(passage: Passage, text: str, wrap: Callable[[str], str] | None = None) -> None:
    """Put a plain text into the node in place of its message.

    :param wrap: marks a text that is shown in the page.
    """
    node, shown = passage.node, wrap(text) if wrap else text
    if isinstance(node, addnodes.translatable):
        node.apply_translated_message(passage.message, shown)
    elif isinstance(node, nodes.meta):
        node["content"] = text
    elif passage.attribute == "html":

        def replace(found: str, in_page: bool) -> str:
            replaced = shown if in_page else text
            return replaced if found == passage.message else found

        _set_text(node, html.replace_words(node.astext(), replace))
    elif isinstance(node, addnodes.index):
        _replace_index_words(node, passage.message, text)
    elif passage.attribute == "front-matter":
        node.children = []
        node.append(nodes.paragraph("", shown, translatable=False))
    elif passage.attribute == "expand":
        node["expand"] = shown
    elif passage.attribute == "format":
        node["format"] = _marked_template(text, wrap) if wrap else text
    elif passage.attribute and passage.attribute not in (POST_TITLE, SUBSTITUTION):
        node[passage.attribute] = text


def _set_text(node: nodes.Element, text: str) -> None:
    node.children = []
    node.append(nodes.Text(text))


def _marked_template(template: str, wrap: Callable[[str], str]) -> str:
    """Return a template with its own words marked; what its fields bring has its own language."""
    parts = re.split(f"({FORMAT_FIELD.pattern})", template)
    parts[::2] = [wrap(part) if has_words(part) else part for part in parts[::2]]
    return "".join(parts)


def replace_literal(node: nodes.Element, text: str) -> None:
    """Put a translation into a block of code or a displayed formula."""
    _set_text(node, text)
    node.rawsource = text  # highlighting expects them equal


def replace_text(
    node: nodes.Element, translated: nodes.Element, document: nodes.document, *, is_rst: bool
) -> None:
    """Replace the English nodes by translated ones."""
    carry_references(node, translated, document, by_name=is_rst)
    _complete_references(node, translated)
    _keep_index_ids(node, translated)
    if isinstance(node, nodes.term) and isinstance(translated, nodes.term):
        # the term's own ids stay; only what it shows is replaced
        translated["ids"] = []
    for child in translated.children:
        child.parent = node
    node.children = translated.children


def _complete_references(english: nodes.Element, translated: nodes.Element) -> None:
    """Give references the context that only the English place has (a module, a class)."""

    def target(ref: nodes.Element) -> tuple[object, ...]:
        names = ("refdomain", "reftype", "reftarget", "reftargetid")
        return tuple(ref.get(name) for name in names)

    held = {target(ref): ref.attributes for ref in english.findall(addnodes.pending_xref)}
    for ref in translated.findall(addnodes.pending_xref):
        for name, value in held.get(target(ref), {}).items():
            if name not in ref.attributes:
                ref[name] = value


def show_unknown_footnotes(
    english: nodes.Element, translated: nodes.Element, location: str, *, is_rst: bool
) -> None:
    """Show a footnote mark that the English lacks as the text that it is.

    :param location: the entry, as warnings name it.
    """
    held = {ref.get("refname") for ref in english.findall(nodes.footnote_reference)}
    for ref in list(translated.findall(nodes.footnote_reference)):
        if ref.get("refname") in held:
            continue
        shown = ref.rawsource if is_rst else f"[^{ref.get('refname')}]"
        ref.parent.replace(ref, nodes.Text(shown))
        warn(
            "the footnote %s is not in the English, so its mark leads nowhere. "
            "Use the name of the footnote as the English writes it.",
            shown,
            subtype="footnote",
            location=location,
        )


def _replace_index_words(node: addnodes.index, english: str, translated: str) -> None:
    """Replace one word of the entries by its translation."""
    text = translated.replace(";", ",")  # a semicolon would make two words of it
    for place, entry in enumerate(node["entries"]):
        words = (text if word == english else word for word in index_words(entry))
        node["entries"][place] = (entry[0], "; ".join(words), *entry[2:])


def _keep_index_ids(english: nodes.Element, translated: nodes.Element) -> None:
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
                for target in translated.findall(nodes.target):
                    target["ids"] = [same[2] if i == entry[2] else i for i in target["ids"]]
                index["entries"][place] = (*entry[:2], same[2], *entry[3:])


# docutils keeps a backslash, and what it escapes, behind a null.
_LAST = re.compile(r"(?<=[^\W\d_])'((?:\x00\s)*)\Z")
_FIRST = re.compile(r"\A((?:\x00\s)*)'(?=[^\W\d_])")


def write_apostrophes(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Write the apostrophe of ``L'*autre*`` before docutils takes it for a quotation mark.

    It looks at each text by itself, and in French a text that ends with one would get the
    mark that closes an inner quotation.
    """
    if not has_smart_quotes(document):
        return
    for block in document.findall(nodes.TextElement):
        if isinstance(block.parent, nodes.TextElement):
            continue
        found = list(block.findall(nodes.Text))
        shown = [str(text) for text in found]
        for place, (before, behind) in enumerate(pairwise(found)):
            if behind[:1].isalpha():
                shown[place] = _LAST.sub("\u2019\\1", shown[place])
            if before[-1:].isalpha():
                shown[place + 1] = _FIRST.sub("\\1\u2019", shown[place + 1])
        for text, new in zip(found, shown, strict=True):
            if new != text and is_smartquotable(text):
                text.parent.replace(text, nodes.Text(new))
