"""Sites without a blog, and sites whose blog is ablog's own."""

from __future__ import annotations

import pytest

from .conftest import MakeBlog, build

POST = "---\ndate: 2024-04-24\ntags: News\n---\n# A post\n\nWords on [home](../index.md).\n"


def test_a_site_without_a_blog_does_not_need_ablog(make_blog: MakeBlog) -> None:
    settings = 'extensions = ["sphinx_tandem", "myst_parser"]\n'
    settings += 'tandem_languages = {"en": "English", "es": "Español"}\nhtml_theme = "basic"\n'
    trap = "raise ImportError('ablog is not installed')\n"
    site = make_blog({"trap/ablog/__init__.py": trap}, settings=settings)
    built = build(site, "es", env={"PYTHONPATH": str(site / "trap")})
    assert built.code == 0, built.messages
    assert not (built.folder / "blog").exists()
    assert "tandem-blog.css" not in built.text("index.html")


def test_a_site_in_one_language_without_our_setting_keeps_ablog_as_it_is(
    make_blog: MakeBlog,
) -> None:
    settings = 'extensions = ["sphinx_tandem", "myst_parser", "ablog"]\nhtml_theme = "basic"\n'
    settings += 'blog_post_pattern = ["blog/*"]\n'
    built = build(make_blog({"blog/post.md": POST}, settings=settings), "en")
    assert built.code == 0, built.messages
    assert built.page("blog/tag/news").select_one(".ablog__collection h1") is not None
    assert built.page("blog/post").select_one(".tandem-post-facts") is None


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "text", "json", "xml", "linkcheck"])
def test_every_builder_gets_through(make_blog: MakeBlog, builder: str) -> None:
    lists = "# Blog\n\n```{postlist}\n:excerpts:\n```\n"
    site = make_blog({"blog/post.md": POST, "blog.md": lists}, "import re\n")
    built = build(site, "es", builder)
    assert "Traceback" not in built.messages and built.code == 0, built.messages
    if builder == "dirhtml":
        found = built.page("blog/tag/news/index").select_one("article a")
        assert found["href"] == "../../post/"


def test_translators_are_given_the_names_of_labels_with_their_lines(make_blog: MakeBlog) -> None:
    matter = "---\nblogpost: true\ndate: 2024-04-24\ntags: [News, More]\nauthor: Ana\nlocation: mx\n---\n"
    conf = 'blog_locations = {"mx": ("Mexico", None)}\n'
    site = make_blog({"blog/post.md": matter + "# A post\n\nWords.\n"}, conf)
    built = build(site, "en", "gettext")
    assert built.code == 0, built.messages
    text = built.text("site.pot")
    for name, line in {"News": 4, "More": 4, "Mexico": 6}.items():
        assert f"blog/post.md:{line}\n" in text.split(f'msgid "{name}"')[0].rsplit("\n\n", 1)[1], (
            name
        )
    assert '"Ana"' not in text
    assert '"mx"' not in text


def test_an_edit_gives_the_same_lists_as_a_clean_build(make_blog: MakeBlog) -> None:
    image = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    other = (
        "---\ndate: 2024-04-25\ntags: News\nimage: 1\n---\n# Other\n\nWords.\n\n![A dot](dot.svg)\n"
    )
    site = make_blog({"blog/post.md": POST, "blog/other.md": other, "blog/dot.svg": image})
    build(site, "es")
    (site / "blog" / "post.md").write_text(POST + "\nMore words.\n", "utf-8")
    edited = build(site, "es", fresh=False)
    names = ("blog/tag/news.html", "blog/2024.html", "blog/atom.xml")
    after = {name: edited.text(name) for name in names}
    clean = build(site, "es")
    assert after == {name: clean.text(name) for name in names}
    assert "_images/dot.svg" in after["blog/tag/news.html"]


def test_a_label_with_the_name_of_a_file_stays_when_that_file_is_read_again(
    make_blog: MakeBlog,
) -> None:
    files = {
        "docs/setup.md": "# Set up\n\nWords.\n",
        "docs/other.md": "(setup)=\n# Other\n\nWords.\n",
        "index.md": "# Home\n\n{ref}`setup`\n",
    }
    site = make_blog(files)
    build(site, "en")
    (site / "docs" / "setup.md").write_text("# Set up\n\nMore words.\n", "utf-8")
    (site / "index.md").write_text("# Home\n\nSee {ref}`setup`\n", "utf-8")
    again = build(site, "en", fresh=False)
    assert again.page("index").select_one("p a")["href"] == "docs/other.html#setup"


def test_a_post_that_becomes_a_draft_disappears(make_blog: MakeBlog) -> None:
    site = make_blog({"blog/post.md": POST, "blog/other.md": POST.replace("A post", "Other")})
    assert "A post" in build(site, "en").text("blog/2024.html")
    (site / "blog" / "post.md").write_text(POST.replace("---\n#", "draft: true\n---\n#"), "utf-8")
    again = build(site, "en", fresh=False)
    assert "A post" not in again.text("blog/2024.html") and "Other" in again.text("blog/2024.html")


def test_a_new_title_is_shown_beside_its_neighbours_at_once(make_blog: MakeBlog) -> None:
    lists = "# Blog\n\n```{postlist}\n```\n"
    other = POST.replace("04-24", "04-25").replace("A post", "Other")
    site = make_blog({"blog/post.md": POST, "blog/other.md": other, "blog.md": lists})
    build(site, "en")
    (site / "blog" / "post.md").write_text(POST.replace("A post", "A new title"), "utf-8")
    again = build(site, "en", fresh=False)
    for name in ("blog", "blog/other", "blog/tag/news"):
        assert "A new title" in again.text(f"{name}.html"), name
        assert "A post" not in again.page(name).find("body").get_text(), name
