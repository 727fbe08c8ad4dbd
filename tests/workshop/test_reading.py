"""A workshop's file is understood, or every fault in it is named at its line."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sphinx_tandem.lessons.workshop.course import course_from
from sphinx_tandem.lessons.workshop.file import WorkshopError
from tests.workshop.conftest import FILE, export


def test_a_good_file_says_what_it_says(write: Any) -> None:
    found = write()
    mexico = ZoneInfo("America/Mexico_City")
    assert [one.start for one in found.meetings] == [
        datetime(2027, 3, 1, 10, 0, tzinfo=mexico),
        datetime(2027, 3, 8, 10, 0, tzinfo=mexico),
    ]
    assert found.links == {"call": "https://example.org/llamada",
                           "survey-after": "https://example.org/encuesta"}  # fmt: skip
    assert [zone.key for zone in found.zones] == ["Africa/Nairobi", "Asia/Kathmandu"]
    assert found.instructors == ("Ana", "Luis", "Eva")


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("language: es", "language: de", 1, "workshop-language"),
        ("language: es\n", "", 1, "workshop-missing"),
        ("America/Mexico_City", "Mexico City", 2, "workshop-timezone"),
        ("2027-03-08 10:00", "2027-02-30 10:00", 5, "workshop-start"),
        ("2027-03-08 10:00", "next Monday", 5, "workshop-start"),
        ("2027-03-08 10:00", "2027-02-01 10:00", 5, "workshop-order"),
        ("address: https://", "address: javascript:", 7, "workshop-address"),
        ("  call: https://example.org/llamada", "  call: llamada", 9, "workshop-address"),
        ("  call:", "  telephone:", 9, "workshop-key"),
        ("place:", "plaice:", 6, "workshop-key"),
        ("[Africa/Nairobi, Asia/Kathmandu]", "[Africa/Nowhere]", 13, "workshop-timezone"),
        ("place: En línea", "place: [", None, "workshop-file"),
    ],
)
def test_a_fault_is_named_at_its_line(
    write: Any, old: str, new: str, line: int | None, code: str
) -> None:
    assert old in FILE
    text = FILE.replace(old, new, 1)
    with pytest.raises(WorkshopError) as raised:
        write(text)
    assert [found.code for found in raised.value.findings] == [code]
    assert line in (None, raised.value.findings[0].line)
    assert "No kit was made." in raised.value.findings[0].message


def test_a_time_that_clocks_jump_over_is_refused_and_the_one_after_is_not(write: Any) -> None:
    berlin = FILE.replace("America/Mexico_City", "Europe/Berlin")
    with pytest.raises(WorkshopError) as raised:
        write(berlin.replace("2027-03-08 10:00", "2027-03-28 02:30"))
    assert [found.code for found in raised.value.findings] == ["workshop-start"]
    write(berlin.replace("2027-03-08 10:00", "2027-03-28 03:30"))


def test_a_file_that_is_no_text_or_no_mapping_is_told(write: Any, tmp_path: Any) -> None:
    for text in ("", "- a\n- b\n", "just words"):
        with pytest.raises(WorkshopError):
            write(text)
    (tmp_path / "workshop.yml").write_bytes(b"language: \xff\xfe")
    from sphinx_tandem.lessons.workshop.file import read_workshop  # noqa: PLC0415

    with pytest.raises(WorkshopError):
        read_workshop(tmp_path / "workshop.yml", "workshop.yml", ["es"])


def test_a_file_that_does_not_fit_the_course_is_told(write: Any) -> None:
    one = FILE.replace("  - start: 2027-03-08 10:00\n", "")
    with pytest.raises(WorkshopError, match="2 live sessions, but the file gives 1"):
        course_from(export(), write(one), "workshop.yml")
    named = FILE.replace("03-01 10:00\n", "03-01 10:00\n    lessons: [masa]\n").replace(
        "03-08 10:00\n", "03-08 10:00\n    lessons: [pizza]\n"
    )
    with pytest.raises(WorkshopError, match="no lesson 'pizza'"):
        course_from(export(), write(named), "workshop.yml")
    with pytest.raises(WorkshopError, match="No page 'other'"):
        course_from(export(), write(FILE + "course: other\n"), "workshop.yml")
    with pytest.raises(WorkshopError, match="none"):
        course_from({**export(), "courses": {}}, write(), "workshop.yml")
