"""What a build must not depend on: the clock, the machine's language, chance.

Two clean builds of the same commit are byte-identical.  Dates that are not in
the sources come from ``SOURCE_DATE_EPOCH``; where nobody has set it, from the
commit that is checked out; outside a repository, from the newest source file,
because an archive of a commit carries the commit's time in its files, while a
constant would tell readers that the site was updated in 1970.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

#: What is the same for every run of Sphinx.
FIXED = {
    # The order of sets, and with it the order of some lists on pages.
    "PYTHONHASHSEED": "0",
    # Names of months, messages of Sphinx: the page's language decides, not the machine's.
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "PYTHONUTF8": "1",
    "PYTHONUNBUFFERED": "1",
    "TZ": "UTC",
}
_SOURCES = frozenset({".md", ".rst", ".txt", ".po", ".ipynb"})


def worker_environment(site: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for the processes that build a site.

    :param site: the folder that holds ``conf.py``.
    :param environment: the environment of this process.
    """
    found = {**environment, **FIXED}
    if not found.get("SOURCE_DATE_EPOCH", "").isdecimal():
        found["SOURCE_DATE_EPOCH"] = str(_commit_time(site) or _newest_source(site))
    return found


def _commit_time(site: Path) -> int:
    """Return the time of the commit that holds the site, or 0."""
    for question in (["ls-files", "--error-unmatch", "conf.py"], ["log", "-1", "--format=%ct"]):
        try:
            asked = subprocess.run(
                ["git", "-C", str(site), *question], capture_output=True, text=True, check=False
            )
        except OSError:
            return 0
        if asked.returncode:
            return 0
    return int(asked.stdout.strip() or 0)


def _newest_source(site: Path) -> int:
    return int(max((path.stat().st_mtime for path in _sources(site)), default=0))


def _sources(site: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(site):
        # Folders of tools and of builds are not the site's text.
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in files:
            if name == "conf.py" or Path(name).suffix in _SOURCES:
                yield Path(folder, name)
