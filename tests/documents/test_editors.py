"""An editor and GitHub lead to the place of a finding, as the reference says that they do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.real import REPOSITORY
from harness.sites import TinySite, new_site
from sphinx_tandem.cli.verb import lines_of
from sphinx_tandem.publish import preview
from sphinx_tandem.site.findings import Finding

from .test_reference import blocks, section

SAID = section("## Findings in an editor and on a pull request")
TASKS = REPOSITORY / "src/sphinx_tandem/publish/new_templates/site/dot-vscode/tasks.json"
PAGE = "a folder é/a, b 100%: c.md"


def matchers() -> dict[str, dict[str, Any]]:
    tasks = json.loads(TASKS.read_text("utf-8"))["tasks"]
    return {task["label"]: task["problemMatcher"] for task in tasks}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    site = new_site(tmp_path_factory.mktemp("editor") / "site")
    site.write("index.md", "# Home\n\n```{toctree}\n:glob:\n*/*\n```\n")
    site.write(PAGE, "# Other\n\nA [broken](nowhere.md) link.\n\n## \n\nThe end.\n")
    site.catalog("index", {"Home": "Inicio `x`"})
    return site


def test_the_reference_shows_the_file_that_a_new_site_has() -> None:
    assert blocks(SAID, "json") == [TASKS.read_text("utf-8")]


@pytest.mark.parametrize("label", matchers())
def test_a_task_leads_to_the_place_of_each_finding(site: TinySite, label: str) -> None:
    verb = {"Preview": "build", "Check": "check"}[label]
    said = site.tandem(verb).stderr
    pattern = matchers()[label]["pattern"]
    found = [re.search(pattern["regexp"], line) for line in said.splitlines()]
    places = {tuple(one[pattern[key]] for key in ("file", "line", "code")) for one in found if one}
    assert (PAGE, "3", "myst-xref-missing") in places, said
    assert all((site.folder / path).is_file() for path, _line, _code in places)
    assert len(places) == len(said.splitlines()) > 1, "each finding is one problem"


def test_the_preview_says_when_problems_are_out_of_date_and_when_they_are_new() -> None:
    """What it says itself is in tests/process/test_serve_notes.py."""
    marks = matchers()["Preview"]["background"]
    source = Path(preview.__file__).read_text("utf-8")
    assert 'say(f"Saved: ' in source and re.search(marks["beginsPattern"], "Saved: index.md")
    for said in ("Built every language in 1.00 s.", "The build failed, so there are no pages yet"):
        assert re.search(marks["endsPattern"], said)
        assert not re.search(marks["beginsPattern"], said)


def test_github_shows_a_finding_at_its_line_whatever_is_in_its_path(
    site: TinySite, tmp_path: Path
) -> None:
    workspace = {"GITHUB_WORKSPACE": str(site.folder.parent)}
    said = site.tandem("check", "--format", "github", env=workspace).stderr.splitlines()
    assert all(re.match(r"::(error|warning) file=site/[^:,]+,line=\d+,title=[a-z-]+::", line)
               for line in said)  # fmt: skip
    (link,) = [line for line in said if "myst-xref-missing" in line]
    place = "file=site/a folder é/a%2C b 100%25%3A c.md,line=3,title=myst-xref-missing"
    assert link.startswith(f"::error {place}::a folder é/a, b 100%25: c.md:3: myst-xref-missing: ")
    (empty,) = [line for line in said if line.startswith("::warning ") and "heading" in line]
    assert ",line=5," in empty


def test_a_finding_of_the_whole_site_has_no_place(tmp_path: Path) -> None:
    class Given:
        format = "github"
        site = str(tmp_path)

    line = lines_of(Given, lambda found: False)  # type: ignore[arg-type]
    assert line(Finding("", 0, "a-code", "100 %\nof it.")) == (
        "::warning title=a-code::a-code: 100 %25 of it."
    )


def test_wrong_settings_are_shown_at_their_line_too(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site", conf="tandem_light = 3")
    line = next(n for n, one in enumerate(site.conf.splitlines(), 1) if "tandem_light" in one)
    done = site.tandem("build", "--format", "github", env={"GITHUB_WORKSPACE": str(site.folder)})
    assert done.returncode == 2
    assert f"::error file=conf.py,line={line},title=settings-" in done.stderr


def test_the_hook_of_the_reference_looks_at_pages_and_catalogs() -> None:
    (shown,) = blocks(SAID, "yaml")
    (hook,) = yaml.safe_load(shown)["repos"][0]["hooks"]
    assert all(re.search(hook["files"], one) for one in ("a.md", "b/c.rst", "locales/es/a.po"))
    assert not re.search(hook["files"], "conf.py")


def test_vim_finds_the_place_of_a_finding() -> None:
    (line,) = re.findall(r"`:set makeprg=tandem\\ check errorformat=(.+?)`", SAID)
    pattern = re.escape(line.replace("\\ ", " ")).replace("%f", "(.+?)").replace("%l", r"(\d+)")
    found = re.fullmatch(pattern.replace("%m", "(.+)"), str(Finding(PAGE, 3, "a-b", "What.")))
    assert found is not None and found.groups() == (PAGE, "3", "a-b: What.")
