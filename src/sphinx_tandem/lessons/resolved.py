"""The pages of a course as they are written, read and resolved once for all that is made of them.

The edition, slides and handouts take their parts from the same two trees of a page:
that of learners, and the copy that has the instructor notes.  Neither may be changed;
whoever changes something does so in a copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.builders import Builder

from .declarations import leave_scopes
from .leave_out import CopiedPage, copied_page, news_of_notes
from .notefiles import pictures_known, publish
from .numbers import Numbers, numbers_with_notes
from .told import told_again

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_kept: WeakKeyDictionary[Builder, dict[tuple[str, bool], nodes.document]] = WeakKeyDictionary()


def learners_page(app: Sphinx, docname: str) -> nodes.document:
    """Return a page as learners see it; the tree is shared and must not be changed."""
    kept = _kept.setdefault(app.builder, {})
    if (docname, False) not in kept:
        document = app.env.get_doctree(docname)
        # The page was resolved when it was written; whatever is wrong with it was told then.
        with news_of_notes(document):
            app.env.apply_post_transforms(document, docname)
        kept[docname, False] = document
    return kept[docname, False]


def instructors_page(app: Sphinx, docname: str) -> nodes.document:
    """Return a page with its instructor notes; the tree is shared and must not be changed."""
    kept = _kept.setdefault(app.builder, {})
    if (docname, True) not in kept:
        found = copied_page(app.env, docname)
        document = found.document
        leave_scopes(app.env, document)
        # Only what is wrong in a note is news.
        with news_of_notes(document), _in_place_of_the_page(app, docname, found):
            app.env.apply_post_transforms(document, docname)
        publish(app, docname, document)
        kept[docname, True] = document
    return kept[docname, True]


def instructors_numbers(app: Sphinx, docname: str) -> Numbers:
    """Return the numbers of the figures of a page with its notes, by their kinds and ids."""
    return numbers_with_notes(app.env, docname, instructors_page(app, docname))


@contextmanager
def _in_place_of_the_page(app: Sphinx, docname: str, found: CopiedPage) -> Iterator[None]:
    """Let references find what is in the copy of a page, and nothing of the page itself."""
    env = app.env
    numbers, get_doctree = env.toc_fignumbers, env.get_doctree
    own = numbers_with_notes(env, docname, found.document)
    with told_again(app, docname, found.told), pictures_known(env, docname, found.document):
        # A reference by number looks for its figure in the tree of the page.
        vars(env)["toc_fignumbers"] = {**numbers, docname: own}
        vars(env)["get_doctree"] = lambda name: (
            found.document if name == docname else get_doctree(name)
        )
        try:
            yield
        finally:
            env.toc_fignumbers = numbers
            del vars(env)["get_doctree"]


def forget_resolved(app: Sphinx, exception: Exception | None) -> None:
    """Let go of what the build kept."""
    _kept.pop(app.builder, None)
