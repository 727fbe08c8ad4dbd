"""The value of a substitution is a message of its own: extracted, translated, guarded, marked."""

from __future__ import annotations

from harness.reading import language_of, text_of

PAGE = """\
---
myst:
  substitutions:
    own: page *value*
---
# Title

With {{ own }}.

With {{ shared }}.

With {{ nested.inner }}.
"""
CONF = (
    'myst_substitutions = {"shared": "site value", "nested": {"inner": "inner value"},'
    ' "block": "```{note}\\nA block\\n```"}\n'
)
TEXTS = {
    f"With {{{{ {name} }}}}.": f"Con {{{{ {name} }}}}."
    for name in ("own", "shared", "nested.inner")
}


def paragraphs(site):
    return site.body().xpath(".//section/p")


def test_values_within_messages_are_extracted_and_blocks_are_not(site):
    site.conf += CONF
    site.write("index.md", PAGE)
    found = site.messages()
    assert "page *value*" in found["index"]
    assert {"site value", "inner value"} <= set(found["site"])
    assert not [message for message in found["site"] if "{note}" in message]


def test_values_are_translated_within_translated_messages(site):
    site.conf += CONF
    site.write("index.md", PAGE)
    site.catalog("index", {"Title": "Título", **TEXTS, "page *value*": "valor de *página*"})
    site.catalog("site", {"site value": "valor del sitio", "inner value": "valor de dentro"})
    shown = paragraphs(site)
    assert [text_of(p) for p in shown] == [
        "Con valor de página.",
        "Con valor del sitio.",
        "Con valor de dentro.",
    ]
    assert shown[0].xpath("em")
    assert not site.body().xpath("//*[@class='tandem-notice']")


def test_a_value_without_a_translation_is_marked_and_counted(site):
    site.conf += CONF
    site.write("index.md", PAGE)
    site.catalog("index", {"Title": "Título", **TEXTS})
    body = site.body()
    inner = body.xpath(".//section/p")[0].xpath(".//em")[0]
    assert (text_of(inner), language_of(inner)) == ("value", "en")
    assert text_of(body.xpath("//*[@class='tandem-notice']")[0]).startswith("1 ")


def test_a_translated_value_brings_no_more_than_its_english(site):
    """Once, the translation of a value ran code while the page was built."""
    hostile = {
        "{{ cycler.__init__.__globals__.os.popen('echo RAN' + '-CODE').read() }}": "RAN-CODE",
        "```{include} ../secret.txt\n```": "PLANTED",
        ":::{raw} html\n<script>alert(1)</script>\n:::": "<script>alert",
        "<script>alert(2)</script>": "<script>alert",
        "<a href='javascript:alert(3)'>x</a>": "<a href='javascript",
        '{octicon}`x"><script>alert(4)</script>`': "<script>alert",
    }
    names = [f"key{place}" for place in range(len(hostile))]
    site.conf += f"myst_substitutions = { ({name: f'value {name}' for name in names})!r}\n"
    site.write("index.md", "# Title\n\n" + "\n\n".join(f"A {{{{ {n} }}}} z." for n in names) + "\n")
    site.write("../secret.txt", "PLANTED")
    site.catalog("index", {f"A {{{{ {n} }}}} z.": f"Á {{{{ {n} }}}} zeta." for n in names})
    values = dict(zip((f"value {name}" for name in names), hostile, strict=True))
    catalog = site.catalog("site", values)
    page = (site.sphinx() / "index.html").read_text("utf-8")
    assert page.count(" zeta.</p>") == len(hostile)
    for harmful in hostile.values():
        assert harmful not in page
    assert f"{catalog}:" in site.warnings
