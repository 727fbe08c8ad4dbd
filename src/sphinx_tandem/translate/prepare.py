"""Makes translatable, before messages are looked for, what MyST pages leave out.

Each of these transforms mends one defect of a package below us and can be
deleted on the day that the package does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.languages import get_language
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.locale import _ as sphinx_text
from sphinx.transforms import SphinxTransform
from sphinx.util import get_filetype
from sphinx.util.nodes import (
    LITERAL_TYPE_NODES,
    _clean_extracted_message,
    get_node_line,
    get_node_source,
    is_translatable,
)

from .passages import SHOWN_FIELDS, front_matter

if TYPE_CHECKING:
    pass

_HARD_BREAK = re.compile(r"(?:\\|[ \t]{2,})\n")


class KeepHardBreaks(SphinxTransform):
    r"""Writes a hard line break as ``<br>`` in its message.

    Sphinx joins the lines of a message, so a translator could not see the break
    and the translation lost it (``_clean_extracted_message`` in ``sphinx.util.nodes``).
    The message as Sphinx has it is kept too, for catalogs that were made without us.
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        for raw in self.document.findall(nodes.raw):
            parent = raw.parent
            if not raw.astext().startswith("<br") or not isinstance(parent, nodes.TextElement):
                continue
            if _HARD_BREAK.search(parent.rawsource):
                plain = _clean_extracted_message(parent.rawsource)
                parent.tandem_plain_message = plain  # type: ignore[attr-defined]  # gone after reading
                parent.rawsource = _HARD_BREAK.sub("<br>", parent.rawsource)


class PlaceTexts(SphinxTransform):
    """Gives table cells and the second title of a sidebar their place in the source.

    MyST's tables inside a directive have none, and Sphinx does not translate a
    text without one (``render_table_row`` in ``mdit_to_docutils/base.py``).
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        for entry in self.document.findall(nodes.entry):
            for cell in entry.children:
                if isinstance(cell, nodes.paragraph) and not cell.source:
                    _place(cell)
        for subtitle in self.document.findall(nodes.subtitle):
            if not subtitle.source:
                _place(subtitle)


class KeepOwnTitles(SphinxTransform):
    """Keeps the titles that docutils and Sphinx write ("Contents", "Todo") out of the catalogs.

    They are in the language of the build already, from catalogs of their own.
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        labels: Any = get_language(self.document.settings.language_code).labels
        own = {*labels.values(), str(sphinx_text("Todo"))}
        for title in self.document.findall(nodes.title):
            if not title.rawsource and not title.source and title.astext() in own:
                title["translatable"] = False


class NameShownFields(SphinxTransform):
    """Names the abstract and the dedication of a page as docutils does in this language.

    docutils knows these fields by their name in the language of the build alone, and
    Sphinx drops those that it does not know (``DocInfo`` in ``transforms/frontmatter.py``).
    """

    default_priority = 330  # docutils reads the fields at 340

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        matter = front_matter(self.document)
        names: Any = get_language(self.document.settings.language_code).bibliographic_fields
        own = {english: name for name, english in names.items() if english in SHOWN_FIELDS}
        for name in matter.findall(nodes.field_name) if matter is not None else ():
            if name.astext().lower() in own:
                name.children = [nodes.Text(own[name.astext().lower()])]


class NameEquations(SphinxTransform):
    """Gives the equations of ``amsmath`` an id that is the same in every build and language.

    MyST makes a random one (``_random_label`` in ``mdit_to_docutils/sphinx_.py``).
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        equations = self.env.domains.math_domain.equations
        docname = self.env.current_document.docname
        for number, node in enumerate(self.document.findall(nodes.math_block), 1):
            label = node.get("label") or ""
            if "amsmath" not in node["classes"] or not label:
                continue
            node["label"] = f"{docname}-amsmath-{number}"
            if label in equations:  # those of instructor notes are known to nobody
                equations[node["label"]] = equations.pop(label)
            old, new = (nodes.make_id(f"equation-{name}") for name in (label, node["label"]))
            for target in self.document.findall(nodes.target):
                target["ids"] = [new if found == old else found for found in target["ids"]]
            self.document.ids[new] = self.document.ids.pop(old, node)


class TranslateCardLinks(SphinxTransform):
    """Makes the alternative text of a card's link translatable.

    sphinx-design leaves it as a plain inline (``_create_link`` in ``cards.py``).
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        for link in self.document.findall(nodes.Element):
            if "sd-hide-link-text" not in link.get("classes", ()) or not link.children:
                continue
            text = link[0]
            is_target = text.astext() in (link.get("refuri"), link.get("reftarget"))
            if isinstance(text, nodes.inline) and not is_target and "translatable" not in text:
                text["translatable"] = True
                _place(text)


def _place(node: nodes.Element) -> None:
    try:
        node.source = get_node_source(node.parent)
        node.line = get_node_line(node.parent)
    except ValueError:
        node.source, node.line = node.source or "<unknown>", node.line or 1


# -- Writes the message of a text again, where a directive kept none of it ----------------------
# The title of a card, the label of a button and the like are parsed, but their text
# is not kept (``rawsource``); Sphinx would extract them without their markup and
# put the translation in place of everything, icons included.

_ROLE = re.compile(r"^:(?P<name>[\w:+.-]+):(?P<text>`.*`)$", re.DOTALL)
_AROUND = {"emphasis": "*", "strong": "**"}


def written(parsed: list[nodes.Node]) -> str | None:
    """Return inline nodes as MyST writes them, or ``None`` where it cannot be said."""
    parts: list[str] = []
    for node in parsed:
        text = _written_node(node)
        if text is None:
            return None
        parts.append(text)
    return "".join(parts)


def _written_node(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Text):
        return str(node)
    if not isinstance(node, nodes.Element):
        return None
    if role := _ROLE.match(node.rawsource):
        return f"{{{role['name']}}}{role['text']}"
    inner = written(node.children)
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


class WriteMessages(SphinxTransform):
    """Gives texts without a message the message that a translator can translate."""

    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        path = str(self.env.doc2path(self.env.current_document.docname))
        parser = self.env._registry.get_source_parser(get_filetype(self.config.source_suffix, path))
        if not issubclass(parser, MystParser):
            return
        for node in list(self.document.findall(is_translatable)):
            if not isinstance(node, nodes.TextElement) or isinstance(node, LITERAL_TYPE_NODES):
                continue
            if node.source and not node.rawsource:
                self._write(node)

    def _write(self, node: nodes.TextElement) -> None:
        if all(isinstance(child, nodes.Text) for child in node.children):
            return
        icons = 0  # without a text of their own; they stay where they are
        while icons < len(node.children) and not (
            node.children[icons].astext() or next(node.children[icons].findall(nodes.image), None)
        ):
            icons += 1
        message = written(node.children[icons:])
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
