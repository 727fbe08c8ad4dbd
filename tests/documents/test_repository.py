"""What the repository holds for whoever comes next: doors, forms, hooks and a release."""

from __future__ import annotations

import fnmatch
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import sphinx_tandem
from browser.kinds import KINDS, ROOMY

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ENGINE = REPOSITORY / "src" / "sphinx_tandem"
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
FORMS = sorted((REPOSITORY / ".github" / "ISSUE_TEMPLATE").glob("[0-9]-*.yml"))
HOOKS = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
PAGES = {"index.md", "blog.md", "docs", "training", "blog"}
MOST_ENTRIES = 22
SPANISH = re.compile(r" · .+")


def in_root() -> set[str]:
    """Return what stands in the root folder: what git knows, or what it would not ignore."""
    asked = ["git", "ls-files"]
    told = subprocess.run(asked, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if told.stdout:
        return {name.partition("/")[0] for name in told.stdout.splitlines()}
    ignored = (REPOSITORY / ".gitignore").read_text("utf-8").replace("/", "").split()
    names = {path.name for path in REPOSITORY.iterdir()} - {".git"}
    return {name for name in names if not any(fnmatch.fnmatch(name, one) for one in ignored)}


def test_readers_are_told_truly_what_was_tested_for_them() -> None:
    text = (REPOSITORY / "docs/accessibility.md").read_text("utf-8")
    tests = re.findall(r"\| `(tests/\S+\.py)` \|$", text, re.MULTILINE)
    assert len(tests) == text.count("\n| ") - 2 and all(
        (REPOSITORY / one).is_file() for one in tests
    )
    assert {*map(int, re.findall(r"(\d+) kinds", text))} == {len(KINDS)}
    assert f"on {len(ROOMY)} of them" in text
    rules = (REPOSITORY / "tests/browser/barriers.py").read_text("utf-8")
    assert all(f'"{one}"' in rules for one in ("wcag2a", "wcag2aa", "wcag22aa", "best-practice"))


def test_the_root_folder_shows_pages_and_little_else() -> None:
    found = in_root()
    assert len(found) <= MOST_ENTRIES, sorted(found)
    assert found >= PAGES | {"README.md", "CONTRIBUTING.md", "LICENSE", "CITATION.cff"}


def test_whoever_wants_to_take_part_finds_a_door() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    doors = ("docs/contributing.md", "docs/translating.md", "docs/locales/README.md")
    for door in (*doors, "src/README.md", "tests/README.md", "src/RELEASING.md"):
        assert f"]({door})" in text


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_in_both_languages(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    assert SPANISH.search(form["name"]) and SPANISH.search(form["description"])
    fields = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in fields} <= {"input", "textarea"}
    assert len({part["id"] for part in fields}) == len(fields)
    assert any(part.get("validations", {}).get("required") for part in fields)
    for part in form["body"]:
        shown = part["attributes"]
        asked = [shown.get("label"), shown.get("description"), shown.get("value")]
        assert all(SPANISH.search(words) for words in asked if words)


def test_there_is_a_form_for_each_kind_of_issue() -> None:
    assert [path.stem[2:] for path in FORMS] == ["page", "translation", "engine", "idea"]


def hooks() -> dict[str, dict[str, Any]]:
    """Return the hooks by their names."""
    return {hook["id"]: hook for repo in HOOKS for hook in repo["hooks"]}


def test_the_hooks_run_what_the_lints_run_in_the_same_version() -> None:
    pinned = set(PROJECT["dependency-groups"]["lint"])
    for name in ("ruff-check", "ruff-format"):
        (needed,) = hooks()[name]["additional_dependencies"]
        assert needed in pinned
    for hook in hooks().values():
        assert all("==" in needed for needed in hook.get("additional_dependencies", ()))


def test_the_hook_for_pages_looks_at_pages_and_catalogs_alone() -> None:
    hook = hooks()["tandem-check"]

    def looked_at(name: str) -> bool:
        return bool(re.search(hook["files"], name)) and not re.search(hook["exclude"], name)

    for name in ("index.md", "docs/about.md", "training/hub-champion/data.md", "blog/2024-x.md"):
        assert looked_at(name)
    assert looked_at("docs/locales/es/LC_MESSAGES/docs/about.po")
    for name in ("README.md", "docs/CHANGELOG.md", "docs/locales/README.md", "src/README.md"):
        assert not looked_at(name)


def test_no_hook_writes_into_a_catalog() -> None:
    for name in ("end-of-file-fixer", "trailing-whitespace"):
        assert re.search(hooks()[name]["exclude"], "docs/locales/es/LC_MESSAGES/index.po")


def test_the_version_of_the_engine_is_the_same_in_both_places() -> None:
    assert PROJECT["project"]["version"] == sphinx_tandem.__version__


def test_the_changelog_of_a_released_engine_names_its_version() -> None:
    headings = re.findall(r"^## (.+)$", (REPOSITORY / "src/CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[0] == "Unreleased"
    released = [heading.partition(" ")[0] for heading in headings[1:]]
    assert released[:1] in ([], [sphinx_tandem.__version__])


def test_a_wheel_takes_along_every_file_of_the_engine() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["sphinx_tandem"]
    taken = {path for pattern in patterns for path in ENGINE.glob(pattern)}
    ignored = {".py", ".pyc", ".mo"}
    for path in ENGINE.rglob("*"):
        if path.is_file() and path.suffix not in ignored and path.name != ".gitattributes":
            assert path in taken, f"{path.relative_to(ENGINE)} would be missing from a wheel"
