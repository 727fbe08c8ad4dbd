"""Prints handouts as PDF, with a Chromium that is on the machine.

Why Chromium: it prints the very pages that a browser shows, with their styles,
fonts and languages, marks headings and lists for screen readers, and is already on
most machines and on those that build sites for others.  Nothing is installed for it,
and a site without PDF needs none.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..site.findings import MachineFailure

#: The variable that names the browser where it is not found by itself.
VARIABLE = "TANDEM_BROWSER"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
          "microsoft-edge", "msedge")  # fmt: skip
_FLAGS = ("--headless", "--disable-gpu", "--disable-background-networking",
          "--disable-component-update", "--disable-sync", "--no-first-run",
          "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline")  # fmt: skip
_FOLDER = "handouts"
_SECONDS = 120


def browser(environment: Mapping[str, str]) -> str:
    """Return the browser that prints.

    :raises MachineFailure: when there is none.
    """
    named = environment.get(VARIABLE, "")
    found = named or next((path for name in _NAMES if (path := shutil.which(name))), "")
    if not found:
        raise MachineFailure(
            "PDF files need Chromium, Chrome or Edge, and none was found. Install one, or name "
            f"it in the variable {VARIABLE}, or build without --pdf. Nothing was published."
        )
    return found


def handouts(tree: Path) -> list[Path]:
    """Return the pages of a built tree that are to be printed."""
    return sorted(
        path
        for path in tree.rglob("*.html")
        if _FOLDER in path.relative_to(tree).parts and path.name != "index.html"
    )


def print_pages(pages: Sequence[Path], environment: Mapping[str, str]) -> None:
    """Print each page into a PDF beside it.

    :raises MachineFailure: when there is no browser, or it fails.
    """
    if not pages:
        return
    program = browser(environment)
    with (
        tempfile.TemporaryDirectory(prefix="tandem-", ignore_cleanup_errors=True) as folder,
        ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1)) as pool,
    ):
        profiles = (Path(folder, str(number)) for number in range(len(pages)))
        # Where one fails, those that have not begun are cancelled.
        list(pool.map(functools.partial(_print, program), pages, profiles))


def _print(program: str, page: Path, profile: Path) -> None:
    pdf = page.with_suffix(".pdf")
    command = [program, *_FLAGS, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}",
               page.as_uri()]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.insert(1, "--no-sandbox")  # Chromium refuses to run as root with it
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MachineFailure(f"{program} could not print {page.name}: {error}.") from error
    if not pdf.is_file() or not pdf.stat().st_size:
        said = " ".join(run.stderr.split())[-300:]
        raise MachineFailure(f"{program} did not print {page.name}: {said}")
