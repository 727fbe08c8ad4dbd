"""Numbers figures, tables, listings and equations of instructor notes by letters.

Learners' page has none of them, and its numbers must not depend on them; a number
that it uses for something else would mislead instructors.
"""

from __future__ import annotations

from collections import Counter
from string import ascii_uppercase
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.domains.std import StandardDomain

from .forgetting import for_instructors
from .nodes import instructor_note

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

Numbers = dict[str, dict[str, tuple[int | str, ...]]]


def letters(number: int) -> str:
    """Return letters for a number.

    >>> [letters(number) for number in (1, 26, 27, 53)]
    ['A', 'Z', 'AA', 'BA']
    """
    found = ""
    while number:
        number, last = divmod(number - 1, len(ascii_uppercase))
        found = ascii_uppercase[last] + found
    return found


def number_apart(env: BuildEnvironment, document: nodes.document) -> None:
    """Number the equations of the page that is being read as if it had no notes.

    Those of notes have letters.  Figures are numbered later, by their ids, so learners'
    figures must have the same ids with and without the notes.
    """
    is_hidden = for_instructors(document)
    equations = env.domains.math_domain.equations
    docname = env.current_document.docname
    blocks = [block for block in document.findall(nodes.math_block) if block.get("number")]
    count: Counter[bool] = Counter()
    for block in sorted(blocks, key=lambda block: int(block["number"])):
        hidden = is_hidden(block)
        count[hidden] += 1
        number = letters(count[hidden]) if hidden else count[hidden]
        block["number"] = number
        if equations.get(block.get("label", ""), ("",))[0] == docname:
            equations[block["label"]] = (docname, number)  # type: ignore[assignment]
    domain = env.domains.standard_domain
    for node in document.findall(nodes.Element):
        # As `AutoNumbering` of Sphinx does with all of them at once.
        is_numbered = domain.get_numfig_title(node) is not None
        if is_numbered and not node["ids"] and not is_hidden(node):
            document.note_implicit_target(node)


def numbers_with_notes(env: BuildEnvironment, docname: str, document: nodes.document) -> Numbers:
    """Return the numbers of a page's figures, by their kinds and ids, with those of its notes."""
    found: Numbers = {
        kind: {**numbers} for kind, numbers in env.toc_fignumbers.get(docname, {}).items()
    }
    if not env.config.numfig:
        return found
    count: Counter[str] = Counter()
    for note in document.findall(instructor_note):
        for node in note.findall(nodes.Element):
            kind = _kind(env, node)
            if kind and node["ids"] and node["ids"][0] not in found.setdefault(kind, {}):
                count[kind] += 1
                found[kind][node["ids"][0]] = (letters(count[kind]),)
    return found


def _kind(env: BuildEnvironment, node: nodes.Element) -> str | None:
    """Return the kind of what is numbered as Sphinx does (``assign_figure_numbers``)."""
    for domain in env.domains.sorted():
        is_plain = isinstance(domain, StandardDomain) and not domain.get_numfig_title(node)
        if not is_plain and (kind := domain.get_enumerable_node_type(node)):
            return kind
    return None
