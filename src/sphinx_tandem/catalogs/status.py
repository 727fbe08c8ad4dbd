"""How much of each page is translated, the pages that readers miss most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import (
    Callable,
    Collection,
    Container,
    Iterable,
    Mapping,
    MutableMapping,
    Sequence,
)
from dataclasses import asdict, astuple, dataclass, replace
from enum import Enum
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

from ..site import Language
from ..site.findings import Finding, relative_path
from ..site.settings import Settings
from ..text import Syntax, count_words
from .extract import SHARED, InboundLinks, Message
from .merge import syntax_of
from .model import Catalog, Entry, digest_of, english_of, is_draft
from .reader import certain_translations
from .update import named, own_messages, plan_update


class State(Enum):
    """What readers get of a passage, and what a translator has to do about it."""

    TRANSLATED = "translated"
    #: There is a translation, but of an English that has changed since.
    STALE = "stale"
    MISSING = "missing"
    #: There is a text that nobody has reviewed, so that no reader sees it.
    DRAFT = "draft"
    #: There is a translation, but it is broken or harmful, so that no reader sees it.
    REFUSED = "refused"


@dataclass(frozen=True)
class PageProgress:
    """How much of a page, or of several, is translated.

    Each message counts once, and as one of the first three.

    :param missing: the messages that have no translation which readers could see.
    :param refused: those of the missing ones that have a translation, which is refused.
    :param drafts: those of the missing ones that have a text which nobody has reviewed.
    :param words: the English words of all messages.
    :param words_left: the English words of the stale and the missing ones.
    """

    translated: int = 0
    stale: int = 0
    missing: int = 0
    refused: int = 0
    words: int = 0
    words_left: int = 0
    drafts: int = 0

    @property
    def total(self) -> int:
        """All messages."""
        return self.translated + self.stale + self.missing

    @property
    def complete(self) -> bool:
        """Whether nothing waits for a translator."""
        return self.translated == self.total

    @property
    def percent(self) -> int:
        """The share that is translated, rounded down, so that 100 means all of it."""
        return 100 * self.translated // self.total if self.total else 100

    def __add__(self, other: PageProgress) -> PageProgress:
        """Return the progress of both together."""
        return PageProgress(*map(add, astuple(self), astuple(other)))


def state_of(entry: Entry | None, refused: Container[str] = ()) -> State:
    """Return the state of a passage.

    :param entry: its entry, ``None`` where the catalog has none.
    :param refused: the messages of the entries that readers are not shown.
    """
    if entry is None or entry.obsolete or not entry.has_translation:
        return State.MISSING
    if entry.fuzzy:
        return State.DRAFT if is_draft(entry) else State.STALE
    return State.REFUSED if entry.message in refused else State.TRANSLATED


def progress(
    messages: Iterable[str],
    catalog: Catalog | None,
    refused: Container[str] = (),
    syntax: Syntax = Syntax.MYST,
) -> PageProgress:
    """Count how much of a page is translated.

    :param messages: the page's messages, in English; one that is there twice counts once.
    :param catalog: the page's catalog; ``None`` where there is none, or none that can be read.
    :param refused: the English of the entries that readers are not shown, because a
        check refuses them.
    :param syntax: the markup that the page is written in, for counting words.
    """
    entries = catalog.usable() if catalog else {}
    states = Counter[State]()
    words = words_left = 0
    for message in dict.fromkeys(messages):
        state = state_of(entries.get(message), refused)
        states[state] += 1
        length = count_words(english_of(message), syntax)
        words += length
        words_left += 0 if state is State.TRANSLATED else length
    return PageProgress(
        states[State.TRANSLATED],
        states[State.STALE],
        states[State.MISSING] + states[State.REFUSED] + states[State.DRAFT],
        states[State.REFUSED],
        words,
        words_left,
        states[State.DRAFT],
    )


@dataclass(frozen=True)
class MergedPage:
    """A page's catalog, merged with the page in memory: nothing is written.

    Pages change before somebody runs ``tandem update``, so the catalog in the file does not
    say what readers see.

    :param messages: the page's messages.
    :param path: the file, relative to the site's folder where it can be.
    :param origin: the file that it is made from: another one when the page was renamed.
    :param merged: the catalog as an update would leave it; ``None`` when it cannot be read.
    :param written: the catalog as it is in the file; empty where there is none.
    :param exists: whether there is such a file.
    """

    messages: tuple[Message, ...]
    path: str
    origin: str
    merged: Catalog | None
    written: Catalog
    exists: bool


@dataclass(frozen=True)
class MergedLanguage:
    """The catalogs of one language, merged with the pages in memory.

    :param pages: by domain (the name of the page, without an ending), in page order.
    :param findings: what keeps catalogs from being read.
    """

    language: Language
    pages: Mapping[str, MergedPage]
    findings: tuple[Finding, ...] = ()


def merge_language(
    settings: Settings, messages: Mapping[str, Sequence[Message]], language: Language
) -> MergedLanguage:
    """Merge the catalogs of a language with the pages, in memory.

    :param settings: where the catalogs are.
    :param messages: the messages of the pages, by domain.
    :param language: the language.
    """
    folders = [folder / language.code for folder in settings.locale_dirs] or [Path(language.code)]
    planned = plan_update(folders[0], language, messages, partly=True)
    others = [folder / "LC_MESSAGES" for folder in folders[1:]]
    found: dict[str, MergedPage] = {}
    for domain, all_messages in messages.items():
        held = tuple(own_messages(domain, language, all_messages).values())
        if not held:
            continue
        merged, written = None, Catalog()
        if domain in planned.merged:
            merged = _with_others(planned.merged[domain].catalog, others, domain)
            written = planned.pages[domain].old
        paths = planned.path(domain), planned.path(planned.origin(domain))
        path, origin = (relative_path(path, settings.directory) for path in paths)
        found[domain] = MergedPage(held, path, origin, merged, written, paths[0].exists())
    findings = [
        finding
        for error in planned.broken.values()
        for finding in named(error, settings.directory, language)
    ]
    return MergedLanguage(language, found, tuple(findings))


def _with_others(catalog: Catalog, folders: Sequence[Path], domain: str) -> Catalog:
    """Fill in what readers see from the site's other folders of catalogs."""
    for folder in folders:
        others = certain_translations(folder / f"{domain}.po")
        entries = (one if one.in_use else others.get(one.message, one) for one in catalog.entries)
        catalog = replace(catalog, entries=tuple(entries))
    return catalog


@dataclass(frozen=True)
class PageStatus:
    """How much of a page is translated.

    :param page: its name, or that of a catalog for words of many pages.
    :param path: its catalog, relative to the site's folder.
    :param exists: whether there is such a file.
    :param links: how many other pages lead to it.
    """

    page: str
    progress: PageProgress
    path: str
    exists: bool = True
    links: int = 0

    @property
    def weight(self) -> int:
        """How much readers miss: the words left, once for the page and for each link to it."""
        return max(self.progress.words_left, 1) * (1 + self.links)


@dataclass(frozen=True)
class LanguageStatus:
    """How much of a site is translated into one language.

    :param pages: its pages in the order in which readers miss translations most, the
        complete ones last.
    :param findings: what keeps catalogs from being read.
    """

    language: Language
    pages: tuple[PageStatus, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def total(self) -> PageProgress:
        """The progress of all pages together."""
        return reduce(add, (page.progress for page in self.pages), PageProgress())

    @property
    def waiting(self) -> tuple[PageStatus, ...]:
        """The pages that need help."""
        return tuple(page for page in self.pages if not page.progress.complete)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The pages of which search engines do not hear: too little of each is translated."""
        found = (one for one in self.pages if one.page not in SHARED)
        least = self.language.least
        return tuple(
            sorted(
                one.page
                for one in found
                if is_below(least, one.progress.translated, one.progress.total)
            )
        )

    def as_data(self) -> dict[str, object]:
        """Return the status as ``--json`` writes it."""
        pages = {page.page: asdict(page.progress) for page in self.pages}
        return {**asdict(self.total), "pages": pages, "below_least": list(self.hidden)}


def is_below(least: int, translated: int, total: int) -> bool:
    """Say whether less of a page is translated than search engines should hear of.

    :param least: how many of a hundred passages must be.
    """
    return 100 * translated < least * total


def status_of(
    merged: MergedLanguage,
    inbound: InboundLinks,
    refused: Callable[[MergedPage], Collection[str]],
    known: MutableMapping[str, Any] | None = None,
) -> LanguageStatus:
    """Count how much of each page is translated, and set the pages in order.

    What readers miss most comes first: the home page, where every visit may begin,
    then each page by its words left, counted once for the page itself and once more
    for every page that leads to it.  Pages that are complete are at the end.

    :param merged: the catalogs of the language, merged with the pages.
    :param inbound: how many pages lead to each page.
    :param refused: finds the English of the entries that a build refuses to show.
    :param known: what was counted before, by catalogs; it is brought up to date.
    """
    known = {} if known is None else known
    pages = []
    for name, page in merged.pages.items():
        broken = refused(page) if page.merged else ()
        messages = [message.msgid for message in page.messages]
        placed = (message for message in page.messages if message.locations)
        syntax = syntax_of(name, next(placed, page.messages[0]))
        digest = digest_of(messages, page.merged, sorted(broken), syntax)
        if page.path not in known or known[page.path][0] != digest:
            known[page.path] = digest, progress(messages, page.merged, broken, syntax)
        counted = known[page.path][1]
        links = inbound.of(name)
        pages.append(PageStatus(name, counted, page.path, page.exists, links))
    return LanguageStatus(merged.language, ordered(pages, inbound.home), merged.findings)


def ordered(pages: Iterable[PageStatus], home: str) -> tuple[PageStatus, ...]:
    """Return pages in the order in which readers miss translations most."""

    def need(page: PageStatus) -> tuple[bool, bool, int, str]:
        return page.progress.complete, page.page != home, -page.weight, page.page

    return tuple(sorted(pages, key=need))
