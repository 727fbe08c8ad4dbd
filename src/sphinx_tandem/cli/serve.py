"""``tandem serve``: shows every language in a browser and follows edits."""

from __future__ import annotations

import argparse

from .verb import Verb, extra, print_findings, say, site_folder


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="default: 8000")
    parser.add_argument("--open", action="store_true", help="open a browser")


def run(given: argparse.Namespace) -> int:
    """Show the site until somebody stops it."""
    with extra("serve", "tandem serve"):
        from ..publish.preview import serve  # noqa: PLC0415 (each verb loads its own)

    serve(site_folder(given), given.port, given.open, say, print_findings)
    say("Stopped.")
    return 0


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port


VERB = Verb("serve", "Shows every language in a browser and follows your edits.", add, run)
