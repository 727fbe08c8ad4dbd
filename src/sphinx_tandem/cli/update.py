"""``tandem update``: brings the catalogs up to date with the pages."""

# ruff: noqa: PLC0415  # what a verb needs is loaded when it runs

from __future__ import annotations

import argparse
from pathlib import Path

from ..site.settings import load
from .output import complain, print_findings, say
from .verb import CONTENT, Verb, site_folder


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "--move",
        action="store_true",
        help="move catalogs whose page was renamed or joined with another to its page",
    )
    parser.add_argument(
        "--templates",
        type=Path,
        metavar="DIR",
        help="write the templates (.pot) of all pages to DIR, too, for platforms that want them",
    )
    parser.add_argument(
        "--take",
        type=Path,
        metavar="DIR",
        help="take over what copies of the catalogs translate, which stand in DIR at the paths "
        "that they have in the site; comments and layout stay as they are here",
    )


def run(given: argparse.Namespace) -> int:
    """Bring the catalogs up to date."""
    from ..catalogs.extract import ExtractionError
    from ..catalogs.update import update

    try:
        report = update(
            load(site_folder(given)),
            move=given.move,
            templates=given.templates,
            take=given.take,
        )
    except ExtractionError as error:
        print_findings(error.findings)
        complain("The pages could not be read. No catalog was changed.")
        return CONTENT
    print_findings(report.findings)
    say(report.summary())
    return CONTENT if report.failed else 0


VERB = Verb("update", "Brings the catalogs up to date with the pages.", add, run)
