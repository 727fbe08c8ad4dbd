"""A proposal says what becomes different for readers, and nothing of a page is markup in it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from harness.real import REPOSITORY

_spec = importlib.util.spec_from_file_location(
    "reader_changes", REPOSITORY / "tools/reader_changes.py"
)
assert _spec and _spec.loader
reader_changes = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reader_changes)

PAGE = '<html lang="{}"><body><nav>Menu {}</nav><main><h1>Bees</h1><p>{}</p></main></body></html>'


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    texts = {
        "old": {
            "index.html": ("en", 1, "We keep <b>12</b> bees."),
            "same.html": ("en", 1, "Nothing."),
            "gone.html": ("en", 1, "Gone."),
            "es/index.html": ("es", 1, "Cuidamos 12 abejas."),
        },
        "new": {
            "index.html": (
                "en",
                2,
                "We keep <b>13</b> bees. @ana &lt;script&gt; [x](http://e.example)",
            ),
            "same.html": ("en", 2, "Nothing."),
            "es/index.html": ("es", 2, "Cuidamos 13 abejas."),
            "es/new.html": ("es", 2, "Nueva."),
        },
    }
    for tree, pages in texts.items():
        for name, held in pages.items():
            path = tmp_path / tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(PAGE.format(*held), "utf-8")
    return tmp_path / "old", tmp_path / "new"


def test_each_language_says_its_pages_with_their_words(trees: tuple[Path, Path]) -> None:
    text = reader_changes.report(*trees)
    spanish, _, english = text.partition("### en")
    assert "~~12~~ **13" in english
    assert "### es" in spanish
    assert "Gone: `gone.html`." in english
    assert "~~12~~ **13**" in spanish
    assert "New: `es/new.html`" in spanish
    # A menu is no text of a page.
    assert "same.html" not in text
    assert "Menu" not in text


def test_what_a_page_says_is_no_markup_of_the_report(trees: tuple[Path, Path]) -> None:
    text = reader_changes.report(*trees)
    assert "@ana" not in text
    assert "<script>" not in text
    assert "[x](" not in text


def test_without_a_change_it_says_so(trees: tuple[Path, Path]) -> None:
    assert "The text of every page is the same." in reader_changes.report(trees[0], trees[0])


def test_a_long_report_is_cut_between_pages(
    trees: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = reader_changes.report(*trees)
    monkeypatch.setattr(reader_changes, "LONGEST", len(whole) - 10)
    cut = reader_changes.report(*trees)
    assert cut.count("<details>") == cut.count("</details>")
    assert "it is cut here" in cut
