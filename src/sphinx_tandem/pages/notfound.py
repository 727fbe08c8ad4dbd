"""The page that a host shows for an address that does not exist.

A host shows the root's ``404.html`` at any depth and to readers of any
language.  So it speaks every language, its help carries whole addresses, and
its styles are linked from the root of the host too.  sphinx-notfound-page, which one would
use instead, makes a page in one language, under one prefix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from gettext import NullTranslations
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..site import Language, Site, counterparts
from ..site.options import current_language, site_of
from ..site.pagedata import MadePage, makes_site
from ..translate.interface import DOMAIN, _, locale_folders, translations
from .head import NOT_FOUND, page_path

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_TEMPLATE = "tandem-404.html"


@dataclass(frozen=True)
class Help:
    """What one language's readers are told.

    :param tag: the language of the words, for ``lang``.
    :param target: the language of the pages that the links lead to, for ``hreflang``.
    :param gettext: translates our own strings into the language of the words.
    :param home: the address of the language's home.
    :param search: the address of its search page, or ``""``.
    """

    tag: str
    target: str
    name: str
    gettext: Callable[[str], str]
    home: str
    search: str


def add_page(app: Sphinx) -> Iterator[MadePage]:
    """Make the page, unless the site has written its own."""
    if not app.config.tandem_languages or not makes_site(app):
        return
    if NOT_FOUND in app.env.all_docs or NOT_FOUND in app.config.html_additional_pages:
        return
    yield (
        NOT_FOUND,
        {"title": _("Page not found"), "tandem_help": _all_help(app)},
        _TEMPLATE,
    )


def _all_help(app: Sphinx) -> list[Help]:
    """Return the help in every language, the page's own first."""
    site = site_of(app.config)
    own = current_language(app.config)
    return [
        _help(app, site, language)
        for language in sorted(site.languages, key=lambda language: language != own)
    ]


def _help(app: Sphinx, site: Site, language: Language) -> Help:
    found = translations(language.code, DOMAIN, locale_folders(app.config, Path(app.srcdir)))
    return Help(
        tag=language.tag if found else "en",
        target=language.tag,
        name=language.name,
        gettext=(found or NullTranslations()).gettext,
        home=_address(app, site, language, app.config.root_doc),
        search=_address(app, site, language, "search") if getattr(app.builder, "search", 0) else "",
    )


def _address(app: Sphinx, site: Site, language: Language, pagename: str) -> str:
    """Return a whole address, which works at any depth; a relative one on a site without."""
    path = page_path(app, pagename)
    for other in counterparts(site, path, language):
        if other.current and other.url:
            return other.url
    return path or "./"


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
