"""The pages of a course as they are written, read and resolved once for all that is made of them.

The edition, slides and handouts take their parts from the same two trees of a page:
that of learners, and the copy that has the instructor notes.  Neither may be changed;
whoever changes something does so in a copy.
"""

from __future__ import annotations

import filecmp
import hashlib
import posixpath
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes

from ..translate.passages import audience
from ..upstream.sphinx_reading import numbered_kind, with_page
from .collect import lessons_of
from .model import INSTRUCTOR, overview
from .notes import copied_page, letters, news_of_notes, pages_with_notes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class ResolvedPage(NamedTuple):
    """A page whose references are resolved.

    :param document: the tree; it is shared and must not be changed.
    :param numbers: the numbers of its figures, by their kinds and ids.
    """

    document: nodes.document
    numbers: dict[str, dict[str, tuple[int | str, ...]]]


def edition_pages(env: BuildEnvironment) -> set[str]:
    """Return the pages that have an instructor edition: lessons, and pages with notes."""
    return {*lessons_of(env), *pages_with_notes(env)}


def learners_page(app: Sphinx, docname: str) -> ResolvedPage:
    """Return a page as learners see it."""
    return _resolved(app, docname, with_notes=False)


def instructors_page(app: Sphinx, docname: str) -> ResolvedPage:
    """Return a page with its instructor notes, if it has any."""
    return _resolved(app, docname, with_notes=docname in pages_with_notes(app.env))


def _resolved(app: Sphinx, docname: str, *, with_notes: bool) -> ResolvedPage:
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
        kept[docname, with_notes] = ResolvedPage(document, numbers)
    return kept[docname, with_notes]


def _environment_with_notes(env: BuildEnvironment, docname: str) -> BuildEnvironment:
    """Return an environment in which a page is the copy that has its notes."""
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


# -- Files that only notes show or offer -------------------------------------------------


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
