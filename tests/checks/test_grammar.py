"""What only a dictionary, a term base or the other translations show."""

from __future__ import annotations

import pytest

from sphinx_tandem.catalogs.model import Catalog, Entry, as_untranslatable
from sphinx_tandem.checks.language import check_text, passages
from sphinx_tandem.checks.language.spelling import Spelling, speller
from sphinx_tandem.checks.language.terms import Term, TermBase, Terms
from sphinx_tandem.checks.language.whole import Corpus
from sphinx_tandem.text import Syntax

LONG = "The lessons can be read on a phone; the exercises need a computer with a keyboard."
LARGO = "Las lecciones se leen en un teléfono; los ejercicios piden una computadora con teclado."
OTHER = "Ask your helper for the address of the hub and write it down on a sheet of paper."
OTRO = "Pídele a quien te ayuda la dirección del hub y anótala en una hoja de papel."
ENTRIES = [
    Entry(LONG, LARGO),
    Entry(OTHER, OTRO),
    Entry("The next step, and the contact with other communities", "El paso, y el contacto"),
    *(Entry(f"{LONG} {number}", f"{LARGO} {number}") for number in range(40)),
    Entry("Save your changes", "Guarda tus cambios"),
    Entry("Save your changes", "Guarda lo que cambiaste"),
    Entry("Save your changes", "Guarda tus cambios"),
]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    found = Spelling(speller("es"), ["hub"])
    found.add(Catalog(tuple(ENTRIES)))
    found.corpus = Corpus([Catalog(tuple(ENTRIES))])
    return found


TERMS = Terms(
    TermBase((
        Term("you", ("tú",), (), False, 1),
        Term("Docker", ("Docker",), (), False, 2),
    )),
    "es",
)  # fmt: skip


def codes(entry: Entry, spelling: Spelling) -> list[str]:
    found = passages(entry, "es", Syntax.MYST, (TERMS,), spelling)
    return [problem.code for one in found for problem in check_text(one)]


WRONG = [
    ("text-untranslated", "Next step", "Next step"),
    ("text-untranslated", "Stop. The next step is the contact.", "Alto. The next step is the contact."),
    ("text-untranslated", "See [the next step](a.md).", "Mira [the next step](a.md)."),
    ("text-incomplete", LONG, "Las lecciones se pueden leer en un teléfono; los"),
    ("text-incomplete", LONG, f"{LARGO} {LARGO}"),
    ("text-incomplete", LONG, OTRO),
    ("text-incomplete", LONG, f"{LARGO} {OTRO}"),
    ("text-consistency", "Save your changes", "Guarda lo que cambiaste"),
    ("text-agreement", "The page", "El página"),
    ("text-agreement", "The books", "El libros"),
    ("text-agreement", "A decision", "Un decisión"),
    ("text-accent", "What is it?", "¿Que es?"),
    ("text-accent", "You need more.", "Necesitas mas."),
    ("text-accent", "The hub is in use.", "El hub esta en uso."),
    ("text-accent", "It tells how to begin.", "Cuenta como empezar."),
    ("text-accent", "By itself", "Por si mismo"),
    ("text-accent", "It published the list.", "Ayer publico la lista."),
    ("text-address", "You can save it.", "Usted puede guardarlo."),
    ("text-address", "You can save it.", "Podés guardarlo."),
    ("text-address", "You can save it.", "Podéis guardarlo."),
    ("text-address", "Save the list.", "Guarde la lista."),
    ("text-name", "Open JupyterHub now.", "Abre Jupyterhub ya."),
    ("text-name", "Open JupyterHub now.", "Abre Jupyter Hub ya."),
    ("text-name", "Open GitHub now.", "Abre GitHbu ya."),
    ("text-name", "Open Docker now.", "Abre Dokcer ya."),
    ("text-figures", "It takes 15 minutes.", "Lleva 15 horas."),
    ("text-figures", "It has 8 GB.", "Tiene 8 MB."),
    ("text-figures", "On Monday at 9:30", "El lunes a las 10:30"),
    ("text-figures", "On Monday", "El martes"),
    ("text-figures", "In March 2024", "En abril de 2024"),
    ("text-figures", "It has two parts.", "Tiene tres partes."),
    ("text-figures", "It has 1.6 GB.", "Tiene 16 GB."),
    ("text-link", "[The images](a.md), [the servers](b.md)", "[Las imágenes](b.md), [los servidores](a.md)"),
    ("text-capital", "Next step", "siguiente paso"),
    ("text-punctuation", "The list:", "La lista."),
    ("text-punctuation", "The list", "La lista entera."),
    ("text-spaces", "The list (short) is here.", "La lista(corta) está aquí."),
    ("text-spaces", "See [it](a.md) here.", "Mira[esto](a.md) aquí."),
]  # fmt: skip
RIGHT = [
    ("Docker", "Docker"),
    ("Error", "Error"),
    ("Book of Good Practice", "Book of Good Practice"),
    ("See [the hub](a.md).", "Mira [el hub](a.md)."),
    ("The water, and its use", "El agua y su uso"),
    ("The problem", "El problema"),
    ("It uses them.", "Los usa."),
    ("As in a list", "Como en una lista"),
    ("This list is long.", "Esta lista es larga."),
    ("If you like", "Si quieres"),
    ("I use the list.", "Uso la lista."),
    ("In contact with others", "En contacto con otras personas"),
    ("You can save it.", "Ustedes pueden guardarlo."),
    ("Notes on the course", "Sobre el curso"),
    ("Print the list.", "Imprime la lista."),
    ("It takes 60 minutes.", "Lleva 1 hora."),
    ("[The images](a.md), [the servers](b.md)", "[Los servidores](b.md), [las imágenes](a.md)"),
    ("hub, in short", "hub, en suma"),
    ("Save your changes", "Guarda tus cambios de una vez"),
]


@pytest.mark.parametrize(("code", "english", "translation"), WRONG)
def test_faults_are_found(code: str, english: str, translation: str, spelling: Spelling) -> None:
    assert code in codes(Entry(english, translation), spelling)


@pytest.mark.parametrize(("english", "translation"), RIGHT)
def test_good_work_is_left_alone(english: str, translation: str, spelling: Spelling) -> None:
    assert codes(Entry(english, translation), spelling) == []


def test_what_has_nothing_to_translate_may_be_english(spelling: Spelling) -> None:
    entry = as_untranslatable(Entry("Next step", ""))
    assert codes(entry, spelling) == []
