"""What is done with posts after ablog has read them.

What ablog noted gets dates in the language of the build and beginnings that can be shown on
other pages (``doctree-read``, priority 900 after ablog's 500).  Where a post has changed,
every page that may show it is written again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..site.options import site_of
from ..site.pagedata import page_data
from ..translate.interface import _, language_of_words
from ..upstream.ablog_blog import POSTS, PostNode, UpdateNode, blog_of
from .dates import PostDate
from .prepare import mend_updates
from .retold import read_retelling
from .views import cover


def title_updates(app: Sphinx, tree: nodes.Element) -> None:
    """Write the headings of updates in place of ablog's, in the language of the build."""
    for node in tree.findall(UpdateNode):
        text = _("Updated on %s")
        when = datetime.fromisoformat(node["date"])
        language = language_of_words(app, text)
        day = PostDate.of(when, language, language == site_of(app.config).source.code)
        text %= day.strftime(app.config.post_date_format)
        if node.children and isinstance(node[0], nodes.title):
            node.pop(0)
        node.insert(0, nodes.title("", text, translatable=False))
        node["classes"] = ["note", "update"]


def finish_posts(app: Sphinx, doctree: nodes.document) -> None:
    """Give what ablog noted its dates, and detach it from the page's document."""
    docname = app.env.docname
    title_updates(app, doctree)
    found = page_data(app.env, POSTS).get(docname, ())
    # The front matter is about the page, so it says nothing about one post among several.
    retelling = read_retelling(app, docname) if len(found) == 1 else None
    minutes = reading_minutes(doctree.astext(), len(found) or 1)
    for info in found:
        info["retelling"], info["minutes"] = retelling, minutes
        for name in ("date", "update"):
            info[name] = PostDate.for_build(app, info[name])
        info["excerpt"] = [clean_excerpt(app, node, docname) for node in info["excerpt"]]
        # The page's own tree is on disk; ablog's copies made the environment twice as big.
        info["doctree"] = None
        _mend_reference(app, doctree, docname)


# Adults read about 240 English words a minute (Brysbaert 2019, doi 10.1016/j.jml.2019.104047);
# with a blank each that is 1,400 letters, and about 350 signs of Chinese or Japanese.
_LETTERS, _SIGNS = 1400, 350
_IS_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def reading_minutes(text: str, posts: int = 1) -> int:
    """Return how long it takes to read a page, or one of several posts on it.

    >>> reading_minutes("word " * 480)
    2
    """
    signs = len(_IS_SIGN.findall(text))
    return max(1, round((signs / _SIGNS + (len(text) - signs) / _LETTERS) / posts))


def settle_copy(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Do in the copy of a post that has instructor notes what ablog does in the post itself.

    ablog does not see the copy, which is read in an environment of its own.
    """
    if env is app.env:
        return
    for node in list(document.findall(PostNode)):
        node.parent.replace(node, [] if node["exclude"] else node.children)
    mend_updates(app, document)
    title_updates(app, document)


def _mend_reference(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let ``{ref}`` to a post lead to its page: ablog names an id that the page does not have."""
    domain = app.env.domains["std"]
    parts = docname.split("/")
    name = parts[-2] if parts[-1] == "index" and len(parts) > 1 else parts[-1]
    found = domain.labels.get(name)
    if found and found[:2] == (docname, name) and name not in doctree.ids:
        domain.labels[name] = (docname, "", found[2])
        domain.anonlabels[name] = (docname, "")


# -- The beginning of a post, made fit to be shown on other pages --------------------------------


def clean_excerpt(app: Sphinx, node: nodes.Element, docname: str) -> nodes.Element:
    """Take out of a part of a post what makes sense only on the post's own page.

    :param node: a copy that ablog made of the part.
    """
    title_updates(app, node)
    for part in list(node.findall(nodes.Element)):
        # Ids would be repeated on every list; the document would be saved with each list.
        part["ids"], part["names"] = [], []
        part.document = None  # type: ignore[assignment]  # as docutils begins with
        if isinstance(part, nodes.footnote_reference | nodes.citation_reference | nodes.target):
            if part.parent is not None:
                part.parent.remove(part)
        elif _leads_to_own_page(part):
            part.replace_self(part.children)
        elif isinstance(part, addnodes.pending_xref) and part.get("reftype") == "doc":
            _make_absolute(part, docname)
    return node


def _leads_to_own_page(node: nodes.Element) -> bool:
    if isinstance(node, addnodes.pending_xref):
        return "reflocalid" in node  # MyST's link to an anchor of its own page
    is_link = isinstance(node, nodes.reference)
    return is_link and ("refid" in node or str(node.get("refuri", "")).startswith("#"))


def _make_absolute(node: addnodes.pending_xref, docname: str) -> None:
    """Let a relative ``{doc}`` lead to the same page from every list.

    ablog resolves it as if it was on the page that shows the list.
    """
    target = node.get("reftarget", "")
    if node.get("refdomain") == "std" and not target.startswith("/"):
        folder = posixpath.dirname(node.get("refdoc") or docname)
        node["reftarget"] = "/" + posixpath.normpath(posixpath.join(folder, target))


# -- Pages that show a post which has changed ----------------------------------------------------
# Sphinx writes only the pages whose own source changed; a preview would go on showing the old
# title of a post in lists, in sidebars and beside its neighbours.

_SHOWN = ("title", "date", "update", "tags", "author", "category", "location", "language")


def _digest(env: BuildEnvironment) -> str:
    """Return a digest of all that other pages show of posts."""
    digest = sha256()
    for docname, found in sorted(page_data(env, POSTS).items()):
        for info in found:
            shown = [str(info[name]) for name in _SHOWN]
            shown += [str(info.get("retelling")), str(info["minutes"]), *map(str, info["excerpt"])]
            digest.update(repr((docname, info["section"], shown)).encode())
    return digest.hexdigest()


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the pages that show posts, where any post has changed since the last build."""
    before, now = getattr(env, "tandem_blog_digest", None), _digest(env)
    env.tandem_blog_digest = now  # type: ignore[attr-defined]  # kept from build to build
    return [] if before == now else sorted(env.found_docs)


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
