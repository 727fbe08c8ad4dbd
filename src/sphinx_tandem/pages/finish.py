"""The last touch on every page: marks become ``lang`` attributes, the switcher is there.

It sits in the template bridge, the one public place through which the HTML of
every page passes, so that a plain ``sphinx-build`` finishes pages as ``tandem`` does.
"""

from __future__ import annotations

import zlib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..site.options import current_language, is_source, site_of
from ..text.html import BODY_TAG
from ..translate import marks
from ..translate.interface import _, is_english
from ..upstream.sphinx import BuiltinTemplateLoader
from ..upstream.theme import TOGGLE
from .head import switcher_html

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.theming import Theme

SWITCHER_CLASS = "tandem-languages"


class FinishingLoader(BuiltinTemplateLoader):
    """Sphinx's own template loader, with the last touch on what it renders."""

    def init(
        self, builder: Builder, theme: Theme | None = None, dirs: list[str] | None = None
    ) -> None:
        """Remember the languages beside what Sphinx sets up."""
        super().init(builder, theme, dirs)
        self._source_tag = site_of(builder.config).source.tag
        self._tag = current_language(builder.config).tag

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]  # as upstream
        """Render a page and finish it."""
        html = super().render(template, context)
        if not template.endswith(".html"):
            return marks.strip(html)
        html = _with_named_toggles(_with_switcher(html, context))
        return marks.to_html(html, self._source_tag, self._tag)

    def render_string(self, template: str, context: dict[str, Any]) -> str:
        """Fill a script or a style."""
        return marks.strip_json(super().render_string(template, context))


def _with_switcher(html: str, context: dict[str, Any]) -> str:
    """Put the switcher first on a page whose theme has no place for it."""
    if SWITCHER_CLASS in html or "tandem" not in context:
        return html
    body = BODY_TAG.search(html)
    if body is None or not (switcher := switcher_html(context)):
        return html
    return html[: body.end()] + "\n" + switcher + html[body.end() :]


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
    if exception is not None or app.builder.format != "html":
        return
    if is_source(app.config) and is_english(app.config.language or "en"):
        return
    index = Path(app.outdir) / "searchindex.js"
    if index.is_file():
        index.write_text(marks.strip_json(index.read_text("utf-8")), "utf-8")
    inventory = Path(app.outdir) / "objects.inv"
    if inventory.is_file():
        inventory.write_bytes(_stripped_inventory(inventory.read_bytes()))


def _stripped_inventory(data: bytes) -> bytes:
    """Return an inventory (four lines, then compressed text) without marks."""
    *header, body = data.split(b"\n", 4)
    text = marks.strip(zlib.decompress(body).decode("utf-8"))
    lines = [marks.strip(line.decode("utf-8")).encode("utf-8") for line in header]
    return b"\n".join([*lines, zlib.compress(text.encode("utf-8"), 9)])
