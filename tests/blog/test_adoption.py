"""A blog that ablog made goes on as it was: its stub, its drafts, its words."""

from __future__ import annotations

import pytest

from .conftest import LANGUAGES, MakeBlog, build

POST = "---\nblogpost: true\ndate: 2024-05-12\n---\n\n# First post\n\nHello there.\n"
RST = ":blogpost: true\n:date: 2024-05-13\n\nSecond post\n===========\n\nHello again.\n"
DIRECTIVE = "Third post\n==========\n\n.. post:: 14 May 2024\n   :tags: News\n\nHello once more.\n"
POSTS = {"blog/one.md": POST, "blog/two.rst": RST, "blog/three.rst": DIRECTIVE}
TITLES = ["Third post", "Second post", "First post"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("stub", "text", "address"),
    [
        ("blog.md", "# News\n\nPlaceholder.\n", "blog"),
        ("blog.rst", "News\n====\n\nPlaceholder.\n", "blog"),
        ("blog/index.md", "# News\n\nPlaceholder.\n", "blog/index"),
        ("blog/index.rst", "News\n====\n\nPlaceholder.\n", "blog/index"),
    ],
)
def test_the_page_in_the_place_of_the_list_shows_its_text_and_the_posts(
    make_blog: MakeBlog, language: str, stub: str, text: str, address: str
) -> None:
    built = build(make_blog({**POSTS, stub: text}), language)
    said = [line for line in built.messages.splitlines() if "[toc.not_included]" not in line]
    assert built.code == 0 and said == []
    page = built.page(address).find("div", class_="body")
    assert page.h1.get_text().startswith("News") and "Placeholder." in page.get_text()
    assert len(page.find_all("h1")) == 1
    assert [link.get_text() for link in page.select("article h2 a")] == TITLES
    assert page.get_text().index("Placeholder.") < page.get_text().index("Third post")
    listed = built.page("blog").select("article h2 a")
    assert [link.get_text() for link in listed] == TITLES


def test_without_such_a_page_the_list_is_there(make_blog: MakeBlog) -> None:
    built = build(make_blog(POSTS), "es")
    assert [link.get_text() for link in built.page("blog").select("article h2 a")] == TITLES


def test_a_page_that_lists_posts_itself_gets_no_second_list(make_blog: MakeBlog) -> None:
    text = "# News\n\n```{postlist}\n```\n"
    built = build(make_blog({**POSTS, "blog.md": text}), "en")
    assert built.text("blog.html").count("First post") == 1


def test_a_page_in_the_place_of_the_list_is_no_draft(make_blog: MakeBlog) -> None:
    files = {"blog.md": "# News\n\nPlaceholder.\n", "one.md": POST}
    built = build(make_blog(files, 'blog_post_pattern = ["*.md"]\n'), "en")
    assert "[blog." not in built.messages
    page = built.page("blog")
    assert "Placeholder." in page.get_text() and len(page.select("article")) == 1


def test_a_builder_of_folders_keeps_the_text_of_the_page(make_blog: MakeBlog) -> None:
    built = build(
        make_blog({**POSTS, "blog/index.md": "# News\n\nPlaceholder.\n"}), "en", "dirhtml"
    )
    page = built.page("blog/index")
    assert "Placeholder." in page.get_text()
    assert [link.get_text() for link in page.select("article h2 a")] == TITLES


def test_a_beginning_leads_to_the_whole_post(make_blog: MakeBlog) -> None:
    site = make_blog(POSTS)
    for language, words in {"en": "Read more ...", "es": "Leer más..."}.items():
        for name, href in {"blog": "blog/one.html", "blog/2024": "one.html"}.items():
            links = build(site, language, fresh=False).page(name).select(".ablog-post-expand a")
            assert [link.get_text() for link in links] == [words] * 3
            assert links[2]["href"] == href
            assert links[2]["aria-label"] == f"{words} First post"


# -- Drafts ------------------------------------------------------------------------------------

DRAFTS = {
    "blog/undated.md": ("---\ntags: x\n---\n# A draft\n\nUnfinished.\n", "blog/undated.md:1"),
    "blog/empty.rst": (":date:\n:tags: x\n\nA draft\n=======\n\nUnfinished.\n", "blog/empty.rst:1"),
    "blog/later.md": ("---\ndate: 2099-01-05\n---\n# Later\n\nUnfinished.\n", "blog/later.md:2"),
    "blog/later-that-names-the-directive.md": (
        "---\ndate: 2099-01-05\n---\n# Later\n\nUnfinished words on `.. post::`.\n",
        "blog/later-that-names-the-directive.md:2",
    ),
    "blog/later-too.rst": (
        ":blogpost: true\n:date: 5 January 2099\n\nLater\n=====\n\nUnfinished.\n",
        "blog/later-too.rst:2",
    ),
    "elsewhere.md": ("---\nblogpost: true\n---\n# A draft\n\nUnfinished.\n", "elsewhere.md:1"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_nowhere_and_is_named(make_blog: MakeBlog, language: str) -> None:
    built = build(
        make_blog({**POSTS, **{name: text for name, (text, _at) in DRAFTS.items()}}), language
    )
    assert built.code == 0
    for name, (_text, place) in DRAFTS.items():
        said = [line for line in built.messages.splitlines() if f"/{place}: WARNING" in line]
        assert len(said) == 1 and "[blog.draft]" in said[0], built.messages
        assert not (built.folder / name).with_suffix(".html").exists()
    for path in built.folder.rglob("*"):
        if path.suffix in (".html", ".xml", ".js"):
            text = path.read_text("utf-8")
            assert "Unfinished" not in text and "2099" not in text, path
    assert [link.get_text() for link in built.page("blog").select("article h2 a")] == TITLES


def test_a_draft_that_says_so_is_left_out_in_silence(make_blog: MakeBlog) -> None:
    draft = "---\ndraft: true\n---\n# A draft\n\nUnfinished.\n"
    later = draft.replace("true\n", "true\ndate: 2099-01-05\n")
    built = build(make_blog({**POSTS, "blog/draft.md": draft, "blog/later.md": later}), "en")
    assert "draft" not in built.messages and "later" not in built.messages
    assert not (built.folder / "blog" / "later.html").exists()


@pytest.mark.parametrize("date", ["", " 5 January 2099"])
def test_a_directive_without_a_day_that_has_come_makes_no_post_and_keeps_its_page(
    make_blog: MakeBlog, date: str
) -> None:
    page = f"Notes\n=====\n\n.. post::{date}\n   :tags: x\n\nWords of the page.\n"
    built = build(make_blog({**POSTS, "notes.rst": page}), "en")
    assert "notes.rst:4: WARNING" in built.messages and "[blog.draft]" in built.messages
    assert "Words of the page." in built.text("notes.html")
    assert "notes.html" not in built.text("blog.html") + built.text("blog/atom.xml")


def test_translators_work_ahead_on_a_post_to_come(make_blog: MakeBlog) -> None:
    text, _at = DRAFTS["blog/later.md"]
    built = build(make_blog({**POSTS, "blog/later.md": text}), "en", "gettext")
    assert 'msgid "Later"' in built.text("blog/later.pot")


# -- Words -------------------------------------------------------------------------------------

WORDS = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "All Posts"
msgstr "Todas nuestras noticias"

msgid "Posts tagged"
msgstr "Noticias sobre"

msgid "Read more ..."
msgstr "Sigue leyendo"

msgid "Archives"
msgstr "Hemeroteca"
"""


def test_the_words_that_a_site_gave_to_ablog_are_shown(make_blog: MakeBlog) -> None:
    site = make_blog({**POSTS, "locales/es/LC_MESSAGES/sphinx.po": WORDS})
    built = build(site, "es")
    assert built.page("blog").h1.get_text() == "Todas nuestras noticias"
    assert built.page("blog/tag/news").h1.get_text().startswith("Noticias sobre ")
    assert built.page("blog/archive").h1.get_text() == "Hemeroteca"
    assert "Sigue leyendo" in built.text("blog.html") and "Leer más" not in built.text("blog.html")
    assert built.page("blog/tag").h1.get_text() == "Etiquetas"  # what it left to us
    ours = WORDS.replace("All Posts", "All posts").replace("nuestras", "las")
    (site / "locales/es/LC_MESSAGES/sphinx_tandem.po").write_text(ours, "utf-8")
    assert build(site, "es").page("blog").h1.get_text() == "Todas las noticias"
