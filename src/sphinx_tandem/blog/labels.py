"""Names of tags, categories, places and languages, in the language of the build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..messages.lookup import site_messages, site_text
from .upstream import slugify

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The kinds of labels, and what translators read about each. The names of
# authors are names: they stay.
KINDS = {
    "tags": "Blog tag",
    "category": "Blog category",
    "location": "Blog location",
    "language": "Blog language",
    "author": "",
}


def source_name(app: Sphinx, kind: str, label: str) -> str:
    """Return the name of a label in the source language; a setting may spell it out."""
    named = spelled_out(app, kind)
    return named[label][0] if label in named else label


def spelled_out(app: Sphinx, kind: str) -> dict[str, tuple[str, str | None]]:
    """Return the names and links that ``blog_authors`` and its like give to labels."""
    if kind in ("author", "location", "language"):
        return dict(getattr(app.config, f"blog_{kind}s", None) or {})
    return {}


def shown_name(app: Sphinx, kind: str, label: str) -> str:
    """Return the name of a label as pages show it."""
    name = source_name(app, kind, label)
    return site_text(app, name) if KINDS[kind] else name


def slug(name: str) -> str:
    """Return the last part of a label's address, made from the source language's name."""
    found: str = slugify(name)
    return found or "label-" + name.encode().hex()


def register_defaults(app: Sphinx) -> None:
    """Give the names in the settings to the translators."""
    conf = str(app.confdir / "conf.py")
    for kind, comment in KINDS.items():
        for name, _link in spelled_out(app, kind).values():
            if comment:
                site_messages(app).add(name, conf, 1, comment)
