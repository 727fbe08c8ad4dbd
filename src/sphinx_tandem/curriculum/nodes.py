"""The nodes of a lesson, and how HTML shows the two that it has no word for.

A box of a lesson (questions, objectives, an exercise, …) is an admonition::

    admonition (tandem-exercise)
      title        the kind, from the engine's catalog; the author's title; the minutes
      paragraph …
      fold (tandem-solution)
        fold_title
        paragraph …

Every writer knows admonitions; a fold is one too where it is not HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class fold(nodes.admonition):  # docutils names nodes in lower case
    """A hint or a solution: closed until a reader opens it."""


class instructor_note(nodes.admonition):
    """A note for whoever teaches: translated with the page, never shown to learners."""


class fold_title(nodes.title):
    """What a reader presses to open a fold."""


def heading_text(section: nodes.Element) -> str:
    """Return the heading of a section, or ``""`` where it has none."""
    return section[0].astext() if isinstance(section[0], nodes.title) else ""


def title_part(box: nodes.Element, part: str) -> str:
    """Return a part of the title of a box, or ``""``.

    :param part: ``kind`` (what it is), ``title`` (the author's) or ``minutes``.
    """
    wanted = (found for found in box.findall(nodes.inline) if f"tandem-{part}" in found["classes"])
    return next((found.astext() for found in wanted), "")


def _visit_fold(self: Any, node: nodes.Element) -> None:
    opened = {"open": "open"} if node.get("open") else {}
    self.body.append(self.starttag(node, "details", CLASS="admonition tandem-fold", **opened))


def _depart_fold(self: Any, node: nodes.Element) -> None:
    self.body.append("</details>\n")


def _visit_fold_title(self: Any, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "summary", "", CLASS="admonition-title"))


def _depart_fold_title(self: Any, node: nodes.Element) -> None:
    self.body.append("</summary>\n")


def _visit_admonition(self: Any, node: nodes.Element) -> None:
    self.visit_admonition(node)


def _depart_admonition(self: Any, node: nodes.Element) -> None:
    self.depart_admonition(node)


def _visit_note(self: Any, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "aside", CLASS="admonition"))


def _depart_note(self: Any, node: nodes.Element) -> None:
    self.body.append("</aside>\n")


def _visit_title(self: Any, node: nodes.Element) -> None:
    self.visit_title(node)


def _depart_title(self: Any, node: nodes.Element) -> None:
    self.depart_title(node)


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    box = (_visit_admonition, _depart_admonition)
    title = (_visit_title, _depart_title)
    app.add_node(
        instructor_note,
        html=(_visit_note, _depart_note),
        latex=box,
        text=box,
        man=box,
        texinfo=box,
    )
    app.add_node(fold, html=(_visit_fold, _depart_fold), latex=box, text=box, man=box, texinfo=box)
    app.add_node(
        fold_title,
        html=(_visit_fold_title, _depart_fold_title),
        latex=title,
        text=title,
        man=title,
        texinfo=title,
    )
