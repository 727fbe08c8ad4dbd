"""The header of a catalog: its fields, and a new one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.core import Locale, UnknownLocaleError
from babel.messages.plurals import get_plural

from ..findings import Finding
from .model import Entry

HEADER = "catalog-header"
_DEFAULT_PLURALS = "nplurals=2; plural=(n != 1);"
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
    return Entry("", "".join(f"{line}\n" for line in lines))


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
