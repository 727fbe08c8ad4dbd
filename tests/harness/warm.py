"""Runs commands as forks of one process that has imported already what they need.

It is a program: its argument is the descriptor of the socket on which it listens, and
it ends when its standard input does.  Each connection brings one command, a line of
JSON with three file descriptors; it is answered by the id of the process, and by its
exit status when it has ended.  The first command warms it up.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import hashlib
import importlib
import importlib.metadata
import importlib.util
import io
import json
import logging
import marshal
import os
import pkgutil
import re
import runpy
import selectors
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from sphinx import theming

from sphinx_tandem.checks.language import spelling
from sphinx_tandem.site import sphinx_process
from sphinx_tandem.translate import interface

TESTS = Path(__file__).resolve().parent.parent
# A site with every construct: what its build imports, the builds of the tests need.
EXAMPLE = TESTS / "messages" / "every-construct"
# What the sites of the tests name in their settings, and the example does not.
EXTENSIONS = ("ablog", "pydata_sphinx_theme", "sphinx_copybutton", "babel.messages.pofile")
STREAMS = 3
# Commands are short: what they leave behind goes with them.
SELDOM = (50_000, 10, 10)


def main() -> None:
    """Listen for commands until nobody can send any more."""
    server = Server(int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, server.tell_of_ended)
    with selectors.DefaultSelector() as waiting:
        waiting.register(0, selectors.EVENT_READ)
        waiting.register(server.listener, selectors.EVENT_READ)
        while not any(key.fd == 0 for key, _ in waiting.select()):
            server.take_command()


class Server:
    """The socket, and the commands that run."""

    def __init__(self, number: int) -> None:
        self.listener = socket.socket(fileno=number)
        self.running: dict[int, socket.socket] = {}
        self.is_warm = False

    def take_command(self) -> None:
        """Fork for one command."""
        if not self.is_warm:
            warm_up()
            self.is_warm = True
        connection, _ = self.listener.accept()
        streams, command = receive(connection)
        # A process that ends at once must not be reported before it is known.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        number = os.fork()
        if number == 0:
            self.listener.close()
            for other in (connection, *self.running.values()):
                other.close()
            become(streams, command)
        for stream in streams:
            os.close(stream)
        self.running[number] = connection
        send(connection, number)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})

    def tell_of_ended(self, *_: object) -> None:
        """Send the exit status of every command that has ended."""
        while self.running:
            number, status = os.waitpid(-1, os.WNOHANG)
            if number == 0:
                return
            with self.running.pop(number) as connection:
                send(connection, os.waitstatus_to_exitcode(status))


def receive(connection: socket.socket) -> tuple[list[int], dict[str, Any]]:
    """Return the streams of a command, and what is to be run."""
    line, numbers, _flags, _address = socket.recv_fds(connection, 65536, STREAMS)
    if not line.endswith(b"\n"):
        with connection.makefile("rb") as rest:
            line += rest.readline()
    return numbers, json.loads(line)


def send(connection: socket.socket, number: int) -> None:
    """Send a number, if anybody waits for it still."""
    with contextlib.suppress(OSError):
        connection.sendall(b"%d\n" % number)


def become(streams: list[int], command: dict[str, Any]) -> None:
    """Turn this fork into the process of a command, and run it to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for stream in streams:
        os.close(stream)
    os.chdir(command["cwd"])
    os.environ.clear()
    os.environ.update(command["env"])
    time.tzset()
    sys.argv = [command["module"], *command["arguments"]]
    sys.executable = str(Path(os.environ["TANDEM_TESTS_WARM"], "python"))
    sphinx_process.start_server = fork_server
    sys.stdin = sys.__stdin__ = reopened(0, sys.stdin)
    sys.stdout = sys.__stdout__ = reopened(1, sys.stdout)
    sys.stderr = sys.__stderr__ = reopened(2, sys.stderr)
    code = run(command["module"])
    # The end of a process without the deletion of each object, which takes a while.
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def fork_server(control: socket.socket) -> tuple[int, Any]:
    """Let a command fork its runs of Sphinx from what is loaded here."""
    number = os.fork()
    if number == 0:
        from sphinx_tandem.site.sphinx_process import forkserver  # noqa: PLC0415  # it loads Sphinx

        # The other end of the control among them: it must close when the command ends.
        os.closerange(STREAMS, control.fileno())
        os.closerange(control.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
        forkserver.main(control)
    return number, lambda: os.waitpid(number, 0)


def reopened(number: int, like: Any) -> Any:
    """Return a text stream of a descriptor, read or written as Python chose at its start."""
    if number == 0:
        return open(number, encoding=like.encoding, errors=like.errors, closefd=False)
    raw = io.FileIO(number, "w", closefd=False)  # without a buffer: PYTHONUNBUFFERED is set
    return io.TextIOWrapper(raw, like.encoding, like.errors, write_through=True)


def run(module: str) -> int:
    """Run a module as `python -m` does, and return the exit code."""
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 0xFF
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def warm_up() -> None:
    """Import the engine, and all that a build imports on its way."""
    logging.disable(logging.DEBUG)  # a tiny build makes 750 records that nobody reads
    re._MAXCACHE = 100_000  # a dictionary has thousands of patterns, and would push out the others
    keep_entry_points()
    for name in ("sphinx.cmd.build", *EXTENSIONS, *engine()):
        importlib.import_module(name)
    keep_templates()
    modules, patterns = used_by_a_build()
    for name in modules:
        # Some are made by others and cannot be imported by themselves.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for pattern, flags in patterns:
        re.compile(pattern, flags)
    load_parsers()
    spelling.load_dictionary(spelling.find_dictionary("es"))
    for domain in ("sphinx", "sphinx_tandem"):
        interface.translations("es", domain)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def keep_entry_points() -> None:
    """Ask once for all commands which themes are installed."""
    known = cache(importlib.metadata.entry_points)
    known(group="sphinx.html_themes")
    theming.entry_points = known


def note_patterns(noted: list[tuple[str, int]]) -> None:
    """Note the patterns that are compiled from now on."""
    compiled = re._compiler.compile

    def compile_noted(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        if isinstance(pattern, str):
            noted.append((pattern, int(flags)))
        return compiled(pattern, flags)

    re._compiler.compile = compile_noted


def keep_templates() -> None:
    """Keep what Jinja compiles for all commands, as Python keeps what it compiles."""
    folder = Path(os.environ["TANDEM_TESTS_WARM"], "templates")
    folder.mkdir()
    compiled = jinja2.Environment.compile

    def compile_once(
        self: jinja2.Environment, source: Any, name: Any = None, filename: Any = None, **how: Any
    ) -> Any:
        # The extensions of Jinja change what they compile.
        kind = (type(self), sorted(self.extensions), self.variable_start_string, name, filename)
        kept = folder / hashlib.sha256(repr((kind, how, source)).encode()).hexdigest()
        with contextlib.suppress(OSError):
            return marshal.loads(kept.read_bytes())  # noqa: S302  # our own
        code = compiled(self, source, name, filename, **how)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(marshal.dumps(code))
        part.replace(kept)
        return code

    jinja2.Environment.compile = compile_once


def load_parsers() -> None:
    """Import what reads C and C++: only the packages above it translate words."""
    for name in ("sphinx.domains.c", "sphinx.domains.cpp"):
        spec = importlib.util.find_spec(name)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        importlib.import_module(f"{name}._parser")
        del sys.modules[name]


def engine() -> Iterator[str]:
    """Yield the name of every module of the engine."""
    package = importlib.import_module("sphinx_tandem")
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            yield found.name


def used_by_a_build() -> tuple[list[str], list[tuple[str, int]]]:
    """Build the example in a fork, which changes the state of its modules.

    Return the names of the modules that it imports, and the patterns that it compiles.
    """
    folder = tempfile.mkdtemp(prefix="tandem-warm-")
    used = Path(folder, "used")
    number = os.fork()
    if number == 0:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in range(STREAMS):
            os.dup2(silence, stream)
        sys.argv = ["sphinx", "-q", "-D", "language=es", str(EXAMPLE), f"{folder}/out"]
        patterns: list[tuple[str, int]] = []
        note_patterns(patterns)
        code = run("sphinx")
        used.write_text(json.dumps([list(sys.modules), patterns]), "utf-8")
        os._exit(code)
    _, status = os.waitpid(number, 0)
    names, patterns = json.loads(used.read_text("utf-8")) if status == 0 else ([], [])
    shutil.rmtree(folder)
    # The domains of Sphinx translate their words when they are imported, and must not be yet.
    missing = (name for name in names if name not in sys.modules)
    return [name for name in missing if not name.startswith("sphinx.domains.")], patterns


if __name__ == "__main__":
    main()
