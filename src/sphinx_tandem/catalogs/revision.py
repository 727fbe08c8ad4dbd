"""The site as it was at an earlier revision, written out of git into a temporary folder."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..failures import DISK_ERRORS, MachineFailure, WrongUse


@contextmanager
def site_at(folder: Path, revision: str) -> Iterator[Path]:
    """Write a revision into a temporary folder and yield the site's folder in it.

    The files are those that a checkout would give.  ``git archive`` would leave out
    what ``.gitattributes`` keeps from releases, and the index and the files that
    people work on must stay as they are, so git gets an index of its own.

    :param folder: the site's folder, absolute.
    :param revision: whatever git takes for a commit: a hash, ``main``, ``HEAD~3``.
    :raises WrongUse: when there is no git, no repository or no such revision.
    :raises MachineFailure: when the disk fails.
    """
    top = Path(_ask(folder, "rev-parse", "--show-toplevel", why=_no_repository(folder)))
    commit = _commit(folder, revision)
    with tempfile.TemporaryDirectory(prefix="tandem-") as temporary:
        target = Path(temporary).resolve() / "then"
        index = {"GIT_INDEX_FILE": str(Path(temporary).resolve() / "index")}
        why = f"git could not bring back {revision}"
        _ask(top, "read-tree", commit, why=why, env=index)
        _ask(top, "checkout-index", "--all", "--quiet", f"--prefix={target}/", why=why, env=index)
        site = target / folder.resolve().relative_to(top.resolve())
        if not site.is_dir():
            raise WrongUse(f"At {revision} there was no folder {folder.name}: nothing to compare.")
        yield site


def _commit(folder: Path, revision: str) -> str:
    """Return the hash of the commit that a revision names."""
    if not revision.strip() or "\0" in revision:
        raise WrongUse("--since needs a revision, such as HEAD~1, main or a commit's hash.")
    why = f"There is no revision {revision!r} in this repository"
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^0")
    if found.returncode == 0:
        return found.stdout.strip()
    if _git(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == "true":
        raise WrongUse(
            f"{why}, of which only the latest commits were copied (a shallow clone). "
            "Fetch the others with `git fetch --unshallow`, or give the checkout that makes "
            "the copy a greater fetch-depth."
        )
    raise WrongUse(
        f"{why}. `git log --oneline` lists those that it has; a branch of another copy must be "
        "fetched first."
    )


def _no_repository(folder: Path) -> str:
    return f"--since compares with an earlier revision, but {folder} is in no git repository"


def _ask(folder: Path, *arguments: str, why: str, env: Mapping[str, str] = {}) -> str:
    """Return what git answers.

    :raises WrongUse: with *why*, and git's own last words, when it refuses.
    """
    done = _git(folder, *arguments, env=env)
    if done.returncode == 0:
        return done.stdout.strip()
    said = " ".join(done.stderr.split())
    if any(os.strerror(number) in said for number in DISK_ERRORS):
        raise MachineFailure(f"{why}: {said}.")
    raise WrongUse(f"{why} ({said.removesuffix('.') or 'git did not say why'}).")


def _git(
    folder: Path, *arguments: str, env: Mapping[str, str] = {}
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C", **env},
            check=False,
        )
    except OSError as error:
        raise WrongUse(
            "--since asks git for an earlier revision, but there is no git on this computer."
        ) from error
