"""Brings one catalog up to date with its page, as frozen data, without reading or writing.

The entries keep their order; a new one goes behind the entry
of the passage before it, a changed one stays where it is.  So the difference
between the old file and the new one is as small as the change of the page.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from ..text import Syntax, has_words, masked, prose
from ..text.masking import MASK
from .extract import SHARED, Message
from .match import Found, Page, made_obsolete
from .model import (
    Catalog,
    Entry,
    Key,
    as_missing,
    as_untranslatable,
    decided,
    english_of,
    is_draft,
    is_undecided,
    is_untranslatable,
    with_previous,
)

_Item = TypeVar("_Item", bound=Hashable)

# -- Addresses ----------------------------------------------------------------------------------
# A page that is renamed changes every passage that links to it.  What readers read
# stays the same, so no translator need look at it: the same change is made in the
# translation, if there is one way only to make it.

_HIDDEN = re.compile(f"{MASK}+")
# Addresses, names of labels and code, without the marks around them.
_TOKEN = re.compile(r"""[^\s()\[\]<>{}"'`*]+""")
_NAME = re.compile(r"\w{2}")


def readdressed(entry: Entry, syntax: Syntax) -> Entry:
    """Return a stale entry with the new addresses in its translation, and so no longer stale.

    It comes back as it is where anything changed that readers read, or where it is
    not certain what to change.
    """
    old = entry.previous_msgid
    waits = is_undecided(entry) or is_draft(entry)
    if not entry.fuzzy or not old or entry.msgid_plural is not None or waits:
        return entry
    changes = _changes(old, entry.msgid, syntax)
    if not changes:
        return entry
    texts = (old, entry.msgstr, entry.msgid)
    before, there, after = (Counter(_names(text, syntax)) for text in texts)
    if any(before[name] != there[name] or after[name] for name in changes):
        return entry
    text = _exchanged(entry.msgstr, changes, syntax)
    return with_previous(replace(entry, msgstr=text, fuzzy=False), None)


def _changes(old: str, new: str, syntax: Syntax) -> dict[str, str]:
    """Return which names became which, or nothing where anything else changed."""
    if _HIDDEN.sub(MASK, masked(old, syntax)) != _HIDDEN.sub(MASK, masked(new, syntax)):
        return {}
    changes: dict[str, str] = {}
    for one, other in zip(_names(old, syntax), _names(new, syntax), strict=False):
        if one != other and (not _NAME.search(one) or changes.setdefault(one, other) != other):
            return {}
    return changes if _exchanged(old, changes, syntax) == new else {}


def _names(text: str, syntax: Syntax) -> list[str]:
    """Return the names in what readers do not read."""
    return [name for piece in _pieces(text, syntax)[1::2] for name in _TOKEN.findall(piece)]


def _exchanged(text: str, changes: dict[str, str], syntax: Syntax) -> str:
    """Exchange names in what readers do not read."""
    pieces = _pieces(text, syntax)
    for number in range(1, len(pieces), 2):
        pieces[number] = _TOKEN.sub(lambda name: changes.get(name[0], name[0]), pieces[number])
    return "".join(pieces)


def _pieces(text: str, syntax: Syntax) -> list[str]:
    """Cut a text: every second piece is what readers do not read."""
    cuts = [place for hidden in _HIDDEN.finditer(masked(text, syntax)) for place in hidden.span()]
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]


@dataclass(frozen=True)
class Merged:
    """A catalog that is up to date.

    :param counts: how many entries are ``readdressed``, ``new``, ``filled`` (new, but translated
        elsewhere), ``moved``, ``untranslatable``, ``stale``,
        ``returned`` and ``obsolete`` since the last time.
    """

    catalog: Catalog
    counts: Counter[str]


def compose(page: Page, found: Mapping[str, Found], left: Set[str]) -> Merged:
    """Put the catalog of a page together.

    :param found: the entries for passages that had none, by their English.
    :param left: the English of the entries that are no longer here.
    """
    counts: Counter[str] = Counter()
    entries = (*_in_order(page, found, left, counts), *_retired(page, left, counts))
    return Merged(replace(page.old, entries=entries, findings=()), counts)


def woven(mine: Iterable[_Item], other: Iterable[_Item]) -> Iterator[_Item]:
    """Yield what is in *mine*, in its order, and behind its neighbour what is only in *other*.

    >>> list(woven("cab", "abxc"))
    ['c', 'a', 'b', 'x']
    """
    mine = list(mine)
    held = set(mine)
    behind: defaultdict[_Item | None, list[_Item]] = defaultdict(list)
    neighbour: _Item | None = None
    for item in other:
        if item in held:
            neighbour = item
        else:
            behind[neighbour].append(item)
    yield from behind[None]
    for item in mine:
        yield item
        yield from behind[item]


def _in_order(
    page: Page, found: Mapping[str, Found], left: Set[str], counts: Counter[str]
) -> Iterator[Entry]:
    """Yield what stays in its place, and each new entry behind its neighbour."""
    taken = {one.place: msgid for msgid, one in found.items() if one.place}
    placed: dict[Key, Entry] = {}
    for entry in page.old.entries:
        msgid = taken.get(entry.msgid, entry.msgid)
        if entry.obsolete:
            if not _is_taken(entry, page, left):
                placed[entry.key] = entry
        elif msgid in page.messages:
            placed[None, msgid] = _entry(page.messages[msgid], page, found, counts)
        elif not page.drop:
            placed[entry.key] = entry
    for key in woven(placed, [(None, msgid) for msgid in page.messages]):
        yield placed[key] if key in placed else _entry(page.messages[key[1]], page, found, counts)


def _entry(message: Message, page: Page, found: Mapping[str, Found], counts: Counter[str]) -> Entry:
    """Return the entry of a passage, with what the page tells translators about it."""
    msgid = message.msgid
    what = ""
    if msgid in found:
        stale, what = found[msgid].entry, found[msgid].what
        entry = readdressed(stale, syntax_of(page.domain, message))
        what = what if entry is stale else "readdressed"
    elif msgid in page.live:
        entry = decided(page.live[msgid])
    else:
        entry, what = Entry(msgid), "new"
    # What is translated is not looked at: that takes as long as all else here.
    is_open = is_untranslatable(entry) or not entry.has_translation
    untranslatable = is_open and _needs_no_translation(message, page)
    if is_untranslatable(entry) and not untranslatable:
        entry, what = as_missing(entry), "new"
    elif untranslatable and not entry.has_translation and entry.msgid_plural is None:
        entry, what = as_untranslatable(entry), "untranslatable"
    if what:
        counts[what] += 1
    return replace(entry, extracted=message.comments or entry.extracted)


def _retired(page: Page, left: Set[str], counts: Counter[str]) -> Iterator[Entry]:
    """Yield the entries whose English is gone since the last time."""
    for entry in page.old.entries if page.drop else ():
        if entry.holds_work and not entry.obsolete and not _is_taken(entry, page, left):
            counts["obsolete"] += 1
            yield made_obsolete(entry)


def _is_taken(entry: Entry, page: Page, left: Set[str]) -> bool:
    """Say whether the content of an entry is elsewhere now."""
    return entry.msgid in page.messages or entry.msgid in left


# -- Passages with nothing to translate: references, addresses, code, names ----------------

_TERMBASE = "termbase.csv"
_TRANSLATION = ("spanish", "translation")
# A common noun that stays English in one sense may need a translation in another.
_NAMES = ("", "name", "label")
_PUNCTUATION = " .,:;!?()[]"


def _needs_no_translation(message: Message, page: Page) -> bool:
    text, syntax = english_of(message.msgid), syntax_of(page.domain, message)
    return not has_words(text, syntax) or prose(text, syntax).strip(_PUNCTUATION) in page.names


def read_names(folder: Path) -> frozenset[str]:
    """Return the names that the term base in *folder* translates as themselves, if there is one."""
    try:
        with (folder / _TERMBASE).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        # `tandem check` says what is wrong with it; here it only saves a little typing.
        return frozenset()
    return frozenset(row["english"].strip() for row in rows if _is_name(row))


def _is_name(row: dict[str, str]) -> bool:
    english = (row.get("english") or "").strip()
    translation = next((row[name] for name in _TRANSLATION if row.get(name)), "")
    kind = (row.get("part_of_speech") or "").strip()
    return bool(english) and english == translation.strip() and kind in _NAMES


def syntax_of(domain: str, message: Message) -> Syntax:
    """Return how a message is written: words of the whole site have no markup."""
    if domain in SHARED:
        return Syntax.WORDS
    path = message.locations[0][0] if message.locations else ""
    return Syntax.RST if path.endswith((".rst", ".txt", ".py")) else Syntax.MYST
