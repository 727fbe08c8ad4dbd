"""The published folder holds what readers need, and nothing else."""

from __future__ import annotations

import re

import pytest

from harness.real import LANGUAGES, REPOSITORY, Published, of_language

PROMISED = (
    "index.html",
    "docs/about.html",
    "docs/team.html",
    "docs/community-partnership.html",
    "docs/contact.html",
    "training/index.html",
    "training/hub-champion/introduction.html",
    "blog.html",
    "blog/2024-04-24-welcome.html",
    "blog/atom.xml",
    "search.html",
    "404.html",
)
# Markdown that stands beside pages, for whoever works on them.
NO_PAGES = ("docs/CHANGELOG", "docs/locales/README")
# What builders leave behind, and what belongs to writers and translators.
NOT_FOR_READERS = (".po", ".mo", ".pot", ".md", ".rst", ".py", ".pyc", ".doctree", ".pickle")
LEFT_BEHIND = (".buildinfo", ".doctrees", "_sources", "__pycache__", ".git")
READABLE = (".html", ".xml", ".txt", ".js", ".css", ".json", ".svg")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PROMISED)
def test_every_promised_address_answers(published: Published, path: str, language: str) -> None:
    assert of_language(path, language) in published.files


@pytest.mark.parametrize("path", ["sitemap.xml", "robots.txt"])
def test_what_belongs_to_no_language_stands_once_at_the_root(
    published: Published, path: str
) -> None:
    assert path in published.files
    assert f"es/{path}" not in published.files


def test_every_source_page_is_published_at_its_own_path(published: Published) -> None:
    folders = ("docs", "training", "blog")
    sources = [REPOSITORY / "index.md", REPOSITORY / "blog.md"]
    sources += [path for folder in folders for path in (REPOSITORY / folder).rglob("*.md")]
    expected = {path.relative_to(REPOSITORY).with_suffix(".html").as_posix() for path in sources}
    others = {f"{name}.html" for name in NO_PAGES}
    assert others < expected
    for language in LANGUAGES:
        assert expected - others <= set(published.pages(language))
        assert not others & set(published.pages(language))


def test_every_page_stands_at_the_same_path_in_each_language(published: Published) -> None:
    assert published.pages("en") == published.pages("es")


def test_every_page_has_the_same_fragments_in_each_language(published: Published) -> None:
    different = {
        path: published.ids(path) ^ published.ids(f"es/{path}")
        for path in published.pages("en")
        # What fits on a slide depends on how long the words are.
        if not path.endswith("/slides.html") and published.ids(path) != published.ids(f"es/{path}")
    }
    assert not different


def test_nothing_is_published_that_is_not_meant_for_readers(published: Published) -> None:
    leaked = [
        path
        for path in published.files
        if path.endswith(NOT_FOR_READERS) or any(part in LEFT_BEHIND for part in path.split("/"))
    ]
    assert not leaked


def test_no_folder_is_published_without_a_file_in_it(published: Published) -> None:
    folders = [path for path in published.folder.rglob("*") if path.is_dir()]
    assert not [path for path in folders if not any(path.iterdir())]


def test_no_file_names_the_machine_that_built_it(published: Published) -> None:
    folder = str(published.folder.parent.parent)
    named = [
        path
        for path in published.files
        if path.endswith(READABLE) and folder in (published.folder / path).read_text("utf-8")
    ]
    assert not named


def test_no_internal_mark_reaches_a_reader(published: Published) -> None:
    marks = ("\ufdd0", "\ufdd1", "\\ufdd0", "\\ufdd1", "&#64976;", "&#64977;", ":<translated>")
    marks += ("\ufdd2", "\ufdd3", "\\ufdd2", "\\ufdd3", "&#64978;", "&#64979;")
    marked = [
        path
        for path in published.files
        if path.endswith(READABLE)
        and any(mark in (published.folder / path).read_text("utf-8").lower() for mark in marks)
    ]
    assert not marked


def test_no_page_warns_of_something_that_went_wrong(published: Published) -> None:
    wrong = [
        path
        for path, root in published.every_page()
        if any(map(root.find_class, ("system-message", "problematic", "invalid", "broken")))
    ]
    assert not wrong


def test_previous_and_next_lead_through_the_course_and_nowhere_else(published: Published) -> None:
    course = "training/hub-champion/"
    links = {
        path: [*root.find_class("left-prev"), *root.find_class("right-next")]
        for path in published.pages("en")
        for root in [published.page(path)]
    }
    linked = {path for path, found in links.items() if found}
    assert linked == {path for path in published.pages("en") if path.startswith(course)}
    assert not [link for found in links.values() for link in found if "/" in link.get("href")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_to_a_post_leads_through_the_blog(published: Published, language: str) -> None:
    posts = [name for name in published.pages(language) if re.match(r"blog/\d{4}-.*\.html", name)]
    assert len(posts) > 10
    for name in posts:
        page = published.page(of_language(name, language))
        way = page.xpath("//ul[contains(@class, 'bd-breadcrumbs')]//a/@href")
        assert way[1:] == ["../blog.html"], name


def test_every_page_has_a_policy(published: Published) -> None:
    policy = "//meta[@http-equiv='Content-Security-Policy']"
    assert not [path for path, root in published.every_page() if len(root.xpath(policy)) != 1]
