"""The commands that the tests run, as a person runs them.

``run("sphinx", "-q", …)`` is ``sphinx-build -q …``: it has its own process, streams,
environment and exit code.  It is forked from a warm process (:mod:`harness.warm`), which
spares it the second in which Python starts and imports Sphinx.  Where the start itself is
what a test is about, it says ``fresh=True``.  A fresh interpreter is taken, too, where a
variable is changed that Python or a library reads once at its start, and on a system that
cannot fork.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from sphinx_tandem.site.sphinx_process import FIXED

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src"
SECONDS = 300
#: Names the folder of the warm process; the processes of pytest-xdist inherit it.
VARIABLE = "TANDEM_TESTS_WARM"

# What Python or a library reads once, when it starts or is imported.
_READ_AT_START = re.compile(r"PYTHON.*|TZ|LANG|LANGUAGE|LC_.*")
_AT_START = dict(os.environ)


def environment(changes: Mapping[str, str] = {}) -> dict[str, str]:
    """Return the environment of a command that finds the engine, installed or not."""
    found = {**os.environ, **changes}
    paths = [found.get("PYTHONPATH", ""), str(SOURCE)]
    return {**found, "PYTHONPATH": os.pathsep.join(dict.fromkeys(filter(None, paths)))}


def keep_compiled() -> None:
    """Let every process keep what Python compiles: most are too short to compile it again."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


class Warm:
    """The warm process, for as long as the tests run."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="tandem-tests-"))
        os.environ[VARIABLE] = str(self._folder)
        _AT_START.clear()
        _AT_START.update(os.environ)
        self._process = self._started() if hasattr(os, "fork") else None

    def _started(self) -> subprocess.Popen[bytes]:
        program = Path(__file__).with_name("warm.py")
        _write_interpreter(shared("python"))
        with socket.socket(socket.AF_UNIX) as listener, shared("log").open("wb") as log:
            listener.bind(str(shared("socket")))
            listener.listen(64)
            return subprocess.Popen(
                [sys.executable, "-P", str(program), str(listener.fileno())],
                env=environment(FIXED),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)


def run(
    module: str,
    *arguments: str,
    cwd: Path,
    env: Mapping[str, str] = {},
    fresh: bool = False,
    **how: Any,
) -> subprocess.CompletedProcess[str]:
    """Run a Python module to its end and return what it printed.

    :param env: what is changed in the environment.
    :param fresh: start a new interpreter, as a person does.
    :param how: what :func:`subprocess.Popen` takes; but for the streams, it needs ``fresh``.
    """
    if fresh or not can_fork(env):
        with start(module, *arguments, cwd=cwd, env=env, fresh=True, **how) as process:
            out, err = process.communicate(timeout=SECONDS)
    else:
        with _caught(how.get("stdout")) as stdout, _caught(how.get("stderr")) as stderr:
            process = Forked(_command(module, arguments, cwd, env), stdout, stderr)
            process.wait_or_kill()
            out, err = _text(stdout), _text(stderr)
    return subprocess.CompletedProcess(
        [module, *arguments], process.returncode, out or "", err or ""
    )


def start(
    module: str,
    *arguments: str,
    cwd: Path,
    env: Mapping[str, str] = {},
    fresh: bool = False,
    **how: Any,
) -> subprocess.Popen[str] | Forked:
    """Start a Python module and leave it running; the rest is as in :func:`run`."""
    if fresh or not can_fork(env):
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.Popen(command, **{"cwd": cwd, "env": environment(env), **streams, **how})
    pipes = [os.pipe(), os.pipe()]
    process = Forked(_command(module, arguments, cwd, env), *(write for _, write in pipes))
    for _, write in pipes:
        os.close(write)
    process.stdout, process.stderr = (os.fdopen(read, encoding="utf-8") for read, _ in pipes)
    return process


def program(module: str) -> str:
    """Return the text of a program for a shell that runs a module, forked where that can be."""
    how = f'"{__file__}"' if can_fork({}) else "-m"
    return f'#!/bin/sh\nexec "{sys.executable}" {how} {module} "$@"\n'


def can_fork(changes: Mapping[str, str]) -> bool:
    """Say whether a warm process is there, and nothing is changed that it has read already."""
    names = {*_AT_START, *os.environ}
    changed = {name for name in names if os.environ.get(name) != _AT_START.get(name)}
    has_warm = VARIABLE in os.environ and hasattr(os, "fork")
    return has_warm and not any(map(_READ_AT_START.fullmatch, {*changed, *changes}))


def shared(name: str) -> Path:
    """Return a file in the folder that all processes of the tests have in common."""
    return Path(os.environ[VARIABLE], name)


def _write_interpreter(path: Path) -> None:
    """Write what is an interpreter for forked commands: where that is to run Sphinx, it forks."""
    path.write_text(
        f'#!/bin/sh\n[ "$1 $2" = "-m sphinx" ] && {{ shift; set -- "{__file__}" "$@"; }}\n'
        f'exec "{sys.executable}" "$@"\n',
        "utf-8",
    )
    path.chmod(0o755)


class Forked:
    """A command that was forked, as :class:`subprocess.Popen` shows one that was started.

    :param command: what the warm process is told.
    """

    stdout: IO[str]
    stderr: IO[str]

    def __init__(
        self, command: Mapping[str, Any], stdout: Any, stderr: Any, stdin: Any = None
    ) -> None:
        self.args = [command["module"], *command["arguments"]]
        self.returncode: int | None = None
        self._read = b""
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.settimeout(SECONDS)
        self._connection.connect(str(shared("socket")))
        line = json.dumps(command).encode() + b"\n"
        with open(os.devnull, "rb") as nothing:  # noqa: PTH123  # it is no path
            streams = [*map(_number, (stdin or nothing, stdout, stderr))]
            sent = socket.send_fds(self._connection, [line], streams)
        self._connection.sendall(line[sent:])
        self.pid = self._answer()

    def _answer(self) -> int:
        while b"\n" not in self._read:
            got = self._connection.recv(64)
            assert got, f"the warm process has ended: {shared('log').read_text('utf-8')}"
            self._read += got
        answer, _, self._read = self._read.partition(b"\n")
        return int(answer)

    def wait(self, timeout: float = SECONDS) -> int:
        """Wait for its end, and return its exit code."""
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                self.returncode = self._answer()
            except TimeoutError as error:
                raise subprocess.TimeoutExpired(self.args, timeout) from error
            self._connection.close()
        return self.returncode

    def wait_or_kill(self) -> None:
        """Wait for its end; whatever happens here, leave no process behind."""
        try:
            self.wait()
        except BaseException:
            os.killpg(self.pid, signal.SIGKILL)
            raise

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):  # it may just have ended
                self.send_signal(signal.SIGKILL)


def start_server(module: str, control: socket.socket) -> tuple[int, Callable[[], object]]:
    """Fork what the engine forks its runs of Sphinx from, in the place of a new interpreter.

    :param module: the module of the engine that does so.
    :param control: what it is told with.
    """
    command = _command(module, (), Path.cwd(), {})
    with open(os.devnull, "wb") as nothing:  # noqa: PTH123  # it is no path
        process = Forked(command, nothing, nothing, control)
    return process.pid, process.wait


def _command(
    module: str, arguments: Sequence[str], cwd: Path, env: Mapping[str, str]
) -> dict[str, Any]:
    variables = environment({**FIXED, **env})
    return {"module": module, "arguments": arguments, "cwd": str(cwd), "env": variables}


def _caught(given: Any) -> contextlib.AbstractContextManager[Any]:
    """Return a file for what is printed, where no stream is given."""
    is_given = given not in (None, subprocess.PIPE)
    return contextlib.nullcontext(given) if is_given else tempfile.TemporaryFile()


def _number(stream: Any) -> int:
    return stream if isinstance(stream, int) else stream.fileno()


def _text(stream: Any) -> str:
    if isinstance(stream, int):
        return ""
    stream.seek(0)
    return stream.read().decode()


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:], cwd=Path.cwd(), stdout=1, stderr=2).returncode)
