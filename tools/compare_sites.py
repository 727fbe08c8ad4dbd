"""Compare the sites that two commits publish, file by file.

    python tools/compare_sites.py OLD [NEW]
    python tools/compare_sites.py --folders OLD NEW

Each commit is checked out into a worktree that is gone afterwards, and built by its own
engine, with the packages of the Python that runs this.  Files whose difference is the same
are listed together.  Ends with 0 when the sites are identical, with 1 when they differ, and
with 2 when there is nothing to compare, because a build failed for example.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from itertools import islice, zip_longest
from pathlib import Path

AROUND = 60  # characters that are shown on either side of where two lines part


class NothingToCompare(Exception):
    """A commit could not be checked out or built, or a folder is not there."""


def run(*command: str, **environment: str) -> None:
    """Run a command in the current folder, and show what it said if it fails."""
    told = {**os.environ, **environment}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=told)
    if done.returncode:
        raise NothingToCompare(f"{' '.join(command)}\n{done.stdout}{done.stderr}".rstrip())


@contextmanager
def built(commit: str, folder: Path) -> Iterator[Path]:
    """Build the site of a commit below *folder*, and yield what would be published."""
    source, output = folder / "source", folder / "site"
    run("git", "worktree", "add", "--detach", str(source), commit)
    try:
        path = os.pathsep.join(filter(None, [str(source / "src"), os.environ.get("PYTHONPATH")]))
        command = ("-m", "sphinx_tandem", "build", "--site", str(source), "--output", str(output))
        run(sys.executable, *command, PYTHONPATH=path)
        yield output
    finally:
        run("git", "worktree", "remove", "--force", str(source))


def files(folder: Path) -> set[str]:
    """Return the files below a folder, as paths within it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def where_they_part(old: str, new: str) -> tuple[str, str]:
    """Cut two lines down to the place where they begin to differ: pages have long lines."""
    pairs = enumerate(zip(old, new, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = max(same - AROUND, 0)
    more = "…" if start else ""
    return more + old[start : same + AROUND], more + new[start : same + AROUND]


def changed_lines(old: list[str], new: list[str]) -> Iterator[str]:
    """Yield what goes and what comes, one line after the other."""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for before, after in zip_longest(old[a:b], new[c:d]):
            gone, come = where_they_part(before or "", after or "")
            if before is not None:
                yield f"  - {gone}"
            if after is not None:
                yield f"  + {come}"


def difference(old: bytes, new: bytes, most: int) -> str:
    """Say in at most *most* lines how two files differ."""
    try:
        lines = list(
            islice(changed_lines(old.decode().splitlines(), new.decode().splitlines()), most + 1)
        )
    except UnicodeDecodeError:
        lines = []
    if not lines:
        return f"  {len(old)} bytes before, {len(new)} after"
    if len(lines) > most:
        lines[most:] = ["  …"]
    return "\n".join(lines)


def compare(old: Path, new: Path, most: int) -> list[str]:
    """Return what differs between two published folders, in words; nothing if they are equal."""
    for folder in (old, new):
        if not folder.is_dir():
            raise NothingToCompare(f"{folder} is no folder.")
    before, after = files(old), files(new)
    said = [f"only in the old site: {name}" for name in sorted(before - after)]
    said += [f"only in the new site: {name}" for name in sorted(after - before)]
    alike: dict[str, list[str]] = defaultdict(list)
    for name in sorted(before & after):
        one, other = (old / name).read_bytes(), (new / name).read_bytes()
        if one != other:
            alike[difference(one, other, most)].append(name)
    for how, names in alike.items():
        said += [*(f"differs: {name}" for name in names), how]
    return said


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("old", metavar="OLD", help="a commit, or a folder with --folders")
    parser.add_argument("new", metavar="NEW", nargs="?", help="the same; by default HEAD")
    parser.add_argument("--folders", action="store_true", help="compare two built sites")
    parser.add_argument(
        "--lines", type=int, default=6, metavar="N", help="show at most N lines of each difference"
    )
    given = parser.parse_args()
    if given.folders and not given.new:
        parser.error("--folders needs two folders")
    return given


def main() -> int:
    """Compare two commits or two folders, and print what differs."""
    given = arguments()
    try:
        if given.folders:
            said = compare(Path(given.old), Path(given.new), given.lines)
        else:
            with (
                tempfile.TemporaryDirectory() as name,
                built(given.old, Path(name, "old")) as old,
                built(given.new or "HEAD", Path(name, "new")) as new,
            ):
                said = compare(old, new, given.lines)
    except NothingToCompare as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(said) or "The sites are identical.")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
