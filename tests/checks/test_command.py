"""``tandem check`` as a person meets it: what it says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.sites import CATALOG_HEAD, MakeSite, TinySite
from sphinx_tandem.cli import main

NAME = "locales/es/LC_MESSAGES/about.po"
HEAD = CATALOG_HEAD.format("es")
ADVICE = f'{HEAD}\nmsgid "Wait…"\nmsgstr "Espera...."\n'
ERROR = f'{HEAD}\nmsgid "Wait\\n"\nmsgstr "Espera"\n'


def check(site: TinySite, *arguments: str) -> int:
    return main(["check", "--site", str(site.folder), *arguments])


def test_advice_passes_and_errors_fail(
    make_site: MakeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site()
    site.write(NAME, ADVICE)
    report = site.folder / "report.json"
    assert check(site, "locales", "--json", str(report)) == 0
    said = capsys.readouterr()
    assert said.err.startswith(f"{NAME}:6: text-ellipsis: ")
    assert said.out == "1 piece of advice.\n"
    (found,) = json.loads(report.read_text("utf-8"))["findings"]
    assert (found["path"], found["line"], found["code"], found["language"], found["severity"]) == (
        NAME,
        6,
        "text-ellipsis",
        "es",
        "advice",
    )

    site.write(NAME, f'{ERROR}\nmsgid "Go on…"\nmsgstr "Sigue...."\n')
    assert check(site, "locales", "--json", str(report)) == 1
    assert capsys.readouterr().out == "1 error, 1 piece of advice.\n"
    severities = [one["severity"] for one in json.loads(report.read_text("utf-8"))["findings"]]
    assert severities == ["error", "advice"]

    site.write(NAME, f'{HEAD}\nmsgid "Wait…"\nmsgstr "Espera…"\n')
    assert check(site, "locales") == 0
    assert capsys.readouterr().out == "No findings.\n"


def test_a_correction_is_shown_and_is_no_finding_any_more(
    make_site: MakeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site()
    site.write(NAME, ADVICE)
    report = site.folder / "report.json"
    assert check(site, "locales", "--fix", "--json", str(report)) == 0
    assert capsys.readouterr().out == (
        f'{NAME}:6: text-ellipsis:\n  - "Espera...."\n  + "Espera…"\n1 correction. No findings.\n'
    )
    data = json.loads(report.read_text("utf-8"))
    assert data["findings"] == [] and data["corrections"][0]["new"] == '"Espera…"'
    assert check(site, "locales", "--fix") == 0
    assert capsys.readouterr().out == "No findings.\n"


def test_a_rule_is_explained_with_examples(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--explain", "text-ellipsis"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("text-ellipsis (advice)\n")
    assert 'msgstr "Espera...."' in said and 'msgstr "Espera…"' in said
    assert main(["check", "--explain", "text-elipsis"]) == 2
    assert "text-ellipsis" in capsys.readouterr().err


def test_the_whole_site_is_compared_with_its_pages(
    make_site: MakeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site()
    site.append("index.md", "\nA new passage.\n\n[nowhere](nowhere.md)\n")
    site.write("more.md", "---\norphan: true\n---\n# More\n")
    site.write("about.md", "# About\n\n```{nosuch}\n```\n")
    site.write("locales/es/LC_MESSAGES/gone.po", f'{HEAD}\nmsgid "Gone"\nmsgstr "Ido"\n')
    report = site.folder / "report.json"
    assert check(site, "--json", str(report)) == 1
    capsys.readouterr()
    found = {
        (one["path"], one["line"], one["code"], one["severity"])
        for one in json.loads(report.read_text("utf-8"))["findings"]
    }
    folder = "locales/es/LC_MESSAGES"
    assert found == {
        ("about.md", 3, "myst-directive-unknown", "error"),
        ("index.md", 11, "myst-xref-missing", "error"),
        (f"{folder}/about.po", 1, "catalog-outdated", "advice"),
        (f"{folder}/index.po", 1, "catalog-outdated", "advice"),
        (f"{folder}/gone.po", 1, "catalog-orphan", "advice"),
        ("more.md", 1, "catalog-outdated", "advice"),
    }
    # A page stands for itself and its catalog, and for nothing else.
    assert check(site, "about.md") == 1
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(": ")[0] for line in said] == ["about.md:3", f"{folder}/about.po:1"]


def test_pages_that_cannot_be_read_are_a_finding_beside_the_catalogs(
    make_site: MakeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(conf="extensions += ['no.such.extension']")
    site.write(NAME, ADVICE)
    assert check(site) == 1
    said = capsys.readouterr().err
    assert "text-ellipsis" in said and "no.such.extension" in said
