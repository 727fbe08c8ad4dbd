"""The builder ``tandem-course``: writes the courses of a site as data, without pages.

The kit for a workshop is made from it: what each lesson asks and says, in the
language of the build, with its timings.  No instructor note is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import new_document

from ..pages.render import write
from ..site.options import current_language, site_of
from ..site.pagedata import page_data
from ..text.html import absolute
from ..translate import marks
from . import extracts
from .collect import in_reading_order, lessons_of
from .metadata import course_keywords, lessons_in
from .model import Lesson
from .resolved import learners_page
from .schedule import schedule, schedule_session, schedule_task
from .timing import rows_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

FILE = "course.json"
_POINTS = ("questions", "objectives", "prerequisites", "keypoints")


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
        data = _Export(self).data()
        path = Path(self.outdir, FILE)
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


class _Export:
    def __init__(self, builder: CourseBuilder) -> None:
        self._builder = builder
        self._app: Sphinx = builder.app
        site = site_of(self._app.config)
        self._root = site.root(current_language(self._app.config))

    def data(self) -> dict[str, Any]:
        env = self._app.env
        lessons = lessons_of(env)
        courses = {}
        for docname in in_reading_order(env, str(self._app.config.root_doc)):
            held = [lesson.docname for lesson in lessons_in(env, docname)]
            plans = _plans(env).get(docname, [])
            if held or plans:
                courses[docname] = {
                    "title": marks.strip(env.titles[docname].astext()),
                    "description": str(env.metadata[docname].get("description") or ""),
                    "url": self._url(docname),
                    "lessons": held,
                    "sessions": plans,
                }
        return {
            # As the author wrote it: what a workshop is known by is the same in every language.
            "project": str(self._app.config._raw_config.get("project", "")),
            "keywords": course_keywords(self._app),
            "language": current_language(self._app.config).code,
            "courses": courses,
            "lessons": {name: self._lesson(lesson) for name, lesson in lessons.items()},
        }

    def _url(self, docname: str, anchor: str = "") -> str:
        """Return the public address of a page, or ``""`` where the site has none."""
        target = self._builder.get_target_uri(docname) if self._root else ""
        if not target:
            return self._root
        return urljoin(self._root, target) + (f"#{anchor}" if anchor else "")

    def _lesson(self, lesson: Lesson) -> dict[str, Any]:
        document = learners_page(self._app, lesson.docname).document
        anchors = {found.anchor: found for found in lesson.activities}
        points = {
            kind: self._html(lesson.docname, self._inside(document, kind)) for kind in _POINTS
        }
        exercises = []
        for box in extracts.boxes(document, "exercise"):
            anchor = next((name for name in box["ids"] if name in anchors), "")
            activity = anchors.get(anchor)
            inside = extracts.contents(extracts.without_answers(box))
            exercises.append(
                {
                    "title": marks.strip(extracts.author_title(box)),
                    "url": self._url(lesson.docname, anchor),
                    "minutes": activity.minutes if activity else None,
                    "optional": bool(activity and activity.optional),
                    "html": self._html(lesson.docname, inside),
                }
            )
        return {
            "title": marks.strip(lesson.title),
            "url": self._url(lesson.docname),
            "teaching": lesson.teaching,
            "exercise_minutes": lesson.exercise_minutes,
            "rows": [
                {
                    "minutes": row.minutes,
                    "kind": row.kind,
                    "title": marks.strip(row.title),
                    "optional": row.optional,
                }
                for row in rows_of(lesson)
            ],
            **points,
            "exercises": exercises,
        }

    def _inside(self, document: nodes.document, kind: str) -> list[nodes.Node]:
        return [node for box in extracts.boxes(document, kind) for node in extracts.contents(box)]

    def _html(self, docname: str, found: list[nodes.Node]) -> str:
        if not found:
            return ""
        box = new_document(str(self._app.env.doc2path(docname)))
        box += [node.deepcopy() for node in found]
        html = marks.strip(write(self._app, docname, box).html)
        return absolute(html, self._url(docname)) if self._root else html


def _plans(env: Any) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = page_data(env, "tandem_plans")
    return found


def note_plan(app: Sphinx, doctree: nodes.document) -> None:
    """Note the first schedule of a page that names its sessions."""
    for plan in doctree.findall(schedule):
        sessions = [one for one in plan.children if isinstance(one, schedule_session)]
        if any(session["lessons"] or session.children for session in sessions):
            docname = app.env.current_document.docname
            _plans(app.env)[docname] = [_session(session) for session in sessions]
            return


def _session(session: schedule_session) -> dict[str, Any]:
    title = session[0] if session.children and isinstance(session[0], nodes.paragraph) else None
    return {
        "title": marks.strip(title.astext()) if title is not None else "",
        "lessons": [docname for docname, _line in session["lessons"]],
        "tasks": [
            {"title": marks.strip(task.astext()), "minutes": task["minutes"]}
            for task in session.children
            if isinstance(task, schedule_task)
        ],
        "self_study": session["self_study"],
        "after": session["after"],
        "break_every": session["break_every"],
        "break_minutes": session["break_minutes"],
    }


def register(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(CourseBuilder)
