"""What the engine leans on in themes and sphinx-copybutton is still there, and does the same."""

from __future__ import annotations

from html import escape
from importlib.util import find_spec
from pathlib import Path

import sphinx

from sphinx_tandem.upstream import SEARCH_FILES, extensions

from .conftest import Site


def package(name: str) -> Path:
    found = find_spec(name)
    assert found is not None and found.origin
    return Path(found.origin).parent


def test_a_themes_options_can_be_completed(site: Site) -> None:
    found = extensions.theme_options(site.app)
    assert found is not None
    options, defaults = found
    assert options is site.app.builder.theme_options
    assert {"search_bar_text", "icon_links_label", "navbar_persistent"} <= set(defaults)


def test_the_environment_of_the_templates_can_be_extended(site: Site) -> None:
    environment = extensions.template_environment(site.app)
    assert environment is not None
    environment.add_extension("jinja2.ext.do")


def test_the_theme_still_writes_titles_as_if_they_were_html(site: Site) -> None:
    """``escape_navigation`` can go when the theme escapes titles by itself."""
    assert "    Page <b>\n" in site.text("other")


def test_titles_are_escaped_in_the_bar_of_the_theme_alone(site: Site) -> None:
    made = site.contexts["page"]["generate_header_nav_html"](7)
    assert escape("Page <b>") in made
    assert "Page <b>" not in made
    assert site.app.env.titles["page"].astext() == "Page <b>"


def test_what_opens_a_part_of_the_navigation_has_no_words(site: Site) -> None:
    assert extensions.TOGGLE in site.text("other")


def test_texts_that_themes_write_in_english_are_still_there() -> None:
    """A line of the table that no theme needs any more can go."""
    folders = [Path(sphinx.__file__).parent / "themes"]
    names = ("pydata_sphinx_theme", "alabaster", "sphinx_book_theme", "furo")
    folders += [package(name) for name in names]
    templates = [path for folder in folders for path in folder.rglob("*.html")]
    for ending, text, _words in extensions.FIXED_TEXTS:
        assert any(
            path.as_posix().endswith(ending) and text in path.read_text("utf-8")
            for path in templates
        ), f"{ending} does not hold {text!r} any more"


def test_the_search_button_of_the_theme_still_needs_our_template() -> None:
    template = next(package("pydata_sphinx_theme").rglob("components/search-button-field.html"))
    assert "aria-label=\"{{ _('Search') }}\"" in template.read_text("utf-8")


def test_the_script_of_the_copy_buttons_takes_one_more_language(site: Site) -> None:
    script = (Path(site.app.outdir) / "_static" / extensions.COPY_SCRIPT).read_text("utf-8")
    completed = extensions.add_copy_language(script, "qps", str.upper)
    assert "'qps': {\n    'copy': 'COPY'," in completed
    assert completed.replace(completed[: completed.index("  'en'")], "") in script
    assert extensions.has_copy_language(completed, "qps")
    assert not extensions.has_copy_language(script, "qps")
    assert extensions.has_copy_language(script, "es")
    assert extensions.copy_words(script) == [
        "Copy",
        "Copy to clipboard",
        "Copied!",
        "Failed to copy",
    ]


def test_the_buttons_of_the_copy_script_can_say_that_they_are_english(site: Site) -> None:
    script = (Path(site.app.outdir) / "_static" / extensions.COPY_SCRIPT).read_text("utf-8")
    assert '<button lang="en" class="copybtn' in extensions.mark_copy_buttons(script)


def test_the_column_of_text_still_opens_as_the_switcher_expects() -> None:
    """A switcher that finds no place here would stand outside the column of the text."""
    for name, template in (("furo", "theme/furo/page.html"), ("sphinx_rtd_theme", "layout.html")):
        text = (package(name) / template).read_text("utf-8")
        opening = next(part for part in ("article-container", "wy-nav-content") if part in text)
        assert f'<div class="{opening}">' in text
        assert extensions.SWITCHER_PLACE.search(
            f'<div class="{opening}">\n<a href="#" class="back-to-top muted-link">'
        )


def test_what_belongs_to_the_search_of_sphinx_is_known_by_its_names() -> None:
    folder = Path(sphinx.__file__).parent / "themes/basic/static"
    for name in SEARCH_FILES:
        assert list(folder.glob(f"{name}*")), name
        tag = f'<script src="../_static/{name}?v=1"></script>'
        assert extensions.SEARCH_SCRIPT.sub("", f"<p>a</p>{tag}<p>b</p>") == "<p>a</p><p>b</p>"
    other = '<script src="_static/tandem-search.js"></script>'
    assert extensions.SEARCH_SCRIPT.sub("", other) == other
    layout = next(package("pydata_sphinx_theme").rglob("pydata_sphinx_theme/layout.html"))
    assert "searchindex.js" in layout.read_text("utf-8")
    assert "theme_disable_search" in layout.read_text("utf-8")
