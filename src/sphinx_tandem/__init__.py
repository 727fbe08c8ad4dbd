"""One Sphinx source, several languages: the extension that a site loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the extension: one line in a site's ``extensions``."""
    from .extension import connect_all  # noqa: PLC0415  # the command must start without Sphinx

    app.setup_extension("myst_parser")
    connect_all(app)
    return {
        "version": __version__,
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
