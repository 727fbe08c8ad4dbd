"""The lessons of a course are shared among the sessions of a workshop, minute by minute."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from harness.sites import SETTINGS
from sphinx_tandem.lessons.workshop.course import (
    Course,
    advice,
    course_from,
    exported,
    read_export,
)
from sphinx_tandem.lessons.workshop.file import WorkshopError
from sphinx_tandem.site.findings import MachineFailure
from sphinx_tandem.site.settings import load
from tests.workshop.conftest import FILE, NAMED, export, lesson


def shown(course: Course) -> list[tuple[bool, int, list[tuple[int, int, str]]]]:
    """Return of each session whether it is live, how long it is, and its rows."""
    return [
        (one.is_live, one.minutes, [(row.start, row.minutes, row.title) for row in one.rows])
        for one in course.sessions
    ]


def told(data: Any, workshop: Any) -> list[str]:
    with pytest.raises(WorkshopError) as raised:
        course_from(data, workshop, "w.yml")
    return list(map(str, raised.value.findings))


def test_a_course_is_taken_as_its_schedule_says(course: Course) -> None:
    assert shown(course) == [
        (True, 60, [(0, 40, "Masa habla"), (40, 10, "Pesar"), (50, 10, "Mezclar")]),
        (False, 65, [(0, 50, "Horno"), (50, 15, "Alimenta la masa")]),
        (True, 115, [(0, 55, "Corte"), (55, 10, ""), (65, 50, "Horno")]),
    ]
    assert [one.title for one in course.lessons] == ["Masa", "Horno", "Corte"]
    assert [course.name(one, str) for one in course.sessions] == ["Primera", "En casa", "Última"]
    assert (course.title, course.project, course.keywords) == ("Curso de pan", "Pan", ())
    assert course.lessons[0].minutes == 60
    assert course.lessons[0].points["objectives"].startswith("<ul>")
    assert [one["title"] for one in course.lessons[0].exercises] == ["Pesar", "Mezclar"]


def test_a_session_without_a_title_is_called_by_its_number(write: Any) -> None:
    data = export()
    for session in data["courses"]["curso/index"]["sessions"]:
        session["title"] = ""
    course = course_from(data, write(), "w.yml")
    names = [course.name(session, str) for session in course.sessions]
    assert names == ["Session 1", "Self-study", "Session 2"]


def test_a_course_without_a_schedule_is_one_session(write: Any) -> None:
    data = export()
    data["courses"]["curso/index"]["sessions"] = []
    one = FILE.replace("  - start: 2027-03-08 10:00\n", "")
    course = course_from(data, write(one), "w.yml")
    assert [len(session.lessons) for session in course.sessions] == [3]
    data["courses"]["curso/index"]["lessons"].append("curso/nowhere")
    assert len(course_from(data, write(one), "w.yml").lessons) == 3


def test_the_file_shares_the_lessons_out_and_breaks_are_the_usual_ones(write: Any) -> None:
    data = export()
    data["lessons"]["horno"] = lesson("Otro", 5, [])
    course = course_from(data, write(NAMED), "w.yml")
    assert [(live, minutes) for live, minutes, _rows in shown(course)] == [(True, 60), (True, 115)]
    assert course.lessons[-1].title == "Horno", "the folder of the course comes first"
    elsewhere = NAMED.replace("masa", "horno").replace("[corte, horno]", "[curso/corte]")
    assert shown(course_from(data, write(elsewhere), "w.yml"))[1][1] == 55
    named = write(NAMED.replace("sessions:", "course: curso/index.md\nsessions:"))
    assert course_from(data, named, "w.yml").url == "https://example.org/es/curso/index.html"


def test_what_does_not_fit_is_told_at_its_line(write: Any) -> None:
    assert told(export(), write(NAMED.replace("[corte, horno]", "[pizza, corte, corte]"))) == [
        "w.yml:7: workshop-lesson: 'corte' is the lesson that the session names on line 7 already; "
        "keep one. No kit was made.",
        "w.yml:7: workshop-lesson: The site has no lesson 'pizza'. No kit was made.",
    ]
    assert told(export(), write(NAMED.replace("    lessons: [masa]\n", ""))) == [
        "w.yml:4: workshop-missing: Other sessions say which `lessons` they take, so this one must "
        "say so, too. No kit was made."
    ]
    assert told(export(), write(FILE + "course: other\n")) == [
        "w.yml:1: workshop-course: The site has no course 'other'; it has curso/index. "
        "No kit was made."
    ]
    third = "  - start: 2027-03-09 10:00\n"
    assert told(export(), write(FILE.replace("place:", f"{third}place:"))) == [
        "w.yml:4: workshop-sessions: The course has 2 live sessions, but the file gives 3. Give one "
        "`start` for each, or say under each session which `lessons` it takes. No kit was made."
    ]


def test_sessions_may_touch_but_not_overlap_and_must_take_time(write: Any) -> None:
    for start, fits in (("10:59", False), ("11:00", True)):
        workshop = write(NAMED.replace("2027-03-08 10:00", f"2027-03-01 {start}"))
        if fits:
            assert course_from(export(), workshop, "w.yml")
        else:
            assert told(export(), workshop) == [
                "w.yml:6: workshop-overlap: This session begins before the previous one ends: that "
                "takes 60 minutes with its breaks, until 2027-03-01 11:00. No kit was made."
            ]
    data = export()
    data["lessons"]["curso/masa"].update(teaching=0, exercise_minutes=0, rows=[])
    assert told(data, write(NAMED)) == [
        "w.yml:4: workshop-sessions: The lessons and tasks of this session take no time. "
        "No kit was made."
    ]


def test_what_keeps_the_lessons_from_being_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "course.json"
    with pytest.raises(WorkshopError) as raised:
        read_export(path, 0, "")
    assert [(one.path, one.line, one.code) for one in raised.value.findings] == [
        ("", 0, "workshop-lessons")
    ]
    path.write_text('{"project": "Pan"}', "utf-8")
    assert read_export(path, 0, "a warning") == {"project": "Pan"}
    words = " ".join(f"word{number}" for number in range(70))
    with pytest.raises(WorkshopError, match=r"Sphinx says: word10 .* word69$"):
        read_export(path, 2, f"{words}\nThe full traceback is in a file.")
    full = f"{'x' * 400} [Errno {errno.ENOSPC}] No space left on device"
    with pytest.raises(MachineFailure) as failed:
        read_export(path, 2, full)
    assert str(failed.value) == f"What was read could not be written to the disk: {full[-300:]}"


def test_a_long_part_and_a_lesson_that_comes_again_are_told_and_taken(write: Any) -> None:
    data = export()
    data["lessons"]["curso/corte"]["rows"][0].update(minutes=91, title="")
    data["lessons"]["curso/horno"]["rows"][0].update(minutes=90)
    workshop = write(NAMED.replace("[masa]", "[masa, corte]"))
    course = course_from(data, workshop, "w.yml")
    long = "'corte' takes 91 minutes, and there is no break within it, though one is due every 90"
    assert [str(one) for one in advice(workshop, course, "w.yml")] == [
        "w.yml:4: workshop-left-out: The sessions leave out of the course: Alimenta la masa. Nothing "
        "in the kit speaks of them. To take the whole plan of the course, give no session `lessons`.",
        f"w.yml:5: workshop-break: {long} minutes.",
        "w.yml:7: workshop-again: The session on line 4 takes 'corte', too. Each of them has time "
        "for the whole lesson. If that is meant, all is well.",
        f"w.yml:7: workshop-break: {long} minutes.",
    ]
    assert not list(advice(write(), course_from(export(), write(), ""), ""))


def test_a_site_that_sphinx_cannot_read_makes_no_kit(tmp_path: Path) -> None:
    extensions = 'extensions = ["sphinx_tandem", "nowhere"]\n'
    (tmp_path / "conf.py").write_text(f"{SETTINGS}\n{extensions}", "utf-8")
    (tmp_path / "index.md").write_text("# Bread\n", "utf-8")
    with pytest.raises(WorkshopError, match=r"so no kit was made\. Sphinx says: .*nowhere"):
        exported(load(tmp_path), "en")
