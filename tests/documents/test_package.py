"""What other people install: the wheel has all that a site needs, and says what it is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_string
from importlib.metadata import version
from pathlib import Path

import pytest

from harness.commands import REPOSITORY, SOURCE, environment

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
README = (REPOSITORY / PROJECT["readme"]).read_text("utf-8")
PAGE = "# Home\n\n```{note}\nGood morning.\n```\n"
HEADER = 'msgid ""\nmsgstr "Language: es\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
CATALOG = HEADER + 'msgid "Good morning."\nmsgstr "Buenos días."\n'


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked; what it needs is there already, so nothing is downloaded."""
    if int(version("setuptools").partition(".")[0]) < 77:
        pytest.skip("the group 'test' of pyproject.toml is not installed: setuptools is too old")
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.mo")
    shutil.copytree(SOURCE, source / "src", ignore=ignored)
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(REPOSITORY / name, source)
    code = "from setuptools import build_meta; print(build_meta.build_wheel('..'))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(folder / "site-packages")
    shutil.rmtree(source)
    return folder / "site-packages"


def test_the_wheel_builds_a_site_in_two_languages(unpacked: Path, tmp_path: Path) -> None:
    conf = [
        line for line in re.search(r"```python\n(.*?)```", README, re.S)[1].splitlines() if line
    ]
    (tmp_path / "conf.py").write_text("\n".join(conf) + '\nhtml_theme = "basic"\n', "utf-8")
    (tmp_path / "index.md").write_text(PAGE, "utf-8")
    catalog = tmp_path / "locales" / "es" / "LC_MESSAGES" / "index.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(CATALOG, "utf-8")
    found = {**environment(), "PYTHONPATH": str(unpacked)}
    for words in (
        ["-c", "import sphinx_tandem; print(sphinx_tandem.__file__)"],
        ["-m", "sphinx_tandem", "build", "--strict"],
    ):
        command = [sys.executable, *words]
        done = subprocess.run(
            command, cwd=tmp_path, env=found, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        if words[0] == "-c":
            assert Path(done.stdout.strip()).is_relative_to(unpacked), "another copy is tested"
    site = tmp_path / "_build" / "site"
    assert "Buenos días." in (site / "es" / "index.html").read_text("utf-8")
    # Its words, styles and templates came along.
    assert "Nota" in (site / "es" / "index.html").read_text("utf-8")
    assert "tandem" in (site / "index.html").read_text("utf-8")


def test_the_wheel_says_what_it_is(unpacked: Path) -> None:
    (metadata,) = unpacked.glob("*.dist-info/METADATA")
    told = message_from_string(metadata.read_text("utf-8"))
    assert told["Name"] == "sphinx-tandem" and told["Version"] == PROJECT["version"]
    assert told["Description-Content-Type"] == "text/markdown"
    assert told.get_payload().strip() == README.strip()
    assert set(told.get_all("Provides-Extra")) == set(PROJECT["optional-dependencies"])
    assert (metadata.parent / "licenses" / "LICENSE").is_file()


def test_the_readme_of_the_package_stands_alone() -> None:
    """On the page of a package index there is no repository beside it."""
    assert not [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert len(README.splitlines()) <= 60
    extras = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    assert extras == set(PROJECT["optional-dependencies"])
    picture = re.search(r"/main/(src/\S+\.png)", README)[1]
    assert (REPOSITORY / picture).is_file()
