"""What changed in the English of stale translations, today or since an earlier revision."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from ..site import Language
from ..site.findings import DISK_ERRORS, MachineFailure, WrongUse
from ..text.compare import only_spaces_differ
from .extract import Message
from .model import CatalogError, Entry, is_undecided, with_previous
from .reader import read_catalog
from .status import MergedLanguage, MergedPage, State, state_of
from .writer import write_catalog


@dataclass(frozen=True)
class Change:
    """One stale entry.

    :param page: the name of its page.
    :param path: its catalog, relative to the site's folder.
    :param line: the line of the entry; 0 where the catalog does not hold it yet.
    :param places: where the passage is in the pages: paths and lines.
    :param old: the English that was translated, ``""`` where nobody recorded it.
    :param new: the English of today.
    :param translation: the translation of the old English.
    :param undecided: whether two branches translated it, and nobody has chosen yet.
    """

    page: str
    path: str
    line: int
    places: tuple[tuple[str, int], ...]
    old: str
    new: str
    translation: str
    undecided: bool = False


@dataclass(frozen=True)
class LanguageChanges:
    """What waits in one language because the English changed.

    :param stale: the stale entries, page by page.
    :param new: how many passages are to be translated for the first time, by page.
    :param removed: how many passages are gone, by page.
    :param unread: the catalogs that cannot be read, whose pages are left out.
    """

    language: Language
    stale: tuple[Change, ...]
    new: Mapping[str, int]
    removed: Mapping[str, int]
    unread: tuple[str, ...] = ()


def changes_of(now: MergedLanguage, then: MergedLanguage | None = None) -> LanguageChanges:
    """Find the stale entries of a language, or those that became stale.

    An entry became stale when none for the same English was stale before: a passage
    that only moved to another page did not.  A translation that is not there yet
    is no change of the English, so without *then* nothing is new and nothing removed.

    :param now: the catalogs of today, merged with the pages.
    :param then: the same at an earlier revision; ``None`` for everything that is stale.
    """
    earlier = [entry for _, _, entry in _stale(then)] if then else []
    known = {entry.msgid for entry in earlier}
    stale = tuple(
        Change(
            name,
            *_place(now.pages[name], now, entry),
            message.locations,
            entry.previous_msgid or "",
            entry.msgid,
            entry.msgstr,
            is_undecided(entry),
        )
        for name, message, entry in _stale(now)
        if entry.msgid not in known
    )
    if then is None:
        return LanguageChanges(now.language, stale, {}, {})
    # Nobody can tell what became of the passages there: some are stale only.
    unread = [name for name, page in now.pages.items() if page.merged is None]
    changed = {change.old for change in stale}
    # What was stale before, and has changed again, is not gone either.
    changed |= {entry.msgid for entry in earlier if entry.previous_msgid in changed}
    before, after = _messages(then), _messages(now)
    new = Counter(
        name
        for name, page in now.pages.items()
        for message in page.messages
        if message.msgid not in before and _is_missing(page, message.msgid)
    )
    removed = Counter(
        name
        for name, page in then.pages.items()
        for message in page.messages
        if message.msgid not in after and message.msgid not in changed and name not in unread
    )
    paths = tuple(now.pages[name].path for name in unread)
    return LanguageChanges(now.language, stale, new, removed, paths)


# -- Small edits of the English, which a translation need not follow -----------------------------

#: The classes of such edits, and what each leaves as it is.
SMALL = {
    "spaces": "only spaces and line breaks changed",
    "capitals": "only capital letters changed",
    "punctuation": "only punctuation changed",
    "spelling": "only letters within long words changed",
}
_LETTERS = re.compile(r"[^\W_]+")
# What ends or parts sentences, but for a point or comma within a number; a question is another text.
_STOPS = re.compile(r"(?<!\d)[.,;:!…—–“”«»\"]|[.,;:!…—–“”«»\"](?!\d)")
_CODE = re.compile(r"`[^`]*`|\]\([^()]*\)|<[^<>]*>|\{[^{}]*\}|https?://\S+")
_LONG_WORD, _ALIKE = 5, 0.8
_OTHERWISE = ("un", "in", "im", "dis", "non", "mis")


def small_edit(old: str, new: str) -> str:
    """Return the class of an edit that changed no word, or ``""``.

    >>> small_edit("Save it now", "Save it, now."), small_edit("The colour", "The color")
    ('punctuation', 'spelling')
    >>> small_edit("It is possible", "It is impossible"), small_edit("Wait 5 days", "Wait 6 days")
    ('', '')
    """
    if not old or old == new or _CODE.findall(old) != _CODE.findall(new):
        return ""
    return next((name for name, fits in _FITS.items() if fits(old, new)), "")


def _only_capitals(old: str, new: str) -> bool:
    return old.casefold() == new.casefold()


def _only_stops(old: str, new: str) -> bool:
    return _without_stops(old) == _without_stops(new)


def _without_stops(text: str) -> str:
    return " ".join(_STOPS.sub("", text).split())


def _only_spelling(old: str, new: str) -> bool:
    before, after = (_LETTERS.findall(text) for text in (old, new))
    if len(before) != len(after) or _LETTERS.sub("", old) != _LETTERS.sub("", new):
        return False
    pairs = zip(before, after, strict=True)
    return all(one == other or _same_word(one, other) for one, other in pairs)


def _same_word(old: str, new: str) -> bool:
    if min(len(old), len(new)) < _LONG_WORD or not (old + new).isalpha():
        return False
    longer, shorter = sorted((old.casefold(), new.casefold()), key=len, reverse=True)
    if any(longer == f"{beginning}{shorter}" for beginning in _OTHERWISE):
        return False
    # A word and its plural are two words.
    is_plural = longer.removesuffix("s") == shorter or longer.removesuffix("es") == shorter
    return not is_plural and SequenceMatcher(None, old, new).ratio() >= _ALIKE


_FITS: dict[str, Callable[[str, str], bool]] = {
    "spaces": only_spaces_differ,
    "capitals": _only_capitals,
    "punctuation": _only_stops,
    "spelling": _only_spelling,
}


def accept(site: Path, changes: Iterable[Change]) -> int:
    """Let translations of these changes be right as they are; return how many were.

    :param site: the site's folder.
    :raises OSError: when a catalog cannot be written.
    """
    number = 0
    wanted: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for change in changes:
        if change.line and not change.undecided:
            wanted[change.path][change.new] = change.old
    for path, edits in wanted.items():
        try:
            catalog = read_catalog(site / path)
        except CatalogError:
            continue  # it has findings of its own, and stays as it is
        entries = [
            with_previous(replace(entry, fuzzy=False), None)
            if entry.fuzzy and entry.previous_msgid == edits.get(entry.msgid)
            else entry
            for entry in catalog.entries
        ]
        number += sum(a is not b for a, b in zip(entries, catalog.entries, strict=True))
        write_catalog(site / path, replace(catalog, entries=tuple(entries)))
    return number


def _stale(language: MergedLanguage) -> Iterator[tuple[str, Message, Entry]]:
    """Yield the stale entries of a language, each with its message and the name of its page."""
    for name, page in language.pages.items():
        entries = page.merged.entries if page.merged else ()
        live = {entry.message: entry for entry in entries}
        for message in page.messages:
            entry = live.get(message.msgid)
            if entry and state_of(entry) is State.STALE:
                yield name, message, entry


def _place(page: MergedPage, language: MergedLanguage, entry: Entry) -> tuple[str, int]:
    """Return where the translation is now: an update may not have been run yet."""
    others = (other for other in language.pages.values() if other is not page)
    for msgid in (entry.msgid, entry.previous_msgid):
        for held in (page, *others):
            for written in held.written.entries:
                if written.msgid == msgid and written.msgstr == entry.msgstr:
                    return held.origin, written.line
    return page.path, 0


def _messages(language: MergedLanguage) -> set[str]:
    return {message.msgid for page in language.pages.values() for message in page.messages}


def _is_missing(page: MergedPage, msgid: str) -> bool:
    """Say whether a passage has no translation at all; not so in a catalog that cannot be read."""
    entries = page.merged.entries if page.merged else ()
    return any(
        one.message == msgid and state_of(one) in (State.MISSING, State.DRAFT) for one in entries
    )


# -- The site at an earlier revision ------------------------------------------------------------


@contextmanager
def site_at(folder: Path, revision: str) -> Iterator[Path]:
    """Write a revision into a temporary folder and yield the site's folder in it.

    The files are those that a checkout would give.  ``git archive`` would leave out
    what ``.gitattributes`` keeps from releases, and the index and the files that
    people work on must stay as they are, so git gets an index of its own.

    :param folder: the site's folder, absolute.
    :param revision: whatever git takes for a commit: a hash, ``main``, ``HEAD~3``.
    :raises WrongUse: when there is no git, no repository or no such revision.
    :raises MachineFailure: when the disk fails.
    """
    why = f"--since compares with an earlier revision, but {folder} is in no git repository"
    top = Path(_ask(folder, "rev-parse", "--show-toplevel", why=why))
    commit = _commit(folder, revision)
    with tempfile.TemporaryDirectory(prefix="tandem-") as temporary:
        target = Path(temporary).resolve() / "then"
        index = {"GIT_INDEX_FILE": str(Path(temporary).resolve() / "index")}
        why = f"git could not bring back {revision}"
        _ask(top, "read-tree", commit, why=why, env=index)
        _ask(top, "checkout-index", "--all", "--quiet", f"--prefix={target}/", why=why, env=index)
        site = target / folder.resolve().relative_to(top.resolve())
        if not site.is_dir():
            raise WrongUse(f"At {revision} there was no folder {folder.name}: nothing to compare.")
        yield site


def _commit(folder: Path, revision: str) -> str:
    """Return the hash of the commit that a revision names."""
    if not revision.strip() or "\0" in revision:
        raise WrongUse("--since needs a revision, such as HEAD~1, main or a commit's hash.")
    why = f"There is no revision {revision!r} in this repository"
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^0")
    if found.returncode == 0:
        return found.stdout.strip()
    if _git(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == "true":
        raise WrongUse(
            f"{why}, of which only the latest commits were copied (a shallow clone). "
            "Fetch the others with `git fetch --unshallow`, or give the checkout that makes "
            "the copy a greater fetch-depth."
        )
    raise WrongUse(
        f"{why}. `git log --oneline` lists those that it has; a branch of another copy must be "
        "fetched first."
    )


def _ask(folder: Path, *arguments: str, why: str, env: Mapping[str, str] = {}) -> str:
    """Return what git answers.

    :raises WrongUse: with *why*, and git's own last words, when it refuses.
    """
    done = _git(folder, *arguments, env=env)
    if done.returncode == 0:
        return done.stdout.strip()
    said = " ".join(done.stderr.split())
    if any(os.strerror(number) in said for number in DISK_ERRORS):
        raise MachineFailure(f"{why}: {said}.")
    raise WrongUse(f"{why} ({said.removesuffix('.') or 'git did not say why'}).")


def _git(
    folder: Path, *arguments: str, env: Mapping[str, str] = {}
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C", **env},
            check=False,
        )
    except OSError as error:
        raise WrongUse(
            "--since asks git for an earlier revision, but there is no git on this computer."
        ) from error
