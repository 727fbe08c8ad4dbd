"""Compares catalogs with the pages as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..catalogs.interface import DOMAINS as INTERFACE
from ..catalogs.interface import translated_elsewhere
from ..catalogs.model import Catalog
from ..catalogs.templates import ExtractionError, Message, SiteSettings, extract
from ..findings import Finding
from ..site import Language
from .altered import OUTDATED, finding, pair, passage_of
from .catalogs import Checked, named

ORPHAN = "catalog-orphan"


def check_pages(settings: SiteSettings, catalogs: Sequence[Checked]) -> Iterator[Finding]:
    """Yield what Sphinx warns of in the pages, and catalogs that are out of step with them.

    :param settings: the site's settings.
    :param catalogs: all catalogs of the site.
    """
    try:
        extraction = extract(settings)
    except ExtractionError as error:
        yield from error.findings
        return
    for found in extraction.findings:
        # `docs/page.md` in the message, not this machine's folders.
        yield replace(found, message=found.message.replace(f"{settings.directory}/", ""))
    for language in settings.site.languages[1:] if settings.locale_dirs else ():
        yield from _check_language(settings, language, catalogs, extraction.messages)


def _check_language(
    settings: SiteSettings,
    language: Language,
    catalogs: Sequence[Checked],
    messages: Mapping[str, Sequence[Message]],
) -> Iterator[Finding]:
    folder = settings.locale_dirs[0] / language.code / "LC_MESSAGES"
    own = {
        checked.path.relative_to(folder).with_suffix("").as_posix(): checked
        for checked in catalogs
        if checked.path.is_relative_to(folder)
    }
    for domain, checked in own.items():
        if domain not in messages and domain not in INTERFACE:
            message = (
                "No page has this catalog, so readers do not see its texts; the page was renamed "
                "or is gone. Run tandem update, which says to which page it probably belongs."
            )
            yield Finding(checked.name, 1, ORPHAN, message, language.code)
    known = translated_elsewhere(language.code)
    for domain, found in messages.items():
        wanted = {
            message.msgid: message
            for message in found
            if domain not in INTERFACE or message.msgid not in known
        }
        if domain in own and own[domain].catalog is None:
            continue  # it has findings of its own
        if domain not in own and wanted:
            yield _without_catalog(settings, folder / f"{domain}.po", wanted, language)
        elif domain in own:
            yield from _out_of_step(own[domain], wanted, language, domain)


def _without_catalog(
    settings: SiteSettings, path: Path, wanted: Mapping[str, Message], language: Language
) -> Finding:
    places = [place for message in wanted.values() for place in message.locations]
    page, line = min(places) if places else (named(settings, path), 0)
    message = (
        f"The page has no catalog in {language.name}, so nobody can translate it; "
        f"run tandem update, which begins {named(settings, path)}."
    )
    return Finding(page, line and 1, OUTDATED, message, language.code)


def _out_of_step(
    checked: Checked, wanted: Mapping[str, Message], language: Language, domain: str
) -> Iterator[Finding]:
    catalog = checked.catalog or Catalog()
    entries = {entry.msgid: entry for entry in catalog.entries if not entry.obsolete}
    lacking = [message for msgid, message in wanted.items() if msgid not in entries]
    # What extensions and templates say is not all in the templates.
    others = (
        []
        if domain in INTERFACE
        else [entry for msgid, entry in entries.items() if msgid not in wanted]
    )
    # What is translated already was changed by hand, or is about to be brought along.
    pairs = list(pair([e for e in others if e.in_use], map(passage_of, lacking)))
    for entry, passage in pairs:
        yield finding(checked, entry, passage, language.code)
    missing, gone = len(lacking) - len(pairs), len(others) - len(pairs)
    parts = []
    if missing:
        parts.append(f"lacks {missing} passage{'s' if missing > 1 else ''} of its page")
    if gone:
        parts.append(f"has {gone} that {'are' if gone > 1 else 'is'} no longer on its page")
    if parts:
        message = f"The catalog {' and '.join(parts)}; run tandem update."
        yield Finding(checked.name, 1, OUTDATED, message, language.code)
