"""``tandem workshop``: makes the kit for one workshop."""

# ruff: noqa: PLC0415  # what a verb needs is loaded when it runs

from __future__ import annotations

import argparse
from pathlib import Path

from ..site.settings import load
from .verb import CONTENT, Verb, complain, count, extra, print_findings, say, shown, site_folder


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file of the workshop (YAML)")
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="where to put the kit (default: _build/workshops/ and the name of the file)",
    )


def run(given: argparse.Namespace) -> int:
    """Make the kit and say what is in it."""
    with extra("lessons", "tandem workshop"):
        from ..lessons.workshop.file import WorkshopError
        from ..lessons.workshop.kit import make_kit

    try:
        kit = make_kit(load(site_folder(given)), given.file, given.output)
    except WorkshopError as error:
        print_findings(error.findings)
        number = count(error.findings, "finding stops it", "findings stop it")
        complain(f"No kit was made: {number}.")
        return CONTENT
    print_findings(kit.advice)
    for note in kit.notes:
        say(note)
    say(f"The kit is in {shown(kit.folder)}:")
    for name in kit.files:
        say(f"  {name}")
    return 0


WORKSHOP = Verb(
    "workshop", "Makes the kit for one workshop: pages, invitation, notes, lists.", add, run
)
