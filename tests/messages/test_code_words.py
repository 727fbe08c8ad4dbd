"""Comments and strings in code are translated alone, and the code around them never changes."""

from __future__ import annotations

import pytest

from harness.reading import text_of
from sphinx_tandem.translate.passages import code_around, code_pieces, code_words

BOTH = ("comments", "strings")


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("python", "# Open the file\nname = 'tea'  # warm\nprint('See you soon')\n", 3),
        ("python", 'def f(x):\n    """Say it.\n\n    At once.\n    """\n', 2),
        ("bash", '#!/bin/sh\necho "It is $HOME now"  # where you are\n', 2),
        ("c", "/* First part\n * second part */\nint a; // here\n", 3),
        ("html", "<!-- a remark --><p>Text</p>\n", 1),
        ("console", "$ ls  # list files\nbees.txt\n", 1),
        ("json", '{"key": "two words"}\n', 1),
        ("none", "# nothing here\n", 0),
        ("no-such-language", "# nothing here\n", 0),
    ],
)
def test_what_people_read_in_code_is_found_line_by_line(language, text, words):
    pieces = code_pieces(text, language, BOTH)
    assert "".join(piece for piece, _kind in pieces) in (text, "")
    found = code_words(pieces)
    assert len(found) == words
    assert not [one for one in found if one.strip("#/*\"' ") != one]


def test_what_would_end_a_comment_or_a_string_is_other_code():
    text = "print('See you soon')  # once\n"
    before = code_around(code_pieces(text, "python", BOTH))
    for english, other in (("soon", "soon'); x = ('"), ("once", "once\nx"), ("See", "\\x41")):
        changed = text.replace(english, other)
        assert code_around(code_pieces(changed, "python", BOTH)) != before
    assert code_around(code_pieces(text.replace("once", "una vez"), "python", BOTH)) == before


BLOCK = "# Home\n\n```python\n# Count the bees\ncount = {}\nprint('So many bees')\n```\n"
TEXTS = {"Home": "Inicio", "Count the bees": "Contar las abejas", "So many bees": "Tantas abejas"}


def test_an_edit_of_the_code_makes_no_comment_stale(site):
    site.conf += 'gettext_additional_targets = ["literal-block"]\ntandem_code_words = ["comments", "strings"]\n'
    site.write("index.md", BLOCK.format(1))
    assert set(site.messages()["index"]) == set(TEXTS), "and not the block as a whole"
    site.catalog("index", TEXTS)
    shown = "# Contar las abejas\ncount = {}\nprint('Tantas abejas')"
    assert text_of(site.body().xpath("//pre")[0]) == text_of_block(shown.format(1))
    site.write("index.md", BLOCK.format("len(hive)"))
    assert text_of(site.body().xpath("//pre")[0]) == text_of_block(shown.format("len(hive)"))
    assert site.tandem("update").stdout.endswith("up to date.\n")
    assert "4 of 4" not in site.tandem("status").stdout and "3 of 3" in site.tandem("status").stdout


def test_a_translation_that_would_be_code_is_not_shown(site):
    site.conf += 'tandem_code_words = ["strings"]\n'
    site.write("index.md", BLOCK.format(1))
    assert set(site.messages()["index"]) == {"Home", "So many bees"}, "comments were not asked for"
    site.catalog("index", {**TEXTS, "So many bees": "'); import os; print('"})
    assert "import os" not in text_of(site.body())
    assert "other code" in site.warnings and "index.po:" in site.warnings


def text_of_block(text):
    return " ".join(text.split())
