"""The published tree: the folder that is replaced, and the one in which the new tree is made.

A build works in a folder beside the output, on the output's own disk, so that the
finished tree can take the output's place by a change of name.  For ``_build/site`` it is
``_build/.site.tandem``: a lock; a folder for each run; what each language keeps for its
next run; and, where a system cannot exchange two folders, the old tree for the moment
between two steps.
"""

from __future__ import annotations

import contextlib
import ctypes
import filecmp
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import filelock

from ..site import Language, Site, counterparts
from ..site.findings import Finding, MachineFailure, WrongUse
from ..site.sphinx_process import STOPPING

# GitHub Pages serves a folder as it is when it holds this file, whatever is in it.
# What is in it tells our own trees from folders that we must never replace.
MARKER = ".nojekyll"
MARKER_TEXT = (
    "This folder was published by `tandem build`, which replaces it as a whole.\n"
    "The file tells GitHub Pages to serve the folder as it is.\n"
)

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def is_published(output: Path, text: str = MARKER_TEXT) -> bool:
    """Say whether *output* is a site that we published.

    :param text: what its marker says; each kind of site has its own.
    """
    marker = output / MARKER
    return marker.is_file() and marker.read_text("utf-8", errors="replace") == text


def checked_output(output: Path, site: Path, text: str = MARKER_TEXT) -> Path:
    """Return the real folder behind *output*, when it may be replaced.

    :param output: where to publish; a symbolic link is followed.
    :param text: what the marker of a tree says that may be replaced.
    :raises WrongUse: when replacing it would destroy something.
    """
    safe = "Nothing was changed. Choose another folder with --output."
    if output.is_symlink() and not output.exists():
        raise WrongUse(f"{output} is a link to a folder that does not exist. {safe}")
    real = output.resolve()
    if site.is_relative_to(real):
        raise WrongUse(f"{output} contains the sources of the site itself. {safe}")
    blocked = next((place for place in (real, *real.parents) if place.exists()), real)
    if not blocked.is_dir():
        raise WrongUse(f"{blocked} is a file, not a folder to publish into. {safe}")
    if real.is_dir() and any(real.iterdir()) and not is_published(real, text):
        raise WrongUse(
            f"{output} contains something that is not a site published by this command, and is "
            f"therefore not replaced. {safe}"
        )
    return real


def replace(output: Path, stage: Path, spare: Path) -> None:
    """Replace *output* by the tree *stage*, in one step where the system can.

    :param spare: where the old tree goes when it takes two steps; a later build
        finds it there if this one is killed between them.
    """
    _let_all_read(stage)
    if not output.exists():
        stage.rename(output)
    elif not _exchange(stage, output):
        output.rename(spare)
        try:
            stage.rename(output)
        except OSError:
            spare.rename(output)
            raise


def _let_all_read(stage: Path) -> None:
    """Let everybody read a tree, since a web server or a host may run as somebody else."""
    os.umask(umask := os.umask(0))
    for path in (stage, *stage.rglob("*")) if umask & 0o055 else ():
        path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o644))


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names, so that a reader finds one of them at any time."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    names = (os.fsencode(one), os.fsencode(other))
    # A file system that cannot do it says so; then two steps do, or say why they cannot.
    return bool(rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)


@contextlib.contextmanager
def unstoppable() -> Iterator[None]:
    """Let no signal interrupt the few milliseconds in which the site is replaced.

    Whoever stops the command must not be told that the old pages are still there
    when the new ones are.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# -- The folder in which a build works ----------------------------------------------------------

KEPT = "kept"
_PATIENCE = 0.5  # seconds: another build may be about to let go


class Workspace:
    """A private place to work, for one build of one output at a time.

    :param output: the real folder that is to be replaced.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._lock: filelock.BaseFileLock | None = None
        self.keep_logs = False
        self.folder = folder_for(output)
        self.spare = self.folder / "previous"
        self.logs = self.folder / "logs"
        self.kept = self.folder / KEPT
        self.run = self.folder

    def __enter__(self) -> Workspace:
        self._lock = self._locked()
        if self.spare.exists() and not self._output.exists():
            # The last build was killed between the two steps of publishing.
            self.spare.rename(self._output)
        self._clear()
        self.logs.mkdir()
        # Wherever the output is: none of this belongs into a repository.
        (self.folder / ".gitignore").write_text("*\n", "utf-8")
        self.run = Path(tempfile.mkdtemp(prefix="run-", dir=self.folder))
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove what the build left, and let the next one in."""
        if self._lock is None:
            return
        self._clear(keep=("logs",) if self.keep_logs else ())
        # While we hold it: whoever waits for it notices.  Windows removes no open file.
        with contextlib.suppress(PermissionError):
            Path(self._lock.lock_file).unlink(missing_ok=True)
        self._lock.release()
        self._lock = None

    def _locked(self) -> filelock.BaseFileLock:
        while True:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self.folder / "lock", timeout=_PATIENCE)
            try:
                lock.acquire()
            except FileNotFoundError:
                continue  # Another build has just removed the folder.
            except filelock.Timeout:
                raise MachineFailure(
                    f"Another build is publishing to {self._output} at this moment. "
                    "Nothing was changed; wait for it to end and run the command again."
                ) from None
            return lock

    def _clear(self, keep: tuple[str, ...] = ()) -> None:
        for left in self.folder.iterdir():
            if left.is_dir() and left.name not in (*keep, KEPT):
                shutil.rmtree(left, ignore_errors=True)


def folder_for(output: Path) -> Path:
    """Return the folder beside *output* in which a build of it works."""
    return output.parent / f".{output.name}.tandem"


# -- The trees of several languages, joined -----------------------------------------------------

# What Sphinx, themes and extensions leave in a tree that no reader needs.
NOT_FOR_READERS = (
    "**/.buildinfo",
    "**/.buildinfo.bak",
    "**/.doctrees",
    "**/.DS_Store",
    "**/.gitignore",
    "**/.gitkeep",
    "**/__pycache__",
    "_static/webpack-macros.html",
)

# What means something at the root of a host only; `html_extra_path` and
# sphinx.ext.githubpages put it into the tree of every language.
ROOT_ONLY = (".nojekyll", "CNAME", "robots.txt", "sitemap.xml")


def clean(tree: Path, language: Language) -> None:
    """Remove what is not for readers from the tree of one language."""
    unwanted = [path for pattern in NOT_FOR_READERS for path in tree.glob(pattern)]
    if language.prefix:
        unwanted += [tree / name for name in ROOT_ONLY]
    for path in unwanted:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for folder in sorted(tree.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()  # Sphinx makes some that it then has no use for


def compose(
    site: Site, built: Mapping[str, Path], published: Path | None, stage: Path
) -> list[Finding]:
    """Make the tree to publish: what was built, and for the rest what is there already.

    :param built: the trees of the languages that were built; they are copied, because the
        next run of a language changes its tree in place.
    :param published: the site as it is now; its files are linked, not copied.
    :returns: a finding for each language whose folder the source language uses too.
    """
    findings = []
    prefixes = {language.prefix.rstrip("/") for language in site.languages[1:]}
    for language in site.languages:
        target = stage / language.prefix
        tree = built.get(language.code)
        present = published / language.prefix if published else None
        if tree is None and (present is None or not present.is_dir()):
            target.mkdir(exist_ok=True)
            continue
        if language.prefix and target.exists():
            findings.append(_occupied(site, language))
        elif tree is not None:
            shutil.copytree(tree, target, copy_function=shutil.copyfile, dirs_exist_ok=True)
            clean(target, language)
        elif present is not None:
            _link_tree(present, target, set() if language.prefix else prefixes)
    return findings


def follow(tree: Path, target: Path, seen: dict[str, tuple[int, ...]]) -> set[str]:
    """Bring the copy of a tree up to date while it is being read, file by file.

    No reader finds half a file.  Files for no reader stay where they are.

    :param seen: the files of the tree as they were the last time; it is brought up to date.
    :returns: the files that changed, by their paths in the tree.
    """
    changed, found = set(), set()
    for folder, _folders, files in os.walk(tree):
        for name in files:
            path = Path(folder, name)
            said = path.stat()
            place = path.relative_to(tree).as_posix()
            found.add(place)
            state = (said.st_mtime_ns, said.st_size, said.st_ino)
            if seen.get(place) == state:
                continue
            seen[place] = state
            shown = target / place
            if shown.is_file() and filecmp.cmp(path, shown, shallow=False):
                continue
            changed.add(place)
            copy_whole(path, shown)
    for place in seen.keys() - found:
        (target / place).unlink(missing_ok=True)
        del seen[place]
        changed.add(place)
    return changed


def copy_whole(path: Path, shown: Path) -> None:
    """Copy a file so that no reader finds half of it."""
    shown.parent.mkdir(parents=True, exist_ok=True)
    new = shown.with_name(f".{shown.name}.new")
    shutil.copyfile(path, new)
    new.replace(shown)


def _link_tree(tree: Path, target: Path, without: set[str]) -> None:
    """Give all files of a tree a second name, except in the named folders at its top."""

    def ignored(folder: str, names: list[str]) -> set[str]:
        return without.intersection(names) if Path(folder) == tree else set()

    shutil.copytree(tree, target, copy_function=_link, ignore=ignored)


def _link(source: str, target: str) -> None:
    """Give a file a second name, or copy it where the disk cannot do that."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _occupied(site: Site, language: Language) -> Finding:
    folder = language.prefix.rstrip("/")
    message = (
        f"Pages or files of the {site.source.name} site are in a folder {folder!r}, which is "
        f"the place of the {language.name} site. Give that folder another name."
    )
    return Finding("conf.py", 1, "settings-language-folder", message, language.code)


def write_new(path: Path, text: str) -> None:
    """Write a file of the stage without touching a published file of which it is another name."""
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


# -- What belongs to no single language: the sitemap and the file for robots ---------------------

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""


def root_files(
    site: Site, pages: Mapping[str, Collection[str]], days: Mapping[str, Mapping[str, str]] = {}
) -> dict[str, str]:
    """Return the files for the root of the site, by name.

    A sitemap knows only whole addresses, so there is none without ``html_baseurl``.

    :param pages: for each language, the pages to list, by their path within it.
    :param days: for each language, the days when pages last changed, where that is known.  They
        come from the history, so that a build at another time is the same.
    """
    robots = "User-agent: *\nAllow: /\n"
    if not site.base_url.startswith(("https://", "http://")):
        return {"robots.txt": robots}
    entries = "".join(
        _entry(site, page, language, pages, days.get(language.code, {}).get(page, ""))
        for language in site.languages
        if language.is_announced
        for page in sorted(pages.get(language.code, ()))
    )
    return {
        "robots.txt": f"{robots}Sitemap: {site.base_url}sitemap.xml\n",
        "sitemap.xml": f"{_HEAD}{entries}</urlset>\n",
    }


_COMMITS = 5000
_SOURCES = (".md", ".rst", ".ipynb", ".txt", ".myst")


def last_days(
    folder: Path, catalogs: Iterable[Path], pages: Mapping[str, Collection[str]]
) -> dict[str, dict[str, str]]:
    """Return the day of the last commit to the source or the catalog of each page.

    Without a history there are none; nor where it was cut off, as in the copies that services
    build from, because all that is older would have the day of the cut.

    :param folder: that of the site.
    :param catalogs: the folders of its catalogs.
    :param pages: for each language, its pages, by their path within it.
    """
    log = ("log", f"-n{_COMMITS}", "--format=%x00%cs", "--name-only", "--relative", "--", ".")
    if _asked(folder, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    days: dict[str, str] = {}
    for commit in _asked(folder, "-c", "core.quotePath=false", *log).split("\0")[1:]:
        day, *paths = commit.split("\n")
        for path in filter(None, paths):
            days.setdefault(path, day)
    inside = [one.relative_to(folder) for one in catalogs if one.is_relative_to(folder)]
    found: dict[str, dict[str, str]] = {}
    for code, named in pages.items():
        for page in named:
            name = page.removesuffix(".html")
            names = (name, name.removesuffix("/index"))
            paths = [f"{one}{kind}" for one in names for kind in _SOURCES]
            if source := max((days.get(path, "") for path in paths), default=""):
                of_catalog = (
                    days.get(f"{one.as_posix()}/{code}/LC_MESSAGES/{name}.po", "") for one in inside
                )
                found.setdefault(code, {})[page] = max([source, *of_catalog])
    return found


def _asked(folder: Path, *question: str) -> str:
    """Return what git says, ``""`` where it says nothing."""
    try:
        said = subprocess.run(
            ["git", *question], cwd=folder, capture_output=True, encoding="utf-8", check=False
        )
    except OSError:
        return ""
    return said.stdout if said.returncode == 0 else ""


def _entry(
    site: Site, page: str, language: Language, pages: Mapping[str, Collection[str]], day: str
) -> str:
    """Return a page of the sitemap, with its counterparts in all languages."""
    found = [
        counterpart
        for counterpart in counterparts(site, page, language)
        if page in pages.get(counterpart.language.code, ()) and counterpart.language.is_announced
    ]
    own = next(counterpart.url for counterpart in found if counterpart.current)
    alternates = [(counterpart.language.tag, counterpart.url) for counterpart in found]
    # For a reader of any other language: the source language, or what there is.
    alternates.append(("x-default", found[0].url))
    links = "".join(
        f'    <xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(url)}/>\n'
        for tag, url in alternates
    )
    changed = f"    <lastmod>{day}</lastmod>\n" if day else ""
    return f"  <url>\n    <loc>{escape(own)}</loc>\n{changed}{links}  </url>\n"
