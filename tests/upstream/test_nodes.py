"""What the engine reads from nodes of sphinx-design and ablog is still there."""

from __future__ import annotations

from docutils import nodes

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
