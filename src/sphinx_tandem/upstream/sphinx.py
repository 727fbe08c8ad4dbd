"""What the engine leans on in Sphinx beyond its documented interface."""

from __future__ import annotations

import inspect
import pickle
import re
from collections.abc import Callable, Collection, Mapping
from functools import partial
from gettext import NullTranslations
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from docutils.utils import new_document
from sphinx import locale, version_info
from sphinx import search as _search
from sphinx import transforms as _transforms
from sphinx.application import Sphinx
from sphinx.builders import gettext as _gettext
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.domains import changeset as _changeset
from sphinx.domains import std as _std
from sphinx.environment import BuildEnvironment
from sphinx.jinja2glue import BuiltinTemplateLoader as _TemplateLoader
from sphinx.transforms import i18n as _i18n
from sphinx.util import i18n as _domains
from sphinx.util import index_entries as _index_entries
from sphinx.util import nodes as _nodes
from sphinx.util.docutils import LoggingReporter
from sphinx.util.osutil import relative_uri

#: The messages of a page.  Our list begins with Sphinx's own, so that catalogs which were
#: made with Sphinx alone keep fitting; no event hands it over.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/util/nodes.py#L322
extract_messages = _nodes.extract_messages

#: Whether Sphinx takes a node for a message of its own; only ``extract_messages`` asks it.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/util/nodes.py#L232
is_translatable = _nodes.is_translatable

#: The nodes whose message is their text, letter by letter.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/util/nodes.py#L282
LITERAL_TYPE_NODES = _nodes.LITERAL_TYPE_NODES

#: A text as Sphinx writes it into a catalog: its lines joined, hard breaks lost.  Catalogs
#: that Sphinx made hold this form, and it makes it within ``extract_messages``.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/util/nodes.py#L293
joined_lines: Callable[[str], str] = getattr(_nodes, "_clean_extracted_message", None) or (
    # Before Sphinx 9 the backslashes stayed in messages.
    lambda text: re.sub(r"[ \t]*\\[ \t]*$", "", text, flags=re.MULTILINE).replace("\n", " ").strip()
)

#: The words of an index entry; the index itself is made when all pages are read.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/util/index_entries.py#L4
split_index_msg = _index_entries.split_index_msg

#: The name of a page's catalog, which follows ``gettext_compact``.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/util/i18n.py#L166
docname_to_domain = _domains.docname_to_domain

#: The gettext builder; ``catalogs`` is what it writes, and no event offers it.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/gettext.py#L239
MessageCatalogBuilder = _gettext.MessageCatalogBuilder

#: One template, one message of it, and the place of a message.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/gettext.py#L70
Catalog = _gettext.Catalog
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/gettext.py#L46
Message = _gettext.Message
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/gettext.py#L99
MsgOrigin = _gettext.MsgOrigin


def use_gettext_template(app: Sphinx, folder: Path) -> None:
    """Have the templates of catalogs written with a layout of our own, ``message.pot.jinja``.

    Before Sphinx 8.1 the builder does not look where the site's templates are.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/gettext.py#L320
    """
    app.config.templates_path = [*app.config.templates_path, str(folder)]
    if version_info < (8, 1):
        renderer: Any = partial(_gettext.GettextRenderer, template_path=[str(folder)])
        _gettext.GettextRenderer = renderer  # type: ignore[misc]  # nothing else is read there


def remove_locale_transform(app: Sphinx) -> None:
    """Take Sphinx's own translation of pages out of the build.

    ``Locale`` parses a translation as a whole document, so that a catalog could run
    code.  An extension can add transforms; it cannot take one out.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/transforms/i18n.py#L407
    """
    if _i18n.Locale in app.registry.transforms:
        app.registry.transforms.remove(_i18n.Locale)


def carry_references(
    english: nodes.Element, translated: nodes.Element, document: nodes.document, *, by_name: bool
) -> None:
    """Give the references of a translation the ids and targets of the English ones.

    docutils keeps books on every footnote and reference of a page; ``_NodeUpdater``
    corrects all of them, as ``Locale`` needs it, and is offered nowhere else.

    :param by_name: whether titles and other targets are known by their names too, as in
        reStructuredText.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/transforms/i18n.py#L117
    """
    updater = _i18n._NodeUpdater(english, translated, document, noqa=True)
    if by_name:
        updater.update_title_mapping()
        _name_in_order(english, translated, document)
        updater.update_refnamed_references()
    updater.update_autofootnote_references()
    updater.update_refnamed_footnote_references()
    updater.update_citation_references()


def _name_in_order(
    english: nodes.Element, translated: nodes.Element, document: nodes.document
) -> None:
    """Give references whose names are translated those of the English, in its order.

    Sphinx does so for one; of several it takes the names from a set, in any order.
    """
    ours, theirs = (
        [ref for ref in node.findall(nodes.reference) if "refname" in ref]
        for node in (english, translated)
    )
    held = {ref["refname"] for ref in theirs}
    free = [name for name in dict.fromkeys(ref["refname"] for ref in ours) if name not in held]
    given: dict[str, str] = {}
    for ref in theirs:
        name = ref["refname"]
        if name not in given and free and not document.has_name(name):
            given[name] = free.pop(0)
        ref["refname"] = given.get(name, name)


#: A term of a glossary, registered under its text and in the index.  Its directive alone
#: makes one, from the English.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/domains/std/__init__.py#L375
make_glossary_term = _std.make_glossary_term

#: The term and the classifier in a line of a glossary.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/domains/std/__init__.py#L367
split_term_classifiers = _std.split_term_classifiers


def message_document(path: str, settings: Any) -> nodes.document:
    """Return an empty document whose warnings go to Sphinx's log, as those of a page do.

    Sphinx makes one for each file that it reads, and offers no way to make another.

    :param path: the file that warnings name.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/util/docutils.py#L394
    """
    document = new_document(path, settings)
    document.reporter = LoggingReporter.from_reporter(document.reporter)
    return document


def equations(env: BuildEnvironment) -> dict[str, tuple[str, int]]:
    """Return the page and the number of every labelled equation, by its label.

    The domain lets nobody rename one.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/domains/math.py#L66
    """
    return env.domains["math"].equations


def change_index_words(context: dict[str, Any], change: Callable[[str], str]) -> None:
    """Change the words of the general index in what its templates are given.

    :param context: what a page of the index hands to its template.
    :param change: returns what is shown in place of a word.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/__init__.py#L732
    """

    def changed(entries: list[Any]) -> list[Any]:
        # An entry contains its links, the entries below it and a key; one below, its links alone.
        return [
            (change(name), (held[0], changed(held[1]), *held[2:]))
            if isinstance(held, tuple)
            else (change(name), held)
            for name, held in entries
        ]

    if "genindexentries" in context:
        context["genindexentries"] = [
            (letter, changed(entries)) for letter, entries in context["genindexentries"]
        ]
    if "entries" in context:
        context["entries"] = changed(context["entries"])


class Rendered(NamedTuple):
    """A piece of HTML as it would be on its own page.

    :param has_formulas: whether the page that shows it has to load what shows formulas.
    """

    html: str
    has_formulas: bool


def write_fragment(
    app: Sphinx, docname: str, document: nodes.document, numbers: Mapping[str, Any] | None = None
) -> Rendered:
    """Write a tree as ``StandaloneHTMLBuilder.write_doc`` does, without the page around it.

    The builder writes whole pages only, and keeps in its attributes which one it writes.

    :param docname: the page that it belongs to; addresses are right for that page.
    :param document: the tree, with its references resolved.
    :param numbers: the numbers of its figures, by kind and id, where they are not the page's.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/__init__.py#L650
    """
    builder = app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)  # noqa: S101  # for the type checker
    document.settings = builder.docsettings
    builder.secnumbers = app.env.toc_secnumbers.get(docname, {})
    builder.fignumbers = dict(
        app.env.toc_fignumbers.get(docname, {}) if numbers is None else numbers
    )
    builder.imgpath = relative_uri(builder.get_target_uri(docname), "_images")
    builder.dlpath = relative_uri(builder.get_target_uri(docname), "_downloads")
    builder.current_docname = docname
    builder.post_process_images(document)  # it makes links to images, by the paths above
    links, builder.add_permalinks = builder.add_permalinks, False
    try:
        visitor: Any = builder.create_translator(document, builder)
        document.walkabout(visitor)
    finally:
        builder.add_permalinks = links
    formulas = document.findall(lambda node: isinstance(node, nodes.math | nodes.math_block))
    return Rendered("".join(visitor.fragment), any(True for _ in formulas))


def resolved_page(app: Sphinx, docname: str, document: nodes.document) -> nodes.document:
    """Return a page with its references resolved, as a builder gets it.

    Since Sphinx 9.0 the method asks for the builder's tags, which it did not know before.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py#L668
    """
    resolve: Any = app.env.get_and_resolve_doctree
    asks = "tags" in inspect.signature(resolve).parameters
    named = {"tags": app.builder.tags} if asks else {}
    found: nodes.document = resolve(docname, app.builder, doctree=document, **named)
    return found


def install_words(domain: str, words: NullTranslations, app: Sphinx | None = None) -> None:
    """Answer questions for the words of a domain.

    ``locale_dirs`` cannot do this: Sphinx reads only compiled catalogs there, and
    ``app.add_message_catalog`` puts ours behind those that are loaded, where it fills
    gaps but corrects nothing.  So this does what ``_init_i18n`` does.

    :param app: given when these are also the words that templates ask for.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/locale/__init__.py#L101
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/application.py#L355
    """
    locale.translators["general", domain] = words
    if app is not None:
        app.translator = words


#: What Sphinx writes into pages while it reads them, and what never becomes a part of a message:
#: the names of fields, and the title of a ``todo``.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/domains/python/_object.py#L190
WORDS_WHILE_READING = frozenset(
    {
        *("Arguments", "Default", "Keyword Arguments", "Other Parameters", "Parameters"),
        *("Raises", "Receives", "Return type", "Return values", "Returns", "Template Parameters"),
        *("Throws", "Todo", "Type", "Variables", "Warns", "Yields"),
    }
)

#: What is before the number of a figure, by default.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/config.py#L686
NUMBER_LABELS = frozenset({"Section %s", "Fig. %s", "Table %s", "Listing %s"})

#: The class of what the search of Sphinx leaves out of the excerpts that it shows.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/themes/basic/static/searchtools.js#L207
NOT_IN_EXCERPTS = "headerlink"


def word_domains() -> list[str]:
    """Return the domains whose words are loaded for pages.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/locale/__init__.py#L101
    """
    return [domain for namespace, domain in locale.translators if namespace == "general"]


#: The labels of the directives that say in which version something changed.
VERSION_LABELS = {
    "versionadded": "Added in version %s",
    "versionchanged": "Changed in version %s",
    "deprecated": "Deprecated since version %s",
    "versionremoved": "Removed in version %s",
}


def translate_version_labels() -> None:
    """Put the version labels in place again, in the words that are installed now.

    Sphinx translates them when it loads its own parts, before any extension can supply
    a catalog.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/domains/changeset.py#L31
    """
    gettext = locale.get_translator().gettext
    for name, label in VERSION_LABELS.items():
        _changeset.versionlabels[name] = gettext(label)


def ask_for_field_labels(app: Sphinx) -> None:
    """Let the names of fields, such as *Parameters*, be asked for when they are written.

    Sphinx asks when it loads its domains, as for the version labels; what its own catalog
    lacks would stay English.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/util/docfields.py#L154
    """
    for domain in app.registry.domains.values():
        for directive in domain.directives.values():
            for field in getattr(directive, "doc_field_types", ()):
                if isinstance(field.label, str) and field.label in WORDS_WHILE_READING:
                    field.label = locale._TranslationProxy("sphinx", "general", field.label)


def is_set(config: Config, name: str) -> bool:
    """Say whether ``conf.py`` or the command line sets a setting.

    Its value does not tell: Sphinx makes many defaults from other settings.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/config.py#L308
    """
    return name in config._raw_config or name in config.overrides


def as_written(config: Config, name: str) -> Any:
    """Return what ``conf.py`` says of a setting, which the build may have translated since.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/config.py#L308
    """
    return config._raw_config.get(name)


#: The template loader of Sphinx, through which the HTML of every page passes.  A bridge of
#: one's own is documented; that it can build on Sphinx's is not.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/jinja2glue.py#L161
BuiltinTemplateLoader = _TemplateLoader


def stop_words(language: str) -> frozenset[str]:
    """Return the words of a language that say nothing of a page, of those that Sphinx knows.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/search/__init__.py#L142
    """
    found = _search.languages.get(language, "")
    if isinstance(found, str):
        module, _, name = found.rpartition(".")
        found = getattr(import_module(module), name) if module else _search.SearchLanguage
    return frozenset(found.stopwords)


def take_over_search(app: Sphinx, note: Callable[[str, nodes.document], None]) -> None:
    """Hand each page that is written to *note*, and let Sphinx make no index of them.

    Sphinx asks ``search`` before it reads the first page, and ``index_page`` in its main process.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/__init__.py#L1002
    """
    builder: Any = app.builder
    builder.search = False
    builder.index_page = lambda docname, document, _title: note(docname, document)


def offer_search_page(app: Sphinx) -> None:
    """Let Sphinx write ``search.html`` and what belongs to it, although it has no index."""
    builder: Any = app.builder
    builder.search = True


def has_script_words(language: str) -> bool:
    """Say whether Sphinx ships the words of its scripts, ready-made, under the code of a language.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/__init__.py#L191
    """
    return Path(locale.__file__).with_name(language).joinpath("LC_MESSAGES/sphinx.js").is_file()


def has_smart_quotes(document: nodes.document) -> bool:
    """Say whether Sphinx will write typographic quotation marks on a page.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/transforms/__init__.py#L377
    """
    transform = _transforms.SphinxSmartQuotes(document, None)
    return transform.is_available() and "q" in transform.config.smartquotes_action


#: Whether Sphinx writes typographic quotation marks in a text of a page.
#: https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/util/nodes.py#L709
is_smartquotable = _nodes.is_smartquotable

# -- What Sphinx's search index knows, from one run to the next ----------------------------------

_OF_SEARCH = ("_titles", "_filenames", "_mapping", "_title_mapping", "_all_titles",
              "_index_entries")  # fmt: skip


#: What a builder makes for the site as a whole: of no page more than the environment says.
_OF_SITE = ("copy_static_files", "copy_extra_files", "gen_indices", "gen_additional_pages")


def ask_before_site_files(builder: Any, ask: Callable[[str, Callable[[], None]], None]) -> None:
    """Hand what a builder makes for the site as a whole to *ask*, with its name, which may call it.

    Sphinx makes all of it again for each page that is written.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/__init__.py#L644
    """
    for name in _OF_SITE:
        if make := getattr(builder, name, None):
            setattr(builder, name, partial(ask, name, make))


def write_first(builder: Any, pages: Collection[str]) -> None:
    """Let a builder write these pages before the others: somebody waits for them.

    It writes by their names, and which one comes first makes no difference to any.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/__init__.py#L749
    """
    write = builder.write_documents

    def write_documents(docnames: Collection[str]) -> None:
        first = {*docnames} & {*pages}
        for part in (first, {*docnames} - first):
            if part:
                write(part)

    builder.write_documents = write_documents


def search_index(builder: Any) -> bytes:
    """Return all that was fed to the search index.

    What Sphinx reads back from ``searchindex.js`` lacks the entries of the index, and the
    marks that are taken out of it.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/search/__init__.py#L330
    """
    indexer = getattr(builder, "indexer", None)
    return pickle.dumps({name: getattr(indexer, name) for name in _OF_SEARCH if indexer})


def carry_search_index(builder: Any, kept: bytes) -> None:
    """Let a builder that writes some pages begin with what was fed for the others."""

    def load_indexer(docnames: Collection[str]) -> None:
        found = pickle.loads(kept)  # noqa: S301  # our own
        pages = sorted(found.get("_titles", {}).keys() - set(docnames))
        for name, value in found.items():
            setattr(builder.indexer, name, value)
        builder.indexer.prune(pages)
        entries = builder.indexer._index_entries
        builder.indexer._index_entries = {page: entries[page] for page in pages if page in entries}
        dump = builder.dump_search_index

        def dump_search_index() -> None:
            entries = builder.indexer._index_entries
            builder.indexer._index_entries = dict(sorted(entries.items()))
            for words in (builder.indexer._mapping, builder.indexer._title_mapping):
                for word in [word for word, pages in words.items() if not pages]:
                    del words[word]
            dump()

        builder.dump_search_index = dump_search_index

    builder.load_indexer = load_indexer
