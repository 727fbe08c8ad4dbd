"""``tandem update``: brings the catalogs of every language up to date with the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..failures import WrongUse
from ..findings import Finding
from ..site import Language
from .header import new_header
from .interface import DOMAINS as INTERFACE
from .interface import translated_elsewhere
from .memory import Memory
from .merge import merge
from .model import Catalog, CatalogError
from .reader import read_catalog
from .templates import Extraction, Message, SiteSettings, extract
from .writer import format_catalog, write_catalog

ORPHAN = "catalog-orphan"
# A catalog belongs to the page that holds at least this share of its entries.
_SHARE = 0.5


@dataclass
class LanguageReport:
    """What an update did to the catalogs of one language.

    :param written: the catalogs that were written, relative to the site.
    :param counts: how many entries are new, filled, stale, returned, obsolete.
    """

    language: Language
    written: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


@dataclass
class UpdateReport:
    """What an update did.

    :param findings: what a person should look at: warnings of the pages,
        catalogs that could not be read, catalogs without a page.
    :param failed: whether a catalog could not be read and was left as it is.
    """

    languages: list[LanguageReport] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failed: bool = False

    def summary(self) -> str:
        """Say in a few lines what was done."""
        if not self.languages:
            return "The site has one language only: there are no catalogs to bring up to date."
        return "\n".join(map(_summary, self.languages))


_SAID = {
    "new": "new, to be translated",
    "filled": "new, filled in with a translation from elsewhere",
    "stale": "stale, because the English changed",
    "returned": "back again with the translation",
    "obsolete": "no longer on the page, kept at the end",
}


def _summary(report: LanguageReport) -> str:
    if not report.written:
        return f"{report.language.code}: every catalog that could be read is up to date."
    files = f"{len(report.written)} catalog{'s' if len(report.written) > 1 else ''} written"
    entries = [
        f"{report.counts[word]} {said}" for word, said in _SAID.items() if report.counts[word]
    ]
    return f"{report.language.code}: {files}" + (f" ({'; '.join(entries)})." if entries else ".")


def update(settings: SiteSettings) -> UpdateReport:
    """Bring the catalogs of every language but the source language up to date.

    Files that need no change are not touched, and none is deleted.

    :raises ExtractionError: when the pages cannot be read; no catalog is touched then.
    :raises WrongUse: when the site has no place for catalogs.
    """
    if not settings.locale_dirs:
        raise WrongUse('The site has no place for catalogs; set locale_dirs = ["locales"].')
    if not settings.site.languages[1:]:
        return UpdateReport()
    extraction = extract(settings)
    report = UpdateReport(findings=list(extraction.findings))
    for language in settings.site.languages[1:]:
        _update_language(settings, language, extraction, report)
    report.findings = sorted(set(report.findings))
    return report


def _update_language(
    settings: SiteSettings, language: Language, extraction: Extraction, report: UpdateReport
) -> None:
    folder = settings.locale_dirs[0] / language.code / "LC_MESSAGES"
    catalogs, broken = _read_all(folder)
    for error in broken.values():
        report.failed = True
        report.findings += _named(error.findings, settings.directory, language)
    pages = {name: catalog for name, catalog in catalogs.items() if name not in INTERFACE}
    memory = Memory(pages.values())
    orphans = {name: pages[name] for name in pages if name not in extraction.messages}
    homes = _homes(orphans, extraction.messages)
    moved = {new: old for old, new in homes.items() if new not in catalogs}
    done = LanguageReport(language)
    for domain in extraction.messages:
        messages = _wanted(extraction, domain, language)
        if domain in broken or not (messages or domain in catalogs):
            continue
        # A page that was renamed goes on with the catalog that it had.
        origin = moved.get(domain, domain)
        old = catalogs.get(origin, Catalog())
        header = old.header or new_header(language.code, extraction.project)
        merged = merge(old, messages, memory, drop=domain not in INTERFACE)
        catalog = replace(merged.catalog, header=header)
        path = folder / f"{domain}.po"
        if domain in catalogs and _same(catalog, old):
            continue
        write_catalog(path, catalog)
        done.written.append(_relative(path, settings.directory))
        done.counts += merged.counts
    report.languages.append(done)
    for domain in orphans:
        place = _relative(folder / f"{domain}.po", settings.directory)
        report.findings.append(_orphan(place, homes.get(domain, ""), language))


def _wanted(extraction: Extraction, domain: str, language: Language) -> list[Message]:
    """Return the messages of a domain that the site must translate itself."""
    messages = extraction.messages[domain]
    if domain not in INTERFACE:
        return messages
    known = translated_elsewhere(language.code)
    return [message for message in messages if message.msgid not in known]


def _read_all(folder: Path) -> tuple[dict[str, Catalog], dict[str, CatalogError]]:
    """Read the catalogs of one language, by their domains."""
    catalogs: dict[str, Catalog] = {}
    broken: dict[str, CatalogError] = {}
    for path in sorted(folder.rglob("*.po")):
        domain = path.relative_to(folder).with_suffix("").as_posix()
        try:
            catalogs[domain] = read_catalog(path)
        except CatalogError as error:
            broken[domain] = error
    return catalogs, broken


def _same(one: Catalog, other: Catalog) -> bool:
    """Say whether two catalogs differ in nothing but references and layout."""
    texts = []
    for catalog in (one, other):
        entries = tuple(replace(entry, references=()) for entry in catalog.entries)
        texts.append(format_catalog(replace(catalog, entries=entries)))
    return texts[0] == texts[1]


def _homes(
    orphans: Mapping[str, Catalog], messages: Mapping[str, Sequence[Message]]
) -> dict[str, str]:
    """Find the page that each catalog without a page probably belongs to; no page gets two."""
    texts = {domain: {message.msgid for message in found} for domain, found in messages.items()}
    shares = []
    for orphan, catalog in orphans.items():
        live = {entry.msgid for entry in catalog.entries if not entry.obsolete}
        for domain, held in texts.items():
            shared = len(live & held)
            if shared and shared >= _SHARE * len(live):
                shares.append((-shared / len(live), orphan, domain))
    homes: dict[str, str] = {}
    for _, orphan, domain in sorted(shares):
        if orphan not in homes and domain not in homes.values():
            homes[orphan] = domain
    return homes


def _orphan(path: str, home: str, language: Language) -> Finding:
    if home:
        message = (
            f"No page has this catalog any more; the page is probably called {home!r} now, whose "
            "catalog holds these translations. When that is so, delete this file."
        )
    else:
        message = (
            "No page has this catalog any more, so readers do not see its texts; its translations "
            "still fill new passages that are the same. Delete it when the page will not come back."
        )
    return Finding(path, 1, ORPHAN, message, language.code)


def _named(findings: Sequence[Finding], site: Path, language: Language) -> list[Finding]:
    return [
        replace(found, path=_relative(Path(found.path), site), language=language.code)
        for found in findings
    ]


def _relative(path: Path, site: Path) -> str:
    return path.relative_to(site).as_posix() if path.is_relative_to(site) else path.as_posix()
