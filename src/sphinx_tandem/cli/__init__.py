"""The command ``tandem``: arguments, printing and exit codes.

Exit codes: 0 all well, or published with findings that plain Sphinx would only warn of; 1 the
content has problems that kept it from being published, or any under ``--strict``, or errors
found by ``check``; 2 the command was used wrongly or the site's settings are wrong; 3 the
machine failed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from ..catalogs.extract import ExtractionError
from ..site.findings import MachineFailure, WrongUse, disk_error
from ..site.settings import SettingsError
from ..site.sphinx_process import STOPPING
from .verb import CONTENT, MACHINE, USE, Verb, complain, lines_of, print_findings

__all__ = ["CONTENT", "MACHINE", "USE", "main"]


def verbs(name: str = "") -> list[Verb]:
    """Return the verbs: each :class:`Verb` that a module of this package holds.

    :param name: the only one that is asked for, if a module is called so: to load all of them
        takes as long as to build what changed.
    """
    names = [found.name for found in iter_modules(__path__)]
    chosen = [name] if name in names else names
    modules = (import_module(f".{one}", __package__) for one in chosen)
    found = [held for module in modules for held in vars(module).values() if isinstance(held, Verb)]
    return found if found or not name else verbs()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    is_ascii = sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode
    if arguments is None and is_ascii:
        # Python was told to read the names of files as ASCII, and they may hold any letter.
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    for number in STOPPING:
        signal.signal(number, _interrupt)
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _parser(*arguments[:1]).parse_args(arguments)
    try:
        return int(given.run(given))
    except SettingsError as error:
        print_findings(error.findings, lines_of(given, lambda found: True))
        complain(_fate(given))
        return USE
    except ExtractionError as error:
        print_findings(error.findings, lines_of(given, lambda found: True))
        complain(f"The pages could not be read{given.unread}")
        return CONTENT
    except WrongUse as error:
        complain(str(error))
        return USE
    except MachineFailure as error:
        complain(f"{error} {_fate(given)}")
    except KeyboardInterrupt:
        complain(f"Stopped before the end. {_fate(given)}")
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not complain of that at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        complain(_cause(error, given))
    return MACHINE


def _cause(error: Exception, given: argparse.Namespace) -> str:
    """Say why a command could not go on, and what to do."""
    try:
        Path.cwd()
    except OSError:
        return (
            "The folder in which the command was started is gone. Change to one that is "
            "there (cd), and run the command again."
        )
    no_place = isinstance(error, FileNotFoundError) and "temporary directory" in str(error)
    if isinstance(error, PermissionError) or disk_error(error) or no_place:
        said = f"The disk or a folder did not allow what the command needs: {error}."
        return f"{said} Correct that, and run the command again. {_fate(given)}"
    return f"{_defect(traceback.format_exc())} {_fate(given)}"


def _fate(given: argparse.Namespace) -> str:
    """Say what became of people's files; nothing where a closed folder lets nobody look."""
    try:
        return str(given.fate(given))
    except OSError:
        return ""


def _parser(name: str = "") -> argparse.ArgumentParser:
    """Describe the verbs and their options, or those of one verb."""
    site = argparse.ArgumentParser(add_help=False)
    # Without a default of its own, so that `--site` before the verb is not forgotten after it.
    site.add_argument(
        "--site",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the folder that contains conf.py (default: the current one)",
    )
    parser = argparse.ArgumentParser(
        prog="tandem", description="Builds one Sphinx site in several languages.", parents=[site]
    )
    parsers = parser.add_subparsers(required=True, metavar="VERB", dest="verb")
    for verb in verbs(name):
        added = parsers.add_parser(verb.name, help=verb.text, description=verb.text, parents=[site])
        added.set_defaults(run=verb.run, fate=verb.fate, unread=".")
        verb.add(added)
    return parser


def _defect(trace: str) -> str:
    """Keep the trace of an unexpected error, and say where it is."""
    last = trace.strip().rsplit("\n", 1)[-1]
    with tempfile.NamedTemporaryFile(
        "w", prefix="tandem-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write(trace)
    return f"The command failed with an unexpected error: {last}. What led to it is in {log.name}."


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
