"""The example that the guide shows makes a whole kit from the real lessons."""

from __future__ import annotations

import re
from pathlib import Path

from harness.real import REPOSITORY, copy_sources
from sphinx_tandem.lessons.workshop.kit import MARKER, make_kit
from sphinx_tandem.site.settings import load

EXAMPLE = REPOSITORY / "training" / "workshops" / "example.yml"
COURSE = "training/hub-champion"


def test_the_example_makes_a_kit_in_its_language(tmp_path: Path) -> None:
    site = copy_sources(tmp_path / "site")
    # The other pages, which a kit does not show, take longer to read than all else.
    pages = ["index.md", "training/index.md", f"{COURSE}/*.md"]
    with (site / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"\ninclude_patterns = {pages}\n")
    kit = make_kit(load(site), site / EXAMPLE.relative_to(REPOSITORY), tmp_path / "kit")
    assert {path.name for path in kit.folder.iterdir()} == {*kit.files, MARKER}
    assert kit.notes == kit.advice == ()
    notes = (kit.folder / "notes.md").read_text("utf-8")
    assert len(re.findall(r"(?m)^#### \S+ \d+: ¿Verdadero o falso\? \(10 min\)$", notes)) == 1
    assert "True or false?" not in notes
    # All lessons of the course, those of the week between the two sessions, too.
    lessons = sorted(
        path.stem
        for path in (site / COURSE).glob("*.md")
        if "\nlesson: " in path.read_text("utf-8").partition("\n# ")[0]
    )
    assert len(lessons) > 2
    for lesson in lessons:
        assert f"/{lesson}.html) (" in notes, lesson
    letter = (kit.folder / "email-before.txt").read_text("utf-8")
    assert "4 horas y 20 minutos" in letter and "/es/training/hub-champion/setup.html" in letter
    events = (kit.folder / "invitation.ics").read_text("utf-8")
    assert events.count("BEGIN:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20270302" in events and "DTEND;VALUE=DATE:20270308" in events


def test_the_guide_shows_the_example_as_it_is() -> None:
    guide = (REPOSITORY / "docs" / "teaching.md").read_text("utf-8")
    shown = guide.split("```yaml\n", 1)[1].split("```", 1)[0]
    assert shown == EXAMPLE.read_text("utf-8")
