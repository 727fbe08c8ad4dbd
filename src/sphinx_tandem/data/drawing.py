"""Draws dots with labels on an outline, as SVG; the same input gives the same drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from .outlines import Shape

_WIDTH = 480.0
_MARGIN = 12.0
_RADIUS = 5.0
_FONT = 15.0
# What a letter takes on average; labels are a few words, and a little room does no harm.
_LETTER = 0.6 * _FONT
_GAP = _RADIUS + 3


@dataclass(frozen=True)
class Point:
    """A dot on the map."""

    latitude: float
    longitude: float
    label: str
    is_name: bool = False


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

    A dot that would cover another one moves to its right; a label stands where
    it covers least.
    """
    shapes = tuple(shapes)
    projection = _Projection(shapes, points)
    path = "".join(_path(projection, shape) for shape in shapes)
    dots = _dots(projection, points)
    parts = [f'<path class="tandem-map-land" d="{path}"/>\n']
    parts += [
        f'<circle class="tandem-map-dot" cx="{x:g}" cy="{y:g}" r="{_RADIUS:g}"/>' for x, y in dots
    ]
    texts = _texts(dots, points, projection.height)
    return Drawing(f"0 0 {_WIDTH:g} {round(projection.height):g}", "".join([*parts, *texts]))


def _path(projection: _Projection, shape: Shape) -> str:
    corners = (projection.place(*corner) for corner in shape)
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in corners) + "Z"


def _dots(projection: _Projection, points: list[Point]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for point in points:
        x, y = projection.place(point.longitude, point.latitude)
        while any((x - a) ** 2 + (y - b) ** 2 < (2 * _RADIUS) ** 2 for a, b in found):
            x = round(x + 2 * _RADIUS + 1, 1)
        found.append((x, y))
    return found


def _texts(dots: list[tuple[float, float]], points: list[Point], height: float) -> Iterator[str]:
    taken = [_Box(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for x, y in dots]
    paper = _Box(0, 0, _WIDTH, height)
    for (x, y), point in zip(dots, points, strict=True):
        width = len(point.label) * _LETTER
        places = list(_label_places(x, y, width))
        costs = [_cost(box, taken, paper) for box, *_rest in places]
        box, anchor, text_x, text_y = places[costs.index(min(costs))]
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
