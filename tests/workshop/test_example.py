"""The example that the guide shows makes a whole kit from the real lessons."""

from __future__ import annotations

from pathlib import Path

import yaml

from harness.real import REPOSITORY, copy_sources
from sphinx_tandem.lessons.workshop.kit import MARKER, make_kit
from sphinx_tandem.site.settings import load

EXAMPLE = REPOSITORY / "training" / "workshops" / "example.yml"
COURSE = "training/hub-champion"


def test_the_example_makes_a_kit_in_its_language(tmp_path: Path) -> None:
    site = copy_sources(tmp_path / "site")
    # The other pages, which a kit does not show, take longer to read than all else.
    lessons = [
        f"{COURSE}/{lesson}.md"
        for session in yaml.safe_load(EXAMPLE.read_text("utf-8"))["sessions"]
        for lesson in ("index", *session["lessons"])
    ]
    with (site / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"\ninclude_patterns = {['index.md', 'training/index.md', *lessons]}\n")
    kit = make_kit(load(site), site / EXAMPLE.relative_to(REPOSITORY), tmp_path / "kit")
    assert {path.name for path in kit.folder.iterdir()} == {*kit.files, MARKER}
    assert kit.notes == kit.advice == ()
    notes = (kit.folder / "notes.md").read_text("utf-8")
    assert notes.count("#### ¿Verdadero o falso? (10 min)") == 1
    assert "True or false?" not in notes
    assert "BEGIN:VEVENT" in (kit.folder / "invitation.ics").read_text("utf-8")


def test_the_guide_shows_the_keys_that_the_example_has() -> None:
    guide = (REPOSITORY / "docs" / "teaching.md").read_text("utf-8")
    shown = yaml.safe_load(guide.split("```yaml\n", 1)[1].split("```", 1)[0])
    assert set(shown) <= set(yaml.safe_load(EXAMPLE.read_text("utf-8")))
