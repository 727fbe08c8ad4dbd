"""What is put right before ablog reads a page: drafts, fields, dates, labels, lists of posts.

ablog raises errors on a date that it cannot read, on ``image: photo.png`` and on formats
that it does not know, and splits names at every comma.  So drafts are left out before pages
are read, fields are corrected before ablog's own transform (priority 790 of 800), and posts,
updates and lists before its handler of ``doctree-read`` (400 of 500).  Every problem is a
warning on its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.typing import OptionSpec

from ..pages.outside import leave_out
from ..site.pagedata import keep_page_data, makes_web_pages, page_data, source_text
from ..text.yaml_lines import Field, is_false, is_true, read_front_matter, split_labels
from ..translate import marks
from ..translate.lookup import catalogs_of, site_messages
from ..translate.page_language import is_own_language, source_tag
from ..upstream.ablog_blog import (
    POSTS,
    PostDirective,
    PostList,
    PostListDirective,
    PostNode,
    UpdateNode,
    blog_of,
    is_matched,
)
from .dates import parse_date
from .model import KINDS, is_own_author, pages_of_all, source_name

_logger = logging.getLogger(__name__)


def fields_of(env: BuildEnvironment, docname: str) -> dict[str, Field]:
    """Return the fields in the file of a page; none if there is no file."""
    return read_front_matter(source_text(env, docname))


# -- Drafts: posts without a date or with a future one, as in ablog, and ``draft: true`` ---------
# ablog leaves their pages on the site, beside a page that lists them.  Here a draft is published nowhere,
# and a warning names it, unless it says ``draft: true``.

_HOW_TO_DATE = "Write year, month and day in its front matter, such as 'date: 2024-04-24'."
_DIRECTIVE = r"^[ \t]*(?:\.\. |[`:~]{3,}\{)(?:%s)(?:::|\})"
_LISTS_POSTS = re.compile(_DIRECTIVE % "postlist|toctree", re.MULTILINE)
_HOLDS_POSTS = re.compile(_DIRECTIVE % "post", re.MULTILINE)


def is_to_come(when: datetime) -> bool:
    """Say whether a day has not begun, by the clock and in UTC."""
    return when.date() > datetime.now(UTC).date()


def _is_post(app: Sphinx, docname: str, fields: Mapping[str, Field]) -> bool:
    if "blogpost" in fields:
        return not is_false(fields["blogpost"])
    return is_matched(app.config, docname)


def _is_in_place_of_list(app: Sphinx, docname: str) -> bool:
    return docname in pages_of_all(blog_of(app)) or docname.rpartition("/")[2] == "index"


def _draft_reason(app: Sphinx, docname: str) -> tuple[str, int] | None:
    """Return why a page is a draft, and the line that says so; ``None`` if it is not one.

    The reason is empty if the author has said so.
    """
    text = source_text(app.env, docname)
    fields = read_front_matter(text)
    if not _is_post(app, docname, fields):
        return None
    if is_true(fields.get("draft")):
        return "", 1
    if Path(app.env.doc2path(docname)).suffix == ".ipynb" or _HOLDS_POSTS.search(text):
        return None  # what is dated stands further down
    date = fields.get("date")
    if date is not None and date.text.strip():
        return _reason_of_date(app, date)
    is_list = _is_in_place_of_list(app, docname) or _LISTS_POSTS.search(text)
    if is_list and "blogpost" not in fields:
        return None
    how = "To silence this message until then, add 'draft: true'."
    return f"the post has no date, so it is a draft. {_HOW_TO_DATE} {how}", 1


def _reason_of_date(app: Sphinx, date: Field) -> tuple[str, int] | None:
    when = parse_date(date.text, app.config.post_date_format)
    if when is None or not is_to_come(when) or app.builder.name == "gettext":
        return None  # translators work ahead
    reason = f"the date of the post, {date.text}, is in the future, so it is a draft. "
    return f"{reason}A build on that day or later will publish it.", date.line


def leave_out_drafts(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Keep drafts from being read."""
    found = {name: reason for name in docnames if (reason := _draft_reason(app, name))}
    for docname, (message, line) in found.items():
        if message:
            place = (docname, line)
            _logger.warning(message, location=place, type="blog", subtype="draft")
        leave_out(app, env, docnames, docname)


# -- Fields that ablog reads as options of its directive -----------------------------------------

_NUMBERS = ("image", "excerpt")
_FLAGS = ("exclude", "nocomments")


def mend_fields(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Correct the fields of a post that ablog reads as options of its directive.

    It raises an error on ``image: photo.png`` and on ``nocomments: true``
    (``CheckFrontMatter.apply`` in ``ablog/post.py``).
    """
    docname = env.docname
    for info in list(document.findall(nodes.docinfo)):
        fields = {field[0].astext(): field for field in info.findall(nodes.field)}
        if "blogpost" in fields or is_matched(app.config, docname):
            for name, field in fields.items():
                if name in PostDirective.option_spec:
                    _mend_field(env, docname, name, field)


def _mend_field(env: BuildEnvironment, docname: str, name: str, field: nodes.field) -> None:
    value = field[1].astext().strip()
    if name in _FLAGS and is_true(Field((value,), False, 1)):
        field.replace(field[1], nodes.field_body())
    elif name in _FLAGS or (name in _NUMBERS and not value.isdecimal()):
        field.parent.remove(field)
    if name in _NUMBERS and not value.isdecimal():
        written = fields_of(env, docname).get(name)
        _logger.warning(
            "'%s: %s' is not a number, so it is left out. Write which image, or how many "
            "paragraphs, the summary of the post shows, such as '%s: 1'.",
            name,
            value,
            name,
            location=(docname, written.line if written else 1),
            type="blog",
            subtype=name,
        )


# -- Posts ---------------------------------------------------------------------------------------

# A file's name has 255 bytes at most, with its ending.
_LONGEST_NAME = 240
_LEFT_OUT = "so it is left out of the blog's lists and its feed."


@dataclass(frozen=True)
class Problem:
    """Why a page cannot be a post: the rule that it breaks, the field, and what to do."""

    rule: str
    field: str
    message: str


_NO_DATE = Problem("draft", "date", f"the post has no date, {_LEFT_OUT} {_HOW_TO_DATE}")
_NO_TITLE = Problem(
    "title",
    "title",
    f"the post has no heading, {_LEFT_OUT} Begin its text with one, such as '# What is new'.",
)


class PostReader:
    """Puts the posts of one page right before ablog reads them."""

    def __init__(self, app: Sphinx, doctree: nodes.document) -> None:
        self._app = app
        self._doctree = doctree
        self._docname = app.env.docname
        self._fields = fields_of(app.env, self._docname)

    def mend(self) -> None:
        """Keep the posts that can be read; report the others and make pages of them."""
        found = list(self._doctree.findall(PostNode))
        if is_false(self._fields.get("blogpost")) or (found and self._is_index()):
            for node in found:
                self._take_off(node)
            return
        directives = [node for node in found if node.line is not None]
        several = len(directives) > 1 or self._app.config.post_always_section
        for node in found:
            if directives and node not in directives:
                self._take_off(node)  # the directive says the same, and more exactly
            elif problem := self._problem(node, several):
                self._report(problem, self._line(node, problem.field))
                self._take_off(node)
            else:
                self._mend(node)
        if not found and not self._is_index():
            self._report(_NO_TITLE if "date" in self._fields else _NO_DATE, 1)
            self._make_orphan()

    def _is_index(self) -> bool:
        """Say whether the page lists posts and is not one itself, though a pattern matches it."""
        lists = any(self._doctree.findall(PostList)) or any(self._doctree.findall(addnodes.toctree))
        is_index = _is_in_place_of_list(self._app, self._docname)
        dated = any(node["date"] for node in self._doctree.findall(PostNode))
        return not dated and "blogpost" not in self._fields and (lists or is_index)

    def _line(self, node: nodes.Element, field: str) -> int:
        if node.line is not None:
            return node.line
        return self._fields[field].line if field in self._fields else 1

    def _problem(self, node: nodes.Element, several: bool) -> Problem | None:
        if not node["date"]:
            return _NO_DATE
        when = parse_date(node["date"], self._app.config.post_date_format)
        if when is None:
            found = f"'{node['date']}' is not a full date, {_LEFT_OUT} {_HOW_TO_DATE}"
            return Problem("date", "date", found)
        if is_to_come(when) and self._app.builder.name != "gettext":
            found = f"the date of the post, {node['date']}, is in the future, {_LEFT_OUT}"
            return Problem("draft", "date", found)
        if not node["title"] and not any(self._doctree.findall(nodes.title)):
            return _NO_TITLE
        # ablog climbs from the post to its section, and never stops if there is none
        if several and not isinstance(node.parent, nodes.section):
            found = f"the post is inside another block, {_LEFT_OUT} Put it below its heading."
            return Problem("section", "date", found)
        return None

    def _mend(self, node: nodes.Element) -> None:
        when = parse_date(node["date"], self._app.config.post_date_format)
        node["date"] = when.isoformat(" ") if when else None
        is_own = is_own_language(self._app, self._docname)
        if node["title"] and node.line is not None and not is_own:
            # the front matter's title is translated with the page, the directive's is not
            found = catalogs_of(self._app).page(self._docname).get(node["title"])
            if found:
                node["title"] = found.text
            elif makes_web_pages(self._app):
                node["title"] = marks.wrap(node["title"], source_tag(self._app, self._docname))
        for kind, comment in KINDS.items():
            self._mend_labels(node, kind, comment)
        node["redirect"] = self._short(node, "redirect", node["redirect"] or ())

    def _mend_labels(self, node: nodes.Element, kind: str, comment: str) -> None:
        """Read the names as they are written, and give them to the translators."""
        names = split_labels(", ".join(node[kind]))
        written = self._fields.get(kind) or (
            self._fields.get("authors") if kind == "author" else None
        )
        if node.line is None and written is not None:
            names = written.values if written.is_list else split_labels(written.text)
        distinct = dict.fromkeys(name.strip() for name in names if name.strip())
        node[kind] = self._short(node, kind, distinct)
        for name in node[kind]:
            words = source_name(self._app, kind, name)
            is_team = kind == "author" and is_own_author(self._app, words)
            if comment or is_team:
                path, line = str(self._app.env.doc2path(self._docname)), self._line(node, kind)
                what = comment or "Author of posts"
                site_messages(self._app).add(words, path, line, what)

    def _short(self, node: nodes.Element, field: str, names: Iterable[str]) -> list[str]:
        """Return the names of pages of which files can be made, and report the others."""
        short = []
        for name in names:
            if max(len(part.encode()) for part in name.split("/")) <= _LONGEST_NAME:
                short.append(name)
                continue
            message = (
                f"'{name[:40]}…' in '{field}' is too long to be the name of a page, so it is left "
                f"out. Write at most {_LONGEST_NAME} letters."
            )
            place = (self._docname, self._line(node, field))
            _logger.warning(message, location=place, type="page", subtype="value")
        return short

    def _take_off(self, node: nodes.Element) -> None:
        """Turn a post into an ordinary page with the same text."""
        node.replace_self([] if node["exclude"] else node.children)
        self._make_orphan()

    def _make_orphan(self) -> None:
        """Keep the page in no table of contents, as ablog lets posts."""
        if self._app.config.post_auto_orphan:
            self._app.env.metadata[self._docname]["orphan"] = True

    def _report(self, problem: Problem, line: int) -> None:
        place = (self._docname, line)
        _logger.warning(problem.message, location=place, type="blog", subtype=problem.rule)


def mend_posts(app: Sphinx, doctree: nodes.document) -> None:
    """Complete the posts of a page before ablog reads them."""
    docname = app.env.docname
    if is_matched(app.config, docname) or any(doctree.findall(PostNode)):
        PostReader(app, doctree).mend()


# -- Updates and lists of posts ------------------------------------------------------------------


def mend_updates(app: Sphinx, doctree: nodes.document) -> None:
    """Turn an update whose date ablog could not read into a plain note."""
    for node in list(doctree.findall(UpdateNode)):
        when = parse_date(node["date"], app.config.post_date_format)
        if when is not None:
            node["date"] = when.isoformat(" ")
            continue
        _logger.warning(
            "the update's date '%s' is not a full date, so the update is shown as a note without one. "
            "Write year, month and day, such as '2024-04-24'.",
            node["date"],
            location=(app.env.docname, node.line or 1),
            type="blog",
            subtype="date",
        )
        node.replace_self(nodes.note("", *node.children))


_PARTS = {"date", "title", "author", "location", "language", "category", "tags"}
_PLAIN_FORMAT = "{date} - {title}"
#: Where the environment keeps which pages list posts themselves.
LISTS = "tandem_post_lists"


# ablog fails on an option with nothing behind it, or takes it for the word "None".
_TEXTS = ("title", "canonical_link", "external_link", "format", "date", "list-style")


def _options(directive: Any) -> dict[str, Any]:
    known: dict[str, Any] = directive.option_spec
    return known | {name: options.unchanged for name in _TEXTS if name in known}


class OwnPost(PostDirective):  # type: ignore[misc]  # ablog has no types
    """The directive ``post``, whose options may be empty."""

    option_spec: ClassVar[OptionSpec] = _options(PostDirective)


class ListOfPosts(PostListDirective):  # type: ignore[misc]  # ablog has no types
    """The directive ``postlist``, which reports an argument that is not a number."""

    option_spec: ClassVar[OptionSpec] = _options(PostListDirective)

    def run(self) -> list[nodes.Node]:
        """Return the list, which is filled when every post has been read."""
        argument = self.arguments[0] if self.arguments else ""
        if argument and not argument.isdecimal():
            raise self.error(
                f"'{argument}' is not a number of posts, so the list is left out. "
                "Write a number, or nothing for all posts."
            )
        found: list[nodes.Node] = super().run()
        return found


def mend_list_formats(app: Sphinx, doctree: nodes.document) -> None:
    """Replace a format that ablog would raise an error on."""
    for node in doctree.findall(PostList):
        page_data(app.env, LISTS)[app.env.docname] = True
        written = node["format"]
        try:
            parts = {part for _text, part, *_rest in Formatter().parse(written) if part is not None}
        except ValueError:
            parts = {written}
        if parts <= _PARTS:
            continue
        _logger.warning(
            "the format '%s' of the list of posts has an unknown field, so dates and titles "
            "are shown. Use only {date}, {title}, {author}, {tags}, {category}, {location} and "
            "{language}.",
            marks.strip(written),
            location=(app.env.docname, node.line or 1),
            type="blog",
            subtype="format",
        )
        node["format"] = _PLAIN_FORMAT


def register(app: Sphinx) -> None:
    """Take the place of ablog's directive, and keep what ablog notes of each page."""
    app.add_directive("post", OwnPost, override=True)
    app.add_directive("postlist", ListOfPosts, override=True)
    keep_page_data(app, POSTS)
    keep_page_data(app, LISTS)
