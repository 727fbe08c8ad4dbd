"""``tandem changes``: for each stale translation, what changed in the English."""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from ..failures import WrongUse
from ..settings import SettingsError, load
from .languages import add_language, chosen
from .printing import complain, print_findings, say
from .verb import CONTENT, Verb, site_folder

if TYPE_CHECKING:
    from ..catalogs.changes import LanguageChanges
    from ..catalogs.standing import LanguageStanding
    from ..catalogs.templates import Extraction
    from ..findings import Finding
    from ..settings import Settings


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "--since",
        metavar="REV",
        help="only what became stale since this revision of git, with what is new and removed",
    )
    parser.add_argument(
        "--format",
        choices=("text", "markdown"),
        default="text",
        metavar="FORMAT",
        help="text or markdown (default: text)",
    )
    add_language(parser)
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write it to FILE instead of showing it"
    )


def run(given: argparse.Namespace) -> int:
    """Compare, and show the changes."""
    from ..catalogs.templates import ExtractionError  # noqa: PLC0415 (each verb loads its own)

    _check_output(given.output)
    settings = load(site_folder(given))
    try:
        found, findings, untouched = _compared(settings, given)
    except ExtractionError as error:
        print_findings(error.findings)
        complain("The pages could not be read, so nothing was compared.")
        return CONTENT
    print_findings(findings)
    _tell(given, settings.site.source.code, found, untouched)
    return CONTENT if findings else 0


def _compared(
    settings: Settings, given: argparse.Namespace
) -> tuple[list[LanguageChanges], list[Finding], bool]:
    """Return the changes, what keeps catalogs from being read, and whether no page changed."""
    from ..catalogs.changes import changes_of  # noqa: PLC0415 (each verb loads its own)
    from ..catalogs.revision import site_at  # noqa: PLC0415
    from ..catalogs.standing import standings  # noqa: PLC0415
    from ..catalogs.templates import extract  # noqa: PLC0415

    languages = chosen(settings.site, given.language)
    if given.since is None:
        extraction = extract(settings)
        now = [standings(settings, extraction.messages, language) for language in languages]
        return list(map(changes_of, now)), _findings(now), False
    with site_at(settings.directory, given.since) as folder, ThreadPoolExecutor(1) as other:
        # Each runs Sphinx in a process of its own; half of the time is saved.
        waiting = other.submit(_earlier, folder, given.since)
        extraction = extract(settings)
        before, earlier = waiting.result()
        now = [standings(settings, extraction.messages, language) for language in languages]
        then = {
            language.code: standings(before, earlier.messages, language) for language in languages
        }
        found = [changes_of(one, then[one.language.code]) for one in now]
    return found, _findings(now), _texts(extraction) == _texts(earlier)


def _earlier(folder: Path, revision: str) -> tuple[Settings, Extraction]:
    """Read the pages as they were."""
    from ..catalogs.templates import ExtractionError, extract  # noqa: PLC0415

    try:
        settings = load(folder)
        return settings, extract(settings)
    except (ExtractionError, SettingsError) as error:
        why = error.findings[-1].message if error.findings else "nobody knows why"
        raise WrongUse(
            f"The site as it was at {revision} cannot be read, so there is nothing to compare "
            f"with: {why.replace(f'{folder}{os.sep}', '')}"
        ) from error


def _findings(found: list[LanguageStanding]) -> list[Finding]:
    return [finding for one in found for finding in one.findings]


def _texts(extraction: Extraction) -> dict[str, list[str]]:
    return {
        name: [message.msgid for message in messages]
        for name, messages in extraction.messages.items()
    }


def _tell(
    given: argparse.Namespace, source: str, found: list[LanguageChanges], untouched: bool
) -> None:
    from .differences import Markdown, Text, is_coloured, report  # noqa: PLC0415

    is_text = given.format == "text"
    colours = given.output is None and is_coloured(sys.stdout, os.environ)
    style = Text(colours) if is_text else Markdown()
    text = report(found, style, source, given.since, untouched=untouched)
    if given.output is None:
        say(text)
        return
    try:
        given.output.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"--output {given.output} could not be written: {error}.") from error


def _check_output(path: Path | None) -> None:
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise WrongUse(f"--output {path}: there is no folder for that file, or it is a folder.")


VERB = Verb("changes", "Shows what changed in the English of each stale translation.", add, run)
