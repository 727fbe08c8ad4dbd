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
    os: ["chown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getpgid", "getpgrp", "getuid",
         "killpg", "mkfifo", "nice", "register_at_fork", "sched_getaffinity", "setpgid", "setsid",
         "statvfs", "uname", "wait", "WNOHANG"],
    signal: ["SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "alarm",
             "pthread_sigmask", "setitimer"],
    socket: ["AF_UNIX", "recv_fds", "send_fds", "socketpair"],
    time: ["tzset"],
}.items():
    for name in names:
        delattr(module, name)
sys.modules |= dict.fromkeys(["fcntl", "grp", "pty", "pwd", "resource", "termios"])

def no_link(*arguments, **named):
    raise OSError(1314, "A required privilege is not held by the client")

os.symlink = no_link
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


IMPORTS = """
import importlib, pkgutil, sphinx_tandem
for found in pkgutil.walk_packages(sphinx_tandem.__path__, "sphinx_tandem."):
    if not found.name.endswith(".__main__"):
        importlib.import_module(found.name)
        print(found.name)
"""


def test_every_module_can_be_imported(elsewhere: TinySite) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS],
        env=commands.environment(environment(elsewhere)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    files = list((SOURCE / "sphinx_tandem").rglob("*.py"))
    # Without the package itself and the module that runs it.
    assert len(done.stdout.split()) == len(files) - 2


# One process for all verbs: how each starts is the same.
VERBS = """
from sphinx_tandem.cli import main
for line in ("status", "check", "update", "changes", "new page Other", "new language fr",
             "new site ../other", "pack --format html"):
    print(line.split()[0], main(line.split()), flush=True)
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
    wanted = {f"{verb} 0" for verb in ("status", "check", "update", "changes", "new")}
    assert wanted <= {*said} and said.count("new 0") == 3, done.stdout + done.stderr
    # There is nothing published yet, which it says.
    assert "pack 2" in said, done.stdout + done.stderr
    assert (elsewhere.folder.parent / "other" / "conf.py").is_file()


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
