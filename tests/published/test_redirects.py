"""Every address that an earlier site had still answers, in the language of its target."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urldefrag

import pytest
import yaml
from bs4 import BeautifulSoup

from harness.real import REPOSITORY, ROOT, Published

OLD: dict[str, str] = yaml.safe_load((REPOSITORY / "docs/data/redirects.yml").read_text("utf-8"))
# Old addresses that are pages of this site as well, and need no redirect.
KEPT = (
    "index.html",
    "blog.html",
    "blog/archive.html",
    "blog/2024.html",
    "blog/author.html",
    "blog/tag.html",
    "blog/tag/news.html",
    "blog/tag/training.html",
    "blog/tag/community-partners.html",
    "blog/2024-08-23-hub-champion-training-reflections.html",
)
# Places on pages to which readers have kept links.
ANCHORS = {
    "docs/current-community-partners.html": ("africa", "latin-america", "list-of-hubs"),
    "docs/people.html": (
        "i2c",
        "the-carpentries",
        "ccad",
        "cscce",
        "ioi",
        "metadocencia",
        "ols",
    ),
    "training/hub-champion/reference.html": ("further-resources", "glossary"),
}


@pytest.mark.parametrize("old", OLD)
def test_an_old_address_leads_to_its_page(published: Published, old: str) -> None:
    new = OLD[old]
    page = BeautifulSoup((published.folder / old).read_text("utf-8"), "lxml")
    refresh = page.select_one("meta[http-equiv=refresh]")["content"].removeprefix("0; url=")
    link = page.select_one("main a")["href"]
    assert refresh == link
    assert (Path("/") / Path(old).parent / urldefrag(link).url).resolve() == Path("/") / new
    assert page.select_one("link[rel=canonical]")["href"] == ROOT + new
    assert page.html["lang"] == ("es" if new.startswith("es/") else "en")
    assert page.html["lang"] == published.soup(new).html["lang"]
    assert not page.find("script")


@pytest.mark.parametrize("path", KEPT)
def test_an_address_that_stays_is_a_page(published: Published, path: str) -> None:
    assert published.soup(path).find("h1")


@pytest.mark.parametrize("page", ANCHORS)
@pytest.mark.parametrize("prefix", ["", "es/"])
def test_places_that_were_linked_to_are_still_there(
    published: Published, page: str, prefix: str
) -> None:
    assert set(ANCHORS[page]) <= published.ids(prefix + page)


def test_no_old_address_is_listed_for_search_engines(published: Published) -> None:
    sitemap = (published.folder / "sitemap.xml").read_text("utf-8")
    assert not [old for old in OLD if f"{ROOT}{old}<" in sitemap]
