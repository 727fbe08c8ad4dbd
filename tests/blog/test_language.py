"""A post is read in the language that it says, wherever it is listed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from .conftest import CONF, Built, MakeBlog, build

POSTS = {
    "blog/pattern.md": "---\ndate: 2024-05-01\nlanguage: Español\n---\n# Hola\n\nDesde Lima.\n",
    "front.md": "---\nblogpost: true\ndate: 2024-05-02\nlanguage: es\n---\n# Buenas\n\nDesde La Paz.\n",
    "blog/docinfo.rst": ":date: 2024-05-03\n:language: Spanish\n\nQué tal\n=======\n\nDesde Quito.\n",
    "directive.rst": (
        "Saludos\n=======\n\n.. post:: 4 May 2024\n   :tags: News\n   :language: Español\n\n"
        "Desde Cusco.\n"
    ),
    "fenced.md": "# Adiós\n\n```{post} 2024-05-05\n:language: es\n```\n\nDesde Sucre.\n",
    "blog/english.md": "---\ndate: 2024-05-06\nlanguage: English\n---\n# Hello\n\nFrom Accra.\n",
    "blog/both.md": "---\ndate: 2024-05-07\nlanguage: English, Español\n---\n# Both\n\nFrom two.\n",
    "blog/alone.md": (
        "---\ndate: 2021-05-08\ntags: Solos\nlanguages: es\nlanguage: es\n---\n# Sola\n\nDesde Ica.\n"
    ),
}
SPANISH = {
    "blog/pattern": ("Hola", "Desde Lima."),
    "front": ("Buenas", "Desde La Paz."),
    "blog/docinfo": ("Qué tal", "Desde Quito."),
    "directive": ("Saludos", "Desde Cusco."),
    "fenced": ("Adiós", "Desde Sucre."),
}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def lang_of(page: BeautifulSoup, text: str) -> str:
    """Return the language of the first element in the body that shows a text."""
    found = page.find("div", class_="body").find(string=lambda one: text in one)
    assert found is not None, text
    return next(tag["lang"] for tag in found.parents if tag.get("lang"))


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """A blog with posts in two languages, built in both."""
    site = tmp_path_factory.mktemp("language")
    for name, text in {**POSTS, "conf.py": CONF, "index.md": "# Home\n\nWords.\n"}.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(text, "utf-8")
    return {language: build(site, language) for language in ("en", "es")}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", sorted(SPANISH))
def test_a_post_is_in_its_language_on_its_page_and_in_lists(
    trees: dict[str, Built], name: str, language: str
) -> None:
    title, text = SPANISH[name]
    built = trees[language]
    for page in (name, "blog", "blog/2024"):
        assert lang_of(built.page(page), title) == "es", page
        assert lang_of(built.page(page), text) == "es", page
    notices = trees["es"].page(name).select(".tandem-notice")
    assert notices == [] and trees["en"].page(name).select(".tandem-notice")


@pytest.mark.parametrize("name", ["blog/english", "blog/both"])
def test_a_post_in_the_first_language_or_in_several_is_as_ever(
    trees: dict[str, Built], name: str
) -> None:
    text = {"blog/english": "From Accra.", "blog/both": "From two."}[name]
    assert lang_of(trees["en"].page(name), text) == "en"
    assert lang_of(trees["es"].page(name), text) == "en"


def test_the_feed_says_the_language_of_each_post(trees: dict[str, Built]) -> None:
    for language, other in {"en": "Hola", "es": "Hello"}.items():
        feed = ElementTree.fromstring(trees[language].text("blog/atom.xml"))  # noqa: S314 - ours
        for entry in feed.findall("a:entry", ATOM):
            title, link = entry.find("a:title", ATOM), entry.find("a:link", ATOM)
            spanish = title.text in {one for one, _text in SPANISH.values()} | {"Sola"}
            tag = "es" if spanish else "en"
            assert title.get(LANG, language) == link.get("hreflang") == tag, title.text
            assert entry.find("a:summary", ATOM).get(LANG, language) == tag
            for category in entry.findall("a:category", ATOM):
                assert category.get(LANG, language) == "en"
        assert other in trees[language].text("blog/atom.xml")


def test_a_language_has_its_own_name_in_its_language(trees: dict[str, Built]) -> None:
    english = trees["en"].page("blog/pattern").select_one(".tandem-post-language a")
    assert english.get_text() == "Español" and english.span["lang"] == "es"
    spanish = trees["es"].page("blog/pattern").select_one(".tandem-post-language a")
    assert spanish.get_text() == "Español" and spanish.span is None


def test_a_post_that_is_left_out_is_in_no_list_and_no_feed_there(trees: dict[str, Built]) -> None:
    for path in trees["en"].folder.rglob("*"):
        if path.suffix in (".html", ".xml", ".js"):
            assert "Desde Ica" not in path.read_text("utf-8"), path
    assert not (trees["en"].folder / "blog" / "2021.html").exists()
    assert "Sola" in trees["es"].text("blog/2021.html") + trees["es"].text("blog/atom.xml")


@pytest.mark.parametrize("name", ["blog/2021", "blog/tag/solos", "blog/tag", "blog/alone"])
def test_a_list_names_only_the_languages_in_which_it_is(trees: dict[str, Built], name: str) -> None:
    is_there = (trees["en"].folder / f"{name}.html").exists()
    tags = [link["hreflang"] for link in trees["es"].page(name).find_all("link", hreflang=True)]
    assert ("en" in tags) is is_there
    assert bool(trees["es"].page(name).select('.tandem-languages a[lang="en"]')) is is_there


def test_a_name_of_the_settings_says_the_language_too(make_blog: MakeBlog) -> None:
    conf = 'blog_languages = {"sp": ("Spanish", None)}\n'
    post = POSTS["blog/pattern.md"].replace("Español", "sp")
    built = build(make_blog({"blog/pattern.md": post}, conf), "en")
    assert lang_of(built.page("blog/pattern"), "Desde Lima.") == "es"


def test_the_default_language_of_posts_is_that_of_a_post_that_names_none(
    make_blog: MakeBlog,
) -> None:
    conf = 'blog_languages = {"es": ("Español", None)}\nblog_default_language = "es"\n'
    post = POSTS["blog/pattern.md"].replace("language: Español\n", "")
    built = build(make_blog({"blog/pattern.md": post}, conf), "en")
    assert lang_of(built.page("blog/pattern"), "Desde Lima.") == "es"
    assert lang_of(built.page("index"), "Words.") == "en"
