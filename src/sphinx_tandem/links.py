"""Where in the repository a reader can edit what a page shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from .messages.lookup import catalogs_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def edit_url(app: Sphinx, path: str) -> str:
    """Return the address at which a file of the site is edited, or ``""``.

    :param path: the file, relative to the site's folder.
    """
    config, context = app.config, app.config.html_context
    repository, branch, folder = (
        config.tandem_repository,
        config.tandem_branch,
        config.tandem_repository_path,
    )
    if not repository and context.get("github_user") and context.get("github_repo"):
        host = context.get("github_url", "https://github.com").rstrip("/")
        repository = f"{host}/{context['github_user']}/{context['github_repo']}"
        branch = context.get("github_version", branch)
        folder = folder or context.get("doc_path", "")
    if not repository:
        return ""
    place = "/".join(part.strip("/") for part in (folder, path) if part.strip("/"))
    return f"{repository.rstrip('/')}/edit/{quote(branch)}/{quote(place)}"


def catalog_url(app: Sphinx, docname: str) -> str:
    """Return the address at which a page's catalog is edited, or ``""``."""
    path = catalogs_of(app).page(docname).path
    if path is None or not path.is_relative_to(Path(app.srcdir)):
        return ""
    return edit_url(app, path.relative_to(Path(app.srcdir)).as_posix())
