"""Translates the passages of one MyST page, each by the way it is shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term, split_term_classifiers
from sphinx.transforms.i18n import _NodeUpdater, parse_noqa
from sphinx.util import logging

from .. import parts
from .guard import macros, plain_text
from .inline import MessageParser, adopt, report_refused
from .lookup import Lookup, Translation, site_text
from .nodeguard import clean_nodes, node_holdings
from .passages import Passage, apply_words, is_literal, is_words
from .rst import may_be_rst, parse_rst

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.transforms import SphinxTransform

logger = logging.getLogger(__name__)


class PageTranslator:
    """Translates the passages of one MyST page.

    :param transform: the transform that runs on the page.
    :param lookup: the page's catalog.
    """

    def __init__(self, transform: SphinxTransform, lookup: Lookup) -> None:
        self._transform = transform
        self._lookup = lookup
        self._document: nodes.document = transform.document
        self._parser: MessageParser | None = None

    def translate(self, found: list[Passage]) -> None:
        """Translate every passage that has a translation."""
        for passage in found:
            translation = find(self._lookup, passage)
            if isinstance(passage.node, nodes.Element):
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
        return plain_text(passage.message, text)

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
        if may_be_rst(passage.message) and not self._is_markdown(passage):
            patch: nodes.Element = self._parse_rst(passage, translation)
        else:
            patch = self._parse(passage.message, translation)
        if isinstance(node, nodes.term) and node["ids"]:
            patch = self._glossary_term(node, passage.message, translation)
        self._translate_images(node, patch)
        self._keep_footnotes(node, patch, translation)
        _update(node, patch, self._document)
        node.tandem_place = (translation.path, translation.line)  # type: ignore[attr-defined]

    def _parse(self, english: str, translation: Translation) -> nodes.paragraph:
        if self._parser is None:
            env, app = self._transform.env, self._transform.app
            source = Path(env.doc2path(env.current_document.docname))
            self._parser = MessageParser(
                env,
                self._document,
                source.read_text("utf-8-sig", errors="replace"),
                lambda value: self._value(app, value),
            )
        return self._parser.parse(english, translation)

    def _is_markdown(self, passage: Passage) -> bool:
        """Say whether the message, read as Markdown, gives the text that the page shows."""
        place = Translation(passage.message, str(self._document["source"]), passage.node.line or 1)
        shown = self._parse(passage.message, place).astext()
        return _words(shown) == _words(passage.node.astext())

    def _parse_rst(self, passage: Passage, translation: Translation) -> nodes.paragraph:
        patch = parse_rst(translation, self._document)
        report_refused(clean_nodes(patch, node_holdings(passage.node)), translation.location)
        adopt(patch, self._document, translation)
        return patch

    def _value(self, app: Sphinx, value: str) -> str:
        """Return the value of a substitution in the language of the build."""
        own = self._lookup.get(value)
        return own.text if own else site_text(app, value)

    def _glossary_term(
        self, node: nodes.term, english: str, translation: Translation
    ) -> nodes.Element:
        """Register a translated glossary term, so that both names lead to it."""
        term, classifier = split_term_classifiers(translation.text)
        place = Translation(term or "", translation.path, translation.line)
        made: nodes.Element = nodes.term()
        for node_id in node["ids"]:
            made = make_glossary_term(
                self._transform.env,
                self._parse(english, place).children,
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
                parts.mark_attribute(self._transform.app, image)

    def _keep_footnotes(
        self, node: nodes.Element, patch: nodes.Element, translation: Translation
    ) -> None:
        """Show a footnote mark that the English lacks as the text that it is."""
        held = {ref.get("refname") for ref in node.findall(nodes.footnote_reference)}
        for ref in list(patch.findall(nodes.footnote_reference)):
            if ref.get("refname") not in held:
                ref.parent.replace(ref, nodes.Text(f"[^{ref.get('refname')}]"))
                logger.warning(
                    "the footnote [^%s] is not in the English, so its mark leads nowhere. "
                    "Use the name of the footnote as the English writes it.",
                    ref.get("refname"),
                    type="translation",
                    subtype="footnote",
                    location=translation.location,
                )


def find(lookup: Lookup, passage: Passage) -> Translation | None:
    """Return the translation of a passage, or ``None`` where it has none."""
    found = lookup.get(passage.message)
    if found is None and passage.other_message:
        found = lookup.get(passage.other_message)
    return found


def _words(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _fields(template: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", template))


def _update(node: nodes.Element, patch: nodes.Element, document: nodes.document) -> None:
    """Put the translated nodes in the place of the English ones.

    Footnote and citation references take over the ids of theirs, as in Sphinx.
    """
    updater = _NodeUpdater(node, patch, document, noqa=True)
    updater.update_autofootnote_references()
    updater.update_refnamed_footnote_references()
    updater.update_citation_references()
    _complete_references(node, patch)
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
