"""The page that says where help is needed: the same figures in every language's build."""

from __future__ import annotations

import json
from collections.abc import Callable

from bs4 import BeautifulSoup

from harness.commands import run
from harness.sites import MakeSite, TinySite

Edit = Callable[[str, str, str], None]


def shown(site: TinySite, page: str) -> BeautifulSoup:
    """Return what stands in the place of the directive."""
    (found,) = BeautifulSoup(site.page(page), "lxml").select(".tandem-status")
    return found


def rows(found: BeautifulSoup) -> list[list[str]]:
    """Return the cells of the rows below the headings."""
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in found.select("tbody tr")
    ]


def test_every_language_shows_what_the_command_counts(translated: TinySite, edit: Edit) -> None:
    edit("about.md", "at nine", "at ten")
    edit("index.md", "# Home", "# Home\n\nOne more passage.")
    edit("locales/es/LC_MESSAGES/team.po", "Todo el mundo ayuda.", "")
    (translated.folder / "locales/es/LC_MESSAGES/site.po").unlink()
    translated.build("--strict")
    translated.tandem("status", "--json", "status.json")
    data = json.loads((translated.folder / "status.json").read_text("utf-8"))
    spanish = data["languages"]["es"]
    english, other = shown(translated, "status.html"), shown(translated, "es/status.html")
    waiting = {name: page for name, page in spanish["pages"].items() if page["words_left"]}
    for found in (english, other):
        figures = [[int(row[place]) for place in (4, 5, 2)] for row in rows(found)]
        assert figures == [
            [page["stale"], page["missing"], page["words_left"]] for page in waiting.values()
        ], "in the order of the command, too"
        bar = found.select_one("progress")
        assert int(bar["value"]) == spanish["translated"]
        assert bar["aria-hidden"] == "true", "the figures beside it are what is read out"
    total = sum(spanish[state] for state in ("translated", "stale", "missing"))
    assert f"({spanish['translated']} of {total} passages)" in english.get_text()
    assert f"({spanish['translated']} de {total} pasajes)" in other.get_text()
    names = ["Home", "About us", "Words that are on many pages", "Team"]
    assert sorted(row[0] for row in rows(english)) == sorted(names)
    spanish_names = ["Inicio", "Acerca de", "Palabras que aparecen en muchas páginas", "Equipo"]
    assert sorted(row[0] for row in rows(other)) == sorted(spanish_names)
    assert "1 page is complete." in english.get_text()
    assert "1 página está completa." in other.get_text()
    _is_accessible(english)
    _is_accessible(other)
    links = {link.get_text(): link["href"] for link in english.select("tbody th a")}
    assert links["About us"] == "about.html"
    catalogs = {
        row.th.get_text(strip=True): row.select("td a")[0] for row in english.select("tbody tr")
    }
    place = "https://example.org/hub/edit/main/locales/es/LC_MESSAGES/about.po"
    assert catalogs["About us"]["href"] == place
    assert "/new/" in catalogs["Words that are on many pages"]["href"]
    assert {link.get_text() for link in other.select("td a")} == {"Traducir"}


def _is_accessible(found: BeautifulSoup) -> None:
    (table,) = found.select("table")
    assert table.caption.get_text(strip=True)
    columns = table.select("thead th")
    assert all(cell["scope"] == "col" and cell.get_text(strip=True) for cell in columns)
    for row in table.select("tbody tr"):
        assert [cell["scope"] for cell in row.select("th")] == ["row"]
        assert len(row.select("th, td")) == len(columns)
    assert table.caption.select_one("[lang]")["lang"] == "es"
    assert not found.select("script, [style]")


def test_a_site_that_is_translated_invites_to_read(translated: TinySite) -> None:
    translated.build()
    english, spanish = shown(translated, "status.html"), shown(translated, "es/status.html")
    assert "Everything is translated" in english.get_text()
    assert "Todo está traducido" in spanish.get_text()
    for found in (english, spanish):
        assert not found.select("table")
        assert "100" in found.get_text()


def test_a_page_in_restructuredtext_shows_each_language_of_the_site(make_site: MakeSite) -> None:
    """Without a repository there is no link to a catalog, and no empty column for one."""
    page = "Home\n====\n\n.. translation-status::\n   :class: wide\n"
    languages = {"en": "English", "es": "Español", "pt_BR": "Português"}
    site = make_site({"index.rst": page}, languages=languages)
    site.build()
    found = shown(site, "index.html")
    assert "wide" in found["class"]
    assert [table.caption.select_one("[lang]")["lang"] for table in found.select("table")] == [
        "es",
        "pt-BR",
    ]
    assert rows(found) == [["Home", "1", "0%", "0", "1"]] * 2
    assert not found.select("td a")


def test_the_page_is_written_anew_when_a_catalog_or_another_page_changes(
    translated: TinySite, edit: Edit
) -> None:
    def build(language: str) -> str:
        """Build one language as a plain ``sphinx-build`` does, on top of what it left."""
        output = translated.folder.parent / language
        arguments = ("-q", "-j", "2", "-D", f"language={language}", "-d", f"{output}.trees")
        done = run("sphinx", *arguments, ".", str(output), cwd=translated.folder)
        assert done.returncode == 0, done.stderr
        return (output / "status.html").read_text("utf-8")

    assert "Everything is translated" in build("en")
    edit("locales/es/LC_MESSAGES/team.po", "Todo el mundo ayuda.", "")
    changed = build("en")
    assert "Missing: 1." in changed and "team.html" in changed
    written = (translated.folder.parent / "en" / "status.html").stat().st_mtime_ns
    build("en")
    assert (translated.folder.parent / "en" / "status.html").stat().st_mtime_ns == written
    edit("about.md", "We are few.", "We are not so few.")
    assert "Stale: 1. Missing: 1." in build("en")
