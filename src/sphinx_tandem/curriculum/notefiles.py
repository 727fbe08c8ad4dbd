"""Files that only instructor notes offer: they are published beside the notes alone."""

from __future__ import annotations

import hashlib
import posixpath
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from .nodes import instructor_note
from .places import INSTRUCTOR, overview

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FILE = "tandem_file"


def keep_apart(env: BuildEnvironment, docname: str, document: nodes.document) -> None:
    """Give the files of notes a place in the instructor edition, not among learners' downloads.

    :param document: the copy of the page, when Sphinx has noted its downloads.
    """
    folder = posixpath.dirname(overview(docname, INSTRUCTOR))
    for note in document.findall(instructor_note):
        for link in note.findall(addnodes.download_reference):
            if "filename" not in link:
                continue
            source, path = env.relfn2path(link["reftarget"], docname)
            digest = hashlib.sha256(source.encode()).hexdigest()[:12]
            # A writer looks for it below `_downloads`.
            link["filename"] = f"../{folder}/files/{digest}/{posixpath.basename(source)}"
            link[_FILE] = str(path)
            if Path(source) in env.dlfiles:
                pages = env.dlfiles[Path(source)][0]
                pages.discard(docname)
                if not pages:
                    del env.dlfiles[Path(source)]


def publish(app: Sphinx, document: nodes.document) -> None:
    """Copy the files of a page's notes to their place."""
    for link in document.findall(addnodes.download_reference):
        source = Path(link.get(_FILE, ""))
        if _FILE in link and source.is_file():
            place = Path(app.outdir, posixpath.normpath(f"_downloads/{link['filename']}"))
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
