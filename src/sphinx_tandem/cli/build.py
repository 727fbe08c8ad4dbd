"""``tandem build``, ``serve``, ``pack``, ``workshop``: what is published, shown or handed on."""

# ruff: noqa: PLC0415  # what a verb needs is loaded when it runs

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ..publish import PACKS
from ..site import PSEUDO_CODE
from ..site.findings import WrongUse
from ..site.settings import Settings, load
from .verb import (
    BAR,
    CONTENT,
    Verb,
    add_format,
    add_json,
    bar,
    complain,
    count,
    extra,
    is_error,
    is_live,
    json_file,
    lines_of,
    missing,
    print_findings,
    say,
    shown,
    site_folder,
)

if TYPE_CHECKING:
    from ..publish.processes import LanguageRun


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="where to publish (default: _build/site)"
    )


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    _add_output(parser)
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
        help="use nothing from earlier builds; what comes out is the same, only later",
    )
    parser.add_argument("--strict", action="store_true", help="publish only without any finding")
    parser.add_argument(
        "--pdf", action="store_true", help="print the handouts of lessons as PDF, too (Chromium)"
    )
    parser.add_argument(
        "--profile", action="store_true", help="say which parts and pages took the most time"
    )
    add_format(parser)
    add_json(parser)


def run(given: argparse.Namespace) -> int:
    """Build the site and say what came of it."""
    from ..publish.pseudo import pseudo_settings
    from ..publish.run import Request, Result, build

    result = Result(_output(given))
    # What is built takes the place of this result.
    with json_file(given.json, lambda: result.as_data(), result.findings):  # noqa: PLW0108
        settings = load(site_folder(given))
        given.pseudo = _is_pseudo(given, settings)
        chosen = () if given.pseudo else tuple(given.language)
        request = Request(_output(given), chosen, given.strict, pdf=given.pdf, fresh=given.fresh)
        if given.pseudo:
            settings = pseudo_settings(settings)
        names = {language.code: language.name for language in settings.site.languages}
        watched = is_live(sys.stderr, os.environ)
        show = _Lines(sys.stderr, names).show if watched else lambda run: None
        result = build(settings, request, show)
    print_findings(result.findings, lines_of(given, lambda found: is_error(found, {})))
    if given.profile:
        for line in profile(result.runs):
            say(line)
    if not result.published:
        what = "it" if result.stopping else "a strict build"
        stopping = result.stopping or result.findings
        cause = count(stopping, f"finding stops {what}", f"findings stop {what}")
        complain(f"The site was not published: {cause}. {fate(given)}")
        return CONTENT
    for note in result.notes:
        say(note)
    languages = count(result.runs, "language", "languages")
    pages = count(result.pages, "page", "pages")
    found = f", with {count(result.findings, 'finding', 'findings')}" if result.findings else ""
    seconds = f"{result.seconds:.1f} s"
    say(f"Published {languages}, {pages}{found}, in {seconds}: {shown(request.output)}")
    return 0


_PARTS = {"": "start", "r": "reading pages", "w": "writing pages", "m": "making further pages",
          "s": "the site as a whole"}  # fmt: skip
_SLOWEST = 10


def profile(runs: Iterable[LanguageRun]) -> Iterator[str]:
    """Yield lines that say where the time went, by parts and by pages.

    It is processor time, which does not depend on what else the machine does.
    """
    parts: defaultdict[str, float] = defaultdict(float)
    pages: defaultdict[str, float] = defaultdict(float)
    for run in runs:
        for owner, seconds in run.spent.items():
            part, _colon, name = owner.partition(":")
            parts[part[:1]] += seconds
            if name:
                pages[name] += seconds
    yield "Processor time of all languages, in seconds:"
    for part, words in _PARTS.items():
        yield f"{parts[part]:8.2f}  {words}"
    shown = sorted(pages.items(), key=lambda page: -page[1])[:_SLOWEST]
    if total := sum(pages.values()):
        share = 100 * sum(seconds for _page, seconds in shown) / total
        yield f"The slowest pages, {share:.0f} % of the time of all pages:"
    for name, seconds in shown:
        yield f"{seconds:8.2f}  {name}"


def fate(given: argparse.Namespace) -> str:
    """Say what became of the published site, after a build that failed."""
    output = _output(given)
    if output.is_dir() and any(output.iterdir()):
        return f"The published site in {shown(output)} was not touched."
    return "Nothing was published."


def _output(given: argparse.Namespace) -> Path:
    from ..publish import pseudo, run

    output: Path | None = given.output
    # Until the settings are read, nobody knows whether the site declares that language.
    is_pseudo = getattr(given, "pseudo", PSEUDO_CODE in getattr(given, "language", ()))
    return output or site_folder(given) / (pseudo if is_pseudo else run).DEFAULT_OUTPUT


def _is_pseudo(given: argparse.Namespace, settings: Settings) -> bool:
    """Say whether the pseudo-language is asked for, which is built separately.

    :raises WrongUse: when other languages are asked for beside it.
    """
    if PSEUDO_CODE not in given.language or PSEUDO_CODE in settings.config.tandem_languages:
        return False
    source = settings.site.source.code
    if others := sorted(set(given.language) - {PSEUDO_CODE, source}):
        raise WrongUse(
            f"--language {PSEUDO_CODE} is built separately, with the source language beside it, not "
            f"together with {', '.join(others)}. Nothing was built; give it alone."
        )
    return True


# -- The live lines on a terminal: one for each language -----------------------------------------

_PAUSE = 0.05


class _Lines:
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


BUILD = Verb("build", "Builds every language; publishes all or none.", add, run, fate)


# -- Languages that were built separately -----------------------------------------------------------


def _add_assemble(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folders",
        metavar="DIR",
        nargs="+",
        type=Path,
        help="what `tandem build --language CODE --output DIR` published, with what it kept there",
    )
    _add_output(parser)
    add_json(parser)


def _assemble(given: argparse.Namespace) -> int:
    """Put the languages together and say what came of it."""
    from ..publish.run import Result, assemble

    result = Result(_output(given))
    with json_file(given.json, lambda: result.as_data(), result.findings):  # noqa: PLW0108
        result = assemble(load(site_folder(given)), given.folders, _output(given))
    print_findings(result.findings)
    if not result.published:
        complain(f"The site was not published. {fate(given)}")
        return CONTENT
    languages = count(result.runs, "language", "languages")
    pages = count(result.pages, "page", "pages")
    say(f"Put together {languages}, {pages}, in {result.seconds:.1f} s: {shown(result.output)}")
    return 0


ASSEMBLE = Verb(
    "assemble",
    "Combines languages that were built separately.",
    _add_assemble,
    _assemble,
    fate,
)


# -- The preview ------------------------------------------------------------------------------------


def _add_serve(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="default: 8000")
    parser.add_argument("--open", action="store_true", help="open a browser")


def _serve(given: argparse.Namespace) -> int:
    """Show the site until somebody stops it."""
    with extra("serve", "tandem serve"):
        from ..publish.preview import serve

    serve(site_folder(given), given.port, given.open, say, print_findings)
    say("Stopped.")
    return 0


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port


SERVE = Verb(
    "serve", "Shows every language in a browser and follows your edits.", _add_serve, _serve
)


# -- Packs ------------------------------------------------------------------------------------------


def _add_pack(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--published", type=Path, metavar="DIR", help="the published site (default: _build/site)"
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="where to put the packs (default: _build/packs)"
    )
    parser.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="CODE",
        help="make packs of this language only; repeatable",
    )
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="NAME",
        choices=PACKS,
        help=f"{', '.join(PACKS[:-1])} or {PACKS[-1]}; repeatable (default: all that can be made)",
    )


def _pack(given: argparse.Namespace) -> int:
    """Make the packs of the published site, and name each when it is ready."""
    from ..publish import pack as packs
    from ..publish import run as publishing

    settings = load(site_folder(given))
    published = given.published or site_folder(given) / publishing.DEFAULT_OUTPUT
    output = given.output or site_folder(given) / packs.DEFAULT_OUTPUT

    def show(made: packs.Pack) -> None:
        say(f"{made.bytes / 1000:8.0f} kB  {made.name}")

    if "zim" in given.format and not packs.can_make("zim"):
        raise WrongUse(missing("pack", "A ZIM archive", "libzim"))
    if wrong := {*given.language} - {language.code for language in settings.site.languages}:
        raise WrongUse(f"--language {', '.join(sorted(wrong))}: the site has no such language.")
    found = packs.make_packs(
        published, settings.site, output, show, packs.Wanted(given.language, given.format)
    )
    if not given.format and not packs.can_make("zim"):
        say(f"No ZIM archive was made. {missing('pack', 'It', 'libzim')}")
    say(f"{count(found, 'pack', 'packs')}: {shown(output)}")
    return 0


PACK = Verb(
    "pack",
    "Makes what is handed on without a network: zips, books, lessons in one file.",
    _add_pack,
    _pack,
)


# -- The kit of a workshop --------------------------------------------------------------------------


def _add_workshop(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the file of the workshop (YAML)")
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="where to put the kit (default: _build/workshops/ and the name of the file)",
    )


def _workshop(given: argparse.Namespace) -> int:
    """Make the kit and say what is in it."""
    with extra("lessons", "tandem workshop"):
        from ..lessons.workshop.file import WorkshopError
        from ..lessons.workshop.kit import make_kit

    try:
        kit = make_kit(load(site_folder(given)), given.file, given.output)
    except WorkshopError as error:
        print_findings(error.findings)
        number = count(error.findings, "finding stops it", "findings stop it")
        complain(f"No kit was made: {number}.")
        return CONTENT
    print_findings(kit.advice)
    for note in kit.notes:
        say(note)
    say(f"The kit is in {shown(kit.folder)}:")
    for name in kit.files:
        say(f"  {name}")
    return 0


WORKSHOP = Verb(
    "workshop",
    "Makes the kit for one workshop: pages, invitation, notes, lists.",
    _add_workshop,
    _workshop,
)
