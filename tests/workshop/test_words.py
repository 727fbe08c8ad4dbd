"""A kit in a language that the engine does not speak says how much of it is English."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from harness.sites import SETTINGS, TinySite
from sphinx_tandem.lessons.workshop.course import Course, course_from
from sphinx_tandem.lessons.workshop.documents import qr_code
from sphinx_tandem.lessons.workshop.file import Workshop
from sphinx_tandem.lessons.workshop.kit import KitTranslations, kit_files
from sphinx_tandem.site.settings import load
from tests.workshop.conftest import export

CATALOG = "locales/ca/LC_MESSAGES/sphinx_tandem.po"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: ca\\n"\n\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "conf.py").write_text(SETTINGS.replace('"es"', '"ca"'), "utf-8")
    return tmp_path


def test_words_that_are_english_are_counted_and_a_site_can_translate_them(
    folder: Path, workshop: Workshop, course: Course
) -> None:
    words = KitTranslations(load(folder), "ca")
    kit_files(workshop, course, words)
    number = int(words.untranslated().split(" ")[0])
    assert number > 60 and CATALOG in words.untranslated()
    path = folder / CATALOG
    path.parent.mkdir(parents=True)
    path.write_text(f'{HEAD}msgid "Schedule"\nmsgstr "Horari"\n', "utf-8")
    words = KitTranslations(load(folder), "ca")
    page = kit_files(workshop, course, words)["schedule.html"].decode()
    assert "<title>Horari: Curso de pan</title>" in page
    assert int(words.untranslated().split(" ")[0]) == number - 1


def test_pages_of_a_kit_say_what_of_them_is_english(
    folder: Path, workshop: Workshop, course: Course
) -> None:
    words = KitTranslations(load(folder), "ca")
    files = kit_files(workshop, course, words)
    page = files["index.html"].decode()
    assert '<span lang="en">When</span>' in page
    for name, content in files.items():
        assert not re.search("[\ufdd0-\ufdef]", content.decode("utf-8", "ignore")), name


@pytest.mark.parametrize(
    "language", ["es", "en", "en_GB", "pt_BR", "fr", "sw", "ar", "ja", "zh_CN"]
)
def test_languages_that_have_all_words_need_no_note(
    folder: Path, workshop: Workshop, course: Course, language: str
) -> None:
    words = KitTranslations(load(folder), language)
    kit_files(workshop, course, words)
    assert words.untranslated() == ""


def test_the_name_of_a_code_is_its_address() -> None:
    code = html.fromstring(qr_code("https://example.org/?a=1&b=2"))
    assert code.findtext(".//title") == "https://example.org/?a=1&b=2"


def keywords(workshop: Workshop, data: Any) -> Any:
    course = course_from(data, workshop, "workshop.yml")
    page = html.fromstring(kit_files(workshop, course, str)["index.html"])
    return json.loads(page.findtext(".//script"))["keywords"]


def test_registries_read_the_keywords_of_the_site(workshop: Workshop) -> None:
    assert keywords(workshop, {**export(), "keywords": ["pan", "masa"]}) == "pan, masa"
    assert keywords(workshop, {**export(), "keywords": []}) == "Masa, Horno, Corte"


def test_lessons_are_read_with_the_keywords_in_the_language_of_the_kit(site: TinySite) -> None:
    site.conf += 'project = "Bread"\ntandem_course = {"keywords": ["dough", "oven"]}\n'
    site.write("index.md", "# Bread\n\n```{toctree}\na\n```\n")
    site.write("a.md", "---\nlesson: {teaching: 5}\n---\n# A\n")
    site.catalog("site", {"dough": "masa", "Bread": "Pan"})
    data = json.loads((site.sphinx("es", "tandem-course") / "course.json").read_text("utf-8"))
    assert data["keywords"] == ["masa", "oven"]
    assert data["project"] == "Bread", "a workshop is known by it in every language"
