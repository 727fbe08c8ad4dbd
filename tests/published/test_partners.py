"""The pages of partners and people show what the data files hold, and nothing that is not theirs."""

from __future__ import annotations

import re

import pytest

from harness.real import LANGUAGES, REPOSITORY, Published, of_language
from sphinx_tandem.pages.data.reader import DataFile, read

PARTNERS = "docs/current-community-partners.html"
PEOPLE = "docs/people.html"
MAILBOX = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


@pytest.fixture(scope="module")
def partners() -> DataFile:
    return read(REPOSITORY / "docs/data/partners.yml")


@pytest.fixture(scope="module")
def people() -> DataFile:
    return read(REPOSITORY / "docs/data/people.yml")


def test_the_data_files_hold_what_they_should(partners: DataFile, people: DataFile) -> None:
    assert not partners.problems
    assert not people.problems
    regions = [record.text("region") for record in partners.lists["partners"]]
    assert (regions.count("Africa"), regions.count("Latin America")) == (9, 10)
    counts = {name: len(records) for name, records in people.lists.items()}
    assert (counts["core_team"], counts["extended_team"], counts["past_team"]) == (19, 12, 5)


@pytest.mark.parametrize("name", ["partners.yml", "people.yml", "organisations.yml"])
def test_no_mailbox_stands_in_a_data_file(name: str) -> None:
    assert not MAILBOX.search((REPOSITORY / "docs" / "data" / name).read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_partner_has_a_section_and_a_dot_or_a_word_why_not(
    published: Published, partners: DataFile, language: str
) -> None:
    page = published.soup(of_language(PARTNERS, language))
    labels = {text.get_text() for text in page.select("svg text")}
    missing = " ".join(legend.get_text() for legend in page.select(".legend"))
    for record in partners.lists["partners"]:
        short = record.text("short")
        assert page.find("section", id=short.lower()), short
        assert (short in labels) == bool(record.items("lat")), short
        assert short in labels or short in missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_hub_is_linked_to(published: Published, partners: DataFile, language: str) -> None:
    page = published.soup(of_language(PARTNERS, language))
    hubs = [
        item.text
        for records in partners.lists.values()
        for record in records
        for item in record.items("hub")
    ]
    table = page.select_one("table").get_text()
    links = {link["href"] for link in page.find_all("a", href=True)}
    assert len(hubs) == len(set(hubs)) == 21
    assert all(hub in table for hub in hubs)
    assert not links & set(hubs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyone_is_named_once(published: Published, people: DataFile, language: str) -> None:
    page = published.soup(of_language(PEOPLE, language))
    named = [term.get_text() for term in page.select("dl.tandem-cards > dt")]
    expected = [record.text("name") for records in people.lists.values() for record in records]
    assert sorted(named) == sorted(expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_of_the_first_page_are_those_of_the_data(
    published: Published, partners: DataFile, people: DataFile, language: str
) -> None:
    records = partners.lists["partners"]
    countries = {record.text("country") for record in records} - {"", "PR"}
    teams = {record.text("organisation") for record in people.lists["core_team"]}
    page = published.soup(of_language("index.html", language))
    shown = [found.get_text() for found in page.select(".numbers strong")]
    assert shown == [
        str(len(records)),
        str(len(countries)),
        str(len(teams)),
        "6",
        str(len(LANGUAGES)),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dot_of_the_first_page_leads_to_its_partner(
    published: Published, partners: DataFile, language: str
) -> None:
    page = published.soup(of_language("index.html", language))
    links = {link["href"] for link in page.select(".tandem-map a")}
    placed = [record for record in partners.lists["partners"] if record.items("lat")]
    assert links == {
        record.text("page").removeprefix("/").replace(".md", ".html")
        or f"{PARTNERS}#{record.text('short').lower()}"
        for record in placed
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_partner_has_the_facts_of_its_hub_and_its_card_leads_there(
    published: Published, partners: DataFile, language: str
) -> None:
    cards = published.soup(of_language(PARTNERS, language))
    own = [record for record in partners.lists["partners"] if record.items("page")]
    assert {
        record.text("short") for record in partners.lists["partners"] if record.items("posts")
    } <= {record.text("short") for record in own}
    for record in own:
        path = record.text("page").removeprefix("/").replace(".md", ".html")
        card = cards.find("section", id=record.text("short").lower())
        assert card.select_one(f'a[href="{path.removeprefix("docs/")}"]'), path
        assert not card.find("details"), path
        page = published.soup(of_language(path, language)).find("article")
        shown = page.get_text()
        assert all(item.text in shown for item in record.items("hub")), path
        assert not {link.get("href") for link in page.find_all("a")} & {
            item.text for item in record.items("hub")
        }
