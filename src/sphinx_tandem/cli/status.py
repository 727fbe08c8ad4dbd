"""``tandem status``: how much of each page is translated."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from ..site.settings import SettingsError, load
from .output import add_json, check_json, complain, print_findings, say, write_json
from .verb import CONTENT, Verb, add_language, chosen, site_folder

if TYPE_CHECKING:
    from ..catalogs.extract import Extraction
    from ..catalogs.status import LanguageStatus
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
    from ..catalogs.extract import (  # noqa: PLC0415  # each verb loads its own
        ExtractionError,
        extract,
    )

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
    from ..catalogs.status import (  # noqa: PLC0415  # each verb loads its own
        merge_language,
        status_of,
    )
    from ..checks.refused import refused_in  # noqa: PLC0415

    merged = merge_language(settings, extraction.messages, language)
    return status_of(merged, extraction.inbound, refused_in(settings))


def _as_data(findings: list[Finding], found: list[LanguageStatus]) -> dict[str, Any]:
    return {
        "findings": [finding.as_data() for finding in findings],
        "languages": {status.language.code: status.as_data() for status in found},
    }


def _show(found: list[LanguageStatus], whole: bool) -> None:
    from .output import (  # noqa: PLC0415  # each verb loads its own
        ORDER,
        described,
    )

    if not found:
        say("The site has one language only, so there is nothing to translate.")
        return
    blocks = "utf" in (sys.stdout.encoding or "").lower()
    say("\n\n".join(described(status, whole=whole, blocks=blocks) for status in found))
    if any(status.waiting for status in found):
        say(f"\n{ORDER}")


VERB = Verb("status", "Shows how much of each page is translated.", add, run)
