"""Whatever a catalog holds, a page holds nothing active that its English does not hold."""

from __future__ import annotations

import pytest
from lxml import html

from .conftest import text_of

ENGLISH = (
    "Text %d with [link](https://ok.org), `code`, <kbd>K</kbd>, {ref}`top`, $x$, {{ sub }}"
    " and ![alt](fig.svg)."
)
# What a translator typed, and what must not stand in the page as HTML.
HOSTILE = {
    "{{ cycler.__init__.__globals__.os.popen('echo RAN' + '-CODE').read() }}": "RAN-CODE",
    "{{ env.srcdir }}": "/site",
    "{{ sub.__class__ }}": "class 'str'",
    "```{include} ../secret.txt ```": "PLANTED",
    "```{include} ../secret.txt\n```": "PLANTED",
    "```{literalinclude} ../secret.txt\n```": "PLANTED",
    "```{raw} html\n:file: ../secret.txt\n```": "PLANTED",
    "```{raw} html\n<script>alert(2)</script>\n```": "<script>alert",
    "```{eval-rst}\n.. raw:: html\n\n   <script>alert(3)</script>\n```": "<script>alert",
    "{download}`x <../secret.txt>`": "_downloads",
    "{download}`x <inside.txt>`": "_downloads",
    "[x](inside.txt)": "_downloads",
    "[x](../secret.txt)": "_downloads",
    "[x](path:inside.txt)": "_downloads",
    "<path:inside.txt>": "_downloads",
    "![x](../secret.txt)": "secret",
    "![x](https://evil.org/track.png)": "track.png",
    "[x](javascript:alert(1))": 'href="javascript',
    "[x](data:text/html,hi)": 'href="data',
    "[x](ftp://evil.org)": 'href="ftp',
    "[x](mailto:a@evil.org)": 'href="mailto',
    "[x](//evil.org)": 'href="//',
    "<script>alert(1)</script>": "<script>alert",
    "<iframe src='https://evil.org'></iframe>": "<iframe",
    "<img src=x onerror=alert(1)>": "<img src=x",
    "<a href='javascript:alert(1)'>x</a>": "<a href='javascript",
    "<svg onload=alert(1)>": "<svg onload",
    "<kbd onclick='alert(1)'>K</kbd>": "<kbd onclick",
    "<kbd>never closed": "<kbd>never",
    "</kbd></div></div>": "</kbd></div></div>",
    "<!-- comment": "<!-- comment",
    "<style>*{display:none}</style>": "<style>*",
    "<base href='https://evil.org'>": "<base href='https://evil",
    "<meta http-equiv='refresh' content='0'>": "<meta http-equiv='refresh'",
    "{bdg-link-primary}`x <javascript:alert(1)>`": 'href="javascript',
    "{bdg-link-primary}`x <https://evil.org>`": 'href="https://evil',
    "{raw}`<script>alert(4)</script>`": "<script>alert",
    '{octicon}`alert;1em;"><script>alert(5)</script>`': "<script>alert",
    '{fab}`x"><script>alert(6)</script>`': "<script>alert",
    "[x]{onclick=alert(1)}": 'onclick="',
    '[x]{#stolen style="color:red"}': 'id="stolen"',
    "$\\href{javascript:alert(1)}{x}$": "\\(\\href",
    "{math}`\\href{javascript:alert(1)}{x}`": "\\(\\href",
    "{pep}`8`": "peps.python.org",
    "{index}`x`": 'id="index-',
    "{unknown}`x`": "NEVER",
    "{myst:unknown}`x`": "NEVER",
    "{bdg-link}`x <javascript:alert(1)>`": 'href="javascript',
    "{bdg-link}`x <https://evil.org>`": 'href="https://evil',
    "$\\href1{javascript:alert(1)}{x}$": "\\(\\href",
    "$\\gdef\\a{\\href}$": "\\(\\gdef",
    "\\\\(\\href{javascript:alert(1)}{x}\\\\)": "\\href",
    "\ufdd0 forged": 'lang="en"',
    "\ufdd1 forged": "</span>",
    "\x01\x08\x1b": "\x01",
    "*a " * 2000 + "x" + "*" * 2000: "<em><em><em>" * 10,
    "[" * 2000 + "]" * 2000: "NEVER",
    "![" * 2000 + "](fig.svg)" * 2000: "NEVER",
}


@pytest.fixture
def built(site):
    messages = [ENGLISH % place for place in range(len(HOSTILE))]
    site.conf += 'myst_substitutions = {"sub": "value"}\n'
    site.write("index.md", "(top)=\n# Title\n\n" + "\n\n".join(messages) + "\n\n$$\na+b\n$$\n")
    site.write("fig.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write("inside.txt", "PLANTED inside")
    site.write("../secret.txt", "PLANTED outside")
    hostile = [f"Antes {place} {typed} después" for place, typed in enumerate(HOSTILE)]
    catalog = dict(zip(messages, hostile, strict=True))
    site.catalog("index", {**catalog, "a+b": "\\href{javascript:alert(7)}{x}"})
    return site, site.build()


def test_nothing_of_a_hostile_catalog_is_executed_or_published(built):
    _, output = built
    page = (output / "index.html").read_text("utf-8")
    body = page[page.index('<div class="body"') : page.index('<div class="clearer"')]
    for place, (typed, harmful) in enumerate(HOSTILE.items()):
        start = body.index(f"Antes {place} ")
        passage = body[start : body.index("</p>", start)]
        assert harmful not in passage, f"{typed!r} got into the page: {passage}"
        assert "después" in passage, f"the rest of the message was lost: {passage}"
    assert "javascript:alert(7)" not in body
    assert not (output / "_downloads").exists()
    assert not [path for path in output.rglob("*") if "secret" in path.name]
    assert "PLANTED" not in body


def test_each_refusal_names_the_line_of_the_entry(built):
    site, _ = built
    catalog = site.folder / "locales/es/LC_MESSAGES/index.po"
    lines = catalog.read_text("utf-8").splitlines()
    for typed in ("{{ env.srcdir }}", "<svg onload=alert(1)>", "{pep}`8`"):
        line = next(
            n for n, text in enumerate(lines, 1) if text.startswith("msgstr") and typed in text
        )
        assert f"{catalog}:{line - 1}: WARNING" in site.warnings, site.warnings
    assert "index.md" not in site.warnings


def test_what_the_english_holds_is_kept(site):
    """The canary of the guard: it refuses, but not everything."""
    english = ENGLISH % 0 + " {bdg-link-primary}`badge <https://ok.org>` {download}`f <fig.svg>`"
    spanish = (
        "Texto con [enlace](https://ok.org/es), `code`, <kbd>T</kbd>, {ref}`arriba <top>`, $x$,"
        " {{ sub }} y ![figura](fig.svg). {bdg-link-primary}`insignia <https://ok.org>`"
        " {download}`archivo <fig.svg>`"
    )
    site.conf += 'myst_substitutions = {"sub": "value"}\n'
    site.write("index.md", f"(top)=\n# Title\n\n{english}\n")
    site.write("fig.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.catalog("index", {english: spanish, "value": "valor", "Title": "Título"})
    body = site.page()
    assert body.xpath('.//a[@href="https://ok.org/es"]')[0].text == "enlace"
    assert body.xpath(".//kbd")[0].text == "T"
    assert body.xpath('.//p/a[@href="#top"]//text()')[0] == "arriba"
    assert body.xpath(".//img")[0].get("alt") == "figura"
    assert "valor" in body.text_content()
    assert "insignia" in body.xpath('.//a[contains(@class, "sd-bg-primary")]')[0].text_content()
    assert "archivo" in body.xpath(".//a[@download]")[0].text_content()
    assert not site.warnings


def test_a_title_in_a_toctree_brings_no_html(site):
    """Some themes write these titles into their menus as they stand."""
    site.write("index.md", "# Title\n\n```{toctree}\n:caption: Menu\n\nThe page <page>\n```\n")
    site.write("page.md", "# Page\n")
    site.conf = site.conf.replace('"basic"', '"pydata_sphinx_theme"')
    typed = 'La página <img src=x onerror="alert(1)">'
    site.catalog("index", {"The page": typed, "Menu": "Menú <script>alert(2)</script>"})
    output = site.build()
    page = html.parse(str(output / "index.html")).getroot()
    assert not page.xpath("//@onerror")
    assert not [found for found in page.iter("script") if "alert(2)" in (found.text or "")]
    assert "La página" in page.text_content()
    assert "The page" not in page.text_content()


def test_roles_that_the_english_has_may_name_other_words(site):
    english = "An {index}`entry` and {py:func}`run`."
    site.write("index.md", f"# Title\n\n{english}\n")
    site.catalog("index", {english: "Una {index}`voz` y {py:func}`la función <run>`."})
    assert text_of(site.page().xpath(".//section/p")[0]) == "Una voz y la función."
    assert not site.warnings
