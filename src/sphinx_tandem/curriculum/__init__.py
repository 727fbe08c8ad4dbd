"""Lessons: questions, objectives, exercises with hints and solutions, key points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    bioschemas,
    directives,
    export,
    formulas,
    handouts,
    instructor,
    material,
    nodes,
    notes,
    progress,
    record,
    schedule,
    slides,
    timetable,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set up the nodes and directives of lessons."""
    nodes.setup(app)
    formulas.setup(app)
    directives.setup(app)
    record.setup(app)
    notes.setup(app)
    instructor.setup(app)
    handouts.setup(app)
    bioschemas.setup(app)
    export.setup(app)
    slides.setup(app)
    progress.setup(app)
    schedule.setup(app)
    timetable.setup(app)
    material.setup(app)
    app.add_css_file("tandem-lesson.css", priority=410)
