"""Answers browsers: the pages of the last good build, each with notes, a script and a style.

Notes say what is wrong with the files and the entries that a page is made from, which the page
itself names, see :mod:`sphinx_tandem.translators.passages`.  They are written for whoever
runs the preview, in English like the command, and are in no file.
"""

from __future__ import annotations

import contextlib
import json
import mimetypes
import posixpath
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
import uvicorn
from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request as Asked
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from ...site import Site
from ...site.findings import Finding, MachineFailure
from ...text.html import BODY_TAG

EVENTS = "/_tandem/events"
_PAGE = re.compile(r'<script type="application/json" id="tandem-page">(.*?)</script>\n?', re.DOTALL)
# What any page may show.
_SHARED = re.compile(r"(?:^|/)_(?:static|images|downloads)/")
_HERE = Path(__file__).parent
_TEMPLATES = Environment(loader=FileSystemLoader(_HERE), autoescape=True)


@dataclass(frozen=True)
class PageFiles:
    """What one page is made from.

    :param files: the files, as findings name them.
    :param entries: the entries of catalogs, as path and line.
    """

    files: frozenset[str]
    entries: frozenset[tuple[str, int]]


@dataclass
class Problems:
    """The findings of the last good build, by where they are shown.

    :param on_pages: for each page its own, and whether each is that of a passage.
    :param nowhere: those that belong to no page.
    """

    on_pages: dict[str, dict[Finding, bool]] = field(default_factory=dict)
    nowhere: list[Finding] = field(default_factory=list)

    def elsewhere(self, page: str) -> dict[Finding, str]:
        """Return the findings that are not shown on a page, each with a link to one that shows it."""
        found = dict.fromkeys(self.nowhere, "")
        for other in sorted(self.on_pages):
            href = quote(posixpath.relpath(other, posixpath.dirname(page) or "."))
            for finding in self.on_pages[other]:
                if finding not in self.on_pages.get(page, ()):
                    found.setdefault(finding, href)
        return found


def read_pages(tree: Path, files: Iterable[Path]) -> dict[str, PageFiles]:
    """Return what pages of a tree are made from, by their paths."""
    found: dict[str, PageFiles] = {}
    for path in sorted(files):
        if path.suffix != ".html" or not path.is_file():
            continue
        if said := _PAGE.search(path.read_text("utf-8", errors="replace")):
            data = json.loads(said[1])
            entries = frozenset((file, line) for _message, file, line, _words in data["passages"])
            page = path.relative_to(tree).as_posix()
            found[page] = PageFiles(frozenset(data["files"]), entries)
    return found


def place_problems(
    findings: Iterable[Finding], pages: Mapping[str, PageFiles], site: Site
) -> Problems:
    """Find the pages to which each finding belongs: those that show its entry, or use its file."""
    problems = Problems()
    for finding in findings:
        code, place = finding.language, (finding.path, finding.line)
        spoken = [page for page in pages if not code or site.language_of(page).code == code]
        with_entry = [page for page in spoken if place in pages[page].entries]
        with_file = [page for page in spoken if finding.path in pages[page].files]
        for page in with_entry or with_file:
            problems.on_pages.setdefault(page, {})[finding] = bool(with_entry)
        if not with_entry and not with_file:
            problems.nowhere.append(finding)
    return problems


def complete(text: str, page: str, problems: Problems, failure: str, version: str) -> str:
    """Return a page with what the preview adds to it.

    :param page: its path under the root.
    :param failure: what stopped the last build, or ``""``.
    :param version: what the page compares to know that it is out of date.
    """
    place = _PAGE.search(text) or BODY_TAG.search(text)
    if place is not None:  # at the top; the script knows where its passages are
        notes = _rendered("notes.html", findings=problems.on_pages.get(page, {}))
        text = text[: place.end()] + notes + text[place.end() :]
    added = _rendered(
        "added.html",
        elsewhere=problems.elsewhere(page),
        failure=failure,
        version=version,
        events=EVENTS,
        style=(_HERE / "preview.css").read_text("utf-8"),
        script=(_HERE / "preview.js").read_text("utf-8"),
    )
    head, end, tail = text.rpartition("</body>")
    return f"{head}{added}{end}{tail}" if end else text + added


def _rendered(template: str, **values: Any) -> str:
    return _TEMPLATES.get_template(template).render(values)


_NO_PAGES = "<!doctype html><html lang=en><meta charset=utf-8><title>Preview</title><body></body>"


class Preview:
    """What the server shows: the last good pages, and what is wrong with newer ones."""

    def __init__(self, tree: Path, site: Site) -> None:
        self.tree = tree
        self.site = site
        self.problems = Problems()
        self.failure = ""
        self.closing = False
        self._started = time.time_ns()
        self._builds = 0
        self._all = 0  # the last build that concerned every page
        self._last: dict[str, int] = {}

    def version(self, page: str) -> str:
        """Return what a page compares to know that it is out of date, also after a restart.

        Its first part changes where more than the text of this page did.
        """
        return f"{self._started}-{self._all} {max(self._all, self._last.get(page, 0))}"

    def show(self, problems: Problems) -> None:
        """Note what is wrong with the pages; each says also what is wrong elsewhere."""
        if problems != self.problems:
            self.problems, self._all = problems, self._builds + 1

    def changed_early(self, page: str) -> None:
        """Note that a page is shown already which a build wrote that has not ended yet."""
        self._last[page] = self._builds + 1

    def built(self, failure: str = "", changed: Collection[str] | None = None) -> None:
        """Note that a build has ended, well or with a failure.

        :param changed: the files that changed; ``None`` where it can be any.
        """
        self._builds += 1
        self._last |= dict.fromkeys(changed or (), self._builds)
        shared = any(_SHARED.search(path) for path in changed or ())
        if failure != self.failure or shared or (changed is None and not failure):
            self._all = self._builds
        self.failure = failure

    def read(self, file: Path) -> bytes:
        """Return a file; a page with what the preview adds to it.

        :raises OSError: where it cannot be read.
        """
        tree = self.tree.resolve()
        path = file.relative_to(tree).as_posix() if file.is_relative_to(tree) else ""
        # Asked before the text is read: so no older text is sent as a newer version, which
        # would stay on the screen.
        version = self.version(path)
        content = file.read_bytes()
        if file.suffix != ".html":
            return content
        return self.completed(content.decode("utf-8", errors="replace"), path, version)

    def completed(self, text: str, path: str, version: str) -> bytes:
        """Return the text of a page with what the preview adds to it."""
        return complete(text, path, self.problems, self.failure, version).encode()

    def no_page(self) -> bytes:
        """Return what is shown before there is any page."""
        return self.completed(_NO_PAGES, "", self.version(""))


@contextlib.contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Take the port, or say that somebody else has it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen()
        except OSError as error:
            raise MachineFailure(
                f"Port {port} cannot be used ({error.strerror}): perhaps another preview runs. "
                "Stop that one, or choose another port with --port."
            ) from error
        yield listener


@contextlib.contextmanager
def running(preview: Preview, listener: socket.socket) -> Iterator[None]:
    """Answer browsers from another thread, so that a build never makes them wait."""
    configuration = uvicorn.Config(
        application(preview), log_level="critical", lifespan="off", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        preview.closing = True
        server.should_exit = True
        thread.join(timeout=5)


def application(preview: Preview) -> Starlette:
    """Return the web application that shows a preview."""

    async def events(asked: Asked) -> StreamingResponse:
        path = asked.query_params.get("page", "").removeprefix("/")
        page = path + "index.html" * (not path or path.endswith("/"))
        return StreamingResponse(_versions(preview, page), media_type="text/event-stream")

    def anything(asked: Asked) -> Response:
        return _answer(preview, asked.path_params["path"])

    # A page of the web whose own name leads here must not read what is not published yet.
    hosts = ["127.0.0.1", "localhost", "*.localhost", socket.gethostname() or "localhost"]
    return Starlette(
        routes=[Route(EVENTS, events), Route("/{path:path}", anything)],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)],
    )


async def _versions(preview: Preview, page: str) -> AsyncIterator[str]:
    """Tell a browser the version of a page now, and each time when it changes."""
    told = ""
    while not preview.closing:
        if told != (version := preview.version(page)):
            told = version
            yield f"data: {told}\n\n"
        await anyio.sleep(0.03)


def _answer(preview: Preview, path: str) -> Response:
    """Return a file of the site, or its page for what is not there."""
    status = 200
    tree = preview.tree.resolve()
    file = (tree / path).resolve() if "\0" not in path else tree
    if not file.is_relative_to(tree):
        file = tree / "404.html"
        status = 404
    elif file.is_dir():
        if path and not path.endswith("/"):
            return RedirectResponse(f"/{path}/")
        file /= "index.html"
    try:
        content = preview.read(file)
    except OSError:
        status = 404
        file = tree / preview.site.language_of(path).prefix / "404.html"
        content = preview.read(file) if file.is_file() else preview.no_page()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if file.suffix == ".html":
        kind = "text/html; charset=utf-8"
    return Response(content, status, {"Cache-Control": "no-store"}, kind)
