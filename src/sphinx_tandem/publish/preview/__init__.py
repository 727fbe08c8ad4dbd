"""A live preview of every language: builds on each save, reloads the pages that changed.

The pages shown come from a private folder, not from the published tree, and
what is added to them (a script, notes at what is wrong) is added to each answer.
For each language, a process that has loaded the site waits for the next save.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import webbrowser
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sphinx.util.matching import Matcher
from watchfiles import watch

from ...site.findings import Finding, MachineFailure, WrongUse, relative_path
from ...site.settings import CONF, Settings, SettingsError, load
from ...site.sphinx_process import (
    IGNORED_ENDS,
    IGNORED_FOLDERS,
    SphinxProcesses,
    worker_environment,
)
from ...site.sphinx_process.kept import stat_of
from ...upstream import vars_of
from ..processes import LanguageRun
from ..pseudo import MARKER_TEXT as PSEUDO_MARKER
from ..run import Memory, Request, Result, build, is_fast, processes_for
from ..tree import copy_whole, is_published
from .server import PageFiles, Preview, listening, place_problems, read_pages, running

Say = Callable[[str], None]
ShowFindings = Callable[[Iterable[Finding]], None]

# Folders and files that tools write; a build must not be the reason for the next one.
_IGNORED_NAMES = IGNORED_FOLDERS | {"_build"}
# So many files that were saved together are named.
_MOST_NAMED = 5


def serve(directory: Path, port: int, open_browser: bool, say: Say, show: ShowFindings) -> None:
    """Show the site in *directory* until the command is stopped.

    :param port: the port of the local machine; 0 for any that is free.
    :param open_browser: whether to open a browser after the first build.
    :raises SettingsError: when the site cannot be read at the start.
    :raises MachineFailure: when the port is taken.
    """
    settings = load(directory)
    with (
        processes_for(settings) as processes,
        listening(port) as listener,
        tempfile.TemporaryDirectory(prefix="tandem-", ignore_cleanup_errors=True) as private,
        contextlib.suppress(KeyboardInterrupt),
    ):
        preview = Preview(Path(private, "site"), settings.site)
        rounds = _Rounds(settings.directory, settings, preview, processes, say, show)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with running(preview, listener):
            for place, saved in enumerate(saves(settings, rounds.concerns, rounds.files)):
                rounds.build(saved)
                if place == 0:
                    say(f"The preview is at {address} and follows your edits; stop it with Ctrl+C.")
                    if open_browser:
                        webbrowser.open(address)


@dataclass
class _Rounds:
    """The builds of one preview, one after the other.

    :param unseen: the files that were saved, and are not yet in any page that is shown.
    :param used: the files that the pages are made from; ``None`` where that is not known.
    :param followed: the files of each language as they are shown.
    :param pages: what each page is made from.
    :param early: the pages that were shown before their build had ended.
    :param memory: what is known from the builds before.
    """

    directory: Path
    settings: Settings
    preview: Preview
    processes: SphinxProcesses
    say: Say
    show: ShowFindings
    unseen: set[Path] = field(default_factory=set)
    used: frozenset[str] | None = None
    followed: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)
    pages: dict[str, PageFiles] = field(default_factory=dict)
    early: set[str] = field(default_factory=set)
    memory: Memory = field(default_factory=Memory)

    def build(self, saved: set[Path]) -> None:
        """Build what the saved files concern; keep the older pages if that fails."""
        self.unseen |= saved
        if saved:
            names = sorted(relative_path(path, self.directory) for path in saved)
            self.say(f"Saved: {', '.join(names[:_MOST_NAMED])}{'…' * (len(names) > _MOST_NAMED)}")
        if any(path.suffix == ".py" for path in saved):
            self.processes.load_again()
        findings: list[Finding] = []
        failure, told, result = "", "", None
        try:
            settings = self._load()
            result = self._build(settings)
            findings = result.findings
            if result.published:
                self._accept(settings, result)
                told = f"Built {_names(settings, result)} in {result.seconds:.2f} s."
            else:
                failure = "\n".join(map(str, result.stopping))
        except SettingsError as error:
            findings = error.findings
            failure = "\n".join(map(str, findings))
        except (MachineFailure, WrongUse) as error:
            failure = str(error)
            self.say(failure)
        if failure:
            self.used = None  # the cause may be in a file that no page has yet
        self.preview.built(failure, result.changed if result else None)
        self.show(findings)
        self.say(told or self._fate())
        if result and result.published and is_fast(self.settings):
            self._prepare(result)

    def concerns(self, path: Path) -> bool:
        """Say whether a file that was saved can change a page."""
        if self.used is None:
            return _may_be_source(path, self.directory)
        return concerns_site(path, self.settings, self.used)

    def files(self) -> Iterable[Path]:
        """Return the files that the pages are made from, as far as that is known."""
        return (self.directory / name for name in self.used or ())

    def _load(self) -> Settings:
        """Return the settings, read again unless only pages and catalogs were saved."""
        if self.used is None or any(path.suffix not in (".md", ".po") for path in self.unseen):
            return load(self.directory)
        return self.settings

    def _build(self, settings: Settings) -> Result:
        self.preview.site = settings.site
        request = Request(self.preview.tree, followed=self.followed, memory=self.memory)
        return build(settings, request, self._show_early, processes=self.processes)

    def _show_early(self, run: LanguageRun) -> None:
        """Show a page that was written while others, or what is made of them, are still made."""
        if run.stopping:
            return
        prefix = next(one.prefix for one in self.preview.site.languages if one.code == run.language)
        for path in sorted(run.ready):
            page, built = prefix + path, Path(run.spec["output"], path)
            shown = self.preview.tree / page
            if shown.is_file() and built.is_file() and shown.read_bytes() != built.read_bytes():
                copy_whole(built, shown)
                self.early.add(page)
                self.preview.changed_early(page)
        run.ready.clear()

    def _prepare(self, result: Result) -> None:
        """Let a process of each language load the site before the next save."""
        environment = worker_environment(self.directory, os.environ)
        for run in result.runs:
            self.processes.prepare(run.spec, environment, Path(run.spec["kept"], "log"))

    def _accept(self, settings: Settings, result: Result) -> None:
        """Note that what was saved is in the pages, and where its problems are to be shown."""
        self.unseen.clear()
        tree = self.preview.tree
        if result.changed is None:
            self.pages = read_pages(tree, tree.rglob("*.html"))
        else:
            result.changed |= self.early
            for gone in result.changed:
                self.pages.pop(gone, None)
            self.pages |= read_pages(tree, [tree / path for path in result.changed])
        self.early.clear()
        self.settings = settings
        self.used = frozenset(file for page in self.pages.values() for file in page.files)
        self.preview.show(place_problems(result.findings, self.pages, settings.site))

    def _fate(self) -> str:
        """Say what is shown after a build that failed."""
        if self.preview.tree.is_dir():
            return (
                "The build failed. The pages shown are older than your files; "
                "correct what is named above and save."
            )
        return "The build failed, so there are no pages yet; correct what is named above and save."


def _names(settings: Settings, result: Result) -> str:
    """Name the languages whose pages changed, or none where it was all of them."""
    site = settings.site
    pages = (path for path in result.changed or () if path.endswith(".html"))
    changed = {site.language_of(path) for path in pages}
    if not changed or len(changed) == len(site.languages):
        return "every language"
    return ", ".join(language.name for language in site.languages if language in changed)


# -- Which files were saved, and which languages that concerns ------------------------------------


# How many times nothing was heard of for a tenth of a second before files are looked at.
_IDLE = 10


def saves(
    settings: Settings,
    concerns: Callable[[Path], bool],
    files: Callable[[], Iterable[Path]] = tuple,
) -> Iterator[set[Path]]:
    """Yield nothing at once, and then, each time, the files that somebody has saved.

    watchfiles forgets what it hears in the moment in which it hands on what it has heard, or
    stops waiting; on a busy machine that moment is long enough for a save.  So the files are
    looked at, too, while nothing happens.

    :param concerns: says whether a change of a file can change a page.
    :param files: the files that the pages are made from.
    """
    site = settings.directory
    outside = [place for place in named_places(settings) if not place.is_relative_to(site)]
    # The watch begins before the first build: no save is missed.
    watched = watch(
        site,
        *dict.fromkeys(place for place in outside if place.exists()),
        watch_filter=lambda _change, path: concerns(Path(path)),
        debounce=200,
        step=20,
        rust_timeout=100,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    next(watched)
    yield set()
    idle, seen = 0, _stamps(files())
    for changes in watched:
        saved = {Path(path) for _change, path in changes}
        idle = 0 if saved else idle + 1
        if idle % _IDLE == _IDLE - 1:
            now = _stamps(files())
            saved = {path for path, stamp in now.items() if seen.get(path, stamp) != stamp}
            seen = now
        if saved:
            seen |= _stamps(saved)
            yield saved


def _stamps(files: Iterable[Path]) -> dict[Path, tuple[int, ...] | None]:
    return {path: stat_of(str(path)) for path in files}


_FOLDERS = ("locale_dirs", "html_static_path", "html_extra_path", "templates_path",
            "tandem_outside_files")  # fmt: skip


def named_places(settings: Settings) -> list[Path]:
    """Return the folders and files that the settings name, wherever they lie."""
    said = vars_of(settings.config)
    places = [place for name in _FOLDERS for place in said.get(name, ())]
    if isinstance(old := said.get("tandem_redirects"), str) and old:
        places.append(old)
    return [(settings.directory / place).resolve() for place in places]


def concerns_site(path: Path, settings: Settings, used: Collection[str] = ()) -> bool:
    """Say whether a change of a file can change a page.

    :param used: the files from which the pages were made, as findings name them.
    """
    site = settings.directory
    if not _may_be_source(path, site):
        return False
    name = relative_path(path, site)
    if any(map(path.is_relative_to, named_places(settings))) or name in used:
        return True
    # A page that is new, the settings with the modules that they use, and files that they name.
    suffixes = vars_of(settings.config).get("source_suffix", ())
    is_page = path.suffix in (
        ".md",
        ".rst",
        *([suffixes] if isinstance(suffixes, str) else suffixes),
    )
    excluded = Matcher(settings.config.exclude_patterns)
    if is_page and not any(excluded(one.as_posix()) for one in (Path(name), *Path(name).parents)):
        return True
    return path.suffix == ".py" or path.name in (site / CONF).read_text("utf-8", errors="replace")


def _may_be_source(path: Path, site: Path) -> bool:
    inside = path.relative_to(site) if path.is_relative_to(site) else Path(path.name)
    if path.name.endswith(IGNORED_ENDS):
        return False
    if any(part.startswith(".") or part in _IGNORED_NAMES for part in inside.parts):
        return False
    folders = [site / folder for folder in inside.parents]
    return not any(
        is_published(folder) or is_published(folder, PSEUDO_MARKER) for folder in folders
    )
