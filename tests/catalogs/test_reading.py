"""A catalog is read whole and rightly, or everything that is wrong with it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogs.lines import FIRST, HEADER, entry, places, read
from sphinx_tandem.catalogs.model import CatalogError

GOOD = entry("Hello", "Hola")
OTHER = entry("Hello", "Buenas")


def faults(folder: Path, text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(CatalogError) as caught:
        read(folder, text)
    assert caught.value.path == folder / "page.po"
    assert {found.path for found in caught.value.findings} == {(folder / "page.po").as_posix()}
    return places(caught.value.findings)


def test_every_part_of_an_entry_is_read(tmp_path: Path) -> None:
    text = (
        f"{HEADER}\n# a note\n#\n#. for translators\n#: docs/a.md:3\n#, fuzzy, no-wrap\n"
        '#| msgctxt "menu"\n#| msgid "Helo"\nmsgctxt "menu"\nmsgid ""\n"Hello "\n"\\"you\\"\\n"\n'
        'msgid_plural "Hellos\\n"\nmsgstr[0] "Hola\\n"\nmsgstr[1] "Holas\\n"\n'
        '\n#~| msgid "Olde"\n#~ msgid "Old"\n#~ msgstr "Viejo"\n\n# the end\n'
    )
    catalog = read(tmp_path, text)
    first, second = catalog.entries
    assert (first.msgid, first.msgid_plural) == ('Hello "you"\n', "Hellos\n")
    assert first.msgstr_plural == ("Hola\n", "Holas\n")
    assert first.line == FIRST + 8
    assert first.fuzzy and not first.obsolete
    assert first.comment == "a note\n"
    assert (first.extracted, first.references) == (("for translators",), ("docs/a.md:3",))
    assert (first.flags, first.msgctxt) == (("no-wrap",), "menu")
    assert (first.previous_msgctxt, first.previous_msgid) == ("menu", "Helo")
    assert second.obsolete and (second.msgid, second.msgstr) == ("Old", "Viejo")
    assert second.previous_msgid == "Olde"
    assert catalog.tail == ("the end",)
    assert catalog.header is not None and "Language: es" in catalog.header.msgstr


def test_only_what_readers_see_counts_as_translated(tmp_path: Path) -> None:
    text = HEADER + entry("a", "A") + entry("b") + entry("c", "C", "#, fuzzy\n")
    text += '\n#~ msgid "d"\n#~ msgstr "D"\n\nmsgctxt "x"\nmsgid "e"\nmsgstr "E"\n'
    assert {key: found.msgstr for key, found in read(tmp_path, text).translations().items()} == {
        "a": "A",
        "x\x04e": "E",
    }


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ('msgid "a\nmsgstr "b"', 0),
        ('msgid "a"\nmsgstr "b', 1),
        ('msgid "a"\nmsgstr "b\\"', 1),
        ('msgid "a"\nmsgstr "say "hola" again"', 1),
        ('msgid "a"\nmsgstr "b" and more', 1),
        ('msgid "a"\nmsgstr b"', 1),
        ('msgid "a"\nmsgstr “b”', 1),
        ('msgid "a"\nmsgstr "b\\q"', 1),
        ('msgstr "b"', 0),
        ('msgid "a"', 0),
        ('msgid "a"\n\nmsgid "c"\nmsgstr "d"', 0),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"', 2),
        ('msgid\nmsgstr "b"', 0),
        ('msgid "a"\nmsgstr', 1),
        ('msgctxt "x"', 0),
        ('msgid "a"\nmsgstr[0] "b"', 1),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr "b"', 2),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[2] "c"', 3),
        ('Msgid "a"\nmsgstr "b"', 0),
        ("hello", 0),
        ('# a path: C:\\\nmsgid "a"\nmsgstr "b"', 0),
        ('domain "x"', 0),
        ('#~ msgid "a"\nmsgstr "b"', 1),
        ('#~ msgid "a\n#~ msgstr "b"', 0),
        ('#| msgid "a', 0),
        ('#| msgstr "a"\nmsgid "b"\nmsgstr "c"', 0),
        ('#| msgid "a"\n#, fuzzy\nmsgid "b"\nmsgstr "c"', 0),
        ('\u00a0msgid "a"\nmsgstr "b"', 0),
    ],
)
def test_a_break_of_the_grammar_is_named_once_at_its_line(
    tmp_path: Path, lines: str, line: int
) -> None:
    # A comment begins a new entry, whatever stands above it.
    text = f'{HEADER}\n# one\n{lines}\n\n# another\nmsgid "good"\nmsgstr "bueno"\n'
    assert faults(tmp_path, text) == [(FIRST + 1 + line, "catalog-syntax")]


def test_all_faults_of_a_catalog_are_named(tmp_path: Path) -> None:
    text = HEADER + entry("a", 'x "y" z') + GOOD + entry("b").replace('"b"', '"b') + OTHER
    assert faults(tmp_path, text) == [
        (FIRST + 1, "catalog-syntax"),
        (FIRST + 6, "catalog-syntax"),
        (FIRST + 9, "catalog-duplicate"),
    ]


def test_unmerged_edits_are_one_finding_for_each_block(tmp_path: Path) -> None:
    block = (
        '<<<<<<< HEAD\nmsgstr "Hola"\n||||||| base\nmsgstr ""\n=======\nmsgstr "Ea"\n>>>>>>> x\n'
    )
    text = f'{HEADER}\nmsgid "a"\n{block}\nmsgid "b"\n{block}'
    assert faults(tmp_path, text) == [
        (FIRST + 1, "catalog-conflict"),
        (FIRST + 10, "catalog-conflict"),
    ]


def test_whole_entries_on_both_sides_of_a_conflict_are_no_duplicates(tmp_path: Path) -> None:
    text = f"{HEADER}\n<<<<<<< HEAD{GOOD}=======\n{GOOD}>>>>>>> x\r\n{entry('b', 'B')}"
    assert faults(tmp_path, text) == [(FIRST, "catalog-conflict")]


def test_a_mark_that_was_left_alone_does_not_hide_what_follows(tmp_path: Path) -> None:
    text = f"{HEADER}\n=======\n{GOOD}{OTHER}"
    assert faults(tmp_path, text) == [
        (FIRST, "catalog-conflict"),
        (FIRST + 5, "catalog-duplicate"),
    ]


def test_a_duplicate_names_both_lines(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as caught:
        read(tmp_path, HEADER + GOOD + OTHER)
    (found,) = caught.value.findings
    assert (found.line, found.code) == (FIRST + 3, "catalog-duplicate")
    assert f"lines {FIRST} and {FIRST + 3}" in found.message


@pytest.mark.parametrize(
    ("first", "second", "shown", "comments"),
    [
        (GOOD, GOOD, "Hola", ()),
        (GOOD, entry("Hello"), "Hola", ()),
        (entry("Hello"), GOOD, "Hola", ()),
        (
            entry("Hello", "Hola", "# one\n#, fuzzy\n"),
            entry("Hello", "Hola", "# two\n"),
            "Hola",
            ("two", "one"),
        ),
        (
            entry("Hello", "Hola", "# one\n"),
            entry("Hello", "", "# one\n# two\n"),
            "Hola",
            ("one", "two"),
        ),
    ],
)
def test_what_says_the_same_twice_is_read_once_with_all_comments(
    tmp_path: Path, first: str, second: str, shown: str, comments: tuple[str, ...]
) -> None:
    catalog = read(tmp_path, HEADER + first + second + entry("b", "B"))
    assert [code for _, code in places(catalog.findings)] == ["catalog-repeated"]
    assert {key: one.msgstr for key, one in catalog.translations().items()} == {
        "Hello": shown,
        "b": "B",
    }
    assert catalog.entries[0].comments == comments
    assert catalog.doubles


def certain(folder: Path, text: str | bytes) -> dict[str, str]:
    """Return what readers are shown of a catalog that cannot be read whole."""
    with pytest.raises(CatalogError) as caught:
        read(folder, text)
    return {key: one.msgstr for key, one in caught.value.catalog.translations().items()}


@pytest.mark.parametrize(
    "bad",
    [
        GOOD + OTHER,
        entry("Hello", 'Ho"la'),
        entry("Hello", "Ho\\qla"),
        '\nmsgid "Hello"\n',
        '\nmsgid "Hello\nmsgstr "Hola"\n',
        '\nmsgid "Hello"\n<<<<<<< HEAD\nmsgstr "Hola"\n=======\nmsgstr "Ea"\n>>>>>>> x\n',
        f"\n<<<<<<< HEAD{GOOD}=======\n{OTHER}>>>>>>> x\n",
        entry("Hello", "Ho\x04la".replace("\x04", "\\004")),
    ],
)
def test_one_bad_entry_costs_that_entry_alone(tmp_path: Path, bad: str) -> None:
    text = HEADER + entry("a", "A") + bad + "\n#\n" + entry("b", "B")
    assert certain(tmp_path, text) == {"a": "A", "b": "B"}


def test_letters_that_are_lost_cost_their_entries_alone(tmp_path: Path) -> None:
    text = HEADER + entry("a", "A") + entry("b", "ñ") + entry("c", "C")
    assert certain(tmp_path, text.encode("latin-1")) == {"a": "A", "c": "C"}
    for encoding in ("utf-16", "utf-8-sig"):
        assert certain(tmp_path, text.encode(encoding)) == {"a": "A", "b": "ñ", "c": "C"}
    assert certain(tmp_path, text.replace("\n", "\r")) == {"a": "A", "b": "ñ", "c": "C"}
    assert certain(tmp_path, b"\x00\xff\xfe") == {}


def test_an_obsolete_duplicate_does_not_keep_the_catalog_from_being_read(tmp_path: Path) -> None:
    catalog = read(tmp_path, f'{HEADER}\n#~ msgid "Hello"\n#~ msgstr "Buenas"\n{GOOD}')
    assert places(catalog.findings) == [(FIRST + 3, "catalog-duplicate")]
    assert catalog.translations()["Hello"].msgstr == "Hola"


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ((HEADER + entry("a", "ñ")).encode("latin-1"), FIRST + 1),
        ((HEADER + entry("a", "b", "# ñ\n")).encode("latin-1"), FIRST),
        ((HEADER + GOOD).encode("utf-8-sig"), 1),
        ((HEADER + GOOD).encode("utf-16"), 1),
        ((HEADER + GOOD).replace("\n", "\r").encode(), 1),
        ((HEADER + entry("a", "ñ")).replace("UTF-8", "ISO-8859-1").encode(), 1),
        ((HEADER + entry("a", "ñ")).replace("UTF-8", "ISO-8859-1").encode("latin-1"), 1),
    ],
)
def test_another_encoding_is_named(tmp_path: Path, raw: bytes, line: int) -> None:
    assert faults(tmp_path, raw) == [(line, "catalog-encoding")]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "catalog-header"),
        (GOOD, 1, "catalog-header"),
        (HEADER.replace("; charset=UTF-8", "") + GOOD, 1, "catalog-header"),
        (HEADER.replace("UTF-8", "CHARSET") + GOOD, 1, "catalog-header"),
        (HEADER.replace("(n != 1)", "n + 5") + GOOD, 1, "catalog-plural"),
        (HEADER.replace("(n != 1)", "(n != ") + GOOD, 1, "catalog-plural"),
        (HEADER.replace("(n != 1)", "n % 0") + GOOD, 1, "catalog-plural"),
        (HEADER.replace("nplurals=2", "nplurals=N") + GOOD, 1, "catalog-plural"),
        (HEADER + entry("a\\n", "b"), FIRST, "catalog-newline"),
        (HEADER + entry("a", "\\nb"), FIRST, "catalog-newline"),
    ],
)
def test_what_only_gettext_minds_leaves_the_texts_readable(
    tmp_path: Path, text: str, line: int, code: str
) -> None:
    assert places(read(tmp_path, text).findings) == [(line, code)]


def test_plural_forms_are_counted(tmp_path: Path) -> None:
    plural = '\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\n'
    assert places(read(tmp_path, HEADER + plural).findings) == [(FIRST, "catalog-plural")]
    assert not read(tmp_path, f'{HEADER}{plural}msgstr[1] "c"\n').findings
    without = "".join(line for line in HEADER.splitlines(True) if "Plural" not in line)
    assert places(read(tmp_path, without + plural).findings) == [(1, "catalog-plural")]
    assert not read(tmp_path, without + GOOD).findings


def test_numbers_of_thousands_of_digits_cost_only_what_has_them(tmp_path: Path) -> None:
    digits = "9" * 5000  # Python refuses to read them
    forms = f'\nmsgid "a"\nmsgid_plural "as"\nmsgstr[{digits}] "b"\n'
    assert "catalog-syntax" in [code for _line, code in faults(tmp_path, HEADER + forms + GOOD)]
    assert "nplurals=2" in HEADER
    many = HEADER.replace("nplurals=2", f"nplurals={digits}")
    assert places(read(tmp_path, many + GOOD).findings) == [(1, "catalog-plural")]


@pytest.mark.parametrize(
    "text",
    [
        HEADER + GOOD,
        (HEADER + GOOD).replace("\n", "\r\n"),
        HEADER + '\n  msgid\t"a"\n\n  msgstr\n"b"\n',
        HEADER + '\nmsgid "a" "b" msgstr "c"\n',
        HEADER + entry("a", "b", "#, python-brace-format\n").replace('"a"', '"{ref}`a`"'),
        HEADER + entry("a\\n", "b", "#, fuzzy\n") + entry("c\\n"),
        HEADER + entry("a", '\\t\\\\ \\" \\101 \\x41'),
        GOOD + HEADER,
        HEADER + "\n#~\n#,\n#: x\n",
    ],
)
def test_a_good_catalog_is_silent(tmp_path: Path, text: str) -> None:
    assert not read(tmp_path, text).findings
