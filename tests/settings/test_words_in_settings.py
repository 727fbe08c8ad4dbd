"""Words in ``conf.py`` are extracted, translated, and marked where they are not."""

from __future__ import annotations

import pytest
from lxml import html

from tests.messages.conftest import TinySite, language_of, site, text_of

__all__ = ["site"]

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
    return html.parse(str(site.build(language) / "index.html")).getroot()


def test_words_are_extracted_and_names_of_parts_are_not(worded):
    found = worded.messages()["site"]
    assert set(WORDS) <= set(found)
    assert not {"theme-switcher", "a.png", "https://github.com/a/b"} & set(found)


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
    output = worded.build()
    assert "<script>alert(1)" not in (output / "index.html").read_text("utf-8")
