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
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src"
SECONDS = 300
#: Names the folder with the socket of the warm process; the processes of pytest-xdist inherit it.
VARIABLE = "TANDEM_TESTS_WARM"
CACHE = "PYTHONPYCACHEPREFIX"

# What the engine sets for the processes that build: under it they can be forked, too.
FIXED = {
    "PYTHONHASHSEED": "0",
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "PYTHONUTF8": "1",
    "PYTHONUNBUFFERED": "1",
    "TZ": "UTC",
}
# What Python or a library reads once, when it starts or is imported.
_READ_AT_START = re.compile(r"PYTHON.*|TZ|LANG|LANGUAGE|LC_.*")
_AT_START = dict(os.environ)


def environment(changes: Mapping[str, str] = {}) -> dict[str, str]:
    """Return the environment of a command that finds the engine, installed or not."""
    found = {**os.environ, **changes}
    paths = [found.get("PYTHONPATH", ""), str(SOURCE)]
    return {**found, "PYTHONPATH": os.pathsep.join(dict.fromkeys(filter(None, paths)))}


class Warm:
    """The warm process, for as long as the tests run."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="tandem-tests-"))
        # Keep what Python compiles for the commands that are tested, but beside no source.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ[CACHE] = str(self._folder / "compiled")
        self._process: subprocess.Popen[bytes] | None = None
        _AT_START.clear()
        _AT_START.update(os.environ)
        if hasattr(os, "fork"):
            os.environ[VARIABLE] = str(self._folder)
            self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        program = Path(__file__).with_name("warm.py")
        with socket.socket(socket.AF_UNIX) as listener, _log().open("wb") as log:
            listener.bind(_socket())
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
        """End the process and forget what Python compiled."""
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
    if fresh or not _can_fork(env):
        process = start(module, *arguments, cwd=cwd, env=env, **how)
        with process:
            out, err = process.communicate(timeout=SECONDS)
        code = process.returncode
    else:
        command = {
            "module": module,
            "arguments": arguments,
            "cwd": str(cwd),
            "env": environment({**FIXED, **env}),
        }
        code, out, err = _fork(command, **how)
    return subprocess.CompletedProcess([module, *arguments], code, out or "", err or "")


def start(
    module: str, *arguments: str, cwd: Path, env: Mapping[str, str] = {}, **how: Any
) -> subprocess.Popen[str]:
    """Start a Python module in a new interpreter, and leave it running."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, **{"cwd": cwd, "env": environment(env), **streams, **how})


def program(module: str) -> str:
    """Return the text of a program for a shell that runs a module, forked where that can be."""
    how = f'"{__file__}"' if _can_fork({}) else "-m"
    return f'#!/bin/sh\nexec "{sys.executable}" {how} {module} "$@"\n'


def _can_fork(changes: Mapping[str, str]) -> bool:
    """Say whether a warm process is there, and nothing is changed that it has read already."""
    names = {*_AT_START, *os.environ}
    changed = {name for name in names if os.environ.get(name) != _AT_START.get(name)}
    return VARIABLE in os.environ and not any(map(_READ_AT_START.fullmatch, {*changed, *changes}))


def _socket() -> str:
    return str(Path(os.environ[VARIABLE], "socket"))


def _log() -> Path:
    return Path(os.environ[VARIABLE], "log")


def _fork(
    command: Mapping[str, Any], stdout: int | None = None, stderr: int | None = None
) -> tuple[int, str, str]:
    """Have the warm process run a command; return its exit code, output and errors."""
    with (
        _caught(stdout) as out,
        _caught(out if stderr == subprocess.STDOUT else stderr) as err,
        open(os.devnull, "rb") as nothing,  # noqa: PTH123  # it is no path
        _connected() as connection,
    ):
        streams = [nothing.fileno(), *(_number(stream) for stream in (out, err))]
        line = json.dumps(command).encode() + b"\n"
        sent = socket.send_fds(connection, [line], streams)
        connection.sendall(line[sent:])
        with connection.makefile("r") as answers:
            code = _wait(command, answers)
        return code, _text(out, stdout), _text(err, stderr)


@contextlib.contextmanager
def _connected() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(SECONDS)
        connection.connect(_socket())
        yield connection


def _wait(command: Mapping[str, Any], answers: IO[str]) -> int:
    """Return the exit code of a command; whatever happens here, leave no process behind."""
    first = answers.readline()
    assert first, f"the warm process has ended: {_log().read_text('utf-8')}"
    number = int(first)
    try:
        return int(answers.readline())
    except BaseException as error:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(number, signal.SIGKILL)
        if isinstance(error, TimeoutError):
            raise subprocess.TimeoutExpired(command["module"], SECONDS) from error
        raise


def _caught(given: Any) -> contextlib.AbstractContextManager[Any]:
    return (
        tempfile.TemporaryFile()
        if given in (None, subprocess.PIPE)
        else contextlib.nullcontext(given)
    )


def _number(stream: Any) -> int:
    return stream if isinstance(stream, int) else stream.fileno()


def _text(stream: Any, given: Any) -> str:
    if given not in (None, subprocess.PIPE):
        return ""
    stream.seek(0)
    return stream.read().decode().replace("\r\n", "\n")


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:], cwd=Path.cwd(), stdout=1, stderr=2).returncode)
