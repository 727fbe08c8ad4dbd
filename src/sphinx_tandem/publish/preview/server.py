"""Answers browsers: pages as the last good build left them, with what the preview adds."""

from __future__ import annotations

import contextlib
import mimetypes
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import anyio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request as Asked
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from ...site import Site
from ...site.findings import MachineFailure
from .notes import EVENTS, Problems, complete

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

    @property
    def version(self) -> str:
        """What a page compares to know that it is out of date, also after a restart."""
        return f"{self._started}-{self._builds}"

    def built(self, failure: str = "") -> None:
        """Note that a build has ended, well or with a failure."""
        self.failure = failure
        self._builds += 1

    def page(self, file: Path, text: str) -> str:
        """Return a page with what the preview adds to it."""
        path = file.relative_to(self.tree).as_posix() if file.is_relative_to(self.tree) else ""
        return complete(text, path, self.problems, self.failure, self.version)


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

    async def events(_asked: Asked) -> StreamingResponse:
        return StreamingResponse(_versions(preview), media_type="text/event-stream")

    def anything(asked: Asked) -> Response:
        return _answer(preview, asked.path_params["path"])

    return Starlette(routes=[Route(EVENTS, events), Route("/{path:path}", anything)])


async def _versions(preview: Preview) -> AsyncIterator[str]:
    """Tell a browser the version now, and each time when it changes."""
    told = ""
    while not preview.closing:
        if told != preview.version:
            told = preview.version
            yield f"data: {told}\n\n"
        await anyio.sleep(0.2)


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
        content = file.read_bytes()
    except OSError:
        status = 404
        file = tree / preview.site.language_of(path).prefix / "404.html"
        content = file.read_bytes() if file.is_file() else _NO_PAGES.encode()
    headers = {"Cache-Control": "no-store"}
    if file.suffix == ".html":
        text = preview.page(file, content.decode("utf-8", errors="replace"))
        return Response(text, status, headers, "text/html; charset=utf-8")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Response(content, status, headers, kind)
