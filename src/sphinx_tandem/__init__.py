"""One Sphinx source, several languages: the extension that a site loads."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"

# Each shows one thing to readers; their order is that of their handlers.
_PARTS = (
    "options",
    "interface",
    "pseudo.words",
    "messages",
    "confstrings",
    "untranslated",
    "curriculum",
    "tasklists",
    "tables",
    "data",
    "status",
    "alternates",
    "notfound",
    "blog",
    "redirects",
    "passages_in_html",
    "improve",
    "review",
    "finish",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the extension: one line in a site's ``extensions``."""
    app.setup_extension("myst_parser")
    for name in _PARTS:
        import_module(f"{__name__}.{name}").setup(app)
    return {
        "version": __version__,
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
