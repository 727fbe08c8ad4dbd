"""``tandem check``: checks pages and catalogs, reports everything, fails once."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..findings import Finding
from ..settings import SettingsError, load
from .printing import add_json, check_json, print_findings, say, write_json
from .verb import CONTENT, Verb, site_folder


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="default: everything")
    add_json(parser)


def run(given: argparse.Namespace) -> int:
    """Check pages and catalogs."""
    from .. import checks  # noqa: PLC0415 (each verb loads its own)

    check_json(given.json)
    findings: list[Finding] = []
    try:
        findings = checks.run(load(site_folder(given)), given.paths)
    except SettingsError as error:
        findings = error.findings
        raise
    finally:
        write_json(given.json, {"findings": [found.as_data() for found in findings]})
    print_findings(findings)
    if not findings:
        say("No findings.")
    return CONTENT if findings else 0


VERB = Verb("check", "Checks pages and catalogs, reports everything, fails once.", add, run)
