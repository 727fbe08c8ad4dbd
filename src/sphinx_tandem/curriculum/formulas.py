"""Formulas where nothing loads what shows TeX: as MathML, which every browser knows.

It needs no script and no network, it is printed, and it is read aloud.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils.math import latex2mathml, unichar2tex
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What only says that formulas stand by themselves, in lines; docutils knows the lines.
_AROUND = re.compile(
    r"\s*\\begin\{(?P<name>(?:equation|align|gather|multline|eqnarray)\*?)\}"
    r"(?P<body>.*)\\end\{(?P=name)\}\s*",
    re.DOTALL,
)
_PARTS = re.compile(r"\n[ \t]*\n")


class formula(nodes.math):  # docutils names nodes in lower case
    """A formula that becomes MathML."""


class formula_block(nodes.math_block):
    """A formula with lines of its own that becomes MathML."""


def use_mathml(document: nodes.document) -> None:
    """Put nodes that become MathML in the place of all formulas of a tree.

    :param document: a tree that nobody else uses; it is changed.
    """
    for found in list(document.findall(nodes.math)):
        found.parent.replace(
            found, formula(found.rawsource, "", *found.children, **found.attributes)
        )
    for block in list(document.findall(nodes.math_block)):
        made = formula_block(block.rawsource, "", *block.children, **block.attributes)
        block.parent.replace(block, made)


def mathml(code: str, *, as_block: bool) -> str | None:
    """Return a formula as MathML, or ``None`` where docutils cannot say it so.

    :param code: the formula, in TeX.
    :param as_block: whether it has lines of its own.
    """
    around = _AROUND.fullmatch(code)
    if as_block and around:
        code = around["body"]
    if as_block:
        # Sphinx parts the formulas of one block by an empty line.
        code = r" \\ ".join(part for part in _PARTS.split(code.strip()) if part.strip())
    code = code.translate(unichar2tex.uni2tex_table)
    try:
        return str(latex2mathml.tex2mathml(code, as_block=as_block))
    except Exception:  # it meets bad TeX with errors of many kinds, such as IndexError
        return None


def _html(self: Any, node: nodes.Element, *, as_block: bool) -> str:
    code = node.astext()
    found = mathml(code, as_block=as_block)
    return found if found is not None else f'<code class="tandem-tex">{self.encode(code)}</code>'


def _visit_formula(self: Any, node: nodes.Element) -> None:
    start = self.starttag(node, "span", "", CLASS="tandem-formula notranslate")
    self.body.append(f"{start}{_html(self, node, as_block=False)}</span>")
    raise nodes.SkipNode


def _visit_formula_block(self: Any, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="tandem-formula notranslate"))
    self.body.append(_html(self, node, as_block=True))
    if node.get("number"):
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})</span>')
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the nodes; only HTML ever has them."""
    app.add_node(formula, html=(_visit_formula, None))
    app.add_node(formula_block, html=(_visit_formula_block, None))
