"""Counts how many pages lead to a page: by a link in the text, or in a table of contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.util import docname_join
from sphinx.util.i18n import docname_to_domain

from ...catalogs.extract import InboundLinks
from ...site.pagedata import page_data

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# A target is the name of a page, or that of a label behind this mark.
_LABEL = "#"


def reach_of(app: Sphinx) -> InboundLinks:
    """Return how readers come to the pages, whose names are those of their catalogs."""
    env = app.env
    leading: Counter[str] = Counter()
    for docname in env.found_docs:
        targets = {_page_of(env, target) for target in _links(env).get(docname, ())}
        targets.update(env.toctree_includes.get(docname, ()))
        for target in targets & env.found_docs - {docname}:
            leading[_domain(app, target)] += 1
    names = {_domain(app, docname) for docname in env.found_docs}
    return InboundLinks(
        _domain(app, app.config.root_doc), {name: leading[name] for name in sorted(names)}
    )


def _domain(app: Sphinx, docname: str) -> str:
    return docname_to_domain(docname, app.config.gettext_compact)


def _links(env: BuildEnvironment) -> dict[str, set[str]]:
    return page_data(env, "tandem_page_links")


def _page_of(env: BuildEnvironment, target: str) -> str:
    if not target.startswith(_LABEL):
        return target
    standard = env.domains.standard_domain
    name = target.removeprefix(_LABEL)
    return standard.labels.get(name, standard.anonlabels.get(name, ("",)))[0]


def note_links(app: Sphinx, document: nodes.document) -> None:
    """Note which pages a page links to."""
    docname = app.env.current_document.docname
    _links(app.env)[docname] = set(_targets(document, docname))


def _targets(document: nodes.document, docname: str) -> Iterator[str]:
    """Yield what the links of a page lead to."""
    for ref in document.findall(addnodes.pending_xref):
        target = ref.get("reftarget", "")
        if ref.get("refdomain") == "doc":  # a Markdown link to a file
            yield target
        elif ref.get("reftype") == "doc":
            yield docname_join(ref.get("refdoc", docname), target)
        elif ref.get("reftype") in ("ref", "numref", "myst", "any"):
            yield _LABEL + target.lower()


def save_links(app: Sphinx, exception: Exception | None) -> None:
    """Leave the counts beside the templates, for the command line."""
    if exception is None and isinstance(app.builder, MessageCatalogBuilder):
        reach_of(app).write(Path(app.outdir))
