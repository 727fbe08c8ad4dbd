"""A reader of a post sees when it was written, by whom, on what, and where to go on."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from .conftest import LANGUAGES, Built, MakeBlog, build

Blog = dict[str, Built]


def facts(page: BeautifulSoup) -> dict[str, list[str]]:
    """Return what a post says about itself, by kind."""
    found = page.select_one(".tandem-post-own")
    assert found is not None
    return {
        item["class"][0].removeprefix("tandem-post-"): [
            link.get_text() for link in item.select("a, time")
        ]
        for item in found.find_all("li", recursive=False)
    }


def test_the_facts_stand_below_the_heading(blog: Blog) -> None:
    page = blog["en"].page("blog/first")
    assert page.h1.find_next_sibling()["class"] == ["tandem-post-facts", "tandem-post-own"]


def test_the_facts_are_in_the_language_of_the_page(blog: Blog) -> None:
    authors = ["Ana Ruiz", "Ben Gil (CCAD, 2i2c)"]
    assert facts(blog["en"].page("blog/first")) == {
        "date": ["24 April 2024"],
        "updated": ["20 February 2025"],
        "minutes": [],  # neither a link nor a date
        "author": authors,
        "category": ["Stories"],
        "tags": ["News", "Community Partners"],
        "location": ["Mexico City"],
        "language": ["English"],
    }
    assert facts(blog["es"].page("blog/first")) == {
        "date": ["24 de abril de 2024"],
        "updated": ["20 de febrero de 2025"],
        "minutes": [],  # neither a link nor a date
        "author": authors,
        "category": ["Historias"],
        "tags": ["Novedades", "Comunidades asociadas"],
        "location": ["Ciudad de México"],
        "language": ["Inglés"],
    }


def test_an_update_says_its_date_in_the_language_of_the_page(blog: Blog) -> None:
    title = blog["es"].page("blog/first").select_one(".update .admonition-title")
    assert "20 de febrero de 2025" in title.get_text() or "⟦Updated on %s⟧" in title.get_text()
    assert blog["en"].page("blog/first").select_one(".update .admonition-title").get_text() == (
        "Updated on 20 February 2025"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_previous_and_next_lead_through_the_blog(blog: Blog, language: str) -> None:
    way = []
    name: str | None = "first"
    while name:
        way.append(name)
        link = blog[language].page(f"blog/{name}").select_one(".tandem-post-neighbours a[rel=next]")
        name = link["href"].removesuffix(".html") if link else None
    assert way == ["first", "third", "second", "latest"]
    back = blog[language].page("blog/second").select_one("a[rel=prev]")
    assert back["href"] == "third.html"
    assert back.get_text() == {"en": "Third post & co", "es": "Tercera entrada y demás"}[language]


def test_an_untranslated_title_is_marked_in_links_and_nowhere_a_noncharacter_is_left(
    blog: Blog,
) -> None:
    link = blog["es"].page("blog/third").select_one("a[rel=next]")
    assert link.span["lang"] == "en" and link.get_text() == "A post without translation"
    for path in blog["es"].folder.rglob("*"):
        if path.suffix in (".html", ".xml", ".js"):
            text = path.read_text("utf-8")
            assert "\ufdd0" not in text and "\ufdd1" not in text, path


def test_references_to_labels_and_posts_have_the_words_of_the_language(blog: Blog) -> None:
    english = {a["href"]: a.get_text() for a in blog["en"].page("index").select("p a")}
    assert english["blog/tag.html"] == "Tags"
    assert english["blog/tag/community-partners.html"] == "Community Partners"
    assert english["blog/second.html"] == "A post without translation"
    spanish = {a["href"]: a.get_text() for a in blog["es"].page("index").select("p a")}
    assert spanish["blog/tag.html"] == "⟦Tags⟧"
    assert spanish["blog/tag/community-partners.html"] == "Comunidades asociadas"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_has_moved_leads_on_at_once(blog: Blog, language: str) -> None:
    page = blog[language].page("blog/old-first")
    assert page.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=first.html"
    assert page.find("a", href="first.html") is not None


def test_a_build_of_the_blog_has_nothing_to_report(blog: Blog) -> None:
    for built in blog.values():
        assert built.messages == ""


def test_several_posts_of_one_page_are_listed_each(make_blog: MakeBlog) -> None:
    part = "## {0}\n\n```{{post}} {1}\n:tags: News\n:title: {2}\n\nSummary of {0}.\n```\n\nText of {0}.\n\n"
    page = (
        "# Notes\n\n"
        + part.format("One", "2024-04-24", "First note")
        + part.format("Two", "2024-05-05", "Second note")
    )
    built = build(make_blog({"notes.md": page}), "es")
    assert built.code == 0 and "Traceback" not in built.messages, built.messages
    links = built.page("blog/tag/news").select("h2 a")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("Second note", "../../notes.html#two"),
        ("First note", "../../notes.html#one"),
    ]
    assert links[0].span["lang"] == "en"
    feed = built.text("blog/atom.xml")
    assert "<id>https://example.org/es/notes.html#two</id>" in feed
    assert "Summary of One." in built.page("blog/2024").get_text()
    assert built.page("notes").select_one(".tandem-post-own") is None


def test_a_post_has_one_drawing_in_every_language_and_no_other_post_has_it(blog: Blog) -> None:
    drawn = {
        language: {
            item.h2.a["href"]: str(item.svg)
            for item in blog[language].page("blog/tag/news").select(".tandem-post-list > li")
        }
        for language in LANGUAGES
    }
    assert drawn["en"] == drawn["es"]
    assert len(drawn["en"]) > 1
    assert len(set(drawn["en"].values())) == len(drawn["en"])
    assert "style=" not in "".join(drawn["en"].values()), "a policy of security would stop it"


def test_related_posts_share_a_tag_and_are_no_neighbours(make_blog: MakeBlog) -> None:
    posts = {
        f"blog/p{day}.md": f"---\nblogpost: true\ndate: 2024-03-0{day}\ntags: Bread\n---\n\n"
        f"# Post {day}\n\nText.\n"
        for day in range(1, 5)
    }
    other = posts["blog/p1.md"].replace("Bread", "Salt").replace("Post 1", "Other")
    built = build(make_blog({**posts, "blog/salt.md": other}), "en")
    related = built.page("blog/p4").select(".tandem-post-related a")
    titles = [link.get_text() for link in related]
    assert {"Post 1", "Post 2"} <= set(titles)
    assert not {"Post 4", "Other"} & set(titles)
    assert not built.page("blog/salt").select(".tandem-post-related")


def test_how_long_a_post_takes_grows_with_its_text(make_blog: MakeBlog) -> None:
    post = "---\nblogpost: true\ndate: 2024-03-01\n---\n\n# Post\n\n"
    built = build(make_blog({"blog/short.md": post, "blog/long.md": post + "word " * 1400}), "en")
    shown = {
        name: built.page(f"blog/{name}").select_one(".tandem-post-minutes").get_text()
        for name in ("short", "long")
    }
    assert "1 minute" in shown["short"]
    assert "5 minutes" in shown["long"]
