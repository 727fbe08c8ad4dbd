"""Addresses that a site once had: each answers with a page that leads to the new one.

The pages are plain files, in the language of their target: a refresh, a canonical
link and a link to press.  They need neither a script nor a server.

Why not an extension: sphinx-reredirects and sphinxext-rediraffe are built for sites in one
language; neither says so in the reader's language, nor that a ``#fragment`` is gone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from sphinx.util import logging

from ..site import Language, Site
from ..site.options import current_language, site_of
from ..site.settings import lines_of_texts
from ..text.yaml_lines import YamlError, parse, read_text
from ..translate.interface import DOMAIN, locale_folders, translations

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

_MARK = '<meta name="generator" content="sphinx-tandem redirect">'
_ID = re.compile(r"""\s(?:id|name)=(?:"([^"]*)"|'([^']*)')""")
_PAGE = """<!DOCTYPE html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{mark}
<title>{title}</title>
<meta http-equiv="refresh" content="0; url={href}">{canonical}
</head>
<body>
<main>
<h1>{title}</h1>
<p><a href="{href}">{shown}</a></p>
</main>
</body>
</html>
"""


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
        message = f"The old addresses cannot be read, so none answers: {error}. Mend the file."
        _report("unreadable", message, f"{path}:{error.line}")
        return
    if root is not None and root.pairs is None:
        message = "The file does not hold `old: new` lines, so no old address answers."
        _report("unreadable", message, f"{path}:1")
    seen: set[str] = set()
    for key, value in (root and root.pairs) or ():
        location = f"{path}:{key.line}"
        if key.text is None or value.text is None:
            message = "This is not an old address and its new one, so it is left out."
            _report("unreadable", message, location)
            continue
        redirect = _redirect(key.text, value.text, location)
        if redirect.old in seen:
            message = f"{redirect.old} stands twice; the first is used. Delete one."
            _report("duplicate", message, location)
            continue
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


def language_of(site: Site, path: str) -> Language:
    """Return the language of the page at a path under the root."""
    for language in site.languages[1:]:
        if path.startswith(language.prefix):
            return language
    return site.source


def write_all(app: Sphinx, exception: Exception | None) -> None:
    """Write the redirects whose old address stands in the tree of this language."""
    if exception is not None or app.builder.name != "html":
        return
    setting = app.config.tandem_redirects
    if not setting:
        return
    site, language = site_of(app.config), current_language(app.config)
    for redirect in read(setting, Path(app.confdir)):
        if language_of(site, redirect.old) == language:
            _write(app, site, redirect)


def _write(app: Sphinx, site: Site, redirect: Redirect) -> None:
    tree = Path(app.outdir)
    own = redirect.old.removeprefix(language_of(site, redirect.old).prefix)
    target = redirect.new.removeprefix(language_of(site, redirect.new).prefix)
    path = tree / own
    if path.is_file() and _MARK not in path.read_text("utf-8", errors="replace"):
        message = (
            f"{redirect.old} is a page of the site, so nothing leads on from it. "
            "Delete this line, or rename the page."
        )
        _report("occupied", message, redirect.location)
        return
    if problem := _problem(tree / target, redirect):
        _report("target", problem, redirect.location)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(app, site, redirect), encoding="utf-8", newline="\n")


def _problem(target: Path, redirect: Redirect) -> str:
    """Say what is wrong with a target; every language has the same pages and fragments."""
    if not target.is_file():
        return (
            f"There is no page {redirect.new}, so {redirect.old} does not answer. "
            "Write the address of a page of the site."
        )
    text = target.read_text("utf-8", errors="replace")
    if _MARK in text:
        return (
            f"{redirect.new} leads on itself, so {redirect.old} does not answer. Name its target."
        )
    ids = {unescape(double or single) for double, single in _ID.findall(text)}
    if redirect.fragment and redirect.fragment not in ids:
        return (
            f"{redirect.new} has no place #{redirect.fragment}, so {redirect.old} does not answer. "
            "Write an anchor of that page, or none."
        )
    return ""


def page(app: Sphinx, site: Site, redirect: Redirect) -> str:
    """Return the page that answers an old address."""
    language = language_of(site, redirect.new)
    folders = locale_folders(app.config, Path(app.srcdir))
    found = translations(language.code, DOMAIN, folders)
    gettext = (found or NullTranslations()).gettext
    place = f"#{quote(redirect.fragment)}" if redirect.fragment else ""
    href = quote(posixpath.relpath(redirect.new, posixpath.dirname(redirect.old) or ".")) + place
    url = site.base_url + quote(redirect.new) if site.base_url else ""
    return _PAGE.format(
        tag=escape(language.tag if found or language == site.source else "en"),
        mark=_MARK,
        title=escape(gettext("This page has moved")),
        href=escape(href),
        canonical=f'\n<link rel="canonical" href="{escape(url)}">' if url else "",
        shown=escape((url or redirect.new) + place),
    )
