"""Which parts of a lesson go on which slide, and how much room each takes there.

An author marks a block with the class ``slide`` to say that it, and nothing else of
its section, is shown; ``no-slide`` keeps a block or a whole section away.  Without
marks a section shows its figures, lists, tables and boxes, or the first sentences of its
text: on one slide, or where there is too much for one, on several with the same heading.
Every exercise, and every other box of a lesson, has a slide of its own, wherever it stands,
in a list, a quotation, a dropdown or a tab, too; what stands behind it comes behind it.

The layout of a slide follows from what is on it: a section that only introduces parts, one
sentence, a picture, or a picture beside a short text.  An author can ask for a layout with
``slide-statement``, ``slide-picture`` or ``slide-columns`` instead of ``slide``.

The module is long because what goes on a slide depends on the room that each block takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise
from math import ceil

from docutils import nodes

from ..upstream.extensions import is_frame
from .collect import LETTERS
from .directives import boxes
from .nodes import boxes_behind, fold, instructor_note

_SHOWN = (nodes.bullet_list, nodes.enumerated_list, nodes.table, nodes.math_block,
          nodes.literal_block, nodes.definition_list, nodes.Admonition,
          nodes.block_quote, nodes.line_block)  # fmt: skip
_OFF = "no-slide"
_STATEMENT, _PICTURE, _COLUMNS = "slide-statement", "slide-picture", "slide-columns"
_ON = frozenset({"slide", _STATEMENT, _PICTURE, _COLUMNS})
#: Boxes that belong to the text around them; every other one is a slide of its own.
PARTS = frozenset({"callout", "hint", "solution", "instructor-note"})
# Nobody reads more than this while somebody speaks.
_SENTENCES = 4


@dataclass
class Slide:
    """One slide.

    :param shown: what the class sees.
    :param said: what the presenter reads: the text of the section, and its notes.
    :param anchors: the ids of the sections or the exercise that begin with it.
    :param part: which of the slides with this heading it is, and of how many.
    :param kind: the name of the box that it shows, such as ``exercise``, or ``""``.
    :param layout: ``section``, ``statement``, ``picture``, ``columns``, or ``""``.
    """

    title: list[nodes.Node]
    shown: list[nodes.Node] = field(default_factory=list)
    said: list[nodes.Node] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    part: tuple[int, int] = (1, 1)
    kind: str = ""
    layout: str = ""


def slides(top: nodes.Element) -> list[Slide]:
    """Return the slides of a lesson.

    The first one has the lesson's title, and none of its sentences: they speak of the page.
    What is said where nothing is shown is said with the slide behind it.

    :param top: the section with the lesson's heading.
    """
    found: list[Slide] = []
    said: list[nodes.Node] = []
    anchors: list[str] = []
    for slide in _section_slides(top, is_first=True):
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


def _section_slides(top: nodes.Element, *, is_first: bool = False) -> Iterator[Slide]:
    """Yield the slides of a section, and of those within it; some may show nothing."""
    if _OFF in top["classes"]:
        return
    title, content = _title_and_content(top)
    blocks = [
        block
        for block in content
        if isinstance(block, nodes.Element)
        and not isinstance(block, nodes.comment)
        and _OFF not in _classes(block)
    ]
    own = [
        piece
        for block in blocks
        if not isinstance(block, nodes.section)
        for piece in boxes_behind(block, _is_box)
        if _OFF not in _classes(piece)
    ]
    is_marked = any(_ON & _classes(block) for block in own if not _is_box(block))
    runs = [list(run) for _is, run in groupby(own, _is_box)]
    if not runs or _is_box(runs[0][0]):
        runs.insert(0, [])  # what begins the section has its heading
    found: list[Slide] = []
    under_heading: list[Slide] = []
    for run in runs:
        if run and _is_box(run[0]):
            found += [slide for box in run for slide in _box_slides(box)]
            continue
        while found and run and isinstance(run[0], instructor_note):
            found[-1].said.append(run.pop(0))
        made = _run_slides(title, run, is_marked=is_marked, has_sentences=not is_first)
        if found and not made[0].shown:
            found[-1].said += made[0].said
            continue
        found += made
        under_heading += [slide for slide in made if slide.shown]
    below = [block for block in blocks if isinstance(block, nodes.section)]
    inner = [list(_section_slides(block)) for block in below]
    if not is_first and not is_marked and not any(map(_is_shown, runs[0])):
        _introduce(found[0], [made[0] for made in inner if any(one.shown for one in made)])
        under_heading = [slide for slide in under_heading if slide is not found[0]]
    found[0].anchors += top["ids"][:1]
    _number(under_heading)
    yield from found
    for made in inner:
        yield from made


def _introduce(slide: Slide, parts: list[Slide]) -> None:
    """Let the first slide of a section list its parts, if there are several."""
    if len(parts) < 2:
        return
    slide.layout = "section"
    names = [nodes.paragraph("", "", *(node.deepcopy() for node in part.title)) for part in parts]
    slide.shown = [nodes.bullet_list("", *(nodes.list_item("", name) for name in names))]


def _title_and_content(top: nodes.Element) -> tuple[list[nodes.Node], list[nodes.Node]]:
    if top.children and isinstance(top[0], nodes.title):
        return top[0].children, top.children[1:]
    return [], top.children


def _is_box(block: nodes.Element) -> bool:
    return bool(_own_slides() & set(block.get("classes", ())))


@cache
def _own_slides() -> frozenset[str]:
    """Return the classes of the boxes that are slides of their own."""
    return frozenset(f"tandem-{name}" for name in boxes().keys() - PARTS)


def _classes(block: nodes.Element) -> set[str]:
    """Return the classes of a block; those of what it only frames count as its own.

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
    title: list[nodes.Node],
    blocks: list[nodes.Element],
    *,
    is_marked: bool,
    has_sentences: bool,
) -> list[Slide]:
    """Return the slides of what stands together in a section; one at least, which may be empty.

    :param is_marked: whether an author marked what is to be shown of the section.
    :param has_sentences: whether sentences are shown where there is nothing else.
    """
    shown: list[nodes.Node] = []
    said: list[tuple[int, nodes.Node]] = []
    for block in blocks:
        is_note = isinstance(block, instructor_note)
        if not is_note and (_ON & _classes(block) if is_marked else _is_shown(block)):
            shown.append(block)
        if is_note or (isinstance(block, nodes.paragraph) and not is_picture(block)):
            said.append((len(shown), block))
    if not shown and not is_marked and has_sentences:
        texts = [block for block in blocks if isinstance(block, nodes.paragraph)]
        if texts and announces(texts[-1]):
            texts.pop()  # what it announces is on a slide of its own
        found = [sentence for text in texts[:_SENTENCES] if (sentence := opening(text))]
        if found:
            shown = [nodes.bullet_list("", *(nodes.list_item("", each) for each in found))]
    return _shared(title, shown, said, tables_alone=True)


def _is_shown(block: nodes.Element) -> bool:
    """Say whether a slide shows a block that the author has not marked."""
    if is_frame(block):
        return True
    if isinstance(block, nodes.container):
        return any(isinstance(found, (nodes.image, *_SHOWN)) for found in block.findall())
    return isinstance(block, _SHOWN) or is_picture(block)


def _box_slides(box: nodes.Element) -> list[Slide]:
    """Return the slides of an exercise or another box."""
    title, content = _title_and_content(box)
    shown: list[nodes.Node] = []
    said: list[tuple[int, nodes.Node]] = []
    for child in content:
        if isinstance(child, instructor_note):
            said.append((len(shown), child))
        else:
            shown.append(child)
    found = _shared(title, shown, said, tables_alone=False)
    found[0].anchors += box["ids"][:1]
    _number(found)
    for slide in found:
        slide.kind = next(iter(_own_slides() & set(box["classes"]))).removeprefix("tandem-")
    return found


def _layout(page: list[Piece]) -> str:
    """Return how a slide shows its blocks, see :class:`Slide`."""
    blocks = [block for _place, block in page]
    if len(blocks) == 2 and (_can_be_beside(*blocks) or all(map(_is_column, blocks))):
        return "columns"
    if len(blocks) != 1 or not isinstance(block := blocks[0], nodes.Element):
        return ""
    if is_picture(block):
        return "picture"
    is_sentence = isinstance(block, nodes.bullet_list) and len(block.children) == 1
    return "statement" if is_sentence or _STATEMENT in _classes(block) else ""


def _number(found: list[Slide]) -> None:
    for number, slide in enumerate(found, 1):
        slide.part = (number, len(found))


def _shared(
    title: list[nodes.Node],
    shown: list[nodes.Node],
    said: list[tuple[int, nodes.Node]],
    *,
    tables_alone: bool,
) -> list[Slide]:
    """Return the slides of some blocks, with what is said about each.

    :param said: with each note or text, how many of the blocks come before it.
    """
    heading = "".join(node.astext() for node in title)
    pages = shared_out(shown, room_below(heading), tables_alone=tables_alone)
    found = [
        Slide(title, [piece for _place, piece in page], layout=_layout(page))
        for page in pages or [[]]
    ]
    for slide in found:
        for note in [note for node in slide.shown for note in node.findall(instructor_note)]:
            note.parent.remove(note)
            slide.said.append(note)
    for before, node in said:
        # A note comes after what it is about, and text before what it announces.
        if isinstance(node, instructor_note):
            at = sum(page[0][0] < before for page in pages) - 1
        else:
            at = sum(page[-1][0] < before for page in pages)
        found[min(max(at, 0), len(found) - 1)].said.append(node)
    for slide in found:
        slide.said.sort(key=lambda node: not isinstance(node, instructor_note))
    return found


# -- How much of a slide a block takes, and how blocks are shared among slides ------------------
# Nobody knows here what font and what window a deck will be shown with: the lines are an
# estimate that is meant for letters somewhat smaller than the greatest.  What the estimate
# gets wrong, the script of the slides makes up for by the size of the letters.

# What a slide holds below its heading, and how many letters a line of it has.
LINES, _LETTERS = 15.0, 86
_HEADING_LETTERS = 46
_PICTURES = (nodes.figure, nodes.image)
_LISTS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list)
_ITEMS = (nodes.list_item, nodes.definition_list_item)
# These leave no room for anything else.
_WHOLE = 12.0

Piece = tuple[int, nodes.Node]


def is_picture(block: nodes.Node) -> bool:
    """Say whether a block is a figure or an image, or holds nothing else, such as a linked image."""
    if isinstance(block, _PICTURES):
        return True
    is_around = isinstance(block, nodes.paragraph | nodes.reference)
    return is_around and len(block.children) == 1 and is_picture(block.children[0])


def announces(block: nodes.Node) -> bool:
    """Say whether a block is text that announces what follows it, as "these three:" does."""
    return isinstance(block, nodes.paragraph) and block.astext().rstrip().endswith((":", "："))


def lines(node: nodes.Node, letters: int = _LETTERS) -> float:
    """Return about how many lines of a slide a block takes.

    :param letters: how many letters a line has where the block stands.
    """
    if is_picture(node):
        return _WHOLE
    if isinstance(node, fold) or _is_closed(node):
        return 0.8
    if isinstance(node, nodes.TextElement):
        return _text_lines(node, letters)
    if isinstance(node, nodes.table):
        return sum(_row_lines(node)) + 0.5
    inner = letters - 4 if isinstance(node, (*_ITEMS, nodes.Admonition)) else letters
    frame = 0.8 if isinstance(node, nodes.Admonition) else 0.0
    return frame + sum(lines(child, inner) for child in node.children)


def _is_closed(node: nodes.Node) -> bool:
    """Say whether a node is a dropdown that nobody has opened yet."""
    return isinstance(node, nodes.Element) and is_frame(node) and node.get("opened") is False


def _length_of(node: nodes.Element) -> int:
    """Return how many letters a block has: in the source language, if that is known.

    A table has no room for the sixth by which a translation may be longer.
    """
    known = node.get(LETTERS)
    if known is None:
        return len(node.astext())
    return ceil(known * 1.15) if isinstance(node, nodes.entry) else int(known)


def overfull(slide: Slide) -> bool:
    """Say whether a slide holds more than the smallest letters make room for."""
    return sum(map(lines, slide.shown)) > 2 * LINES


def _text_lines(node: nodes.TextElement, letters: int) -> float:
    text = node.astext()
    if isinstance(node, nodes.literal_block):
        return sum(0.8 * _wrapped(len(line), letters) for line in text.split("\n")) + 0.8
    if isinstance(node, nodes.math_block):
        return 2.0 + 1.5 * text.count(r"\\")
    return _wrapped(_length_of(node), letters) + 0.4


def _wrapped(length: int, letters: int) -> int:
    return max(ceil(length / letters), 1)


def _row_lines(table: nodes.table) -> list[float]:
    """Return the lines of each row; a browser gives more room to a column with more text."""
    rows = [
        [_length_of(cell) for cell in row.findall(nodes.entry)] for row in table.findall(nodes.row)
    ]
    columns = max(map(len, rows), default=1)
    widest = [max((row[at] for row in rows if at < len(row)), default=0) for at in range(columns)]
    whole = sum(widest) or 1
    letters = _LETTERS * 1.15 - 2 * columns  # small letters, with room around each cell
    share = [max(letters * width / whole, letters / (3 * columns)) for width in widest]
    return [
        0.9 * max((ceil(cell / share[at]) for at, cell in enumerate(row)), default=1) + 0.4
        for row in rows
    ]


def room_below(heading: str) -> float:
    """Return the lines that a slide has below its heading."""
    return LINES - 1.8 * (_wrapped(len(heading), _HEADING_LETTERS) - 1)


def shared_out(
    blocks: Sequence[nodes.Node], room: float, *, tables_alone: bool
) -> list[list[Piece]]:
    """Share blocks out among slides.

    A picture has a slide to itself, or one with a short text; a list or a table that is too long
    is parted, and a sentence that announces what comes next goes with it.

    :param blocks: what is to be shown; it stays as it is.
    :param room: the lines that a slide has.
    :param tables_alone: whether a table has a slide to itself, too.
    :returns: for each slide its pieces, each with the place of its block in *blocks*.
    """
    found: list[list[Piece]] = []
    current: list[Piece] = []
    used = 0.0
    for place, block in enumerate(blocks):
        is_alone = (
            is_picture(block)
            or (isinstance(block, nodes.Element) and _STATEMENT in _classes(block))
            or (tables_alone and isinstance(block, nodes.table))
        )
        if _is_column(block):
            if not (len(current) == 1 and _is_column(current[0][1])) and current:
                found.append(current)
                current = []
            current.append((place, block.deepcopy()))
            used = room
            continue
        for piece in _parted(block, room):
            size = room if is_alone else lines(piece)
            if current and used + size > room + 0.01:
                is_announced = not is_alone and len(current) > 1 and announces(current[-1][1])
                kept = [current.pop()] if is_announced else []
                found.append(current)
                current, used = kept, sum(lines(node) for _place, node in kept)
            current.append((place, piece))
            used += size
    return _side_by_side([*found, current] if current else found)


# How many letters a line of a column has, and the lines of a text that is short enough for one.
_COLUMN_LETTERS, _COLUMN_LINES = 36, 18.0
_TEXTS = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, nodes.definition_list)


def _is_column(block: nodes.Node) -> bool:
    """Say whether an author wants a block beside the next one of this kind."""
    return isinstance(block, nodes.Element) and _COLUMNS in _classes(block)


def _can_be_beside(one: nodes.Node, other: nodes.Node) -> bool:
    """Say whether one of two blocks is a picture, and the other a text that has room beside it."""
    picture, text = (one, other) if is_picture(one) else (other, one)
    return (
        is_picture(picture)
        and isinstance(picture, nodes.Element)
        and _PICTURE not in _classes(picture)
        and isinstance(text, _TEXTS)
        and not any(isinstance(node, (*_PICTURES, nodes.literal_block)) for node in text.findall())
        and _STATEMENT not in _classes(text)
        and lines(text, _COLUMN_LETTERS) <= _COLUMN_LINES
    )


def _side_by_side(pages: list[list[Piece]]) -> list[list[Piece]]:
    """Put a picture that has a slide to itself beside a short text that has the one next to it."""
    found: list[list[Piece]] = []
    for page in pages:
        before = found[-1] if found else []
        if len(before) == len(page) == 1 and _can_be_beside(before[0][1], page[0][1]):
            found[-1] = [*before, *page]
        else:
            found.append(page)
    return found


def _parted(block: nodes.Node, room: float) -> Iterator[nodes.Node]:
    """Yield copies of a block that each have room, if it is one that can be parted."""
    count = ceil(lines(block) / room)
    if count > 1 and isinstance(block, _LISTS):
        for first, last in _even([lines(item) for item in block.children], count):
            part: nodes.Element = block.copy()
            part += [item.deepcopy() for item in block.children[first:last]]
            if isinstance(block, nodes.enumerated_list):
                part["start"] = int(block.get("start", 1)) + first
            yield part
    elif (
        count > 1
        and isinstance(block, nodes.table)
        and not any("morerows" in cell for cell in block.findall(nodes.entry))
    ):
        # Each part has the heading.
        body = next(iter(block.findall(nodes.tbody)))
        for first, last in _even(_row_lines(block)[-len(body.children) :], count):
            table = block.deepcopy()
            rows = next(iter(table.findall(nodes.tbody)))
            rows.children = rows.children[first:last]
            yield table
    else:
        yield block.deepcopy()


def _even(sizes: Sequence[float], count: int) -> Iterator[tuple[int, int]]:
    """Yield where parts begin and end that are about as long as each other.

    >>> list(_even([1, 1, 1, 1, 1], 2))
    [(0, 3), (3, 5)]
    """
    aim, used, first = sum(sizes) / count, 0.0, 0
    ends: list[int] = []
    for place, size in enumerate(sizes):
        if place > first and used + size / 2 > aim:
            ends.append(place)
            first, used = place, 0.0
        used += size
    # Nothing stands alone that need not: the part before it gives it one more.
    if ends and len(sizes) - ends[-1] == 1 and ends[-1] - (ends[-2:-1] or [0])[0] > 2:
        ends[-1] -= 1
    yield from pairwise([0, *ends, len(sizes)])


# -- The first sentence of a paragraph, the same wherever its source has line ends --------------

# The end of a sentence, with any closing marks, before something that can begin
# another one: a letter, or a name that begins with a digit.
_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s+[¿¡\"'“‘«(\[]*(?P<next>\d*[^\W\d_]))|[。！？][」』）]*")
# No sentence ends within one of these; where a title is marked, its marks stay together.
# A question is shown with its answer, and what opens something with what it opens.
_OPENERS = ("?", "？", "؟", ":", "：")
_CLOSED = (nodes.literal, nodes.math, nodes.reference)


def opening(paragraph: nodes.paragraph) -> nodes.paragraph | None:
    """Return the first sentence of a paragraph, with its markup.

    :param paragraph: a paragraph of a lesson; it stays as it is.  MyST makes a node of
        each line of its source, a catalog has no lines: both give the same sentence.
    :returns: a new paragraph without footnotes, or ``None`` where it has no words.
    """
    whole = paragraph.deepcopy()
    for note in list(whole.findall(nodes.footnote_reference)):
        note.parent.remove(note)
    _cut(whole, _length(_readable(whole)))
    found = nodes.paragraph("", "", *whole.children)
    found["classes"] = [name for name in paragraph["classes"] if name.startswith("language-")]
    return found if found.astext().strip() else None


def _readable(node: nodes.Node) -> str:
    """Return the text of a node, with letters in place of what cannot end a sentence."""
    if isinstance(node, nodes.Text):
        return str(node).replace("\n", " ")
    text = "".join(map(_readable, node.children))
    return "x" * len(text[:-1]) + text[-1:] if isinstance(node, _CLOSED) else text


def _length(text: str) -> int:
    for end in _END.finditer(text):
        is_end = not (end["next"] or "").islower() or len(end["next"]) > 1  # "e.g. a hub" goes on
        if is_end and not text[: end.end()].rstrip().endswith(_OPENERS):
            return end.end()
    return len(text.rstrip())


def _cut(element: nodes.Element, room: int) -> int:
    """Leave as much of an element as there is room for; return what room is left."""
    kept: list[nodes.Node] = []
    for child in element.children:
        if room <= 0:
            break
        if isinstance(child, nodes.Element):
            room = _cut(child, room)
            kept.append(child)
        else:
            text = child.astext().replace("\n", " ")[:room]
            kept.append(nodes.Text(text))
            room -= len(text)
    element[:] = kept
    return room
