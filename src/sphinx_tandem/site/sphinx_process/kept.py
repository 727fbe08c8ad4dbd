"""What stays of a run of Sphinx for the next one of the same language.

A *kept run* is a folder: the doctrees and the environment of Sphinx, the tree that was
written, and the state: which files the run opened, for what, and what was in them; what
each page was made of; what was found.  The next run reads the pages anew whose files
changed.  It writes these pages if nothing else that it knows of the site changed then, and
otherwise all of them, into an empty tree.  Where a change can mean anything (the settings,
the packages, a file that is new or gone), the run is a clean one.

The state is removed when a run begins and written when it ended well: a run that was
killed leaves none, and the next one is clean.

All of it is in one place: what is kept, what is compared and what is written again are right
only together.

Which files were opened is heard from Python itself (:func:`sys.addaudithook`), so that it
does not matter who opens them.
"""

# Thousands of paths, as texts:
# ruff: noqa: PTH100, PTH106, PTH108, PTH114, PTH116, PTH118, PTH119, PTH120, PTH208

from __future__ import annotations

import contextlib
import os
import pickle
import re
import shutil
import sys
import sysconfig
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemBytecodeCache
from sphinx.environment import CONFIG_OK
from sphinx.errors import SphinxError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.build_phase import BuildPhase

from ...upstream.sphinx import (
    ask_before_site_files,
    carry_search_index,
    search_index,
    write_first,
)
from . import IGNORED_ENDS, IGNORED_FOLDERS
from .digests import OWN, Digests, changed_parts, digests_of, put_in_order

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: What a file is opened for, or a warning is of: a page that is read (``r:about``) or
#: written (``w:about``), what makes further pages (``m:blog.archives:make_pages``; of one page
#: alone: ``m:lessons.handouts:make_pages about``), the start of the run (``""``), or all that is done anew in each run.
Owner = str
SITE = "site"

_FORMAT = 2
_STATE = "state.pickle"
_NEVER = 2**62  # a time at which no file was changed: the state says which ones were
_RACY = 20_000_000  # ns: a file changed so shortly before may change again in the same tick
_PACKAGES = [sysconfig.get_path(name) for name in ("purelib", "platlib")]
_ENGINE = Path(__file__).parents[2]
_REVIEW = "m:translators.review:collect_pages"
# What tells terminals and sessions apart, and no build.
_SESSION = re.compile(
    r"(_|PWD|OLDPWD|SHLVL|COLUMNS|LINES|DISPLAY|WINDOWID|(TERM|SSH_|XDG_|VSCODE_|PYTEST_).*)"
)
_OF_CATALOG = re.compile(r"[^/]+/LC_MESSAGES/(.+)\.po")


@dataclass
class Seen:
    """A file as it was when a run used it."""

    digest: str
    stat: tuple[int, ...] | None

    @classmethod
    def now(cls, path: str, since: int = 0) -> Seen:
        """Look at a file; one that changed *since*, in ns, counts as unknown."""
        stat = stat_of(path)
        if stat is None:
            return cls("", None)
        changed = max(stat[:2])
        tick = _RACY if changed % 1_000_000_000 else 2_000_000_000  # some disks count seconds
        if since and changed > since - tick:
            return cls("unknown", None)
        return cls(_hash(path), stat)

    def is_still(self, path: str) -> bool:
        """Say whether the file is the same."""
        stat = stat_of(path)
        return (stat is not None and stat == self.stat) or (
            self.digest == ("" if stat is None else _hash(path))
        )


@cache
def installed() -> dict[str, Any]:
    """Return what says whether the programs are the same that made what is kept.

    It is asked once in a process: what counts is what that has loaded.
    """
    engine = sorted(
        (str(path), stat_of(str(path)))
        for path in _ENGINE.rglob("*")
        if path.suffix not in (".pyc", ".mo") and path.is_file()
    )
    return {
        "python": (sys.version, sys.prefix),
        "packages": [sorted(os.listdir(place)) for place in _PACKAGES],
        "engine": engine,
    }


def digest_of_files(*places: str | Path) -> str:
    """Return a text that differs when somebody touched a file in one of some folders."""
    found = [
        (path[len(str(place)) :], stat_of(path))
        for place in places
        for folder, _folders, files in os.walk(place)
        for path in (os.path.join(folder, name) for name in files)
    ]
    return blake2b(repr(sorted(found)).encode()).hexdigest()


def stat_of(path: str) -> tuple[int, ...] | None:
    """Return what changes when somebody writes a file; ``None`` where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _hash(path: str) -> str:
    try:
        return blake2b(Path(path).read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


@dataclass
class State:
    """What is known of the last run, if it ended well."""

    valid: Mapping[str, Any] = field(default_factory=dict)
    inputs: dict[str, Seen] = field(default_factory=dict)
    users: dict[str, set[Owner]] = field(default_factory=dict)
    outputs: dict[Owner, set[str]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    tree: str = ""
    places: dict[str, list[str]] = field(default_factory=dict)
    dependencies: dict[str, set[str]] = field(default_factory=dict)
    digests: Digests = field(default_factory=dict)
    warnings: dict[Owner, list[dict[str, Any]]] = field(default_factory=dict)
    pages: dict[str, bool] = field(default_factory=dict)
    notes: dict[str, bytes] = field(default_factory=dict)  # pickled: few runs ask for all
    answers: dict[str, bytes] = field(default_factory=dict)
    search: bytes = b""
    left_out: frozenset[str] = frozenset()
    templates: tuple[str, ...] = ()


@dataclass
class Plan:
    """What a run has to do, seen from the files that changed.

    :param clean: why nothing can be kept, or ``""``.
    :param read: the pages to read, by their files or their catalogs.
    :param write_all: whether all pages are to be written, whatever is found in those.
    """

    clean: str = ""
    read: set[str] = field(default_factory=set)
    write_all: bool = False
    changed: set[str] = field(default_factory=set)


class LastRun:
    """The last run of a language, compared with the files that are there now.

    :param spec: what a run is told, with the environment that it would have.
    """

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self._folder = Path(spec["kept"])
        self._site = Path(spec["site"])
        self._spec = spec
        self._output = os.path.join(os.path.realpath(spec["output"]), "")
        self._environment: Mapping[str, str] = spec["environment"]
        self._installed = installed()
        self.before = self._load()

    def is_right(self) -> bool:
        """Say whether another run would do nothing."""
        plan = self._planned(self._valid())
        return not (plan.clean or plan.changed)

    # -- What changed ------------------------------------------------------------------

    def _load(self) -> State:
        try:
            found = pickle.loads((self._folder / _STATE).read_bytes())  # noqa: S301  # our own
        except Exception:  # whatever is wrong with it
            return State()
        return found if isinstance(found, State) else State()

    def _valid(self) -> dict[str, Any]:
        """Return what must be the same, or nothing can be kept."""
        environment = {
            name: value
            for name, value in self._environment.items()
            if not _SESSION.fullmatch(name) and name != "SOURCE_DATE_EPOCH"
        }
        return {
            "format": _FORMAT,
            **self._installed,
            "spec": {
                key: held for key, held in self._spec.items() if key not in ("wait", "environment")
            },
            "environment": environment,
            # Drafts, the year of a copyright: what reads the clock reads the day.
            "day": (time.strftime("%F", time.gmtime()), time.strftime("%F")),
        }

    def _planned(self, valid: Mapping[str, Any]) -> Plan:
        """Say what is to be done, given what must be the same."""
        state = self.before
        if not state.valid:
            return Plan("there is no earlier run")
        for key, held in valid.items():
            if held != state.valid.get(key):
                return Plan(key)
        if self._time(state.places["time_format"]) != state.places["time"]:
            return Plan("the time of the sources")
        if self._tree() != state.tree:
            return Plan("what was kept is not as it was left")
        if names := self._names(state.places["roots"]) ^ state.names:
            return Plan(f"added or deleted: {', '.join(sorted(names)[:9])}")
        plan = Plan()
        plan.changed = {path for path, seen in state.inputs.items() if not seen.is_still(path)}
        for path in sorted(plan.changed):
            self._plan_for(path, plan)
        return plan

    def _tree(self) -> str:
        """Return a text that differs when somebody touched what was kept."""
        return digest_of_files(self._spec["output"], self._spec["doctrees"])

    def _time(self, formats: Iterable[str]) -> list[str]:
        """Return what pages can show of the time of the sources in some formats."""
        epoch = int(self._environment.get("SOURCE_DATE_EPOCH", "0") or 0)
        exact = any(re.search(r"%-?[HIklMSscXTRrp]", shown) for shown in formats)
        return [str(epoch) if exact else time.strftime("%F", time.gmtime(epoch))]

    def _plan_for(self, path: str, plan: Plan) -> None:
        state = self.before
        users = state.users.get(path, set())
        readers = {owner[2:] for owner in users if owner.startswith("r:")}
        own = {page for page, files in state.dependencies.items() if path in files}
        own |= self._pages_of_catalog(path)
        is_shown = any(_is_in(path, place) for place in state.places["shown"])
        if "" in users and not is_shown:
            plan.clean = path
        elif own:
            plan.read |= own
            plan.write_all |= is_shown
            if not readers <= own:
                plan.clean = path
        elif readers:
            plan.clean = path  # read for a page that does not say so: perhaps for others, too
        else:
            plan.write_all = True

    def _pages_of_catalog(self, path: str) -> set[str]:
        state = self.before
        for place in state.places["catalogs"]:
            if _is_in(path, place) and (
                found := _OF_CATALOG.fullmatch(os.path.relpath(path, place).replace(os.sep, "/"))
            ):
                domain = found[1]
                return {
                    page
                    for page in state.dependencies
                    if page == domain or page.startswith(f"{domain}/")
                }
        return set()

    def _names(self, roots: Iterable[str]) -> frozenset[str]:
        """Return the paths of all files that the site could use."""
        kept_out = {str(self._site / name) for name in self._spec["keep_out"]}
        found: set[str] = set()
        for root in roots:
            for folder, folders, files in os.walk(root):
                folders[:] = [
                    name
                    for name in folders
                    if name not in IGNORED_FOLDERS
                    and name[0] != "."
                    and os.path.join(folder, name) not in kept_out
                ]
                found.update(
                    os.path.join(folder, name)
                    for name in files
                    if name[0] != "." and not name.endswith(IGNORED_ENDS)
                )
        return frozenset(found)


class KeptRun(LastRun):
    """One run, in the folder that it shares with those before and after it."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        super().__init__(spec)
        self._opened: set[tuple[Owner, str]] = set()
        self._made: set[str] = set()
        self._started = self._begun = time.time_ns()
        self.owner: Owner = ""
        self.spent: defaultdict[Owner, float] = defaultdict(float)
        self._entered = 0.0
        valid = self._valid()
        self.plan = self._planned(valid)
        self._now = State(valid=valid)
        self._done: set[Owner] = set()
        self._writing = ""
        if self.plan.clean and not spec.get("wait"):
            self._remove_state()
            for name in ("output", "doctrees"):
                shutil.rmtree(spec[name], ignore_errors=True)
            self.before = State()
        self.written: set[str] | None = None
        self._templates: Any = None
        self._notes: dict[str, dict[str, Any]] = {}
        self._answers: dict[str, dict[str, Any]] = {}
        sys.addaudithook(self._hear)

    # -- The run -------------------------------------------------------------------------

    def begin(self, environment: Mapping[str, str]) -> bool:
        """Go to work; say whether there is anything to do.

        :param environment: that of the build, which may be younger than the process.
        :raises StartAgain: when what was loaded at the start is no longer what counts.
        """
        self._environment = environment
        self._enter(SITE)  # to look at files is not to start from them
        if self._spec.get("wait"):  # what was planned may be long ago
            self.plan = self._planned(self._valid())
            if self.plan.clean:
                raise StartAgain(self.plan.clean)
            self._begun = time.time_ns()
        self._remove_state()
        return bool(self.plan.clean or self.plan.changed)

    def _remove_state(self) -> None:
        (self._folder / _STATE).unlink(missing_ok=True)

    def connect(self, app: Sphinx) -> None:
        """Follow a run."""
        self._app = app
        app.tandem_kept = self  # type: ignore[attr-defined]  # for what makes further pages
        last = 999
        app.connect("env-get-outdated", self._pages_to_read, priority=1)
        app.connect("env-purge-doc", self._on_purge, priority=1)
        app.connect("env-updated", self._on_updated, priority=1)
        app.connect("env-get-updated", self._pages_to_write, priority=last)
        app.connect("env-check-consistency", self._on_planned, priority=last)
        app.connect("builder-inited", self._keep_templates, priority=last)
        app.add_post_transform(_hearing_of_pages(self._on_page))
        app.connect("html-page-context", self._on_written, priority=last)
        app.connect("html-collect-pages", self._on_collect, priority=1)

    def _keep_templates(self, app: Sphinx) -> None:
        """Compile templates once, and not once in each run; see :meth:`_make_for_site`."""
        environment = getattr(getattr(app.builder, "templates", None), "environment", None)
        if environment is not None:
            place = self._folder / "templates"
            place.mkdir(exist_ok=True)
            environment.bytecode_cache = FileSystemBytecodeCache(str(place))
            self._templates = environment
        ask_before_site_files(app.builder, self._make_for_site)

    def warm_up(self) -> None:
        """Load what a page will need, while nobody waits."""
        self._enter(SITE)
        for name in self.before.templates if self._templates else ():
            with contextlib.suppress(Exception):  # whoever needs it says what is wrong with it
                self._templates.get_template(name)

    def _make_for_site(self, name: str, make: Callable[[], None]) -> None:
        """Make what is not of single pages, unless a run before has made it of the same."""
        if self.written is None:
            with self.making(f"sphinx:{name}"):
                make()

    def prepare(self, app: Sphinx) -> None:
        """Let Sphinx find out of date what changed, and nothing else."""
        if self.plan.clean:
            return
        env: Any = app.env
        env.config_status = CONFIG_OK
        for page in env.all_docs:
            env.all_docs[page] = _NEVER
        # Its builder asks, of each page that was found last time, whether to write it; only
        # then are pages looked for again.
        env.found_docs.clear()

    def _pages_to_read(
        self,
        _app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> tuple[()]:
        """Name the pages to read before others name those that depend on them."""
        self._read: set[str] = set()
        self._added = frozenset(added)
        if not self.plan.clean:
            # What is found and not known was a draft in the last run, too.
            if removed or added != self.before.left_out:
                raise StartAgain("pages were added or deleted")
            # Sphinx compares times, and reads again whatever names a file that is not there.
            changed.clear()
            changed.update((self.plan.read | env.reread_always) & env.found_docs)
        return ()

    def _on_purge(self, _app: Sphinx, _env: BuildEnvironment, page: str) -> None:
        self._enter(f"r:{page}")
        self._read.add(page)

    def _on_updated(self, *_: object) -> None:
        self._enter(SITE)

    def _enter(self, owner: Owner) -> None:
        now = time.process_time()
        self.spent[self.owner] += now - self._entered
        self._entered = now
        self.owner = owner
        self._done.add(owner)

    def _pages_to_write(self, _app: Sphinx, env: BuildEnvironment) -> set[str]:
        """Compare what is known of the site now; name the pages that can show a difference."""
        put_in_order(env)
        self._now.digests = digests_of(env, self.before.digests, self._read)
        if not self.plan.clean:
            changed = changed_parts(self.before.digests, self._now.digests) - OWN
            self.plan.write_all |= bool(changed)
            if not self.plan.write_all:
                self.written = set(self._read)
                carry_search_index(self._app.builder, self.before.search)
                write_first(self._app.builder, self.plan.read)
                return set()
            self._empty_output()
        return set(env.found_docs)

    def _on_planned(self, _app: Sphinx, env: BuildEnvironment) -> None:
        """Let Sphinx write no page only because its table of contents lists one that was read."""
        if self.written is not None:
            env.files_to_rebuild.clear()  # what it shows of that is the same; it is saved already

    def _empty_output(self) -> None:
        """Remove what was written, but for what comes from reading pages."""
        stays = {
            path
            for owner, paths in self.before.outputs.items()
            if not owner or owner.startswith("r:")
            for path in paths
        }
        stays |= {path for _owner, path in self._opened}
        for folder, _folders, files in os.walk(self._output, topdown=False):
            for name in files:
                if (path := os.path.join(folder, name)) not in stays:
                    os.unlink(path)
            with contextlib.suppress(OSError):
                os.rmdir(folder)

    def _on_page(self, app: Sphinx, page: str) -> None:
        """Hear of each page that is written, before its references are resolved."""
        # Pages of which it shows something may be resolved within.
        if app.phase is BuildPhase.RESOLVING and not self._writing:
            self._writing = page
            self._enter(f"w:{page}")

    def _on_written(self, _app: Sphinx, page: str, *_: object) -> None:
        if page == self._writing:
            self._writing = ""

    def _on_collect(self, _app: Sphinx) -> Iterator[Any]:
        self._enter(SITE)
        yield from ()

    @contextlib.contextmanager
    def making(self, name: str) -> Iterator[None]:
        """Note what is opened for the pages that something makes."""
        self._enter(f"m:{name}")
        try:
            yield
        finally:
            self._enter(SITE)

    @contextlib.contextmanager
    def making_of(self, page: str) -> Iterator[None]:
        """Note what is opened for what is made of one page: it is kept as long as the page is."""
        whole = self.owner
        self._enter(f"{whole.partition(' ')[0]} {page}")
        try:
            yield
        finally:
            self._enter(whole)

    def keep(self, name: str) -> None:
        """Let stand what something made in an earlier run."""
        self._done.discard(f"m:{name}")

    def notes(self, name: str) -> dict[str, Any]:
        """Return what something notes for the next run, with what it noted in the last one."""
        if name not in self._notes:
            kept = None if self.written is None else self.before.notes.get(name)
            self._notes[name] = pickle.loads(kept) if kept else {}  # noqa: S301  # our own
        return self._notes[name]

    def answers(self, name: str) -> dict[str, Any]:
        """Return what something worked out earlier, each with what it was worked out from."""
        if name not in self._answers:
            kept = self.before.answers.get(name)
            self._answers[name] = pickle.loads(kept) if kept else {}  # noqa: S301  # our own
        return self._answers[name]

    # -- The end -------------------------------------------------------------------------

    def warn(self, owner: Owner, event: dict[str, Any]) -> None:
        """Keep a warning, for runs that do not make again what it is of."""
        self._now.warnings.setdefault(owner, []).append(event)

    def earlier_warnings(self) -> Iterator[dict[str, Any]]:
        """Yield what is still wrong with what was not made again."""
        done = self._done
        if not self.plan.clean and not (self.plan.write_all or self.written):
            done = done - {SITE}  # without a page, Sphinx does not look at the site, either
        for owner, events in self.before.warnings.items():
            if owner not in done and owner and self._is_there(owner):
                known = self._now.warnings.setdefault(owner, [])
                known.extend(event for event in events if event not in known)
                yield from events

    def _is_there(self, owner: Owner) -> bool:
        if owner.startswith("m:"):
            return owner in self._done or not self.plan.write_all
        return owner[1:2] != ":" or owner[2:] in self._app.env.all_docs

    def finish(self, pages: Mapping[str, bool]) -> dict[str, bool]:
        """Remove what no longer belongs to the tree, keep the state, return all pages."""
        before, now, app = self.before, self._now, self._app
        self._note_opened()
        if self.plan.clean or self.plan.write_all:
            now.pages = dict(pages)
        else:
            gone = _all(before.outputs.values()) - _all(now.outputs.values())
            for path in gone:
                Path(path).unlink(missing_ok=True)
            old = {
                page: listed
                for page, listed in before.pages.items()
                if os.path.join(self._output, page) not in gone
            }
            now.pages = old | dict(pages)
        self._note_site(app)
        now.warnings = {
            owner: events
            for owner, events in now.warnings.items()
            if not owner or self._is_there(owner)
        }
        now.notes = {} if self.written is None else dict(before.notes)
        now.notes |= {name: pickle.dumps(held) for name, held in self._notes.items()}
        now.answers = dict(before.answers)
        now.answers |= {name: pickle.dumps(held) for name, held in self._answers.items()}
        if cache := getattr(self._templates, "cache", None):
            now.templates = tuple(sorted({str(name) for _loader, name in cache}))
        now.search = search_index(app.builder)
        now.tree = self._tree()
        now.left_out = self._added - app.env.all_docs.keys()
        self._enter(SITE)
        temporary = self._folder / f"{_STATE}.new"
        temporary.write_bytes(pickle.dumps(now, pickle.HIGHEST_PROTOCOL))
        temporary.replace(self._folder / _STATE)
        return now.pages

    def nothing_changed(self) -> dict[str, bool]:
        """Put the state back as it was; return the pages."""
        (self._folder / _STATE).write_bytes(pickle.dumps(self.before, pickle.HIGHEST_PROTOCOL))
        return self.before.pages

    def _note_opened(self) -> None:
        now, before = self._now, self.before
        users: defaultdict[str, set[Owner]] = defaultdict(set)
        outputs: defaultdict[Owner, set[str]] = defaultdict(set)
        if self.written is not None:  # it makes the pages of these pages alone
            for owner in (_REVIEW, SITE):  # nor are the images of other pages copied
                outputs[owner] |= set(filter(os.path.exists, before.outputs.get(owner, ())))
        aside = tuple(
            os.path.join(os.path.realpath(place), "")
            for place in (self._folder, sys.prefix, sys.base_prefix, _ENGINE, "/proc", "/dev",
                          "/sys", "/usr")
        )  # fmt: skip
        # Nothing that was not made again is forgotten.
        for owner, paths in before.outputs.items():
            if owner not in self._done and owner != SITE and self._is_there(owner):
                outputs[owner] |= paths
        for path, owners in before.users.items():
            left = {one for one in owners if one not in self._done and one and one != SITE}
            if self.written is not None:  # files that only pages show which are not written again
                left |= {one for one in owners if one == SITE or one.startswith("m:")}
            left = set(filter(self._is_there, left))
            if left:
                users[path] = left
        for owner, opened in self._opened:
            path = _real(opened)
            if path.startswith(self._output):
                outputs[owner].add(path)
            elif not path.startswith(aside) and opened not in self._made:
                users[path].add(owner)
        now.outputs, now.users = dict(outputs), dict(users)
        now.inputs = {
            path: before.inputs[path]
            if path in before.inputs and path not in self.plan.changed and not self.plan.clean
            else Seen.now(path, self._started if "" in owners else self._begun)
            for path, owners in users.items()
        }

    def _note_site(self, app: Sphinx) -> None:
        config, env, now = app.config, app.env, self._now

        def absolute(*paths: Any) -> list[str]:
            return [os.path.realpath(self._site / path) for path in paths]

        catalogs = absolute(*self._spec["locale_dirs"], *config.locale_dirs)
        shown = absolute(*config.templates_path, *config.html_static_path, *config.html_extra_path)
        roots = [str(self._site), *catalogs, *shown]
        roots = [
            root
            for root in dict.fromkeys(roots)
            if not any(root != other and _is_in(root, other) for other in roots)
        ]
        now.places = {"catalogs": catalogs, "shown": shown, "roots": roots}
        now.places["time_format"] = [str(config.html_last_updated_fmt or "")]
        now.places["time"] = self._time(now.places["time_format"])
        now.names = self._names(roots)
        now.dependencies = {
            page: {
                os.path.realpath(env.doc2path(page)),
                *(os.path.realpath(self._site / file) for file in env.dependencies.get(page, ())),
            }
            for page in env.found_docs
        }

    def _hear(self, event: str, given: tuple[Any, ...]) -> None:
        """Note each file that is opened or gets a name."""
        writes = False
        if event == "open":
            path, mode, flags = given
            writes = bool(flags & (os.O_WRONLY | os.O_RDWR)) if mode is None else "r" not in mode
        elif event == "os.rename":
            path, writes = given[1], True
        else:
            return
        if isinstance(path, str | os.PathLike):
            name = os.fspath(path)
            if isinstance(name, str):
                name = _source(os.path.abspath(name))
                self._opened.add((self.owner, name))
                if writes:
                    self._made.add(name)


def _hearing_of_pages(hear: Callable[[Sphinx, str], None]) -> type[SphinxPostTransform]:
    """Return the first thing that is done to a page whose references are to be resolved."""

    def run(self: SphinxPostTransform, **_named: Any) -> None:
        hear(self.app, self.env.docname)

    return type("HearingOfPages", (SphinxPostTransform,), {"default_priority": 0, "run": run})


class StartAgain(SphinxError):
    """What was loaded for a run has changed since."""


def _source(path: str) -> str:
    """Return the module of which Python opens the compiled file, or the path."""
    folder, name = os.path.split(path)
    if name.endswith(".pyc") and os.path.basename(folder) == "__pycache__":
        return os.path.join(os.path.dirname(folder), f"{name.partition('.')[0]}.py")
    return path


def _real(path: str) -> str:
    folder, name = os.path.split(path)
    real = os.path.join(_real_folder(folder), name)
    return os.path.realpath(real) if os.path.islink(real) else real


_real_folder = cache(os.path.realpath)


def _is_in(path: str, place: str) -> bool:
    return path == place or path.startswith(os.path.join(place, ""))


def _all(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)
