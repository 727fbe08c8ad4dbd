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

import re
import unicodedata
import zlib
from collections.abc import Container
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


def register(app: Sphinx) -> None:
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


# -- The anchors of exercises and demonstrations, to which links and learners' answers hold on ---


def anchor(kind: str, words: str, taken: Container[str]) -> str:
    """Return an id that stays the same when others are added before it.

    :param kind: what the box is.
    :param words: its title, or the first line of one that has none.
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
    """Return an id, with a number where it is taken."""
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _slug(words: str) -> str:
    """Return words in letters of ids, or ``""`` where some letter has none."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", words)
        if not unicodedata.combining(letter)
    )  # fmt: skip
    if any(letter.isalnum() and not letter.isascii() for letter in plain):
        return ""
    return re.sub(r"[^a-zA-Z0-9._]+", "-", plain).strip("-")


# -- Links to lessons and their parts, made when a page is written ------------------------------


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
    """Return the heading of a section as it is written, its code as code; ``[]`` for others."""
    toc = app.env.tocs.get(docname)
    if toc is None or not anchor:
        return []
    for found in toc.findall(nodes.reference):
        if found.get("anchorname") == f"#{anchor}":
            return [child.deepcopy() for child in found.children]
    return []
