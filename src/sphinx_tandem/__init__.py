"""One Sphinx source, several languages: the extension that a site loads."""

from .extension import __version__, setup

__all__ = ["__version__", "setup"]
