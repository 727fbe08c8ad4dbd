"""The last touch on every page: marks become ``lang`` attributes, the switcher is there.

It is in the template bridge, the one public place through which the HTML of every page
passes, so that a plain ``sphinx-build`` finishes pages as ``tandem`` does.

A page says in its front matter in which languages it is published, see
:mod:`sphinx_tandem.translate.page_language`.  It is read in every language, so that its title
and its labels are known.  Where it is left out, what was written of it is removed again, and
links lead to where it is.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sphinx.application import Sphinx
from sphinx.config import Config

from ..site import Language, Site, counterparts
from ..site.languages import read
from ..site.options import is_source
from ..site.pagedata import MadePage, makes_site, page_data
from ..text.html import BODY_TAG, pieces
from ..translate import marks
from ..translate.interface import _, is_english
from ..translate.page_language import pages_elsewhere, pages_that_say
from ..upstream.extensions import SEARCH_SCRIPT, SWITCHER_PLACE, TOGGLE
from ..upstream.sphinx import BuiltinTemplateLoader

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_SWITCHER = "tandem-languages"
_HTML_TAG = re.compile(r"<!--.*?-->|<html\b([^>]*)>", re.IGNORECASE | re.DOTALL)
_LANGUAGE = re.compile(r"\s(?:lang|dir)=(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_LANG = re.compile(r"\slang=\"([^\"]+)\"")
_DIR = re.compile(r"\sdir=")
_MATH = re.compile(r"\sclass=\"(?:[^\"]*\s)?math[\s\"]")
# What reads from left to right in every language.
_LEFT_TO_RIGHT = frozenset("pre code kbd samp tt math".split())
_TEXT_ONLY = frozenset("script style textarea title svg".split())


class FinishingLoader(BuiltinTemplateLoader):
    """Sphinx's own template loader, with the last touch on what it renders."""

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]  # as upstream
        """Render a page and finish it."""
        html = super().render(template, context)
        if not template.endswith(".html") or "tandem" not in context:
            return marks.strip(html)
        tandem = context["tandem"]
        if context.get("tandem_search"):
            html = SEARCH_SCRIPT.sub("", html)
        html = tandem.links.lead_on(html)
        html = _with_named_toggles(_with_switcher(html, tandem.switcher))
        html = _with_language(html, tandem.language)
        languages = [tandem.language, *(other.language for other in tandem.counterparts)]
        if any(language.direction == "rtl" for language in languages):
            # What is marked has its direction from its mark: that of an English attribute is
            # not that of what somebody types into its element.
            html = _with_directions(html, tandem.language.direction)
        return marks.to_html(html, tandem.source.tag, tandem.language.tag)

    def render_string(self, template: str, context: dict[str, Any]) -> str:
        """Fill a script or a style."""
        return marks.strip_json(super().render_string(template, context))


def _with_language(html: str, language: Language) -> str:
    """Let the page say its language as BCP 47 has it, and its direction."""
    names = f' lang="{escape(language.tag)}"'
    if language.direction == "rtl":
        names += ' dir="rtl"'
    tags = (found for found in _HTML_TAG.finditer(html) if found[1] is not None)
    if (tag := next(tags, None)) is None:
        return html
    others = _LANGUAGE.sub("", tag[1])
    return f"{html[: tag.start()]}<html{names}{others}>{html[tag.end() :]}"


def _with_directions(html: str, direction: str) -> str:
    """Say the direction of parts whose language is named, and of code.

    :param direction: that of the page.
    """

    def with_direction(tag: str, name: str) -> str:
        language, own = _LANG.search(tag), ""
        if name in _LEFT_TO_RIGHT or (name in ("div", "span") and _MATH.search(tag)):
            own = "ltr" if direction == "rtl" else ""
        elif language and name != "html":
            own = read(language[1]).direction
        if not own or _DIR.search(tag):
            return tag
        return f'{tag[: len(name) + 1]} dir="{own}"{tag[len(name) + 1 :]}'

    return "".join(
        text + (tag if is_text_only else with_direction(tag, name))
        for text, tag, name, is_text_only in pieces(html, _TEXT_ONLY)
    )


def _with_switcher(html: str, switcher: str) -> str:
    """Put the switcher first on a page whose theme has no option for its place."""
    if not switcher or _SWITCHER in html:
        return html
    place = SWITCHER_PLACE.search(html) or BODY_TAG.search(html)
    return f"{html[: place.end()]}\n{switcher}{html[place.end() :]}" if place else html


def _with_named_toggles(html: str) -> str:
    """Name what opens a part of the navigation."""
    if TOGGLE not in html:
        return html
    name = escape(_("Show or hide the pages below"))
    return html.replace(TOGGLE, TOGGLE.replace("<summary>", f'<summary aria-label="{name}">'))


def use_loader(app: Sphinx, config: Config) -> None:
    """Put our loader before the templates, unless the site has a bridge of its own."""
    if not config.template_bridge:
        config.template_bridge = f"{FinishingLoader.__module__}.{FinishingLoader.__qualname__}"


def strip_indexes(app: Sphinx, exception: Exception | None) -> None:
    """Take the marks out of what is written beside the pages."""
    has_marks = not is_source(app.config) or pages_that_say(app.env)
    if exception is not None or app.builder.format != "html":
        return
    if not has_marks and is_english(app.config.language or "en"):
        return
    index = Path(app.outdir) / "searchindex.js"
    if index.is_file():
        index.write_text(marks.strip_json(index.read_text("utf-8")), "utf-8")
    inventory = Path(app.outdir) / "objects.inv"
    if inventory.is_file():
        inventory.write_bytes(_stripped_inventory(inventory.read_bytes()))


def _stripped_inventory(data: bytes) -> bytes:
    """Return an inventory (four lines, then compressed text) without marks."""
    *lines, body = data.split(b"\n", 4)
    *lines, text = (marks.strip(part.decode()).encode() for part in (*lines, zlib.decompress(body)))
    return b"\n".join([*lines, zlib.compress(text, 9)])


# -- Pages that are left out of a language -------------------------------------------------------

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
    """Make nothing of the lessons that are left out."""
    for docname in pages_elsewhere(app) if makes_site(app) else ():
        for name in _MADE_FROM:
            page_data(env, name).pop(docname, None)


def forget_pages(app: Sphinx) -> Iterator[MadePage]:
    """Drop the pages that are left out from the search, before its index is written."""
    indexer: Any = getattr(app.builder, "indexer", None)
    if makes_site(app) and indexer is not None and (left_out := pages_elsewhere(app)):
        indexer.prune(app.env.all_docs.keys() - left_out.keys())
    yield from ()


def remove_pages(app: Sphinx, exception: Exception | None) -> None:
    """Remove what was written of the pages that are left out."""
    if exception is not None or not makes_site(app):
        return
    for docname in pages_elsewhere(app):
        builder: Any = app.builder
        Path(builder.get_outfilename(docname)).unlink(missing_ok=True)
        for copy in Path(app.outdir, "_sources").glob(f"{docname}.*"):
            copy.unlink()
