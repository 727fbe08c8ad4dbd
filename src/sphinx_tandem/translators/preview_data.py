"""Says in the pages of the preview what they are made from: files, and entries of catalogs.

Only the preview loads this, see :mod:`sphinx_tandem.publish.run`: no setting of a site
does, so nothing of it can reach a published page.  The server of the preview reads it
and adds notes, which ``preview.js`` puts behind their passages.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.i18n import docname_to_domain

from ..site.options import current_language, is_source
from ..text.html import data_script
from ..translate.interface import catalog_paths, locale_folders
from ..translate.lookup import catalogs_of
from .passages_in_html import shown_passages


def _write_data(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Write, before the text of a page, what it is made from."""
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
        # The entry has its place whatever readers get of it.
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
    """Add to each page when everything else of it is there."""
    app.connect("html-page-context", _write_data, priority=990)
