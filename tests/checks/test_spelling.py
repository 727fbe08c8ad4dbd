"""Spelling: a slip is found, and a right word is no finding in any of its forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.sites import MakeSite
from sphinx_tandem.catalogs.model import Catalog, Entry
from sphinx_tandem.checks.inspection import run
from sphinx_tandem.checks.language import spelling
from sphinx_tandem.checks.language.passage import passages
from sphinx_tandem.checks.language.spelling import (
    Speller,
    Spelling,
    Vocabulary,
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
    vocabulary = Vocabulary(own)
    vocabulary.add(Catalog((entry, *(Entry(f"{n}", text) for n, text in enumerate(others)))))
    spelling = Spelling(speller("es"), vocabulary)
    return [
        problem.message
        for passage in passages(entry, "es", Syntax.MYST)
        for problem in spelling.judge(passage)
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
    ],
)
def test_right_words_names_and_code_are_left_alone(translation: str) -> None:
    assert not messages(translation)


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
    found = run(load(site.folder), [Path("locales")])
    assert [(one.line, one.code) for one in found] == [(6, "text-spelling")]
    site.write("locales/es/words.txt", "yartumés\n")
    assert not run(load(site.folder), [Path("locales")])
