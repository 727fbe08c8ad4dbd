"""Nothing outside the site's folder is read or published because a page says so.

Whoever proposes a page could otherwise publish any file of the machine that builds it.
What the site's own repository holds is public with it, and so may be shown; so is what lies
in the folder of its project, where that was unpacked from a release and is no repository.
Other files are named in ``tandem_outside_files``.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.request import url2pathname

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from ..upstream.myst_sphinx import ask_before_directives

logger = logging.getLogger(__name__)

# A longer text is no path on any system.
_LONGEST = 4096
# One of these is in the topmost folder of each release of a Python package.
_OF_PROJECT = ("PKG-INFO", "pyproject.toml", "setup.py")


# The bytes of a file's name, and the longest ending that Sphinx gives to one of a page.
_LONGEST, _KEPT = 255, ".doctree"


def register(app: Sphinx) -> None:
    """Ask before each directive whether it may have the files that it names."""

    def refuse(directive: Any) -> list[nodes.Node] | None:
        env: Any = getattr(_settings(directive), "env", None)
        for value, is_file in _texts(directive) if env is not None else ():
            if (real := _outside(env, value, is_file=is_file)) is not None:
                _report(value, real, _place(directive))
                return []
        return None

    ask_before_directives(refuse)


def leave_out_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Keep pages from being read that are links of the disk to files outside."""
    for docname in list(docnames):
        path = Path(env.doc2path(docname))
        real = path.resolve()
        if real != path and not _is_allowed(env, real):
            _report(path.name, real, f"{path}:1")
            leave_out(app, env, docnames, docname)
        elif len(path.with_suffix(_KEPT).name.encode("utf-8", "surrogateescape")) > _LONGEST:
            message = (
                "The name of the page is too long for the files that are made of it, so it is left "
                f"out. Give it one of at most {_LONGEST - len(_KEPT)} letters."
            )
            logger.warning(message, location=f"{path}:1", type="page", subtype="name")
            leave_out(app, env, docnames, docname)


def leave_out(app: Sphinx, env: BuildEnvironment, docnames: list[str], docname: str) -> None:
    """Keep a page from being read and published.

    :param docnames: the pages that are to be read, from which it is taken.
    """
    docnames.remove(docname)
    env.found_docs.discard(docname)
    if docname in env.all_docs:  # it was published before
        app.events.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)


def leave_out_files(_app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Leave out images and downloads that no directive made, and whose file is outside."""
    for node in list(document.findall(nodes.image)) + list(
        document.findall(addnodes.download_reference)
    ):
        value = str(node.get("uri") or node.get("reftarget") or "")
        if (real := _outside(env, value)) is not None:
            _report(value, real, node)
            node.parent.replace(node, list(node.children))


def _settings(directive: Any) -> Any:
    document = getattr(directive, "document", None) or directive.state.document
    return document.settings


def _place(directive: Any) -> Any:
    machine = getattr(directive, "state_machine", None)
    if machine is None:  # MyST's include
        return (directive.document.settings.env.docname, directive.lineno)
    source, line = machine.get_source_and_line(directive.lineno)
    return f"{source}:{line}"


def _texts(directive: Any) -> Iterator[tuple[str, bool]]:
    """Yield what could be a path, and whether it is one from the root of the machine."""
    for value in directive.arguments:
        yield "".join(map(str.strip, value.splitlines())), False
    for name, value in directive.options.items():
        if isinstance(value, str):
            yield value.strip(), name in ("file", "url")


def _outside(env: BuildEnvironment, value: str, *, is_file: bool = False) -> Path | None:
    """Return the file that a text names, where it is one that no page may show."""
    if not value or len(value) > _LONGEST or "\0" in value or "\n" in value:
        return None
    if value.lower().startswith("file:"):
        places = [url2pathname(value[len("file:") :].removeprefix("//"))]
    else:
        places = [env.relfn2path(value)[1], *([value] if is_file else [])]
    for place in places:
        try:
            real = Path(env.srcdir, place).resolve()
            if real.is_file() and not _is_allowed(env, real):
                return real
        except OSError:
            continue
    return None


def _is_allowed(env: BuildEnvironment, real: Path) -> bool:
    config, site = env.config, Path(env.srcdir).resolve()
    named = (
        *config.tandem_outside_files,
        *getattr(config, "html_static_path", ()),
        *getattr(config, "html_extra_path", ()),
        *config.templates_path,
        *config.locale_dirs,
    )
    places = (site, *(Path(site, place).resolve() for place in named))
    return (
        any(map(real.is_relative_to, places)) or _is_released(site, real) or _is_tracked(site, real)
    )


def _is_released(site: Path, file: Path) -> bool:
    """Say whether a file is in the project of the site, where no repository says what is public.

    Hidden files never are: settings with passwords have such names.
    """
    project = _project(site)
    if project is None or not file.is_relative_to(project):
        return False
    return not any(part.startswith(".") for part in file.relative_to(project).parts)


@lru_cache(maxsize=16)
def _project(site: Path) -> Path | None:
    """Return the folder of the project that a site documents; ``None`` in a repository or home."""
    above = (site, *site.parents)
    if any((folder / ".git").exists() for folder in above):
        return None
    for folder in above:
        if any((folder / name).is_file() for name in _OF_PROJECT):
            home = os.path.expanduser("~")  # noqa: PTH111 - pathlib raises where there is none
            return None if folder in (folder.parent, Path(home).resolve()) else folder
    return None


@lru_cache(maxsize=256)
def _is_tracked(site: Path, file: Path) -> bool:
    """Say whether the repository of the site contains a file."""
    question = ["git", "-C", os.fspath(site), "ls-files", "--error-unmatch", "--", os.fspath(file)]
    try:
        return not subprocess.run(question, capture_output=True, check=False).returncode
    except OSError:
        return False


def _report(value: str, real: Path, location: Any) -> None:
    logger.warning(
        "'%s' leads out of the site's folder, to %s, so it is left out. Copy the file into the "
        "site's folder, or name it in tandem_outside_files in conf.py.",
        value,
        real,
        location=location,
        type="page",
        subtype="outside",
    )


# -- Nothing is written outside the output -------------------------------------------------------


def stays_inside(app: Sphinx, page: str) -> bool:
    """Say whether the file of a page that somebody asks for would be in the output."""
    output = Path(app.outdir).resolve()
    return (output / f"{page}.html").resolve().is_relative_to(output)


def keep_in_output(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Stop a build in which a setting or an extension asks for a page outside the output.

    :raises ExtensionError: before the page is written; no event passes over a page.
    """
    if not stays_inside(app, pagename):
        raise ExtensionError(
            f"The page '{pagename}' would be written outside the site. Find what asks for it, a "
            "setting or an extension, and correct that."
        )
