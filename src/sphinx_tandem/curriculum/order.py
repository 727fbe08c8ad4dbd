"""The order in which a site's pages are read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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


def all_pages(env: BuildEnvironment) -> list[str]:
    """Return every page of the site in the order in which they are read.

    Those that no table of contents leads to come last, by their names.
    """
    order = list(in_reading_order(env, str(env.config.root_doc)))
    return [*order, *sorted(env.found_docs - set(order))]


def chosen_below(env: BuildEnvironment, docname: str, chosen: Collection[str]) -> list[str]:
    """Return the chosen page that a page is, or those below it, or all of the site."""
    if docname in chosen:
        return [docname]
    for top in (docname, str(env.config.root_doc)):
        if found := [name for name in in_reading_order(env, top) if name in chosen]:
            return found
    return sorted(chosen)


def lessons_below(env: BuildEnvironment, docname: str) -> list[Lesson]:
    """Return the lesson that a page is, or those below it, or all of the site."""
    lessons = lessons_of(env)
    return [lessons[name] for name in chosen_below(env, docname, lessons)]
