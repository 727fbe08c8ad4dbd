"""``tools/check_published.py`` tells a site that answers as it was built from any other."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from harness.commands import REPOSITORY

SCRIPT = REPOSITORY / "tools" / "check_published.py"


class Host(SimpleHTTPRequestHandler):
    """Serves a folder as a static host does, with the site's own page for wrong addresses."""

    def send_error(self, code: int, *_said: object) -> None:
        page = Path(self.directory, "404.html")
        body = page.read_bytes() if page.exists() else b"?"
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    names = ("index.html", "es/index.html", "404.html", "docs/a page é.html", "_headers")
    for name in names:
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"<p>{name}</p>", "utf-8")
    return folder


@pytest.fixture
def host(built: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A host that serves a copy of what was built, which a test may change."""
    served = tmp_path / "served"
    shutil.copytree(built, served)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(served))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", served
        server.shutdown()


def check(address: str, folder: Path, patience: str = "0") -> tuple[int, str]:
    command = [sys.executable, str(SCRIPT), address, str(folder), "--patience", patience]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_site_that_answers_as_it_was_built_passes(built: Path, host: tuple[str, Path]) -> None:
    address, served = host
    (served / "_headers").unlink()  # the host's own settings
    code, said = check(address, built)
    assert code == 0, said
    assert said.startswith("5 of 5 addresses of ")


def test_what_is_missing_old_or_wrongly_found_is_named(built: Path, host: tuple[str, Path]) -> None:
    address, served = host
    (served / "es" / "index.html").write_text("<p>before</p>", "utf-8")
    (served / "docs" / "a page é.html").unlink()
    (served / "nobody-published-this.html").write_bytes((built / "404.html").read_bytes())
    code, said = check(address, built)
    assert code == 1
    assert said.splitlines()[:3] == [
        "docs/a page é.html: answers 404, not 200",
        "es/index.html: answers something else than was built (13 bytes)",
        "nobody-published-this.html: answers 200, not 404",
    ]


def test_what_the_host_still_has_from_before_is_waited_for(
    built: Path, host: tuple[str, Path]
) -> None:
    address, served = host
    page = served / "index.html"
    page.write_text("<p>before</p>", "utf-8")
    renew = threading.Timer(0.5, page.write_bytes, [(built / "index.html").read_bytes()])
    renew.start()
    assert check(address, built, "20")[0] == 0
    renew.join()


def test_no_answer_and_no_site_are_told_apart(built: Path, tmp_path: Path) -> None:
    code, said = check("http://127.0.0.1:1/", built)
    assert code == 1 and "index.html: no answer: " in said
    assert check("http://127.0.0.1:1/", tmp_path)[0] == 2
