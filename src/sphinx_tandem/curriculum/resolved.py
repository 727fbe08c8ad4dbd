"""The pages of a course as they are written, read and resolved once for all that is made of them.

The edition, slides and handouts take their parts from the same two trees of a page:
that of learners, and the copy that has the instructor notes.  Neither may be changed;
whoever changes something does so in a copy.
"""

from __future__ import annotations

import copy
import filecmp
import hashlib
import pickle
import posixpath
import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain

from .nodes import instructor_note
from .notes import NotesEnvironment, copied_page, letters, news_of_notes, pages_with_notes
from .places import INSTRUCTOR, overview
from .record import lessons_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Numbers = dict[str, dict[str, tuple[int | str, ...]]]


class ResolvedPage(NamedTuple):
    """A page whose references are resolved.

    :param document: the tree; it is shared and must not be changed.
    :param numbers: the numbers of its figures, by their kinds and ids.
    """

    document: nodes.document
    numbers: Numbers


_kept: WeakKeyDictionary[Builder, dict[tuple[str, bool], ResolvedPage]] = WeakKeyDictionary()


def edition_pages(env: BuildEnvironment) -> set[str]:
    """Return the pages that have an instructor edition: lessons, and pages with notes."""
    return {*lessons_of(env), *pages_with_notes(env)}


def learners_page(app: Sphinx, docname: str) -> ResolvedPage:
    """Return a page as learners see it."""
    kept = _kept.setdefault(app.builder, {})
    if (docname, False) not in kept:
        document = app.env.get_doctree(docname)
        # The page was resolved when it was written; whatever is wrong with it was told then.
        with news_of_notes(document):
            app.env.apply_post_transforms(document, docname)
        numbers: Any = app.env.toc_fignumbers.get(docname, {})
        kept[docname, False] = ResolvedPage(document, numbers)
    return kept[docname, False]


def instructors_page(app: Sphinx, docname: str) -> ResolvedPage:
    """Return a page with its instructor notes, if it has any."""
    if docname not in pages_with_notes(app.env):
        return learners_page(app, docname)
    kept = _kept.setdefault(app.builder, {})
    if (docname, True) not in kept:
        kept[docname, True] = _resolved_with_notes(app, docname)
    return kept[docname, True]


def _resolved_with_notes(app: Sphinx, docname: str) -> ResolvedPage:
    """Resolve the copy of a page: references find what is in it, and nothing of the page itself."""
    document, data = copied_page(app.env, docname)
    # Domains know no other way to take in what others have read.
    own = NotesEnvironment(app.env, pickle.loads(pickle.dumps(app.env.domaindata)))  # noqa: S301
    for domain in own.domains.sorted():
        with suppress(NotImplementedError):  # by a domain that several processes cannot read
            domain.merge_domaindata({docname}, data[domain.name])
    numbers = _numbers(own, docname, document)
    vars(own)["toc_fignumbers"] = {**app.env.toc_fignumbers, docname: numbers}
    own.pages[docname] = document
    own.images = copy.deepcopy(app.env.images)  # a converter of pictures asks for theirs
    for image in document.findall(nodes.image):
        for file in _files(image):
            own.images.add_file(docname, file)
    document.settings.env = own
    with news_of_notes(document):
        own.apply_post_transforms(document, docname)
    _publish(app, docname, document)
    return ResolvedPage(document, numbers)


def _numbers(env: BuildEnvironment, docname: str, document: nodes.document) -> Numbers:
    """Return the numbers of learners' figures, and letters for those of notes."""
    known: Any = env.toc_fignumbers.get(docname, {})
    found: Numbers = {kind: {**numbers} for kind, numbers in known.items()}
    count: Counter[str] = Counter()
    for note in document.findall(instructor_note) if env.config.numfig else ():
        for node in note.findall(nodes.Element):
            kind = _kind(env, node)
            if kind and node["ids"] and node["ids"][0] not in found.setdefault(kind, {}):
                count[kind] += 1
                found[kind][node["ids"][0]] = (letters(count[kind]),)
    return found


def _kind(env: BuildEnvironment, node: nodes.Element) -> str | None:
    """Return the kind of what is numbered as Sphinx does (``assign_figure_numbers``)."""
    for domain in env.domains.sorted():
        is_plain = isinstance(domain, StandardDomain) and not domain.get_numfig_title(node)
        if not is_plain and (kind := domain.get_enumerable_node_type(node)):
            return kind
    return None


# -- Files that only notes show or offer -------------------------------------------------


def _files(image: nodes.image) -> list[str]:
    """Return the files of the site of which a writer takes one."""
    candidates: dict[str, str] = image.get("candidates", {})
    return [file for kind, file in candidates.items() if kind != "?"]


def _publish(app: Sphinx, docname: str, document: nodes.document) -> None:
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


def _forget(app: Sphinx, exception: Exception | None) -> None:
    _kept.pop(app.builder, None)


def setup(app: Sphinx) -> None:
    """Forget the trees when everything is written."""
    app.connect("build-finished", _forget)
