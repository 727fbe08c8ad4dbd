"""Reads a message in reStructuredText with docutils' own reader of inline markup."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.languages import get_language
from docutils.parsers.rst import Parser, states
from docutils.utils import Reporter, new_document, unescape

from .held import Held, Role
from .spans import MASK

#: The name under which text in single backticks is kept, which has no role of its own.
DEFAULT_ROLE = ""


class _RoleNode(nodes.inline):
    """A role as it stands in the message; nothing is run for it."""


@cache
def _settings() -> Any:
    settings: Any = get_default_settings(Parser)
    settings.report_level = settings.halt_level = Reporter.SEVERE_LEVEL + 1
    return settings


@cache
def _inliner() -> Any:
    inliner: Any = states.Inliner()  # of a subclass it would miss the patterns of its class

    def interpreted(rawsource: str, text: str, role: str, lineno: int) -> Any:
        return [_RoleNode(rawsource, "", name=role, content=unescape(text))], []

    inliner.interpreted = interpreted
    inliner.init_customizations(_settings())
    return inliner


def read(text: str) -> Held:
    """Return what a message holds."""
    document = new_document("message", _settings())
    memo: Any = SimpleNamespace(
        document=document,
        reporter=document.reporter,
        language=get_language("en", document.reporter),
        inliner=_inliner(),
    )
    paragraph = nodes.paragraph()
    found, _messages = _inliner().parse(" ".join(text.split()), 1, memo, paragraph)
    held = Held()
    shown: list[str] = []
    outside: list[str] = []
    for node in found:
        _read_node(held, node, shown, outside)
    held.read_text("".join(shown), "".join(outside))
    contents = (node["content"] if isinstance(node, _RoleNode) else node.astext() for node in found)
    held.rendered = "".join(contents)
    return held


def _read_node(held: Held, node: nodes.Node, shown: list[str], outside: list[str]) -> None:
    if isinstance(node, nodes.Text):
        shown.append(str(node))
        outside.append(str(node))
        return
    assert isinstance(node, nodes.Element)  # noqa: S101  # for the type checker
    _note(held, node)
    if isinstance(node, nodes.problematic | nodes.emphasis | nodes.strong):
        shown.append(node.astext())
        outside.append(node.astext())
    elif isinstance(node, nodes.reference):
        shown.append(node.astext())
        outside.append(MASK)
    else:
        shown.append(MASK)
        outside.append(MASK)


def _note(held: Held, node: nodes.Element) -> None:
    if isinstance(node, _RoleNode):
        _note_role(held, Role(node["name"], node["content"]))
    elif isinstance(node, nodes.literal):
        held.code[node.astext()] += 1
    elif isinstance(node, nodes.emphasis | nodes.strong):
        marks = "*" if isinstance(node, nodes.emphasis) else "**"
        held.emphasis[marks] += 1
        held.emphasised.append((marks, node.astext()))
    elif isinstance(node, nodes.footnote_reference):
        held.footnotes[_note_name(node)] += 1
    elif isinstance(node, nodes.citation_reference):
        held.footnotes[node.astext()] += 1
    elif isinstance(node, nodes.substitution_reference):
        held.substitutions[node["refname"]] += 1
    elif isinstance(node, nodes.reference):
        _note_reference(held, node)
        for inner in node.findall(nodes.substitution_reference):
            held.substitutions[inner["refname"]] += 1


def _note_role(held: Held, role: Role) -> None:
    if role.name == "math":
        held.formulas[role.content] += 1
    else:
        held.roles[role] += 1


def _note_name(node: nodes.footnote_reference) -> str:
    auto = node.get("auto")
    if auto == "*":
        return "*"
    return f"#{node.get('refname', '')}" if auto else node.get("refname", node.astext())


def _note_reference(held: Held, node: nodes.reference) -> None:
    if node.get("refuri"):
        held.links[node["refuri"]] += 1
    elif node.get("anonymous"):
        held.references["__"] += 1
    else:
        held.references[str(node.get("refname", node.get("name", ""))).casefold()] += 1
