"""Reads a catalog as strictly as ``msgfmt -c`` does, and names every fault at its line.

Nothing is imported from Sphinx.  Formats such as ``python-format`` are not
checked: Babel guesses those flags from the text, and in Markdown ``{ref}`` or
``50% of`` are no placeholders.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, replace
from functools import cache
from gettext import c2py
from hashlib import blake2b
from pathlib import Path

from ..site import locale_of
from ..site.findings import Finding
from ..site.languages import read
from .model import Catalog, CatalogError, Entry, Key, is_undecided
from .scanner import UNTIL_THEN, Scanner

# -- The header ---------------------------------------------------------------------------------

HEADER = "catalog-header"
# What a header says of the last time that its file was saved.
OF_ONE_SAVING = ("Last-Translator", "PO-Revision-Date", "POT-Creation-Date", "X-Generator")
# What tools write where nobody has filled in a name.
_BOILERPLATE = re.compile(r"SOME DESCRIPTIVE TITLE|FIRST AUTHOR|^Copyright \(C\) YEAR|PACKAGE")
_PERSON = re.compile(r"(?!FULL NAME)\w")
_CHARSET = re.compile(r"charset\s*=\s*([^\s;]+)", re.IGNORECASE)


def fields(header: Entry) -> dict[str, str]:
    """Return the fields of a header, by their names."""
    pairs = (line.partition(":") for line in header.msgstr.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def charset(header: Entry) -> str:
    """Return the encoding that a header declares, or ``""``."""
    match = _CHARSET.search(fields(header).get("Content-Type", ""))
    return match[1] if match else ""


def new_header(language: str, project: str) -> Entry:
    """Return the header of a new catalog, without dates and without line numbers.

    :param language: the code of the language, such as ``pt_BR``.
    :param project: the name of the site.
    """
    found = locale_of(language)
    name = (found and found.get_language_name("en")) or language
    plurals = read(language).plural_forms
    return header_of(
        project, f"Language-Team: {name}", f"Language: {language}", last=f"Plural-Forms: {plurals}"
    )


def header_of(project: str, *language: str, last: str) -> Entry:
    """Return a header with lines about the language, and a last one."""
    lines = (
        f"Project-Id-Version: {project}",
        *language,
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        last,
    )
    # The empty comment is what polib and Weblate would begin the file with.
    return Entry("", "".join(f"{line}\n" for line in lines), comments=("",))


def with_credits(header: Entry, other: Entry) -> Entry:
    """Return a header that credits the people of another one, too.

    Their names are in its comments and in its last translator; fields that only
    the other has are taken over.
    """
    own = fields(header)
    lines = [line for line in other.comments if line.strip() and line not in header.comments]
    last = fields(other).get("Last-Translator", "")
    names = "\n".join((*header.comments, *lines, own.get("Last-Translator", "")))
    if _PERSON.search(last) and last not in names:
        lines.append(last)
    lines = [line for line in lines if not _BOILERPLATE.search(line)]
    comments = header.comments
    if lines:
        ends = next((n for n in range(len(comments), 0, -1) if comments[n - 1].strip()), 0)
        comments = (*comments[:ends], *lines, *comments[ends:])
    added = [
        f"{name}: {value}\n"
        for name, value in fields(other).items()
        if name not in own and name not in OF_ONE_SAVING
    ]
    text = header.msgstr + "\n" * bool(added and not header.msgstr.endswith("\n"))
    return replace(header, comments=comments, msgstr=text + "".join(added))


def check_header(header: Entry | None) -> Iterator[Finding]:
    """Find what is wrong with a header as such."""
    if header is None:
        message = (
            "The catalog has no header (an entry with an empty msgid), so that gettext refuses "
            "it; copy the first entry of another catalog of this language to the top."
        )
        yield Finding("", 1, HEADER, message)
    elif charset(header) in ("", "CHARSET"):
        message = (
            "The header names no encoding, so that programs guess how to read accents; "
            'add the line "Content-Type: text/plain; charset=UTF-8\\n".'
        )
        yield Finding("", header.line, HEADER, message)


# -- Plural forms, judged as GNU gettext judges them --------------------------------------------

PLURAL = "catalog-plural"
# GNU gettext tries a plural rule on these numbers.
_TRIED = range(1001)


def check_plurals(header: Entry | None, entries: tuple[Entry, ...]) -> Iterator[Finding]:
    """Find a wrong plural rule, and entries with another number of forms than it asks for."""
    rule = fields(header).get("Plural-Forms", "") if header else ""
    line = header.line if header else 1
    count, expression = _parts(rule)
    problem = _rule_problem(rule, count, expression)
    if problem:
        message = (
            f"The plural rule of the header (Plural-Forms) is wrong: {problem}. Until it is put "
            "right gettext refuses the catalog; copy it from another catalog of this language."
        )
        yield Finding("", line, PLURAL, message)
        return
    with_plurals = [entry for entry in entries if entry.in_use and entry.msgid_plural is not None]
    if with_plurals and (not count or not expression):
        message = (
            "Entries of this catalog have plural forms, but the header has no Plural-Forms line, "
            "so that no program knows which form to use; copy it from another catalog of this "
            "language."
        )
        yield Finding("", line, PLURAL, message)
        return
    for entry in with_plurals:
        if len(entry.forms) != int(count):
            message = (
                f"The entry has {len(entry.forms)} plural forms where the header asks for {count}; "
                f"write msgstr[0] to msgstr[{int(count) - 1}]."
            )
            yield Finding("", entry.line, PLURAL, message)


def _parts(rule: str) -> tuple[str, str]:
    count = re.search(r"nplurals\s*=\s*([^\s;]*)", rule)
    expression = re.search(r"(?<!n)plural\s*=\s*([^;]*)", rule)
    return count[1] if count else "", expression[1].strip() if expression else ""


@cache
def _rule_problem(rule: str, count: str, expression: str) -> str:
    """Say what is wrong with a plural rule, or return ``""``."""
    if "nplurals" in rule and not re.fullmatch("0{0,9}[1-9][0-9]{0,2}", count):
        return f"nplurals={count[:20]} is not a number of forms"
    if not expression:
        return "plural has no expression" if re.search(r"(?<!n)plural\s*=", rule) else ""
    try:
        function = c2py(expression)
        values = {function(number) for number in _TRIED}
    except ZeroDivisionError:
        return "it divides by zero"
    except (ValueError, TypeError, OverflowError, RecursionError):
        return f"plural={expression} cannot be read"
    odd = [value for value in values if value < 0 or (count and value >= int(count))]
    return f"it asks for form {odd[0]} of {count or 'some'}, counted from 0" if odd else ""


# -- The whole catalog --------------------------------------------------------------------------

CONFLICT = "catalog-conflict"
DUPLICATE = "catalog-duplicate"
REPEATED = "catalog-repeated"
ENCODING = "catalog-encoding"
NEWLINE = "catalog-newline"
UNDECIDED = "catalog-undecided"

_BOM = "\ufeff"
_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?:[ \t].*)?\r?$")
_UNMERGED = (
    "Two people's edits were left unmerged here (from <<<<<<< to >>>>>>>); keep one of the "
    f"two texts and delete the other and the three marks. {UNTIL_THEN}"
)
_WHOLE = "Until then no command rewrites the catalog."
_UTF8 = ("utf-8", "utf8", "us-ascii", "ascii", "charset", "")


def read_catalog(path: Path) -> Catalog:
    """Read the catalog at *path*.

    What keeps texts from being read for certain (syntax, encoding, conflict
    markers, two translations of one message) is raised, with all entries that it does not
    touch.  What only ``msgfmt -c`` minds (header, plural forms, line breaks at the ends), what
    is there twice and says the same, and what a merge left to a person, comes with the catalog in
    its ``findings``.

    :raises CatalogError: with all problems of both kinds, or because the file cannot be opened;
        their ``path`` is *path*.
    """
    raw = _opened(path)
    if not _KEPT:
        return _parsed(path, raw)
    kept, name, digest = _KEPT[-1], str(path), blake2b(raw, digest_size=16).digest()
    if name in kept and kept[name][0] == digest:
        found: Catalog = pickle.loads(kept[name][1])  # noqa: S301  # our own
        return found
    catalog = _parsed(path, raw)
    kept[name] = digest, pickle.dumps(catalog, pickle.HIGHEST_PROTOCOL)
    return catalog


_KEPT: list[MutableMapping[str, tuple[bytes, bytes]]] = []


def keep_catalogs(known: MutableMapping[str, tuple[bytes, bytes]] | None) -> None:
    """Parse each catalog once, in this process and in those after it.

    :param known: what was read before, by its path; it is brought up to date. ``None`` keeps
        nothing.
    """
    _KEPT[:] = [] if known is None else [known]


def _parsed(path: Path, raw: bytes) -> Catalog:
    text, fatal, touched = _decode(raw)
    lines = text.split("\n")
    written = tuple(lines)
    fatal += _take_out_conflicts(lines, touched)
    scanner = Scanner()
    scanner.scan(lines)
    fatal += scanner.findings
    unique = _unique(scanner.entries)
    fatal += unique.fatal
    header = next(
        (one for one in unique.entries if one.key == (None, "") and not one.obsolete), None
    )
    others = tuple(found for found in unique.entries if found is not header)
    faults = [*unique.faults, *check_plurals(header, others)]
    faults += [finding for entry in others for finding in _check_newlines(entry)]
    faults += [_undecided(entry) for entry in unique.entries if is_undecided(entry)]
    if header is not None or not fatal:
        faults += check_header(header)
    if header is not None and charset(header).lower() not in _UTF8:
        # It explains whatever bytes were found to be odd.
        fatal = [found for found in fatal if found.code != ENCODING]
        fatal.append(_wrong_charset(header))
    if fatal:
        certain = (one for one in others if one.key not in unique.disputed)
        kept = tuple(
            one for one in certain if touched.isdisjoint(range(one.span[0], one.span[1] + 1))
        )
        raise CatalogError(path, _placed([*fatal, *faults], path), Catalog(kept, header))
    line_end = "\r\n" if b"\r\n" in raw else "\n"
    placed = _placed(faults, path)
    return Catalog(others, header, scanner.tail, placed, written, line_end, unique.doubles)


def certain_translations(path: Path) -> dict[str, Entry]:
    """Return what readers see of a catalog, by its English, as far as it can be read."""
    try:
        return read_catalog(path).translations()
    except CatalogError as error:  # `tandem check` says what is wrong with it
        return error.catalog.translations()


def _opened(path: Path) -> bytes:
    """Return what a catalog holds; a pipe is not waited for."""
    try:
        if not path.exists() or path.is_file():
            return path.read_bytes()
        said = "it is not a file"
    except OSError as error:
        said = error.strerror or str(error)
    message = f"The catalog cannot be opened: {said}. None of its texts is used."
    raise CatalogError(path, [Finding(path.as_posix(), 1, "catalog-not-readable", message)])


def _placed(findings: list[Finding], path: Path) -> tuple[Finding, ...]:
    return tuple(replace(found, path=path.as_posix()) for found in sorted(set(findings)))


def _decode(raw: bytes) -> tuple[str, list[Finding], set[int]]:
    """Return the text of a file, what is wrong with its encoding, and the lines that are lost."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace").replace("\r\n", "\n")
        lost = {number for number, line in enumerate(text.split("\n"), 1) if "\ufffd" in line}
        message = f"The file is saved as UTF-16, not as UTF-8; save it as UTF-8. {_WHOLE}"
        return text, [Finding("", 1, ENCODING, message)], lost
    findings: list[Finding] = []
    wrong: list[int] = []
    if not _is_utf8(raw):
        lines = enumerate(raw.split(b"\n"), 1)
        wrong = [number for number, line in lines if not _is_utf8(line)]
        more = f" (and {len(wrong) - 1} more lines)" if len(wrong) > 1 else ""
        message = (
            f"This line{more} contains bytes that are not UTF-8; the file was probably saved in "
            f"another encoding, so open it in that one and save it as UTF-8. {UNTIL_THEN}"
        )
        findings.append(Finding("", wrong[0], ENCODING, message))
    text = raw.decode("utf-8", errors="replace")
    if text.startswith(_BOM):
        message = (
            "The file begins with an invisible mark (a byte order mark), which gettext refuses; "
            f"save it as UTF-8 without BOM. {_WHOLE}"
        )
        findings.append(Finding("", 1, ENCODING, message))
    if "\r" in text and "\n" not in text:
        message = (
            "The lines end as on old computers (with CR alone), so that the file is one line to "
            f"gettext; save it with line ends LF, as Unix has them. {_WHOLE}"
        )
        findings.append(Finding("", 1, ENCODING, message))
        text = text.replace("\r", "\n")
    return text.removeprefix(_BOM).replace("\r\n", "\n"), findings, set(wrong)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wrong_charset(header: Entry) -> Finding:
    message = (
        f"The header says that the file is written in {charset(header)}, but catalogs are read "
        f"as UTF-8; save it as UTF-8 and write charset=UTF-8 in the header. {_WHOLE}"
    )
    return Finding("", header.line, ENCODING, message)


def _take_out_conflicts(lines: list[str], touched: set[int]) -> list[Finding]:
    """Report the conflicts that a merge left, and blank all but their first side.

    What is between the marks is read as one person wrote it, so that no
    second finding grows out of the first.

    :param touched: gets the numbers of the lines that two people wrote.
    """
    findings: list[Finding] = []
    inside = other_side = False
    for place, line in enumerate(lines):
        match = _MARKER.match(line)
        if inside or match is not None:
            touched.add(place + 1)
        if match is None:
            if other_side:
                lines[place] = ""
            continue
        lines[place] = ""
        if not inside:
            findings.append(Finding("", place + 1, CONFLICT, _UNMERGED))
        mark = match[1][0]
        # A mark whose beginning was already deleted opens nothing.
        inside = mark == "<" or (inside and mark != ">")
        other_side = inside and mark != "<"
    return findings


@dataclass
class _Unique:
    """Each message of a catalog once.

    :param doubles: the live entries that only repeat another, which has their comments now.
    :param disputed: what has two live entries that say different things.
    :param fatal: the findings about those.
    :param faults: the findings about what can be read all the same.
    """

    entries: list[Entry]
    doubles: tuple[Entry, ...]
    disputed: set[Key]
    fatal: list[Finding]
    faults: list[Finding]


def _unique(entries: list[Entry]) -> _Unique:
    kept: dict[Key, Entry] = {}
    found = _Unique([], (), set(), [], [])
    for entry in entries:
        other = kept.setdefault(entry.key, entry)
        if other is entry:
            continue
        live = not other.obsolete and not entry.obsolete
        joined = _joined(other, entry) if live else None
        if joined is not None:
            # One that got more comments is written anew, so neither keeps its lines.
            same = next((one for one in (other, entry) if one == joined), None)
            found.doubles += tuple(one for one in (other, entry) if one is not same)
            kept[entry.key] = joined
            found.faults.append(_repeated(entry, other, alike=True))
        elif live:
            found.disputed.add(entry.key)
            found.fatal.append(_repeated(entry, other))
        else:
            found.faults.append(_repeated(entry, other))
            if other.obsolete and not entry.obsolete:
                del kept[entry.key]  # so that it has the place of the live one
                kept[entry.key] = entry
    found.entries = list(kept.values())
    return found


def _joined(one: Entry, other: Entry) -> Entry | None:
    """Return one entry that says what both do, or ``None`` where they say different things."""
    if one.key == (None, "") or one.msgid_plural != other.msgid_plural:
        return None
    if one.has_translation and other.has_translation and one.forms != other.forms:
        return None
    worth = [(entry.has_translation, not entry.fuzzy) for entry in (one, other)]
    better, worse = (one, other) if worth[0] >= worth[1] else (other, one)

    def both(name: str) -> tuple[str, ...]:
        mine: tuple[str, ...] = getattr(better, name)
        return (*mine, *(line for line in getattr(worse, name) if line not in mine))

    return replace(
        better,
        comments=both("comments"),
        extracted=both("extracted"),
        references=both("references"),
        flags=both("flags"),
    )


def _repeated(entry: Entry, other: Entry, *, alike: bool = False) -> Finding:
    if alike:
        message = (
            f"This entry is on line {other.line} already and says nothing else; "
            "tandem update and tandem check --fix leave one of the two."
        )
        return Finding("", entry.line, REPEATED, message)
    what = "The header" if entry.key == (None, "") else "The same English"
    message = (
        f"{what} is already on line {other.line}, so that one of the two translations "
        f"would be lost; keep the better one of lines {other.line} and {entry.line}."
    )
    return Finding("", entry.line, DUPLICATE, message)


def _check_newlines(entry: Entry) -> Iterator[Finding]:
    """Find a translation that begins or ends with a line break where the English does not."""
    if not entry.in_use or not entry.msgid:
        return
    others = entry.forms
    if entry.msgid_plural is not None:
        others = (entry.msgid_plural, *others)
    ends = (("begin", str.startswith), ("end", str.endswith))
    for word, has in ends:
        if any(has(other, "\n") != has(entry.msgid, "\n") for other in others):
            message = (
                f"The English and the translation do not both {word} with a line break (\\n), "
                f"so that gettext refuses the catalog; let both {word} alike."
            )
            yield Finding("", entry.line, NEWLINE, message)


def _undecided(entry: Entry) -> Finding:
    what = "this English" if entry.msgid else "a line of this header"
    seen = " Until then readers see the English." if entry.msgid else ""
    message = (
        f"Two branches, or a branch and a platform, changed {what} in different ways; the comment above names the other text. "
        f"Keep the better one, and delete the comment{' and the flag fuzzy' * bool(entry.msgid)}."
        f"{seen}"
    )
    return Finding("", entry.line, UNDECIDED, message)
