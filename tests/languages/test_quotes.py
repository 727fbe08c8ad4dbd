"""Quotation marks and apostrophes are those of the language."""

from __future__ import annotations

import pytest

from harness.sites import TinySite, new_site
from languages.pages import page_of, text_of

PAGES = {
    "index.md": '# Home\n\nThe *other* thing.\n\nIt is `code`.\n\nSay "so" to *her*\'s.\n',
    "rst.rst": ":orphan:\n\nPage\n====\n\nThe *other* thing.\n",
}
OTHER = {
    "fr": ("L'*autre* chose.", "L’autre chose."),
    "it": ("Dell'*altra* cosa.", "Dell’altra cosa."),
    "ca": ("L'**altra** cosa, d'*aquí*.", "L’altra cosa, d’aquí."),
    "pt": ("Copo d'*água*.", "Copo d’água."),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site in languages that leave out vowels."""
    site = new_site(
        tmp_path_factory.mktemp("quotes"),
        PAGES,
        languages={"en": "English", **{code: code for code in OTHER}},
        conf='exclude_patterns = ["locales"]',
    )
    for code, (translation, _shown) in OTHER.items():
        site.catalog("index", {"The *other* thing.": translation}, code)
        site.catalog("rst", {"The *other* thing.": translation}, code)
    french = {"It is `code`.": "C'est l'`ordre`.", 'Say "so" to *her*\'s.': "« *Dis* 'oui' »."}
    site.catalog("index", {"The *other* thing.": OTHER["fr"][0], **french}, "fr")
    site.build()
    return site


@pytest.mark.parametrize("code", OTHER)
def test_an_apostrophe_before_emphasis_is_one(published: TinySite, code: str) -> None:
    for page in ("index", "rst"):
        assert OTHER[code][1] in text_of(page_of(published, f"{code}/{page}.html")), page


def test_an_apostrophe_before_code_is_one_and_a_quotation_is_closed(published: TinySite) -> None:
    text = text_of(page_of(published, "fr/index.html"))
    assert "C’est l’ordre." in text
    assert "Dis “oui”" in text


def test_the_english_stays_as_sphinx_has_it(published: TinySite) -> None:
    assert "Say “so” to her’s." in text_of(page_of(published, "index.html"))


def test_a_site_without_typographic_quotes_gets_none(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    site = new_site(
        tmp_path_factory.mktemp("plain"),
        {"index.md": PAGES["index.md"]},
        languages={"en": "English", "fr": "Français"},
        conf='exclude_patterns = ["locales"]\nsmartquotes = False',
    )
    site.catalog("index", {"The *other* thing.": OTHER["fr"][0]}, "fr")
    site.build()
    assert "L'autre chose." in text_of(page_of(site, "fr/index.html"))
