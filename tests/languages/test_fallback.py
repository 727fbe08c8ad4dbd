"""A reader gets what the nearest language has, word for word, and is told which it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from harness.sites import MakeSite, TinySite, new_site
from languages.pages import page_of, said_of, text_of

PAGES = {
    "index.md": """\
# Home

Good morning, Ana.

Good *evening*.

Nobody translated this.

| Port |
| ---- |
| Boat |

![A boat](boat.png)

```{toctree}
about
```
""",
    "about.md": "# About\n\nWho we are.\n",
    "boat.png": "",
}
SPANISH = {
    "Home": "Inicio",
    "Good morning, Ana.": "Buenos días, Ana.",
    "Good *evening*.": "Buenas *tardes*.",
    "Port": "Puerto",
    "Boat": "Barco",
    "A boat": "Un barco",
}
MEXICAN = {"Good morning, Ana.": "¡Qué tal, Ana!"}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site with a regional Spanish that holds one message, and one that holds none."""
    languages = {"en": "English", "es": "Español", "es_MX": "México", "es_LA": "América"}
    site = new_site(
        tmp_path_factory.mktemp("fallback"),
        PAGES,
        languages=languages,
        conf='exclude_patterns = ["locales"]',
    )
    site.catalog("index", SPANISH)
    site.catalog("about", {"About": "Acerca de"})
    site.catalog("index", MEXICAN, "es_MX")
    site.catalog("about", {"About": "Sobre nosotros"}, "es_419")
    site.build()
    return site


def language_of(element: Tag) -> str:
    """Return the language in which a screen reader reads an element."""
    return said_of(element, "lang")


def element_with(page: BeautifulSoup, text: str) -> Tag:
    """Return the innermost element of the body that holds a text."""
    found = [one for one in page.select("div.body *") if text in text_of(one)]
    assert found, text
    return found[-1]


def test_a_region_takes_what_it_lacks_from_its_language_and_marks_it(published: TinySite) -> None:
    page = page_of(published, "es_MX/index.html")
    assert language_of(element_with(page, "¡Qué tal, Ana!")) == "es-MX"
    for text in ("Inicio", "tardes", "Puerto", "Barco"):
        assert language_of(element_with(page, text)) == "es", text
    assert "Good morning" not in text_of(page)
    assert "Buenos días" not in text_of(page)
    (image,) = page.select("img")
    assert (image.get("alt"), language_of(image)) == ("Un barco", "es")


def test_what_no_language_of_the_chain_has_is_english_and_counted(published: TinySite) -> None:
    page = page_of(published, "es_MX/index.html")
    assert language_of(element_with(page, "Nobody translated this.")) == "en"
    notices = [
        page_of(published, f"{code}/index.html").select(".tandem-notice")
        for code in ("es", "es_MX")
    ]
    assert notices[0] == notices[1] != []


def test_the_steps_between_are_asked_first(published: TinySite) -> None:
    """``es_LA`` and ``es_419`` are one language; ``es_MX`` asks it before ``es``."""
    american = page_of(published, "es_LA/about.html")
    assert american.html["lang"] == "es-419"
    assert language_of(element_with(american, "Sobre nosotros")) == "es-419"
    mexican = page_of(published, "es_MX/about.html")
    assert language_of(element_with(mexican, "Sobre nosotros")) == "es-419"
    assert "Acerca de" in text_of(page_of(published, "es/about.html"))


def test_a_title_carries_its_language_wherever_it_is_copied(published: TinySite) -> None:
    page = page_of(published, "es_MX/index.html")
    (entry,) = page.select(".toctree-wrapper a span[lang]")
    assert (text_of(entry), entry.get("lang")) == ("Sobre nosotros", "es-419")
    for name in ("es_MX/index.html", "es_MX/_search/search.js", "es_MX/about.html"):
        text = published.page(name)
        assert not {"\ufdd0", "\ufdd1", "\U000e0065"} & set(text), name
        assert "ufdd" not in text, name
        assert "udb40" not in text, name
    assert page.title.text.startswith("Inicio")


def test_the_words_of_the_interface_follow_the_same_chain(published: TinySite) -> None:
    for code in ("es_MX", "es_LA"):
        page = page_of(published, f"{code}/search.html")
        assert "Buscar" in text_of(page), code
        assert any("translations.js" in script.get("src", "") for script in page.select("script"))
        assert "Resultados" in published.page(f"{code}/_static/translations.js"), code
        notice = page_of(published, f"{code}/index.html").select(".tandem-notice")[0]
        assert "Traducción" in notice.get("aria-label"), code


def test_sphinx_finds_its_chinese_under_every_code(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    languages = {
        "en": "English",
        "zh": "中文",
        "zh_Hans": "简体",
        "zh_Hant": "繁體",
        "zh_CN": "中国",
    }
    folder = tmp_path_factory.mktemp("chinese")
    site = new_site(folder, languages=languages, conf='exclude_patterns = ["locales"]')
    site.build()
    for code in list(languages)[1:]:
        page = page_of(site, f"{code}/genindex.html")
        assert [text_of(found) for found in page.select("h1")] == ["索引"], code


def test_a_saved_catalog_changes_its_language_and_those_that_fall_back_to_it(
    published: TinySite, tmp_path: Path
) -> None:
    site = published.copy(tmp_path / "site")
    for _ in range(2):  # what changed in the moment of a build counts as changed in the next one
        site.build()
    prefixes = ("", "es/", "es_MX/", "es_LA/")

    def changed(code: str, page: str, messages: dict[str, str]) -> list[str]:
        """Save a catalog; return the languages of which the page is another one."""
        before = {prefix: site.page(f"{prefix}{page}.html") for prefix in prefixes}
        report = tmp_path / "report.json"
        site.catalog(page, messages, code)
        done = site.tandem("build", "--json", str(report))
        assert done.returncode == 0, done.stderr
        for counted in json.loads(report.read_text("utf-8"))["languages"].values():
            # The search of each language knows the words of all, so that one page may be read.
            assert counted["read"] <= 1
            assert not counted["anew"]
        return [
            prefix for prefix in prefixes if site.page(f"{prefix}{page}.html") != before[prefix]
        ]

    assert changed("es", "about", {"About": "Qué es esto"}) == ["es/"]
    assert changed("es_419", "about", {"About": "Nosotros"}) == ["es_MX/", "es_LA/"]
    assert changed("es", "about", {"Who we are.": "Somos."}) == ["es/", "es_MX/", "es_LA/"]
    assert changed("es_MX", "index", {"Home": "Principio"}) == ["es_MX/"]


def test_a_change_in_the_language_behind_shows_on_the_regions_page(published: TinySite) -> None:
    published.catalog("about", {"About": "Acerca de", "Who we are.": "Quiénes somos."})
    published.build()
    page = page_of(published, "es_MX/about.html")
    assert language_of(element_with(page, "Quiénes somos.")) == "es"


def test_a_regional_entry_that_is_refused_leaves_that_of_its_language(make_site: MakeSite) -> None:
    languages = {"en": "English", "es": "Español", "es_MX": "México"}
    site = make_site({"index.md": "# Home\n\nGood *evening*.\n"}, languages=languages)
    site.catalog("index", {"Good *evening*.": "Buenas *tardes*."})
    site.catalog("index", {"Good *evening*.": "<script>x</script>"}, "es_MX")
    site.build()
    shown = site.page("es_MX/index.html")
    assert "Buenas <em>tardes</em>." in shown
    assert "Good <em>evening</em>." not in shown
    assert "translation-hostile" in site.tandem("check").stderr
