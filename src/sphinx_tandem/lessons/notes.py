"""Instructor notes: translated with their page, taken out of it, and shown in a copy of it.

A note is parsed where it stands, but in an environment of its own
(:mod:`..upstream.sphinx_reading`), so the build never learns what it declares.  Once the
page is translated, a copy of it with the notes goes through the rest of the reading in
that environment and is kept beside Sphinx's doctrees; the notes leave the page, and
nothing that is made of the page can contain them.

The instructor edition, slides and handouts take their parts from the same two trees of a page:
that of learners, and the copy that has the notes.  Neither may be changed:
:meth:`ResolvedPage.html` copies what was taken, and whoever changes something copies it first.
"""

from __future__ import annotations

import filecmp
import hashlib
import logging
import posixpath
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from docutils.nodes import fully_normalize_name
from sphinx import addnodes
from sphinx.util.docutils import new_document
from sphinx.util.logging import pending_logging

from ..site.pagedata import makes_site, page_data
from ..text.html import moved, with_own_ids
from ..translate.passages import AUDIENCE, ENVIRONMENT, audience, with_parents
from ..upstream.extensions import without_widgets
from ..upstream.myst_sphinx import keep_slugs
from ..upstream.sphinx import equations, write_fragment
from ..upstream.sphinx_reading import (
    SeparateEnvironment,
    collect_files,
    copy_of_page,
    name_figure,
    numbered_kind,
    read_page,
    remove_nodes,
    with_page,
    write_page,
)
from .model import INSTRUCTOR, overview
from .nodes import instructor_note, use_mathml

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_OWN = ENVIRONMENT.format(INSTRUCTOR)
# What is written in one place of a page and shown in another that refers to it.
_DEFINED: tuple[tuple[type[nodes.Element], type[nodes.Element]], ...] = (
    (nodes.footnote_reference, nodes.footnote),
    (nodes.citation_reference, nodes.citation),
    (nodes.substitution_reference, nodes.substitution_definition),
)


def pages_with_notes(env: BuildEnvironment) -> dict[str, bool]:
    """Return the pages that have instructor notes."""
    return page_data(env, "tandem_pages_with_notes")


def letters(number: int) -> str:
    """Return letters for a number.

    Figures and equations of notes have letters: learners' page has none of them, and a
    number that it gives to something else would mislead instructors.

    >>> [letters(number) for number in (1, 26, 27, 53)]
    ['A', 'Z', 'AA', 'BA']
    """
    found = ""
    while number:
        number, last = divmod(number - 1, len(ascii_uppercase))
        found = ascii_uppercase[last] + found
    return found


# -- While a page is parsed --------------------------------------------------------------


def _own_environment(env: BuildEnvironment) -> SeparateEnvironment:
    found = env.temp_data.get(_OWN)
    if not isinstance(found, SeparateEnvironment):
        found = env.temp_data[_OWN] = SeparateEnvironment(env, {})
        found.begin_page(env)
    return found


@contextmanager
def reading_note(document: nodes.document) -> Iterator[list[nodes.Node]]:
    """Read a note in an environment of its own.

    At the end, the list contains what directives in the note put elsewhere on the page.

    :param document: the page that is being read.
    """
    env = document.settings.env
    own = _own_environment(env)
    if own is not env:  # a note may be in another one
        own.follow(env)
    attributes, before = dict(document.attributes), {id(node) for node in document.children}
    elsewhere: list[nodes.Node] = []
    document.settings.env = own
    try:
        yield elsewhere
    finally:
        document.settings.env = env
        document.attributes = attributes
        elsewhere += [node for node in document.children if id(node) not in before]
        for node in elsewhere:
            document.remove(node)


# -- Before it is translated -------------------------------------------------------------


def mark_definitions(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Mark the footnotes, citations and substitutions to which notes alone refer.

    They leave the page with the notes, in every language alike.
    """
    uses = list(_uses(document))
    by_notes = _reached(uses, lambda ref: bool(audience(ref)))
    by_others = _reached(
        uses, lambda ref: not audience(ref) and by_notes.isdisjoint(with_parents(ref))
    )
    for definition in by_notes - by_others:
        definition[AUDIENCE] = INSTRUCTOR


def _uses(document: nodes.document) -> Iterator[tuple[nodes.Element, nodes.Element]]:
    """Yield each reference with the definition that it refers to."""
    for reference, definition in _DEFINED:
        found = list(document.findall(definition))
        named = {fully_normalize_name(name): one for one in found for name in one["names"]}
        for ref in document.findall(reference):
            if (one := named.get(fully_normalize_name(ref.get("refname", "")))) is not None:
                yield ref, one
    # Those without a name belong together by their order.
    refs = [ref for ref in document.autofootnote_refs if "refname" not in ref]
    footnotes = [one for one in document.autofootnotes if not one["names"] + one["dupnames"]]
    yield from zip(refs, footnotes, strict=False)
    yield from zip(document.symbol_footnote_refs, document.symbol_footnotes, strict=False)


def _reached(
    uses: list[tuple[nodes.Element, nodes.Element]], is_start: Callable[[nodes.Element], bool]
) -> set[nodes.Element]:
    """Return the definitions to which references lead, also by way of other definitions.

    :param is_start: says of a reference whether the way begins with it.
    """
    found: set[nodes.Element] = set()
    while more := {
        definition for ref, definition in uses
        if is_start(ref) or not found.isdisjoint(with_parents(ref))
    } - found:  # fmt: skip
        found |= more
    return found


# -- Once it is translated ---------------------------------------------------------------


def take_notes_out(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Keep a copy of the page with its notes, and take them out of learners' page.

    Messages are translated by then, and task lists are labelled.
    """
    leaving = [node for node in document.findall(nodes.Element) if AUDIENCE in node]
    if not leaving:
        return
    # Whatever the builder: the next one may read nothing again.
    docname = env.docname
    pages_with_notes(env)[docname] = True
    own = _own_environment(env)
    _number(env, own, document)
    page = copy_of_page(document, own)
    with news_of_notes(page):
        page.transformer.apply_transforms()
        collect_files(page, own)
    write_page(_path(env, docname), page, own.domaindata)
    remove_nodes(document, leaving)
    keep_slugs(env, document.ids)


def _number(env: BuildEnvironment, own: SeparateEnvironment, document: nodes.document) -> None:
    """Number learners' equations and figures as if the page had no notes.

    Figures are numbered later, by their ids, so those of learners get the same ids with
    and without the notes.
    """
    counts = {"": 0, INSTRUCTOR: 0}
    blocks = [block for block in document.findall(nodes.math_block) if block.get("number")]
    for block in sorted(blocks, key=lambda block: int(block["number"])):
        found = audience(block)
        counts[found] += 1
        block["number"] = number = letters(counts[found]) if found else counts[found]
        known: dict[str, Any] = equations(own if found else env)
        if (label := block.get("label")) in known:
            known[label] = (known[label][0], number)
    for node in document.findall(nodes.Element):
        if not audience(node):
            name_figure(env, node, document)


# -- The copy ----------------------------------------------------------------------------


def copied_page(env: BuildEnvironment, docname: str) -> tuple[nodes.document, dict[str, Any]]:
    """Return the copy of a page with its notes, and what Sphinx's domains should know of it."""
    return read_page(_path(env, docname), str(env.doc2path(docname)))


def _path(env: BuildEnvironment, docname: str) -> Path:
    # Another ending than Sphinx's: no page of the site can be at the same place.
    return Path(env.doctreedir, f"{docname}.instructor")


@contextmanager
def news_of_notes(page: nodes.document) -> Iterator[None]:
    """Let pass only what Sphinx says meanwhile about a note.

    The rest of the copy is learners' page, and authors read there what is wrong with it.
    """
    parts = [node for note in page.findall(instructor_note) for node in note.findall()]
    lines = {str(node.line) for node in parts if node.line}

    def is_news(record: logging.LogRecord) -> bool:
        place = vars(record).get("location")
        if isinstance(place, nodes.Node):
            return bool(audience(place))
        return str(place).rpartition(":")[2] in lines

    with pending_logging() as held:
        yield
        held.buffer = [record for record in held.buffer if is_news(record)]


def withdraw_source(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Publish no source of a page with notes: it would contain them as the author wrote them."""
    if pagename in pages_with_notes(app.env) and context.get("sourcename"):
        Path(app.outdir, "_sources", context["sourcename"]).unlink(missing_ok=True)
        context["sourcename"] = ""


# -- A page, without its notes or with them, resolved once ---------------------------------------


class Origin(NamedTuple):
    """The page from which HTML comes that is to stand on another one."""

    app: Sphinx
    docname: str

    def placed(self, html: str, place: str, elsewhere: str = "", prefix: str = "") -> str:
        """Return what was written for the page as HTML for another, see :class:`ResolvedPage`."""
        if not html:
            return ""
        uri = self.app.builder.get_target_uri
        moved_html = moved(
            html,
            uri(self.docname),
            uri(place),
            with_anchors=True,
            elsewhere=uri(elsewhere) if elsewhere else "",
        )
        return with_own_ids(moved_html, prefix or f"{self.docname.replace('/', '-')}-")


class ResolvedPage(NamedTuple):
    """A page whose references are resolved.

    :param document: the tree; it is shared and must not be changed.
    :param numbers: the numbers of its figures, by their kinds and ids.
    """

    app: Sphinx
    docname: str
    document: nodes.document
    numbers: dict[str, dict[str, tuple[int | str, ...]]]

    def html(
        self, taken: Iterable[nodes.Node], place: str, elsewhere: str = "", prefix: str = ""
    ) -> str:
        """Return what was taken from the page, and its footnotes, as HTML for another page.

        :param place: the page on which it is to stand.
        :param elsewhere: the page to which links to the rest of this page lead instead.
        :param prefix: what its ids begin with there; by default it is made of the page's name.
        """
        return self.placed(self.written([taken])[0], place, elsewhere, prefix)

    def written(self, parts: Iterable[Iterable[nodes.Node]]) -> list[str]:
        """Return the HTML of each part, and its footnotes, as it would be on the page itself."""
        box = new_document(str(self.app.env.doc2path(self.docname)))
        for part in parts:
            box += [node.deepcopy() for node in with_footnotes(self.document, part)]
            box += nodes.raw("", _END_OF_PART, format="html")
        use_mathml(box)
        without_widgets(box)
        html = write_fragment(self.app, self.docname, box, self.numbers).html
        return html.split(_END_OF_PART)[:-1]

    def placed(self, html: str, place: str, elsewhere: str = "", prefix: str = "") -> str:
        """Return what was written for the page as HTML for another page, see :meth:`html`."""
        return Origin(self.app, self.docname).placed(html, place, elsewhere, prefix)


# Between parts that are written at once; no text of a page is this.
_END_OF_PART = "\x1eend of part\x1e"


def keep_resolved_page(app: Sphinx, doctree: nodes.Element, docname: str) -> None:
    """Keep a lesson whose references are resolved: what is made of lessons needs it again.

    Parts of pages pass here, too, and the copy with the notes, in an environment of its own.
    """
    if not isinstance(doctree, nodes.document) or doctree.settings.env is not app.env:
        return
    has_notes = any(doctree.findall(instructor_note))
    if not has_notes and makes_site(app) and docname in page_data(app.env, "tandem_lessons"):
        numbers: Any = app.env.toc_fignumbers.get(docname, {})
        _kept_pages(app)[docname, False] = ResolvedPage(app, docname, doctree.deepcopy(), numbers)


def _kept_pages(app: Sphinx) -> dict[tuple[str, bool], ResolvedPage]:
    found: dict[tuple[str, bool], ResolvedPage]
    found = vars(app.builder).setdefault("tandem_resolved_pages", {})
    return found


def resolved_page(app: Sphinx, docname: str, *, with_notes: bool = False) -> ResolvedPage:
    """Return a page as learners see it, or with its instructor notes, if it has any."""
    with_notes = with_notes and docname in pages_with_notes(app.env)
    kept = _kept_pages(app)
    if (docname, with_notes) not in kept:
        env = _environment_with_notes(app.env, docname) if with_notes else app.env
        document = env.get_doctree(docname)
        # Learners' page was resolved when it was written, and its warnings were shown then.
        with news_of_notes(document):
            env.apply_post_transforms(document, docname)
        if with_notes:
            _publish_files(app, docname, document)
        numbers: Any = env.toc_fignumbers.get(docname, {})
        kept[docname, with_notes] = ResolvedPage(app, docname, document, numbers)
    return kept[docname, with_notes]


def _environment_with_notes(env: BuildEnvironment, docname: str) -> BuildEnvironment:
    document, data = copied_page(env, docname)
    own = with_page(env, docname, data)
    for image in document.findall(nodes.image):
        for file in _files(image):  # what converts pictures asks for their names
            own.images.add_file(docname, file)
    own.toc_fignumbers = {**env.toc_fignumbers, docname: _numbers(env, docname, document)}
    own.hold_page(docname, document)
    return own


def _numbers(env: BuildEnvironment, docname: str, document: nodes.document) -> Any:
    """Return the numbers of learners' figures, and letters for those of notes."""
    found: dict[str, dict[str, tuple[int | str, ...]]]
    found = {kind: {**known} for kind, known in env.toc_fignumbers.get(docname, {}).items()}
    count: Counter[str] = Counter()
    for node in document.findall(nodes.Element) if env.config.numfig else ():
        kind = numbered_kind(env, node)
        if kind and node["ids"] and audience(node):
            count[kind] += 1
            found.setdefault(kind, {})[node["ids"][0]] = (letters(count[kind]),)
    return found


def _files(image: nodes.image) -> list[str]:
    """Return the files among which a writer chooses one."""
    candidates: dict[str, str] = image.get("candidates", {})
    return [file for kind, file in candidates.items() if kind != "?"]


def _publish_files(app: Sphinx, docname: str, document: nodes.document) -> None:
    """Give the files of a copy that learners' pages do not have a place beside the notes."""
    env = app.env
    for image in document.findall(nodes.image):
        for file in _files(image):
            source = Path(app.srcdir, file)
            if file not in env.images and source.is_file():
                # A writer looks for it below `_images`.
                app.builder.images[file] = f"../{_published(app, docname, source)}"
                _withdraw_picture(app, source)
    for link in document.findall(addnodes.download_reference):
        if "filename" not in link or "refuri" in link:
            continue
        name, path = env.relfn2path(link["reftarget"], docname)
        if Path(name) not in env.dlfiles and Path(path).is_file():
            Path(app.outdir, "_downloads", link["filename"]).unlink(missing_ok=True)
            link["filename"] = f"../{_published(app, docname, Path(path))}"


def _published(app: Sphinx, docname: str, source: Path) -> str:
    """Copy a file, and return where it is under the site's root."""
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:12]
    folder = posixpath.dirname(overview(docname, INSTRUCTOR))
    name = f"{folder}/files/{digest}/{source.name}"
    place = Path(app.outdir, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)
    return name


def _withdraw_picture(app: Sphinx, source: Path) -> None:
    """Remove what an earlier build published of a picture, when learners' pages had it."""
    used = {name for _pages, name in app.env.images.values()}
    for path in Path(app.outdir, "_images").glob(f"*{source.suffix}"):
        if path.name not in used and filecmp.cmp(path, source, shallow=False):
            path.unlink()


def with_footnotes(document: nodes.document, taken: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return what was taken from a page, followed by the footnotes that it refers to."""
    found = list(taken)
    wanted = {
        ref["refid"] for node in found for ref in node.findall(nodes.footnote_reference)
        if "refid" in ref
    }  # fmt: skip
    if not wanted:
        return found  # most texts have none, and to look through a page takes a while
    wanted -= {name for node in found for one in node.findall(nodes.Element) for name in one["ids"]}
    return found + [
        footnote
        for footnote in document.findall(nodes.footnote)
        if wanted.intersection(footnote["ids"])
    ]
