"""Each part of a page is read in the direction in which it is written."""

from __future__ import annotations

from posixpath import dirname, normpath

import pytest

from harness.sites import TinySite, new_site
from languages.pages import page_of, said_of

PAGES = {
    "index.md": """\
# Home

Read `a.b()` [here](about.md).

Nobody translated this.

```python
print("a")
```

$$
a^2
$$

```{toctree}
about
```
""",
    "about.md": "# About\n\nWho we are.\n",
}
LANGUAGES = {"ar": "العربية", "fa": "فارسی", "he": "עברית", "ur": "اردو"}
TRANSLATED = {"Home": "كلمة", "Read `a.b()` [here](about.md).": "كلمة `a.b()` [هنا](about.md)."}


def site_in(folder: object, theme: str, languages: dict[str, str]) -> TinySite:
    settings = (
        'exclude_patterns = ["locales"]\nhtml_math_renderer = "mathjax"\n'
        'myst_enable_extensions = ["dollarmath"]\n'
    )
    site = new_site(folder, PAGES, theme=theme, languages=languages, conf=settings)
    for code in languages:
        if code != "en":
            site.catalog("index", TRANSLATED, code)
    site.build()
    return site


@pytest.fixture(scope="module", params=["basic", "pydata_sphinx_theme"])
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site in languages that are written from right to left."""
    folder = tmp_path_factory.mktemp("direction")
    codes = LANGUAGES if request.param == "basic" else ["ar"]
    return site_in(folder, request.param, {"en": "English", **{c: LANGUAGES[c] for c in codes}})


def test_the_page_is_laid_out_from_right_to_left(published: TinySite) -> None:
    for code in [code for code in LANGUAGES if (published.output / code).is_dir()]:
        for name in ("index", "about", "search", "genindex", "404"):
            page = page_of(published, f"{code}/{name}.html")
            assert (page.html.get("lang"), page.html.get("dir")) == (code, "rtl"), name
    assert page_of(published, "index.html").html.get("dir") is None


def test_what_a_theme_lays_out_by_left_and_right_is_mirrored(published: TinySite) -> None:
    # One rule for each theme; a page must not get them from another one's language.
    signs = ("div.sphinxsidebar{float:right", ":not(.no-sidebar){border-right:0;border-left:1px")
    for name, is_mirrored in (("ar/index.html", True), ("index.html", False)):
        links = page_of(published, name).select("link[rel=stylesheet]")
        assert links
        styles = "".join(
            published.page(normpath(f"{dirname(name) or '.'}/{link['href']}").partition("?")[0])
            for link in links
        )
        assert any(sign in styles for sign in signs) is is_mirrored, name


def test_english_and_code_keep_their_own_direction(published: TinySite) -> None:
    page = page_of(published, "ar/index.html")
    (english,) = page.select("p:-soup-contains('Nobody translated this')")
    assert (english.get("lang"), english.get("dir")) == ("en", "ltr")
    (entry,) = page.select(".toctree-wrapper a span[lang]")
    assert (entry.get("lang"), entry.get("dir")) == ("en", "ltr")
    for selector in ("p code", "div.highlight pre", "div.math"):
        found = page.select(selector)
        assert found, selector
        assert {one.get("dir") for one in found} == {"ltr"}, selector
    (translated,) = page.select("p:-soup-contains('كلمة')")
    assert translated.get("dir") is None
    assert said_of(translated, "dir") == "rtl"


def test_the_switcher_names_each_language_in_its_direction(published: TinySite) -> None:
    for name in ("index.html", "ar/index.html"):
        for link in page_of(published, name).select("nav.tandem-languages a"):
            expected = "ltr" if link["lang"] == "en" else "rtl"
            assert link["dir"] == expected, (name, link["lang"])


def test_what_a_script_or_a_title_holds_is_left_alone(published: TinySite) -> None:
    page = page_of(published, "ar/index.html")
    assert all("dir=" not in (script.get_text()) for script in page.select("script, title"))


def test_a_source_from_right_to_left_has_translations_from_left_to_right(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    site = site_in(tmp_path_factory.mktemp("source"), "basic", {"ar": "العربية", "en": "English"})
    site.build()
    assert page_of(site, "index.html").html.get("dir") == "rtl"
    english = page_of(site, "en/index.html")
    assert english.html.get("dir") is None
    (source,) = english.select("p:-soup-contains('Nobody translated this')")
    assert (source.get("lang"), source.get("dir")) == ("ar", "rtl")


def test_a_site_from_left_to_right_is_told_nothing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    site = site_in(tmp_path_factory.mktemp("plain"), "basic", {"en": "English", "es": "Español"})
    assert " dir=" not in site.page("index.html") + site.page("es/index.html")
