"""Which warnings mean that readers would lose something.

These stop the publication, with or without ``--strict``: the content has a
problem.  Every other warning is shown, and the site is published.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Loss:
    """One kind of warning that stops the publication.

    :param code: the code of the finding, as a pattern.
    :param lost: what a reader would miss.
    :param mend: what to do; ``""`` where the warning says so itself.
    :param message: how the warning begins, where its code says too little.
    """

    code: str
    lost: str
    mend: str = ""
    message: str = ""


_PATH = "add the file, or correct its path"
_NAME = "correct its name, or add the extension that has it to conf.py"
_DIRECTIVE = "what stands in the directive is left out"

LOSSES = (
    Loss("myst-xref-missing", "a link leads nowhere", "correct its target, or take the link out"),
    Loss("myst-iref-missing", "a link to another site leads nowhere", "correct its target"),
    Loss("myst-section-ref", "a reference to a section leads nowhere", "correct its number"),
    Loss("ref-*", "a reference leads nowhere", "correct its target, or take the reference out"),
    Loss("*-not-readable", "an image, a download, a page or a catalog is not there", _PATH),
    Loss(
        "toc-excluded",
        "a page of the contents is not part of the site",
        "add the page, or take it out of the toctree",
    ),
    Loss(
        "myst-topmatter",
        "the front matter of a page is ignored",
        "write what stands between its two lines of --- as YAML, one 'key: value' a line",
    ),
    Loss("myst-directive-unknown", _DIRECTIVE, _NAME),
    Loss("myst-directive-parse", _DIRECTIVE),
    Loss("myst-directive-body", _DIRECTIVE),
    Loss("myst-role-unknown", "what stands in the role is left out", _NAME),
    Loss("myst-substitution", "the text of a substitution is left out"),
    Loss("myst-render", "a construct has no rendering and is left out"),
    Loss("docutils", "an included file is left out", _PATH, message="Include file"),
    Loss("sphinx", "letters are replaced by question marks", message="undecodable source"),
    Loss("sphinx", "a page is not written", message="error writing file"),
    Loss("blog-date", "a post or an update has no date, and is left out of the blog"),
    Loss("blog-title", "a post has no title, and is left out of the blog"),
    Loss("blog-section", "a post stands where none can, and is left out of the blog"),
    Loss("catalog-*", "a translation cannot be used"),
    Loss("settings-*", "the site's settings cannot be used"),
    Loss("build-*", "a language could not be built"),
)

# Sphinx files these under `ref`, but nothing is lost: a note that nobody refers to,
# and a name that stands for two things, of which the first is taken.
HARMLESS = frozenset({"ref-footnote", "ref-citation", "ref-python"})


def _loss(code: str, message: str) -> Loss | None:
    if code in HARMLESS:
        return None
    fits = (
        loss for loss in LOSSES if fnmatchcase(code, loss.code) and message.startswith(loss.message)
    )
    return next(fits, None)


def stops_publication(code: str, message: str, level: int = logging.WARNING) -> bool:
    """Say whether a warning stops the publication.

    :param level: how Sphinx logged it; what it calls an error always stops.
    """
    return level >= logging.ERROR or _loss(code, message) is not None


def explained(code: str, message: str) -> str:
    """Return a warning of Sphinx or MyST with what it means for readers, and what to do.

    >>> explained("ref-doc", "unknown document: 'x'")
    "unknown document: 'x'. For readers, a reference leads nowhere: correct its target, \
or take the reference out."
    """
    loss = _loss(code, message)
    if loss is None or not loss.mend:
        return message
    return f"{message.rstrip('.')}. For readers, {loss.lost}: {loss.mend}."
