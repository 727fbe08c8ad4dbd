"""Takes nodes out of a page that is being read, and forgets what was noted of them.

While a page is parsed, docutils and Sphinx's domains note names, footnotes, terms and
other objects.  What stays noted is published: in the inventory, or as a link to
nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from .declarations import forget_declarations
from .nodes import instructor_note

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

# What is written in one place of a page and shown where something refers to it.
_DEFINED: tuple[tuple[type[nodes.Element], type[nodes.Element]], ...] = (
    (nodes.footnote_reference, nodes.footnote),
    (nodes.citation_reference, nodes.citation),
    (nodes.substitution_reference, nodes.substitution_definition),
)


def take_out(
    env: BuildEnvironment, document: nodes.document, found: Sequence[nodes.Element]
) -> None:
    """Take nodes out of the page, with the definitions to which nothing else refers."""
    if not found:
        return
    leaving = [*found, *_definitions_of(document, found)]
    _forget_changes(env, leaving)
    _forget_equations(env, leaving)
    ids = _remove(document, leaving)
    _forget_references(document)
    _forget_objects(env, ids)
    forget_declarations(env, ids)


def leaving_with_notes(document: nodes.document) -> list[nodes.Element]:
    """Return the notes of a page that is being read, and what leaves learners' page with them."""
    notes = list(document.findall(instructor_note))
    return [*notes, *_definitions_of(document, notes)]


def for_instructors(document: nodes.document) -> Callable[[nodes.Node], bool]:
    """Return a function that says whether a node leaves learners' page with the notes.

    :param document: the page that is being read, whose notes are still there.
    """
    leaving = {id(node) for node in leaving_with_notes(document)}
    return lambda node: _is_within(node, leaving)


def _is_within(node: nodes.Node | None, outer: Container[int]) -> bool:
    while node is not None and id(node) not in outer:
        node = node.parent
    return node is not None


def _definitions_of(
    document: nodes.document, found: Sequence[nodes.Element]
) -> list[nodes.Element]:
    """Return the footnotes, citations and substitutions to which these nodes alone refer.

    A definition may refer to others, which leave with it.
    """
    uses = list(_uses(document)) if found else []
    leaving = {id(node) for node in found}
    gone: list[nodes.Element] = []
    while True:
        staying = {id(one) for ref, one in uses if not _is_within(ref, {*leaving, id(one)})}
        more = {
            id(one): one for ref, one in uses
            if id(one) not in staying | leaving and _is_within(ref, leaving)
        }  # fmt: skip
        if not more:
            return gone
        gone += more.values()
        leaving.update(more)


def _uses(document: nodes.document) -> Iterator[tuple[nodes.Element, nodes.Element]]:
    """Yield each reference with the definition that it refers to."""
    for reference, definition in _DEFINED:
        named = {_name(name): one for one in document.findall(definition) for name in one["names"]}
        for ref in document.findall(reference):
            if (one := named.get(_name(ref.get("refname", "")))) is not None:
                yield ref, one
    # Those without a name belong together by their order.
    refs = [ref for ref in document.autofootnote_refs if "refname" not in ref]
    footnotes = [one for one in document.autofootnotes if not one["names"] + one["dupnames"]]
    yield from zip(refs, footnotes, strict=False)
    yield from zip(document.symbol_footnote_refs, document.symbol_footnotes, strict=False)


def _name(text: str) -> str:
    return str(nodes.fully_normalize_name(text))


def _remove(document: nodes.document, found: Iterable[nodes.Element]) -> set[str]:
    """Remove nodes with their names, and return the ids that they had."""
    gone: set[str] = set()
    for outer in found:
        for node in outer.findall(nodes.Element):
            names: list[str] = node.get("names", [])
            for name in names:
                if isinstance(node, nodes.substitution_definition):
                    document.substitution_defs.pop(name, None)
                    document.substitution_names.pop(_name(name), None)
                else:
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


def _forget_equations(env: BuildEnvironment, leaving: Collection[nodes.Element]) -> None:
    """Forget labelled equations, which the domain notes by their labels."""
    equations = env.domains.math_domain.equations
    for outer in leaving:
        for block in outer.findall(nodes.math_block):
            if equations.get(block.get("label", ""), ("",))[0] == env.current_document.docname:
                del equations[block["label"]]


def _forget_changes(env: BuildEnvironment, leaving: Collection[nodes.Element]) -> None:
    """Forget the changes between versions of a program of which the nodes tell."""
    docname = env.current_document.docname
    told = {
        (node["type"], docname, node.line)
        for outer in leaving
        for node in outer.findall(addnodes.versionmodified)
    }
    for changes in env.domains.changeset_domain.changesets.values():
        changes[:] = [one for one in changes if (one.type, one.docname, one.lineno) not in told]
