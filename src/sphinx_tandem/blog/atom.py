"""Writes an Atom feed (RFC 4287) from plain data.

Why not a library: feedgen, which ablog uses, has no language on a title, a summary or a
label, so that a post that is not translated yet would be read out in the wrong language; it
writes the time of the build where nobody gives one, and needs lxml.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..translate import marks

# What XML 1.0 cannot hold, and the noncharacters that our marks are made of.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]")


@dataclass(frozen=True)
class Person:
    """An author: the name, and an address or ``""``."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Category:
    """A label: its last part of the address, its name, and the address of all its kind."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True)
class Entry:
    """One post of a feed; its texts may hold marks.

    :param url: the public address of its page, which is its identity too.
    :param link: the address that it leads to.
    :param title: its title.
    :param published: its date.
    :param updated: the date of its last update.
    :param authors: all who wrote it.
    :param categories: its tags and categories.
    :param sources: what it retells: the language, as BCP 47 writes it, and the address.
    :param summary: the beginning, as plain text.
    :param content: the text, as HTML with absolute addresses; ``""`` for none.
    """

    url: str
    link: str
    title: str
    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    categories: tuple[Category, ...]
    sources: tuple[tuple[str, str], ...]
    summary: str
    content: str


@dataclass(frozen=True)
class Feed:
    """A feed in one language.

    :param url: its own public address, which is its identity too.
    :param language: the language, as BCP 47 writes it.
    :param source_language: the language of what is not translated.
    :param title: its title.
    :param subtitle: a sentence about it, or ``""``.
    :param page: the public address of the page that lists the same posts.
    :param others: the same feed in other languages: language and address.
    :param author: who speaks where a post names nobody.
    :param entries: the posts, the newest first.
    """

    url: str
    language: str
    source_language: str
    title: str
    subtitle: str
    page: str
    others: tuple[tuple[str, str], ...]
    author: Person
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> datetime:
        """The newest date in it; never the time of the build."""
        return max(entry.updated for entry in self.entries)


def write_feed(feed: Feed) -> bytes:
    """Return the feed as a file, the same for the same data."""
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    _text(root, "id", feed.url)
    _words(root, "title", feed.title, feed)
    if feed.subtitle:
        _words(root, "subtitle", feed.subtitle, feed)
    _text(root, "updated", _moment(feed.updated))
    _person(root, feed.author)
    _link(root, "self", feed.url, "application/atom+xml", feed.language)
    _link(root, "alternate", feed.page, "text/html", feed.language)
    for language, url in feed.others:
        _link(root, "alternate", url, "application/atom+xml", language)
    for entry in feed.entries:
        _entry(root, entry, feed)
    ET.indent(root)
    written: bytes = ET.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + written + b"\n"


def _entry(root: ET.Element, entry: Entry, feed: Feed) -> None:
    node = ET.SubElement(root, "entry")
    _text(node, "id", entry.url)
    _words(node, "title", entry.title, feed)
    _text(node, "published", _moment(entry.published))
    _text(node, "updated", _moment(entry.updated))
    for person in entry.authors:
        _person(node, person)
    is_marked = is_untranslated(entry.title)
    language = marks.tag_of(entry.title, feed.source_language) if is_marked else feed.language
    _link(node, "alternate", entry.link, "text/html", language)
    for language, address in entry.sources:
        _link(node, "via", address, "text/html", language)
    _categories(node, entry.categories, feed)
    if entry.summary:
        _words(node, "summary", entry.summary, feed)
    if entry.content:
        content = _text(node, "content", marks.to_html(entry.content, feed.source_language))
        content.set("type", "html")
        content.set("xml:base", entry.url)


def _categories(node: ET.Element, categories: Iterable[Category], feed: Feed) -> None:
    for category in categories:
        found = ET.SubElement(node, "category", term=category.term, scheme=category.scheme)
        found.set("label", _clean(category.label))
        if is_untranslated(category.label):
            found.set("xml:lang", marks.tag_of(category.label, feed.source_language))


def _person(node: ET.Element, person: Person) -> None:
    author = ET.SubElement(node, "author")
    _text(author, "name", person.name)
    if person.url:
        _text(author, "uri", person.url)


def _link(node: ET.Element, rel: str, href: str, kind: str, language: str) -> None:
    ET.SubElement(node, "link", rel=rel, type=kind, hreflang=language, href=href)


def _words(node: ET.Element, name: str, text: str, feed: Feed) -> None:
    """Write words, and say so where they are not in the feed's language."""
    found = _text(node, name, text)
    if is_untranslated(text):
        found.set("xml:lang", marks.tag_of(text, feed.source_language))


def is_untranslated(text: str) -> bool:
    """Say whether a text is in the source language as a whole, and not a name in it only."""
    whole = text.startswith(marks.START) and text.endswith(marks.END)
    return whole and text.count(marks.START) == 1


def _text(node: ET.Element, name: str, text: str) -> ET.Element:
    found = ET.SubElement(node, name)
    found.text = _clean(text)
    return found


def _clean(text: str) -> str:
    return _NOT_XML.sub("", marks.strip(text))


def _moment(when: datetime) -> str:
    return when.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
