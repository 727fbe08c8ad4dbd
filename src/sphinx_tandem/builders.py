"""Which builders make what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def makes_site(app: Sphinx) -> bool:
    """Say whether the running build makes a site: a web page for each page of the sources."""
    return app.builder.name in ("html", "dirhtml")


def makes_web_pages(app: Sphinx) -> bool:
    """Say whether the running build makes web pages, one for all or one for each."""
    return makes_site(app) or app.builder.name == "singlehtml"


def withdraw_static(app: Sphinx, name: str) -> None:
    """Take a file of the engine's out of ``_static``, where no page of the site loads it.

    :param name: the file's name.
    """
    if app.builder.format == "html":
        (Path(app.outdir) / "_static" / name).unlink(missing_ok=True)
