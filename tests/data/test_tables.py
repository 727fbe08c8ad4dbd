"""A table from a data file: read by screen readers, sorted by a script, in either language."""

from __future__ import annotations

from harness.reading import language_of, text_of
from tests.data.conftest import DATA, directive

TABLE = (
    ":columns: name = Laboratory; short = Short name; since = Since",
    ":caption: All laboratories",
)


def cells(page, path=".//tbody/tr"):
    return [[text_of(cell) for cell in row] for row in page.xpath(path)]


def test_a_table_has_a_caption_and_headings_for_columns_and_rows(site):
    site.write("index.md", directive("data-table", *TABLE))
    table = site.body(language="en").find(".//table")
    assert text_of(table.find("caption")).startswith("All laboratories")
    assert [head.get("scope") for head in table.findall("thead/tr/th")] == ["col"] * 3
    first = table.findall("tbody/tr/*")[::3]
    assert {(cell.tag, cell.get("scope")) for cell in first} == {("th", "row")}
    assert cells(table)[0] == ["River laboratory", "RIVER", "16 October 2023"]
    assert table.find(".//time").get("datetime") == "2023-10-16"


def test_words_are_translated_and_names_and_codes_are_not_asked_for(site):
    site.write("index.md", directive("data-table", *TABLE))
    messages = site.messages()["index"]
    assert {"River laboratory", "Laboratory", "All laboratories"} <= set(messages)
    assert not {"RIVER", "16 October 2023", "https://river.example/"} & set(messages)
    spanish = site.body()
    assert cells(spanish)[0] == ["Laboratorio del río", "RIVER", "16 de octubre de 2023"]
    assert text_of(spanish.find(".//thead//th")) == "Laboratorio"
    assert "River laboratory" not in spanish.text_content()


def test_a_word_without_a_translation_is_marked(site):
    site.catalog("index", {})
    site.write("index.md", directive("data-table", *TABLE))
    row = site.body().find(".//tbody/tr")
    assert language_of(row.find("th/p")) == "en"
    assert language_of(row.find("td/p")) == "es"


def test_records_are_chosen_and_put_in_order(site):
    site.write("index.md", directive("data-table", *TABLE, ":where: region=Latin America"))
    assert [row[1] for row in cells(site.body())] == ["NO", "NET"]
    site.write("index.md", directive("data-table", *TABLE, ":sort: since"))
    assert [row[1] for row in cells(site.body())] == ["NO", "RIVER", "NET"]


def test_lists_are_joined_and_records_without_a_value_can_be_left_out(site):
    site.write("data.yml", DATA + "more:\n  - {name: One more, short: MORE, since: 2024-01-02}\n")
    options = (*TABLE, ":list: labs more", ":where: since=*")
    site.write("index.md", directive("data-table", *options))
    assert [row[1] for row in cells(site.body())] == ["RIVER", "NO", "MORE"]


def test_only_a_page_with_a_table_to_sort_loads_the_script(site):
    site.write("index.md", directive("data-table", *TABLE, ":sortable:"))
    output = site.sphinx()
    page = (output / "index.html").read_text("utf-8")
    assert "tandem-sort.js" in page
    assert 'data-hint="Presiona el encabezado' in page
    assert "tandem-sort.js" not in (output / "other.html").read_text("utf-8")
    site.write("index.md", directive("data-table", *TABLE))
    assert "tandem-sort.js" not in (site.sphinx() / "index.html").read_text("utf-8")


def test_every_other_builder_shows_the_table_too(site):
    site.write("index.md", directive("data-table", *TABLE, ":sortable:"))
    for builder, name in (("text", "index.txt"), ("latex", "projectnamenotset.tex")):
        assert "River laboratory" in (site.sphinx("en", builder) / name).read_text("utf-8")
        assert not site.warnings


def test_a_page_is_read_again_when_its_data_changed(site):
    site.write("index.md", directive("data-table", *TABLE))
    site.sphinx("en")
    site.write("data.yml", DATA.replace("River laboratory", "Lake laboratory"))
    assert "Lake laboratory" in (site.sphinx("en") / "index.html").read_text("utf-8")
