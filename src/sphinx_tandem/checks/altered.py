"""Finds entries whose English somebody changed by hand, so that no passage has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..catalogs.model import Entry
from ..catalogs.similarity import ENOUGH, similarity
from ..catalogs.templates import Message, SiteSettings
from ..findings import Finding
from ..markup import prose
from .catalogs import Checked, named
from .context import context_of
from .markup_rules_told import shown

OUTDATED = "catalog-outdated"
# A page's own text is read without its parser: more must be alike than after an extraction.
_SURELY = 0.8
_BREAK = re.compile(r"\n[ \t>]*\n|\n(?=[ \t]*#)|\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])|\|")
_MARKS = re.compile(r"^[\s#>*+|-]*(?:\d+[.)]\s+)?")
_SIGNS = re.compile(r"[\W_]+")
_READ = (".md", ".rst", ".txt")


@dataclass(frozen=True)
class Passage:
    """A passage that no entry has.

    :param text: the English.
    :param path: its page.
    :param line: where it stands there.
    """

    text: str
    path: str
    line: int


def passage_of(message: Message) -> Passage:
    """Return a passage as Sphinx extracted it."""
    path, line = min(message.locations, default=("its page", 0))
    return Passage(message.msgid, path, line)


def pair(
    entries: Iterable[Entry], passages: Iterable[Passage], least: float = ENOUGH
) -> Iterator[tuple[Entry, Passage]]:
    """Yield entries that no passage has with the passages that they were made for.

    :param least: how much two must have in common.
    """
    left = list(passages)
    for entry in entries:
        rated = [(similarity(entry.msgid, passage.text), passage) for passage in left]
        ratio, best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
        if best is not None and ratio >= least:
            left.remove(best)
            yield entry, best


def finding(checked: Checked, entry: Entry, passage: Passage, language: str) -> Finding:
    """Return what is to be said of an entry whose English is not that of the page."""
    place = f"line {passage.line} of {passage.path}" if passage.line else passage.path
    message = (
        f"The msgid of this entry is no passage of its page, so its translation is not shown; "
        f"most like it is “{shown(passage.text, entry.msgid)}”, {place}. If somebody changed the "
        "msgid, undo that; if the page was changed, run tandem update."
    )
    return Finding(checked.name, entry.line, OUTDATED, message, language)


def find_in_sources(settings: SiteSettings, checked: Checked) -> Iterator[Finding]:
    """Find changed msgids by the text of the page alone, without running Sphinx.

    What is not in the text of its page, letter by letter, and is much like a part of it
    that no entry has, was changed on one of the two sides.
    """
    if checked.catalog is None:
        return
    context = context_of(settings, checked.path, checked.catalog)
    sources = context.sources
    texts = {
        path: path.read_text("utf-8-sig", errors="replace")
        for path in sources
        if path.suffix in _READ
    }
    if len(texts) != len(sources):
        return
    whole = _letters("".join(texts.values()))
    entries = [one for one in checked.catalog.entries if not one.obsolete and one.msgid]
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
        for part in _parts(named(settings, path), text)
        if _letters(part.text) not in held
    ]
    for entry, passage in pair(gone, left, _SURELY):
        yield finding(checked, entry, passage, checked.language)


def _letters(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _parts(path: str, text: str) -> Iterator[Passage]:
    """Yield the paragraphs, points and headings of a page, each with its line."""
    start = 0
    for end in (*_BREAK.finditer(text), None):
        part = text[start : end.start() if end else None]
        bare = _MARKS.sub("", part)
        line = text.count("\n", 0, start + len(part) - len(bare)) + 1
        if bare.strip():
            yield Passage(" ".join(bare.split()), path, line)
        start = end.end() if end else start
