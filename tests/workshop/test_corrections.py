"""An invitation that is sent again takes the place of the one that people have."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import icalendar

from sphinx_tandem.lessons.workshop.course import course_from
from sphinx_tandem.lessons.workshop.documents import cancellation, invitation
from tests.workshop.conftest import FILE, export


def events(write: Any, text: str, **changes: Any) -> list[Any]:
    """Return the events of a workshop's invitation."""
    workshop = replace(write(text), **{"identity": "workshops/june", **changes})
    data = {**export(), "project": changes.pop("project", "Pan")}
    course = course_from(data, workshop, "workshop.yml")
    made = [invitation(workshop, course, "Curso", str) for _time in range(2)]
    assert made[0] == made[1]
    return list(icalendar.Calendar.from_ical(made[0]).walk("VEVENT"))


def test_a_corrected_invitation_is_known_by_the_same_name_and_is_never_older(write: Any) -> None:
    first = events(write, FILE)
    address = "address: https://example.org/taller\n"
    for text in (
        FILE.replace("2027-03-01", "2027-02-15"),
        FILE.replace(address, ""),
        FILE.replace(address, "").replace("2027-03-01", "2027-02-15"),
        FILE.replace("place: En línea", "place: Sala 2\ntitle: Otro"),
        FILE.replace("America/Mexico_City", "America/Bogota").replace(
            "language: es", "language: en"
        ),
    ):
        again = events(write, f"{text}revision: 1\n")
        assert [event["uid"] for event in again] == [event["uid"] for event in first]
        for old, new in zip(first, again, strict=True):
            assert (old["sequence"], new["sequence"]) == (0, 1)
            for name in ("dtstamp", "last-modified"):
                assert new.decoded(name) > old.decoded(name)
        unchanged = events(write, text)
        assert [event["dtstamp"] for event in unchanged] == [event["dtstamp"] for event in first]


def test_other_workshops_and_other_sessions_are_others(write: Any) -> None:
    found = [
        event["uid"]
        for name in ("workshops/june", "workshops/july")
        for event in events(write, FILE, identity=name)
    ]
    assert len(set(found)) == 6, "two meetings and the days between, each twice"


def test_one_session_that_is_cancelled_leaves_calendars_and_the_others_stay(write: Any) -> None:
    first, second, *alone = events(write, FILE)
    line = "  - start: 2027-03-01 "
    assert line in FILE
    text = re.sub(rf"({line}[^\n]*\n)", r"\1    cancelled: true\n", FILE)
    left = events(write, f"{text}revision: 1\n")
    assert [event["uid"] for event in left] == [one["uid"] for one in (second, *alone)]
    workshop = replace(write(f"{text}revision: 1\n"), identity="workshops/june")
    course = course_from({**export(), "project": "Pan"}, workshop, "workshop.yml")
    made = icalendar.Calendar.from_ical(cancellation(workshop, course, "Curso", str))
    (gone,) = made.walk("VEVENT")
    assert made["method"] == "CANCEL" and gone["status"] == "CANCELLED"
    assert gone["uid"] == first["uid"] and gone["sequence"] > first["sequence"]
    assert gone.decoded("dtstamp") > first.decoded("dtstamp")
    whole = write(FILE)
    assert cancellation(whole, course, "Curso", str) is None
