"""The rules about the markup of an entry, each with a catalog that breaks it and one that does not."""

from __future__ import annotations

from .rule import Rule, Severity

_HEADER = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def _rule(name: str, summary: str, english: str, bad: str, good: str) -> Rule:
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


RULES: tuple[Rule, ...] = (
    _rule(
        "link",
        "A link of the English is missing, leads elsewhere, or is one too many.",
        "See the [guide](docs/guide.md).",
        "Consulta la [guía](docs/guia.md).",
        "Consulta la [guía](docs/guide.md).",
    ),
    _rule(
        "image",
        "An image of the English is missing, has another path, or is one too many.",
        "![A map](_static/map.svg)",
        "![Un mapa](_static/mapa.svg)",
        "![Un mapa](_static/map.svg)",
    ),
    _rule(
        "reference",
        "A reference within the site is missing, leads elsewhere, or is one too many.",
        "See {ref}`the guide <guide>`.",
        "Consulta {ref}`la guía <guia>`.",
        "Consulta {ref}`la guía <guide>`.",
    ),
    _rule(
        "role",
        "A role of the English is missing, has another name, or is one too many.",
        "Press {kbd}`Enter`.",
        "Presiona {tecla}`Intro`.",
        "Presiona {kbd}`Intro`.",
    ),
    _rule(
        "footnote",
        "The mark of a footnote is missing, has another name, or is one too many.",
        "It is free.[^cost]",
        "Es gratis.[^costo]",
        "Es gratis.[^cost]",
    ),
    _rule(
        "substitution",
        "A text that the page puts in is missing, has another name, or is one too many.",
        "Version {{ version }} is out.",
        "Ya salió la versión {{ versión }}.",
        "Ya salió la versión {{ version }}.",
    ),
    _rule(
        "code",
        "Code or a formula of the English is missing or changed.",
        "Run `git pull` first.",
        "Primero ejecuta `git jala`.",
        "Primero ejecuta `git pull`.",
    ),
    _rule(
        "code-words",
        "The translation marks other words as code, or as the name of a button, than the English.",
        "Open the notebook file.",
        "Abre el archivo `notebook`.",
        "Abre el archivo del cuaderno.",
    ),
    _rule(
        "emphasis",
        "A mark of emphasis lost its partner, so that readers would see the mark.",
        "It is **free** for all.",
        "Es **gratis para todo el mundo.",
        "Es **gratis** para todo el mundo.",
    ),
    _rule(
        "emphasis-pairs",
        "The translation emphasises more, less or otherwise than the English.",
        "It is **free** for all.",
        "Es gratis para todo el mundo.",
        "Es **gratis** para todo el mundo.",
    ),
    _rule(
        "placeholder",
        "A placeholder is missing or changed, so that its value would be lost.",
        "Page %(number)s",
        "Página %(número)s",
        "Página %(number)s",
    ),
    _rule(
        "directive",
        "The translation brings or loses a directive or a fence, which no passage holds.",
        "Good to know.",
        ":::{note} Conviene saberlo.",
        "Conviene saberlo.",
    ),
    _rule(
        "block",
        "The translation begins like a heading, a list or a quote, whose mark readers would see.",
        "Good to know.",
        "# Conviene saberlo.",
        "Conviene saberlo.",
    ),
    _rule(
        "target",
        "The translation brings or loses a target, to which links lead.",
        "Good to know.",
        "(saberlo)=",
        "Conviene saberlo.",
    ),
    _rule(
        "html",
        "HTML or an attribute of the English is missing.",
        "H<sub>2</sub>O is water.",
        "H2O es agua.",
        "H<sub>2</sub>O es agua.",
    ),
    _rule(
        "spaces",
        "Stray spaces break markup, so that readers would see its marks.",
        "It is **free**.",
        "Es ** gratis **.",
        "Es **gratis**.",
    ),
    _rule(
        "hostile",
        "The translation brings HTML, a script, a file or code that the English does not hold.",
        "Good morning.",
        "Buenos días.<script>alert(1)</script>",
        "Buenos días.",
    ),
)

#: The codes of the rules whose findings do not keep a translation from readers.
ADVICE = frozenset(rule.code for rule in RULES if rule.severity is Severity.ADVICE)
