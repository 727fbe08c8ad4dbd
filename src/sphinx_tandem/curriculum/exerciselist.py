"""Puts lists of exercises into pages, once every page was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..interface import _
from .directives import minutes_text
from .links import link_to
from .misuse import warn
from .model import EXERCISE, Activity
from .order import chosen_below
from .record import activities_of
from .schedule import exercise_list

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def fill_list(app: Sphinx, docname: str, node: exercise_list) -> None:
    """Put a list of exercises in the place of an ``exercise-list``."""
    found = activities_of(app.env)
    for name in node["lessons"]:
        if name not in app.env.found_docs:
            warn(
                "lesson-exercise-list",
                "there is no page %r, so its exercises are not in this list. Correct the name.",
                node,
                name,
            )
    pages = node["lessons"] or chosen_below(app.env, docname, found)
    items = nodes.bullet_list(classes=node["classes"], ids=node["ids"])
    many = len([page for page in pages if found.get(page)]) > 1
    for page in pages:
        listed = [
            _exercise(app, docname, page, one)
            for one in found.get(page, ())
            if one.kind == EXERCISE
        ]
        if not many:
            items += listed
        elif listed:
            link = link_to(app, docname, page, "", app.env.titles[page].astext())
            items += nodes.list_item("", link, nodes.bullet_list("", *listed))
    if items.children:
        node.replace_self(items)
        return
    warn(
        "lesson-exercise-list",
        "there is no exercise to list here. Readers see nothing in this place. "
        "Name pages with exercises in `:lessons:`, or take the list out.",
        node,
    )
    node.parent.remove(node)


def _exercise(app: Sphinx, docname: str, page: str, exercise: Activity) -> nodes.list_item:
    link = link_to(app, docname, page, exercise.anchor, exercise.title or _("Exercise"))
    said = [] if exercise.minutes is None else [minutes_text(exercise.minutes)]
    if exercise.optional:
        said.append(_("optional"))
    if said:
        link += nodes.Text(f" ({', '.join(said)})")
    return nodes.list_item("", link)
