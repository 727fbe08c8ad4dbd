"""The last touch on every page: marks become ``lang`` attributes, the switcher is there.

It sits in the template bridge, the one public place through which the HTML of
every page passes, so that a plain ``sphinx-build`` finishes pages as ``tandem`` does.
"""

from __future__ import annotations

import re
import zlib
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from ..site.options import is_source
from ..text.html import BODY_TAG
from ..translate import marks
from ..translate.interface import _
from ..upstream.sphinx import BuiltinTemplateLoader
from ..upstream.theme import SWITCHER_PLACE, TOGGLE

_SWITCHER = "tandem-languages"


class FinishingLoader(BuiltinTemplateLoader):
    """Sphinx's own template loader, with the last touch on what it renders."""

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]  # as upstream
        """Render a page and finish it."""
        html = super().render(template, context)
        if not template.endswith(".html") or "tandem" not in context:
            return marks.strip(html)
        html = _with_named_toggles(_with_switcher(html, context["tandem"].switcher))
        return marks.to_html(html, context["tandem"].source.tag)


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
    if exception is not None or is_source(app.config) or app.builder.format != "html":
        return
    index = Path(app.outdir) / "searchindex.js"
    if index.is_file():
        text = marks.strip(index.read_text("utf-8"))
        index.write_text(re.sub(r"\\ufdd[01]", "", text), "utf-8")
    inventory = Path(app.outdir) / "objects.inv"
    if inventory.is_file():
        inventory.write_bytes(_stripped_inventory(inventory.read_bytes()))


def _stripped_inventory(data: bytes) -> bytes:
    """Return an inventory (four lines, then compressed text) without marks."""
    *lines, body = data.split(b"\n", 4)
    *lines, text = (marks.strip(part.decode()).encode() for part in (*lines, zlib.decompress(body)))
    return b"\n".join([*lines, zlib.compress(text, 9)])
