"""What the directives of data files share: finding, validating, choosing, showing values; tables."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from babel import Locale
from babel.dates import format_date
from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from ...site import PSEUDO_CODE, locale_or_english
from ...text import Syntax, pseudo
from ...translate.interface import _
from ..nodes import add_node, heading, table
from .reader import DataFile, Field, Item, Record, read

logger = logging.getLogger(__name__)

# The files whose problems this page has reported: it may read one several times.
_REPORTED = "tandem_data_reported"
_ENGLISH = Locale("en")
# The order of day, month and year that most readers of English expect is not the American.
_DATE_FORMATS = {"en": "d MMMM y"}


class moment(nodes.inline):  # docutils names nodes in lower case
    """A date in words, with the date that programs read."""


class Wrong(Exception):
    """An option of a directive cannot be used; the message says why."""


def pairs(text: str) -> dict[str, str]:
    """Return ``key = words`` pairs, one a line or with semicolons between.

    >>> pairs("name = Partner; since = Hub set up")
    {'name': 'Partner', 'since': 'Hub set up'}
    >>> pairs("name")
    {'name': ''}
    """
    parts = (part.partition("=") for part in text.replace("\n", ";").split(";") if part.strip())
    return {key.strip(): words.strip() for key, _equals, words in parts}


class DataDirective(SphinxDirective):
    """A directive that shows some records of a data file."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "list": options.unchanged_required,
        "where": pairs,
        "sort": options.unchanged_required,
        "class": options.class_option,
        "name": options.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Read the file and show its records."""
        relative, absolute = self.env.relfn2path(self.arguments[0].strip())
        self.env.note_dependency(relative)
        self._path, self._folder = absolute, posixpath.dirname(relative)
        found = read(Path(absolute))
        self._report(found)
        if not found.fields:
            return []
        self.fields = found.fields
        try:
            return self.show(self._chosen(found))
        except Wrong as wrong:
            self._log("option", str(wrong), self.get_location())
            return []

    def show(self, records: list[Record]) -> list[nodes.Node]:
        """Return the nodes that show the records."""
        raise NotImplementedError

    def _report(self, found: DataFile) -> None:
        reported: tuple[str, ...] = self.env.temp_data.get(_REPORTED) or ()
        if self._path in reported:
            return
        self.env.temp_data[_REPORTED] = (*reported, self._path)
        for problem in found.problems:
            self._log(problem.code, problem.message, f"{self._path}:{problem.line}")

    def _log(self, subtype: str, message: str, location: str | None) -> None:
        # An error, and not a warning: readers would miss something.
        logger.error("%s", message, location=location, type="data", subtype=subtype)

    def _chosen(self, found: DataFile) -> list[Record]:
        """Return the records that the options ask for, in their order."""
        records: list[Record] = []
        for name in self.options.get("list", next(iter(found.lists), "")).split():
            if name not in found.lists:
                raise Wrong(f"The data file has no list `{name}`; it has {_names(found.lists)}.")
            records += found.lists[name]
        for key, value in self.options.get("where", {}).items():
            self.field(key)
            records = [record for record in records if _has(record, key, value)]
        if key := self.options.get("sort"):
            declared = self.field(key)
            records = sorted(records, key=lambda record: _order(declared, record))
        return records

    def field(self, key: str) -> Field:
        """Return the declaration of a field.

        :raises Wrong: when the file has none of that name.
        """
        if key not in self.fields:
            raise Wrong(f"The data file declares no field `{key}`; it has {_names(self.fields)}.")
        return self.fields[key]

    # -- Showing values ----------------------------------------------------------------

    def block(self, key: str, record: Record) -> list[nodes.Node]:
        """Return the values under *key* as a paragraph, or a list of them."""
        found = [self.paragraph(self.field(key), item) for item in record.items(key)]
        if len(found) < 2:
            return [*found]
        return [nodes.bullet_list("", *(nodes.list_item("", one) for one in found))]

    def paragraph(self, declared: Field, item: Item) -> nodes.paragraph:
        """Return one value as a paragraph, which translators see if it contains words."""
        paragraph = nodes.paragraph(item.text, "")
        self.fill(paragraph, declared, item)
        return paragraph

    def fill(self, node: nodes.TextElement, declared: Field, item: Item) -> None:
        """Put a value into a node, with its place in the data file."""
        node.source, node.line = self._path, item.line
        node.rawsource = item.text
        if declared.type == "text":
            children, messages = self.parse_inline(item.text, lineno=self.lineno)
            node += [*children, *messages]
        else:
            node["translatable"] = False
            node += self._plain(declared, item)
        for inner in node.findall(nodes.Element):
            inner.source, inner.line = self._path, item.line

    def words(self, node: nodes.TextElement, text: str) -> None:
        """Put words of the page, such as a heading or a caption, into a node."""
        self.set_source_info(node)
        node.rawsource = text
        children, messages = self.parse_inline(text, lineno=self.lineno)
        node += [*children, *messages]

    def _plain(self, declared: Field, item: Item) -> nodes.Node:
        if declared.type == "code":
            return nodes.literal(item.text, item.text)
        if declared.type == "address":
            shown = item.text.partition("://")[2].rstrip("/")
            return nodes.reference(item.text, shown, refuri=item.text)
        if declared.type == "page":
            return self._page_link(item)
        if declared.type == "date":
            words = _write_date(date.fromisoformat(item.text), self.config.language or "en")
            return moment(words, words, datetime=item.text)
        if declared.type == "name":  # a program that translates pages must leave it
            return nodes.inline(item.text, item.text, classes=["notranslate"])
        is_country, language = declared.type == "country", self.config.language or "en"
        return nodes.Text(_country_name(item.text, language) if is_country else item.text)

    def page_of(self, item: Item) -> str:
        """Return the page that a value of the type ``page`` names, without its ending."""
        path = posixpath.normpath(posixpath.join("/", self._folder, item.text))
        return path[1:].removesuffix(".md").removesuffix(".rst")

    def _page_link(self, item: Item) -> addnodes.pending_xref:
        """Return a link that shows the title of its page, in the page's language."""
        target = f"/{self.page_of(item)}"
        link = addnodes.pending_xref(
            "", reftype="doc", refdomain="std", refexplicit=False, refwarn=True, reftarget=target
        )
        link["refdoc"] = self.env.docname
        link += nodes.inline(target, target, classes=["xref", "std", "std-doc"])
        return link


def _names(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"


def _has(record: Record, key: str, value: str) -> bool:
    """Say whether a record has a value; ``*`` stands for any."""
    items = record.items(key)
    return bool(items) if value == "*" else any(item.text == value for item in items)


def _order(declared: Field, record: Record) -> tuple[bool, float, str]:
    """Return the sort key of a record: what is missing comes last."""
    text = record.text(declared.name)
    if declared.type == "number":
        return (not text, float(text or 0), "")
    plain = unicodedata.normalize("NFKD", text.casefold())
    return (not text, 0, "".join(c for c in plain if not unicodedata.combining(c)))


def _write_date(day: date, language: str) -> str:
    """Write a date as the language does."""
    locale = locale_or_english(language)
    written = format_date(day, _DATE_FORMATS.get(str(locale), "long"), locale=locale)
    return pseudo(written, Syntax.WORDS) if language == PSEUDO_CODE else written


def _country_name(code: str, language: str) -> str:
    """Return what the language calls a country, after Unicode's CLDR."""
    locale = locale_or_english(language)
    name = locale.territories.get(code) or _ENGLISH.territories[code]
    return pseudo(name, Syntax.WORDS) if language == PSEUDO_CODE else str(name)


def _visit_moment(self: Any, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "time", "", datetime=node["datetime"]))


def _depart_moment(self: Any, node: nodes.Element) -> None:
    self.body.append("</time>")


def register_moment(app: Any) -> None:
    """Register the node of a date."""
    add_node(app, moment, (_visit_moment, _depart_moment))


# -- ``data-table``: the records of a data file as a table, a column for each field -------------


class sortable(nodes.container):  # docutils names nodes in lower case
    """A table that readers can sort, once a script has added the buttons."""


class DataTable(DataDirective):
    """Shows records as a table whose first column names them."""

    option_spec: ClassVar[OptionSpec] = {
        **DataDirective.option_spec,
        "columns": pairs,
        "caption": options.unchanged_required,
        "sortable": options.flag,
    }

    def show(self, records: list[Record]) -> list[nodes.Node]:
        """Return the table, or nothing where no record was chosen."""
        columns: dict[str, str] = self.options.get("columns", {})
        if not columns or not all(columns.values()):
            raise Wrong(
                "A table needs `:columns:`, and a heading for each, so it is left out. "
                "Write for example `:columns: name = Name; since = Since`."
            )
        if "caption" not in self.options:
            raise Wrong("A table needs a `:caption:`, so it is left out. Say what it shows.")
        heads = [heading(self._heading(key, columns[key]), scope="col") for key in columns]
        rows = [self._row(columns, record) for record in records]
        caption = nodes.title()
        self.words(caption, self.options["caption"])
        classes = ["tandem-table", *self.options.get("class", [])]
        shown = table(heads, rows, caption, classes=classes)
        self.set_source_info(shown)
        self.add_name(shown)
        if "sortable" not in self.options:
            return [shown]
        return [sortable("", shown, classes=["tandem-sortable"])]

    def _heading(self, key: str, words: str) -> nodes.paragraph:
        self.field(key)
        paragraph = nodes.paragraph()
        self.words(paragraph, words)
        return paragraph

    def _row(self, columns: Iterable[str], record: Record) -> list[nodes.Node]:
        first, *others = (self.block(key, record) for key in columns)
        return [heading(*first, scope="row"), *(nodes.entry("", *cell) for cell in others)]


def _visit_sortable(self: Any, node: nodes.Element) -> None:
    hint = escape(_("Press the heading of a column to sort the table by it."))
    self.body.append(self.starttag(node, "div", **{"data-hint": hint}))


def _depart_sortable(self: Any, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def register(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    register_moment(app)
    add_node(app, sortable, (_visit_sortable, _depart_sortable))
    app.add_directive("data-table", DataTable)
