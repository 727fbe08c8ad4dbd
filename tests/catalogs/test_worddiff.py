"""What changed between two texts, as people read it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from sphinx_tandem.text.compare import (
    as_markdown,
    as_text,
    escaped,
    only_spaces_differ,
    printable,
    similarity,
    word_diff,
)

HOSTILE = (
    "- list",
    "1. number",
    "2) number",
    "# heading",
    "> quote",
    "---",
    "===",
    "    code",
    "| a | b |\n|---|---|",
    "[text](target) ![image](a.png) [^1]",
    "[name]: http://a.org",
    "<script>alert(1)</script> <b>bold</b>",
    "`code` ``more`` **bold** _it_ ~~gone~~",
    "```\nfence",
    "&lt; &#64;name",
    "https://a.org www.a.org <https://a.org> a@b.org",
    "a\\\nb  \nc",
)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("It opens at nine.", "It opens at ten.", "It opens at [-nine.-]{+ten.+}"),
        ("We are few.", "We are few people.", "We are [-few.-]{+few people.+}"),
        ("Now we go.", "We go.", "[-Now we-]{+We+} go."),
        ("We go now", "We go", "We go [-now-]"),
        ("We go", "We go now", "We go {+now+}"),
        ("", "All new", "{+All new+}"),
        ("a b", "c d", "[-a b-]{+c d+}"),
        ("one\n  two", "one\n  three", "one\n  [-two-]{+three+}"),
        ("日本語は好き", "日本語が好き", "日本語[-は-]{+が+}好き"),
    ],
)
def test_the_words_that_differ_are_marked_and_no_other(old: str, new: str, shown: str) -> None:
    assert as_text(word_diff(old, new)) == shown


WORDS = some.text(alphabet="ab .\n[]*`<é", max_size=30)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_a_comparison(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    for text, other in ((old, "new"), (new, "old")):
        words = " ".join(piece.text for piece in pieces if piece.kind != other)
        assert words.split() == text.split()


def test_equal_texts_have_no_marks() -> None:
    assert as_text(word_diff("The same.", "The same.")) == "The same."
    assert only_spaces_differ("a b", "a\nb")
    assert not only_spaces_differ("a b", "a b")
    assert not only_spaces_differ("a b", "a c")


def test_a_terminal_shows_colours_only_when_asked() -> None:
    pieces = word_diff("old", "new")
    assert "\x1b[31m" in as_text(pieces, colours=True)
    assert "\x1b" not in as_text(pieces)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("html", [False, True])
def test_a_passage_in_a_report_is_words_and_never_markup(text: str, html: bool) -> None:
    """A catalog that anybody may propose must not draw buttons or links into a report."""
    reader = MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"])
    quoted = "> en: " + escaped(text).replace("\n", "\\\n> ")
    page = reader.render(quoted)
    tags = set(re.findall(r"<(\w+)", page))
    assert tags <= {"blockquote", "p", "br"}, page
    shown = re.sub(r"<[^>]+>", "", page)
    for written, read in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(written, read)
    for word in re.findall(r"[a-z]{3,}", text):
        assert word in shown


def test_nobody_is_called_and_no_address_becomes_a_link() -> None:
    text = escaped("@team #12 a@b.org https://a.org WWW.a.org GH-2")
    for sign in ("@", "#", "https:", "WWW.", "GH"):
        assert f"{sign}\u2060" in text
    assert text.count("\u2060") == 6


def test_marks_stand_where_markdown_reads_them() -> None:
    pieces = word_diff("See *this* (old) page.", "See *this* (new, `x`) page.")
    page = MarkdownIt("commonmark").enable("strikethrough").render(as_markdown(pieces))
    assert "See *this* <s>(old)</s> <strong>(new, `x`)</strong> page." in page
    over_lines = as_markdown(word_diff("a", "b\nc"))
    assert over_lines == "~~a~~ **b**\n**c**"


def test_a_hostile_text_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[2Jb\u202ec") == "a\\x1b[2Jb\\u202ec"
    assert printable("línea\nnueva") == "línea\nnueva"


def test_long_passages_are_compared_by_their_words_and_not_letter_by_letter() -> None:
    long = " ".join(f"word{number}" for number in range(1000))
    edited = long.replace("word1 ", "other ").replace("word998 ", "other ")
    assert similarity(long, edited) > 0.9
    assert similarity(long, " ".join(f"other{number}" for number in range(1000))) == 0
    assert similarity("[]" * 30_000, "(]" * 30_000) == 0  # letter by letter, this takes minutes
