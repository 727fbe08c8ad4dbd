"""A finding: one thing that is wrong, at the place where a person can correct it."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, order=True)
class Finding:
    """One problem.

    :param path: the file, relative to the site's folder; ``""`` where there is none.
    :param line: the line, counted from 1; 0 where a whole file is meant.
    :param code: the short name of the rule, such as ``catalog-syntax``.
    :param message: what happened, what it means now and what to do, in one line.
    :param language: the language that it concerns, or ``""`` for all.
    """

    path: str
    line: int
    code: str
    message: str
    language: str = ""

    def __str__(self) -> str:
        """Return ``path:line: code: message``, which editors make a link of."""
        place = f"{self.place}: " if self.path else ""
        line = f"{place}{self.code}: {' '.join(self.message.split())}"
        # What a terminal would obey is shown as Python writes it.
        return _CONTROL.sub(lambda sign: ascii(sign[0])[1:-1], line)

    @property
    def place(self) -> str:
        """Where it is, as ``path:line``."""
        return f"{self.path}:{self.line or 1}" if self.path else "the whole site"

    def as_data(self) -> dict[str, Any]:
        """Return the finding as ``--json`` writes it."""
        return asdict(self)


def relative_path(path: Path, site: Path) -> str:
    """Return a path as findings write it: relative to the site where it is in there.

    :param site: the site's folder, absolute.
    """
    return (path.relative_to(site) if path.is_relative_to(site) else path).as_posix()


def unique(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings sorted, each once.

    The same warning from several languages is one finding, without a language.
    """
    by_place: dict[tuple[str, int, str, str], set[str]] = {}
    for found in findings:
        key = (found.path, found.line, found.code, found.message)
        by_place.setdefault(key, set()).add(found.language)
    return sorted(
        Finding(*key, language=languages.pop() if len(languages) == 1 else "")
        for key, languages in by_place.items()
    )


# A full or broken disk, a quota, a file-size limit: nothing that a writer can mend in a page.
DISK_ERRORS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE}
)


class WrongUse(Exception):
    """The command was used wrongly; the message says how to use it rightly."""


class MachineFailure(Exception):
    """The machine failed: the disk is full, a port is taken, a process was ended."""


def disk_error(error: object) -> OSError | None:
    """Return the disk's error that is behind *error*, if there is one."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        current = waiting.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, OSError) and current.errno in DISK_ERRORS:
            return current
        # Sphinx keeps what an event handler raised in ``orig_exc``.
        waiting += [current.__cause__, current.__context__, getattr(current, "orig_exc", None)]
    return None
