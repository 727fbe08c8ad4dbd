"""Sites whose Markdown somebody else reads, who builds on MyST: notebooks, Jupyter Book."""

from __future__ import annotations

import pytest

from harness.sites import MakeSite

# What MyST-NB does: MyST's settings, its own parser, and Markdown for itself.
ON_MYST = """\
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.sphinx_ext.main import setup_sphinx

class NotebookParser(MystParser):
    supported = ("notebook",)

def setup(app):
    setup_sphinx(app)
    app.add_source_parser(NotebookParser)
    app.add_source_suffix(".md", "notebook"{})
    return {{"parallel_read_safe": True}}
"""
# What takes Markdown for itself and knows nothing of MyST.
WITHOUT_MYST = """\
from docutils.parsers.rst import Parser

class PlainParser(Parser):
    supported = ("plain",)

def setup(app):
    app.add_source_parser(PlainParser)
    app.add_source_suffix(".md", "plain")
    return {"parallel_read_safe": True}
"""
PATH = "import sys, os\nsys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))"


@pytest.mark.parametrize(
    "extensions", [("myst_nb", "sphinx_tandem"), ("sphinx_tandem", "myst_nb")], ids=lambda x: x[0]
)
def test_a_parser_that_builds_on_myst_keeps_its_pages(
    make_site: MakeSite, extensions: tuple[str, ...]
) -> None:
    site = make_site(extensions=extensions, conf=PATH)
    site.write("myst_nb.py", ON_MYST.format(", override=True"))
    site.append("about.md", "\nA note[^n].\n\n[^n]: Below.\n")
    site.catalog("about", {"A note[^n].": "Una nota[^n]."})
    site.build()
    page = site.page("es/about.html")
    assert "Una nota<a" in page and "A note" not in page


def test_one_of_another_name_does_too_where_it_stands_before_us(make_site: MakeSite) -> None:
    site = make_site(extensions=("books", "sphinx_tandem"), conf=PATH)
    site.write("books.py", ON_MYST.format(""))
    site.build()
    assert "Buenos días." in site.page("es/index.html")


def test_markdown_that_is_read_without_myst_stays_so(make_site: MakeSite) -> None:
    pages = {"index.md": "Home\n====\n\nGood *morning*.\n"}
    site = make_site(pages, extensions=("plain_markdown", "sphinx_tandem"), conf=PATH)
    site.write("plain_markdown.py", WITHOUT_MYST)
    site.catalog("index", {"Home": "Inicio", "Good *morning*.": "Buenos *días*."})
    site.build()
    page = site.page("es/index.html")
    assert "Buenos <em>días</em>" in page and "morning" not in page
