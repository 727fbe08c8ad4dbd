"""English that themes write into their templates without asking any catalog.

A template is mended when it is loaded: each text below becomes a question to
the catalogs, so that ``sphinx.po`` translates it like any other.  A line can go
when its theme asks by itself; a test names those that nobody needs any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2.ext import Extension

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The end of a template's name, what it holds, and the part of it that is read.
FIXED = (
    # pydata-sphinx-theme
    ("sections/announcement.html", 'aria-label="Announcement"', "Announcement"),
    ("version-switcher.html", 'aria-label="Version switcher list"', "Version switcher list"),
    # Sphinx's own themes
    ("layout.html", 'aria-label="Related"', "Related"),
    ("layout.html", 'aria-label="Main"', "Main"),
    ("layout.html", 'aria-label="Top"', "Top"),
    ("layout.html", 'aria-label="Bottom"', "Bottom"),
    ("layout.html", 'aria-label="Table of contents"', "Table of contents"),
    ("layout.html", 'aria-label="source link"', "source link"),
    ("sourcelink.html", 'aria-label="source link"', "source link"),
    ("searchfield.html", 'placeholder="Search"', "Search"),
    ("genindex-split.html", "<h4>Index</h4>", "Index"),
    # Alabaster
    ("layout.html", 'title="Previous document"', "Previous document"),
    ("layout.html", 'title="Next document"', "Next document"),
    ("layout.html", 'alt="Fork me on GitHub"', "Fork me on GitHub"),
    ("layout.html", " Powered by <a", "Powered by"),
    ("about.html", 'alt="Logo"', "Logo"),
    # sphinx-book-theme
    ("toggle-primary-sidebar.html", 'title="Toggle primary sidebar"', "Toggle primary sidebar"),
    (
        "toggle-secondary-sidebar.html",
        'title="Toggle secondary sidebar"',
        "Toggle secondary sidebar",
    ),
    ("sbt-sidebar-nav.html", 'aria-label="Main"', "Main"),
    # Furo
    (
        "page.html",
        'aria-label="Toggle site navigation sidebar"',
        "Toggle site navigation sidebar",
    ),
    (
        "page.html",
        'aria-label="Toggle table of contents sidebar"',
        "Toggle table of contents sidebar",
    ),
    (
        "page.html",
        'aria-label="Toggle Light / Dark / Auto color theme"',
        "Toggle Light / Dark / Auto color theme",
    ),
    ("icons.html", "<title>Contents</title>", "Contents"),
    ("icons.html", "<title>Menu</title>", "Menu"),
    ("icons.html", "<title>Expand</title>", "Expand"),
    ("icons.html", "<title>Light mode</title>", "Light mode"),
    ("icons.html", "<title>Dark mode</title>", "Dark mode"),
    (
        "icons.html",
        "<title>Auto light/dark, in light mode</title>",
        "Auto light/dark, in light mode",
    ),
    ("icons.html", "<title>Auto light/dark, in dark mode</title>", "Auto light/dark, in dark mode"),
)


class AskCatalogs(Extension):
    """Turns fixed English in templates into questions to the catalogs."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Mend the text of one template before Jinja reads it."""
        for ending, text, words in FIXED:
            if name and name.endswith(ending) and text in source:
                source = source.replace(text, text.replace(words, f"{{{{ _({words!r}) }}}}"))
        return source


def _mend_templates(app: Sphinx) -> None:
    templates = getattr(app.builder, "templates", None)
    environment = getattr(templates, "environment", None)
    if environment is not None and app.builder.format == "html":
        environment.add_extension(AskCatalogs)


def setup(app: Sphinx) -> None:
    """Mend templates before the first is loaded."""
    app.connect("builder-inited", _mend_templates)
