"""Which parts of a lesson go on which slide.

An author marks a block with the class ``slide`` to say that it, and nothing else of
its section, is shown; ``no-slide`` keeps a block or a whole section away.  Without
marks a section shows its figures, lists, tables and boxes, or the first sentences of its
text: on one slide, or where there is too much for one, on several with the same heading.
Every exercise, and every other box of a lesson, has a slide of its own, and what stands
behind it comes behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docutils import nodes

from .nodes import fold, instructor_note
from .room import announces, is_picture, room_below, shared_out
from .sentences import opening

_SHOWN = (nodes.bullet_list, nodes.enumerated_list, nodes.table, nodes.math_block,
          nodes.literal_block, nodes.definition_list, nodes.Admonition)  # fmt: skip
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


@dataclass
class Slide:
    """One slide.

    :param title: the nodes of its heading.
    :param shown: what the class sees.
    :param said: what the presenter reads: the text of the section, and its notes.
    :param anchors: the ids of the sections or the exercise that begin with it.
    :param part: which of the slides with this heading it is, and of how many.
    """

    title: list[nodes.Node]
    shown: list[nodes.Node] = field(default_factory=list)
    said: list[nodes.Node] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    part: tuple[int, int] = (1, 1)


def slides(top: nodes.Element) -> list[Slide]:
    """Return the slides of a lesson.

    The first one has the lesson's title, even where there is nothing else to show on it;
    what is said where nothing is shown is said with the slide behind it.

    :param top: the section with the lesson's heading.
    """
    found: list[Slide] = []
    said: list[nodes.Node] = []
    anchors: list[str] = []
    for slide in _slides(top):
        if found and not slide.shown:
            said += slide.said
            anchors += slide.anchors
            continue
        slide.said[:0] = said
        slide.anchors += anchors
        said, anchors = [], []
        found.append(slide)
    if found:
        found[-1].said += said
    return found


def _slides(top: nodes.Element) -> Iterator[Slide]:
    """Yield the slides of a section, and of those within it; some may show nothing."""
    if _OFF in top["classes"]:
        return
    heading = top[0] if top.children and isinstance(top[0], nodes.title) else None
    title = [child.deepcopy() for child in heading.children] if heading is not None else []
    blocks = [
        block
        for block in top.children
        if isinstance(block, nodes.Element)
        and not isinstance(block, nodes.title | nodes.comment)
        and _OFF not in _classes(block)
    ]
    sections = [block for block in blocks if isinstance(block, nodes.section)]
    runs = _runs([block for block in blocks if not isinstance(block, nodes.section)])
    is_marked = any(_ON in _classes(block) for run in runs for block in run if not _is_box(block))
    found: list[Slide] = []
    under_heading: list[Slide] = []
    for run in runs:
        if run and _is_box(run[0]):
            found += _box_slides(run[0])
            continue
        while found and run and isinstance(run[0], instructor_note):
            found[-1].said.append(run.pop(0).deepcopy())
        made = _run_slides(title, run, is_marked=is_marked)
        if found and not made[0].shown:
            found[-1].said += made[0].said
            continue
        found += made
        under_heading += [slide for slide in made if slide.shown]
    if found:
        found[0].anchors += top["ids"][:1]
    _number(under_heading)
    yield from found
    for section in sections:
        yield from _slides(section)


def _runs(blocks: list[nodes.Element]) -> list[list[nodes.Element]]:
    """Part the blocks of a section at its boxes, each of which is a run of its own.

    The first run has no box: it makes the slide that begins the section.
    """
    found: list[list[nodes.Element]] = [[]]
    for block in blocks:
        if _is_box(block):
            found += [[block], []]
        else:
            found[-1].append(block)
    return [found[0], *(run for run in found[1:] if run)]


def _is_box(block: nodes.Element) -> bool:
    return bool(_OWN & set(block.get("classes", ())))


def _classes(block: nodes.Element) -> set[str]:
    """Return the classes of a block; those of what it is only a frame for are its own.

    docutils gives ``:class:`` of a figure to its image, and of code with a caption to the
    code within.
    """
    found = set(block.get("classes", ()))
    if isinstance(block, nodes.figure | nodes.reference | nodes.container) or is_picture(block):
        for child in block.children:
            if isinstance(child, nodes.image | nodes.reference | nodes.literal_block):
                found |= _classes(child)
    return found


def _run_slides(
    title: list[nodes.Node], blocks: list[nodes.Element], *, is_marked: bool
) -> list[Slide]:
    """Return the slides of what stands together in a section; one at least, which may be empty.

    :param is_marked: whether an author marked what is to be shown of the section.
    """
    shown: list[nodes.Node] = []
    said: list[tuple[int, nodes.Node]] = []
    for block in blocks:
        is_note = isinstance(block, instructor_note)
        if not is_note and (_ON in _classes(block) if is_marked else _is_shown(block)):
            shown.append(block)
        if is_note or (isinstance(block, nodes.paragraph) and not is_picture(block)):
            said.append((len(shown), block.deepcopy()))
    if not shown and not is_marked:
        texts = [block for block in blocks if isinstance(block, nodes.paragraph)]
        if texts and announces(texts[-1]):
            texts.pop()  # what it announces stands on a slide of its own
        found = [sentence for text in texts[:_SENTENCES] if (sentence := opening(text))]
        shown = [nodes.bullet_list("", *(nodes.list_item("", each) for each in found))]
        shown = shown if found else []
    return _shared(title, shown, said, tables_alone=True)


def _is_shown(block: nodes.Element) -> bool:
    """Say whether a slide shows a block without being told so."""
    if isinstance(block, nodes.container):
        return any(isinstance(found, (nodes.image, *_SHOWN)) for found in block.findall())
    return isinstance(block, _SHOWN) or is_picture(block)


def _shared(
    title: list[nodes.Node],
    shown: list[nodes.Node],
    said: list[tuple[int, nodes.Node]],
    *,
    tables_alone: bool,
) -> list[Slide]:
    """Return the slides of some blocks, with what is said about each.

    :param said: with each note or text, how many of the blocks stand before it.
    """
    heading = "".join(node.astext() for node in title)
    pages = shared_out(shown, room_below(heading), tables_alone=tables_alone)
    found = [
        Slide([node.deepcopy() for node in title], [piece for _place, piece in page])
        for page in pages
    ] or [Slide(title)]
    for slide in found:
        for note in [note for node in slide.shown for note in node.findall(instructor_note)]:
            note.parent.remove(note)
            slide.said.append(note)
    for before, node in said:
        # A note stands behind what it is about, and text before what it announces.
        is_note = isinstance(node, instructor_note)
        places = [page[0][0] <= before - 1 if is_note else page[-1][0] < before for page in pages]
        at = sum(places) - is_note if is_note else min(sum(places), len(found) - 1)
        found[max(at, 0)].said.append(node)
    for slide in found:
        slide.said.sort(key=lambda node: not isinstance(node, instructor_note))
    return found


def _number(found: list[Slide]) -> None:
    """Note which of the slides with the same heading each of some is."""
    for number, slide in enumerate(found, 1):
        slide.part = (number, len(found))


def _box_slides(box: nodes.Element) -> list[Slide]:
    """Return the slides of an exercise or another box; its answers stay closed until somebody opens them."""
    has_title = bool(box.children) and isinstance(box[0], nodes.title)
    title = [child.deepcopy() for child in box[0].children] if has_title else []
    shown: list[nodes.Node] = []
    said: list[tuple[int, nodes.Node]] = []
    for child in box.children[1:] if has_title else box.children:
        if isinstance(child, instructor_note):
            said.append((len(shown), child.deepcopy()))
        else:
            shown.append(child.deepcopy())
    for closed in [found for node in shown for found in node.findall(fold)]:
        closed["open"] = False
    found = _shared(title, shown, said, tables_alone=False)
    found[0].anchors += box["ids"][:1]
    _number(found)
    return found
