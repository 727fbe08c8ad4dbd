"""What templates show of the blog, as plain data with links from one page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation

from ..pages.social import drawing
from ..site.options import current_language
from ..translate import marks
from ..translate.interface import _, label, ngettext
from ..upstream.ablog_blog import anchor, blog_of, collections_of
from .model import names_of_kind
from .posts import credits_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sphinx.application import Sphinx

    from ..upstream.ablog_blog import PostLike

_of_ablog = get_translation("sphinx")


@dataclass(frozen=True)
class Link:
    """A link: its words and its address."""

    text: str
    href: str


@dataclass(frozen=True)
class LabelLink:
    """A link to a label's posts: its words, its address, how many there are, and how big it is shown."""

    text: str
    href: str
    count: int
    size: int


@dataclass(frozen=True)
class Day:
    """A date, for programs and for people."""

    iso: str
    text: str


@dataclass(frozen=True)
class Group:
    """What a post says about itself in one respect, such as its tags.

    :param kind: the name of the front matter's field.
    :param heading: what it is called, in the language of the page.
    :param links: the labels.
    """

    kind: str
    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Card:
    """A post in a list.

    :param title: its title, with marks where it is not translated.
    :param href: the address of its page, or the one that it names instead.
    :param published: its date.
    :param updated: the date of its last update, if there is one.
    :param retold: the date on which it was written, where it retells earlier posts.
    :param originals: a sentence about each of these, as HTML.
    :param groups: its authors, tags and so on.
    :param minutes: how long it takes to read, in words.
    :param cover: its drawing, as SVG.
    :param summary: the beginning of its text, as HTML; ``""`` where none is shown.
    """

    title: str
    href: str
    published: Day
    updated: Day | None
    retold: Day | None
    originals: tuple[str, ...]
    groups: tuple[Group, ...]
    minutes: str
    cover: str
    summary: str = ""


def cover(docname: str) -> str:
    """Return the drawing of a post, as SVG; its colours are those of the page around it."""
    ground, arcs = drawing(docname)
    parts = [f'<path class="tandem-cover-{ground}" d="M0 0h320v120H0z"/>']
    for arc in arcs:
        left, right = arc.left, arc.right
        parts.append(
            f'<path class="tandem-cover-arc tandem-cover-{arc.color}" '
            f'd="M{left} 112C{left + 20} {arc.height} {right - 20} {arc.height} {right} 112"/>'
        )
        parts += [
            f'<circle class="tandem-cover-dot" cx="{x}" cy="112" r="{radius}"/>'
            for x, radius in zip((left, right), arc.dots, strict=True)
        ]
    return (
        '<svg class="tandem-cover" viewBox="0 0 320 120" aria-hidden="true" '
        f'preserveAspectRatio="xMidYMid slice">{"".join(parts)}</svg>'
    )


def show_covers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the drawing of each post before it, in the lists that a page asks for."""
    if app.builder.format != "html":
        return
    posts = {
        app.builder.get_relative_uri(docname, post.docname): post for post in blog_of(app).posts
    }
    listed = (item for item in doctree.findall(nodes.list_item) if "ablog-post" in item["classes"])
    for item in listed:
        link = next(iter(item.findall(nodes.reference)), None)
        if link is not None and (post := posts.get(link.get("refuri", ""))):
            item.insert(0, nodes.raw("", cover(post.docname), format="html"))


class BlogView:
    """The blog as one page sees it; templates know it as ``tandem_blog``.

    :param app: the running build.
    :param blog: ablog's blog.
    :param pagename: the page.
    """

    def __init__(self, app: Sphinx, blog: Any, pagename: str) -> None:
        self._app = app
        self._blog = blog
        self._pagename = pagename

    def __bool__(self) -> bool:
        """Say whether there are posts."""
        return len(self._blog.posts) > 0

    def gettext(self, text: str) -> str:
        """Translate one of our own strings; templates may not call a name that begins with ``_``."""
        return str(_(text))

    def label(self, text: str) -> str:
        """Return what comes before a value, as the language of the page writes it."""
        return label(text)

    @property
    def read_more(self) -> str:
        """The words of ablog's link from the beginning of a post to all of it."""
        return str(_of_ablog("Read more ..."))

    def href(self, docname: str) -> str:
        """Return the link to a page."""
        return self._app.builder.get_relative_uri(self._pagename, docname) or "#"

    @property
    def index(self) -> str:
        """The link to the blog's first page."""
        return self.href(self._blog.blog_path)

    def day(self, when: datetime, short: bool = False) -> Day:
        """Return a date."""
        written = self._blog.post_date_format_short if short else self._blog.post_date_format
        return Day(when.date().isoformat(), when.strftime(written))

    def link(self, post: PostLike) -> Link:
        """Return the link to a post."""
        external = post.external_link
        return Link(
            post.title, str(external) if external else self.href(post.docname) + anchor(post)
        )

    def card(self, post: PostLike, summary: bool = False) -> Card:
        """Return a post for a list.

        :param summary: whether the beginning of its text is shown.
        """
        link, retelling = self.link(post), post.retelling
        return Card(
            link.text,
            link.href,
            self.day(post.date),
            self.day(post.update) if post.update != post.date else None,
            self.day(retelling.date) if retelling else None,
            credits_of(retelling, self._written, self._person) if retelling else (),
            tuple(self._groups(post)),
            ngettext("%(count)d minute", "%(count)d minutes", post.minutes)
            % {"count": post.minutes},
            cover(post.docname),
            post.to_html(self._pagename) if summary else "",
        )

    def listed(self, posts: Iterable[PostLike]) -> dict[str, Any]:
        """Return what a template needs to list posts, with their beginnings if the site wants them."""
        found = list(posts)
        summary = not self._blog.blog_archive_titles
        return {
            "cards": [self.card(post, summary) for post in found],
            "has_maths_elements": any(one.renderer.summary(one).has_formulas for one in found),
        }

    def _written(self, when: datetime) -> str:
        return self.day(when).text

    def _person(self, name: str) -> str:
        """Return the link to the page of a person whose posts are retold, as HTML."""
        href = self.href(self._blog.catalogs["author"][name].docname)
        return f'<a href="{escape(href)}" translate="no">{escape(name)}</a>'

    def _groups(self, post: PostLike) -> list[Group]:
        groups = []
        for kind in ("author", "category", "tags", "location", "language"):
            links = tuple(
                Link(one.name, self.href(one.docname)) for one in getattr(post, kind) or ()
            )
            if links:
                groups.append(Group(kind, names_of_kind(kind)[len(links) > 1], links))
        return groups

    @cached_property
    def post(self) -> Card | None:
        """The post that the page is, or ``None``."""
        found = self._post()
        return self.card(found) if found else None

    def _post(self) -> PostLike | None:
        found: PostLike | None = self._blog.posts[self._pagename]
        return found

    def _neighbour(self, name: str) -> Link | None:
        post = self._post()
        found = getattr(post, name) if post and self._blog.post_show_prev_next else None
        return self.link(found) if found else None

    @property
    def previous(self) -> Link | None:
        """The link to the post before this one."""
        return self._neighbour("prev")

    @property
    def next(self) -> Link | None:
        """The link to the post after this one."""
        return self._neighbour("next")

    @property
    def related(self) -> list[Link]:
        """The links to the newest posts that share most tags with this one, three at most."""
        post = self._post()
        if not post or not post.tags:
            return []
        tags, near = {one.label for one in post.tags}, (post, post.prev, post.next)
        shared = [
            (len(tags & {tag.label for tag in one.tags or ()}), one) for one in self._blog.posts
        ]
        found = sorted((pair for pair in shared if pair[0]), key=lambda pair: -pair[0])
        return [self.link(one) for _count, one in found if one not in near][:3]

    def recent(self, count: int = 5) -> list[tuple[Day, Link]]:
        """Return the newest posts except this one, with their dates."""
        found = self._blog.recent(count, self._pagename)
        return [(self.day(post.date, short=True), self.link(post)) for post in found]

    def labels(self, kind: str) -> list[LabelLink]:
        """Return the links to all tags, authors and so on; ``archive`` gives the years."""
        return [
            LabelLink(str(one.name), self.href(one.docname), len(one), one.relsize(5, 1))
            for one in self.collections(kind)
        ]

    def collections(self, kind: str) -> list[Any]:
        """Return ablog's collections of a kind that hold posts, in the order of their names."""
        catalog = collections_of(self._blog, kind)
        found = {one.docname: one for one in catalog if len(one)}
        if kind == "archive":
            return sorted(found.values(), key=lambda one: -int(one.label))
        language = current_language(self._app.config).data
        return sorted(found.values(), key=lambda one: language.sort_key(marks.strip(one.name)))

    def overview(self, kind: str) -> str:
        """Return the link to the page with all labels of a kind."""
        catalog = collections_of(self._blog, kind)
        return self.href(catalog.docname)
