"""A real Chromium, and the real site as a host serves it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

from browser.window import Window
from harness.real import Published

# The one without windows needs two thirds of the time of the others.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# No window system, no accounts, and no talk with anybody but the page that is tested: what that
# asks of other hosts fails, and the console says so.
FLAGS = [
    "--disable-gpu",
    "--in-process-gpu",
    "--num-raster-threads=1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
HOW_TO_GET_ONE = (
    "The browser tests found no Chromium and could not install one: install the package "
    "chromium or Google Chrome, or set TANDEM_BROWSER to the path of one, "
    "or leave these tests out with TANDEM_NO_BROWSER=1."
)
NO_DRIVER = (
    "The browser tests cannot start Playwright: `python -m playwright --version` says why "
    "(on a small Debian the package libatomic1 is missing); "
    "or leave these tests out with TANDEM_NO_BROWSER=1."
)


def installed() -> str | None:
    """Return the path of a Chromium that is already there."""
    named = os.environ.get("TANDEM_BROWSER")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def attempt(*command: str) -> bool:
    """Run an installer and say whether it worked."""
    try:
        done = subprocess.run(
            command,
            check=False,
            timeout=600,
            capture_output=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install_with_system(package: str) -> bool:
    """Install a package with the system's package manager, where we may."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    install = ("apt-get", "install", "-yq", "--no-install-recommends", package)
    return attempt("apt-get", "update", "-q") and attempt(*install)


def driver_starts() -> bool:
    """Say whether Playwright itself runs here: it brings a program that needs a library."""
    return attempt(sys.executable, "-m", "playwright", "--version")


def launch(playwright: Playwright, path: str | None) -> Browser:
    """Start a Chromium: the one at *path*, or Playwright's own."""
    flags = FLAGS + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
    return playwright.chromium.launch(executable_path=path, args=flags)


def obtain(playwright: Playwright) -> Browser:
    """Return a running Chromium, installing one where there is none."""
    path = installed()
    if path:
        return launch(playwright, path)
    try:
        return launch(playwright, None)
    except Error:
        pass  # Playwright's own is not installed yet
    if attempt(sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"):
        return launch(playwright, None)
    for package in NAMES[:2]:
        if install_with_system(package) and (path := installed()):
            return launch(playwright, path)
    pytest.fail(HOW_TO_GET_ONE, pytrace=False)


@pytest.fixture(scope="session")
def browser(shared_folder: Path) -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    if os.environ.get("TANDEM_NO_BROWSER") == "1":
        pytest.skip("TANDEM_NO_BROWSER=1")
    one_installer = FileLock(shared_folder / "browser.lock")
    driver_is_there = shared_folder / "driver.done"
    with one_installer:
        if not driver_is_there.exists():
            if not driver_starts() and not (install_with_system("libatomic1") and driver_starts()):
                pytest.fail(NO_DRIVER, pytrace=False)
            driver_is_there.touch()
    with sync_playwright() as playwright:
        with one_installer:
            running = obtain(playwright)
        yield running
        running.close()


class PatientServer(ThreadingHTTPServer):
    """A server that says nothing when a browser leaves before a file is read to its end."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), BrokenPipeError | ConnectionResetError):
            super().handle_error(request, client_address)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files as GitHub Pages does, and says nothing about it."""

    protocol_version = "HTTP/1.1"  # one connection for many files

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as a plain static host does, and give its address."""
    server = PatientServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def host(published: Published) -> Iterator[str]:
    """The address of the site on a plain static host."""
    with served(published.folder) as address:
        yield address


@pytest.fixture(scope="session")
def shared_window(browser: Browser, host: str) -> Window:
    """The window that the tests of a process share."""
    return Window(browser, host)


@pytest.fixture(scope="session")
def shared_plain_window(browser: Browser, host: str) -> Window:
    """The same in a browser without scripts."""
    return Window(browser, host, java_script_enabled=False)


@pytest.fixture
def window(shared_window: Window) -> Window:
    """A window that nobody has used, as far as a page can tell."""
    shared_window.clean()
    return shared_window


@pytest.fixture
def page(window: Window) -> Page:
    """Its page."""
    return window.page


@pytest.fixture
def plain_page(shared_plain_window: Window) -> Page:
    """The page of a browser without scripts."""
    shared_plain_window.clean()
    return shared_plain_window.page


@pytest.fixture
def own_page(browser: Browser, host: str) -> Iterator[Page]:
    """A page in a window of its own, for what cannot be undone, such as a clock that stands."""
    window = Window(browser, host)
    yield window.page
    window.context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests, so that they can be chosen or left out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
