"""Addresses without a page: those that a site once had lead on, for others there is the 404 page.

The pages are plain files, in the language of their target: a refresh, a canonical
link and a link to press.  They need neither a script nor a server.

Why not an extension: sphinx-reredirects and sphinxext-rediraffe are built for sites in one
language; neither says so in the reader's language, nor that a ``#fragment`` is gone.
"""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from sphinx.application import Sphinx
from sphinx.util import logging

from ..site import Language, Site
from ..site.options import current_language, site_of
from ..site.pagedata import MadePage, makes_site
from ..site.settings import lines_of_texts
from ..text.yaml_lines import YamlError, parse, read_text
from ..translate.interface import _, words_in
from .head import NOT_FOUND, page_path

logger = logging.getLogger(__name__)

_MARK = '<meta name="generator" content="sphinx-tandem redirect">'
_ID = re.compile(r"""\s(?:id|name)=(?:"([^"]*)"|'([^']*)')""")
_TEMPLATE = "tandem-moved.html"
# In bytes: what usual disks allow, with room for the folder of the site.
_LONGEST_NAME, _LONGEST_PATH = 255, 2000


@dataclass(frozen=True)
class Redirect:
    """One old address and what answers it now.

    :param old: the old path under the root of the site.
    :param new: the new path under the root.
    :param fragment: the place on the new page, or ``""``.
    :param location: where the site says so, as ``path:line``.
    """

    old: str
    new: str
    fragment: str
    location: str


def read(setting: str | Mapping[str, str], folder: Path) -> Iterator[Redirect]:
    """Yield the redirects that ``tandem_redirects`` names.

    :param setting: a YAML file of ``old: new`` lines in *folder*, or those pairs themselves.
    """
    if isinstance(setting, str):
        yield from _read_file(folder / setting)
        return
    conf = folder / "conf.py"
    lines = lines_of_texts(conf)
    for old, new in setting.items():
        yield _redirect(str(old), str(new), f"{conf}:{lines.get(old, 1)}")


def _read_file(path: Path) -> Iterator[Redirect]:
    try:
        root = parse(read_text(path))
    except YamlError as error:
        message = f"The old addresses cannot be read, so none answers: {error}. Correct the file."
        _report("unreadable", message, f"{path}:{error.line}")
        return
    if root is not None and root.pairs is None:
        message = "The file has no `old: new` lines, so no old address answers."
        _report("unreadable", message, f"{path}:1")
    seen: set[str] = set()
    for key, value in (root and root.pairs) or ():
        location = f"{path}:{key.line}"
        redirect = _redirect(key.text or "", value.text or "", location)
        if key.text is None or not (value.text or "").strip() or value.is_empty:
            message = "This is not an old address and its new one, so it is left out."
            _report("unreadable", message, location)
        elif redirect.old in seen:
            message = f"{redirect.old} is there twice; the first is used. Delete one."
            _report("duplicate", message, location)
        else:
            seen.add(redirect.old)
            yield redirect


def _redirect(old: str, new: str, location: str) -> Redirect:
    path, _hash, fragment = new.strip().lstrip("/").partition("#")
    return Redirect(_as_file(old), _as_file(path), fragment, location)


def _as_file(address: str) -> str:
    """Return the file of an address: hosts serve ``about`` and ``about.html`` from one."""
    path = posixpath.normpath("/" + unquote(address.strip())).lstrip("/")
    if not path or address.endswith("/"):
        return posixpath.join(path, "index.html")
    return path if path.endswith(".html") else f"{path}.html"


def _report(subtype: str, message: str, location: str) -> None:
    # An error, and not a warning: an address that readers have kept would not answer.
    logger.error("%s", message, location=location, type="redirect", subtype=subtype)


def write_all(app: Sphinx, exception: Exception | None) -> None:
    """Write the redirects whose old address is in this language."""
    if exception is not None or app.builder.name != "html":
        return
    setting = app.config.tandem_redirects
    if not setting:
        return
    site, language = site_of(app.config), current_language(app.config)
    redirects = list(read(setting, Path(app.confdir)))
    moved = {redirect.old for redirect in redirects}
    for redirect in redirects:
        if site.language_of(redirect.old) == language:
            _write(app, site, redirect, moved)


def _write(app: Sphinx, site: Site, redirect: Redirect, moved: Set[str]) -> None:
    tree = Path(app.outdir)
    target = redirect.new.removeprefix(site.language_of(redirect.new).prefix)
    path = tree / redirect.old.removeprefix(site.language_of(redirect.old).prefix)
    if _has_no_place(tree, path, redirect):
        message = (
            "No file can be made for this address: a part of it or of its target is too long or "
            "has a control character, or a page is where it needs a folder. So nothing answers there; delete this line."
        )
        _report("unwritable", message, redirect.location)
        return
    if path.is_file() and _MARK not in path.read_text("utf-8", errors="replace"):
        message = (
            f"{redirect.old} is a page of the site, so nothing leads on from it. "
            "Delete this line, or rename the page."
        )
        _report("occupied", message, redirect.location)
        return
    if problem := _problem(tree / target, redirect, moved):
        _report("target", problem, redirect.location)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_page(app, site, redirect), encoding="utf-8", newline="\n")


def _has_no_place(tree: Path, path: Path, redirect: Redirect) -> bool:
    """Say whether the file of an old address or of its target is one that no disk can hold."""
    for address in (redirect.old, redirect.new):
        parts = [len(os.fsencode(part)) for part in address.split("/")]
        is_long = max(parts) > _LONGEST_NAME or sum(parts) > _LONGEST_PATH
        if is_long or any(unicodedata.category(sign) == "Cc" for sign in address):
            return True
    above = (folder for folder in path.parents if folder != tree and folder.is_relative_to(tree))
    return any(map(Path.is_file, above))


def _problem(target: Path, redirect: Redirect, moved: Set[str]) -> str:
    """Say what is wrong with a target; every language has the same pages and fragments.

    :param moved: all old addresses, whether or not their files have been written already.
    """
    text = target.read_text("utf-8", errors="replace") if target.is_file() else _MARK
    if _MARK in text and redirect.new in moved:
        return (
            f"{redirect.new} leads on itself, so {redirect.old} does not answer. Name its target."
        )
    if _MARK in text:
        return (
            f"There is no page {redirect.new}, so {redirect.old} does not answer. "
            "Write the address of a page of the site."
        )
    ids = {unescape(double or single) for double, single in _ID.findall(text)}
    if redirect.fragment and redirect.fragment not in ids:
        return (
            f"{redirect.new} has no place #{redirect.fragment}, so {redirect.old} does not answer. "
            "Write an anchor of that page, or none."
        )
    return ""


def _page(app: Sphinx, site: Site, redirect: Redirect) -> str:
    """Return the page that answers an old address."""
    gettext, tag = words_in(app, site.language_of(redirect.new))
    place = f"#{quote(redirect.fragment)}" if redirect.fragment else ""
    href = quote(posixpath.relpath(redirect.new, posixpath.dirname(redirect.old) or ".")) + place
    url = site.base_url + quote(redirect.new) if site.base_url else ""
    context = {"tag": tag, "mark": _MARK, "title": gettext("This page has moved")}
    context |= {"href": href, "canonical": url, "shown": (url or redirect.new) + place}
    return f"{app.builder.templates.render(_TEMPLATE, context)}\n"


# -- The page for an address that does not exist --------------------------------------------------
# A host shows the root's ``404.html`` at any depth and to readers of any
# language.  So it speaks every language, its help carries whole addresses, and
# its styles are linked from the root of the host too.  sphinx-notfound-page, which one would
# use instead, makes a page in one language, under one prefix.

_NOT_FOUND_TEMPLATE = "tandem-404.html"


def add_page(app: Sphinx) -> Iterator[MadePage]:
    """Make the page, unless the site has written its own."""
    if not app.config.tandem_languages or not makes_site(app):
        return
    if NOT_FOUND in app.env.all_docs or NOT_FOUND in app.config.html_additional_pages:
        return
    site, own = site_of(app.config), current_language(app.config)
    languages = sorted(site.languages, key=lambda language: language != own)
    found = [_help(app, site, language) for language in languages]
    yield NOT_FOUND, {"title": _("Page not found"), "tandem_help": found}, _NOT_FOUND_TEMPLATE


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
