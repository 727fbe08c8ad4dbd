"""A verb of the command stands in one file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sphinx_tandem import cli

VERB = """\
from sphinx_tandem.cli.verb import Verb


def run(given):
    print(f"Hello, {given.name}.")
    return 0


VERB = Verb("greet", "Greets.", lambda parser: parser.add_argument("name"), run)
"""


def test_the_verbs_are_those_that_people_know() -> None:
    names = {verb.name for verb in cli.verbs()}
    assert {
        "build",
        "serve",
        "update",
        "check",
        "status",
        "changes",
        "merge",
        "workshop",
        "new",
    } <= names


def test_a_file_beside_the_others_is_a_verb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "greet.py").write_text(VERB, "utf-8")
    monkeypatch.setattr(cli, "__path__", [*cli.__path__, str(tmp_path)])
    try:
        assert cli.main(["greet", "Ana"]) == 0
    finally:
        sys.modules.pop("sphinx_tandem.cli.greet", None)
    assert capsys.readouterr().out == "Hello, Ana.\n"
