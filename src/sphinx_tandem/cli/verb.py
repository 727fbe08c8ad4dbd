"""What the verbs of the command share; each verb is in a module of its own.

What a person asked for is printed to standard output; findings, and what went wrong, to standard
error.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from ..catalogs.extract import ExtractionError
from ..site import Language, Site
from ..site.findings import Finding, WrongUse
from ..site.settings import SettingsError

CONTENT, USE, MACHINE = 1, 2, 3


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
    fate: Callable[[argparse.Namespace], str] = lambda given: ""


@contextlib.contextmanager
def extra(name: str, what: str) -> Iterator[None]:
    """Say how to install what an import within misses.

    :param name: the extra of the package that brings it.
    :param what: what needs it.
    :raises WrongUse: when something that the extra brings is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "sphinx_tandem":
            raise
        raise WrongUse(missing(name, what, str(error.name))) from error


def missing(name: str, what: str, package: str) -> str:
    """Say that a package of an extra is not installed, and what installs it."""
    return (
        f"{what} needs {package}, which is not installed; "
        f"python -m pip install 'sphinx-tandem[{name}]' installs it."
    )


def site_folder(given: argparse.Namespace) -> Path:
    """Return the folder that holds ``conf.py``."""
    return Path(getattr(given, "site", "."))


# -- The languages that a verb is asked for with ``--language`` ---------------------------------


def add_language(parser: argparse.ArgumentParser) -> None:
    """Give a verb the option ``--language``."""
    parser.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="CODE",
        help="look at this language only; repeatable",
    )


def chosen(site: Site, codes: list[str]) -> tuple[Language, ...]:
    """Return the languages that were asked for, or all that the site is translated into.

    :raises WrongUse: when the site is not translated into one of them.
    """
    translated = {language.code: language for language in site.languages[1:]}
    for code in codes:
        if code not in translated:
            what = "is the language of the pages" if code == site.source.code else "is not there"
            names = ", ".join(translated) or "no language"
            raise WrongUse(f"--language {code}: it {what}; the site is translated into {names}.")
    return tuple(translated[code] for code in translated if not codes or code in codes)


# -- What is printed -----------------------------------------------------------------------------


def say(text: str) -> None:
    """Print what was asked for."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print what went wrong."""
    print(text.strip(), file=sys.stderr, flush=True)


def print_findings(findings: Iterable[Finding], line: Callable[[Finding], str] = str) -> None:
    """Print findings, one a line.

    :param line: writes one; :func:`lines_of` returns the function that was asked for.
    """
    for found in findings:
        complain(line(found))


def add_format(parser: argparse.ArgumentParser) -> None:
    """Give a verb the option ``--format``."""
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=("text", "github"),
        default="text",
        help="github: findings as GitHub shows them at the lines of a pull request",
    )


def lines_of(
    given: argparse.Namespace, is_error: Callable[[Finding], bool]
) -> Callable[[Finding], str]:
    """Return what writes a finding in the form that ``--format`` asks for.

    :param is_error: says which of GitHub's two marks a finding gets.
    """
    if getattr(given, "format", None) != "github":
        return str
    site = site_folder(given).absolute()
    root = os.environ.get("GITHUB_WORKSPACE") or Path.cwd()

    def line(found: Finding) -> str:
        # From docs.github.com, "Workflow commands": these signs would end the command, or a part.
        said = str(found).replace("%", "%25")
        title = f"title={found.code}"
        if found.path:
            path = Path(os.path.relpath(site / found.path, root)).as_posix()
            for sign, code in ("%", "%25"), (":", "%3A"), (",", "%2C"):
                path = path.replace(sign, code)
            title = f"file={path},line={found.line or 1},{title}"
        return f"::{'error' if is_error(found) else 'warning'} {title}::{said}"

    return line


def is_error(found: Finding, levels: Mapping[str, str]) -> bool:
    """Say whether a finding fails a check: by its rule, or because readers lose something.

    :param levels: what the site says of the levels of rules.
    """
    from ..checks import rules  # noqa: PLC0415  # loaded when it is needed
    from ..publish.processes import is_lost  # noqa: PLC0415  # as above

    if rules.rule_of(found.code) or found.code.startswith(("update-", "settings-")):
        return rules.is_error(found.code, levels)
    return is_lost(found.code, found.message)


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


@contextlib.contextmanager
def json_file(
    path: Path | None, data: Callable[[], dict[str, Any]], findings: list[Finding]
) -> Iterator[None]:
    """Write what ``--json`` asks for when the block ends, even with an error.

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


BAR = 20


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
