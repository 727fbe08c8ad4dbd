"""Whatever a catalog holds, a page holds nothing active that its English does not hold."""

from __future__ import annotations

import re

import pytest
from lxml import html

from harness.reading import text_of
from harness.sites import empty_site
from sphinx_tandem.checks.rules import rules_in

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
    "\u202etxet\u202c": "\u202e",
    "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}": "<class",
    "[x][y]\n\n[y]: javascript:alert(8)": 'href="javascript',
    "<svg/onload=alert(9)>": "<svg/onload",
    "[x](java&#115;cript:alert(10))": 'href="javascript',
    "<object data='https://evil.org/x.swf'></object>": "<object",
    "[x]{style='position:fixed'}": "position:fixed",
    ":::{raw} html\n<script>alert(11)</script>\n:::": "<script>alert",
    "(stolen)=": 'id="stolen"',
    "[^stolen]": 'href="#stolen',
    "*a " * 90 + "x" + "*" * 90: "<em><em><em>" * 10,
    "[" * 90 + "]" * 90: "NEVER",
    "![" * 2000 + "](fig.svg)" * 2000: "NEVER",
}


# All that the English holds, so that nothing but what was typed is wrong.
SPANISH = (
    "Antes {} con [enlace](https://ok.org), `code`, <kbd>T</kbd>, {{ref}}`top`, $x$, {{{{ sub }}}}"
    " y ![figura](fig.svg). {} después"
)
# Words that look like words, and what is characters in the middle of a sentence.
HARMLESS = {"{index}`x`", "(stolen)=", "[" * 90 + "]" * 90, "*a " * 90 + "x" + "*" * 90}


def allowed() -> str:
    """Return comments that allow whatever a comment can allow."""
    return "\n".join(f"tandem: allow {rule.code}: for this test" for rule in rules_in())


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build a page on which each hostile text stands twice, once allowed by comments."""
    folder = tmp_path_factory.mktemp("hostile") / "site"
    site = empty_site(folder)
    count = len(HOSTILE)
    messages = [ENGLISH % place for place in range(2 * count)]
    site.conf += 'myst_substitutions = {"sub": "value"}\n'
    site.write("index.md", "(top)=\n# Title\n\n" + "\n\n".join(messages) + "\n\n$$\na+b\n$$\n")
    site.write("fig.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write("inside.txt", "PLANTED inside")
    site.write("../secret.txt", "PLANTED outside")
    hostile = [SPANISH.format(place, typed) for place, typed in enumerate([*HOSTILE, *HOSTILE])]
    catalog = dict(zip(messages, hostile, strict=True))
    site.catalog(
        "index",
        {**catalog, "a+b": "\\href{javascript:alert(7)}{x}"},
        comments=dict.fromkeys(messages[count:], allowed()),
    )
    return site, site.sphinx()


def passage(page: str, place: int) -> str:
    """Return the paragraph with a number, be it in English or in Spanish."""
    start = re.search(rf"(?:Antes|Text) {place} ", page).start()
    return page[start : page.index("</p>", start)]


def test_nothing_of_a_hostile_catalog_is_executed_or_published(built):
    _, output = built
    page = (output / "index.html").read_text("utf-8")
    body = page[page.index('<div class="body"') : page.index('<div class="clearer"')]
    for place, (typed, harmful) in enumerate([*HOSTILE.items(), *HOSTILE.items()]):
        shown = passage(body, place)
        is_english = shown.startswith("Text ") and "después" not in shown
        # untranslated text is marked as English, which is what some would forge
        is_mark = harmful in ('lang="en"', "</span>")
        assert harmful not in shown or (is_english and is_mark), f"{typed!r} got into the page"
    assert "javascript:alert(7)" not in body
    assert not (output / "_downloads").exists()
    assert not [path for path in output.rglob("*") if "secret" in path.name]
    assert "PLANTED" not in body


def test_readers_get_the_english_in_the_place_of_what_is_hostile(built):
    _, output = built
    page = (output / "index.html").read_text("utf-8")
    shown = {typed for place, typed in enumerate(HOSTILE) if "después" in passage(page, place)}
    assert shown == HARMLESS
    root = html.fromstring(page)
    english = next(p for p in root.iter("p") if text_of(p).startswith("Text 0 with"))
    assert english.get("lang") == "en"


def test_comments_allow_nothing_that_could_harm(built):
    """The second line of defence: what a comment lets through is turned into characters."""
    _, output = built
    page = (output / "index.html").read_text("utf-8")
    let_through = [
        typed
        for place, typed in enumerate(HOSTILE, len(HOSTILE))
        if "después" in passage(page, place)
    ]
    for typed in let_through:
        assert not re.search(r"<script|javascript:|[ {]on\w+=|__globals__|include|raw", typed), (
            typed
        )


def test_each_refusal_names_the_line_of_the_entry(built):
    site, _ = built
    catalog = site.folder / "locales/es/LC_MESSAGES/index.po"
    lines = catalog.read_text("utf-8").splitlines()
    for place, typed in enumerate(HOSTILE):
        if typed not in HARMLESS:
            line = next(n for n, text in enumerate(lines, 1) if f'msgid "Text {place} ' in text)
            assert f"{catalog}:{line}: WARNING" in site.warnings, typed
    assert "index.md" not in site.warnings


PLACES = """\
---
description: Described {n}
---
(top)=
# Title

```{{toctree}}
:caption: Caption {n}

Named {n} <other>
```

```{{index}} single: Indexed {n}
```

{sections}
"""
SECTION = """\
## Heading {n}

![Alternative {n}](fig.svg)

| Column {n} |
| --- |
| Cell {n} |

:::{{glossary}}
Term {n}
  Defined {n}.
:::

With {{{{ key{n} }}}}.

<p title="Raw title {n}">Raw words {n}</p>
"""


def _address(value: str) -> str:
    """Return an address without what differs with the language of the site itself."""
    if re.fullmatch(r"(?:\.\./|es/|_static/)*[\w.-]*(?:\?v=\w+)?(?:#[\w-]*)?", value):
        return "an address of the site"
    return value


# What a page in another language has that the English page has not: its notice, its marks
# and links, the addresses of its own files.
OF_THE_ENGINE = {
    ("span", "", ""),
    ("aside", "", ""),
    ("aside", "data-nosnippet", ""),
    ("aside", "role", ""),
    ("a", "hreflang", ""),
    ("a", "aria-current", ""),
}


def active(root: html.HtmlElement) -> set[tuple[str, str, str]]:
    """Return the elements and attributes of a page that could do something."""
    found = set()
    for element in root.iter():
        if isinstance(element.tag, str):
            found.add((element.tag, "", ""))
            for name, value in element.items():
                if name in ("href", "src", "action", "style", "srcset", "data"):
                    found.add((element.tag, name, _address(value)))
                elif name not in ("lang", "class", "id", "title", "alt", "content", "aria-label"):
                    found.add((element.tag, name, ""))
    return found


def test_nothing_hostile_comes_through_titles_terms_captions_and_the_like(site):
    typed = [text for text in HOSTILE if len(text) < 200 and text not in HARMLESS]
    numbers = range(len(typed))
    values = {f"key{n}": f"Value {n}" for n in numbers}
    site.conf += f"myst_substitutions = {values!r}\nhtml_title = 'Site title'\n"
    site.write("other.md", "# Other\n")
    site.write("fig.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write("inside.txt", "PLANTED inside")
    site.write("../secret.txt", "PLANTED outside")
    site.write(
        "index.md",
        PLACES.format(n=0, sections="\n\n".join(SECTION.format(n=n) for n in numbers)),
    )
    messages = site.messages()
    number = re.compile(r" (\d+)")
    for docname, found in messages.items():
        entries = {}
        for place, message in enumerate(found):
            match = number.search(message)
            hostile = typed[int(match[1]) if match else place % len(typed)]
            keep = " ".join(re.findall(r"\{\{.*?\}\}", message))
            entries[message] = f"Dicho {keep} {hostile} fin"
        site.catalog(docname, entries)
    # the title of the site, and words of the theme, which templates write as they stand
    words = ["Search", "Next topic", "Table of Contents", "Navigation", "index", "Quick search"]
    site.catalog("sphinx", {w: f"Dicho {typed[-n]}" for n, w in enumerate(words, 1)})
    spanish, english = site.sphinx(), site.sphinx("en")
    for name in ("index.html", "other.html", "genindex.html", "search.html"):
        before = active(html.parse(str(english / name)).getroot())
        after = active(html.parse(str(spanish / name)).getroot())
        assert after - before <= OF_THE_ENGINE, name
        page = (spanish / name).read_text("utf-8")
        assert not [text for text in ("PLANTED", "RAN-CODE", "\ufdd0", "onerror=") if text in page]
    assert not (spanish / "_downloads").exists()


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
    body = site.body()
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
    output = site.sphinx()
    page = html.parse(str(output / "index.html")).getroot()
    assert not page.xpath("//@onerror")
    assert not [found for found in page.iter("script") if "alert(2)" in (found.text or "")]
    assert "The page" in page.text_content()
    assert "La página" not in page.text_content()


def test_roles_that_the_english_has_may_name_other_words(site):
    english = "An {index}`entry` and {py:func}`run`."
    site.write("index.md", f"# Title\n\n{english}\n")
    site.catalog("index", {english: "Una {index}`voz` y {py:func}`la función <run>`."})
    assert text_of(site.body().xpath(".//section/p")[0]) == "Una voz y la función."
    assert not site.warnings
