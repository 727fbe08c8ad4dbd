"""``--fix`` corrects what has one right answer and leaves every other byte alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.sites import CATALOG_HEAD, MakeSite, TinySite
from sphinx_tandem.checks.fix import Correction
from sphinx_tandem.checks.inspection import Inspection
from sphinx_tandem.site.settings import load

NAME = "locales/es/LC_MESSAGES/about.po"
HEAD = CATALOG_HEAD.format("es")


def fix(site: TinySite) -> list[Correction]:
    return list(Inspection(load(site.folder), [Path("locales")]).corrections())


def fixed(site: TinySite, before: str) -> str:
    path = site.folder / NAME
    path.write_bytes(before.encode())
    fix(site)
    after = path.read_bytes()
    assert not fix(site), "a second run corrects more"
    assert path.read_bytes() == after
    return after.decode()


def test_only_the_wrong_letters_change(make_site: MakeSite) -> None:
    site = make_site()
    before = HEAD + (
        "\n#  A comment  with spaces\n#. note\n#: ../about.md:3\n#, no-wrap\n"
        'msgid "Two words…"\nmsgstr "Dos  palabras...."\n'
        '\n#, fuzzy\nmsgid "Old words"\nmsgstr "Viejas  palabras"\n'
        '\n#~ msgid "Gone"\n#~ msgstr "Se  fue"\n'
    )
    assert fixed(site, before) == before.replace("Dos  palabras....", "Dos palabras…")


def test_each_correction_is_told(make_site: MakeSite) -> None:
    site = make_site()
    site.write(NAME, f'{HEAD}\nmsgid "Where are we?"\nmsgstr "Dónde estamos?"\n')
    assert fix(site) == [
        Correction(NAME, 6, "text-punctuation", '"Dónde estamos?"', '"¿Dónde estamos?"')
    ]


def test_a_file_of_another_tool_keeps_its_lines(make_site: MakeSite) -> None:
    site = make_site()
    before = HEAD + (
        '\nmsgid ""\n"A long English text "\n"in three "\n"lines."\nmsgstr ""\n'
        '"Un texto  largo en "\n"tres líneas  que "\n"acaban .  "\n'
    )
    expected = before.replace("texto  largo", "texto largo")
    expected = expected.replace("líneas  que", "líneas que").replace("acaban .  ", "acaban.")
    assert fixed(site, before) == expected
    crlf = before.replace("\n", "\r\n")
    assert fixed(site, crlf) == expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('""\n"Dos"\n"  "\n"palabras."', '""\n"Dos"\n" "\n"palabras."'),
        ('""\n"Dos "\n" "\n"palabras."', '""\n"Dos"\n" "\n"palabras."'),
        ('""\n"Dos palabras"\n" "', '""\n"Dos palabras"'),
        ('""\n"Espera "\n"...."', '""\n"Espera "\n"…"'),
        ('" "\n"Dos palabras."', '""\n"Dos palabras."'),
        ('""\n"Dos,"\n"palabras."', '""\n"Dos, "\n"palabras."'),
        ('"Dos  " "palabras."', '"Dos  " "palabras."'),
        ('"Dos palabras" # no', '"Dos palabras" # no'),
    ],
)
def test_each_line_of_a_translation_is_changed_where_it_must_be(
    make_site: MakeSite, before: str, after: str
) -> None:
    site = make_site()
    entry = HEAD + '\nmsgid "Two, words…"\nmsgstr {}\n'
    assert fixed(site, entry.format(before)) == entry.format(after)


def test_corrections_stand_in_the_order_of_the_file(make_site: MakeSite) -> None:
    site = make_site()
    entries = [f'\nmsgid "Two {n}"\nmsgstr "Dos  {n}"\n' for n in "abc"]
    site.write(NAME, HEAD + "".join(entries))
    assert [one.line for one in fix(site)] == [6, 9, 12]


def test_what_begins_a_translation_is_written_into_its_first_line(make_site: MakeSite) -> None:
    site = make_site()
    before = HEAD + '\nmsgid "Where are we?"\nmsgstr "D"\n"ónde estamos?"\n'
    assert fixed(site, before) == before.replace('"D"', '"¿D"')


def test_a_correction_shows_what_stands_around(make_site: MakeSite) -> None:
    site = make_site()
    long = "Una frase que es más larga de lo que se muestra"
    entry = f'{HEAD}\nmsgid "A"\nmsgstr "{long}  {long}"\n'
    site.write(NAME, entry)
    (done,) = fix(site)
    assert done.old == '"…ga de lo que se muestra  Una frase que es más lar…"'
    assert done.new == '"…ga de lo que se muestra Una frase que es más lar…"'


def test_line_breaks_at_the_ends_follow_the_english(make_site: MakeSite) -> None:
    site = make_site()
    before = HEAD + '\nmsgid "Hello\\n"\nmsgstr "Hola"\n\nmsgid "Bye"\nmsgstr "Adiós\\n"\n'
    after = HEAD + '\nmsgid "Hello\\n"\nmsgstr "Hola\\n"\n\nmsgid "Bye"\nmsgstr "Adiós"\n'
    assert fixed(site, before) == after


def test_plural_forms_are_corrected_one_by_one(make_site: MakeSite) -> None:
    site = make_site()
    plurals = HEAD.replace('"Lang', '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n"Lang')
    before = plurals + (
        '\nmsgid "A new page"\nmsgid_plural "Many pages"\n'
        'msgstr[0] "Una página"\nmsgstr[1] "Muchas  páginas"\n'
    )
    assert fixed(site, before) == before.replace("Muchas  p", "Muchas p")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-8"), ("latin-1", "ISO-8859-1"), ("utf-8", "latin1")],
)
def test_a_file_in_another_encoding_is_saved_as_utf8(
    make_site: MakeSite, encoding: str, declared: str
) -> None:
    site = make_site()
    after = f'{HEAD}\nmsgid "Good morning"\nmsgstr "Buenos días"\n'
    path = site.folder / NAME
    path.write_bytes(after.replace("UTF-8", declared).encode(encoding))
    assert [(one.code, one.line) for one in fix(site)] == [("catalog-encoding", 1)]
    assert path.read_bytes() == after.encode()
    assert not fix(site)


def test_what_cannot_be_known_is_left_alone(make_site: MakeSite) -> None:
    site = make_site()
    path = site.folder / NAME
    for raw in (
        f'{HEAD}\nmsgid "Good morning"\nmsgstr "Buenos días"\n'.encode("latin-1"),
        f'{HEAD}\nmsgid "Good morning"\nmsgstr "Buenos  d\n'.encode(),
        f'{HEAD}\nmsgid "A (b)"\nmsgstr "A (b"\n'.encode(),
        b"\x00\xff",
        b"",
    ):
        path.write_bytes(raw)
        assert not fix(site)
        assert path.read_bytes() == raw


def test_misread_letters_are_read_again(make_site: MakeSite) -> None:
    site = make_site()
    before = f'{HEAD}\nmsgid "The training"\nmsgstr "La formaciÃ³n"\n'
    assert fixed(site, before) == before.replace("Ã³", "ó")


def test_old_line_ends_are_mended(make_site: MakeSite) -> None:
    site = make_site()
    path = site.folder / "locales/es/LC_MESSAGES/index.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\rmsgstr ""\r"Content-Type: text/plain; charset=UTF-8\\n"\r\r'
    path.write_bytes(f'{head}msgid "Home"\rmsgstr "Inicio"\r'.encode())
    assert (
        "with CR at the ends of lines"
        in next(Inspection(load(site.folder), [path]).corrections()).old
    )
    assert path.read_bytes().count(b"\n") == 6


def test_what_a_comment_allows_is_not_corrected(make_site: MakeSite) -> None:
    site = make_site()
    before = (
        f"{HEAD}\n# tandem: allow text-spaces: a drawing in letters\n"
        'msgid "Two words"\nmsgstr "Dos  palabras"\n'
    )
    assert fixed(site, before) == before


def test_fields_of_a_header_are_told_and_put_right(make_site: MakeSite) -> None:
    site = make_site()
    lines = ["Project-Id-Version: Bread", "Language: es", "MIME-Version: 1.0",
             "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit",
             "Plural-Forms: nplurals=2; plural=(n != 1)"]  # fmt: skip

    def head(found: list[str]) -> str:
        return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in found)

    folder = "locales/es/LC_MESSAGES"
    for number in range(14):
        site.write(f"{folder}/other{number}.po", head(lines))
    faults = {
        "none": lines,
        "missing": lines[:2] + lines[3:],
        "last": lines[:-1],
        "twice": [*lines, lines[1]],
        "plural": [*lines[:-1], "Plural-Forms: nplurals=2; plural=(n > 1)"],
        "encoding": [*lines[:4], "Content-Transfer-Encoding: 7bit", lines[5]],
    }
    for name, found in faults.items():
        site.write(f"{folder}/{name}.po", head(found))
    told = {
        Path(one.path).stem
        for one in Inspection(load(site.folder), [Path("locales")]).findings()
        if one.code == "catalog-field" and Path(one.path).stem in faults
    }
    assert told == faults.keys() - {"none"}
    fix(site)
    for name in faults:
        text = (site.folder / folder / f"{name}.po").read_text("utf-8")
        assert sorted(text.splitlines()) == sorted(head(lines).splitlines()), name
    assert not fix(site)


def test_what_all_catalogs_of_a_site_leave_out_is_no_fault(make_site: MakeSite) -> None:
    site = make_site()
    for number in range(4):
        site.write(f"locales/es/LC_MESSAGES/other{number}.po", HEAD)
    assert not [
        one
        for one in Inspection(load(site.folder), [Path("locales")]).findings()
        if one.code == "catalog-field"
    ]
