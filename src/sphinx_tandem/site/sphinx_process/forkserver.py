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

_STREAMS = 3
_ENGINE = (__package__ or "").partition(".")[0]


def main(control: socket.socket) -> NoReturn:
    """Fork a run for each message until the other end of *control* closes; never return.

    With a message come the standard streams of the run, and where to tell of it. Nothing is
    told where something that was imported has threads, and no run is forked.
    """
    try:
        _stand_alone()
        _load()
        while True:
            message, given, _flags, _address = socket.recv_fds(control, 16, _STREAMS + 1)
            _wait_for_ended(os.WNOHANG if message else 0)
            if not message:
                break
            if not has_threads() and os.fork() == 0:
                control.close()
                _wait_for_run(given[:_STREAMS], given[_STREAMS])
            for descriptor in given:
                os.close(descriptor)
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


def _wait_for_ended(flags: int) -> None:
    """Wait for those that have waited for runs, so that their time counts as the command's."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, flags)[0]:
            pass


def _wait_for_run(streams: Sequence[int], told: int) -> NoReturn:
    """Fork a run, tell its number, wait for its end, and tell how it has ended."""
    pid = os.fork()
    if pid == 0:
        os.close(told)
        _become_worker(streams)
    for stream in streams:
        os.close(stream)
    with contextlib.suppress(OSError):
        os.setpgid(pid, pid)  # here, too: it may be ended before it has done so itself
    os.write(told, b"%d\n" % pid)
    _pid, status = os.waitpid(pid, 0)
    with contextlib.suppress(OSError):  # nobody waits for it any more
        os.write(told, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _become_worker(streams: Sequence[int]) -> NoReturn:
    """Do one run, in a process that was just forked."""
    status = 1
    atexit._clear()  # what the process that was forked has to do at its end is not ours to do
    try:
        os.setpgid(0, 0)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)  # Python's own streams, without a buffer, are those by number
            os.close(stream)
        sys.argv = [str(Path(worker.__file__))]
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


if __name__ == "__main__":
    main(socket.socket(fileno=os.dup(0)))
