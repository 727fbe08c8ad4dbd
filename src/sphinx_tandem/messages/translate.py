"""Puts the translated messages into a page, in the place of Sphinx's own transform.

Sphinx's ``Locale`` (``sphinx/transforms/i18n.py``) parses each message as a whole
document with the page's parser.  For MyST pages that runs what a catalog holds,
turns code blocks into ``::`` and drops messages which begin like a list.  So this
transform takes its place; pages in reStructuredText are still handed to it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx import addnodes
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.domains.std import make_glossary_term, split_term_classifiers
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale, _NodeUpdater, parse_noqa
from sphinx.util import get_filetype, logging
from sphinx.util.i18n import CatalogInfo, docname_to_domain

from .. import parts
from ..options import is_source
from .extract import record
from .guard import macros, plain_text
from .inline import MessageParser, adopt, report_refused
from .lookup import Lookup, Translation, catalogs_of, site_text
from .nodeguard import clean_nodes, node_holdings
from .passages import Passage, apply_words, is_literal, is_words, passages
from .rst import may_be_rst, parse_rst

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


class TranslatePage(Locale):
    """Replaces the messages of a page by their translations and marks those that have none."""

    default_priority = 20

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        app, docname = self.app, self.env.current_document.docname
        found = passages(self.document)
        if issubclass(self.env._builder_cls, MessageCatalogBuilder):
            record(self.env, found, str(self.env.doc2path(docname)))
        if is_source(app.config):
            return
        lookup = catalogs_of(app).page(docname)
        if self._is_myst():
            PageTranslator(self, lookup).translate(found)
        else:
            self._apply_upstream(lookup, **kwargs)
        parts.mark(app, self.document, docname, found, lookup)
        _refresh_slugs(self.env, self.document)

    def _is_myst(self) -> bool:
        path = str(self.env.doc2path(self.env.current_document.docname))
        parser = self.env._registry.get_source_parser(get_filetype(self.config.source_suffix, path))
        return issubclass(parser, MystParser)

    def _apply_upstream(self, lookup: Lookup, **kwargs: Any) -> None:
        """Translate a page in reStructuredText; a message may not include or hold raw HTML."""
        if lookup.path is not None:
            domain = docname_to_domain(
                self.env.current_document.docname, self.config.gettext_compact
            )
            root = lookup.path.parents[2] if "/" not in domain else None
            catalog = CatalogInfo(str(root or _locale_root(lookup.path, domain)), domain, "utf-8")
            if catalog.is_outdated():
                catalog.write_mo(self.config.language)
        held = [(p, node_holdings(p.node)) for p in passages(self.document) if not is_words(p)]
        settings = self.document.settings
        before = settings.file_insertion_enabled, settings.raw_enabled
        settings.file_insertion_enabled = settings.raw_enabled = False
        try:
            super().apply(**kwargs)
        finally:
            settings.file_insertion_enabled, settings.raw_enabled = before
        for passage, english in held:
            translation = find(lookup, passage)
            if translation is not None:
                report_refused(clean_nodes(passage.node, english), translation.location)


def _locale_root(path: Path, domain: str) -> Path:
    return path.parents[domain.count("/")]


class PageTranslator:
    """Translates the passages of one MyST page.

    :param transform: the transform that runs on the page.
    :param lookup: the page's catalog.
    """

    def __init__(self, transform: TranslatePage, lookup: Lookup) -> None:
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


def _refresh_slugs(env: BuildEnvironment, document: nodes.document) -> None:
    """Give the headings' translations to links that show their target's heading.

    MyST notes the text of each heading when it parses it, before translation.
    """
    metadata = env.metadata[env.current_document.docname]
    slugs = getattr(document, "myst_slugs", None) or {}
    titles = {
        node_id: section[0].astext()
        for section in document.findall(nodes.section)
        if section.children and isinstance(section[0], nodes.title)
        for node_id in section["ids"]
    }
    for slug, (line, node_id, text) in list(slugs.items()):
        slugs[slug] = (line, node_id, titles.get(node_id, text))
    if slugs:
        metadata["myst_slugs"] = slugs


class PlaceAnchors(SphinxTransform):
    """Gives links to anchors their place in the catalog.

    MyST makes new nodes of them (``ResolveAnchorIds`` in its ``transforms.py``), which
    forget where they stood; a broken one would be reported in the English page.
    """

    default_priority = 880

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        for ref in self.document.findall(addnodes.pending_xref):
            holder = ref.parent
            while holder is not None:
                place = getattr(holder, "tandem_place", None)
                if place is not None:
                    ref.source, ref.line = place
                    break
                holder = holder.parent


def find(lookup: Lookup, passage: Passage) -> Translation | None:
    """Return the translation of a passage, or ``None`` where it has none."""
    found = lookup.get(passage.message)
    if found is None and passage.other_message:
        found = lookup.get(passage.other_message)
    return found


def _words(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _fields(template: str) -> list[str]:
    return sorted(part for part in template.replace("{", "\0{").split("\0") if "}" in part)


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


def setup(app: Sphinx) -> None:
    """Take the place of Sphinx's transform.

    The list of transforms is the registry's own; a test fails on the day that
    ``Locale`` is no longer in it.
    """
    if Locale in app.registry.transforms:
        app.registry.transforms.remove(Locale)
    app.add_transform(TranslatePage)
    app.add_transform(PlaceAnchors)
