"""What Sphinx, MyST and docutils leave out, lose or write themselves on a translated page."""

from __future__ import annotations

import pytest

from harness.reading import language_of, text_of


def notices(body):
    return [text_of(found) for found in body.xpath("//*[@class='tandem-notice']")]


def test_words_that_sphinx_writes_are_neither_extracted_nor_missing(site):
    page = (
        "# Title\n\n```{contents}\n```\n\n```{eval-rst}\n.. py:function:: f(a)\n\n"
        "   :param a: A thing.\n   :returns: A result.\n```\n"
    )
    site.write("index.md", page)
    assert not {"Contents", "Parameters", "Returns"} & set(site.messages()["index"])
    site.catalog("index", {m: f"⟦{m}⟧" for m in site.messages()["index"]})
    body = site.body()
    for word in ("Contenido", "Parámetros", "Devuelve"):
        found = next(e for e in body.iter("p", "dt") if text_of(e).startswith(word))
        assert language_of(found) == "es"
        assert not found.xpath(".//*[@lang]")
    assert not notices(body)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("index.md", "---\nabstract: The abstract.\n---\n# Title\n"),
        ("index.rst", ":abstract: The abstract.\n\nTitle\n=====\n"),
    ],
)
def test_the_abstract_of_a_page_is_not_lost(site, name, page):
    site.write(name, page)
    site.catalog("index", {"The abstract.": "El resumen."})
    shown = text_of(site.body())
    assert "El resumen." in shown
    assert "The abstract." not in shown


def test_markup_and_icons_of_titles_and_labels_survive(site):
    page = (
        "# Title\n\n:::{card} Card *title* with {kbd}`K`\nBody\n:::\n\n"
        "```{button-link} https://b.org\nButton *label*\n```\n\n"
        "```{article-info}\n:date: Some day\n:read-time: Some minutes\n```\n\n"
        "```{sidebar} Side\n:subtitle: Second title\nText\n```\n"
    )
    site.write("index.md", page)
    words = [
        "Card *title* with {kbd}`K`",
        "Button *label*",
        "Some day",
        "Some minutes",
        "Second title",
    ]
    assert set(words) <= set(site.messages()["index"])
    site.catalog("index", {word: f"⟦{word}⟧" for word in words})
    body = site.body()
    title = body.find_class("sd-card-title")[0]
    assert text_of(title) == "⟦Card title with K⟧"
    assert title.xpath(".//em") and title.xpath(".//kbd")
    assert body.xpath(".//a[@href='https://b.org']//em")
    assert len(body.xpath(".//*[name()='svg']")) == 2
    assert "⟦Some day⟧" in text_of(body)
    assert "⟦Second title⟧" in text_of(body)


def test_a_catalog_made_by_sphinx_alone_still_fits_such_titles(site):
    site.write("index.md", "# Title\n\n```{card} Card *title*\nBody\n```\n")
    site.catalog("index", {"Card title": "Título de tarjeta"})
    assert text_of(site.body().find_class("sd-card-title")[0]) == "Título de tarjeta"


def test_links_of_an_included_file_lead_where_the_english_ones_lead(site):
    site.conf += 'exclude_patterns = ["locales", "parts"]\n'
    english = "See [other](../other.md) and ![alt](pic.svg)."
    site.write(
        "index.md",
        (
            "# Title\n\n```{include} parts/part.md\n:relative-docs: ../\n:relative-images:\n```\n\n"
            "```{toctree}\nother\n```\n"
        ),
    )
    site.write("parts/part.md", f"{english}\n")
    site.write("parts/pic.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.write("other.md", "# Other\n")
    site.catalog("index", {english: "Mira ![alt](pic.svg) y [otra](../other.md).", "alt": "figura"})
    paragraph = site.body().xpath(".//section/p")[0]
    assert paragraph.xpath("a/@href") == ["other.html"]
    assert paragraph.xpath("img/@src") == ["_images/pic.svg"]
    assert not site.warnings


def test_equations_have_the_same_address_in_every_build(site):
    site.conf += 'myst_enable_extensions.append("amsmath")\n'
    site.write("index.md", "# Title\n\n\\begin{align}\na = b\n\\end{align}\n")
    ids = [site.body(language=language).xpath(".//@id") for language in ("en", "es", "en")]
    assert ids[0] == ids[1] == ids[2]
    assert "equation-index-amsmath-1" in ids[0]


def test_a_translated_alternative_text_in_an_untranslated_passage_is_not_marked(site):
    site.write("index.md", "# Title\n\nA ![pic](fig.svg) here.\n\n![pic](fig.svg) there.\n")
    site.write("fig.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.catalog("index", {"pic": "figura", "![pic](fig.svg) there.": "![pic](fig.svg) allí."})
    first, second = site.body().xpath(".//img")
    assert (first.get("alt"), language_of(first)) == ("figura", "es")
    assert (second.get("alt"), language_of(second)) == ("figura", "es")
    assert language_of(first.getparent()) == "en"


def test_the_words_of_buttons_in_raw_html_are_translated(site):
    site.write(
        "index.md", '# Title\n\n<p><input type="submit" value="Send it"> <input value="x y"></p>\n'
    )
    assert "Send it" in site.messages()["index"]
    assert "x y" not in site.messages()["index"]
    site.catalog("index", {"Send it": "Enviar"})
    assert site.body().xpath(".//input/@value") == ["Enviar", "x y"]


def test_what_the_fields_of_an_untranslated_list_of_posts_bring_is_not_marked(site):
    site.conf = site.conf.replace('"sphinx_design"]', '"sphinx_design", "ablog"]')
    site.write(
        "index.md", '# Title\n\n```{postlist}\n:format: "{title} written by {author}"\n```\n'
    )
    site.write(
        "post.md", "---\nblogpost: true\ndate: 2024-01-01\nauthor: Ana\n---\n# Post\n\nText.\n"
    )
    site.catalog("post", {"Post": "Entrada", "Text.": "Texto."})
    line = site.body().find_class("ablog-post-title")[0]
    assert text_of(line) == "Entrada written by Ana"
    assert [text_of(found) for found in line.xpath(".//*[@lang='en']")] == ["written by"]


def test_a_link_that_shows_an_untranslated_heading_says_its_language(site):
    site.write("index.md", "# Title\n\nSee [](#part) and [](#other).\n\n## Part\n\n## Other\n")
    entries = {"See [](#part) and [](#other).": "Mira [](#part) y [](#other).", "Other": "Otra"}
    site.catalog("index", entries)
    first, second = site.body().xpath(".//section/p/a")
    assert (text_of(first), text_of(second)) == ("Part", "Otra")
    assert [language_of(found) for found in first.iter("span")][-1] == "en"
    assert language_of(second) == "es"
