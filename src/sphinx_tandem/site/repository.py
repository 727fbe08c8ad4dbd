"""Where in the repository a reader can edit what a page shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.util.i18n import docname_to_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def edit_url(app: Sphinx, path: str, *, new: bool = False) -> str:
    """Return the address at which a file of the site is edited, or ``""``.

    :param path: the file, relative to the site's folder.
    :param new: whether the file is still to be made.
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
    if new:
        return f"{repository.rstrip('/')}/new/{quote(branch)}?filename={quote(place)}"
    return f"{repository.rstrip('/')}/edit/{quote(branch)}/{quote(place)}"


def catalog_url(app: Sphinx, docname: str, code: str = "") -> str:
    """Return the address at which a page's catalog is edited, or begun, or ``""``.

    :param docname: the page.
    :param code: the language of the catalog, if it is not that of this build.
    """
    return domain_url(app, docname_to_domain(docname, app.config.gettext_compact), code)


def domain_url(app: Sphinx, domain: str, code: str = "") -> str:
    """Return the address at which a catalog is edited, or begun, or ``""``."""
    folder = Path(app.srcdir)
    name = Path(code or app.config.language, "LC_MESSAGES", f"{domain}.po")
    paths = [folder / locales / name for locales in app.config.locale_dirs or ["locales"]]
    path = next((path for path in paths if path.is_file()), None)
    new = path is None
    path = path or paths[0]
    if not path.is_relative_to(folder) or ".." in path.parts:
        return ""
    return edit_url(app, path.relative_to(folder).as_posix(), new=new)
