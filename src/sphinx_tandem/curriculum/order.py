"""The order in which a site's pages are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .model import Lesson
from .record import lessons_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def in_reading_order(env: BuildEnvironment, top: str) -> Iterator[str]:
    """Yield the pages below *top*, itself first, in the order of the tables of contents."""
    seen: set[str] = set()
    waiting = [top]
    while waiting:
        docname = waiting.pop()
        if docname in seen:
            continue
        seen.add(docname)
        yield docname
        waiting += reversed(env.toctree_includes.get(docname, []))


def lessons_below(env: BuildEnvironment, docname: str) -> list[Lesson]:
    """Return the lesson that a page is, or those below it, or all of the site."""
    lessons = lessons_of(env)
    if docname in lessons:
        return [lessons[docname]]
    for top in (docname, str(env.config.root_doc)):
        found = [lessons[name] for name in in_reading_order(env, top) if name in lessons]
        if found:
            return found
    return [lessons[name] for name in sorted(lessons)]
