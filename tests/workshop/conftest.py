"""A course as Sphinx would read it, and workshops about it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from sphinx_tandem.lessons.model import Row, placed
from sphinx_tandem.lessons.workshop.course import Course, course_from
from sphinx_tandem.lessons.workshop.file import Workshop, read_workshop

FILE = """\
language: es
timezone: America/Mexico_City
sessions:
  - start: 2027-03-01 10:00
  - start: 2027-03-08 10:00
place: En línea
address: https://example.org/taller
links:
  call: https://example.org/llamada
  survey-after: https://example.org/encuesta
instructors: [Ana, Luis, Eva]
helpers: [Iris]
timezones: [Africa/Nairobi, Asia/Kathmandu]
contact: taller@example.org
"""
# The same two sessions, with the lessons of each named.
NAMED = """\
language: es
timezone: America/Mexico_City
sessions:
  - start: 2027-03-01 10:00
    lessons: [masa]
  - start: 2027-03-08 10:00
    lessons: [corte, horno]
"""


def lesson(name: str, teaching: int, exercises: list[tuple[str, int]]) -> dict[str, Any]:
    parts = [("teaching", f"{name} habla", teaching)]
    parts += [("exercise", title, minutes) for title, minutes in exercises]
    rows = placed(Row(minutes, kind, title) for kind, title, minutes in parts)
    return {
        "title": name,
        "url": f"https://example.org/es/{name}.html",
        "teaching": teaching,
        "exercise_minutes": sum(minutes for _title, minutes in exercises),
        "rows": list(map(asdict, rows)),
        "questions": f"<ul><li><p>¿Pregunta de {name}?</p></li></ul>",
        "objectives": f"<ul><li><p>Objetivo de {name}.</p></li></ul>",
        "prerequisites": "",
        "keypoints": f"<ul><li><p>Clave de {name} con <code>código_a</code>.</p></li></ul>",
        "exercises": [
            {
                "title": title,
                "kind": "",
                "url": f"https://example.org/es/{name}.html#{title}",
                "minutes": minutes,
                "optional": False,
                "html": f"<p>Haz <em>{title}</em> &lt;ahora&gt;.</p><ol><li><p>Uno</p></li></ol>",
            }
            for title, minutes in exercises
        ],
    }


def export() -> dict[str, Any]:
    session = {
        "tasks": [],
        "self_study": False,
        "after": None,
        "break_every": 90,
        "break_minutes": 10,
    }
    return {
        "project": "Pan",
        "keywords": [],
        "language": "es",
        "courses": {
            "curso/index": {
                "title": "Curso de pan",
                "description": "Un curso.",
                "url": "https://example.org/es/curso/index.html",
                "lessons": ["curso/masa", "curso/horno", "curso/corte"],
                "sessions": [
                    {**session, "title": "Primera", "lessons": ["curso/masa"]},
                    {**session, "title": "En casa", "lessons": ["curso/horno"], "self_study": True,
                     "tasks": [{"title": "Alimenta la masa", "minutes": 15}]},
                    {**session, "title": "Última", "lessons": ["curso/corte", "curso/horno"]},
                ],
            }
        },
        "lessons": {
            "curso/masa": lesson("Masa", 40, [("Pesar", 10), ("Mezclar", 10)]),
            "curso/horno": lesson("Horno", 30, [("Calentar", 20)]),
            "curso/corte": lesson("Corte", 50, [("Cortar", 5)]),
        },
    }  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(text: str = FILE) -> Workshop:
        path = tmp_path / "workshop.yml"
        path.write_text(text, "utf-8")
        return read_workshop(path, "workshop.yml", ["en", "es", "pt"])

    return written


@pytest.fixture
def workshop(write: Any) -> Workshop:
    found: Workshop = write()
    return found


@pytest.fixture
def course(workshop: Workshop) -> Course:
    return course_from(export(), workshop, "workshop.yml")
