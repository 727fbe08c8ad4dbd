"""What a lesson shows beside its text: where it stands in its course, and what a learner keeps.

Learners tick exercises and write answers on their own device alone.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ..pages.head import page_path
from ..site.options import current_language
from ..site.pagedata import makes_site, withdraw_static
from ..text.html import data_script
from ..translate import marks
from ..translate.interface import _, script_words
from ..translate.lookup import site_text
from .collect import course_of, lessons_in, lessons_of
from .directives import minutes_text
from .model import HANDOUTS, INSTRUCTOR, Lesson, beside

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_SCRIPT = "tandem-progress.js"


def show_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Say below the title of a lesson where it stands, how long it takes and what it comes with."""
    lesson = lessons_of(app.env).get(pagename)
    if doctree is None or lesson is None or not makes_site(app):
        return
    before, end, after = str(context.get("body") or "").partition("</h1>")
    if end:
        context["body"] = f"{before}{end}\n{_head(app, lesson)}{after}"


def _head(app: Sphinx, lesson: Lesson) -> str:
    course = course_of(app.env, lesson.docname)
    lessons = lessons_in(app.env, course)
    facts, rail = [], ""
    if lesson in lessons and len(lessons) > 1:
        number = lessons.index(lesson) + 1
        said = _("Lesson %(number)d of %(total)d") % {"number": number, "total": len(lessons)}
        facts.append(f"<strong>{escape(said)}</strong>")
        rail = _rail(app, lesson, lessons, escape(_("The whole course")))
    facts.append(escape(minutes_text(lesson.minutes)))
    if level := str(app.config.tandem_course.get("level") or ""):
        facts.append(escape(site_text(app, level)))
    edition, sheets = beside(lesson.docname, INSTRUCTOR), beside(lesson.docname, HANDOUTS)
    links = [(f"{edition}/slides", _("Slides"))]
    if lesson.has_exercises:
        links.append((f"{sheets}/exercises", _("Exercises")))
    links += [(f"{sheets}/lesson", _("Handouts")), (edition, _("Instructor edition"))]
    made = "".join(f"<li>{_link(app, lesson, *link)}</li>\n" for link in links)
    told = "".join(f"<li>{fact}</li>\n" for fact in facts)
    return (
        f'<div class="tandem-lesson-head">\n{rail}<ul class="tandem-lesson-facts">\n{told}</ul>\n'
        f'<ul class="tandem-lesson-links">\n{made}</ul>\n</div>\n'
    )


def _link(app: Sphinx, lesson: Lesson, page: str, words: str) -> str:
    href = escape(app.builder.get_relative_uri(lesson.docname, page))
    return f'<a href="{href}">{escape(words)}</a>'


def _rail(app: Sphinx, lesson: Lesson, lessons: list[Lesson], name: str) -> str:
    """Return the lessons of a course as a row of numbers, each a link."""
    stops = []
    for number, one in enumerate(lessons, 1):
        here = ' aria-current="page"' if one == lesson else ""
        title = escape(f"{number}. {one.title}")
        href = escape(app.builder.get_relative_uri(lesson.docname, one.docname) or "#")
        stops.append(
            f'<li><a href="{href}" title="{title}" aria-label="{title}"{here}>{number}</a></li>\n'
        )
    return f'<nav aria-label="{name}"><ol class="tandem-rail">\n{"".join(stops)}</ol></nav>\n'


def offer_progress(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Load the script on lessons with exercises, and give it its words."""
    lesson = lessons_of(app.env).get(pagename)
    if doctree is None or not context.get("body") or not (lesson and lesson.has_exercises):
        return
    app.add_js_file(_SCRIPT, loading_method="defer")
    path = current_language(app.config).prefix + page_path(app, pagename)
    told = {
        "page": pagename,
        # The way to the root of the site, which all its languages share.
        "root": "../" * path.count("/") or "./",
        "title": marks.strip(app.env.titles[pagename].astext()),
        "words": script_words(app, _words),
    }
    context["body"] += data_script("tandem-progress", told)


def _words() -> dict[str, str]:
    """Return what the script says, by the names under which it knows it."""
    return {
        "name": _("Your answers"),
        "done": _("Done"),
        "answer": _("Your answer: %(title)s"),
        "count": _("%(count)d of %(total)d exercises done"),
        "where": _("Your ticks and answers stay on this device; nobody else sees them."),
        "export": _("Save as a file"),
        "import": _("Read from a file"),
        "erase": _("Erase"),
        "sure": _("Erase all ticks and answers of this lesson?"),
        "full": _("The device keeps no more: save your answers as a file."),
        "gone": _("no longer in the lesson"),
        "replace": _("Other answers stand here already. Replace them by those of the file?"),
        "foreign": _("The file holds no answers to this lesson."),
    }


def remove_script(app: Sphinx, exception: Exception | None) -> None:
    """Publish no script where no page uses it."""
    if not any(lesson.has_exercises for lesson in lessons_of(app.env).values()):
        withdraw_static(app, _SCRIPT)
