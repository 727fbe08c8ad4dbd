"""A page's catalog as its translators have it, in any language of the site.

A build looks up translations in its own language alone; the review is the same
in every language's tree, so it reads the catalogs themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalogs.model import Catalog, CatalogError, Entry
from ..catalogs.reader import read_catalog
from ..catalogs.status import State, state_of
from ..checks.refused import Problem, make_context, markup_settings, refusals
from ..site import Language
from ..site.options import current_language
from ..translate.interface import locale_folders
from ..translate.lookup import Lookup, catalogs_of
from ..upstream.sphinx import docname_to_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True)
class CatalogView:
    """The entries of one catalog, and what keeps some of them from readers.

    :param entries: the entries that a page can use, by their English.
    :param header: the header, or ``None``.
    :param find_refused: finds the entries that readers are not shown, and why.
    :param readable: whether gettext can read the catalog.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    header: Entry | None = None
    find_refused: Callable[[], Mapping[str, Sequence[Problem]]] = dict
    readable: bool = True

    @cached_property
    def refused(self) -> Mapping[str, Sequence[Problem]]:
        """For the English of each entry that readers are not shown, what is wrong with it."""
        return self.find_refused()

    def entry(self, message: str, other_message: str = "") -> Entry | None:
        """Return the entry of a passage.

        :param message: the English message.
        :param other_message: what a catalog made by Sphinx alone has in its place.
        """
        found = self.entries.get(message)
        return self.entries.get(other_message) if found is None and other_message else found

    def state(self, entry: Entry | None) -> State:
        """Return what readers get of a passage."""
        return state_of(entry, self.refused)


def page_catalog(app: Sphinx, language: Language, docname: str) -> CatalogView:
    """Return the catalog of a page in a language; each is read once in a build.

    :param language: a language that the site is translated into.
    """
    domain = docname_to_domain(docname, app.config.gettext_compact)
    return domain_catalog(app, language, domain)


def domain_catalog(app: Sphinx, language: Language, domain: str) -> CatalogView:
    """Return a catalog by the name of its domain."""
    known: dict[tuple[str, str], CatalogView] = app.__dict__.setdefault("tandem_views", {})
    key = (language.code, domain)
    if key not in known:
        known[key] = _read(app, language, domain)
    return known[key]


def _read(app: Sphinx, language: Language, domain: str) -> CatalogView:
    found: CatalogView | None = None
    for folder in locale_folders(app):
        path = folder / language.code / "LC_MESSAGES" / f"{domain}.po"
        if not path.is_file():
            continue
        view = _view(app, path)
        if found is None:
            found = view
        else:  # the site's first choice comes first, as for readers
            entries = {**view.entries, **found.entries}
            found = replace(found, entries=entries, header=found.header or view.header)
    if found and language == current_language(app.config):  # the build has judged them
        return replace(found, find_refused=partial(_known, catalogs_of(app).domain(domain)))
    return found or CatalogView()


def _view(app: Sphinx, path: Path) -> CatalogView:
    try:
        catalog = read_catalog(path)
    except CatalogError:  # the build has said so, at its line
        return CatalogView(readable=False)
    entries = {
        entry.msgid: entry
        for entry in catalog.entries
        if not entry.obsolete and entry.msgctxt is None and entry.msgid_plural is None
    }
    return CatalogView(entries, catalog.header, partial(_judged, app, path, catalog))


def _known(lookup: Lookup) -> dict[str, Sequence[Problem]]:
    return {english: refusal.problems for english, refusal in lookup.refused.items()}


def _judged(app: Sphinx, path: Path, catalog: Catalog) -> dict[str, Sequence[Problem]]:
    folder = Path(app.srcdir)
    site = markup_settings(folder, locale_folders(app), app.config)
    context = make_context(site, path, catalog)
    judged = {
        english: refusals(entry, context) for english, entry in catalog.translations().items()
    }
    return {english: problems for english, problems in judged.items() if problems}
