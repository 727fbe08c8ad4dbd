"""What a page tells Sphinx's domains: its labels, terms, equations and other objects.

What a page with its notes tells is kept beside the copy of the page, for references in
the notes, and the domains themselves know nothing of it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.util.nodes import make_refnode

from .declarations import declarations

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# Only says which pages cite something; whatever nobody cites is reported.
_PUBLIC = ("citation_refs",)


class Told(NamedTuple):
    """What one page tells.

    :param objects: by domain and the name of a dictionary of it, the entries of the page.
    :param declarations: by domain and whole name, the ids of what C and C++ declare.
    """

    objects: dict[str, dict[str, dict[Any, Any]]]
    declarations: dict[str, dict[str, str]]


def told_by(env: BuildEnvironment, docname: str) -> Told:
    """Return what the domains know of a page."""
    objects: dict[str, dict[str, dict[Any, Any]]] = {}
    for domain in env.domains.sorted():
        for name, noted in _stores(domain.data):
            own = {
                key: where for key, where in noted.items()
                if isinstance(where, tuple) and where[:1] == (docname,)
            }  # fmt: skip
            if own:
                objects.setdefault(domain.name, {})[name] = own
    return Told(objects, declarations(env, docname))


def _stores(data: dict[str, Any]) -> list[tuple[str, dict[Any, Any]]]:
    return [(name, noted) for name, noted in data.items() if isinstance(noted, dict)]


@contextmanager
def _as_before(env: BuildEnvironment) -> Iterator[None]:
    """Let the domains have the dictionaries again that they have now."""
    before = [(domain.data, dict(domain.data)) for domain in env.domains.sorted()]
    try:
        yield
    finally:
        for data, held in before:
            data.clear()
            data.update(held)


@contextmanager
def told_apart(env: BuildEnvironment) -> Iterator[None]:
    """Let the domains forget what they are told meanwhile."""
    with _as_before(env):
        for domain in env.domains.sorted():
            for name, noted in _stores(domain.data):
                if name not in _PUBLIC:
                    domain.data[name] = {key: _copied(where) for key, where in noted.items()}
        yield


def _copied(where: object) -> object:
    return copy.copy(where) if isinstance(where, (list, set, dict)) else where


@contextmanager
def told_again(app: Sphinx, docname: str, told: Told) -> Iterator[None]:
    """Let the domains know meanwhile what a page tells."""

    def find(
        _app: Sphinx, env: BuildEnvironment, node: nodes.Element, shown: nodes.TextElement
    ) -> nodes.reference | None:
        known = told.declarations.get(node.get("refdomain", ""), {})
        node_id = known.get(node.get("reftarget", "").removesuffix("()"))
        return make_refnode(app.builder, docname, docname, node_id, shown) if node_id else None

    listener = app.connect("missing-reference", find)
    try:
        with _as_before(app.env):
            for domain in app.env.domains.sorted():
                for name, own in told.objects.get(domain.name, {}).items():
                    domain.data[name] = {**domain.data.get(name, {}), **own}
            yield
    finally:
        app.disconnect(listener)
