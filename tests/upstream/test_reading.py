"""What the engine leans on in Sphinx and MyST to read something apart is still there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import DoctreeReadEvent, SphinxTransform, SphinxTransformer

from sphinx_tandem.site.sphinx_process import digests
from sphinx_tandem.upstream import myst_sphinx
from sphinx_tandem.upstream.sphinx_reading import (
    SeparateEnvironment,
    collect_files,
    copy_of_page,
    name_figure,
    numbered_kind,
    read_page,
    remove_nodes,
    with_page,
    write_page,
)

from .conftest import Site


class Later(SphinxTransform):
    default_priority = 900

    def apply(self, **kwargs: Any) -> None:
        self.document += nodes.comment("", "later")


def page_of(env: Any, *children: nodes.Node) -> nodes.document:
    made = new_document("page.rst", get_default_settings(Parser))
    made.settings.env = env
    made.transformer = SphinxTransformer(made)
    made += list(children)
    return made


@pytest.fixture
def apart(site: Site, monkeypatch: pytest.MonkeyPatch) -> SeparateEnvironment:
    """An environment beside that of a build which is reading its page."""
    env = site.app.env
    monkeypatch.setattr(env, "all_docs", dict(env.all_docs))
    env.prepare_settings("page")
    found = SeparateEnvironment(env, {})
    found.begin_page(env)
    found.follow(env)
    return found


def test_a_separate_environment_alone_knows_what_it_is_told(site: Site, apart: Any) -> None:
    env = site.app.env
    assert apart.domains["std"].env is apart and apart.config is env.config
    apart.domains["std"].note_object("term", "reef", "term-reef")
    apart.images.add_file("page", "reef.png")
    assert ("term", "reef") not in env.domains["std"].objects
    assert "reef.png" not in env.images
    apart.domains["citation"].citation_refs.setdefault("Reef20", set()).add("page")
    assert env.domains["citation"].citation_refs.pop("Reef20") == {"page"}
    # Serial numbers go on: the ids of one page are made of them.
    assert [env.new_serialno("x"), apart.new_serialno("x"), env.new_serialno("x")] == [0, 1, 2]


def test_c_and_cpp_hang_what_they_declare_on_what_is_noted_of_the_page(site: Site) -> None:
    env = site.app.env
    env.prepare_settings("page")
    for domain in ("c", "cpp"):
        env.temp_data[f"{domain}:parent_symbol"] = env.domaindata[domain]["root_symbol"]
        assert f"{domain}:parent_symbol" in env.temp_data
    apart = SeparateEnvironment(env, {})
    apart.follow(env)
    for domain in ("c", "cpp"):
        assert f"{domain}:parent_symbol" not in apart.temp_data
        assert f"{domain}:parent_symbol" in env.temp_data


def test_domains_take_in_what_a_separate_environment_has_learnt(site: Site, apart: Any) -> None:
    for domain in apart.domains.values():
        domain.process_doc(apart, "page", page_of(apart))
    apart.domains["std"].note_object("term", "reef", "term-reef")
    found = with_page(site.app.env, "page", apart.domaindata)
    assert found.domains["std"].objects["term", "reef"] == ("page", "term-reef")
    assert ("term", "reef") not in site.app.env.domains["std"].objects
    held = page_of(site.app.env)
    found.hold_page("page", held)
    assert found.get_doctree("page") is held and held.settings.env is found
    assert found.get_doctree("other").settings.env is found


def test_a_copy_goes_through_the_rest_of_the_reading_and_nobody_hears_of_it(
    site: Site, apart: Any
) -> None:
    heard: list[nodes.document] = []
    listener = site.app.connect("doctree-read", lambda _app, tree: heard.append(tree), priority=1)
    document = page_of(site.app.env, nodes.paragraph("", "Text."))
    document.transformer.add_transforms([DoctreeReadEvent, Later])
    page = copy_of_page(document, apart)
    page.transformer.apply_transforms()
    site.app.disconnect(listener)
    assert not heard and page.settings.env is apart
    assert [type(node) for node in page] == [nodes.paragraph, nodes.comment]
    assert [type(node) for node in document] == [nodes.paragraph]


def test_the_collectors_ask_an_application_for_no_more_than_we_give_them(apart: Any) -> None:
    image = nodes.image(uri="https://a.org/reef.png")
    link = addnodes.download_reference(reftarget="conf.py")
    collect_files(page_of(apart, image, link), apart)
    assert image["candidates"] == {"?": "https://a.org/reef.png"}
    assert link["filename"].endswith("/conf.py")


def test_docutils_forgets_all_of_what_leaves_a_page() -> None:
    text = (
        "A [#]_ |s| [#own]_\n\n.. [#] One\n.. [#own] Two\n.. |s| replace:: S\n\n.. _there:\n\nB\n"
    )
    settings = get_default_settings(Parser)
    document = new_document("page.rst", settings)
    Parser().parse(text, document)
    leaving = [*document.findall(nodes.footnote), *document.findall(nodes.substitution_definition)]
    refs = list(document.findall(nodes.footnote_reference))
    remove_nodes(document, [*leaving, *refs])
    assert not document.autofootnotes and not document.autofootnote_refs
    assert not document.substitution_defs and not document.substitution_names
    assert "own" not in document.nameids and "there" in document.nameids
    assert not document.ids.keys() & {name for node in leaving for name in node["ids"]}
    assert not list(document.findall(nodes.footnote))


def test_a_page_is_kept_as_sphinx_keeps_one(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "page.kept"
    page = page_of(site.app.env, nodes.paragraph("", "Text."))
    write_page(path, page, {"std": {"a": 1}})
    found, data = read_page(path, "page.rst")
    assert (found.astext(), data) == ("Text.", {"std": {"a": 1}})
    kept = site.app.env.get_doctree("page")
    assert found.settings.warning_stream is kept.settings.warning_stream is None
    assert found.settings.record_dependencies is None
    # Since docutils 0.23 Sphinx keeps an empty list in its place.
    assert not getattr(kept.settings.record_dependencies, "list", None)
    assert type(found.reporter) is type(kept.reporter) and found.reporter.source == "page.rst"


def test_figures_and_formulas_are_numbered_by_what_we_know_them_by(site: Site) -> None:
    env = site.app.env
    figure = nodes.figure("", nodes.caption("", "Reef"))
    document = page_of(env, figure, nodes.figure())
    assert numbered_kind(env, figure) == "figure"
    assert numbered_kind(env, nodes.math_block()) == "displaymath"
    assert numbered_kind(env, document[1]) is None
    for node in document:
        name_figure(env, node, document)
    assert document[0]["ids"] and not document[1]["ids"]


def test_links_find_headings_by_what_myst_keeps(site: Site, monkeypatch: Any) -> None:
    env = site.app.env
    monkeypatch.setitem(env.metadata, "other", {"myst_slugs": dict(site.slugs["other"])})
    env.prepare_settings("other")
    myst_sphinx.keep_slugs(env, {"other"})
    assert list(env.metadata["other"]["myst_slugs"]) == ["other"]
    myst_sphinx.keep_slugs(env, ())
    assert not env.metadata["other"]["myst_slugs"]


def test_the_parts_of_an_environment_lead_to_no_application(site: Site) -> None:
    """Up to Sphinx 8 the environment held it under a plain name; all of it would be looked through."""
    older = SimpleNamespace(**vars(site.app.env))
    older.app = site.app
    parts = digests.parts_of(cast(BuildEnvironment, older))
    assert "titles" in parts
    assert not [name for name, value in parts.items() if value is site.app]


def test_a_class_that_is_kept_in_an_environment_is_known_by_its_name() -> None:
    @dataclass
    class Form:
        lines: int

    assert digests._digest([Form]) == digests._digest([Form])
    assert digests._digest([Form]) != digests._digest([SimpleNamespace])


def test_objects_that_know_each_other_are_gone_into_once() -> None:
    """Some extensions keep all that they know in the environment, with ways without number."""

    def layers(word: str) -> list[SimpleNamespace]:
        last = SimpleNamespace(word=word)
        for _depth in range(60):
            last = SimpleNamespace(one=last, other=SimpleNamespace(same=last))
        return [last]

    assert digests._digest(layers("bee")) == digests._digest(layers("bee"))
    assert digests._digest(layers("bee")) != digests._digest(layers("wasp"))
