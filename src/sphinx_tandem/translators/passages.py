"""Which passages each page shows, and how a script finds them in its HTML.

Reviews, the links that improve a translation and the notes of the preview all ask
here.  A published page contains nothing of it: a script looks for the first letters of each
passage, see ``static/tandem-passages.js``.  It finds the passage even where another script
has moved, wrapped or removed elements.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..catalogs.model import english_of
from ..site.options import current_language, is_source
from ..site.pagedata import makes_site, page_data
from ..text import Syntax, prose
from ..text.html import data_script
from ..translate import marks
from ..translate.interface import catalog_paths, locale_folders
from ..translate.lookup import Lookup, catalogs_of
from ..translate.passages import Passage, audience
from ..upstream.sphinx import docname_to_domain

# The page and the number of the passage that a node shows.  It is an attribute of Python,
# not of docutils: no writer sees it, and copies of the node, which stand elsewhere, lack it.
_NUMBER = "tandem_passage"
# The script compares as many letters.
_LETTERS = 32


class NotedPassage(NamedTuple):
    """A passage of a page, as the environment keeps it.

    :param messages: its message, and what a catalog made by Sphinx alone has in its place.
    :param in_text: whether it is in the text of a page, or in that of an image.
    :param audience: who alone sees it, ``""`` for all readers of the page.
    """

    messages: tuple[str, str]
    in_text: bool
    audience: str


def passages_of(env: BuildEnvironment) -> dict[str, list[NotedPassage]]:
    """Return the passages of every page that was read, in the order of the page."""
    found: dict[str, list[NotedPassage]] = page_data(env, "tandem_passages")
    return found


def shown_passages(
    app: Sphinx, docname: str, doctree: nodes.document
) -> list[tuple[tuple[str, str], str | int]]:
    """Return the passages that a page shows in its text.

    :param docname: a page that was read.
    :param doctree: the page as it is written.
    :returns: the messages of each, as in :class:`NotedPassage`, and its first letters; of a
        displayed formula, which scripts rewrite, its place among those of the page, from 0.
    """
    formulas = list(doctree.findall(nodes.math_block))
    words: dict[int, str | int] = {}
    for node in doctree.findall(nodes.Element):
        page, number = node.__dict__.get(_NUMBER, ("", 0))
        if page == docname:
            found = formulas.index(node) if isinstance(node, nodes.math_block) else _words(node)
            words.setdefault(number, found)
    noted = passages_of(app.env)[docname]
    lookup = catalogs_of(app).page(docname)
    for number, passage in enumerate(noted):
        # Links, lists of pages and raw HTML are made anew until the page is written.
        if passage.in_text and not passage.audience:
            words.setdefault(number, _entry_words(lookup, passage))
    return [(noted[number].messages, begins) for number, begins in words.items() if begins != ""]


def _words(node: nodes.Element) -> str:
    """Return the first letters of what a node shows, without its formulas."""
    pieces = [str(node.get("alt") or "")]
    for inner in node.findall():
        if isinstance(inner, nodes.math):
            pieces.append("")
        elif isinstance(inner, nodes.Text) and not isinstance(inner.parent, nodes.math | nodes.raw):
            pieces[-1] += inner
    return max(map(_first_letters, pieces), key=len)


def _entry_words(lookup: Lookup, passage: NotedPassage) -> str:
    translation = lookup.get(*passage.messages)
    text = translation.text if translation else english_of(passage.messages[0])
    return _first_letters(prose(text, Syntax.MYST))


def _first_letters(text: str) -> str:
    """Return the first letters and digits of a text, or its first signs if it has none.

    >>> _first_letters("See *the* guide!")
    'Seetheguide'
    >>> _first_letters("- {}")
    '-{}'
    """
    letters = filter(str.isalnum, text)
    return "".join(islice(letters, _LETTERS)) or "".join(marks.strip(text).split())[:_LETTERS]


def note_passages(
    app: Sphinx, document: nodes.document, found: list[Passage], lookup: Lookup
) -> None:
    """Keep passages of the page that is being read, and number the nodes that show them."""
    docname = app.env.docname
    noted = passages_of(app.env).setdefault(docname, [])
    first = len(noted)
    noted += [
        NotedPassage((one.name, one.other_message), _is_in_text(one), audience(one.node))
        for one in found
    ]
    if is_source(app.config) or not makes_site(app):
        return
    for number, passage in enumerate(found, first):
        if passage.attribute in ("", "alt") and not isinstance(passage.node, addnodes.toctree):
            passage.node.__dict__[_NUMBER] = (docname, number)


def _is_in_text(passage: Passage) -> bool:
    is_hidden = isinstance(passage.node, addnodes.toctree) and passage.node.get("hidden")
    return passage.attribute in ("", "alt", "html") and not is_hidden


# -- What a page of the preview is made from: files, and the entries of its passages ---------------
# Only the preview loads this module as an extension, see :mod:`sphinx_tandem.publish.run`; no
# setting of a site does, so nothing of it can reach a published page.  The server of the
# preview reads it and adds notes, which ``preview.js`` puts behind their passages.


def _write_data(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Write what a page is made from, before its text."""
    if "body" not in context or doctree is None or pagename not in app.env.found_docs:
        return
    passages = [] if is_source(app.config) else list(_passages(app, pagename, doctree))
    data = {"files": list(dict.fromkeys(_files(app, pagename))), "passages": passages}
    context["body"] = data_script("tandem-page", data) + context["body"]
    app.add_js_file("tandem-passages.js")


def _passages(
    app: Sphinx, docname: str, doctree: nodes.document
) -> Iterator[tuple[int, str, int, str | int]]:
    """Yield each passage: a number for its message, its catalog and line there, its letters."""
    lookup = catalogs_of(app).page(docname)
    for messages, words in shown_passages(app, docname, doctree):
        # The entry has its line even if readers are not shown it.
        refused = (lookup.refused[message] for message in messages if message in lookup.refused)
        entry = lookup.get(*messages) or next(refused, None)
        line = entry.line if entry else lookup.line_of(*messages)
        if line:
            path = _relative(app, entry.path if entry else str(lookup.path))
            yield zlib.crc32(messages[0].encode()), path, line, words


def _files(app: Sphinx, docname: str) -> Iterator[str]:
    config = app.config
    yield _relative(app, str(app.env.doc2path(docname)))
    for path in sorted(map(str, app.env.dependencies.get(docname, ()))):
        yield _relative(app, path)
    if is_source(config):
        return
    domain = docname_to_domain(docname, config.gettext_compact)
    for catalog, tag in catalog_paths(locale_folders(app), config.language, domain):
        if catalog.is_file() or tag == current_language(config).tag:
            yield _relative(app, str(catalog))


def _relative(app: Sphinx, path: str) -> str:
    """Return a path as findings name it."""
    absolute = Path(app.srcdir, path)
    try:
        return absolute.resolve().relative_to(app.srcdir).as_posix()
    except ValueError:
        return absolute.as_posix()


def setup(app: Sphinx) -> None:
    """Add this to each page of the preview, once everything else is there."""
    app.connect("html-page-context", _write_data, priority=990)
