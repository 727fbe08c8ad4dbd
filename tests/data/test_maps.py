"""A map that is drawn while building: for eyes and for ears, the same each time."""

from __future__ import annotations

import re

import pytest

from harness.reading import text_of
from sphinx_tandem.pages.data.maps import OUTLINES, Point, draw
from tests.data.conftest import directive

MAP = (
    ":outline: latin-america",
    ":where: region=Latin America",
    ":label: short",
    ":title: Map of laboratories",
    ":alt: One dot on the coast.",
    ":caption: A rough drawing.",
)


@pytest.fixture
def figure(site):
    site.write("index.md", directive("data-map", *MAP))
    site.catalog("index", {"Map of laboratories": "Mapa", "A rough drawing.": "Un bosquejo."})
    return lambda language: site.body(language=language).find(".//figure")


def test_a_map_has_a_name_and_a_description_in_the_language_of_the_page(figure):
    drawn = figure("es").find("svg")
    assert drawn.get("role") == "img"
    named = [drawn.get_element_by_id(i) for i in drawn.get("aria-labelledby").split()]
    assert [(e.tag, e.text, e.get("lang")) for e in named] == [
        ("title", "Mapa", None),
        ("desc", "One dot on the coast.", "en"),
    ]
    assert text_of(figure("es").find("figcaption/p")).startswith("Un bosquejo.")


def test_what_has_no_place_is_named_below(figure):
    for language, words in (("en", "Not on the map: NET"), ("es", "Fuera del mapa: NET")):
        found = figure(language)
        assert [text.text for text in found.findall("svg/text")] == ["NO"]
        assert text_of(found.find(".//div[@class='legend']")) == words


def test_no_style_stands_in_the_page_and_no_element_in_the_description(figure):
    found = figure("es")
    assert not [element for element in found.iter() if element.get("style")]
    assert not found.find("svg/desc").getchildren()


def test_the_same_records_give_the_same_drawing():
    points = [Point(9.1, 8.7, "A"), Point(9.1, 8.7, "B & C")]
    first, second = (draw(OUTLINES["africa"], points) for _ in range(2))
    assert first == second
    assert "B &amp; C" in first.shapes


def test_dots_at_one_place_stand_side_by_side_and_labels_do_not_cover_dots():
    shapes = draw(OUTLINES["africa"], [Point(9.1, 8.7, "First")] * 2).shapes
    lines = [line for line in shapes.splitlines() if "<text" in line]
    assert len({line.split('y="')[0] for line in lines}) == 2
    assert shapes.count("<circle") == len(set(shapes.split("<circle")[1:])) == 2


def test_a_dot_on_an_island_that_is_not_drawn_has_land_of_its_own():
    land = r'<circle class="tandem-map-land"'
    inland, at_sea = Point(9.1, 8.7, "Inland"), Point(-15, 0, "Island")
    assert land not in draw(OUTLINES["africa"], [inland]).shapes
    shapes = draw(OUTLINES["africa"], [inland, at_sea]).shapes
    assert shapes.count(land) == 1 and shapes.index(land) < shapes.index("tandem-map-dot")


def test_dots_that_make_room_for_each_other_stay_on_land():
    square = ((0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0))
    crowd = [Point(5.0, 9.9, f"Place {number}") for number in range(9)]
    assert 'circle class="tandem-map-land"' not in draw([square], crowd).shapes


def test_a_crowd_stays_on_the_map_and_nobody_is_lost():
    points = [Point(9.1, 8.7, f"Laboratory {number}", href=f"#{number}") for number in range(200)]
    drawn = draw(OUTLINES["africa"], points)
    width, height = map(float, drawn.view_box.split()[2:])
    dots = re.findall(r'tandem-map-dot" cx="([\d.-]+)" cy="([\d.-]+)"', drawn.shapes)
    assert len(set(dots)) == 200
    assert all(0 < float(x) < width and 0 < float(y) < height for x, y in dots)
    shown = re.findall(r"(?:</text>|<title>)", drawn.shapes)
    assert len(shown) == 200, "a dot without a label says its name when one points at it"
    assert 0 < drawn.shapes.count("</text>") < 100


def test_an_outline_that_does_not_exist_is_reported(site):
    site.write("index.md", directive("data-map", *MAP).replace("latin-america", "atlantis"))
    assert site.body(language="en").find(".//figure") is None
    assert "index.md:3: ERROR: There is no outline 'atlantis'; there are africa" in site.warnings


@pytest.mark.parametrize(
    ("outline", "place", "is_land"),
    [
        ("africa", (36.8, -1.3), True),  # Nairobi
        ("africa", (47.0, -19.0), True),  # Madagascar
        ("africa", (0.0, 0.0), False),
        ("latin-america", (-99.1, 19.4), True),  # Mexico City
        ("latin-america", (-53.0, 4.0), True),  # French Guiana
        ("latin-america", (-100.0, 40.0), False),
    ],
)
def test_coast_lines_part_land_from_sea(outline, place, is_land):
    x, y = place
    crossings = 0
    for shape in OUTLINES[outline]:
        for (a, b), (c, d) in zip(shape, (*shape[1:], shape[0]), strict=True):
            crossings += (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b)
    assert crossings % 2 == is_land


def test_dots_lead_to_the_cards_of_their_records(site):
    cards = directive("data-cards", ":title: name", ":id: short", ":headings:")
    site.write("other.md", cards.replace("# Home", "# Laboratories"))
    site.write("index.md", directive("data-map", *MAP, ":link: other.md", ":hint: region"))
    drawn = site.body().find(".//figure/svg")
    assert drawn.get("role") == "group", "an image has no links for those who listen"
    (link,) = drawn.iter("a")
    assert link.get("href") == "other.html#no"
    assert link.find("title").text == "NO, Latin America"
    assert site.body("other").xpath("//*[@id='no']")


def test_a_map_that_leads_to_no_page_is_reported(site):
    site.write("index.md", directive("data-map", *MAP, ":link: gone"))
    assert site.body().find(".//figure") is None
    assert "should lead to the page `gone`, which does not exist" in site.warnings
