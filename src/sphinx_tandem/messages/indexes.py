"""The entries of the general index: translated, and marked where they are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.index_entries import split_index_msg

from .. import marks
from ..pagedata import keep_page_data, page_data

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .passages import Passage


def index_texts(node: addnodes.index) -> Iterator[str]:
    """Yield the words of an ``index`` directive; a role's belong to their message."""
    if node.get("inline", True) is False:
        for entry in node["entries"]:
            yield from _words(entry)


def replace_index_text(node: addnodes.index, english: str, translated: str) -> None:
    """Put a translation in the place of one word of the entries."""
    text = translated.replace(";", ",")  # a semicolon would make two words of it
    node["entries"] = [
        (
            entry[0],
            "; ".join(text if word == english else word for word in _words(entry)),
            *entry[2:],
        )
        for entry in node["entries"]
    ]


def note_untranslated(env: BuildEnvironment, docname: str, passage: Passage) -> None:
    """Note the words of an untranslated passage that stand in the index, to mark them there."""
    known = _untranslated(env).setdefault(docname, set())
    if isinstance(passage.node, addnodes.index):
        known.add(passage.message)
    elif not passage.attribute:
        shown = " ".join(passage.node.astext().split()).lower()
        entries = (e for i in passage.node.findall(addnodes.index) for e in i["entries"])
        known |= {word for entry in entries for word in _words(entry) if word.lower() in shown}


def keep_index_ids(english: nodes.Element, translated: nodes.Element) -> None:
    """Give the places of index entries the ids that they have in the English page."""
    free = [tuple(e[:3]) for index in english.findall(addnodes.index) for e in index["entries"]]
    found = [
        (index, place)
        for index in translated.findall(addnodes.index)
        for place in range(len(index["entries"]))
    ]
    for length in (2, 1):  # entries with the same words first, then those of the same kind
        for index, place in list(found):
            entry = index["entries"][place]
            same = next((e for e in free if e[:length] == tuple(entry[:length])), None)
            if same is not None:
                free.remove(same)
                found.remove((index, place))
                _rename(translated, entry[2], same[2])
                index["entries"][place] = (*entry[:2], same[2], *entry[3:])


def _rename(node: nodes.Element, old: str, new: str) -> None:
    for target in node.findall(nodes.target):
        target["ids"] = [new if node_id == old else node_id for node_id in target["ids"]]


def _words(entry: tuple[str, ...]) -> list[str]:
    try:
        return split_index_msg(entry[0], entry[1])
    except ValueError:  # Sphinx reports it when it makes the index
        return []


def _untranslated(env: BuildEnvironment) -> dict[str, set[str]]:
    found: dict[str, set[str]] = page_data(env, "tandem_index_words")
    return found


def _mark_index(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    if not pagename.startswith("genindex"):
        return
    words = set().union(*_untranslated(app.env).values())
    if words and "genindexentries" in context:
        context["genindexentries"] = [
            (letter, _marked(entries, words)) for letter, entries in context["genindexentries"]
        ]
    if words and "entries" in context:
        context["entries"] = _marked(context["entries"], words)


def _marked(entries: list[Any], words: set[str]) -> list[Any]:
    """Return entries of the index, or those below one, with the words marked."""
    shown = []
    for name, value in entries:
        inner = value  # of an entry: its links, the entries below it, a key
        if isinstance(value, tuple):
            inner = (value[0], _marked(value[1], words), *value[2:])
        shown.append((marks.wrap(name) if name in words else name, inner))
    return shown


def setup(app: Sphinx) -> None:
    """Mark the general index, and keep its words with the environment."""
    app.connect("html-page-context", _mark_index)
    keep_page_data(app, "tandem_index_words")
