"""Spelling: a slip is found, and a right word is no finding in any of its forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.sites import MakeSite
from sphinx_tandem.catalogs.model import Catalog, Entry
from sphinx_tandem.checks.inspection import Inspection
from sphinx_tandem.checks.language import passages, spelling
from sphinx_tandem.checks.language.grammar import bases
from sphinx_tandem.checks.language.spelling import (
    Speller,
    Spelling,
    find_dictionary,
    read_words,
    speller,
)
from sphinx_tandem.site.settings import load
from sphinx_tandem.text import Syntax


def messages(
    translation: str, english: str = "", own: tuple[str, ...] = (), *others: str
) -> list[str]:
    entry = Entry(english or "x", translation)
    known = Spelling(speller("es"), own)
    known.add(Catalog((entry, *(Entry(f"{n}", text) for n, text in enumerate(others)))))
    return [
        problem.message
        for passage in passages(entry, "es", Syntax.MYST)
        for problem in known.find(passage)
    ]


@pytest.mark.parametrize(
    ("translation", "word", "meant"),
    [
        ("La formasión comienza.", "formasión", "formación"),
        ("La formacion comienza.", "formacion", "formación"),
        ("Los servidroes", "servidroes", "servidores"),
        ("Usuaios nuevos", "Usuaios", "Usuarios"),
        ("Es **rrapido**.", "rrapido", ""),
        ("Un tamaño pequeno", "pequeno", "pequeño"),
        ("Mira el numero de líneas.", "numero", "número"),
        ("Es una pagina nueva.", "pagina", "página"),
        ("Y despues también", "despues", "después"),
        ("Quien las ensena aquí", "ensena", "enseña"),
        ("Por ultimo, guarda.", "ultimo", "último"),
        ("Y ademas eso", "ademas", "además"),
        ("Lo tendríaos", "tendríaos", "tendrías"),
        ("Escribe el codigo", "codigo", "código"),
        ("Fin. Travajo aquí.", "Travajo", "Trabajo"),
        ("Dijo: «Travajo aquí».", "Travajo", "Trabajo"),
        ("Un xyzw nuevo", "xyzw", ""),
        ("Un d'travajo nuevo", "d'travajo", ""),
        ("Los blogues y las cianes", "cianes", ""),
        ("Lo mas enseñar y ensenar", "ensenar", "enseñar"),
        ("Lo mismo: travajo.", "travajo", "trabajo"),
        ("En mi pagina web", "pagina", "página"),
    ],
)
def test_a_slip_is_found_with_the_word_that_was_meant(
    translation: str, word: str, meant: str
) -> None:
    found = messages(translation)
    assert len(found) == 1
    assert f"“{word}”" in found[0]
    assert f"“{meant}”" in found[0] if meant else "meant" not in found[0]


@pytest.mark.parametrize(
    "translation",
    [
        "Dígamelo, cuéntanoslo, hagámoslo rápidamente; quítala, detenlo, dímelo y ajústalo.",
        "Desconexión, submenú, redimensionadas, comprobadores, semánticamente, compílelos",
        "Configurables, indisponible, renderizaron, mnemotécnico, tabulaciones, el búfer",
        "Las investigadoras reescribirían los microservicios y la metainformación.",
        "Según María Fernanda Gutiérrez, de la Universidad Autónoma de Querétaro, basta.",
        "La ONU y el ADN; el archivo x_prueva, `travajo`, https://travajo.org y trabajo@travajo.org",
        "El **re**inicio, el cuarto nivel-travajo y la v2beta",
        "Usuarios y usuarias, instructores/as",
        "El joven Travajo, el TRAVAJO, el traVajo, el tRavajo y el xyz",
        "Es d'abril o de d’abril",
        "El #travajo, @travajo, a\\travajo, travajo_x, travajo@x, travajo()",
        "El x.travajo, travajo.py, a:travajo, 2travajo y travajo2",
        "El **a**travajo y travajo**a**",
        "Bloguear, blogueando, Blogueamos, cian",
    ],
)
def test_right_words_names_and_code_are_left_alone(translation: str) -> None:
    assert not messages(translation)


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("dile", "di"),
        ("comprarlo", "comprar"),
        ("quítala", "quita"),
        ("detenlo", "detén"),
        ("vámonos", "vamos"),
        ("borrable", "borrar"),
        ("vendible", "vender"),
        ("contrarrevolución", "revolución"),
        ("submenú", "menú"),
        ("rápidamente", "rápida"),
        ("comprobadoras", "comprobar"),
    ],
)
def test_a_word_is_right_when_what_it_is_made_of_is_known(word: str, base: str) -> None:
    assert base in bases(word)


@pytest.mark.parametrize("word", ["nos", "las", "éle", "mesalo", "tendríalo", "sal", "blable"])
def test_a_word_that_is_made_of_no_other_has_no_base(word: str) -> None:
    assert not list(bases(word))


def test_what_is_made_of_a_word_is_not_made_of_others() -> None:
    assert set(bases("borrable")) == {"borrar"}
    assert set(bases("submenú")) == {"menú"}
    assert set(bases("contrarrevolución")) == {"rrevolución", "revolución"}


def test_words_that_the_catalogs_explain_are_left_alone() -> None:
    assert messages("Un notebuk")
    assert not messages("Un notebuk", english="A notebuk")
    assert not messages("Un notebuk", "", ("Notebuk",))
    assert not messages("Un notebuk", "", (), "otro notebuk", "más notebuk")
    assert messages("Un notebuk", "", (), "otro notebuk")


def test_a_lost_accent_is_no_new_word_however_often_it_stands_there() -> None:
    often = ("otra opcion", "más opcion", "la opcion")
    assert len(messages("Una opcion", "", (), *often)) == 1
    assert messages("Una opcion", "", ("opcion",), *often) == []


def test_a_letter_of_another_script_is_named() -> None:
    (found,) = messages("La fоrmación comienza.")
    assert "cyrillic small letter o" in found
    (found,) = messages("La fοrmación comienza.")
    assert "greek small letter omicron" in found
    (found,) = messages("Un мосab nuevo")
    assert "holds" not in found
    assert messages("La λ de Москва y μm") == []


def test_an_invisible_character_is_not_said_to_be_a_wrong_word() -> None:
    assert messages("Las forma\u200bciones comienzan.") == []


def test_years_are_meant_where_the_english_counts_years() -> None:
    assert messages("Hace dos anos", "Two years ago")
    assert messages("Hace dos años", "Two years ago") == []


def test_an_english_word_does_not_hide_a_lost_accent() -> None:
    english = "Each version has a label, the *version tag*."
    assert messages("Cada version tiene una etiqueta.", english)
    assert not messages("Cada versión tiene una etiqueta, el *version tag*.", english)


def test_the_words_of_a_site_are_a_list_with_comments(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# names\nJartum\n\nhub # English\n", encoding="utf-8")
    assert read_words(path) == ["Jartum", "hub"]
    assert read_words(tmp_path / "nowhere") == []


def dictionary(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str, name: str = "xx"
) -> Speller:
    """Write a dictionary as a system has it, and return what reads it."""
    (folder / f"{name}.aff").write_text("SET UTF-8\n", encoding="utf-8")
    lines = "\n".join([str(len(words)), *words])
    (folder / f"{name}.dic").write_text(f"{lines}\n", encoding="utf-8")
    monkeypatch.setattr("sphinx_tandem.checks.language.spelling.SYSTEM", (folder,))
    return Speller("xx")


def test_the_nearest_word_is_one_slip_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = dictionary(tmp_path, monkeypatch, "casa", "cosa", "camión", "camian", "sol")
    near = {word: found.nearest(word) for word in ("caas", "cas", "casaa", "cisa", "Caas", "ca")}
    assert near == {
        "caas": "casa",
        "cas": "casa",
        "casaa": "casa",
        "cisa": "",
        "Caas": "Casa",
        "ca": "",
    }
    assert found.nearest("camion") == "camión"
    assert found.knows("casa") and not found.knows("caza")


def test_a_lost_accent_is_certain_where_one_word_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = dictionary(tmp_path, monkeypatch, "camión", "tenía", "teniá")
    assert found.accented("camion") == "camión"
    assert found.accented("camión") == ""
    assert found.accented("tenia") == ""
    assert Speller("yy").accented("camion") == ""
    monkeypatch.setattr(found._dictionary, "lookup", lambda word: 1 / 0)
    assert found.knows("whatever breaks the code of others")


def test_the_dictionary_of_a_system_is_that_of_the_country_if_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of(*names: str) -> str:
        for path in tmp_path.iterdir():
            path.unlink()
        for name in names:
            dictionary(tmp_path, monkeypatch, "a", name=name)
        (tmp_path / "xx_AA.aff").touch()
        found = find_dictionary("xx-ZZ")
        return found.name if found else ""

    assert of() == ""
    assert of("xx_BB") == "xx_BB"
    assert of("xx_BB", "xx_XX") == "xx_XX"
    assert of("xx_BB", "xx_XX", "xx") == "xx"
    assert of("xx_BB", "xx_XX", "xx", "xx_ZZ") == "xx_ZZ"


def test_few_words_are_searched_for_in_the_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "_SUGGESTIONS", 1)
    first, second = messages("El travajo y la formasión")
    assert "“trabajo”" in first and "meant" not in second


def test_plurals_and_singulars_of_the_english_are_no_slips() -> None:
    assert messages("Los msgidos", english="The msgid")
    assert not messages("Los msgids", english="The msgid")
    assert not messages("El msgid", english="The msgids")
    assert not messages("El d’msgid", english="The d'msgid")


def test_old_and_untranslated_entries_explain_no_word() -> None:
    known = Spelling(speller("es"))

    def slips(translation: str) -> int:
        (passage,) = passages(Entry("x", translation), "es", Syntax.MYST)
        return len(list(known.find(passage)))

    old = Entry("notebuk", "notebuk", obsolete=True)
    stale = Entry("x", "zzzz", fuzzy=True)
    known.add(Catalog((old, stale, stale, stale)))
    assert slips("El notebuk es zzzz.") == 2
    often = Entry("x", "zzzz zzzz zzzz")
    known.add(Catalog((often, often)))
    assert slips("Eso es zzzz.") == 1
    known.add(Catalog((often,)))
    assert not slips("Eso es zzzz. Zzzz es eso.")


def test_an_english_word_stands_beside_others_or_within_marks() -> None:
    english = "Each version has a label and a tag for the *version*."
    assert not messages("La version label, el label version", english)
    assert not messages("Una *version* y otra «version»", english)
    assert not messages("La version tiene eso", english, ("version",))
    assert messages("La version y el label", english)
    assert messages("El label y la version", english)
    assert messages("La version es label", english)
    assert messages("La version capital", "Each version has a capital")


def test_each_word_is_found_once_and_is_corrected_where_that_is_certain() -> None:
    assert len(messages("El travajo, el travajo")) == 1
    (found,) = Spelling(speller("es")).find(
        passages(Entry("x", "Es el numero dos."), "es", Syntax.MYST)[0]
    )
    assert (found.code, found.fixed) == ("text-spelling", "Es el número dos.")
    assert "has lost its accent" in found.message


def test_messages_say_what_to_do() -> None:
    assert messages("Un travajo") == [
        "The dictionary does not know “travajo”; “trabajo” is probably meant. "
        "If it is right, add it to words.txt."
    ]
    assert messages("Un tr\u0430vajo") == [
        "“tr\u0430vajo” contains “\u0430” (cyrillic small letter a, U+0430) among Latin letters; "
        "write the Latin letter that looks like it."
    ]


def test_the_engine_brings_a_dictionary_and_its_licence() -> None:
    place = spelling.BROUGHT
    assert find_dictionary("es") == place / "es" / "es" == find_dictionary("es_AR")
    assert {path.name for path in (place / "es").iterdir()} == {
        "es.aff",
        "es.dic",
        "LICENSE",
        "README.md",
        "more.txt",
    }


def test_a_language_without_a_dictionary_has_no_spelling(tmp_path: Path) -> None:
    assert Speller("qps").knows("anything")
    assert Speller("qps").nearest("anything") == ""


def test_a_broken_dictionary_is_no_dictionary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xx.aff").write_bytes(b"SFX \xff nonsense\n")
    (tmp_path / "xx.dic").write_bytes(b"\xff\xfe\n")
    monkeypatch.setattr("sphinx_tandem.checks.language.spelling.SYSTEM", (tmp_path,))
    assert Speller("xx").knows("anything")


def test_the_check_reads_the_words_of_the_site(make_site: MakeSite) -> None:
    site = make_site()
    site.catalog("about", {"About": "Acerca del joven Jartumés y su yartumés"})
    found = Inspection(load(site.folder), [Path("locales")]).findings()
    assert [(one.line, one.code) for one in found] == [(6, "text-spelling")]
    site.write("locales/es/words.txt", "yartumés\n")
    assert not Inspection(load(site.folder), [Path("locales")]).findings()
