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
from sphinx_tandem.publish import preview
from sphinx_tandem.publish.preview import concerns_site
from sphinx_tandem.site.settings import load


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

    def wait_for_builds(self, number: int) -> list[str]:
        """Return what was said of builds, once it was said of so many."""
        end = time.monotonic() + 90
        while len(built := [line for line in self.said if line.startswith("Built ")]) < number:
            assert time.monotonic() < end, self.said
            time.sleep(0.05)
        return built


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
    page = served.wait_for_page("about.html", "nowhere.md")
    assert "broken" in page and "older than your files" not in page
    served.wait_for_word("about.md:3: myst-xref-missing")

    site.write("about.md", "# About\n\nMended.\n")
    served.wait_for_page("about.html", "Mended.")
    good = site.conf
    site.write("conf.py", f"{good}1 / 0\n")
    page = served.wait_for_page("about.html", "settings-raised")
    assert "Mended." in page and "older than your files" in page
    served.wait_for_word("The pages shown are older")
    site.write("conf.py", good)
    served.wait_for_page("about.html", "older than your files", there=False)

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


# Ends a build on a page that holds the word CRASH.
CRASHING = """
def setup(app):
    def fail(app, page, text):
        if "CRASH" in text[0]:
            raise RuntimeError("no such luck")
    app.connect("source-read", fail)
"""


def test_the_preview_begins_with_a_broken_site_too(make_site: MakeSite) -> None:
    site = make_site(conf=CRASHING)
    site.append("about.md", "\nCRASH\n")
    process = site.start("serve", "--port", "0")
    try:
        served = Served(site, process)
        assert "no such luck" in served.get("")[1]
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


# Holds a build when its pages are written, as long as there is a file beside the site.
HOLDING = """
import pathlib, time
def setup(app):
    def hold(app):
        while (pathlib.Path(app.srcdir).parent / "hold").exists():
            time.sleep(0.02)
        return []
    app.connect("html-collect-pages", hold, priority=900)
"""


def test_an_edited_page_is_shown_before_all_that_is_made_of_it(make_site: MakeSite) -> None:
    site = make_site(conf=HOLDING)
    process = site.start("serve", "--port", "0")
    try:
        served = Served(site, process)
        site.append("about.md", "\nWritten first.\n")  # what the harness keeps is new till then
        served.wait_for_builds(2)
        (site.folder.parent / "hold").touch()
        site.append("about.md", "\nWritten just now.\n")
        served.wait_for_page("about.html", "Written just now.")
        served.wait_for_page("es/about.html", "Written just now.")
        assert len(served.wait_for_builds(2)) == 2
        (site.folder.parent / "hold").unlink()
        served.wait_for_builds(3)
    finally:
        process.kill()
        process.wait()


# Which files can change a page of the site below, and which cannot.
SOURCES = ("index.md", "new.md", "old.rst", "facts.yml", "moved.yml", "extension.py", "conf.py",
           "_static/site.css", "../locales/es/LC_MESSAGES/index.po", "../shown/file.txt")  # fmt: skip
OTHERS = ("notes.txt", "todo.yml", "drafts/idea.md", ".index.md.swp", "_build/x.md", "report.log")


def test_what_is_no_source_builds_nothing_and_all_sources_do_wherever_they_lie(
    make_site: MakeSite,
) -> None:
    site = make_site()
    site.conf = site.conf.replace('["locales"]', '["../locales"]') + (
        'exclude_patterns = ["drafts"]\nhtml_static_path = ["_static"]\n'
        'tandem_redirects = "moved.yml"\ntandem_outside_files = ["../shown"]\n'
    )
    (site.folder / "locales").rename(site.folder.parent / "locales")
    site.write("../shown/file.txt", "Shown.\n")
    site.write("moved.yml", "old.html: index.html\n")
    site.write("_static/site.css", "")
    site.append("index.md", "\n```{literalinclude} ../shown/file.txt\n```\n")
    settings = load(site.folder)
    used = {"index.md", "facts.yml"}
    for name in (*SOURCES, *OTHERS):
        path = (site.folder / name).resolve()
        assert concerns_site(path, settings, used) is (name in SOURCES), name
    process = site.start("serve", "--port", "0")
    try:
        served = Served(site, process)
        assert "Buenos días." in served.get("es/")[1]
        site.write("notes.txt", "Words.\n")
        catalog = site.folder.parent / "locales/es/LC_MESSAGES/index.po"
        catalog.write_text(catalog.read_text("utf-8").replace("Buenos", "Muy buenos"), "utf-8")
        served.wait_for_page("es/index.html", "Muy buenos días.")
        site.write("../shown/file.txt", "Changed\n")
        served.wait_for_page("index.html", "Changed")
        built = served.wait_for_builds(3)
        assert len(built) == 3 and built[1].startswith("Built Español"), built
    finally:
        process.kill()
        process.wait()


def test_a_save_of_which_the_watch_says_nothing_is_seen(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site()
    page = site.folder / "about.md"

    def deaf(*_places: object, **_how: object) -> Iterator[set[object]]:
        for moment in range(100):
            if moment == 5:
                site.append("about.md", "\nMore.\n")
            yield set()

    monkeypatch.setattr(preview, "watch", deaf)
    found = preview.saves(load(site.folder), lambda _path: True, lambda: [page])
    assert list(found) == [set(), {page}]
