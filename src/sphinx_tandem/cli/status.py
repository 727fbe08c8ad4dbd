"""``tandem status``: how much of each page is translated."""

# ruff: noqa: PLC0415  # what a verb needs is loaded when it runs

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..site.settings import SettingsError, load
from .output import (
    BAR,
    add_json,
    bar,
    check_json,
    complain,
    count,
    print_findings,
    say,
    write_json,
)
from .verb import CONTENT, Verb, add_language, chosen, site_folder

if TYPE_CHECKING:
    from ..catalogs.extract import Extraction
    from ..catalogs.status import LanguageStatus, PageProgress, PageStatus
    from ..site import Language
    from ..site.findings import Finding
    from ..site.settings import Settings


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    add_json(parser, "the figures")
    add_language(parser)
    parser.add_argument("--all", action="store_true", help="list complete pages, too")


def run(given: argparse.Namespace) -> int:
    """Count, and show the figures."""
    from ..catalogs.extract import ExtractionError, extract

    check_json(given.json)
    findings: list[Finding] = []
    found: list[LanguageStatus] = []
    try:
        settings = load(site_folder(given))
        languages = chosen(settings.site, given.language)
        extraction = extract(settings)
        found = [_status(settings, extraction, language) for language in languages]
        findings = [finding for status in found for finding in status.findings]
    except (ExtractionError, SettingsError) as error:
        findings = error.findings
        if isinstance(error, SettingsError):
            raise
        print_findings(findings)
        complain("The pages could not be read, so nothing was counted.")
        return CONTENT
    finally:
        write_json(given.json, _as_data(findings, found))
    print_findings(findings)
    _show(found, given.all)
    return CONTENT if findings else 0


def _status(settings: Settings, extraction: Extraction, language: Language) -> LanguageStatus:
    from ..catalogs.status import merge_language, status_of
    from ..checks.refused import refused_in

    merged = merge_language(settings, extraction.messages, language)
    return status_of(merged, extraction.inbound, refused_in(settings))


def _as_data(findings: list[Finding], found: list[LanguageStatus]) -> dict[str, Any]:
    return {
        "findings": [finding.as_data() for finding in findings],
        "languages": {status.language.code: status.as_data() for status in found},
    }


def _show(found: list[LanguageStatus], whole: bool) -> None:
    if not found:
        say("The site has one language only, so there is nothing to translate.")
        return
    encoding = sys.stdout.encoding
    say("\n\n".join(described(status, whole=whole, encoding=encoding) for status in found))
    if any(status.waiting for status in found):
        say(f"\n{_ORDER}")


# -- The figures: a bar for each language, a table of pages -----------------------------------------

_ORDER = (
    "What readers miss most comes first: the home page, then the words left, counted once for "
    "the page and once more for each page that leads to it."
)


def described(
    status: LanguageStatus, *, whole: bool = False, encoding: str | None = "utf-8"
) -> str:
    """Return how much of a site is translated into one language.

    :param whole: whether complete pages have a line of their own.
    :param encoding: that of the terminal.
    """
    lines = [_overall(status, encoding)]
    waiting = status.waiting
    shown = status.pages if whole else waiting
    if shown:
        lines += ["", *_table(shown)]
    complete = len(status.pages) - len(waiting)
    if not waiting:
        lines += ["", f"{_count_pages(complete)} complete; nothing is waiting."]
    elif complete and not whole:
        lines.append(f"  {_count_pages(complete)} complete.")
    return "\n".join(lines)


def _count_pages(number: int) -> str:
    return count(number, "page is", "pages are")


def _overall(status: LanguageStatus, encoding: str | None) -> str:
    total = status.total
    filled = BAR * total.translated // total.total if total.total else BAR
    words = count(total.words_left, "word", "words")
    refused = f" ({total.refused} of them refused)" if total.refused else ""
    passages = f"{total.translated} of {count(total.total, 'passage', 'passages')} translated"
    return (
        f"{status.language.name} ({status.language.code})  {bar(filled, encoding)}  {total.percent} %  {passages}; "
        f"{total.stale} stale, {total.missing} missing{refused}; {words} left."
    )


def _missing(counted: PageProgress) -> str:
    return (
        f"{counted.missing} ({counted.refused} refused)"
        if counted.refused
        else str(counted.missing)
    )


def _table(pages: Sequence[PageStatus]) -> Iterator[str]:
    rows = [["page", "translated", "stale", "missing", "words left"]]
    for page in pages:
        counted = page.progress
        shown = (f"{counted.percent} %", str(counted.stale), _missing(counted))
        rows.append([page.page, *shown, str(counted.words_left)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *figures in rows:
        cells = (cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True))
        yield f"  {name.ljust(widths[0])}  {'  '.join(cells)}"


VERB = Verb("status", "Shows how much of each page is translated.", add, run)
