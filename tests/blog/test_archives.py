"""Readers find posts by tag, author, year and place, in their own language."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, NavigableString

from .conftest import LANGUAGES, Built, own_words

Blog = dict[str, Built]

ARCHIVES = {
    "blog/2024",
    "blog/2025",
    "blog/archive",
    "blog/author",
    "blog/author/ana-ruiz",
    "blog/author/ben-gil-ccad-2i2c",
    "blog/category",
    "blog/category/stories",
    "blog/language",
    "blog/language/english",
    "blog/location",
    "blog/location/mexico-city",
    "blog/tag",
    "blog/tag/community-partners",
    "blog/tag/news",
}


def main(page: BeautifulSoup) -> BeautifulSoup:
    """Return the part of a page that is not the theme's."""
    found = page.find(role="main")
    assert found is not None
    return found


def english_left(page: BeautifulSoup) -> list[str]:
    """Return the visible words of a page that are neither translated nor marked as English."""
    known = r"⟦[^⟧]*⟧|Ana Ruiz|Ben Gil \(CCAD, 2i2c\)|Novedades|Comunidades asociadas|Historias"
    known += r"|Ciudad de México|Inglés|Te damos la bienvenida|Tercera entrada y demás"
    known += (
        r"|Una entrada posterior|Palabras \w+\.|Mira|Acerca de|abajo|y una nota|más|Leer|abril|mayo"
    )
    known += r"|marzo|febrero|\bde\b|\bminutos?\b"
    left = []
    for text in page.find_all(string=True):
        if (
            any(tag.get("lang") == "en" for tag in text.parents)
            or type(text) is not NavigableString
        ):
            continue
        rest = re.sub(known, "", text)
        if re.search(r"[^\W\d_]", rest):
            left.append(str(text))
    return left


def test_both_languages_have_the_same_pages(blog: Blog) -> None:
    english, spanish = (set(blog[language].pages()) for language in LANGUAGES)
    assert english == spanish
    assert english >= ARCHIVES


@pytest.mark.parametrize("name", sorted(ARCHIVES))
def test_no_english_is_left_on_a_spanish_archive(blog: Blog, name: str) -> None:
    assert english_left(main(blog["es"].page(name))) == []


@pytest.mark.parametrize("name", sorted(ARCHIVES))
def test_no_spanish_word_of_ours_is_on_an_english_archive(blog: Blog, name: str) -> None:
    text = main(blog["en"].page(name)).get_text()
    assert "⟦" not in text and "Novedades" not in text and "abril" not in text


def test_a_tag_has_its_own_name_in_each_language_at_one_address(blog: Blog) -> None:
    headings = [main(blog[language].page("blog/tag/news")).h1.get_text() for language in LANGUAGES]
    assert headings[0] == "Posts tagged News"
    assert "Novedades" not in headings[0]
    assert re.search("%s|Novedades", headings[1]) and "News" not in headings[1]


@pytest.mark.parametrize(
    ("language", "date"), [("en", "24 April 2024"), ("es", "24 de abril de 2024")]
)
def test_a_date_is_written_as_the_language_writes_it(blog: Blog, language: str, date: str) -> None:
    for name in ("blog/2024", "blog/tag", "blog/first"):
        times = main(blog[language].page(name)).find_all("time", datetime="2024-04-24")
        assert {time.get_text() for time in times} == {date}, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_nowhere(blog: Blog, language: str) -> None:
    built = blog[language]
    everything = [
        path for path in built.folder.rglob("*") if path.suffix in (".html", ".xml", ".js")
    ]
    for path in everything:
        text = path.read_text("utf-8")
        assert "Secret words" not in text and "secret.html" not in text, path
    assert not (built.folder / "blog" / "secret.html").exists()
    assert not (built.folder / "blog" / "drafts.html").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_one_heading_true_lists_and_no_repeated_id(
    blog: Blog, language: str
) -> None:
    for name, page in blog[language].pages().items():
        if not name.startswith("blog"):
            continue
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), name
        assert not [found for found in ids if " " in found], name
        for bullets in page.find_all(["ul", "ol"]):
            children = {child.name for child in bullets.children if child.name}
            assert children <= {"li"}, (name, bullets)
        for item in page.find_all("li"):
            assert item.parent.name in ("ul", "ol", "menu"), (name, item)
        levels = [int(tag.name[1]) for tag in main(page).find_all(re.compile("^h[1-6]$"))]
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels))
        for link in page.find_all("a"):
            assert link.get_text(strip=True) or link.get("aria-label") or link.find("img"), link


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_and_image_of_the_blog_leads_somewhere(blog: Blog, language: str) -> None:
    built = blog[language]
    pages = built.pages()
    for name, page in pages.items():
        for tag in main(page).find_all(["a", "img"]) if page.find(role="main") else ():
            address = tag.get("href") or tag.get("src")
            if not address or urlsplit(address).scheme:
                continue
            parts = urlsplit(urljoin(f"/{name}.html", address))
            path = unquote(parts.path)
            if name == "404":  # a host shows it at any depth, so its links begin at the host
                path = path.removeprefix("/demo").removeprefix("/es")
            target = built.folder / path.lstrip("/")
            assert target.is_file(), (name, address)
            if parts.fragment:
                key = parts.path.lstrip("/").removesuffix(".html")
                assert pages[key].find(id=parts.fragment) is not None, (name, address)


def test_the_picture_of_a_summary_is_shown_on_every_list(blog: Blog) -> None:
    for name in ("blog/2024", "blog/tag/news", "blog/author/ana-ruiz"):
        image = main(blog["es"].page(name)).find("img")
        assert image["alt"] == "Un cuadrado"
        assert image["src"].endswith("_images/square.svg")


def test_sidebars_are_landmarks_in_the_language_of_the_page(blog: Blog) -> None:
    page = blog["es"].page("blog/tag/news")
    items = page.select(".ablog-sidebar-item")
    assert len(items) == 7
    for item in items:
        assert item.name in ("nav", "section") and item["aria-label"].startswith("⟦")
        assert english_left(item) == []
    tags = page.select_one(".ablog__tagcloud")
    assert [link.get_text() for link in tags.select("li a")] == [
        "Comunidades asociadas",
        "Novedades",
    ]
    english = blog["en"].page("blog/tag/news").select_one(".ablog__tagcloud")
    assert [link.get_text() for link in english.select("li a")] == ["Community Partners", "News"]


def test_a_reader_of_a_list_in_a_page_meets_no_english(blog: Blog) -> None:
    lists = main(blog["es"].page("blog")).select(".postlist")
    assert [english_left(one) for one in lists if one is lists[1]] == [[]]
    text = lists[0].get_text(" ", strip=True)
    assert "escrito por" in text and "written by" not in text
    assert "Seguir leyendo" in text and "Read on" not in text
    assert "1 de marzo de 2025" in lists[1].get_text()
    assert "March 01, 2025" in main(blog["en"].page("blog")).select(".postlist")[1].get_text()


def test_lists_are_in_one_order_in_both_languages(blog: Blog) -> None:
    orders = [
        [link["href"] for link in main(blog[language].page("blog/2024")).select("h2 a")]
        for language in LANGUAGES
    ]
    assert orders[0] == orders[1] == ["second.html", "third.html", "first.html"]


def test_every_word_of_ours_is_known_to_the_catalog_maker() -> None:
    words = own_words()
    assert {"Published", "Tags", "Posts by %s", "Subscribe to the Atom feed", "Archive"} <= words
