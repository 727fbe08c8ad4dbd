"""One build from start to end: check, build, join, publish; the end of it for several builds.

It is one module, because each step hands on what it found: which languages have to run, what was
said, what is kept, and whether anything may be published.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import functools
import json
import os
import pickle
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..site.findings import Finding, MachineFailure, WrongUse, unique
from ..site.settings import CONF, Settings, SettingsError
from ..site.sources import endless_places
from ..site.sphinx_process import SphinxProcesses, worker_environment
from ..site.sphinx_process.kept import digest_of_files, installed
from ..upstream import vars_of
from . import pseudo
from .processes import LanguageRun, how_many_at_once, run_jobs
from .tree import (
    KEPT,
    MARKER,
    MARKER_TEXT,
    Workspace,
    checked_output,
    compose,
    folder_for,
    follow,
    is_published,
    last_days,
    replace,
    root_files,
    unstoppable,
    write_new,
)

# What the preview alone loads beside the site's own extensions.
PREVIEW_EXTENSION = "sphinx_tandem.translators.passages"
DEFAULT_OUTPUT = Path("_build", "site")
# What `assemble` has to know of a language that was built separately, beside its tree.
_PAGES = "pages.json"
_MEMORY = "memory.pickle"


@dataclass
class Memory:
    """What is kept of a build for the next one, beside what its languages keep.

    :param made_with: what must be the same, or nothing of it is right.
    :param catalogs: what was found in catalogs.
    :param published: what says that the published tree is still the one that was made of
        what the languages keep; ``""`` where it is not known to be.
    :param notes: what was said of it.
    """

    made_with: object = None
    catalogs: dict[str, Any] = field(default_factory=dict)
    published: str = ""
    notes: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, folder: Path, *, fresh: bool) -> Memory:
        """Return what the last build kept, empty where that is of no use."""
        made_with = installed()
        try:
            found = None if fresh else pickle.loads((folder / _MEMORY).read_bytes())  # noqa: S301
        except Exception:  # whatever is wrong with it
            found = None
        if isinstance(found, Memory) and found.made_with == made_with:
            return found
        return Memory(made_with)

    def save(self, folder: Path) -> None:
        """Keep it."""
        new = folder / f"{_MEMORY}.new"
        new.write_bytes(pickle.dumps(self, pickle.HIGHEST_PROTOCOL))
        new.replace(folder / _MEMORY)


@dataclass(frozen=True)
class Request:
    """What to build.

    :param output: where to publish.
    :param languages: the codes of the languages to build; empty for all.
    :param strict: whether any finding stops the publication.
    :param followed: given for the preview, whose pages say from which entries they are made,
        and which changes file by file: the files of each language as they were last built.
    :param memory: what the build before kept, where one process makes several of them.
    :param pdf: whether handouts are printed as PDF, too.
    :param kept_out: what Sphinx is not to find, as patterns.
    :param fresh: whether nothing from earlier builds is used.
    """

    output: Path
    languages: tuple[str, ...] = ()
    strict: bool = False
    followed: dict[str, dict[str, tuple[int, ...]]] | None = None
    memory: Memory | None = None
    pdf: bool = False
    kept_out: tuple[str, ...] = ()
    fresh: bool = False


@dataclass
class Result:
    """What came of a build.

    :param findings: everything that was found, each once.
    :param checked: those of them that were found in the catalogs before any build.
    :param stopping: those of them for which nothing was published.
    :param changed: of a preview: the files that are not as they were, by their paths;
        ``None`` where it can be any.
    :param notes: what a person might want to know although all is well.
    """

    output: Path
    findings: list[Finding] = field(default_factory=list)
    checked: list[Finding] = field(default_factory=list)
    stopping: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changed: set[str] | None = None
    runs: list[LanguageRun] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    published: bool = False
    seconds: float = 0.0

    @property
    def pages(self) -> int:
        """How many pages all languages have together."""
        return sum(len(run.pages) for run in self.runs)

    def note_findings(self, findings: Iterable[Finding], stopping: Iterable[Finding]) -> None:
        """Add findings; *stopping* are those that no publication survives."""
        self.findings = unique([*self.findings, *findings])
        self.stopping = unique([*self.stopping, *stopping])

    def as_data(self) -> dict[str, Any]:
        """Return the result as ``--json`` writes it."""
        return {
            "findings": [found.as_data() for found in self.findings],
            "languages": {
                run.language: {
                    "pages": len(run.pages),
                    "read": run.read,
                    "written": run.written,
                    "anew": run.anew,
                    "seconds": round(run.seconds, 3),
                }
                for run in self.runs
            },
            "seconds": round(self.seconds, 3),
        }


def build(
    settings: Settings,
    request: Request,
    on_progress: Callable[[LanguageRun], None] = lambda run: None,
    processes: SphinxProcesses | None = None,
) -> Result:
    """Build and publish the languages of a site, all of them or none.

    :param on_progress: told how far each language is.
    :param processes: starts the runs of Sphinx, where several builds share it.
    :raises WrongUse: when the output may not be replaced or a language is unknown.
    :raises SettingsError: when Sphinx cannot use the settings.
    :raises MachineFailure: when the disk or the system fails.
    """
    started = time.monotonic()
    if request.followed is None:
        site = settings.site.without_drafts(request.languages)
        settings = dataclasses.replace(settings, site=site)
    languages = _chosen(settings, request.languages)
    if not is_fast(settings):
        request = dataclasses.replace(request, fresh=True, memory=None)
    result = Result(request.output)
    try:
        output = checked_output(request.output, settings.directory, _marker(settings))
        kept = folder_for(output) / KEPT
        result.memory = request.memory or Memory.load(kept, fresh=request.fresh)
        with contextlib.nullcontext(processes) if processes else processes_for(settings) as forked:
            if not result.memory.published:
                forked.load()  # while the catalogs are checked; else perhaps nothing is to run
            _check_catalogs(settings, result)
            kept_out, endless = endless_places(settings)
            result.note_findings(endless, [])
            exact = dataclasses.replace(
                request, output=output, languages=languages, kept_out=tuple(kept_out)
            )
            with Workspace(output) as workspace:
                run = functools.partial(
                    run_jobs,
                    processes=forked,
                    on_progress=on_progress,
                    at_once=how_many_at_once(settings.config.extensions),
                )
                _build_in(workspace, settings, exact, result, run)
    except OSError as error:
        closed = isinstance(error, PermissionError) or error.errno == errno.EROFS
        other = ", or publish into another folder with --output" if closed else ""
        raise MachineFailure(
            f"The disk or a folder did not allow what a build needs: {error}. "
            f"Correct that, and run the command again{other}."
        ) from error
    result.seconds = time.monotonic() - started
    return result


def is_fast(settings: Settings) -> bool:
    """Say whether builds use what earlier ones kept, and fork: the setting ``tandem_fast``."""
    return bool(vars_of(settings.config).get("tandem_fast", True))


def processes_for(settings: Settings) -> SphinxProcesses:
    """Return what starts the runs of Sphinx of a site."""
    return SphinxProcesses(fork=None if is_fast(settings) else False)


def assemble(settings: Settings, folders: Sequence[Path], output: Path) -> Result:
    """Publish languages that were built separately, as one build would have published them.

    :param folders: what builds of single languages published, with what they kept beside it.
    :param output: where to publish.
    :raises WrongUse: when a language is missing, or is there twice, or a folder was not built.
    :raises MachineFailure: when the disk fails.
    """
    started = time.monotonic()
    site = settings.site.without_drafts()
    settings = dataclasses.replace(settings, site=site)
    result = Result(output)
    built: dict[str, Path] = {}
    is_pdf = False
    for folder in folders:
        found = sorted((folder_for(folder.resolve()) / KEPT).glob(f"*/{_PAGES}"))
        # What a build kept that was refused is beside a folder that is not there.
        if not found or not is_published(folder, _marker(settings)):
            raise WrongUse(
                f"{folder}: no build published this, or what it kept in "
                f"{folder_for(folder).name} beside it was left behind. Nothing was published."
            )
        for path in found:
            code = path.parent.name
            if code in built:
                raise WrongUse(f"{folder}: {code} is in another folder, too; name one of them.")
            held = json.loads(path.read_text("utf-8"))
            built[code] = path.parent / "tree"
            is_pdf |= held["pdf"]
            result.runs.append(LanguageRun(code, {}, path, pages=held["pages"], done=True))
    known = [language.code for language in site.languages]
    if wrong := {*built} ^ {*known}:
        what = ", ".join(sorted(wrong))
        raise WrongUse(
            f"The site has {', '.join(known)}, and the folders have {', '.join(sorted(built))}: "
            f"{what} is missing on one side. Nothing was published."
        )
    result.runs.sort(key=lambda run: known.index(run.language))
    try:
        exact = checked_output(output, settings.directory, _marker(settings))
        with Workspace(exact) as workspace:
            for run in result.runs:
                _verify(run, built[run.language], result)
            request = Request(exact, tuple(known), pdf=is_pdf, fresh=True)
            _publish(workspace, settings, request, result, built)
    except OSError as error:
        raise MachineFailure(f"The disk did not allow what this needs: {error}.") from error
    result.seconds = time.monotonic() - started
    return result


def _chosen(settings: Settings, codes: tuple[str, ...]) -> tuple[str, ...]:
    known = [language.code for language in settings.site.languages]
    for code in codes:
        if code not in known:
            raise WrongUse(
                f"The site has no language {code!r}; it has {', '.join(known)}. Nothing was built."
            )
    return tuple(code for code in known if not codes or code in codes)


def _check_catalogs(settings: Settings, result: Result) -> None:
    from ..checks.files import check_catalogs  # noqa: PLC0415 (only a build needs it)

    result.checked = check_catalogs(settings, result.memory.catalogs)
    result.note_findings(result.checked, [])


def _build_in(
    workspace: Workspace,
    settings: Settings,
    request: Request,
    result: Result,
    run_all: Callable[..., None],
) -> None:
    """Build in the workspace; publish when nothing stands against it."""
    result.runs = [_run(workspace, settings, code, request) for code in request.languages]
    environment = worker_environment(settings.directory, os.environ)
    if not request.fresh and request.memory is None:  # else processes wait, which look themselves
        for run in result.runs:
            run.take_last(environment)
    memory = result.memory
    is_same = (
        memory.published != ""
        and all(run.done for run in result.runs)
        and memory.published == _published_as(settings, request, request.output)
    )
    if not is_same:  # until all that changes now is published
        memory.published = ""
    if request.memory is None:
        memory.save(workspace.kept)
    run_all(result.runs, environment=environment)
    for run in result.runs:
        result.note_findings(run.findings, run.stopping)
        workspace.keep_logs |= run.crashed
    _refuse_wrong_settings(settings, result)
    if result.stopping or (request.strict and result.findings):
        return
    built = {run.language: Path(run.spec["output"]) for run in result.runs}
    for run in result.runs:
        _verify(run, built[run.language], result)
        data = json.dumps({"pages": run.pages, "pdf": request.pdf})
        (workspace.kept / run.language / _PAGES).write_text(data, "utf-8")
    if is_same and _has_last_days(settings, request, result):
        result.notes, result.published = list(memory.notes), True
        return
    if is_same:
        memory.published = ""
        memory.save(workspace.kept)
    if request.followed is not None and _can_follow(settings, built, request):
        result.changed = set()
        for language in settings.site.languages:
            target = request.output / language.prefix
            seen = request.followed.setdefault(language.code, {})
            changed = follow(built[language.code], target, seen)
            result.changed |= {language.prefix + path for path in changed}
        _add_root_files(settings, request.output, result, is_preview=True)
        result.published = True
        return
    _publish(workspace, settings, request, result, built)


def _published_as(settings: Settings, request: Request, tree: Path) -> str:
    """Return what says that what was published is the same, and asked for in the same way.

    It is ``""`` where other languages are taken from there, or where it is for no readers.
    """
    chosen = len(request.languages) == len(settings.site.languages)
    if request.followed is not None or pseudo.is_pseudo(settings) or not chosen:
        return ""
    return repr((request.pdf, digest_of_files(tree)))


def _publish(
    workspace: Workspace,
    settings: Settings,
    request: Request,
    result: Result,
    built: Mapping[str, Path],
) -> None:
    """Join the trees of the languages, and put them in the place of the published site."""
    stage = workspace.run / "site"
    published = request.output if is_published(request.output, _marker(settings)) else None
    occupied = compose(settings.site, built, published, stage)
    result.note_findings(occupied, occupied)
    if pseudo.is_pseudo(settings) and not occupied:
        result.note_findings(pseudo.leaks(settings, stage, request.output), [])
    if result.stopping or (request.strict and result.findings):
        return
    _add_root_files(settings, stage, result, is_preview=request.followed is not None)
    is_for_readers = request.followed is None and not pseudo.is_pseudo(settings)
    if is_for_readers and vars_of(settings.config).get("tandem_light", True):
        # Its libraries take as long to load as all else here, and by now nobody waits for them.
        from ..pages import light  # noqa: PLC0415

        place = workspace.kept / "light.pickle"
        made_with = installed()
        fresh = light.Memory(made_with)
        known = fresh if request.fresh else light.Memory.load(place, made_with)
        light.lighten(stage, settings.site, published, known)
        if workspace.kept.is_dir():  # as below
            known.save(place)
    from .pack import handouts, offer_courses, print_pages  # noqa: PLC0415  # as above

    if is_for_readers:
        offer_courses(stage, settings.site)
    if request.pdf:
        paths = {page: page.relative_to(stage).as_posix() for page in handouts(stage)}
        language_of = settings.site.language_of
        # Those of a language that was kept are printed already.
        pages = [page for page, path in paths.items() if language_of(path).code in built]
        print_pages(pages, os.environ)
    if workspace.kept.is_dir():  # what is put together from other folders keeps nothing
        result.memory.published = _published_as(settings, request, stage)
        result.memory.notes = result.notes
        result.memory.save(workspace.kept)
    with unstoppable():
        replace(request.output, stage, workspace.spare)
        result.published = True
        workspace.close()


def _can_follow(settings: Settings, built: Mapping[str, Path], request: Request) -> bool:
    """Say whether a tree can be changed file by file: its languages and folders stay the same."""
    site = settings.site
    prefixes = [language.prefix for language in site.languages[1:]]
    codes = [language.code for language in site.languages]
    return (
        is_published(request.output, _marker(settings))
        and list(built) == codes == list(request.followed or codes)
        and all((request.output / prefix).is_dir() for prefix in prefixes)
        and not any((built[site.source.code] / prefix).exists() for prefix in prefixes)
    )


def _marker(settings: Settings) -> str:
    return pseudo.MARKER_TEXT if pseudo.is_pseudo(settings) else MARKER_TEXT


def _run(workspace: Workspace, settings: Settings, code: str, request: Request) -> LanguageRun:
    site, output = settings.directory, request.output
    kept = workspace.kept / code
    if request.fresh:
        shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True, exist_ok=True)
    places = (output, folder_for(output), site / DEFAULT_OUTPUT, site / pseudo.DEFAULT_OUTPUT)
    spec = {
        "site": str(site),
        "kept": str(kept),
        "output": str(kept / "tree"),
        "doctrees": str(kept / "doctrees"),
        "builder": "html",
        "locale_dirs": [str(place) for place in settings.locale_dirs],
        "keep_out": [
            *(place.relative_to(site).as_posix() for place in places if place.is_relative_to(site)),
            *request.kept_out,
        ],
        "extensions": [PREVIEW_EXTENSION] if request.followed is not None else [],
        "overrides": {
            "language": code,
            **(pseudo.overrides(settings, code) if pseudo.is_pseudo(settings) else {}),
            **({"tandem_pdf": True} if request.pdf else {}),
            **({"tandem_drafts": True} if request.followed is not None else {}),
        },
    }
    return LanguageRun(code, spec, workspace.logs / f"{code}.log")


def _refuse_wrong_settings(settings: Settings, result: Result) -> None:
    """Raise what Sphinx said about the settings, which every language says alike."""
    wrong = [run.wrong_setting for run in result.runs if run.wrong_setting]
    found = unique(settings.refused(setting, message) for setting, message in wrong)
    if found:
        # Sphinx warns of some before it fails; and where one language does, the rest fail alike.
        said = " ".join(one.message for one in found)
        others = (
            one for one in result.findings if one.message not in said and one.code != "build-crash"
        )
        raise SettingsError([*others, *found])


def _verify(run: LanguageRun, tree: Path, result: Result) -> None:
    """Check that what the process reports has arrived on the disk.

    :raises MachineFailure: when a page has not, or is empty.
    """
    for page in run.pages:
        path = tree / page
        if not path.is_file() or not path.stat().st_size:
            raise MachineFailure(f"The page {page} was built, but is not on the disk.")
    missing = [
        Finding("", 0, "page-missing", f"The site has no {name}.", run.language)
        for name in ("index.html", "404.html")
        if not (tree / name).is_file()
    ]
    result.note_findings(missing, [])


def _add_root_files(settings: Settings, stage: Path, result: Result, *, is_preview: bool) -> None:
    """Write what belongs to no single language."""
    write_new(stage / MARKER, _marker(settings))
    if pseudo.is_pseudo(settings):
        write_new(stage / "robots.txt", pseudo.ROBOTS)
        return
    files = _root_files(settings, stage, result, is_preview=is_preview)
    for name, text in files.items():
        # A site may bring its own rules for robots, by `html_extra_path`.
        if name != "robots.txt" or not (stage / name).exists():
            write_new(stage / name, text)
    if _SITEMAP not in files:
        result.notes.append(
            f"There is no sitemap, because {CONF} does not say where the site is published; "
            'set html_baseurl = "https://…".'
        )


_SITEMAP = "sitemap.xml"


def _has_last_days(settings: Settings, request: Request, result: Result) -> bool:
    """Say whether the published sitemap has the days of the last commits, which need no edit."""
    text = _root_files(settings, request.output, result).get(_SITEMAP)
    return text is None or text.encode() == (request.output / _SITEMAP).read_bytes()


def _root_files(
    settings: Settings, tree: Path, result: Result, *, is_preview: bool = False
) -> dict[str, str]:
    """Return what belongs to no single language, by name.

    :param tree: where the pages of languages are that were not built this time.
    """
    listed = {
        run.language: {page for page, is_listed in run.pages.items() if is_listed}
        for run in result.runs
    }
    everywhere = set().union(*listed.values())
    for language in settings.site.languages:
        if language.code not in listed:
            # Not built this time: whatever is there of the pages that were.
            there = {page for page in everywhere if (tree / language.prefix / page).is_file()}
            listed[language.code] = there
    days = {} if is_preview else last_days(settings.directory, settings.locale_dirs, listed)
    return root_files(settings.site, listed, days)
