"""What the repository's host tells translators and maintainers: each thing in one place.

No report is at English's cost: only what is broken fails.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.commands import program as shell_program
from harness.sites import MakeSite, TinySite

REPOSITORY = Path(__file__).resolve().parent.parent.parent
WORKFLOWS = REPOSITORY / ".github" / "workflows"
# A stand-in for the host's command: it notes what it is asked, and answers from files.
GH = """\
#!{python}
import json, os, shutil, subprocess, sys
with open(os.environ["ASKED"], "a", encoding="utf-8") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
if sys.argv[2] == "list":
    query = sys.argv[sys.argv.index("--jq") + 1]
    answer = os.environ["ANSWER"]
    print(subprocess.run(["jq", "-r", query], input=answer, text=True, capture_output=True, check=True).stdout, end="")
if sys.argv[1:3] == ["run", "download"]:
    shutil.copy(os.environ["PATCH"], sys.argv[sys.argv.index("--dir") + 1])
"""
needs_jq = pytest.mark.skipif(not shutil.which("jq"), reason="the host has jq, this machine not")


def program(folder: Path, name: str, text: str) -> None:
    """Put a program into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    (folder / name).chmod(0o755)


def git(folder: Path, *arguments: str) -> str:
    """Run git, as somebody who has set nothing up."""
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def site(make_site: MakeSite) -> TinySite:
    """A site under version control, with the script that reports."""
    site = make_site()
    (site.folder / ".ci").mkdir()
    shutil.copy(REPOSITORY / ".ci" / "translations", site.folder / ".ci")
    git(site.folder, "init", "-q")
    git(site.folder, "add", "--all")
    git(site.folder, "commit", "-q", "--message", "x")
    return site


def report(site: TinySite, *revision: str) -> tuple[int, str]:
    """Return how the script ended, and its report."""
    bin_folder = site.folder.parent / "bin"
    program(bin_folder, "tandem", shell_program("sphinx_tandem"))
    file = site.folder.parent / "report.md"
    done = subprocess.run(
        ["bash", str(site.folder / ".ci" / "translations"), str(file), *revision],
        env={**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"},
        check=False,
    )
    return done.returncode, file.read_text("utf-8")


def test_an_english_edit_is_told_what_becomes_stale_and_does_not_fail(site: TinySite) -> None:
    site.write("about.md", "# About\n\nWho we all are. [Home](index.md)\n")
    code, text = report(site, "HEAD")
    assert code == 0
    assert "Who we **all** are." in text
    assert "Quiénes somos." in text


def test_broken_spanish_fails_and_is_told_at_its_line(site: TinySite) -> None:
    site.append("locales/es/LC_MESSAGES/about.po", '\nmsgid "Team"\nmsgstr "Equipo\n')
    code, text = report(site, "HEAD")
    assert code == 1
    assert "    locales/es/LC_MESSAGES/about.po:" in text and "catalog-syntax" in text


def test_the_weekly_report_holds_figures_changes_and_findings(site: TinySite) -> None:
    site.write("about.md", "# About\n\nWho we all are. [Home](index.md)\n")
    code, text = report(site)
    assert code == 0
    assert "    Español (es)" in text, "figures in columns"
    assert "Who we **all** are." in text
    assert "# What `tandem check` says" in text
    figures = json.loads((site.folder.parent / "report.md.json").read_text("utf-8"))
    assert figures["languages"]["es"]["stale"] == 1


# -- The steps that write, as the host runs them --------------------------------------------


def step(job: str, name: str, workflow: str = "translations.yml") -> str:
    """Return the commands of a step."""
    steps = yaml.safe_load((WORKFLOWS / workflow).read_text("utf-8"))["jobs"][job]["steps"]
    return next(found["run"] for found in steps if found.get("name") == name)


def run_step(folder: Path, commands: str, answer: Any, **variables: str) -> list[list[str]]:
    """Run a step in *folder* and return what it asked the host."""
    program(folder.parent / "bin", "gh", GH.format(python=sys.executable))
    asked = folder.parent / "asked"
    asked.write_text("", "utf-8")
    environment = {
        **os.environ,
        "PATH": f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "ASKED": str(asked),
        "ANSWER": json.dumps(answer),
        "GITHUB_STEP_SUMMARY": str(folder.parent / "summary"),
        "GITHUB_RUN_ID": "7",
        "RUNNER_TEMP": str(folder.parent),
    }
    subprocess.run(
        ["bash", "-e", "-c", commands], cwd=folder, env={**environment, **variables}, check=True
    )
    return [json.loads(line) for line in asked.read_text("utf-8").splitlines()]


TITLE = "Where translators are needed"


@needs_jq
@pytest.mark.parametrize(
    ("issues", "waiting", "does"),
    [
        ([], "true", ["create"]),
        ([], "false", []),
        ([("OPEN", TITLE)], "true", ["edit"]),
        ([("OPEN", TITLE)], "false", ["edit", "close"]),
        ([("CLOSED", TITLE)], "true", ["edit", "reopen"]),
        ([("CLOSED", TITLE)], "false", ["edit"]),
        ([("OPEN", "Another one")], "true", ["create"]),
    ],
)
def test_one_issue_tells_it_all_and_is_never_opened_twice(
    tmp_path: Path, issues: list[tuple[str, str]], waiting: str, does: list[str]
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    answer = [
        {"number": number, "state": state, "title": title}
        for number, (state, title) in enumerate(issues, 12)
    ]
    hostile = "$(touch harmed) `touch harmed`\n"
    asked = run_step(
        folder, step("tell", "Write the issue anew"), answer, REPORT=hostile, WAITING=waiting
    )
    about = [words for words in asked if words[0] == "issue" and words[1] != "list"]
    assert [words[1] for words in about] == does
    assert all("12" in words for words in about if words[1] != "create")
    assert (folder / "report.md").read_text("utf-8").startswith("$(touch harmed)")
    assert not (folder / "harmed").exists()


@needs_jq
def test_an_update_is_proposed_once_and_brings_nothing_but_catalogs(tmp_path: Path) -> None:
    origin, folder, patch = tmp_path / "origin", tmp_path / "work", tmp_path / "made.patch"
    origin.mkdir()
    git(origin, "init", "-q", "--bare", "--initial-branch=main")
    git(tmp_path, "clone", "-q", str(origin), str(folder))
    catalog = folder / "docs" / "locales" / "es" / "LC_MESSAGES" / "index.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid "a"\n', "utf-8")
    (folder / "conf.py").write_text("project = 'x'\n", "utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "--message", "x")
    git(folder, "push", "-q", "origin", "HEAD:main")
    catalog.write_text('msgid "b"\n', "utf-8")
    (catalog.parent / "new.po").write_text('msgid "c"\n', "utf-8")
    (folder / "conf.py").write_text("project = 'harmed'\n", "utf-8")
    git(folder, "add", "--all")
    patch.write_text(git(folder, "diff", "--cached", "--binary") + "\n", "utf-8")
    git(folder, "reset", "-q", "--hard")
    named = tmp_path / "download" / "update.patch"
    named.parent.mkdir()
    shutil.copy(patch, named)
    commands = step("propose", "Open a pull request, unless one is open")
    other = [{"headRefName": "mine", "url": "https://example.org/1"}]
    asked = run_step(folder, commands, other, PATCH=str(named))
    assert asked[-1][:2] == ["pr", "create"]
    assert git(origin, "branch", "--list", "translations/*") == "translations/update-7"
    changed = git(origin, "diff", "--name-only", "main", "translations/update-7").splitlines()
    assert {Path(name).name for name in changed} == {"index.po", "new.po"}

    waiting = [{"headRefName": "translations/update-6", "url": "https://example.org/2"}]
    asked = run_step(folder, commands, [*other, *waiting], PATCH=str(named))
    assert [words[:2] for words in asked] == [["pr", "list"]]
    assert "https://example.org/2" in (tmp_path / "summary").read_text("utf-8")


# -- What moves in other packages -----------------------------------------------------------

MOVED = "What the engine leans on has moved"
# A stand-in for Python: it notes what it is asked, and does as the test says.
PYTHON = """\
#!/bin/sh
echo "$*" >> "$ASKED"
case "$*" in *"$FAILS"*) echo "it broke"; exit 1;; esac
"""


def upstream(tmp_path: Path, fails: str, **variables: str) -> tuple[int, list[str], str]:
    """Run the script with a stand-in for Python: its end, what it asked for, its report."""
    program(tmp_path / "bin", "python", PYTHON)
    asked, report = tmp_path / "asked", tmp_path / "report.md"
    paths = {"PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}", "ASKED": str(asked)}
    done = subprocess.run(
        ["bash", str(REPOSITORY / ".ci" / "upstream"), str(report)],
        env={**os.environ, **paths, "FAILS": fails, **variables},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode, asked.read_text("utf-8").splitlines(), report.read_text("utf-8")


def test_the_newest_packages_are_tested_after_what_the_site_pins(tmp_path: Path) -> None:
    code, asked, report = upstream(
        tmp_path, "nothing fails", NAME="main", PACKAGES="git+a git+b#subdirectory=c"
    )
    assert code == 0 and "## Against main" in report and "All is well." in report
    pins, newest, mains = (
        next(place for place, line in enumerate(asked) if words in line)
        for words in ("--requirement requirements.txt", "eager sphinx", "--no-deps git+a git+b#")
    )
    assert pins < newest < mains
    assert asked[-1].startswith("-m pytest tests/upstream")


@pytest.mark.parametrize("fails", ["pytest tests/upstream", "upgrade-strategy eager", "git+a"])
def test_a_failure_is_reported_and_fails(tmp_path: Path, fails: str) -> None:
    code, asked, report = upstream(tmp_path, fails, PACKAGES="git+a")
    assert code == 1
    assert fails in asked[-1], "nothing is tested after that"
    assert "    it broke" in report and "All is well." not in report


@needs_jq
@pytest.mark.parametrize(
    ("issues", "result", "does"),
    [
        ([], "success", []),
        ([], "failure", ["create"]),
        ([("OPEN", MOVED)], "failure", ["edit"]),
        ([("OPEN", MOVED)], "success", ["close"]),
        ([("CLOSED", MOVED)], "failure", ["edit", "reopen"]),
        ([("CLOSED", MOVED)], "success", []),
        ([("OPEN", "Another one")], "failure", ["create"]),
    ],
)
def test_what_moved_is_told_in_one_issue(
    tmp_path: Path, issues: list[tuple[str, str]], result: str, does: list[str]
) -> None:
    folder, found = tmp_path / "work", tmp_path / "found" / "report.md"
    folder.mkdir()
    found.parent.mkdir()
    found.write_text("## Against releases\n\n    it broke $(touch harmed)\n", "utf-8")
    answer = [
        {"number": number, "state": state, "title": title}
        for number, (state, title) in enumerate(issues, 12)
    ]
    commands = step("tell", "Write the issue anew", "upstream.yml")
    asked = run_step(
        folder, commands, answer, RESULT=result, RUN="https://example.org/7", PATCH=str(found)
    )
    about = [words for words in asked if words[0] == "issue" and words[1] != "list"]
    assert [words[1] for words in about] == does
    assert all("12" in words for words in about if words[1] != "create")
    told = (folder / "report.md").read_text("utf-8")
    assert "https://example.org/7" in told and "    it broke $(touch harmed)" in told
    assert not (folder / "harmed").exists()
