"""A bad file ends in findings with a line, never in a crash or in a kit that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.sites import SETTINGS
from sphinx_tandem.lessons.workshop.course import advice, course_from
from sphinx_tandem.lessons.workshop.documents import qr_code
from sphinx_tandem.lessons.workshop.file import WorkshopError
from sphinx_tandem.lessons.workshop.kit import MARKER, make_kit
from sphinx_tandem.site.findings import WrongUse
from sphinx_tandem.site.settings import load
from tests.workshop.conftest import FILE, NAMED, export


def faults(write: Any, text: str) -> list[tuple[int, str]]:
    """Return the lines and the codes of what is wrong with a file, and with its lessons."""
    with pytest.raises(WorkshopError) as raised:
        course_from(export(), write(text), "workshop.yml")
    for found in raised.value.findings:
        assert found.path == "workshop.yml" and found.message.endswith("No kit was made.")
        str(found).encode()
    return [(found.line, found.code) for found in raised.value.findings]


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("2027-03-08 10:00", "9999-12-31 23:30", 5, "workshop-start"),
        ("2027-03-01 10:00", "0001-01-01 00:00", 4, "workshop-start"),
        ("2027-03-01 10:00", "2027-03-01 10:00+02:00", 4, "workshop-start"),
        ("[Iris]", "[" * 3000, 12, "workshop-file"),
        ("En línea", '"\\ud800"', 6, "workshop-text"),
        ("En línea", '"Sal\\u0000n"', 6, "workshop-text"),
        ("En línea", '"Sal\\u001bn"', 6, "workshop-text"),
        ("[Ana, Luis, Eva]", '["Ana\\a"]', 11, "workshop-text"),
        ("https://example.org/taller", '"https://example.org/\\u0001"', 7, "workshop-text"),
        ("https://example.org/taller", f"https://example.org/{'a' * 3000}", 7, "workshop-address"),
        ("En línea", "Sal\x00n", 6, "workshop-file"),
        ("En línea", "[", 6, "workshop-file"),
        ("En línea", '"Sala', 6, "workshop-file"),
        ("language: es", "language: ~", 1, "workshop-missing"),
        ("timezone: America/Mexico_City", "timezone:", 2, "workshop-missing"),
        ("contact: taller@example.org", "revision: one", 14, "workshop-revision"),
        ("contact: taller@example.org", "revision: -1", 14, "workshop-revision"),
    ],
)  # fmt: skip
def test_what_ended_in_a_crash_is_a_finding_at_its_line(
    write: Any, old: str, new: str, line: int, code: str
) -> None:
    assert old in FILE
    assert (line, code) in faults(write, FILE.replace(old, new, 1))


# As a person in a hurry writes it: a mistake in every line.
HURRIED = """\
language: xx
timezone: America/Mexico
sessions:
  - start: 01/03/2027 10:00
    lesons: [masa]
  - start: 2027-02-30 10:00-06:00
  - start: 2027-03-02 10:00-06:00
timezones: [Africa/Nairobbi]
adress: https://example.org
address: example.org
links: {call: "javascript:alert(1)", zoom: https://example.org}
revision: two
cancelled: perhaps
"""


def test_all_mistakes_of_a_file_come_at_once_and_no_lesson_is_read(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(SETTINGS, "utf-8")
    file = tmp_path / "taller.yml"
    file.write_text(HURRIED.replace("America/Mexico", "America/Mexico\u2019"), "utf-8")
    with pytest.raises(WorkshopError) as raised:
        make_kit(load(tmp_path), file)  # the site has no page, so to read it would fail
    assert [(found.line, found.code.removeprefix("workshop-")) for found in raised.value.findings] == [
        (1, "language"), (2, "timezone"), (4, "start"), (5, "key"), (6, "start"), (8, "timezone"),
        (9, "key"), (10, "address"), (11, "address"), (11, "key"), (12, "revision"), (13, "text"),
    ]  # fmt: skip


def test_all_that_does_not_fit_the_site_comes_at_once(write: Any) -> None:
    text = NAMED.replace("[masa]", "[massa]").replace("horno]", "horno, horno]")
    assert faults(write, f"{text}course: curs/index\n") == [
        (1, "workshop-course"), (5, "workshop-lesson"), (7, "workshop-lesson"),
        (7, "workshop-lesson"), (7, "workshop-lesson"),
    ]  # fmt: skip
    assert faults(write, f"{text}course: curso/index\n") == [
        (5, "workshop-lesson"),
        (7, "workshop-lesson"),
    ]


def test_nothing_behind_a_key_means_not_given(write: Any) -> None:
    found = write(FILE.replace("taller@example.org", "~").replace("[Iris]", "[~]") + "title:\n")
    assert (found.contact, found.helpers, found.title) == ("", (), "")
    for key in ("address: https://example.org/taller", "  call: https://example.org/llamada"):
        name = key.split(": ")[0]
        assert write(FILE.replace(key, f"{name}: null"))


def test_the_longest_address_fits_into_a_code(write: Any) -> None:
    given = "https://example.org/taller"
    longest = given.ljust(1000, "a")
    assert qr_code(write(FILE.replace(given, longest)).address)
    for longer in (f"{longest}a", given.ljust(999, "a") + "ü"):
        assert faults(write, FILE.replace(given, longer)) == [(7, "workshop-address")]


def test_sessions_that_overlap_are_told(write: Any) -> None:
    # The first takes 60 minutes.
    close = FILE.replace("2027-03-08 10:00", "2027-03-01 10:59")
    assert faults(write, close) == [(5, "workshop-overlap")]
    course_from(export(), write(close.replace("10:59", "11:00")), "workshop.yml")


def test_a_session_without_lessons_beside_others_is_told(write: Any) -> None:
    assert faults(write, NAMED.replace("    lessons: [masa]\n", "")) == [(4, "workshop-missing")]
    empty = export()
    empty["lessons"]["curso/masa"].update(teaching=0, exercise_minutes=0, rows=[])
    with pytest.raises(WorkshopError, match=r"4: workshop-sessions: .*take no time"):
        course_from(empty, write(NAMED), "workshop.yml")


@pytest.mark.parametrize("again", ["horno", "horno.md", "/horno", "curso/horno", "/curso/horno.md"])
def test_a_lesson_that_a_session_names_twice_is_told_at_its_line(write: Any, again: str) -> None:
    text = NAMED.replace("[corte, horno]", f"\n      - corte\n      - horno\n      - {again}")
    assert faults(write, text) == [(10, "workshop-lesson")]


def test_a_lesson_in_two_sessions_is_told_and_taken(write: Any) -> None:
    workshop = write(NAMED.replace("[corte, horno]", "[corte, masa]"))
    course = course_from(export(), workshop, "workshop.yml")
    found = list(advice(workshop, course, "workshop.yml"))
    assert [(one.line, one.code) for one in found] == [
        (4, "workshop-left-out"),
        (7, "workshop-again"),
    ]
    assert "leave out of the course: Horno, Alimenta la masa." in found[0].message
    assert "line 4" in found[1].message


def test_what_is_too_long_for_a_break_is_told(write: Any) -> None:
    data = export()
    data["lessons"]["curso/corte"]["rows"][0]["minutes"] = 120
    workshop = write(NAMED)
    course = course_from(data, workshop, "workshop.yml")
    found = list(advice(workshop, course, "workshop.yml"))
    assert [(one.line, one.code) for one in found] == [
        (4, "workshop-left-out"),
        (7, "workshop-break"),
    ]


def test_a_file_where_the_kit_belongs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(SETTINGS, "utf-8")
    file = tmp_path / "taller.yml"
    file.write_text(FILE, "utf-8")
    for place in (file, file / "kit"):
        with pytest.raises(WrongUse, match="is a file"):
            make_kit(load(tmp_path), file, place)
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / MARKER).mkdir()
    with pytest.raises(WrongUse, match="something other"):
        make_kit(load(tmp_path), file, taken)
