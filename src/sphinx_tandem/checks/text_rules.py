"""The rules about the text itself: typography, numbers, terms and spelling.

All are advice: they concern taste as much as truth, and readers still get the text.
"""

from __future__ import annotations

from .rule import Rule, Severity

_HEADER = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def _rule(code: str, summary: str, english: str, bad: str, good: str) -> Rule:
    """Declare a rule with two translations of one English, as they stand in a catalog."""
    entry = f'{_HEADER}\nmsgid "{english}"\nmsgstr "{{}}"\n'
    return Rule(code, summary, Severity.ADVICE, bad=entry.format(bad), good=entry.format(good))


RULES = (
    _rule(
        "text-punctuation",
        "A question or an exclamation is opened or closed only, a comma stands twice, or the "
        "final full stop of the English is missing.",
        "Who can use a hub?",
        "Quién puede usar un hub?",
        "¿Quién puede usar un hub?",
    ),
    _rule(
        "text-brackets",
        "A bracket is opened but not closed, or closed but not opened.",
        "The list (with addresses) is here.",
        "La lista (con direcciones está aquí.",
        "La lista (con direcciones) está aquí.",
    ),
    _rule(
        "text-quotes",
        "Quotation marks do not come in pairs.",
        'Press \\"Start\\" and wait.',
        'Pulsa \\"Start y espera.',
        'Pulsa \\"Start\\" y espera.',
    ),
    _rule(
        "text-spaces",
        "A space is too many (two in a row, before a comma or a full stop, within quotation "
        "marks, at an end), or is missing behind a comma or a full stop.",
        "Save your work, then leave.",
        "Guarda tu  trabajo y luego sal.",
        "Guarda tu trabajo y luego sal.",
    ),
    _rule(
        "text-ellipsis",
        "Points in a row are neither a full stop nor an ellipsis (three points, or …).",
        "Wait…",
        "Espera....",
        "Espera…",
    ),
    _rule(
        "text-repeated",
        "A word stands twice in a row.",
        "The list of the pages.",
        "La lista de de las páginas.",
        "La lista de las páginas.",
    ),
    _rule(
        "text-number",
        "A quantity has the decimal point, or the comma between thousands, of English.",
        "It takes 3.5 million years.",
        "Tarda 3.5 millones de años.",
        "Tarda 3,5 millones de años.",
    ),
    _rule(
        "text-figures",
        "A number of the English is missing, and another one stands in the translation.",
        "We run 22 hubs.",
        "Mantenemos 29 hubs.",
        "Mantenemos 22 hubs.",
    ),
    _rule(
        "text-date",
        "A date has the order, the month or the capital letters of English.",
        "We met on 6 August 2024.",
        "Nos reunimos el 6 de Agosto de 2024.",
        "Nos reunimos el 6 de agosto de 2024.",
    ),
    _rule(
        "text-untranslated",
        "A sentence was left in English, or stands in English behind its translation.",
        "You can save your work whenever you like.",
        "You can save your work whenever you like.",
        "Puedes guardar tu trabajo cuando quieras.",
    ),
    _rule(
        "text-invisible",
        "A character that nobody sees, such as a space without width, stands in the translation.",
        "Save your work.",
        "Guarda\u200b tu trabajo.",
        "Guarda tu trabajo.",
    ),
    _rule(
        "text-term",
        "The term base of the language has another translation for a term of the English.",
        "We teach cloud computing.",
        "Enseñamos cómputo nublado.",
        "Enseñamos computación en la nube.",
    ),
    _rule(
        "text-spelling",
        "The dictionary of the language does not know a word, and neither the English, the other "
        "catalogs nor the site's words.txt explain it.",
        "Save your work.",
        "Guarda tu travajo.",
        "Guarda tu trabajo.",
    ),
)
