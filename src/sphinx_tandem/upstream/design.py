"""What the engine leans on in sphinx-design.

A module of its own, though short: each package that we lean on has one.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

#: Attributes of its nodes that hold words; no event offers them to translators.
#: https://github.com/executablebooks/sphinx-design/blob/v0.8.0/sphinx_design/badges_buttons.py#L373
WORD_ATTRIBUTES = ("tooltip", "sd_tooltip")


def card_link_texts(document: nodes.document) -> Iterator[nodes.inline]:
    """Yield the alternative text of each card's link, which is made as a plain inline.

    https://github.com/executablebooks/sphinx-design/blob/v0.8.0/sphinx_design/cards.py#L215
    """
    for link in document.findall(nodes.Element):
        if "sd-hide-link-text" in link.get("classes", ()) and link.children:
            text = link[0]
            is_target = text.astext() in (link.get("refuri"), link.get("reftarget"))
            if isinstance(text, nodes.inline) and not is_target:
                yield text
