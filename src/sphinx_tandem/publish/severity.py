"""What each warning means for readers, and which of them stop the publication.

What plain Sphinx publishes with warnings is published with findings; ``--strict`` refuses.
Only what plain Sphinx cannot build either, or what would harm readers or files, stops a build.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Loss:
    """One kind of warning about something that readers lose.

    :param code: the code of the finding, as a pattern.
    :param lost: what a reader misses.
    :param mend: what to do; ``""`` where the warning says so itself.
    :param message: how the warning begins, where its code says too little.
    :param stops: whether nothing is published.
    """

    code: str
    lost: str
    mend: str = ""
    message: str = ""
    stops: bool = False


_PATH = "add the file, or correct its path"
_NAME = "correct its name, or add the extension that has it to conf.py"
_DIRECTIVE = "the content of the directive is left out"

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
        "write what is between its two lines of --- as YAML, one 'key: value' a line",
    ),
    Loss("myst-directive-unknown", _DIRECTIVE, _NAME),
    Loss("myst-directive-parse", _DIRECTIVE),
    Loss("myst-directive-body", _DIRECTIVE),
    Loss("myst-role-unknown", "the content of the role is left out", _NAME),
    Loss("myst-substitution", "the text of a substitution is left out"),
    Loss("myst-render", "a construct has no rendering and is left out"),
    Loss("docutils", "an included file is left out", _PATH, message="Include file"),
    Loss("docutils", "a file is left out", _PATH, message="Problems with"),
    Loss("docutils", _DIRECTIVE, _NAME, message="Unknown directive type"),
    Loss("docutils", "the text of the role is marked as faulty", _NAME, "Unknown interpreted"),
    Loss("page-outside", "a file outside the site's folder is left out"),
    Loss("page-depth", "a part of a page is left out"),
    Loss("page-loop", "the files behind a link that leads back are left out"),
    Loss("page-encoding", "letters of a page may be wrong"),
    Loss("data-*", "something of a data file is left out"),
    Loss("redirect-*", "an old address does not answer"),
    Loss("sphinx", "a page is not written", message="error writing file", stops=True),
    Loss("page-conflict", "a page contains two texts for one", stops=True),
    Loss("blog-date", "a post or an update has no date, and is left out of the blog"),
    Loss("blog-title", "a post has no title, and is left out of the blog"),
    Loss("blog-section", "a post is where none can be, and is left out of the blog"),
    Loss("catalog-*", "a translation cannot be used"),
    Loss("settings-*", "the site's settings cannot be used", stops=True),
    Loss("build-*", "a language could not be built", stops=True),
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


def is_lost(code: str, message: str) -> bool:
    """Say whether readers lose something."""
    return _loss(code, message) is not None


def stops_publication(code: str, message: str) -> bool:
    """Say whether nothing is published, with or without ``--strict``."""
    loss = _loss(code, message)
    return loss is not None and loss.stops


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
