"""``tandem build``: builds every language; publishes all or none."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ..site import PSEUDO_CODE
from ..site.findings import WrongUse
from ..site.settings import Settings, SettingsError, load
from .output import add_json, check_json, complain, count, print_findings, say, shown, write_json
from .verb import CONTENT, Verb, site_folder


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="where to publish (default: _build/site)"
    )
    parser.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="CODE",
        help="build only this language and keep the published pages of the others; repeatable; "
        "qps: a test language that marks and lengthens every text, published in _build/pseudo",
    )
    parser.add_argument(
        "--fresh",
        action="store_true",
        help="keep nothing of earlier builds; every build does so already",
    )
    parser.add_argument("--strict", action="store_true", help="publish only without any finding")
    parser.add_argument(
        "--pdf", action="store_true", help="print the handouts of lessons as PDF, too (Chromium)"
    )
    add_json(parser)


def run(given: argparse.Namespace) -> int:
    """Build the site and say what came of it."""
    from ..publish.pseudo import pseudo_settings  # noqa: PLC0415
    from ..publish.run import (  # noqa: PLC0415  # each verb loads its own
        Request,
        Result,
        build,
    )
    from .output import (  # noqa: PLC0415  # each verb loads its own
        Lines,
        is_live,
    )

    check_json(given.json)
    result = Result(_output(given))
    try:
        settings = load(site_folder(given))
        given.pseudo = _is_pseudo(given, settings)
        chosen = () if given.pseudo else tuple(given.language)
        request = Request(_output(given), chosen, given.strict, pdf=given.pdf)
        if given.pseudo:
            settings = pseudo_settings(settings)
        names = {language.code: language.name for language in settings.site.languages}
        if is_live(sys.stderr, os.environ):
            result = build(settings, request, Lines(sys.stderr, names).show)
        else:
            result = build(settings, request)
    except SettingsError as error:
        result.findings = error.findings
        raise
    finally:
        write_json(given.json, result.as_data())
    print_findings(result.findings)
    if not result.published:
        cause = count(result.stopping, "finding stops it", "findings stop it")
        if not result.stopping:
            cause = count(
                result.findings, "finding stops a strict build", "findings stop a strict build"
            )
        complain(f"The site was not published: {cause}. {fate(given)}")
        return CONTENT
    for note in result.notes:
        say(note)
    languages = count(result.runs, "language", "languages")
    pages = count(result.pages, "page", "pages")
    say(f"Published {languages}, {pages}, in {result.seconds:.1f} s: {shown(request.output)}")
    return 0


def fate(given: argparse.Namespace) -> str:
    """Say what became of the published site, after a build that failed."""
    output = _output(given)
    if output.is_dir() and any(output.iterdir()):
        return f"The published site in {shown(output)} was not touched."
    return "Nothing was published."


def _output(given: argparse.Namespace) -> Path:
    from ..publish.pseudo import DEFAULT_OUTPUT as PSEUDO_OUTPUT  # noqa: PLC0415 (as below)
    from ..publish.run import DEFAULT_OUTPUT  # noqa: PLC0415 (only a build needs it)

    output: Path | None = given.output
    # Until the settings are read, nobody knows whether the site declares that language.
    pseudo = getattr(given, "pseudo", PSEUDO_CODE in given.language)
    return output or site_folder(given) / (PSEUDO_OUTPUT if pseudo else DEFAULT_OUTPUT)


def _is_pseudo(given: argparse.Namespace, settings: Settings) -> bool:
    """Say whether the pseudo-language is asked for, which is built apart.

    :raises WrongUse: when other languages are asked for beside it.
    """
    if PSEUDO_CODE not in given.language or PSEUDO_CODE in settings.config.tandem_languages:
        return False
    source = settings.site.source.code
    if others := sorted(set(given.language) - {PSEUDO_CODE, source}):
        raise WrongUse(
            f"--language {PSEUDO_CODE} is built apart, with the source language beside it, and not "
            f"together with {', '.join(others)}. Nothing was built; give it alone."
        )
    return True


VERB = Verb("build", "Builds every language; publishes all or none.", add, run, fate)
