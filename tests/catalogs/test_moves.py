"""Nothing is translated again because a passage or a file moved."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from catalogs.desk import Desk
from catalogs.lines import HEADER, entry
from sphinx_tandem.catalogs.model import Entry
from sphinx_tandem.catalogs.reader import fields
from sphinx_tandem.catalogs.status import State, state_of
from sphinx_tandem.catalogs.update import UpdateReport
from sphinx_tandem.site.findings import WrongUse

NINE = "The hub opens at nine and closes at five on every day of the week."
TEN = NINE.replace("nine", "ten")
BREAD = "Nothing whatever in common: bring bread, wine, olives!"
LAST = "Whoever leaves the room last puts out the light and locks the door."
CREDITS = "# Ana <ana@example.org>, 2024.\n#\n" + HEADER.replace(
    '"Language: es',
    '"Last-Translator: Ana <ana@example.org>\\n"\n"X-Poedit-Basepath: .\\n"\n"Language: es',
)
ABOUT = (
    CREDITS
    + entry(NINE, "El hub…", "# ask Ana\n")
    + entry(TEN.replace("day", "night"), "De noche…", f'#, fuzzy\n#| msgid "{BREAD}."\n')
    + entry(LAST, "Quien sale…")
)
HELD = [NINE, TEN.replace("day", "night"), LAST]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two pages, one of them translated by Ana."""
    made = Desk(tmp_path)
    made.write("index", HEADER + entry("Home", "Inicio"))
    made.write("docs/about", ABOUT)
    made.update({"index": ["Home"], "docs/about": HELD})
    assert made.path("docs/about").read_text("utf-8") == ABOUT
    return made


def changed(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_a_passage_that_moves_takes_its_comment_along_and_leaves_nothing_live(desk: Desk) -> None:
    report = desk.update({"index": ["Home", NINE], "docs/about": HELD[1:]})
    assert "1 moved" in report.summary()
    assert desk.live("index")[NINE] == Entry(
        NINE, "El hub…", desk.live("index")[NINE].line, comments=("ask Ana",)
    )
    assert NINE not in desk.path("docs/about").read_text("utf-8")


def test_a_stale_passage_that_moves_stays_stale_and_knows_its_old_english(desk: Desk) -> None:
    desk.update({"index": ["Home", HELD[1]], "docs/about": [NINE, LAST]})
    found = desk.live("index")[HELD[1]]
    assert (found.fuzzy, found.previous_msgid, found.msgstr) == (True, f"{BREAD}.", "De noche…")


def test_a_passage_that_moves_and_changes_becomes_stale_on_the_other_page(desk: Desk) -> None:
    desk.update({"index": ["Home", TEN], "docs/about": HELD[1:]})
    found = desk.live("index")[TEN]
    assert (found.fuzzy, found.previous_msgid, found.msgstr) == (True, NINE, "El hub…")
    assert found.comments == ("ask Ana",)
    assert NINE not in desk.path("docs/about").read_text("utf-8")
    # and when the change is taken back, nothing is left of it
    desk.update({"index": ["Home"], "docs/about": HELD})
    assert desk.live("docs/about")[NINE].in_use


def test_what_is_only_a_little_alike_is_not_taken_from_another_page(desk: Desk) -> None:
    desk.update({"index": ["Home", "The hub is at the end of the road."], "docs/about": HELD[1:]})
    assert not desk.live("index")["The hub is at the end of the road."].has_translation
    assert f'#~ msgid "{NINE}"' in desk.path("docs/about").read_text("utf-8")


def test_a_renamed_page_is_a_renamed_catalog(desk: Desk) -> None:
    pages = {"index": ["Home"], "who/us": HELD}
    report = desk.update(pages, move=True)
    assert desk.path("who/us").read_text("utf-8") == ABOUT
    assert not desk.path("docs/about").parent.exists()
    assert not report.findings
    assert "docs/about.po moved to locales/es/LC_MESSAGES/who/us.po" in report.summary()
    assert "up to date" in desk.update(pages, move=True).summary()


def test_an_orphan_is_only_named_unless_somebody_asks_to_move_it(desk: Desk) -> None:
    pages = {"index": ["Home"], "who/us": [TEN, *HELD[1:]]}
    report = desk.update(pages)
    assert desk.path("docs/about").read_text("utf-8") == ABOUT
    (found,) = report.findings
    assert (
        found.code == "catalog-orphan" and "'who/us'" in found.message and "--move" in found.message
    )
    assert desk.live("who/us")[TEN].previous_msgid == NINE
    assert fields(desk.read("who/us").header or Entry(""))["X-Poedit-Basepath"] == "."
    before = desk.texts()
    desk.update(pages)
    assert desk.texts() == before
    # later, when both stand and one was changed by hand, nothing of either is lost
    text = desk.path("docs/about").read_text("utf-8").replace("Quien sale", "Quien salga")
    desk.write("docs/about", text + entry("Gone long ago", "Hace mucho").replace("\nm", "\n#~ m"))
    report = desk.update(pages, move=True)
    assert "joined with" in report.summary() and not desk.path("docs/about").exists()
    joined = desk.path("who/us").read_text("utf-8")
    assert "Hace mucho" in joined and "El hub…" in joined
    assert '# tandem: another translation, of docs/about: "Quien salga…"' in joined
    assert desk.live("who/us")[LAST].in_use


def test_both_halves_of_a_split_page_name_its_translators(desk: Desk) -> None:
    report = desk.update({"index": ["Home"], "a": HELD[:2], "b": [LAST, BREAD]}, move=True)
    assert not report.findings and not desk.path("docs/about").exists()
    for page, held in (("a", HELD[:2]), ("b", [LAST])):
        assert desk.path(page).read_text("utf-8").startswith("# Ana <ana@example.org>, 2024.\n")
        live = desk.live(page)
        assert [live[text].has_translation for text in held] == [True] * len(held)
    assert "#~" not in "".join(desk.texts().values())


def test_a_page_that_joins_another_brings_its_translators_name(desk: Desk) -> None:
    desk.update({"index": ["Home", *HELD]}, move=True)
    assert list(desk.texts()) == ["index.po"]
    text = desk.path("index").read_text("utf-8")
    assert "# Ana <ana@example.org>, 2024.\n" in text
    assert [found.has_translation for found in desk.live("index").values()] == [True] * 4


def test_a_catalog_whose_page_is_gone_stays_until_all_of_it_stands_elsewhere(desk: Desk) -> None:
    report = desk.update({"index": ["Home"]}, move=True)
    assert desk.path("docs/about").read_text("utf-8") == ABOUT
    assert "Delete it" in report.findings[0].message
    desk.write("docs/about", HEADER + entry("Home", "Inicio") + entry("never translated"))
    desk.write("index", HEADER + entry("Home", "Inicio"))
    report = desk.update({"index": ["Home", "More"]}, move=True)
    assert "docs/about.po" in report.summary() and "deleted" in report.summary()
    assert not desk.path("docs/about").exists()


WRAPPED = (
    HEADER.replace("\n", "\r\n")
    + '\r\n#: ../../page.md:3\r\n#, python-brace-format\r\nmsgid ""\r\n"one "\r\n"line"\r\n'
    + 'msgstr ""\r\n"una "\r\n"línea"\r\n\r\n\r\n#  odd comment\r\n#: ../../page.md:5\r\n'
    + f'msgid ""\r\n"{NINE[:30]}"\r\n"{NINE[30:]}"\r\nmsgstr ""\r\n"El "\r\n"hub…"\r\n'
    + '\r\n#~ msgid   "old"\r\n#~ msgstr "viejo"\r\n\r\n# the end\r\n'
)


def test_a_change_in_another_tools_file_changes_only_its_own_lines(desk: Desk) -> None:
    desk.write("page", WRAPPED)
    desk.update({"page": ["one line", NINE]})
    assert desk.path("page").read_bytes().decode() == WRAPPED
    desk.update({"page": ["one line", NINE, "New one here"]})
    text = desk.path("page").read_bytes().decode()
    assert sorted(changed(WRAPPED, text)) == ["+\r", '+msgid "New one here"\r', '+msgstr ""\r']
    desk.update({"page": ["one line", TEN, "New one here"]})
    lines = changed(text, desk.path("page").read_bytes().decode())
    assert f'+msgid "{TEN}"\r' in lines and len(lines) == 10
    assert not [line for line in lines if "msgstr" in line or "una" in line]


NAMES = (
    "english,spanish,part_of_speech\nJupyterHub,JupyterHub,name\nTeam,Team,noun\nHub,Centro,name\n"
)


def test_what_holds_no_words_is_filled_in_and_says_so(desk: Desk) -> None:
    (desk.folder.parent / "termbase.csv").write_text(NAMES, "utf-8")
    bare = ["{ref}`top`", "<https://example.org>", "`code`", "2024", "**JupyterHub**"]
    words = ["Team", "Hub", "See {ref}`top`"]
    report = desk.update({"page": bare + words})
    assert "5 with nothing to translate" in report.summary()
    live = desk.live("page")
    for text in bare:
        assert (live[text].msgstr, live[text].comment) == (text, "tandem: nothing to translate")
    assert not [text for text in words if live[text].has_translation]
    before = desk.texts()
    desk.update({"page": bare + words})
    assert desk.texts() == before


def test_a_filled_entry_follows_its_english_and_gives_way_to_a_translator(desk: Desk) -> None:
    desk.update({"page": ["`one two three`", "2024"]})
    assert desk.live("page")["2024"].in_use
    desk.update({"page": ["`one two four`", "2024"]})
    found = desk.read("page").entries
    assert [(one.msgid, one.in_use, one.obsolete) for one in found] == [
        ("`one two four`", True, False),
        ("2024", True, False),
    ]
    text = desk.path("page").read_text("utf-8").replace('msgstr "2024"', 'msgstr "año 2024"')
    desk.write("page", text)
    desk.update({"page": ["`one two four`", "2024"]})
    assert desk.live("page")["2024"].msgstr == "año 2024" and not desk.live("page")["2024"].comments
    # what got words is no longer filled in
    desk.update({"page": ["`one two four` and words", "2024"]})
    assert not desk.live("page")["`one two four` and words"].has_translation


def test_copies_from_a_platform_give_their_translations_and_nothing_else(
    desk: Desk, tmp_path: Path
) -> None:
    copy = tmp_path / "download" / desk.path("docs/about").relative_to(tmp_path)
    copy.parent.mkdir(parents=True)
    pages = {"index": ["Home"], "docs/about": HELD}

    def take(last: str) -> UpdateReport:
        rest = entry(NINE) + entry("other", "x")
        copy.write_text(HEADER + entry(LAST, last) + rest, "utf-8")
        return desk.update(pages, take=tmp_path / "download")

    assert "taken over" not in take("Quien sale…").summary()
    assert "1 taken over" in take("Quien salga").summary()
    text = desk.path("docs/about").read_text("utf-8")
    assert text == ABOUT.replace("Quien sale…", "Quien salga")
    # what the copy still says never replaces what was written here since
    desk.path("docs/about").write_text(text.replace("Quien salga", "Quien se vaya"), "utf-8")
    assert "up to date" in take("Quien salga").summary()
    assert desk.live("docs/about")[LAST].msgstr == "Quien se vaya"
    # the English itself is no translation
    assert "up to date" in take(LAST).summary()
    # and when both changed, both are kept, at the line of the entry
    report = take("Quien parta")
    assert "1 undecided" in report.summary()
    held = desk.live("docs/about")[LAST]
    assert held.fuzzy and held.msgstr == "Quien se vaya" and "Quien parta" in held.comments[-1]
    assert [(one.code, one.line) for one in report.findings] == [("catalog-undecided", held.line)]
    # that comes once; the next take finds nothing new
    assert "up to date" in take("Quien parta").summary()
    copy.write_text('msgid "', "utf-8")
    report = desk.update(pages, take=tmp_path / "download")
    assert report.failed and report.findings[0].path.startswith("download/")


def test_a_first_take_decides_nothing_and_a_broken_note_changes_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    copy = tmp_path / "download" / desk.path("docs/about").relative_to(tmp_path)
    copy.parent.mkdir(parents=True)
    copy.write_text(HEADER + entry(LAST, "Quien salga") + entry(NINE), "utf-8")
    pages = {"index": ["Home"], "docs/about": HELD}
    assert "1 undecided" in desk.update(pages, take=tmp_path / "download").summary()
    assert desk.live("docs/about")[LAST].msgstr == "Quien sale…"
    note = next(tmp_path.rglob("taken.json"))
    note.write_text("[", "utf-8")
    with pytest.raises(WrongUse, match="No catalog was changed"):
        desk.update(pages, take=tmp_path / "download")


def test_templates_are_the_same_every_day_and_those_of_gone_pages_go(
    desk: Desk, tmp_path: Path
) -> None:
    place = tmp_path / "templates"
    pages = {"index": ["Home"], "docs/about": HELD}
    assert "2 written" in desk.update(pages, templates=place).summary()
    text = (place / "docs/about.pot").read_text("utf-8")
    assert text.endswith(entry(LAST)) and "Date" not in text
    (place / "mine.pot").write_text(HEADER, "utf-8")
    assert "none written" in desk.update({"index": ["Home"]}, templates=place).summary()
    assert sorted(path.name for path in place.rglob("*.pot")) == ["index.pot", "mine.pot"]


LINKS = [
    # (the old English, the new one, the translation, and what becomes of it)
    ("See [it](a.md) and [a](b.md).", "See [it](new/a.md) and [a](b.md).", "Ve [a](a.md) y [b](b.md).", "Ve [a](new/a.md) y [b](b.md)."),
    ("Use {doc}`a guide <aa>`.", "Use {doc}`a guide <cc>`.", "Usa {doc}`una guía <aa>`.", "Usa {doc}`una guía <cc>`."),
    ("Run `abc` on `abc`.", "Run `xyz` on `xyz`.", "Sobre `abc`, `abc`.", "Sobre `xyz`, `xyz`."),
    # readers read something else
    ("See [it](a.md) today.", "See [it](c.md) now, today.", "Ve [a](a.md) hoy.", ""),
    # it is not certain which of them is meant
    ("[one](ab.md) or [two](ab.md), both", "[one](cd.md) or [two](ab.md), both", "[uno](ab.md) o [dos](ab.md)", ""),
    ("See [it](ab.md) today.", "See [it](cd.md) today.", "Ve [a](ab.md) y [b](ab.md) hoy.", ""),
    ("See [it](ab.md) today.", "See [it](cd.md) today.", "Ve eso hoy.", ""),
    ("Write *this word* here.", "Write **this word** here.", "Escribe *esta palabra* aquí.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "text", "expected"), LINKS)
def test_a_page_that_moves_makes_no_translation_stale_that_links_to_it(
    desk: Desk, old: str, new: str, text: str, expected: str
) -> None:
    desk.write("page", HEADER + entry(old, text, "# why\n"))
    desk.update({"page": [new]})
    found = desk.live("page")[new]
    if expected:
        assert (found.msgstr, found.fuzzy, found.previous_msgid) == (expected, False, None)
    else:
        assert (found.msgstr, found.fuzzy, found.previous_msgid) == (text, True, old)
    assert found.comments == ("why",)
    desk.update({"page": [old]})
    assert desk.live("page")[old].in_use and desk.live("page")[old].msgstr == text


def test_a_new_passage_like_a_translated_one_gets_a_suggestion_that_misleads_nobody(
    desk: Desk,
) -> None:
    wanted = {"index": ["Home", "News"], "docs/about": [*HELD, NINE.replace("hub", "library")]}
    new = wanted["docs/about"][-1]
    assert "1 new, with a suggestion" in desk.update(wanted).summary()
    found = desk.live("docs/about")[new]
    assert (found.msgstr, found.fuzzy, found.previous_msgid) == ("El hub…", True, None)
    assert "docs/about.po" in found.comment and NINE in found.comment
    assert state_of(found) is State.DRAFT, "no reader sees it, and nobody counts it"
    assert not desk.live("index")["News"].has_translation, "a few words are like anything"
    again = desk.path("docs/about").read_bytes()
    desk.update(wanted)
    assert desk.path("docs/about").read_bytes() == again
    # Whoever corrects it only takes the flag away; its remark goes by itself.
    text = again.decode().replace("#, fuzzy\n" + f'msgid "{new}"', f'msgid "{new}"')
    desk.write("docs/about", text)
    desk.update(wanted)
    assert desk.live("docs/about")[new].comments == ()
    # One that nobody wanted is no work to keep.
    desk.write("docs/about", again.decode())
    desk.update({**wanted, "docs/about": HELD})
    assert "library" not in desk.path("docs/about").read_text("utf-8")
