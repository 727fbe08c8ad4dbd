"""What the README promises is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from harness.commands import run

REPOSITORY = Path(__file__).resolve().parent.parent.parent
README = (REPOSITORY / "README.md").read_text("utf-8")
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
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


def locked() -> dict[str, tuple[Requirement, int]]:
    """Return what ``requirements.txt`` locks, by its name, and with how many hashes."""
    text = (REPOSITORY / "requirements.txt").read_text("utf-8").replace("\\\n", "")
    found = {}
    for line in filter(None, (line.partition("#")[0].strip() for line in text.splitlines())):
        needed, *hashes = line.split(" --hash=sha256:")
        assert all(re.fullmatch("[0-9a-f]{64}", one.strip()) for one in hashes), line
        requirement = Requirement(needed)
        assert [one.operator for one in requirement.specifier] == ["=="], line
        assert requirement.name not in found, "one release for each Python and each system"
        found[requirement.name] = (requirement, len(hashes))
    return found


def test_everything_that_a_build_needs_is_locked_with_the_hashes_of_all_its_files() -> None:
    held = locked()
    assert not [name for name, (_, hashes) in held.items() if not hashes]
    # One for each system and each Python, not those of the machine that wrote the file alone.
    assert all(held[name][1] > 20 for name in ("lxml", "minify-html", "pyyaml", "watchfiles"))
    marker = held["colorama"][0].marker
    assert marker is not None
    assert marker.evaluate({"sys_platform": "win32"})
    assert not marker.evaluate({"sys_platform": "linux"})


def test_the_lock_holds_what_pyproject_asks_for() -> None:
    """Whoever edits the one and forgets `nox -s lock` hears of it here."""
    held = {name: next(iter(found.specifier)).version for name, (found, _) in locked().items()}
    project = PYPROJECT["project"]
    extras = Requirement(project["optional-dependencies"]["all"][0]).extras
    asked = [
        *project["dependencies"],
        *(line for extra in extras for line in project["optional-dependencies"][extra]),
        *PYPROJECT["dependency-groups"]["site"],
    ]
    for needed in map(Requirement, asked):
        name = canonicalize_name(needed.name)
        assert name in held, needed
        assert needed.specifier.contains(held[name]), (needed, held[name])


def test_the_lock_names_no_address_and_no_path() -> None:
    """pip asks whatever registry its user has."""
    text = (REPOSITORY / "requirements.txt").read_text("utf-8")
    assert not re.search(r"^\s*-(?!-hash)|://|(?<![\w.])/\w", text, re.MULTILINE)


def test_everything_that_installs_the_lock_installs_the_engine_in_a_call_of_its_own() -> None:
    """pip refuses a folder beside hashes; and without `--no-deps` it would resolve once more."""
    places = (".ci", ".github/workflows")
    files = [path for place in places for path in (REPOSITORY / place).iterdir()]
    texts = {path.name: path.read_text("utf-8") for path in [*files, REPOSITORY / "README.md"]}
    named = {name: text for name, text in texts.items() if " requirements.txt" in text}
    assert {"README.md", "upstream", "platforms.yml", "translations.yml"} <= set(named)
    for name, text in named.items():
        line = r"install [-q ]*(?:--quiet )?(?:-r|--requirement) requirements\.txt *(&&|$)"
        locks = re.findall(line, text, re.MULTILINE)
        assert len(locks) == text.count(" requirements.txt"), name
        assert len(re.findall(r"--no-deps (?:-e|--editable) \.", text)) == len(locks), name


def test_everything_that_the_tests_need_is_pinned() -> None:
    groups = {**PYPROJECT["dependency-groups"]}
    groups.pop("site")  # the lock has its versions
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
