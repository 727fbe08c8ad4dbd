"""Pages in reStructuredText are translated as MyST pages are: as text, without compiled catalogs."""

from __future__ import annotations

import re

import pytest

from harness.reading import text_of
from sphinx_tandem.checks.rules import rules_in

PAGE = """\
.. _top:

Title
=====

A :ref:`link <top>`, ``code``, `web <https://ok.org>`_, named_, |sub|, `Title`_ and [1]_ [Cit]_.

Code follows::

   x = 1

.. raw:: html

   <p title="raw title">raw words</p>

.. |sub| replace:: the *value*
.. _named: https://named.org
.. [1] The note.
.. [Cit] The source.
"""
ENGLISH = "A :ref:`link <top>`, ``code``, `web <https://ok.org>`_, named_, |sub|, `Title`_ and [1]_ [Cit]_."
SPANISH = (
    "[Cit]_ [1]_ `Título`_, |sub|, named_, `red <https://ok.org>`_, ``code`` y :ref:`enlace <top>`."
)


@pytest.mark.parametrize("compact", ["False", "True", '"docs"'])
def test_a_page_is_translated_whatever_the_catalog_is_called(site, compact):
    site.conf = site.conf.replace("gettext_compact = False", f"gettext_compact = {compact}")
    site.write("index.rst", PAGE)
    name = "docs" if "docs" in compact else "index"
    site.catalog(
        name,
        {
            "Title": "Título",
            ENGLISH: SPANISH,
            "Code follows::": "Sigue código::",
            "the *value*": "el *valor*",
            "raw words": "palabras",
            "raw title": "título crudo",
            "The note.": "La nota.",
            "The source.": "La fuente.",
        },
    )
    body = site.body()
    paragraph = body.xpath(".//section/p")[0]
    assert text_of(paragraph).endswith("Título, el valor, named, red, code y enlace.")
    assert paragraph.xpath("a[@href='https://named.org']")
    assert paragraph.xpath("a[@href='#title'][text()='Título']")
    assert len(paragraph.xpath("a[contains(@class, 'footnote-reference')]")) == 1
    assert "Sigue código:" in text_of(body)
    assert "código::" not in text_of(body)
    assert text_of(body.xpath(".//*[@title='título crudo']")[0]) == "palabras"
    assert "A link" not in text_of(body)
    assert not list(site.folder.rglob("*.mo"))


HOSTILE = {
    "\n\n.. include:: ../secret.txt": "PLANTED",
    "\n\n.. raw:: html\n\n   <script>alert(1)</script>": "<script>alert",
    "\n\n.. runs:: now": "RAN-CODE",
    ":runs:`now`": "RAN-CODE",
    ":html:`<script>alert(2)</script>`": "<script>alert",
    ":download:`x <../secret.txt>`": "_downloads",
    "`x <javascript:alert(3)>`_": 'href="javascript',
    ":math:`\\href{javascript:alert(4)}{x}`": "\\(\\href",
}


def test_a_hostile_catalog_runs_and_publishes_nothing(site):
    site.conf += """
def setup(app):
    from docutils import nodes
    from docutils.parsers.rst import Directive
    class Runs(Directive):
        required_arguments = 1
        def run(self):
            return [nodes.paragraph("", "RAN-CODE")]
    app.add_directive("runs", Runs)
    app.add_role("runs", lambda *given, **options: ([nodes.Text("RAN-CODE")], []))
"""
    messages = [
        f"Message {place}, see `ok <https://ok.org>`_." for place in range(2 * len(HOSTILE))
    ]
    head = "Title\n=====\n\n.. role:: html(raw)\n   :format: html\n\n"
    site.write("index.rst", head + "\n\n".join(messages) + "\n")
    site.write("../secret.txt", "PLANTED")
    typed = [
        f"Antes {place}, `bien <https://ok.org>`_ {text} después"
        for place, text in enumerate([*HOSTILE, *HOSTILE])
    ]
    allowed = "\n".join(f"tandem: allow {rule.code}: for this test" for rule in rules_in())
    catalog = site.catalog(
        "index",
        dict(zip(messages, typed, strict=True)),
        comments=dict.fromkeys(messages[len(HOSTILE) :], allowed),
    )
    output = site.sphinx()
    page = (output / "index.html").read_text("utf-8")
    for place, harmful in enumerate([*HOSTILE.values(), *HOSTILE.values()]):
        start = re.search(f"(?:Antes|Message) {place}, ", page).start()
        passage = page[start : page.index("</p>", start)]
        assert harmful not in passage
        if place < len(HOSTILE):  # what nobody allowed is not shown at all
            assert passage.startswith("Message")
    assert not (output / "_downloads").exists()
    lines = catalog.read_text("utf-8").splitlines()
    for place in range(len(HOSTILE)):
        line = next(n for n, text in enumerate(lines, 1) if f'msgid "Message {place},' in text)
        assert f"{catalog}:{line}: WARNING" in site.warnings


def test_a_list_or_a_heading_in_a_translation_is_not_lost(site):
    site.write("index.rst", "Title\n=====\n\nOne.\n\nTwo.\n")
    site.catalog("index", {"One.": "- sí", "Two.": "2024. Empezó"})
    assert [text_of(p) for p in site.body().xpath(".//section/p")] == ["- sí", "2024. Empezó"]


def test_citations_of_a_part_in_restructuredtext_survive(site):
    part = "See [Cit]_ here.\n\n.. [Cit] The source.\n"
    site.write("index.md", f"# Title\n\n```{{eval-rst}}\n{part}```\n")
    site.catalog("index", {"See [Cit]_ here.": "Mira [Cit]_ aquí.", "The source.": "La fuente."})
    body = site.body()
    assert body.xpath(".//p/a[@href='#cit']")
    assert "[Cit]_" not in text_of(body)
    assert not site.warnings


def test_a_type_that_leads_nowhere_is_shown_where_it_is_not_translated(site):
    """Sphinx puts a bare text in the place of such a link, which can have no class."""
    page = "Title\n=====\n\n.. py:class:: C\n\n   .. py:attribute:: z\n\n      Text.\n\n      :type: {}\n"
    site.write("index.rst", page.format("Module"))
    site.catalog("index", {"Text.": "Texto."})
    words = text_of(site.body())
    assert "Module" in words and "Texto." in words
    site.write("index.rst", page.format("C"))
    assert site.body().xpath(".//dd//a[@href='#C']")
