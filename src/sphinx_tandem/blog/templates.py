"""Puts our templates in the place of ablog's.

They have ablog's names, so that sidebars and templates of existing sites go on
working, and are injected where ablog would have injected its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ThemeError
from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = Path(__file__).parent.parent / "templates" / "tandem-blog"


def _inject(app: Sphinx) -> None:
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    if not isinstance(builder.templates, BuiltinTemplateLoader):
        return
    loader, loaders = SphinxFileSystemLoader(FOLDER), builder.templates.loaders
    if _theme_has_its_own(builder):
        loaders.append(loader)
    else:
        loaders.insert(builder.templates.templatepathlen, loader)


def _theme_has_its_own(builder: StandaloneHTMLBuilder) -> bool:
    """Say whether the theme has templates for ablog, which then come before ours."""
    if builder.theme is None:
        return False
    try:
        found = builder.theme.get_config("options", "ablog_inject_templates_after_theme", False)
    except ThemeError:
        return False
    return str(found).lower() not in ("false", "0", "none", "")


def setup(app: Sphinx) -> None:
    """Inject the templates when the builder has its own."""
    app.connect("builder-inited", _inject, priority=600)
