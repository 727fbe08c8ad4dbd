"""Words in ``conf.py`` that readers see: extracted into the ``site`` catalog, translated.

Sphinx leaves the settings out of its catalogs, so the navigation, the footer and
the title of a site stay in the source language on every page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from ..site.options import is_source
from ..site.pagedata import makes_web_pages
from ..site.settings import lines_of_texts
from ..upstream.sphinx import MessageCatalogBuilder, is_set
from . import marks
from .gettext import CommentedCatalog
from .lookup import SITE_DOMAIN, site_messages, site_text
from .passages import inline_texts

# Settings that hold words, and what translators read about each. In
# `html_theme_options` and `html_context` only the keys below count, wherever they are.
_SETTINGS = {
    "project": "Name of the site",
    "html_title": "Title of the site",
    "html_short_title": "Short title of the site",
    "copyright": "Copyright line, at the foot of every page",
    "project_copyright": "Copyright line, at the foot of every page",
    "blog_title": "Title of the blog",
    "blog_feed_subtitle": "Subtitle of the blog's feed",
    "blog_feed_title": "Title of the blog's feed",
}
_NESTED = ("html_theme_options", "html_context")
_IN_NESTED = "Navigation, header or footer of every page"
_SUBSTITUTION = "Text that pages insert (myst_substitutions)"
_WORD_KEY = re.compile(
    r"(?:^|_)(?:text|name|title|label|labels|tooltip|announcement|alt|description|caption|message"
    r"|copyright|footer|placeholder|tagline|subtitle|content)$"
)
_NO_WORDS = re.compile(
    r"(?:^|_)(?:github_user|github_repo|github_version|default_mode|doc_path|icon|url|version"
    r"|pygments\w*|path|class|type|file|template|match|json_url|short_name|style_name)$"
)
_LETTER = re.compile(r"[^\W\d_]")


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or not _LETTER.search(value):
        return False
    return "://" not in value.split(" ")[0] and not value.endswith((".html", ".svg", ".png"))


def words(config: Config) -> dict[str, str]:
    """Return the words in the settings, in their order, with what each is for."""
    found: dict[str, str] = {}

    def note(text: str) -> str:
        found.setdefault(text, _IN_NESTED)
        return text

    for name, comment in _SETTINGS.items():
        if not is_set(config, name):
            continue  # Sphinx makes it from the project's name and its own catalog
        value = getattr(config, name, None)
        for text in value if isinstance(value, list | tuple) else [value]:
            if _is_text(text):
                found.setdefault(str(text), comment)
    for name in _NESTED:
        if is_set(config, name):
            _replaced(getattr(config, name), "", False, note)
    for text in inline_texts(getattr(config, "myst_substitutions", None)):
        found.setdefault(text, _SUBSTITUTION)
    return found


def _replaced(value: Any, key: str, words: bool, translate: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {
            inner: _replaced(found, str(inner), bool(_WORD_KEY.search(str(inner))), translate)
            for inner, found in value.items()
        }
    if isinstance(value, tuple) and (fields := getattr(value, "_fields", None)):
        named = dict(zip(fields, value, strict=True))  # its parts have names, as in a dictionary
        return type(value)(**_replaced(named, key, words, translate))
    if isinstance(value, list | tuple):
        replaced = [
            _replaced(found, key, words and isinstance(found, dict), translate) for found in value
        ]
        return tuple(replaced) if isinstance(value, tuple) else replaced
    if words and not _NO_WORDS.search(key) and _is_text(value):
        return translate(value)
    return value


def translate_settings(app: Sphinx, config: Config) -> None:
    """Replace the words in the settings by their translations."""
    if not is_source(config):
        _change_settings(config, set(words(config)).__contains__, partial(site_text, app))


def _change_settings(
    config: Config, is_wanted: Callable[[str], bool], change: Callable[[str], str]
) -> None:
    """Change the words in the settings; of single settings those that are wanted."""
    for name in _SETTINGS:
        value = getattr(config, name, None)
        if isinstance(value, str) and is_wanted(value):
            setattr(config, name, change(value))
    for name in _NESTED:
        if is_set(config, name):
            setattr(config, name, _replaced(getattr(config, name), "", False, change))


def strip_marks(app: Sphinx) -> None:
    """Take the marks out where no page is finished: in a book, in plain text."""
    if not is_source(app.config) and not makes_web_pages(app):
        _change_settings(app.config, marks.is_marked, marks.strip)


def extract_site_texts(app: Sphinx, env: BuildEnvironment) -> None:
    """Hand the texts of the whole site to the gettext builder, those in the settings first."""
    if not isinstance(app.builder, MessageCatalogBuilder):
        return
    conf = Path(app.confdir) / "conf.py"
    lines = lines_of_texts(conf)
    found = words(app.config).items()
    texts = [(text, str(conf), lines.get(text, 1), comment) for text, comment in found]
    if texts := [*texts, *site_messages(app).all()]:
        app.builder.catalogs[SITE_DOMAIN] = catalog = CommentedCatalog()
        for text, path, line, comment in texts:
            catalog.note(text, path, line, comment)
