"""What surrounds a command: the folder where it starts, and the commit that dates a site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from harness.commands import environment
from sphinx_tandem.site.sphinx_process import worker_environment


def git(folder: Path, *arguments: str) -> None:
    who = {
        f"GIT_{role}_{what}": "a@b.c"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    when = {"GIT_COMMITTER_DATE": "1700000000 +0000"}
    subprocess.run(["git", *arguments], cwd=folder, check=True, env={**os.environ, **who, **when})


def epoch(site: Path, environment: dict[str, str]) -> str:
    return worker_environment(site, {"PATH": os.environ["PATH"], **environment})[
        "SOURCE_DATE_EPOCH"
    ]


def test_the_commit_gives_the_date_of_a_site_that_is_committed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "conf.py").write_text("")
    (site / "index.md").write_text("# Home\n")
    os.utime(site / "conf.py", (1500000000, 1500000000))
    os.utime(site / "index.md", (1600000000, 1600000000))
    assert epoch(site, {}) == "1600000000"
    git(tmp_path, "init", "-q")
    assert epoch(site, {}) == "1600000000"  # A folder that is not committed has no commit.
    git(tmp_path, "add", "site")
    git(tmp_path, "commit", "-q", "-m", "A site")
    assert epoch(site, {}) == "1700000000"
    assert epoch(site, {"SOURCE_DATE_EPOCH": "5"}) == "5"
    assert epoch(site, {"SOURCE_DATE_EPOCH": "nonsense"}) == "1700000000"


def test_a_command_in_a_folder_that_is_gone_says_so(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = f'rmdir "{gone}" && exec "{sys.executable}" -m sphinx_tandem check'
    done = subprocess.run(
        ["sh", "-c", program],
        cwd=gone,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.startswith("The folder in which the command was started is gone. ")
    assert "unexpected" not in done.stderr
