"""What the engine leans on in MyST-Parser is still there, and does the same."""

from __future__ import annotations

import inspect
from datetime import date
from typing import Any, cast

import pytest
import yaml
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives
from markdown_it.renderer import RendererHTML
from myst_parser.mdit_to_docutils.transforms import ResolveAnchorIds
from myst_parser.parsers.docutils_ import Parser
from sphinx.config import Config

from sphinx_tandem.text.parse import walk
from sphinx_tandem.upstream import myst_sphinx, parsers, yaml_loader
from sphinx_tandem.upstream.sphinx import message_document

from .conftest import Site


def test_the_parser_reads_one_text_with_the_settings_of_a_page() -> None:
    config = parsers.MdParserConfig(enable_extensions={"dollarmath", "substitution"})
    parser = parsers.create_md_parser(config, RendererHTML)
    parser.disable(["text_join", "wordcount"])
    (inline,) = parser.parseInline("{ref}`a` $x$ {{ who }} [^n] \\* <b>", {})
    kinds = [token.type for token in inline.children or ()]
    expected = ["myst_role", "math_inline", "substitution_inline", "text_special", "html_inline"]
    assert [kind for kind in kinds if kind != "text" and not kind.startswith("foot")] == expected
    role = (inline.children or [])[0]
    assert (role.meta["name"], role.content) == ("ref", "a")


def test_a_page_in_markdown_is_known_by_its_parser(site: Site) -> None:
    assert site.markdown.pop("page") is False
    assert all(site.markdown.values()) and "index" in site.markdown


def test_a_directive_knows_whether_myst_or_docutils_runs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bool] = []

    class Probe(Directive):
        def run(self) -> list[nodes.Node]:
            seen.append(myst_sphinx.is_myst(self.state))
            return []

    monkeypatch.setitem(directives._directives, "probe", Probe)
    text = "```{probe}\n```\n\n```{eval-rst}\n.. probe::\n```\n"
    publish_doctree(text, parser=Parser())
    assert seen == [True, False]


def test_the_settings_of_a_site_stand_in_the_environment(site: Site) -> None:
    config = myst_sphinx.site_config(site.app.env)
    assert "dollarmath" in config.enable_extensions
    assert config.substitutions["who"] == "Ana"


def test_settings_are_read_before_their_extension_is_set_up() -> None:
    given = {"myst_enable_extensions": ["dollarmath"], "myst_heading_anchors": "many", "x_y": 1}
    config = Config(given)
    found = parsers.myst_settings(config)
    assert found.enable_extensions == {"dollarmath"}
    assert found.heading_anchors == parsers.MdParserConfig().heading_anchors
    assert (parsers.setting(config, "x_y"), parsers.setting(config, "language")) == (1, "en")
    assert parsers.setting(config, "nosuch") is None is parsers.setting(None, "language")


def test_the_front_matter_of_a_page_changes_its_settings(site: Site) -> None:
    text = "---\nmyst:\n  substitutions: {who: Eva}\n---\n# Home\n"
    assert parsers.front_matter(text) == {"myst": {"substitutions": {"who": "Eva"}}}
    assert parsers.front_matter("---\na: [\n---\n") == {}
    assert parsers.front_matter("# Home\n") == {}
    config = parsers.page_config(myst_sphinx.site_config(site.app.env), text)
    assert config.substitutions == {"who": "Eva", "where": "there"}


def test_a_renderer_of_ours_renders_one_text_and_warns_by_its_own_way(site: Site) -> None:
    warned: list[tuple[str, str]] = []

    class Renderer(myst_sphinx.SphinxRenderer):
        def create_warning(
            self, message: str, subtype: myst_sphinx.MystWarnings | str, **how: Any
        ) -> None:
            name = subtype if isinstance(subtype, str) else subtype.value
            warned.append((message, name))

        def render_substitution(self, token: Any, inline: bool) -> None:
            self.current_node.append(nodes.Text(f"⟦{token.content.strip()}⟧"))

    parser = parsers.create_md_parser(myst_sphinx.site_config(site.app.env), Renderer)
    renderer = cast(Renderer, parser.renderer)
    settings = site.app.env.settings
    page = message_document("page.md", _Settings(settings, site.app.env))
    renderer.setup_render({**parser.options, "document": page}, {})
    text = "A **b** {nosuch}`c` {{ who }}"
    tokens = parser.parseInline(text, {})[0].children or []
    temporary = message_document("es.po", page.settings)
    temporary += (paragraph := nodes.paragraph(text, ""))
    myst_sphinx.render_inline(renderer, tokens, paragraph, temporary, 7)
    assert [type(node).__name__ for node in paragraph.children][:2] == ["Text", "strong"]
    assert paragraph.astext().endswith("⟦who⟧")
    assert any("nosuch" in message for message, _name in warned)
    assert renderer.document is page and renderer.current_node is page
    assert next(paragraph.findall(nodes.strong)).line == 7


class _Settings:
    """docutils' settings as Sphinx gives them to a page."""

    def __init__(self, settings: dict[str, Any], env: object) -> None:
        from docutils.frontend import get_default_settings  # noqa: PLC0415
        from docutils.parsers.rst import Parser  # noqa: PLC0415

        self.__dict__.update(get_default_settings(Parser).__dict__)
        self.__dict__.update(settings)
        self.env = env


def test_the_box_of_a_task_list_is_raw_html_before_its_text(site: Site) -> None:
    (item,) = (i for i in site.trees["grandchild"].findall(nodes.list_item))
    assert isinstance(item[0][0], nodes.raw)
    assert myst_sphinx.TASK_BOX in item[0][0].astext()


def test_myst_leaves_a_substitution_that_is_a_directive_to_blocks() -> None:
    assert myst_sphinx.DIRECTIVE_START.match("```{note}\nx\n```")
    assert not myst_sphinx.DIRECTIVE_START.match("Ana")


def test_the_headings_that_links_show_can_be_translated(site: Site) -> None:
    (line, node_id, title) = site.slugs["other"]["other"]
    assert (line, node_id, title) == (1, "other", "Otra")
    assert site.app.env.metadata["other"]["myst_slugs"] == site.slugs["other"]


def test_links_to_anchors_are_still_made_anew() -> None:
    """``PlaceAnchors`` can go when MyST keeps the place of such a link."""
    made = inspect.getsource(ResolveAnchorIds)
    assert "pending_xref" in made
    assert ".source" not in made.replace("source_path", "")


def test_emphasis_may_touch_the_letters_that_are_given() -> None:
    def emphasised(letters: str) -> list[str]:
        parser = parsers.create_md_parser(parsers.MdParserConfig(), RendererHTML)
        if letters:
            parsers.let_emphasis_touch(parser, letters)
        texts = ("あ**(b)**あ", "![あ*(c)*あ](d.png)", "e**(f)**e", "あ_(g)_あ")
        tokens = [parser.parseInline(text, {})[0] for text in texts]
        return [token.type for token in walk(tokens) if token.nesting == 1]

    assert emphasised("") == []
    assert emphasised("あ") == ["strong_open", "em_open"]
    assert emphasised("い") == []


def test_settings_of_myst_show_that_it_is_set_up(site: Site) -> None:
    """``set_up`` looks for one of them, and for who reads Markdown."""
    assert myst_sphinx.set_up
    assert "myst_enable_extensions" in site.app.config and "myst_nothing" not in site.app.config
    assert site.app.registry.source_suffix[".md"] == "markdown"


def test_a_long_text_is_read_as_a_short_one_and_errors_have_places() -> None:
    parsers.mend_yaml()
    text = "\n".join(f"k{number}: [{number}, 'a: b', 2024-05-06]" for number in range(500))
    assert yaml_loader(text) is yaml.CSafeLoader and yaml_loader("a: b") is yaml.SafeLoader
    read = yaml.safe_load(text)
    assert read == yaml.load(text, yaml.SafeLoader)
    read.clear()
    assert yaml.safe_load(text)["k3"] == [3, "a: b", date(2024, 5, 6)]
    for head in ("", f"{text}\n"):
        with pytest.raises(yaml.constructor.ConstructorError) as caught:
            yaml.safe_load(f"{head}wrong: !!bool maybe\n")
        assert caught.value.problem_mark.line == head.count("\n")


def test_the_top_of_a_page_says_which_line_keeps_it_from_being_read() -> None:
    assert parsers.front_matter_error("---\na: 1\nb: 2024-02-30\n---\n")[0] == 3
    assert parsers.front_matter_error("---\na: 1\nb: [\n---\n")[0] in (3, 4)
    assert parsers.front_matter_error("---\na: 1\n---\n") == (0, "")
    assert parsers.front_matter("---\nb: 2024-02-30\n---\n") == {}
