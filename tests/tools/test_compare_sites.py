"""``tools/compare_sites.py`` finds what differs between two published sites, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.commands import REPOSITORY, environment
from harness.sites import MakeSite

SCRIPT = REPOSITORY / "tools" / "compare_sites.py"


def compare(*words: str | Path, folder: Path) -> tuple[int, str, str]:
    """Run the script; return its exit code and what it said."""
    command = [sys.executable, str(SCRIPT), *map(str, words)]
    done = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two built sites that are the same."""
    for name in ("old", "new"):
        (tmp_path / name / "es").mkdir(parents=True)
        (tmp_path / name / "index.html").write_text(f"<p>Home</p>\n<p>{'x' * 500}</p>\n", "utf-8")
        (tmp_path / name / "es" / "index.html").write_text("<p>Inicio</p>\n", "utf-8")
        (tmp_path / name / "logo.png").write_bytes(b"\x89PNG\xff")
    return tmp_path / "old", tmp_path / "new"


def test_identical_sites_are_identical(folders: tuple[Path, Path], tmp_path: Path) -> None:
    assert compare("--folders", *folders, folder=tmp_path) == (0, "The sites are identical.\n", "")


def test_everything_that_differs_is_listed_once_with_a_short_difference(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = folders
    for name in ("index.html", "es/index.html"):
        page = new / name
        page.write_text(page.read_text("utf-8") + "<p>More</p>\n", "utf-8")
    long = (old / "index.html").read_text("utf-8")
    (old / "long.html").write_text(long, "utf-8")
    (new / "long.html").write_text(long.replace("x</p>", "y</p>"), "utf-8")
    (new / "logo.png").write_bytes(b"\x89PNG\xff\xff")
    (old / "gone.html").write_text("", "utf-8")
    (new / "come.html").write_text("", "utf-8")
    code, said, _ = compare("--folders", old, new, folder=tmp_path)
    assert code == 1
    shown = f"…{'x' * 60}"
    assert said.splitlines() == [
        "only in the old site: gone.html",
        "only in the new site: come.html",
        "differs: es/index.html",
        "differs: index.html",
        "  + <p>More</p>",
        "differs: logo.png",
        "  5 bytes before, 6 after",
        "differs: long.html",
        f"  - {shown}x</p>",
        f"  + {shown}y</p>",
    ]


def test_a_long_difference_is_cut(folders: tuple[Path, Path], tmp_path: Path) -> None:
    (folders[1] / "es" / "index.html").write_text("a\n" * 50, "utf-8")
    _, said, _ = compare("--folders", *folders, "--lines", "3", folder=tmp_path)
    assert said.splitlines()[1:] == ["  - <p>Inicio</p>", "  + a", "  + a", "  …"]


def test_nothing_is_compared_where_a_folder_is_missing(tmp_path: Path) -> None:
    code, said, complained = compare("--folders", tmp_path, tmp_path / "none", folder=tmp_path)
    assert (code, said) == (2, "") and "none is no folder" in complained


def test_two_commits_are_built_and_compared_and_leave_nothing_behind(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n\nGood morning.\n"})

    def git(*words: str) -> str:
        who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
        done = subprocess.run(
            ["git", *who, *words], cwd=site.folder, capture_output=True, text=True, check=True
        )
        return done.stdout

    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message=one")
    site.write("index.md", "# Home\n\nGood evening.\n")
    git("commit", "--quiet", "--all", "--message=two")
    code, said, complained = compare("HEAD^", folder=site.folder)
    assert (code, complained) == (1, "")
    assert "differs: index.html\n" in said and "differs: es/index.html\n" in said
    assert "Good morning." in said and "Good evening." in said
    code, _, complained = compare("no-such-commit", folder=site.folder)
    assert code == 2 and "no-such-commit" in complained
    assert len(git("worktree", "list").splitlines()) == 1
