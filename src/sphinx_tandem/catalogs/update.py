"""``tandem update``: brings the catalogs of every language up to date with the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..site import Language
from ..site.findings import Finding, WrongUse, relative_path
from ..site.settings import Settings
from . import exchange
from .extract import (
    INTERFACE,
    Message,
    extract,
    languages_into,
    messages_into,
    translated_elsewhere,
    write_templates,
)
from .match import Match, Memory, Page, match
from .merge import Merged, compose, read_names
from .model import Catalog, CatalogError, Entry, Key, joined, parted, suggestion
from .orphans import Owners, find_owners, is_elsewhere, join_catalogs, work_of
from .reader import UNDECIDED, new_header, read_catalog, with_credits
from .threeway import NAME, TakenState
from .writer import write_catalog


@dataclass(frozen=True)
class PlannedUpdate:
    """What an update would make of the catalogs of one language.

    :param folder: the folder ``LC_MESSAGES``.
    :param broken: the catalogs that cannot be read, by their domains.
    :param pages: the pages with a catalog that can be read, or that get one, by their domains.
    :param orphans: the catalogs without a page, those of renamed pages included.
    :param owners: the pages to which the orphans belong.
    :param merged: the catalogs of the pages, brought up to date.
    :param giving: the pages from which entries moved to others.
    """

    folder: Path
    broken: Mapping[str, CatalogError]
    pages: Mapping[str, Page]
    orphans: Mapping[str, Catalog]
    owners: Owners
    merged: Mapping[str, Merged]
    giving: frozenset[str]

    def path(self, domain: str) -> Path:
        """Return where the catalog of a domain is, or would."""
        return self.folder / f"{domain}.po"

    def origin(self, domain: str) -> str:
        """Return the domain of the catalog that a page goes on with: its own, unless renamed."""
        return self.owners.renamed.get(domain, domain)


def plan_update(
    folder: Path,
    language: Language,
    messages: Mapping[str, Sequence[Message]],
    project: str = "",
    *,
    partly: bool = False,
) -> PlannedUpdate:
    """Work out the update of a language, without writing anything.

    A page whose catalog cannot be read whole is left out.

    :param folder: the language's folder, which holds ``LC_MESSAGES``.
    :param messages: the passages of all pages, by domain.
    :param project: the site's name, for new headers.
    :param partly: whether such a page is looked at all the same, as far as its catalog can be
        read; then nothing may be written.
    """
    known, broken = _read(folder / "LC_MESSAGES")
    if partly:
        known |= {
            domain: error.catalog for domain, error in broken.items() if error.catalog.entries
        }
    known = {domain: joined(catalog) for domain, catalog in known.items()}
    names = read_names(folder)
    pages = {
        domain: Page(
            known.get(domain, Catalog()), own_messages(domain, language, held), domain, names
        )
        for domain, held in messages.items()
        if (domain not in broken or domain in known) and (held or domain in known)
    }
    sources = {name: found for name, found in known.items() if name not in INTERFACE}
    orphans = {name: found for name, found in sources.items() if name not in messages}
    owners = find_owners(orphans, pages)
    for domain, origin in owners.renamed.items():
        # A page that was renamed goes on with the catalog that it had.
        pages[domain] = replace(pages[domain], old=orphans[origin])
    others = {
        name: Page(found, {})
        for name, found in orphans.items()
        if name not in owners.renamed.values()
    }
    matched = match(pages, Memory(sources.values()), others)
    merged = {}
    for domain, page in pages.items():
        if not page.messages and domain not in known:
            continue
        header = page.old.header or _header(matched, domain, {**others, **pages})
        for donor in sorted(matched.donors[domain].keys() & others.keys()):
            credited = others[donor].old.header
            header = with_credits(header, credited) if header and credited else header
        composed = compose(page, matched.found[domain], matched.left[domain])
        header = header or new_header(language.code, project)
        catalog = parted(replace(composed.catalog, header=header))
        merged[domain] = replace(composed, catalog=catalog)
    pages = {domain: replace(page, old=parted(page.old)) for domain, page in pages.items()}
    orphans = {domain: parted(catalog) for domain, catalog in orphans.items()}
    giving = frozenset(domain for domain, left in matched.left.items() if left)
    return PlannedUpdate(folder / "LC_MESSAGES", broken, pages, orphans, owners, merged, giving)


def _read(folder: Path) -> tuple[dict[str, Catalog], dict[str, CatalogError]]:
    """Return the catalogs of a language, and those that cannot be read, by their domains."""
    catalogs: dict[str, Catalog] = {}
    broken: dict[str, CatalogError] = {}
    for path in filter(Path.exists, sorted(folder.rglob("*.po"))):  # no editor's lock
        domain = path.relative_to(folder).with_suffix("").as_posix()
        try:
            catalogs[domain] = read_catalog(path)
        except CatalogError as error:
            broken[domain] = error
    return catalogs, broken


def own_messages(
    domain: str, language: Language, messages: Sequence[Message]
) -> dict[str, Message]:
    """Return the messages of a page without those that the engine or Sphinx translates itself."""
    known = translated_elsewhere(language.code) if domain in INTERFACE else frozenset()
    return {message.msgid: message for message in messages if message.msgid not in known}


def _header(matched: Match, domain: str, pages: Mapping[str, Page]) -> Entry | None:
    """Return the header of the catalog that most passages of a new page come from."""
    for donor, number in matched.donors[domain].most_common(1):
        if 2 * number >= len(matched.found[domain]):
            return pages[donor].old.header
    return None


def named(error: CatalogError, site: Path, language: Language) -> list[Finding]:
    """Return what is wrong with a catalog, as findings name it."""
    path = relative_path(error.path, site)
    return [replace(found, path=path, language=language.code) for found in error.findings]


_SAID = {
    "new": "new, to be translated",
    "untranslatable": "with nothing to translate, filled in with the English",
    "suggested": "new, with a suggestion from a passage like it",
    "filled": "new, filled in with a translation from elsewhere",
    "rewritten": "with the English written anew, of which no word changed",
    "moved": "moved here from another page with the translation",
    "readdressed": "with a new address in the translation, because nothing else changed",
    "stale": "stale, because the English changed",
    "returned": "back again with the translation",
    "terms": "terms added to the term base",
    "taken": "taken over with --take",
    "drafts": "filled in with drafts, which readers do not see until somebody reviews them",
    "undecided": "undecided, because the copy says something else than the catalog",
    "obsolete": "no longer on the page, kept at the end",
}


@dataclass
class UpdateReport:
    """What an update did.

    :param findings: what a person should look at: warnings of the pages,
        catalogs that could not be read, catalogs without a page.
    :param failed: whether a catalog could not be read and was left as it is.
    :param templates: how many templates were written, ``None`` where none were asked for.
    :param exported: how many files in the formats of other tools were written.
    """

    languages: list[LanguageUpdate] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failed: bool = False
    templates: int | None = None
    exported: int = 0

    def summary(self) -> str:
        """Say in a few lines what was done."""
        lines = [language.summary() for language in self.languages]
        if not lines:
            lines = ["The site has one language only: there are no catalogs to bring up to date."]
        if self.templates is not None:
            lines.append(f"Templates: {self.templates or 'none'} written.")
        if self.exported:
            lines.append(f"Exported: {self.exported} files.")
        return "\n".join(lines)


ORPHAN = "catalog-orphan"


def update(  # noqa: PLR0913  # each is an option of the command
    settings: Settings,
    *,
    move: bool = False,
    templates: Path | None = None,
    take: Path | None = None,
    draft: str = "",
    export: exchange.Export | None = None,
) -> UpdateReport:
    """Bring the catalogs of every language but the source language up to date.

    Files that need no change are not touched.

    :param move: whether catalogs without a page are moved to the page that they
        belong to; without it they are only named.
    :param templates: a folder for the templates of all pages, which some platforms ask for.
    :param take: a folder with copies of catalogs, at their paths in the site, whose
        translations are taken over.
    :param draft: whose texts those are, if nobody has reviewed them: they become drafts.
    :param export: where the catalogs are written in the formats of other tools, too.
    :raises ExtractionError: when the pages cannot be read; no catalog is touched then.
    :raises WrongUse: when the site has no place for catalogs, or *take* is no folder.
    """
    if not settings.locale_dirs:
        raise WrongUse('The site has no place for catalogs; set locale_dirs = ["locales"].')
    if take is not None and not take.is_dir():
        raise WrongUse(f"--take {take}: there is no such folder. No catalog was changed.")
    if export is not None or (take is not None and exchange.has_copies(take)):
        exchange.require()
    if not settings.site.languages[1:]:
        return UpdateReport()
    extraction = extract(settings)
    report = UpdateReport(findings=list(extraction.findings))
    # What such a page says is not known for certain.
    unread = [
        Path(found.path).with_suffix("").as_posix()
        for found in extraction.findings
        if found.code == "page-encoding"
    ]
    for language in languages_into(extraction.messages, settings.site):
        folder = settings.locale_dirs[0] / language.code
        messages = messages_into(extraction.messages, language, settings.site)
        planned = plan_update(folder, language, messages, extraction.project)
        done = LanguageUpdate(settings.directory, language, planned)
        done.leave(unread)
        if take is not None:
            done.take_over(take, draft)
        done.write(move)
        report.languages.append(done)
        report.findings += done.findings
        report.failed |= done.failed
        if export is not None:
            source = settings.site.source.tag
            report.exported += done.export(export, source)
    if templates is not None:
        report.templates = write_templates(extraction, templates)
    report.findings = sorted(set(report.findings))
    return report


def _unread(path: Path, site: Path, kind: str, error: Exception) -> Finding:
    message = f"The file cannot be read as {kind} ({error}), so nothing of it was taken over."
    return Finding(relative_path(path, site), 1, "catalog-not-readable", message)


def _with_memory(merged: Merged, name: str, memory: Mapping[str, str]) -> Merged:
    """Return a catalog with a suggestion for what it lacks and a translation memory has."""
    entries = [
        replace(
            suggestion(one.msgid, Entry(one.msgid, memory[one.msgid]), name), msgctxt=one.msgctxt
        )
        if one.msgid in memory and not one.has_translation and one.msgid_plural is None
        else one
        for one in merged.catalog.entries
    ]
    new = sum(a is not b for a, b in zip(entries, merged.catalog.entries, strict=True))
    catalog = replace(merged.catalog, entries=tuple(entries))
    return Merged(catalog, merged.counts + Counter(suggested=new))


class LanguageUpdate:
    """Writes what was planned for one language, and says what was done.

    :ivar written: the catalogs that were written, relative to the site.
    :ivar counts: how many entries are new, filled, stale, returned, obsolete.
    :ivar moves: what became of catalogs without a page, in sentences.
    :ivar failed: whether a catalog, or a copy of one, could not be read.
    """

    def __init__(self, site: Path, language: Language, planned: PlannedUpdate) -> None:
        self._site, self._language, self._planned = site, language, planned
        self._merged = dict(planned.merged)
        self.written: list[str] = []
        self.counts: Counter[str] = Counter()
        self.moves: list[str] = []
        self.findings: list[Finding] = []
        self.failed = False
        self._state: TakenState | None = None
        self._disputed: dict[str, set[Key]] = {}
        for error in planned.broken.values():
            self._fail(error)

    def summary(self) -> str:
        """Say in a few lines what was done."""
        code = self._language.code
        lines = [f"{code}: {move}" for move in self.moves]
        if self.written:
            files = f"{len(self.written)} catalog{'s' if len(self.written) > 1 else ''} written"
            entries = [
                f"{self.counts[word]} {said}" for word, said in _SAID.items() if self.counts[word]
            ]
            counted = f" ({'; '.join(entries)})" if entries else ""
            lines.append(f"{code}: {files}{counted}.")
        elif not self.moves:
            lines.append(f"{code}: every catalog that could be read is up to date.")
        return "\n".join(lines)

    def leave(self, domains: Sequence[str]) -> None:
        """Leave the catalogs of these domains as they are."""
        for domain in domains:
            self._merged.pop(domain, None)

    def take_over(self, folder: Path, draft: str = "") -> None:
        """Take over the translations of copies in *folder*.

        :param draft: whose texts those are, if they are drafts.
        :raises WrongUse: when the note of what was taken last cannot be read.
        """
        self._state = TakenState(self._planned.folder.parent / NAME, folder.resolve().name)
        memory = self._memory_in(folder)
        for domain, merged in self._merged.items():
            copy = folder / self._relative(domain)
            try:
                held = self._copy_at(copy)
                if memory:
                    merged = _with_memory(merged, *memory)  # noqa: PLW2901
                    self._merged[domain] = merged
                if held is not None:
                    if draft:
                        take = self._state.drafts(merged.catalog, held, draft)
                        numbers = Counter(drafts=take.taken)
                    else:
                        take = self._state.take(domain, merged.catalog, held)
                        numbers = Counter(taken=take.taken, undecided=len(take.undecided))
                    catalog = replace(merged.catalog, entries=take.entries)
                    self._merged[domain] = Merged(catalog, merged.counts + numbers)
                    self._disputed[domain] = {entry.key for entry in take.undecided}
            except CatalogError as error:
                self._fail(error)

    def _copy_at(self, path: Path) -> Catalog | None:
        """Return the copy of a catalog, as a catalog or as XLIFF, or ``None``."""
        if path.is_file():
            return read_catalog(path)
        xliff = path.with_suffix(exchange.FORMATS["xliff"])
        if not xliff.is_file():
            return None
        try:
            return exchange.from_xliff(xliff.read_bytes())
        except ValueError as error:
            raise CatalogError(xliff, [_unread(xliff, self._site, "XLIFF", error)]) from error

    def _memory_in(self, folder: Path) -> tuple[str, dict[str, str]] | None:
        """Return the translation memory of the language in a folder, and take over its terms."""
        memory = None
        for kind in ("tmx", "tbx"):
            path = folder / f"{self._language.code}{exchange.FORMATS[kind]}"
            if not path.is_file():
                continue
            try:
                if kind == "tmx":
                    memory = path.name, exchange.from_tmx(path.read_bytes())
                    continue
                place = self._planned.folder.parent / exchange.TERMBASE
                before = place.read_text("utf-8-sig") if place.is_file() else ""
                text, number = exchange.with_terms(before, path.read_bytes())
                if number:
                    place.write_text(text, encoding="utf-8")
                    self.counts["terms"] += number
                    self.written.append(relative_path(place, self._site))
            except ValueError as error:
                self.failed = True
                self.findings.append(_unread(path, self._site, kind.upper(), error))
        return memory

    def export(self, wanted: exchange.Export, source: str) -> int:
        """Write the catalogs in the formats of other tools; return how many files that are."""
        folder, formats = wanted.folder, wanted.formats or tuple(exchange.FORMATS)
        tag = self._language.tag
        catalogs = {self._relative(domain): one.catalog for domain, one in self._merged.items()}
        files: dict[str, bytes] = {}
        if "xliff" in formats:
            for name, catalog in catalogs.items():
                place = Path(name).with_suffix(exchange.FORMATS["xliff"])
                files[place.as_posix()] = exchange.as_xliff(catalog, name, source, tag)
        if "tmx" in formats:
            files[f"{self._language.code}.tmx"] = exchange.as_tmx(catalogs, source, tag)
        termbase = self._planned.folder.parent / exchange.TERMBASE
        if "tbx" in formats and termbase.is_file():
            text = termbase.read_text("utf-8-sig", errors="replace")
            files[f"{self._language.code}.tbx"] = exchange.as_tbx(text, source, tag)
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return len(files)

    def write(self, move: bool) -> None:
        """Write what is new, and move catalogs without a page if that is asked for."""
        orphans = [name for name in self._planned.orphans if not (move and self._is_moved(name))]
        # Who only gives comes last: if the disk fails in between, a passage is there twice.
        giving = self._planned.giving
        for domain in sorted(self._merged, key=lambda domain: (domain in giving, domain)):
            self._write(domain)
        if self._state:
            self._state.save()
            self.findings += self._undecided()
        self.findings += map(self._orphan, orphans)

    def _undecided(self) -> Iterator[Finding]:
        """Yield what a person must decide on after a take, at its lines."""
        for domain in filter(self._disputed.get, self._disputed):
            catalog = read_catalog(self._planned.path(domain))
            keys = self._disputed[domain]
            lines = {entry.line for entry in catalog.entries if entry.key in keys}
            for found in catalog.findings:
                if found.code == UNDECIDED and found.line in lines:
                    yield replace(found, path=self._relative(domain), language=self._language.code)

    def _is_moved(self, orphan: str) -> bool:
        """Move a catalog without a page to its page, if there is one; say whether it is gone."""
        path = self._planned.path(orphan)
        owner = self._planned.owners.probable.get(orphan, "")
        catalog = self._planned.orphans[orphan]
        elsewhere = frozenset(
            work_of(entry) for merged in self._merged.values() for entry in merged.catalog.entries
        )
        if self._planned.origin(owner) == orphan:
            place = self._planned.path(owner)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
            done = f"moved to {self._relative(owner)}."
        elif owner in self._merged:
            merged = self._merged[owner]
            joined = join_catalogs(merged.catalog, catalog, orphan, elsewhere)
            self._merged[owner] = replace(merged, catalog=joined)
            self._write(owner)
            path.unlink()
            done = f"joined with {self._relative(owner)} and deleted."
        elif is_elsewhere(catalog, elsewhere):
            path.unlink()
            done = "deleted: every translation in it is in other catalogs."
        else:
            return False
        self.moves.append(f"{self._relative(orphan)} {done}")
        folder = path.parent
        while folder != self._planned.folder and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
        return True

    def _write(self, domain: str) -> None:
        """Write a catalog, if it says anything else than before."""
        merged, old = self._merged[domain], self._planned.pages[domain].old
        path, name = self._planned.path(domain), self._relative(domain)
        if path.exists() and merged.catalog == old and not old.doubles:
            return
        write_catalog(path, merged.catalog, [old])
        if name not in self.written:
            self.written.append(name)
            self.counts += merged.counts

    def _orphan(self, domain: str) -> Finding:
        if owner := self._planned.owners.probable.get(domain, ""):
            message = (
                f"No page has this catalog any more; its page is probably called {owner!r} now, "
                "whose catalog has these translations. If so, `tandem update --move` "
                "brings the contents of the two together; nothing is lost."
            )
        else:
            message = (
                "No page has this catalog any more, so readers do not see its texts; its "
                "translations still fill new passages that are the same. Delete it when the page "
                "will not come back."
            )
        return Finding(self._relative(domain), 1, ORPHAN, message, self._language.code)

    def _fail(self, error: CatalogError) -> None:
        self.failed = True
        self.findings += named(error, self._site, self._language)

    def _relative(self, domain: str) -> str:
        return relative_path(self._planned.path(domain), self._site)
