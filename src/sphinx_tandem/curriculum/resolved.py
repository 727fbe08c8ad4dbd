"""The pages of a course as they are written, read and resolved once for all that is made of them.

The edition, slides and handouts take their parts from the same two trees of a page:
that of learners, and the copy that has the instructor notes.  Neither may be changed;
whoever changes something does so in a copy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.builders import Builder

from .leave_out import copied_page, news_of_notes

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_kept: WeakKeyDictionary[Builder, dict[tuple[str, bool], nodes.document]] = WeakKeyDictionary()


def learners_page(app: Sphinx, docname: str) -> nodes.document:
    """Return a page as learners see it; the tree is shared and must not be changed."""
    return _page(app, docname, app.env.get_doctree, with_notes=False)


def instructors_page(app: Sphinx, docname: str) -> nodes.document:
    """Return a page with its instructor notes; the tree is shared and must not be changed."""
    return _page(app, docname, lambda name: copied_page(app.env, name), with_notes=True)


def _page(
    app: Sphinx, docname: str, read: Callable[[str], nodes.document], *, with_notes: bool
) -> nodes.document:
    kept = _kept.setdefault(app.builder, {})
    if (docname, with_notes) not in kept:
        document = read(docname)
        # The page itself was resolved when it was written; whatever is wrong with it was
        # told then, so only what is wrong in a note is news.
        with news_of_notes(document):
            app.env.apply_post_transforms(document, docname)
        kept[docname, with_notes] = document
    return kept[docname, with_notes]


def _forget(app: Sphinx, exception: Exception | None) -> None:
    _kept.pop(app.builder, None)


def setup(app: Sphinx) -> None:
    """Forget the trees when everything is written."""
    app.connect("build-finished", _forget)
