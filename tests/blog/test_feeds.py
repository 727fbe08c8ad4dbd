"""Feed readers get each language's posts, and the same bytes from every build."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from .conftest import LANGUAGES, SITE, Built, MakeBlog, build

Blog = dict[str, Built]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BASE = "{http://www.w3.org/XML/1998/namespace}base"
ROOTS = {"en": "https://example.org/demo/", "es": "https://example.org/demo/es/"}
POST = "---\ndate: 2024-04-24\n---\n# A post\n\nWords.\n"


def feed(built: Built, name: str = "blog/atom.xml") -> ElementTree.Element:
    """Return a feed, parsed."""
    return ElementTree.fromstring(built.text(name))  # noqa: S314 - our own file


def entry(built: Built, page: str) -> ElementTree.Element:
    """Return the entry of a post."""
    for found in feed(built).findall("a:entry", ATOM):
        if found.findtext("a:id", "", ATOM).endswith(f"{page}.html"):
            return found
    raise KeyError(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_stands_at_its_own_address_and_names_the_others(blog: Blog, language: str) -> None:
    root, found = ROOTS[language], feed(blog[language])
    other = "es" if language == "en" else "en"
    assert found.get(LANG) == language
    assert found.findtext("a:id", "", ATOM) == f"{root}blog/atom.xml"
    links = {
        (link.get("rel"), link.get("type"), link.get("hreflang")): link.get("href")
        for link in found.findall("a:link", ATOM)
    }
    assert links == {
        ("self", "application/atom+xml", language): f"{root}blog/atom.xml",
        ("alternate", "text/html", language): f"{root}blog.html",
        ("alternate", "application/atom+xml", other): f"{ROOTS[other]}blog/atom.xml",
    }


def test_titles_and_labels_are_in_the_language_of_the_feed(blog: Blog) -> None:
    expected = {
        "en": ("News of the demo", "What happens here", "Welcome to the blog", "News"),
        "es": ("Novedades de la demo", "Lo que pasa aquí", "Te damos la bienvenida", "Novedades"),
    }
    for language, (title, subtitle, post, tag) in expected.items():
        root, first = feed(blog[language]), entry(blog[language], "first")
        assert root.findtext("a:title", "", ATOM) == title
        assert root.findtext("a:subtitle", "", ATOM) == subtitle
        assert first.findtext("a:title", "", ATOM) == post
        categories = first.findall("a:category", ATOM)
        assert categories[0].get("label") == tag
        assert [one.get("term") for one in categories] == ["news", "community-partners", "stories"]
    assert "Welcome" not in blog["es"].text("blog/atom.xml")


def test_a_summary_is_words_and_a_text_has_absolute_addresses(blog: Blog) -> None:
    first = entry(blog["es"], "first")
    assert first.findtext("a:summary", "", ATOM) == "Mira Acerca de, abajo y una nota & más."
    content = first.find("a:content", ATOM)
    page = f"{ROOTS['es']}blog/first.html"
    assert content.get(BASE) == page and content.get("type") == "html"
    html = BeautifulSoup(content.text, "html.parser")
    assert html.h1 is None
    addresses = {tag.get("href") or tag.get("src") for tag in html.find_all(["a", "img"])}
    assert f"{ROOTS['es']}docs/about.html" in addresses
    assert f"{ROOTS['es']}_images/square.svg" in addresses
    assert f"{page}#more" in addresses
    assert all(address.startswith(ROOTS["es"]) for address in addresses)
    assert "Segundo párrafo" in html.get_text() and "Second paragraph" not in html.get_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_author_is_named(blog: Blog, language: str) -> None:
    for name in ("first", "second"):
        authors = entry(blog[language], name).findall("a:author/a:name", ATOM)
        assert [one.text for one in authors] == ["Ana Ruiz", "Ben Gil (CCAD, 2i2c)"]
    site = {"en": "Demo", "es": "Demostración"}[language]
    assert feed(blog[language]).findtext("a:author/a:name", "", ATOM) == site


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_come_from_the_posts(blog: Blog, language: str) -> None:
    first = entry(blog[language], "first")
    assert first.findtext("a:published", "", ATOM) == "2024-04-24T00:00:00Z"
    assert first.findtext("a:updated", "", ATOM) == "2025-02-20T00:00:00Z"
    assert feed(blog[language]).findtext("a:updated", "", ATOM) == "2025-03-01T00:00:00Z"


def test_what_is_not_translated_says_so(blog: Blog) -> None:
    second = entry(blog["es"], "second")
    assert second.find("a:title", ATOM).get(LANG) == "en"
    assert second.find("a:summary", ATOM).get(LANG) == "en"
    assert second.findtext("a:title", "", ATOM) == "A post without translation"
    assert entry(blog["es"], "first").find("a:title", ATOM).get(LANG) is None
    assert all(one.get(LANG) is None for one in entry(blog["en"], "second").iter())


def test_the_feeds_share_no_identity(blog: Blog) -> None:
    def identities(built: Built) -> Iterator[str | None]:
        return (one.text for one in feed(built).iter("{http://www.w3.org/2005/Atom}id"))

    english, spanish = (list(identities(blog[language])) for language in LANGUAGES)
    assert not set(english) & set(spanish)
    assert len(set(english)) == len(english) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_announces_the_feed(blog: Blog, language: str) -> None:
    title = {"en": "News of the demo", "es": "Novedades de la demo"}[language]
    for name, href in {"index": "blog/atom.xml", "blog/tag/news": "../atom.xml"}.items():
        links = blog[language].page(name).find_all("link", type="application/atom+xml")
        assert [(link["href"], link["title"]) for link in links] == [(href, title)]


def test_another_machine_writes_the_same_bytes(blog: Blog, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(SITE, site)
    shutil.copy(
        blog["es"].folder.parent.parent / "locales/es/LC_MESSAGES/sphinx_tandem.po",
        site / "locales/es/LC_MESSAGES/sphinx_tandem.po",
    )
    env = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "0"}
    again = build(site, "es", env=env)
    for path in blog["es"].folder.rglob("blog/**/*"):
        if path.is_file():
            name = path.relative_to(blog["es"].folder)
            assert (again.folder / name).read_bytes() == path.read_bytes(), name


def test_a_site_without_an_address_has_no_feed_and_no_complaint(make_blog: MakeBlog) -> None:
    site = make_blog({"blog/post.md": POST}, 'html_baseurl = ""\n')
    built = build(site, "en")
    assert built.messages == ""
    assert not (built.folder / "blog" / "atom.xml").exists()
    assert built.page("index").find("link", type="application/atom+xml") is None
    assert built.page("blog/2024").h1.get_text() == "Posts of 2024"


def test_feeds_for_tags_and_odd_characters_are_well_formed(make_blog: MakeBlog) -> None:
    odd = '---\ndate: 2024-04-24\ntags: ["C & <D>", "+++"]\n---\n# A <b>\\&</b> `x<y` post\n\nBell: \x08.\n'
    settings = "blog_feed_archives = True\nblog_feed_length = 1\n"
    settings += (
        'blog_feed_templates = {"atom": {}, "short": {"title": "{{ title }}!", "content": "-"}}\n'
    )
    built = build(make_blog({"blog/odd.md": odd, "blog/post.md": POST}, settings), "en")
    assert built.code == 0, built.messages
    assert len(feed(built).findall("a:entry", ATOM)) == 1
    root = feed(built, "blog/tag/c-d/atom.xml")
    assert root.findtext("a:title", "", ATOM) == "Blog - Posts tagged C & <D>"
    assert root.findtext("a:entry/a:summary", "", ATOM) == "Bell: ."
    short = feed(built, "blog/short.xml")
    assert short.findtext("a:entry/a:title", "", ATOM).endswith("!")
    assert short.findtext("a:entry/a:content", "", ATOM) == "-"
    assert (built.folder / "blog" / "tag" / "label-2b2b2b.html").is_file()
