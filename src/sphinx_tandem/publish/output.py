"""The folder to publish into: whether it may be replaced, and how it is."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from ..site.findings import WrongUse

# GitHub Pages serves a folder as it is when it holds this file, whatever stands in it.
# What stands in it tells our own trees from folders that we must never replace.
MARKER = ".nojekyll"
MARKER_TEXT = (
    "This folder was published by `tandem build`, which replaces it as a whole.\n"
    "The file tells GitHub Pages to serve the folder as it is.\n"
)

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def is_published(output: Path, text: str = MARKER_TEXT) -> bool:
    """Say whether *output* is a site that we published.

    :param text: what its marker says; each kind of site has its own.
    """
    marker = output / MARKER
    return marker.is_file() and marker.read_text("utf-8", errors="replace") == text


def checked_output(output: Path, site: Path, text: str = MARKER_TEXT) -> Path:
    """Return the real folder behind *output*, when it may be replaced.

    :param output: where to publish; a symbolic link is followed.
    :param site: the folder that holds ``conf.py``.
    :param text: what the marker of a tree says that may be replaced.
    :raises WrongUse: when replacing it would destroy something.
    """
    safe = "Nothing was changed. Choose another folder with --output."
    if output.is_symlink() and not output.exists():
        raise WrongUse(f"{output} is a link to a folder that does not exist. {safe}")
    real = output.resolve()
    if site.is_relative_to(real):
        raise WrongUse(f"{output} holds the sources of the site itself. {safe}")
    blocked = next((place for place in (real, *real.parents) if place.exists()), real)
    if not blocked.is_dir():
        raise WrongUse(f"{blocked} is a file, not a folder to publish into. {safe}")
    if real.is_dir() and any(real.iterdir()) and not is_published(real, text):
        raise WrongUse(
            f"{output} holds something that is not a site published by this command, and is "
            f"therefore not replaced. {safe}"
        )
    return real


def replace(output: Path, stage: Path, spare: Path) -> None:
    """Put the tree *stage* in the place of *output*, in one step where the system can.

    :param spare: where the old tree goes when it takes two steps; a later build
        finds it there if this one is killed between them.
    """
    if not output.exists():
        stage.rename(output)
    elif not _exchange(stage, output):
        output.rename(spare)
        try:
            stage.rename(output)
        except OSError:
            spare.rename(output)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names, so that a reader finds one of them at any time."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    names = (os.fsencode(one), os.fsencode(other))
    # A file system that cannot do it says so; then two steps do, or say why they cannot.
    return bool(rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)


@contextlib.contextmanager
def unstoppable() -> Iterator[None]:
    """Let no signal interrupt the few milliseconds in which the site is replaced.

    Whoever stops the command must not be told that the old pages still stand
    when the new ones do.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        number: signal.signal(number, signal.SIG_IGN)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
