"""Catalogs as files: their characters, their places, and whether they are those of the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import snapshots
from harness.sites import CATALOG_HEAD, MakeSite, TinySite
from sphinx_tandem.catalogs.extract import Message
from sphinx_tandem.catalogs.model import Entry
from sphinx_tandem.checks.files import (
    catalog_files,
    check_characters,
    check_flags,
    check_language,
    compare_catalogs,
    find_in_sources,
    open_catalog,
)
from sphinx_tandem.checks.inspection import Inspection, Selection
from sphinx_tandem.site.findings import Finding, WrongUse
from sphinx_tandem.site.settings import load

CATALOGS = "locales/es/LC_MESSAGES"


def test_what_a_program_left_is_found_and_mended_where_that_is_certain() -> None:
    merged = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other"
    cases = [
        (Entry("a", "b\x07c"), [("catalog-character", "bc", 0)]),
        (Entry("a", "FormaciÃ³n"), [("catalog-character", "Formación", 0)]),
        (Entry("a", "Ã³ 中"), [("catalog-character", None, 0)]),
        (Entry("a", "b\ufffd"), [("catalog-character", None, 0)]),
        (Entry("a", merged), [("catalog-conflict", None, 0)]),
        (
            Entry("a", msgid_plural="b", msgstr_plural=("c", "d\x07")),
            [("catalog-character", "d", 1)],
        ),
        (Entry("a\x07", "b\x07"), []),
        (Entry("a", msgid_plural="b\x07", msgstr_plural=("c", "d\x07")), []),
        (Entry("Ã³", "Ã³ \ufffd"), [("catalog-character", None, 0)]),
        (Entry("\ufffd", "\ufffd"), []),
        (Entry(merged, merged), []),
        (Entry("a", "b\x07", fuzzy=True), []),
        (Entry("a", "b\tc\n"), []),
    ]
    found = [[(p.code, p.fixed, p.form) for p in check_characters(entry)] for entry, _ in cases]
    assert found == [expected for _, expected in cases]


@pytest.mark.parametrize(
    ("flag", "is_wrong"),
    [
        ("fuzy", True),
        ("Fuzzy", True),
        ("FUZZY", True),
        ("fuzzy", False),
        ("fuzzy-format", False),
        ("no-wrap", False),
        ("fuzzy: 1", False),
        ("other", False),
    ],
)
def test_a_flag_is_wrong_when_it_is_nearly_fuzzy(flag: str, is_wrong: bool) -> None:
    assert bool(list(check_flags(Entry("a", "b", flags=(flag,))))) == is_wrong
    assert not list(check_flags(Entry("a", "b", flags=(flag,), fuzzy=True)))


def findings(site: TinySite, *, language: str = "es") -> list[Finding]:
    path = site.folder / f"locales/{language}/LC_MESSAGES/about.po"
    return list(check_language(open_catalog(load(site.folder), path, language)))


@pytest.mark.parametrize(
    ("folder", "header", "is_wrong"),
    [("es", "de", True), ("es", "es", False), ("es", "es-MX", False), ("es_MX", "es", False)],
)
def test_a_header_names_the_language_of_the_folder(
    make_site: MakeSite, folder: str, header: str, is_wrong: bool
) -> None:
    site = make_site(languages={"en": "English", folder: "x"})
    path = site.write(f"locales/{folder}/LC_MESSAGES/about.po", CATALOG_HEAD.format(header))
    found = findings(site, language=folder)
    assert [(one.line, one.code) for one in found] == [(1, "catalog-language")] * is_wrong
    assert not list(check_language(open_catalog(load(site.folder), path)))
    path.write_text('msgid "a"\nmsgstr "b"\n', encoding="utf-8")
    assert not findings(site, language=folder)
    path.write_text(CATALOG_HEAD.format("x").replace('"Language: x\\n"\n', ""), encoding="utf-8")
    assert not findings(site, language=folder)


def test_a_file_that_cannot_be_opened_is_a_finding(make_site: MakeSite) -> None:
    site = make_site()
    folder = site.folder / CATALOGS / "x.po"
    folder.mkdir(parents=True)
    opened = open_catalog(load(site.folder), folder, "es")
    assert not opened.is_whole and not opened.catalog.entries
    assert [(f.path, f.line, f.code, f.language) for f in opened.findings] == [
        (f"{CATALOGS}/x.po", 1, "catalog-not-readable", "es")
    ]


PAGE = """\
# Title

A first paragraph
of two lines.

1. Save your work whenever you like.
2. Close the window of the editor.

| A cell of a table | Another |

> A quoted sentence of a page.
"""


@pytest.mark.parametrize(
    ("msgid", "line"),
    [
        ("Titles", 1),
        ("A first paragraph in two lines.", 3),
        ("Save your works whenever you like.", 6),
        ("Close the windows of the editor.", 7),
        ("A cell of a tables", 9),
        ("A quoted sentence of a pages.", 11),
        ("A quite different sentence", 0),
        ("A first paragraph of two lines.", 0),
        ("A *first* paragraph of **two** lines.", 0),
    ],
)
def test_a_changed_msgid_is_found_by_the_text_of_its_page(
    make_site: MakeSite, msgid: str, line: int
) -> None:
    site = make_site({"page.md": PAGE})
    for held, stale, expected in ((False, False, line), (False, True, 0), (True, False, 0)):
        entries = {msgid: "x"} | {text: "y" for text in PAGE_TEXTS if held}
        path = site.catalog("page", entries)
        if stale:
            text = path.read_text("utf-8").replace("\nmsgid ", "\n#, fuzzy\nmsgid ", 2)
            path.write_text(text, encoding="utf-8")
        settings = load(site.folder)
        found = list(find_in_sources(settings, open_catalog(settings, path, "es")))
        places = [one.message.partition(", line ")[2].partition(" of")[0] for one in found]
        assert places == ([str(expected)] if expected else [])


PAGE_TEXTS = (
    "Title",
    "A first paragraph of two lines.",
    "Save your work whenever you like.",
    "Close the window of the editor.",
    "A cell of a table",
    "A quoted sentence of a page.",
)


def test_a_page_that_is_no_text_is_not_searched(make_site: MakeSite) -> None:
    site = make_site({"page.ipynb": '{"cells": ["Save your work whenever you like."]}'})
    settings = load(site.folder)
    path = site.catalog("page", {"Save your works whenever you like.": "x"})
    assert not list(find_in_sources(settings, open_catalog(settings, path, "es")))
    broken = site.write(f"{CATALOGS}/index.po", 'msgid "a\n')
    assert not list(find_in_sources(settings, open_catalog(settings, broken, "es")))


def test_catalogs_are_compared_with_the_pages(make_site: MakeSite) -> None:
    site = make_site({}, languages={"en": "English", "es": "Español", "de": "Deutsch"})
    entries = {
        "same": {"One": "Uno"},
        "lacks-one": {"One": "Uno"},
        "lacks-two": {"One": "Uno"},
        "has-one": {"One": "Uno", "A sentence": "x"},
        "has-two": {"One": "Uno", "A sentence": "x", "Quite another": "y"},
        "both": {"One": "Uno", "A sentence": "x"},
        "changed": {"One": "Uno", "Save your works whenever you like.": "x"},
        "untranslated": {"One": "Uno", "Save your works whenever you like.": ""},
        "orphan": {"One": "Uno"},
        "sphinx": {"One": "Uno", "Two": "Dos"},
        "sphinx_tandem": {"One": "Uno"},
    }
    for name, messages in entries.items():
        site.catalog(name, messages)
    site.write(f"{CATALOGS}/broken.po", 'msgid "a\n')
    site.catalog("elsewhere", {"One": "Eins"}, "de")

    def extracted(*texts: str) -> list[Message]:
        return [Message(text, (), (("page.md", n + 3),)) for n, text in enumerate(texts)]

    work = "Save your work whenever you like."
    pages = {
        "same": extracted("One"),
        "lacks-one": extracted("One", "Two"),
        "lacks-two": extracted("One", "Two", "Three"),
        "has-one": extracted("One"),
        "has-two": extracted("One"),
        "both": extracted("One", "Two"),
        "changed": [Message("One"), Message(work, (), (("page.md", 7), ("other.md", 5)))],
        "untranslated": extracted("One", work),
        "broken": extracted("One", "Two"),
        "new": extracted("One", "Two"),
        "nowhere": [Message("One")],
        "empty": [],
        "sphinx": extracted("One", "Search"),
        "site": extracted("Search"),
    }
    settings = load(site.folder)
    catalogs = [open_catalog(settings, path, code) for path, code in catalog_files(settings)]
    language = settings.site.languages[1]
    found = sorted(compare_catalogs(settings, language, catalogs, pages))
    text = "".join(f"{f.path}:{f.line}: {f.code}: {f.language}: {f.message}\n" for f in found)
    snapshots.compare(Path(__file__).with_name("page_messages.txt"), text)


def test_a_selection_holds_what_was_named(make_site: MakeSite) -> None:
    site = make_site({"guide/one.md": "# One\n", "guide/two.md": "# Two\n", "index.md": "# A\n"})
    one, two = (site.catalog(f"guide/{name}", {}) for name in ("one", "two"))
    outside = site.write("elsewhere/x/three.po", "")
    words = site.write("locales/es/words.txt", "a")
    table = site.write("locales/termbase.csv", "a")
    settings = load(site.folder)
    files = dict.fromkeys((one, two), "es")

    def selected(*paths: Path) -> Selection:
        return Selection(settings, files, paths)

    page = selected(site.folder / "guide/one.md")
    assert (page.catalogs, page.has_pages, page.whole) == ([one], True, False)
    assert page.concerns(Finding("guide/one.md", 1, "x", ""))
    assert page.concerns(Finding(f"{CATALOGS}/guide/one.po", 1, "x", ""))
    assert page.concerns(Finding("", 1, "x", ""))
    assert not page.concerns(Finding("guide/two.md", 1, "x", ""))
    assert selected(site.folder / "guide").catalogs == [one, two]
    everything = selected(site.folder)
    assert (everything.catalogs, everything.has_pages, everything.whole) == ([one, two], True, True)
    assert everything.concerns(Finding("any.md", 1, "x", ""))
    for path in (words, table, site.folder / "locales"):
        assert not selected(path).has_pages
    assert selected(site.folder / "locales").catalogs == [one, two]
    assert selected(outside).catalogs == [outside]
    assert selected(site.folder / "elsewhere").catalogs == []
    far = site.folder.parent / "far"
    (far / "deep").mkdir(parents=True)
    (far / "deep/four.po").touch()
    assert selected(far).catalogs == [far / "deep/four.po"]
    assert not selected(far).has_pages
    with pytest.raises(WrongUse, match="neither here nor"):
        selected(site.folder / "nowhere")


def test_every_kind_of_rule_is_read_in_the_entries_of_a_catalog(make_site: MakeSite) -> None:
    site = make_site()
    site.write("locales/es/termbase.csv", "english,spanish,check\nhub,nodo,yes\n,x,\n")
    site.write("locales/es/words.txt", "yartumés\n")
    path = site.catalog(
        "about",
        {
            "See [it](a.md) yes": "Mira [esto](b.md)  así",
            "A hub": "Un centro yartumés travajo",
            "Hello there": "Hola <script>x</script>  ahí",
            "Good morning": ":::{note}  Hola",
            "A text…": "A text…",
            "Nothing": "",
        },
    )
    stale = '#, fuzzy\n# tandem: allow text-spaces\nmsgid "Stop"\nmsgstr "Para  ya"\n'
    path.write_text(f"{path.read_text('utf-8')}\n{stale}", encoding="utf-8")
    found = [(one.line, one.code) for one in Inspection(load(site.folder), [path]).findings()]
    assert found == [
        (6, "text-spaces"),
        (6, "translation-link"),
        (9, "text-spelling"),
        (9, "text-term"),
        (12, "translation-hostile"),
        (15, "translation-directive"),
        (18, "text-untranslated"),
        (3, "termbase-entry"),
    ]


def test_a_catalog_of_another_place_is_read_as_it_says_itself(make_site: MakeSite) -> None:
    site = make_site()
    entries = (
        'msgid "See :ref:`a`."\nmsgstr "Mira `a` y el travajo."\n\n'
        'msgid "See :ref:`b` **c**."\nmsgstr "Mira :ref:`b` **c**."\n'
    )
    path = site.write("elsewhere/x.po", f"{CATALOG_HEAD.format('es')}\n{entries}")
    found = [(one.line, one.code) for one in Inspection(load(site.folder), [path]).findings()]
    assert found == [(6, "text-spelling"), (6, "translation-reference")]
