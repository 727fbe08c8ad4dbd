"""The nodes of lessons, how they are written as HTML, and links to them.

A box of a lesson (questions, objectives, an exercise, …) is an admonition::

    admonition (tandem-exercise)
      title        the kind, from the engine's catalog; the author's title; the minutes
      paragraph …
      fold (tandem-solution)
        fold_title
        paragraph …

Every writer knows admonitions; a fold is one too where it is not HTML.  Timetables and
lists wait for the lessons of other pages; until its page is written, a ``schedule`` is::

    schedule
      schedule_session (its lessons, its breaks)
        paragraph            the author's title, for translators
        schedule_task        the author's words and minutes
          paragraph
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _ as words_of_sphinx
from sphinx.util.math import get_node_equation_number

from ..pages.nodes import Visitor, add_node, like
from ..translate.passages import with_parents
from ..upstream.extensions import is_frame_label
from ..upstream.parsers import mathml

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# docutils names nodes in lower case.


class fold(nodes.admonition):
    """A hint or a solution: closed until a reader opens it."""


class instructor_note(nodes.admonition):
    """A note for whoever teaches: translated with the page, never shown to learners."""


class activity_title(nodes.title):
    """The title of an exercise or a demonstration: a heading of its own, with a link to it."""


class fold_title(nodes.title):
    """What a reader presses to open a fold."""


class formula(nodes.General, nodes.TextElement):
    """A formula that becomes MathML."""


class schedule(nodes.General, nodes.Element):
    """A timetable that is still to be computed."""


class schedule_session(nodes.General, nodes.Element):
    """One session of it."""


class schedule_task(nodes.General, nodes.Element):
    """Something beside the lessons that takes time."""


class exercise_list(nodes.General, nodes.Element):
    """A list of exercises that is still to be collected."""


class teaching_material(nodes.General, nodes.Element):
    """A table, still to be made, of links to what is made of lessons."""


def heading_text(section: nodes.Element) -> str:
    """Return the heading of a section, or ``""`` where it has none."""
    return section[0].astext() if isinstance(section[0], nodes.title) else ""


def title_part(box: nodes.Element, part: str) -> str:
    """Return a part of the title of a box, or ``""``.

    :param part: ``kind`` (what it is) or ``title`` (the author's).
    """
    wanted = (found for found in box.findall(nodes.inline) if f"tandem-{part}" in found["classes"])
    return next((found.astext() for found in wanted), "")


#: Which exercise of its page a box is, counted from 1.
NUMBER = "tandem_number"


def number_exercises(exercises: Iterable[nodes.Element]) -> None:
    """Number the exercises of a page in its text: whatever is made of it has the same numbers."""
    for number, box in enumerate(exercises, 1):
        box[NUMBER] = number
        for kind in box[0].findall(nodes.inline):
            if "tandem-kind" in kind["classes"]:
                kind.append(nodes.Text(f" {number}"))


def boxes(document: nodes.Element, kind: str) -> list[nodes.Element]:
    """Return the boxes of a kind, such as ``exercise``, that are not inside another of that kind."""
    name = f"tandem-{kind}"
    found = [box for box in document.findall(nodes.admonition) if name in box["classes"]]
    within = {id(inner) for box in found for inner in box.findall(include_self=False)}
    return [box for box in found if id(box) not in within]


def boxes_behind(
    block: nodes.Element, is_box: Callable[[nodes.Element], bool]
) -> Iterator[nodes.Element]:
    """Yield a block without the boxes that stand in it, and these behind it."""
    if is_box(block) or not any(_boxes_in(block, is_box)):
        yield block
        return
    rest = block.deepcopy()
    held = list(_boxes_in(rest, is_box))
    for box in held:
        child: nodes.Element = box
        while (around := child.parent) is not None:
            at = around.index(child)
            if at and is_frame_label(around[at - 1]):
                around[at - 1 : at + 1] = []  # a tab goes with its label
            else:
                around.remove(child)
            if around is rest or _says_something(around):
                break
            child = around
    if _says_something(rest):
        yield rest
    yield from held


def _boxes_in(
    block: nodes.Element, is_box: Callable[[nodes.Element], bool]
) -> Iterator[nodes.Element]:
    for child in block.children:
        if isinstance(child, nodes.Element) and not isinstance(child, (fold, instructor_note)):
            if is_box(child):
                yield child
            else:
                yield from _boxes_in(child, is_box)


def _says_something(block: nodes.Element) -> bool:
    """Say whether a frame holds more than the words that one presses to see what is in it."""
    return any(
        isinstance(child, nodes.image)
        or (isinstance(child, nodes.Text) and bool(child.strip()))
        or (isinstance(child, nodes.Element) and _says_something(child))
        for child in block.children
        if not is_frame_label(child)
    )


def without_answers(box: nodes.Element) -> nodes.Element:
    """Return a copy of an exercise, without its hints and solutions."""
    box = box.deepcopy()
    for closed in list(box.findall(fold)):
        closed.parent.remove(closed)
    return box


def author_title(box: nodes.Element) -> str:
    """Return the author's title of an exercise, or the word for its kind."""
    return title_part(box, "title") or title_part(box, "kind")


def contents(box: nodes.Element) -> list[nodes.Node]:
    """Return what is in a box, without its title."""
    return [child for child in box.children if not isinstance(child, nodes.title)]


def _element(tag: str, classes: str, suffix: str = "\n") -> Visitor:
    return (
        lambda writer, node: writer.body.append(writer.starttag(node, tag, suffix, CLASS=classes)),
        lambda writer, _node: writer.body.append(f"</{tag}>\n"),
    )


def _visit_formula(writer: Any, node: nodes.Element) -> None:
    tag, end = ("div", "\n") if node["as_block"] else ("span", "")
    writer.body.append(writer.starttag(node, tag, end, CLASS="tandem-formula notranslate"))
    code = node.astext()
    shown = f'<code class="tandem-tex">{writer.encode(code)}</code>'
    writer.body.append(mathml(code, as_block=node["as_block"]) or shown)
    if node.get("number"):
        number = get_node_equation_number(writer, node)  # type: ignore[arg-type]  # any node will do
        writer.body.append(f'<span class="eqno">({number})</span>')
    writer.body.append(f"</{tag}>{end}")
    raise nodes.SkipNode


def _visit_activity_title(writer: Any, node: nodes.Element) -> None:
    sections = sum(isinstance(one, nodes.section) for one in with_parents(node))
    level = min(max(sections + 1, 2), 6)
    about = {"CLASS": "admonition-title", "role": "heading", "aria-level": str(level)}
    writer.body.append(writer.starttag(node, "p", "", **about))


def _depart_activity_title(writer: Any, node: nodes.Element) -> None:
    if getattr(writer.builder, "add_permalinks", False) and node.parent["ids"]:
        writer.add_permalink_ref(node.parent, words_of_sphinx("Link to this heading"))
    writer.body.append("</p>\n")


def register(app: Sphinx) -> None:
    """Register the nodes; those that nothing shows are replaced before a page is written."""
    add_node(app, instructor_note, _element("aside", "admonition"), like("admonition"))
    add_node(app, fold, _element("details", "admonition tandem-fold"), like("admonition"))
    add_node(app, fold_title, _element("summary", "admonition-title", ""), like("title"))
    activity = (_visit_activity_title, _depart_activity_title)
    add_node(app, activity_title, activity, like("title"))
    app.add_node(formula, html=(_visit_formula, None))
    for node in (schedule, schedule_session, schedule_task, exercise_list, teaching_material):
        app.add_node(node)


# -- Formulas where nothing loads what shows TeX: as MathML, which every browser knows ----------
# It needs no script and no network, it is printed, and it is read aloud.


def use_mathml(document: nodes.document) -> None:
    """Replace all formulas of a tree by nodes that become MathML."""
    for found in [*document.findall(nodes.math), *document.findall(nodes.math_block)]:
        as_block = isinstance(found, nodes.math_block)
        attributes = {**found.attributes, "as_block": as_block}
        found.parent.replace(found, formula("", "", *found.children, **attributes))


# -- The anchors of exercises and demonstrations, to which links and learners' answers hold on ---


def anchor(kind: str, words: str, taken: Container[str]) -> str:
    """Return an id that does not change when others are added before it.

    :param words: the title of the box, or the first line of one that has none.
    :param taken: the ids that the page has already.

    >>> anchor("exercise", "Knead the dough", ())
    'exercise-Knead-the-dough'
    >>> anchor("exercise", "Knead the dough", {"exercise-Knead-the-dough"})
    'exercise-Knead-the-dough-2'
    >>> anchor("exercise", "練習", ())
    'exercise-5b85016a'
    """
    words_id = _slug(words) or format(zlib.crc32(words.encode("utf-8")), "08x")
    return free_id(f"{kind}-{words_id}", taken)


def free_id(base: str, taken: Container[str]) -> str:
    """Return an id, with a number if it is taken."""
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _slug(words: str) -> str:
    """Return words as part of an id, or ``""`` if a letter has no place there."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", words)
        if not unicodedata.combining(letter)
    )  # fmt: skip
    if any(letter.isalnum() and not letter.isascii() for letter in plain):
        return ""
    return re.sub(r"[^a-zA-Z0-9._]+", "-", plain).strip("-")


def link_to(app: Sphinx, page: str, docname: str, anchor: str, text: str) -> nodes.paragraph:
    """Return a link from *page* to a place of the site, as a paragraph."""
    if docname == page and anchor:
        target = {"refid": anchor}
    elif docname == page:
        target = {"refuri": "#"}
    else:
        uri = app.builder.get_relative_uri(page, docname)
        target = {"refuri": f"{uri}#{anchor}" if anchor else uri}
    words = heading(app, docname, anchor) or [nodes.Text(text)]
    link = nodes.reference("", "", *words, internal=True, **target)
    return nodes.paragraph("", "", link)


def heading(app: Sphinx, docname: str, anchor: str) -> list[nodes.Node]:
    """Return the heading of a section with its markup; ``[]`` for anything else."""
    toc = app.env.tocs.get(docname)
    if toc is None or not anchor:
        return []
    for found in toc.findall(nodes.reference):
        if found.get("anchorname") == f"#{anchor}":
            return [child.deepcopy() for child in found.children]
    return []
