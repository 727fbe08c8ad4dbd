"""The general index is in the page's language, and its places have the same address in both."""

from __future__ import annotations

from lxml import html

from harness.reading import language_of, text_of

ROLE = "Some {index}`role words` and {envvar}`HOME`."
PAGE = f"""\
# Title

```{{index}} single: main words; sub words
```

{ROLE}

:::{{glossary}}
Term words
  Definition.
:::
"""


def index(site):
    return html.parse(str(site.sphinx() / "genindex.html")).getroot()


def named(page, text):
    return next(e for e in page.iter("a", "li", "strong", "span") if (e.text or "").strip() == text)


def test_entries_are_extracted_and_translated(site):
    site.write("index.md", PAGE)
    assert {"main words", "sub words"} <= set(site.messages()["index"])
    site.catalog(
        "index",
        {
            "main words": "voz principal",
            "sub words": "voz segunda",
            ROLE: "Unas {index}`voces` y {envvar}`HOME`.",
            "Term words": "Voz de glosario",
        },
    )
    page = index(site)
    shown = text_of(page)
    for text in ("voz principal", "voz segunda", "voces", "Voz de glosario"):
        assert text in shown
        assert language_of(named(page, text)) == "es"
    assert "words" not in shown
    assert not site.warnings


def test_entries_without_a_translation_are_marked(site):
    site.write("index.md", PAGE)
    site.catalog("index", {"main words": "voz principal"})
    page = index(site)
    for text in ("sub words", "role words", "Term words"):
        assert language_of(named(page, text)) == "en"
    assert language_of(named(page, "voz principal")) == "es"


def test_places_have_the_same_ids_in_both_languages(site):
    site.write("index.md", PAGE)
    site.catalog("index", {ROLE: "En {envvar}`HOME`, unas {index}`voces`."})
    spanish = site.body()
    english = site.body(language="en")
    assert sorted(spanish.xpath(".//@id")) == sorted(english.xpath(".//@id"))
    assert spanish.xpath(".//span[@id='index-1']")
