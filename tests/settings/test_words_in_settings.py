"""Words in ``conf.py`` are extracted, translated, and marked where they are not."""

from __future__ import annotations

import pytest
from lxml import html

from harness.reading import language_of, text_of
from harness.sites import TinySite

CONF = """
project = "The Site"
html_title = "The Site, online"
copyright = "2024, Somebody. Free to use"
html_theme = "pydata_sphinx_theme"
html_theme_options = {
    "announcement": "Come and see",
    "external_links": [{"name": "Elsewhere", "url": "https://example.org/"}],
    "logo": {"text": "The logo's words", "image_light": "a.png"},
    "navbar_end": ["theme-switcher"],
    "github_url": "https://github.com/a/b",
}
"""
WORDS = ["Come and see", "Elsewhere", "The logo's words", "The Site, online"]


@pytest.fixture
def worded(site: TinySite) -> TinySite:
    site.conf = site.conf.replace('html_theme = "basic"\n', "") + CONF
    site.write("index.md", "# Title\n\nText.\n")
    return site


def page(site: TinySite, language: str = "es") -> html.HtmlElement:
    return html.parse(str(site.sphinx(language) / "index.html")).getroot()


def test_words_are_extracted_and_names_of_parts_are_not(worded):
    found = worded.messages()["site"]
    assert set(WORDS) <= set(found)
    assert not {"theme-switcher", "a.png", "https://github.com/a/b"} & set(found)


def test_a_named_tuple_keeps_its_kind_and_has_its_words_translated(worded):
    worded.write(
        "links.py", "from collections import namedtuple\nLink = namedtuple('Link', 'title url')\n"
    )
    worded.conf += (
        "import sys\nsys.path.insert(0, '.')\nfrom links import Link\n"
        "html_context = {'links': [Link('Give', 'https://example.org/give')]}\n"
        'templates_path = ["_templates"]\nhtml_sidebars = {"**": ["links.html"]}\n'
    )
    shown = "{% for link in links %}<a href='{{ link.url }}'>{{ link.title }}</a>{% endfor %}"
    worded.write("_templates/links.html", shown)
    worded.write("page.md", "---\norphan: true\n---\n\n# Page\n")
    worded.catalog("site", {"Give": "Dona"})
    link = (worded.sphinx() / "page.html").read_text("utf-8").partition("example.org/give'>")[2]
    assert link.startswith("Dona<")


def test_words_are_translated_everywhere_they_are_shown(worded):
    worded.catalog("site", {word: f"⟦{word}⟧" for word in worded.messages()["site"]})
    english, spanish = page(worded, "en"), page(worded)
    for word in WORDS:
        assert word in text_of(english)
        assert f"⟦{word}⟧" in text_of(spanish)
        assert word not in text_of(spanish).replace(f"⟦{word}⟧", "")


def test_words_without_a_translation_are_marked(worded):
    link = next(a for a in page(worded).iter("a") if text_of(a) == "Elsewhere")
    inner = next(e for e in link.iter() if (e.text or "").strip() == "Elsewhere")
    assert language_of(inner) == "en"
    title = page(worded).find(".//title").text
    assert "The Site" in title
    assert "\ufdd0" not in title


def test_a_catalog_brings_no_html_into_the_settings(worded):
    worded.catalog("site", {"Come and see": "Ven <script>alert(1)</script>"})
    output = worded.sphinx()
    assert "<script>alert(1)" not in (output / "index.html").read_text("utf-8")


def test_settings_that_sphinx_makes_itself_are_not_extracted(worded):
    worded.conf = worded.conf.replace('html_title = "The Site, online"\n', "")
    assert not [text for text in worded.messages()["site"] if "documentation" in text]
    assert "The Site" in worded.messages()["site"]


@pytest.mark.parametrize(
    ("english", "typed"),
    [
        ("Come and see", "https://evil.org/banner.html"),  # the theme would fetch it
        ("Come and see", "Ven <img src=x onerror=alert(1) "),  # the page closes the tag
        ("Come and <b>see</b>", '<img title="<b>" onerror=alert(1)></b>'),
        ("The logo's words", 'El logo" onerror="alert(1)'),
    ],
)
def test_a_setting_brings_neither_tags_nor_attributes_nor_addresses(worded, english, typed):
    worded.conf = worded.conf.replace("Come and see", english if "see" in english else "Come")
    worded.conf = worded.conf.replace('"text": "The', '"alt_text": "The')
    worded.write("a.png", "")
    catalog = worded.catalog("site", {english: typed})
    shown = page(worded)
    assert not shown.xpath("//@onerror")
    assert not shown.xpath("//@data-pst-announcement-url")
    assert "logo" in typed or f"{catalog}:" in worded.warnings


def test_the_tags_of_a_setting_are_kept(worded):
    english = 'Come and <a href="https://ok.org">see</a>'
    worded.conf = worded.conf.replace('"Come and see"', repr(english))
    worded.catalog("site", {english: 'Ven y <a href="https://ok.org">mira "esto"</a>'})
    banner = page(worded).find_class("bd-header-announcement")[0]
    assert text_of(banner) == "Ven y mira “esto”"
    assert banner.xpath(".//a/@href") == ["https://ok.org"]
    assert not worded.warnings


@pytest.mark.parametrize("builder", ["text", "man"])
def test_other_builders_show_no_marks(worded, builder):
    worded.conf = worded.conf.replace('"sphinx_design"]', '"sphinx_design"]\nmaster_doc = "index"')
    output = worded.sphinx(builder=builder)
    for path in output.rglob("*"):
        if path.is_file() and path.suffix in (".txt", ".1"):
            assert "\ufdd0" not in path.read_text("utf-8")


def test_a_catalog_of_interface_words_brings_no_html_either(worded):
    worded.catalog(
        "sphinx",
        {
            "Search": "Buscar<script>alert(2)</script>",
            "Link to this heading": 'Enlace" onmouseover="alert(3)',
            "Contents": "Índice de la página",
        },
    )
    written = (worded.sphinx() / "index.html").read_text("utf-8")
    assert "<script>alert(2)" not in written
    assert 'onmouseover="alert' not in written
    assert "Buscar" in written
    assert "Enlace" in written
