"""Lessons: boxes, timings, timetables, instructor edition, handouts, slides and workshop kits.

A plug-in: nothing imports it but the command ``tandem workshop``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..translate.passages import audience_pages
from .model import INSTRUCTOR, beside

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Add the styles of lessons, and say which pages show instructors what they alone see."""
    # Before the site's own styles, which have the last word.
    app.add_css_file("tandem-lesson.css", priority=410)
    audience_pages(app)[INSTRUCTOR] = partial(beside, folder=INSTRUCTOR)
