"""What the engine leans on in Sphinx is still there, and does the same."""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Callable
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
import sphinx
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.builders import gettext as _gettext
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.domains.changeset import versionlabels
from sphinx.domains.python._object import PyObject
from sphinx.locale import get_translation, get_translator
from sphinx.registry import SphinxComponentRegistry
from sphinx.transforms.i18n import Locale
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_tandem.upstream import sphinx as upstream

from .conftest import Site


def paragraph(text: str, *children: nodes.Node) -> nodes.paragraph:
    made = nodes.paragraph(text, "" if children else text, *children)
    made.source, made.line = "page.md", 1
    return made


def document(*children: nodes.Node) -> nodes.document:
    made = new_document("page.md", get_default_settings(Parser))
    made += list(children)
    return made


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is done to Sphinx's words from the other tests."""
    monkeypatch.setattr(locale, "translators", dict(locale.translators))
    for name, label in list(versionlabels.items()):
        monkeypatch.setitem(versionlabels, name, label)


def test_extract_messages_yields_nodes_and_joined_messages() -> None:
    node = paragraph("One\\\ntwo")
    ((found, message),) = upstream.extract_messages(document(node))
    assert found is node
    assert message in ("One two", "One\\ two")  # since Sphinx 9, and before


def test_is_translatable_wants_a_place_in_the_source() -> None:
    assert upstream.is_translatable(paragraph("x"))
    assert not upstream.is_translatable(nodes.paragraph("x", "x"))


def test_literal_type_nodes_are_code_and_formulas() -> None:
    assert {nodes.literal_block, nodes.math_block} <= set(upstream.LITERAL_TYPE_NODES)


def test_joined_lines_loses_hard_breaks() -> None:
    assert upstream.joined_lines("One \\\ntwo\nthree") == "One two three"


def test_split_index_msg_returns_the_words() -> None:
    assert upstream.split_index_msg("pair", "coral; reef") == ["coral", "reef"]
    with pytest.raises(ValueError, match=r"invalid"):
        upstream.split_index_msg("pair", "coral")


def test_docname_to_domain_follows_the_setting() -> None:
    assert upstream.docname_to_domain("docs/page", False) == "docs/page"
    assert upstream.docname_to_domain("docs/page", True) == "docs"


def test_the_gettext_builder_writes_what_its_catalogs_hold(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("versioning_condition", "versioning_compare"):
        monkeypatch.setattr(site.app.env, name, None)  # it is the environment of another builder
    builder = upstream.MessageCatalogBuilder(site.app, site.app.env)
    builder.init()
    builder.catalogs["site"].add("Reef", upstream.MsgOrigin("conf.py", 3))
    (message,) = builder.catalogs["site"]
    assert isinstance(builder.catalogs["site"], upstream.Catalog)
    assert isinstance(message, upstream.Message)
    assert (message.text, message.locations) == ("Reef", [("conf.py", 3)])
    assert len(message.uuids) == 1


def test_the_gettext_builder_passes_over_nodes_without_a_uid() -> None:
    catalog = upstream.Catalog()
    without, node = paragraph("Other"), paragraph("Text")
    node.uid = ""
    catalog.add("Other", without)
    catalog.add("Text", node)
    assert [found.text for found in catalog] == ["Text"]


def test_locale_can_be_taken_out_of_the_transforms(site: Site) -> None:
    class App:
        registry = SphinxComponentRegistry()

    app: Any = App()
    assert Locale in site.app.registry.transforms
    app.registry.transforms.extend(site.app.registry.transforms)
    upstream.remove_locale_transform(app)
    assert Locale not in app.registry.get_transforms()
    assert len(app.registry.get_transforms()) == len(site.app.registry.transforms) - 1


def test_carry_references_gives_a_footnote_the_id_of_the_english_one() -> None:
    def note() -> nodes.footnote_reference:
        return nodes.footnote_reference("[^a]_", refname="a")

    english, translated = note(), note()
    page = document(node := paragraph("Text", english))
    english["ids"] = ["id1"]
    page.note_footnote_ref(english)
    patch = paragraph("Texto", translated)
    upstream.carry_references(node, patch, page, by_name=False)
    assert translated["ids"] == ["id1"]


def test_carry_references_knows_targets_by_name() -> None:
    english = nodes.reference("a_", "a", refname="a", name="a")
    translated = nodes.reference("b_", "b", refname="b", name="b")
    page = document(node := paragraph("a_", english))
    page.note_refname(english)
    upstream.carry_references(node, paragraph("b_", translated), page, by_name=True)
    assert translated["refname"] == "a"


def test_split_term_classifiers_returns_term_and_classifier() -> None:
    assert upstream.split_term_classifiers("hub : software") == ("hub", "software")
    assert upstream.split_term_classifiers("hub") == ("hub", None)


def test_make_glossary_term_takes_what_we_give_it() -> None:
    asked = list(inspect.signature(upstream.make_glossary_term).parameters)
    assert asked == ["env", "textnodes", "index_key", "source", "lineno", "node_id", "document"]


def test_message_document_reports_to_the_log() -> None:
    made = upstream.message_document("es.po", get_default_settings(Parser))
    assert made["source"] == "es.po"
    assert type(made.reporter).__name__ == "LoggingReporter"


def test_equations_are_known_by_their_labels(site: Site) -> None:
    assert upstream.equations(site.app.env)["sum"] == ("index", 1)


def test_change_index_words_reaches_every_word(site: Site) -> None:
    context = dict(site.contexts["genindex"])
    upstream.change_index_words(context, str.upper)
    ((letter, ((word, (links, below, _key)),)),) = context["genindexentries"]
    assert (letter, word, below) == ("C", "CORAL", [])
    assert links[0][1].startswith("index.html#")
    single = {"entries": [("coral", ([], [("red", [("", "x.html")])], None))]}
    upstream.change_index_words(single, str.upper)
    assert single["entries"] == [("CORAL", ([], [("RED", [("", "x.html")])], None))]


def test_write_fragment_writes_a_tree_for_its_page(site: Site) -> None:
    written = {}
    for page in ("index", "page"):
        tree = upstream.resolved_page(site.app, page, site.app.env.get_doctree(page))
        written[page] = upstream.write_fragment(site.app, page, tree)
    html, has_formulas = written["index"]
    assert isinstance(written["index"], upstream.Rendered)
    assert html.startswith("<section") and "<h1>Home" in html
    assert 'href="page.html"' in html
    assert "headerlink" not in html
    assert has_formulas and not written["page"][1]


@pytest.mark.usefixtures("words")
def test_install_words_answers_for_a_domain(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    class Words(NullTranslations):
        def gettext(self, message: str) -> str:
            return f"⟦{message}⟧"

    monkeypatch.setattr(site.app, "translator", site.app.translator)
    upstream.install_words("reef", Words())
    upstream.install_words("sphinx", Words(), site.app)
    assert str(get_translation("reef")("x")) == "⟦x⟧"
    assert get_translator().gettext("Search") == "⟦Search⟧"
    assert site.app.translator.gettext("Search") == "⟦Search⟧"
    assert {"reef", "sphinx"} <= set(upstream.word_domains())


def test_templates_ask_the_translator_of_the_application(site: Site) -> None:
    assert "translator" in type(site.app)._init_i18n.__code__.co_names


@pytest.mark.usefixtures("words")
def test_version_labels_are_put_in_place_again() -> None:
    assert set(versionlabels) == set(upstream.VERSION_LABELS)
    versionlabels["versionadded"] = "old %s"
    upstream.translate_version_labels()
    assert versionlabels["versionadded"] == "Added in version %s"


def test_is_set_knows_what_the_site_sets(site: Site) -> None:
    assert upstream.is_set(site.app.config, "html_title")
    assert not upstream.is_set(site.app.config, "html_short_title")


def test_a_setting_is_known_as_the_site_writes_it(site: Site) -> None:
    config = site.app.config
    assert (upstream.as_written(config, "html_title"), config.html_short_title) == ("Reef", "Reef")
    assert upstream.as_written(config, "html_short_title") is None


def test_the_template_loader_renders_with_what_we_override() -> None:
    loader = upstream.BuiltinTemplateLoader
    assert list(inspect.signature(loader.init).parameters) == ["self", "builder", "theme", "dirs"]
    assert list(inspect.signature(loader.render).parameters) == ["self", "template", "context"]


def test_the_search_leaves_out_of_excerpts_what_has_the_class_of_permalinks() -> None:
    """The notice carries this class: it is no text of the page."""
    script = Path(sphinx.__file__).parent / "themes/basic/static/searchtools.js"
    reading = script.read_text("utf-8").partition("htmlToText:")[2].partition("return")[0]
    assert f'".{upstream.NOT_IN_EXCERPTS}"' in reading
    assert "el.remove()" in reading


def test_sphinx_says_whether_it_is_reading(site: Site) -> None:
    """While it reads, its words are not marked: they become parts of messages."""
    assert site.phases == {BuildPhase.READING}
    assert site.app.phase is not BuildPhase.READING


def test_sphinx_has_the_words_that_it_writes_while_it_reads() -> None:
    template = Path(sphinx.__file__).parent / "locale/sphinx.pot"
    known = set(re.findall(r'^msgid "(.+)"$', template.read_text("utf-8"), re.MULTILINE))
    assert known >= upstream.WORDS_WHILE_READING | upstream.NUMBER_LABELS
    labels = {str(field.label) for field in PyObject.doc_field_types}
    assert labels <= upstream.WORDS_WHILE_READING


def test_the_names_of_fields_are_asked_for_when_they_are_written(
    site: Site, words: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day on which Sphinx does so itself, our part can go."""

    class Words(NullTranslations):
        def gettext(self, message: str) -> str:
            return f"⟦{message}⟧"

    field = PyObject.doc_field_types[0]
    monkeypatch.setattr(field, "label", "Parameters")
    upstream.ask_for_field_labels(site.app)
    upstream.install_words("sphinx", Words())
    assert nodes.field_name("", field.label).astext() == "⟦Parameters⟧"


def test_sphinx_knows_words_that_say_nothing_of_a_page() -> None:
    assert "the" in upstream.stop_words("en")
    assert "para" in upstream.stop_words("es")
    assert "der" in upstream.stop_words("de")
    assert not upstream.stop_words("sw")


def test_sphinx_hands_each_page_to_its_search_in_one_place() -> None:
    """What take_over_search and offer_search_page rely on."""
    builder = StandaloneHTMLBuilder
    assert builder.search is True
    assert list(inspect.signature(builder.index_page).parameters)[1:] == [
        "pagename",
        "doctree",
        "title",
    ]
    assert "self.index_page(" in inspect.getsource(builder.write_doc_serialized)
    assert "if self.search:" in inspect.getsource(builder.prepare_writing)
    assert "if self.search:" in inspect.getsource(builder.gen_additional_pages)


def test_the_search_index_of_one_page_is_carried_to_that_of_all(tmp_path: Path) -> None:
    """What ``search_index`` returns and ``carry_search_index`` takes, in the builder's own steps."""
    pages = {"index": "Home", "reef": "Corals and wrecks"}
    for name, title in pages.items():
        (tmp_path / f"{name}.rst").write_text(f"{title}\n=================\n\n.. index:: {name}\n")
    (tmp_path / "conf.py").touch()

    asked: set[str] = set()
    order: list[str] = []

    def ask(name: str, make: Callable[[], None]) -> None:
        asked.add(name)
        make()

    def built(kept: bytes = b"") -> tuple[bytes, str]:
        with patch_docutils(tmp_path), docutils_namespace():
            app = Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees", "html",
                         status=None, warning=None, freshenv=not kept)  # fmt: skip
            if kept:
                upstream.carry_search_index(app.builder, kept)
            upstream.ask_before_site_files(app.builder, ask)
            upstream.write_first(app.builder, {"reef"})
            app.connect("html-page-context", lambda _app, page, *_: order.append(page))
            app.build()
            return upstream.search_index(app.builder), (
                tmp_path / "out" / "searchindex.js"
            ).read_text("utf-8")

    first, index = built()
    assert '"wreck' in index
    # In the same build: pages for which somebody waits come first, and what is made for the site.
    assert order[:2] == ["reef", "index"]
    assert asked == {
        "copy_static_files", "copy_extra_files", "gen_indices", "gen_additional_pages",
    }  # fmt: skip
    (tmp_path / "reef.rst").write_text("Corals\n======\n\n.. index:: reef\n")
    _, carried = built(first)
    shutil.rmtree(tmp_path / "out")
    assert "wreck" not in carried
    assert '"home"' in carried
    assert built()[1] == carried


def test_sphinx_ships_words_of_scripts_for_languages_and_not_for_regions() -> None:
    assert upstream.has_script_words("es")
    assert not upstream.has_script_words("es_MX")
    assert not upstream.has_script_words("zh")


def test_smart_quotes_are_asked_for_as_sphinx_asks(site: Site) -> None:
    made = document(paragraph("", nodes.literal("", "a"), nodes.Text("b")))
    made.settings.env, made.settings.smart_quotes = site.app.env, True
    assert upstream.has_smart_quotes(made)
    made.settings.smart_quotes = False
    assert not upstream.has_smart_quotes(made)
    texts = [upstream.is_smartquotable(text) for text in made.findall(nodes.Text)]
    assert texts == [False, True]


def test_the_gettext_builder_takes_a_layout_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_gettext, "GettextRenderer", _gettext.GettextRenderer)
    for name, text in {"conf.py": "", "index.rst": "Reef\n====\n"}.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own/message.pot.jinja").write_text("# ours\n{{ messages[0].text }}\n", "utf-8")
    with patch_docutils(tmp_path), docutils_namespace():
        out = tmp_path / "out"
        app = Sphinx(tmp_path, tmp_path, out, tmp_path / "trees", "gettext", status=None)
        upstream.use_gettext_template(app, tmp_path / "own")
        app.build()
    assert (out / "index.pot").read_text("utf-8") == "# ours\nReef"
