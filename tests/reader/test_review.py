"""A reviewer reads a translation beside its source, passage by passage, in any language's tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import polib
import pytest
from bs4 import BeautifulSoup, Tag

from harness.commands import run
from harness.reading import search_pages
from harness.sites import MakeSite, TinySite

ROOT = "https://example.org/"
EDITOR = "https://github.com/a/b/edit/main/locales/es/LC_MESSAGES/"
CONF = f'tandem_repository = "https://github.com/a/b"\nhtml_baseurl = "{ROOT}"\n'
PAGE = """\
---
description: All about tides.
---
# Tides

The tide is *low* at noon today.

The tide is [high](../index.md) at night.

Nobody has translated this.

Beware of `<b>` & of <https://example.org>.
"""
CATALOG = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: es\\n"

msgid "All about tides."
msgstr "Todo sobre las mareas."

msgid "Tides"
msgstr "Mareas"

# Ana: is it «bajamar»?
#, fuzzy
#| msgid "The tide is *low* at noon."
msgid "The tide is *low* at noon today."
msgstr "La marea está *baja* al mediodía."

# <script>alert(1)</script>
msgid "The tide is [high](../index.md) at night."
msgstr "La marea está [alta](javascript:alert(1)) <img src=x onerror=alert(1)> de noche."

msgid "Beware of `<b>` & of <https://example.org>."
msgstr "Cuidado con `<b>` & con <https://example.org>."
"""


@dataclass(frozen=True)
class Review:
    """The review of a page in the tree of a language."""

    site: TinySite
    path: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.site.page(self.path), "lxml")

    @cached_property
    def rows(self) -> dict[str, Tag]:
        """Return the passages by their source, as the page shows it."""
        return {row.select_one(".tandem-message").text: row for row in self.soup.select("tbody tr")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site whose page has a passage in each state."""
    site = TinySite(tmp_path_factory.mktemp("tides") / "site")
    settings = (
        'extensions = ["sphinx_tandem"]\ntandem_languages = {"en": "English", "es": "Español"}\n'
    )
    theme = 'locale_dirs = ["locales"]\nexclude_patterns = ["_build"]\ngettext_compact = False\n'
    site.write("conf.py", settings + theme + CONF)
    site.write("index.md", "# Home\n\n```{toctree}\nsea/tides\n```\n")
    site.write("sea/tides.md", PAGE)
    site.write("locales/es/LC_MESSAGES/sea/tides.po", CATALOG)
    site.build()
    return site


@pytest.fixture(scope="module", params=["", "es/"], ids=["en", "es"])
def review(site: TinySite, request: pytest.FixtureRequest) -> Review:
    return Review(site, f"{request.param}review/es/sea/tides.html")


def test_every_passage_has_its_state(review: Review) -> None:
    states = {
        source: re.sub("^tandem-", "", row["class"][0]) for source, row in review.rows.items()
    }
    assert states == {
        "All about tides.": "translated",
        "Tides": "translated",
        "The tide is *low* at noon. noon today.": "stale",
        "The tide is [high](../index.md) at night.": "refused",
        "Nobody has translated this.": "missing",
        "Beware of `<b>` & of <https://example.org>.": "translated",
    }


def test_every_passage_leads_to_its_line(review: Review) -> None:
    path = review.site.folder / "locales/es/LC_MESSAGES/sea/tides.po"
    lines = path.read_text("utf-8").splitlines()
    for row in review.rows.values():
        (link,) = (a["href"] for a in row.select(".tandem-state a") if a["href"].startswith("http"))
        url, _, line = link.partition("#L")
        assert url == f"{EDITOR}sea/tides.po"
        if row["class"] == ["tandem-missing"]:
            assert not line
            continue
        entry = polib.pofile("\n".join(lines[int(line) - 1 :]) + "\n")[0]
        shown = [cell.text for cell in row.select(".tandem-message")]
        assert entry.msgstr == shown[1]
        assert lines[int(line) - 1].startswith("msgid ")


def test_a_stale_passage_shows_what_changed(review: Review) -> None:
    row = review.rows["The tide is *low* at noon. noon today."]
    assert [mark.text for mark in row.select("del")] == ["noon."]
    assert [mark.text for mark in row.select("ins")] == ["noon today."]


def test_a_refused_passage_says_why(review: Review) -> None:
    row = review.rows["The tide is [high](../index.md) at night."]
    problems = row.select(".tandem-problem")
    assert problems
    assert all(problem["lang"] == "en" for problem in problems)
    assert any(problem.text.startswith("translation-") for problem in problems)


def test_notes_of_translators_are_shown_and_catalogs_are_text(review: Review) -> None:
    notes = [note.text for note in review.soup.select(".tandem-remark span")]
    assert notes == ["Ana: is it «bajamar»?", "<script>alert(1)</script>"]
    table = review.soup.select_one(".tandem-review table")
    assert not table.select("script, img, b, em, code")
    assert {a["href"].partition(":")[0] for a in table.select("a")} <= {"https"} | {
        a["href"] for a in table.select("a[href^='#']")
    }


def test_each_text_says_its_language(review: Review) -> None:
    for row in review.rows.values():
        assert [text["lang"] for text in row.select(".tandem-message")] in (["en", "es"], ["en"])
    assert [cell["lang"] for cell in review.soup.select("thead th")] == ["en", "es"]
    assert [cell.text for cell in review.soup.select("thead th")] == ["English", "Español"]


def test_a_review_is_a_page_like_any_but_for_search_engines(review: Review) -> None:
    soup = review.soup
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    assert soup.select_one("link[rel=canonical]")["href"] == ROOT + review.path
    language = "es" if review.path.startswith("es/") else "en"
    assert soup.html["lang"] == language
    switcher = {a["hreflang"]: a["href"] for a in soup.select("a[hreflang][lang]")}
    assert set(switcher) == {"en", "es"}
    for code, prefix in (("en", ""), ("es", "es/")):
        assert (review.site.output / f"{prefix}review/es/sea/tides.html").is_file()
        assert soup.select(f"link[rel=alternate][hreflang={code}]")
    assert "review/" not in review.site.page("sitemap.xml")
    prefix = "es/" if language == "es" else ""
    found = search_pages(review.site.output / prefix)
    assert found and not [page for page in found if page.startswith("review/")]


def test_the_review_is_in_the_language_of_its_tree(site: TinySite) -> None:
    english, spanish = (Review(site, f"{prefix}review/es/sea/tides.html") for prefix in ("", "es/"))
    assert english.soup.h1.text == "Translation review: Tides"
    assert spanish.soup.h1.text == "Revisión de la traducción: Mareas"
    assert {tag["id"] for tag in english.soup.select("tr[id]")} == {
        tag["id"] for tag in spanish.soup.select("tr[id]")
    }
    states = {row.select_one(".tandem-state span").text for row in english.rows.values()}
    assert states == {
        "Translated",
        "Stale: the source has changed since",
        "Not translated yet",
        "Translated with a mistake, so readers see the source",
    }
    assert not states & {row.select_one(".tandem-state span").text for row in spanish.rows.values()}


def test_every_review_is_listed(site: TinySite) -> None:
    for prefix in ("", "es/"):
        listing = Review(site, f"{prefix}review/index.html").soup
        links = {a["href"]: a.find_parent("tr").td.text for a in listing.select("tbody a")}
        assert links["es/sea/tides.html"] == "3 / 6"
        assert links["es/index.html"] == "0 / 1"
        for href in links:
            assert (site.output / prefix / "review" / href).is_file()


def test_no_other_page_weighs_more(site: TinySite) -> None:
    for path in ("index.html", "sea/tides.html", "es/sea/tides.html"):
        assert "tandem-review.css" not in site.page(path)
    assert "tandem-improve" not in site.page("sea/tides.html")


def test_a_page_of_the_site_is_never_replaced(make_site: MakeSite) -> None:
    site = make_site(conf=CONF)
    site.write("review/es/about.md", "---\norphan: true\n---\n# My own page\n")
    site.build()
    assert "My own page" in site.page("review/es/about.html")
    assert "tandem-review" in site.page("review/es/index.html")


def test_plain_sphinx_makes_the_same_with_folders_for_pages(make_site: MakeSite) -> None:
    """The builder dirhtml gives each page a folder; the file of lines is found all the same."""
    site = make_site(conf=CONF)
    out = site.folder / "out"
    arguments = ("-q", "-b", "dirhtml", "-D", "language=es", ".", str(out))
    done = run("sphinx", *arguments, cwd=site.folder)
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((out / "about/index.html").read_text("utf-8"), "lxml")
    link = page.select_one(".tandem-improve a")
    assert link["href"] == "../review/es/about/"
    assert (out / "about" / link["data-lines"]).is_file()
    assert (out / "review/es/about/index.html").is_file()


def test_what_instructors_alone_see_is_reviewed_in_their_edition_alone(make_site: MakeSite) -> None:
    note = ":::{instructor-note}\nAsk who has sailed.[^1]\n:::\n\n[^1]: Few have.\n"
    page = f"---\nlesson: {{teaching: 5}}\n---\n# Sail\n\nHoist it.\n\n{note}"
    conf = f'{CONF}myst_enable_extensions = ["colon_fence"]\n'
    site = make_site({"index.md": "# Home\n\n```{toctree}\nsea/sail\n```\n"}, conf=conf)
    site.write("sea/sail.md", page)
    site.catalog("sea/sail", {"Ask who has sailed.[^1]": "Quién ha navegado[^1].", "Sail": "Vela"})
    site.build()
    for prefix in ("", "es/"):
        own = Review(site, f"{prefix}review/es/sea/sail.html")
        assert list(own.rows) == ["Sail", "Hoist it."]
        notes = Review(site, f"{prefix}sea/instructor/sail/review/es.html")
        assert list(notes.rows) == ["Ask who has sailed.[^1]", "Few have."]
    assert "navegado" not in site.page("es/review/es/sea/sail.js")
