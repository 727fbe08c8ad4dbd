"""``data-map``: the records of a data file as dots on a rough map, drawn while building.

The coast lines come from Natural Earth; ``tools/draw_coasts.py`` simplifies them.

The node tree; the drawing is made of it when HTML is written, so that its words
are those of the page's language::

    figure
      drawing
        drawing_words      the name of the map
        drawing_words      what it shows
        drawing_words …    a label, with its latitude and longitude
        drawing_words …    what the dot of the label before says when one rests on it
      caption
      legend               the records that have no place on it
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.application import Sphinx
from sphinx.util import docname_join
from sphinx.util.typing import OptionSpec

from ...site.options import site_of
from ...translate import marks
from ...translate.interface import _
from ..nodes import add_node
from .directive import DataDirective, Wrong
from .reader import Record

# -- Coast lines, which show where a dot is and not where a border runs --------------------------

#: A row of corners, each a longitude and a latitude.
Shape = tuple[tuple[float, float], ...]
_COASTS = Path(__file__).with_name("coasts.txt")


def _read_coasts() -> dict[str, tuple[Shape, ...]]:
    found: dict[str, tuple[Shape, ...]] = {}
    for line in _COASTS.read_text("utf-8").splitlines():
        name, _colon, text = line.partition(": ")
        if not line.startswith("#"):
            corners = (corner.split(",") for corner in text.split())
            shape = tuple((float(longitude), float(latitude)) for longitude, latitude in corners)
            found[name] = (*found.get(name, ()), shape)
    return found


#: The outlines that a map can be drawn on, by name.
OUTLINES = _read_coasts()


# -- The drawing, as SVG; the same input gives the same drawing ----------------------------------

_WIDTH = 480.0
_MARGIN = 12.0
_RADIUS = 5.0
_FONT = 15.0
# What a letter takes on average; labels are a few words, and a little room does no harm.
_LETTER = 0.6 * _FONT
_GAP = _RADIUS + 3
# How much of a label may be covered before nobody can read it.
_COVERED = 0.5


@dataclass(frozen=True)
class Point:
    """A dot on the map."""

    latitude: float
    longitude: float
    label: str
    is_name: bool = False
    hint: str = ""
    href: str = ""


@dataclass(frozen=True)
class Drawing:
    """The inside of an SVG, and the area that it shows."""

    view_box: str
    shapes: str


@dataclass(frozen=True)
class _Box:
    """A rectangle that something takes: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: _Box) -> float:
        """Return the area that both take."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0) * max(height, 0)


class _Projection:
    """Turns degrees into the units of the drawing: as far apart on paper as in degrees."""

    def __init__(self, shapes: Iterable[Shape], points: Iterable[Point]) -> None:
        corners = [corner for shape in shapes for corner in shape]
        corners += [(point.longitude, point.latitude) for point in points]
        self._west = min(longitude for longitude, _latitude in corners)
        self._north = max(latitude for _longitude, latitude in corners)
        width = max(longitude for longitude, _latitude in corners) - self._west
        height = self._north - min(latitude for _longitude, latitude in corners)
        self._scale = (_WIDTH - 2 * _MARGIN) / (width or 1)
        self.height = height * self._scale + 2 * _MARGIN

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a place is drawn."""
        x = (longitude - self._west) * self._scale + _MARGIN
        y = (self._north - latitude) * self._scale + _MARGIN
        return round(x, 1), round(y, 1)


def draw(shapes: Iterable[Shape], points: list[Point]) -> Drawing:
    """Draw *points* on *shapes*.

    A dot that would cover another one moves to the nearest free place, on land if it was there;
    one whose island is too small for the outline gets land of its own.  A label is where
    it covers least, and is left out where it would be covered: its dot still says it.
    """
    shapes = tuple(shapes)
    projection = _Projection(shapes, points)
    lands = [tuple(projection.place(*corner) for corner in shape) for shape in shapes]
    path = "".join(map(_path, lands))
    dots = _dots(projection, points, lands)
    parts = [f'<path class="tandem-map-land" d="{path}"/>\n']
    parts += [
        f'<circle class="tandem-map-land" cx="{x:g}" cy="{y:g}" r="{2 * _RADIUS:g}"/>'
        for x, y in dots
        if not _is_on((x, y), lands)
    ]
    texts = _texts(dots, points, projection.height)
    parts += [_mark(*given) for given in zip(dots, points, texts, strict=True)]
    return Drawing(f"0 0 {_WIDTH:g} {round(projection.height):g}", "".join(parts))


def _mark(place: tuple[float, float], point: Point, text: str) -> str:
    """Return a dot with its label, as a link where it leads somewhere."""
    circle = f'cx="{place[0]:g}" cy="{place[1]:g}"'
    said = point.hint or ("" if text else point.label)
    hint = f"<title>{escape(said)}</title>" if said else ""
    dot = f'<circle class="tandem-map-dot" {circle} r="{_RADIUS:g}"/>{text}'
    if not point.href:
        return f"<g>{hint}{dot}</g>" if hint else dot
    # A finger needs more room than the dot.
    room = f'<circle {circle} r="{2 * _RADIUS + 3:g}" fill="none" pointer-events="all"/>'
    return f'\n<a href="{escape(point.href)}">{hint}{room}{dot}</a>'


def _path(land: Shape) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in land) + "Z"


def _is_on(place: tuple[float, float], lands: Iterable[Shape]) -> bool:
    """Say whether a place is on land: a line from it to the right crosses a coast an odd time."""
    x, y = place
    return any(
        sum(
            (top > y) != (bottom > y) and x < (right - left) * (y - top) / (bottom - top) + left
            for (left, top), (right, bottom) in zip(land, (*land[1:], land[0]), strict=True)
        )
        % 2
        for land in lands
    )


def _dots(
    projection: _Projection, points: list[Point], lands: list[Shape]
) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for point in points:
        home = projection.place(point.longitude, point.latitude)
        around = _around(*home, projection.height)
        free = (place for place in around if not _is_covered(place, found))
        first = next(free)
        if first != home and _is_on(home, lands) and not _is_on(first, lands):
            first = next((place for place in free if _is_on(place, lands)), first)
        found.append(first)
    return found


def _is_covered(place: tuple[float, float], dots: Iterable[tuple[float, float]]) -> bool:
    return any(math.dist(place, dot) < 2 * _RADIUS for dot in dots)


def _around(x: float, y: float, height: float) -> Iterator[tuple[float, float]]:
    """Yield a place, then those around it, ring by ring from its right, as far as there is paper."""
    yield x, y
    for ring in count(1):
        away = ring * (2 * _RADIUS + 1)
        for part in range(6 * ring):
            angle = math.tau * part / (6 * ring)
            across, down = x + away * math.cos(angle), y + away * math.sin(angle)
            on_paper = _RADIUS < across < _WIDTH - _RADIUS and _RADIUS < down < height - _RADIUS
            # A crowd that fills the paper has to leave it.
            if on_paper or away > _WIDTH + height:
                yield round(across, 1), round(down, 1)


def _texts(dots: list[tuple[float, float]], points: list[Point], height: float) -> Iterator[str]:
    taken = [_Box(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for x, y in dots]
    paper = _Box(0, 0, _WIDTH, height)
    for (x, y), point in zip(dots, points, strict=True):
        width = len(point.label) * _LETTER
        places = list(_label_places(x, y, width))
        costs = [_cost(box, taken, paper) for box, *_rest in places]
        box, anchor, text_x, text_y = places[costs.index(min(costs))]
        if min(costs) > _COVERED * width * _FONT:
            yield ""
            continue
        taken.append(box)
        kept = " notranslate" if point.is_name else ""
        yield (
            f'\n<text class="tandem-map-label{kept}" x="{text_x:.1f}" y="{text_y:.1f}" '
            f'text-anchor="{anchor}">{escape(point.label)}</text>'
        )


def _label_places(x: float, y: float, width: float) -> Iterator[tuple[_Box, str, float, float]]:
    """Yield the places for a label around its dot, the best to read first."""
    up, down, half = 0.8 * _FONT, 0.2 * _FONT, width / 2
    for rise in (0.0, -0.7, 0.7):
        base = y + 0.35 * _FONT + rise * _FONT
        near = _GAP if not rise else 0.6 * _GAP
        left, right = x - near, x + near
        yield _Box(right, base - up, right + width, base + down), "start", right, base
        yield _Box(left - width, base - up, left, base + down), "end", left, base
    for base in (y - _GAP - 1, y + _GAP + up):
        yield _Box(x - half, base - up, x + half, base + down), "middle", x, base


def _cost(box: _Box, taken: list[_Box], paper: _Box) -> float:
    area = (box.right - box.left) * (box.bottom - box.top)
    outside = area - box.overlap(paper)
    return round(sum(box.overlap(other) for other in taken) + 2 * outside, 3)


# -- The directive -------------------------------------------------------------------------------


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
        "hint": options.unchanged_required,
        "link": options.unchanged_required,
        "page": options.unchanged_required,
        "id": options.unchanged_required,
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
        self._page = self._linked_page()
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
                label = drawing_words(place=place, link=self._link(record))
                self.fill(label, self.field(self.options["label"]), item)
                found += label
                if key := self.options.get("hint"):
                    for said in record.items(key):
                        hint = drawing_words(is_hint=True)
                        self.fill(hint, self.field(key), said)
                        found += hint
        return found

    def _linked_page(self) -> str:
        """Return the page whose cards the dots lead to, or ``""``."""
        if not (given := self.options.get("link")):
            return ""
        page = docname_join(self.env.docname, given).removesuffix(".md").removesuffix(".rst")
        if page not in self.env.found_docs:
            raise Wrong(
                f"The dots of the map should lead to the page `{given}`, which does not exist, so "
                "the map is left out. Correct the path in `:link:`."
            )
        return page

    def _link(self, record: Record) -> tuple[str, str] | None:
        """Return the record's own page, or the page and the anchor of its card."""
        if key := self.options.get("page"):
            if self.field(key).type != "page":
                raise Wrong(f"`{key}` names no pages, so the map is left out. Declare it so.")
            for item in record.items(key):
                if (own := self.page_of(item)) in self.env.found_docs:
                    return own, ""
                message = (
                    f"There is no page `{own}`, so the dot of this record does not lead there."
                )
                self._log("option", message, f"{self._path}:{item.line}")
        key = str(self.options.get("id", self.options["label"]))
        self.field(key)
        return (self._page, nodes.make_id(record.text(key))) if self._page else None

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
    points = list(_points(self, labels))
    drawn = draw(OUTLINES[node["outline"]], points)
    key = node["key"]
    # An image has no parts for those who listen; links are parts.
    role = "group" if any(point.href for point in points) else "img"
    self.body.append(
        f'<svg xmlns="http://www.w3.org/2000/svg" role="{role}" '
        f'aria-labelledby="{key} {key}-text" viewBox="{drawn.view_box}">\n'
    )
    for name, found, id_ in (("title", title, key), ("desc", description, f"{key}-text")):
        self.body.append(f'<{name} id="{id_}"{_language(self, found)}>{_plain(found)}</{name}>\n')
    self.body.append(drawn.shapes + "</svg>\n")
    raise nodes.SkipNode


def _points(writer: Any, labels: list[drawing_words]) -> Iterator[Point]:
    hints = [marks.strip(one.astext()) if one.get("is_hint") else "" for one in labels]
    for label, hint in zip(labels, [*hints, ""][1:], strict=True):
        if label.get("is_hint"):
            continue
        words, href = marks.strip(label.astext()), ""
        if label["link"]:
            page, anchor = label["link"]
            here = writer.builder.current_docname
            href = "" if page == here else writer.builder.get_relative_uri(here, page)
            href += f"#{anchor}" if anchor else ""
        said = f"{words}, {hint}" if hint else ""
        latitude, longitude = label["place"]
        yield Point(latitude, longitude, words, label.get("translatable") is False, said, href)


def _plain(node: nodes.Node) -> str:
    return escape(marks.strip(node.astext()))


def _language(self: Any, node: nodes.Node) -> str:
    """Return the language of a text that has no translation: no element fits in here."""
    if not marks.is_marked(text := node.astext()):
        return ""
    return f' lang="{escape(marks.tag_of(text, site_of(self.config).source.tag))}"'


def _skip(self: Any, node: nodes.Element) -> None:
    """Leave the drawing out where it cannot be drawn; its caption stays."""
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    skip = (_skip, None)
    add_node(app, drawing, (_visit_drawing, None), skip)
    add_node(app, drawing_words, skip, skip)
    app.add_directive("data-map", DataMap)
