"""``translation-status``: where translators are needed, on a page of the site.

The directive leaves an empty node, which is filled just before the page is written: only
then has every page been read.  The English pages say how much of the Spanish is done, so
each build reads the catalogs of all languages, and merges them with the pages as
``tandem status`` does.  What a page then shows, in its own language, for each language
of the site::

    container
      paragraph        Español (in its own language), and the figures of all pages
      progress_bar     the same as a bar, for the eye only
      table            the pages that need help, if any
      paragraph        how many pages are complete
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from babel.numbers import format_decimal, format_percent
from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import NoUri
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from ..catalogs.extract import INTERFACE, InboundLinks, Message, languages_into, messages_into
from ..catalogs.model import CatalogError
from ..catalogs.reader import read_catalog
from ..catalogs.status import (
    LanguageStatus,
    PageProgress,
    PageStatus,
    merge_language,
    status_of,
)
from ..checks import refused_in
from ..pages.nodes import add_node, heading, table
from ..site import Language, locale_or_english
from ..site.options import edit_url, site_of
from ..site.pagedata import kept_answers, page_data
from ..site.settings import Settings
from ..translate.gettext import noted_messages
from ..translate.interface import _, language_of_words, locale_folders, ngettext
from ..translate.lookup import SITE_DOMAIN, site_messages
from ..translate.page_language import languages_of_messages
from ..translate.settings_texts import words as setting_words
from ..upstream.sphinx import MessageCatalogBuilder, docname_to_domain

# A target is the name of a page, or that of a label behind this mark.
_LABEL = "#"
_NUMBER = "tandem-number"


# -- The directive -----------------------------------------------------------------------


class translation_status(nodes.General, nodes.Element):  # docutils names nodes in lower case
    """The place of the figures."""


class progress_bar(nodes.General, nodes.Element):  # docutils names nodes in lower case
    """How much is done, as a bar; the figures beside it say the same."""


class TranslationStatus(SphinxDirective):
    """Shows how much of the site is translated, and where help is needed."""

    option_spec: ClassVar[OptionSpec] = {
        "class": options.class_option,
        "name": options.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Keep the place, and remember that the page depends on all others."""
        page_data(self.env, "tandem_status_pages")[self.env.docname] = True
        place = translation_status(classes=["tandem-status", *self.options.get("class", [])])
        self.set_source_info(place)
        self.add_name(place)
        return [place]


def fill_status(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the figures in the place of the directive."""
    for place in list(doctree.findall(translation_status)):
        shown = nodes.container(classes=place["classes"], ids=place["ids"], names=place["names"])
        writer = _Writer(app, docname)
        shown += [writer.language(status) for status in _statuses(app)]
        if not shown.children:
            only = _("This site has one language only, so there is nothing to translate.")
            shown += nodes.paragraph("", only)
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
    """Return a digest of the catalogs of all languages."""
    found = hashlib.sha256()
    for folder in locale_folders(app):
        for language in site_of(app.config).languages:
            catalogs = (folder / language.code / "LC_MESSAGES").rglob("*.po")
            for path in filter(Path.is_file, sorted(catalogs)):  # no editor's lock
                found.update(f"{path}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def add_styles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Load the styles only where figures are shown."""
    if doctree is not None and pagename in page_data(app.env, "tandem_status_pages"):
        app.add_css_file("tandem-status.css", priority=410)


# -- Counting what is translated -----------------------------------------------------------


def _statuses(app: Sphinx) -> tuple[LanguageStatus, ...]:
    """Return how much of the site is translated, language by language; counted once a build."""
    found: tuple[LanguageStatus, ...] | None = getattr(app, "tandem_statuses", None)
    if found is None:
        languages = languages_into(_messages(app), site_of(app.config))
        found = tuple(_status(app, language) for language in languages)
        app.tandem_statuses = found  # type: ignore[attr-defined]  # one per build, as on app.config
    return found


def _status(app: Sphinx, language: Language) -> LanguageStatus:
    folder = Path(app.srcdir)
    folders = locale_folders(app)
    settings = Settings(folder, site_of(app.config), folders, app.config, lines={})
    messages: dict[str, list[Message]] = _messages(app)
    for domain in INTERFACE:
        if found := _interface_messages(folders, language, domain):
            messages[domain] = found
    messages = messages_into(messages, language, settings.site)
    merged = merge_language(settings, messages, language)
    return status_of(
        merged,
        _reach(app),
        refused_in(settings, kept_answers(app, "refused")),
        kept_answers(app, "status"),
    )


def _messages(app: Sphinx) -> dict[str, list[Message]]:
    """Return the messages of the site as its templates would have them."""
    messages: defaultdict[str, list[Message]] = defaultdict(list)
    known = languages_of_messages(app)
    for docname, (source, found) in sorted(noted_messages(app.env).items()):
        path = _relative(source, app)
        domain = _domain(app, docname)
        into = known.get(domain, {})
        messages[domain] += [
            Message(text, (), ((path, line),), into.get(text))
            for (text, _other), line in found.items()
        ]
    messages[SITE_DOMAIN] += [
        Message(text, (), ((_relative(path, app), line),))
        for text, path, line, _comment in site_messages(app).all()
    ]
    # What is in the settings comes last in its template, too.
    settings: list[str] = getattr(app, "tandem_setting_words", [])
    messages[SITE_DOMAIN] += [Message(text, (), (("conf.py", 1),)) for text in settings]
    return messages


def note_setting_words(app: Sphinx, config: Config) -> None:
    """Note the words in the settings while they are English: they are translated at once."""
    app.tandem_setting_words = setting_words(config)  # type: ignore[attr-defined]  # one per build


def _interface_messages(folders: Iterable[Path], language: Language, domain: str) -> list[Message]:
    """Return the words of the interface that a site translates itself.

    Templates are not read for words in such a build, so the catalog says what there is.
    """
    for folder in folders:
        with contextlib.suppress(CatalogError):
            catalog = read_catalog(folder / language.code / "LC_MESSAGES" / f"{domain}.po")
            return [Message(entry.message) for entry in catalog.entries if not entry.obsolete]
    return []


def _relative(path: str, app: Sphinx) -> str:
    return Path(os.path.relpath(path, app.srcdir)).as_posix()


def _domain(app: Sphinx, docname: str) -> str:
    return docname_to_domain(docname, app.config.gettext_compact)


# -- Counting the pages that lead to a page, by a link or in a table of contents ------------


def _reach(app: Sphinx) -> InboundLinks:
    """Return how readers come to the pages, whose names are those of their catalogs."""
    env = app.env
    links = page_data(env, "tandem_page_links")
    leading: Counter[str] = Counter()
    for docname in env.found_docs:
        targets = {_page_of(env, target) for target in links.get(docname, ())}
        targets.update(env.toctree_includes.get(docname, ()))
        for target in targets & env.found_docs - {docname}:
            leading[_domain(app, target)] += 1
    names = {_domain(app, docname) for docname in env.found_docs}
    return InboundLinks(
        _domain(app, app.config.root_doc), {name: leading[name] for name in sorted(names)}
    )


def _page_of(env: BuildEnvironment, target: str) -> str:
    if not target.startswith(_LABEL):
        return target
    standard = env.domains["std"]
    name = target.removeprefix(_LABEL)
    return standard.labels.get(name, standard.anonlabels.get(name, ("",)))[0]


def note_links(app: Sphinx, document: nodes.document) -> None:
    """Note which pages a page links to."""
    docname = app.env.docname
    targets: set[str] = set()
    for ref in document.findall(addnodes.pending_xref):
        target = ref.get("reftarget", "")
        if ref.get("refdomain") == "doc":  # a Markdown link to a file
            targets.add(target)
        elif ref.get("reftype") == "doc":
            targets.add(docname_join(ref.get("refdoc", docname), target))
        elif ref.get("reftype") in ("ref", "numref", "myst", "any"):
            targets.add(_LABEL + target.lower())
    page_data(app.env, "tandem_page_links")[docname] = targets


def save_links(app: Sphinx, exception: Exception | None) -> None:
    """Leave the counts beside the templates, for the command line."""
    if exception is None and isinstance(app.builder, MessageCatalogBuilder):
        _reach(app).write(Path(app.outdir))


# -- What a page shows ----------------------------------------------------------------------


class _Writer:
    """Writes figures for one page, in its language."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self._app = app
        self._docname = docname
        # Figures are in sentences and under headings, so they follow the language of these.
        language = language_of_words(app, _("Translated"))
        self._locale = locale_or_english(language)

    def language(self, status: LanguageStatus) -> nodes.container:
        """Return everything about one language."""
        total, waiting = status.total, status.waiting
        place = f"tandem-status-{status.language.tag}"
        shown = nodes.container(classes=["tandem-status-language"], ids=[place])
        shown += self._overall(status.language, total)
        shown += progress_bar(value=total.translated, max=max(total.total, 1))
        if waiting:
            shown += self._table(status.language, waiting)
            done = len(status.pages) - len(waiting)
            text = ngettext("%(count)s page is complete.", "%(count)s pages are complete.", done)
            text %= {"count": self._number(done)}
        else:
            text = _(
                "Everything is translated, so nothing is left to do. Read a page, and improve "
                "what could be said better."
            )
        shown += nodes.paragraph("", text)
        return shown

    def _overall(self, language: Language, total: PageProgress) -> nodes.paragraph:
        figures = _(
            "Translated: %(percent)s (%(translated)s of %(total)s passages). Stale: %(stale)s. "
            "Missing: %(missing)s. Words left: %(words)s."
        ) % {
            "translated": self._number(total.translated),
            "total": self._number(total.total),
            **self._figures(total),
        }
        name = nodes.strong("", language.name, classes=[f"language-{language.tag}"])
        return nodes.paragraph("", "", name, nodes.Text(f" · {figures}"))

    def _table(self, language: Language, pages: Sequence[PageStatus]) -> nodes.table:
        linked = any(self._edit_url(page) for page in pages)
        # What people need most comes first: on a narrow screen, they scroll to the rest.
        words = [_("Page"), *([_("Catalog")] if linked else [])]
        numbers = [_("Words left"), _("Translated"), _("Stale"), _("Missing")]
        heads = [
            heading(nodes.paragraph("", text), scope="col", classes=[_NUMBER] * (text in numbers))
            for text in (*words, *numbers)
        ]
        name = nodes.inline("", language.name, classes=[f"language-{language.tag}"])
        caption = nodes.title("", "", name)
        caption += nodes.Text(f" · {_('Pages that need help, most needed first')}")
        # Sphinx asks for a name where a table has a caption.
        place = f"tandem-status-table-{language.tag}"
        rows = [self._row(page, linked) for page in pages]
        return table(heads, rows, caption, classes=["tandem-status-table"], ids=[place])

    def _row(self, page: PageStatus, linked: bool) -> list[nodes.Node]:
        cells: list[nodes.Node] = [heading(self._page(page.page), scope="row")]
        if linked:
            link = nodes.paragraph()
            if url := self._edit_url(page):
                link += nodes.reference("", _("Translate"), refuri=url)
            cells.append(link)
        for text in self._figures(page.progress).values():
            cells.append(nodes.entry("", nodes.paragraph("", text), classes=[_NUMBER]))
        return cells

    def _page(self, name: str) -> nodes.paragraph:
        """Return a link to a page, or the words for a catalog that has none."""
        if name == SITE_DOMAIN:
            return nodes.paragraph("", _("Words that are on many pages"))
        if name in INTERFACE:
            return nodes.paragraph("", _("Words of the interface"))
        title = self._app.env.titles.get(name)
        if title is None:
            return nodes.paragraph("", "", nodes.literal("", name))
        words = title.astext() or name
        try:
            uri = self._app.builder.get_relative_uri(self._docname, name)
        except NoUri:  # a page that this book leaves out
            return nodes.paragraph("", words)
        return nodes.paragraph("", "", nodes.reference("", words, refuri=uri, internal=True))

    def _edit_url(self, page: PageStatus) -> str:
        # We know no repository for a catalog outside the site's folder.
        if page.path.startswith(("/", "..")) or ":" in page.path:
            return ""
        return edit_url(self._app, page.path, new=not page.exists)

    def _figures(self, counted: PageProgress) -> dict[str, str]:
        """Return the figures of a page, or of all, in the order of the table."""
        missing, refused = self._number(counted.missing), self._number(counted.refused)
        if counted.refused:
            text = _("%(missing)s, %(refused)s of them with a mistake")
            missing = text % {"missing": missing, "refused": refused}
        return {
            "words": self._number(counted.words_left),
            "percent": format_percent(counted.percent / 100, locale=self._locale),
            "stale": self._number(counted.stale),
            "missing": missing,
        }

    def _number(self, number: int) -> str:
        return format_decimal(number, locale=self._locale)


def _visit_progress_bar(self: Any, node: nodes.Element) -> None:
    """Write the bar; those who listen to the page have the figures."""
    attributes = {"value": node["value"], "max": node["max"], "aria-hidden": "true"}
    self.body.append(self.starttag(node, "progress", "", **attributes) + "</progress>\n")
    raise nodes.SkipNode


def _skip(self: Any, node: nodes.Element) -> None:
    """Show nothing."""
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    app.add_directive("translation-status", TranslationStatus)
    add_node(app, translation_status, (_skip, None), (_skip, None))
    add_node(app, progress_bar, (_visit_progress_bar, None), (_skip, None))
