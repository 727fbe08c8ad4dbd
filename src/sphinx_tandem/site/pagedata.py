"""What rooms tell each other of pages: by an event, and in Sphinx's environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The event of each page that is read, once it is translated: the document, its passages, and
#: the catalog that they were looked up in, which is empty in the source language.
PASSAGES = "tandem-passages"

#: A page that no source stands for, as ``html-collect-pages`` takes it: its name, what its
#: template needs, and the template.
MadePage = tuple[str, dict[str, Any], str]
Made = TypeVar("Made")


def page_data(env: BuildEnvironment, name: str) -> dict[str, Any]:
    """Return what is kept under *name*, by the names of the pages."""
    found: dict[str, Any] = env.__dict__.setdefault(name, {})
    return found


def source_text(env: BuildEnvironment, docname: str) -> str:
    """Return what is in the file of a page, ``""`` where there is none."""
    try:
        return Path(env.doc2path(docname)).read_text("utf-8-sig", errors="replace")
    except OSError:
        return ""


def in_reading_order(env: BuildEnvironment, top: str) -> Iterator[str]:
    """Yield the pages below *top*, itself first, in the order of the tables of contents."""
    seen: set[str] = set()
    waiting = [top]
    while waiting:
        docname = waiting.pop()
        if docname in seen:
            continue
        seen.add(docname)
        yield docname
        waiting += reversed(env.toctree_includes.get(docname, []))


def all_pages(env: BuildEnvironment) -> list[str]:
    """Return every page of the site in the order in which they are read.

    Those that no table of contents leads to come last, by their names.
    """
    order = list(in_reading_order(env, str(env.config.root_doc)))
    return [*order, *sorted(env.found_docs - set(order))]


def keep_page_data(app: Sphinx, name: str) -> None:
    """Forget what is kept for a page that is read again, and join what several processes read."""

    def forget(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        page_data(env, name).pop(docname, None)

    def join(
        _app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
    ) -> None:
        theirs = page_data(other, name)
        page_data(env, name).update({page: theirs[page] for page in docnames if page in theirs})

    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", join)


def written_again(app: Sphinx) -> set[str] | None:
    """Return the pages that changed since the run before, ``None`` where all are written.

    Every other page is as it was, and so is all that one page shows of another.
    """
    kept = getattr(app, "tandem_kept", None)
    return None if kept is None else kept.written


def kept_notes(app: Sphinx, name: str) -> dict[str, Any]:
    """Return what may be noted for the next run of a language; see :func:`written_again`."""
    kept = getattr(app, "tandem_kept", None)
    return {} if kept is None else kept.notes(name)


def kept_answers(app: Sphinx, name: str) -> dict[str, Any]:
    """Return what something worked out in earlier runs, each with what it was worked out from.

    Whoever asks compares that; it may be added to for the next run of the language.
    """
    kept = getattr(app, "tandem_kept", None)
    return {} if kept is None else kept.answers(name)


def made_of(
    app: Sphinx,
    page: str,
    make: Callable[[], Iterable[MadePage]],
    beside: tuple[str, object] | None = None,
) -> Iterator[MadePage]:
    """Yield the pages that are made of a page, unless this is as it was for the run before.

    :param beside: a name, and what they show that comes of other pages.
    """
    kept = getattr(app, "tandem_kept", None)
    if kept is None:
        yield from make()
        return
    is_new = kept.written is None or page in kept.written
    if beside is not None:
        name, shown = beside
        notes = kept.notes(name)
        is_new = is_new or notes.get(page) != shown
        notes[page] = shown
    if is_new:
        with kept.making_of(page):
            yield from make()


def kept_of(app: Sphinx, name: str, page: str, make: Callable[[], Made]) -> Made:
    """Return what is worked out of a page, from an earlier run if the page is as it was then."""
    kept = getattr(app, "tandem_kept", None)
    if kept is None:
        return make()
    notes: dict[str, Made] = kept.notes(name)
    if page not in notes or kept.written is None or page in kept.written:
        with kept.making_of(page):
            notes[page] = make()
    return notes[page]


def is_kept_in_step(app: Sphinx) -> bool:
    """Say whether pages are written again for all that they show of the environment."""
    return getattr(app, "tandem_kept", None) is not None


def makers(env: BuildEnvironment, names: Iterable[str]) -> set[str]:
    """Return the pages of which something is kept, with all pages in their folders."""
    folders = {page.rpartition("/")[0] for name in names for page in page_data(env, name)}
    return {page for page in env.found_docs if page.rpartition("/")[0] in folders}


def makes_site(app: Sphinx) -> bool:
    """Say whether the running build makes a site: a web page for each page of the sources."""
    return app.builder.name in ("html", "dirhtml")


def makes_web_pages(app: Sphinx) -> bool:
    """Say whether the running build makes web pages, one for all or one for each."""
    return makes_site(app) or app.builder.name == "singlehtml"


def withdraw_static(app: Sphinx, name: str) -> None:
    """Take a file of the engine's out of ``_static``, where no page of the site loads it."""
    if app.builder.format == "html":
        (Path(app.outdir) / "_static" / name).unlink(missing_ok=True)
