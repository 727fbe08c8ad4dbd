"""What a process that runs Sphinx does.

Its first line of input says what: the rest is held open by whoever started it, and when
it closes, nobody waits for the run any more.  Standard output carries events, one JSON
object per line; whatever Sphinx, an extension or ``conf.py`` prints goes to standard
error, which is kept in a log.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import locale
import logging
import os
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.errors import (
    ConfigError,
    ExtensionError,
    SphinxError,
    ThemeError,
    VersionRequirementError,
)
from sphinx.util.docutils import patch_docutils
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

from ..findings import disk_error, relative_path

_NOINDEX = re.compile(
    r"""<meta\b(?=[^>]*\bname=["']?robots\b)(?=[^>]*\bcontent=["']?[^"'>]*noindex)""",
    re.IGNORECASE,
)
# Pages that help readers on their way; no search engine should send people to them.
_UNLISTED = re.compile(r"404|search|genindex(-.*)?|.*-modindex")


#: Sends one event to the parent.
Send = Callable[[dict[str, Any]], None]


class ReportingSphinx(Sphinx):
    """A Sphinx run that reports what it does and what it warns of."""

    def __init__(self, spec: dict[str, Any], send: Send) -> None:
        self._send = send
        self._watched = False
        self._kept_out: list[str] = spec["keep_out"]
        self._more: list[str] = spec["extensions"]
        self._written: list[str] = []
        self.current = ""
        super().__init__(
            srcdir=spec["site"],
            confdir=spec["site"],
            outdir=spec["output"],
            doctreedir=spec["doctrees"],
            buildername=spec["builder"],
            confoverrides=spec["overrides"],
            status=None,
            warning=WarningStream(send),
            freshenv=True,
        )

    def setup_extension(self, extname: str) -> None:
        """Load an extension, but be ready for its warnings before the first one."""
        if not self._watched:
            self._watched = True
            self._watch()
        super().setup_extension(extname)

    def _watch(self) -> None:
        for handler in logging.getLogger(NAMESPACE).handlers:
            if isinstance(handler, WarningStreamHandler):
                handler.setFormatter(WarningReporter(self._send, self._locate))
        self.connect("config-inited", self._on_config, priority=1)

    def _locate(self, path: str) -> str:
        """Return the path of a file, given that or the name of a document."""
        if not Path(self.srcdir, path).is_file() and hasattr(self, "env"):
            path = str(self.env.doc2path(path)) if path in self.env.found_docs else path
        return relative_path(Path(self.srcdir, path).resolve(), Path(self.srcdir))

    def _on_config(self, _app: Sphinx, config: Config) -> None:
        for name in self._more:
            self.setup_extension(name)
        # What was published before must never be read as source.
        config.exclude_patterns = [*config.exclude_patterns, *self._kept_out]
        # Not earlier: some of these events belong to extensions.
        self.connect("env-before-read-docs", self._on_found)
        self.connect("source-read", self._on_read, priority=1)
        self.connect("env-updated", self._on_all_read)
        self.connect("html-page-context", self._on_page, priority=1)

    def _on_found(self, _app: Sphinx, _env: object, documents: list[str]) -> None:
        self._send({"event": "found", "pages": len(documents)})

    def _on_read(self, _app: Sphinx, document: str, _text: list[str]) -> None:
        self.current = self._locate(document)
        self._send({"event": "read"})

    def _on_all_read(self, *_: object) -> None:
        self.current = ""

    def _on_page(self, _app: Sphinx, page: str, *_: object) -> None:
        self.current = self._locate(page) if page in self.env.found_docs else ""
        self._written.append(page)
        self._send({"event": "written"})

    def pages(self) -> dict[str, bool]:
        """Return the path of every page within its language, and whether to list it."""
        found: dict[str, bool] = {}
        builder = self.builder
        if not isinstance(builder, StandaloneHTMLBuilder):
            return found
        for page in self._written:
            # Sphinx makes opensearch.xml the way it makes pages.
            path = Path(builder.get_outfilename(page))
            if path.suffix == ".html" and path.is_file():
                listed = not _UNLISTED.fullmatch(page) and not _NOINDEX.search(
                    path.read_text("utf-8", errors="replace")
                )
                found[path.relative_to(self.outdir).as_posix()] = listed
        return found


def main() -> int:
    """Do what standard input says."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def send(event: dict[str, Any]) -> None:
        try:
            events.write(json.dumps(event) + "\n")
            events.flush()
        except OSError:  # nobody listens any more
            os._exit(1)

    # Documents are many objects that stay: to look through them less often saves a twentieth.
    gc.set_threshold(50_000)
    spec = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_when_alone, daemon=True).start()
    _live_in(spec["environment"])
    os.chdir(spec["site"])
    _forget_interface_catalogs(spec)
    application: ReportingSphinx | None = None
    try:
        with patch_docutils(spec["site"]):
            application = ReportingSphinx(spec, send)
            application.build(force_all=True)
        send({"event": "done", "pages": application.pages()})
    except Exception as error:
        send(_failure(error, application))
        # The log may be on the disk that is full.
        with contextlib.suppress(OSError):
            traceback.print_exc()
        return 1
    return 0


def _end_when_alone() -> None:
    """End this process, and all that it started, when nobody waits for it any more."""
    # Not sys.stdin: a thread that waits in it makes Python fail when the worker ends.
    while os.read(0, 1):
        pass
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _live_in(environment: Mapping[str, str]) -> None:
    """Take an environment: a process that was forked has that of another one."""
    os.environ.clear()
    os.environ.update(environment)
    locale.setlocale(locale.LC_ALL, "C")
    if hasattr(time, "tzset"):
        time.tzset()


def _forget_interface_catalogs(spec: dict[str, Any]) -> None:
    """Make Sphinx compile the site's interface catalogs again.

    It compares times, and a checkout or a build that was killed can leave a
    compiled catalog that is younger than its source, and wrong.  The catalogs of
    pages need no such care: a complete build compiles all of them.
    """
    for place in spec["locale_dirs"]:
        compiled = Path(place, spec["overrides"]["language"], "LC_MESSAGES", "sphinx.mo")
        if compiled.with_suffix(".po").is_file() and compiled.is_file():
            os.utime(compiled, (0, 0))


def _failure(error: Exception, application: ReportingSphinx | None) -> dict[str, Any]:
    """Describe what ended a build: the disk, the settings, or a defect."""
    if broken := disk_error(error):
        return {"event": "disk", "message": broken.strerror}
    settings_errors = (ConfigError, ThemeError, VersionRequirementError)
    origin = getattr(error, "orig_exc", None)
    unloadable = isinstance(error, ExtensionError) and isinstance(origin, ImportError | None)
    if application is None and (isinstance(error, settings_errors) or unloadable):
        setting = "extensions" if unloadable else "html_theme"
        if isinstance(error, ConfigError | VersionRequirementError):
            setting = ""
        return {"event": "settings", "setting": setting, "message": str(error)}
    cause = origin or error
    last_line = traceback.format_exception_only(cause)[-1].strip()
    message = str(cause) if isinstance(cause, SphinxError) else last_line
    path = application.current if application else ""
    return {"event": "crash", "message": message, "path": path}


# -- What Sphinx logs as a warning, as data that crosses to the parent process ------------------

# `C:\` is part of a path; every other colon ends it.
_PATH = re.compile(r"(?:[A-Za-z]:[\\/])?[^:]*")
_LINE = re.compile(r":(\d+)")


def split_location(location: str) -> tuple[str, int]:
    """Return the path and the line of a location as Sphinx writes it.

    A translated message is named after the place of its original.

    >>> split_location("/site/docs/about.md:12:<translated>:1")
    ('/site/docs/about.md', 12)
    >>> split_location("/site/locales/es/LC_MESSAGES/index.po:33")
    ('/site/locales/es/LC_MESSAGES/index.po', 33)
    >>> split_location("<unknown>:1")
    ('', 0)
    """
    matched = _PATH.match(location)
    path = matched.group() if matched else ""
    if path.startswith("<"):
        return "", 0
    line = _LINE.search(location, len(path))
    return path, int(line.group(1)) if line else 0


def code_of(kind: str, subkind: str) -> str:
    """Return the code of a finding from the type and subtype of a warning.

    >>> code_of("myst", "xref_missing"), code_of("docutils", ""), code_of("", "")
    ('myst-xref-missing', 'docutils', 'sphinx')
    """
    return "-".join(filter(None, (kind, subkind))).replace("_", "-").replace(".", "-") or "sphinx"


def bare_message(record: logging.LogRecord) -> str:
    """Return what a warning says, without the place and the type that Sphinx adds."""
    # Sphinx's own kind of record puts the place in front.
    message = logging.LogRecord.getMessage(record).strip()
    kind, subkind = getattr(record, "type", "") or "", getattr(record, "subtype", "") or ""
    suffix = f"[{kind}.{subkind}]" if subkind else f"[{kind}]"
    while kind and message.endswith(suffix):
        message = message.removesuffix(suffix).rstrip()
    if kind == "docutils":
        # What follows is the source text of the directive, at any length.
        message = message.split("\n\n", 1)[0]
    return message


class WarningReporter(logging.Formatter):
    """Hands on what Sphinx logs, and leaves nothing for its stream to write.

    It sits on Sphinx's own warning handler, so it sees what Sphinx would print:
    nothing that ``suppress_warnings`` names, and ``once`` only once.

    :param locate: finds the path of a document from its name.
    """

    def __init__(self, send: Send, locate: Callable[[str], str]) -> None:
        super().__init__()
        self._send, self._locate = send, locate

    def format(self, record: logging.LogRecord) -> str:
        """Hand on one warning."""
        path, line = split_location(str(getattr(record, "location", None) or ""))
        kind, subkind = getattr(record, "type", "") or "", getattr(record, "subtype", "") or ""
        values = record.args if isinstance(record.args, tuple) else ()
        broken = next(filter(None, map(disk_error, values)), None)
        self._send(
            {
                "event": "warning",
                "path": self._locate(path) if path else "",
                "line": line,
                "code": code_of(kind, subkind),
                "message": bare_message(record),
                "level": record.levelno,
                "disk": broken.strerror if broken else "",
            }
        )
        return ""


class WarningStream(io.StringIO):
    """The stream of what Sphinx warns of while it reads ``conf.py``.

    Nothing can listen to its log yet; afterwards :class:`WarningReporter` does.
    """

    def __init__(self, send: Send) -> None:
        super().__init__()
        self._send = send

    def write(self, text: str) -> int:
        """Hand on one warning."""
        if message := text.strip().removeprefix("WARNING: "):
            place = {"event": "warning", "path": "conf.py", "line": 1, "code": "sphinx"}
            self._send({**place, "message": message, "level": logging.WARNING, "disk": ""})
        return len(text)


if __name__ == "__main__":
    sys.exit(main())
