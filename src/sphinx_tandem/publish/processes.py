"""Runs the workers side by side and collects what they report."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..site.findings import Finding, MachineFailure
from .severity import explained, stops_publication


@dataclass(frozen=True)
class Job:
    """What one worker is to do.

    :param language: the code of the language.
    :param spec: what :mod:`.worker` reads from its standard input.
    :param log: the file for whatever it prints.
    """

    language: str
    spec: Mapping[str, Any]
    log: Path


@dataclass
class LanguageRun:
    """How far the build of one language is, and what it has found.

    :param pages: for every page its path within the language, and whether to
        list it in the sitemap; empty until the build is done.
    """

    language: str
    total: int = 0
    read: int = 0
    written: int = 0
    pages: dict[str, bool] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    stopping: list[Finding] = field(default_factory=list)
    wrong_setting: tuple[str, str] | None = None
    done: bool = False
    crashed: bool = False
    started: float = 0.0
    seconds: float = 0.0

    def take(self, event: Mapping[str, Any], log: Path) -> None:
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
            case "warning":
                _stop_when_broken(event["disk"])
                self._warn(event)
            case "disk":
                _stop_when_broken(event["message"])
            case "settings":
                self.wrong_setting = (event["setting"], event["message"])
            case "crash":
                self.crash(event["message"], event["path"], log)
            case "done":
                self.pages = event["pages"]
                self.done = True

    def crash(self, message: str, path: str, log: Path) -> None:
        """Note that the worker ended without a result."""
        self.crashed = True
        text = (
            f"the build of {self.language!r} crashed: {message.rstrip('.')}. "
            f"What led to it is in {log}."
        )
        found = Finding(path, 1 if path else 0, "build-crash", text, self.language)
        self.findings.append(found)
        self.stopping.append(found)

    def _warn(self, event: Mapping[str, Any]) -> None:
        code, message = event["code"], " ".join(event["message"].split())
        text = explained(code, message)
        found = Finding(event["path"], event["line"], code, text, self.language)
        self.findings.append(found)
        if stops_publication(code, message, event["level"]):
            self.stopping.append(found)


def _stop_when_broken(message: str) -> None:
    if message:
        raise MachineFailure(
            f"The disk did not take what the build writes: {message}. "
            "Mend that, and run the command again."
        )


Reports = queue.SimpleQueue[tuple[str, dict[str, Any] | None]]


class _Worker:
    """One process, and the thread that listens to it."""

    def __init__(self, job: Job, environment: Mapping[str, str], reports: Reports) -> None:
        self.job = job
        with job.log.open("wb") as log:
            self._process = subprocess.Popen(
                # -P: a page or folder of the site must never be taken for a module.
                [sys.executable, "-P", "-m", "sphinx_tandem.publish.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=dict(environment),
                start_new_session=True,
            )
        self._reports = reports
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        assert self._process.stdin is not None  # noqa: S101 (for the type checker: PIPE above)
        # A worker that has ended already is reported by its listener.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(job.spec).encode() + b"\n")
            self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 (as above)
        for line in self._process.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                continue  # Printed by something that runs before the worker does.
            self._reports.put((self.job.language, event))
        self._process.wait()
        self._reports.put((self.job.language, None))

    def why_ended(self) -> str:
        """Say why a worker that reported nothing has ended."""
        status = self._process.wait()
        if status < 0:
            name = signal.Signals(-status).name
            raise MachineFailure(
                f"The build of {self.job.language!r} was ended by the system ({name}); "
                "often there is too little memory for it."
            )
        lines = self.job.log.read_text("utf-8", errors="replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return last or f"it ended with status {status}"

    def close(self) -> None:
        """Let go of a worker that has ended."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()

    def kill(self) -> None:
        """End the worker and all that it started."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()
        self._process.wait()


def run_jobs(
    jobs: Sequence[Job],
    environment: Mapping[str, str],
    on_progress: Callable[[LanguageRun], None],
) -> list[LanguageRun]:
    """Run every job, as many at once as there are processors, and two at least.

    A job that fails does not stop the others: all findings are reported.

    :raises MachineFailure: when the disk fails or the system ends a worker.
    """
    reports: Reports = queue.SimpleQueue()
    runs = {job.language: LanguageRun(job.language) for job in jobs}
    waiting = list(jobs)
    working: dict[str, _Worker] = {}
    try:
        while waiting or working:
            while waiting and len(working) < max(2, os.cpu_count() or 1):
                job = waiting.pop(0)
                runs[job.language].started = time.monotonic()
                working[job.language] = _Worker(job, environment, reports)
            language, event = reports.get()
            run = runs[language]
            if event is None:
                worker = working.pop(language)
                worker.close()
                if not (run.done or run.crashed or run.wrong_setting):
                    run.crash(worker.why_ended(), "", worker.job.log)
                run.seconds = time.monotonic() - run.started
            else:
                run.take(event, working[language].job.log)
            on_progress(run)
    finally:
        for worker in working.values():
            worker.kill()
    return list(runs.values())
