"""The preview follows edits, and keeps the last good pages while a build fails."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from harness.commands import SOURCE
from harness.sites import MakeSite, TinySite, new_site


class Served:
    """A running preview."""

    def __init__(self, site: TinySite, process: subprocess.Popen[str]) -> None:
        self.site = site
        self.process = process
        self.said: list[str] = []
        for stream in (process.stdout, process.stderr):
            threading.Thread(target=self._listen, args=[stream], daemon=True).start()
        self.address = re.findall(r"http://\S+/", self.wait_for_word("The preview is at"))[0]

    def _listen(self, stream: Iterator[str]) -> None:
        self.said.extend(stream)

    def wait_for_word(self, words: str) -> str:
        end = time.monotonic() + 90
        while time.monotonic() < end:
            if found := [line for line in self.said if words in line]:
                return found[0]
            time.sleep(0.02)
        raise AssertionError(f"{words!r} was not said: {self.said}")

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait_for_page(self, path: str, words: str, there: bool = True) -> str:
        end = time.monotonic() + 90
        while time.monotonic() < end:
            if (words in (page := self.get(path)[1])) is there:
                return page
            time.sleep(0.05)
        raise AssertionError(f"{words!r} did not come, or not go: {self.said}")


def serve(site: TinySite) -> Iterator[Served]:
    """Yield the preview of a site, and end it."""
    process = site.start("serve", "--port", "0")
    try:
        yield Served(site, process)
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def served(make_site: MakeSite) -> Iterator[Served]:
    """The preview of a tiny site."""
    yield from serve(make_site())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The same for tests that leave it as good as it was."""
    yield from serve(new_site(tmp_path_factory.mktemp("served") / "site"))


def test_the_preview_follows_pages_and_catalogs_and_survives_mistakes(served: Served) -> None:
    site = served.site
    assert "Good morning." in served.get("")[1]
    assert "Buenos días." in served.get("es/")[1]
    assert "_tandem/events" in served.get("about.html")[1]

    site.write("about.md", "# About\n\nWritten just now.\n")
    served.wait_for_page("about.html", "Written just now.")
    site.catalog("index", {"Home": "Inicio", "Good morning.": "Muy buenos días."})
    served.wait_for_page("es/index.html", "Muy buenos días.")

    site.write("about.md", "# About\n\nA [broken](nowhere.md) link.\n")
    page = served.wait_for_page("about.html", "older than your files")
    assert "Written just now." in page
    assert "nowhere.md" in page
    served.wait_for_word("about.md:3: myst-xref-missing")
    served.wait_for_word("The pages shown are older")

    site.write("about.md", "# About\n\nMended.\n")
    served.wait_for_page("about.html", "Mended.")
    served.wait_for_page("about.html", "older than your files", there=False)
    site.write("conf.py", (site.folder / "conf.py").read_text() + "1 / 0\n")
    assert "Mended." in served.wait_for_page("about.html", "settings-raised")

    # Nothing of this touches the published tree.
    assert not site.output.exists()


def test_what_is_not_there_is_said_in_the_readers_language(shared: Served) -> None:
    status, english = shared.get("no/such/page.html")
    assert status == 404
    spanish_status, spanish = shared.get("es/no/such/page.html")
    assert spanish_status == 404
    assert re.search(r'<html[^>]* lang="en', english)
    assert re.search(r'<html[^>]* lang="es', spanish)
    assert shared.get("../../../../../../etc/passwd")[0] == 404
    assert shared.get("%2e%2e/%2e%2e/%2e%2e/etc/passwd")[0] == 404


def test_a_browser_is_told_of_each_build(shared: Served) -> None:
    with urllib.request.urlopen(shared.address + "_tandem/events", timeout=20) as events:  # noqa: S310
        first = events.readline()
        events.readline()
        assert first.startswith(b"data: ")
        assert first[6:].strip().decode() in shared.get("")[1]
        shared.site.append("index.md", "\nMore.\n")
        assert events.readline() != first


def test_the_preview_stops_at_once_and_well(served: Served) -> None:
    with urllib.request.urlopen(served.address + "_tandem/events", timeout=20):  # noqa: S310
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(timeout=10) == 0
    assert not [line for line in served.said if "Traceback" in line]


def test_a_port_in_use_is_the_machines_failure(make_site: MakeSite) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = make_site().tandem("serve", "--port", port)
    assert done.returncode == 3
    assert port in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_preview_begins_with_a_broken_site_too(make_site: MakeSite) -> None:
    site = make_site()
    site.append("about.md", "\n[broken](nowhere.md)\n")
    process = site.start("serve", "--port", "0")
    try:
        served = Served(site, process)
        assert "nowhere.md" in served.get("")[1]
        site.write("about.md", "# About\n\nMended.\n")
        served.wait_for_page("about.html", "Mended.")
    finally:
        process.kill()
        process.wait()


# Changes what pages say: a module of the site, and the end of the engine's own.
CHANGING = """
def change(app, page, text):
    text[0] = text[0].replace({!r}, {!r})
def setup(app):
    app.connect("source-read", change)
"""
ADDED = "\n_set_up = setup\n" + CHANGING.format("morning", "evening") + "    return _set_up(app)\n"


def test_the_preview_follows_python_too(make_site: MakeSite) -> None:
    """Also what is loaded once for many builds: a site may hold the engine itself."""
    site = make_site(
        extensions=("sphinx_tandem", "local"),
        conf="exclude_patterns = ['src']\nimport sys, pathlib\n"
        "sys.path.insert(0, str(pathlib.Path(__file__).parent / 'own'))",
    )
    site.write("own/local.py", "def setup(app): pass\n")
    shutil.copytree(SOURCE / "sphinx_tandem", site.folder / "src" / "sphinx_tandem")
    process = site.start("serve", "--port", "0", env={"PYTHONPATH": str(site.folder / "src")})
    try:
        served = Served(site, process)
        assert "Good morning." in served.get("")[1]
        site.append("src/sphinx_tandem/__init__.py", ADDED)
        served.wait_for_page("", "Good evening.")
        site.write("own/local.py", CHANGING.format("evening", "night"))
        served.wait_for_page("", "Good night.")
    finally:
        process.kill()
        process.wait()
