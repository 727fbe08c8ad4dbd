"""A live preview of every language: builds on each save, reloads the browser.

The pages shown come from a private folder, not from the published tree, and
the script that reloads them is added to each answer, never to a file.
"""

from __future__ import annotations

import contextlib
import html
import mimetypes
import socket
import tempfile
import threading
import time
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path

import anyio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request as Asked
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from watchfiles import Change, watch

from .build.output import is_published
from .build.run import Request, build
from .failures import MachineFailure, WrongUse
from .findings import Finding
from .settings import Settings, SettingsError, load

Say = Callable[[str], None]
ShowFindings = Callable[[Iterable[Finding]], None]

_EVENTS = "/_tandem/events"
# Folders and files that tools write; a build must not be the reason for the next one.
_IGNORED_NAMES = frozenset({"_build", "node_modules", "__pycache__"})
_IGNORED_ENDS = (".mo", ".pot", ".pyc", ".swp", ".swx", ".tmp", "~")
_SCRIPT = """<script>
new EventSource("{events}").onmessage = (event) => {{
  if (event.data !== "{version}") location.reload();
}};
</script>"""
_BAR = """<div role="status" style="position:fixed;inset:auto 0 0 0;z-index:99999;padding:.75rem 1rem;
background:#7a1f1f;color:#fff;font:1rem/1.4 system-ui,sans-serif;max-height:40vh;overflow:auto">
<strong>{title}</strong><pre style="margin:0;color:inherit;background:none;border:0;
white-space:pre-wrap">{problem}</pre></div>"""
_NO_PAGES = "<!doctype html><html lang=en><meta charset=utf-8><title>Preview</title><body></body>"


class Preview:
    """What the server shows: the last good pages, and what is wrong with newer ones.

    :param tree: the folder with the pages.
    """

    def __init__(self, tree: Path) -> None:
        self.tree = tree
        self.prefixes: tuple[str, ...] = ()
        self.problem = ""
        self.closing = False
        self._started = time.time_ns()
        self._builds = 0

    @property
    def version(self) -> str:
        """What a page compares to know that it is out of date, also after a restart."""
        return f"{self._started}-{self._builds}"

    def built(self, problem: str = "") -> None:
        """Note that a build has ended, well or with a problem."""
        self.problem = problem
        self._builds += 1

    def page(self, text: str) -> str:
        """Return a page with what the preview adds to it."""
        added = _SCRIPT.format(events=_EVENTS, version=self.version)
        if self.problem:
            title = "The last build failed: the pages shown are older than your files."
            added += _BAR.format(title=title, problem=html.escape(self.problem))
        head, end, tail = text.rpartition("</body>")
        return f"{head}{added}{end}{tail}" if end else text + added


def serve(directory: Path, port: int, open_browser: bool, say: Say, show: ShowFindings) -> None:
    """Show the site in *directory* until the command is stopped.

    :param port: the port of the local machine; 0 for any that is free.
    :param open_browser: whether to open a browser after the first build.
    :param say: prints a sentence.
    :param show: prints findings.
    :raises SettingsError: when the site cannot be read at the start.
    :raises MachineFailure: when the port is taken.
    """
    settings = load(directory)
    with (
        _listening(port) as listener,
        tempfile.TemporaryDirectory(prefix="tandem-", ignore_cleanup_errors=True) as private,
        contextlib.suppress(KeyboardInterrupt),
    ):
        preview = Preview(Path(private, "site"))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with _running(preview, listener):
            for place, _saved in enumerate(_saves(settings)):
                _rebuild(settings.directory, preview, say, show)
                if place == 0:
                    say(f"The preview is at {address} and follows your edits; stop it with Ctrl+C.")
                    if open_browser:
                        webbrowser.open(address)


def _rebuild(directory: Path, preview: Preview, say: Say, show: ShowFindings) -> None:
    """Build every language; keep the older pages when that fails."""
    findings: list[Finding] = []
    problem = ""
    try:
        settings = load(directory)
        preview.prefixes = tuple(language.prefix for language in settings.site.languages)
        result = build(settings, Request(preview.tree))
        findings = result.findings
        if not result.published:
            problem = "\n".join(map(str, result.stopping))
    except SettingsError as error:
        findings = error.findings
        problem = "\n".join(map(str, findings))
    except (MachineFailure, WrongUse) as error:
        problem = str(error)
        say(problem)
    preview.built(problem)
    show(findings)
    if not problem:
        say(f"Built in {result.seconds:.1f} s.")
    elif preview.tree.is_dir():
        say(
            "The build failed. The pages shown are older than your files; "
            "mend what is named above and save."
        )
    else:
        say("The build failed, so there are no pages yet; mend what is named above and save.")


def _saves(settings: Settings) -> Iterator[set[tuple[Change, str]]]:
    """Yield at once, and then each time when somebody has saved a file."""
    site = settings.directory
    outside = [place for place in settings.locale_dirs if not place.resolve().is_relative_to(site)]

    def matters(_change: Change, path: str) -> bool:
        return concerns_site(Path(path), site)

    # The watch stands before the first build begins: no save is missed.
    watched = watch(
        site,
        *(place for place in outside if place.is_dir()),
        watch_filter=matters,
        debounce=400,
        rust_timeout=100,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    yield next(watched)
    yield from filter(None, watched)


def concerns_site(path: Path, site: Path) -> bool:
    """Say whether a change of a file can change a page."""
    inside = path.relative_to(site) if path.is_relative_to(site) else Path(path.name)
    if path.name.endswith(_IGNORED_ENDS):
        return False
    if any(part.startswith(".") or part in _IGNORED_NAMES for part in inside.parts):
        return False
    folders = [site / folder for folder in inside.parents]
    return not any(is_published(folder) for folder in folders)


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
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
def _running(preview: Preview, listener: socket.socket) -> Iterator[None]:
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

    return Starlette(routes=[Route(_EVENTS, events), Route("/{path:path}", anything)])


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
    file = (preview.tree / path).resolve() if "\0" not in path else preview.tree
    if not file.is_relative_to(preview.tree.resolve()):
        file = preview.tree / "404.html"
        status = 404
    elif file.is_dir():
        if path and not path.endswith("/"):
            return RedirectResponse(f"/{path}/")
        file /= "index.html"
    try:
        content = file.read_bytes()
    except OSError:
        status = 404
        prefix = next((each for each in preview.prefixes if each and path.startswith(each)), "")
        file = preview.tree / prefix / "404.html"
        content = file.read_bytes() if file.is_file() else _NO_PAGES.encode()
    headers = {"Cache-Control": "no-store"}
    if file.suffix == ".html":
        text = preview.page(content.decode("utf-8", errors="replace"))
        return Response(text, status, headers, "text/html; charset=utf-8")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Response(content, status, headers, kind)
