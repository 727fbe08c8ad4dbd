"""What the engine reads from nodes of sphinx-design and ablog is still there."""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes

from harness.sites import empty_site
from sphinx_tandem.upstream import extensions

from .conftest import Site


def elements(site: Site) -> list[nodes.Element]:
    return list(site.trees["grandchild"].findall(nodes.Element))


def held(site: Site, attribute: str) -> list[str]:
    return [node[attribute] for node in elements(site) if node.get(attribute)]


def test_tooltips_and_words_of_ablog_stand_in_attributes(site: Site) -> None:
    words = [text for name in extensions.WORD_ATTRIBUTES for text in held(site, name)]
    assert words == ["Badge tip", "More"]
    assert held(site, "reftitle") == ["Button tip"]


def test_card_link_texts_are_found_in_the_page(site: Site) -> None:
    (text,) = extensions.card_link_texts(site.trees["grandchild"])
    assert text.astext() == "Words"


def test_post_title_is_an_attribute_of_its_node(site: Site) -> None:
    assert [found for node in elements(site) if (found := extensions.post_title(node))] == ["Title"]


def test_list_template_is_an_attribute_of_its_node(site: Site) -> None:
    found = [template for node in elements(site) if (template := extensions.list_template(node))]
    assert found == ["{title} by {author}"]


DESIGN = """\
# Page

::::{tab-set}
:::{tab-item} First
One.
:::
::::

:::{dropdown} Pressed
Two.
:::
"""
NOTE = """
def note(app, doctree, docname):
    import json, pathlib
    from docutils import nodes
    from sphinx_tandem.upstream import extensions, parsers
    every = list(doctree.findall(nodes.Element))
    found = {
        "sets": len([node for node in every if extensions.is_component(node, "tab-set")]),
        "dropdowns": len([node for node in every if extensions.is_frame(node)
                          and not extensions.is_component(node, "")]),
        "labels": [node.astext().partition("<")[0] for node in every if extensions.is_frame_label(node)],
        "directives": sorted(parsers.directive_names()),
    }
    plain = doctree.deepcopy()
    extensions.without_widgets(plain)
    found["inputs"] = [len([node for node in tree.findall(nodes.Element)
                            if type(node).__name__ == "sd_tab_input"]) for tree in (doctree, plain)]
    found["words"] = plain.astext().split()
    pathlib.Path(app.srcdir, "found.json").write_text(json.dumps(found))

def setup(app):
    app.connect("doctree-resolved", note)
"""


def test_frames_of_sphinx_design_are_known_and_become_plain(tmp_path: Path) -> None:
    site = empty_site(tmp_path / "site")
    site.write("index.md", DESIGN)
    site.conf += NOTE
    site.sphinx("en")
    found = json.loads((site.folder / "found.json").read_text("utf-8"))
    assert (found["sets"], found["dropdowns"]) == (1, 1)
    assert found["labels"] == ["First", "Pressed"]
    assert found["inputs"] == [1, 0]
    assert found["words"] == ["Page", "First", "One.", "Pressed", "Two."]
    assert {"note", "dropdown", "tab-set", "include"} <= {*found["directives"]}
