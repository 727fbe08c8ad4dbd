"""The page that a host shows for an address that does not exist.

A host shows the root's ``404.html`` at any depth and to readers of any
language.  So it speaks every language, its help carries whole addresses, and
its styles are linked from the root of the host too.  sphinx-notfound-page, which one would
use instead, makes a page in one language, under one prefix.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from sphinx.application import Sphinx

from ..site import Language, Site
from ..site.options import current_language, site_of
from ..site.pagedata import MadePage, makes_site
from ..translate.interface import _, words_in
from .head import NOT_FOUND, page_path

_TEMPLATE = "tandem-404.html"


def add_page(app: Sphinx) -> Iterator[MadePage]:
    """Make the page, unless the site has written its own."""
    if not app.config.tandem_languages or not makes_site(app):
        return
    if NOT_FOUND in app.env.all_docs or NOT_FOUND in app.config.html_additional_pages:
        return
    site, own = site_of(app.config), current_language(app.config)
    languages = sorted(site.languages, key=lambda language: language != own)
    found = [_help(app, site, language) for language in languages]
    yield NOT_FOUND, {"title": _("Page not found"), "tandem_help": found}, _TEMPLATE


def _help(app: Sphinx, site: Site, language: Language) -> dict[str, Any]:
    """Return what readers of a language are told, and the language of these words (``tag``).

    ``target`` is the language of the pages to which the links lead.
    """
    gettext, tag = words_in(app, language)
    home = _address(app, site, language, app.config.root_doc)
    search = _address(app, site, language, "search") if getattr(app.builder, "search", 0) else ""
    return {
        "tag": tag,
        "target": language.tag,
        "gettext": gettext,
        "home": home,
        "search": search,
    }


def _address(app: Sphinx, site: Site, language: Language, pagename: str) -> str:
    """Return an address from the root of the host, which works at any depth and on any host."""
    path = page_path(app, pagename)
    return (urlsplit(site.base_url).path or "/") + quote(language.prefix + path)


def link_styles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Link the page's styles from the root of the host, for addresses at any depth."""
    if pagename != NOT_FOUND or not app.config.tandem_languages:
        return
    language = current_language(app.config)
    root = urlsplit(site_of(app.config).base_url).path or "/"
    links = "".join(
        f'\n<link rel="stylesheet" href="{escape(root + language.prefix + sheet)}">'
        for sheet in _sheets(app, context)
    )
    context["metatags"] = (context.get("metatags") or "") + links


def _sheets(app: Sphinx, context: dict[str, Any]) -> list[str]:
    """Return the site's own stylesheets, those first that the theme links by itself."""
    static = Path(app.outdir) / "_static"
    names = [
        f"_static/styles/{path.name}"
        for path in sorted((static / "styles").glob("*.css"), reverse=True)
    ]
    names += [str(getattr(sheet, "filename", sheet)) for sheet in context.get("css_files", ())]
    return [name for name in dict.fromkeys(names) if "://" not in name and "?" not in name]
