"""What the command prints, and the data that it writes beside it.

What a person asked for goes to standard output; findings, and what went wrong, to
standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..failures import WrongUse
from ..findings import Finding


def say(text: str) -> None:
    """Print what was asked for."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print what went wrong."""
    print(text.strip(), file=sys.stderr, flush=True)


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings, one a line."""
    for found in findings:
        complain(str(found))


def count(things: Sequence[object] | int, one: str, many: str) -> str:
    """Return ``1 finding`` or ``2 findings``."""
    number = things if isinstance(things, int) else len(things)
    return f"{number} {one if number == 1 else many}"


def shown(path: Path) -> str:
    """Return a path as somebody in the current folder would type it."""
    absolute = Path(os.path.normpath(path.absolute()))
    here = Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)


def add_json(parser: argparse.ArgumentParser, what: str = "the findings") -> None:
    """Give a verb the option ``--json``."""
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help=f"write {what} to FILE as data, too"
    )


def check_json(path: Path | None) -> None:
    """Refuse a file for ``--json`` that cannot be written.

    :raises WrongUse: when its folder is not there.
    """
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise WrongUse(f"--json {path}: there is no folder for that file, or it is a folder.")


def write_json(path: Path | None, data: dict[str, Any]) -> None:
    """Write what ``--json`` asks for."""
    if path is None:
        return
    try:
        path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        complain(f"--json {path} could not be written: {error}.")
