"""What is published depends on the sources, and on nothing else."""

from __future__ import annotations

import filecmp
from pathlib import Path

from harness.commands import run
from harness.real import Published, copy_sources

# What Sphinx and its theme leave there, and nobody reads.
UNPUBLISHED = {".buildinfo", "_static/webpack-macros.html"}


def differences(one: Path, other: Path, names: list[str]) -> list[str]:
    """Return the files that are not the same, byte for byte."""
    _, different, missing = filecmp.cmpfiles(one, other, names, shallow=False)
    return sorted(different + missing)


def test_another_build_elsewhere_gives_the_same_bytes(published: Published, tmp_path: Path) -> None:
    """Plain Sphinx, another folder, another time zone, another order of hashes.

    In Spanish: that is what the English needs, and the catalogs beside it.
    """
    copy_sources(tmp_path)
    plain = tmp_path / "plain"
    command = ("sphinx", "-q", "-W", "-D", "language=es", ".", str(plain))
    elsewhere = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    done = run(*command, cwd=tmp_path, env=elsewhere)
    assert done.returncode == 0, done.stdout + done.stderr
    ours = published.folder / "es"
    made = [path for path in plain.rglob("*") if path.is_file() and ".doctrees" not in path.parts]
    names = {path.relative_to(plain).as_posix() for path in made} - UNPUBLISHED
    assert names >= {*published.pages("es"), "_search/search.js", "blog/atom.xml"}
    assert not differences(ours, plain, sorted(names))
