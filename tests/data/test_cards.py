"""Records by themselves: sections that can be linked to, or items of a list."""

from __future__ import annotations

from harness.reading import text_of
from tests.data.conftest import directive

LINES = ":lines: focus; since = Since; site = Site; hub = Hub; posts = Read more"


def test_a_record_is_a_section_with_an_anchor_that_is_the_same_in_both_languages(site):
    page = directive("data-cards", ":title: name", ":id: short", ":headings:", LINES)
    site.write("index.md", page + "\n## After\n\nWords.\n")
    titles = {}
    for language in ("en", "es"):
        found = site.body(language=language).find_class("tandem-card")
        assert [section.get("id") for section in found] == ["river", "no", "net"]
        titles[language] = [section.find("h2").text for section in found]
    assert titles["en"][0] == "River laboratory"
    assert titles["es"][0] == "Laboratorio del río"


def test_a_markdown_link_leads_to_a_record(site):
    page = directive("data-cards", ":title: name", ":id: short", ":headings:")
    site.write("index.md", page.replace("# Home\n", "# Home\n\n[](#river)\n"))
    site.write("other.md", "---\norphan: true\n---\n\n# Another page\n\n[](index.md#river)\n")
    for docname in ("index", "other"):
        link = site.body(docname).xpath(".//p//a[contains(@href, '#river')]")[0]
        assert text_of(link) == "Laboratorio del río"
    assert not site.warnings


def test_fields_have_labels_and_links_show_titles_in_the_language_of_the_page(site):
    site.write("index.md", directive("data-cards", ":title: name", LINES))
    item = site.body().find(".//dl")
    assert text_of(item.find("dt")) == "Laboratorio del río"
    first = item.find("dd")
    assert text_of(first.find("p")) == "Estudia el agua."
    facts = [(text_of(name), text_of(name.getnext())) for name in first.findall("dl/dt")]
    assert facts == [
        ("Desde:", "16 de octubre de 2023"),
        ("Site:", "river.example"),
        ("Hub:", "https://hub.river.example"),
        ("Read more:", "Otra página"),
    ]
    links = {link.get("href") for link in first.iter("a")}
    assert links == {"https://river.example/", "other.html"}  # the hub is code, not a link


def test_a_record_without_a_field_leaves_out_its_label(site):
    site.write("index.md", directive("data-cards", ":title: name", LINES, ":where: short=NET"))
    assert text_of(site.body(language="en").find(".//dl")) == "Network without a place"


def test_records_without_ids_of_their_own_are_reported_and_left_out(site):
    site.write("index.md", directive("data-cards", ":title: name", ":id: region", ":headings:"))
    assert not site.body(language="en").find_class("tandem-card")
    assert "index.md:3: ERROR: The records have no ids of their own by `region`" in site.warnings


def test_a_page_is_named_from_the_data_file_or_from_the_root(site):
    data = (site.folder / "data.yml").read_text("utf-8")
    posts = "posts: [../other.md, /other.md]"
    site.write("facts/data.yml", data.replace("posts: [other.md]", posts))
    site.write("index.md", directive("data-cards", ":title: name", LINES, file="facts/data.yml"))
    shown = "//dt[contains(., 'Read more')]/following-sibling::dd[1]//a"
    links = site.body(language="en").xpath(shown)
    assert [link.get("href") for link in links] == ["other.html", "other.html"]


def test_a_link_to_a_page_that_is_not_there_is_reported_in_the_data_file(site):
    data = (site.folder / "data.yml").read_text("utf-8")
    site.write("data.yml", data.replace("posts: [other.md]", "posts: [gone.md]"))
    site.write("index.md", directive("data-cards", ":title: name", LINES))
    site.sphinx("en")
    assert "data.yml:22: WARNING: unknown document: '/gone'" in site.warnings


FACTS = (":title: name", ":id: short", ":headings:", ":lines: focus")


OWN = """\
fields:
  name: {type: name}
  lat: {type: number}
  lon: {type: number}
  own: {type: page}
labs:
  - {name: RIVER, lat: 9, lon: 8, own: other.md}
  - {name: HILL, lat: 1, lon: 8}
  - {name: LOST, lat: 2, lon: 9, own: gone.md}
"""


def test_a_card_and_a_dot_lead_to_the_page_that_a_record_has(site):
    site.write("own.yml", OWN)
    options = (
        ":title: name",
        ":headings:",
        ":folded: lat = Place",
        ":more: Facts",
        ":page: own = More",
    )
    cards = directive("data-cards", *options, file="own.yml")
    places = (":outline: africa", ":label: name", ":title: Map", ":alt: Dots.", ":link: index")
    drawn = directive("data-map", *places, ":page: own", file="own.yml").partition("# Home\n")[2]
    site.write("index.md", cards + drawn)
    river, hill, _lost = site.body().find_class("tandem-card")
    assert [link.get("href") for link in river.findall(".//dd//a")] == ["other.html"]
    assert river.find("details") is None and hill.find("details") is not None
    links = [link.get("href") for link in site.body().findall(".//svg/a")]
    assert links == ["other.html", "#hill", "#lost"]
    assert "own.yml:9: ERROR: There is no page `gone`" in site.warnings


def test_a_map_whose_pages_are_none_is_reported(site):
    places = (":outline: africa", ":label: short", ":title: Map", ":alt: Dots.", ":page: focus")
    site.write("index.md", directive("data-map", *places))
    assert site.body(language="en").find(".//svg") is None
    assert "index.md:3: ERROR: `focus` names no pages" in site.warnings


def test_the_page_of_a_record_shows_its_fields_without_its_title(site):
    site.write("index.md", directive("data-cards", ":where: short=RIVER", LINES))
    (shown,) = site.body().find_class("tandem-record")
    assert text_of(shown.find("p")) == "Estudia el agua."
    assert text_of(shown.find("dl/dt")) == "Desde:"
    assert "tandem-data.css" in (site.sphinx("es") / "index.html").read_text("utf-8")


def test_sections_without_a_title_are_reported(site):
    site.write("index.md", directive("data-cards", ":headings:", ":id: short", LINES))
    assert not site.body().find_class("tandem-record")
    assert "index.md:3: ERROR: Cards with `:headings:`, `:id:` need a `:title:`" in site.warnings


CROWD = """\
fields:
  name: {type: name}
  short: {type: code}
  theme: {type: text}
  lat: {type: number}
  lon: {type: number}
nobody: []
one:
  - {name: "L'Atelier d'Ana O'Brien & <Co>", short: one, theme: Water}
all:
"""
LONG = "Laboratorio" * 20
ARABIC = "\u0645\u062e\u062a\u0628\u0631 \u0627\u0644\u0646\u0647\u0631"


def test_nobody_one_and_two_hundred_are_shown(site):
    names = [LONG, ARABIC, *(f"Laboratory {number}" for number in range(198))]
    records = (
        f"  - {{name: {name}, short: r{number}, theme: Water, lat: {number % 30}, lon: 20}}\n"
        for number, name in enumerate(names)
    )
    site.write("crowd.yml", CROWD + "".join(records))
    cards = (":title: name", ":id: short", ":headings:", ":filters: theme = Theme")
    places = (":outline: africa", ":label: name", ":title: Map", ":alt: Dots.", ":link: everybody")
    columns = (":columns: name = Name", ":caption: Everybody")
    for page, chosen in (("index", "nobody"), ("single", "one"), ("everybody", "all")):
        written = [
            directive(name, f":list: {chosen}", *options, file="crowd.yml")
            for name, options in (
                ("data-cards", cards),
                ("data-map", places),
                ("data-table", columns),
            )
        ]
        text = written[0] + "".join(one.partition("# Home\n")[2] for one in written[1:])
        site.write(f"{page}.md", text if page == "index" else "---\norphan: true\n---\n\n" + text)
    for page, count in (("index", 0), ("single", 1), ("everybody", 200)):
        body = site.body(page)
        assert len(body.find_class("tandem-card")) == count
        assert len(body.find_class("tandem-filters")) == (count > 0)
        assert len(body.findall(".//table//tbody//th")) == count
        assert body.find(".//svg") is not None
    (card,) = site.body("single").find_class("tandem-card")
    assert text_of(card.find("h2")).startswith("L’Atelier d’Ana O’Brien & <Co>")
    cards = site.body("everybody").find_class("tandem-card")
    titles = [text_of(card.find("h2")).rstrip("¶") for card in cards]
    assert titles[:2] == [LONG, ARABIC]
    assert not site.warnings


def test_a_country_is_named_in_the_language_of_the_page(site):
    data = (site.folder / "data.yml").read_text("utf-8")
    data = data.replace("  region: {", "  land: {type: country}\n  region: {")
    site.write("data.yml", data.replace("    short: NO\n", "    short: NO\n    land: DE\n"))
    site.write("index.md", directive("data-cards", ":title: name", ":lines: land"))
    for language, name, other in (("en", "Germany", "Alemania"), ("es", "Alemania", "Germany")):
        shown = text_of(site.body(language=language))
        assert name in shown
        assert other not in shown


def test_folded_fields_are_there_without_a_script(site):
    page = directive("data-cards", *FACTS, ":folded: since = Since", ":more: The lab")
    site.write("index.md", page)
    first, *_others, last = site.body().find_class("tandem-card")
    fold = first.find("details")
    assert text_of(fold.find("summary")) == "The lab"
    assert "16 de octubre de 2023" in text_of(fold)
    assert last.find("details") is None, "a card without any of the facts has nothing to open"


def test_folded_fields_without_words_to_open_them_are_reported(site):
    site.write("index.md", directive("data-cards", *FACTS, ":folded: since = Since"))
    assert not site.body().find_class("tandem-card")
    assert "index.md:3: ERROR: Folded fields need `:more:`" in site.warnings


def test_cards_carry_the_labels_that_readers_choose_by(site):
    page = directive("data-cards", *FACTS, ":filters: region = Since")
    site.write("index.md", page + page.partition("# Home\n")[2].replace(":id: short", ":id: name"))
    body = site.body()
    labels = [text_of(label) for label in body.find_class("tandem-label-region")]
    assert labels[:2] == ["Africa", "Latin America"]
    (filters,) = body.find_class("tandem-filters")
    assert filters.get("hidden") is not None, "without a script there is nothing to choose"
    assert text_of(filters.find("label")).startswith("Desde")
    assert "tandem-filter.js" in (site.sphinx("es") / "index.html").read_text("utf-8")
