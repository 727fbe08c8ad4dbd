"""Pages of a site as these tests read them."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from harness.sites import TinySite


def page_of(site: TinySite, name: str) -> BeautifulSoup:
    """Return a published page."""
    return BeautifulSoup(site.page(name), "lxml")


def text_of(element: Tag) -> str:
    """Return what a reader reads in an element, with single spaces."""
    return " ".join(element.get_text().split())


def said_of(element: Tag, attribute: str) -> str:
    """Return an attribute of an element, or of the nearest one around it that has it."""
    around = [element, *element.parents]
    return next((str(one[attribute]) for one in around if one.get(attribute)), "")
