"""What runs on the repository's host: proposed changes have no rights, and no tool moves."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.sites import CATALOG_HEAD

REPOSITORY = Path(__file__).resolve().parent.parent.parent
WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.y*ml"))
TRANSLATIONS = REPOSITORY / ".github" / "workflows" / "translations.yml"
UPSTREAM = REPOSITORY / ".github" / "workflows" / "upstream.yml"
WEEKLY = REPOSITORY / ".github" / "workflows" / "weekly.yml"
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
OLDEST = ".ci/oldest.txt"
RUNS_THE_CHECKS = "bash .ci/run"


def load(path: Path) -> dict[str, Any]:
    """Return a workflow; YAML reads its key ``on`` as a truth value."""
    data = yaml.safe_load(path.read_text("utf-8"))
    data["on"] = data.pop(True, data.get("on"))
    return data


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every step of every job."""
    for job in workflow["jobs"].values():
        yield from job["steps"]


def for_pull_requests() -> list[Path]:
    """Return the workflows that run on changes from outside."""
    return [path for path in WORKFLOWS if "pull_request" in load(path)["on"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_commit_with_its_release_beside_it(path: Path) -> None:
    uses = re.findall(r"uses: *(.+)", path.read_text("utf-8"))
    assert uses or path.name == "comment.yml"  # it runs the host's own command alone
    pinned = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d\S*")
    assert not [line for line in uses if not pinned.fullmatch(line.strip())]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_starts_with_reading_rights_only(path: Path) -> None:
    assert load(path)["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_checkout_leaves_its_credentials_behind(path: Path) -> None:
    for step in steps(load(path)):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_job_ends_by_itself(path: Path) -> None:
    assert all("timeout-minutes" in job for job in load(path)["jobs"].values())
    assert "concurrency" in load(path)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_others_wrote_never_becomes_a_command(path: Path) -> None:
    commands = [step["run"] for step in steps(load(path)) if "run" in step]
    assert not [command for command in commands if "${{" in command]


def test_proposed_changes_get_no_secret_and_no_right_to_write() -> None:
    assert for_pull_requests()
    for path in WORKFLOWS:
        assert "pull_request_target" not in load(path)["on"]
    for path in for_pull_requests():
        assert "secrets." not in path.read_text("utf-8")
        for job in load(path)["jobs"].values():
            rights = job.get("permissions", {})
            assert set(rights.values()) <= {"read", "none"}


def test_every_change_is_built_and_tested_by_the_same_script() -> None:
    released = REPOSITORY / ".github" / "workflows" / "release.yml"
    changes = [path for path in WORKFLOWS if {"push", "pull_request"} & set(load(path)["on"])]
    changes.remove(released)
    assert set(load(released)["on"]["push"]) == {"tags"}
    assert len(changes) == 2
    for path in changes:
        commands = [step.get("run", "") for step in steps(load(path))]
        assert any(RUNS_THE_CHECKS in command for command in commands), path.name


def test_only_the_deploying_job_may_write_and_only_pages() -> None:
    jobs = load(REPOSITORY / ".github" / "workflows" / "publish.yml")["jobs"]
    rights = {name: job.get("permissions", {}) for name, job in jobs.items()}
    answers = {"actions": "read", "contents": "read"}
    deploy = {"pages": "write", "id-token": "write"}
    assert rights == {"build": {}, "deploy": deploy, "answers": answers}
    assert jobs["deploy"]["needs"] == "build"


def test_what_was_published_is_asked_for_and_kept_to_go_back_to() -> None:
    jobs = load(REPOSITORY / ".github" / "workflows" / "publish.yml")["jobs"]
    assert jobs["answers"]["needs"] == "deploy"
    *_, fetch, ask = jobs["answers"]["steps"]
    # The token is there for the host's own command alone.
    assert "GH_TOKEN" in fetch["env"] and "GH_TOKEN" not in str(ask)
    (script,) = re.findall(r"python3 (\S+\.py)", ask["run"])
    assert (REPOSITORY / script).is_file()
    kept = next(step for step in jobs["build"]["steps"] if "pages-artifact" in step.get("uses", ""))
    assert kept["with"]["retention-days"] >= 30


def test_what_is_published_has_its_packs() -> None:
    """They are in the published tree, so the last build must not come after them."""
    jobs = load(REPOSITORY / ".github" / "workflows" / "publish.yml")["jobs"]
    commands = [step.get("run", step.get("uses", "")) for step in jobs["build"]["steps"]]
    pack = commands.index(".venv/bin/nox -s pack")
    assert [("tandem build" in one, "upload-pages" in one) for one in commands[pack - 1 :]] == [
        (True, False),
        (False, False),
        (False, True),
    ]


@pytest.mark.parametrize("path", [TRANSLATIONS, UPSTREAM, WEEKLY], ids=lambda path: path.name)
def test_once_a_week_somebody_looks_what_waits_and_what_moved(path: Path) -> None:
    workflow = load(path)
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}
    (when,) = workflow["on"]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", when["cron"])


def test_what_may_write_runs_nothing_of_the_repository() -> None:
    """The site's code, and what it is installed with, never see a token that can write."""
    rights = {name: job.get("permissions", {}) for name, job in load(TRANSLATIONS)["jobs"].items()}
    assert rights == {
        "look": {},
        "tell": {"issues": "write"},
        "propose": {"actions": "read", "contents": "write", "pull-requests": "write"},
    }
    rights = {name: job.get("permissions", {}) for name, job in load(UPSTREAM)["jobs"].items()}
    assert rights == {"look": {}, "tell": {"actions": "read", "issues": "write"}}
    weekly = {name: job.get("permissions", {}) for name, job in load(WEEKLY)["jobs"].items()}
    assert weekly == rights
    files = (TRANSLATIONS, UPSTREAM, WEEKLY)
    for name, job in [one for path in files for one in load(path)["jobs"].items()]:
        commands = "\n".join(step.get("run", "") for step in job["steps"])
        runs_code = bool(re.search(r"^\s*(tandem|bash|python|pip|nox)\b", commands, re.MULTILINE))
        assert runs_code == (name == "look")
        assert ("GH_TOKEN" in str(job)) == (name != "look")


def test_what_may_publish_the_package_runs_nothing_of_the_repository() -> None:
    jobs = load(REPOSITORY / ".github" / "workflows" / "release.yml")["jobs"]
    rights = {name: job.get("permissions", {}) for name, job in jobs.items()}
    assert rights == {"build": {}, "publish": {"actions": "read", "id-token": "write"}}
    assert jobs["publish"]["environment"]["name"] == "pypi"
    assert not [step for step in jobs["publish"]["steps"] if "uses" in step]
    (uv,) = PROJECT["dependency-groups"]["resolve"]
    assert all(uv in "".join(step.get("run", "") for step in job["steps"]) for job in jobs.values())
    assert "secrets." not in str(jobs)


def test_the_systems_and_pythons_that_are_promised_are_tested() -> None:
    (job,) = load(REPOSITORY / ".github" / "workflows" / "platforms.yml")["jobs"].values()
    matrix = job["strategy"]["matrix"]
    promised = PROJECT["project"]["classifiers"]
    pythons = [line.rpartition(" ")[2] for line in promised if ":: 3." in line]
    assert matrix["python"] == pythons
    assert PROJECT["project"]["requires-python"] == f">={pythons[0]}"
    systems = {name.partition("-")[0] for name in matrix["system"]}
    assert systems == {"ubuntu", "macos", "windows"}


def test_each_session_of_the_week_exists_and_has_its_issue() -> None:
    jobs = load(WEEKLY)["jobs"]
    sessions = jobs["look"]["strategy"]["matrix"]["session"]
    told = jobs["tell"]["strategy"]["matrix"]["include"]
    assert [one["session"] for one in told] == sessions
    assert len({one["title"] for one in told}) == len(sessions)
    code = (REPOSITORY / "noxfile.py").read_text("utf-8")
    assert all(f"@nox.session\ndef {session}(" in code for session in sessions)


# What stands before, whether the session found something, and what the host is asked to do.
TOLD = (
    ("", True, "create"),
    ("", False, ""),
    ("7 OPEN", True, "edit 7"),
    ("7 OPEN", False, "close 7"),
    ("7 CLOSED", True, "edit 7\nreopen 7"),
    ("7 CLOSED", False, ""),
)


@pytest.mark.parametrize(("before", "found", "asked"), TOLD)
def test_one_issue_is_opened_renewed_and_closed(
    tmp_path: Path, before: str, found: bool, asked: str
) -> None:
    """The step runs as it is, with a stand-in for the host's command."""
    (tmp_path / "gh").write_text(
        """#!/bin/sh
case "$1 $2" in
  "run download") mkdir found && printf '%s' "$SAID" > found/report ;;
  "issue list") echo "$BEFORE" ;;
  "issue create") echo create >> asked; cat report.md >> body ;;
  "issue "*) echo "$2 $3" >> asked ;;
esac
""",
        "utf-8",
    )
    (tmp_path / "gh").chmod(0o755)
    (step,) = load(WEEKLY)["jobs"]["tell"]["steps"]
    told = {"RUNNER_TEMP": str(tmp_path), "BEFORE": before, "SAID": "    gone" if found else ""}
    names = {"SESSION": "linkcheck", "TITLE": "Gone", "RUN": "R", "GITHUB_RUN_ID": "1"}
    path = f"{tmp_path}:{os.environ['PATH']}"
    command = ["bash", "-e", "-c", step["run"]]
    subprocess.run(command, env={**told, **names, "PATH": path}, check=True)
    log = tmp_path / "asked"
    assert (log.read_text("utf-8").strip() if log.exists() else "") == asked
    if asked == "create":
        assert (tmp_path / "body").read_text("utf-8") == "[The run](R) says:\n\n    gone"


def test_what_comments_on_a_change_runs_no_code_of_it() -> None:
    """It is started by the checks of the change, and has a right that these do not have."""
    workflow = load(REPOSITORY / ".github" / "workflows" / "comment.yml")
    assert set(workflow["on"]) == {"workflow_run"}
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"actions": "read", "pull-requests": "write"}
    assert not [step for step in job["steps"] if "uses" in step]
    commands = "\n".join(step["run"] for step in job["steps"])
    assert not re.search(
        r"^\s*(git|tandem|bash|sh|python|pip|nox|source|eval)\b", commands, re.MULTILINE
    )
    names = {load(path)["name"] for path in for_pull_requests()}
    assert set(workflow["on"]["workflow_run"]["workflows"]) <= names
    # What the checks leave is what it looks for.
    left = {
        step["with"]["name"]
        for path in for_pull_requests()
        for step in steps(load(path))
        if "upload-artifact" in step.get("uses", "")
    }
    assert set(re.findall(r"--name (\w+)", commands)) <= left


def matrix() -> list[dict[str, str]]:
    """Return what the packages that the engine leans on are tested as, once a week."""
    found: list[dict[str, str]] = load(UPSTREAM)["jobs"]["look"]["strategy"]["matrix"]["include"]
    return found


def test_releases_and_main_branches_of_the_same_packages_are_tested() -> None:
    script = (REPOSITORY / ".ci" / "upstream").read_text("utf-8")
    releases = re.search(r"^leaned_on=\((.+)\)$", script, re.MULTILINE)[1].split()
    plain, oldest, mains = matrix()
    assert "packages" not in plain
    assert oldest["packages"].split() == ["--requirement", OLDEST]
    names = [re.sub(r".*/|\.git#.*", "", address).lower() for address in mains["packages"].split()]
    assert sorted(names) == sorted(releases)
    assert "tests/upstream" in script


def test_the_oldest_releases_that_are_tested_are_the_bounds_that_are_stated() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    stated = [*project["dependencies"], *project["optional-dependencies"]["blog"]]
    form = re.compile(r"([\w-]+)(?:\[\w+\])?>=([\d.]+)")
    bounds = dict(form.match(requirement).groups() for requirement in stated)
    text = (REPOSITORY / OLDEST).read_text("utf-8")
    oldest = dict(re.findall(r"^([\w-]+)==([\d.]+)$", text, re.MULTILINE))
    assert oldest.pop(
        "pydata-sphinx-theme"
    )  # no dependency, but what the tests have their look from
    assert {name: bounds[name] for name in oldest} == oldest
    assert {"sphinx", "docutils", "myst-parser", "ablog"} <= oldest.keys()
    (look,) = [one for one in matrix() if one["name"] == "oldest releases"]
    assert project["requires-python"] == f">={look['python']}"


def test_a_proposal_is_compared_with_the_branch_that_it_goes_to() -> None:
    """The merge of the two is checked out; the branch stands first among its parents."""
    job = load(REPOSITORY / ".github" / "workflows" / "pull-request.yml")["jobs"]["translations"]
    checkout = next(step for step in job["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["fetch-depth"] == 2
    command = next(
        step["run"] for step in job["steps"] if ".ci/translations" in step.get("run", "")
    )
    assert "'HEAD^1'" in command and "GITHUB_STEP_SUMMARY" in command
    assert "continue-on-error" not in str(job)


def test_main_is_merged_into_a_proposal_entry_by_entry_by_a_job_that_may_only_read() -> None:
    jobs = load(REPOSITORY / ".github" / "workflows" / "proposals.yml")["jobs"]
    assert jobs["merge"]["permissions"] == {"contents": "read", "pull-requests": "read"}
    commands = "\n".join(step.get("run", "") for step in jobs["push"]["steps"])
    assert not re.search(r"^\s*(tandem|bash|python|pip|nox)\b", commands, re.MULTILINE)
    assert ".ci/merge-proposal" in "\n".join(step.get("run", "") for step in jobs["merge"]["steps"])


def entry(english: str, spanish: str) -> str:
    return f'\nmsgid "{english}"\nmsgstr "{spanish}"\n'


def test_a_proposal_gets_what_main_changed_beside_it_and_nothing_else_of_it_is_taken(
    tmp_path: Path,
) -> None:
    path = "docs/locales/es/LC_MESSAGES/about.po"
    head = CATALOG_HEAD.format("es")

    def git(*command: str) -> str:
        done = subprocess.run(["git", *command], cwd=site, env=environment, text=True,
                              capture_output=True, check=True)  # fmt: skip
        return done.stdout.strip()

    def write(name: str, text: str, message: str) -> str:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
        git("add", "--all")
        git("commit", "--quiet", "--message", message)
        return git("rev-parse", "HEAD")

    def merge(commit: str) -> Path:
        bundle = tmp_path / f"{commit}.bundle"
        command = ["bash", ".ci/merge-proposal", commit, bundle]
        subprocess.run(command, cwd=site, env=environment, check=True, capture_output=True)
        return bundle

    site, tools = tmp_path / "site", tmp_path / "bin"
    tools.mkdir()
    (tools / "tandem").write_text(f'#!/bin/sh\nexec {sys.executable} -m sphinx_tandem "$@"\n')
    (tools / "tandem").chmod(0o755)
    nobody = {f"GIT_{who}_{what}": "ana@example.org" for who in ("AUTHOR", "COMMITTER")
              for what in ("NAME", "EMAIL")}  # fmt: skip
    environment = {**os.environ, **nobody, "PATH": f"{tools}:{os.environ['PATH']}",
                   "PYTHONPATH": str(REPOSITORY / "src"), "GIT_CONFIG_GLOBAL": os.devnull}  # fmt: skip
    site.mkdir()
    git("init", "--quiet", "--initial-branch", "main")
    (site / ".ci").mkdir()
    shutil.copy(REPOSITORY / ".ci/merge-proposal", site / ".ci")
    (site / "conf.py").write_text(
        'extensions = ["sphinx_tandem"]\ntandem_languages = {"en": "English", "es": "Español"}\n'
        'locale_dirs = ["docs/locales"]\n'
    )
    write(path, head + entry("One", "") + entry("Two", ""), "base")
    git("switch", "--quiet", "--create", "proposal")
    proposal = write(path, head + entry("One", "Uno") + entry("Two", ""), "translate")
    other = write("conf.py", "import os\n", "something else")
    git("switch", "--quiet", "main")
    assert not merge(proposal).exists(), "main did not move"
    write(path, head + entry("One", "") + entry("Two", "Dos"), "main")
    git("fetch", "--quiet", str(merge(proposal)), "merged:refs/heads/result")
    assert (
        git("show", f"result:{path}") == (head + entry("One", "Uno") + entry("Two", "Dos")).strip()
    )
    assert git("rev-parse", "result^1") == proposal
    assert not merge(other).exists(), "it changes more than catalogs"
    assert git("status", "--porcelain") == "" and len(git("worktree", "list").splitlines()) == 1
