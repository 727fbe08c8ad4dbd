"""Registries of training find each lesson and the course, in each language."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html

from harness.reading import text_of
from harness.sites import TinySite, empty_site
from tests.curriculum.test_courses import write_course

# https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE and …/Course/1.0-RELEASE
NEEDED = {"@context", "@type", "@id", "description", "keywords", "name",
          "http://purl.org/dc/terms/conformsTo"}  # fmt: skip
BASE = "https://example.org/"


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    course = write_course(empty_site(tmp_path_factory.mktemp("described") / "site"))
    course.conf += (
        f"html_baseurl = {BASE!r}\n"
        'tandem_course = {"license": "https://creativecommons.org/licenses/by/4.0/", '
        '"keywords": ["baking"], "audience": "Bakers", "authors": ["A bakery"]}\n'
    )
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
    assert set(found) >= NEEDED
    assert found["@type"] == "LearningResource"
    assert found["@id"] == found["url"] == f"{BASE}es/dough.html"
    assert found["name"] == "Masa" and found["inLanguage"] == "es"
    assert found["keywords"] == ["panadería"]
    assert found["timeRequired"] == "PT32M"
    assert found["teaches"] == ["Mix a dough."]
    assert found["translationOfWork"]["@id"] == f"{BASE}dough.html"
    assert found["isPartOf"]["@id"] == f"{BASE}es/index.html"
    assert "workTranslation" not in found


def test_a_course_holds_its_lessons_and_the_source_names_its_translations(described):
    folder = described.sphinx("en")
    (found,) = data(html.parse(str(folder / "index.html")).getroot())
    assert set(found) >= NEEDED and found["@type"] == "Course"
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


def test_translators_see_the_words_of_the_setting(described):
    assert {"baking", "Bakers"} <= set(described.messages()["site"])


def test_a_site_without_an_address_and_a_page_without_a_lesson_say_nothing(site):
    folder = write_course(site).sphinx("en")
    assert not data(html.parse(str(folder / "dough.html")).getroot())
