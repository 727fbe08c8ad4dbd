"""Typography: what a careful proofreader would mark, and nothing that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import snapshots
from sphinx_tandem.catalogs.model import Entry
from sphinx_tandem.checks.language import check_text, passages
from sphinx_tandem.checks.rules import Problem
from sphinx_tandem.text import Syntax


def problems(
    english: str, translation: str, language: str = "es", syntax: Syntax = Syntax.MYST
) -> list[Problem]:
    entry = Entry(english, translation)
    return [
        problem for passage in passages(entry, language, syntax) for problem in check_text(passage)
    ]


def codes(english: str, translation: str, language: str = "es") -> list[str]:
    return [problem.code for problem in problems(english, translation, language)]


WRONG = [
    # Questions and exclamations.
    ("text-punctuation", "Where is it?", "Dónde está?", "¿Dónde está?"),
    ("text-punctuation", "Where is it?", "¿Dónde está", "¿Dónde está?"),
    ("text-punctuation", "Hello, Ana!", "Hola, Ana!", None),
    ("text-punctuation", "Is it `x`?", "Es `x`?", "¿Es `x`?"),
    ("text-punctuation", "If it rains, do you come? No.", "Si llueve, vienes? No.", None),
    ("text-punctuation", "Yes. Is it on? Then go.", "Sí. ¿Está encendido. Entonces ve.", None),
    ("text-punctuation", "Red, green, blue", "Rojo,, verde, azul", None),
    (
        "text-punctuation",
        "We keep the files for a year.",
        "Guardamos los archivos durante un año",
        None,  # it may be cut off
    ),
    # Brackets and quotation marks.
    ("text-brackets", "A list (short).", "Una lista (corta.", None),
    ("text-brackets", "A list (short).", "Una lista corta).", None),
    ("text-brackets", "Two [a] (b)", "Dos [a (b)", None),
    ("text-quotes", 'Say "yes".', 'Di "sí.', None),
    ("text-quotes", "Say “yes”.", "Di “sí.", None),
    ("text-quotes", 'Say "yes".', "Di «sí.", None),
    ("text-quotes", "Say 'yes' now.", "Di 'sí ahora.", None),
    # Spaces.
    ("text-spaces", "Two words", "Dos  palabras", "Dos palabras"),
    ("text-spaces", "Two words", "Dos\tpalabras", "Dos palabras"),
    ("text-spaces", "Two words", "Dos palabras ", "Dos palabras"),
    ("text-spaces", "Two words", " Dos palabras", "Dos palabras"),
    ("text-spaces", "Red, blue", "Rojo , azul", "Rojo, azul"),
    ("text-spaces", "Use `x`.", "Usa `x` .", "Usa `x`."),
    ("text-spaces", "Where?", "¿ Dónde?", "¿Dónde?"),
    ("text-spaces", "One (two) three", "Uno ( dos ) tres", "Uno (dos) tres"),
    ("text-spaces", "«Hello» to all", "« hola» a todo el mundo", "«hola» a todo el mundo"),
    ("text-spaces", "Hello, world", "Hola,mundo", "Hola, mundo"),
    ("text-spaces", "It ends. More.", "Este es el fin.Otra cosa.", "Este es el fin. Otra cosa."),
    ("text-spaces", "Hello, how are you?", "Hola,¿qué tal?", "Hola, ¿qué tal?"),
    # A backslash that escapes nothing.
    ("text-punctuation", "Bye.", "Adiós.\\", "Adiós."),
    # Invisible characters.
    ("text-invisible", "Save your work.", "Guarda\u200b tu trabajo.", "Guarda tu trabajo."),
    ("text-invisible", "Save your work.", "\ufeffGuarda tu trabajo.", "Guarda tu trabajo."),
    ("text-invisible", "Save your work.", "Guarda tu tra\u2060bajo.", "Guarda tu trabajo."),
    ("text-invisible", "Save your work.", "Guarda tu trabajo\u00ad.", "Guarda tu trabajo."),
    # Sentences that were left in English.
    (
        "text-untranslated",
        "You can save it whenever you like.",
        "You can save it whenever you like.",
        None,
    ),
    (
        "text-untranslated",
        "You can save it when you like.",
        "Guárdalo ya. You can save it when you like.",
        None,
    ),
    # Figures.
    ("text-figures", "We run 22 hubs.", "Mantenemos 29 hubs.", None),
    ("text-figures", "It began in 2024.", "Empezó en 2042.", None),
    ("text-figures", "On 16 August 2024", "El 19 de agosto de 2024", None),
    ("text-figures", "Some 1,500 people", "Unas 1.600 personas", None),
    # Ellipses.
    ("text-ellipsis", "Wait…", "Espera....", "Espera…"),
    ("text-ellipsis", "Wait...", "Espera. . .", "Espera..."),
    ("text-ellipsis", "Wait, please.", "Espera, por favor..", "Espera, por favor."),
    # Repetition.
    ("text-repeated", "In the list", "En la la lista", "En la lista"),
    # Numbers.
    ("text-number", "It costs $3.50.", "Cuesta $3.50.", "Cuesta $3,50."),
    ("text-number", "Takes 1.5 GB", "Ocupa 1.5 GB", "Ocupa 1,5 GB"),
    ("text-number", "0.125 km", "0.125 km", "0,125 km"),
    ("text-number", "Some 12,500 people", "Unas 12,500 personas", None),
    ("text-number", "1,250,000 rows", "1,250,000 filas", None),
    # Dates.
    ("text-date", "On 6 August 2024", "El 6 August 2024", None),
    ("text-date", "On 6 August 2024", "El 6 de Agosto de 2024", "El 6 de agosto de 2024"),
    ("text-date", "On August 6, 2024", "El agosto 6, 2024", None),
    ("text-date", "On 6 August 2024", "El 6 de agosto del 2024", None),
    ("text-date", "On 6 August 2024", "El 6 agosto 2024", None),
    ("text-date", "On 12/31/2024", "El 12/31/2024", None),
    ("text-date", "See you on Monday.", "Nos vemos el Lunes.", "Nos vemos el lunes."),
    # Each way to see that a comma stands between thousands.
    ("text-number", "(1,250,123) rows", "(1,250,123) filas", None),
    ("text-number", "(1,500)", "(1,500) en total", None),
    ("text-number", "Some 1,234 people", "Unas 1,234 personas", None),
    ("text-number", "It has 1,234+ pages", "Tiene 1,234+ páginas", None),
    ("text-number", "Up to 1,234", "Hasta 1,234", None),
    ("text-number", "Two of 1.5 GB and 1.5 TB", "Dos de 1.5 GB y 1.5 TB", "Dos de 1,5 GB y 1,5 TB"),
    ("text-number", "Takes 1.5 GB", "Ocupa 1.5 GB o 1.5", None),
    # A date is a quotation only where it stands within one.
    ("text-date", "“Yes”, on 6 August 2024, “no”", "«Sí», el 6 August 2024, «no»", None),
    ("text-date", 'A "yes" on 6 August 2024', 'Un "sí" el 6 August 2024', None),
    ("text-date", "On Monday or Friday", "El Lunes o el Viernes", "El lunes o el viernes"),
    # Questions and exclamations, once more.
    ("text-punctuation", "Is ¿ a sign?", "¿Es ¿ un signo", None),
    ("text-punctuation", "Ana asks: Why?", "Ana pregunta: Why?", None),
    ("text-punctuation", "Hello, she said", "Hola! dijo ella", None),
    ("text-punctuation", "Hello to all of you!", "Hola a todo el mundo que está hoy aquí!", None),
    ("text-punctuation", "Hello to all of you!", "¡Hola a todo el mundo que está hoy aquí", None),
    ("text-punctuation", "Hello to you!", "Hola al mundo que está aquí!", None),
    ("text-punctuation", "Hello!", "¡Hola\nAdiós.", None),
    ("text-punctuation", "Is it so, or not?", "¿Es así, o no", None),
    ("text-punctuation", "It is so.", "¿Es así", None),
    ("text-punctuation", "Why? Yes! No.", "¿Por qué? Sí! No.", None),
    ("text-punctuation", "Why? Yes? No.", "¿Por qué ¿Sí? No.", None),
    ("text-punctuation", "Red: blue", "Rojo:: azul", None),
    ("text-punctuation", "It is red.", "Es rojo,.", None),
    ("text-punctuation", "Bye now.", "Adiós \\ , ya.", "Adiós, ya."),
    (
        "text-punctuation",
        "We keep it a year.",
        "Lo guardamos todo un año",
        None,
    ),
    # Brackets and quotation marks, once more.
    ("text-brackets", "Two (a) b", "Dos ([a) b", None),
    ("text-brackets", "Two a b", "Dos }a{ b", None),
    ("text-brackets", "First or second", "Primero) o segundo", None),
    ("text-quotes", "Say “yes”.", "Di sí”.", None),
    ("text-quotes", "Say «yes».", "Di sí».", None),
    ("text-quotes", "Say “yes” “no”.", "Di „sí „no“.", None),
    ("text-quotes", "Say “yes” “no”.", "Di ”sí” y ”no.", None),
    ("text-quotes", "Say 'yes'.", "Di sí'.", None),
    # Points in a row, once more.
    ("text-ellipsis", "Wait, please.", "Espera.. por favor.", None),
    ("text-ellipsis", "Wait, please", "Espera, por favor..", None),
    ("text-ellipsis", "Wait, please.", "Espera, por favor….", None),
    ("text-ellipsis", "Wait, please.", "Espera. . . por favor.", "Espera… por favor."),
    ("text-ellipsis", "Wait... or…", "Espera.... o...", None),
    ("text-ellipsis", "Wait… or…", "Espera.... o. . . así", "Espera… o… así"),
    # Spaces, once more.
    ("text-spaces", "Hi! What is up?", "¡Hola!¿Qué tal?", "¡Hola! ¿Qué tal?"),
    ("text-spaces", "The hub, good", "El hub,bueno", "El hub, bueno"),
    ("text-spaces", "One (two), three", "Uno (dos),tres", "Uno (dos), tres"),
    ("text-spaces", "Ends; more.", "Acaba;Más.", "Acaba; Más."),
    ("text-spaces", "Red, blue; grey", "Rojo , azul ; gris", "Rojo, azul; gris"),
    ("text-spaces", "Two words (here)", "Dos  palabras  (aquí)", "Dos palabras (aquí)"),
    (
        "text-spaces",
        "Ask.",
        "Se puede preguntar sin miedo a la gente  de aquí.",
        "Se puede preguntar sin miedo a la gente de aquí.",
    ),
    ("text-invisible", "Save it.", "\u200bGuárdalo.", "Guárdalo."),
    (
        "text-invisible",
        "Save your work today.",
        "Guarda hoy tu trabajo para que no se pierda\u200b nunca más.",
        "Guarda hoy tu trabajo para que no se pierda nunca más.",
    ),
    (
        "text-brackets",
        "It is (so).",
        "Una frase bastante larga (que no se cierra y sigue todavía más.",
        None,
    ),
    ("text-brackets", "It is (so).", "Superextraordinariamente(Superextraordinariamente", None),
]
# What breaks several rules, or one of them twice.
SEVERAL = [
    ("On 6 August 2024", "El «6 August 2024", ["text-date", "text-quotes"]),
    ("In the list of it", "En la lista de de ello y la la", ["text-repeated"]),
    ("Where?\nThere.", "¿Dónde ?\nAllí.", ["text-spaces"]),
    ("It ends! More.", "¡Acaba!Más.", ["text-punctuation", "text-spaces"]),
    ("Save it.", "Guár\u200bdalo  hoy.", ["text-invisible", "text-spaces"]),
]


@pytest.mark.parametrize(("code", "english", "translation", "fixed"), WRONG)
def test_a_proofreader_s_mark_is_found_once(
    code: str, english: str, translation: str, fixed: str | None
) -> None:
    found = problems(english, translation)
    assert [problem.code for problem in found] == [code]
    assert found[0].fixed == fixed
    if fixed is not None:
        assert not problems(english, fixed)


@pytest.mark.parametrize(("english", "translation", "expected"), SEVERAL)
def test_each_mark_is_found(english: str, translation: str, expected: list[str]) -> None:
    assert sorted(codes(english, translation)) == expected


def test_messages_say_what_is_wrong_and_where() -> None:
    cases = [(english, translation, "es") for _, english, translation, _ in WRONG]
    cases += [(english, translation, language) for language, english, translation, _ in LANGUAGES]
    found = [
        f"{problem.code}: {problem.message}\n"
        for english, translation, language in cases
        for problem in problems(english, translation, language)
    ]
    snapshots.compare(Path(__file__).with_name("text_messages.txt"), "".join(found))


RIGHT = [
    # Any closing mark closes what any opening one opened; marks within words and code.
    ("What?!", "¡¿Qué?!"),
    ("What a day!", "¿Qué día!"),
    ("Really???", "¿¿¿De veras???"),
    ("Are you hungry? Eat. Thirsty? Drink.", "¿Tienes hambre? Come. ¿Sed? Bebe."),
    ("See https://a.org/?q=1 and `a?`.", "Mira https://a.org/?q=1 y `a?`."),
    ("Press ? for help", "Pulsa ? para ver la ayuda"),
    ('The sign "?"', 'El signo "?"'),
    ("Made for Yahoo! Mail users", "Hecho para quienes usan Yahoo! Mail"),
    ("Yahoo! is old.", "Yahoo! es viejo."),
    ('The book "Who am I?" is short.', 'El libro "Who am I?" es corto.'),
    ("Use ¿ and ¡", "Usa ¿ y ¡"),
    ("!important", "!important"),
    ("To see?", "¿A ver?"),
    ("Use the opening one", "Usa ¿"),
    ("“Yes” is it?", "¿“Sí” es?"),
    ("Put the sign here", "Pon a?b aquí o ahí?=b"),
    ("It says: Who am I? Good.", "Dice algo bueno. Who am I? Bueno."),
    ("It says: Why now? Good.", "Dice algo bueno. Why now? Bueno."),
    ("Made for Wow! users", "Hecho para Wow!"),
    ("Users of Wow!", "Usuarios de Wow! contentos"),
    ("We keep them here.", "Los guardamos todos aquí"),
    ("We keep it for the U.S.", "Lo guardamos todo para Estados Unidos"),
    ("We keep it for all...", "Lo guardamos para todo el mundo"),
    ("Run it as root with `a.`", "Hazlo como administradora con `a`"),
    # Labels need no full stop, and abbreviations bring theirs.
    ("Your files.", "Tus archivos"),
    ("Apples, pears, plums, figs, etc.", "Manzanas, peras, ciruelas, higos y demás"),
    # Brackets that are not brackets.
    ("a) first b) second", "a) primero b) segundo"),
    ("Happy :-) now", "Feliz :-) ahora"),
    ("The range [0, 1)", "El intervalo [0, 1)"),
    ("See [the list](a.md).", "Mira [la lista](a.md)."),
    ('The sign "("', 'El signo "("'),
    ("The opening sign", 'El signo "("'),
    ("First or second", "a) primero o (b) segundo, iv) cuarto"),
    ("Good and bad", "Bien :-) o mal :( o :D"),
    ("From zero to one", "De [0, 1) a (0, 1]"),
    ("See (it) now", "Mira https://a.org/x_(y) ya"),
    # Apostrophes and inches are no quotation marks.
    ("In Xi'an, Ana's home", "En Xi'an, la casa de Ana"),
    ('A 15" screen', 'Una pantalla de 15"'),
    ("A screen of 15 inches", 'Una pantalla de 15"'),
    ("Say “yes”.", "Di „sí”."),
    ("Say “yes”.", "Di „sí“."),
    ("Say “yes”.", "Di ”sí”."),
    ("Say “yes”.", "Di ‟sí”."),
    ("Rock 'n roll", "Rock 'n roll de aquí"),
    ("Say 'yes'", "Di 'sí' y 'no"),
    ('Say "yes".', "Di «sí»."),
    ('Say "yes".', "Di “sí”."),
    # Spaces that belong.
    ("The file .env and  two", "El archivo .env y  dos"),
    ("Wait :-)", "Espera :-)"),
    ("Letters and @/./-/_.", "Letras y los signos @/./-/_ ."),
    ("We keep the files for a year.", "Guardamos los archivos un año. :-)"),
    ("50 %", "50 %"),
    # Points in a row that belong.
    ("The folder ../x", "La carpeta ../x de arriba"),
    ("The parent folder", "La carpeta .. de arriba"),
    ("Wait....", "Espera...."),
    ("Wait...", "Espera…"),
    ("From 1..10", "De 1..10 en total"),
    ("And so on.", "Etc..."),
    # Words that may stand twice.
    ("Little by little", "Poco a poco"),
    ("The la la song", "La canción la la"),
    ("The Rose", "La la Rosa"),
    ("She gives it to them", "Se los da a ellas"),
    # Numbers that are no quantities, or are right.
    ("Python 3.11 and CC BY 4.0", "Python 3.11 y CC BY 4.0"),
    ("At 10.30 or on 127.0.0.1", "A las 10.30 o en 127.0.0.1"),
    ("1,000 users", "1.000 personas usuarias"),
    ("1.000 GB", "1.000 GB exactos"),
    ("Version 2.5 of Go", "Versión 2.5 de Go"),
    ("3.5 million", "3,5 millones"),
    ("Lines (1,234) and 5", "Las líneas (1,234) y 5"),
    ("Python 3.11 GB", "Python 3,11 GB"),
    ("In 2024/25", "En 2024-2025"),
    ("About 12.5 GB", "Unos 12 GB"),
    ("About 12 GB", "Unos 12,5 GB"),
    ("In 2024", "En el año 24"),
    ("In 1990", "En el 19"),
    # Dates that are right, or no dates.
    ('It appeared in "Life, August 2024".', 'Salió en "Life, August 2024".'),
    ("It appeared in «Life, August 2024».", "Salió en «Life, August 2024»."),
    ("The code 12/32/2024 or 13/14/2024", "El código 12/32/2024 o 13/14/2024"),
    ("On 6 August 2024", "El 6 de agosto de 2024"),
    ("In May 2024", "Mayo de 2024"),
    ("The avenue 9 de Julio", "La avenida 9 de Julio"),
    ("It appeared in “Life, May 2024”.", "Salió en “Life, May 2024”."),
    ("On 31/12/2024 or 03/04/2024", "El 31/12/2024 o el 03/04/2024"),
    ("On Good Friday", "El Viernes Santo"),
    # The full stop stands before what is no language.
    ("According to the report[^a], it is free.", "Es gratis, según el informe.[^a]"),
    (
        "![A cat](cat.png) It is free for all of you.",
        "Es gratis para todo el mundo. ![Un gato](cat.png)",
    ),
    # What is written without a space, and marks that escape.
    ("Use Node.js, a.m., etc.), or 3.5", "Usa Node.js, a. m., etc.), o 3.5"),
    ("The columns title, url", "Las columnas title,url"),
    ("The end. The UN", "El fin.ONU"),
    ("The UN. Another", "La ONU.Otra"),
    ("The tag Fiction.Space opera", "La etiqueta ficción.Ópera espacial"),
    ("Bye.", "Adiós\\."),
    ("Hello", "Electro\u00adencefalograma"),
    # English that is meant to be there.
    ("How The Big Red Cat Is Now", "How The Big Red Cat Is Now"),
    ("It is that we are all", "It is that we are all"),
    ("How The Big Red is not so", "How The Big Red is not so"),
    ("cats dogs birds trees lakes rivers seas", "cats dogs birds trees lakes rivers seas"),
    (
        "The Carpentries and the University of California",
        "The Carpentries and the University of California",
    ),
    ("Ana (2020). What is it that we do? Journal.", "Ana (2020). What is it that we do? Journal."),
    ("It is said that we are all in it.", "Como dicen: «It is said that we are all in it.»"),
    ("*It is said that we are all in it.*", "*It is said that we are all in it.*"),
    # The same figures, written otherwise.
    ("On 16 August 2024, 1,500 people", "El 16 de agosto de 2024, 1500 personas"),
    ("At 10:30 pm, for 12.5 GB", "A las 22:30, 12,5 GB"),
    ("In the 1990s, for 45 minutes", "En los años noventa, durante 45 minutos"),
    ("In 2024/25, 22 hubs", "En 2024-2025, veintidós hubs"),
    ("1.5 million people", "1 500 000 personas"),
    ("Twenty-two people and 19 hubs", "22 personas y diecinueve hubs"),
    ("A walk of 10 miles", "Un paseo de 16 kilómetros"),
    ("It is free.[^12]", "Es gratis.[^12] (2024)"),
    # Text in another language, and code, are not judged.
    ("The term [*read ,this*]{.language-en}", "El término [*read ,this*]{.language-en}"),
    ("Type `a  b ..`", "Escribe `a  b ..`"),
]


@pytest.mark.parametrize(("english", "translation"), RIGHT)
def test_what_is_right_is_left_alone(english: str, translation: str) -> None:
    assert not problems(english, translation)


LANGUAGES = [
    # The opening marks are Spanish; the rest holds for all.
    ("pt_BR", "Where is it?", "Onde está?", []),
    ("fr", "Where is it?", "Où est-ce ?", []),
    ("fr", "Red, blue", "Rouge , bleu", ["text-spaces"]),
    ("de", "Say “yes”.", "Sag „ja“.", []),
    ("de", "Say “yes”.", "Sag „ja.", ["text-quotes"]),
    ("de", "3.5 GB", "3.5 GB", ["text-number"]),
    ("es_MX", "3.5 GB", "3.5 GB", []),
    ("ja", "A list (short)", "リスト（短い", ["text-brackets"]),
    ("de", "On 6 August 2024", "Am 6. August 2024", []),
    ("fr", "On 6 August 2024", "Le 6 August 2024", ["text-date"]),
    ("xx", "A  list", "A list (b", ["text-brackets"]),
    ("xx", "On 12/31/2024", "Zu 12/31/2024", []),
    ("fr", "1,250,000 rows", "1,250,000 lignes", ["text-number"]),
    ("ast", "Where is it?", "Ónde ta?", ["text-punctuation"]),
    ("en_GB", "You can save it when you like it.", "You can save it when you like it.", []),
    ("en_GB", "On 6 August 2024", "On the 6 August 2024", []),
    ("ja", "A list of things", "\u200bリスト", []),
    ("en_US", "On 31/12/2024", "On day 12/31/2024", []),
    # The same value in the digits and with the marks of another script.
    ("ar", "Some 1,500.25 km in 2024", "نحو ١٬٥٠٠٫٢٥ كم في ٢٠٢٤", []),
    ("ar", "Some 1,500.25 km in 2024", "نحو ١٬٥٠٠٫٢٥ كم في ٢٠٢٥", ["text-figures"]),
    ("fa", "Some 12,500 people", "حدود ۱۲٬۵۰۰ نفر", []),
    ("fa", "Some 12,500 people", "حدود ۱۲٬۶۰۰ نفر", ["text-figures"]),
    ("hi", "Some 150,000 people", "लगभग १,५०,००० लोग", []),
    ("hi", "Some 150,000 people", "लगभग १,६०,००० लोग", ["text-figures"]),
    ("th", "In the year 2024", "ในปี ๒๐๒๔", []),
    ("th", "In the year 2024", "ในปี ๒๐๒๕", ["text-figures"]),
    ("ja", "In 2024, 1,500 people", "２０２４年に１，５００人", []),
    ("ja", "In 2024, 1,500 people", "２０２４年に１，６００人", ["text-figures"]),
    ("zh", "In 2024, 1,500 people", "2024年，一千五百人", []),
    ("fr", "Some 12,500 people", "Quelque 12\u202f500 personnes", []),
    ("de_CH", "Some 12,500 people", "Etwa 12’500 Leute", []),
    # An ellipsis of two signs, where that is how it is written.
    ("zh_Hant", "And so on…", "等等……", []),
    ("ja", "And so on…", "など……", []),
    ("es", "And so on.", "Y así……", ["text-ellipsis"]),
    # A region with a hyphen has the rules of its language.
    ("es-MX", "Where is it?", "Dónde está?", ["text-punctuation"]),
    ("es-MX", "Where is it?", "¿Dónde está?", []),
]


@pytest.mark.parametrize(("language", "english", "translation", "expected"), LANGUAGES)
def test_each_language_has_its_own_rules(
    language: str, english: str, translation: str, expected: list[str]
) -> None:
    assert codes(english, translation, language) == expected


def test_french_sets_spaces_within_its_quotation_marks() -> None:
    assert codes("Say “yes”.", "Dites « oui ».", "fr") == []
    assert codes("It ends (here).", "ไท\u200bย", "th") == []


def test_words_of_the_interface_have_no_markup() -> None:
    assert not problems("Save *all* (%s)", "Guardar *todo* (%s)", syntax=Syntax.WORDS)
    found = problems("Save", "Guardar ", syntax=Syntax.WORDS)
    assert [one.code for one in found] == ["text-spaces"]


def test_what_is_said_to_be_in_another_language_is_markup_in_myst_alone() -> None:
    text = "El término [read , this]{.language-en}"
    assert not problems("The term", text)
    assert [one.code for one in problems("The term", text, syntax=Syntax.RST)] == ["text-spaces"]


def test_every_plural_form_has_its_english() -> None:
    entry = Entry("%d file", msgid_plural="%d files", msgstr_plural=("a", "b", "c"))
    found = passages(entry, "es", Syntax.WORDS)
    assert [one.english for one in found] == ["%d file", "%d files", "%d files"]


def test_every_plural_form_is_read() -> None:
    entry = Entry("%d file", msgid_plural="%d files", msgstr_plural=("%d archivo", "%d  archivos"))
    found = [
        problem
        for passage in passages(entry, "es", Syntax.WORDS)
        for problem in check_text(passage)
    ]
    assert [(one.code, one.form, one.fixed) for one in found] == [("text-spaces", 1, "%d archivos")]


# Where a pattern tried every sign of such a run again, this took minutes; see tools/patterns.py.
LONG_RUNS = ("0", "\n(", '"\n', " |", "%(", "~", "¿", "<a")


@pytest.mark.parametrize("run", LONG_RUNS)
def test_long_runs_of_signs_hold_nobody_up(run: str) -> None:
    text = f"Una frase {run * (50_000 // len(run))} que no termina"
    assert "text-punctuation" in codes("A sentence that ends.", text)


NOTES_BEHIND = (
    "[^1]",
    " [^note] ",
    "![icon](icon.svg)",
    "![icon][icon]",
    " [#f]_",
    " |logo|",
    "[^1] [^2]\n",
)


@pytest.mark.parametrize("notes", NOTES_BEHIND)
def test_a_full_stop_stands_before_notes_and_images(notes: str) -> None:
    english = "We keep all the files."
    kept, lost = "Guardamos todos los archivos aquí.", "Guardamos todos los archivos aquí"
    assert "text-punctuation" not in codes(f"{english}{notes}", f"{kept}{notes}")
    assert "text-punctuation" in codes(english, f"{lost}{notes}")
