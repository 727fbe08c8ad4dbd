"""Small catalogs for tests, line by line."""

from __future__ import annotations

from pathlib import Path

from sphinx_tandem.catalogs.model import Catalog
from sphinx_tandem.catalogs.reader import read_catalog
from sphinx_tandem.site.findings import Finding

HEADER = (
    'msgid ""\n'
    'msgstr ""\n'
    '"Project-Id-Version: Tiny\\n"\n'
    '"Language-Team: Spanish\\n"\n'
    '"Language: es\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)
# The line on which the first entry after the header and a blank line begins.
FIRST = HEADER.count("\n") + 2


def entry(msgid: str, msgstr: str = "", above: str = "") -> str:
    """Return the lines of one entry; *above* are its comments."""
    return f'\n{above}msgid "{msgid}"\nmsgstr "{msgstr}"\n'


def places(findings: list[Finding] | tuple[Finding, ...]) -> list[tuple[int, str]]:
    """Return where findings stand and what they are."""
    return [(found.line, found.code) for found in findings]


def read(folder: Path, text: str | bytes) -> Catalog:
    """Write *text* into a file and read it."""
    path = folder / "page.po"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_catalog(path)
