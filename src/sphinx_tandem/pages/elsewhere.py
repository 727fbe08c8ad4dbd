"""Pages that are left out of a language: none is written, and links lead to where they are.

A page says in its front matter in which languages it is published, see
:mod:`sphinx_tandem.translate.page_language`.  It is read in every language, so that its title
and its labels are known; what was written of it is taken away again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from ..site import Language, Site, counterparts
from ..site.pagedata import MadePage, makes_site, page_data
from ..translate.page_language import pages_elsewhere

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_LINK = re.compile(r'<(a|link)\b[^<>]*?\shref="([^"#?:]++)[^"]*+"[^<>]*>', re.IGNORECASE)


class LinksElsewhere:
    """Lets the links of one page lead to pages that its language leaves out.

    :param language: the language of the page.
    :param page: its path within the language.
    """

    def __init__(self, app: Sphinx, site: Site, language: Language, page: str) -> None:
        self._site, self._language = site, language
        self._folder = posixpath.dirname(page)
        uri = app.builder.get_target_uri
        self._pages = {
            unquote(uri(docname)).rstrip("/"): found
            for docname, found in (pages_elsewhere(app).items() if makes_site(app) else ())
        }

    def lead_on(self, html: str) -> str:
        """Change the links of a finished page; each says the language that it leads to."""
        if not self._pages:
            return html
        parts, end = [], 0
        for link in _LINK.finditer(html):
            path = unquote(unescape(link[2]))
            target = posixpath.normpath(posixpath.join(self._folder, path))
            language = self._pages.get(target)
            if language is None or path.startswith("/"):
                continue
            href = self._address(target + "/" * path.endswith("/"), language)
            parts += [html[end : link.start(2)], escape(href)]
            end = link.end(2)
            close = html.find("</a>", end) if link[1].lower() == "a" else -1
            if close >= 0:
                tag = escape(language.tag)
                name = f' (<span lang="{tag}">{escape(language.name)}</span>)'
                parts += [html[end : link.end() - 1], f' hreflang="{tag}">']
                parts += [html[link.end() : close], name]
                end = close
        return "".join((*parts, html[end:]))

    def _address(self, page: str, language: Language) -> str:
        """Return the link to a page in another language."""
        found = counterparts(self._site, page, language)
        path = next(one.path for one in found if one.language == language)
        here = posixpath.join(self._language.prefix, self._folder)
        return quote(posixpath.relpath(path, here or ".")) + "/" * page.endswith("/")


#: What parts of the engine make further pages, lists and registries from.
_MADE_FROM = ("tandem_lessons", "tandem_activities", "tandem_pages_with_notes")


def forget_lessons(app: Sphinx, env: BuildEnvironment) -> None:
    """Let nothing be made of the lessons that are left out."""
    for docname in pages_elsewhere(app) if makes_site(app) else ():
        for name in _MADE_FROM:
            page_data(env, name).pop(docname, None)


def forget_pages(app: Sphinx) -> Iterator[MadePage]:
    """Take the pages that are left out from the search, before its index is written."""
    indexer: Any = getattr(app.builder, "indexer", None)
    if makes_site(app) and indexer is not None and (left_out := pages_elsewhere(app)):
        indexer.prune(app.env.all_docs.keys() - left_out.keys())
    yield from ()


def remove_pages(app: Sphinx, exception: Exception | None) -> None:
    """Take away what was written of the pages that are left out."""
    if exception is not None or not makes_site(app):
        return
    for docname in pages_elsewhere(app):
        builder: Any = app.builder
        Path(builder.get_outfilename(docname)).unlink(missing_ok=True)
        for copy in Path(app.outdir, "_sources").glob(f"{docname}.*"):
            copy.unlink()
