"""Files that only instructor notes show or offer: they are published beside the notes alone.

Whether learners' pages have a file, too, is known when all pages are read.
"""

from __future__ import annotations

import copy
import filecmp
import hashlib
import posixpath
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors.asset import DownloadFileCollector, ImageCollector

from .model import INSTRUCTOR, overview

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def collect_apart(app: Sphinx, document: nodes.document) -> None:
    """Find the files of a copy of a page, as Sphinx does; no learners' page has them by that."""
    env = app.env
    held = env.images, env.dlfiles
    env.images, env.dlfiles = type(env.images)(), type(env.dlfiles)()
    try:
        for collector in (ImageCollector(), DownloadFileCollector()):
            collector.process_doc(app, document)
    finally:
        env.images, env.dlfiles = held


@contextmanager
def pictures_known(env: BuildEnvironment, docname: str, document: nodes.document) -> Iterator[None]:
    """Let Sphinx know meanwhile all pictures of a copy, such as for converting them."""
    images = env.images
    env.images = copy.deepcopy(images)
    try:
        for image in document.findall(nodes.image):
            candidates: dict[str, str] = image.get("candidates", {})
            for kind, file in candidates.items():
                if kind != "?":
                    env.images.add_file(docname, file)
        yield
    finally:
        env.images = images


def publish(app: Sphinx, docname: str, document: nodes.document) -> None:
    """Give the files of a copy that learners' pages do not have a place beside the notes.

    :param document: the copy, resolved.
    """
    env, builder = app.env, app.builder
    for image in document.findall(nodes.image):
        file = _chosen(builder, image)
        if file and file not in env.images and Path(app.srcdir, file).is_file():
            # A writer looks for it below `_images`.
            builder.images[file] = f"../{_published(app, docname, Path(app.srcdir, file))}"
            _withdraw_picture(app, Path(app.srcdir, file))
    for link in document.findall(addnodes.download_reference):
        if "filename" not in link or "refuri" in link:
            continue
        name, path = env.relfn2path(link["reftarget"], docname)
        if Path(name) not in env.dlfiles and Path(path).is_file():
            Path(app.outdir, "_downloads", link["filename"]).unlink(missing_ok=True)
            link["filename"] = f"../{_published(app, docname, Path(path))}"


def _chosen(builder: Builder, image: nodes.image) -> str | None:
    """Return the file that the builder takes for a picture of the site."""
    candidates: dict[str, str] = image.get("candidates", {})
    if "?" in candidates:
        return None
    if "*" in candidates:
        return str(image["uri"])
    return next((candidates[kind] for kind in builder.supported_image_types if kind in candidates),
                None)  # fmt: skip


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
    folder = Path(app.outdir, "_images")
    used = {name for _pages, name in app.env.images.values()}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in used and path.is_file() and filecmp.cmp(path, source, shallow=False):
            path.unlink()
