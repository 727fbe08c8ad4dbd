"""Marks touch the letters of scripts that put no space between words, in both formats."""

from __future__ import annotations

import pytest

from harness.reading import text_of
from sphinx_tandem.text import Syntax, prose
from sphinx_tandem.text.parse import MarkdownReader, read_rst

# Each is how people write; CommonMark and docutils would show the marks.
MARKDOWN = {
    "これは**「とても重要」**です。": ["「とても重要」"],
    "*Enter*を押し、**待つ。**次へ。": ["Enter", "待つ。"],
    "这里**“非常重要”**的。": ["“非常重要”"],
    "按**`回车`**继续": ["回车"],
    "นี่คือ**(สำคัญมาก)**ครับ": ["(สำคัญมาก)"],
    "នេះគឺ**«សំខាន់»**ណាស់": ["«សំខាន់»"],
    "이것은 **(매우 중요)**입니다.": ["(매우 중요)"],
    "**葛󠄀**（かつ）": ["葛󠄀"],
    "見出し**‘︁引用’︁**です": ["‘︁引用’︁"],
}
# What is no emphasis stays none, in these scripts and elsewhere.
PLAIN_MARKDOWN = ["値_名前_の", 'a**"b"**c', "2 * 3 * 4", "最大 * の 値 *", "snake_case_name"]


@pytest.mark.parametrize(("text", "words"), MARKDOWN.items())
def test_emphasis_of_markdown_touches_letters(text, words):
    found = MarkdownReader().read(text).emphasised
    assert [emphasised or "回车" for _marks, emphasised in found] == words
    assert "*" not in prose(text, Syntax.MYST)


@pytest.mark.parametrize("text", PLAIN_MARKDOWN)
def test_what_is_no_emphasis_of_markdown_stays_none(text):
    assert not MarkdownReader().read(text).emphasised


def test_marks_of_restructuredtext_touch_letters():
    read = read_rst(
        "すべての``tool list``を、**大きな**ファイルと*斜体*に:ref:`先 <x>`の|名|も[1]_で。"
    )
    assert read.code == {"tool list": 1}
    assert dict(read.emphasis) == {"**": 1, "*": 1}
    assert [role.target for role in read.roles] == ["x"]
    assert read.substitutions == {"名": 1} and read.footnotes == {"1": 1}
    link = read_rst("詳しくは`こちら <https://a.org/>`_をhttps://b.org/で")
    assert dict(link.links) == {"https://a.org/": 1, "https://b.org/": 1}


def test_addresses_end_where_letters_begin_that_no_address_has():
    text = "連絡は me@a.org か詳しくはhttps://a.org/x?y=1を、またはyou@b.orgへ。"
    assert set(MarkdownReader().read(text).links) == {
        "mailto:me@a.org",
        "https://a.org/x?y=1",
        "mailto:you@b.org",
    }
    spanish = "Escribe a José@correo.example o lee https://es.wikipedia.org/wiki/Árbol."
    assert set(MarkdownReader().read(spanish).links) == {
        "mailto:José@correo.example",
        "https://es.wikipedia.org/wiki/Árbol",
    }


@pytest.mark.parametrize("text", ["変数my_変数とsnake_case", "a*b*c", "x``y``z", "値 * 値"])
def test_what_is_no_mark_of_restructuredtext_stays_none(text):
    read = read_rst(text)
    assert not (read.code or read.emphasis or read.references)


def test_readers_see_the_marks_and_no_entry_is_refused(make_site):
    site = make_site(
        {
            "index.md": "# Home\n\nThis is **very important** at https://a.org/ here.\n",
            "use.rst": ":orphan:\n\nUse\n===\n\nRun ``tool list`` to **see** `more <https://b.org>`_.\n",
        },
        languages={"en": "English", "ja": "日本語", "th": "ไทย"},
    )
    important = "This is **very important** at https://a.org/ here."
    run = "Run ``tool list`` to **see** `more <https://b.org>`_."
    site.catalog("index", {important: "https://a.org/は**「とても重要」**です。"}, "ja")
    site.catalog("use", {run: "``tool list``を実行して**見る**、`詳細 <https://b.org>`_へ。"}, "ja")
    site.catalog("index", {important: "https://a.org/นี่คือ**(สำคัญ)**ครับ"}, "th")
    site.catalog("use", {run: "ใช้``tool list``เพื่อ**ดู**`เพิ่ม <https://b.org>`_ได้"}, "th")
    done = site.build()
    assert "translation-" not in done.stderr
    for language, strong, see in (("ja", "「とても重要」", "見る"), ("th", "(สำคัญ)", "ดู")):
        index, use = site.page(f"{language}/index.html"), site.page(f"{language}/use.html")
        assert f"<strong>{strong}</strong>" in index
        assert "very important" not in index
        assert f"<strong>{see}</strong>" in use and "tool" in use and "``" not in use
        assert 'href="https://b.org"' in use
    assert site.tandem("check").returncode == 0


def test_a_page_with_docutils_own_setting_still_builds(site):
    site.write("index.rst", "Title\n=====\n\nSome *words* here.\n")
    site.write("docutils.conf", "[restructuredtext parser]\ncharacter_level_inline_markup: true\n")
    site.catalog("index", {"Some *words* here.": "Unas *palabras* aquí."})
    assert "Unas palabras aquí." in text_of(site.body())
