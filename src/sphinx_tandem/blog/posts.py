"""What is done with posts after ablog has read them; posts that retell earlier ones.

What ablog noted gets dates in the language of the build and beginnings that can be shown on
other pages (``doctree-read``, priority 900 after ablog's 500).  Where a post has changed,
every page that may show it is written again.

A post may retell earlier ones, and say who wrote the originals, when, in which language, and where.
The text of such a post is by whoever retold it, on the day that ``retold`` gives; the people
of the originals are named beside it, and never as its authors.  ``date`` goes on ordering the
posts.  In the front matter of a Markdown page::

    date: 2024-03-22
    author: The team of today
    retold: 2026-11-21
    originals:
      - language: en
        authors: [Ana Ruiz, Ben Gil]
        date: 2024-03-22
        address: https://example.org/first-post
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..site import PSEUDO_CODE, locale_of, locale_or_english
from ..site.options import site_of
from ..site.pagedata import page_data, source_text
from ..text import Syntax, pseudo
from ..text.yaml_lines import Kind, Reader, Value, front_matter, read_front_matter, split_labels
from ..translate import marks
from ..translate.interface import _, in_a_row, language_of_words
from ..upstream.ablog_blog import POSTS, PostNode, UpdateNode
from .dates import PostDate, parse_date
from .prepare import mend_updates


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


# -- Posts that retell earlier ones -----------------------------------------------------------------

_logger = logging.getLogger(__name__)

_NEEDED = ("language", "authors", "date")
_KEYS = (*_NEEDED, "address")
_HOW_TO_DATE = "write year, month and day, such as 2024-04-24"


@dataclass(frozen=True)
class Original:
    """One of the posts that a post retells.

    :param language: the code of the language in which it was written.
    :param authors: who wrote it.
    :param date: the day on which it was first published.
    :param address: where it can be read, or ``""``.
    """

    language: str
    authors: tuple[str, ...]
    date: PostDate
    address: str


@dataclass(frozen=True)
class Retelling:
    """What a post says of the posts that it retells.

    :param date: the day on which it was written.
    :param originals: those posts, in the order of the front matter.
    """

    date: PostDate
    originals: tuple[Original, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Who wrote the originals, each once."""
        return tuple(dict.fromkeys(name for one in self.originals for name in one.authors))


def read_retelling(app: Sphinx, docname: str) -> Retelling | None:
    """Return what the front matter of a page says, or ``None`` if it retells nothing.

    Each problem is a warning on its line, and the post then names no original: half a byline
    would leave somebody out.
    """
    text = source_text(app.env, docname)
    if not {"retold", "originals"} & read_front_matter(text).keys():
        return None
    root = front_matter(text)  # which the fields have shown to be YAML, or none at all
    pairs = (root.pairs if root else None) or []
    fields = {key.text: value for key, value in pairs}
    if not {"retold", "originals"} & fields.keys():
        return None
    return _FieldReader(app, docname).retelling(fields.get("retold"), fields.get("originals"))


class _FieldReader(Reader):
    """Reads the two fields of one post, and warns of each problem on its line."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        super().__init__(self._warn)
        self._app, self._docname = app, docname
        self._problems = 0

    def _warn(self, line: int, _kind: Kind, message: str) -> None:
        self._problems += 1
        _logger.warning(
            "%s. Until this is fixed, the post does not say what it retells.",
            message,
            location=(self._docname, line),
            type="blog",
            subtype="original",
        )

    def retelling(self, retold: Value | None, originals: Value | None) -> Retelling | None:
        """Return what the two fields say, ``None`` where one of them is missing or wrong."""
        found = [self._original(one) for one in self.items(originals, "`originals`")]
        date = self._date(retold, "`retold`")
        if originals is not None and (retold is None or retold.is_empty):
            message = "The post has `originals` and no `retold`; write on which day it was retold"
            self.report(originals.line, "missing-key", f"{message}, such as `retold: 2026-11-21`")
        if retold is not None and (originals is None or originals.is_empty):
            message = "The post has `retold` and no `originals`; write which posts it retells, each"
            message += " with its `language`, `authors` and `date`"
            self.report(retold.line, "missing-key", message)
        if self._problems or date is None:
            return None
        return Retelling(date, tuple(one for one in found if one is not None))

    def _original(self, value: Value) -> Original | None:
        given = self.mapping(value, "An original", _KEYS, _NEEDED)
        language = self._language(given.get("language"))
        date = self._date(given.get("date"), "`date`")
        authors = self._authors(given.get("authors"))
        address = self._address(given.get("address"))
        return Original(language, authors, date, address) if date else None

    def _language(self, value: Value | None) -> str:
        code = self.text(value)
        if value is not None and code and locale_of(code) is None:
            self.report(
                value.line, "wrong-type", f"`{code}` is not a language code; write one such as en"
            )
        return code

    def _date(self, value: Value | None, what: str) -> PostDate | None:
        written = self.text(value)
        if value is None or not written:
            return None
        found = parse_date(written, self._app.config.post_date_format)
        if found is None:
            message = f"{what} says '{written}', which is not a full date; {_HOW_TO_DATE}"
            self.report(value.line, "wrong-type", message)
            return None
        return PostDate.for_build(self._app, found)

    def _authors(self, value: Value | None) -> tuple[str, ...]:
        if value is None or value.is_empty:
            return ()
        if value.items is None:
            found = split_labels(self.text(value))
        else:
            found = tuple(filter(None, map(self.text, value.items)))
        if not found:
            self.report(value.line, "missing-key", "`authors` names nobody; write who wrote it")
        return found

    def _address(self, value: Value | None) -> str:
        written = self.text(value)
        if value is not None and written and not written.startswith(("https://", "http://")):
            message = f"The address '{written}' does not begin with https:// or http://"
            self.report(value.line, "wrong-type", message)
        return written


def language_name(code: str, reader: str) -> str:
    """Return what a language is called in another.

    :param code: the language that is named.
    :param reader: the language in which it is named.
    """
    locale, named = locale_or_english(reader), locale_of(code)
    found = str((named and named.get_language_name(str(locale))) or code)
    return pseudo(found, Syntax.WORDS) if reader == PSEUDO_CODE else found


def credits_of(
    retelling: Retelling, written: Callable[[PostDate], str], link: Callable[[str], str]
) -> tuple[str, ...]:
    """Return a sentence about each original, as HTML.

    :param written: writes a date, as text.
    :param link: makes of a person's name what stands for it, as HTML.
    """
    return tuple(_credit(one, written, link) for one in retelling.originals)


def plain_name(name: str) -> str:
    """Return a person's name, as HTML, where there is nothing to link it to."""
    return f'<span translate="no">{escape(name)}</span>'


def _credit(
    original: Original, written: Callable[[PostDate], str], link: Callable[[str], str]
) -> str:
    day = original.date
    template = _("After a post in %(language)s by %(authors)s, first published on %(date)s.")
    if marks.is_english(template):  # so what it holds is English, too
        day = PostDate.of(day.plain(), "en", day.keeps_format)
    sentence = escape(str(template), quote=False) % {
        "language": escape(language_name(original.language, day.locale_code)),
        "authors": in_a_row([link(name) for name in original.authors]),
        "date": f'<time datetime="{day.date().isoformat()}">{escape(written(day))}</time>',
    }
    if not original.address:
        return sentence
    address, language = escape(original.address), escape(original.language.replace("_", "-"))
    return f'{sentence} <a href="{address}" hreflang="{language}">{_("Read the original")}</a>'
