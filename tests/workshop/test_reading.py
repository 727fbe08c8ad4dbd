"""A workshop's file is understood, or every fault in it is named at its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sphinx_tandem.lessons.workshop.course import course_from
from sphinx_tandem.lessons.workshop.file import Meeting, Workshop, WorkshopError
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
    assert (found.revision, found.title, found.course, found.advice) == (0, "", "", ())


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
        with pytest.raises(WorkshopError, match=r"^workshop\.yml:1: workshop-file: "):
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
    with pytest.raises(WorkshopError, match="no course 'other'"):
        course_from(export(), write(FILE + "course: other\n"), "workshop.yml")
    with pytest.raises(WorkshopError, match="none"):
        course_from({**export(), "courses": {}}, write(), "workshop.yml")


WHOLE = """\
title: "Bread,
  again"
language: pt
timezone: Asia/Kathmandu
sessions:
  - start: 2027-03-01 10:00
    lessons: [/dough.md, course/oven]
  - lessons: starter
    start: 2027-03-08 09:30
course: /course/index.md
place: Room 2
address: http://example.org/
links: {notes: https://example.org/n, call: https://example.org/c, chat: ~}
instructors: Ana
helpers: [Luis, Eva]
timezones: Europe/Berlin
contact: a@example.org
revision: 12
"""


def test_every_key_of_a_file_is_understood(write: Any) -> None:
    found = write(WHOLE)
    kathmandu = ZoneInfo("Asia/Kathmandu")
    assert found == Workshop(
        title="Bread, again",
        language="pt",
        zone=kathmandu,
        meetings=(
            Meeting(
                datetime(2027, 3, 1, 10, 0, tzinfo=kathmandu),
                (("dough", 7), ("course/oven", 7)),
                6,
            ),
            Meeting(datetime(2027, 3, 8, 9, 30, tzinfo=kathmandu), (("starter", 8),), 8),
        ),
        course="course/index",
        place="Room 2",
        address="http://example.org/",
        links={"notes": "https://example.org/n", "call": "https://example.org/c"},
        instructors=("Ana",),
        helpers=("Luis", "Eva"),
        zones=(ZoneInfo("Europe/Berlin"),),
        contact="a@example.org",
        revision=12,
        identity="workshop",
    )
    assert write(f"{WHOLE}id: bread-2027\n").identity == "bread-2027"
    assert replace(found, language="pt_BR").tag == "pt-BR"


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "words"),
    [
        ("language: pt", "language: xx", 3, "language", "'xx'; it has en, es, pt"),
        ("timezone: Asia/Kathmandu\n", "", 1, "missing", "`timezone`"),
        ("course: /course/index.md", "sessions: []", 10, "key", "`sessions` is there twice"),
        ("course: /course/index.md", "[a]: b", 10, "key", "it may have title, language"),
        ("place: Room 2", "place: [Room, 2]", 11, "text", "one text"),
        ("place: Room 2", 'place: "\\x7f"', 11, "text", "U+007F"),
        ("place: Room 2", 'place: "\\ufdd0"', 11, "text", "U+FDD0"),
        ("place: Room 2", 'place: "\\ufdef"', 11, "text", "U+FDEF"),
        ("place: Room 2", 'place: "\\U0001fffe"', 11, "text", "U+1FFFE"),
        ("place: Room 2", 'place: "\\U0010ffff"', 11, "text", "U+10FFFF"),
        ("    start: 2027-03-08 09:30\n", "", 8, "start", "a date and a time"),
        ("  - lessons: starter\n", "  - words\n  - lessons: a\n", 8, "file", "A session is not a set"),
        ("{notes: https", "{telephone: https", 13, "key", "`links` has no `telephone`"),
        ("links: {notes", "links: [notes", 13, "file", "valid YAML"),
        ("revision: 12", "revision: 12345", 18, "revision", "not '12345'"),
        ("2027-03-08 09:30", "2027-03-01 10:00", 8, "order", "before it"),
        ("http://example.org/", "http://", 12, "address", "'http://' is not an address"),
        ("http://example.org/", "ftp://example.org", 12, "address", "https://"),
        ("Europe/Berlin", "[Europe/Berlin, Berlin]", 16, "timezone", "'Berlin'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_line(
    write: Any, old: str, new: str, line: int, code: str, words: str
) -> None:
    assert old in WHOLE
    with pytest.raises(WorkshopError) as raised:
        write(WHOLE.replace(old, new, 1))
    found = [(one.line, one.code, one.message) for one in raised.value.findings]
    assert any(
        (at, name) == (line, f"workshop-{code}") and words in said for at, name, said in found
    ), found


def test_a_file_without_sessions_is_told(write: Any) -> None:
    head = "language: es\ntimezone: UTC\n"
    for sessions, line in (("[]", 3), ("[~]", 3)):
        with pytest.raises(WorkshopError, match=f"{line}: workshop-sessions: There is no session"):
            write(f"{head}sessions: {sessions}\n")
    with pytest.raises(WorkshopError) as raised:
        write("title: Bread\n")
    assert [one.code for one in raised.value.findings] == ["workshop-missing"] * 3


def test_letters_of_every_script_can_be_printed(write: Any) -> None:
    for letter in ("ñ", "練", "🍞", "\ufdcf", "\ufdf0", "\U0001fffd"):
        assert write(WHOLE.replace("Room 2", f"Room {letter}")).place == f"Room {letter}"
    assert write(WHOLE.replace("Room 2", '"Room\\t2\\r\\n"')).place == "Room 2"
