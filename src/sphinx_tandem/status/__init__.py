"""Says on a page of the site where translators are needed: ``translation-status``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import directive, figures, inbound

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set up the directive, and count what leads to which page."""
    inbound.setup(app)
    figures.setup(app)
    directive.setup(app)
