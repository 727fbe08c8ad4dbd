"""Whoever follows a dead link is helped in their language."""

from __future__ import annotations

from .conftest import BuildSite, Built


def test_the_page_helps_in_every_language(reef: Built) -> None:
    sections = reef.soup("404.html").select(".tandem-404 section")
    assert [section["lang"] for section in sections] == ["en", "es"]
    assert [section.find(["h1", "h2"]).text for section in sections] == [
        "Page not found",
        "Página no encontrada",
    ]
    spanish = reef.soup("404.html", "es").select(".tandem-404 section")
    assert [section["lang"] for section in spanish] == ["es", "en"]
    assert len(reef.soup("404.html", "es").select("h1")) == 1


def test_help_works_at_any_depth(reef: Built) -> None:
    links = reef.soup("404.html").select(".tandem-404 a")
    assert [(link["hreflang"], link["href"]) for link in links] == [
        ("en", "/reef/index.html"),
        ("en", "/reef/search.html"),
        ("es", "/reef/es/index.html"),
        ("es", "/reef/es/search.html"),
    ]


def test_styles_are_found_at_any_depth_and_from_disk(reef: Built) -> None:
    for language, root in (("en", "/reef/"), ("es", "/reef/es/")):
        sheets = [
            link["href"].partition("?")[0]
            for link in reef.soup("404.html", language).select("link[rel=stylesheet]")
        ]
        assert f"{root}_static/tandem.css" in sheets
        assert f"{root}_static/styles/pydata-sphinx-theme.css" in sheets
        assert "_static/tandem.css" in sheets
        for sheet in sheets:
            path = sheet.removeprefix(root)
            assert (reef.folder / ("es" if language == "es" else "") / path).is_file(), sheet


def test_a_site_with_a_page_of_its_own_keeps_it(build_site: BuildSite) -> None:
    pages = {"index.md": "# Home\n", "404.md": "---\norphan: true\n---\n# Lost?\n"}
    site = build_site('html_theme = "basic"\n', pages)
    assert site.soup("404.html").h1.text.startswith("Lost?")
    assert not site.soup("404.html").select(".tandem-404")
