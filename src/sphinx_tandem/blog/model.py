"""Fills ablog's own model of the blog: every post, every label, named in this language.

ablog fills it while it reads pages, with English names, and asks the machine's
clock which posts are published.  Here it is filled once, when all pages are read.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import new_document

from ..site.options import current_language, is_source, site_of
from ..site.pagedata import page_data
from ..text.html import moved, with_own_ids
from ..translate import marks
from ..translate.interface import _
from ..translate.lookup import SITE_DOMAIN, catalogs_of, site_messages, site_text
from ..translate.page_language import is_published, language_called, page_language
from ..upstream.ablog_blog import POSTS, Collection, Post, PostLike, blog_of, slugify
from ..upstream.sphinx import Rendered, is_set, resolved_page, write_fragment

if TYPE_CHECKING:
    from ..site import Language
    from .posts import Retelling

logger = logging.getLogger(__name__)

# The kinds of labels, and what translators read about each.  The names of authors stay.
KINDS = {
    "tags": "Blog tag",
    "category": "Blog category",
    "location": "Blog location",
    "language": "Blog language",
    "author": "",
}
#: The kinds of labels that have pages and feeds of their own, in the order in which they are made.
LISTED = ("archive", "author", "category", "tags", "location", "language")


def names_of_kind(kind: str) -> tuple[str, str, str]:
    """Return the word for one label of a kind, that for several, and the title of a label's list."""
    names = {
        "author": (_("Author"), _("Authors"), _("Posts by %s")),
        "category": (_("Category"), _("Categories"), _("Posts in the category %s")),
        "tags": (_("Tag"), _("Tags"), _("Posts tagged %s")),
        "location": (_("Location"), _("Locations"), _("Posts from %s")),
        "language": (_("Language"), _("Languages"), _("Posts in %s")),
        "archive": ("", _("Archive"), _("Posts of %s")),
    }
    return names[kind]


def pages_of_all(blog: Any) -> set[str]:
    """Return the pages where readers look for all posts; a page of the site may have the name."""
    return {blog.posts.docname, f"{blog.posts.docname}/index"}


def title_of(kind: str, collection: Any) -> str:
    """Return the title of the page that lists the posts of a label."""
    title, name = names_of_kind(kind)[2], str(collection.name)
    if kind == "author" and not is_author(collection):
        title = _("Retold from posts by %s")
    return title % name


def source_name(app: Sphinx, kind: str, label: str) -> str:
    """Return the name of a label in the source language; a setting may spell it out."""
    named = spelled_out(app, kind)
    return named[label][0] if label in named else label


def spelled_out(app: Sphinx, kind: str) -> dict[str, tuple[str, str | None]]:
    """Return the names and links that ``blog_authors`` and its like give to labels."""
    if kind in ("author", "location", "language"):
        return dict(getattr(app.config, f"blog_{kind}s", None) or {})
    return {}


def translated_author(app: Sphinx, name: str) -> str:
    """Return the name of an author: only the name of the site's own may be translated."""
    found = catalogs_of(app).domain(SITE_DOMAIN).get(name) if is_own_author(app, name) else None
    return found.text if found and not is_source(app.config) else name


def is_own_author(app: Sphinx, name: str) -> bool:
    """Say whether a post is by whoever the setting ``author`` names, usually a team."""
    return is_set(app.config, "author") and name == app.config.author


def slug(name: str) -> str:
    """Return the last part of a label's address, made from the source language's name."""
    found: str = slugify(name)
    return found or "label-" + name.encode().hex()


def register_defaults(app: Sphinx) -> None:
    """Give the names in the settings to the translators."""
    conf = str(app.confdir / "conf.py")
    for kind, comment in KINDS.items():
        for name, _link in spelled_out(app, kind).values():
            if comment:
                site_messages(app).add(name, conf, 1, comment)


class PublishedPost(Post):  # type: ignore[misc]  # ablog has no types
    """A post as in ablog, but published whatever the day of the build."""

    published: bool
    draft: bool

    def __init__(self, blog: Any, docname: str, info: dict[str, Any], renderer: Renderer) -> None:
        super().__init__(blog, docname, info)
        self.renderer = renderer
        self.retelling: Retelling | None = info.get("retelling")
        self.minutes: int = info["minutes"]
        if self.draft:  # its date is to come
            self.published, self.draft = True, False
            for kind in ("author", "location", "language"):
                if not getattr(self, kind):
                    setattr(self, kind, getattr(blog, f"blog_default_{kind}") or [])
            self.archive = blog.archive[self.date.year]
            self.archive.add(self)

    def __lt__(self, other: Any) -> bool:
        """Order posts of one day by their page: titles differ from language to language."""
        mine, theirs = ((one.date, one.docname, one.order) for one in (self, other))
        return bool(mine < theirs)

    def to_html(
        self, pagename: str, fulltext: bool = False, drop_h1: bool = True, img_url: bool = False
    ) -> str:
        """Return the summary, or the text, as it is to be on another page."""
        return self.renderer.shown_on(self, pagename, fulltext)


def fill_model(app: Sphinx, env: BuildEnvironment) -> None:
    """Fill ablog's blog with the posts that were read, in this build or an earlier one."""
    register_defaults(app)
    blog, renderer = blog_of(app), Renderer(app)
    for docname, posts in sorted(page_data(env, POSTS).items()):
        for info in posts:
            _enter_labels(app, blog, docname, info)
            if not is_published(app, docname):
                continue
            post = PublishedPost(blog, docname, info, renderer)
            blog.posts.add(post)
            for catalog in blog.catalogs.values():
                catalog.add(post)
            # The people whose posts it retells are listed with it, though it is not by them.
            for name in post.retelling.people if post.retelling else ():
                _list_of_person(app, blog, name, docname).add(post)
    _name_references(blog)


def _list_of_person(app: Sphinx, blog: Any, name: str, docname: str) -> Any:
    catalog = blog.catalogs["author"]
    if name not in catalog.collections:
        catalog[name] = _collection(app, catalog, "author", name, docname)
    return catalog[name]


def is_author(collection: Any) -> bool:
    """Say whether a person wrote one of the posts in their list, and not only originals."""
    return any(collection in post.author for post in collection)


def _enter_labels(app: Sphinx, blog: Any, docname: str, info: dict[str, Any]) -> None:
    """Name the labels of a post, and note for each of its lists where the post is published."""
    lists = [blog.posts, blog.archive[info["date"].year]]
    for kind, catalog in blog.catalogs.items():
        for label in info[kind] or getattr(blog, f"blog_default_{kind}", None) or ():
            if not getattr(catalog.collections.get(label), "tandem_named", False):
                catalog[label] = _collection(app, catalog, kind, label, docname)
            lists.append(catalog[label])
    retelling: Retelling | None = info.get("retelling")
    people = retelling.people if retelling else ()
    lists += [_list_of_person(app, blog, name, docname) for name in people]
    for one in lists:
        known: frozenset[Language] = getattr(one, "tandem_languages", frozenset())
        one.tandem_languages = known | set(page_language(app, docname).published)


def _collection(app: Sphinx, catalog: Any, kind: str, label: str, docname: str) -> Any:
    """Make ablog's collection for a label; two labels of one address are one collection."""
    name = source_name(app, kind, label)
    path = posixpath.join(catalog.path, slug(name))
    for other in catalog.collections.values():
        if getattr(other, "tandem_named", False) and other.docname == path:
            logger.warning(
                "'%s' and '%s' have the same address, %s, so they are one list. "
                "Write them alike in every post.",
                other.label,
                label,
                path,
                location=docname,
                type="blog",
                subtype="label",
            )
            return other
    link = spelled_out(app, kind).get(label, ("", None))[1]
    shown = _shown(app, kind, name) if KINDS[kind] else translated_author(app, name)
    made = Collection(catalog, label, shown, link, path=path)
    made.tandem_named = True
    return made


def _shown(app: Sphinx, kind: str, name: str) -> str:
    """Return the name of a label in the language of the build, marked if it is in another."""
    shown = site_text(app, name)
    is_translated = not marks.is_marked(shown) and not is_source(app.config)
    if kind != "language" or is_translated:
        return shown
    found = language_called(site_of(app.config), name)
    if not found or name.casefold() not in (found.name.casefold(), found.code, found.tag):
        return shown
    is_own = found == current_language(app.config)
    return found.name if is_own else marks.wrap(found.name, found.tag)


def _name_references(blog: Any) -> None:
    """Name what ``{ref}`blog-tags``` and its like lead to; drafts have no page."""
    kinds = {"archives": "archive", "tags": "tags", "authors": "author", "locations": "location"}
    kinds |= {"languages": "language", "categories": "category"}
    names = {f"blog-{name}": names_of_kind(kind)[1] for name, kind in kinds.items()}
    names |= {"blog-posts": _("All posts"), "blog-feed": _("%s: Atom feed") % blog.blog_title}
    for name, text in names.items():
        blog.references[name] = (blog.references[name][0], text)
    blog.references.pop("blog-drafts", None)


# -- The text of a post, for other places: lists of posts and feeds ------------------------------


class Renderer:
    """Writes each post once; every place that shows it gets the addresses it needs.

    References are resolved on the post's own page: ablog resolves them anew on
    every list, where relative ones fail, and warns each time.
    """

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._summaries: dict[tuple[str, str], Rendered] = {}

    def summary(self, post: PostLike) -> Rendered:
        """Return the beginning of a post."""
        key = (post.docname, post.section)
        if key not in self._summaries:
            box = nodes.container("", classes=["ablog-post-excerpt"])
            box.extend(node.deepcopy() for node in post.excerpt)
            document = new_document(str(self._app.env.doc2path(post.docname)))
            document.append(box)
            self._app.env.apply_post_transforms(document, post.docname)
            self._summaries[key] = write_fragment(self._app, post.docname, document)
        return self._summaries[key]

    def text(self, post: PostLike) -> Rendered:
        """Return the whole post, without its main heading."""
        tree = self._app.env.get_doctree(post.docname)
        document = resolved_page(self._app, post.docname, tree)
        section = _section(document, post.section)
        if post.section:
            document.children = [section]
        for title in section.children:
            if isinstance(title, nodes.title):
                section.remove(title)
                break
        return write_fragment(self._app, post.docname, document)

    def shown_on(self, post: PostLike, pagename: str, whole: bool = False) -> str:
        """Return a post's beginning, or its text, as it is to be on another page."""
        html = (self.text(post) if whole else self.summary(post)).html
        uri = self._app.builder.get_target_uri
        name = "-".join(filter(None, (post.docname.replace("/", "-"), post.section)))
        return with_own_ids(moved(html, uri(post.docname), uri(pagename)), f"{name}-")


def _section(document: nodes.document, section_id: str) -> nodes.Element:
    """Return the section of a post: the one with its id, or the first of the page."""
    for section in document.findall(nodes.section):
        if not section_id or section_id in section["ids"]:
            return section
    return document
