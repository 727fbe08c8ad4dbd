"""``tandem status``: how much of each page is translated."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from ..catalogs.extract import extract, languages_into, messages_into
from ..catalogs.status import LanguageStatus, PageStatus, merge_language, status_of
from ..site.findings import Finding
from ..site.settings import load
from .verb import (
    BAR,
    CONTENT,
    Verb,
    add_json,
    add_language,
    bar,
    chosen,
    count,
    json_file,
    print_findings,
    say,
    site_folder,
)


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.set_defaults(unread=", so nothing was counted.")
    add_json(parser, "the figures")
    add_language(parser)
    parser.add_argument("--all", action="store_true", help="list complete pages, too")


def run(given: argparse.Namespace) -> int:
    """Count, and show the figures."""
    from ..checks import refused_in  # noqa: PLC0415 (each verb loads its own)

    findings: list[Finding] = []
    found: list[LanguageStatus] = []
    with json_file(given.json, lambda: _as_data(findings, found), findings):
        settings = load(site_folder(given))
        languages = chosen(settings.site, given.language)
        extraction = extract(settings)
        if not given.language:
            languages = languages_into(extraction.messages, settings.site)
        for language in languages:
            messages = messages_into(extraction.messages, language, settings.site)
            merged = merge_language(settings, messages, language)
            found.append(status_of(merged, extraction.inbound, refused_in(settings)))
            findings += merged.findings
    print_findings(findings)
    parts = [_described(status, given.all) for status in found]
    say("\n\n".join(parts) or "The site has one language only, so there is nothing to translate.")
    if any(status.waiting for status in found):
        say(f"\n{_ORDER}")
    return CONTENT if findings else 0


def _as_data(findings: list[Finding], found: list[LanguageStatus]) -> dict[str, Any]:
    return {
        "findings": [finding.as_data() for finding in findings],
        "languages": {status.language.code: status.as_data() for status in found},
    }


# -- The figures: a bar for each language, a table of pages -----------------------------------------

_ORDER = (
    "What readers miss most comes first: the home page, then the pages with the most words left; "
    "the words of a page count once, and once more for each page that links to it."
)


def _described(status: LanguageStatus, whole: bool) -> str:
    """Return how much of a site is translated into one language.

    :param whole: whether complete pages have a line of their own.
    """
    lines = [_overall(status)]
    waiting = status.waiting
    if shown := status.pages if whole else waiting:
        lines += ["", *_table(shown)]
    number = len(status.pages) - len(waiting)
    complete = f"{count(number, 'page is', 'pages are')} complete"
    if not waiting:
        lines += ["", f"{complete}; nothing is waiting."]
    elif number and not whole:
        lines.append(f"  {complete}.")
    if hidden := status.hidden:
        pages = count(len(hidden), "page", "pages")
        lines += [
            "",
            f"Search engines do not hear of {pages} yet, of which less than {status.language.least} % "
            f"is translated: {', '.join(hidden)}.",
        ]
    return "\n".join(lines)


def _overall(status: LanguageStatus) -> str:
    total = status.total
    drawn = bar(BAR * total.translated // total.total if total.total else BAR, sys.stdout.encoding)
    words = count(total.words_left, "word", "words")
    kinds = (f"{total.refused} of them refused", f"{total.drafts} of them drafts")
    told = [
        text for text, number in zip(kinds, (total.refused, total.drafts), strict=True) if number
    ]
    refused = f" ({', '.join(told)})" if told else ""
    passages = f"{total.translated} of {count(total.total, 'passage', 'passages')} translated"
    return (
        f"{status.language.name} ({status.language.code})  {drawn}  {total.percent} %  {passages}; "
        f"{total.stale} stale, {total.missing} missing{refused}; {words} left."
    )


def _table(pages: Sequence[PageStatus]) -> Iterator[str]:
    rows = [["page", "translated", "stale", "missing", "words left"]]
    for page in pages:
        counted = page.progress
        kinds = {"refused": counted.refused, "drafts": counted.drafts}
        told = [f"{number} {kind}" for kind, number in kinds.items() if number]
        refused = f" ({', '.join(told)})" if told else ""
        missing = f"{counted.missing}{refused}"
        shown = (f"{counted.percent} %", counted.stale, missing, counted.words_left)
        rows.append([page.page, *map(str, shown)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *figures in rows:
        cells = [cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True)]
        yield f"  {name.ljust(widths[0])}  {'  '.join(cells)}"


STATUS = Verb("status", "Shows how much of each page is translated.", add, run)
