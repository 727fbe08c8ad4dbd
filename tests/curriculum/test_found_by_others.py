"""Registries of training find each lesson and the course, in each language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import html

from harness.reading import text_of
from harness.sites import TinySite, empty_site
from tests.curriculum.test_courses import DOUGH, INDEX, write_course

BASE = "https://example.org/"
PROFILES = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in Path(__file__).with_name("bioschemas").glob("*.json")
}
# What the profiles recommend and nobody knows of a course: ratings, prices, what it mentions.
UNKNOWN = {"aggregateRating", "offers", "mentions"}


def wrong(found: dict[str, Any], profile: str) -> list[str]:
    """Return what a profile of Bioschemas does not accept, and what it recommends in vain."""
    schema = PROFILES[profile]
    validator = jsonschema.Draft7Validator(schema)
    lacking = set(schema["recommended"]) - UNKNOWN - found.keys()
    return [*sorted(one.message for one in validator.iter_errors(found)), *sorted(lacking)]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    course = write_course(empty_site(tmp_path_factory.mktemp("described") / "site"))
    course.conf += (
        f"html_baseurl = {BASE!r}\n"
        'tandem_course = {"license": "https://creativecommons.org/licenses/by/4.0/", '
        '"keywords": ["baking", "bread"], "audience": "Bakers", "authors": ["A bakery"], '
        '"level": "Beginner", "provider": "A school", "citation": "A bakery: Bread, 2024", '
        '"prerequisites": ["A kitchen"], '
        '"runs": [{"start": "2024-04-22", "end": "2024-04-29", "instructors": ["Ana"]}, '
        '{"start": "2024-08-06", "language": "es", "instructors": ["Luz"], "place": "Room 2"}, '
        '{"start": "2025-01-01", "course": "elsewhere"}]}\n'
    )
    asks = ":::{prerequisites}\n- Have a scale.\n:::\n\n## Flour"
    dough = DOUGH.replace("---\nlesson", "---\ndescription: Mix it\nlesson", 1)
    course.write("dough.md", dough.replace("## Flour", asks, 1))
    course.write("index.md", f"---\ndescription: Bake it\n---\n{INDEX}")
    course.catalog("site", {"baking": "panadería"})
    return course


def data(page: html.HtmlElement) -> list[dict[str, Any]]:
    """Return what a page says by profiles of Bioschemas; each has more to say by others."""
    scripts = page.xpath("//script[@type='application/ld+json']")
    found = [json.loads(one.text_content()) for one in scripts]
    return [one for one in found if "http://purl.org/dc/terms/conformsTo" in one]


def test_a_lesson_says_what_it_is_in_the_language_of_its_page(described):
    described.sphinx("en")
    folder = described.sphinx("es")
    (found,) = data(html.parse(str(folder / "dough.html")).getroot())
    assert not wrong(found, "TrainingMaterial")
    assert found["@id"] == found["url"] == f"{BASE}es/dough.html"
    assert found["name"] == "Masa" and found["inLanguage"] == "es"
    assert found["keywords"] == "panadería, bread"
    assert found["timeRequired"] == "PT32M"
    assert found["teaches"] == ["Mix a dough."]
    assert found["translationOfWork"]["@id"] == f"{BASE}dough.html"
    assert found["isPartOf"]["@id"] == f"{BASE}es/index.html"
    assert "workTranslation" not in found


def test_a_course_holds_its_lessons_and_the_source_names_its_translations(described):
    folder = described.sphinx("en")
    (found,) = data(html.parse(str(folder / "index.html")).getroot())
    assert not wrong(found, "Course")
    assert [part["@id"] for part in found["hasPart"]] == [
        f"{BASE}dough.html",
        f"{BASE}course/oven.html",
    ]
    assert found["workTranslation"] == [
        {"@type": "Course", "@id": f"{BASE}es/index.html", "inLanguage": "es"}
    ]
    # What its own timetables say, with their breaks and tasks.
    page = html.parse(str(folder / "index.html")).getroot()
    totals = page.xpath("//table[contains(@class, 'tandem-timetable')]//tr[last()]/td[last()]")
    hours, minutes = divmod(sum(int(text_of(cell)) for cell in totals), 60)
    assert found["timeRequired"] == f"PT{hours}H{minutes}M" == "PT2H4M"
    assert {part["@id"] for part in found["hasPart"]} == {
        data(html.parse(str(folder / name)).getroot())[0]["@id"]
        for name in ("dough.html", "course/oven.html")
    }


def test_a_course_says_when_it_was_taught_in_each_language_the_same(described):
    runs = [
        data(html.parse(str(described.sphinx(code) / "index.html")).getroot())[0][
            "hasCourseInstance"
        ]
        for code in ("en", "es")
    ]
    for first, second in runs:
        assert not wrong(first, "CourseInstance") and not wrong(second, "CourseInstance")
        assert first["@id"] == f"{BASE}index.html#2024-04-22" and first["courseMode"] == "online"
        assert second["@id"] == f"{BASE}es/index.html#2024-08-06"
        assert (second["location"], second["inLanguage"]) == ("Room 2", "es")
        assert second["startDate"] == second["endDate"] == "2024-08-06"
        assert first["instructor"] == [{"@type": "Person", "name": "Ana"}]
    assert wrong({**runs[0][0], "location": {"name": "Room 2"}}, "CourseInstance")


def test_translators_see_the_words_of_the_setting(described):
    assert {"baking", "Bakers", "A kitchen"} <= set(described.messages()["site"])


def test_a_site_without_an_address_and_a_page_without_a_lesson_say_nothing(site):
    folder = write_course(site).sphinx("en")
    assert not data(html.parse(str(folder / "dough.html")).getroot())
