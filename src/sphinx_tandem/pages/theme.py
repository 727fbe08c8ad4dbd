"""What the engine hands to the theme: templates, styles, words, a place for the switcher."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from jinja2.ext import Extension
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translator

from ..site.options import is_pseudo
from ..translate.interface import has_package_catalog, locale_folders

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_HERE = Path(__file__).parent
_ENGINE = _HERE.parent
_SWITCHER = "tandem-switcher"
# Options whose default is English text that a theme shows without translating it.
_TEXT_OPTIONS = ("search_bar_text", "icon_links_label", "header_dropdown_text")


def add_templates(app: Sphinx, config: Config) -> None:
    """Offer the templates of every room behind the site's own."""
    config.templates_path = [*config.templates_path, *_folders("templates")]


def add_files(app: Sphinx) -> None:
    """Publish the styles and scripts of every room, and the words that scripts show."""
    paths = _folders("static")
    if _has_script_words(app):
        paths.append(str(_HERE / "translations"))
    app.config.html_static_path = [*app.config.html_static_path, *paths]


def _folders(name: str) -> list[str]:
    """Return the folders of a name that rooms of the engine have, plug-ins among them."""
    return [str(folder) for folder in sorted(_ENGINE.glob(f"*/{name}"))]


def _has_script_words(app: Sphinx) -> bool:
    """Say whether we or the site know better than the words that Sphinx ships for scripts.

    Sphinx copies its own ready-made file, whatever the catalogs say; where it
    ships none for a language it loads none either.
    """
    language = app.config.language or "en"
    if language == "en":
        return False
    folders = locale_folders(app.config, Path(app.srcdir))
    if is_pseudo(app.config):
        return True
    return has_package_catalog(language, "sphinx") or any(
        (folder / language / "LC_MESSAGES" / "sphinx.po").is_file() for folder in folders
    )


def complete_options(app: Sphinx) -> None:
    """Translate the theme's own defaults and give the switcher its place.

    This runs after the theme has completed its options.  A value that the site
    has set is never changed.
    """
    if not isinstance(app.builder, StandaloneHTMLBuilder) or not app.builder.theme:
        return
    options: dict[str, Any] = app.builder.theme_options
    defaults: dict[str, Any] = app.builder.theme.get_options({})
    gettext = get_translator().gettext
    for name in _TEXT_OPTIONS:
        default = defaults.get(name)
        if isinstance(default, str) and default and gettext(default) != default:
            options.setdefault(name, gettext(default))
    if "navbar_persistent" in defaults:
        _describe_logo(app, options)
        if len(app.config.tandem_languages) > 1:
            _place_switcher(options, defaults)


def _describe_logo(app: Sphinx, options: dict[str, Any]) -> None:
    """Translate the logo's alternative text, which the theme makes in English."""
    logo = options.get("logo")
    if isinstance(logo, dict) and not logo.get("text"):
        home = get_translator().gettext("%s - Home")
        if home != "%s - Home":
            logo.setdefault("alt_text", home % app.config.html_title)


def _place_switcher(options: dict[str, Any], defaults: dict[str, Any]) -> None:
    """Put the switcher in the navigation bar, in the part that narrow screens show too.

    The rest of the bar moves into a drawer there, which needs a script to open.
    """
    places = {name: _names(options.get(name, value)) for name, value in defaults.items()}
    if any(_SWITCHER in names or f"{_SWITCHER}.html" in names for names in places.values()):
        return
    options["navbar_persistent"] = [*places["navbar_persistent"], _SWITCHER]


def _names(value: Any) -> list[str]:
    """Return the templates that an option lists, as a list or with commas."""
    if isinstance(value, str):
        return [name.strip() for name in value.split(",") if name.strip()]
    return [str(name) for name in value] if isinstance(value, (list, tuple)) else []


def register(app: Sphinx) -> None:
    """Connect the handlers."""
    # Before the site's own styles, which have the last word.
    app.add_css_file("tandem.css", priority=400)


# -- Escapes page titles in a theme's navigation bar --------------------------------------------
# pydata-sphinx-theme (0.24) puts the text of each title into the bar as if it were HTML,
# see its ``toctree.generate_header_nav_html``.  A title about ``<img>`` would be an image
# there; one in a catalog could be a script on every page.

_FUNCTION = "generate_header_nav_html"


class _Escaped(dict[str, nodes.Element]):
    """The titles of a site, escaped when they are looked up."""

    def __getitem__(self, docname: str) -> nodes.Element:
        title = super().__getitem__(docname)
        children = (
            child if isinstance(child, nodes.math) else nodes.Text(escape(child.astext()))
            for child in title.children
        )
        return nodes.title("", "", *children)


def _escaped_contents(env: BuildEnvironment) -> dict[str, nodes.bullet_list]:
    """Return the contents of the site's first page, with the titles that it gives others."""
    root = str(env.config.root_doc)
    contents = env.tocs[root].deepcopy()
    for tree in contents.findall(addnodes.toctree):
        tree["entries"] = [
            (escape(title) if title else title, page) for title, page in tree["entries"]
        ]
    return {**env.tocs, root: contents}


@contextmanager
def _escaped_titles(env: BuildEnvironment) -> Iterator[None]:
    titles, contents = env.titles, env.tocs
    env.titles = _Escaped(titles)  # type: ignore[assignment]  # for one look-up
    env.tocs = _escaped_contents(env)
    try:
        yield
    finally:
        env.titles, env.tocs = titles, contents


def escape_titles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let the theme see escaped titles while it makes the bar."""
    make: Callable[..., Any] | None = context.get(_FUNCTION)
    if make is None:
        return

    def escaped(*arguments: Any, **named: Any) -> Any:
        with _escaped_titles(app.env):
            return make(*arguments, **named)

    context[_FUNCTION] = escaped


# -- English that themes write into their templates without asking any catalog ------------------
# A template is mended when it is loaded: each text below becomes a question to
# the catalogs, so that ``sphinx.po`` translates it like any other.  A line can go
# when its theme asks by itself; a test names those that nobody needs any more.

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


def translate_fixed_texts(app: Sphinx) -> None:
    """Put our translations into the templates whose texts are fixed."""
    templates = getattr(app.builder, "templates", None)
    environment = getattr(templates, "environment", None)
    if environment is not None and app.builder.format == "html":
        environment.add_extension(AskCatalogs)
