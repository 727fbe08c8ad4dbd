"""Rules about catalogs as files: can each be read, and does it belong to the pages as they are?"""

from __future__ import annotations

import contextlib
import html
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from ..catalogs.extract import (
    INTERFACE,
    Extraction,
    Message,
    languages_into,
    messages_into,
    translated_elsewhere,
)
from ..catalogs.model import Catalog, CatalogError, Entry, english_of
from ..catalogs.reader import fields, read_catalog
from ..site import Language
from ..site.findings import Finding, relative_path
from ..site.languages import read
from ..site.settings import CONF, Settings, SettingsError
from ..text import prose
from ..text.compare import ENOUGH, WordIndex, loosened, similarity
from ..upstream.parsers import setting
from .context import context_of
from .rules import SETTING, Problem, levels_of, shown

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")
# UTF-8 that was read as if it were Windows-1252: `Ã³` for `ó`, `â€œ` for `“`.
_MISREAD = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
    "|â€[\u0080-\u00bf\u0152-\u2122]"
)
# What programs leave in a text, the code of its rule, and what is to be said of it.
_LEFT = (
    (
        re.compile(r"^(?:<{7}|>{7})(?: .*)?$|^={7}$", re.MULTILINE),
        "catalog-conflict",
        "Two people's edits were left unmerged inside the translation (<<<<<<<, =======, >>>>>>>); "
        "keep one of the two texts and delete the other and the marks.",
    ),
    (
        _CONTROL,
        "catalog-character",
        "The translation contains an invisible control character (U+{1:04X}), which some programs "
        "refuse; delete it.",
    ),
    (
        re.compile("\ufffd"),
        "catalog-character",
        "The translation contains {0}, where a letter was lost when the file was read in "
        "the wrong encoding; write the letter again.",
    ),
    (
        _MISREAD,
        "catalog-character",
        "“{0}” is what is left of a letter with an accent when a file is read in the wrong "
        "encoding; write the letter again.",
    ),
)
_ESCAPES = (
    (
        re.compile(
            r"(?<![\\`\w:/])\\\\?[nt](?=[A-ZÀ-Þ¿¡ ]|$)|(?<=[\w.,;:])\\\\?[nt](?=[^\W\d_]|\s|$)"
        ),
        "catalog-character",
        "The translation contains {0} as letters, where a program meant the end of a line or a tab; "
        "take it out.",
    ),
    (
        re.compile(r"(?<=[^\W\d_A-Z])\?(?=[^\W\d_A-Z])"),
        "catalog-character",
        "There is a question mark inside a word, “{0}”, where a letter was lost when the "
        "file was saved in another encoding; write the letter again.",
    ),
    (
        _ENTITY := re.compile(r"&(?:[a-zA-Z](?:acute|grave|uml|circ|tilde|cedil)|iquest|iexcl);"),
        "catalog-character",
        "{0} is code for one letter; write the letter itself.",
    ),
)


def check_characters(entry: Entry) -> Iterator[Problem]:
    """Find characters that are left when a file is read wrongly, or merged."""
    english = entry.msgid + (entry.msgid_plural or "")
    for form, text in enumerate(entry.forms) if entry.in_use else ():
        for pattern, code, message in (*_LEFT, *_ESCAPES):
            found = pattern.search(text)
            if found and not pattern.search(english):
                fixed = _CONTROL.sub("", text) if pattern is _CONTROL else None
                fixed = _read_rightly(text) if pattern is _MISREAD else fixed
                fixed = html.unescape(text) if pattern is _ENTITY else fixed
                said = message.format(found[0], ord(found[0][0]))
                yield Problem(code, said, fixed, form)


def _read_rightly(text: str) -> str | None:
    """Return a text that was read wrongly as it was meant, or ``None``."""
    for encoding in ("cp1252", "latin-1"):
        with contextlib.suppress(UnicodeError):
            return text.encode(encoding).decode("utf-8")
    return None


def check_flags(entry: Entry) -> Iterator[Problem]:
    """Find a misspelt fuzzy, so that a translation is shown that should wait."""
    for flag in filter(_means_fuzzy, entry.flags if entry.in_use else ()):
        message = (
            f"Gettext does not know the flag {flag}, so the translation is shown; "
            "write fuzzy, if it is not to be shown yet."
        )
        yield Problem("catalog-flag", message)


def _means_fuzzy(flag: str) -> bool:
    """Say whether a flag is the word *fuzzy*, misspelt; gettext knows it in small letters only."""
    known = flag == "fuzzy" or flag.endswith(("-format", "wrap")) or ":" in flag
    return not known and bool(get_close_matches(flag.lower(), ["fuzzy"], cutoff=0.7))


@dataclass(frozen=True)
class OpenedCatalog:
    """One catalog that was read, or could not be.

    :param path: the file, absolute.
    :param name: the file as findings name it.
    :param language: the code of the language whose folder it is in; ``""`` outside.
    :param catalog: what it holds, as far as that is certain.
    :param findings: what is wrong with it as a file.
    :param is_whole: whether all of it was read, so that it may be rewritten.
    """

    path: Path
    name: str
    language: str
    catalog: Catalog
    findings: tuple[Finding, ...]
    is_whole: bool = True

    def finding(self, line: int, code: str, message: str) -> Finding:
        """Return a finding in this catalog."""
        return Finding(self.name, line, code, message, self.language)


def check_setting(settings: Settings) -> dict[str, str]:
    """Return what the site makes of single rules.

    :raises SettingsError: when its setting is wrong.
    """
    levels, problems = levels_of(setting(settings.config, SETTING))
    if problems:
        line = settings.lines.get(SETTING, 1)
        raise SettingsError([Finding(CONF, line, "settings-rules", one) for one in problems])
    return levels


#: What was found in catalogs, by their paths, each with what says that it is the same file.
KnownFindings = dict[str, tuple[tuple[int, ...], tuple[Finding, ...]]]
_RACY = 2_000_000_000  # ns: a file that changed so shortly ago may change again unnoticed


def check_catalogs(settings: Settings, known: KnownFindings | None = None) -> list[Finding]:
    """Return what is wrong with the catalogs of every language but the source language.

    :param known: what was found before; it is brought up to date, and what is in there of a file
        that is the same is not looked for again.
    :raises SettingsError: when the site's setting of rules is wrong.
    """
    check_setting(settings)
    known = {} if known is None else known
    before = dict(known)
    known.clear()
    found: list[Finding] = []
    now = time.time_ns()
    for path, language in catalog_files(settings):
        seen = path.stat()
        when = (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)
        same = before.get(name := str(path))
        if same and same[0] == when:
            findings = same[1]
        else:
            findings = open_catalog(settings, path, language).findings
        if max(when[:2]) < now - _RACY:
            known[name] = when, findings
        found += findings
    return sorted(found)


def catalog_files(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Yield the catalogs of a site, each with the code of its language."""
    for folder in settings.locale_dirs:
        for language in settings.site.languages:
            place = folder / language.code / "LC_MESSAGES"
            for path in sorted(place.rglob("*.po")):
                is_source = language == settings.site.source
                domain = path.relative_to(place).with_suffix("").as_posix()
                if path.exists() and not (is_source and not _says_language(settings, domain)):
                    yield path, language.code


def _says_language(settings: Settings, domain: str) -> bool:
    """Say whether a page of a domain may be written in another than the source language."""
    pages = (
        path
        for pattern in (f"{domain}.*", f"{domain}/**/*")
        for path in settings.directory.glob(pattern)
        if path.suffix in _READ and path.is_file()
    )
    return any("language:" in path.read_text("utf-8-sig", errors="replace") for path in pages)


def open_catalog(settings: Settings, path: Path, language: str = "") -> OpenedCatalog:
    """Read one catalog with all that is wrong with it as a file.

    :param language: the code of its language, for the findings.
    """
    name = relative_path(path, settings.directory)
    try:
        catalog = read_catalog(path)
        findings, is_whole = list(catalog.findings), True
    except CatalogError as error:
        catalog, findings, is_whole = error.catalog, list(error.findings), False
    for entry in catalog.entries:
        for problem in (*check_flags(entry), *check_characters(entry)):
            findings.append(Finding(name, entry.line, problem.code, problem.message))
    placed = tuple(replace(found, path=name, language=language) for found in findings)
    return OpenedCatalog(path, name, language, catalog, placed, is_whole)


def check_language(opened: OpenedCatalog) -> Iterator[Finding]:
    """Find a header that names a different language from the folder of the catalog."""
    header = opened.catalog.header
    if header is None or not opened.language:
        return
    said = fields(header).get("Language", "")
    if said and read(said).language != read(opened.language).language:
        message = (
            f"The header says that the language is {said}, but the catalog is in the folder "
            f"of {opened.language}; write Language: {opened.language} there, so that editors "
            "check the right language, or move the file."
        )
        yield opened.finding(header.line, "catalog-language", message)


FIELD = "catalog-field"
# What says the same in every catalog of a language; of the others, names and dates differ.
_SAME = ("Language", "MIME-Version", "Content-Transfer-Encoding", "Plural-Forms")
_OWN = ("Project-Id-Version", "Language-Team")
# A header of so few fields was written by hand, and leaves out what it likes.
_FEW = 3
_CERTAIN = {"MIME-Version": "1.0", "Content-Transfer-Encoding": "8bit"}


def usual_fields(catalogs: Iterable[Catalog]) -> dict[str, str]:
    """Return the fields of headers that three quarters of the catalogs of a language agree on.

    What others leave out everywhere, or write in a way of their own, is no fault.
    """
    headers = [fields(one.header) for one in catalogs if one.header is not None]
    usual: dict[str, str] = {}
    for name in (*_SAME, *_OWN):
        counts = Counter(header[name] for header in headers if header.get(name))
        for value, number in counts.most_common(1):
            if number >= 3 and 4 * number >= 3 * len(headers):
                usual[name] = value
    return usual


def wrong_fields(opened: OpenedCatalog, usual: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the fields of a header that are wrong: the name, the right value, and what is wrong.

    :param usual: what the other catalogs of the language say.
    """
    header = opened.catalog.header
    said = fields(header) if header is not None else {}
    if header is None or not said:
        return  # that has a finding of its own
    names = [line.partition(":")[0].strip() for line in header.msgstr.split("\n") if ":" in line]
    for name in (*_SAME, *_OWN):
        is_told = name == "Language" and len(said) > _FEW
        right = usual.get(name) or (opened.language if is_told else "")
        value = said.get(name, "")
        if names.count(name) > 1:
            yield name, right or value, f"names {name} {names.count(name)} times"
        elif right and not value:
            yield name, right, f"does not say its {name}"
        elif name in _CERTAIN and value and value.lower() != _CERTAIN[name]:
            yield name, _CERTAIN[name], f"says {value} as its {name}"
        elif name == "Plural-Forms" and right and _plain(value) != _plain(right):
            yield name, right, f"says {value} as its {name}"


def _plain(value: str) -> str:
    return re.sub(r"[\s;]", "", value).lower()


def check_fields(opened: OpenedCatalog, usual: Mapping[str, str]) -> Iterator[Finding]:
    """Find fields of a header that are missing or wrong."""
    for name, right, what in wrong_fields(opened, usual):
        message = (
            f"The header {what}, so editors and platforms have to guess; "
            f'write "{name}: {right}\\n" there, once.'
        )
        header = opened.catalog.header
        yield opened.finding(header.line if header else 1, FIELD, message)


# A page's own text is read without its parser: more must be alike than after an extraction.
_SURELY = 0.8
_BREAK = re.compile(r"\n[ \t>]*\n|\n(?=[ \t]*#)|\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])|\|")
_MARKS = re.compile(r"^[\s#>*+|-]*(?:\d+[.)]\s+)?")
_SIGNS = re.compile(r"[\W_]+")
_READ = (".md", ".rst", ".txt")


def pair(
    entries: Iterable[Entry], passages: Iterable[Message], least: float = ENOUGH
) -> Iterator[tuple[Entry, Message]]:
    """Yield entries that no passage has with the passages that they were made for.

    :param least: how much two must have in common.
    """
    index = WordIndex([((passage.msgid,), passage) for passage in passages])
    taken: set[int] = set()
    for entry in entries:
        rated = [
            (similarity(entry.msgid, passage.msgid), -place, passage)
            for place, passage in index.similar(entry.msgid)
            if place not in taken
        ]
        ratio, place, best = max(rated, key=lambda found: found[:2], default=(0.0, 0, None))
        if best is not None and ratio >= least:
            taken.add(-place)
            yield entry, best


def _changed_msgid(opened: OpenedCatalog, entry: Entry, passage: Message) -> Finding:
    """Return what is to be said of an entry whose English is not that of the page."""
    path, line = min(passage.locations, default=("its page", 0))
    place = f"line {line} of {path}" if line else path
    message = (
        f"The msgid of this entry is not a passage of its page, so its translation is not shown; "
        f"most like it is “{shown(english_of(passage.msgid), entry.msgid)}”, {place}. If somebody changed the "
        "msgid, undo that; if the page was changed, run tandem update."
    )
    return opened.finding(entry.line, "catalog-outdated", message)


def find_in_sources(settings: Settings, opened: OpenedCatalog) -> Iterator[Finding]:
    """Find changed msgids by the text of the page alone, without running Sphinx.

    What is not in the text of its page, letter by letter, and is much like a part of it
    that no entry has, was changed on one of the two sides.
    """
    if not opened.is_whole:
        return
    context = context_of(settings, opened.path, opened.catalog)
    sources = context.sources
    if any(path.suffix not in _READ for path in sources):
        return
    texts = {path: path.read_text("utf-8-sig", errors="replace") for path in sources}
    whole = _letters("".join(texts.values()))
    entries = [one for one in opened.catalog.entries if not one.obsolete and one.msgid]
    gone = [
        one
        for one in entries
        if one.in_use
        and _letters(one.msgid) not in whole
        # A link, for instance, may be made of two fields of the page.
        and _letters(prose(one.msgid, context.syntax_of(one))) not in whole
    ]
    if not gone:
        return
    held = {_letters(entry.msgid) for entry in entries}
    left = [
        part
        for path, text in texts.items()
        for part in _parts(relative_path(path, settings.directory), text)
        if _letters(part.msgid) not in held
    ]
    for entry, passage in pair(gone, left, _SURELY):
        yield _changed_msgid(opened, entry, passage)


def _letters(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _parts(path: str, text: str) -> Iterator[Message]:
    """Yield the paragraphs, points and headings of a page, each with its line."""
    start = 0
    for end in (*_BREAK.finditer(text), None):
        part = text[start : end.start() if end else None]
        bare = _MARKS.sub("", part)
        line = text.count("\n", 0, start + len(part) - len(bare)) + 1
        if bare.strip():
            yield Message(" ".join(bare.split()), locations=((path, line),))
        start = end.end() if end else start


def check_pages(
    settings: Settings, catalogs: Sequence[OpenedCatalog], extraction: Extraction
) -> Iterator[Finding]:
    """Yield what Sphinx warns of in the pages, and catalogs that are out of step with them.

    :param catalogs: all catalogs of the site.
    :param extraction: what the pages hold.
    """
    for found in extraction.findings:
        # `docs/page.md` in the message, not this machine's folders.
        yield replace(found, message=found.message.replace(f"{settings.directory}/", ""))
    languages = languages_into(extraction.messages, settings.site)
    for language in languages if settings.locale_dirs else ():
        messages = messages_into(extraction.messages, language, settings.site)
        yield from compare_catalogs(settings, language, catalogs, messages)


def compare_catalogs(
    settings: Settings,
    language: Language,
    catalogs: Sequence[OpenedCatalog],
    messages: Mapping[str, Sequence[Message]],
) -> Iterator[Finding]:
    """Yield what the catalogs of a language lack of the pages, and what they have too much.

    :param messages: what Sphinx extracted, by domain.
    """
    folder = settings.locale_dirs[0] / language.code / "LC_MESSAGES"
    own = {
        opened.path.relative_to(folder).with_suffix("").as_posix(): opened
        for opened in catalogs
        if opened.path.is_relative_to(folder)
    }
    for domain, opened in own.items():
        if domain not in messages and domain not in INTERFACE:
            message = (
                "No page has this catalog, so readers do not see its texts; the page was renamed "
                "or is gone. Run tandem update, which says to which page it probably belongs."
            )
            yield opened.finding(1, "catalog-orphan", message)
    known = translated_elsewhere(language.code)
    for domain, found in messages.items():
        wanted = {
            message.msgid: message
            for message in found
            if domain not in INTERFACE or message.msgid not in known
        }
        if domain in own:
            yield from _out_of_step(own[domain], wanted, domain)
        elif wanted:
            name = relative_path(folder / f"{domain}.po", settings.directory)
            yield _without_catalog(name, wanted, language)


def _without_catalog(name: str, wanted: Mapping[str, Message], language: Language) -> Finding:
    places = (place for message in wanted.values() for place in message.locations)
    page, line = min(places, default=(name, 0))
    message = (
        f"The page has no catalog in {language.name}, so nobody can translate it; "
        f"run tandem update, which begins {name}."
    )
    return Finding(page, line and 1, "catalog-outdated", message, language.code)


def _out_of_step(
    opened: OpenedCatalog, wanted: Mapping[str, Message], domain: str
) -> Iterator[Finding]:
    if not opened.is_whole:
        return  # it has findings of its own
    entries = {entry.message: entry for entry in opened.catalog.entries if not entry.obsolete}
    # What other tools write in another way is the same passage.
    held = set(map(loosened, entries))
    lacking = [message for msgid, message in wanted.items() if loosened(msgid) not in held]
    # What extensions and templates say is not all in the templates.
    known = held if domain in INTERFACE else set(map(loosened, wanted))
    others = [entry for msgid, entry in entries.items() if loosened(msgid) not in known]
    # What is translated already was changed by hand, or is about to be brought along.
    pairs = list(pair([e for e in others if e.in_use], lacking))
    for entry, passage in pairs:
        yield _changed_msgid(opened, entry, passage)
    missing, gone = len(lacking) - len(pairs), len(others) - len(pairs)
    parts = []
    if missing:
        parts.append(f"lacks {missing} passage{'s' if missing > 1 else ''} of its page")
    if gone:
        parts.append(f"has {gone} that {'are' if gone > 1 else 'is'} no longer on its page")
    if parts:
        message = f"The catalog {' and '.join(parts)}; run tandem update."
        yield opened.finding(1, "catalog-outdated", message)
