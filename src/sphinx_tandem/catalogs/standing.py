"""Where the translations of a site stand today: its catalogs as an update would leave them.

Pages change before somebody runs ``tandem update``, so the catalogs are merged
with the pages in memory, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..findings import Finding
from ..site import Language
from .interface import DOMAINS as INTERFACE
from .interface import translated_elsewhere
from .model import Catalog, CatalogError, Entry
from .plan import plan_language
from .reader import read_catalog
from .templates import Message, SiteSettings


@dataclass(frozen=True)
class Standing:
    """A page's catalog today.

    :param messages: the page's messages.
    :param path: the file, relative to the site's folder where it can be.
    :param origin: the file that it is made from: another one when the page was renamed.
    :param merged: the catalog as an update would leave it; ``None`` when it cannot be read.
    :param written: the catalog as it stands in the file; empty where there is none.
    :param exists: whether there is such a file.
    """

    messages: tuple[Message, ...]
    path: str
    origin: str
    merged: Catalog | None
    written: Catalog
    exists: bool


@dataclass(frozen=True)
class LanguageStanding:
    """The catalogs of one language today.

    :param pages: by domain (the name of the page, without an ending), in page order.
    :param findings: what keeps catalogs from being read.
    """

    language: Language
    pages: Mapping[str, Standing]
    findings: tuple[Finding, ...] = ()


def standings(
    settings: SiteSettings, messages: Mapping[str, Sequence[Message]], language: Language
) -> LanguageStanding:
    """Merge the catalogs of a language with the pages, in memory.

    :param settings: where the catalogs are.
    :param messages: the messages of the pages, by domain.
    :param language: the language.
    """
    folders = [folder / language.code for folder in settings.locale_dirs] or [Path(language.code)]
    plan = plan_language(folders[0], language, messages)
    others = [folder / "LC_MESSAGES" for folder in folders[1:]]
    found: dict[str, Standing] = {}
    for domain in messages:
        page = plan.pages.get(domain)
        path, origin = (
            _relative(plan.shelf.path(name), settings.directory)
            for name in (domain, plan.origin(domain))
        )
        if domain in plan.shelf.broken:
            known = translated_elsewhere(language.code) if domain in INTERFACE else frozenset()
            held = tuple(one for one in messages[domain] if one.msgid not in known)
            if held:
                found[domain] = Standing(held, path, origin, None, Catalog(), True)
        elif page is not None and page.messages:
            merged = _with_others(plan.merged[domain].catalog, others, domain)
            held, exists = tuple(page.messages.values()), domain in plan.shelf.catalogs
            found[domain] = Standing(held, path, origin, merged, page.old, exists)
    findings = tuple(
        replace(finding, path=_relative(error.path, settings.directory), language=language.code)
        for error in plan.shelf.broken.values()
        for finding in error.findings
    )
    return LanguageStanding(language, found, findings)


def _with_others(catalog: Catalog, folders: Sequence[Path], domain: str) -> Catalog:
    """Fill in what readers see from the site's other folders of catalogs."""
    found: dict[str, Entry] = {}
    for folder in folders:
        try:
            others = read_catalog(folder / f"{domain}.po").translations()
        except (OSError, CatalogError):
            continue  # `tandem check` says what is wrong with it
        found = others | found
    if not found:
        return catalog
    entries = tuple(
        found.get(entry.msgid, entry) if not entry.in_use else entry for entry in catalog.entries
    )
    return replace(catalog, entries=entries)


def _relative(path: Path, site: Path) -> str:
    return path.relative_to(site).as_posix() if path.is_relative_to(site) else path.as_posix()
