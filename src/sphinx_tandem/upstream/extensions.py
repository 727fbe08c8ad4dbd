"""What the engine leans on in themes and small extensions: sphinx-design, sphinx-copybutton, ablog.

ablog need not be installed, so its nodes are known here by the names of their classes; what the
blog asks of ablog itself is in :mod:`.ablog_blog`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

from docutils import nodes
from jinja2 import Environment
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

#: Attributes of nodes that hold words; no event offers them to translators.
#: https://github.com/executablebooks/sphinx-design/blob/v0.8.0/sphinx_design/badges_buttons.py#L373
#: https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/post.py#L146
WORD_ATTRIBUTES = ("tooltip", "sd_tooltip", "expand")


def card_link_texts(document: nodes.document) -> Iterator[nodes.inline]:
    """Yield the alternative text of each card's link, which is made as a plain inline.

    https://github.com/executablebooks/sphinx-design/blob/v0.8.0/sphinx_design/cards.py#L215
    """
    for link in document.findall(nodes.Element):
        if "sd-hide-link-text" in link.get("classes", ()) and link.children:
            text = link[0]
            is_target = text.astext() in (link.get("refuri"), link.get("reftarget"))
            if isinstance(text, nodes.inline) and not is_target:
                yield text


# What sphinx-design puts beside the words of a tab or a dropdown, told by its classes:
# https://github.com/executablebooks/sphinx-design/blob/v0.8.0/sphinx_design/dropdown.py#L209
_TAB_LABEL, _SUMMARY, _SUMMARY_TEXT = "sd-tab-label", "sd-summary-title", "sd-summary-text"


def is_component(node: nodes.Element, name: str) -> bool:
    """Say whether a node is a component of sphinx-design, such as ``tab-set``, or any for ``""``."""
    found = node.get("design_component")
    return found == name if name else bool(found)


def is_frame(node: nodes.Element) -> bool:
    """Say whether a node is a dropdown, a card, a grid or a set of tabs, as HTML has it."""
    return is_component(node, "") or "sd-dropdown" in node.get("classes", ())


def is_frame_label(node: nodes.Node) -> bool:
    """Say whether a node is what one presses to see what is in a tab or a dropdown."""
    classes = node.get("classes", ()) if isinstance(node, nodes.Element) else ()
    return _TAB_LABEL in classes or _SUMMARY in classes


def without_widgets(document: nodes.Element) -> None:
    """Replace what needs the styles of sphinx-design by what any page shows.

    All tabs are shown, each below its label; a dropdown keeps the words that one presses.
    """
    for node in list(document.findall(nodes.Element)):
        if type(node).__name__ == "sd_tab_input":
            node.parent.remove(node)
        elif _TAB_LABEL in node.get("classes", ()):
            words = nodes.strong("", "", *node.children)
            node.replace_self(nodes.paragraph("", "", words, ids=node["ids"]))
        elif _SUMMARY in node.get("classes", ()):
            words_of = [one for one in node.children if _SUMMARY_TEXT in one.get("classes", ())]  # type: ignore[attr-defined]
            node[:] = words_of or node.children


def post_title(node: nodes.Element) -> str:
    """Return the title in a ``post`` directive, or ``""``.

    https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/post.py#L44
    """
    title = node.get("title") if type(node).__name__ == "PostNode" and node.line else None
    return title if isinstance(title, str) else ""


def list_template(node: nodes.Element) -> str:
    """Return the template of a list of posts, or ``""``.

    https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/post.py#L50
    """
    return str(node.get("format", "")) if type(node).__name__ == "PostList" else ""


#: The script of the copy buttons, below ``_static``.
COPY_SCRIPT = "copybutton.js"
_ENGLISH_WORDS = re.compile(r"'en': (\{[^{}]*\})")
_WORD = re.compile(r"(: ')([^'\n]+)(')")


def copy_words(script: str) -> list[str]:
    """Return the words of the copy buttons in English.

    https://github.com/executablebooks/sphinx-copybutton/blob/v0.5.2/sphinx_copybutton/_static/copybutton.js_t#L3
    """
    found = _ENGLISH_WORDS.search(script)
    return [word[2] for word in _WORD.finditer(found[1])] if found else []


def has_copy_language(script: str, tag: str) -> bool:
    """Say whether the script has words in a language by itself.

    https://github.com/executablebooks/sphinx-copybutton/blob/v0.5.2/sphinx_copybutton/_static/copybutton.js_t#L49
    """
    return re.search(rf"'{tag}' ?: \{{", script) is not None


def mark_copy_buttons(script: str) -> str:
    """Return the script with buttons that say that they are in English.

    https://github.com/executablebooks/sphinx-copybutton/blob/v0.5.2/sphinx_copybutton/_static/copybutton.js_t#L142
    """
    return script.replace('<button class="copybtn', '<button lang="en" class="copybtn')


def add_copy_language(script: str, tag: str, translate: Callable[[str], str]) -> str:
    """Return the script with one more language.

    It keeps its words in itself, by language, and asks no catalog.

    :param translate: returns the words for the English ones.

    https://github.com/executablebooks/sphinx-copybutton/blob/v0.5.2/sphinx_copybutton/_static/copybutton.js_t#L3
    """
    found = _ENGLISH_WORDS.search(script)
    if found is None:
        return script
    words = _WORD.sub(lambda word: word[1] + translate(word[2]) + word[3], found[1])
    return f"{script[: found.start()]}'{tag}': {words},\n  {script[found.start() :]}"


# -- Themes --------------------------------------------------------------------------------------


def theme_options(app: Sphinx) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return a theme's options as they are set, to be changed, and its defaults.

    ``html_theme_options`` does not serve: themes complete the options of the builder.
    ``None`` where no theme is at work.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/__init__.py#L233
    """
    if not isinstance(app.builder, StandaloneHTMLBuilder) or not app.builder.theme:
        return None
    return app.builder.theme_options, app.builder.theme.get_options({})


def template_environment(app: Sphinx) -> Environment | None:
    """Return what reads the templates of pages, or ``None``; it can be extended.

    Only ``BuiltinTemplateLoader``, which most sites use, has one, and no event offers it.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/jinja2glue.py#L161
    """
    templates = getattr(app.builder, "templates", None)
    return getattr(templates, "environment", None) if app.builder.format == "html" else None


#: What opens a part of the navigation in pydata-sphinx-theme: an icon without words.  The
#: theme makes it with the tree, so no template can name it.
#: https://github.com/pydata/pydata-sphinx-theme/blob/v0.24.0/src/pydata_sphinx_theme/toctree.py#L778
TOGGLE = '<summary><span class="toctree-toggle"'

#: What opens the column of a page's text in Furo and in sphinx-rtd-theme.  Neither has an
#: option that puts something where it shows at every width and without scripts, and Furo takes
#: no template that builds on ``layout.html``.
#: https://github.com/pradyunsg/furo/blob/2025.12.19/src/furo/theme/furo/page.html#L63
#: https://github.com/readthedocs/sphinx_rtd_theme/blob/3.1.0/sphinx_rtd_theme/layout.html#L172
SWITCHER_PLACE = re.compile(
    r'<div class="article-container">(?=\s*<a [^>]*class="back-to-top)|<div class="wy-nav-content">'
)

#: A line of a page that loads a script of Sphinx's search.
SEARCH_SCRIPT = re.compile(
    r"(?<![ \t])[ \t]*+<script\b(?:(?!\bsrc=)[^<>])*+\bsrc=\"(?:[^\"?]*/)?"
    r"(?:searchindex|searchtools|language_data|sphinx_highlight)\.js(?:\?[^\"]*)?\"[^<>]*></script>\n?"
)

_FUNCTION = "generate_header_nav_html"


def escape_navigation(context: dict[str, Any], env: BuildEnvironment) -> None:
    """Let pydata-sphinx-theme see escaped titles while it makes its navigation bar.

    It puts the text of each title into the bar as if it were HTML.  A title about
    ``<img>`` would be an image there; one in a catalog could be a script on every page.
    Afterwards it is too late: nothing tells the tags in the bar from those of titles.

    :param context: what a page hands to its template, the theme's function among it.

    https://github.com/pydata/pydata-sphinx-theme/blob/v0.24.0/src/pydata_sphinx_theme/toctree.py#L290
    """
    make: Callable[..., Any] | None = context.get(_FUNCTION)
    if make is None:
        return

    def escaped(*arguments: Any, **named: Any) -> Any:
        with _escaped_titles(env):
            return make(*arguments, **named)

    context[_FUNCTION] = escaped


class _Escaped(dict[str, nodes.Element]):
    """The titles of a site, escaped when they are looked up."""

    def __getitem__(self, docname: str) -> nodes.Element:
        title = super().__getitem__(docname)
        children = (
            child if isinstance(child, nodes.math) else nodes.Text(escape(child.astext()))
            for child in title.children
        )
        return nodes.title("", "", *children)


@contextmanager
def _escaped_titles(env: BuildEnvironment) -> Iterator[None]:
    titles, contents = env.titles, env.tocs
    env.titles = _Escaped(titles)  # type: ignore[assignment]  # for one look-up
    env.tocs = _escaped_contents(env)
    try:
        yield
    finally:
        env.titles, env.tocs = titles, contents


def _escaped_contents(env: BuildEnvironment) -> dict[str, nodes.bullet_list]:
    """Return the contents of the site's first page, with the titles that it gives others."""
    root = str(env.config.root_doc)
    contents = env.tocs[root].deepcopy()
    for tree in contents.findall(addnodes.toctree):
        tree["entries"] = [
            (escape(title) if title else title, page) for title, page in tree["entries"]
        ]
    return {**env.tocs, root: contents}


# The end of a template's name, what is around its words, and those that people read.  A
# line can go when its theme asks the catalogs by itself.
_FIXED = (
    # pydata-sphinx-theme
    ("sections/announcement.html", 'aria-label="{}"', ["Announcement"]),
    ("version-switcher.html", 'aria-label="{}"', ["Version switcher list"]),
    # Sphinx's own themes
    ("layout.html", 'aria-label="{}"', ["Related", "Main", "Top", "Bottom"]),
    ("layout.html", 'aria-label="{}"', ["Table of contents", "source link"]),
    ("sourcelink.html", 'aria-label="{}"', ["source link"]),
    ("searchfield.html", 'placeholder="{}"', ["Search"]),
    ("genindex-split.html", "<h4>{}</h4>", ["Index"]),
    # Alabaster
    ("layout.html", 'title="{}"', ["Previous document", "Next document"]),
    ("layout.html", 'alt="{}"', ["Fork me on GitHub"]),
    ("layout.html", " {} <a", ["Powered by"]),
    ("about.html", 'alt="{}"', ["Logo"]),
    # sphinx-book-theme
    ("toggle-primary-sidebar.html", 'title="{}"', ["Toggle primary sidebar"]),
    ("toggle-secondary-sidebar.html", 'title="{}"', ["Toggle secondary sidebar"]),
    ("sbt-sidebar-nav.html", 'aria-label="{}"', ["Main"]),
    # Furo
    ("page.html", 'aria-label="{}"', ["Toggle site navigation sidebar"]),
    ("page.html", 'aria-label="{}"', ["Toggle table of contents sidebar"]),
    ("page.html", 'aria-label="{}"', ["Toggle Light / Dark / Auto color theme"]),
    ("icons.html", "<title>{}</title>", ["Contents", "Menu", "Expand", "Light mode", "Dark mode"]),
    ("icons.html", "<title>{}</title>", ["Auto light/dark, in light mode"]),
    ("icons.html", "<title>{}</title>", ["Auto light/dark, in dark mode"]),
)

#: The end of a template's name, what it holds, and the words in that which people read.
FIXED_TEXTS = tuple(
    (ending, around.format(words), words) for ending, around, found in _FIXED for words in found
)
