"""The header of a catalog: its fields, and a new one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from babel.core import Locale, UnknownLocaleError
from babel.messages.plurals import get_plural

from ..findings import Finding
from .model import Entry

HEADER = "catalog-header"
_DEFAULT_PLURALS = "nplurals=2; plural=(n != 1);"
# What a header says of the last time that its file was saved.
_OF_ONE_SAVING = ("Last-Translator", "PO-Revision-Date", "POT-Creation-Date", "X-Generator")
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
    try:
        name = Locale.parse(language).get_language_name("en") or language
        plurals = str(get_plural(language).plural_forms)
    except (UnknownLocaleError, ValueError):
        name, plurals = language, _DEFAULT_PLURALS
    lines = (
        f"Project-Id-Version: {project}",
        f"Language-Team: {name}",
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {plurals}",
    )
    # The empty comment is what polib and Weblate would begin the file with.
    return Entry("", "".join(f"{line}\n" for line in lines), comments=("",))


def with_credits(header: Entry, other: Entry) -> Entry:
    """Return a header that credits the people of another one, too.

    Their names stand in its comments and in its last translator; fields that only
    the other has are taken over.
    """
    own = fields(header)
    lines = [line for line in other.comments if line.strip() and line not in header.comments]
    last = fields(other).get("Last-Translator", "")
    told = "\n".join((*header.comments, *lines, own.get("Last-Translator", "")))
    if _PERSON.search(last) and last not in told:
        lines.append(last)
    lines = [line for line in lines if not _BOILERPLATE.search(line)]
    comments = header.comments
    if lines:
        ends = next((n for n in range(len(comments), 0, -1) if comments[n - 1].strip()), 0)
        comments = (*comments[:ends], *lines, *comments[ends:])
    added = [
        f"{name}: {value}\n"
        for name, value in fields(other).items()
        if name not in own and name not in _OF_ONE_SAVING
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
