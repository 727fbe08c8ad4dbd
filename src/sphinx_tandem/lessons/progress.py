"""Lets learners tick exercises and write answers, on their own device alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..pages.head import page_path
from ..site.options import current_language
from ..site.pagedata import withdraw_static
from ..text.html import data_script
from ..translate import marks
from ..translate.interface import _, script_words
from .collect import lessons_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_SCRIPT = "tandem-progress.js"


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
