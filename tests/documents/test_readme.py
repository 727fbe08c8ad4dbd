"""What the README promises is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from harness.commands import run

REPOSITORY = Path(__file__).resolve().parent.parent.parent
README = (REPOSITORY / "README.md").read_text("utf-8")
# What people read in the repository, and no site publishes.
DOCUMENTS = (
    REPOSITORY / "README.md",
    REPOSITORY / "CONTRIBUTING.md",
    REPOSITORY / "docs" / "CHANGELOG.md",
    REPOSITORY / "docs" / "locales" / "README.md",
    *sorted({*(REPOSITORY / "src").glob("*.md")} - {REPOSITORY / "src" / "PACKAGE.md"}),
    *sorted((REPOSITORY / "tests").glob("*.md")),
)
ONE_SCREEN = 60
DOORS = ("read", "teach", "translate", "contribute")


def first_block(heading: str) -> list[str]:
    """Return the lines of the first fenced block under a heading."""
    section = README.split(f"\n## {heading}\n", 1)[1]
    return re.search(r"^```\w*\n(.*?)^```", section, re.DOTALL | re.MULTILINE)[1].splitlines()


@pytest.mark.parametrize("heading", ["Build the site", "Run the tests"])
def test_a_promised_command_is_one_line(heading: str) -> None:
    assert len(first_block(heading)) == 1


@pytest.mark.parametrize("heading", ["Build the site", "Run the tests"])
def test_a_promised_command_needs_only_python_and_pip(heading: str) -> None:
    """It makes an environment of its own: some systems refuse a plain ``pip install``."""
    (line,) = first_block(heading)
    commands = [command.split()[0] for command in line.split(" && ")]
    assert set(commands[:-1]) == {"python3"}
    assert commands[-1].startswith(".venv/bin/")
    assert "--without-pip" in line, "some systems have pip and no ensurepip"


def test_continuous_integration_runs_the_readmes_own_lines() -> None:
    script = (REPOSITORY / ".ci" / "run").read_text("utf-8")
    assert "readme_line 'Run the tests'" in script
    assert "readme_line 'Build the site'" in script


def test_the_session_that_the_test_line_names_exists() -> None:
    (line,) = first_block("Run the tests")
    session = line.split(" -s ")[1].strip()
    assert f"def {session}(" in (REPOSITORY / "noxfile.py").read_text("utf-8")


def test_the_readme_fits_one_screen_and_says_what_this_is_not() -> None:
    assert len(README.splitlines()) <= ONE_SCREEN
    assert "**not**" in README


@pytest.mark.parametrize("door", DOORS)
def test_there_is_a_door_for_each_kind_of_user(door: str) -> None:
    assert f"| **{door}** |" in README


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_every_file_that_a_document_links_to_exists(path: Path) -> None:
    # Pages within an example link to each other.
    text = re.sub(r"^(`{3,}).*?^\1$", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", text)
    places = [place for place in links if "://" not in place]
    assert places
    assert not [place for place in places if not (path.parent / place).exists()]


def test_every_verb_that_the_readme_names_is_known_to_the_command() -> None:
    verbs = set(re.findall(r"`(?:\.venv/bin/)?tandem (\w+)`", README))
    assert verbs
    for verb in verbs:
        assert run("sphinx_tandem", verb, "--help", cwd=REPOSITORY).returncode == 0, verb


def test_everything_that_a_build_needs_is_pinned() -> None:
    lines = (REPOSITORY / "requirements.txt").read_text("utf-8").splitlines()
    needed = [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]
    assert needed.pop() == "-e .[all]"
    assert not [line for line in needed if not re.fullmatch(r"[\w.-]+==[\w.]+", line)]


def test_everything_that_the_tests_need_is_pinned() -> None:
    groups = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    assert not [line for group in groups.values() for line in group if "==" not in line]


def test_the_citation_names_the_site_and_no_person() -> None:
    citation = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert [author["name"] for author in citation["authors"]] == [
        "The Catalyst Project contributors"
    ]
    assert citation["license"] == "CC-BY-4.0"


@pytest.mark.parametrize(
    ("name", "words"),
    [("LICENSE", "MIT License"), ("docs/LICENSE-content", "Attribution 4.0 International")],
)
def test_a_licence_holds_its_text(name: str, words: str) -> None:
    text = (REPOSITORY / name).read_text("utf-8")
    assert words in text
    assert "The Catalyst Project contributors" in text
