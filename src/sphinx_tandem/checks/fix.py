"""Corrects what has one right answer, and touches no other line of a catalog.

Only texts that readers see are corrected: a stale entry waits for a translator,
and an obsolete one is kept as it was.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ..catalogs.model import Catalog, Entry, quote, unquote
from ..catalogs.reader import ENCODING, NEWLINE, REPEATED
from ..catalogs.writer import write_text
from ..site.settings import Settings
from ..text.compare import ends_of
from .files import FIELD, OpenedCatalog, check_characters, open_catalog, wrong_fields
from .rules import Problem, first_difference, is_error, unsilenced

# An entry that needs more corrections than this is one that they make worse.
_MOST = 20
_AROUND = 24
_LINE = r'[ \t]*"(?:[^"\\\n]|\\.)*"[ \t\r]*'
_FORM = re.compile(
    rf"^[ \t]*msgstr(?:\[(?P<form>[0-9]{{1,9}})\])?{_LINE}(?:\n{_LINE})*$", re.MULTILINE
)
#: Finds all that is wrong with an entry, silenced or not.
Check = Callable[[Entry], list[Problem]]


@dataclass(frozen=True)
class Correction:
    """One correction.

    :param path: the catalog as findings name it.
    :param old: what was there, with a little around it.
    :param new: what is there now.
    """

    path: str
    line: int
    code: str
    old: str
    new: str


def fix_catalog(
    settings: Settings,
    opened: OpenedCatalog,
    check_of: Callable[[OpenedCatalog], Check],
    usual: Mapping[str, str],
) -> Iterator[Correction]:
    """Correct a catalog, and yield what was corrected.

    :param check_of: returns what checks its entries.
    :param usual: what the headers of the language say.
    :raises OSError: when the file cannot be written; it stays as it was.
    """
    encoding = _fix_encoding(opened)
    if encoding is not None:
        yield encoding
        opened = open_catalog(settings, opened.path, opened.language)
    if not opened.is_whole:
        return
    lines = opened.path.read_bytes().decode("utf-8").split("\n")
    check = check_of(opened)
    corrections = list(_without_doubles(lines, opened.name, opened.catalog))
    corrections += _fix_fields(lines, opened, usual)
    if corrections:
        write_text(opened.path, "\n".join(lines))
        yield from corrections
        yield from fix_catalog(
            settings, open_catalog(settings, opened.path, opened.language), check_of, usual
        )
        return
    # From the end, so that the lines of what is above stay where they are.
    for entry in reversed(opened.catalog.entries):
        if entry.in_use:
            corrections[:0] = _fix_entry(lines, opened.name, entry, check)
    if corrections:
        write_text(opened.path, "\n".join(lines))
    yield from corrections


def _without_doubles(lines: list[str], path: str, catalog: Catalog) -> Iterator[Correction]:
    """Take out the lines of entries that only repeat another, which gets their comments."""
    kept = {entry.key: entry for entry in catalog.entries if not entry.obsolete}
    edits: list[tuple[int, int, list[str]]] = []
    for double in catalog.doubles:
        first, last = double.span
        if double.span == kept[double.key].span:
            continue
        while first > 1 and not lines[first - 2].strip():
            first -= 1  # the blank lines above go with it
        edits.append((first - 1, last, []))
        start, end = kept[double.key].span
        comments = (f"# {line}".rstrip() for line in kept[double.key].comments)
        held = {line.rstrip() for line in lines[start - 1 : end]}
        edits.append((start - 1, start - 1, [line for line in comments if line not in held]))
        yield Correction(path, double.line, REPEATED, quote(double.msgid), '""')
    for first, last, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        lines[first:last] = new


def _fix_fields(
    lines: list[str], opened: OpenedCatalog, usual: Mapping[str, str]
) -> Iterator[Correction]:
    """Write the fields of the header that are missing, wrong or there twice."""
    header = opened.catalog.header
    wrong = list(wrong_fields(opened, usual))
    if header is None or not wrong or len(opened.catalog.doubles):
        return
    first, last = header.span[0] - 1, header.span[1]
    block = lines[first:last]
    for name, right, _what in wrong:
        said = re.compile(rf'[ \t]*"{re.escape(name)}:.*\\n"\s*')
        places = [place for place, line in enumerate(block) if said.fullmatch(line)]
        new = quote(f"{name}: {right}\n") + "\r" * block[-1].endswith("\r")
        old = block[places[0]].strip() if places else '""'
        if [block[place] for place in places] == [new]:
            continue
        if places:
            block[places[0]] = new
            for place in reversed(places[1:]):
                del block[place]
        elif block[-1].rstrip().endswith('\\n"') and not block[-1].startswith("msg"):
            block.append(new)
        else:
            continue  # an unusual layout, which nobody should guess at
        yield Correction(opened.name, header.line, FIELD, old, new.strip())
    lines[first:last] = block


def _fix_encoding(opened: OpenedCatalog) -> Correction | None:
    """Save a catalog as plain UTF-8 where it is certain how to read it."""
    if not any(found.code == ENCODING for found in opened.findings):
        return None
    text, was = _decoded(opened.path.read_bytes())
    if text is None:
        return None
    if "\n" not in text:
        text, was = text.replace("\r", "\n"), f"{was}, with CR at the ends of lines"
    header = re.search(r'"Content-Type:[^"\n]*charset=([\w.-]+)', text)
    if header and header[1].lower() not in ("utf-8", "utf8"):
        text = text[: header.start(1)] + "UTF-8" + text[header.end(1) :]
    write_text(opened.path, text)
    return Correction(opened.name, 1, ENCODING, was, "UTF-8")


def _decoded(raw: bytes) -> tuple[str | None, str]:
    """Return the text of a file in another encoding, and the name of that."""
    declared = re.search(rb'"Content-Type:[^"\n]*charset=([\w.-]+)', raw)
    name = declared[1].decode() if declared else ""
    ways = [("utf-8", f"UTF-8, called {name}"), (name, name)]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        ways = [("utf-16", "UTF-16")]
    elif raw.startswith(b"\xef\xbb\xbf"):
        ways = [("utf-8-sig", "UTF-8 with a byte order mark")]
    for encoding, was in ways:
        with contextlib.suppress(UnicodeError, LookupError):
            text = raw.decode(encoding)
            certain = "\0" not in text and not re.search("[\x80-\x9f]", text)
            return (text if certain else None), was
    return None, ""


def _fix_entry(lines: list[str], path: str, entry: Entry, check: Check) -> list[Correction]:
    """Correct one entry in the lines of its file."""
    done: list[Correction] = []
    for _ in range(_MOST):
        problems = _problems(entry, check)
        step = next(_steps(entry, problems, check), None)
        if step is None:
            break
        problem, corrected = step
        old, new = entry.forms[problem.form], corrected.forms[problem.form]
        if not _rewrite(lines, entry, problem.form, old, new):
            break
        done.append(Correction(path, entry.line, problem.code, *_excerpts(old, new)))
        entry = corrected
    return done


def _problems(entry: Entry, check: Check) -> list[Problem]:
    return unsilenced(entry, [*check_characters(entry), *_line_breaks(entry), *check(entry)])


def _line_breaks(entry: Entry) -> Iterator[Problem]:
    """Find line breaks at the ends that only one of English and translation has."""
    for form, text in enumerate(entry.forms):
        fixed = ends_of(text, entry.msgid)
        if fixed != text:
            yield Problem(NEWLINE, "", fixed, form)


def _steps(entry: Entry, problems: list[Problem], check: Check) -> Iterator[tuple[Problem, Entry]]:
    """Yield the corrections that make an entry better and break nothing else."""
    for problem in problems:
        if problem.fixed is None or problem.fixed == entry.forms[problem.form]:
            continue
        corrected = _with_form(entry, problem.form, problem.fixed)
        after = _problems(corrected, check)
        wrong, before = (sum(map(_is_wrong, found)) for found in (after, problems))
        if len(after) < len(problems) and wrong <= before:
            yield problem, corrected


def _is_wrong(problem: Problem) -> bool:
    return problem.refused or (problem.code.startswith("catalog-") and is_error(problem.code))


def _with_form(entry: Entry, form: int, text: str) -> Entry:
    if entry.msgid_plural is None:
        return replace(entry, msgstr=text)
    forms = (*entry.msgstr_plural[:form], text, *entry.msgstr_plural[form + 1 :])
    return replace(entry, msgstr_plural=forms)


def _rewrite(lines: list[str], entry: Entry, form: int, old: str, new: str) -> bool:
    """Change a translation in the lines of its file; say whether that was possible."""
    first, last = entry.span[0] - 1, entry.span[1]
    block = "\n".join(lines[first:last])
    found = next((one for one in _FORM.finditer(block) if int(one["form"] or 0) == form), None)
    rows = found[0].split("\n") if found else []
    texts = [unquote(row.partition('"')[2].rpartition('"')[0]) for row in rows]
    if found is None or "".join(texts) != old:
        return False
    changed = zip(rows, texts, _edited(texts, old, new), strict=True)
    written = [
        # what stays the same keeps its escapes as they are
        line if before == after else line.partition('"')[0] + quote(after) + line.rpartition('"')[2]
        for number, (line, before, after) in enumerate(changed)
        if after or before == after or not number
    ]
    block = block[: found.start()] + "\n".join(written) + block[found.end() :]
    lines[first:last] = block.split("\n")
    return True


def _edited(texts: list[str], old: str, new: str) -> list[str]:
    """Return the pieces of a text after a change, each changed only where it must be."""
    owners = [number for number, text in enumerate(texts) for _ in text]
    changed = [""] * len(texts)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, start, end, new_start, new_end in steps:
        if kind == "equal":
            for place in range(start, end):
                changed[owners[place]] += old[place]
        else:
            # An insertion between two pieces belongs to the end of the first.
            before = start if start < end else max(start - 1, 0)
            changed[owners[before]] += new[new_start:new_end]
    return changed


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Return what changed, with a little around it."""
    start = first_difference(old, new)
    end = first_difference(old[start:][::-1], new[start:][::-1])
    first, last = max(0, start - _AROUND), max(0, end - _AROUND)
    return tuple(  # type: ignore[return-value]  # two of them
        quote(("…" if first else "") + text[first : len(text) - last] + ("…" if last else ""))
        for text in (old, new)
    )
