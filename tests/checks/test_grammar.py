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
    *(Entry(f"Open the drawer {number}", f"Abre la gaveta {number}") for number in range(20)),
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
        Term("user", ("persona usuaria", "quienes usan"), (), False, 3),
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
    # What stands before a noun, behind it, and its verb.
    ("text-agreement", "in this table", "en este tabla"),
    ("text-agreement", "with the same word", "con la mismo palabra"),
    ("text-agreement", "another name", "con otra nombre"),
    ("text-agreement", "all the pages", "todos las páginas"),
    ("text-agreement", "one of its parts", "una de su partes"),
    ("text-agreement", "Stop your server.", "Detén tus servidor."),
    ("text-agreement", "the file", "los archivo"),
    ("text-agreement", "the server", "la servidor"),
    ("text-agreement", "with a new image", "con una imagen nuevo"),
    ("text-agreement", "new languages", "idiomas nuevas"),
    ("text-agreement", "The lists are there.", "Las listas está ahí."),
    # People.
    ("text-inclusive", "All users see it.", "Lo ven los usuarios."),
    ("text-inclusive", "Scientists use it.", "Lo usan los científicos."),
    ("text-inclusive", "Everybody can read it.", "Todos pueden leerlo."),
    ("text-inclusive", "for users", "para usuari@s"),
    # Accents that another word is without, or has too many.
    ("text-accent", "What it did", "Que hizo"),
    ("text-accent", "Check who made it.", "Mira quien lo hizo."),
    ("text-accent", "what it is and how much it is", "qué es y cuanto es"),
    ("text-accent", "See how it is solved.", "Observa como se resuelve."),
    ("text-accent", "tell it what to do", "decirle que hacer"),
    ("text-accent", "You decide.", "Lo decides tu."),
    ("text-accent", "It was published.", "Se publico ayer."),
    ("text-spelling", "the public history", "el historial publico"),
    ("text-spelling", "This way", "Se hace asi"),
    ("text-spelling", "It was long.", "La lista fué larga."),
    # Whom one addresses, as far as the English tells.
    ("text-address", "If you want it, ask.", "Si quiere eso, pregunta."),
    ("text-address", "You can start it here.", "Aquí puede iniciarlo."),
    ("text-address", "your server", "su servidor"),
    ("text-address", "It helps you to begin.", "Le ayuda a empezar."),
    ("text-address", "Choose home, and say why.", "Elija home, y di por qué."),
    ("text-address", "Look at the list.", "Antes de eso, mire la lista."),
    # Numbers that are gone, and what is counted.
    ("text-figures", "You have 15 minutes for it.", "Tienes minutos para hacerlo."),
    ("text-figures", "The 8 hours are over.", "Pasaron las horas."),
    ("text-figures", "The six lessons are long.", "Las lecciones son largas."),
    ("text-figures", "two years of work", "dos meses de trabajo"),
    ("text-figures", "About 100 GB of room", "Unos 10 GB de espacio"),
    ("text-figures", "At 80 per cent of it", "Al 80 de eso"),
    ("text-figures", "2 dollars a month", "2 euros por mes"),
    ("text-figures", "The first lesson", "La segunda lección"),
    ("text-figures", "12 February and 20 February", "12 de febrero y 20 de marzo"),
    # English that is left.
    ("text-untranslated", "Behind it, which of the lists is it?", "Detrás, which of the lists es."),
    ("text-untranslated", "About the drawer", "About the drawer"),
    ("text-untranslated", "the drawer of it", "la drawer nueva"),
    ("text-name", "In Docker and in Docker", "En Docker y en Dokcer"),
    ("text-name", "The model 2x2y is here.", "El modelo 2x3y está aquí."),
    # Ends and capitals.
    ("text-punctuation", "The list is here.", "La lista está aquí,"),
    ("text-punctuation", "In this list", "En esta lista:"),
    ("text-capital", "See the list. Then go on.", "Mira la lista. luego sigue."),
    ("text-capital", "In our list", "En Nuestra Lista"),
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
    # A verb behind a pronoun, a noun of both, an adjective of an earlier noun.
    ("This shows the list.", "Este muestra la lista."),
    ("above all the pages", "sobre todo las páginas"),
    ("the files of the folder that are shared", "los archivos de la carpeta compartidos"),
    ("the shared files of the folder", "los archivos de una carpeta compartidos por el hub"),
    ("with the same water", "con el agua de otra persona"),
    ("your crises", "tus crisis"),
    ("The title of the pages is long.", "El título de las páginas es largo."),
    # Both forms, things, and the tools of a browser.
    ("users and owners", "usuarios y usuarias"),
    ("champions", "campeonas y campeones"),
    ("scientific data for users", "datos científicos para quienes usan el hub"),
    ("developer tools for users", "herramientas para desarrolladores"),
    ("All of them take it.", "Todos aceptan eso."),
    # Somebody else than the reader, and the reader as *tú*.
    ("If your helper wants it, ask.", "Si tu ayudante quiere eso, pregunta."),
    ("The hub can stop, and you can start it.", "El hub puede parar, y tú puedes iniciarlo."),
    ("your hub and its server", "tu hub y su servidor"),
    (
        "until somebody deletes the list, and you see it",
        "hasta que alguien borre la lista y la veas",
    ),
    # Numbers in words, and other spans of the same length.
    ("You have 15 minutes for it.", "Tienes quince minutos para hacerlo."),
    ("The 24 hours are over.", "Pasó un día entero."),
    ("The two lists are long.", "Ambas listas son largas."),
    ("the second time, after 30 seconds", "la segunda vez, después de 30 segundos"),
    ("About 1.5 million pages", "Alrededor de 1,5 millones de páginas"),
    # Quotations, brackets, abbreviations.
    ("On Tuesday", "El martes"),
    ("the drawer of it", "la gaveta (drawer) de eso"),
    ("The plan of the project: here", "El plan del proyecto aquí"),
    ("See the list. Then go on.", "Mira la lista. Luego sigue."),
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
