"""The command ``tandem``: arguments, printing and exit codes.

Exit codes: 0 all well; 1 the content has problems; 2 the command was used
wrongly or the site's settings are wrong; 3 the machine failed.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .failures import MachineFailure, WrongUse
from .findings import Finding
from .settings import SettingsError, load

CONTENT, USE, MACHINE = 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except SettingsError as error:
        _print_findings(error.findings)
        _complain(_fate(given))
        return USE
    except WrongUse as error:
        _complain(str(error))
        return USE
    except MachineFailure as error:
        _complain(f"{error} {_fate(given)}")
    except KeyboardInterrupt:
        _complain(f"Stopped before the end. {_fate(given)}")
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not complain of that at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception:
        _complain(f"{_defect(traceback.format_exc())} {_fate(given)}")
    return MACHINE


def _parser() -> argparse.ArgumentParser:
    """Describe the verbs and their options."""
    site = argparse.ArgumentParser(add_help=False)
    # Without a default of its own, so that `--site` before the verb is not forgotten after it.
    site.add_argument(
        "--site",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the folder that holds conf.py (default: the current one)",
    )
    parser = argparse.ArgumentParser(
        prog="tandem", description="Builds one Sphinx site in several languages.", parents=[site]
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB", dest="verb")

    def verb(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=text, description=text, parents=[site])
        added.set_defaults(run=run)
        return added

    _describe_build(verb("build", _build, "Builds every language; publishes all or none."))
    serve = verb("serve", _serve, "Shows every language in a browser and follows your edits.")
    serve.add_argument("--port", type=_port, default=8000, metavar="N", help="default: 8000")
    serve.add_argument("--open", action="store_true", help="open a browser")
    verb("update", _update, "Brings the catalogs up to date with the pages.")
    check = verb("check", _check, "Checks pages and catalogs, reports everything, fails once.")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="default: everything")
    _add_json(check)
    return parser


def _describe_build(build: argparse.ArgumentParser) -> None:
    build.add_argument(
        "--output", type=Path, metavar="DIR", help="where to publish (default: _build/site)"
    )
    build.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="CODE",
        help="build only this language and keep the published pages of the others; repeatable",
    )
    build.add_argument(
        "--fresh",
        action="store_true",
        help="keep nothing of earlier builds; every build does so already",
    )
    build.add_argument("--strict", action="store_true", help="publish only without any finding")
    _add_json(build)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the findings to FILE as data, too"
    )


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port


def _site(given: argparse.Namespace) -> Path:
    return Path(getattr(given, "site", "."))


def _output(given: argparse.Namespace) -> Path:
    from .build.run import DEFAULT_OUTPUT  # noqa: PLC0415 (only a build needs it)

    output: Path | None = given.output
    return output or _site(given) / DEFAULT_OUTPUT


def _build(given: argparse.Namespace) -> int:
    """Build the site and say what came of it."""
    from .build.run import Request, Result, build  # noqa: PLC0415 (each verb loads its own)
    from .terminal import Lines, is_live  # noqa: PLC0415

    _check_json(given.json)
    request = Request(_output(given), tuple(given.language), given.strict)
    result = Result(request.output)
    try:
        settings = load(_site(given))
        names = {language.code: language.name for language in settings.site.languages}
        if is_live(sys.stderr, os.environ):
            result = build(settings, request, Lines(sys.stderr, names).show)
        else:
            result = build(settings, request)
    except SettingsError as error:
        result.findings = error.findings
        raise
    finally:
        _write_json(given.json, result.as_data())
    _print_findings(result.findings)
    if not result.published:
        cause = _count(result.stopping, "finding stops it", "findings stop it")
        if not result.stopping:
            cause = _count(
                result.findings, "finding stops a strict build", "findings stop a strict build"
            )
        _complain(f"The site was not published: {cause}. {_fate(given)}")
        return CONTENT
    for note in result.notes:
        _say(note)
    languages = _count(result.runs, "language", "languages")
    pages = f"{result.pages} page{'' if result.pages == 1 else 's'}"
    _say(f"Published {languages}, {pages}, in {result.seconds:.1f} s: {_shown(request.output)}")
    return 0


def _serve(given: argparse.Namespace) -> int:
    """Show the site until somebody stops it."""
    from .serve import serve  # noqa: PLC0415 (each verb loads its own)

    serve(_site(given), given.port, given.open, _say, _print_findings)
    _say("Stopped.")
    return 0


def _update(given: argparse.Namespace) -> int:
    """Bring the catalogs up to date."""
    from .catalogs.templates import ExtractionError  # noqa: PLC0415 (each verb loads its own)
    from .catalogs.update import update  # noqa: PLC0415

    try:
        report = update(load(_site(given)))
    except ExtractionError as error:
        _print_findings(error.findings)
        _complain("The pages could not be read. No catalog was changed.")
        return CONTENT
    _print_findings(report.findings)
    _say(report.summary())
    return CONTENT if report.failed else 0


def _check(given: argparse.Namespace) -> int:
    """Check pages and catalogs."""
    from .checks import run  # noqa: PLC0415 (each verb loads its own)

    _check_json(given.json)
    findings: list[Finding] = []
    try:
        findings = run(load(_site(given)), given.paths)
    except SettingsError as error:
        findings = error.findings
        raise
    finally:
        _write_json(given.json, {"findings": [found.as_data() for found in findings]})
    _print_findings(findings)
    if not findings:
        _say("No findings.")
    return CONTENT if findings else 0


def _check_json(path: Path | None) -> None:
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise WrongUse(f"--json {path}: there is no folder for that file, or it is a folder.")


def _write_json(path: Path | None, data: dict[str, Any]) -> None:
    if path is None:
        return
    try:
        path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        _complain(f"--json {path} could not be written: {error}.")


def _fate(given: argparse.Namespace) -> str:
    """Say what became of the published site, after a build that failed."""
    if given.verb != "build":
        return ""
    output = _output(given)
    if output.is_dir() and any(output.iterdir()):
        return f"The published site in {_shown(output)} was not touched."
    return "Nothing was published."


def _count(things: Sequence[object], one: str, many: str) -> str:
    return f"{len(things)} {one if len(things) == 1 else many}"


def _shown(path: Path) -> str:
    """Return a path as somebody in the current folder would type it."""
    absolute = Path(os.path.normpath(path.absolute()))
    here = Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)


def _defect(trace: str) -> str:
    """Keep the trace of an error that nobody foresaw, and say where it is."""
    last = trace.strip().rsplit("\n", 1)[-1]
    with tempfile.NamedTemporaryFile(
        "w", prefix="tandem-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write(trace)
    return (
        f"The command failed in a way that nobody foresaw: {last}. What led to it is in {log.name}."
    )


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _print_findings(findings: Iterable[Finding]) -> None:
    for found in findings:
        _complain(str(found))


def _complain(text: str) -> None:
    print(text.strip(), file=sys.stderr, flush=True)


def _say(text: str) -> None:
    print(text, flush=True)
