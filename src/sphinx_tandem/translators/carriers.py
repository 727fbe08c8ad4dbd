"""Carries through a build which node shows which passage, so that pages can say where.

What is noted on a node while a page is read is a plain attribute of Python: no
writer, theme or extension sees it.  Only while a page is written do marks stand
in its text, see :mod:`sphinx_tandem.places`.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes

from ..site.options import is_source
from ..site.pagedata import makes_site, page_data
from ..text import Syntax, html, prose
from ..translate import marks
from ..translate.lookup import Lookup, catalogs_of
from ..translate.passages import Passage, audience, is_literal

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_NUMBER = "tandem_passage"
_RAW_WORDS = "tandem_raw_words"
_LINKS = "tandem_link_passages"
# Nodes whose text is no words of the page, or is written by a program of its own.
_NOT_WORDS = (nodes.math, nodes.raw, nodes.image)


class Noted(NamedTuple):
    """A passage of a page, as the environment keeps it."""

    message: str
    other_message: str
    attribute: str
    for_instructors: bool = False


class tandem_passage_text(nodes.Text):  # docutils names nodes in lower case
    """A text at which a passage begins; everything but the page's HTML sees the text alone."""

    number: int

    def copy(self) -> Any:
        """Return the text alone: a copy stands in another place, which shows no passage."""
        return nodes.Text(str(self))

    def deepcopy(self) -> Any:
        """Return the text alone, too."""
        return self.copy()


class tandem_passage_next(nodes.Invisible, nodes.Element):
    """Stands before what shows a passage as a whole: an image, code, a formula."""


def passages_of(env: BuildEnvironment) -> dict[str, list[Noted]]:
    """Return the passages of every page that was read, in the order of the page."""
    found: dict[str, list[Noted]] = page_data(env, "tandem_passages")
    return found


def shown_texts(app: Sphinx, docname: str, placed: Collection[int]) -> dict[int, str]:
    """Return what a page shows of its passages, by their numbers; of texts only.

    :param placed: the passages that nobody asks about.
    """
    lookup = catalogs_of(app).page(docname)
    found = {}
    for number, noted in enumerate(passages_of(app.env)[docname]):
        if not noted.attribute and number not in placed:
            translation = lookup.get(noted.message, noted.other_message)
            text = translation.text if translation else noted.message
            found[number] = prose(text, Syntax.MYST)
    return found


def page_number(docname: str) -> int:
    """Return the number of a page in the marks of its passages."""
    return zlib.crc32(docname.encode("utf-8"))


def note(app: Sphinx, document: nodes.document, docname: str, found: list[Passage]) -> None:
    """Keep the passages of the page that is being read."""
    passages_of(app.env)[docname] = [
        Noted(
            passage.message, passage.other_message, passage.attribute, bool(audience(passage.node))
        )
        for passage in found
    ]
    if _writes_places(app):
        document.tandem_found = found  # type: ignore[attr-defined]  # gone after reading


def _writes_places(app: Sphinx) -> bool:
    return not is_source(app.config) and makes_site(app)


def number_nodes(app: Sphinx, doctree: nodes.document) -> None:
    """Note on each node of a page that was read which passage it shows."""
    found: list[Passage] = doctree.__dict__.pop("tandem_found", [])
    if not found:
        return
    lookup = catalogs_of(app).page(app.env.current_document.docname)
    present = {id(node) for node in doctree.findall(nodes.Element)}
    # A translated text has new images.
    images = [node for node in doctree.findall(nodes.image) if not _is_passage(node, found)]
    for number, passage in enumerate(found):
        node = passage.node
        if passage.attribute == "html":
            words = node.__dict__.setdefault(_RAW_WORDS, {})
            words.update(dict.fromkeys(_shown(passage, lookup), number))
        elif passage.attribute == "alt":
            if id(node) not in present:
                alts = _shown(passage, lookup)
                node = next((image for image in images if image.get("alt") in alts), node)
                images = [image for image in images if image is not node]
            node.__dict__[_NUMBER] = number
        elif isinstance(node, addnodes.toctree):
            words = node.__dict__.setdefault(_RAW_WORDS, {})
            words.update(dict.fromkeys(_shown(passage, lookup), number))
        elif not passage.attribute:
            node.__dict__[_NUMBER] = number
            for text in _texts(node):
                text.__dict__[_NUMBER] = number
            _number_link(node, number)


def _number_link(node: nodes.Element, number: int) -> None:
    """Note a passage that a link shows around the link: Sphinx will make the link anew."""
    link = node if isinstance(node, addnodes.pending_xref) else node.parent
    if not isinstance(link, addnodes.pending_xref):
        return
    links = list(link.parent.findall(addnodes.pending_xref))
    numbers = link.parent.__dict__.setdefault(_LINKS, [None] * len(links))
    numbers[next(place for place, other in enumerate(links) if other is link)] = number


def _is_passage(node: nodes.Element, found: list[Passage]) -> bool:
    return any(passage.node is node for passage in found)


def _shown(passage: Passage, lookup: Lookup) -> list[str]:
    """Return the texts that may stand on the page: the translation, the English."""
    translation = lookup.get(passage.message, passage.other_message)
    found = [translation.text] if translation else []
    return [" ".join(text.split()) for text in (*found, passage.message)]


def _texts(node: nodes.Element) -> Iterator[nodes.Text]:
    """Yield the texts of a passage that are written as words, those with letters first."""
    found = [text for text in node.findall(nodes.Text) if _is_written(text, node)]
    yield from sorted(found, key=lambda text: not any(map(str.isalnum, text)))


def _is_written(text: nodes.Text, passage: nodes.Element) -> bool:
    parent = text.parent
    while parent is not None and parent is not passage:
        highlighted = isinstance(parent, nodes.literal) and parent.get("language")
        if highlighted or isinstance(parent, _NOT_WORDS):
            return False
        parent = parent.parent
    return True


def mark_nodes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the marks into a page that is about to be written."""
    if not _writes_places(app) or docname not in passages_of(app.env):
        return
    page = page_number(docname)
    elements: dict[int, nodes.Element] = {}
    texts: dict[int, nodes.Text] = {}
    for node in list(doctree.findall()):
        number = node.__dict__.get(_NUMBER)
        if isinstance(node, nodes.Element) and _RAW_WORDS in node.__dict__:
            _mark_words(node, node.__dict__.pop(_RAW_WORDS), page)
        elif isinstance(node, nodes.Text) and number is not None:
            texts.setdefault(number, node)
        if isinstance(node, nodes.Element) and _LINKS in node.__dict__:
            elements.update(_linked(node))
        if isinstance(node, nodes.Element) and number is not None:
            elements.setdefault(number, node)
    for number in sorted({*elements, *texts}):
        element = elements.get(number)
        text = texts.get(number) if element is None else next(_texts(element), None)
        if element is not None and (isinstance(element, nodes.image) or _is_block(element)):
            _mark_next(element, page, number)
        elif text is not None:
            marked = tandem_passage_text(str(text))
            marked.__dict__[_NUMBER] = (page, number)
            text.parent.replace(text, marked)
        elif element is not None:
            element.insert(0, _next_mark(page, number, marks.HERE))


def _linked(around: nodes.Element) -> Iterator[tuple[int, nodes.Element]]:
    """Yield the links in a node that show a passage each, if all of them were made."""
    numbers: list[int | None] = around.__dict__.pop(_LINKS)
    links = list(around.findall(nodes.reference))
    if len(links) == len(numbers):
        for number, link in zip(numbers, links, strict=True):
            if number is not None:
                yield number, link


def _is_block(node: nodes.Element) -> bool:
    return is_literal(Passage(node, ""))


def _next_mark(page: int, number: int, kind: str = marks.NEXT) -> nodes.Element:
    return tandem_passage_next(mark=marks.passage(page, number, kind))


def _mark_next(node: nodes.Element, page: int, number: int) -> None:
    """Put a mark before a node, and before the link that holds nothing else."""
    while isinstance(node.parent, nodes.reference) and len(node.parent) == 1:
        node = node.parent
    place = node.parent.index(node)
    node.parent.insert(place, _next_mark(page, number))


def _mark_words(node: nodes.Element, words: dict[str, int], page: int) -> None:
    """Put marks into the words of raw HTML, or into the titles of a list of pages."""

    def marked(text: str, in_page: bool = True) -> str:
        number = words.get(marks.strip(text))
        known = in_page and number is not None
        return f"{marks.passage(page, number or 0)}{text}" if known else text

    if isinstance(node, addnodes.toctree):
        node["entries"] = [(title and marked(title), ref) for title, ref in node["entries"]]
    else:
        marked_html = html.replace_words(node.astext(), marked)
        node.children = []
        node.append(nodes.Text(marked_html))


def _write_text(translator: Any, node: tandem_passage_text) -> None:
    translator.body.append(marks.passage(*node.__dict__[_NUMBER]))
    translator.visit_Text(node)


def _leave_text(translator: Any, node: tandem_passage_text) -> None:
    translator.depart_Text(node)


def _write_next(translator: Any, node: tandem_passage_next) -> None:
    translator.body.append(node["mark"])


def _leave_next(translator: Any, node: tandem_passage_next) -> None:
    pass


def register(app: Sphinx) -> None:
    """Number the nodes of pages after everything else that reads them, and mark them as late."""
    text: Any = tandem_passage_text  # Sphinx asks for elements, and takes texts as well
    app.add_node(text, html=(_write_text, _leave_text))
    app.add_node(tandem_passage_next, html=(_write_next, _leave_next))
