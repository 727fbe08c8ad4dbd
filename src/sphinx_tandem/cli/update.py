"""``tandem update``: brings the catalogs up to date with the pages."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..catalogs import exchange
from ..catalogs.update import update
from ..site.findings import WrongUse
from ..site.settings import load
from .verb import CONTENT, Verb, print_findings, say, site_folder


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.set_defaults(unread=". No catalog was changed.")
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
        help="take the translations from copies of the catalogs in DIR (.po or .xlf), which have "
        "the same paths as in the site; comments and layout stay as they are",
    )
    parser.add_argument(
        "--draft",
        metavar="SOURCE",
        default="",
        help="with --take: nobody has reviewed these texts, which come from SOURCE (a program, a "
        "person), so they only fill what is not translated, and readers do not see them yet",
    )
    parser.add_argument(
        "--export",
        type=Path,
        metavar="DIR",
        help="also write the catalogs to DIR as XLIFF, TMX and TBX, for other tools",
    )
    parser.add_argument(
        "--format",
        action="append",
        choices=exchange.FORMATS,
        default=[],
        metavar="FORMAT",
        help="export only this format: xliff, tmx or tbx",
    )


def run(given: argparse.Namespace) -> int:
    """Bring the catalogs up to date."""
    if given.draft and not given.take:
        raise WrongUse("--draft says whose texts --take takes; give --take DIR, too.")
    settings = load(site_folder(given))
    report = update(
        settings,
        move=given.move,
        templates=given.templates,
        take=given.take,
        draft=given.draft.strip(),
        export=given.export and exchange.Export(given.export, given.format),
    )
    print_findings(report.findings)
    say(report.summary())
    return CONTENT if report.failed else 0


UPDATE = Verb("update", "Brings the catalogs up to date with the pages.", add, run)
