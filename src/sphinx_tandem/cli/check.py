"""``tandem check``: checks pages and catalogs, reports everything, fails once."""

# ruff: noqa: PLC0415  # what a verb needs is loaded when it runs

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..site.findings import Finding, MachineFailure
from ..site.settings import load
from .verb import (
    CONTENT,
    USE,
    Verb,
    add_format,
    add_json,
    complain,
    count,
    is_error,
    json_file,
    lines_of,
    missing,
    print_findings,
    say,
    site_folder,
)

if TYPE_CHECKING:
    from ..checks.fix import Correction


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="a page, a catalog or a folder (default: everything)",
    )
    parser.add_argument("--fix", action="store_true", help="correct what has only one right answer")
    parser.add_argument(
        "--all",
        action="store_true",
        help="also show quiet advice, which is wrong more often than the rest",
    )
    parser.add_argument(
        "--explain", metavar="CODE", help="explain a rule, with examples, and check nothing"
    )
    add_format(parser)
    add_json(parser)


def run(given: argparse.Namespace) -> int:
    """Check pages and catalogs."""
    if given.explain is not None:
        return _explain(given.explain)
    from ..checks.inspection import Inspection
    from ..checks.language.spelling import can_spell
    from ..checks.rules import is_quiet

    findings: list[Finding] = []
    corrections: list[Correction] = []
    levels: dict[str, str] = {}
    with json_file(
        given.json, lambda: _as_data(findings, corrections, given.fix, levels), findings
    ):
        inspection = Inspection(load(site_folder(given)), given.paths)
        levels |= inspection.levels
        try:
            for correction in inspection.corrections() if given.fix else ():
                corrections.append(correction)
                say(_shown(correction))
        except OSError as error:
            raise MachineFailure(f"A catalog could not be written: {error}.") from error
        found = inspection.findings()
        if given.fix:
            done = list(_correct_pages(inspection.directory, found))
            corrections += done
            gone = {(one.path, one.line, one.code) for one in done}
            found = [one for one in found if (one.path, one.line, one.code) not in gone]
        findings += [one for one in found if given.all or not is_quiet(one.code)]
    print_findings(findings, lines_of(given, lambda found: is_error(found, levels)))
    if quiet := len(found) - len(findings):
        say(f"{count(quiet, 'piece', 'pieces')} of quiet advice: see --all.")
    if not can_spell():
        say(missing("check", "Spelling was not checked: that", "spylls"))
    errors = sum(is_error(found, levels) for found in findings)
    say(_summary(errors, len(findings) - errors, len(corrections)))
    return CONTENT if errors else 0


def _correct_pages(directory: Path, found: Iterable[Finding]) -> Iterator[Correction]:
    """Correct the pages that findings name, and yield what was corrected.

    :raises MachineFailure: when a page cannot be written.
    """
    from ..catalogs.writer import write_text
    from ..checks.fix import Correction
    from ..pages.source import CORRECTED, corrected
    from ..text.parse import SYNTAXES

    for path in dict.fromkeys(one.path for one in found if one.code in CORRECTED):
        try:
            text = (directory / path).read_bytes().decode("utf-8")
            lines = text.splitlines()
            new, done = corrected(text, SYNTAXES.get(Path(path).suffix))
            if new != text:
                write_text(directory / path, new)
        except UnicodeDecodeError:
            continue
        except OSError as error:
            raise MachineFailure(f"{path} could not be written: {error}.") from error
        for one in done:
            old = lines[one.line - 1]
            correction = Correction(path, one.line, f"page-{one.code}", old, one.fixed or "")
            say(_shown(correction))
            yield correction


def _as_data(
    findings: Iterable[Finding],
    corrections: Iterable[Correction],
    fix: bool,
    levels: Mapping[str, str],
) -> dict[str, Any]:
    found = [
        {**one.as_data(), "severity": "error" if is_error(one, levels) else "advice"}
        for one in findings
    ]
    corrected = {"corrections": [vars(one) for one in corrections]} if fix else {}
    return {"findings": found, **corrected}


def _shown(correction: Correction) -> str:
    place = f"{correction.path}:{correction.line}: {correction.code}:"
    return f"{place}\n  - {correction.old}\n  + {correction.new}"


def _summary(errors: int, advice: int, corrected: int) -> str:
    """Say in one line what was found."""
    parts = [count(errors, "error", "errors")] if errors else []
    parts += [count(advice, "piece of advice", "pieces of advice")] if advice else []
    said = ", ".join(parts) or "No findings"
    done = f"{count(corrected, 'correction', 'corrections')}. " if corrected else ""
    return f"{done}{said}."


def _explain(code: str) -> int:
    """Print one rule, or what rules there are."""
    from ..checks.rules import explained, near

    text = explained(code)
    if text is None:
        complain(f"There is no rule {code}. {near(code)}")
        return USE
    say(text)
    return 0


CHECK = Verb("check", "Checks pages and catalogs, reports everything, fails once.", add, run)
