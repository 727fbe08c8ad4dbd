"""The live lines of a build on a terminal: one for each language."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from typing import TextIO

from .build.processes import LanguageRun

_BAR = 20
_PAUSE = 0.05


def is_live(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Say whether lines on *stream* can be written over."""
    return stream.isatty() and environment.get("TERM", "") not in ("", "dumb")


class Lines:
    """Redraws a line for each language, without colours.

    :param stream: the terminal.
    :param names: the languages' own names by their codes.
    """

    def __init__(self, stream: TextIO, names: Mapping[str, str]) -> None:
        self._stream = stream
        self._names = names
        self._runs: dict[str, LanguageRun] = {}
        self._drawn = 0
        self._when = 0.0
        plain = "utf" not in (stream.encoding or "").lower()
        self._full, self._empty = ("#", ".") if plain else ("█", "░")

    def show(self, run: LanguageRun) -> None:
        """Show how far the build of a language is."""
        self._runs[run.language] = run
        now = time.monotonic()
        if now - self._when > _PAUSE or run.seconds:
            self._when = now
            self._draw()

    def _draw(self) -> None:
        width = shutil.get_terminal_size().columns - 1
        up = f"\x1b[{self._drawn}A" if self._drawn else ""
        lines = [self._line(code)[:width] for code in self._names if code in self._runs]
        self._stream.write(up + "".join(f"\r{line}\x1b[K\n" for line in lines))
        self._stream.flush()
        self._drawn = len(lines)

    def _line(self, code: str) -> str:
        run = self._runs[code]
        name = self._names[code].ljust(max(map(len, self._names.values())))
        total = max(run.total, run.written, 1)
        done = (min(run.read, total) + run.written) / (2 * total)
        filled = _BAR if run.done else min(int(done * _BAR), _BAR - 1)
        bar = self._full * filled + self._empty * (_BAR - filled)
        text = f"{name} {bar} read {run.read} of {run.total}, written {run.written}"
        if run.written:
            text += f" of {total}"
        return text + (f", {run.seconds:.1f} s" if run.seconds else "")
