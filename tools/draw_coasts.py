"""Draw the coast lines of ``data-map`` from Natural Earth, whose data are in the public domain.

    npm pack world-atlas@2.0.2
    tar xzf world-atlas-2.0.2.tgz package/countries-110m.json
    python tools/draw_coasts.py package/countries-110m.json

It writes ``src/sphinx_tandem/pages/data/coasts.txt``: each part of the world is what its
countries cover together, with corners left out where a small map shows no difference.
The file that it reads is a topology (https://github.com/topojson/topojson-specification):
neighbours share an arc, so an arc of two of the countries is no coast.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "src/sphinx_tandem/pages/data/coasts.txt"
HEADER = """\
# Coast lines, simplified from Natural Earth (1:110m), which is in the public domain:
# https://www.naturalearthdata.com/about/terms-of-use/
# Made by tools/draw_coasts.py; each line is a shape of longitude,latitude corners.
"""
TOLERANCE = 0.3  # degrees: less than a dot is wide
SMALLEST = 0.5  # square degrees

AFRICA = """
Algeria, Angola, Benin, Botswana, Burkina Faso, Burundi, Cameroon, Central African Rep., Chad,
Congo, Côte d'Ivoire, Dem. Rep. Congo, Djibouti, Egypt, Eq. Guinea, Eritrea, Ethiopia, Gabon,
Gambia, Ghana, Guinea, Guinea-Bissau, Kenya, Lesotho, Liberia, Libya, Madagascar, Malawi, Mali,
Mauritania, Morocco, Mozambique, Namibia, Niger, Nigeria, Rwanda, S. Sudan, Senegal,
Sierra Leone, Somalia, Somaliland, South Africa, Sudan, Tanzania, Togo, Tunisia, Uganda,
W. Sahara, Zambia, Zimbabwe, eSwatini
"""
LATIN_AMERICA = """
Argentina, Belize, Bolivia, Brazil, Chile, Colombia, Costa Rica, Cuba, Dominican Rep., Ecuador,
El Salvador, France, Guatemala, Guyana, Haiti, Honduras, Jamaica, Mexico, Nicaragua, Panama,
Paraguay, Peru, Puerto Rico, Suriname, Trinidad and Tobago, Uruguay, Venezuela
"""
REGIONS = {"africa": AFRICA, "latin-america": LATIN_AMERICA}

Point = tuple[float, float]


def names_of(region: str) -> set[str]:
    """Return the names of the countries of a region."""
    return {name.strip() for name in region.replace("\n", " ").split(",")}


class Topology:
    """Countries and the arcs that they are made of."""

    def __init__(self, data: dict[str, Any]) -> None:
        (a, b), (c, d) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for step in arc:
                x, y = x + step[0], y + step[1]
                points.append((x * a + c, y * b + d))
            self.arcs.append(points)
        self.countries = data["objects"]["countries"]["geometries"]

    def points(self, arc: int) -> list[Point]:
        """Return the corners of an arc; a negative number is one that is walked backwards."""
        return self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]

    def rings(self, names: set[str]) -> Iterator[list[int]]:
        """Yield the arcs of each ring of some countries."""
        known = {country["properties"]["name"] for country in self.countries}
        if missing := names - known:
            raise SystemExit(f"No such country: {', '.join(sorted(missing))}")
        for country in self.countries:
            if country["properties"]["name"] not in names:
                continue
            parts = country["arcs"]
            for polygon in [parts] if country["type"] == "Polygon" else parts:
                # Of France, what lies in South America.
                longitude, latitude = self.points(polygon[0][0])[0]
                if country["properties"]["name"] != "France" or (longitude < -50 and latitude < 10):
                    yield from polygon

    def coasts(self, names: set[str]) -> Iterator[list[Point]]:
        """Yield the outlines of what some countries cover together."""
        used = [arc for ring in self.rings(names) for arc in ring]
        times = Counter(arc if arc >= 0 else ~arc for arc in used)
        left = [arc for arc in used if times[arc if arc >= 0 else ~arc] == 1]
        while left:
            outline = list(self.points(left.pop(0)))
            while outline[0] != outline[-1]:
                following = next(arc for arc in left if self.points(arc)[0] == outline[-1])
                left.remove(following)
                outline += self.points(following)[1:]
            yield outline


def area(outline: list[Point]) -> float:
    """Return the area of a closed outline, in square degrees."""
    pairs = itertools.pairwise(outline)
    return abs(sum(x * b - a * y for (x, y), (a, b) in pairs)) / 2


def simplified(line: list[Point]) -> list[Point]:
    """Leave out corners that are nearly on the way (Ramer, Douglas and Peucker)."""
    if len(line) < 3:
        return line
    distances = [distance(point, line[0], line[-1]) for point in line]
    farthest = max(range(len(line)), key=distances.__getitem__)
    if distances[farthest] <= TOLERANCE:
        return [line[0], line[-1]]
    return simplified(line[: farthest + 1])[:-1] + simplified(line[farthest:])


def distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point is from the line through two others, in degrees."""
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    (x, y), (a, b), (c, d) = point, start, end
    return abs((c - a) * (b - y) - (a - x) * (d - b)) / length


def main(source: Path) -> None:
    """Write the coast lines of all regions."""
    topology = Topology(json.loads(source.read_text("utf-8")))
    lines = []
    for region, countries in REGIONS.items():
        outlines = [one for one in topology.coasts(names_of(countries)) if area(one) >= SMALLEST]
        for outline in sorted(outlines, key=area, reverse=True):
            corners = (f"{x:.1f},{y:.1f}" for x, y in simplified(outline)[:-1])
            lines.append(f"{region}: {' '.join(dict.fromkeys(corners))}\n")
    TARGET.write_text(HEADER + "".join(lines), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
