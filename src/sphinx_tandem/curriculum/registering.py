"""Registers directives only where the site has none of that name from somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sphinx.util.docutils import is_directive_registered

if TYPE_CHECKING:
    from docutils.parsers.rst import Directive
    from sphinx.application import Sphinx


def register_missing(app: Sphinx, directives: Mapping[str, type[Directive]]) -> None:
    """Register each directive that no other extension of the site has.

    :param app: the application, once every extension has registered its own.
    :param directives: the directives by their names.
    """
    for name, directive in directives.items():
        if not is_directive_registered(name):
            app.add_directive(name, directive)
