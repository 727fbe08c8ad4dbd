"""``tandem update``: brings the catalogs up to date with the pages."""

from __future__ import annotations

import argparse

from ..settings import load
from .printing import complain, print_findings, say
from .verb import CONTENT, Verb, site_folder


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options: there are none."""


def run(given: argparse.Namespace) -> int:
    """Bring the catalogs up to date."""
    from ..catalogs.templates import ExtractionError  # noqa: PLC0415 (each verb loads its own)
    from ..catalogs.update import update  # noqa: PLC0415

    try:
        report = update(load(site_folder(given)))
    except ExtractionError as error:
        print_findings(error.findings)
        complain("The pages could not be read. No catalog was changed.")
        return CONTENT
    print_findings(report.findings)
    say(report.summary())
    return CONTENT if report.failed else 0


VERB = Verb("update", "Brings the catalogs up to date with the pages.", add, run)
