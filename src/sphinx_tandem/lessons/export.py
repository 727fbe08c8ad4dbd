"""The builder ``tandem-course``: writes the courses of a site as data, without pages.

The kit for a workshop is made from it: what each lesson asks and says, in the
language of the build, with its timetable.  No instructor note is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import new_document

from ..site.options import current_language
from ..text.html import absolute
from ..translate import marks
from ..upstream.sphinx import as_written, write_fragment
from .collect import in_reading_order, lessons_in, lessons_of, public_address
from .metadata import course_keywords
from .model import COURSE_BOXES, COURSE_FILE, Lesson, rows_of
from .nodes import schedule, schedule_session, schedule_task
from .resolved import author_title, boxes, contents, resolved_page, without_answers

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

_OF_SESSION = ("self_study", "after", "break_every", "break_minutes")


class CourseBuilder(StandaloneHTMLBuilder):
    """Reads the pages of a site, and writes its courses as data."""

    name = "tandem-course"
    epilog = "The courses are in %(outdir)s."
    search = False

    def get_outdated_docs(self) -> Iterator[str]:
        """Return nothing: no page is written."""
        return iter(())

    def copy_assets(self) -> None:
        """Copy nothing."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write no page."""

    def finish(self) -> None:
        """Write the data."""
        text = marks.strip(json.dumps(self._data(), ensure_ascii=False, indent=1))
        Path(self.outdir, COURSE_FILE).write_text(text, encoding="utf-8")

    def _data(self) -> dict[str, Any]:
        courses = {}
        for docname in in_reading_order(self.env, str(self.config.root_doc)):
            held = [lesson.docname for lesson in lessons_in(self.env, docname)]
            plans = self._plan(docname)
            if held or plans:
                courses[docname] = {
                    "title": self.env.titles[docname].astext(),
                    "description": str(self.env.metadata[docname].get("description") or ""),
                    "url": public_address(self.app, docname),
                    "lessons": held,
                    "sessions": plans,
                }
        lessons = lessons_of(self.env).items()
        return {
            # As the author wrote it: what a workshop is known by is the same in every language.
            "project": str(as_written(self.config, "project") or ""),
            "keywords": course_keywords(self.app),
            "language": current_language(self.config).code,
            "courses": courses,
            "lessons": {docname: self._lesson(lesson) for docname, lesson in lessons},
        }

    def _plan(self, docname: str) -> list[dict[str, Any]]:
        """Return the first schedule of a page that names its sessions."""
        for plan in self.env.get_doctree(docname).findall(schedule):
            sessions = list(plan.findall(schedule_session))
            if any(session["lessons"] or session.children for session in sessions):
                return [_session(session) for session in sessions]
        return []

    def _lesson(self, lesson: Lesson) -> dict[str, Any]:
        document = resolved_page(self.app, lesson.docname).document
        points = {kind: boxes(document, kind) for kind in COURSE_BOXES}
        exercises = boxes(document, "exercise")
        return {
            "title": lesson.title,
            "url": public_address(self.app, lesson.docname),
            "teaching": lesson.teaching,
            "exercise_minutes": lesson.exercise_minutes,
            "rows": list(map(asdict, rows_of(lesson))),
            **{kind: self._html(lesson.docname, held) for kind, held in points.items()},
            "exercises": [self._exercise(lesson, box) for box in exercises],
        }

    def _exercise(self, lesson: Lesson, box: nodes.Element) -> dict[str, Any]:
        found = next((one for one in lesson.activities if one.anchor in box["ids"]), None)
        return {
            "title": author_title(box),
            "url": public_address(self.app, lesson.docname, found.anchor if found else ""),
            "minutes": found.minutes if found else None,
            "optional": bool(found and found.optional),
            "html": self._html(lesson.docname, [without_answers(box)]),
        }

    def _html(self, docname: str, held: Iterable[nodes.Element]) -> str:
        """Return as HTML what stands in some boxes."""
        document = new_document(str(self.env.doc2path(docname)))
        document += [node.deepcopy() for box in held for node in contents(box)]
        if not document.children:
            return ""
        html = write_fragment(self.app, docname, document).html
        url = public_address(self.app, docname)
        return absolute(html, url) if url else html


def _session(session: schedule_session) -> dict[str, Any]:
    titles = [found.astext() for found in session.children if isinstance(found, nodes.paragraph)]
    return {
        "title": "".join(titles),
        "lessons": [docname for docname, _line in session["lessons"]],
        "tasks": [
            {"title": task.astext(), "minutes": task["minutes"]}
            for task in session.findall(schedule_task)
        ],
        **{key: session[key] for key in _OF_SESSION},
    }


def register(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(CourseBuilder)
