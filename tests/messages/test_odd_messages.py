"""A translation is inline text: none is lost because of the way it begins or is broken."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from harness.reading import text_of
from sphinx_tandem.catalogs.reader import read_catalog
from sphinx_tandem.catalogs.update import update
from sphinx_tandem.site.settings import load

ODD = {
    "- sí": "- sí",
    "* una lista": "* una lista",
    "+ una lista": "+ una lista",
    "1. Primero": "1. Primero",
    "2024. Empezó.": "2024. Empezó.",
    "# Encabezado": "# Encabezado",
    "> cita": "> cita",
    "| a | b |": "| a | b |",
    "***": "***",
    "% comentario": "% comentario",
    "    con sangría": "con sangría",
    "dos párrafos\n\nsegundo": "dos párrafos segundo",
    "título\n======": "título ======",
    "termina con ::": "termina con ::",
    "<": "<",
    "# noqa": "# noqa",
    "silencioso # noqa": "silencioso",
    # A stray space is taken out on the way.
    "** negrita**": "negrita",
}
# What would be a block, or is broken: readers get the English in its place.
BROKEN = [
    "(etiqueta)=",
    ":::{note}\nHola\n:::",
    "[texto][nada]",
    "una nota [^nada]",
    "`",
    "{{",
    "{% raw %}",
    "<div>bloque</div>",
    "```python\nprint()\n```",
]


def test_odd_messages_are_shown_as_they_are_typed_and_broken_ones_in_english(site):
    messages = [f"Message {place}." for place in range(len(ODD) + len(BROKEN))]
    site.conf += "smartquotes = False\n"
    site.write("index.md", "# Title\n\n" + "\n\n".join(messages) + "\n")
    site.catalog("index", dict(zip(messages, [*ODD, *BROKEN], strict=True)))
    paragraphs = site.body().xpath(".//section/p")
    shown = [text_of(found) for found in paragraphs]
    assert shown == [*ODD.values(), *messages[len(ODD) :]]
    assert [found.get("lang") for found in paragraphs[len(ODD) :]] == ["en"] * len(BROKEN)


def test_sphinx_alone_still_loses_them(site):
    """The canary: on the day that this fails, part of the engine can go."""
    site.conf = site.conf.replace('"sphinx_tandem"', '"myst_parser"').replace(
        'tandem_languages = {"en": "English", "es": "Español"}\n', ""
    )
    site.write("index.md", "# Title\n\nMessage.\n")
    site.catalog("index", {"Message.": "- sí"})
    assert [text_of(found) for found in site.body().xpath(".//section/p")] == ["Message."]


@pytest.mark.parametrize("broken", ["First line\\\nsecond line", "First line  \nsecond line"])
def test_hard_line_breaks_survive(site, broken):
    site.write("index.md", f"# Title\n\n{broken}\n")
    site.catalog("index", {"First line<br>second line": "Primera línea<br>segunda línea"})
    paragraph = site.body().xpath(".//section/p")[0]
    assert [text.strip() for text in paragraph.itertext()] == ["Primera línea", "segunda línea"]
    assert len(paragraph.xpath("br")) == 1


def test_a_catalog_made_by_sphinx_alone_still_fits(site):
    site.write("index.md", "# Title\n\nFirst line\\\nsecond line\n")
    site.catalog("index", {"Title": "Título", "First line second line": "Una línea y otra"})
    assert text_of(site.body().xpath(".//section/p")[0]) == "Una línea y otra"


def test_two_links_to_two_anchors_of_one_page_stay_two(site):
    english = "[one](other.md#alpha) and [two](other.md#beta)"
    site.write("index.md", f"# Title\n\n{english}\n\n```{{toctree}}\nother\n```\n")
    site.write("other.md", "# Other\n\n## Alpha\n\nA\n\n## Beta\n\nB\n")
    site.catalog("index", {english: "[uno](other.md#alpha) y [dos](other.md#beta)"})
    links = site.body().xpath(".//section/p/a")
    assert [(link.get("href"), text_of(link)) for link in links] == [
        ("other.html#alpha", "uno"),
        ("other.html#beta", "dos"),
    ]


def test_reference_links_footnotes_and_substitutions_of_the_page_survive(site):
    page = (
        "---\nmyst:\n  substitutions:\n    own: page *value*\n---\n# Title\n\n"
        "See [this][ref] and {{ own }}.[^note]\n\n[ref]: https://ref.org\n\n[^note]: The note.\n"
    )
    site.write("index.md", page)
    site.catalog(
        "index",
        {
            "See [this][ref] and {{ own }}.[^note]": "Mira {{ own }} y [esto][ref].[^note]",
            "page *value*": "valor *propio*",
            "The note.": "La nota.",
        },
    )
    body = site.body()
    paragraph = body.xpath(".//section/p")[0]
    assert text_of(paragraph).startswith("Mira valor propio y esto.[")
    assert paragraph.xpath("./a[@href='https://ref.org']")
    note = paragraph.xpath("./a[contains(@class, 'footnote-reference')]")[0].get("href")[1:]
    assert "La nota." in text_of(body.xpath(f".//*[@id='{note}']")[0])
    assert not site.warnings


def test_code_and_formulas_survive(site):
    site.conf += 'gettext_additional_targets = ["literal-block"]\n'
    site.write(
        "index.md", "# Title\n\n```python\nprint('hi')  # say\n```\n\n$$\na_{long} = 1\n$$\n"
    )
    messages = site.messages()["index"]
    (formula,) = [text for text in messages if "a_{long}" in text]  # MyST 3 has lines around it
    site.catalog(
        "index",
        {
            "print('hi')  # say\n": "print('hola')  # di\n",
            formula: formula.replace("long", "largo"),
        },
    )
    body = site.body()
    assert text_of(body.xpath(".//pre")[0]) == "print('hola') # di"
    assert "a_{largo} = 1" in text_of(body.xpath(".//div[contains(@class, 'math')]")[0])
    assert "::" not in text_of(body)


def test_tables_inside_directives_and_buttons_are_extracted_and_translated(site):
    page = (
        "# Title\n\n:::{note}\n| Head |\n| --- |\n| cell |\n:::\n\n"
        "```{button-ref} other\n:ref-type: doc\n:tooltip: Tip\nButton label\n```\n\n"
        "```{card} Card\n:link: other\n:link-type: doc\n:link-alt: Alternative\nBody\n```\n\n"
        "```{toctree}\nother\n```\n"
    )
    site.write("index.md", page)
    site.write("other.md", "# Other\n")
    words = ["Head", "cell", "Button label", "Tip", "Alternative"]
    assert set(words) <= set(site.messages()["index"])
    site.catalog("index", {word: f"⟦{word}⟧" for word in words})
    body = site.body()
    assert {text_of(cell) for cell in body.xpath(".//th | .//td")} == {"⟦Head⟧", "⟦cell⟧"}
    button = body.xpath(".//a[contains(@class, 'sd-btn')]")[0]
    assert text_of(button) == "⟦Button label⟧"
    assert text_of(body.xpath(".//a[contains(@class, 'sd-hide-link-text')]")[0]) == "⟦Alternative⟧"


def test_a_localised_figure_is_used_on_the_spanish_page_alone(site):
    site.write("index.md", "# Title\n\n![alt](fig.svg)\n")
    site.write("fig.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.write("fig.es.svg", "<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>")
    assert site.body(language="es").xpath(".//img")[0].get("src") == "_images/fig.es.svg"
    assert site.body(language="en").xpath(".//img")[0].get("src") == "_images/fig.svg"


def test_a_broken_reference_in_a_translation_names_the_entry_and_is_not_shown(site):
    english = "See {ref}`top` and [here](#title)."
    site.write("index.md", f"# Title\n\n{english}\n\n(top)=\n## Top\n")
    catalog = site.catalog("index", {english: "Mira {ref}`nada` y [aquí](#nadie)."})
    paragraph = site.body().xpath(".//section/p")[0]
    assert text_of(paragraph) == "See Top and here."
    assert paragraph.get("lang") == "en"
    lines = catalog.read_text("utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text.startswith('msgid "See'))
    for code in ("translation.reference", "translation.link"):
        assert re.search(rf"{catalog}:{line}: WARNING: .*\[{code}\]", site.warnings)
    assert "index.md" not in site.warnings


def test_a_translated_page_does_not_carry_the_environment(site):
    """Sphinx's own way makes every pickled page hold the whole site, so builds are quadratic."""
    english = "A paragraph with a [link](https://a.org) and *words*."
    site.write("index.md", f"# Title\n\n{english}\n")
    site.catalog(
        "index", {"Title": "Título", english: "Un párrafo con un [enlace](https://a.org)."}
    )
    output = site.sphinx()
    pickled = (output.with_name(f"{output.name}.doctrees") / "index.doctree").read_bytes()
    assert b"BuildEnvironment" not in pickled
    assert b"P\xc3\xa1rrafo".lower() in pickled.lower()


def test_the_transform_that_ours_replaces_is_still_registered_by_sphinx():
    code = (
        "from sphinx.transforms.i18n import Locale, _NodeUpdater, parse_noqa\n"
        "from sphinx.registry import SphinxComponentRegistry\n"
        "assert Locale.default_priority == 20\n"
        "assert isinstance(SphinxComponentRegistry().transforms, list)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", ["index.md", "index.rst"])
@pytest.mark.parametrize(
    ("translated", "shown"),
    [
        ("L'*autre* chose.", "L’autre chose."),
        ("*L*'autre chose.", "L’autre chose."),
        ("Qu'*elle* dise 'oui' *ou* 'non'.", "Qu’elle dise “oui” ou “non”."),
    ],
)
def test_an_apostrophe_beside_markup_is_no_quotation_mark(site, name, translated, shown):
    site.conf = site.conf.replace('"es": "Español"', '"fr": "Français"')
    if name.endswith("rst"):
        translated = translated.replace("*L*'autre", "*L*\\ 'autre").replace("L'*", "L'\\ *")
        translated = translated.replace("u'*", "u'\\ *")
    site.write(
        name, "# Title\n\nThe *other* thing.\n" if name.endswith("md") else "The *other* thing.\n"
    )
    site.catalog("index", {"The *other* thing.": translated}, "fr")
    assert shown in text_of(site.body(language="fr"))


def test_translators_are_told_what_an_author_notes_and_where_a_passage_stands(site):
    site.write(
        "index.md",
        "% translators: a farm of bees\n\n# Farm\n\n## Lid\n\n"
        "% translators: a verb,\n% not a noun\n\nOpen.\n\nClose.\n\n"
        "% A remark for authors.\n\n![A lid](lid.png)\n\n| Sign |\n| --- |\n| Hum |\n\n"
        "% translators: of both\n\n- First\n- Second\n\n```{toctree}\nold\n```\n",
    )
    site.write("old.rst", "Old\n===\n\n.. translators: a greeting\n\nHello.\n\nBye.\n")
    site.write("lid.png", "")
    site.conf += 'suppress_warnings = ["image.not_readable"]\n'
    settings = load(site.folder)
    update(settings, templates=site.folder / "templates")
    found = read_catalog(site.folder / "locales/es/LC_MESSAGES/index.po").entries
    told = {entry.msgid: entry.extracted for entry in found if entry.extracted}
    assert told == {
        "Farm": ("a farm of bees",),
        "Open.": ("a verb, not a noun",),
        "First": ("of both",),
        "Second": ("of both",),
    }, "no place: it would change with every heading"
    old = read_catalog(site.folder / "locales/es/LC_MESSAGES/old.po").entries
    assert [entry.extracted for entry in old] == [(), ("a greeting",), ()]
    template = read_catalog(site.folder / "templates/index.pot").entries
    places = {entry.msgid: entry.extracted[-1] for entry in template}
    assert places.pop("![A lid](lid.png)") == "Place: Farm › Lid; paragraph"
    assert places == {
        "Farm": "Place: heading",
        "Lid": "Place: Farm; heading",
        "Open.": "Place: Farm › Lid; paragraph",
        "Close.": "Place: Farm › Lid; paragraph",
        "A lid": "Place: Farm › Lid; alternative text of an image",
        "Sign": "Place: Farm › Lid; cell of a table",
        "Hum": "Place: Farm › Lid; cell of a table",
        "First": "Place: Farm › Lid; item of a list",
        "Second": "Place: Farm › Lid; item of a list",
    }
    assert {entry.references for entry in template} == {("index.md",)}, "no line numbers"


def test_an_author_tells_the_same_english_apart_and_nothing_that_is_translated_is_lost(site):
    before = "# Lid\n\n## Shut\n\n{0}Open\n\n## Hours\n\n{1}Open\n\n- *Open*\n"
    rst = "Old\n===\n\n{}Hello\n"
    site.conf += 'html_theme_options = {}\ntandem_repository = "https://example.org/a/b"\n'
    site.write("index.md", before.format("", "") + "\n```{toctree}\nold\n```\n")
    site.write("old.rst", rst.format(""))
    site.catalog("index", {"Lid": "Tapa", "Open": "Abre", "*Open*": "*Abierto*"})
    site.catalog("old", {"Old": "Viejo", "Hello": "Hola"}, comments={"Hello": "casual"})

    def catalog(page="index"):
        path = site.folder / f"locales/es/LC_MESSAGES/{page}.po"
        return {(one.msgctxt, one.msgid): one for one in read_catalog(path).entries}

    def shown(page="index"):
        return [text_of(one) for one in site.body(page).xpath(".//section//p")]

    site.write(
        "index.md",
        before.format("% translation context: of a button\n\n", "") + "\n```{toctree}\nold\n```\n",
    )
    site.write("old.rst", rst.format(".. translation context: at the door\n\n"))
    assert shown() == ["Abre", "Abre", "Abierto"], "before anybody brings the catalogs up to date"
    assert shown("old") == ["Hola"]
    done = site.tandem("update", "--templates", "templates", "--export", "out")
    assert done.returncode == 0, done.stderr
    held = catalog()
    assert held[None, "Open"].msgstr == held["of a button", "Open"].msgstr == "Abre"
    assert not any(one.fuzzy or one.obsolete for one in held.values())
    assert [one.msgctxt for one in held.values() if one.msgid == "Open"] == ["of a button", None]
    (hello,) = [one for one in catalog("old").values() if one.msgid == "Hello"]
    assert (hello.msgctxt, hello.msgstr, hello.comments) == ("at the door", "Hola", ("casual",))
    template = read_catalog(site.folder / "templates/index.pot").entries
    assert [one.msgctxt for one in template if one.msgid == "Open"] == ["of a button", None]

    path = site.folder / "out/locales/es/LC_MESSAGES/index.xlf"
    text = path.read_text("utf-8")
    assert text.count(">Abre<") == 2
    path.write_text(text.replace(">Abre<", ">Abrir<", 1), "utf-8")
    assert "1 undecided" in site.tandem("update", "--take", "out").stdout
    path = site.folder / "locales/es/LC_MESSAGES/index.po"
    text = path.read_text("utf-8")
    decide = (
        r'# tandem: undecided.*it says in out: "Abrir"\n#, fuzzy\n(msgctxt "of a button"\n.*\n)'
    )
    text, number = re.subn(decide + 'msgstr "Abre"', r'\1msgstr "Abrir"', text)
    assert number == 1, "the copy is taken for the entry with that context alone"
    path.write_text(text, "utf-8")
    assert shown() == ["Abrir", "Abre", "Abierto"]
    assert site.tandem("update").stdout == "es: every catalog that could be read is up to date.\n"
    status = site.tandem("status")
    assert "6 of 8 passages" in status.stdout, status.stdout
    checked = site.tandem("check")
    assert checked.returncode == 0 and "catalog-outdated" not in checked.stderr, checked.stderr

    site.write("index.md", before.format("", "") + "\n```{toctree}\nold\n```\n")
    site.write(
        "old.rst", rst.format(".. translation context: at the gate\n\n").replace("Hello", "Hello!")
    )
    site.tandem("update")
    assert catalog()[None, "Open"].msgstr == "Abre" and shown()[:2] == ["Abre", "Abre"]
    stale = catalog("old")["at the gate", "Hello!"]
    assert (stale.fuzzy, stale.previous_msgctxt, stale.previous_msgid) == (
        True,
        "at the door",
        "Hello",
    )
    assert "Hello" in site.tandem("changes").stdout
    assert "Hola" not in shown("old")
