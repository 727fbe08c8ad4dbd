"""What the blog leans on in ablog is where it was, and does what we count on."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ablog.blog import CONFIG, Post
from ablog.post import CheckFrontMatter, process_postlist, process_posts
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ConfigError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_tandem.extension import TRANSFORMS
from sphinx_tandem.upstream import ablog_blog as ablog

CONF = (
    'extensions = ["ablog", "myst_parser"]\nblog_post_pattern = "posts/*"\nhtml_theme = "basic"\n'
)
POST = "---\ndate: 2024-04-24\ntags: News, Other\nauthor: Ana\n---\n# A post\n\nWords.\n"
UPDATE = "\n```{update} 2024-05-01\nMore.\n```\n\n```{postlist} 2\n```\n"
PAGES = {"index.md": "# Home\n", "posts/one.md": POST + UPDATE, "posts/two.md": POST}


@pytest.fixture(scope="module", autouse=True)
def leave_no_blog() -> Iterator[None]:
    """Leave other modules no blog of this one's: all blogs of a process share one state."""
    yield
    ablog.Blog._dict.clear()


def sphinx(folder: Path, conf: str = CONF) -> Sphinx:
    ablog.Blog._dict.clear()
    for name, text in {"conf.py": conf, **PAGES}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return Sphinx(folder, folder, folder / "out", folder / "trees", "html", status=None)


@pytest.fixture(scope="module")
def seen() -> dict[str, set[type]]:
    """Return which nodes each page held before ablog took them out."""
    return {}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, seen: dict[str, set[type]]) -> Sphinx:
    folder = tmp_path_factory.mktemp("ablog")
    with patch_docutils(folder), docutils_namespace():
        app = sphinx(folder)

        def note(app: Sphinx, doctree: nodes.document) -> None:
            found = {type(node) for node in doctree.findall(nodes.Element)}
            seen[app.env.docname] = found

        app.connect("doctree-read", note, priority=400)
        app.build()
    return app


def test_the_handlers_that_we_replace_are_there(tmp_path: Path) -> None:
    with docutils_namespace():
        app = sphinx(tmp_path)
        assert ablog.replace_handlers(app) == []
        left = {one.handler for found in app.events.listeners.values() for one in found}
        assert ablog.replace_handlers(app), "what is missing is named"
    assert not left & {handler for _event, handler in ablog.REPLACED}
    assert {process_posts, process_postlist} <= left


def test_posts_are_read_at_the_moments_that_we_count_on(app: Sphinx) -> None:
    ours = {name: priority for priority, name in TRANSFORMS}
    mend, settle = (ours[f"blog.{name}"] for name in ("prepare:mend_fields", "posts:settle_copy"))
    assert mend < CheckFrontMatter.default_priority < settle
    priorities = [
        one.priority for one in app.events.listeners["doctree-read"] if one.handler is process_posts
    ]
    assert priorities == [500]


def test_the_settings_that_we_ask_are_there(app: Sphinx) -> None:
    names = {option[0] for option in CONFIG}
    assert {"post_date_format", "blog_feed_templates"} <= names
    assert "skip_injecting_base_ablog_templates" in names
    assert ablog.is_matched(app.config, "posts/one")
    assert not ablog.is_matched(app.config, "index")


def test_a_page_holds_the_nodes_of_posts_updates_and_lists(
    app: Sphinx, seen: dict[str, set[type]]
) -> None:
    assert {ablog.PostNode, ablog.UpdateNode, ablog.PostList} <= seen["posts/one"]
    assert ablog.PostNode not in seen["index"]
    assert {"image", "excerpt", "exclude", "nocomments"} <= set(ablog.PostDirective.option_spec)
    assert "run" in vars(ablog.PostListDirective)


def test_what_is_noted_of_a_post_is_kept_with_the_environment(app: Sphinx) -> None:
    noted = vars(app.env)[ablog.POSTS]
    assert set(noted) == {"posts/one", "posts/two"}
    (info,) = noted["posts/two"]
    assert (info["title"], info["tags"], info["section"]) == ("A post", ["News", "Other"], "")
    assert {"date", "update", "excerpt", "doctree", "author", "redirect"} <= set(info)


def test_the_blog_holds_posts_and_labels_as_we_know_them(app: Sphinx) -> None:
    blog = ablog.blog_of(app)
    assert isinstance(blog, ablog.Blog) and vars(blog) is vars(ablog.Blog(app))
    (post, _other) = blog.posts
    assert isinstance(post, Post) and ablog.Post is Post
    for protocol, thing in ((ablog.PostLike, post), (ablog.LabelLike, post.tags[0])):
        wanted = set(inspect.get_annotations(protocol)) - {"minutes", "renderer", "retelling"}
        assert all(hasattr(thing, name) for name in wanted), wanted
    years: Any = ablog.collections_of(blog, "archive")
    assert [one.label for one in years] == [2024]
    names = [one.name for one in ablog.collections_of(blog, "tags")]
    assert names == ["News", "Other"]
    assert all(isinstance(one, ablog.Collection) for one in ablog.collections_of(blog, "author"))
    assert ablog.anchor(post) == ""


def test_words_become_addresses_and_dates_as_we_know_them() -> None:
    assert ablog.slugify("Año nuevo, sí") == "ano-nuevo-si"
    assert ablog.parse_freely("24 April 2024").isoformat() == "2024-04-24T00:00:00"


def test_a_theme_without_templates_for_ablog_gets_ours_before_its_own(app: Sphinx) -> None:
    builder: Any = app.builder
    assert not ablog.has_own_templates(builder)


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    with docutils_namespace():
        app = sphinx(tmp_path, CONF + "blog_archive_titles = 'one'\n")
        with pytest.raises(
            ConfigError, match=r"a setting of the blog is wrong: .*blog_archive_titles"
        ):
            ablog.check_settings(app)
