"""``data-cards``: each record of a data file with its fields, as sections or as a list.

With ``:headings:`` or ``:filters:`` each record is a section, so that readers can jump to it::

    section (id from :id:)
      title
      paragraph              a field without a label
      field_list             a field with a label
        field
          field_name
          field_body
      details                what ``:folded:`` lists, closed until a reader opens it
        details_title
        field_list

Fields that ``:filters:`` names are below the title as short labels, and a script lets readers
choose by them; without it, nothing is missing.  Without both options, a record
is an item of a definition list, of which the title is the term; without ``:title:``,
on the page that a record has for itself, it is a container with the fields alone.
"""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import OptionSpec

from ...translate.interface import _
from ..nodes import add_node, like
from .directive import DataDirective, Wrong, pairs
from .reader import Item, Record

_CARD = "tandem-card"
_UNTITLED = "tandem-record"
# The page that has its filters already: one set serves all its cards.
_FILTERED = "tandem_data_filtered"


class details(nodes.General, nodes.Element):  # docutils names nodes in lower case
    """What is closed until a reader opens it."""


class details_title(nodes.TextElement):
    """What a reader presses to open it."""


class filters(nodes.General, nodes.Element):
    """What readers choose cards by; a script fills it and shows it."""


class filter_name(nodes.TextElement):
    """What one of them is called."""


class DataCards(DataDirective):
    """Shows each record by itself: its title, and the fields that are asked for."""

    option_spec: ClassVar[OptionSpec] = {
        **DataDirective.option_spec,
        "title": options.unchanged_required,
        "lines": pairs,
        "headings": options.flag,
        "folded": pairs,
        "more": options.unchanged_required,
        "page": pairs,
        "filters": pairs,
        "id": options.unchanged_required,
    }

    def show(self, records: list[Record]) -> list[nodes.Node]:
        """Return the records, those first that the options put first."""
        if "folded" in self.options and "more" not in self.options:
            raise Wrong(
                "Folded fields need `:more:`, the words that open them; the cards are left out."
            )
        if "title" not in self.options:
            return self._untitled(records)
        self.field(self.options["title"])
        self._ids: list[str] = []
        shown = [record for record in records if record.items(self.options["title"])]
        if {"headings", "filters"} & self.options.keys():
            return [
                *(self._filters() if shown else []),
                *(self._section(record) for record in shown),
            ]
        found = nodes.definition_list(classes=["tandem-cards", *self.options.get("class", [])])
        found += [self._entry(record) for record in shown]
        self.add_name(found)
        return [found] if shown else []

    def _untitled(self, records: list[Record]) -> list[nodes.Node]:
        """Return the fields of records that the page itself names."""
        if missing := {"headings", "id", "filters"}.intersection(self.options):
            raise Wrong(
                f"Cards with {', '.join(f'`:{name}:`' for name in sorted(missing))} need a "
                "`:title:`, the field that names a record; they are left out."
            )
        classes = [_UNTITLED, *self.options.get("class", [])]
        return [nodes.container("", *self._body(record), classes=classes) for record in records]

    def _section(self, record: Record) -> nodes.section:
        section = nodes.section(classes=[_CARD, *self.options.get("class", [])])
        self.set_source_info(section)
        section["ids"].append(self._id(record))
        title = nodes.title()
        self.fill(title, self.field(self.options["title"]), self._title(record))
        section += [title, *self._labels(record), *self._body(record)]
        self.state.document.note_implicit_target(section, section)
        return section

    def _entry(self, record: Record) -> nodes.definition_list_item:
        term = nodes.term()
        self.fill(term, self.field(self.options["title"]), self._title(record))
        if "id" in self.options:
            term["ids"].append(self._id(record))
        return nodes.definition_list_item("", term, nodes.definition("", *self._body(record)))

    def _title(self, record: Record) -> Item:
        return record.items(self.options["title"])[0]

    def _id(self, record: Record) -> str:
        """Return an id that stays when records are added or their titles are translated."""
        key = self.options.get("id") or self.options["title"]
        self.field(key)
        found = nodes.make_id(record.text(key))
        if not found or found in self.state.document.ids or found in self._ids:
            raise Wrong(
                f"The records have no ids of their own by `{key}`; they are left out. "
                "Name a field with `:id:` whose values are not yet ids of the page."
            )
        self._ids.append(found)
        return found

    def _filters(self) -> list[nodes.Node]:
        """Return what readers choose by, once on a page."""
        named = self.options.get("filters", {})
        if not named or self.env.temp_data.get(_FILTERED):
            return []
        self.env.temp_data[_FILTERED] = True
        found = filters()
        for key, label in named.items():
            name = filter_name(key=key)
            self.words(name, label or key)
            found += name
        return [found]

    def _labels(self, record: Record) -> list[nodes.Node]:
        """Return the values that readers choose by, in a row."""
        found = nodes.bullet_list(classes=["tandem-labels"])
        for key in self.options.get("filters", {}):
            declared = self.field(key)
            for item in record.items(key):
                words = self.paragraph(declared, item)
                found += nodes.list_item("", words, classes=[f"tandem-label-{key}"])
        return [found] if len(found) else []

    def _body(self, record: Record) -> list[nodes.Node]:
        """Return the fields of a record; then the way to its own page, or what is folded."""
        lines, own = (self.options.get(name, {}) for name in ("lines", "page"))
        found = self._lines(record, lines | own)
        if any(self.field(key) and record.items(key) for key in own):
            return found
        if folded := self._lines(record, self.options.get("folded", {})):
            title = details_title()
            self.words(title, self.options["more"])
            found.append(details("", title, *folded))
        return found

    def _lines(self, record: Record, lines: dict[str, str]) -> list[nodes.Node]:
        """Return some fields of a record; neighbours with labels share a list."""
        found: list[nodes.Node] = []
        facts: nodes.field_list | None = None
        for key, label in lines.items():
            content = self.block(key, record)
            if content and not label:
                found += content
                facts = None
            elif content:
                if facts is None:
                    facts = nodes.field_list(classes=["tandem-facts"])
                    found.append(facts)
                name = nodes.field_name()
                self.words(name, label)
                facts += nodes.field("", name, nodes.field_body("", *content))
        return found


def link_to_cards(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Let Markdown links lead to a card, as they do to a heading, once titles are translated.

    MyST knows the headings that it has parsed itself, and keeps them under ``myst_slugs``.
    """
    slugs = getattr(document, "myst_slugs", None)
    if slugs is None:
        return
    for section in document.findall(nodes.section):
        if _CARD in section["classes"]:
            for found in section["ids"]:
                slugs.setdefault(found, (section.line, found, section[0].astext()))
    env.metadata[env.docname]["myst_slugs"] = slugs


def _visit_details(self: Any, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "details", CLASS="tandem-details"))


def _depart_details(self: Any, node: nodes.Element) -> None:
    self.body.append("</details>\n")


def _visit_details_title(self: Any, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "summary", ""))


def _depart_details_title(self: Any, node: nodes.Element) -> None:
    self.body.append("</summary>\n")


def _visit_filters(self: Any, node: nodes.Element) -> None:
    self.body.append('<div class="tandem-filters" role="search" hidden>\n')


def _depart_filters(self: Any, node: nodes.Element) -> None:
    self.body.append('<p role="status"></p>\n</div>\n')


def _visit_filter_name(self: Any, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "label", ""))


def _depart_filter_name(self: Any, node: nodes.Element) -> None:
    every = escape(_("All"))
    self.body.append(
        f' <select name="{escape(node["key"])}"><option value="">{every}</option></select></label>\n'
    )


def _skip(self: Any, node: nodes.Element) -> None:
    """Leave out what only a script can use."""
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    add_node(app, details, (_visit_details, _depart_details))
    add_node(app, details_title, (_visit_details_title, _depart_details_title), like("paragraph"))
    skip = (_skip, None)
    add_node(app, filters, (_visit_filters, _depart_filters), skip)
    add_node(app, filter_name, (_visit_filter_name, _depart_filter_name), skip)
    app.add_directive("data-cards", DataCards)
