"""Takes the instructor notes out of learners' pages, and keeps a copy that has them.

The notes leave while a page is read, once they are translated, so nothing that is
made of the page afterwards can hold them: HTML, search index, feed or any other
file.  The copy goes through what is left of the reading by itself, and is kept in a
file beside Sphinx's own doctrees, from which :mod:`.edition` makes its pages.
"""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.environment.collectors.asset import DownloadFileCollector, ImageCollector
from sphinx.transforms import DoctreeReadEvent, SphinxTransform, SphinxTransformer
from sphinx.transforms.references import SphinxDomains
from sphinx.util.docutils import LoggingReporter

from ..pagedata import keep_page_data, page_data
from .nodes import instructor_note
from .record import lessons_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# These tell the environment what a page holds; the copy must not tell it again.
_TELLING = (SphinxDomains, DoctreeReadEvent)


def copies_of(env: BuildEnvironment) -> dict[str, int]:
    """Return the pages of which a copy is kept, each with the number of its notes."""
    found: dict[str, int] = page_data(env, "tandem_instructor_copies")
    return found


def copied_page(env: BuildEnvironment, docname: str) -> nodes.document:
    """Return the copy of a page with its notes, as it was read."""
    with _path(env, docname).open("rb") as file:
        document: nodes.document = pickle.load(file)  # noqa: S301  # our own file
    document.settings.env = env
    document.reporter = LoggingReporter(str(env.doc2path(docname)))
    return document


def _path(env: BuildEnvironment, docname: str) -> Path:
    return Path(env.doctreedir, "instructor", f"{docname}.doctree")


class LeaveOutInstructorNotes(SphinxTransform):
    """Takes the instructor notes out of the learners' page."""

    default_priority = 32  # once messages are translated and task lists are labelled

    def apply(self, **kwargs: Any) -> None:
        """Run on the page that is being read."""
        docname = self.env.current_document.docname
        notes = list(self.document.findall(instructor_note))
        if self.app.builder.format == "html" and (notes or docname in lessons_of(self.env)):
            copies_of(self.env)[docname] = len(notes)
            self._keep(docname)
        for note in notes:
            for node in note.findall(nodes.Element):
                _forget_names(self.document, node)
            note.parent.remove(note)
        if notes:
            _remove_footnotes(self.document)

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
        finishing.transforms = [step for step in waiting if step[1] not in _TELLING]
        finishing.sorted = True
        copied.transformer = finishing
        finishing.apply_transforms()
        for collector in (ImageCollector(), DownloadFileCollector()):
            collector.process_doc(self.app, copied)
        _write(_path(self.env, docname), copied)


def _write(path: Path, document: nodes.document) -> None:
    """Write a tree as ``Builder.write_doctree`` does."""
    document.reporter = None  # type: ignore[assignment]  # as upstream
    document.transformer = None  # type: ignore[assignment]  # as upstream
    settings: Any = document.settings.copy()
    settings.warning_stream = settings.env = settings.record_dependencies = None
    document.settings = settings
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pickle.dump(document, file, pickle.HIGHEST_PROTOCOL)


def _forget_names(document: nodes.document, node: nodes.Element) -> None:
    """Forget what can be linked to in a note: no learner's page has it."""
    names: list[str] = node.get("names", [])
    for name in names:
        document.nameids.pop(name, None)
        document.nametypes.pop(name, None)
    ids: list[str] = node.get("ids", [])
    for node_id in ids:
        document.ids.pop(node_id, None)


def _remove_footnotes(document: nodes.document) -> None:
    """Remove the footnotes to which only notes referred: they were written for them."""
    left = {ref.get("refname") for ref in document.findall(nodes.footnote_reference)}
    for footnote in list(document.findall(nodes.footnote)):
        names = set(footnote["names"]) | {str(footnote.get("label", ""))}
        if names & _noted(document) and not names & left:
            footnote.parent.remove(footnote)
            if footnote in document.autofootnotes:
                document.autofootnotes.remove(footnote)
            if footnote in document.footnotes:
                document.footnotes.remove(footnote)


def _noted(document: nodes.document) -> set[str]:
    """Return the names of all footnotes that something referred to when the page was read."""
    return set(document.footnote_refs)


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(LeaveOutInstructorNotes)
    keep_page_data(app, "tandem_instructor_copies")
