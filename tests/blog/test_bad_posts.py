"""A post that cannot be one is reported at its line, and the build goes on."""

from __future__ import annotations

import pytest

from .conftest import CONF, Built, MakeBlog, build, the_finding

GOOD = "---\ndate: 2024-04-24\n---\n# A good post\n\nWords.\n"
BAD = {
    "no-date": ("---\nauthor: Ana\ntags: News\n---\n# Title\n\nWords.\n", 1, "no date"),
    "bad-date": (
        "---\nauthor: Ana\ndate: soon\n---\n# Title\n\nWords.\n",
        3,
        "'soon' is not a full date",
    ),
    "half-date": ("---\ndate: April 2024\n---\n# Title\n\nWords.\n", 2, "is not a full date"),
    "clock-date": ("---\ndate: 10:30\n---\n# Title\n\nWords.\n", 2, "is not a full date"),
    "no-matter": ("# Title\n\nWords.\n", 1, "no date"),
    "no-title": ("---\ndate: 2024-04-24\n---\nWords.\n", 1, "no heading"),
    "bad-image": (
        "---\ndate: 2024-04-24\nimage: a.png\n---\n# Bad image\n\nW.\n",
        3,
        "is not a number",
    ),
    "bad-update": (
        "---\ndate: 2024-04-24\n---\n# Bad update\n\n```{update} one day\nW.\n```\n",
        6,
        "'one day' is not a full date",
    ),
    "directive": ("# Title\n\n```{post} never\n```\n\nWords.\n", 3, "'never' is not a full date"),
}


@pytest.fixture(scope="module", params=["en", "es"])
def bad(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with every kind of bad post and a good one."""
    site = tmp_path_factory.mktemp("bad")
    files = {f"blog/{name}.md": text for name, (text, _line, _message) in BAD.items()}
    files |= {"blog/good.md": GOOD, "conf.py": CONF, "index.md": "# Home\n\nWords.\n"}
    for name, text in files.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(text, "utf-8")
    return build(site, request.param)


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_post_is_one_finding_at_its_line(bad: Built, name: str) -> None:
    _text, line, message = BAD[name]
    assert "[blog." in the_finding(bad.messages, f"blog/{name}", line, message)


def test_the_build_goes_on_and_publishes_what_is_good(bad: Built) -> None:
    assert bad.code == 0 and "Traceback" not in bad.messages
    for name in BAD:
        is_draft = name in ("no-date", "no-matter")
        assert (bad.folder / "blog" / f"{name}.html").is_file() is not is_draft, name
    titles = [link.get_text() for link in bad.page("blog/2024").select("h2 a")]
    assert titles == ["A good post", "Bad update", "Bad image"]


def test_a_wrong_setting_is_said_before_anything_is_built(make_blog: MakeBlog) -> None:
    built = build(make_blog({}, 'blog_default_author = "ana"\n'), "en")
    assert built.code == 2 and "Configuration error!" in built.messages
    assert "ana must be a key of blog_authors" in built.messages


def test_a_broken_list_of_posts_is_reported_and_does_not_stop_the_build(
    make_blog: MakeBlog,
) -> None:
    lists = (
        "# Blog\n\n```{postlist} many\n```\n\n```{postlist}\n:format: '{nothing} {title}'\n```\n"
    )
    built = build(make_blog({"blog.md": lists, "blog/good.md": GOOD}), "en")
    assert built.code == 0 and "Traceback" not in built.messages
    assert "blog.md:3" in built.messages and "'many' is not a number" in built.messages
    assert "blog.md:6: WARNING" in built.messages and "{nothing}" in built.messages
    assert "24 April - A good post" in built.page("blog").select_one(".postlist").get_text()


def test_a_name_too_long_for_a_file_is_left_out_and_the_others_have_their_pages(
    make_blog: MakeBlog,
) -> None:
    long = "ñ" * 130
    fields = {"tags": f"[News, {long}]", "category": long, "redirect": f"old, {long}"}
    lines = "".join(f"{name}: {text}\n" for name, text in fields.items())
    posts = {
        "blog/long.md": f"---\ndate: 2024-04-24\n{lines}---\n# Title\n\nWords.\n",
        "blog/said.md": f"# Said\n\n```{{post}} 2024-04-24\n:tags: {long}\n```\n\nWords.\n",
    }
    built = build(make_blog(posts), "en")
    assert built.code == 0 and "error writing" not in built.messages
    places = [("long", line, name) for line, name in enumerate(fields, 3)]
    said = built.messages.splitlines()
    for page, line, name in (*places, ("said", 3, "tags")):
        own = next(one for one in said if f"in '{name}'" in one and f"{page}.md" in one)
        assert "too long" in the_finding(own, f"blog/{page}", line, "is left out")
    assert built.page("blog/tag/news").select("article") and built.page("old")
    assert [path.stem for path in (built.folder / "blog" / "tag").iterdir()] == ["news"]


def test_an_option_of_a_post_may_be_empty(make_blog: MakeBlog) -> None:
    options = ":title:\n:external_link:\n:canonical_link:\n"
    text = f"# Title\n\n```{{post}} 2024-04-24\n{options}```\n\nWords.\n"
    lists = "# Blog\n\n```{postlist}\n:format:\n:date:\n:list-style:\n```\n"
    built = build(make_blog({"blog/post.md": text, "blog.md": lists}), "en")
    assert built.code == 0 and "Traceback" not in built.messages
    assert [a.get_text() for a in built.page("blog/2024").select("h2 a")] == ["Title"]
    assert "None" not in str(built.page("blog/2024").select_one("h2"))


def test_flags_may_be_written_as_yaml_writes_them(make_blog: MakeBlog) -> None:
    matter = "---\ndate: 2024-04-24\nnocomments: true\nexclude: false\n---\n# Title\n\nWords.\n"
    built = build(make_blog({"blog/post.md": matter}), "en")
    assert built.messages == "" and built.code == 0


def test_a_page_that_lists_posts_is_none_itself(make_blog: MakeBlog) -> None:
    index = "---\ndescription: All posts\n---\n# Index\n\n```{postlist}\n```\n"
    other = "---\nblogpost: false\n---\n# No post\n\nWords.\n"
    files = {"blog/index.md": index, "blog/other.md": other, "blog/good.md": GOOD}
    built = build(make_blog(files), "en")
    assert built.messages == ""
    assert [a.get_text() for a in built.page("blog/2024").select("h2 a")] == ["A good post"]


def test_tags_that_share_an_address_are_one_list_and_a_finding(make_blog: MakeBlog) -> None:
    posts = {
        f"blog/{name}.md": f"---\ndate: 2024-04-24\ntags: {tag}\n---\n# {name}\n\nWords.\n"
        for name, tag in {"one": "News", "two": "news"}.items()
    }
    built = build(make_blog(posts), "en")
    assert "have the same address, blog/tag/news" in built.messages
    assert len(built.page("blog/tag/news").select("article")) == 2
