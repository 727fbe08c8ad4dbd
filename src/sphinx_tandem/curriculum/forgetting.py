"""Takes nodes out of a page that is being read, and forgets what was noted of them.

While a page is parsed, docutils and Sphinx's domains note names, footnotes, terms and
other objects.  What stays noted is published: in the inventory, or as a link to
nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes

from .nodes import instructor_note

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def take_out(
    env: BuildEnvironment, document: nodes.document, found: Sequence[nodes.Element]
) -> None:
    """Take nodes out of the page, with the footnotes to which nothing else refers."""
    if not found:
        return
    ids = _remove(document, [*found, *_footnotes_of(document, found)])
    _forget_references(document)
    _forget_objects(env, ids)


def for_instructors(document: nodes.document) -> Callable[[nodes.Node], bool]:
    """Return a function that says whether a node leaves learners' page with the notes.

    :param document: the page that is being read, whose notes are still there.
    """
    notes = list(document.findall(instructor_note))
    leaving = {id(node) for node in [*notes, *_footnotes_of(document, notes)]}
    return lambda node: _is_within(node, leaving)


def _is_within(node: nodes.Node | None, outer: Container[int]) -> bool:
    while node is not None and id(node) not in outer:
        node = node.parent
    return node is not None


def _footnotes_of(document: nodes.document, found: Sequence[nodes.Element]) -> list[nodes.Element]:
    """Return the footnotes and citations to which these nodes alone refer."""
    inner = {id(node) for node in found}
    staying: set[str] = set()
    leaving: set[str] = set()
    for kind in (nodes.footnote_reference, nodes.citation_reference):
        for ref in document.findall(kind):
            if name := ref.get("refname", ""):
                (leaving if _is_within(ref, inner) else staying).add(name)
    lost = leaving - staying
    footnotes: list[nodes.Element] = [
        *document.findall(nodes.footnote),
        *document.findall(nodes.citation),
    ]
    return [one for one in footnotes if lost.intersection(one["names"])]


def _remove(document: nodes.document, found: Iterable[nodes.Element]) -> set[str]:
    """Remove nodes with their names, and return the ids that they had."""
    gone: set[str] = set()
    for outer in found:
        for node in outer.findall(nodes.Element):
            names: list[str] = node.get("names", [])
            for name in names:
                document.nameids.pop(name, None)
                document.nametypes.pop(name, None)
            ids: list[str] = node.get("ids", [])
            for node_id in ids:
                document.ids.pop(node_id, None)
            gone.update(ids)
        # A note may stand in another that is gone already.
        if outer.parent is not None:
            outer.parent.remove(outer)
    return gone


def _forget_references(document: nodes.document) -> None:
    """Take what left the page out of the lists in which docutils looks for what it numbers."""
    there = {id(node) for node in document.findall()}
    lists: list[list[Any]] = [
        document.autofootnotes,
        document.autofootnote_refs,
        document.symbol_footnotes,
        document.symbol_footnote_refs,
        document.footnotes,
        document.citations,
        document.indirect_targets,
    ]
    by_name: tuple[dict[str, list[Any]], ...] = (
        document.footnote_refs,
        document.citation_refs,
        document.refnames,
        document.refids,
    )
    for found in (*lists, *(listed for names in by_name for listed in names.values())):
        found[:] = [node for node in found if id(node) in there]


def _forget_objects(env: BuildEnvironment, ids: set[str]) -> None:
    """Forget the terms and other objects that a domain noted under one of the ids."""
    docname = env.current_document.docname
    for domain in env.domains.sorted():
        for noted in domain.data.values():
            if not isinstance(noted, dict):
                continue
            for key, where in list(noted.items()):
                if (
                    isinstance(where, tuple)
                    and where[:1] == (docname,)
                    and ids & set(_texts(where))
                ):
                    del noted[key]


def _texts(where: tuple[Any, ...]) -> Iterable[str]:
    return (part for part in where[1:2] if isinstance(part, str))
