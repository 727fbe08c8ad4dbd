"""Every file of a kit is right, whole, and in the language of the workshop."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from gettext import GNUTranslations
from typing import Any

import icalendar
import pytest
from babel.dates import get_timezone_location
from lxml import html

from sphinx_tandem.lessons.workshop.course import Course, course_from
from sphinx_tandem.lessons.workshop.file import Workshop
from sphinx_tandem.lessons.workshop.kit import kit_files
from sphinx_tandem.translate.interface import translations
from tests.workshop.conftest import FILE, export

FILES = [
    "checklist-helpers.md", "checklist-instructors.md", "email-after.txt", "email-before.txt",
    "index.html", "invitation.ics", "minute-cards.html", "notes.md", "poster.html", "qr.svg",
    "schedule.html",
]  # fmt: skip

# The CLDR has written it in two ways.
KATHMANDU = get_timezone_location("Asia/Kathmandu", locale="es", return_city=True)


@cache
def words() -> GNUTranslations:
    """Return the Spanish of the engine's words, which are read from their catalog."""
    found = translations("es", "sphinx_tandem")
    assert isinstance(found, GNUTranslations)
    return found


def spanish(text: str) -> str:
    return words().gettext(text)


@pytest.fixture
def kit(workshop: Workshop, course: Course) -> dict[str, str]:
    return {name: data.decode() for name, data in kit_files(workshop, course, spanish).items()}


def test_a_kit_has_its_files_and_the_same_again(workshop: Workshop, course: Course) -> None:
    first, again = (kit_files(workshop, course, spanish) for _time in range(2))
    assert list(first) == FILES
    assert first == again


def test_a_poster_says_what_when_and_where(kit: dict[str, str]) -> None:
    page = html.fromstring(kit["poster.html"].encode())
    shown = " ".join(page.find(".//main").text_content().split())
    for words in (
        "lunes, 1 de marzo de 2027, 10:00–11:00",
        "Ciudad de México",
        "lunes, 8 de marzo",
    ):
        assert words in shown
    assert "Nairobi" not in shown, "who sees a poster is where the workshop is"
    assert page.find(".//svg") is not None


def test_the_page_names_all_that_the_week_between_asks_for(kit: dict[str, str]) -> None:
    page = html.fromstring(kit["index.html"].encode())
    (heading,) = page.xpath("//h2[.='Entre las sesiones']")
    items = [item.text_content() for item in heading.getnext().findall("li")]
    assert items == ["Horno (50 min)", "Alimenta la masa (15 min)"]


def test_a_kit_without_an_address_has_no_poster(write: Any) -> None:
    workshop = write(FILE.replace("address: https://example.org/taller\n", ""))
    files = kit_files(workshop, course_from(export(), workshop, ""), spanish)
    assert set(FILES) - set(files) == {"poster.html", "qr.svg"}


def test_the_invitation_has_each_live_session_at_its_time(kit: dict[str, str]) -> None:
    *events, alone = icalendar.Calendar.from_ical(kit["invitation.ics"]).walk("VEVENT")
    found = [(event.decoded("dtstart"), event.decoded("dtend")) for event in events]
    # Mexico City is at UTC-6 all year; the sessions take 60, and 55 + 10 + 50 minutes.
    first = datetime(2027, 3, 1, 16, 0, tzinfo=UTC)
    second = first + timedelta(days=7)
    assert found == [
        (first, first + timedelta(minutes=60)),
        (second, second + timedelta(minutes=115)),
    ]
    assert len({str(event["uid"]) for event in (*events, alone)}) == 3
    assert [str(event["summary"]) for event in events] == [
        "Curso de pan: Primera",
        "Curso de pan: Última",
    ]
    assert str(alone["summary"]) == "Curso de pan: En casa" and alone["transp"] == "TRANSPARENT"
    assert (alone.decoded("dtstart"), alone.decoded("dtend")) == (
        date(2027, 3, 2),
        date(2027, 3, 8),
    )
    assert "Horno (50 minutos)\nAlimenta la masa (15 minutos)" in str(alone["description"])
    for event in (*events, alone):
        assert str(event["organizer"]) == "mailto:taller@example.org"
        assert event["organizer"].params["cn"] == "Ana, Luis, Eva"
    alarms = [alarm.decoded("trigger") for alarm in events[0].walk("VALARM")]
    assert alarms == [timedelta(days=-1), timedelta(minutes=-15)] and not alone.walk("VALARM")
    for line in kit["invitation.ics"].split("\r\n"):
        assert len(line.encode()) <= 75  # RFC 5545, 3.1


def test_a_letter_says_hours_as_people_do_and_links_what_to_read(write: Any) -> None:
    data = export()
    data["lessons"]["curso/horno"]["teaching"] = 230
    before = [{"title": "Antes de empezar", "url": "https://example.org/es/antes.html"}]
    data["courses"]["curso/index"]["before"] = before
    workshop = write()
    files = kit_files(workshop, course_from(data, workshop, ""), spanish)
    letter = files["email-before.txt"].decode()
    assert "reserva 4 horas y 25 minutos." in letter
    assert "- Antes de empezar: https://example.org/es/antes.html\n" in letter


def test_a_workshop_that_is_cancelled_leaves_calendars(write: Any) -> None:
    workshop = write(f"{FILE}cancelled: true\nrevision: 3\n")
    files = kit_files(workshop, course_from(export(), workshop, ""), spanish)
    calendar = icalendar.Calendar.from_ical(files["invitation.ics"].decode())
    assert calendar["method"] == "CANCEL"
    for event in calendar.walk("VEVENT"):
        assert (event["status"], event["sequence"]) == ("CANCELLED", 4)
        assert not event.walk("VALARM")
    assert "Este taller se canceló." in files["index.html"].decode()
    letter = files["email-before.txt"].decode()
    assert "Asunto: Cancelado: Curso de pan" in letter and "10:00" not in letter


def test_the_notes_hold_every_exercise_once_with_its_question(kit: dict[str, str]) -> None:
    for title in ("Pesar", "Mezclar", "Cortar"):
        assert kit["notes.md"].count(f"#### {title} (") == 1
        assert f"Haz *{title}* \\<ahora\\>." in kit["notes.md"]
    assert "¿Pregunta de Masa?" in kit["notes.md"]
    assert "Clave de Horno con `código_a`." in kit["notes.md"]


def test_every_participant_finds_the_time_on_their_own_clock(kit: dict[str, str]) -> None:
    for words in (
        "Ciudad de México: lunes, 1 de marzo de 2027, 10:00–11:00",
        "Nairobi: lunes, 1 de marzo de 2027, 19:00–20:00",
        f"{KATHMANDU}: lunes, 1 de marzo de 2027, 21:45–22:45",
        f"{KATHMANDU}: lunes, 8 de marzo de 2027, 21:45–23:40",
    ):
        assert words in kit["email-before.txt"]
    page = html.fromstring(kit["schedule.html"].encode())
    rows = [
        [cell.text_content() for cell in row]
        for row in page.xpath("//table[2]//tr|//section[2]//tr")
    ]
    assert rows[1][:4] == ["10:00", "19:00", "21:45", "Corte"]
    assert rows[2][:4] == ["10:55", "19:55", "22:40", "Pausa"]
    assert rows[3][:4] == ["11:05", "20:05", "22:50", "Horno"]
    assert rows[4][:4] == ["11:55", "20:55", "23:40", "Fin"]


def test_breaks_are_kept_within_a_lesson_that_is_longer(write: Any) -> None:
    data = export()
    data["courses"]["curso/index"]["sessions"][2]["break_every"] = 50
    workshop = write()
    course = course_from(data, workshop, "workshop.yml")
    assert [(row.start, row.minutes, row.kind) for row in course.live[1].rows] == [
        (0, 50, "lesson"), (50, 10, "break"), (60, 5, "lesson"),
        (65, 10, "break"), (75, 50, "lesson"),
    ]  # fmt: skip
    page = kit_files(workshop, course, spanish)["schedule.html"].decode()
    assert ">Corte (continuación)</td>" in page


def test_an_exercise_without_a_title_is_called_an_exercise(write: Any) -> None:
    data = export()
    data["lessons"]["curso/masa"]["rows"][1].update(title="", optional=True)
    workshop = write()
    page = kit_files(workshop, course_from(data, workshop, ""), spanish)["schedule.html"].decode()
    assert re.search(">Ejercicio</td><td[^>]*>Ejercicio .opcional.</td>", page)


def test_nothing_of_a_kit_is_in_another_language(kit: dict[str, str]) -> None:
    english = re.compile(
        r"\b(the|and|your|you|with|when|where|session|lesson|lessons|minutes|week|"
        r"instructors|helpers|notes|Monday|March)\b",
        re.IGNORECASE,
    )
    for name, text in kit.items():
        if name.endswith(".html"):
            tree = html.fromstring(text.encode())
            for hidden in tree.xpath("//style | //script"):
                hidden.getparent().remove(hidden)
            words = tree.text_content()
        elif name.endswith((".ics", ".svg")):
            continue
        else:
            words = text
        assert not english.findall(re.sub(r"https?://\S+", "", words)), name


def test_registries_of_training_read_when_and_where(kit: dict[str, str]) -> None:
    (script,) = html.fromstring(kit["index.html"].encode()).xpath(
        "//script[@type='application/ld+json']"
    )
    found = json.loads(script.text_content())
    instance = found["hasCourseInstance"]
    assert found["@type"] == "Course" and instance["@type"] == "CourseInstance"
    assert instance["startDate"] == "2027-03-01T10:00:00-06:00"
    assert instance["endDate"] == "2027-03-08T11:55:00-06:00"
    assert instance["inLanguage"] == "es"
    assert instance["courseMode"] == "online", "the place of the file is in words"
    assert {"name", "description", "keywords"} <= set(found)
    # https://bioschemas.org/profiles/CourseInstance/1.0-RELEASE: the minimum
    assert {"courseMode", "location", "@id", "@type", "http://purl.org/dc/terms/conformsTo"} <= set(
        instance
    )


def test_checklists_have_dates_that_stand_in_the_right_order(kit: dict[str, str]) -> None:
    text = kit["checklist-instructors.md"]
    days = [int(day) for day in re.findall(r"^## \w+, (\d+) de \w+ de 2027$", text, re.MULTILINE)]
    assert days == [15, 22, 28, 1, 2, 4, 7, 8, 10, 15]
    assert text.count("- [ ] ") == 12


def test_what_a_person_writes_never_becomes_html(write: Any) -> None:
    workshop = write(
        FILE.replace("place: En línea", "place: '<script>x</script>'").replace(
            "[Iris]", "['<img src=x onerror=y>']"
        )
    )
    files = kit_files(workshop, course_from(export(), workshop, ""), spanish)
    for name, data in files.items():
        if name.endswith(".html"):
            assert b"<script>x" not in data and b"<img src=x" not in data, name
