"""Forgets what notes declare in C and C++.

These two domains keep what is declared in a tree of symbols, in which a function has
its parameters below it; all other domains keep dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

_DOMAINS = {"c": ".", "cpp": ":"}
_PARAMETERS = ("functionParam", "templateParam")


def declarations(env: BuildEnvironment, docname: str) -> dict[str, dict[str, str]]:
    """Return the ids of what a page declares, by its domain and its whole name."""
    found: dict[str, dict[str, str]] = {}
    for domain, symbol in _symbols(env):
        declared = symbol.declaration
        if declared and symbol.docname == docname and declared.objectType not in _PARAMETERS:
            found.setdefault(domain, {})[_name(domain, symbol)] = declared.get_newest_id()
    return found


def forget_declarations(env: BuildEnvironment, ids: set[str]) -> None:
    """Forget what the page that is being read declares under one of the ids."""
    if not ids:
        return
    docname = env.current_document.docname
    for domain, root in _roots(env):
        names = env.domaindata[domain].get("names", {})
        for name in _prune(domain, root, docname, ids, is_parent_gone=False):
            if names.get(name) == docname:
                del names[name]


def _roots(env: BuildEnvironment) -> Iterator[tuple[str, Any]]:
    for domain in _DOMAINS:
        if root := env.domaindata.get(domain, {}).get("root_symbol"):
            yield domain, root


def _symbols(env: BuildEnvironment) -> Iterator[tuple[str, Any]]:
    for domain, root in _roots(env):
        for symbol in root.get_all_symbols():
            yield domain, symbol


def _name(domain: str, symbol: Any) -> str:
    return str(symbol.get_full_nested_name()).lstrip(_DOMAINS[domain])


def _prune(
    domain: str, symbol: Any, docname: str, ids: set[str], *, is_parent_gone: bool
) -> list[str]:
    """Forget a symbol and those below it, and return the names of what is gone.

    What others declare below it stays, as if nothing were known of the symbol itself.
    """
    declared = symbol.declaration if symbol.docname == docname else None
    is_gone = declared is not None and (
        (is_parent_gone and declared.objectType in _PARAMETERS) or declared.get_newest_id() in ids
    )
    gone = [_name(domain, symbol)] if is_gone else []
    # The domains themselves have no other way to those below.
    for child in list(symbol._children):
        gone += _prune(domain, child, docname, ids, is_parent_gone=is_gone)
    if is_gone:
        for sibling, other in (("siblingAbove", "siblingBelow"), ("siblingBelow", "siblingAbove")):
            if (neighbour := getattr(symbol, sibling)) is not None:
                setattr(neighbour, other, getattr(symbol, other))
        if not list(symbol._children):
            symbol.remove()
        symbol.siblingAbove = symbol.siblingBelow = None
        symbol.declaration = symbol.docname = symbol.line = None
    return gone


def leave_scopes(env: BuildEnvironment, document: nodes.document) -> None:
    """Let references that were written within a declaration that is gone start at the top."""
    for domain, root in _roots(env):
        key = f"{domain}:parent_key"
        for ref in document.findall(addnodes.pending_xref):
            if ref.get(key) is not None and root.direct_lookup(ref[key]) is None:
                del ref[key]
