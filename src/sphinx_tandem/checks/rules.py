"""The rules of ``tandem check``: what each finds, with a wrong and a right example."""

from __future__ import annotations

from .rule import Rule, Severity

_HEADER = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'

# -- The rules about comments that silence another rule for one entry ---------------------------

_ENTRY = 'msgid "Wait…"\nmsgstr "Espera...."\n'
_GOOD = f"{_HEADER}\n# tandem: allow text-ellipsis: the button is written so\n{_ENTRY}"

SUPPRESSION_RULES = (
    Rule(
        "silence-reason",
        "A comment allows what a rule finds, but gives no reason, so it has no effect.",
        Severity.ERROR,
        bad=f'{_HEADER}\n# tandem: allow text-ellipsis\nmsgid "Wait…"\nmsgstr "Espera…"\n',
        good=_GOOD,
    ),
    Rule(
        "silence-unknown",
        "A comment allows a rule that does not exist, or one that nobody can silence.",
        Severity.ERROR,
        bad=f"{_HEADER}\n# tandem: allow text-elipsis: the button is written so\n"
        'msgid "Wait…"\nmsgstr "Espera…"\n',
        good=_GOOD,
    ),
    Rule(
        "silence-unused",
        "A comment allows what is no longer there, so it can go.",
        Severity.ADVICE,
        bad=f"{_HEADER}\n# tandem: allow text-ellipsis: the button is written so\n"
        'msgid "Wait…"\nmsgstr "Espera…"\n',
        good=_GOOD,
    ),
)


# -- The rules about term-base files themselves -------------------------------------------------

TERMBASE_RULES = (
    Rule(
        "termbase-file",
        "The term base cannot be read as a table, so none of its terms is checked.",
        Severity.ERROR,
        bad="term,meaning\ncloud,nube\n",
        good="english,translation\ncloud,nube\n",
    ),
    Rule(
        "termbase-entry",
        "A line of the term base says nothing that can be checked, or contradicts itself.",
        Severity.ADVICE,
        bad="english,translation\ncloud,\n",
        good="english,translation\ncloud,nube\n",
    ),
)


# -- The rules about a catalog as a file: what ``msgfmt -c`` would refuse, and what belongs to no page ---

_CATALOG_HEADER = (
    'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset={}\\n"\n'
)
_UTF8 = _CATALOG_HEADER.format("UTF-8")
_PLURALS = _UTF8 + '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
_HELLO = '\nmsgid "Hello"\nmsgstr "Hola"\n'
_HELLO_AGAIN = '\nmsgid "Hello"\nmsgstr "Buenas"\n'

CATALOG_RULES = (
    Rule(
        "catalog-syntax",
        "The catalog breaks the grammar of gettext, so none of its texts can be used.",
        Severity.ERROR,
        bad=f'{_UTF8}\nmsgid "Say \\"hello\\"."\nmsgstr "Diga "hola"."\n',
        good=f'{_UTF8}\nmsgid "Say \\"hello\\"."\nmsgstr "Diga \\"hola\\"."\n',
    ),
    Rule(
        "catalog-conflict",
        "A merge left the edits of two people side by side, with <<<<<<< and >>>>>>>.",
        Severity.ERROR,
        bad=(
            f'{_UTF8}\nmsgid "Hello"\n<<<<<<< HEAD\nmsgstr "Hola"\n=======\n'
            'msgstr "Buenas"\n>>>>>>> greetings\n'
        ),
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-encoding",
        "The catalog is not saved as plain UTF-8, or its header says that it is not.",
        Severity.ERROR,
        bad=_CATALOG_HEADER.format("ISO-8859-1") + _HELLO,
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-duplicate",
        "The same English stands twice, so that one of the two translations would be lost.",
        Severity.ERROR,
        bad=_UTF8 + _HELLO + _HELLO_AGAIN,
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-header",
        "The catalog has no header, or one that names no encoding.",
        Severity.ERROR,
        bad=_HELLO.lstrip(),
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-plural",
        "The rule for plural forms is missing or wrong, or an entry has too few or too many.",
        Severity.ERROR,
        bad=f'{_PLURALS}\nmsgid "%d hub"\nmsgid_plural "%d hubs"\nmsgstr[0] "%d hub"\n',
        good=(
            f'{_PLURALS}\nmsgid "%d hub"\nmsgid_plural "%d hubs"\n'
            'msgstr[0] "%d hub"\nmsgstr[1] "%d hubs"\n'
        ),
    ),
    Rule(
        "catalog-newline",
        "Only one of English and translation begins or ends with a line break.",
        Severity.ERROR,
        bad=f'{_UTF8}\nmsgid "Hello\\n"\nmsgstr "Hola"\n',
        good=f'{_UTF8}\nmsgid "Hello\\n"\nmsgstr "Hola\\n"\n',
    ),
    Rule(
        "catalog-undecided",
        "Two branches translated the same English differently, and nobody has chosen yet.",
        Severity.ERROR,
        bad=(
            f"{_UTF8}\n# tandem: undecided, keep the better text below, delete these lines and the "
            'flag fuzzy; it says in the other branch: "Buenas"\n#, fuzzy\n'
            'msgid "Hello"\nmsgstr "Hola"\n'
        ),
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-character",
        "A translation holds characters that are left when a file is read in the wrong encoding.",
        Severity.ERROR,
        bad=f'{_UTF8}\nmsgid "Training"\nmsgstr "FormaciÃ³n"\n',
        good=f'{_UTF8}\nmsgid "Training"\nmsgstr "Formación"\n',
    ),
    Rule(
        "catalog-flag",
        "A flag is probably a misspelt fuzzy, so that a translation is shown that should wait.",
        Severity.ERROR,
        bad=f'{_UTF8}\n#, fuzy\nmsgid "Hello"\nmsgstr "Hola"\n',
        good=f'{_UTF8}\n#, fuzzy\nmsgid "Hello"\nmsgstr "Hola"\n',
    ),
    Rule(
        "catalog-not-readable",
        "The catalog cannot be opened, so that none of its texts can be used.",
        Severity.ERROR,
    ),
    Rule(
        "catalog-language",
        "The header names another language than the folder that the catalog stands in.",
        Severity.ADVICE,
        bad=_UTF8.replace("Language: es", "Language: de") + _HELLO,
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-orphan",
        "A catalog belongs to no page, so that readers do not see its texts.",
        Severity.ADVICE,
    ),
    Rule(
        "catalog-outdated",
        "A catalog lacks passages of its page, or has some that are gone from it.",
        Severity.ADVICE,
    ),
)


# -- The rules about the text itself: typography, numbers, terms and spelling -------------------
# All are advice: they concern taste as much as truth, and readers still get the text.


def _text_rule(code: str, summary: str, english: str, bad: str, good: str) -> Rule:
    """Declare a rule with two translations of one English, as they stand in a catalog."""
    entry = f'{_HEADER}\nmsgid "{english}"\nmsgstr "{{}}"\n'
    return Rule(code, summary, Severity.ADVICE, bad=entry.format(bad), good=entry.format(good))


TEXT_RULES = (
    _text_rule(
        "text-punctuation",
        "A question or an exclamation is opened or closed only, a comma stands twice, or the "
        "final full stop of the English is missing.",
        "Who can use a hub?",
        "Quién puede usar un hub?",
        "¿Quién puede usar un hub?",
    ),
    _text_rule(
        "text-brackets",
        "A bracket is opened but not closed, or closed but not opened.",
        "The list (with addresses) is here.",
        "La lista (con direcciones está aquí.",
        "La lista (con direcciones) está aquí.",
    ),
    _text_rule(
        "text-quotes",
        "Quotation marks do not come in pairs.",
        'Press \\"Start\\" and wait.',
        'Pulsa \\"Start y espera.',
        'Pulsa \\"Start\\" y espera.',
    ),
    _text_rule(
        "text-spaces",
        "A space is too many (two in a row, before a comma or a full stop, within quotation "
        "marks, at an end), or is missing behind a comma or a full stop.",
        "Save your work, then leave.",
        "Guarda tu  trabajo y luego sal.",
        "Guarda tu trabajo y luego sal.",
    ),
    _text_rule(
        "text-ellipsis",
        "Points in a row are neither a full stop nor an ellipsis (three points, or …).",
        "Wait…",
        "Espera....",
        "Espera…",
    ),
    _text_rule(
        "text-repeated",
        "A word stands twice in a row.",
        "The list of the pages.",
        "La lista de de las páginas.",
        "La lista de las páginas.",
    ),
    _text_rule(
        "text-number",
        "A quantity has the decimal point, or the comma between thousands, of English.",
        "It takes 3.5 million years.",
        "Tarda 3.5 millones de años.",
        "Tarda 3,5 millones de años.",
    ),
    _text_rule(
        "text-figures",
        "A number of the English is missing, and another one stands in the translation.",
        "We run 22 hubs.",
        "Mantenemos 29 hubs.",
        "Mantenemos 22 hubs.",
    ),
    _text_rule(
        "text-date",
        "A date has the order, the month or the capital letters of English.",
        "We met on 6 August 2024.",
        "Nos reunimos el 6 de Agosto de 2024.",
        "Nos reunimos el 6 de agosto de 2024.",
    ),
    _text_rule(
        "text-untranslated",
        "A sentence was left in English, or stands in English behind its translation.",
        "You can save your work whenever you like.",
        "You can save your work whenever you like.",
        "Puedes guardar tu trabajo cuando quieras.",
    ),
    _text_rule(
        "text-invisible",
        "A character that nobody sees, such as a space without width, stands in the translation.",
        "Save your work.",
        "Guarda\u200b tu trabajo.",
        "Guarda tu trabajo.",
    ),
    _text_rule(
        "text-term",
        "The term base of the language has another translation for a term of the English.",
        "We teach cloud computing.",
        "Enseñamos cómputo nublado.",
        "Enseñamos computación en la nube.",
    ),
    _text_rule(
        "text-spelling",
        "The dictionary of the language does not know a word, and neither the English, the other "
        "catalogs nor the site's words.txt explain it.",
        "Save your work.",
        "Guarda tu travajo.",
        "Guarda tu trabajo.",
    ),
)

# -- The rules about the markup of an entry, each with a catalog that breaks it and one that does not ---


def _markup_rule(name: str, summary: str, english: str, bad: str, good: str) -> Rule:
    """Return a rule with one entry as its example."""
    code, harm = f"translation-{name}", _harm(name)
    examples = (
        f"{_HEADER}\n{_line('msgid', english)}{_line('msgstr', text)}" for text in (bad, good)
    )
    return Rule(code, summary, harm, next(examples), next(examples), hostile=name == "hostile")


def _harm(name: str) -> Severity:
    # readers lose nothing by these
    return Severity.ADVICE if name in ("block", "code-words", "emphasis-pairs") else Severity.ERROR


def _line(word: str, text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'{word} "{escaped}"\n'


MARKUP_RULES: tuple[Rule, ...] = (
    _markup_rule(
        "link",
        "A link of the English is missing, leads elsewhere, or is one too many.",
        "See the [guide](docs/guide.md).",
        "Consulta la [guía](docs/guia.md).",
        "Consulta la [guía](docs/guide.md).",
    ),
    _markup_rule(
        "image",
        "An image of the English is missing, has another path, or is one too many.",
        "![A map](_static/map.svg)",
        "![Un mapa](_static/mapa.svg)",
        "![Un mapa](_static/map.svg)",
    ),
    _markup_rule(
        "reference",
        "A reference within the site is missing, leads elsewhere, or is one too many.",
        "See {ref}`the guide <guide>`.",
        "Consulta {ref}`la guía <guia>`.",
        "Consulta {ref}`la guía <guide>`.",
    ),
    _markup_rule(
        "role",
        "A role of the English is missing, has another name, or is one too many.",
        "Press {kbd}`Enter`.",
        "Presiona {tecla}`Intro`.",
        "Presiona {kbd}`Intro`.",
    ),
    _markup_rule(
        "footnote",
        "The mark of a footnote is missing, has another name, or is one too many.",
        "It is free.[^cost]",
        "Es gratis.[^costo]",
        "Es gratis.[^cost]",
    ),
    _markup_rule(
        "substitution",
        "A text that the page puts in is missing, has another name, or is one too many.",
        "Version {{ version }} is out.",
        "Ya salió la versión {{ versión }}.",
        "Ya salió la versión {{ version }}.",
    ),
    _markup_rule(
        "code",
        "Code or a formula of the English is missing or changed.",
        "Run `git pull` first.",
        "Primero ejecuta `git jala`.",
        "Primero ejecuta `git pull`.",
    ),
    _markup_rule(
        "code-words",
        "The translation marks other words as code, or as the name of a button, than the English.",
        "Open the notebook file.",
        "Abre el archivo `notebook`.",
        "Abre el archivo del cuaderno.",
    ),
    _markup_rule(
        "emphasis",
        "A mark of emphasis lost its partner, so that readers would see the mark.",
        "It is **free** for all.",
        "Es **gratis para todo el mundo.",
        "Es **gratis** para todo el mundo.",
    ),
    _markup_rule(
        "emphasis-pairs",
        "The translation emphasises more, less or otherwise than the English.",
        "It is **free** for all.",
        "Es gratis para todo el mundo.",
        "Es **gratis** para todo el mundo.",
    ),
    _markup_rule(
        "placeholder",
        "A placeholder is missing or changed, so that its value would be lost.",
        "Page %(number)s",
        "Página %(número)s",
        "Página %(number)s",
    ),
    _markup_rule(
        "directive",
        "The translation brings or loses a directive or a fence, which no passage holds.",
        "Good to know.",
        ":::{note} Conviene saberlo.",
        "Conviene saberlo.",
    ),
    _markup_rule(
        "block",
        "The translation begins like a heading, a list or a quote, whose mark readers would see.",
        "Good to know.",
        "# Conviene saberlo.",
        "Conviene saberlo.",
    ),
    _markup_rule(
        "target",
        "The translation brings or loses a target, to which links lead.",
        "Good to know.",
        "(saberlo)=",
        "Conviene saberlo.",
    ),
    _markup_rule(
        "html",
        "HTML or an attribute of the English is missing.",
        "H<sub>2</sub>O is water.",
        "H2O es agua.",
        "H<sub>2</sub>O es agua.",
    ),
    _markup_rule(
        "spaces",
        "Stray spaces break markup, so that readers would see its marks.",
        "It is **free**.",
        "Es ** gratis **.",
        "Es **gratis**.",
    ),
    _markup_rule(
        "hostile",
        "The translation brings HTML, a script, a file or code that the English does not hold.",
        "Good morning.",
        "Buenos días.<script>alert(1)</script>",
        "Buenos días.",
    ),
)

#: The codes of the rules whose findings do not keep a translation from readers.
ADVICE = frozenset(rule.code for rule in MARKUP_RULES if rule.severity is Severity.ADVICE)


# -- All of them --------------------------------------------------------------------------------

#: Every rule, family by family; each stands beside what finds its fault.
RULES: tuple[Rule, ...] = (
    *CATALOG_RULES,
    *MARKUP_RULES,
    *TEXT_RULES,
    *TERMBASE_RULES,
    *SUPPRESSION_RULES,
)

_BY_CODE = {rule.code: rule for rule in RULES}
# What concerns a whole file, or a comment itself, cannot be allowed for one entry.
_NEVER_SILENCED = ("catalog-", "termbase-", "silence-")


def rule_of(code: str) -> Rule | None:
    """Return the rule with *code*, or ``None``: Sphinx has codes of its own."""
    return _BY_CODE.get(code)


def is_error(code: str) -> bool:
    """Say whether a finding with this code makes a check fail; an unknown one does."""
    rule = _BY_CODE.get(code)
    return rule is None or rule.severity is Severity.ERROR


def can_be_silenced(code: str) -> bool:
    """Say whether a comment in an entry can allow what the rule with this code finds."""
    rule = _BY_CODE.get(code)
    return rule is not None and not rule.hostile and not code.startswith(_NEVER_SILENCED)


def is_hostile(code: str) -> bool:
    """Say whether what a rule finds could harm readers."""
    rule = _BY_CODE.get(code)
    return rule is not None and rule.hostile
