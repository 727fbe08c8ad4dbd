"""``data-map``: the records of a data file as dots on a rough map, drawn while building.

The node tree; the drawing is made of it when HTML is written, so that its words
are those of the page's language::

    figure
      drawing
        drawing_words      the name of the map
        drawing_words      what it shows
        drawing_words …    a label, with its latitude and longitude
      caption
      legend               the records that have no place on it
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options

from .. import marks
from ..interface import _
from ..options import site_of
from .directive import DataDirective, Wrong
from .drawing import Point, draw
from .model import Record
from .outlines import OUTLINES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec


class drawing(nodes.General, nodes.Element):  # docutils names nodes in lower case
    """A map, drawn when the page is written."""


class drawing_words(nodes.TextElement):
    """A text of the map: its name, its description, or the label of a dot."""


class DataMap(DataDirective):
    """Shows records where they are."""

    option_spec: ClassVar[OptionSpec] = {
        **DataDirective.option_spec,
        "outline": options.unchanged_required,
        "latitude": options.unchanged_required,
        "longitude": options.unchanged_required,
        "label": options.unchanged_required,
        "title": options.unchanged_required,
        "alt": options.unchanged_required,
        "caption": options.unchanged_required,
    }

    def show(self, records: list[Record]) -> list[nodes.Node]:
        """Return the figure."""
        for name in ("outline", "label", "title", "alt"):
            if name not in self.options:
                raise Wrong(f"A map needs `:{name}:`, so it is left out. Add that option.")
        if self.options["outline"] not in OUTLINES:
            known = ", ".join(OUTLINES)
            raise Wrong(f"There is no outline {self.options['outline']!r}; there are {known}.")
        figure = nodes.figure(classes=["tandem-map", *self.options.get("class", [])])
        self.set_source_info(figure)
        figure += self._drawing(records)
        if caption := self.options.get("caption"):
            words = nodes.caption()
            self.words(words, caption)
            figure += words
        if missing := [record for record in records if self._place(record) is None]:
            figure += nodes.legend("", self._missing(missing))
        self.add_name(figure)
        return [figure]

    def _drawing(self, records: list[Record]) -> drawing:
        found = drawing(outline=self.options["outline"])
        # One page may hold several maps; the number is the same in every language.
        found["key"] = f"map-{self.env.new_serialno('tandem-map') + 1}"
        for name in ("title", "alt"):
            words = drawing_words()
            self.words(words, self.options[name])
            found += words
        for record in records:
            place = self._place(record)
            for item in record.items(self.options["label"]) if place else ():
                label = drawing_words(place=place)
                self.fill(label, self.field(self.options["label"]), item)
                found += label
        return found

    def _place(self, record: Record) -> tuple[float, float] | None:
        keys = (self.options.get("latitude", "lat"), self.options.get("longitude", "lon"))
        for key in keys:
            if self.field(key).type != "number":
                raise Wrong(f"A map needs numbers in `{key}`, so it is left out. Declare it so.")
        latitude, longitude = (record.text(key) for key in keys)
        return (float(latitude), float(longitude)) if latitude and longitude else None

    def _missing(self, records: list[Record]) -> nodes.paragraph:
        words = _("Not on the map:")
        paragraph = nodes.paragraph("", words, translatable=False)
        for number, record in enumerate(records):
            paragraph += nodes.Text(", " if number else " ")
            label = nodes.inline(translatable=True)
            self.fill(
                label, self.field(self.options["label"]), record.items(self.options["label"])[0]
            )
            # Sphinx puts the content of a translatable inline last in its parent.
            paragraph += nodes.inline("", "", label)
        return paragraph


def _visit_drawing(self: Any, node: nodes.Element) -> None:
    title, description, *labels = (one for one in node if isinstance(one, drawing_words))
    drawn = draw(OUTLINES[node["outline"]], [_point(label) for label in labels])
    key = node["key"]
    self.body.append(
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-labelledby="{key} {key}-text" viewBox="{drawn.view_box}">\n'
    )
    for name, found, id_ in (("title", title, key), ("desc", description, f"{key}-text")):
        self.body.append(f'<{name} id="{id_}"{_language(self, found)}>{_plain(found)}</{name}>\n')
    self.body.append(drawn.shapes + "</svg>\n")
    raise nodes.SkipNode


def _point(label: nodes.Element) -> Point:
    latitude, longitude = label["place"]
    is_name = label.get("translatable") is False
    return Point(latitude, longitude, marks.strip(label.astext()), is_name)


def _plain(node: nodes.Node) -> str:
    return escape(marks.strip(node.astext()))


def _language(self: Any, node: nodes.Node) -> str:
    """Return the language of a text that has no translation: no element fits in here."""
    if not marks.is_marked(node.astext()):
        return ""
    return f' lang="{escape(site_of(self.config).source.tag)}"'


def _skip(self: Any, node: nodes.Element) -> None:
    """Leave the drawing out where it cannot be drawn; its caption stays."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    skip = (_skip, None)
    app.add_node(
        drawing, html=(_visit_drawing, None), latex=skip, text=skip, man=skip, texinfo=skip
    )
    app.add_node(drawing_words, html=skip, latex=skip, text=skip, man=skip, texinfo=skip)
    app.add_directive("data-map", DataMap)
