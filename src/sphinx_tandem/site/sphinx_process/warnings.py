"""What Sphinx logged as a warning, as data that crosses to the parent process."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..findings import disk_error

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


class WarningFormatter(logging.Formatter):
    """Formats what Sphinx logs as one line of JSON, for :class:`WarningStream`.

    It sits on Sphinx's own warning handler, so it sees what Sphinx would print:
    nothing that ``suppress_warnings`` names, and ``once`` only once.

    :param locate: finds the path of a document from its name.
    """

    def __init__(self, locate: Callable[[str], str]) -> None:
        super().__init__()
        self._locate = locate

    def format(self, record: logging.LogRecord) -> str:
        """Return the warning as JSON."""
        path, line = split_location(str(getattr(record, "location", None) or ""))
        kind, subkind = getattr(record, "type", "") or "", getattr(record, "subtype", "") or ""
        values = record.args if isinstance(record.args, tuple) else ()
        broken = next(filter(None, map(disk_error, values)), None)
        return json.dumps(
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


class WarningStream:
    """The stream that Sphinx writes warnings to: it hands them on as events.

    Text that is not JSON was logged before the formatter could be put in place,
    while Sphinx was reading ``conf.py``.
    """

    encoding = "utf-8"

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send

    def write(self, text: str) -> int:
        """Hand on one warning."""
        text_only = text.strip()
        if text_only.startswith("{"):
            self._send(json.loads(text_only))
        elif text_only:
            message = text_only.removeprefix("WARNING: ")
            self._send(
                {
                    "event": "warning",
                    "path": "conf.py",
                    "line": 1,
                    "code": "sphinx",
                    "message": message,
                    "level": logging.WARNING,
                    "disk": "",
                }
            )
        return len(text)

    def flush(self) -> None:
        """Do nothing: every warning is handed on at once."""


def relative_path(path: str, site: Path) -> str:
    """Return *path* as a person in the site's folder would type it."""
    if not path:
        return ""
    absolute = site / path
    try:
        return absolute.resolve().relative_to(site).as_posix()
    except ValueError:
        return absolute.as_posix()
