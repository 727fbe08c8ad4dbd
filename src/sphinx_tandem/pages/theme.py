"""What the engine hands to the theme: templates, styles, words, a place for the switcher."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2.ext import Extension
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import get_translator

from ..site.options import color_rules, current_language, is_pseudo
from ..site.pagedata import makes_web_pages
from ..translate import marks
from ..translate.interface import has_catalog, is_english
from ..upstream import extensions as upstream
from ..upstream.sphinx import has_script_words
from . import search

_HERE = Path(__file__).parent
_ENGINE = _HERE.parent
_SWITCHER = "tandem-switcher"
_COLORS = "tandem-colors.css"
# The parts of the navigation bar; sphinx-book-theme has them, and leaves them all empty.
_BAR = ("navbar_start", "navbar_center", "navbar_end", "navbar_persistent")
# Options whose default is English text that a theme shows without translating it.
_TEXT_OPTIONS = ("search_bar_text", "icon_links_label", "header_dropdown_text")


def add_templates(app: Sphinx, config: Config) -> None:
    """Offer the templates of every room behind the site's own."""
    config.templates_path = [*config.templates_path, *_folders("templates")]


def add_files(app: Sphinx) -> None:
    """Publish the styles and scripts of every room, and the words that scripts show."""
    paths = _folders("static")
    if _has_script_words(app):
        app.add_js_file("translations.js")
        paths.append(str(_HERE / "translations"))
    if current_language(app.config).direction == "rtl":
        app.add_css_file("tandem-rtl.css", priority=405)
        paths.append(str(_HERE / "mirrored"))
    app.config.html_static_path = [*app.config.html_static_path, *paths]
    if makes_web_pages(app) and (rules := color_rules(app.config.tandem_colors)):
        target = Path(app.outdir) / "_static" / _COLORS
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(rules, "utf-8")
        app.add_css_file(_COLORS, priority=415)


def _folders(name: str) -> list[str]:
    """Return the folders of a name that rooms of the engine have, plug-ins among them."""
    return [str(folder) for folder in sorted(_ENGINE.glob(f"*/{name}"))]


def _has_script_words(app: Sphinx) -> bool:
    """Say whether we or the site know better than the words that Sphinx ships for scripts.

    Sphinx copies its own ready-made file, whatever the catalogs say; where it
    ships none for the very code of a language it loads none.
    """
    language = app.config.language or "en"
    if language == "en":
        return False
    if is_pseudo(app.config) or has_catalog(app, "sphinx"):
        return True
    return not has_script_words(language) and get_translator().gettext("Searching") != "Searching"


def complete_options(app: Sphinx) -> None:
    """Translate the theme's own defaults and give the switcher its place.

    This runs after the theme has completed its options.  A value that the site
    has set is never changed.
    """
    found = upstream.theme_options(app)
    if found is None:
        return
    options, defaults = found
    gettext = get_translator().gettext
    for name in _TEXT_OPTIONS:
        default = defaults.get(name)
        if isinstance(default, str) and default and gettext(default) != default:
            options.setdefault(name, gettext(default))
    if "disable_search" in defaults and search.is_wanted(app):
        options["disable_search"] = True  # its dialog; its buttons open ours
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
    Where the theme shows no such bar, the switcher is in the bar above the text.
    """
    places = {name: _names(options.get(name, value)) for name, value in defaults.items()}
    if any(_SWITCHER in names or f"{_SWITCHER}.html" in names for names in places.values()):
        return
    if any(places.get(name) for name in _BAR):
        options["navbar_persistent"] = [*places["navbar_persistent"], _SWITCHER]
    else:
        options["article_header_end"] = [_SWITCHER, *places["article_header_end"]]


def _names(value: Any) -> list[str]:
    """Return the templates that an option lists, as a list or with commas."""
    if isinstance(value, str):
        return [name.strip() for name in value.split(",") if name.strip()]
    return [str(name) for name in value] if isinstance(value, (list, tuple)) else []


def register(app: Sphinx) -> None:
    """Connect the handlers."""
    # Before the site's own styles, which have the last word.
    app.add_css_file("tandem.css", priority=400)


def escape_titles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let the theme see escaped titles while it makes its navigation bar."""
    upstream.escape_navigation(context, app.env)


# -- Words that scripts show, and catalogs do not reach -----------------------------------------


def complete_copy_script(app: Sphinx, exception: Exception | None) -> None:
    """Give the script of the copy buttons its words, or let it say that they are English."""
    script, tag = (
        Path(app.outdir, "_static", upstream.COPY_SCRIPT),
        current_language(app.config).tag,
    )
    if exception or is_english(app.config.language or "en") or not script.is_file():
        return
    text, gettext = script.read_text("utf-8"), get_translator().gettext
    if upstream.has_copy_language(text, tag):
        return
    if any(marks.is_english(gettext(word)) for word in upstream.copy_words(text)):
        text = upstream.mark_copy_buttons(text)
    else:
        text = upstream.add_copy_language(text, tag, gettext)
    script.write_text(text, "utf-8")


# -- English that themes write into their templates without asking any catalog ------------------
# A template is corrected when it is loaded: each text of the table becomes a question to
# the catalogs, so that ``sphinx.po`` translates it like any other.


class AskCatalogs(Extension):
    """Turns fixed English in templates into questions to the catalogs."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Correct the text of one template before Jinja reads it."""
        for ending, text, words in upstream.FIXED_TEXTS:
            if name and name.endswith(ending) and text in source:
                source = source.replace(text, text.replace(words, f"{{{{ _({words!r}) }}}}"))
        return source


def translate_fixed_texts(app: Sphinx) -> None:
    """Put our translations into the templates whose texts are fixed."""
    environment = upstream.template_environment(app)
    if environment is not None:
        environment.add_extension(AskCatalogs)
