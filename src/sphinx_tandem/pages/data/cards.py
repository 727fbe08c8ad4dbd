"""``data-cards``: each record of a data file with its fields, as sections or as a list.

With ``:headings:`` each record is a section, so that readers can jump to it::

    section (id from :id:)
      title
      paragraph              a field without a label
      field_list             a field with a label
        field
          field_name
          field_body

Without, it is an item of a definition list, of which the title is the term.
"""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import OptionSpec

from .directive import DataDirective, Wrong, pairs
from .reader import Item, Record

_CARD = "tandem-card"


class DataCards(DataDirective):
    """Shows each record by itself: its title, and the fields that are asked for."""

    option_spec: ClassVar[OptionSpec] = {
        **DataDirective.option_spec,
        "title": options.unchanged_required,
        "lines": pairs,
        "headings": options.flag,
        "id": options.unchanged_required,
    }

    def show(self, records: list[Record]) -> list[nodes.Node]:
        """Return the records, those first that the options put first."""
        if "title" not in self.options:
            raise Wrong("Cards need a `:title:`, the field that names a record; they are left out.")
        self.field(self.options["title"])
        self._ids: list[str] = []
        shown = [record for record in records if record.items(self.options["title"])]
        if "headings" in self.options:
            return [self._section(record) for record in shown]
        found = nodes.definition_list(classes=["tandem-cards", *self.options.get("class", [])])
        found += [self._entry(record) for record in shown]
        self.add_name(found)
        return [found] if shown else []

    def _section(self, record: Record) -> nodes.section:
        section = nodes.section(classes=[_CARD, *self.options.get("class", [])])
        self.set_source_info(section)
        section["ids"].append(self._id(record))
        title = nodes.title()
        self.fill(title, self.field(self.options["title"]), self._title(record))
        section += [title, *self._body(record)]
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

    def _body(self, record: Record) -> list[nodes.Node]:
        """Return the fields of a record; neighbours with labels share a list."""
        found: list[nodes.Node] = []
        facts: nodes.field_list | None = None
        for key, label in self.options.get("lines", {}).items():
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


def register(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("data-cards", DataCards)
