"""The term base: what it asks for is asked for, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import snapshots
from harness.sites import MakeSite
from sphinx_tandem.catalogs.model import Entry
from sphinx_tandem.checks.inspection import Inspection
from sphinx_tandem.checks.language import check_text, passages
from sphinx_tandem.checks.language.terms import TermBase, Terms, read_termbase
from sphinx_tandem.site.settings import load
from sphinx_tandem.text import Syntax

TABLE = """\
english,spanish,part_of_speech,note,check,avoid
cloud,nube,noun,,yes,
cloud computing,computación en la nube | cómputo en la nube,noun,,,
community partner,comunidad asociada,noun,,,
kernel,kernel,noun,stays English,,núcleo
CPU core,núcleo de CPU,noun,,yes,
Right to Replicate,Derecho a Replicar,name,,yes,
user name,nombre de usuario,noun,,no,
file,archivo,noun,,,fichero
publish,publicar,verb,,yes,
publish,editar,verb,,yes,
community,comunidad,noun,,yes,
Cell,Celda,name,,yes,
GitHub,GitHub,name,,yes,
GPU,GPU,name,,yes,
new node,hub nuevo,noun,,,
odd set,conjunto raro,noun,,,
repo,repositorio,noun,,yes,
repo,depósito,noun,,no,depo
job,,noun,,,empleo
"""


def table(tmp_path: Path, text: str = TABLE, language: str = "es") -> TermBase:
    path = tmp_path / "termbase.csv"
    path.write_text(text, encoding="utf-8")
    return read_termbase(path, language)


def found(base: TermBase, english: str, translation: str, language: str = "es") -> list[str]:
    terms = (Terms(base, language),)
    return [
        problem.message
        for passage in passages(Entry(english, translation), language, Syntax.MYST, terms)
        for problem in check_text(passage)
        if problem.code == "text-term"
    ]


WRONG = [
    ("Work in the cloud.", "Trabaja en la red.", "cloud"),
    ("Cloud computing is here.", "La informática llegó.", "cloud computing"),
    ("Our community partners", "Nuestras organizaciones", "community partner"),
    ("Our **community** partners", "Nuestras organizaciones", "community partner"),
    ("Restart the kernel.", "Reinicia el núcleo.", "kernel"),
    ("Restart the kernels.", "Reinicia los núcleos.", "kernel"),
    ("the Right to Replicate", "el derecho de copia", "Right to Replicate"),
    ("Open a file.", "Abre un fichero.", "file"),
    ("Open it as a file.", "Ábrelo como un archivo, como un fichero.", "file"),
    ("Find a job.", "Busca un empleo.", "job"),
    ("Our repo", "El depo", "repo"),
    ("Our communities", "Nuestros grupos", "community"),
    ("Our community's page", "La página del grupo", "community"),
    ("Our community’s page", "La página del grupo", "community"),
    ('Press "cloud computing".', 'Pulsa "cloud".', "cloud computing"),
    ("Use cloud computing here.", "Usa cloud computing aquí.", "cloud computing"),
    ("It is cloud computing", "It is cloud computing", "cloud computing"),
    ("The Cell is here.", "Está aquí.", "Cell"),
    ("GitHub is here.", "Está aquí.", "GitHub"),
    ("GPU is here.", "Está aquí.", "GPU"),
    ("The Right to Replicate Act", "El acto", "Right to Replicate"),
    ("Cloud is here.", "La red está aquí.", "cloud"),
    ("It is the cloud API.", "Es la red API.", "cloud"),
    ("One CPU core", "Un núcleo", "CPU core"),
    ("Two odd sets", "Dos conjuntos", "odd set"),
]


@pytest.mark.parametrize(("english", "translation", "term"), WRONG)
def test_a_translation_against_the_term_base_is_found(
    tmp_path: Path, english: str, translation: str, term: str
) -> None:
    messages = found(table(tmp_path), english, translation)
    assert len(messages) == 1
    assert f"“{term}”" in messages[0]


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        ("Work in the cloud.", "Trabaja en las nubes."),
        ("Cloud computing is here.", "El cómputo en la nube llegó."),
        ("Cloud computing is here.", "Llegó la computación interactiva en la nube."),
        ("Our community partners", "Nuestras comunidades más antiguas, asociadas desde 2023"),
        # Names, code and links are no terms; nor is a part of a longer term.
        ("Use Google Cloud Storage.", "Usa Google Cloud Storage."),
        ("Type `cloud`, or see [here](cloud.md).", "Escribe `cloud` o mira [aquí](cloud.md)."),
        ("A cloudy day", "Un día nublado"),
        ("One CPU core and a kernel", "Un núcleo de CPU y un kernel"),
        # One wording is allowed for one term although it is avoided for another.
        ("The kernel uses every CPU core.", "El kernel usa cada núcleo de CPU."),
        ("Your user name", "Tu apodo"),
        ("Open a file.", "Abre esto."),
        ("Our repo", "El sitio"),
        ("We publish it.", "Lo publicamos hoy."),
        ("We publish it.", "Ya se editó."),
        ("the Right of Replicate", "el derecho de réplica"),
        ("Our community-garden", "Nuestra comunidad y su jardín"),
        ("Two odd things", "Dos cosas"),
        ("Cloud Computing is here.", "La informática llegó."),
        ("In the Cloud we trust.", "Confiamos en eso."),
        ("Cell is here.", "Está aquí."),
        ("Cloud Storage is here.", "Storage está aquí."),
        ("See @cloud or cloud/ now.", "Mira eso ya."),
        ("See #cloud, a/cloud or a_cloud.", "Mira eso ya."),
        ("Cloud computing is here.", "Llegó la computación de nube."),
        ("Two new nodes", "Los nuevos y buenos hubs"),
        ("Two new nodes", "Dos hubs de los nuevos"),
        # A label that stays English.
        ('Press "cloud computing".', 'Pulsa "cloud computing".'),
    ],
)
def test_what_the_term_base_allows_is_left_alone(
    tmp_path: Path, english: str, translation: str
) -> None:
    assert not found(table(tmp_path), english, translation)


def test_messages_name_the_line_and_what_is_right(tmp_path: Path) -> None:
    base = table(tmp_path)
    texts = [message for english, text, _ in WRONG for message in found(base, english, text)]
    snapshots.compare(Path(__file__).with_name("term_messages.txt"), "\n".join(texts) + "\n")


def test_words_are_found_in_languages_without_spaces_and_within_compounds(tmp_path: Path) -> None:
    base = table(tmp_path, "english,japanese,check\ncloud,クラウド,yes\n", "ja")
    assert not found(base, "Use the cloud.", "クラウドを使う", "ja")
    assert found(base, "Use the cloud.", "雲を使う", "ja")
    base = table(tmp_path, "english,german,check\ncloud,Wolken,yes\nhub,Knoten,yes\n", "de")
    assert not found(base, "The cloud service", "Der Wolkendienst", "de")
    assert found(base, "The hub service", "Der Netzdienst", "de")
    base = table(tmp_path, "english,german,check\ncloud,Wolke,yes\n", "de")
    assert found(base, "The cloud", "Die Wolkigkeit", "de")
    base = table(tmp_path, "english,portuguese,check\npublish,publicar,yes\n", "pt_BR")
    assert not found(base, "We publish it.", "Publicamos isso.", "pt_BR")
    base = table(tmp_path, "english,translation,check\ncloud,nubos,yes\n", "xx")
    assert not found(base, "The cloud", "Ta nubo", "xx")
    assert found(base, "The cloud", "Ta", "xx")


def test_a_file_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    assert read_termbase(tmp_path / "nowhere.csv", "es") == TermBase()
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "latin.csv").write_bytes(b"english,spanish\nhub,\xff\n")
    for name, line in (("folder.csv", 1), ("latin.csv", 2)):
        (finding,) = read_termbase(tmp_path / name, "es").findings
        assert (finding.line, finding.code) == (line, "termbase-file")


def test_the_column_may_be_called_translation_or_by_the_language(tmp_path: Path) -> None:
    for name, language in (("translation", "de"), ("German", "de"), ("Portuguese", "pt_BR")):
        base = table(tmp_path, f"\ufeffEnglish;{name}\ndata set;X Y | Z\n", language)
        assert [(term.english, term.variants) for term in base.terms] == [
            ("data set", ("X Y", "Z"))
        ]
        assert not base.findings
    compound = table(tmp_path, "english,german\ndata set,Datensatz\n", "de")
    assert not found(compound, "Two data sets", "Zwei Datensätze", "de")
    assert not found(compound, "The data set name", "Der Datensatzname", "de")
    assert found(compound, "Two data sets", "Zwei Tabellen", "de")


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "termbase-file"),
        ("term,meaning\na,b\n", 1, "termbase-file"),
        ("english,note\na,b\n", 1, "termbase-file"),
        ("term,spanish\na,b\n", 1, "termbase-file"),
        ('"english,spanish', 1, "termbase-file"),
        ('english,spanish\nhub,hub\ncloud,"nube\n', 3, "termbase-file"),
        ("english,spanish\nhub,hub\ncloud,\n", 3, "termbase-entry"),
        ("english,spanish\n,nube\n", 2, "termbase-entry"),
        ("english,spanish\ncloud,nube,claro\n", 2, "termbase-entry"),
        ("english,spanish,check\ncloud,nube,perhaps\n", 2, "termbase-entry"),
        ("english,spanish,avoid\ncloud,nube,Nube | red\n", 2, "termbase-entry"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, line: int, code: str) -> None:
    findings = table(tmp_path, text).findings
    assert [(one.line, one.code) for one in findings] == [(line, code)]


def test_a_bad_term_base_is_a_finding_of_the_check(make_site: MakeSite) -> None:
    site = make_site()
    path = site.write("locales/es/termbase.csv", "")
    path.write_bytes(b"english,spanish\nhub,hub\ncloud,nube\xe9\n")
    findings = Inspection(load(site.folder), [Path("locales")]).findings()
    assert [(one.path, one.line, one.code, one.language) for one in findings] == [
        ("locales/es/termbase.csv", 3, "termbase-file", "es")
    ]
    path.write_text("english,spanish\nGood morning,Buenos días\n", encoding="utf-8")
    assert not Inspection(load(site.folder), [Path("locales")]).findings()
