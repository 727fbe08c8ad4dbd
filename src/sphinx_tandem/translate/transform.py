"""Puts the translated messages into a page, in the place of Sphinx's own transform.

Sphinx's ``Locale`` (``sphinx/transforms/i18n.py``) parses each message as a whole
document with the page's parser.  For MyST pages that runs what a catalog holds,
turns code blocks into ``::`` and drops messages which begin like a list.  So this
transform takes its place.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale
from sphinx.util import get_filetype

from ..site.options import is_pseudo, is_source
from .gettext import record
from .lookup import catalogs_of
from .page import PageTranslator
from .passages import SUBSTITUTION, Passage, passages
from .pseudo import page_lookup
from .substitutions import page_values, used_texts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Emitted for each page that is read, once it is translated: the document, its passages, and
#: the catalog that they were looked up in, which is empty in the source language.
PASSAGES = "tandem-passages"


class TranslatePage(SphinxTransform):
    """Replaces the messages of a page by their translations and marks those that have none."""

    default_priority = 20

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        app, docname = self.app, self.env.current_document.docname
        found = passages(self.document)
        found.extend(self._values(found))
        record(self.env, found, str(self.env.doc2path(docname)))
        lookup = catalogs_of(app).page(docname)
        if is_pseudo(app.config):
            lookup = page_lookup(self.document, found, not self._is_myst(), self._text())
        if not is_source(app.config):
            PageTranslator(self, lookup, is_rst=not self._is_myst()).translate(found)
        app.emit(PASSAGES, self.document, found, lookup)
        if not is_source(app.config):  # with the marks of what is not translated
            _refresh_slugs(self.env, self.document)

    def _values(self, found: list[Passage]) -> list[Passage]:
        """Return the page's own substitutions that stand within its messages."""
        if not self._is_myst() or not any("{{" in passage.message for passage in found):
            return []
        values = page_values(self._text())
        known = {passage.message for passage in found}
        return [
            Passage(self.document, text, SUBSTITUTION)
            for text in used_texts(values, known)
            if text not in known
        ]

    def _text(self) -> str:
        path = Path(self.env.doc2path(self.env.current_document.docname))
        return path.read_text("utf-8-sig", errors="replace")

    def _is_myst(self) -> bool:
        path = str(self.env.doc2path(self.env.current_document.docname))
        parser = self.env._registry.get_source_parser(get_filetype(self.config.source_suffix, path))
        return issubclass(parser, MystParser)


def _refresh_slugs(env: BuildEnvironment, document: nodes.document) -> None:
    """Give the headings' translations to links that show their target's heading.

    MyST notes the text of each heading when it parses it, before translation.
    """
    metadata = env.metadata[env.current_document.docname]
    slugs = getattr(document, "myst_slugs", None) or {}
    titles = {
        node_id: section[0].astext()
        for section in document.findall(nodes.section)
        if section.children and isinstance(section[0], nodes.title)
        for node_id in section["ids"]
    }
    for slug, (line, node_id, text) in list(slugs.items()):
        slugs[slug] = (line, node_id, titles.get(node_id, text))
    if slugs:
        metadata["myst_slugs"] = slugs


class PlaceAnchors(SphinxTransform):
    """Gives links to anchors their place in the catalog.

    MyST makes new nodes of them (``ResolveAnchorIds`` in its ``transforms.py``), which
    forget where they stood; a broken one would be reported in the English page.
    """

    default_priority = 880

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        for ref in self.document.findall(addnodes.pending_xref):
            holder = ref.parent
            while holder is not None:
                place = getattr(holder, "tandem_place", None)
                if place is not None:
                    ref.source, ref.line = place
                    break
                holder = holder.parent


def replace_sphinx_transform(app: Sphinx) -> None:
    """Take the place of Sphinx's transform.

    The list of transforms is the registry's own; a test fails on the day that
    ``Locale`` is no longer in it.
    """
    if Locale in app.registry.transforms:
        app.registry.transforms.remove(Locale)
