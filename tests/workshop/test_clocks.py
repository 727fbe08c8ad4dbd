"""When daylight saving ends in a session, everybody can still tell when it begins and ends."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from sphinx_tandem.lessons.workshop.course import Course, course_from
from sphinx_tandem.lessons.workshop.file import Workshop, WorkshopError
from sphinx_tandem.lessons.workshop.kit import kit_files
from tests.workshop.conftest import export

# In Santiago, clocks go back from 24:00 to 23:00 on 3 April 2027.
SANTIAGO = """\
language: es
timezone: America/Santiago
sessions:
  - start: {}
    lessons: [horno, masa]
timezones: [America/Bogota, Europe/Berlin]
"""


def course_of(workshop: Workshop) -> Course:
    return course_from(export(), workshop, "workshop.yml")


def test_times_have_their_offset_where_it_changes_and_nowhere_else(write: Any) -> None:
    workshop = write(SANTIAGO.format("2027-04-03 22:20"))
    files = kit_files(workshop, course_of(workshop), lambda text: text)
    email = files["email-before.txt"].decode()
    page = html.fromstring(files["schedule.html"])
    columns = list(
        zip(*([cell.text for cell in row] for row in page.xpath("//tbody/tr")), strict=True)
    )
    # The lessons take 50 and 60 minutes, and the break before the second takes 10.
    assert columns[0] == ("22:20 (UTC−3)", "23:10 (UTC−3)", "23:20 (UTC−3)", "23:20 (UTC−4)")
    assert columns[1] == ("20:20", "21:10", "21:20", "22:20")
    assert columns[2] == ("03:20", "04:10", "04:20", "05:20")
    for name in ("email-before.txt", "index.html", "notes.md"):
        assert "22:20 (UTC−3)–23:20 (UTC−4)" in files[name].decode(), name
    assert "20:20–22:20" in email and "03:20–05:20" in email


def test_a_beginning_that_exists_twice_is_told_and_either_can_be_written(write: Any) -> None:
    first, before, after = (
        write(SANTIAGO.format(f"2027-04-03 23:30{offset}")) for offset in ("", "-03:00", "−4")
    )
    assert [(one.line, one.code) for one in first.advice] == [(4, "workshop-hour")]
    assert "2027-04-03 23:30-03:00" in first.advice[0].message
    assert "2027-04-03 23:30-04:00" in first.advice[0].message
    assert not before.advice and not after.advice
    shown = [one.meetings[0].start.isoformat() for one in (first, before, after)]
    assert [text[16:] for text in shown] == [":00-03:00", ":00-03:00", ":00-04:00"]
    files = kit_files(after, course_of(after), lambda text: text)
    assert "DTSTART:20270404T033000Z" in files["invitation.ics"].decode()
    assert "23:30 (UTC−4)–01:30 (UTC−4)" in files["email-before.txt"].decode()


@pytest.mark.parametrize("start", ["2027-04-03 23:30+02:00", "2027-03-01 10:00Z"])
def test_an_offset_that_clocks_do_not_have_then_is_refused(write: Any, start: str) -> None:
    with pytest.raises(WorkshopError, match=r"4: workshop-start: .* are not at"):
        write(SANTIAGO.format(start))


def test_the_second_of_two_equal_times_comes_after_the_first(write: Any) -> None:
    twice = SANTIAGO.replace("    lessons: [horno, masa]\n", "  - start: {}\n")
    write(twice.format("2027-04-03 23:30-03:00", "2027-04-03 23:30-04:00"))
    with pytest.raises(WorkshopError, match="5: workshop-order"):
        write(twice.format("2027-04-03 23:30-04:00", "2027-04-03 23:40-03:00"))
