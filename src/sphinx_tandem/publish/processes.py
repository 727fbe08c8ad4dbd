"""Runs the languages side by side and collects what they report.

What each warning means for readers, and which of them stop the publication, is a table here:
what plain Sphinx publishes with warnings is published with findings; ``--strict`` refuses.
Only what plain Sphinx cannot build either, or what would harm readers or files, stops a build.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ..site.findings import Finding, MachineFailure
from ..site.sphinx_process import SphinxProcess, SphinxProcesses
from ..site.sphinx_process.kept import LastRun


@dataclass(frozen=True)
class Loss:
    """One kind of warning about something that readers lose.

    :param code: the code of the finding, as a pattern.
    :param lost: what a reader misses.
    :param mend: what to do; ``""`` where the warning says so itself.
    :param message: how the warning begins, where its code says too little.
    :param stops: whether nothing is published.
    """

    code: str
    lost: str
    mend: str = ""
    message: str = ""
    stops: bool = False


_PATH = "add the file, or correct its path"
_NAME = "correct its name, or add the extension that has it to conf.py"
_DIRECTIVE = "the content of the directive is left out"

LOSSES = (
    Loss("myst-xref-missing", "a link leads nowhere", "correct its target, or take the link out"),
    Loss("myst-iref-missing", "a link to another site leads nowhere", "correct its target"),
    Loss("myst-section-ref", "a reference to a section leads nowhere", "correct its number"),
    Loss("ref-*", "a reference leads nowhere", "correct its target, or take the reference out"),
    Loss("catalog-*", "a translation cannot be used"),
    Loss("*-not-readable", "an image, a download or a page is not there", _PATH),
    Loss(
        "toc-excluded",
        "a page of the contents is not part of the site",
        "add the page, or take it out of the toctree",
    ),
    Loss(
        "myst-topmatter",
        "the front matter of a page is ignored",
        "write what is between its two lines of --- as YAML, one 'key: value' a line",
        message="Malformed YAML",
    ),
    Loss("myst-topmatter", "a key of the front matter is ignored", message="'"),
    Loss("myst-topmatter", "a key of the front matter is ignored", message="Unknown field"),
    Loss("myst-directive-unknown", _DIRECTIVE, _NAME),
    Loss("myst-directive-parse", _DIRECTIVE),
    Loss("myst-directive-body", _DIRECTIVE),
    Loss("myst-role-unknown", "the content of the role is left out", _NAME),
    Loss("myst-substitution", "the text of a substitution is left out"),
    Loss("myst-render", "a construct has no rendering and is left out"),
    Loss("docutils", "an included file is left out", _PATH, message="Include file"),
    Loss("docutils", "a file is left out", _PATH, message="Problems with"),
    Loss("docutils", _DIRECTIVE, _NAME, message="Unknown directive type"),
    Loss("docutils", "the text of the role is marked as faulty", _NAME, "Unknown interpreted"),
    Loss("page-outside", "a file outside the site's folder is left out"),
    Loss("page-depth", "a part of a page is left out"),
    Loss("page-dropped", "a part of a page is left out"),
    Loss("page-loop", "the files behind a link that leads back are left out"),
    Loss("page-device", "what a pipe or a device gives is left out"),
    Loss("page-name", "a file is left out because of its name"),
    Loss("page-encoding", "letters of a page may be wrong"),
    Loss("data-*", "something of a data file is left out"),
    Loss("redirect-*", "an old address does not answer"),
    Loss("sphinx", "a page is not written", message="error writing file", stops=True),
    Loss("page-conflict", "a page contains two texts for one", stops=True),
    Loss("blog-date", "a post or an update has no date, and is left out of the blog"),
    Loss("blog-title", "a post has no title, and is left out of the blog"),
    Loss("blog-section", "a post is where none can be, and is left out of the blog"),
    Loss("settings-*", "the site's settings cannot be used", stops=True),
    Loss("build-*", "a language could not be built", stops=True),
)

# Sphinx files these under `ref`, but nothing is lost: a note that nobody refers to,
# and a name that stands for two things, of which the first is taken.
HARMLESS = frozenset({"ref-footnote", "ref-citation", "ref-python"})


def _loss(code: str, message: str) -> Loss | None:
    if code in HARMLESS:
        return None
    fits = (
        loss for loss in LOSSES if fnmatchcase(code, loss.code) and message.startswith(loss.message)
    )
    return next(fits, None)


def is_lost(code: str, message: str) -> bool:
    """Say whether readers lose something."""
    return _loss(code, message) is not None


def stops_publication(code: str, message: str) -> bool:
    """Say whether nothing is published, with or without ``--strict``."""
    loss = _loss(code, message)
    return loss is not None and loss.stops


def explained(code: str, message: str) -> str:
    """Return a warning of Sphinx or MyST with what it means for readers, and what to do.

    >>> explained("ref-doc", "unknown document: 'x'")
    "unknown document: 'x'. For readers, a reference leads nowhere: correct its target, \
or take the reference out."
    """
    loss = _loss(code, message)
    if loss is None or not loss.mend:
        return message
    return f"{message.rstrip('.')}. For readers, {loss.lost}: {loss.mend}."


# -- The runs -------------------------------------------------------------------------------------


@dataclass
class LanguageRun:
    """The build of one language: what its process is told, how far it is, what it has found.

    :param spec: what the process is told, see :mod:`sphinx_tandem.site.sphinx_process.worker`.
    :param ready: the pages that are on the disk, of a run that writes few.
    :param spent: the processor time of each part of the run, in seconds; see
        :data:`sphinx_tandem.site.sphinx_process.kept.Owner`.
    :param anew: why nothing from earlier builds could be used, if so.
    :param pages: for every page its path within the language, and whether to
        list it in the sitemap; empty until the build is done.
    """

    language: str
    spec: Mapping[str, Any]
    log: Path
    total: int = 0
    read: int = 0
    written: int = 0
    pages: dict[str, bool] = field(default_factory=dict)
    ready: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    stopping: list[Finding] = field(default_factory=list)
    wrong_setting: tuple[str, str] | None = None
    done: bool = False
    crashed: bool = False
    again: bool = False
    spent: dict[str, float] = field(default_factory=dict)
    anew: str = ""
    started: float = 0.0
    seconds: float = 0.0

    def take(self, event: Mapping[str, Any]) -> None:
        """Note one event.

        :raises MachineFailure: when the disk is full or broken.
        """
        match event["event"]:
            case "found":
                self.total = event["pages"]
            case "read":
                self.read += 1
            case "written":
                self.written += 1
            case "page":
                self.ready.add(event["path"])
            case "warning":
                _stop_when_broken(event["disk"])
                self._warn(event)
            case "disk":
                _stop_when_broken(event["message"])
            case "settings":
                self.wrong_setting = (event["setting"], event["message"])
            case "crash":
                self.crash(event["message"], event["path"], event["line"])
            case "kept":
                self.anew = self.anew or event["anew"]
            case "again":
                self.again, self.anew = True, event["why"]
            case "done":
                self.pages, self.spent = event["pages"], event["spent"]
                self.done = True

    def take_last(self, environment: Mapping[str, str]) -> bool:
        """Take what the last run of the language found, if another one would do nothing."""
        last = LastRun({**self.spec, "environment": dict(environment)})
        if not last.is_right():
            return False
        self.started = time.monotonic()
        for events in last.before.warnings.values():
            for event in events:
                self.take(event)
        self.pages, self.done = last.before.pages, True
        return True

    def begin_again(self) -> None:
        """Forget what was found: what was kept of earlier runs is of no use."""
        self.total = self.read = self.written = 0
        self.findings, self.stopping, self.again = [], [], False
        self.ready.clear()

    def crash(self, message: str, path: str = "", line: int = 1) -> None:
        """Note that the process ended without a result."""
        self.crashed = True
        text = (
            f"the build of {self.language!r} crashed: {message.rstrip('.')}. "
            f"What led to it is in {self.log}."
        )
        found = Finding(path, line if path else 0, "build-crash", text, self.language)
        self.findings.append(found)
        self.stopping.append(found)

    def _warn(self, event: Mapping[str, Any]) -> None:
        code, message = event["code"], " ".join(event["message"].split())
        text = explained(code, message)
        found = Finding(event["path"], event["line"], code, text, self.language)
        self.findings.append(found)
        if stops_publication(code, message):
            self.stopping.append(found)


def _stop_when_broken(message: str) -> None:
    if message:
        raise MachineFailure(
            f"The disk did not accept what the build writes: {message}. "
            "Correct that, and run the command again."
        )


Reports = queue.SimpleQueue[tuple[LanguageRun, dict[str, Any] | None]]


def _listen(run: LanguageRun, process: SphinxProcess, reports: Reports) -> None:
    for event in process.events():
        reports.put((run, event))
    reports.put((run, None))


def _why_ended(run: LanguageRun, process: SphinxProcess) -> str:
    """Say why a process that reported nothing has ended."""
    if name := process.ended_by():
        raise MachineFailure(
            f"The build of {run.language!r} was ended by the system ({name}); "
            "often there is too little memory for it."
        )
    return process.last_words()


# These write pages into the folder of the site, and delete or rewrite them at each build.
# https://github.com/readthedocs/sphinx-autoapi/blob/v3.6.0/autoapi/extension.py#L92
# https://github.com/sphinx-gallery/sphinx-gallery/blob/v0.19.0/sphinx_gallery/gen_gallery.py#L608
_PAGE_WRITERS = frozenset({"autoapi.extension", "sphinx_gallery.gen_gallery"})


def how_many_at_once(extensions: Iterable[str]) -> int:
    """Return how many languages are built side by side: one for each processor, at least two.

    Where an extension writes pages, one run would take them from the other.

    :param extensions: those of the site.
    """
    return max(2, os.cpu_count() or 1) if _PAGE_WRITERS.isdisjoint(extensions) else 1


def run_jobs(
    runs: Sequence[LanguageRun],
    processes: SphinxProcesses,
    environment: Mapping[str, str],
    on_progress: Callable[[LanguageRun], None],
    at_once: int,
) -> None:
    """Build every language.

    One that fails does not stop the others: all findings are reported.

    :param on_progress: told after each event.
    :param at_once: how many are built side by side.
    :raises MachineFailure: when the disk fails or the system ends a process.
    """
    reports: Reports = queue.SimpleQueue()
    waiting = [run for run in runs if not run.done]
    working: dict[str, SphinxProcess] = {}
    try:
        while waiting or working:
            while waiting and len(working) < at_once:
                run = waiting.pop(0)
                run.started = time.monotonic()
                process = processes.start(run.spec, environment, run.log)
                working[run.language] = process
                listener = (run, process, reports)
                threading.Thread(target=_listen, args=listener, daemon=True).start()
            run, event = reports.get()
            if event is None:
                process = working.pop(run.language)
                process.close()
                if run.again:
                    run.begin_again()
                    waiting.append(run)
                    continue
                if not (run.done or run.crashed or run.wrong_setting):
                    run.crash(_why_ended(run, process))
                run.seconds = time.monotonic() - run.started
            else:
                run.take(event)
            on_progress(run)
    finally:
        for process in working.values():
            process.kill()
