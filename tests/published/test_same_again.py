"""What is published depends on the sources, and on nothing else."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest

from real_site import Published, build, copy_sources, run


def differences(one: Path, other: Path, names: list[str]) -> list[str]:
    """Return the files that are not the same, byte for byte."""
    _, different, missing = filecmp.cmpfiles(one, other, names, shallow=False)
    return sorted(different + missing)


def test_two_builds_of_the_same_sources_are_the_same(published: Published, tmp_path: Path) -> None:
    """Another folder, another time zone, another order of hashes: the same bytes."""
    again = build(tmp_path / "elsewhere", TZ="Pacific/Auckland", PYTHONHASHSEED="7", LC_ALL="C")
    assert again.files == published.files
    assert not differences(published.folder, again.folder, list(published.files))


@pytest.mark.parametrize("language", ["en", "es"])
def test_plain_sphinx_builds_the_same_pages(
    published: Published, tmp_path: Path, language: str
) -> None:
    copy_sources(tmp_path)
    plain = tmp_path / "plain"
    run("sphinx", "-q", "-W", "-D", f"language={language}", ".", str(plain), folder=tmp_path)
    ours = published.folder / "es" if language == "es" else published.folder
    names = [*published.pages(language), "searchindex.js", "blog/atom.xml"]
    assert not differences(ours, plain, names)
