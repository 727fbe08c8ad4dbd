"""Translates the passages of one page, each by the way it is shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term, split_term_classifiers
from sphinx.transforms.i18n import _NodeUpdater, parse_noqa
from sphinx.util import logging

from ..site.pagedata import makes_web_pages
from ..text.html import is_refused, plain_text
from ..text.masking import as_words, macros
from .guard import Guard, clean_nodes, node_holdings, role_function
from .inline import MessageParser, adopt, may_be_rst, parse_rst, report_refused, rst_holdings
from .lookup import SITE_DOMAIN, Lookup, Translation, catalogs_of
from .passages import (
    Passage,
    apply_words,
    environment_for,
    is_literal,
    is_words,
    keep_index_ids,
)
from .untranslated import mark_node

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.transforms import SphinxTransform

logger = logging.getLogger(__name__)


class PageTranslator:
    """Translates the passages of one page.

    :param transform: the transform that runs on the page.
    :param lookup: the page's catalog.
    :param is_rst: whether the page is in reStructuredText, not in MyST.
    """

    def __init__(self, transform: SphinxTransform, lookup: Lookup, is_rst: bool) -> None:
        self._is_rst = is_rst
        self._transform = transform
        self._lookup = lookup
        self._document: nodes.document = transform.document
        self._parser: MessageParser | None = None

    def translate(self, found: list[Passage]) -> None:
        """Translate every passage that has a translation, titles first.

        In reStructuredText a title is a name too, and a translation may link to it.
        """
        for passage in sorted(found, key=lambda p: not isinstance(p.node, nodes.title)):
            translation = self._lookup.get(passage.message, passage.other_message)
            if passage.node is not self._document:
                passage.node["translated"] = translation is not None
            if translation is None or translation.text == passage.message:
                continue
            if is_words(passage):
                apply_words(passage, self._plain(passage, translation))
            elif is_literal(passage):
                self._translate_literal(passage, translation)
            else:
                self._translate_text(passage, translation)

    def _plain(self, passage: Passage, translation: Translation) -> str:
        text = " ".join(translation.text.split())
        if passage.attribute == "format":
            return text if _fields(text) == _fields(passage.message) else passage.message
        if isinstance(passage.node, addnodes.translatable):  # themes may write it as it stands
            plain = plain_text(passage.message, text)
            if is_refused(plain):
                report_refused([text], translation.location)
            return plain
        return as_words(text)

    def _translate_literal(self, passage: Passage, translation: Translation) -> None:
        node, text = passage.node, translation.text
        if isinstance(node, nodes.math_block) and not macros(text) <= macros(passage.message):
            logger.warning(
                "the formula brings a command that the English does not hold. "
                "The English formula is shown. Write the formula as the English does.",
                type="translation",
                subtype="not-in-source",
                location=translation.location,
            )
            return
        node.children = []
        node.append(nodes.Text(text))
        node.rawsource = text  # highlighting expects them equal

    def _translate_text(self, passage: Passage, translation: Translation) -> None:
        node = passage.node
        text = parse_noqa(translation.text)[0].strip() or translation.text
        translation = Translation(text, translation.path, translation.line)
        patch: nodes.Element = self._patch(passage, translation)
        if isinstance(node, nodes.term) and node["ids"]:
            patch = self._glossary_term(passage, translation)
        self._translate_images(node, patch)
        self._keep_footnotes(node, patch, translation)
        _update(node, patch, self._document, self._is_rst)
        node.tandem_place = (translation.path, translation.line)  # type: ignore[attr-defined]

    def _patch(self, passage: Passage, translation: Translation) -> nodes.paragraph:
        if self._is_rst or (may_be_rst(passage.message) and not self._is_markdown(passage)):
            return self._parse_rst(passage, translation)
        return self._parse(passage, translation)

    def _parse(self, passage: Passage, translation: Translation) -> nodes.paragraph:
        if self._parser is None:
            env, app = self._transform.env, self._transform.app
            source = Path(env.doc2path(env.current_document.docname))
            self._parser = MessageParser(
                env,
                self._document,
                source.read_text("utf-8-sig", errors="replace"),
                lambda value: self._value(app, value),
                makes_web_pages(app),
            )
        return self._parser.parse(passage.message, translation, passage.node.source or "")

    def _is_markdown(self, passage: Passage) -> bool:
        """Say whether the message, read as Markdown, gives the text that the page shows."""
        place = Translation(passage.message, str(self._document["source"]), passage.node.line or 1)
        shown = self._parse(passage, place)
        return _features(shown) == _features(passage.node)

    def _parse_rst(self, passage: Passage, translation: Translation) -> nodes.paragraph:
        env = self._transform.env
        guard = Guard(
            rst_holdings(passage.message), bool, bool, lambda name: role_function(env, name)
        )
        patch, refused = parse_rst(passage.message, translation, self._document, guard.role_allowed)
        refused += clean_nodes(patch, node_holdings(passage.node))
        report_refused(refused, translation.location)
        adopt(patch, self._document, translation)
        return patch

    def _value(self, app: Sphinx, value: str) -> Translation | None:
        """Return the translation of a substitution's value: the page's, or that of the site."""
        return self._lookup.get(value) or catalogs_of(app).domain(SITE_DOMAIN).get(value)

    def _glossary_term(self, passage: Passage, translation: Translation) -> nodes.Element:
        """Register a translated glossary term, so that both names lead to it."""
        term, classifier = split_term_classifiers(translation.text)
        place = Translation(term or "", translation.path, translation.line)
        made: nodes.Element = nodes.term()
        for node_id in passage.node["ids"]:
            made = make_glossary_term(
                environment_for(self._transform.env, passage.node),
                self._patch(passage, place).children,
                classifier,
                translation.path,
                translation.line,
                node_id,
                self._document,
            )
        return made

    def _translate_images(self, node: nodes.Element, patch: nodes.Element) -> None:
        """Translate the alternative texts that the translator left in English."""
        english = {image.get("alt") for image in node.findall(nodes.image)}
        for image in patch.findall(nodes.image):
            alt = image.get("alt", "")
            translation = self._lookup.get(alt) if alt in english else None
            if translation is not None:
                image["alt"] = " ".join(translation.text.split())
            elif alt and alt in english:
                mark_node(self._transform.app, image)

    def _keep_footnotes(
        self, node: nodes.Element, patch: nodes.Element, translation: Translation
    ) -> None:
        """Show a footnote mark that the English lacks as the text that it is."""
        held = {ref.get("refname") for ref in node.findall(nodes.footnote_reference)}
        for ref in list(patch.findall(nodes.footnote_reference)):
            if ref.get("refname") not in held:
                shown = ref.rawsource if self._is_rst else f"[^{ref.get('refname')}]"
                ref.parent.replace(ref, nodes.Text(shown))
                logger.warning(
                    "the footnote %s is not in the English, so its mark leads nowhere. "
                    "Use the name of the footnote as the English writes it.",
                    shown,
                    type="translation",
                    subtype="footnote",
                    location=translation.location,
                )


def _features(node: nodes.Element) -> tuple[object, ...]:
    """Return what differs between a message read as Markdown and as reStructuredText."""
    text = node.astext()
    letters = "".join(letter for letter in text if letter.isalnum())
    notes = len(list(node.findall(nodes.footnote_reference)))
    return letters, text.endswith("::"), notes, len(list(node.findall(nodes.citation_reference)))


def _fields(template: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", template))


def _update(
    node: nodes.Element, patch: nodes.Element, document: nodes.document, is_rst: bool
) -> None:
    """Put the translated nodes in the place of the English ones.

    Footnote and citation references take over the ids of theirs, as in Sphinx.
    """
    updater = _NodeUpdater(node, patch, document, noqa=True)
    if is_rst:
        updater.update_title_mapping()
        updater.update_refnamed_references()
    updater.update_autofootnote_references()
    updater.update_refnamed_footnote_references()
    updater.update_citation_references()
    _complete_references(node, patch)
    keep_index_ids(node, patch)
    if isinstance(node, nodes.term) and isinstance(patch, nodes.term):
        # the term's own ids stay; only what it shows is replaced
        patch["ids"] = []
    updater.update_leaves()


def _complete_references(node: nodes.Element, patch: nodes.Element) -> None:
    """Give references the context that only the English place has (a module, a class)."""
    english = {
        (
            ref.get("refdomain"),
            ref.get("reftype"),
            ref.get("reftarget"),
            ref.get("reftargetid"),
        ): ref
        for ref in node.findall(addnodes.pending_xref)
    }
    for ref in patch.findall(addnodes.pending_xref):
        key = (
            ref.get("refdomain"),
            ref.get("reftype"),
            ref.get("reftarget"),
            ref.get("reftargetid"),
        )
        for name, value in (english[key].attributes if key in english else {}).items():
            if name not in ref.attributes:
                ref[name] = value
