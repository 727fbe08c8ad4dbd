"""What a verb of the command is; each stands in a module of its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CONTENT, USE, MACHINE = 1, 2, 3


def _nothing(given: argparse.Namespace) -> str:
    return ""


@dataclass(frozen=True)
class Verb:
    """One verb.

    :param name: what a person types.
    :param text: what it does, in a sentence.
    :param add: describes its arguments to the parser.
    :param run: does it, and returns the exit code.
    :param fate: says what became of people's files when it failed.
    """

    name: str
    text: str
    add: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    fate: Callable[[argparse.Namespace], str] = _nothing


def site_folder(given: argparse.Namespace) -> Path:
    """Return the folder that holds ``conf.py``."""
    return Path(getattr(given, "site", "."))
