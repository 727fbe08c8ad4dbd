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
