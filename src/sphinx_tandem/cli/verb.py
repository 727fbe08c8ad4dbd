"""What a verb of the command is; each stands in a module of its own."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..site import Language, Site
from ..site.findings import WrongUse

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
