"""The first sentence of a paragraph, the same wherever its source has line ends."""

from __future__ import annotations

import re

from docutils import nodes

# The end of a sentence, with what closes behind it, before something that can begin
# another one: a letter, or a name that begins with a digit.
_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s+[¿¡\"'“‘«(\[]*(?P<next>\d*[^\W\d_]))|[。！？][」』）]*")
# No sentence ends within one of these; where a title is marked, its marks stay together.
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
    found = nodes.paragraph("", "", *_cut(whole, _length(_readable(whole))))
    found["classes"] = [name for name in paragraph["classes"] if name.startswith("language-")]
    return found if found.astext().strip() else None


def _readable(node: nodes.Node) -> str:
    """Return the text of a node, with signs in place of what holds no end of a sentence."""
    if isinstance(node, nodes.Text):
        return str(node).replace("\n", " ")
    text = "".join(map(_readable, node.children))
    return "x" * len(text[:-1]) + text[-1:] if isinstance(node, _CLOSED) else text


def _length(text: str) -> int:
    """Return how long the first sentence of a text is."""
    for end in _END.finditer(text):
        if not (end["next"] or "").islower() or len(end["next"]) > 1:  # "e.g. a hub" goes on
            return end.end()
    return len(text.rstrip())


def _cut(element: nodes.Element, room: int) -> list[nodes.Node]:
    """Return the children of an element as far as their text has room."""
    found: list[nodes.Node] = []
    for child in element.children:
        if room <= 0:
            break
        length = len(_readable(child))
        if isinstance(child, nodes.Text):
            found.append(nodes.Text(str(child).replace("\n", " ")[:room]))
        elif length <= room or not isinstance(child, nodes.Element):
            found.append(child.deepcopy())
        else:
            part = child.copy()
            part += _cut(child, room)
            found.append(part)
        room -= length
    return found
