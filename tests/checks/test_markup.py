"""What a translation loses, changes or breaks is found; what it may do is silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from myst_parser.config.main import MdParserConfig

from harness import snapshots
from harness.sites import MakeSite
from sphinx_tandem.catalogs.model import Catalog, Entry
from sphinx_tandem.catalogs.reader import read_catalog
from sphinx_tandem.catalogs.status import MergedPage
from sphinx_tandem.checks import refusals, refused_in
from sphinx_tandem.checks.context import Context, MarkupSettings, context_of, make_context
from sphinx_tandem.checks.markup import check_markup
from sphinx_tandem.checks.markup.addresses import same_address, same_place
from sphinx_tandem.checks.rules import rules_in
from sphinx_tandem.site.settings import load
from sphinx_tandem.text import Syntax

MYST = Context("es", Syntax.MYST)
RST = Context("es", Syntax.RST)
WORDS = Context("es", Syntax.WORDS)


def codes(context: Context, english: str, spanish: str, **more: object) -> list[str]:
    entry = Entry(english, spanish, **more)
    return [problem.code.removeprefix("translation-") for problem in check_markup(entry, context)]


# English, a good translation, and bad ones with what is found in each.
MYST_CASES = [
    (
        "See the [guide](a.md#top) and [home](https://a.org/en/x).",
        "Mira la [página](https://a.org/es/x) y la [guía](a.md#top).",
        {
            "Mira la página y la [guía](a.md#top).": "link",
            "Mira la [página](https://a.org/es/y) y la [guía](a.md#top).": "link",
            "Mira la [página](https://evil.org/en/x) y la [guía](a.md#top).": "link",
            "Mira la [página](https://a.org/en/x) y la [guía](a.md#arriba).": "link",
            "Mira la [página](https://a.org/en/x y la [guía](a.md#top).": "link",
            "Mira la [página(https://a.org/en/x) y la [guía](a.md#top).": "link",
            "Mira la [página](https://a.org/en/x) y la [](a.md#top).": "link",
            "Mira la [página] (https://a.org/en/x) y la [guía](a.md#top).": "spaces",
            "Mira la [página](https://a.org/ en/x) y la [guía](a.md#top).": "spaces",
        },
    ),
    (
        "At https://en.wikipedia.org/wiki/Tree or <https://b.org>.",
        "En [b](https://b.org/) o https://es.wikipedia.org/wiki/Árbol.",
        {"En https://b.org.": "link", "En b o https://en.wikipedia.org/wiki/Treе.": "link"},
    ),
    (
        "A {term}`hub` in {doc}`x`, see {ref}`here <r>`.",
        "Mira {ref}`aquí <r>`: un {term}`el hub <hub>` en {doc}`la página <x>`.",
        {
            "Mira {ref}`aquí <rr>`: un {term}`hub` en {doc}`x`.": "reference",
            "Mira {ref}`aquí`: un {term}`hub` en {doc}`x`.": "reference",
            "Mira {refe}`aquí <r>`: un {term}`hub` en {doc}`x`.": "reference",
            "Mira aquí: un {term}`hub` en {doc}`x`.": "reference",
            "Mira {ref}`aquí <r>`: un hub` en {doc}`x`.": "reference",
            "Mira {ref} `aquí <r>`: un {term}`hub` en {doc}`x`.": "spaces",
            "Mira {ref}`aquí <r >`: un {term}`hub` en {doc}`x`.": "spaces",
            "Mira {ref}`aquí <r>`: un {term}` hub` en {doc}`x`.": "spaces",
        },
    ),
    (
        "Press {kbd}`Enter` in {guilabel}`Save as`.",
        "En {guilabel}`Guardar como`, presiona {kbd}`Intro`.",
        {
            "En Guardar como, presiona {kbd}`Intro`.": "code-words",
            "En {guilabel}`Guardar como`, presiona Intro.": "code-words",
            "En {guilabel}`Guardar como`, presiona {key}`Intro`.": "role",
        },
    ),
    (
        "See [it](https://a.org/git-novice/x), [it](https://a.org/git-novice/x) and {ref}`here <r>`.",
        "Mira [eso](https://a.org/es/git-novice/x), [esto](https://a.org/git-novice/x), {ref}`r`.",
        {
            "[eso](https://a.org/git-novice-es/x), [a](https://a.org/git-novice-es/x), {ref}`r`": "address",
            "Mira [eso](https://a.org/git-novice/x) y {ref}`aquí <r>`.": "repeated",
            "[a](https://a.org/git-novice/x), [b](https://a.org/git-novice/x), {ref}`r`, {ref}`r`": (
                "repeated"
            ),
            "Mira [eso](https://a.org/shell-novice/x) y {ref}`aquí <r>`.": "link",
            "Mira [eso](https://a.org/git-novice/x).": "reference",
        },
    ),
    (
        "[build] errors (#890), see [a] and [b](b.md).",
        "Los errores de [build] (#890), mira [b](b.md) [a].",
        {
            "Los errores de [build](#890), mira [b](b.md) y [a].": "link",
            "Los errores de [build] (#890), mira [b] (b.md) y [a].": "link",
        },
    ),
    (
        "Free.[^a] Really.[^b]",
        "De verdad.[^b] Gratis.[^a]",
        {
            "Gratis.[^a] De verdad.": "footnote",
            "Gratis.[^a] De verdad.[^c]": "footnote",
            "Gratis.[^ a] De verdad.[^b]": "spaces",
            "Gratis.[ ^a] De verdad.[^b]": "spaces",
            "Gratis.[a] De verdad.[^b]": "footnote",
        },
    ),
    (
        "Version {{ version }}.",
        "Versión {{version}}.",
        {
            "Versión.": "substitution",
            "Versión {{ versión }}.": "substitution",
            "Versión {{ version }.": "substitution",
            "Versión { { version }}.": "spaces",
        },
    ),
    (
        "Version {{ version }} by {{ who }}, see {ref}`the guide <guide>`.",
        "Versión {{ version }} de {{ who }}, mira {ref}`la guía <guide>`.",
        {
            "Versión {{ version } de {{ who }}, mira {ref}`la guía <guide>`.": "substitution",
            "Versión {{ version }} de {{ who }}, mira {ref}'la guía <guide>'.": "role",
            "Versión {{ version }} de {{ who }}, mira {ref}'la guía <script>'.": "hostile",
            "Versión {{ version } o {{ 7 * 7 }}, mira {ref}`la guía <guide>`.": "hostile",
        },
    ),
    (
        "Speed {math}`E=mc^2`, about {math}`3.14` of {math}`1{,}000`.",
        "Velocidad {math}`E=mc^2`, unos {math}`3{,}14` de {math}`1\\,000`.",
        {"Velocidad {math}`E=mc^3`, unos {math}`3{,}14` de {math}`1\\,000`.": "code"},
    ),
    ("The manual: [the manual][man].", "El [manual][man].", {"El [manual] [man].": "spaces"}),
    (
        "A title of &lt;b&gt; and `<script>`.",
        "Un título de &lt;b&gt; y `<script>`.",
        {
            "Un título &lt;img src=x onerror=alert(44)&gt; y `<script>`.": "html",
            "Un título &lt;img src=&quot;&gt;&quot; onerror=alert(1)&gt; y `<script>`.": "html",
            "Un título `<img src=x onerror=alert(11)>` y `<script>`.": "html",
            "Un título {guilabel}`<a href=javascript:x>` y `<script>`.": "hostile",
            "Un título &amp;lt;iframe src=x&amp;gt; y `<script>`.": "html",
        },
    ),
    (
        "![A map](m.svg)",
        "![Un mapa](m.svg)",
        {
            "![Un mapa](n.svg)": "image",
            "Un mapa": "image",
            "![](m.svg)": "image",
            "! [Un mapa](m.svg)": "spaces",
            "![Un mapa] (m.svg)": "spaces",
            "![Un mapa](https://b.org/m.svg)": "hostile",
        },
    ),
    (
        "Run `git pull --all` in `<your name>` or use `New file`.",
        "En `<tu nombre>` ejecuta `git pull --all`, o usa ``New file``.",
        {
            "En `<tu nombre>` ejecuta `git pull`, o usa `New file`.": "code",
            "En `<tu nombre>` ejecuta, o usa `New file`.": "code",
            "En `<tu nombre>` ejecuta `git pull --all, o usa `New file`.": "code",
            "En `<tu nombre>` ejecuta ` git pull --all`, o usa `New file`.": "spaces",
            "En `<tu nombre>` ejecuta `git pull --all`, o usa `Archivo nuevo`.": "code-words",
            "En `<tu nombre>` ejecuta «git pull --all», o usa `New file`.": "code-words",
            "En `<tu nombre>` *ejecuta* `git pull --all`, o usa `New file`.": "emphasis-pairs",
        },
    ),
    (
        "Set `docs/index`, `my file`, `f(list)`, `'a name'` and `git pull` for `<you>/{name}`.",
        "Con `<tú>/{nombre}`: `git  pull`, `'a name'`, `f(list)`, `my file` y `docs/index`.",
        {
            "`docs/índice`, `my file`, `f(list)`, `'a name'`, `git pull`, `<you>/{name}`": "code",
            "`docs/index`, `mi archivo`, `f(list)`, `'a name'`, `git pull`, `<you>/{name}`": (
                "code-words"
            ),
            "`docs/index`, `my file`, `f(lista)`, `'a name'`, `git pull`, `<you>/{name}`": (
                "code-words"
            ),
            "`docs/index`, `my file`, `f(list)`, `'otro'`, `git pull`, `<you>/{name}`": "code-words",
            "`docs/index`, `my file`, `f(list)`, `'a name'`, `git jala`, `<you>/{name}`": "code",
            "`docs/index`, `my file`, `f(list)`, `'a name'`, `hg pull`, `<you>/{name}`": "code-words",
            "`docs/index`, `my file`, `f(list)`, `'a name'`, `git pull`, `<you>-{name}`": "code-words",
            "`docs/index`, my file, `f(list)`, `'a name'`, `git pull`, `<you>/{name}`": "code-words",
            "`docs/index`, `f(list)`, `'a name'`, `git pull`, `<you>/{name}`": "code",
        },
    ),
    (
        "Open notebook.ipynb with the editor, a MACHINE.",
        "Abre `notebook.ipynb` con el editor de una `MACHINE`.",
        {
            "Abre notebook.ipynb con el `editor` de una MACHINE.": "code-words",
            "Abre notebook.ipynb con `vim` de una MACHINE.": "code-words",
        },
    ),
    (
        "The function foo of the hub, see {file}`<name>/x` and {abbr}`WHO (health)`.",
        "La foo del hub, mira {abbreviation}`OMS (salud)` y {file}`<nombre>/x`.",
        {
            "La {func}`foo` del hub, {file}`<n>/x` y {abbr}`WHO (health)`.": "code-words",
            "La foo del hub, mira {file}`<nombre>/y` y {abbr}`WHO (health)`.": "role",
            "La {func}`bar` del hub, mira {file}`<n>/x` y {abbr}`WHO (health)`.": "reference",
            "La {ref}`foo` del hub, mira {file}`<n>/x` y {abbr}`WHO (health)`.": "reference",
            "La {guilabel}`foo` del hub, {file}`<n>/x` y {abbr}`WHO (health)`.": "code-words",
            "La {x:y}`foo` bar del hub, {file}`<n>/x` y {abbr}`WHO (health)`.": "code-words",
            "La {new}`z` del hub, {file}`<n>/x` y {abbr}`WHO (health)`.": "role",
        },
    ),
    (
        "See {ref}`Guide`, {func}`~a.f()`, {doc}`a` and {kbd}`Enter`.",
        "Mira {ref}`guide`, {func}`a.f`, {doc}`a` y {kbd}`Intro`.",
        {
            "Mira {ref}`guide`, {func}`a.f`, {doc}`A` y {kbd}`Intro`.": "reference",
            "Mira {ref}`guide`, {func}`a.g`, {doc}`a` y {kbd}`Intro`.": "reference",
        },
    ),
    (
        "Is {math}`a_{max} = \\text{mine} + 2` or {math}`b`?",
        "¿Es {math}`b` o {math}`a_{máx} = \\text{mío} + 2`?",
        {
            "¿Es {math}`b` o {math}`a_{max} = \\text{mine} + 3`?": "code",
            "¿Es {math}`b` o {math}`a_{max} = \\text{mine} - 2`?": "code",
            "¿Es {math}`b`?": "code",
            "¿Es {math}`b` o {math}`a_{max} = \\text{mine} + 2` o {math}`c`?": "code",
            "¿Es {math}`b` o {math}`\\href{x}{y}`?": "hostile",
        },
    ),
    (
        'See <a href="https://a.org">it</a>.',
        'Mira <a href="https://a.org">eso</a>.',
        {
            'Mira <a href="https://b.org">eso</a>.': "link",
            'Mira <a href="javascript:x">eso</a>.': "hostile",
            'Mira <a href="https://b.org" onclick="x">eso</a>.': "hostile",
            'Mira <a href="https://a.org">eso</a> <b href="https://a.org">x</b>.': "hostile",
            "Mira <a>eso</a>.": "hostile",
            "Mira eso.": "html",
        },
    ),
    ("```{note} Hello", "```{note} Hola", {"Hola": "directive", "```{tip} Hola": "directive"}),
    ("``` Hello", "``` Hola", {"Hola": "directive"}),
    ("It costs 5.", "Cuesta $5.", {}),
    ("Use ``a`b`` here.", "Usa ``a`b`` aquí.", {"Usa `ab` aquí.": "code"}),
    ("Mail <name> and <surname>.", "Di <apellido> y <nombre>.", {"<a> <b> <c> <d>": "hostile"}),
    (
        "The hub is here.",
        "El *hub* está aquí.",
        {
            "El **hub** está aquí.": "emphasis-pairs",
            "El *nodo* está aquí.": "emphasis-pairs",
            "El *hub* está *así*.": "emphasis-pairs",
            "El *hub* está **aquí**.": "emphasis-pairs",
        },
    ),
    ("(a)=", "(a)=", {"(b)=": "target", "Hola": "target"}),
    (
        "![A map](https://a.org/m.svg)",
        "![Un mapa](https://a.org/m.svg)",
        {"![Un mapa](https://b.org/m.svg)": "image", "![Un mapa](data:x)": "hostile"},
    ),
    (
        "# 2 points\n\n- one",
        "# 2 puntos\n\n- uno",
        {"# 2 puntos\n\n- uno\n- dos": "block", "3. dos": "block", "# a\n\n---\n\n- b": "block"},
    ),
    (
        "It is **free** for *all* of __us__.",
        "Es *para* __todas__ y **gratis**.",
        {
            "Es **gratis para *todas* y __todos__.": "emphasis",
            "Es gratis para *todas* y __todos__.": "emphasis-pairs",
            "Es ** gratis** para *todas* y __todos__.": "spaces",
            "Es **gratis **para *todas* y __todos__.": "spaces",
            "Es **gratis** para * todas * y __todos__.": "spaces",
        },
    ),
    (
        "Name: {name}, %(count)s at 50% of a_{long}.",
        "Al 50 % de a_{largo}: %(count)s, {name}.",
        {
            "Al 50 % de a_{largo}: %(count)s, {nombre}.": "placeholder",
            "Al 50 % de a_{largo}: {name}.": "placeholder",
        },
    ),
    (
        "H<sub>2</sub>O<br>is [*agua*]{.language-es} in <nombre>.",
        "En <name>, H<sub>2</sub>O es *agua*.",
        {
            "En <name>, H2O es agua.": "html",
            "En <name>, H<sub>2O es agua.": "html",
            "En <name>, <b>H</b><sub>2</sub>O es agua.": "hostile",
            "En <name>, H<sub onclick='x'>2</sub>O es agua.": "hostile",
        },
    ),
    (
        "Good to know.",
        "Conviene saberlo: 2024. Año nuevo (1) y 5 * 3.",
        {
            "Conviene saberlo.\n\n:::{note}\nSí.\n:::": "directive",
            "```python\nConviene saberlo.\n```": "directive",
            "(saberlo)=\nConviene saberlo.": "target",
            "# Conviene saberlo.": "block",
            "Conviene saberlo.\n\n| a | b |\n|---|---|": "block",
            "- Conviene saberlo.": "block",
            "1. Conviene saberlo.": "block",
            "Conviene {tecla}`saberlo`.": "role",
            "Conviene [saberlo](https://a.org).": "link",
            "Conviene [saberlo](javascript:alert(1)).": "hostile",
            "Conviene {raw}`<b>`.": "hostile",
            "Conviene {{ 7 * 7 }}.": "hostile",
            "Conviene {fas}`saberlo`.": "hostile",
            "Conviene {bdg-link-x}`saberlo <javascript:x>`.": "hostile",
            "Conviene {{ a.__b }}.": "hostile",
            "Conviene {% if x %} saberlo.": "hostile",
            "Conviene <br class='x'> saberlo.": "hostile",
            "Conviene </b> saberlo.": "hostile",
            "Conviene `a &lt;img src=x onerror=y&gt;` saberlo.": "html",
            "Conviene \ufdd0saberlo.": "hostile",
            "Conviene \x07saberlo.": "hostile",
            "Conviene <!-- saberlo --> esto.": "hostile",
            "Conviene ](javascript:x) saberlo.": "hostile",
            "Conviene ](&#106;avascript:x) saberlo.": "hostile",
            "Conviene ]{onclick=x} saberlo.": "hostile",
            "Conviene \\href{x}{y} saberlo.": "hostile",
            "Conviene &lt;iframe src=x&gt; saberlo.": "html",
            "Conviene [saberlo](file:///etc/passwd).": "hostile",
            "Conviene saberlo.\n```{include} /etc/passwd\n```": "hostile",
            "Conviene \u202esaberlo\u202c.": "hostile",
        },
    ),
]
RST_CASES = [
    (
        "A :ref:`link <top>`, ``code``, `web <https://ok.org>`_, |sub|, [1]_ and **b**.",
        "|sub|, [1]_, `red <https://ok.org>`_, **b**, ``code`` y un :ref:`enlace <top>`.",
        {
            "|sub|, [1]_, red, **b**, ``code`` y un :ref:`enlace <top>`.": "link",
            "|sub|, [1]_, `red <https://no.org>`_, **b**, ``code``, :ref:`enlace <top>`.": "link",
            "|sub|, [1]_, `red<https://ok.org>`_, **b**, ``code``, :ref:`e <top>`.": "spaces",
            "|sub|, [1]_, `red <https://ok.org>` _, **b**, ``code``, :ref:`e <top>`.": "spaces",
            "|sub|, [1]_, `red <https://ok.org>`_, ** b **, ``code``, :ref:`e <top>`.": "spaces",
            "|sub|, [1]_, `red <https://ok.org>`_, **b**, `` code``, :ref:`e <top>`.": "spaces",
            "|sub|, [1]_, `red <https://ok.org>`_, **b**, ``code``, :ref: `e <top>`.": "spaces",
            "|sub|, [1]_, `red <https://ok.org>`_, **b**, ``code``, :ref:`enlace`.": "reference",
            "|sub|, [2]_, `red <https://ok.org>`_, **b**, ``code``, :ref:`e <top>`.": "footnote",
            "|bus|, [1]_, `red <https://ok.org>`_, **b**, ``code``, :ref:`e <top>`.": (
                "substitution"
            ),
            "|sub|, [1]_, `red <https://ok.org>`_, **bs, ``code``, :ref:`e <top>`.": "emphasis",
            "|sub|, [1]_, `red <https://ok.org>`_, **b**, ``code`s, :ref:`e <top>`.": "code",
        },
    ),
    (
        "Get the `source bundle`_ or the `old one`_, as `it`__ says.",
        "Mira el `old one`_, o, como dice `eso`__, el `source bundle`_.",
        {
            "Trae el `paquete`_ o el `viejo`_, como dice `eso`__.": "names",
            "Trae el `paquete`_, como dice `eso`__.": "reference",
            "Trae el `paquete`_ o el `viejo`_ o `nuevo`_, como dice `eso`__.": "reference",
            "Trae el `paquete`__ o el `viejo`_, como dice `eso`__.": "reference",
            "Trae el `source bundle`_ o el `old one`_, como dice `eso`__ y `eso`__.": "reference",
            "Trae el `source bundle`_, el `source bundle`_ o el `old one`_, dice `eso`__.": "repeated",
        },
    ),
    (
        "Good to know.",
        "Conviene saberlo, con <b> y 2 | 3.",
        {
            "Conviene saberlo.\n\n.. note:: Sí.": "directive",
            "Conviene saberlo.\n\n.. include:: /etc/passwd": "hostile",
            "Conviene `saberlo <javascript:alert(1)>`_.": "hostile",
            ".. _saberlo:": "target",
            "Conviene <x-a onclick=alert(55)>saberlo</x-a>.": "html",
        },
    ),
]
WORDS_CASES = [
    (
        "%(count)s pages of {name} by <b>%s</b> and %d",
        "<b>%s</b> y %d escribieron %(count)s páginas de {name}",
        {
            "<b>%s</b> y %d escribieron páginas de {name}": "placeholder",
            "<b>%d</b> y %s escribieron %(count)s páginas de {name}": "placeholder",
            "<b>%s</b> y %d escribieron %(count) s páginas de {name}": "spaces",
            "%s y %d escribieron %(count)s páginas de {name}": "html",
            "<i>%s</i> y %d escribieron %(count)s páginas de {name}": "hostile",
        },
    ),
    ("%B %d, %Y", "%d de %B de %Y", {}),
    ("%B %d", "%d de %B", {}),
    ("%1$s and %2$s", "%2$s y %1$s", {"%1$s y %3$s": "placeholder", "%1$s": "placeholder"}),
    (
        "%s and %d",
        "%2$d y %1$s",
        {"%1$d y %2$s": "placeholder", "%d y %s": "placeholder", "%s, %d y %d": "placeholder"},
    ),
    ("{0} and {1}", "{1} y {0}", {"{0} y {2}": "placeholder"}),
    ("Usage: run <command>", "Uso: run <orden>", {"<script>x</script>": "hostile"}),
]
CASES = [
    *((MYST, *case) for case in MYST_CASES),
    *((RST, *case) for case in RST_CASES),
    *((WORDS, *case) for case in WORDS_CASES),
]
BAD = [
    (context, english, bad, code)
    for context, english, _, all_bad in CASES
    for bad, code in all_bad.items()
]


@pytest.mark.parametrize(("context", "english", "good"), [case[:3] for case in CASES])
def test_a_good_translation_is_silent(context: Context, english: str, good: str) -> None:
    assert codes(context, english, good) == []
    assert codes(context, english, english) == []


@pytest.mark.parametrize(("context", "english", "bad", "code"), BAD)
def test_a_bad_translation_is_found(context: Context, english: str, bad: str, code: str) -> None:
    assert code in codes(context, english, bad)


def test_messages_say_what_is_wrong_and_what_to_do() -> None:
    found = [
        f"{english}\n{bad}\n    {problem.code}: {problem.message}\n\n"
        for context, english, bad, _ in BAD
        for problem in check_markup(Entry(english, bad), context)
    ]
    snapshots.compare(Path(__file__).with_name("markup_messages.txt"), "".join(found))


@pytest.mark.parametrize(
    ("context", "english", "bad", "fixed"),
    [
        (MYST, "It is **free** now.", "Es ** gratis**ahora.", "Es **gratis**ahora."),
        (MYST, "It is **free** now.", "Es **gratis **ahora.", "Es **gratis** ahora."),
        (MYST, "It is **free** now.", "Es** gratis** ya.", "Es **gratis** ya."),
        (MYST, "See [it](a.md).", "Mira [esto] (a.md ).", "Mira [esto](a.md )."),
        (MYST, "See {ref}`a <b>`.", "Mira {ref} `a < b>`.", "Mira {ref}`a <b>`."),
        (MYST, "Free.[^a]", "Gratis.[ ^ a]", "Gratis.[^a]"),
        (RST, "See `it <a.html>`_.", "Mira `esto<a.html>` _.", "Mira `esto <a.html>`_."),
        (RST, "Use ``x`` and :ref:`y`.", "Usa `` x `` y :ref: `y`.", "Usa ``x`` y :ref:`y`."),
        (WORDS, "Hi %(name)s", "Hola %( name ) s", "Hola %(name)s"),
    ],
)
def test_stray_spaces_are_taken_out(context: Context, english: str, bad: str, fixed: str) -> None:
    (problem,) = check_markup(Entry(english, bad), context)
    assert (problem.code, problem.fixed) == ("translation-spaces", fixed)
    assert check_markup(Entry(english, fixed), context) == []


def test_what_no_language_needs_so_many_letters_for_is_not_even_read() -> None:
    assert codes(MYST, "Yes.", "Sí." * 300) == []
    assert codes(MYST, "Yes.", "Sí." * 400) == ["length"] == codes(MYST, "Yes.", "*" * 1_000_000)
    allowed = "tandem: allow translation-length: I want it"
    assert refusals(Entry("Yes.", "Sí." * 400, comments=(allowed,)), MYST)
    long = " ".join(f"A long sentence, number {number}." for number in range(100))
    assert codes(MYST, long, long.replace("sentence", "frase")) == []
    for sign in "`*_[{<~'":
        assert codes(MYST, long, sign * 2000) == ["length"]
        assert codes(RST, long, f"{long[:1500]} {sign * 2000}") == ["length"]
    assert codes(MYST, f"{long} {'. ' * 200}", f"{long} {'. ' * 200}a") == []


def test_what_is_mostly_signs_of_markup_is_not_even_read() -> None:
    links = " ".join(f"[{number}](#a{number})" for number in range(100))
    assert codes(MYST, links, links.replace("](", "º](")) == []
    for english in ("Some words. " * 80, "[ " * 2000):
        nested = "".join(f"{'[' * 60} {number} " for number in range(30))
        assert codes(MYST, english, nested) == ["length"]


SAME_PLACE = [
    ("https://a.org/git-novice/", "https://a.org/git-novice-es/"),
    ("https://a.org/git-novice/", "https://www.a.org/es-git-novice"),
    ("https://a.org/x/guide.html", "https://a.org/x/guide.es.html"),
    ("https://a.org/x/guide.html", "https://a.org/x/guide_es_MX.html"),
    ("https://github.com/a/readme", "https://github.com/a/readme-es"),
    ("http://a.org/docs/instalation", "https://a.org/docs/installation"),
    ("https://a.org/docs/x#top", "https://a.org/docs/x#arriba"),
]
ELSEWHERE = [
    ("https://a.org/git-novice/", "https://a.org/shell-novice/"),
    ("https://a.org/git-novice/", "https://a.org/git-novice-fr/"),
    ("https://a.org/git-novice/", "https://b.org/git-novice-es/"),
    ("https://a.org/git-novice/", "https://a.org.evil.net/git-novice-es/"),
    ("https://a.org/git-novice/", "https://a.org@evil.net/git-novice-es/"),
    ("https://a.org/git-novice/", "https://a.org:8080/git-novice-es/"),
    ("https://a.org/git-novice/", "http://a.org/git-novice-es/"),
    ("https://github.com/a/b", "https://github.com/a-es/b"),
    ("https://bit.ly/abcdef", "https://bit.ly/abcdefg"),
    ("https://a.org/docs/paypal", "https://a.org/docs/p\u0430ypal"),
    ("https://a.org/docs/guide?id=1", "https://a.org/docs/guide?id=2"),
    ("https://a.org/d/8f3kq0", "https://a.org/d/zz81xx"),
    ("page-one.md", "page-one-es.md"),
    ("https://[a", "https://[a-es"),
]


@pytest.mark.parametrize(("english", "spanish"), SAME_PLACE)
def test_an_edition_or_a_corrected_address_of_the_same_site_is_shown(
    english: str, spanish: str
) -> None:
    assert codes(MYST, f"See [it]({english}).", f"Mira [esto]({spanish}).") == ["address"]


@pytest.mark.parametrize(("english", "spanish"), ELSEWHERE)
def test_an_address_that_anybody_could_hold_is_refused(english: str, spanish: str) -> None:
    assert not same_place(english, spanish, "es")
    entry = Entry(f"See <a href='{english}'>it</a>.", f"Mira <a href='{spanish}'>eso</a>.")
    assert refusals(entry, MYST)


@pytest.mark.parametrize(
    ("english", "spanish", "expected"),
    [
        ("`cd path/to/my-folder`", "`cd ruta/a/mi-carpeta`", ["code-words"]),
        (
            "`git clone https://a.org/your-name/x`",
            "`git clone https://a.org/tu-nombre/x`",
            ["code-words"],
        ),
        ("`ssh USERNAME@host`", "`ssh USUARIO@host`", ["code-words"]),
        ("`cat example.txt`", "`cat ejemplo.txt`", ["code-words"]),
        ("`cd $HOME`", "`cd $CASA`", ["code"]),
        ("`git config user.name`", "`git config usuario.nombre`", ["code"]),
        ("`ls --file`", "`ls --archivo`", ["code"]),
        ("`git pull`", "`git jalar`", ["code"]),
        ("`cat my-file`", "`cat /etc/passwd`", ["code"]),
        ("`git add a`", "`git add b`", ["code"]),
    ],
)
def test_names_in_code_that_readers_replace_may_be_translated(
    english: str, spanish: str, expected: list[str]
) -> None:
    assert codes(MYST, f"Run {english}.", f"Ejecuta {spanish}.") == expected


def test_roles_that_lead_nowhere_hold_words(tmp_path: Path) -> None:
    (tmp_path / "page.rst").write_text(
        ".. role:: red\n.. role:: under(emphasis)\n.. role:: html(raw)\n   :format: html\n", "utf-8"
    )
    path = tmp_path / "locales/es/LC_MESSAGES/page.po"
    site = MarkupSettings(
        tmp_path, (tmp_path / "locales",), roles=".. role:: big", links=frozenset({"issue"})
    )
    context = make_context(site, path, Catalog())
    for role in ("red", "under", "big"):
        assert codes(context, f"A :{role}:`red word`.", f"Una :{role}:`palabra roja 2`.") == []
    # Nobody can tell from the text of a page what an extension makes of a role.
    other = "A :new:`red word`.", "Una :new:`palabra roja`."
    assert codes(context, *other) == ["code-words"]
    assert codes(context, "A :new:`12`.", "Una :new:`13`.") == ["reference"]
    assert codes(context, "A :new:`a.b`.", "Una :new:`c.d`.") == ["reference"]
    assert codes(context, "A :issue:`red`.", "Una :issue:`rojo`.") == ["reference"]
    assert codes(context, "A :html:`red`.", "Una :html:`<script>`.") != []
    assert refusals(Entry("A :py:func:`red`.", "Una :py:func:`rojo`."), context)


def test_a_name_of_another_target_of_the_page_leads_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "page.rst").write_text(
        ".. _Other one: https://b.org\n.. _it: https://a.org\n", "utf-8"
    )
    path = tmp_path / "locales/es/LC_MESSAGES/page.po"
    context = make_context(MarkupSettings(tmp_path, (tmp_path / "locales",)), path, Catalog())
    assert codes(context, "See it_.", "Mira `other one`_.") == ["reference"]
    assert codes(context, "See it_.", "Mira esto_.") == ["names"]
    # A part in reStructuredText of a page in Markdown: nothing takes names in their order there.
    assert codes(MYST, "See `it`_ there.", "Mira `esto`_ ahí.") == ["reference"]


def test_a_site_chooses_what_a_rule_does() -> None:
    def found(english: str, spanish: str, **levels: str) -> list[tuple[str, bool]]:
        site = MarkupSettings(
            Path(), levels={f"translation-{code}": level for code, level in levels.items()}
        )
        problems = check_markup(Entry(english, spanish), Context("es", Syntax.MYST, site))
        assert all(("so readers see" in one.message) == one.refused for one in problems)
        return [(one.code.removeprefix("translation-"), one.refused) for one in problems]

    link = "See [it](a.md).", "Mira [esto](b.md)."
    assert found(*link) == [("link", True)]
    assert found(*link, link="show") == [("link", False)]
    assert found(*link, link="off") == []
    twice = "See [it](a.md).", "Mira [esto](a.md) y [eso](a.md)."
    assert found(*twice) == [("repeated", False)]
    assert found(*twice, repeated="refuse") == [("repeated", True)]
    stray = "It is **free**.", "Es ** gratis**."
    assert found(*stray) == [("spaces", False)]
    assert found(*stray, spaces="refuse") == [("spaces", True)]
    assert found(*stray, spaces="off") == [("emphasis", False)]


SAME = [
    ("http://a.org", "https://a.org"),
    ("https://A.org/x", "https://a.org/x"),
    ("https://a.org/en/x", "https://a.org/es/x"),
    ("https://a.org/en-us/x", "https://a.org/es-mx/x"),
    ("https://a.org/x", "https://a.org/es-419/x"),
    ("https://a.org/x/", "https://a.org/x"),
    ("https://a.org/by/4.0/deed.en", "https://a.org/by/4.0/deed.es"),
    ("https://a.org/by/4.0/", "https://a.org/by/4.0/deed.es"),
    ("https://a.org/x?hl=en&q=1", "https://a.org/x?hl=es&q=1"),
    ("https://a.org/x?q=", "https://a.org/x?lang=es&q="),
    ("https://a.org/en/x#top", "https://a.org/es/x#arriba"),
    ("https://a.org/x?hl=en#top", "https://a.org/x?hl=es#arriba"),
    ("https://en.a.org/x", "https://es.a.org/y"),
    ("https://www.a.org/x", "https://es.a.org/y"),
    ("https://a.org/x", "https://es.a.org/y"),
    ("en/a.md", "es/a.md"),
    ("./a.md", "a.md"),
    ("a/%C3%A1.md", "a/á.md"),
    ("https://example.org/x", "https://ejemplo.org/y"),
    ("mailto:me@example.org", "mailto:yo@example.org"),
    ("mailto:me@example.org", "mailto:yo@ejemplo.org"),
]
OTHER = [
    ("https://a.org", "http://a.org"),
    ("https://a.org/x", "ftp://a.org/x"),
    ("https://a.org/x", "https://b.org/x"),
    ("https://en.a.org/x", "https://es.b.org/x"),
    ("https://a.org/x", "https://fr.a.org/x"),
    ("https://b.a.org/x", "https://es.a.org/x"),
    ("https://a.org/en/x", "https://a.org/fr/x"),
    ("https://a.org/en/x", "https://a.org/fr-fr/x"),
    ("https://a.org/x", "https://a.org/estado/x"),
    ("https://a.org/x#top", "https://a.org/x#arriba"),
    ("https://a.org/x?q=1", "https://a.org/x?q=2"),
    ("https://a.org/x", "a.org/x"),
    ("https://[a", "https://a"),
    ("en/a.md", "es/b.md"),
    ("a/en", "a/es"),
    ("https://example.org/x", "https://evil.org/x"),
    ("https://a.org/x", "https://ejemplo.org/x"),
    ("https://example.org/x", "https://example.org/y"),
    ("mailto:me@example.org", "mailto:yo@evil.org"),
    ("mailto:me@example.org", "mailto:yo@www.example.com"),
    ("mailto:me@example.org", "https://ejemplo.org"),
]


@pytest.mark.parametrize(("english", "spanish"), SAME)
def test_an_address_may_lead_to_the_same_in_the_language(english: str, spanish: str) -> None:
    assert same_address(english, spanish, "es")


@pytest.mark.parametrize(("english", "spanish"), OTHER)
def test_no_other_address_is_the_same(english: str, spanish: str) -> None:
    assert not same_address(english, spanish, "es")


FULL = Context(
    "es",
    Syntax.MYST,
    MarkupSettings(Path(), markdown=MdParserConfig(enable_extensions={"attrs_inline"})),
)


@pytest.mark.parametrize(
    ("context", "english", "spanish", "expected"),
    [
        (MYST, "It is **free** now.", "Es ** gratis** y ** más.", ["emphasis"]),
        (FULL, "A [word]{.c}.", "Una [palabra]{.c}.", []),
        (FULL, "A [word]{.c}.", "Una palabra.", ["html"]),
        (FULL, "A [word]{.language-en}.", "Una palabra.", []),
        (FULL, "A word.", "Una [word]{.language-en}.", []),
        (FULL, "A word.", "Una [palabra]{.c}.", ["hostile"]),
        (FULL, "A word.", "Una [palabra]{onclick=x}.", ["hostile"]),
        (FULL, "A [word]{k=v}.", "Una [palabra]{k=language-en}.", ["hostile"]),
    ],
)
def test_exactly_what_is_wrong_is_found(
    context: Context, english: str, spanish: str, expected: list[str]
) -> None:
    assert sorted(codes(context, english, spanish)) == expected


def test_the_form_for_one_may_lack_its_number_and_nothing_else() -> None:
    def found(one: str, other: str = "%d hubs de %s") -> list[int]:
        entry = Entry("%d hub of %s", msgid_plural="%d hubs of %s", msgstr_plural=(one, other))
        return [problem.form for problem in check_markup(entry, WORDS)]

    assert found("Un hub de %s") == []
    assert found("Un hub") == [0, 0]
    assert found("Un hub de %s y %x") == [0]
    assert found("%d hub de %s", "Los hubs de %s") == [1]
    alone = Entry("%d hub", msgid_plural="%d hubs", msgstr_plural=("hubs",))
    assert [problem.form for problem in check_markup(alone, WORDS)] == [0]


def test_forms_for_one_number_alone_may_lack_it_in_languages_with_a_dual() -> None:
    def found(*forms: str) -> list[int]:
        entry = Entry("%d file", msgid_plural="%d files", msgstr_plural=forms)
        return [problem.form for problem in check_markup(entry, WORDS)]

    assert found("لا ملفات", "ملف واحد", "ملفان", "%d ملفات", "%d ملفًا", "%d ملف") == []
    assert found("لا ملفات", "ملف واحد", "ملفان", "ملفات", "ملفًا", "%d ملف") == [3, 4]
    assert found("datoteka", "datoteki", "%d datoteke", "%d datotek") == [1]


def test_a_name_in_angle_brackets_is_words() -> None:
    english = "The <<original entry>> is here."
    assert codes(WORDS, english, "La <<entrada original>> está aquí.") == []
    assert codes(WORDS, english, "La <entrada onclick=x> está aquí.") == ["hostile"]
    assert codes(MYST, english, "La <<entrada original>> está aquí.") == ["hostile"]


def test_what_the_english_holds_too_is_not_hostile() -> None:
    for text in (
        "{} {{% if x %}}",
        "{} ](javascript:x)",
        "{} {{{{ a.__b }}}}",
        "{} <b>",
        "{} \x07",
    ):
        assert codes(MYST, text.format("Good"), text.format("Bueno")) == []
    assert codes(MYST, "{% if x %}", "{% if x %} y {% if x %}") == ["hostile"]
    assert codes(MYST, "Good", "Bueno {math}`\\href{x}{y}`") == ["hostile"]


def test_readers_see_what_is_not_refused(make_site: MakeSite) -> None:
    site = make_site()
    path = site.catalog("index", {"[a](a.md)": "[a](b.md)", "[d](d.md)": "[d](d.md)"})
    allowed = '# tandem: allow translation-link: yes\nmsgid "[f](f.md)"\nmsgstr "[f](g.md)"\n'
    path.write_text(f"{path.read_text('utf-8')}\n{allowed}", encoding="utf-8")
    written = read_catalog(path)
    find = refused_in(load(site.folder))

    def refused(merged: Catalog | None) -> set[str]:
        name = path.relative_to(site.folder).as_posix()
        return set(find(MergedPage((), name, name, merged, written, True)))

    assert refused(None) == set()
    assert refused(written) == {"[a](a.md)"}
    # An update keeps comments in the file alone, and may bring other translations.
    others = [Entry("[f](f.md)", "[f](g.md)"), Entry("[d](d.md)", "[d](z.md)")]
    stale, new = Entry("[i](i.md)", "[i](k.md)", fuzzy=True), Entry("[l](l.md)", "[l](m.md)")
    assert refused(Catalog((*others, stale, new))) == {"[d](d.md)", "[l](l.md)"}


def test_what_is_to_be_written_is_told_whole() -> None:
    address = f"https://example.org/{'x' * 100}/"
    (found,) = check_markup(Entry(f"[a]({address}y)", f"[a]({address}z)"), MYST)
    assert f"write {address}y as" in found.message
    assert "x/z, so readers" in found.message


def test_a_typo_is_told_once_and_as_what_it_is() -> None:
    assert codes(MYST, "See {ref}`the guide <guide>`.", "Mira {ref}'la guía <guide>'.") == ["role"]
    (found,) = check_markup(Entry("{{ a }} by {{ b }}", "{{ a } de {{ b }}"), MYST)
    assert "has lost its partner" in found.message


def test_html_that_is_shown_is_not_mended_but_refused() -> None:
    assert codes(RST, "Hello", "Hola ``<img src=x onerror=alert(1)>``") == ["html"]


def test_a_list_may_begin_with_a_number_of_the_english() -> None:
    assert codes(MYST, "May 1, 2024", "1. Mai 2024") == []


def test_an_empty_form_and_one_that_stays_english_have_no_problem() -> None:
    entry = Entry(
        "[a](b)", msgid_plural="[c](d)", msgstr_plural=("[a](b)", " ", "[c](d)", "[c](e)")
    )
    assert [(p.code, p.form) for p in check_markup(entry, MYST)] == [("translation-link", 3)]
    entry = Entry("[a](b)", msgid_plural="[c](d)", msgstr_plural=("[x](d)", "[x](b)"))
    assert [(p.code, p.form) for p in check_markup(entry, MYST)] == [("translation-link", 1)]


def test_advice_weighs_less_than_an_error() -> None:
    entry = Entry(
        "**a** [a](b)", msgid_plural="a [c](d)", msgstr_plural=("**x** [z](d)", "x [z](d)")
    )
    found = [(p.code, p.form) for p in check_markup(entry, MYST)]
    assert found == [("translation-emphasis-pairs", 0)]


def test_what_is_hostile_is_not_mended() -> None:
    assert codes(MYST, "**a**", "** a ** <script>x</script>") == ["hostile"]


def test_each_plural_form_is_judged() -> None:
    entry = Entry("One hub", msgid_plural="%d hubs", msgstr_plural=("Un hub", "%s hubs"))
    assert [(p.code, p.form) for p in check_markup(entry, WORDS)] == [
        ("translation-placeholder", 1)
    ]
    entry = Entry("One hub", msgid_plural="%d hubs", msgstr_plural=("Un hub", "%d hubs"))
    assert check_markup(entry, WORDS) == []


def test_words_are_not_read_as_markdown_unless_that_is_hostile() -> None:
    assert codes(WORDS, "A (b)", "A [b] `c` {d}") == ["placeholder"]
    assert codes(WORDS, "A b", "A [b](javascript:c)") == ["hostile"]
    assert "hostile" in codes(WORDS, "A b", "A {raw}`b`")
    assert "hostile" in codes(WORDS, "A b", "{{ 7 * 7 }} b")
    assert codes(WORDS, "A <b>b</b>", "A [b] <b>b</b>") == []


def test_python_formats_are_judged_as_python_reads_them() -> None:
    flags = ("python-format",)
    assert codes(WORDS, "%d%% done", "%d % listo", flags=flags) == ["placeholder"]
    assert codes(WORDS, "%d%% done", "%d%% listo", flags=flags) == []


def test_a_reason_lets_an_error_through_but_nothing_hostile() -> None:
    reason = ("# tandem: allow translation-link: the Spanish page has another address",)
    bare = Entry("See [it](https://a.org).", "Mira [esto](https://b.org).")
    allowed = Entry(bare.msgid, bare.msgstr, comments=(reason[0].removeprefix("# "),))
    assert [problem.code for problem in refusals(bare, MYST)] == ["translation-link"]
    assert refusals(allowed, MYST) == []
    hostile = Entry(
        "See it.",
        "<script>x</script>",
        comments=("tandem: allow translation-hostile: I want it",),
    )
    assert refusals(hostile, MYST)


def test_a_term_may_have_the_name_that_the_glossary_gives_it(make_site: MakeSite) -> None:
    site = make_site()
    site.catalog("glossary", {"hub : tool": "concentrador : herramienta"})
    path = site.catalog("page", {"A {term}`hub`.": "Un {term}`concentrador`."})
    context = context_of(load(site.folder), path, Catalog())
    assert codes(context, "A {term}`hub`.", "Un {term}`concentrador`.") == []
    assert codes(context, "A {term}`hub`.", "Un {term}`otro`.") == ["reference"]


def test_the_settings_and_the_text_of_the_page_count(make_site: MakeSite) -> None:
    site = make_site(conf='myst_enable_extensions = ["dollarmath", "attrs_inline"]')
    page = (
        "# Page\n\nSee [this][ref].\n\n```python\nprint('**')  # a * b\n```\n\n"
        "```{eval-rst}\nSee :ref:`x` and ``y``.\n```\n\n$$\na_{long} = \\frac{b}{c}\n$$\n\n"
        "[ref]: https://ref.org\n"
    )
    site.write("page.md", page)
    context = context_of(load(site.folder), site.catalog("page", {}), Catalog())
    assert codes(context, "See [this][ref].", "Mira [esto][ref].") == []
    assert codes(context, "See [this][ref].", "Mira [esto][otro].") == ["link"]
    assert codes(context, "print('**')  # a * b", "print('*')  # a *b*") == []
    assert codes(context, "See :ref:`x` and ``y``.", "Mira ``y`` y :ref:`x`.") == []
    assert codes(context, "See :ref:`x` and ``y``.", "Mira ``y``.") == ["reference"]
    formula = "a_{long} = \\frac{b}{c}"
    assert codes(context, formula, "a_{largo} = \\frac{b}{c}") == []
    assert codes(context, formula, "a_{largo} = \\frac{c}{b}") == ["code"]
    assert codes(context, formula, f"{formula} \\href{{javascript:x}}{{y}}") == ["hostile"]
    assert codes(context, "A $x$ [y]{.c}.", "Un $x$.") == ["html"]


@pytest.mark.parametrize(
    ("name", "files", "entry", "syntax"),
    [
        ("a", ("a.md",), Entry("x"), Syntax.MYST),
        ("a", ("a.rst",), Entry("x"), Syntax.RST),
        ("docs", ("docs/a.rst", "docs/b.rst"), Entry("x"), Syntax.RST),
        ("gone", (), Entry("x", references=("../../a.rst:12",)), Syntax.RST),
        ("gone", (), Entry("x", references=("a.py:docstring of a.b:1",)), Syntax.RST),
        ("gone", (), Entry("See :ref:`x`."), Syntax.RST),
        ("gone", (), Entry("See {ref}`x`."), Syntax.MYST),
        ("gone", ("index.rst",), Entry("x"), Syntax.RST),
        ("gone", ("index.md",), Entry("x"), Syntax.MYST),
        ("sphinx", ("index.md",), Entry("x"), Syntax.WORDS),
        ("site", ("index.md",), Entry("x"), Syntax.WORDS),
    ],
)
def test_a_catalog_is_read_as_its_page_is_written(
    tmp_path: Path, name: str, files: tuple[str, ...], entry: Entry, syntax: Syntax
) -> None:
    for file in files:
        path = tmp_path / file
        path.parent.mkdir(exist_ok=True)
        path.write_text("Title\n", "utf-8")
    site = MarkupSettings(tmp_path, (tmp_path / "locales",))
    catalog = tmp_path / f"locales/es/LC_MESSAGES/{name}.po"
    assert make_context(site, catalog, Catalog((entry,))).syntax is syntax


def test_the_pages_of_a_folder_and_the_header_say_how_a_catalog_is_read(tmp_path: Path) -> None:
    for name in ("docs/a.md", "docs/b.md", "docs/c.txt", "sphinx/a.rst"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"[{path.stem}]: https://{path.stem}.org\n", "utf-8")
    site = MarkupSettings(tmp_path, (tmp_path / "locales",))
    folder = tmp_path / "locales/es/LC_MESSAGES"
    context = make_context(site, folder / "docs.po", Catalog())
    assert [path.name for path in context.sources] == ["a.md", "b.md"]
    assert codes(context, "See [it][b].", "Mira [eso][b].") == []
    assert make_context(site, folder / "sphinx.po", Catalog()).sources == ()
    for name, is_read in (("one.md", True), ("two.rst", False), ("three.ipynb", False)):
        (tmp_path / name).write_text("A page.", "utf-8")
        path = (folder / name).with_suffix(".po")
        pages = MarkupSettings(tmp_path, site.locale_dirs, (".md", ".rst", ".ipynb"))
        assert make_context(pages, path, Catalog()).is_code(Entry("a\nb")) == is_read
    outside = make_context(site, tmp_path / "x.po", Catalog((), Entry("", "Language: pt_BR\n")))
    assert (outside.language, outside.sources) == ("pt_BR", ())
    assert make_context(site, tmp_path / "sphinx.po", Catalog()).syntax is Syntax.WORDS
    assert make_context(site, tmp_path / "locales/es/x.po", Catalog()).language == ""


def test_what_is_on_several_places_is_written_as_most_of_them(tmp_path: Path) -> None:
    site = MarkupSettings(tmp_path)
    rst, myst = Entry("a", references=("a.rst:1",)), Entry("b", references=("a.md:1", "x"))
    catalog = Catalog((myst, rst, rst))
    assert make_context(site, tmp_path / "a.po", catalog).syntax is Syntax.RST
    python = Catalog((Entry("%d a", flags=("python-format",)),))
    assert make_context(site, tmp_path / "a.po", python).syntax is Syntax.WORDS
    for messages in (("See :ref:`a`.", "See :ref:`b`.", "See {ref}`c`."), ("See :ref:`a`.",)):
        guessed = Catalog(tuple(map(Entry, messages)))
        assert make_context(site, tmp_path / "a.po", guessed).syntax is Syntax.RST


def test_a_page_without_a_part_in_restructuredtext_is_markdown_alone(make_site: MakeSite) -> None:
    site = make_site()
    site.write("page.md", "# Page\n\nSee :ref:`x`.\n")
    entry = Entry("See :ref:`x`.")
    page = context_of(load(site.folder), site.catalog("page", {}), Catalog())
    assert page.syntax_of(entry) is Syntax.MYST
    assert page.reader is page.site.reader
    gone = context_of(load(site.folder), site.catalog("gone", {}), Catalog())
    assert gone.syntax_of(entry) is Syntax.RST


def test_substitutions_are_the_texts_of_the_settings(make_site: MakeSite) -> None:
    site = make_site(conf='myst_substitutions = {"a": "*x*", "b": ["*y*", {"c": "*z*"}], "d": 1}')
    path = site.catalog("site", {})
    context = context_of(load(site.folder), path, Catalog())
    assert context.site.values == {"*x*", "*y*", "*z*"}
    assert context.syntax_of(Entry("*y*")) is Syntax.MYST
    assert context.syntax_of(Entry("*other*")) is Syntax.WORDS
    assert not context.is_code(Entry("a\n"))
    page = context_of(load(site.folder), site.catalog("index", {}), Catalog())
    assert page.is_code(Entry("a\nb")) and page.is_code(Entry("a\n"))
    assert not page.is_code(Entry("a"))


def test_a_name_is_short(make_site: MakeSite) -> None:
    site = make_site()
    long = "x" * 121
    site.catalog("a", {"x" * 120: "y", long: "y"})
    names = context_of(load(site.folder), site.catalog("b", {}), Catalog()).site
    assert names.calls("x" * 120, "Y", "es") and not names.calls(long, "y", "es")


WORD = st.text("abcdefghijklmnñopqrstuvwxyzáéíóú", min_size=1, max_size=8)
MARKED = {
    Syntax.MYST: (
        "[{}](a.md)",
        "**{}**",
        "*{}*",
        "{{ref}}`{} <x>`",
        "`code`",
        "<kbd>{}</kbd>",
        "{}[^n]",
    ),
    Syntax.RST: ("`{} <a.html>`_", "**{}**", "*{}*", ":ref:`{} <x>`", "``code``", "[1]_", "|sub|"),
    Syntax.WORDS: ("%(name)s", "{{name}}", "<b>{}</b>", "https://a.org"),
}


@st.composite
def translations(draw: st.DrawFn) -> tuple[Syntax, str, str]:
    """Draw an English message, and the same marks in another order about other words."""
    syntax = draw(st.sampled_from(Syntax))
    marked = draw(st.lists(st.sampled_from(MARKED[syntax]), max_size=6))

    def sentence(parts: list[str]) -> str:
        words = [f"{draw(WORD)} {part.format(draw(WORD))}" for part in parts]
        return " ".join([*words, draw(WORD)])

    return syntax, sentence(marked), sentence(draw(st.permutations(marked)))


@given(translations())
def test_other_words_in_another_order_are_silent(found: tuple[Syntax, str, str]) -> None:
    syntax, english, spanish = found
    assert codes(Context("es", syntax), english, spanish) == []


def test_every_code_that_the_rules_use_is_declared() -> None:
    declared = {rule.code.removeprefix("translation-") for rule in rules_in("translation-")}
    assert {code for *_, code in BAD} | {"length"} == declared


def test_of_many_strange_links_three_are_named_one_by_one() -> None:
    english = "See [here](https://a.org/x)."
    links = [f"[a](https://b{number}.org/)" for number in range(12)]
    for many, said in {1: 1, 3: 3, 4: 4, 12: 4}.items():
        entry = Entry(english, " ".join(["Mira [aquí](https://a.org/x).", *links[:many]]))
        found = check_markup(entry, MYST)
        assert len(found) == said and all(one.refused for one in found), many
    assert "https://b3.org/ is not in the English, nor are others, 9 in all" in found[-1].message
    lost = Entry(" ".join(links), " ".join(link.replace("b", "c") for link in links))
    assert len(check_markup(lost, MYST)) == 12  # each has become another


def test_spaces_are_taken_out_where_marks_are_a_slip_and_not_everywhere() -> None:
    (one,) = check_markup(Entry("Some **words**.", "Unas ** palabras **."), MYST)
    assert one.code == "translation-spaces"
    found = check_markup(Entry("Some **words**.", f"Unas {'** a *b ' * 12}** palabras **."), MYST)
    assert found and "translation-spaces" not in [one.code for one in found]
