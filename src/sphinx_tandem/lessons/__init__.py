"""Lessons: boxes, timings, timetables, instructor edition, handouts, slides and workshop kits.

A plug-in: nothing imports it but the command ``tandem workshop``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Add the styles of lessons, before the site's own ones, which have the last word."""
    app.add_css_file("tandem-lesson.css", priority=410)
