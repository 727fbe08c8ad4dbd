"""Runs of Sphinx that are forked are no different from runs in fresh interpreters."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from typing import Any

import pytest

from harness.commands import SOURCE
from harness.sites import MakeSite, TinySite, tree_hashes
from sphinx_tandem.publish.run import Request, build
from sphinx_tandem.site import sphinx_process
from sphinx_tandem.site.settings import load
from sphinx_tandem.site.sphinx_process import SphinxProcesses

from .test_publishing import is_alive, wait_until

LOCAL = "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent / 'local'))\n"
# An extension of the site: notes what it finds in the process in which it runs.
NOTING = """
import json, os, pathlib, sys, time
languages = []
def pipes():
    links = []
    for number in os.listdir("/proc/self/fd"):
        try:
            links.append(os.readlink(f"/proc/self/fd/{number}"))
        except OSError:
            pass
    return [link for link in links if link.startswith("pipe:")]
def note(app):
    languages.append(app.config.language)
    found = {"languages": languages, "pipes": pipes(), "command": sys.orig_argv, "path": sys.path,
             "group": os.getpgrp() == os.getpid(), "zone": time.tzname[0], "home": os.getcwd()}
    pathlib.Path(f"noted-{app.config.language}.json").write_text(json.dumps(found))
def setup(app):
    app.connect("builder-inited", note)
"""


@pytest.fixture
def noting(make_site: MakeSite) -> TinySite:
    """A site that notes in what kind of process each language is built."""
    site = make_site(extensions=("sphinx_tandem", "noting"), conf=LOCAL)
    site.write("local/noting.py", NOTING)
    return site


def noted(site: TinySite) -> list[dict[str, list[str]]]:
    files = [site.folder / f"noted-{code}.json" for code in ("en", "es")]
    return [json.loads(file.read_text()) for file in files]


def is_forked(found: dict[str, list[str]]) -> bool:
    return "sphinx_tandem.site.sphinx_process.worker" not in found["command"]


def build_with(processes: SphinxProcesses, site: TinySite, output: str) -> dict[str, str]:
    with processes:
        result = build(load(site.folder), Request(site.folder / output), processes=processes)
    assert result.published, result.findings
    return tree_hashes(site.folder / output)


def test_both_kinds_publish_the_same_bytes(
    noting: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))
    # Sphinx translates the kinds of objects and their index when it loads them.
    noting.append("index.md", "\n```{py:module} greetings\n```\n")
    monkeypatch.setattr(sys, "path", sys.path[:])  # conf.py adds to it
    fresh = build_with(SphinxProcesses(fork=False), noting, "fresh")
    assert not any(map(is_forked, noted(noting)))
    forked = build_with(SphinxProcesses(fork=True), noting, "forked")
    assert all(map(is_forked, noted(noting))) is sys.platform.startswith("linux")
    assert fresh == forked
    assert "Índice" in (noting.folder / "forked/es/py-modindex.html").read_text("utf-8")


def test_the_slow_path_forks_nothing_keeps_nothing_and_publishes_the_same(
    noting: TinySite,
) -> None:
    noting.build()
    fast = noting.hashes()
    places = [noting.folder / f"noted-{code}.json" for code in ("en", "es")]
    noting.conf += "\ntandem_fast = False\n"
    for _ in range(2):
        for place in places:
            place.unlink()
        noting.build()
        assert not any(map(is_forked, noted(noting)))
        assert noting.hashes() == fast


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_each_language_has_a_process_of_its_own(noting: TinySite) -> None:
    # Neither is a file of the site taken for a module that Sphinx needs.
    noting.write("alabaster.py", "raise SystemExit('not me')\n")
    noting.build(fresh=True)
    english, spanish = noted(noting)
    assert (english["languages"], spanish["languages"]) == (["en"], ["es"])
    assert not set(english["pipes"]) & set(spanish["pipes"])
    for found in (english, spanish):
        assert found["command"][-1].endswith("forkserver")
        assert found["group"]
        assert found["zone"] == "UTC"
        assert found["home"] == str(noting.folder)
        assert "" not in found["path"] and str(noting.folder) not in found["path"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_the_tests_fork_from_what_they_have_loaded(noting: TinySite) -> None:
    """So that a test of a build waits for no import."""
    noting.build()
    for found in noted(noting):
        assert found["command"][-2].endswith("warm.py")
        assert found["zone"] == "UTC"
        assert str(noting.folder) not in found["path"]


def test_a_process_with_threads_is_known() -> None:
    told = "import threading\nfrom sphinx_tandem.site.sphinx_process import has_threads as h\n"
    told += "print(h())\nthreading.Timer(0.2, print).start()\nprint(h())"
    env = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, "-c", told], env=env, capture_output=True, check=True)
    assert done.stdout.split() == [b"False", b"True"]


UNFIT = {
    "it-cannot-start": "raise SystemExit(1)",
    "it-has-threads": "import os, socket\n"
    "from sphinx_tandem.site.sphinx_process import forkserver\n"
    "forkserver.has_threads = lambda: True\n"
    "forkserver.main(socket.socket(fileno=os.dup(0)))\n",
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
@pytest.mark.parametrize("program", UNFIT)
def test_where_no_fork_is_safe_there_are_fresh_interpreters(
    noting: TinySite, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sys, "path", sys.path[:])  # conf.py adds to it
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))

    def start_server(control: socket.socket) -> tuple[int, Any]:
        command = [sys.executable, "-P", "-c", UNFIT[program]]
        process = subprocess.Popen(command, stdin=control.fileno(), stderr=subprocess.DEVNULL)
        return process.pid, process.wait

    monkeypatch.setattr(sphinx_process, "start_server", start_server)
    build_with(SphinxProcesses(fork=True), noting, "built")
    assert not any(map(is_forked, noted(noting)))


def test_whatever_a_run_has_started_ends_with_the_command(make_site: MakeSite) -> None:
    site = make_site(extensions=("sphinx_tandem", "starting"), conf=LOCAL)
    site.write(
        "local/starting.py",
        "import pathlib, subprocess, sys, time\n"
        "def setup(app):\n"
        "    sleep = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "    pathlib.Path(f'pid-{app.config.language}').write_text(str(sleep.pid))\n"
        "    time.sleep(60)\n",
    )
    process = site.start("build", fresh=True)
    files = [site.folder / f"pid-{code}" for code in ("en", "es")]
    wait_until(lambda: all(file.is_file() and file.read_text() for file in files))
    process.kill()
    process.communicate()
    wait_until(lambda: not any(is_alive(int(file.read_text())) for file in files), 5)


WRITING = """
import shutil, time
from pathlib import Path

def write(app):
    folder = Path(app.srcdir, "written")
    folder.mkdir()
    (folder / "page.rst").write_text(":orphan:\\n\\nWritten\\n=======\\n")
    time.sleep(0.3)

def setup(app):
    app.connect("builder-inited", write)
    app.connect("build-finished", lambda app, error: shutil.rmtree(Path(app.srcdir, "written")))
"""


def test_runs_take_no_pages_from_each_other_that_an_extension_writes(make_site: MakeSite) -> None:
    site = make_site(
        extensions=("sphinx_tandem", "autoapi.extension"),
        conf="import sys\nsys.path.insert(0, __file__.rpartition('conf.py')[0])\n",
    )
    site.write("autoapi/__init__.py", "")
    site.write("autoapi/extension.py", WRITING)
    site.build()
    assert "Written" in site.page("written/page.html")
    assert "Written" in site.page("es/written/page.html")
