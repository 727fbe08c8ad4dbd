"""A broken translation is never shown: readers get the English, and whoever builds gets its line."""

from __future__ import annotations

import re

from lxml import html

from harness.reading import language_of, text_of
from harness.sites import MakeSite, TinySite
from sphinx_tandem.checks.rules import rule_of

LINK = "See the [other page](other.md)."
PAGE = f"""\
---
description: Described
---
# Title

{LINK}

Kept **for** all.

Allowed [link](https://ok.org).

Not **yet**.

Stale.

With {{{{ own }}}}.

```{{toctree}}
:caption: Menu

Named page <other>
```
"""
ENTRIES = {
    "Title": "Título",
    "Described": "Descrito",
    LINK: "Mira la [otra página](otra.md).",
    "Kept **for** all.": "Queda para **todo el mundo**.",
    "Allowed [link](https://ok.org).": "[Enlace](https://ok.org.mx) permitido.",
    "Not **yet**.": "",
    "Stale.": "Viejo.",
    "With {{ own }}.": "Con {{ own }}.",
    "Menu": "Menú <b>gordo</b>",
    "Named page": "Página",
}


def write(site: TinySite) -> None:
    site.conf += 'myst_substitutions = {"own": "site [value](https://ok.org)"}\n'
    site.write("index.md", PAGE)
    site.write("other.md", "# Other\n")


def test_broken_entries_are_english_on_the_page_and_named_at_their_lines(site: TinySite) -> None:
    write(site)
    catalog = site.catalog(
        "index",
        ENTRIES,
        fuzzy=("Stale.",),
        comments={
            "Allowed [link](https://ok.org).": "tandem: allow translation-link: the Mexican one"
        },
    )
    values = site.catalog("site", {"site [value](https://ok.org)": "[valor](https://evil.org)"})
    body = site.body()
    shown = {text_of(p): language_of(p) for p in body.xpath(".//section/p")}
    assert shown["See the other page."] == "en"
    assert shown["Queda para todo el mundo."] == "es"
    assert shown["Enlace permitido."] == "es"
    assert "Con site value." in shown
    assert body.xpath(".//a[text()='value']/@href") == ["https://ok.org"]
    assert "otra" not in text_of(body) and "gordo" not in text_of(body)
    notice = text_of(body.xpath("//*[@class='tandem-notice']")[0])
    assert notice.startswith("4 ")  # the link, the menu, and two that nobody translated
    lines = catalog.read_text("utf-8").splitlines()
    for message, code in ((LINK, "link"), ("Menu", "hostile")):
        line = lines.index(f'msgid "{message}"') + 1
        assert re.search(rf"{catalog}:{line}: WARNING: .*\[translation.{code}\]", site.warnings)
        assert rule_of(f"translation-{code}")
    assert re.search(rf"{values}:\d+: WARNING: .*\[translation.link\]", site.warnings)
    assert len(re.findall("WARNING", site.warnings)) == 3


def test_words_of_the_site_and_of_the_theme_are_refused_too(site: TinySite) -> None:
    site.conf += 'html_title = "Site <b>title</b>"\n'
    site.write("index.md", "# Title\n\n```{toctree}\nother\n```\n")
    site.write("other.md", "# Other\n")
    own = site.catalog("site", {"Site <b>title</b>": "<i>Título</i> del sitio"})
    words = site.catalog(
        "sphinx", {"Search": "Buscar <script>", "next": "próximo", "Navigation": "%s Navegación"}
    )
    page = html.parse(str(site.sphinx() / "index.html")).getroot()
    assert "Site" in page.find(".//title").text
    text = text_of(page)
    assert "próximo" in text
    assert "Navegación" in text and "%s" not in text  # Sphinx's own word stands in
    assert not [s for s in page.iter("script", "i") if "Buscar" in (s.text or "") or s.tag == "i"]
    assert f"{own}:" in site.warnings
    lines = words.read_text("utf-8").splitlines()
    for message, code in (("Search", "hostile"), ("Navigation", "placeholder")):
        line = lines.index(f'msgid "{message}"') + 1
        assert re.search(rf"{words}:{line}: WARNING: .*\[translation.{code}\]", site.warnings)


def test_the_site_is_published_all_the_same_unless_it_must_be_perfect(
    make_site: MakeSite,
) -> None:
    site = make_site()
    catalog = site.catalog("about", {"Who we are. [Home](index.md)": "Somos. [Inicio](inicio.md)"})
    done = site.build()
    line = catalog.read_text("utf-8").splitlines().index('msgid "Who we are. [Home](index.md)"') + 1
    finding = f"locales/es/LC_MESSAGES/about.po:{line}: translation-link: The link to index.md"
    assert finding in done.stderr
    assert "Who we are." in site.page("es/about.html")
    strict = site.tandem("build", "--strict")
    assert strict.returncode == 1
    assert finding in strict.stderr


def test_a_lookup_knows_the_line_and_the_state_of_every_entry(site: TinySite) -> None:
    write(site)
    site.conf += """
def setup(app):
    import json, pathlib
    def note(app, exception):
        from sphinx_tandem.translate.lookup import catalogs_of
        found = catalogs_of(app).page("index")
        data = {m: [found.state_of(m).value, found.line_of(m)] for m in [*found.lines, "gone"]}
        data["refused"] = [[r.line, r.problems[0].code] for r in found.refused.values()]
        pathlib.Path(app.srcdir, "states.json").write_text(json.dumps(data))
    app.connect("build-finished", note)
"""
    catalog = site.catalog("index", ENTRIES, fuzzy=("Stale.",))
    site.sphinx()
    import json  # noqa: PLC0415

    states = json.loads((site.folder / "states.json").read_text("utf-8"))
    lines = catalog.read_text("utf-8").splitlines()
    assert states.pop("gone") == ["missing", None]
    refused = states.pop("refused")
    for message, (_, line) in states.items():
        assert lines[line - 1] == f'msgid "{message}"'
    by_state = {
        state: {m for m, found in states.items() if found[0] == state}
        for state, _ in states.values()
    }
    assert by_state["stale"] == {"Stale."}
    assert by_state["missing"] == {"Not **yet**."}
    assert by_state["refused"] == {LINK, "Menu", "Allowed [link](https://ok.org)."}
    assert sorted(code for _, code in refused) == [
        "translation-hostile",
        "translation-link",
        "translation-link",
    ]
