"""What ablog lacks for a blog in several languages.

ablog keeps the post model: front matter, directives and the names of its
settings.  This package writes the archives and the feeds anew, names tags and
dates as the language of the build does, and mends what ablog gets wrong.  On a
site without ablog, or without ``tandem_languages``, it does nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def activate(app: Sphinx, config: Config) -> None:
    """Take over from ablog, when the site loads it."""
    if not config.tandem_languages or "ablog" not in app.extensions:
        return
    # Imported here because a site without a blog need not have ablog installed.
    from . import (  # noqa: PLC0415
        archives,
        drafts,
        feeds,
        fields,
        freshness,
        lists,
        model,
        pages,
        posts,
        templates,
        updates,
        upstream,
    )

    upstream.check_settings(app)
    upstream.step_aside(app)
    parts = (drafts, fields, lists, updates, posts, model, freshness, templates, pages)
    for part in (*parts, archives, feeds):
        part.setup(app)


def setup(app: Sphinx) -> None:
    """Wait for the settings: ablog may stand behind us in ``extensions``."""
    app.connect("config-inited", activate, priority=900)
