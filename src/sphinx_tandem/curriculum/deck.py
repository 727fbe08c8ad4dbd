"""Which parts of a lesson go on which slide.

An author marks a block with the class ``slide`` to say that it, and nothing else of
its section, is shown; ``no-slide`` keeps a block or a whole section away.  Without
marks a section is one slide with its figures, lists, tables and boxes, or with the
first sentences of its text.  Every exercise, and every other box
of a lesson, has a slide of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docutils import nodes

from .nodes import fold, instructor_note

_SHOWN = (nodes.figure, nodes.image, nodes.bullet_list, nodes.enumerated_list, nodes.table,
          nodes.math_block, nodes.literal_block, nodes.definition_list)  # fmt: skip
_ON, _OFF = "slide", "no-slide"
# Boxes that are a slide of their own.
_OWN = frozenset(
    f"tandem-{kind}"
    for kind in (
        "exercise",
        "demo",
        "questions",
        "objectives",
        "prerequisites",
        "keypoints",
        "checklist",
        "discussion",
    )
)
# More than this nobody reads while somebody speaks.
_SENTENCES = 4
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|[¿¡\"“])")


@dataclass
class Slide:
    """One slide.

    :param title: the nodes of its heading.
    :param shown: what the class sees.
    :param said: what the presenter reads: the text of the section, and its notes.
    :param anchor: the id of the section or exercise in the lesson, or ``""``.
    """

    title: list[nodes.Node]
    shown: list[nodes.Node] = field(default_factory=list)
    said: list[nodes.Node] = field(default_factory=list)
    anchor: str = ""


def slides(top: nodes.Element) -> Iterator[Slide]:
    """Yield the slides of a section of a lesson, and of those within it."""
    if _OFF in top["classes"]:
        return
    heading = top[0] if top.children and isinstance(top[0], nodes.title) else None
    title = [child.deepcopy() for child in heading.children] if heading is not None else []
    first = Slide(title, anchor=next(iter(top["ids"]), ""))
    found = [first]
    blocks = [child for child in top.children if child is not heading]
    _fill(first, [block for block in blocks if not _is_own(block)])
    for block in blocks:
        if isinstance(block, nodes.Element) and _has_slide(block) and _OFF not in block["classes"]:
            found.append(_box_slide(block))
    yield from found
    for block in blocks:
        if isinstance(block, nodes.section):
            yield from slides(block)


def _is_own(block: nodes.Node) -> bool:
    """Say whether a block has slides of its own."""
    return isinstance(block, nodes.section) or (
        isinstance(block, nodes.Element) and _has_slide(block)
    )


def _has_slide(block: nodes.Element) -> bool:
    return bool(_OWN & set(block.get("classes", ())))


def _fill(slide: Slide, blocks: list[nodes.Node]) -> None:
    elements = [block for block in blocks if isinstance(block, nodes.Element)]
    elements = [block for block in elements if _OFF not in block["classes"]]
    notes = [block for block in elements if isinstance(block, instructor_note)]
    others = [block for block in elements if not isinstance(block, instructor_note | nodes.comment)]
    marked = [block for block in others if _ON in block["classes"]]
    shown = marked or [block for block in others if _is_shown(block)]
    text = [block for block in others if isinstance(block, nodes.paragraph)]
    if not shown:
        sentences = [sentence for block in text[:_SENTENCES] if (sentence := _opening(block))]
        if sentences:
            items = (nodes.list_item("", sentence) for sentence in sentences)
            slide.shown.append(nodes.bullet_list("", *items))
    slide.shown += [block.deepcopy() for block in shown]
    slide.said += [block.deepcopy() for block in (*notes, *text)]


def _is_shown(block: nodes.Element) -> bool:
    return isinstance(block, (*_SHOWN, nodes.Admonition))


def _opening(block: nodes.paragraph) -> nodes.paragraph | None:
    """Return the first sentence of a paragraph, with its markup."""
    opening = nodes.paragraph()
    for child in block.children:
        if isinstance(child, nodes.Text):
            parts = _SENTENCE.split(str(child), maxsplit=1)
            opening.append(nodes.Text(parts[0]))
            if len(parts) > 1:
                break
        elif not isinstance(child, nodes.footnote_reference):
            opening.append(child.deepcopy())
    return opening if opening.astext().strip() else None


def _box_slide(box: nodes.Element) -> Slide:
    """Return the slide of an exercise or another box; its answers stay closed until somebody opens them."""
    title = [child.deepcopy() for child in box[0].children] if box.children else []
    slide = Slide(title, anchor=next(iter(box["ids"]), ""))
    for child in box.children[1:]:
        if isinstance(child, instructor_note):
            slide.said.append(child.deepcopy())
        else:
            slide.shown.append(child.deepcopy())
    for closed in [found for node in slide.shown for found in node.findall(fold)]:
        closed["open"] = False
    return slide
