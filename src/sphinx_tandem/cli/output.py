"""What the command prints, and the data that it writes beside it.

What a person asked for goes to standard output; findings, and what went wrong, to
standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from ..catalogs.extract import ExtractionError
from ..publish.processes import LanguageRun
from ..site.findings import Finding, WrongUse
from ..site.settings import SettingsError


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


def check_file(option: str, path: Path | None) -> None:
    """Refuse a file that cannot be written.

    :param option: the option that names it.
    :raises WrongUse: when its folder is not there.
    """
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise WrongUse(f"{option} {path}: there is no folder for that file, or it is a folder.")


@contextmanager
def json_file(
    path: Path | None, data: Callable[[], dict[str, Any]], findings: list[Finding]
) -> Iterator[None]:
    """Write what ``--json`` asks for when the block ends, be it with an error.

    :param data: returns what is written.
    :param findings: those of the verb; it gets those of an error, too.
    :raises WrongUse: when the folder of the file is not there.
    """
    check_file("--json", path)
    try:
        yield
    except (ExtractionError, SettingsError) as error:
        findings += error.findings
        raise
    finally:
        try:
            if path is not None:
                text = json.dumps(data(), indent=2, ensure_ascii=False)
                path.write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            complain(f"--json {path} could not be written: {error}.")


# -- The live lines of a build on a terminal: one for each language -----------------------------

BAR = 20
_PAUSE = 0.05


def bar(filled: int, encoding: str | None) -> str:
    """Draw a bar.

    :param filled: how many of its :data:`BAR` parts are full.
    :param encoding: that of the terminal: some have no letters to draw it with.
    """
    full, empty = ("█", "░") if "utf" in (encoding or "").lower() else ("#", ".")
    return full * filled + empty * (BAR - filled)


def is_live(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Say whether lines on *stream* can be written over."""
    return stream.isatty() and environment.get("TERM", "") not in ("", "dumb")


class Lines:
    """Redraws a line for each language, without colours.

    :param stream: the terminal.
    :param names: the languages' own names by their codes.
    """

    def __init__(self, stream: TextIO, names: Mapping[str, str]) -> None:
        self._stream = stream
        self._names = names
        self._runs: dict[str, LanguageRun] = {}
        self._drawn = 0
        self._when = 0.0

    def show(self, run: LanguageRun) -> None:
        """Show how far the build of a language is."""
        self._runs[run.language] = run
        now = time.monotonic()
        if now - self._when > _PAUSE or run.seconds:
            self._when = now
            self._draw()

    def _draw(self) -> None:
        width = shutil.get_terminal_size().columns - 1
        up = f"\x1b[{self._drawn}A" if self._drawn else ""
        lines = [self._line(code)[:width] for code in self._names if code in self._runs]
        self._stream.write(up + "".join(f"\r{line}\x1b[K\n" for line in lines))
        self._stream.flush()
        self._drawn = len(lines)

    def _line(self, code: str) -> str:
        run = self._runs[code]
        name = self._names[code].ljust(max(map(len, self._names.values())))
        total = max(run.total, run.written, 1)
        done = (min(run.read, total) + run.written) / (2 * total)
        filled = BAR if run.done else min(int(done * BAR), BAR - 1)
        drawn = bar(filled, self._stream.encoding)
        text = f"{name} {drawn} read {run.read} of {run.total}, written {run.written}"
        if run.written:
            text += f" of {total}"
        return text + (f", {run.seconds:.1f} s" if run.seconds else "")
