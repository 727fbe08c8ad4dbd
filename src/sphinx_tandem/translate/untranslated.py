"""Says, on a page, which of its passages are still in the source language.

A paragraph gets the class ``language-xx``, which docutils writes as ``lang``;
a title, a caption or another text that is copied elsewhere carries invisible
marks, see :mod:`.marks`; so do the words of the general index.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translator

from ..site import locale_of
from ..site.options import catalog_url, current_language, site_of
from ..site.pagedata import makes_web_pages, page_data
from ..upstream.sphinx import NOT_IN_EXCERPTS, NUMBER_LABELS, change_index_words
from . import marks
from .interface import _, language_of_words, ngettext
from .lookup import Lookup
from .page_language import is_own_language, page_language, source_tag
from .passages import CODE, Passage, audience, index_words, is_literal, is_words, with_parents
from .replace import replace_words

# A class that lives only between reading and writing a page.
_AUTOMATIC = "tandem-automatic-text"


def mark_passages(
    app: Sphinx, document: nodes.document, found: list[Passage], lookup: Lookup
) -> None:
    """Mark every passage of the page that has no translation, and count them."""
    docname = app.env.docname
    if is_own_language(app, docname):
        return
    tag = source_tag(app, docname)
    missing: list[Passage] = []
    translated_images: list[nodes.Element] = []
    for passage in found:
        if translation := lookup.get(passage.name, passage.other_message):
            if passage.attribute == "alt":
                translated_images.append(passage.node)
            if translation.tag and (not is_words(passage) or passage.attribute == "alt"):
                _mark_node(app, passage, translation.tag)
            continue
        missing.append(passage)
        _note_index_words(app.env, docname, passage)
        _mark_passage(app, passage, tag)
    english = {id(passage.node) for passage in missing if not passage.attribute}
    for image in translated_images:
        if english & set(
            map(id, with_parents(image.parent))
        ):  # the text around it is not translated
            image["classes"].append(f"language-{current_language(app.config).tag}")
    # Each message counts once, and not where a page's readers do not see it.
    counted = {passage.name for passage in missing if not audience(passage.node)}
    known = page_data(app.env, "tandem_missing")
    known[docname] = known.get(docname, 0) + len(counted)


def _mark_passage(app: Sphinx, passage: Passage, tag: str) -> None:
    node = passage.node
    if is_words(passage):
        if passage.attribute == "alt":
            mark_node(app, node, tag)
        elif passage.attribute != CODE:  # code is in no language
            wrap = partial(marks.wrap, tag=tag) if makes_web_pages(app) else None
            replace_words(passage, passage.message, wrap)
        return
    _note_automatic_text(node)
    _mark_node(app, passage, tag)


def _mark_node(app: Sphinx, passage: Passage, tag: str) -> None:
    """Mark the node of a passage, or the text in it where that is copied elsewhere."""
    node = passage.node
    is_block = isinstance(node, nodes.paragraph | nodes.image) or is_literal(passage)
    if is_block or not makes_web_pages(app):
        mark_node(app, node, tag)
    elif len(node) == 1 and isinstance(node[0], nodes.Text):  # some ask for the first child
        node[0] = nodes.Text(marks.wrap(node[0], tag))
    else:
        node.insert(0, nodes.Text(marks.start(tag)))
        node.append(nodes.Text(marks.END))


def _note_automatic_text(node: nodes.Element) -> None:
    """Note the links of an untranslated passage that will show their target's title."""
    for ref in node.findall(nodes.Element):
        if isinstance(ref, addnodes.pending_xref):
            is_named = bool(ref.children) and isinstance(ref[0], nodes.inline | nodes.literal)
            shows_title = is_named and not ref.get("refexplicit", True)
        else:
            is_link = isinstance(ref, nodes.reference) and not ref.children
            shows_title = is_link and bool(ref.get("id_link"))
        if shows_title:
            ref["classes"].append(_AUTOMATIC)


def mark_automatic_text(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark a translated title that a link shows inside an untranslated passage."""
    if is_own_language(app, docname):
        return
    for ref in doctree.findall(nodes.Element):
        if _AUTOMATIC in ref.get("classes", ()):
            ref["classes"] = [name for name in ref["classes"] if name != _AUTOMATIC]
            if isinstance(ref, nodes.reference) and not marks.is_marked(ref.astext()):
                ref["classes"].append(f"language-{current_language(app.config).tag}")


def mark_number_labels(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark what is before the number of a figure; Sphinx asked for it before all marks."""
    labels, gettext = app.config.numfig_format, get_translator().gettext
    for kind, label in labels.items():
        if label in NUMBER_LABELS:
            labels[kind] = gettext(label)


def mark_node(app: Sphinx, node: nodes.Element, tag: str = "") -> None:
    """Mark a node as a whole as being in the source language, or in the language of a tag."""
    node["classes"].append(f"language-{tag or site_of(app.config).source.tag}")


def show_notice(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Hand the notice of a page that is not wholly translated to its template."""
    missing = page_data(app.env, "tandem_missing").get(pagename)
    is_own = is_own_language(app, pagename)
    if missing and not is_own and app.config.tandem_notice and "body" in context:
        context["body"] = _notice(app, pagename, missing) + context["body"]


def _notice(app: Sphinx, docname: str, missing: int) -> str:
    """Return the notice that so many passages of a page are not translated yet."""
    sentence = ngettext(
        "%(count)d passage of this page is still in %(language)s.",
        "%(count)d passages of this page are still in %(language)s.",
        missing,
    )
    language = _language_name(app, docname, language_of_words(app, sentence))
    sentence %= {"count": missing, "language": language}
    link = ""
    if url := catalog_url(app, docname):
        link = f' <a href="{escape(url)}">{escape(_("Help to translate them"))}</a>'
    return (
        '<aside class="tandem-notice" data-nosnippet role="note" '
        f'aria-label="{escape(_("Translation"))}">'
        f'<p class="{NOT_IN_EXCERPTS}">{escape(sentence)}{link}</p></aside>\n'
    )


def _language_name(app: Sphinx, docname: str, code: str) -> str:
    """Return the language of a page as a sentence in the language *code* calls it."""
    source, locale = page_language(app, docname).source, locale_of(code)
    shown = locale.languages.get(source.data.language) if locale else None
    return shown or source.name


def _note_index_words(env: BuildEnvironment, docname: str, passage: Passage) -> None:
    """Note the words of an untranslated passage that are in the index, to mark them there."""
    known = page_data(env, "tandem_index_words").setdefault(docname, set())
    if isinstance(passage.node, addnodes.index):
        known.add(passage.message)
    elif not passage.attribute:
        shown = " ".join(passage.node.astext().split()).lower()
        entries = (e for i in passage.node.findall(addnodes.index) for e in i["entries"])
        known |= {word for entry in entries for word in index_words(entry) if word.lower() in shown}


def mark_index(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Mark the untranslated words of the index."""
    tags: dict[str, str] = {}
    if pagename.startswith("genindex"):
        for docname, words in page_data(app.env, "tandem_index_words").items():
            tags |= dict.fromkeys(words, source_tag(app, docname))
    if tags:
        change_index_words(
            context, lambda word: marks.wrap(word, tags[word]) if word in tags else word
        )
