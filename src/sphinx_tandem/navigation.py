"""Escapes page titles in a theme's navigation bar.

pydata-sphinx-theme (0.24) puts the text of each title into the bar as if it were HTML,
see its ``toctree.generate_header_nav_html``.  A title about ``<img>`` would be an image
there; one in a catalog could be a script on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FUNCTION = "generate_header_nav_html"


class _Escaped(dict[str, nodes.Element]):
    """The titles of a site, escaped when they are looked up."""

    def __getitem__(self, docname: str) -> nodes.Element:
        title = super().__getitem__(docname)
        children = (
            child if isinstance(child, nodes.math) else nodes.Text(escape(child.astext()))
            for child in title.children
        )
        return nodes.title("", "", *children)


def _escaped_contents(env: BuildEnvironment) -> dict[str, nodes.bullet_list]:
    """Return the contents of the site's first page, with the titles that it gives others."""
    root = str(env.config.root_doc)
    contents = env.tocs[root].deepcopy()
    for tree in contents.findall(addnodes.toctree):
        tree["entries"] = [
            (escape(title) if title else title, page) for title, page in tree["entries"]
        ]
    return {**env.tocs, root: contents}


@contextmanager
def _escaped_titles(env: BuildEnvironment) -> Iterator[None]:
    titles, contents = env.titles, env.tocs
    env.titles = _Escaped(titles)  # type: ignore[assignment]  # for one look-up
    env.tocs = _escaped_contents(env)
    try:
        yield
    finally:
        env.titles, env.tocs = titles, contents


def _escape_titles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let the theme see escaped titles while it makes the bar."""
    make: Callable[..., Any] | None = context.get(_FUNCTION)
    if make is None:
        return

    def escaped(*arguments: Any, **named: Any) -> Any:
        with _escaped_titles(app.env):
            return make(*arguments, **named)

    context[_FUNCTION] = escaped


def setup(app: Sphinx) -> None:
    """Take the theme's function when it is there."""
    app.connect("html-page-context", _escape_titles, priority=900)
