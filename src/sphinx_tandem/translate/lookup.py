"""What a site's catalogs say, read from the ``.po`` files themselves.

No ``.mo`` file is needed: those are written beside the catalogs, and one that is
newer than its catalog shows readers an old text.  At the end: a language without catalogs, for
tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..catalogs.model import Catalog, CatalogError, Entry, english_of
from ..catalogs.reader import keep_catalogs, read_catalog
from ..catalogs.status import State, state_of
from ..checks import Refusal, judge, levels_of, make_context, markup_settings
from ..site import PSEUDO_CODE
from ..site.languages import read
from ..site.options import current_language, is_pseudo, is_source
from ..site.pagedata import is_kept_in_step, kept_answers, page_data
from ..text import Syntax, pseudo
from ..text.compare import as_written, loosened
from ..upstream import parsers
from ..upstream import sphinx as upstream
from ..upstream.sphinx import docname_to_domain
from . import marks
from .guard import is_refused, report_problems, report_refused, setting_text
from .interface import (
    PseudoTranslations,
    catalog_paths,
    locale_folders,
    pseudo_words,
    report_catalog,
)
from .page_language import page_language
from .passages import PagePassages, Passage, is_literal, is_words

logger = logging.getLogger(__name__)

SITE_DOMAIN = "site"
# Control characters, which no feed may hold, and noncharacters, with which a
# translation could forge marks.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Translation:
    """One translated entry: its text, and the place where a person can correct it.

    :param path: the catalog, as an absolute path.
    :param line: the line of the entry in it.
    :param tag: the language of the text, where it is another one than that of the catalog's
        page, which has no words of its own there; ``""`` otherwise.
    """

    text: str
    path: str
    line: int
    tag: str = ""

    @property
    def location(self) -> str:
        """The place as warnings name it."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class Lookup:
    """The translated entries of one catalog; a stale entry counts as untranslated.

    :param path: the catalog, or ``None`` where the page has none.
    :param entries: the translations by their English message.
    :param loose: the same by their message without what tools write differently.
    :param refused: the entries that are broken, which readers do not see, by their message.
    :param lines: the line of each entry in that catalog, translated or not.
    :param stale: the messages whose English changed after they were translated.
    :param known: all entries that a page can use, as they are there, by their message.
    :param header: the header of the catalog, or ``None``.
    :param readable: whether anything of the catalog can be read.
    """

    path: Path | None
    entries: dict[str, Translation] = field(default_factory=dict)
    loose: dict[str, Translation] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    known: dict[str, Entry] = field(default_factory=dict)
    header: Entry | None = None
    readable: bool = True

    def get(self, message: str, other_message: str = "") -> Translation | None:
        """Return the translation of *message*, or ``None``.

        :param other_message: what a catalog made by Sphinx alone has in its place.
        """
        found = self.entries.get(message)
        if found is not None or message in self.refused:
            return found
        if found := self.entries.get(other_message) if other_message else None:
            return found
        if message in self.known:
            return None
        english = english_of(message)
        # An author may have given the English a context since, or taken it away.
        same = self.loose.get(loosened(message)) or self.loose.get(loosened(english))
        return same and replace(same, text=as_written(same.text, english))

    def for_page(self, page: PagePassages) -> Lookup:
        """Return the entries of a page, where its passages tell more than its catalog."""
        return self

    def line_of(self, message: str, other_message: str = "") -> int | None:
        """Return the line of a message's entry in the catalog, or ``None``."""
        return self.lines.get(message) or self.lines.get(other_message)

    def state_of(self, message: str, other_message: str = "") -> State:
        """Return what a reader gets of a message."""
        if self.get(message, other_message):
            return State.TRANSLATED
        for name in (message, other_message):
            if name in self.refused:
                return State.REFUSED
            if name in self.stale:
                return State.STALE
        return State.MISSING


class Catalogs:
    """The catalogs of one build, each read once.

    :param language: the code of a language, if it is not that of the build, which then
        says nothing of what is wrong with them.
    """

    def __init__(self, app: Sphinx, language: str = "") -> None:
        self.app = app
        self._other_language = language
        self._read: dict[str, Lookup] = {}

    def domain(self, domain: str) -> Lookup:
        """Return the translations of *domain*."""
        if is_source(self.app.config) and not self._other_language:
            return Lookup(None)
        return self._kept(domain)

    def _kept(self, domain: str) -> Lookup:
        if domain not in self._read:
            self._read[domain] = self.load(domain)
        return self._read[domain]

    def page(self, docname: str) -> Lookup:
        """Return the translations of a page, none in the language that it is written in."""
        language = self._other_language or current_language(self.app.config).code
        if page_language(self.app, docname).source.code == language:
            return Lookup(None)
        return self._kept(docname_to_domain(docname, self.app.config.gettext_compact))

    def load(self, domain: str) -> Lookup:
        """Read the catalogs of *domain*."""
        found = Lookup(None)
        language = self._other_language or self.app.config.language
        for path, tag in catalog_paths(locale_folders(self.app), language, domain):
            if not path.exists():
                continue
            try:
                catalog = read_catalog(path)
            except CatalogError as error:
                if not self._other_language:
                    report_catalog(error)
                catalog = error.catalog
            is_first = found.path is None
            found = self._with(found, path, catalog, "" if tag == read(language).tag else tag)
            if is_first and not catalog.entries and catalog.header is None:
                found = replace(found, readable=False)
        return found

    def _with(self, found: Lookup, path: Path, catalog: Catalog, tag: str) -> Lookup:
        """Return what is known of a domain with one more catalog, which comes after the others.

        :param tag: the language of the catalog, if it is not that of the page.
        """
        entries, refused = dict(found.entries), dict(found.refused)
        site = markup_settings(Path(self.app.srcdir), locale_folders(self.app), self.app.config)
        context = make_context(site, path, catalog)
        for message, entry in catalog.translations().items():
            if message in entries:
                continue
            problems, (shown, *_) = judge(entry, context)
            if problems:
                refusal = Refusal(tuple(problems), str(path), entry.line)
                # That of the language itself is the one to correct.
                refused.setdefault(message, refusal)
                if not self._other_language:
                    report_problems(problems, refusal.location)
            else:
                text = _NO_TEXT.sub("", shown)
                entries[message] = Translation(text, str(path), entry.line, tag)
        plain = catalog.usable()
        if found.path is None:
            lines = {message: entry.line for message, entry in plain.items()}
            stale = (m for m, entry in plain.items() if state_of(entry) is State.STALE)
            found = Lookup(path, lines=lines, stale=frozenset(stale))
        known, header = {**plain, **found.known}, found.header or catalog.header
        loose = {loosened(english_of(message)): one for message, one in entries.items()}
        loose |= {loosened(message): translation for message, translation in entries.items()}
        return replace(
            found, entries=entries, loose=loose, refused=refused, known=known, header=header
        )


def catalogs_of(app: Sphinx) -> Catalogs:
    """Return the catalogs of the running build."""
    found: Catalogs | None = getattr(app, "tandem_catalogs", None)
    if found is None:
        found = use_catalogs(app, Catalogs(app))
        place = f"{Path(app.confdir, 'conf.py')}:1"
        for problem in levels_of(app.config.tandem_rules)[1]:
            logger.warning("%s", problem, location=place, type="settings", subtype="rules")
    return found


def catalogs_in(app: Sphinx, language: str) -> Catalogs:
    """Return the catalogs of a language, that of the running build or another."""
    if language == app.config.language:
        return catalogs_of(app)
    known: dict[str, Catalogs] = app.__dict__.setdefault("tandem_other_catalogs", {})
    return known.setdefault(language, Catalogs(app, language))


def use_catalogs(app: Sphinx, catalogs: Catalogs) -> Catalogs:
    """Take these for the catalogs of the running build; they are returned."""
    app.tandem_catalogs = catalogs  # type: ignore[attr-defined]  # one per build, as on app.config
    return catalogs


def site_text(app: Sphinx, text: str) -> str:
    """Return a text of the whole site (a tag, a setting) in the language of this build.

    Where it has no translation it comes back marked as English, see
    :mod:`.marks`.  A translation comes without what is not in its English.
    """
    if is_source(app.config) or not text.strip():
        return text
    found = catalogs_of(app).domain(SITE_DOMAIN).get(text)
    if found is None:
        return marks.wrap(text)
    is_address, was_address = (
        one.strip().lower().startswith(("http", "//")) for one in (found.text, text)
    )
    safe = setting_text(text, found.text)
    is_foreign = is_address and not was_address  # a theme would fetch what is there
    if is_foreign or is_refused(safe):
        report_refused([found.text], found.location)
    if is_foreign:
        return marks.wrap(text)
    return marks.wrap(safe, found.tag) if found.tag else safe


@dataclass
class SiteMessages:
    """Texts that belong to no single page, with the places where they are written."""

    env: BuildEnvironment

    def add(self, text: str, path: str, line: int, comment: str = "") -> None:
        """Note *text* for the ``site`` template.

        :param line: the line, counted from 1.
        :param comment: what it is, for the translator.
        """
        if text.strip():
            docname = str(self.env.temp_data.get("docname", ""))
            messages = page_data(self.env, "tandem_site_messages").setdefault(docname, [])
            if (text, path, line, comment) not in messages:
                messages.append((text, path, line, comment))

    def all(self) -> list[tuple[str, str, int, str]]:
        """Return every text with its place and what translators should know of it.

        The order does not change from build to build.
        """
        store = page_data(self.env, "tandem_site_messages")
        return [found for docname in sorted(store) for found in store[docname]]


def site_messages(app: Sphinx) -> SiteMessages:
    """Return the texts of the whole site that were found so far."""
    return SiteMessages(app.env)


def keep_read_catalogs(app: Sphinx, config: Config) -> None:
    """Parse no catalog again that an earlier build of the language has parsed."""
    keep_catalogs(kept_answers(app, "catalogs") if is_kept_in_step(app) else None)


def leave_no_compiled_catalogs(app: Sphinx, config: Config) -> None:
    """Keep Sphinx from writing .mo files beside the catalogs."""
    config.gettext_auto_build = False


# -- A language that nobody speaks: every message of a site, marked and made longer ---------------
# Whoever looks at a build in it sees which texts no catalog reaches, and where a longer language
# would not fit.  A site need not declare it.  No catalog contains the words that Sphinx, themes,
# extensions and the engine bring: whatever is asked for comes back marked.


def install_pseudo_words(app: Sphinx, config: Config) -> None:
    """Answer for every extension, whatever its domain is called."""
    if not is_pseudo(config):
        return
    for domain in upstream.word_domains():
        upstream.install_words(domain, PseudoTranslations(), app if domain == "sphinx" else None)
    use_catalogs(app, PseudoCatalogs(app))
    parsers.add_language(PSEUDO_CODE, pseudo_words)
    # Babel has no months for it; Sphinx then writes English ones.
    config.suppress_warnings = [*config.suppress_warnings, "i18n.babel"]


# -- What replaces the catalogs of a site in the pseudo-language --------------------------------

_DEFINITION = re.compile(r"^[ >\t]*\[(?!\^)([^\]\n]+)\]:[ \t]*\S", re.MULTILINE)

# What only a part of a page in reStructuredText (`eval-rst`, a docstring) holds.
_RST = re.compile(r"(?<![\w{]):[A-Za-z][\w:+.-]*:`[^`]+`|(?<!`)`[^`]+`__?(?!\w)")


@dataclass(frozen=True)
class PseudoLookup(Lookup):
    """A catalog that has every entry."""

    def for_page(self, page: PagePassages) -> PseudoLookup:
        """Return the entries of a page, each written as its passage is shown."""
        definitions = frozenset(name.casefold() for name in _DEFINITION.findall(page.text))
        entries = {}
        for passage in page.found:
            text = _page_text(passage, page.is_rst, definitions)
            place = str(passage.node.source or page.path)
            entries[passage.name] = Translation(text, place, passage.node.line or 1)
        return PseudoLookup(None, entries)

    def get(self, message: str, other_message: str = "") -> Translation | None:
        """Return the message in the pseudo-language."""
        found = self.entries.get(message)
        return found or Translation(pseudo(english_of(message), Syntax.MYST), "conf.py", 1)


class PseudoCatalogs(Catalogs):
    """Catalogs that have every entry of every domain."""

    def load(self, domain: str) -> Lookup:
        """Return a catalog without any file."""
        return Lookup(None) if is_source(self.app.config) else PseudoLookup(None)


def _page_text(passage: Passage, is_rst: bool, definitions: frozenset[str]) -> str:
    message = passage.message
    if is_words(passage):
        return pseudo_words(message)
    if is_literal(passage):
        return message
    if is_rst or _RST.search(message):
        return pseudo(message, Syntax.RST)
    return pseudo(message, Syntax.MYST, definitions=definitions)
