"""The languages that a verb is asked for with ``--language``."""

from __future__ import annotations

import argparse

from ..failures import WrongUse
from ..site import Language, Site


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
