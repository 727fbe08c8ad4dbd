"""``translation-status``: where translators are needed, on a page of the site.

What stands in its place is known only when every page has been read, so the
directive leaves an empty node, which :mod:`.table` fills just before the page is
written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.util.docutils import SphinxDirective

from ...site.pagedata import page_data
from ...translate.interface import locale_folders
from .figures import targets
from .table import progress_bar, skip, status_nodes, visit_progress_bar

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec

_CLASS = "tandem-status"


class translation_status(nodes.General, nodes.Element):  # docutils names nodes in lower case
    """The place of the figures."""


class TranslationStatus(SphinxDirective):
    """Shows how much of the site is translated, and where help is needed."""

    option_spec: ClassVar[OptionSpec] = {
        "class": options.class_option,
        "name": options.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Keep the place, and remember that the page depends on all others."""
        page_data(self.env, "tandem_status_pages")[self.env.current_document.docname] = True
        place = translation_status(classes=[_CLASS, *self.options.get("class", [])])
        self.set_source_info(place)
        self.add_name(place)
        return [place]


def fill_status(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the figures in the place of the directive."""
    for place in list(doctree.findall(translation_status)):
        shown = nodes.container(classes=place["classes"], ids=place["ids"], names=place["names"])
        shown += status_nodes(app, docname)
        place.replace_self(shown)


def outdated_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Name the pages that show figures, when another page or a catalog has changed."""
    pages = set(page_data(env, "tandem_status_pages")) & env.found_docs
    if not pages or not (added or changed or removed or _seen(env) != _catalogs(app)):
        return ()
    return sorted(pages)


def remember_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep which catalogs the figures were counted from."""
    if page_data(env, "tandem_status_pages"):
        env.tandem_status_catalogs = _catalogs(app)  # type: ignore[attr-defined]  # ours


def _seen(env: BuildEnvironment) -> str:
    return getattr(env, "tandem_status_catalogs", "")


def _catalogs(app: Sphinx) -> str:
    """Return a text that differs when any catalog of any language does."""
    found = hashlib.sha256()
    for folder in locale_folders(app.config, Path(app.srcdir)):
        for language in targets(app):
            for path in sorted((folder / language.code / "LC_MESSAGES").rglob("*.po")):
                found.update(f"{path}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def add_styles(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the styles only where figures are shown."""
    if doctree is not None and pagename in page_data(app.env, "tandem_status_pages"):
        app.add_css_file("tandem-status.css", priority=410)


def register(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    app.add_directive("translation-status", TranslationStatus)
    shown = (visit_progress_bar, None)
    for node, html in ((translation_status, (skip, None)), (progress_bar, shown)):
        other = (skip, None)
        app.add_node(node, html=html, latex=other, text=other, man=other, texinfo=other)
