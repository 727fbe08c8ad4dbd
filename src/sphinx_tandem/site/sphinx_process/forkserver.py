"""Forks runs of Sphinx from one process that has loaded it already.

A fork takes a sixth of the processor time of a fresh interpreter, which would load
Sphinx, MyST and the engine once more.  This process does nothing but load and fork: it
has no threads, it reads no ``conf.py`` and loads no extension of the site, and each run gets a copy.

Why not the fork server of :mod:`multiprocessing`: it hands on the command's own
``sys.path`` and main module, its hash seed cannot be set, and its processes have no
group of their own that could be ended as a whole.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from sphinx.application import builtin_extensions

from . import STOPPING, has_threads, worker

_LONGEST = 1 << 16  # of one request, in bytes
_STREAMS = 3
_ENGINE = (__package__ or "").partition(".")[0]


def main(control: socket.socket) -> NoReturn:
    """Answer requests until the other end of *control* closes; never return."""
    ended: dict[int, int] = {}
    try:
        _stand_alone()
        _load()
        while True:
            message, streams, _flags, _address = socket.recv_fds(control, _LONGEST, _STREAMS)
            if not message:
                break
            request = json.loads(message)
            if "wait" in request:
                answer = _status(request["wait"], ended)
            else:
                answer = _run(streams, control)
                ended.pop(answer, None)
            control.send(json.dumps([request["number"], answer]).encode())
    finally:
        os._exit(0)


def _stand_alone() -> None:
    """Leave the command's session, signals and streams."""
    with contextlib.suppress(PermissionError):
        os.setsid()  # it fails where the process leads one already
    for number in STOPPING:
        usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
        signal.signal(number, usual)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(_STREAMS):
        os.dup2(nothing, stream)
    os.close(nothing)


def _load() -> None:
    """Import what every run needs."""
    for name in (*builtin_extensions, "myst_parser.sphinx_ext.main"):
        # They translate their words when they are imported, if the language is known: a
        # run that knows it must find them as plain Sphinx does.
        if not name.startswith("sphinx.domains."):
            importlib.import_module(name)
    # By its name: this room imports none of those above it.
    importlib.import_module(f"{_ENGINE}.extension").load_all()
    gc.freeze()  # or the first collection of each run would copy all of this


def _status(pid: int, ended: dict[int, int]) -> int | None:
    """Return how a run has ended, or nothing while it goes on.

    :param ended: those that are known to have ended, and how.
    """
    if pid not in ended:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            ended[pid] = os.waitstatus_to_exitcode(status)
    return ended.get(pid)


def _run(streams: Sequence[int], control: socket.socket) -> int:
    """Fork a run, and return its number: 0 where something that was imported has threads.

    :param streams: its standard streams.
    """
    pid = 0
    if not has_threads():
        pid = os.fork()
        if pid == 0:
            control.close()
            _become_worker(streams)
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)  # here, too: it may be ended before it has done so itself
    for stream in streams:
        os.close(stream)
    return pid


def _become_worker(streams: Sequence[int]) -> NoReturn:
    """Do one run, in a process that was just forked."""
    status = 1
    atexit._clear()  # what the process that was forked has to do at its end is not ours to do
    try:
        os.setpgid(0, 0)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        sys.argv = [str(Path(worker.__file__))]
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 (until the end)
        sys.stdout, sys.stderr = _unbuffered(1), _unbuffered(2)
        status = worker.main()
        for thread in threading.enumerate():
            if not thread.daemon and thread is not threading.current_thread():
                thread.join()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else bool(ended.code)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        os._exit(status)


def _unbuffered(descriptor: int) -> io.TextIOWrapper:
    """Return a stream of text of which nothing is lost, however the process ends."""
    raw = io.FileIO(descriptor, "w", closefd=False)
    return io.TextIOWrapper(
        raw,  # without a buffer, as Python itself does under `-u`
        encoding="utf-8",
        errors="backslashreplace",
        write_through=True,
    )


if __name__ == "__main__":
    main(socket.socket(fileno=os.dup(0)))
