"""All directives of docutils and MyST-Parser are made by constructors that can be asked."""

from __future__ import annotations

from harness.sites import MakeSite

ASKING = """
from docutils import nodes
from sphinx_tandem.upstream.myst_sphinx import Refuse, ask_before_directives
def refuse(directive):
    if directive.name in ("include", "note"):
        return [nodes.paragraph("", f"refused {directive.name} {len(directive.arguments)}")]
def setup(app):
    asked: Refuse = refuse
    ask_before_directives(asked)
"""


def test_a_refused_directive_does_not_run_and_others_do(make_site: MakeSite) -> None:
    site = make_site()
    site.conf += ASKING
    site.write("part.txt", "Canarypart\n")
    site.write(
        "index.md",
        "# One\n\n```{include} part.txt\n```\n\n```{note}\nNo.\n```\n\n```{tip}\nYes.\n```\n",
    )
    site.write("other.rst", ":orphan:\n\nTwo\n===\n\n.. include:: part.txt\n\n.. tip:: Yes.\n")
    for page in ("index", "other"):
        text = site.body(page).text_content()
        assert "refused include 1" in text and "Yes." in text
        assert "Canarypart" not in text
    assert "refused note" in site.body("index").text_content()
