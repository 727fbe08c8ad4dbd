"""``translation-status``: where translators are needed, on a page of the site.

The directive leaves an empty node, which :mod:`.status_table` fills just before the page
is written: only then has every page been read.  The English pages say how much of the
Spanish is done, so each build reads the catalogs of all languages, and merges them with
the pages as ``tandem status`` does.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx import addnodes
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective
from sphinx.util.i18n import docname_to_domain

from ..catalogs.extract import INTERFACE, InboundLinks, Message
from ..catalogs.model import CatalogError
from ..catalogs.reader import read_catalog
from ..catalogs.status import LanguageStatus, merge_language, status_of
from ..checks.refused import refused_in
from ..site import Language, Site
from ..site.options import site_of
from ..site.pagedata import page_data
from ..translate.gettext import noted_messages
from ..translate.interface import locale_folders
from ..translate.lookup import SITE_DOMAIN, site_messages
from ..translate.settings_texts import words
from . import status_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec

# A target is the name of a page, or that of a label behind this mark.
_LABEL = "#"


# -- The directive -----------------------------------------------------------------------


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
        place = translation_status(classes=["tandem-status", *self.options.get("class", [])])
        self.set_source_info(place)
        self.add_name(place)
        return [place]


def fill_status(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the figures in the place of the directive."""
    for place in list(doctree.findall(translation_status)):
        shown = nodes.container(classes=place["classes"], ids=place["ids"], names=place["names"])
        shown += status_table.status_nodes(app, docname, _statuses(app))
        place.replace_self(shown)


def outdated_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Name the pages that show figures, when another page or a catalog has changed."""
    pages = set(page_data(env, "tandem_status_pages")) & env.found_docs
    seen = getattr(env, "tandem_status_catalogs", "")
    if not pages or not (added or changed or removed or seen != _catalogs(app)):
        return ()
    return sorted(pages)


def remember_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep which catalogs the figures were counted from."""
    if page_data(env, "tandem_status_pages"):
        env.tandem_status_catalogs = _catalogs(app)  # type: ignore[attr-defined]  # ours


def _catalogs(app: Sphinx) -> str:
    """Return a text that differs when any catalog of any language does."""
    found = hashlib.sha256()
    for folder in locale_folders(app.config, Path(app.srcdir)):
        for language in _targets(app):
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


# -- Counting what is translated -----------------------------------------------------------


@dataclass(frozen=True)
class _Settings:
    """What the catalogs need to know, as a build has it."""

    directory: Path
    locale_dirs: tuple[Path, ...]
    site: Site
    config: Config


def _targets(app: Sphinx) -> tuple[Language, ...]:
    """Return the languages that the site is translated into."""
    return site_of(app.config).languages[1:]


def _statuses(app: Sphinx) -> tuple[LanguageStatus, ...]:
    """Return how much of the site is translated, language by language; counted once a build."""
    found: tuple[LanguageStatus, ...] | None = getattr(app, "tandem_statuses", None)
    if found is None:
        found = tuple(_status(app, language) for language in _targets(app))
        app.tandem_statuses = found  # type: ignore[attr-defined]  # one per build, as on app.config
    return found


def _status(app: Sphinx, language: Language) -> LanguageStatus:
    folder = Path(app.srcdir)
    folders = tuple(locale_folders(app.config, folder))
    settings = _Settings(folder, folders, site_of(app.config), app.config)
    messages = _messages(app)
    for domain in INTERFACE:
        if found := _interface_messages(folders, language, domain):
            messages[domain] = found
    merged = merge_language(settings, messages, language)
    return status_of(merged, _reach(app), refused_in(settings))


def _messages(app: Sphinx) -> dict[str, list[Message]]:
    """Return the messages of the site as its templates would have them."""
    messages: defaultdict[str, list[Message]] = defaultdict(list)
    for docname, (source, found) in sorted(noted_messages(app.env).items()):
        path = _relative(source, app)
        messages[_domain(app, docname)] += [
            Message(text, (), ((path, line),)) for (text, _), line in found.items()
        ]
    messages[SITE_DOMAIN] += [
        Message(text, (), ((_relative(path, app), line),))
        for text, path, line, _comment in site_messages(app).all()
    ]
    # What stands in the settings comes last in its template, too.
    settings: list[str] = getattr(app, "tandem_setting_words", [])
    messages[SITE_DOMAIN] += [Message(text, (), (("conf.py", 1),)) for text in settings]
    return messages


def note_setting_words(app: Sphinx, config: Config) -> None:
    """Note the words in the settings while they are English: they are translated at once."""
    app.tandem_setting_words = words(config)  # type: ignore[attr-defined]  # one per build


def _interface_messages(folders: Iterable[Path], language: Language, domain: str) -> list[Message]:
    """Return the words of the interface that a site translates itself.

    Templates are not read for words in such a build, so the catalog says what there is.
    """
    for folder in folders:
        try:
            catalog = read_catalog(folder / language.code / "LC_MESSAGES" / f"{domain}.po")
        except (OSError, CatalogError):
            continue
        return [Message(entry.msgid) for entry in catalog.entries if not entry.obsolete]
    return []


def _relative(path: str, app: Sphinx) -> str:
    return Path(os.path.relpath(path, app.srcdir)).as_posix()


def _domain(app: Sphinx, docname: str) -> str:
    return docname_to_domain(docname, app.config.gettext_compact)


# -- Counting the pages that lead to a page, by a link or in a table of contents ------------


def _reach(app: Sphinx) -> InboundLinks:
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
    _links(app.env)[docname] = set(_targets_of_links(document, docname))


def _targets_of_links(document: nodes.document, docname: str) -> Iterator[str]:
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
        _reach(app).write(Path(app.outdir))


def register(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    app.add_directive("translation-status", TranslationStatus)
    skip, bar = (status_table.skip, None), (status_table.visit_progress_bar, None)
    for node, html in ((translation_status, skip), (status_table.progress_bar, bar)):
        app.add_node(node, html=html, latex=skip, text=skip, man=skip, texinfo=skip)
