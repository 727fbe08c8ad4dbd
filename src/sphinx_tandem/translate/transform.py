"""Puts the translated messages into a page, instead of Sphinx's own transform.

Sphinx's ``Locale`` parses each message as a whole document with the page's parser.  For
MyST pages that runs what a catalog holds, turns code blocks into ``::`` and drops
messages which begin like a list.  So a transform of ours takes its place: it collects the
passages of the page, looks each up, parses what it finds within the bounds of the
English, puts it in place, and emits an event, so that the rest is marked as English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..site.pagedata import PASSAGES, makes_web_pages
from ..text.masking import as_words, macros
from ..upstream.myst_sphinx import translate_slugs
from ..upstream.sphinx import make_glossary_term, split_term_classifiers
from . import marks
from .guard import is_refused, plain_text, report_refused, warn
from .inline import MarkdownParser, may_be_rst, parse_rst
from .lookup import SITE_DOMAIN, Lookup, Translation, catalogs_of
from .page_language import is_own_language, source_tag
from .passages import (
    CODE,
    FORMAT_FIELD,
    PagePassages,
    Passage,
    code_around,
    code_language,
    code_pieces,
    collect_passages,
    environment_for,
    is_literal,
    is_words,
    nearest,
)
from .replace import replace_literal, replace_text, replace_words, show_unknown_footnotes
from .untranslated import mark_node

# With this at its end Sphinx does not compare a translation's references with the English.
_NOQA = re.compile(r"(?<!\\)#\s*noqa\s*$")


def translate_page(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Replace the messages of a page by their translations, and emit an event."""
    page = collect_passages(env, document)
    docname = env.docname
    lookup = catalogs_of(app).page(docname).for_page(page)
    is_own = is_own_language(app, docname)
    if not is_own:
        PageTranslator(app, env, document, page, lookup).translate()
    app.emit(PASSAGES, document, page.found, lookup)
    if not is_own:  # with the marks of what is not translated
        titles = {
            node_id: section[0].astext()
            for section in document.findall(nodes.section)
            if section.children and isinstance(section[0], nodes.title)
            for node_id in section["ids"]
        }
        translate_slugs(env, document, titles)


def translate_added_lists(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Translate the lists of pages that an extension has added since the page was translated.

    Sphinx keeps what those say that it has seen; sphinx-external-toc adds all lists of a
    site when its own translation is over.
    """
    added = [node for node in document.findall(addnodes.toctree) if "rawentries" not in node]
    for node in added:
        node.preserve_original_messages()
    found = [
        Passage(node, message)
        for node in added
        for message in node.extract_original_messages()
        if message.strip()
    ]
    if found:
        page = PagePassages(str(document["source"]), "", False, found)
        lookup = catalogs_of(app).page(env.docname).for_page(page)
        if not is_own_language(app, env.docname):
            PageTranslator(app, env, document, page, lookup).translate()
        app.emit(PASSAGES, document, found, lookup)


@dataclass
class PageTranslator:
    """Translates the passages of one page, each by the way it is shown."""

    _app: Sphinx
    _env: BuildEnvironment
    _document: nodes.document
    _page: PagePassages
    _lookup: Lookup
    #: The blocks of code in pieces, as far as they are translated.
    _code: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def translate(self) -> None:
        """Translate every passage that has a translation, titles first.

        In reStructuredText a title is a name too, and a translation may link to it.
        """
        for passage in sorted(self._page.found, key=lambda p: not isinstance(p.node, nodes.title)):
            translation = self._lookup.get(passage.name, passage.other_message)
            if passage.node is not self._document:
                passage.node["translated"] = translation is not None
            if translation is None or translation.text == passage.message:
                continue
            if passage.attribute == CODE:
                self._translate_code(passage, translation)
            elif is_words(passage):
                wrap = partial(marks.wrap, tag=translation.tag) if translation.tag else None
                in_page = wrap if makes_web_pages(self._app) else None
                replace_words(passage, _words(passage, translation), in_page)
            elif is_literal(passage):
                _translate_literal(passage, translation)
            else:
                self._translate_text(passage, translation)

    def _translate_text(self, passage: Passage, translation: Translation) -> None:
        node = passage.node
        text = _NOQA.sub("", translation.text).strip() or translation.text
        translation = replace(translation, text=text)
        parsed = self._parse(passage, translation)
        if isinstance(node, nodes.term) and node["ids"]:
            parsed = self._glossary_term(passage, translation)
        self._translate_images(node, parsed)
        show_unknown_footnotes(node, parsed, translation.location, is_rst=self._page.is_rst)
        replace_text(node, parsed, self._document, is_rst=self._page.is_rst)
        node.tandem_place = (translation.path, translation.line)  # type: ignore[attr-defined]

    def _translate_code(self, passage: Passage, translation: Translation) -> None:
        """Put a line of a comment or a string into its block; all code stays as it is."""
        node, kinds = passage.node, self._app.config.tandem_code_words
        language = code_language(node)
        english = self._code.setdefault(id(node), code_pieces(node.astext(), language, kinds))
        place = [piece[0] == passage.message and bool(piece[1]) for piece in english]
        text = " ".join(translation.text.split())
        new = [(text, one[1]) if here else one for one, here in zip(english, place, strict=True)]
        written = "".join(one for one, _kind in new)
        if code_around(code_pieces(written, language, kinds)) != code_around(english):
            warn(
                "with this text, the code around it would be other code. The English is shown. "
                "Write the text without quotation marks, backslashes and signs that end it.",
                subtype="not-in-source",
                location=translation.location,
            )
            return
        self._code[id(node)] = new
        replace_literal(node, written)

    def _parse(self, passage: Passage, translation: Translation) -> nodes.Element:
        """Return the translation as the children of a node."""
        if self._page.is_rst or (may_be_rst(passage.message) and not self._is_markdown(passage)):
            message, node = passage.message, passage.node
            return parse_rst(message, node, translation, self._document, self._env)
        return self._parse_markdown(passage, translation)

    def _is_markdown(self, passage: Passage) -> bool:
        """Say whether the message, read as Markdown, gives the text that the page shows."""
        place = Translation(passage.message, str(self._document["source"]), passage.node.line or 1)
        return _features(self._parse_markdown(passage, place)) == _features(passage.node)

    def _parse_markdown(self, passage: Passage, translation: Translation) -> nodes.paragraph:
        node = passage.node
        return self._markdown.parse(passage.message, translation, node.source or "", node)

    @cached_property
    def _markdown(self) -> MarkdownParser:
        return MarkdownParser(
            self._env, self._document, self._page.text, self._value, makes_web_pages(self._app)
        )

    def _value(self, value: str) -> Translation | None:
        """Return the translation of a substitution's value: the page's, or that of the site."""
        return self._lookup.get(value) or catalogs_of(self._app).domain(SITE_DOMAIN).get(value)

    def _glossary_term(self, passage: Passage, translation: Translation) -> nodes.Element:
        """Register a translated glossary term, so that both names lead to it."""
        term, classifier = split_term_classifiers(translation.text)
        place = replace(translation, text=term or "")
        made: nodes.Element = nodes.term()
        for node_id in passage.node["ids"]:
            made = make_glossary_term(
                environment_for(self._env, passage.node),
                self._parse(passage, place).children,
                classifier,
                translation.path,
                translation.line,
                node_id,
                self._document,
            )
        return made

    def _translate_images(self, node: nodes.Element, parsed: nodes.Element) -> None:
        """Translate the alternative texts that the translator left in English."""
        english = {image.get("alt") for image in node.findall(nodes.image)}
        for image in parsed.findall(nodes.image):
            alt = image.get("alt", "")
            translation = self._lookup.get(alt) if alt in english else None
            if translation is not None:
                image["alt"] = " ".join(translation.text.split())
            elif alt and alt in english:
                mark_node(self._app, image, source_tag(self._app, self._env.docname))


def _words(passage: Passage, translation: Translation) -> str:
    """Return the translation of a text that is used as it stands."""
    text = " ".join(translation.text.split())
    if passage.attribute == "format":
        used, held = (sorted(FORMAT_FIELD.findall(one)) for one in (text, passage.message))
        return text if used == held else passage.message
    if isinstance(passage.node, addnodes.translatable):  # themes may write it as it stands
        plain = plain_text(passage.message, text)
        if is_refused(plain):
            report_refused([text], translation.location)
        return plain
    return as_words(text)


def _translate_literal(passage: Passage, translation: Translation) -> None:
    node, text = passage.node, translation.text
    if isinstance(node, nodes.math_block) and not macros(text) <= macros(passage.message):
        warn(
            "the formula has a command that is not in the English. "
            "The English formula is shown. Write the formula as the English does.",
            subtype="not-in-source",
            location=translation.location,
        )
    else:
        replace_literal(node, text)


def _features(node: nodes.Element) -> tuple[object, ...]:
    """Return what differs between a message read as Markdown and as reStructuredText."""
    text = node.astext()
    letters = "".join(letter for letter in text if letter.isalnum())
    notes = len(list(node.findall(nodes.footnote_reference)))
    return letters, text.endswith("::"), notes, len(list(node.findall(nodes.citation_reference)))


def place_anchors(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Give links to anchors their place in the catalog.

    MyST makes new nodes of them (``ResolveAnchorIds`` in its ``transforms.py``), which
    forget where they were; a broken one would be reported in the English page.
    """
    for ref in document.findall(addnodes.pending_xref):
        if place := nearest(ref.parent, "tandem_place"):
            ref.source, ref.line = place
