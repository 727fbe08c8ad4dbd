"""Takes the instructor notes out of learners' pages, and keeps a copy that has them.

The notes leave while a page is read, once they are translated, so nothing that is
made of the page afterwards can hold them: HTML, search index, feed or any other
file.  The copy goes through what is left of the reading by itself, and is kept in a
file beside Sphinx's own doctrees, from which :mod:`.edition` makes its pages.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.transforms import DoctreeReadEvent, SphinxTransform, SphinxTransformer
from sphinx.util.docutils import LoggingReporter
from sphinx.util.logging import pending_logging

from ..site.pagedata import page_data
from ..translate.passages import AUDIENCE
from .blogposts import settle_posts
from .collect import lessons_of
from .forgetting import leaving_with_notes, take_out
from .model import INSTRUCTOR
from .nodes import instructor_note
from .notefiles import collect_apart
from .numbers import number_apart
from .told import Told, told_apart, told_by

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# This tells the environment what a page holds; the copy must not tell it again.
_TELLING = DoctreeReadEvent


class CopiedPage(NamedTuple):
    """The copy of a page with its notes, as it was read, and what it tells the domains."""

    document: nodes.document
    told: Told


def copies_of(env: BuildEnvironment) -> dict[str, int]:
    """Return the pages of which a copy is kept, each with the number of its notes."""
    found: dict[str, int] = page_data(env, "tandem_instructor_copies")
    return found


def copied_page(env: BuildEnvironment, docname: str) -> CopiedPage:
    """Return the copy of a page that has one."""
    with _path(env, docname).open("rb") as file:
        found: CopiedPage = pickle.load(file)  # noqa: S301  # our own file
    found.document.settings.env = env
    found.document.reporter = LoggingReporter(str(env.doc2path(docname)))
    return found


def _path(env: BuildEnvironment, docname: str) -> Path:
    # Another ending than Sphinx's: no page of the site can stand at the same place.
    return Path(env.doctreedir, f"{docname}.instructor")


@contextmanager
def news_of_notes(document: nodes.document) -> Iterator[None]:
    """Tell of what is said meanwhile only what is about a note.

    The rest of a copy is that of learners' page, about which authors are told there.
    """
    notes = list(document.findall(instructor_note))
    lines = {line for note in notes for line in _lines(note)}
    with pending_logging() as held:
        yield
        held.buffer = [
            record for record in held.buffer
            if _is_about_note(getattr(record, "location", None), lines)
        ]  # fmt: skip


def _lines(note: nodes.Element) -> range:
    known = [node.line for node in note.findall() if node.line]
    return range(min(known, default=0), max(known, default=-1) + 1)


def _is_about_note(location: object, lines: set[int]) -> bool:
    if isinstance(location, nodes.Node):
        node: nodes.Element | nodes.Node | None = location
        while node is not None and not isinstance(node, instructor_note):
            node = node.parent
        return node is not None
    line = str(location).rpartition(":")[2]
    return line.isdecimal() and int(line) in lines


class NoteAudience(SphinxTransform):
    """Notes on what only the instructor edition will show who sees it."""

    default_priority = 19  # just before messages are translated

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        for node in leaving_with_notes(self.document):
            node[AUDIENCE] = INSTRUCTOR


class LeaveOutInstructorNotes(SphinxTransform):
    """Takes the instructor notes out of the learners' page."""

    default_priority = 32  # once messages are translated and task lists are labelled

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        docname = self.env.current_document.docname
        notes = list(self.document.findall(instructor_note))
        if notes:
            number_apart(self.env, self.document)
        # Whatever the builder: the next one may find everything read.
        if notes or docname in lessons_of(self.env):
            copies_of(self.env)[docname] = len(notes)
            self._keep(docname)
        take_out(self.env, self.document, notes)

    def _keep(self, docname: str) -> None:
        """Finish a copy of the page by itself, and keep it."""
        document = self.document
        transformer = document.transformer
        shared = (document.settings, document.reporter, self.env, self.app, self.config)
        memo: dict[int, Any] = {id(one): one for one in shared}
        memo[id(transformer)] = None
        copied, waiting = copy.deepcopy((document, transformer.transforms), memo)
        copied.reporter = document.reporter  # a document leaves it out of its copies
        finishing = SphinxTransformer(copied)
        finishing.set_environment(self.env)
        finishing.serialno = transformer.serialno
        finishing.transforms = [step for step in waiting if step[1] is not _TELLING]
        finishing.sorted = True
        copied.transformer = finishing
        with told_apart(self.env):
            with news_of_notes(copied):
                finishing.apply_transforms()
                collect_apart(self.app, copied)
            told = told_by(self.env, docname)
        settle_posts(copied)
        _write(_path(self.env, docname), copied, told)


def _write(path: Path, document: nodes.document, told: Told) -> None:
    """Write a tree as ``Builder.write_doctree`` does."""
    document.reporter = None  # type: ignore[assignment]  # as upstream
    document.transformer = None  # type: ignore[assignment]  # as upstream
    settings: Any = document.settings.copy()
    settings.warning_stream = settings.env = settings.record_dependencies = None
    document.settings = settings
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pickle.dump(CopiedPage(document, told), file, pickle.HIGHEST_PROTOCOL)


def keep_source(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Publish no source of a page with notes: it would hold them as the author wrote them."""
    if copies_of(app.env).get(pagename):
        context["sourcename"] = ""


def remove_sources(app: Sphinx, exception: Exception | None) -> None:
    """Remove the sources that were published before their pages had notes."""
    if app.builder.format != "html":
        return
    ending = str(app.config.html_sourcelink_suffix)
    for docname in (name for name, notes in copies_of(app.env).items() if notes):
        suffix = app.env.doc2path(docname).suffix
        for name in {f"{docname}{suffix}", f"{docname}{suffix}{ending}"}:
            Path(app.outdir, "_sources", name).unlink(missing_ok=True)
