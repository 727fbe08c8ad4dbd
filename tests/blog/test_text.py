"""Front matter and HTML are read and moved without loss."""

from __future__ import annotations

from sphinx_tandem.text.html import absolute, moved, with_own_ids, words_of
from sphinx_tandem.text.yaml_lines import Field, read_front_matter, split_labels


def test_fields_have_their_lines_and_lists_stay_lists() -> None:
    text = '---\n# a comment\ndate: 2024-04-24\nauthor: ["A", "B (C, D)"]\ntags: X, Y\n---\n# T\n'
    assert read_front_matter(text) == {
        "date": Field(("2024-04-24",), False, 3),
        "author": Field(("A", "B (C, D)"), True, 4),
        "tags": Field(("X, Y",), False, 5),
    }


def test_restructuredtext_fields_are_read_too() -> None:
    text = ".. a comment\n\n:blogpost: true\n:date: 2024-04-24\n\nTitle\n=====\n\n:not: this\n"
    found = read_front_matter(text)
    assert set(found) == {"blogpost", "date"} and found["date"].line == 4


def test_what_is_not_yaml_has_no_fields() -> None:
    assert read_front_matter("---\na: [\n---\n") == {}
    assert read_front_matter("# No front matter\n") == {}
    assert read_front_matter("---\n- a list\n---\n") == {}


def test_a_comma_in_parentheses_separates_nobody() -> None:
    assert split_labels("A (X, Y), B, , A (X, Y)") == ("A (X, Y)", "B")
    assert split_labels("") == ()


def test_addresses_become_right_for_another_page() -> None:
    html = '<a href="../docs/a.html#b">x</a><a href="#c">y</a><img src="../_images/p.svg" srcset="q.svg 2x">'
    assert moved(html, "blog/post.html", "blog/tag/news.html") == (
        '<a href="../../docs/a.html#b">x</a><a href="../post.html#c">y</a>'
        '<img src="../../_images/p.svg" srcset="../q.svg 2x">'
    )
    kept = (
        '<a href="https://x.org/?a=1&amp;b=2">x</a><a href="mailto:a@b.c">y</a><a href="/z">z</a>'
    )
    assert moved(kept, "blog/post.html", "index.html") == kept


def test_addresses_become_absolute() -> None:
    html = '<a href=\'a.html\'>x</a> href="not.this" <img src="../p&amp;q.svg">'
    assert absolute(html, "https://x.org/es/blog/post.html") == (
        '<a href="https://x.org/es/blog/a.html">x</a> href="not.this" '
        '<img src="https://x.org/es/p&amp;q.svg">'
    )


def test_ids_are_kept_apart() -> None:
    html = '<input id="a"><label for="a">b</label><p aria-labelledby="a c" data-id="a"></p>'
    assert with_own_ids(html, "p-") == (
        '<input id="p-a"><label for="p-a">b</label><p aria-labelledby="p-a p-c" data-id="a"></p>'
    )


def test_words_are_taken_from_html_paragraph_by_paragraph() -> None:
    html = "<p>One &amp; <b>t</b>wo.</p><p>Three<br>four</p><script>no()</script><img alt='no'>"
    assert words_of(html) == "One & two. Three four"
