"""The Atom feeds of a blog: one per language, and one per label where the site wants them.

:class:`FeedMaker` collects what a feed says as plain data, and :func:`write_feed` writes this
as Atom (RFC 4287).  Why not a library: feedgen, which ablog uses, has no language on a title, a
summary or a label, so a post that is not translated yet would be read out in the wrong
language; it writes the time of the build where nobody gives one, and it needs lxml.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from jinja2 import Template

from ..site.options import current_language, site_of
from ..site.pagedata import makes_web_pages
from ..text.html import absolute, words_of
from ..translate import marks
from ..translate.page_language import source_tag
from ..upstream.ablog_blog import anchor, blog_of, collections_of
from ..upstream.sphinx import is_set
from . import model
from .posts import credits_of, plain_name

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..upstream.ablog_blog import LabelLike, PostLike
    from .posts import Retelling


@dataclass(frozen=True)
class Announced:
    """The feed that every page names: its path under the language's root, and its title."""

    path: str
    title: str


def feed_of(app: Sphinx) -> Announced | None:
    """Return the blog's feed, or ``None`` where the site has no address or no post."""
    blog = blog_of(app)
    if not blog.blog_baseurl or not len(blog.posts):
        return None
    name = next(iter(blog.blog_feed_templates), "atom")
    return Announced(f"{blog.blog_path}/{name}.xml", str(blog.blog_title))


class FeedMaker:
    """Makes the feeds of one build.

    :param app: the running build.
    """

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._blog = blog_of(app)
        self._language = current_language(app.config)
        self._root: str = self._blog.blog_baseurl
        self._entries: dict[tuple[str, str], Entry] = {}

    def feeds(self) -> Iterator[tuple[str, Feed]]:
        """Yield each feed and its path under the language's root."""
        for name, templates in self._blog.blog_feed_templates.items():
            for title, page, folder, posts in self._lists():
                path = f"{folder}/{name}.xml"
                yield path, self._feed(path, title, page, posts, templates)

    def _lists(self) -> Iterator[tuple[str, str, str, Any]]:
        """Yield what gets a feed: its title, page, folder and ablog's collection of posts."""
        blog = self._blog
        yield str(blog.blog_title), blog.posts.docname, blog.blog_path, blog.posts
        if not blog.blog_feed_archives:
            return
        for kind in model.LISTED:
            catalog = collections_of(blog, kind)
            for one in {one.docname: one for one in catalog if len(one)}.values():
                title = f"{blog.blog_title} - {model.title_of(kind, one)}"
                yield title, one.docname, one.docname, one

    def _feed(
        self,
        path: str,
        title: str,
        page: str,
        posts: Any,
        templates: Mapping[str, str],
    ) -> Feed:
        base = self._root.removesuffix(quote(self._language.prefix))
        site = replace(site_of(self._app.config), base_url=base)
        languages = {one.code for one in posts.tandem_languages}
        others = [one for one in site.languages if one != self._language and one.code in languages]
        entries = [self._entry(post, templates) for post in posts]
        return Feed(
            url=urljoin(self._root, quote(path)),
            language=self._language.tag,
            source_language=site_of(self._app.config).source.tag,
            title=title,
            subtitle=str(self._blog.blog_feed_subtitle or ""),
            page=self._address(page),
            others=tuple((one.tag, urljoin(site.root(one), quote(path))) for one in others),
            author=Person(marks.strip(self._author())),
            entries=tuple(entries[: self._blog.blog_feed_length or None]),
        )

    def _author(self) -> str:
        """Return whom the feed names as author of posts that name nobody."""
        config = self._app.config
        return str(config.project if is_set(config, "project") else self._blog.blog_title)

    def _address(self, docname: str) -> str:
        return urljoin(self._root, self._app.builder.get_target_uri(docname))

    def _entry(self, post: PostLike, templates: Mapping[str, str]) -> Entry:
        key = (post.docname, post.section)
        if key not in self._entries:
            self._entries[key] = self._plain_entry(post)
        entry = self._entries[key]
        words = {"title": entry.title, "summary": entry.summary, "content": entry.content}
        scope = {**words, "post": post, "blog": self._blog, "app": self._app}
        for name in words.keys() & templates.keys():
            # a setting of the site, as ablog has it; what it makes is escaped in the feed
            words[name] = Template(templates[name]).render(scope)
        return replace(
            entry, title=words["title"], summary=words["summary"], content=words["content"]
        )

    def _plain_entry(self, post: PostLike) -> Entry:
        url = self._address(post.docname) + anchor(post)
        summary = post.renderer.summary(post).html
        content = ""
        if not self._blog.blog_feed_titles:
            whole = self._blog.blog_feed_fulltext
            content = absolute(post.renderer.text(post).html if whole else summary, url)
        retelling = post.retelling
        if retelling and content:
            content = self._credits(retelling) + content
        return Entry(
            url=url,
            link=str(post.external_link) if post.external_link else url,
            title=post.title,
            published=retelling.date if retelling else post.date,
            updated=max(post.update, retelling.date) if retelling else post.update,
            authors=tuple(Person(str(one.name), one.href or "") for one in post.author),
            categories=tuple(self._categories(post)),
            sources=tuple(
                (one.language.replace("_", "-"), one.address)
                for one in (retelling.originals if retelling else ())
                if one.address
            ),
            summary=self._summary(post, words_of(summary)),
            content=content,
        )

    def _credits(self, retelling: Retelling) -> str:
        """Return what the post's page says of the originals, for those who read it elsewhere."""
        written = self._blog.post_date_format
        found = credits_of(retelling, lambda day: day.strftime(written), plain_name)
        return "".join(f"<p>{sentence}</p>\n" for sentence in found)

    def _summary(self, post: PostLike, text: str) -> str:
        """Return the summary, marked as a whole if none of its paragraphs is translated."""
        tag = source_tag(self._app, post.docname)
        untranslated = f"language-{tag or site_of(self._app.config).source.tag}"
        found = [node for node in post.excerpt if node.astext().strip()]
        whole = bool(found) and all(untranslated in node["classes"] for node in found)
        return marks.wrap(marks.strip(text), tag) if whole else text

    def _categories(self, post: PostLike) -> Iterator[Category]:
        for kind in ("tags", "category"):
            found: list[LabelLike] = getattr(post, kind)
            for one in found:
                term = model.slug(model.source_name(self._app, kind, one.label))
                scheme = self._address(self._blog.catalogs[kind].docname)
                yield Category(term, str(one.name), scheme)


def write_feeds(app: Sphinx) -> list[Any]:
    """Write the feeds beside the pages; they are not pages themselves."""
    if makes_web_pages(app) and feed_of(app):
        for path, feed in FeedMaker(app).feeds():
            target = Path(app.outdir) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(write_feed(feed))
    return []


# -- Plain data, and how it is written -----------------------------------------------------------


# What XML 1.0 cannot hold, and the noncharacters that our marks are made of.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]")


@dataclass(frozen=True)
class Person:
    """An author: the name, and an address or ``""``."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Category:
    """A label: the last part of its address, its name, and the address of all labels of its kind."""

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
    :param author: the author of posts that name nobody.
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
    """Say whether a whole text is in the source language, and not only a name in it."""
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
