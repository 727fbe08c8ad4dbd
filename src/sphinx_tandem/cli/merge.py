"""``tandem merge``: merges catalogs entry by entry, as a merge driver of git."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from pathlib import Path

from ..catalogs.threeway import merge_files
from ..site.findings import WrongUse
from .verb import CONTENT, Verb, complain, print_findings, say

_ATTRIBUTE = "*.po merge=tandem"


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="three files: ANCESTOR, OURS and THEIRS; the result is written over OURS",
    )
    parser.add_argument("--path", default="", metavar="PATH", help="what findings call the file")
    parser.add_argument(
        "--setup", action="store_true", help="let git merge catalogs so, in this repository"
    )


def run(given: argparse.Namespace) -> int:
    """Merge three versions of a catalog, or tell git to let us."""
    if given.setup:
        if given.files:
            raise WrongUse("--setup takes no files; it tells git how to merge catalogs.")
        return _set_up()
    if len(given.files) != 3:
        raise WrongUse("Give three files: ANCESTOR, OURS and THEIRS, as git's %O %A %B are.")
    ancestor, ours, theirs = given.files
    report = merge_files(ancestor, ours, theirs, given.path)
    print_findings(report.findings)
    if report.remark:
        complain(report.remark)
    return 0 if report.clean else CONTENT


def _set_up() -> int:
    """Write the merge driver into the settings of the repository that we are in."""
    command = f"{shlex.quote(sys.executable)} -m sphinx_tandem merge %O %A %B --path %P"
    # Where this Python is gone or broken, nothing was merged, and the other branch's work
    # would be lost: then git merges the lines, as it would without us.
    # Only what was written tells: ours may hold marks of an earlier merge.
    ours = "$(git hash-object --no-filters %A)"
    driver = (
        f'before="{ours}"; {command} || '
        f'{{ test "$before" = "{ours}" || exit 1; git merge-file %A %O %B; }}'
    )
    settings = {"merge.tandem.name": "entry by entry, by tandem", "merge.tandem.driver": driver}
    for name, value in settings.items():
        done = _git("config", "--local", name, value)
        if done.returncode:
            raise WrongUse(
                f"git could not be told to merge catalogs ({done.stderr.strip()}); run this in a "
                "clone of the repository. Nothing was changed."
            )
    where = ".gitattributes" if _is_asked_for() else _ask_for()
    say(f"git now merges catalogs entry by entry, as {where} says: {_ATTRIBUTE!r}.")
    return 0


def _git(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *arguments], input=given, capture_output=True, text=True, check=False
    )


def _is_asked_for() -> bool:
    """Say whether git uses the driver already for every catalog that it knows."""
    # An attribute may be beside the catalogs, in a folder that no other file is in.
    catalogs = _git("ls-files", "-z", "--", ":/*.po").stdout or "a.po\0"
    attributes = _git("check-attr", "--stdin", "-z", "merge", given=catalogs).stdout
    return set(attributes.split("\0")[2::3]) == {"tandem"}


def _ask_for() -> str:
    """Ask for the driver in the attributes of this copy, and return their name."""
    path = Path(_git("rev-parse", "--git-path", "info/attributes").stdout.strip())
    try:
        held = path.read_text("utf-8") if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        gap = "\n" if held and not held.endswith("\n") else ""
        path.write_text(f"{held}{gap}{_ATTRIBUTE}\n", "utf-8")
    except OSError as error:
        raise WrongUse(
            f"{path} could not be written ({error.strerror}); write the line {_ATTRIBUTE!r} into "
            ".gitattributes, so that git merges catalogs entry by entry."
        ) from error
    if not _is_asked_for():
        raise WrongUse(
            f".gitattributes has other wishes for catalogs; write the line {_ATTRIBUTE!r} at its "
            "end, so that git merges catalogs entry by entry."
        )
    return path.as_posix()


MERGE = Verb("merge", "Merges two branches' versions of a catalog, entry by entry.", add, run)
