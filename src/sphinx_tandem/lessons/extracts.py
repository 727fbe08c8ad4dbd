"""What handouts take out of a lesson: exercises, key points, figures, glossaries.

Each function takes a page that was read and resolved, or a part of it, and leaves it as
it is; only :func:`boxes` and :func:`contents` give nodes of the page itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx import addnodes

from ..translate.interface import _
from .nodes import fold, free_id, title_part


def boxes(document: nodes.Element, kind: str) -> list[nodes.Element]:
    """Return the boxes of a kind, such as ``exercise``, that stand in no other of that kind."""
    name = f"tandem-{kind}"
    found = [box for box in document.findall(nodes.admonition) if name in box["classes"]]
    return [box for box in found if not _is_within(box, name)]


def _is_within(box: nodes.Element, name: str) -> bool:
    node = box.parent
    while node is not None:
        if name in node.get("classes", ()):
            return True
        node = node.parent
    return False


def without_answers(box: nodes.Element) -> nodes.Element:
    """Return a copy of an exercise, without its hints and solutions."""
    box = box.deepcopy()
    for closed in list(box.findall(fold)):
        closed.parent.remove(closed)
    return box


def with_answers_behind(document: nodes.document) -> nodes.document:
    """Return a copy of a lesson with its solutions behind it, each under its exercise's title."""
    document = document.deepcopy()
    section: nodes.Element = next(iter(document.findall(nodes.section)), document)
    answers = nodes.section(classes=["tandem-answers"])
    taken = {name for node in document.findall(nodes.Element) for name in node["ids"]}
    answers["ids"] = [free_id("solutions", taken)]
    answers += nodes.title("", _("Solutions"))
    for box in boxes(document, "exercise"):
        held = [found for found in box.findall(fold) if "tandem-solution" in found["classes"]]
        if not held:
            continue
        answers += nodes.paragraph("", "", nodes.strong("", author_title(box)))
        for solution in held:
            solution.parent.remove(solution)
            children = list(solution.children[1:])  # behind the word "Solution"
            solution.children = []
            answers += children
    if len(answers) > 1:
        section.append(answers)
    return document


def author_title(box: nodes.Element) -> str:
    """Return the author's title of an exercise, or the word for its kind."""
    return title_part(box, "title") or title_part(box, "kind")


def contents(box: nodes.Element) -> list[nodes.Node]:
    """Return what stands in a box, without its title."""
    return [child for child in box.children if not isinstance(child, nodes.title)]


def figures(document: nodes.document) -> Iterator[nodes.Element]:
    """Yield the figures, each followed by the text that stands for it where nobody sees it."""
    for found in list(document.findall(nodes.figure)):
        yield found.deepcopy()
        texts = [image["alt"] for image in found.findall(nodes.image) if image.get("alt")]
        for text in texts:
            # Marks of what is not translated travel in the text itself.
            yield nodes.paragraph("", text, classes=["tandem-figure-text"])


def with_footnotes(document: nodes.document, taken: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return what was taken from a page, and behind it copies of the footnotes it refers to."""
    found = list(taken)
    held = {node_id for node in found for node_id in _ids_within(node)}
    wanted = {
        ref["refid"] for node in found for ref in node.findall(nodes.footnote_reference)
        if "refid" in ref
    } - held  # fmt: skip
    return found + [
        footnote.deepcopy()
        for footnote in document.findall(nodes.footnote)
        if wanted.intersection(footnote["ids"])
    ]


def _ids_within(node: nodes.Node) -> Iterator[str]:
    for found in node.findall(nodes.Element):
        yield from found["ids"]


def glossaries(document: nodes.document) -> list[addnodes.glossary]:
    """Return the glossaries of a page."""
    return [found.deepcopy() for found in document.findall(addnodes.glossary)]
