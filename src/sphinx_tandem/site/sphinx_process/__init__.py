"""The one way to run Sphinx: in a process of its own, which reports by events.

Extensions keep state in modules, so that two runs in one process leak into each
other.  This module starts runs and reads what they report; :mod:`.forkserver` and
:mod:`.worker` are what the processes do.  Nothing here knows what a run is for.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

#: The signals by which people and systems stop a command, where the platform has them.
STOPPING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)

#: How files end that tools and editors leave beside sources.
IGNORED_ENDS = (".mo", ".pot", ".pyc", ".swp", ".swx", ".tmp", "~")
#: What tools call folders of their own.
IGNORED_FOLDERS = frozenset({"__pycache__", "node_modules"})


@dataclass(eq=False)
class SphinxProcess:
    """One run of Sphinx, in a process group of its own.

    :param given: what it reads from; it ends itself, with all that it started, when
        this closes.
    :param told: what it reports, one event a line.
    :param log: the file with whatever it printed.
    :param wait_for_end: waits for its end, and returns how it ended, as ``subprocess`` does.
    """

    pid: int
    given: IO[bytes]
    told: IO[bytes]
    log: Path
    wait_for_end: Callable[[], int]
    _status: int | None = None

    def send(self, spec: Mapping[str, Any]) -> None:
        """Tell it what to do."""
        # One that has ended already is noticed by whoever reads its events.
        with contextlib.suppress(OSError):
            self.given.write(json.dumps(spec).encode() + b"\n")
            self.given.flush()

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield what it reports, until it has ended."""
        for line in self.told:
            try:
                yield json.loads(line)
            except ValueError:
                continue  # Printed by something that runs before the worker does.
        self.wait()

    def wait(self) -> int:
        """Wait for its end, and return its status; below 0 for a signal."""
        if self._status is None:
            self._status = self.wait_for_end()
        return self._status

    def ended_by(self) -> str:
        """Return the name of the signal that ended it, or ``""``."""
        status = self.wait()
        return signal.Signals(-status).name if status < 0 else ""

    def last_words(self) -> str:
        """Return the last line that it printed, or with which status it ended."""
        lines = self.log.read_text("utf-8", errors="replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return last or f"it ended with status {self.wait()}"

    def close(self) -> None:
        """Let go of a run that has ended."""
        for stream in (self.given, self.told):
            with contextlib.suppress(OSError):
                stream.close()

    def kill(self) -> None:
        """End the run and all that it started."""
        if self._status is None:
            _kill(self.pid)
            self.wait()


class SphinxProcesses:
    """Starts runs of Sphinx: by a fork where that is safe, else in fresh interpreters.

    :param fork: whether forks are safe.
    """

    def __init__(self, *, fork: bool | None = None) -> None:
        # Windows cannot fork, and libraries of macOS crash in a process that was forked.
        self._fork = sys.platform == "linux" if fork is None else fork
        self._server: _ForkServer | None = None
        self._ready: dict[str, SphinxProcess] = {}

    def __enter__(self) -> SphinxProcesses:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def load(self) -> None:
        """Begin to load what runs are forked from: the first one waits for that."""
        if self._fork and self._server is None:
            self._server = _ForkServer()

    def start(
        self, spec: Mapping[str, Any], environment: Mapping[str, str], log: Path
    ) -> SphinxProcess:
        """Start a run.

        :param spec: what :mod:`.worker` is to do.
        """
        if ready := self._ready.pop(_key(spec), None):
            ready.send({"environment": dict(environment)})
            return ready
        self.load()
        started = (self._server and self._server.start(log)) or _fresh(log)
        started.send({**spec, "environment": dict(environment)})
        return started

    def prepare(self, spec: Mapping[str, Any], environment: Mapping[str, str], log: Path) -> None:
        """Start a run that has loaded the site when it is asked for by :meth:`start`."""
        if _key(spec) not in self._ready:
            started = self.start({**spec, "wait": True}, environment, log)
            self._ready[_key(spec)] = started

    def load_again(self) -> None:
        """Fork later runs from what Python's files hold now."""
        self.close()
        self.load()

    def close(self) -> None:
        """Let go of what the runs were forked from, and of those that wait."""
        while self._ready:
            _spec, process = self._ready.popitem()
            process.kill()
            process.close()
        if self._server:
            self._server.close()
            self._server = None


def _key(spec: Mapping[str, Any]) -> str:
    return json.dumps({key: held for key, held in spec.items() if key != "wait"}, sort_keys=True)


class _ForkServer:
    """The process that forks, seen from the command; see :mod:`.forkserver`."""

    def __init__(self) -> None:
        self._has_loaded = False
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._pid, self._wait_for_end = start_server(theirs)

    def start(self, log: Path) -> SphinxProcess | None:
        """Fork a run; return nothing where that cannot be done."""
        read, given = os.pipe()
        told, write = os.pipe()
        kept, keeper = os.pipe()  # tells its number, and at its end how it has ended
        printed = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        theirs = (read, write, printed, keeper)
        with contextlib.suppress(OSError):
            socket.send_fds(self._control, [b"run"], theirs)
        for descriptor in theirs:
            os.close(descriptor)
        ours = os.fdopen(given, "wb"), os.fdopen(told, "rb"), os.fdopen(kept, "rb")

        def ended() -> int:
            # Where nothing is told, whoever waited for the run was ended, too.
            return int(ours[2].readline() or -signal.SIGKILL)

        if pid := ours[2].readline():
            self._has_loaded = True
            return SphinxProcess(int(pid), *ours[:2], log, ended)
        for stream in ours:
            stream.close()
        return None

    def close(self) -> None:
        with self._control, contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)  # others may hold it, too
        if not self._has_loaded:  # nobody waits for that
            with contextlib.suppress(ProcessLookupError):  # who started it may have seen it end
                os.kill(self._pid, signal.SIGKILL)
        self._wait_for_end()


def has_threads() -> bool:
    """Say whether this process has threads, whose locks a fork could copy while they are held."""
    try:
        return len(os.listdir("/proc/self/task")) > 1  # noqa: PTH208 (names are not needed)
    except OSError:
        return threading.active_count() > 1


def start_server(control: socket.socket) -> tuple[int, Callable[[], object]]:
    """Start the process that forks; return its number, and what waits for its end."""
    process = _python("forkserver", control.fileno(), subprocess.DEVNULL, subprocess.DEVNULL)
    return process.pid, process.wait


def _fresh(log: Path) -> SphinxProcess:
    """Start a run in an interpreter of its own."""
    with log.open("wb") as printed:
        process = _python("worker", subprocess.PIPE, subprocess.PIPE, printed)
    assert process.stdin is not None and process.stdout is not None  # noqa: S101 (for the types)
    return SphinxProcess(process.pid, process.stdin, process.stdout, log, process.wait)


def _python(module: str, given: int, told: int, log: int | IO[bytes]) -> subprocess.Popen[bytes]:
    """Start an interpreter; what it runs takes the environment of the build later."""
    return subprocess.Popen(
        # -P: a page or folder of the site must never be taken for a module.
        [sys.executable, "-P", "-m", f"{__package__}.{module}"],
        stdin=given,
        stdout=told,
        stderr=log,
        env={**os.environ, **FIXED},
        start_new_session=True,
    )


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        if not hasattr(os, "killpg"):
            os.kill(pid, signal.SIGTERM)  # Windows: it ends at once
            return
        try:
            os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


# -- What a build must not depend on: the clock, the machine's language, chance -----------------
# Two clean builds of the same commit are byte-identical.  Dates that are not in the sources come
# from `SOURCE_DATE_EPOCH`; where nobody has set it, from the commit that is checked out; outside
# a repository, from the newest source file, because an archive of a commit carries the commit's
# time in its files, while a constant would tell readers that the site was updated in 1970.

#: What is the same for every run of Sphinx.
FIXED = {
    # The order of sets, and with it the order of some lists on pages.
    "PYTHONHASHSEED": "0",
    # Names of months, messages of Sphinx: the page's language decides, not the machine's.
    # UTF-8: Python reads the paths of installed packages in it when it starts.
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "C",
    "PYTHONUTF8": "1",
    "PYTHONUNBUFFERED": "1",
    "TZ": "UTC",
}
_SOURCES = frozenset({".md", ".rst", ".txt", ".po", ".ipynb"})


def worker_environment(site: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for the processes that build a site.

    :param site: the folder that holds ``conf.py``.
    """
    found = {**environment, **FIXED}
    if not found.get("SOURCE_DATE_EPOCH", "").isdecimal():
        found["SOURCE_DATE_EPOCH"] = str(_commit_time(site) or _newest_source(site))
    return found


def _commit_time(site: Path) -> int:
    """Return the time of the commit that contains the site, or 0."""
    top = next((place for place in (site, *site.parents) if (place / ".git").exists()), site)
    try:
        # The preview asks at each save: these change with each commit, checkout and `git add`.
        seen = tuple((top / ".git" / name).stat().st_mtime_ns for name in ("index", "logs/HEAD"))
    except OSError:  # a work tree keeps them elsewhere
        return _asked_commit_time(site)
    if _COMMIT_TIMES.get(site, ((), 0))[0] != seen:
        _COMMIT_TIMES[site] = seen, _asked_commit_time(site)
    return _COMMIT_TIMES[site][1]


_COMMIT_TIMES: dict[Path, tuple[tuple[int, ...], int]] = {}


def _asked_commit_time(site: Path) -> int:
    for question in (["ls-files", "--error-unmatch", "conf.py"], ["log", "-1", "--format=%ct"]):
        try:
            asked = subprocess.run(
                ["git", "-C", str(site), *question], capture_output=True, text=True, check=False
            )
        except OSError:
            return 0
        if asked.returncode:
            return 0
    return int(asked.stdout.strip() or 0)


def _newest_source(site: Path) -> int:
    newest = 0.0
    for folder, folders, files in os.walk(site):
        # Folders of tools and of builds are not the site's text.
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in files:
            # An editor's lock is a link to nowhere.
            if name == "conf.py" or Path(name).suffix in _SOURCES:
                with contextlib.suppress(OSError):
                    newest = max(newest, Path(folder, name).stat().st_mtime)
    return int(newest)
