"""Says, in the pages of the preview, which entry of a catalog each passage comes from.

Only the preview loads this, see :mod:`sphinx_tandem.publish.worker`: no setting of a
site does, so nothing of it can reach a published page.  It writes comments, which
change neither the look of a page nor what a screen reader says; the server of the
preview puts its notes in their place.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.util.i18n import docname_to_domain

from ..site.options import is_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..translate.lookup import Lookup
    from ..translate.passages import Passage

_ATTRIBUTE = "tandem_entries"
# What may hold a note of its own beside a passage.
_HOLDERS = (
    *(nodes.document, nodes.section, nodes.list_item, nodes.entry, nodes.definition),
    *(nodes.block_quote, nodes.Admonition, nodes.container, nodes.topic, nodes.sidebar),
    *(nodes.compound, nodes.field_body, nodes.legend, nodes.footnote, addnodes.desc_content),
)


def note_entries(
    app: Sphinx, document: nodes.document, found: list[Passage], lookup: Lookup
) -> None:
    """Remember with each passage the place of its entry, for when the page is written."""
    for passage in found:
        place = _place(lookup, passage)
        if place is None or passage.node is document:
            continue
        key = f"{zlib.crc32(passage.message.encode()):08x}"
        written = f"{key} {_written(_relative(app, place[0]))} {place[1]}"
        passage.node[_ATTRIBUTE] = [*passage.node.get(_ATTRIBUTE, ()), written]


def _place(lookup: Lookup, passage: Passage) -> tuple[str, int] | None:
    """Return the catalog and the line of a passage's entry, whatever readers get of it."""
    names = (passage.message, passage.other_message)
    refused = (lookup.refused[name] for name in names if name in lookup.refused)
    entry = lookup.get(*names) or next(refused, None)
    if entry is not None:
        return entry.path, entry.line
    line = lookup.line_of(*names)
    return (str(lookup.path), line) if line else None


def write_places(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write a comment behind each block that holds passages with entries.

    Not while the page is read: some extensions count the children of their nodes.
    """
    holders = [node for node in doctree.findall(nodes.Element) if node.get(_ATTRIBUTE)]
    for node in reversed(holders):
        block = node
        while block.parent is not None and not isinstance(block.parent, _HOLDERS):
            block = block.parent
        holder: Any = block.parent
        if holder is not None:
            comments = [nodes.comment("", f"tandem-entry {text}") for text in node[_ATTRIBUTE]]
            holder.insert(holder.index(block) + 1, comments)


def write_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Write, before the text of a page, the files that it is made from."""
    if "body" in context and pagename in app.env.found_docs:
        files = " ".join(dict.fromkeys(_written(path) for path in _files(app, pagename)))
        context["body"] = f"<!--tandem-page {files}-->\n{context['body']}"


def _files(app: Sphinx, docname: str) -> Iterator[str]:
    config = app.config
    yield _relative(app, str(app.env.doc2path(docname)))
    for path in sorted(map(str, app.env.dependencies.get(docname, ()))):
        yield _relative(app, path)
    if is_source(config):
        return
    domain = docname_to_domain(docname, config.gettext_compact)
    for folder in config.locale_dirs:
        yield _relative(app, f"{folder}/{config.language}/LC_MESSAGES/{domain}.po")


def _relative(app: Sphinx, path: str) -> str:
    """Return a path as findings name it."""
    absolute = Path(app.srcdir, path)
    try:
        return absolute.resolve().relative_to(app.srcdir).as_posix()
    except ValueError:
        return absolute.as_posix()


def _written(path: str) -> str:
    """Return a path as it may stand in a comment: two hyphens would end it."""
    return quote(path, safe="/").replace("-", "%2D")


def _show_place(self: Any, node: nodes.comment) -> None:
    """Write our comments; Sphinx leaves out all of them."""
    if node.astext().startswith("tandem-entry "):
        self.body.append(f"<!--{node.astext()}-->\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Connect the handlers: the preview alone loads this extension."""
    app.add_node(nodes.comment, override=True, html=(_show_place, None))
    from ..translate.transform import PASSAGES  # noqa: PLC0415

    app.connect(PASSAGES, note_entries)
    app.connect("doctree-resolved", write_places, priority=950)
    app.connect("html-page-context", write_files, priority=990)
