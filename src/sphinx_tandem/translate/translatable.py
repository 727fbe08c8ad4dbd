"""Makes translatable, before the passages of a page are collected, what other packages leave out.

Each of these transforms corrects one defect of Sphinx, docutils, MyST or sphinx-design, and
can be deleted on the day that the package does.
"""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _ as sphinx_text
from sphinx.util import logging

from ..text import is_halved, whole
from ..upstream.extensions import card_link_texts
from ..upstream.myst_sphinx import TASK_BOX, is_markdown
from ..upstream.parsers import language_words
from ..upstream.sphinx import LITERAL_TYPE_NODES, equations, is_translatable, joined_lines
from .passages import SHOWN_FIELDS, front_matter, nearest

_logger = logging.getLogger(__name__)

_HARD_BREAK = re.compile(r"(?:\\|[ \t]{2,})\n")


def keep_hard_breaks(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Write a hard line break as ``<br>`` in its message.

    Sphinx joins the lines of a message, so a translator could not see the break
    and the translation lost it.
    The message as Sphinx has it is kept too, for catalogs that were made without us.
    """
    for raw in document.findall(nodes.raw):
        parent = raw.parent
        if not raw.astext().startswith("<br") or not isinstance(parent, nodes.TextElement):
            continue
        if _HARD_BREAK.search(parent.rawsource):
            plain = joined_lines(parent.rawsource)
            parent.tandem_plain_message = plain  # type: ignore[attr-defined]  # gone after reading
            parent.rawsource = _HARD_BREAK.sub("<br>", parent.rawsource)


def place_texts(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Give the texts that extensions make without a place in the source their place there.

    MyST's tables inside a directive have none (``render_table_row`` in
    ``mdit_to_docutils/base.py``), and neither do second titles and the labels of tabs; Sphinx
    does not translate a text without one.  A key of the front matter that YAML reads as a number
    or as true is the message of MyST's field as it is, and Sphinx fails on what is no text.
    """
    for node in document.findall(nodes.TextElement):
        node.rawsource = str(node.rawsource)
        if not node.source and _is_shown_text(node):
            _give_place(node)
            _leave_to_parts(node.parent)


def _is_shown_text(node: nodes.TextElement) -> bool:
    if isinstance(node, nodes.paragraph):  # a class of its own is an extension's
        return isinstance(node.parent, nodes.entry) or type(node) is not nodes.paragraph
    if isinstance(node, nodes.label):
        return not isinstance(node.parent, nodes.footnote | nodes.citation)
    return isinstance(node, nodes.subtitle)


def _leave_to_parts(node: nodes.Element) -> None:
    """Keep a text with another one in it out of the catalogs; a translation would replace both.

    The second title of an exercise is in the first one.
    """
    if isinstance(node, nodes.TextElement):
        node["translatable"] = False


def keep_own_titles(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Keep the titles that docutils and Sphinx write ("Contents", "Todo") out of the catalogs.

    They are in the language of the build already, from catalogs of their own.
    """
    labels = language_words(document.settings.language_code).labels
    own = {*labels.values(), str(sphinx_text("Todo"))}
    for title in document.findall(nodes.title):
        if not title.rawsource and not title.source and title.astext() in own:
            title["translatable"] = False


_VALUE = re.compile(r"\.\.\s+\|[^|]+\|\s+replace::\s+(?P<text>.*[^\W\d_].*)", re.DOTALL)


def translate_values(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Make translatable the values that a page in reStructuredText puts in with ``|name|``.

    Sphinx leaves all definitions out.  Those of ``rst_prolog`` are on every page; a value
    belongs to the pages that show it.
    """
    if not document.substitution_defs:
        return
    references = document.findall(nodes.substitution_reference)
    used = {nodes.fully_normalize_name(reference["refname"]) for reference in references}
    for value in document.findall(nodes.substitution_definition):
        found = _VALUE.match(value.rawsource)
        if found and used & {nodes.fully_normalize_name(name) for name in value["names"]}:
            value["translatable"], value.rawsource = True, " ".join(found["text"].split())
            if not Path(value.source or "").is_file():
                value.source, value.line = document["source"], 1


def replace_halves(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Put the sign of a lost character where YAML or a page gives half of one.

    No page, feed or index can hold that, and no catalog, so that it is no passage.
    """
    lost = []
    for node in list(document.findall(_has_half)):
        if isinstance(node, nodes.Element):
            node.rawsource = whole(node.rawsource)
            texts = {name: whole(one) for name, one in node.attributes.items() if is_halved(one)}
            node.attributes |= texts
            element = node
        else:
            texts, element = {"": whole(node.astext())}, node.parent
            element.replace(node, nodes.Text(texts[""]))
        if any("\ufffd" in text for text in texts.values()):
            lost.append(nearest(element, "line") or 1)
    for line in dict.fromkeys(lost):
        _logger.warning(
            "Half of a character (such as \\ud800) is here, and readers see \ufffd. "
            "Write the whole character",
            location=f"{document['source']}:{line}",
            type="page",
            subtype="encoding",
        )


def _has_half(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Element):
        return any(map(is_halved, node.attributes.values()))
    return is_halved(node)


def name_shown_fields(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Name the abstract and the dedication of a page as docutils does in this language.

    docutils knows these fields by their name in the language of the build alone, and
    Sphinx drops those that it does not know (``DocInfo`` in ``transforms/frontmatter.py``,
    which runs at 340).
    """
    matter = front_matter(document)
    names = language_words(document.settings.language_code).bibliographic_fields
    own = {english: name for name, english in names.items() if english in SHOWN_FIELDS}
    for name in matter.findall(nodes.field_name) if matter is not None else ():
        if name.astext().lower() in own:
            name.children = [nodes.Text(own[name.astext().lower()])]


def name_equations(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Give the equations of ``amsmath`` an id that is the same in every build and language.

    MyST makes a random one (``_random_label`` in ``mdit_to_docutils/sphinx_.py``).
    """
    labels = equations(env)
    docname = env.docname
    for number, node in enumerate(document.findall(nodes.math_block), 1):
        label = node.get("label") or ""
        if "amsmath" not in node["classes"] or not label:
            continue
        node["label"] = f"{docname}-amsmath-{number}"
        if label in labels:  # those of instructor notes are known to nobody
            labels[node["label"]] = labels.pop(label)
        old, new = (nodes.make_id(f"equation-{name}") for name in (label, node["label"]))
        for target in document.findall(nodes.target):
            target["ids"] = [new if found == old else found for found in target["ids"]]
        document.ids[new] = document.ids.pop(old, node)


def translate_card_links(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Make the alternative text of a card's link translatable."""
    for text in card_link_texts(document):
        if "translatable" not in text:
            text["translatable"] = True
            _give_place(text)


def _give_place(node: nodes.Element) -> None:
    """Give a node the place in the source of what is around it."""
    node.source = nearest(node.parent, "source") or node.source or "<unknown>"
    node.line = nearest(node.parent, "line") or node.line or 1


# -- Texts of which a directive kept no message --------------------------------------------------
# The title of a card, the label of a button and the like are parsed, but their text
# is not kept (``rawsource``); Sphinx would extract them without their markup and
# put the translation in place of everything, icons included.

_ROLE = re.compile(r"^:(?P<name>[\w:+.-]+):(?P<text>`.*`)$", re.DOTALL)
_AROUND = {"emphasis": "*", "strong": "**"}


def as_markdown(parsed: list[nodes.Node]) -> str | None:
    """Return inline nodes as MyST writes them, or ``None`` where it cannot be said."""
    texts = [text for text in map(_node_as_markdown, parsed) if text is not None]
    return "".join(texts) if len(texts) == len(parsed) else None


def _node_as_markdown(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Text):
        return str(node)
    if not isinstance(node, nodes.Element):
        return None
    if role := _ROLE.match(node.rawsource):
        return f"{{{role['name']}}}{role['text']}"
    inner = as_markdown(node.children)
    text = None
    if node.tagname in _AROUND and inner is not None:
        text = _AROUND[node.tagname] + inner + _AROUND[node.tagname]
    elif isinstance(node, nodes.literal) and "`" not in node.astext():
        text = f"`{node.astext()}`"
    elif isinstance(node, nodes.math):
        text = f"{{math}}`{node.astext()}`"
    elif isinstance(node, nodes.reference) and node.get("refuri") and inner is not None:
        text = f"<{inner}>" if inner == node["refuri"] else f"[{inner}]({node['refuri']})"
    elif isinstance(node, nodes.image):
        text = f"![{node.get('alt', '')}]({node['uri']})"
    return text


def write_messages(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Give texts without a message the message that a translator can translate."""
    if not is_markdown(env):
        return
    for node in list(document.findall(is_translatable)):
        if not isinstance(node, nodes.TextElement) or isinstance(node, LITERAL_TYPE_NODES):
            continue
        if node.source and not node.rawsource:
            _write_message(node)


def _write_message(node: nodes.TextElement) -> None:
    if all(isinstance(child, nodes.Text) for child in node.children):
        return
    shown = (bool(child.astext() or [*child.findall(nodes.image)]) for child in node.children)
    icons = [*shown, True].index(True)  # without a text of their own; they stay where they are
    message = as_markdown(node.children[icons:])
    if not message:
        return
    plain = node.astext()
    if icons:
        inner = nodes.inline(message, "", *node.children[icons:], translatable=True)
        inner.source, inner.line = node.source, node.line
        node.children = node.children[:icons]
        node.append(inner)
        node["translatable"] = False
        node = inner
    node.rawsource = message
    node.tandem_plain_message = plain  # type: ignore[attr-defined]  # gone after reading


# -- Task lists: the box of an item is labelled by the item's text -------------------------------
# MyST puts the box before the text, as raw HTML, and a translation of the text would replace
# both.  So the box is taken out before the page is translated, and put back afterwards, in
# front of the text, inside a label around both.

_BOX = "tandem_task_box"


def keep_boxes(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Take the boxes out of the texts, and keep each on its list item."""
    for item in document.findall(nodes.list_item):
        text = item[0] if item.children else None
        if not isinstance(text, nodes.paragraph) or not text.children:
            continue
        box = text[0]
        if isinstance(box, nodes.raw) and TASK_BOX in box.astext():
            text.remove(box)
            item[_BOX] = box.astext()


def label_boxes(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Put the boxes back, each inside a label with its text."""
    for item in document.findall(nodes.list_item):
        box = item.attributes.pop(_BOX, None)
        text = item[0] if box is not None else None
        if isinstance(text, nodes.paragraph):
            text.insert(0, nodes.raw("", f"<label>{box}", format="html"))
            text.append(nodes.raw("", "</label>", format="html"))
