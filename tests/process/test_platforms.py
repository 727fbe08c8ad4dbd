"""The command needs nothing that only some systems have."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness import commands
from harness.commands import SOURCE
from harness.sites import MakeSite, TinySite

# Every process of the command reads this at its start: what Python on Windows lacks is gone,
# once the standard library, which knows the difference, is loaded.
WITHOUT = """
import ctypes, logging, multiprocessing, os, pathlib, shutil, signal, socket, subprocess, sys
import sysconfig, tempfile, time, uuid, webbrowser
sysconfig.get_config_vars()
for module, names in {
    os: ["fork", "forkpty", "getpgrp", "getpgid", "geteuid", "killpg", "register_at_fork", "setsid",
         "setpgid"],
    signal: ["SIGHUP", "SIGKILL", "pthread_sigmask"],
    socket: ["AF_UNIX", "recv_fds", "send_fds", "socketpair"],
    time: ["tzset"],
}.items():
    for name in names:
        delattr(module, name)
sys.modules["fcntl"] = sys.modules["resource"] = sys.modules["pwd"] = None
sys.platform = "somewhere"
"""


@pytest.fixture
def elsewhere(make_site: MakeSite) -> TinySite:
    """A site on another system."""
    site = make_site()
    site.write("elsewhere/sitecustomize.py", WITHOUT)
    return site


def environment(site: TinySite) -> dict[str, str]:
    return {"PYTHONPATH": f"{site.folder / 'elsewhere'}:{SOURCE}"}


def test_a_build_needs_no_signals_forks_and_locks_of_unix(elsewhere: TinySite) -> None:
    env = environment(elsewhere)
    elsewhere.build(env=env)
    assert "Buenos días." in elsewhere.page("es/index.html")
    assert elsewhere.beside_output() == ["site"]
    elsewhere.append("index.md", "\nNewer.\n")
    elsewhere.build("--language", "en", env=env)
    assert "Newer." in elsewhere.page("index.html")
    # The other side: no process has found what was taken away.
    elsewhere.append("conf.py", "\nimport os\nos.fork\n")
    assert "has no attribute 'fork'" in elsewhere.tandem("build", env=env).stderr


# One process for all verbs: how each starts is the same.
VERBS = """
from sphinx_tandem.cli import main
for arguments in (["status"], ["check"], ["update"], ["changes"]):
    print(arguments[0], main(arguments), flush=True)
"""


def test_every_verb_runs(elsewhere: TinySite) -> None:
    done = subprocess.run(
        [sys.executable, "-c", VERBS],
        cwd=elsewhere.folder,
        env=commands.environment(environment(elsewhere)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert {"status 0", "check 0", "update 0", "changes 0"} <= set(said), done.stdout + done.stderr


def test_two_builds_do_not_meet(elsewhere: TinySite) -> None:
    env = environment(elsewhere)
    waiting = "import pathlib, time\nwhile pathlib.Path(__file__).with_name('wait').exists():\n"
    waiting += "    pathlib.Path(__file__).with_name('waits').touch()\n    time.sleep(0.1)\n"
    elsewhere.write("slow.py", f"def setup(app):\n    pass\n{waiting}")
    elsewhere.append(
        "conf.py",
        "\nimport sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
        "extensions.append('slow')\n",
    )
    elsewhere.write("wait", "")
    first = elsewhere.start("build", "--language", "es", env=env)
    while not (elsewhere.folder / "waits").exists():
        assert first.poll() is None
    second = elsewhere.tandem("build", env=env)
    assert second.returncode == 3
    assert "Another build" in second.stderr
    (elsewhere.folder / "wait").unlink()
    assert first.wait(60) == 0
    assert "Buenos días." in Path(elsewhere.output, "es/index.html").read_text("utf-8")
    first.communicate()
