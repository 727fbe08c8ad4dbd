"""Catalogs in the formats of other tools: XLIFF, TMX and TBX, out and in.

The Translate Toolkit reads and writes them (https://docs.translatehouse.org/projects/translate-toolkit/):
XLIFF 1.1 has a file for each page, TMX 1.4 all translations of a language, and TBX its term base.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from ..site.findings import WrongUse
from .model import Catalog, Entry, is_draft, is_suggestion, is_untranslatable

#: The formats, each with the ending of its files.
FORMATS = {"xliff": ".xlf", "tmx": ".tmx", "tbx": ".tbx"}
TERMBASE = "termbase.csv"


class Export(NamedTuple):
    """Where catalogs are written, and in which of :data:`FORMATS`; in all if none is named."""

    folder: Path
    formats: Sequence[str] = ()


# The columns of a term base that may hold the translation; alternatives are between bars.
_TRANSLATION = ("translation", "spanish")


def require() -> None:
    """Ask for the toolkit.

    :raises WrongUse: when it is not installed.
    """
    if find_spec("translate") is None:
        raise WrongUse(
            "XLIFF, TMX and TBX need translate-toolkit, which is not installed; python -m pip "
            "install 'sphinx-tandem[exchange]' installs it. No file was written."
        )


def has_copies(folder: Path) -> bool:
    """Say whether a folder holds files in one of the formats."""
    return any(path.suffix in FORMATS.values() for path in folder.rglob("*"))


def as_xliff(catalog: Catalog, name: str, source: str, language: str) -> bytes:
    """Return a catalog as XLIFF: what is stale is sent as something to translate again.

    :param name: the path of the catalog.
    :param source: the tag of the language of the pages.
    """
    from translate.storage import xliff  # noqa: PLC0415  # an extra

    store: Any = xliff.xlifffile()
    store.switchfile(name, createifmissing=True)
    store.setsourcelanguage(source)
    store.settargetlanguage(language)
    for entry in _sent(catalog):
        unit = store.addsourceunit(entry.msgid, name, createifmissing=True)
        unit.setid(sha256(entry.message.encode()).hexdigest()[:16])
        if entry.msgctxt is not None:
            unit.createcontextgroup(_CONTEXT, [(_CONTEXT, entry.msgctxt)])
        if entry.has_translation and not is_suggestion(entry):
            unit.target = entry.msgstr
            if entry.in_use:
                unit.markapproved()
            elif is_draft(entry):
                unit.markapproved(False)
                unit.set_state_n(unit.S_NEEDS_REVIEW)
            else:
                unit.markfuzzy()
        for note in entry.extracted:
            unit.addnote(note, origin="developer")
        for note in entry.comments:
            unit.addnote(note, origin="translator")
    return bytes(store)


def _sent(catalog: Catalog) -> list[Entry]:
    return [one for one in catalog.entries if not one.obsolete and one.msgid_plural is None]


def from_xliff(raw: bytes) -> Catalog:
    """Return XLIFF as a catalog; what nobody approved is stale in it.

    :raises ValueError: when it is no XLIFF.
    """
    from translate.storage import xliff  # noqa: PLC0415

    units: list[Any] = _parsed(xliff.xlifffile, raw).units
    return Catalog(
        tuple(
            Entry(
                str(unit.source),
                str(unit.target or ""),
                fuzzy=unit.isfuzzy(),
                msgctxt=_context_in(unit),
            )
            for unit in units
            if unit.source
        )
    )


# XLIFF has no context of a message; kinds of one's own begin with `x-` (XLIFF 1.1, 2.3).
_CONTEXT = "x-po-msgctxt"


def _context_in(unit: Any) -> str | None:
    return next(
        (
            text
            for group in unit.getcontextgroupsbyattribute("name", _CONTEXT)
            for kind, text in group
            if kind == _CONTEXT
        ),
        None,
    )


def as_tmx(catalogs: Mapping[str, Catalog], source: str, language: str) -> bytes:
    """Return what readers see of a language as a translation memory.

    :param catalogs: its catalogs by their paths, which the memory notes.
    """
    from translate.storage import tmx  # noqa: PLC0415

    store: Any = tmx.tmxfile()
    for name, catalog in catalogs.items():
        for entry in _sent(catalog):
            if entry.in_use and not is_untranslatable(entry):
                store.addtranslation(entry.msgid, source, entry.msgstr, language, name)
    return bytes(store)


def from_tmx(raw: bytes) -> dict[str, str]:
    """Return the translations of a memory by their English; of several, the first.

    :raises ValueError: when it is no TMX.
    """
    from translate.storage import tmx  # noqa: PLC0415

    found: dict[str, str] = {}
    for unit in _parsed(tmx.tmxfile, raw).units:
        if unit.source and unit.target:
            found.setdefault(str(unit.source), str(unit.target))
    return found


def as_tbx(termbase: str, source: str, language: str) -> bytes:
    """Return a term base, the text of a CSV file, as TBX."""
    from translate.storage import tbx  # noqa: PLC0415

    store: Any = tbx.tbxfile(sourcelanguage=source, targetlanguage=language)
    for row in csv.DictReader(io.StringIO(termbase)):
        text = next((row[name] for name in _TRANSLATION if row.get(name)), "")
        for term in filter(None, (one.strip() for one in text.split("|"))):
            unit = store.addsourceunit((row.get("english") or "").strip())
            unit.target = term
    return bytes(store)


def with_terms(termbase: str, raw: bytes) -> tuple[str, int]:
    """Return a term base with the terms of a TBX file that it lacks behind it, and their number.

    :raises ValueError: when it is no TBX.
    """
    from translate.storage import tbx  # noqa: PLC0415

    new: dict[str, dict[str, None]] = {}
    known = {(row.get("english") or "").strip() for row in csv.DictReader(io.StringIO(termbase))}
    for unit in _parsed(tbx.tbxfile, raw).units:
        if unit.source and unit.target and str(unit.source).strip() not in known:
            new.setdefault(str(unit.source).strip(), {})[str(unit.target).strip()] = None
    columns = next(csv.reader(io.StringIO(termbase)), None) or ["english", "translation", "check"]
    column = next((name for name in _TRANSLATION if name in columns), "")
    if not column:
        return termbase, 0
    out = io.StringIO()
    rows = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    if not termbase.strip():
        rows.writeheader()
    for english, terms in new.items():
        rows.writerow({"english": english, column: "|".join(terms)})
    before = termbase if not termbase or termbase.endswith("\n") else f"{termbase}\n"
    return before + out.getvalue(), len(new)


def _parsed(kind: Any, raw: bytes) -> Any:
    try:
        return kind.parsestring(raw)
    except Exception as error:  # the toolkit lets those of its parsers through
        raise ValueError(" ".join(str(error).split())) from error
