"""What an update would make of the catalogs of one language, without writing anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ..site import Language
from .header import new_header, with_credits
from .interface import DOMAINS as INTERFACE
from .interface import SITE, translated_elsewhere
from .layout import Layout, read_with_layout
from .matching import match
from .memory import Memory
from .merge import Merged, compose
from .model import Catalog, CatalogError, Entry
from .needless import needless, read_names, syntax_of
from .offers import Match
from .orphans import Homes, find_homes
from .page import Page
from .templates import Message


@dataclass
class Shelf:
    """The catalogs of one language as they are on the disk, by their domains.

    :param folder: the folder ``LC_MESSAGES``.
    :param broken: those that cannot be read.
    """

    folder: Path
    catalogs: dict[str, Catalog] = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)
    broken: dict[str, CatalogError] = field(default_factory=dict)

    def path(self, domain: str) -> Path:
        """Return where the catalog of a domain stands, or would."""
        return self.folder / f"{domain}.po"


@dataclass(frozen=True)
class Plan:
    """What an update would make of the catalogs of one language.

    :param pages: the pages that have a catalog or get one, by their domains.
    :param orphans: the catalogs without a page, those of renamed pages included.
    :param homes: where the orphans belong.
    :param merged: the catalogs of the pages, brought up to date.
    :param giving: the pages from which entries moved to others.
    """

    shelf: Shelf
    pages: Mapping[str, Page]
    orphans: Mapping[str, Catalog]
    homes: Homes
    merged: Mapping[str, Merged]
    giving: frozenset[str]

    def origin(self, domain: str) -> str:
        """Return the domain of the catalog that a page goes on with: its own, unless renamed."""
        return self.homes.renamed.get(domain, domain)


def plan_language(
    folder: Path, language: Language, messages: Mapping[str, Sequence[Message]], project: str = ""
) -> Plan:
    """Plan the update of a language.

    A page whose catalog cannot be read is left out.

    :param folder: the language's folder, which holds ``LC_MESSAGES``.
    :param messages: the passages of all pages, by domain.
    :param project: the site's name, for new headers.
    """
    shelf = _read(folder / "LC_MESSAGES")
    names = read_names(folder)
    pages = {
        domain: _page(shelf, domain, language, held, names)
        for domain, held in messages.items()
        if domain not in shelf.broken and (held or domain in shelf.catalogs)
    }
    known = {name: found for name, found in shelf.catalogs.items() if name not in INTERFACE}
    orphans = {name: found for name, found in known.items() if name not in messages}
    homes = find_homes(orphans, pages)
    for domain, origin in homes.renamed.items():
        # A page that was renamed goes on with the catalog that it had.
        pages[domain] = replace(pages[domain], old=orphans[origin])
    others = {
        name: Page(found, {})
        for name, found in orphans.items()
        if name not in homes.renamed.values()
    }
    matched = match(pages, Memory(known.values()), others)
    merged = {}
    for domain, page in pages.items():
        if not page.messages and domain not in shelf.catalogs:
            continue
        header = page.old.header or _header(matched, domain, {**others, **pages})
        for donor in sorted(matched.donors[domain].keys() & others.keys()):
            credited = others[donor].old.header
            header = with_credits(header, credited) if header and credited else header
        composed = compose(page, matched.found[domain], matched.left[domain])
        header = header or new_header(language.code, project)
        merged[domain] = replace(composed, catalog=replace(composed.catalog, header=header))
    giving = frozenset(domain for domain, left in matched.left.items() if left)
    return Plan(shelf, pages, orphans, homes, merged, giving)


def _read(folder: Path) -> Shelf:
    shelf = Shelf(folder)
    for path in sorted(folder.rglob("*.po")):
        domain = path.relative_to(folder).with_suffix("").as_posix()
        try:
            shelf.catalogs[domain], shelf.layouts[domain] = read_with_layout(path)
        except CatalogError as error:
            shelf.broken[domain] = error
    return shelf


def _page(
    shelf: Shelf,
    domain: str,
    language: Language,
    messages: Sequence[Message],
    names: frozenset[str],
) -> Page:
    # What the engine or Sphinx translates itself is left to them.
    known = translated_elsewhere(language.code) if domain in INTERFACE else frozenset()
    return Page(
        shelf.catalogs.get(domain, Catalog()),
        {message.msgid: message for message in messages if message.msgid not in known},
        drop=domain not in INTERFACE,
        apart=domain in (*INTERFACE, SITE),
        needless=needless(domain, names),
        syntax=partial(syntax_of, domain),
    )


def _header(matched: Match, domain: str, pages: Mapping[str, Page]) -> Entry | None:
    """Return the header of the catalog that most passages of a new page come from."""
    for donor, number in matched.donors[domain].most_common(1):
        if 2 * number >= len(matched.found[domain]):
            return pages[donor].old.header
    return None
