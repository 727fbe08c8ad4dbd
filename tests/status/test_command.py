"""``tandem status``: where help is needed, in figures that can be trusted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from harness.sites import MakeSite, TinySite, tree_hashes

Edit = Callable[[str, str, str], None]


def figures(site: TinySite) -> dict[str, Any]:
    """Return what ``--json`` writes."""
    return json.loads((site.folder / "status.json").read_text("utf-8"))


def test_a_site_that_is_translated_says_so(translated: TinySite) -> None:
    done = translated.tandem("status", "--json", "status.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "100 %" in done.stdout and "nothing is waiting" in done.stdout
    assert "index" not in done.stdout, "complete pages are only counted"
    spanish = figures(translated)["languages"]["es"]
    assert (spanish["stale"], spanish["missing"], spanish["words_left"]) == (0, 0, 0)
    assert spanish["translated"] == sum(page["translated"] for page in spanish["pages"].values())
    assert spanish["pages"]["about"]["translated"] == 3
    assert "index" in translated.tandem("status", "--all").stdout


def test_pages_are_counted_as_they_are_and_not_as_they_were_at_the_last_update(
    translated: TinySite, edit: Edit
) -> None:
    edit("about.md", "at nine", "at ten")
    edit("team.md", "Everybody helps.", "Everybody helps.\n\nA passage of five words.")
    edit("index.md", "# Home", "# Home\n\nOne more.")
    before = tree_hashes(translated.folder)
    done = translated.tandem("status", "--json", "../status.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert tree_hashes(translated.folder) == before, "it writes no catalog"
    data = json.loads((translated.folder.parent / "status.json").read_text("utf-8"))
    spanish = data["languages"]["es"]
    assert {"translated", "stale", "missing", "words", "words_left"} <= spanish.keys()
    assert spanish["pages"]["about"] == {
        "translated": 2,
        "stale": 1,
        "missing": 0,
        "refused": 0,
        "words": 23,
        "words_left": 15,
        "drafts": 0,
    }
    assert spanish["pages"]["team"]["missing"] == 1
    # The home page, then 15 words that two pages lead to, then 5 that two pages lead to.
    assert list(spanish["pages"])[:3] == ["index", "about", "team"]
    lines = [line.split() for line in done.stdout.splitlines()]
    rows = {line[0]: line[1:] for line in lines if line and line[0] in spanish["pages"]}
    assert rows["about"] == ["66", "%", "1", "0", "15"]
    assert list(rows) == ["index", "about", "team"]
    assert "What readers miss most comes first" in done.stdout


def test_a_moved_passage_keeps_its_translation_in_the_count(
    translated: TinySite, edit: Edit
) -> None:
    edit("team.md", "Everybody helps.\n", "")
    edit("about.md", "# About us\n", "# About us\n\nEverybody helps.\n")
    translated.tandem("status", "--json", "status.json")
    spanish = figures(translated)["languages"]["es"]
    assert (spanish["stale"], spanish["missing"]) == (0, 0)
    assert spanish["pages"]["about"]["translated"] == 4


def test_a_broken_catalog_is_a_finding_and_what_can_be_read_of_it_counts(
    translated: TinySite,
) -> None:
    translated.append("locales/es/LC_MESSAGES/about.po", "\n<<<<<<< mine\n")
    done = translated.tandem("status", "--json", "status.json")
    assert done.returncode == 1
    assert done.stderr.startswith("locales/es/LC_MESSAGES/about.po:")
    assert "catalog-conflict" in done.stderr and "Traceback" not in done.stderr
    data = figures(translated)
    assert data["findings"][0]["code"] == "catalog-conflict"
    assert data["findings"][0]["language"] == "es"
    about = data["languages"]["es"]["pages"]["about"]
    assert (about["translated"], about["missing"]) == (3, 0)
    assert data["languages"]["es"]["pages"]["team"]["translated"] == 2


def test_a_translation_that_readers_are_not_shown_counts_as_missing(
    translated: TinySite, edit: Edit
) -> None:
    edit("locales/es/LC_MESSAGES/about.po", "[el equipo](team.md)", "[el equipo](javascript:x)")
    done = translated.tandem("status", "--json", "status.json")
    assert done.returncode == 0, "what is wrong with it is for `tandem check` to say"
    about = figures(translated)["languages"]["es"]["pages"]["about"]
    assert (about["translated"], about["missing"], about["refused"]) == (2, 1, 1)
    assert "1 (1 refused)" in done.stdout


def test_languages_stand_one_after_the_other_and_one_can_be_chosen(make_site: MakeSite) -> None:
    languages = {"en": "English", "es": "Español", "fr": "Français"}
    site = make_site(languages=languages)
    site.catalog("index", {"Home": "Inicio", "Good morning.": "Buenos días."})
    both = site.tandem("status").stdout
    assert both.index("Español (es)") < both.index("Français (fr)")
    french = site.tandem("status", "--language", "fr", "--json", "status.json").stdout
    assert "Español" not in french and "Français (fr)" in french
    data = figures(site)["languages"]
    assert list(data) == ["fr"]
    assert data["fr"]["translated"] == 0 and data["fr"]["missing"] > 0
    for code in ("en", "de"):
        wrong = site.tandem("status", "--language", code)
        assert wrong.returncode == 2
        assert f"--language {code}: it is" in wrong.stderr and "es, fr" in wrong.stderr


def test_a_site_of_one_language_has_nothing_to_count(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n"}, languages={"en": "English"})
    done = site.tandem("status")
    assert (done.returncode, done.stderr) == (0, "")
    assert "one language only" in done.stdout
