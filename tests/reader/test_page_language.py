"""A page is read in its own language, whichever the site's first one is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from harness.reading import search_pages
from harness.sites import MakeSite, TinySite, new_site

CONF = 'html_baseurl = "https://example.org/"\n'
HOME = (
    "# Home\n\nGood morning. See [](hola.md) and [](solo.md).\n\n"
    "```{toctree}\nhola\nsaludo\nsolo\nonly\n```\n"
)
HOLA = "---\nlanguage: Español\n---\n# Hola\n\nSolo en **español**.\n\n![Un pez](fish.svg)\n"
SALUDO = (
    ":language: es\n\nSaludo\n======\n\nSe dice en la calle. :doc:`only`\n\n.. note:: Con cariño.\n"
)
SOLO = "---\nlanguage: Spanish\nlanguages: [Spanish]\n---\n# Solo aquí\n\nNada más.\n"
ONLY = "---\nlanguages: [en]\n---\n# English alone\n\nWords of one tree.\n"
PAGES = {
    "index.md": HOME,
    "hola.md": HOLA,
    "saludo.rst": SALUDO,
    "solo.md": SOLO,
    "only.md": ONLY,
    "fish.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site of English pages, of Spanish ones, and of two that are in one language alone."""
    made = new_site(tmp_path_factory.mktemp("own") / "site", PAGES, theme="alabaster", conf=CONF)
    made.catalog("hola", {"Hola": "Hello"}, "en")
    made.catalog("index", {"Home": "Inicio"})
    made.build("--strict")
    return made


def page_of(site: TinySite, name: str) -> BeautifulSoup:
    """Return a published page, parsed."""
    return BeautifulSoup(site.page(name), "lxml")


def language_of_text(page: BeautifulSoup, text: str) -> str:
    """Return the language of the element that shows a text."""
    found = page.find(string=lambda one: text in one)
    assert found is not None, text
    return next(tag["lang"] for tag in found.parents if tag.get("lang"))


@pytest.mark.parametrize("name", ["hola", "saludo"])
def test_a_page_is_in_its_own_language_on_every_tree(site: TinySite, name: str) -> None:
    text = {"hola": "Solo en", "saludo": "Se dice"}[name]
    for tree in ("", "es/"):
        assert language_of_text(page_of(site, f"{tree}{name}.html"), text) == "es"
    spanish = page_of(site, f"es/{name}.html")
    assert spanish.select(".tandem-notice") == []
    marked = spanish.find("div", class_="body").find_all(lang=True)
    assert [one.get_text() for one in marked if not one.find_parent("a", href="../only.html")] == []


def test_its_title_is_marked_in_menus_and_links_of_other_trees(site: TinySite) -> None:
    for link in page_of(site, "index.html").select('a[href="saludo.html"]'):
        assert link.select_one('[lang="es"]').get_text() == "Saludo", link
    for link in page_of(site, "es/index.html").select('a[href="saludo.html"]'):
        assert link.select_one("[lang]") is None and link.get_text() == "Saludo", link


def test_it_can_be_translated_into_the_first_language_by_a_catalog(site: TinySite) -> None:
    english = page_of(site, "hola.html")
    assert english.h1.get_text().startswith("Hello") and english.h1.find(lang=True) is None
    assert language_of_text(english, "Solo en") == "es"
    assert english.find("img", alt="Un pez")["lang"] == "es"
    notice = english.select_one(".tandem-notice").get_text()
    assert "3 passages of this page are still in Spanish." in notice
    assert page_of(site, "es/hola.html").h1.get_text().startswith("Hola")
    links = page_of(site, "index.html").select('a[href="hola.html"]')
    assert {link.get_text() for link in links} == {"Hello"}


def test_no_mark_is_left_in_what_programs_read(site: TinySite) -> None:
    for path in site.output.rglob("*"):
        if path.suffix in (".html", ".js", ".xml", ".inv"):
            text = path.read_text("utf-8", errors="replace")
            assert not {"\ufdd0", "\ufdd1", "\U000e0065"} & set(text), path
            assert "\\ufdd0" not in text and "\\udb40" not in text, path


# -- A page that is left out of a language -------------------------------------------------------


def test_a_page_that_is_left_out_has_no_address_there(site: TinySite) -> None:
    there = {path.relative_to(site.output).as_posix() for path in site.output.rglob("*.html")}
    assert {"only.html", "es/solo.html"} <= there
    assert not {"es/only.html", "solo.html"} & there
    sitemap = site.page("sitemap.xml")
    assert "https://example.org/only.html" in sitemap
    assert "/es/only.html" not in sitemap and "org/solo.html" not in sitemap
    assert search_pages(site.output)["only.html"] == "English alone"
    assert "only.html" not in search_pages(site.output / "es")


@pytest.mark.parametrize(("page", "tag"), [("only.html", "en"), ("es/solo.html", "es")])
def test_its_switcher_and_its_alternates_name_only_where_it_is(
    site: TinySite, page: str, tag: str
) -> None:
    found = page_of(site, page)
    assert found.select(".tandem-languages a") == []
    assert found.find_all("link", hreflang=True) == []
    assert found.html["lang"] == tag


def test_links_lead_to_where_it_is_and_say_so(site: TinySite) -> None:
    for page, href, name, tag in (
        ("index.html", "es/solo.html", "Español", "es"),
        ("es/index.html", "../only.html", "English", "en"),
        ("es/saludo.html", "../only.html", "English", "en"),
    ):
        links = page_of(site, page).select(f'a[href="{href}"]')
        assert links, page
        for link in links:
            assert link["hreflang"] == tag and f"({name})" in link.get_text()
            assert (site.output / Path(page).parent / href).resolve().is_file()
    for path in site.output.rglob("*.html"):
        for link in BeautifulSoup(path.read_text("utf-8"), "lxml").find_all(
            ["a", "link"], href=True
        ):
            target = link["href"].split("#")[0].split("?")[0]
            if target and ":" not in target and target[0] != "/":
                assert (path.parent / target).is_file(), (path, target)


def test_plain_sphinx_leaves_it_out_from_build_to_build(make_site: MakeSite) -> None:
    site = make_site(PAGES, conf=CONF)
    for words in ("Good morning.", "Good evening."):
        site.write("index.md", HOME.replace("Good morning.", words))
        out = site.sphinx("es")
        assert words in (out / "index.html").read_text("utf-8")
        assert not (out / "only.html").exists() and (out / "hola.html").exists()
        assert "only.html" not in search_pages(out) and "hola.html" in search_pages(out)
        assert 'href="../only.html"' in (out / "index.html").read_text("utf-8")
    site.write("only.md", ONLY.replace("[en]", "[en, es]"))
    assert (site.sphinx("es") / "only.html").exists()
    assert '../only.html"' not in (site.sphinx("es") / "index.html").read_text("utf-8")


def test_nothing_is_made_of_a_lesson_that_is_left_out(make_site: MakeSite) -> None:
    lesson = (
        "---\nlanguages: [en]\nlesson: {teaching: 10}\n---\n# Lesson\n\n"
        "```{objectives}\n- Learn.\n```\n\n```{exercise} Task\n:minutes: 5\nDo it.\n```\n"
    )
    site = make_site({"index.md": "# Home\n\n```{toctree}\nlesson\n```\n", "lesson.md": lesson})
    site.build()
    there = {path.relative_to(site.output).as_posix() for path in site.output.rglob("*.html")}
    assert {"instructor/lesson.html", "lesson.html"} <= there
    assert not [name for name in there if name.startswith("es/") and "lesson" in name]


# -- Catalogs and figures ------------------------------------------------------------------------


@pytest.mark.parametrize("compact", [False, True])
def test_only_what_needs_a_translation_is_asked_for(make_site: MakeSite, compact: bool) -> None:
    pages = {name: text for name, text in PAGES.items() if name != "only.md"}
    pages |= {
        "docs/uno.md": HOLA.replace("Hola", "Uno").replace("fish", "../fish"),
        "docs/two.md": "# Two\n\nWords.\n",
    }
    pages["index.md"] = "# Home\n\n```{toctree}\n:glob:\n*\ndocs/*\n```\n"
    pages["saludo.rst"] = SALUDO.replace(":doc:`only`", "")
    site = make_site(pages, conf=f"gettext_compact = {compact}\n")
    done = site.tandem("update")
    assert done.returncode == 0, done.stderr
    folder = site.folder / "locales"
    texts = {
        code: "".join(path.read_text("utf-8") for path in (folder / code).rglob("*.po"))
        for code in ("en", "es")
    }
    for message in ("Hola", "Uno", "Saludo", "Con cariño."):
        assert f'msgid "{message}"' in texts["en"] and f'msgid "{message}"' not in texts["es"]
    for message in ("Two", "Home"):
        assert f'msgid "{message}"' in texts["es"] and f'msgid "{message}"' not in texts["en"]
    assert "Nada más." not in texts["en"] + texts["es"]
    said = site.tandem("status", "--json", "status.json")
    assert "English (en)" in said.stdout
    figures = json.loads((site.folder / "status.json").read_text("utf-8"))["languages"]
    assert set(figures["en"]["pages"]) == (
        {"hola", "saludo", "docs"} if compact else {"hola", "saludo", "docs/uno"}
    )
    assert "hola" not in figures["es"]["pages"]
    assert "catalog-outdated" not in site.tandem("check").stderr
    site.write("figures.md", "---\norphan: true\n---\n# Figures\n\n```{translation-status}\n```\n")
    site.build()
    shown = page_of(site, "es/figures.html").select_one(".tandem-status")
    assert [box["id"] for box in shown.select("div[id]")] == [
        "tandem-status-es",
        "tandem-status-en",
    ]


def test_a_site_in_one_language_on_each_page_has_no_catalog_of_its_first(
    make_site: MakeSite,
) -> None:
    site = make_site()
    site.tandem("update")
    assert not (site.folder / "locales" / "en").exists()
    assert "English (en)" not in site.tandem("status").stdout


@pytest.mark.parametrize("field", ["language", "languages"])
def test_a_name_that_no_language_has_is_said_at_its_line(make_site: MakeSite, field: str) -> None:
    site = make_site({"index.md": f"---\ntitle: x\n{field}: Klingonese\n---\n# Home\n\nWords.\n"})
    done = site.build()
    assert "index.md:3: page-language:" in done.stderr and "Klingonese" in done.stderr
    assert 'lang="en"' in site.page("es/index.html").split("<body")[1]


def test_a_language_that_the_site_does_not_have_is_marked_too(make_site: MakeSite) -> None:
    pages = {"index.md": "# Home\n\n```{toctree}\npetit\n```\n"}
    pages["petit.md"] = "---\nlanguage: français\n---\n# Le petit\n\nIl dort.\n"
    site = make_site(pages, theme="alabaster")
    site.build()
    for tree in ("", "es/"):
        assert language_of_text(page_of(site, f"{tree}petit.html"), "Il dort") == "fr"
    assert "francés" in page_of(site, "es/petit.html").select_one(".tandem-notice").get_text()


def test_a_regional_site_takes_the_language_for_its_own(make_site: MakeSite) -> None:
    pages = {"index.md": "---\nlanguage: Portuguese\n---\n# Olá\n\nBom dia.\n"}
    site = make_site(pages, languages={"en": "English", "pt_BR": "Português"})
    site.build()
    assert language_of_text(page_of(site, "index.html"), "Bom dia") == "pt-BR"
    assert page_of(site, "pt_BR/index.html").select(".tandem-notice") == []
