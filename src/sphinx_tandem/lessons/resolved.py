"""The pages of a course, read and resolved once, and what is taken out of them.

The edition, slides and handouts take their parts from the same two trees of a page:
that of learners, and the copy that has the instructor notes.  Neither may be changed:
:meth:`ResolvedPage.html` copies what was taken, and whoever changes something copies it first.
"""

from __future__ import annotations

import filecmp
import hashlib
import posixpath
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import new_document

from ..text.html import moved, with_own_ids
from ..translate.passages import audience
from ..upstream.sphinx import write_fragment
from ..upstream.sphinx_reading import numbered_kind, with_page
from .model import INSTRUCTOR, overview
from .nodes import fold, title_part, use_mathml
from .notes import copied_page, letters, news_of_notes, pages_with_notes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


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
        box = new_document(str(self.app.env.doc2path(self.docname)))
        box += [node.deepcopy() for node in with_footnotes(self.document, taken)]
        if not box.children:
            return ""
        use_mathml(box)
        uri = self.app.builder.get_target_uri
        html = moved(
            write_fragment(self.app, self.docname, box, self.numbers).html,
            uri(self.docname),
            uri(place),
            with_anchors=True,
            elsewhere=uri(elsewhere) if elsewhere else "",
        )
        return with_own_ids(html, prefix or f"{self.docname.replace('/', '-')}-")


def resolved_page(app: Sphinx, docname: str, *, with_notes: bool = False) -> ResolvedPage:
    """Return a page as learners see it, or with its instructor notes, if it has any."""
    with_notes = with_notes and docname in pages_with_notes(app.env)
    kept: dict[tuple[str, bool], ResolvedPage]
    kept = vars(app.builder).setdefault("tandem_resolved_pages", {})
    if (docname, with_notes) not in kept:
        env = _environment_with_notes(app.env, docname) if with_notes else app.env
        document = env.get_doctree(docname)
        # Learners' page was resolved when it was written; what is wrong with it was told then.
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
    """Return the files of the site of which a writer takes one."""
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


def boxes(document: nodes.Element, kind: str) -> list[nodes.Element]:
    """Return the boxes of a kind, such as ``exercise``, that stand in no other of that kind."""
    name = f"tandem-{kind}"
    found = [box for box in document.findall(nodes.admonition) if name in box["classes"]]
    within = {id(inner) for box in found for inner in box.findall(include_self=False)}
    return [box for box in found if id(box) not in within]


def without_answers(box: nodes.Element) -> nodes.Element:
    """Return a copy of an exercise, without its hints and solutions."""
    box = box.deepcopy()
    for closed in list(box.findall(fold)):
        closed.parent.remove(closed)
    return box


def author_title(box: nodes.Element) -> str:
    """Return the author's title of an exercise, or the word for its kind."""
    return title_part(box, "title") or title_part(box, "kind")


def contents(box: nodes.Element) -> list[nodes.Node]:
    """Return what stands in a box, without its title."""
    return [child for child in box.children if not isinstance(child, nodes.title)]


def with_footnotes(document: nodes.document, taken: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return what was taken from a page, and behind it the footnotes that it refers to."""
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
