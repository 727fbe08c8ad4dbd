"""An existing site comes to several languages: tried on a copy, compared, and written if asked."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harness.commands import run
from harness.sites import CATALOG_HEAD, tree_hashes
from sphinx_tandem.catalogs.reader import read_catalog
from sphinx_tandem.publish.adopt import (
    Passage,
    _as_known,
    aligned,
    with_links_of,
    without_files,
)
from sphinx_tandem.publish.book import book_settings
from sphinx_tandem.site.findings import WrongUse

CONF = """\
project = "Bees"
extensions = ["myst_parser"]
html_theme = "alabaster"
locale_dirs = ["../translated"]
"""
PAGES = {
    "index.md": "# Home\n\nGood morning.\n\n```{toctree}\nguide/about\nold\nes/guide/about\n"
    "rules-en\nrules-es\nnews/hives\nnews/colmenas\nnews/solo\n```\n\n"
    "See [the rules in Spanish](rules-es.md#one) and {doc}`this <news/colmenas>`.\n",
    "guide/about.md": (
        "# About\n\nWe keep 12 bees. [Home](../index.md)\n\n## Where\n\n- In `Kampala`.\n- In Lima.\n"
        "\nWrite to <https://bees.example/>.\n\nFirst.\n\nSecond.\n"
    ),
    "es/guide/about.md": (
        "# Acerca de\n\nCuidamos 12 abejas. [Inicio](../../index.md)\n\n## Dónde\n\n"
        "- En `Kampala`.\n- En Lima.\n\nEscriba a <https://bees.example/>.\n\nPrimero.\n\n"
        "Segundo.\n\nAlgo que el inglés no dice.\n"
    ),
    "old.md": "# Old\n\nThis is old.\n",
    "old.es.md": "---\norphan: true\n---\n# Viejo\n\nEsto es viejo.\n",
    "rules-en.md": (
        "# Rules\n\nRead `rules.txt` before you come.\n\n```{literalinclude} ../rules.txt\n```\n"
    ),
    "rules-es.md": "# Reglas\n\nLea `rules.txt` antes de venir.\n",
    # Pages with other names: what both link, quote and count says that they are one.
    "news/hives.md": "# Hives\n\nWe have 41 of [these](https://a.example/hive), for `bees`.\n",
    "news/colmenas.md": (
        "---\nlanguage: Español\n---\n# Colmenas\n\n"
        "Tenemos 41 de [estas](https://a.example/hive), para `bees`.\n"
    ),
    "news/solo.md": "---\nlanguage: es\n---\n# Solo aquí\n\nNo hay otra, con `miel`.\n",
    # No language: nothing of it stands elsewhere.
    "is/only.md": "---\norphan: true\n---\n# Only here\n",
}
FRENCH = (
    '\nmsgid "Good morning."\nmsgstr "Bonjour."\n'
    '\nmsgid "Home"\nmsgstr "[Accueil](javascript:alert)"\n'
)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site below the top of a repository, with its catalogs beside it."""
    top = tmp_path_factory.mktemp("adopt") / "top"
    for name, text in {"conf.py": CONF, **PAGES}.items():
        path = top / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    catalog = top / "translated/fr/LC_MESSAGES/index.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(CATALOG_HEAD.format("fr") + FRENCH, "utf-8")
    (top / "rules.txt").write_text("No smoke.\n")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "Begin")
    return top


@pytest.fixture(scope="module")
def tried(repository: Path) -> tuple[str, dict[str, Any]]:
    """What is said where nothing is written."""
    before = tree_hashes(repository)
    report = repository.parent / "tried.json"
    done = run("sphinx_tandem", "adopt", "docs", "--json", str(report), cwd=repository)
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree_hashes(repository) == before
    return done.stdout, json.loads(report.read_text())


@pytest.fixture(scope="module")
def written(repository: Path, tried: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository after ``--write``."""
    top = tmp_path_factory.mktemp("written") / "top"
    shutil.copytree(repository, top)
    done = run("sphinx_tandem", "adopt", "--write", cwd=top / "docs")
    assert done.returncode == 0, done.stdout + done.stderr
    return top


def test_what_would_change_is_shown_and_nothing_is_written(tried: tuple[str, object]) -> None:
    said, _data = tried
    for line in (
        '+extensions = ["sphinx_tandem", *extensions]',
        '+    "es": "Español",',
        '+    "fr": "Français",',
        '+    "old.es.html": "es/old.html",',
        "es/guide/about.md: deleted",
        "-es/guide/about",
        "Catalogs in Français (fr): 1, in ../translated.",
        '+    "news/colmenas.html": "es/news/hives.html",',
        "news/colmenas.md is taken for the translation of news/hives.md",
        "news/solo.md says that it is in es, and no page beside it says the same",
        "index.md: a link led to rules-es, and leads to rules-en.md now",
        "index.md: a link led to news/colmenas, and leads to news/hives now",
        "Nothing was written.",
    ):
        assert line in said
    assert '"is"' not in said


def test_every_passage_that_is_not_shown_any_more_has_its_reason(
    repository: Path, tried: tuple[str, dict[str, Any]]
) -> None:
    languages = tried[1]["languages"]
    assert languages.keys() == {"en", "es", "fr"}
    lost = {code: {one["text"]: one for one in found["lost"]} for code, found in languages.items()}
    # The translation leads to a script; plain Sphinx shows its markup.
    reason = lost["fr"]["[Accueil](javascript:alert)"]["reason"]
    place = repository / "translated/fr/LC_MESSAGES/index.po"
    assert re.match(f"{re.escape(str(place))}:\\d+: translation-", reason)
    assert lost["es"].keys() == {"Primero.", "Segundo.", "Algo que el inglés no dice."}
    assert "marked as fuzzy" in lost["es"]["Segundo."]["reason"]
    # It lies beside the site, in its repository.
    assert "No smoke." not in lost["en"]
    for found in lost.values():
        assert all(one["reason"] for one in found.values())
    assert all(found["before"] > len(found["lost"]) for found in languages.values())
    assert any("Algo que el inglés" in line for line in tried[1]["by_hand"])


def test_pages_in_another_language_are_catalogs_then(written: Path) -> None:
    entries = {
        entry.msgid: entry
        for path in (written / "translated/es/LC_MESSAGES").rglob("*.po")
        for entry in read_catalog(path).entries
    }
    assert entries["About"].in_use
    assert entries["We keep 12 bees. [Home](../index.md)"].msgstr == (
        "Cuidamos 12 abejas. [Inicio](../index.md)"
    )
    assert entries["In Lima."].in_use
    assert entries["This is old."].msgstr == "Esto es viejo."
    assert entries["Read `rules.txt` before you come."].msgstr == "Lea `rules.txt` antes de venir."
    assert entries["Hives"].msgstr == "Colmenas"
    home = (written / "docs/index.md").read_text()
    assert "\nrules-es\n" not in home and "[the rules in Spanish](rules-en.md#one)" in home
    assert "{doc}`this <news/hives>`" in home
    assert (written / "docs/news/solo.md").is_file()
    # Three passages stand where the English has two: nobody knows which of them is which.
    assert entries["Second."].fuzzy
    assert not (written / "docs/es/guide/about.md").exists()
    assert "es/guide" not in (written / "docs/index.md").read_text()


def test_it_is_built_as_it_was_said_and_has_nothing_left_to_change(written: Path) -> None:
    git(written, "add", "-A")
    git(written, "commit", "-qm", "Adopt")
    done = run("sphinx_tandem", "adopt", "docs", cwd=written)
    assert "Nothing has to be changed." in done.stdout, done.stdout
    done = run("sphinx_tandem", "build", "--site", "docs", cwd=written)
    assert done.returncode == 0, done.stderr
    page = (written / "docs/_build/site/es/guide/about.html").read_text()
    assert "Cuidamos 12 abejas." in page
    assert "We keep 12 bees." not in page


def test_nothing_is_written_that_git_could_not_undo(repository: Path, tmp_path: Path) -> None:
    top = tmp_path / "top"
    shutil.copytree(repository, top)
    with (top / "docs/conf.py").open("a") as file:
        file.write("# mine\n")
    before = tree_hashes(top / "docs")
    done = run("sphinx_tandem", "adopt", "docs", "--write", cwd=top)
    assert done.returncode == 2
    assert "docs/conf.py holds changes that are not committed" in done.stderr
    shutil.rmtree(top / ".git")
    done = run("sphinx_tandem", "adopt", "docs", "--write", cwd=top)
    assert done.returncode == 2
    assert "is not under git" in done.stderr
    assert tree_hashes(top / "docs") == before


def test_where_there_is_no_site_the_next_one_is_named(repository: Path, tmp_path: Path) -> None:
    done = run("sphinx_tandem", "adopt", cwd=repository)
    assert done.returncode == 2
    assert "There is one in docs" in done.stderr
    (tmp_path / "conf.py").write_text('extensions = ["myst_parser"]\n')
    (tmp_path / "index.md").write_text("# Home\n")
    done = run("sphinx_tandem", "adopt", cwd=tmp_path)
    assert done.returncode == 2
    assert "--languages en,es" in done.stderr
    done = run("sphinx_tandem", "adopt", "--languages", "en,sw", cwd=tmp_path)
    assert done.returncode == 0
    assert '+    "sw": "Kiswahili",' in done.stdout


def test_the_contents_of_a_book_lose_the_pages_that_became_catalogs() -> None:
    toc = (
        "format: jb-book\nroot: index # home\nparts:\n- caption: Two\n  chapters:\n  - file: a\n"
        "  - file: a-es.md\n    title: A\n  - file: b\n    sections:\n    - file: b-es\n"
        "  - file: c-es\n    sections:\n    - file: d\n# the end\n"
    )
    kept = without_files(toc, {"a-es", "b-es", "c-es"})
    assert kept == toc.replace("  - file: a-es.md\n    title: A\n", "").replace(
        "    sections:\n    - file: b-es\n", ""
    )
    assert without_files("- [", {"a"}) == "- ["
    assert without_files("chapters: [{file: a}]\n", {"a"}) == "chapters: [{file: a}]\n"


def test_the_code_of_a_page_is_the_one_that_its_catalogs_have() -> None:
    assert _as_known("es", ["fr", "es_LA"]) == "es_LA"
    assert _as_known("es", ["es_LA", "es_MX"]) == "es"
    assert _as_known("es", ["es", "es_LA"]) == "es"
    assert _as_known("pt", ["es_LA"]) == "pt"


def test_passages_are_paired_by_kind_order_and_what_stays_the_same() -> None:
    mine = [
        Passage(1, "heading 1", "Tools"),
        Passage(3, "text", "Use `git`."),
        Passage(5, "text", "This is new and has no twin at all, whoever looks for it."),
        Passage(7, "item", "Write to 3 people."),
    ]
    theirs = [
        Passage(1, "heading 1", "Herramientas"),
        Passage(3, "text", "Use `git`, por favor."),
        Passage(5, "item", "Escriba a 3 personas."),
    ]
    pairs = [(one.text, other.text, certain) for one, other, certain in aligned(mine, theirs)]
    assert pairs == [
        ("Tools", "Herramientas", True),
        ("Use `git`.", "Use `git`, por favor.", True),
        ("Write to 3 people.", "Escriba a 3 personas.", True),
    ]
    assert aligned(mine, []) == []
    # A heading is never the twin of a text.
    assert not aligned(mine[:1], theirs[1:2])
    assert with_links_of("[a](x.md)", "[a](y.md) [b](z.md)") == "[a](x.md)"


def test_a_jupyter_book_says_the_same_in_its_new_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_tandem.publish.book._is_installed", lambda name: True)
    (tmp_path / "_config.yml").write_text(
        "title: A «book»\nauthor: Ana\ncopyright: 2024\nexecute:\n  execute_notebooks: off\n"
        "repository:\n  url: https://example.org/bees\nsphinx:\n  extra_extensions: [sphinx.ext.todo]\n"
        "  local_extensions: {mine: _ext}\n  config:\n    todo_include_todos: true\n"
    )
    (tmp_path / "intro.md").write_text("# Hello\n\n```{code-cell}\n1\n```\n")
    values: dict[str, Any] = {}
    exec(book_settings(tmp_path, []), values)  # noqa: S102  # what Sphinx does with it
    assert values["project"] == "A «book»"
    assert values["copyright"] == "2024"
    assert values["nb_execution_mode"] == "off"
    assert values["html_theme_options"] == {"repository_url": "https://example.org/bees"}
    assert values["todo_include_todos"] is True
    assert {"myst_nb", "sphinx.ext.todo", "mine", "sphinx_external_toc"} <= {*values["extensions"]}
    monkeypatch.setattr(
        "sphinx_tandem.publish.book._is_installed", lambda name: name != "sphinx_togglebutton"
    )
    by_hand: list[str] = []
    assert "sphinx_togglebutton" not in book_settings(tmp_path, by_hand)
    assert "sphinx_togglebutton" in by_hand[0]
    monkeypatch.setattr("sphinx_tandem.publish.book._is_installed", lambda name: "toc" not in name)
    with pytest.raises(WrongUse, match="sphinx_external_toc"):
        book_settings(tmp_path, [])
    (tmp_path / "_config.yml").write_text("title: [\n")
    with pytest.raises(WrongUse, match=r"_config\.yml:2"):
        book_settings(tmp_path, [])
