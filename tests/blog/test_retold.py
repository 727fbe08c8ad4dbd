"""A post that retells others says who wrote them, and makes nobody the author of its own words."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from .conftest import CONF, Built, build, the_finding

ATOM = {"a": "http://www.w3.org/2005/Atom"}
RETOLD = """\
---
date: 2024-04-24
author: The team of today
retold: 2026-11-21
originals:
  - language: en
    authors: [Ana Ruiz, "Gil, Ben"]
    date: 2024-04-24
    address: https://example.net/first?a=1&b=2
  - {language: es, authors: Eva Sol, date: 2024-05-12}
---
# Retold

Words of today.
"""
PLAIN = "---\ndate: 2024-05-01\nauthor: Ana Paz\n---\n# Plain\n\nWords.\n"
SITE_CATALOG = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "The team of today"
msgstr "El equipo de hoy"
"""

FIRST = "  - {language: en, authors: Ana, date: 2024-04-24}\n"
#: The fields of a post, the line of the mistake, and what is said of it.
BAD = {
    "no-retold": (f"originals:\n{FIRST}", 4, "no `retold`"),
    "no-originals": ("retold: 2026-11-21\n", 3, "no `originals`"),
    "empty-originals": ("retold: 2026-11-21\noriginals:\n", 3, "no `originals`"),
    "empty-retold": (f"retold:\noriginals:\n{FIRST}", 5, "no `retold`"),
    "no-list": ("retold: 2026-11-21\noriginals:\n  language: en\n", 5, "is not a list"),
    "nobody": (
        f"retold: 2026-11-21\noriginals:\n{FIRST.replace('Ana', '[]')}",
        5,
        "names nobody",
    ),
    "no-day": (f"retold: soon\noriginals:\n{FIRST}", 3, "'soon', which is not a full date"),
    "no-mapping": ("retold: 2026-11-21\noriginals:\n  - Ana\n", 5, "not a set of"),
    "no-author": (
        "retold: 2026-11-21\noriginals:\n  - language: en\n    date: 2024-04-24\n",
        5,
        "no `authors`",
    ),
    "half-a-date": (
        "retold: 2026-11-21\noriginals:\n  - language: en\n    authors: Ana\n    date: April\n",
        7,
        "'April', which is not a full date",
    ),
    "no-language": (
        f"retold: 2026-11-21\noriginals:\n{FIRST.replace('en', 'Klingon')}",
        5,
        "not a language code",
    ),
    "no-web-address": (
        f"retold: 2026-11-21\noriginals:\n{FIRST.replace('}', ', address: a.md}')}",
        5,
        "does not begin with https://",
    ),
    "odd-key": (
        f"retold: 2026-11-21\noriginals:\n{FIRST.replace('}', ', link: a}')}",
        5,
        "`link`",
    ),
}


@pytest.fixture(scope="module", params=["en", "es"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with a retold post, a plain one, and one for each mistake."""
    site = tmp_path_factory.mktemp("retold")
    files = {
        "conf.py": CONF + 'author = "The team of today"\nblog_feed_fulltext = True\n',
        "index.md": "# Home\n\nWords.\n",
        "blog/retold.md": RETOLD,
        "blog/plain.md": PLAIN,
        "locales/es/LC_MESSAGES/site.po": SITE_CATALOG,
    }
    for name, (fields, _line, _message) in BAD.items():
        files[f"blog/{name}.md"] = f"---\ndate: 2024-04-01\n{fields}---\n# {name}\n\nWords.\n"
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return build(site, request.param)


def is_spanish(built: Built) -> bool:
    """Say which language a build is in."""
    return built.folder.name.endswith("-es")


def words(element: object) -> str:
    """Return what a reader reads, with single spaces."""
    return " ".join(element.get_text().split())  # type: ignore[attr-defined]


def entry(built: Built, page: str) -> ElementTree.Element:
    """Return the entry of a post in the feed."""
    root = ElementTree.fromstring(built.text("blog/atom.xml"))  # noqa: S314 - our own file
    found = {one.findtext("a:id", "", ATOM): one for one in root.findall("a:entry", ATOM)}
    return next(one for address, one in found.items() if address.endswith(f"{page}.html"))


def test_the_author_is_who_retold_it(built: Built) -> None:
    page = built.page("blog/retold")
    author = page.select_one(".tandem-post-author ul")
    assert words(author) == ("El equipo de hoy" if is_spanish(built) else "The team of today")
    assert page.select_one(".tandem-post-retold time")["datetime"] == "2026-11-21"
    assert page.select_one(".tandem-post-date") is None


def test_each_original_is_named_with_its_language_its_people_and_its_day(built: Built) -> None:
    found = [words(one) for one in built.page("blog/retold").select(".tandem-post-original")]
    if is_spanish(built):
        assert found == [
            "A partir de una publicación en inglés de Ana Ruiz, Gil, Ben, que apareció por primera vez el 24 de abril de 2024. "
            "Leer el original",
            "A partir de una publicación en español de Eva Sol, que apareció por primera vez el 12 de mayo de 2024.",
        ]
    else:
        assert found == [
            "After a post in English by Ana Ruiz, Gil, Ben, first published on 24 April 2024. "
            "Read the original",
            "After a post in Spanish by Eva Sol, first published on 12 May 2024.",
        ]


def test_an_original_can_be_read_where_its_address_is_known(built: Built) -> None:
    links = built.page("blog/retold").select(".tandem-post-original a[hreflang]")
    assert [(one["href"], one["hreflang"]) for one in links] == [
        ("https://example.net/first?a=1&b=2", "en")
    ]


def test_the_page_of_a_person_lists_what_was_retold_and_claims_no_more(built: Built) -> None:
    es = is_spanish(built)
    titles = {
        name: words(built.page(f"blog/author/{name}").h1)
        for name in ("ana-ruiz", "gil-ben", "eva-sol", "ana-paz", "the-team-of-today")
    }
    retold, own = (
        ("A partir de publicaciones de", "Publicaciones de")
        if es
        else ("Retold from posts by", "Posts by")
    )
    assert titles == {
        "ana-ruiz": f"{retold} Ana Ruiz",
        "gil-ben": f"{retold} Gil, Ben",
        "eva-sol": f"{retold} Eva Sol",
        "ana-paz": f"{own} Ana Paz",
        "the-team-of-today": f"{own} {'El equipo de hoy' if es else 'The team of today'}",
    }
    page = built.page("blog/author/eva-sol")
    assert [words(one) for one in page.select("article h2")] == ["Retold"]
    links = built.page("blog/retold").select(".tandem-post-original a[translate='no']")
    assert [one["href"] for one in links] == [
        "author/ana-ruiz.html",
        "author/gil-ben.html",
        "author/eva-sol.html",
    ]


def test_the_date_goes_on_ordering_posts(built: Built) -> None:
    titles = [words(one) for one in built.page("blog/2024").select("article h2")]
    assert titles[:2] == ["Plain", "Retold"]


def test_the_feed_has_the_new_date_and_author_and_names_the_sources(built: Built) -> None:
    found = entry(built, "retold")
    for name in ("published", "updated"):
        assert found.findtext(f"a:{name}", "", ATOM) == "2026-11-21T00:00:00Z"
    names = [one.text for one in found.findall("a:author/a:name", ATOM)]
    assert names == ["El equipo de hoy" if is_spanish(built) else "The team of today"]
    sources = [one for one in found.findall("a:link", ATOM) if one.get("rel") == "via"]
    assert [(one.get("href"), one.get("hreflang")) for one in sources] == [
        ("https://example.net/first?a=1&b=2", "en")
    ]
    content = found.findtext("a:content", "", ATOM)
    assert "Ana Ruiz" in content and "Eva Sol" in content and "Words of today" in content


def test_a_post_of_its_own_says_nothing_of_originals(built: Built) -> None:
    page, found = built.page("blog/plain"), entry(built, "plain")
    assert page.select_one(".tandem-post-retold, .tandem-post-original") is None
    assert page.select_one(".tandem-post-date time")["datetime"] == "2024-05-01"
    assert found.findtext("a:published", "", ATOM) == "2024-05-01T00:00:00Z"
    assert [one for one in found.findall("a:link", ATOM) if one.get("rel") == "via"] == []


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_mistake_is_one_finding_at_its_line(built: Built, name: str) -> None:
    _fields, line, message = BAD[name]
    found = the_finding(built.messages, f"blog/{name}", line, message)
    assert "[blog.original]" in found
    assert built.code == 0


@pytest.mark.parametrize("name", sorted(BAD))
def test_half_a_byline_is_not_shown(built: Built, name: str) -> None:
    page = built.page(f"blog/{name}")
    assert page.select_one(".tandem-post-original, .tandem-post-retold") is None
    assert not Path(built.folder / "blog/author/ana.html").exists()
