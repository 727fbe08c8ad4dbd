"""``tandem adopt``: what an existing site needs for several languages, tried out on a copy.

The copy is built by plain Sphinx, changed, and built again; then what readers of both see is
compared passage by passage.  The site itself is written last, and only where git can undo it.

All of it is one module: what is found decides what is changed, and what is changed decides
what is compared.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup

from ..catalogs.extract import extract
from ..catalogs.model import Catalog, CatalogError, Entry, as_untranslatable, english_of
from ..catalogs.reader import new_header, read_catalog
from ..catalogs.update import update
from ..catalogs.writer import write_catalog
from ..site import code_problem
from ..site.findings import Finding, WrongUse, relative_path
from ..site.languages import read as read_language
from ..site.settings import CONF, Settings, load, read_conf
from ..site.sphinx_process import IGNORED_FOLDERS
from ..text.yaml_lines import read_front_matter
from ..translate.page_language import code_of
from ..upstream import vars_of
from ..upstream.sphinx import docname_to_domain
from .book import BOOK, CONTENTS, book_settings, quoted
from .new_site import own_name, site_languages
from .run import Request, build

_SKIPPED = IGNORED_FOLDERS | {".git", ".hg", ".nox", ".tox", ".venv", "venv", "env", "_build"}
_PAGES = (".md", ".rst", ".txt")


@dataclass(frozen=True)
class Compared:
    """What readers of one language see, before and after.

    :param before: how many passages plain Sphinx shows.
    :param lost: those that are not shown any more: the page, the text, and the reason, or ``""``.
    """

    before: int
    lost: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Adoption:
    """What was found, what has to change, and what becomes of it.

    :param folder: the folder that git looks after, or that of the site.
    :param site: that of the site within it.
    :param said: what was found, in sentences.
    :param changes: the new text of each file, by its path from *folder*; ``None`` where it goes.
    :param by_hand: what a person has to do or to look at.
    :param compared: what readers see, by language; empty where one of the builds failed.
    """

    folder: Path
    site: Path
    languages: Mapping[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    changes: dict[str, bytes | None] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict, repr=False)
    by_hand: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    compared: dict[str, Compared] = field(default_factory=dict)


def adopt(folder: Path, languages: str, progress: Callable[[str], None]) -> Adoption:
    """Try on a copy what a site needs to be built in several languages.

    :param folder: the folder that holds ``conf.py``, or ``_config.yml`` of a Jupyter Book.
    :param languages: the codes, with commas between them and the source first, each with its
        name behind ``=`` where the CLDR does not know it; ``""`` for those that are found.
    :param progress: told what takes its time.
    :raises WrongUse: when there is no site, or nothing says which languages it has.
    :raises SettingsError: when ``conf.py`` cannot be read.
    """
    folder = folder.resolve()
    top = _top(folder)
    _require_site(folder)
    with tempfile.TemporaryDirectory(prefix="tandem-") as temporary:
        copy = Path(temporary).resolve() / "site"
        progress("Copying the site.")
        before = _copied(top, copy)
        here = copy / folder.relative_to(top)
        done = Adoption(top, folder, before=before)
        _Adopting(here, done, Path(temporary).resolve(), progress).run(languages)
        after = _contents(copy)
        done.changes |= {name: raw for name, raw in after.items() if before.get(name) != raw}
        done.changes |= dict.fromkeys(before.keys() - after.keys())
        # The copy is gone: what lies beside the site is named where it is.
        copied, real = f"{copy.as_posix()}/", f"{top.as_posix()}/"
        done.findings = [
            replace(
                one, path=one.path.replace(copied, real), message=one.message.replace(copied, real)
            )
            for one in done.findings
        ]
        for code, compared in done.compared.items():
            lost = ((page, text, why.replace(copied, real)) for page, text, why in compared.lost)
            done.compared[code] = replace(compared, lost=tuple(lost))
    return done


def write(done: Adoption) -> None:
    """Write what was tried on the copy.

    :raises WrongUse: when git could not bring back what is there now.
    """
    if not (done.folder / ".git").exists():
        raise WrongUse(
            f"{done.folder} is not under git, so that nobody could undo this. Nothing was written: "
            "run `git init`, commit what is there, and come back."
        )
    changed = [name for name in done.changes if name in done.before]
    asked = ["git", "status", "--porcelain", "--", *changed]
    open_ = subprocess.run(asked, cwd=done.folder, capture_output=True, text=True, check=False)
    now = {name: _raw(done.folder / name) for name in changed}
    if (changed and open_.stdout.strip()) or open_.returncode:
        first = open_.stdout.splitlines()[0][3:] if open_.stdout else open_.stderr
        raise WrongUse(f"{first} holds changes that are not committed. Nothing was written.")
    if any(now[name] != done.before[name] for name in changed):
        raise WrongUse("The site changed in the meantime. Nothing was written; try again.")
    for name, raw in sorted(done.changes.items()):
        path = done.folder / name
        if raw is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)


def _raw(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


# -- The copy -------------------------------------------------------------------------------------


def _top(folder: Path) -> Path:
    """Return the folder that git looks after, for a site that names files beside its own."""
    asked = ["git", "rev-parse", "--show-toplevel"]
    try:
        done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False)
    except OSError:
        return folder
    top = Path(done.stdout.strip()).resolve() if done.returncode == 0 else folder
    return top if folder.is_relative_to(top) else folder


def _require_site(folder: Path) -> None:
    if any((folder / name).is_file() for name in (CONF, BOOK)):
        return
    found = sorted(
        path.parent.relative_to(folder).as_posix()
        for name in (CONF, BOOK)
        for place in (folder.glob(f"*/{name}"), folder.glob(f"*/*/{name}"))
        for path in place
        if not _SKIPPED & set(path.parts)
    )
    hint = f" There is one in {found[0]}: name that folder." if found else ""
    raise WrongUse(f"{folder} holds no {CONF}, and no {BOOK} of a Jupyter Book.{hint}")


def _copied(top: Path, copy: Path) -> dict[str, bytes]:
    """Copy what git knows or would know, or all but what is made; return it."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = (
        subprocess.run(asked, cwd=top, capture_output=True, check=False)
        if (top / ".git").exists()
        else None
    )
    if listed is not None and listed.returncode == 0:
        names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    else:
        names = [path.relative_to(top).as_posix() for path in _files(top)]
    for name in names:
        if (top / name).is_file():
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(top / name, target)
    if listed is not None and listed.returncode == 0:
        # Pages may show files beside the site that are in its repository.
        for command in ("init", "add"):
            asked = ["git", command, "-q" if command == "init" else "--all"]
            subprocess.run(asked, cwd=copy, capture_output=True, check=False)
    return _contents(copy)


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        yield from (Path(place, name) for name in sorted(names))


def _contents(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder, without what builds leave in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in _files(folder)
        if path.suffix not in (".mo", ".pyc")
    }


# -- What the site needs ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Twin:
    """A page that says in another language what a page says.

    :param path: its file; *of* is the other one.
    """

    path: Path
    of: Path
    code: str


class _Adopting:
    """One way through, on the copy in *here*."""

    def __init__(
        self, here: Path, done: Adoption, room: Path, progress: Callable[[str], None]
    ) -> None:
        self._here, self._done, self._room, self._progress = here, done, room, progress
        self._twins: list[_Twin] = []

    def run(self, languages: str) -> None:
        here, done = self._here, self._done
        if not (here / CONF).is_file():
            (here / CONF).write_text(book_settings(here, done.by_hand), encoding="utf-8")
            done.said.append(f"A Jupyter Book: {CONF} says what {BOOK} says.")
        given = vars_of(read_conf(here))
        wanted = site_languages(languages) if languages else {}
        source = next(iter(wanted), str(given.get("language") or "en"))
        places, catalogs = self._catalogs(given, source)
        self._twins = list(self._find_twins(source, {*wanted, *catalogs}))
        codes = [source, *wanted, *catalogs, *(twin.code for twin in self._twins)]
        names = {code: wanted.get(code) or _name(code) for code in dict.fromkeys(codes)}
        if len(names) < 2:
            raise WrongUse(
                "There is no catalog and no page in a second language. Name the languages, "
                "beginning with the one in which the pages are written, such as --languages en,es."
            )
        done.languages = names
        for code, count in catalogs.items():
            done.said.append(f"Catalogs in {names[code]} ({code}): {count}, in {places[0]}.")
        before = self._build_plainly([source, *catalogs])
        self._add_settings(given, names, places)
        settings = load(here)
        self._join(settings)
        report = update(settings, move=True)
        done.findings += report.findings
        done.said += report.summary().splitlines()
        self._compare(settings, before)
        self._say_next(given)

    def _catalogs(self, given: Mapping[str, Any], source: str) -> tuple[list[str], dict[str, int]]:
        """Return the folders of catalogs, from the site's own, and how many each language has."""
        held = given.get("locale_dirs") or ["locales"]
        configured = [str(one) for one in held if isinstance(one, str | os.PathLike)]
        counted = _counted(self._here / place for place in configured)
        if not counted:
            found = Counter(
                path.parents[1] for path in self._here.rglob("LC_MESSAGES") if path.is_dir()
            )
            if found:
                place = found.most_common(1)[0][0]
                configured = [place.relative_to(self._here).as_posix()]
                counted = _counted([place])
        counted.pop(source, None)
        return configured, {code: n for code, n in counted.items() if not code_problem(code)}

    def _find_twins(self, source: str, known: set[str]) -> Iterator[_Twin]:
        """Yield the pages that say in another language what a page says.

        They are in the folder of the language, have its code in their names, or name it in
        their front matter and have the links, code and numbers of one page beside them.
        """
        here = self._here
        pages = {
            path.relative_to(here).with_suffix("").as_posix(): path
            for path in _files(here)
            if path.suffix in _PAGES
        }
        found: dict[Path, _Twin] = {}
        by_folder: dict[str, list[_Twin]] = {}
        for name, path in pages.items():
            code, _slash, rest = name.partition("/")
            of = pages.get(rest) or pages.get(f"{source}/{rest}")
            if of and code != source and not code_problem(code):
                by_folder.setdefault(code, []).append(_Twin(path, of, code))
        for code, twins in by_folder.items():
            size = sum(name.startswith(f"{code}/") for name in pages)
            is_language = code in known or read_language(code).locale is not None
            if is_language and 2 * len(twins) >= size:
                found |= {twin.path: twin for twin in twins}
        for name, path in pages.items():
            match = _CODE_IN_NAME.fullmatch(name)
            if match and path not in found and match["code"] != source:
                plain, both = match["rest"], f"{match['rest']}{match['sign']}{source}"
                code, has_locale = match["code"], read_language(match["code"]).locale is not None
                if both in pages and (code in known or has_locale):
                    found[path] = _Twin(path, pages[both], code)
                elif plain in pages and (code in known or (match["sign"] == "." and has_locale)):
                    found[path] = _Twin(path, pages[plain], code)
        found |= self._find_alike(pages.values(), source, found)
        for twin in found.values():
            yield replace(twin, code=_as_known(twin.code, known))

    def _find_alike(
        self, pages: Collection[Path], source: str, found: Mapping[Path, _Twin]
    ) -> dict[Path, _Twin]:
        """Return the twins among the pages that name another language in their front matter."""
        said = {path: code for path in pages if (code := _said_language(path, source))}
        own = [path for path in pages if path not in said and path not in found]
        held = {path: Counter(_anchors_of(_text(path))) for path in {*said, *own}}
        scores = sorted(
            (
                (_share(held[path], held[of]), path, of)
                for path in said
                if path not in found
                for of in own
                if of.parent == path.parent
            ),
            reverse=True,
        )
        taken = {(twin.of, twin.code) for twin in found.values()}
        twins: dict[Path, _Twin] = {}
        for score, path, of in scores:
            others = [one[0] for one in scores if one[0] < score or one[2] != of if one[1] == path]
            is_clear = score >= _ALIKE and score >= _CLEAR * max(others, default=0)
            if is_clear and path not in twins and (of, said[path]) not in taken:
                twins[path] = _Twin(path, of, said[path])
                taken.add((of, said[path]))
                name, other = (one.relative_to(self._here).as_posix() for one in (path, of))
                self._done.by_hand.append(
                    f"{name} is taken for the translation of {other}, because they hold the same "
                    "links, code and numbers: see whether that is so."
                )
        self._done.by_hand += [
            f"{path.relative_to(self._here).as_posix()} says that it is in {said[path]}, and no page "
            "beside it says the same: it stays a page of its own, in that language."
            for path in said
            if path not in twins and path not in found
        ]
        return twins

    def _add_settings(
        self, given: Mapping[str, Any], names: Mapping[str, str], places: Sequence[str]
    ) -> None:
        """Write the lines behind all others, where they hold whatever comes before."""
        lines = []
        if "sphinx_tandem" not in (given.get("extensions") or ()):
            has_own = isinstance(given.get("extensions"), list)
            rest = ", *extensions" if has_own else ""
            lines.append(f'extensions = ["sphinx_tandem"{rest}]')
        if given.get("tandem_languages") != names:
            lines.append("tandem_languages = {")
            lines += [f"    {quoted(code)}: {quoted(name)}," for code, name in names.items()]
            lines.append("}")
        if list(places) != list(given.get("locale_dirs") or ["locales"]):
            lines.append(f"locale_dirs = [{', '.join(map(quoted, places))}]")
        moved = {
            _page(twin.path, self._here): f"{twin.code}/{_page(twin.of, self._here)}"
            for twin in self._twins
        }
        moved = {old: new for old, new in moved.items() if old != new}
        if moved and not given.get("tandem_redirects"):
            lines.append("tandem_redirects = {")
            lines += [f"    {quoted(old)}: {quoted(new)}," for old, new in moved.items()]
            lines.append("}")
        if not lines:
            return
        path = self._here / CONF
        raw = path.read_bytes()
        end = b"\r\n" if b"\r\n" in raw else b"\n"
        text = "\n# Several languages. The pages are written in the first one.\n"
        text += "".join(f"{line}\n" for line in lines)
        raw = raw.rstrip(b"\r\n") + end + text.encode().replace(b"\n", end)
        path.write_bytes(raw)

    def _say_next(self, given: Mapping[str, Any]) -> None:
        by_hand = self._done.by_hand
        if not given.get("html_baseurl"):
            by_hand.append(f"Set html_baseurl in {CONF} to the public address, for a sitemap.")
        named = [path for path in _files(self._here) if path.name.startswith("requirements")]
        if not any("tandem" in path.read_text("utf-8", "replace") for path in named):
            by_hand.append("Add sphinx-tandem to what the site's builds install.")
        by_hand.append("Let the workflow that publishes run `tandem build`, not `sphinx-build`.")

    # -- Twins -----------------------------------------------------------------------------------

    def _join(self, settings: Settings) -> None:
        """Make catalogs of pages that say the same in another language, and remove these."""
        if not self._twins:
            return
        self._progress(f"Joining {len(self._twins)} pages with their catalogs.")
        messages: dict[str, list[tuple[int, str]]] = {}
        for held in extract(settings).messages.values():
            for message in held:
                for path, line in message.locations:
                    messages.setdefault(path, []).append((line, english_of(message.msgid)))
        joined: Counter[str] = Counter()
        for twin in self._twins:
            name, other = (path.relative_to(self._here).as_posix() for path in (twin.of, twin.path))
            mine = passages_of(_text(twin.of), messages.get(name, []))
            theirs = passages_of(_text(twin.path), messages.get(other, []))
            pairs = aligned(mine, theirs)
            alone = [one for one in theirs if one not in [pair[1] for pair in pairs]]
            self._write_pairs(settings, twin, pairs)
            twin.path.unlink()
            joined[twin.code] += len(pairs)
            joined[f"{twin.code} unsure"] += sum(not certain for _one, _other, certain in pairs)
            self._done.by_hand += [
                f'{other}:{one.line}: no passage of {name} is its twin: "{_short(one.text)}"'
                for one in alone
            ]
        self._leave_out_of_contents()
        for code in dict.fromkeys(twin.code for twin in self._twins):
            count, unsure = sum(twin.code == code for twin in self._twins), joined[f"{code} unsure"]
            self._done.said.append(
                f"Pages in {code} that became catalogs: {count}, with {joined[code]} passages. "
                f"Marked as fuzzy, because only their place says what they translate: {unsure}."
            )

    def _write_pairs(
        self, settings: Settings, twin: _Twin, pairs: Sequence[tuple[Passage, Passage, bool]]
    ) -> None:
        docname = twin.of.relative_to(self._here).with_suffix("").as_posix()
        domain = docname_to_domain(docname, vars_of(settings.config).get("gettext_compact", True))
        path = settings.locale_dirs[0] / twin.code / "LC_MESSAGES" / f"{domain}.po"
        catalog = read_catalog(path) if path.is_file() else Catalog()
        entries = {entry.key: entry for entry in catalog.entries}
        for one, other, certain in pairs:
            known = entries.get((None, one.text))
            if known is None or not known.has_translation:
                entry = replace(
                    known or Entry(one.text), msgstr=with_links_of(other.text, one.text)
                )
                if not certain:
                    entry = replace(entry, fuzzy=True, comments=(*entry.comments, _UNSURE))
                entries[entry.key] = as_untranslatable(entry) if one.text == other.text else entry
        header = catalog.header or new_header(twin.code, str(settings.config.project))
        write_catalog(path, replace(catalog, entries=tuple(entries.values()), header=header))

    def _leave_out_of_contents(self) -> None:
        """Take joined pages out of the contents that name them, and lead links to their twins."""
        here = self._here
        gone = {
            twin.path.relative_to(here).with_suffix("").as_posix(): twin.of for twin in self._twins
        }
        toc = here / CONTENTS
        if toc.is_file() and (text := _text(toc)) != (kept := without_files(text, gone)):
            toc.write_text(kept, encoding="utf-8", newline="")
        for path in list(_files(here)):
            if path.suffix not in _PAGES:
                continue
            text = _text(path)
            kept = "".join(
                line
                for line in text.splitlines(keepends=True)
                if "toctree" not in text or not self._named(line, path, gone)
            )
            kept = _LINK.sub(partial(self._led, path=path, gone=gone), kept)
            if kept != text:
                path.write_text(kept, encoding="utf-8", newline="")

    def _named(self, line: str, path: Path, gone: Mapping[str, Path]) -> str:
        """Return the joined page that a line of a toctree names, or ``""``."""
        _title, sign, target = line.strip().rpartition("<")
        return self._joined(
            target[:-1] if sign and target[-1:] == ">" else line.strip(), path, gone
        )

    def _joined(self, target: str, path: Path, gone: Mapping[str, Path]) -> str:
        """Return the joined page to which a page leads, or ``""``."""
        folder = path.parent.relative_to(self._here).as_posix()
        name = os.path.normpath(target.lstrip("/") if target[:1] == "/" else f"{folder}/{target}")
        name = name.replace(os.sep, "/")
        return next(
            (one for one in (name, name.removesuffix(Path(name).suffix)) if one in gone), ""
        )

    def _led(self, found: re.Match[str], path: Path, gone: Mapping[str, Path]) -> str:
        """Return a link, to the twin of the page where that is joined."""
        named = found["target"] or found["page"]
        name = self._joined(named, path, gone)
        if not name:
            return found[0]
        target = os.path.relpath(gone[name], path.parent).replace(os.sep, "/")
        if not Path(named).suffix:
            target = target.removesuffix(gone[name].suffix)
        place = path.relative_to(self._here).as_posix()
        note = f"{place}: a link led to {name}, and leads to {target} now: see what it says."
        if note not in self._done.by_hand:
            self._done.by_hand.append(note)
        return found[0].replace(named, target)

    # -- What readers see --------------------------------------------------------------------------

    def _build_plainly(self, codes: Iterable[str]) -> dict[str, dict[str, list[str]]]:
        """Build with Sphinx alone; return the passages of each language, page by page."""
        found = {}
        for code in dict.fromkeys(codes):
            self._progress(f"Building {code} with Sphinx alone.")
            output = self._room / "plain" / code
            asked = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-D", f"language={code}"]
            asked += ["-d", str(self._room / "doctrees" / code), str(self._here), str(output)]
            ran = subprocess.run(asked, capture_output=True, text=True, check=False)
            if ran.returncode:
                last = (ran.stderr.strip().splitlines() or ["no reason was given"])[-1]
                self._done.by_hand.append(f"Sphinx alone could not build {code}: {last}")
            found[code] = dict(_read_tree(output))
        return found

    def _compare(self, settings: Settings, before: dict[str, dict[str, list[str]]]) -> None:
        self._progress(f"Building {', '.join(self._done.languages)} together.")
        output = self._room / "together"
        result = build(settings, Request(output))
        self._done.findings += result.findings
        if not result.published:
            self._done.by_hand.append("The site is not published; see what stands above.")
            return
        source = next(iter(self._done.languages))
        ended: dict[Path, list[str]] = {}
        for twin in self._twins:
            old, new = _page(twin.path, self._here), _page(twin.of, self._here)
            for code, pages in list(before.items()):
                page = pages.pop(old, None)
                if page is not None and code == source:
                    before.setdefault(twin.code, {})[new] = ended[twin.path] = page
        self._say_gone(before.get(source, {}), output)
        made = self._made(settings, before.get(source, {}))
        for language in settings.site.languages:
            pages = before.get(language.code, {})
            now = dict(_read_tree(output / language.prefix, within=set(pages)))
            reasons = _Reasons(settings, result.findings, language.code)
            for path, texts in ended.items():
                name = path.relative_to(self._here).as_posix()
                reasons.add(texts, f"{name} was a page of its own, and is a catalog now")
            lost = tuple(
                (page, text, reasons.of(text) or made.get(page, ""))
                for page, texts in sorted(pages.items())
                for text in _lost(texts, now.get(page, []))
            )
            self._done.compared[language.code] = Compared(sum(map(len, pages.values())), lost)

    def _made(self, settings: Settings, pages: Iterable[str]) -> dict[str, str]:
        """Return the reason for what is different on pages that no file stands for alone."""
        blog = str(vars_of(settings.config).get("blog_path") or "blog").strip("/")
        files = {
            path.relative_to(self._here).with_suffix("").as_posix() for path in _files(self._here)
        }
        return {
            page: "a page that is made of others: tandem lists posts in a way of its own"
            for page in pages
            if (name := page.removesuffix(".html")) == blog or name not in files
        }

    def _say_gone(self, pages: Iterable[str], output: Path) -> None:
        """Name the addresses that nothing answers any more."""
        # ablog makes its page of drafts whether there are any or not.
        gone = [
            page
            for page in pages
            if not (output / page).is_file() and not page.endswith("/drafts.html")
        ]
        self._done.by_hand += [
            f"{page}: nothing answers this address any more; add it to tandem_redirects, with the "
            "page that does now."
            for page in sorted(gone)
        ]


_UNSURE = "tandem adopt: placed by its order on the page; compare, and delete this line and fuzzy"


def _counted(places: Iterable[Path]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for place in places:
        for folder in sorted(place.glob("*/LC_MESSAGES")) if place.is_dir() else ():
            counted[folder.parent.name] += sum(1 for _path in folder.rglob("*.po"))
    return {code: number for code, number in counted.items() if number}


def _name(code: str) -> str:
    try:
        return own_name(code)
    except WrongUse as error:
        raise WrongUse(
            f"{error} Give all languages with --languages, each as CODE=NAME."
        ) from error


def _as_known(code: str, known: Iterable[str]) -> str:
    """Return the code under which a site has a language already, such as ``es_LA`` for ``es``."""
    near = [one for one in known if read_language(one).language == read_language(code).language]
    return near[0] if len(near) == 1 and code not in known else code


def _said_language(path: Path, source: str) -> str:
    """Return the code of the language that a page names, ``""`` for none or that of the site."""
    said = read_front_matter(_text(path)).get("language")
    code = code_of(said.text.strip().casefold(), (source,)) if said else ""
    is_source = read_language(code).language == read_language(source).language
    return "" if not code or is_source else code


def _share(one: Counter[str], other: Counter[str]) -> float:
    """Return how much of what two pages hold they share, from 0 to 1."""
    return (one & other).total() / max((one | other).total(), 1)


def without_files(text: str, gone: Collection[str]) -> str:
    """Return the contents of a book (``_toc.yml``) without pages that have no others below them.

    >>> without_files("root: index\\nchapters:\\n- file: a\\n- file: b # two\\n  title: B\\n", ["b"])
    'root: index\\nchapters:\\n- file: a\\n'
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return text
    lines = text.splitlines(keepends=True)
    out: set[int] = set()
    todo: list[tuple[int, yaml.Node | None]] = [(0, root)]
    while todo:
        begins, node = todo.pop()
        if isinstance(node, yaml.MappingNode):
            todo += [(key.start_mark.line, value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode) and not node.flow_style:
            ends = [one.start_mark.line for one in node.value[1:]] + [node.end_mark.line]
            leaves = [_is_gone(one, gone) for one in node.value]
            if all(leaves):
                out |= {*range(begins, ends[-1])}
            for one, is_gone, end in zip(node.value, leaves, ends, strict=True):
                out |= {*range(one.start_mark.line, end)} if is_gone else set()
                todo.append((one.start_mark.line, one))
    return "".join(line for number, line in enumerate(lines) if number not in out)


def _is_gone(node: yaml.Node, gone: Collection[str]) -> bool:
    if not isinstance(node, yaml.MappingNode):
        return False
    held = {key.value: value for key, value in node.value}
    file = held.get("file")
    name = file.value if isinstance(file, yaml.ScalarNode) else ""
    is_named = name in gone or name.removesuffix(Path(name).suffix) in gone
    return is_named and not any(isinstance(one, yaml.SequenceNode) for one in held.values())


def _page(path: Path, here: Path) -> str:
    return path.relative_to(here).with_suffix(".html").as_posix()


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig", "replace")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


# -- The passages of built pages ----------------------------------------------------------------------

_MADE = {"genindex.html", "search.html", "py-modindex.html", "404.html"}
_MAIN = ("[itemprop=articleBody]", "article[role=main]", "[role=main]", "main", "article", "body")
_BLOCKS = ("p", "li", "dt", "dd", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption",
           "caption", "summary", "pre")  # fmt: skip
_LETTERS = re.compile(r"[\W_]+")


def passages(html: str) -> list[str]:
    """Return the passages of a built page, without what surrounds its text."""
    soup = BeautifulSoup(html, "lxml")
    main = next(filter(None, map(soup.select_one, _MAIN)), soup)
    for other in main.select("script, style, nav, .headerlink, .tandem-notice, template"):
        other.decompose()
    found = []
    for block in main.find_all(_BLOCKS):
        for inner in block.find_all(_BLOCKS):
            inner.extract()
        text = " ".join(block.get_text().split())
        if _letters(text):
            found.append(text)
    return found


def _letters(text: str) -> str:
    return _LETTERS.sub("", text).casefold()


def _read_tree(tree: Path, within: set[str] | None = None) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(tree.rglob("*.html")):
        name = path.relative_to(tree).as_posix()
        is_page = name not in _MADE and not name.startswith(("_static/", "_modules/"))
        if is_page and (within is None or name in within):
            yield name, passages(path.read_text("utf-8", "replace"))


def _lost(before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """Yield the passages of a page that are nowhere on it now."""
    everything = "\n".join(map(_letters, now))
    run_on = everything.replace("\n", "")
    for text in before:
        if (letters := _letters(text)) not in everything and letters not in run_on:
            yield text


# The addresses of links, which are in messages, and are nothing that readers see.
_ADDRESS = re.compile(r"(?<=\])\([^)]*\)|<[^<>]*>(?=`)")
_LABELLED = 12


class _Reasons:
    """Why a passage is not shown any more: an entry that is refused or fuzzy, or a page's end."""

    def __init__(self, settings: Settings, findings: Iterable[Finding], code: str) -> None:
        self._known: list[tuple[str, str]] = []
        for place in settings.locale_dirs:
            for path in sorted((place / code).resolve().rglob("*.po")):
                name = relative_path(path, settings.directory)
                here = [
                    one for one in findings if (settings.directory / one.path).resolve() == path
                ]
                for entry in _entries_of(path):
                    first, last = entry.span
                    said = [str(one) for one in here if first <= one.line <= last]
                    if entry.fuzzy:
                        said.append(f"{name}:{entry.line}: it is marked as fuzzy")
                    if entry.in_use:
                        self.add(
                            [_ADDRESS.sub("", entry.msgid)],
                            f"{name}:{entry.line}: it is translated now",
                        )
                    self._known += [(_letters(entry.msgstr), one) for one in said]

    def add(self, texts: Iterable[str], reason: str) -> None:
        """Note the reason for passages of a page."""
        self._known += [(_letters(text), reason) for text in texts]

    def of(self, text: str) -> str:
        letters = _letters(text)
        for held, reason in self._known:
            # A label with a number may be before what an entry says.
            if letters in held or (len(held) > _LABELLED and letters.endswith(held)):
                return reason
        return ""


@cache
def _entries_of(path: Path) -> tuple[Entry, ...]:
    try:
        return read_catalog(path).entries
    except CatalogError as error:
        return error.catalog.entries


# -- Pages that say the same in two languages, brought together passage by passage ---------------
# A catalog is made of such a pair: one page gives the messages, the other the translations.


@dataclass(frozen=True)
class Passage:
    """A passage of a page.

    :param line: where it begins, counted from 1.
    :param kind: what it is: a heading and its level, an item of a list, a cell, a text.
    """

    line: int
    kind: str
    text: str


_KIND = re.compile(
    r"\s*(?:>\s*)*(?:(?P<heading>#{1,6})\s|(?P<item>[-*+]|\d+[.)]|#\.)\s|(?P<cell>\|)"
    r"|(?P<box>:::+|```+|\.\.\s)|(?P<field>:?[\w-]+:)\s)"
)
_UNDERLINE = re.compile(r"([=\-~^\"'`#*+.:_])\1{2,}\s*")
_ANCHOR = re.compile(r"\]\(([^)\s]+)|`([^`]+)`|(\d[\d.,:]*\d|\d)|<(https?://[^>]+)>")
_TARGET = re.compile(r"(?<=\]\()[^)\s]+")
# What of links, code and numbers two pages have to share, and how much more than with any other.
_ALIKE, _CLEAR = 0.4, 1.5
_CODE_IN_NAME = re.compile(r"(?P<rest>.+)(?P<sign>[._-])(?P<code>[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)")
# Links in Markdown, and references to pages in both formats.
_LINK = re.compile(
    r"\]\((?P<target>[^)#\s]+)(?=[)#\s])|(?:\{doc\}|:doc:)`(?:[^`<]*<)?(?P<page>[^`<>]+)>?`"
)
_GAP = -0.3
_RATIO = (0.4, 2.5)


def passages_of(page: str, messages: Iterable[tuple[int, str]]) -> list[Passage]:
    """Return the passages of a page, in their order.

    :param page: its source text.
    :param messages: the line and the text of each.
    """
    lines = page.splitlines()
    found = []
    for line, text in sorted(set(messages)):
        here = lines[line - 1] if 0 < line <= len(lines) else ""
        under = lines[line] if line < len(lines) else ""
        kind = "text"
        if (mark := _UNDERLINE.fullmatch(under)) and here.strip():
            kind = f"heading {mark[1]}"
        elif (match := _KIND.match(here)) and match.lastgroup:
            name = match.lastgroup
            kind = f"{name} {match[name]}" if name in ("heading", "field") else name
        found.append(Passage(line, kind, text))
    return found


def _anchors(text: str) -> frozenset[str]:
    """Return what a translation keeps: the files that it links, code, numbers."""
    return frozenset(_anchors_of(text))


def _anchors_of(text: str) -> Iterator[str]:
    for one in _ANCHOR.findall(text):
        yield next(filter(None, one)).rstrip("/").rpartition("/")[2].casefold()


def _likeness(one: Passage, other: Passage) -> float:
    if one.kind != other.kind:
        return -1.0 if "heading" in (one.kind[:7], other.kind[:7]) else 0.0
    mine, theirs = _anchors(one.text), _anchors(other.text)
    shared = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.5
    lengths = sorted((len(one.text), len(other.text)))
    return 1 + 2 * shared + lengths[0] / max(lengths[1], 1)


def aligned(
    mine: Sequence[Passage], theirs: Sequence[Passage]
) -> list[tuple[Passage, Passage, bool]]:
    """Return which passages of two pages say the same, in order, and whether that is certain.

    The order of both pages is kept (Needleman and Wunsch, 1970); what is alike is the kind of
    a passage, its length, and what no translation changes in it.  It is certain where the pair
    keeps links, code and numbers, and both pages hold as many passages between two such pairs.

    >>> [one] = aligned([Passage(1, "text", "See `a`.")], [Passage(1, "text", "Ver `a`.")])
    >>> one[2]
    True
    """
    rows, columns = len(mine), len(theirs)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows, -1, -1):
        for column in range(columns, -1, -1):
            if row < rows and column < columns:
                best[row][column] = max(
                    best[row + 1][column + 1] + _likeness(mine[row], theirs[column]),
                    best[row + 1][column] + _GAP,
                    best[row][column + 1] + _GAP,
                )
            else:
                best[row][column] = _GAP * (rows - row + columns - column)
    pairs: list[tuple[Passage, Passage]] = []
    places: list[int] = []  # the stretch of each pair: they end at headings and at sure pairs
    uneven: set[int] = set()  # the stretches in which a passage is alone
    row = column = stretch = 0
    while row < rows or column < columns:
        one, other = mine[row : row + 1], theirs[column : column + 1]
        likeness = _likeness(one[0], other[0]) if one and other else -1.0
        if likeness >= 0 and best[row][column] == best[row + 1][column + 1] + likeness:
            ends = one[0].kind.startswith("heading") or _has_same_anchors(one[0], other[0])
            pairs.append((one[0], other[0]))
            places.append(stretch)
            row, column, stretch = row + 1, column + 1, stretch + ends
        else:
            uneven.add(stretch)
            if one and (not other or best[row][column] == best[row + 1][column] + _GAP):
                row += 1
            else:
                column += 1
    return [
        (one, other, _is_certain(one, other, is_even=place not in uneven))
        for (one, other), place in zip(pairs, places, strict=True)
    ]


def _has_same_anchors(one: Passage, other: Passage) -> bool:
    anchors = _anchors(one.text)
    return bool(anchors) and anchors == _anchors(other.text)


def _is_certain(one: Passage, other: Passage, *, is_even: bool) -> bool:
    anchors = _anchors(one.text)
    ratio = len(other.text) / max(len(one.text), 1)
    is_short = len(one.text) < 40  # the length of a few words says nothing
    fits = one.kind == other.kind and anchors == _anchors(other.text)
    return fits and (is_short or _RATIO[0] < ratio < _RATIO[1]) and (is_even or bool(anchors))


def with_links_of(text: str, message: str) -> str:
    """Return a text whose links lead where those of a message do, where it has as many.

    >>> with_links_of("[Inicio](../indice.md)", "[Home](index.md)")
    '[Inicio](index.md)'
    """
    targets = _TARGET.findall(message)
    if len(targets) != len(_TARGET.findall(text)):
        return text
    left = iter(targets)
    return _TARGET.sub(lambda found: next(left), text)
