"""A tiny site with a data file, in English and in Spanish."""

from __future__ import annotations

import pytest

from harness.sites import TinySite

DATA = """\
fields:
  name: {type: text, required: true}
  short: {type: name, required: true, unique: true}
  region: {type: text}
  lat: {type: number}
  lon: {type: number}
  since: {type: date}
  site: {type: address}
  hub: {type: code}
  focus: {type: text}
  posts: {type: page, many: true}
labs:
  - name: River laboratory
    short: RIVER
    region: Africa
    lat: 9
    lon: 8
    since: 2023-10-16
    site: https://river.example/
    hub: https://hub.river.example
    focus: Studies [water](other.md).
    posts: [other.md]
  - name: Andes laboratory
    short: NO
    region: Latin America
    lat: -12
    lon: -77
    since: 2023-07-18
  - name: Network without a place
    short: NET
    region: Latin America
"""
SPANISH = {
    "River laboratory": "Laboratorio del río",
    "Andes laboratory": "Laboratorio de los Andes",
    "Network without a place": "Red sin lugar",
    "Studies [water](other.md).": "Estudia [el agua](other.md).",
    "Laboratory": "Laboratorio",
    "Since": "Desde",
    "All laboratories": "Todos los laboratorios",
}


@pytest.fixture
def site(site: TinySite) -> TinySite:
    site.write("data.yml", DATA)
    site.write("other.md", "---\norphan: true\n---\n\n# Another page\n")
    site.catalog("other", {"Another page": "Otra página"})
    site.catalog("index", SPANISH)
    return site


def directive(name: str, *options: str, file: str = "data.yml") -> str:
    """Return a page with one directive."""
    return "\n".join(["# Home", "", f":::{{{name}}} {file}", *options, ":::", ""])
