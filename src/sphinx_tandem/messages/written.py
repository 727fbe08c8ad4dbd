"""Writes the message of a text again, where a directive kept none of it.

The title of a card, the label of a button and the like are parsed, but their text
is not kept (``rawsource``); Sphinx would extract them without their markup and
put the translation in place of everything, icons included.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.transforms import SphinxTransform
from sphinx.util import get_filetype
from sphinx.util.nodes import LITERAL_TYPE_NODES, is_translatable

if TYPE_CHECKING:
    from sphinx.application import Sphinx

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


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(WriteMessages)
