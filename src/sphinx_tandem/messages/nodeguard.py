"""The guard for messages in reStructuredText: it compares nodes, not tokens.

Pages in reStructuredText, and the parts of a MyST page inside ``eval-rst``, are
parsed by docutils.  What came out of a translation is compared with what came out
of its English, and whatever the English does not hold is turned into its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes

from ..markup.formulas import macros
from ..markup.held import scheme


@dataclass
class NodeHoldings:
    """What the nodes of an English message hold beside text."""

    raw: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=lambda: {""})
    images: set[str] = field(default_factory=set)
    macros: set[str] = field(default_factory=set)


def node_holdings(node: nodes.Element) -> NodeHoldings:
    """Collect what the nodes of an English message hold."""
    held = NodeHoldings()
    for found in node.findall(nodes.Element):
        if isinstance(found, nodes.raw):
            held.raw.add(found.astext())
        elif isinstance(found, addnodes.download_reference):
            held.targets.add(found.get("reftarget", ""))
        elif isinstance(found, nodes.image):
            held.images |= {found.get("uri", ""), found.get("original_uri", "")}
        elif isinstance(found, nodes.math):
            held.macros |= macros(found.astext())
        if found.get("refuri"):
            held.schemes.add(scheme(found["refuri"]))
    return held


def clean_nodes(node: nodes.Element, held: NodeHoldings) -> list[str]:
    """Turn what the English does not hold into text; return what was turned."""
    refused = list(_not_held(node, held))
    for found in refused:
        text = found.get("alt", "") if isinstance(found, nodes.image) else found.astext()
        found.parent.replace(found, nodes.Text(text))
    return [found.rawsource or found.astext() for found in refused]


def _not_held(node: nodes.Element, held: NodeHoldings) -> Iterator[nodes.Element]:
    for found in node.findall(nodes.Element):
        if isinstance(found, nodes.raw):
            bad = found.astext() not in held.raw
        elif isinstance(found, addnodes.download_reference):
            bad = found.get("reftarget", "") not in held.targets
        elif isinstance(found, nodes.image):
            bad = found.get("uri", "") not in held.images
        elif isinstance(found, nodes.math):
            bad = not macros(found.astext()) <= held.macros
        else:
            bad = scheme(found.get("refuri", "")) not in held.schemes
        if bad and found is not node:
            yield found
