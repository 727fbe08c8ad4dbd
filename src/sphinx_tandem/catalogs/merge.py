"""Brings one catalog up to date with its page, as frozen data, without reading or writing.

The entries keep the order in which they stand; a new one goes behind the entry
of the passage before it, a changed one stays where it is.  So the difference
between the old file and the new one is as small as the change of the page.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from ..text import Syntax, has_words, masked, prose
from ..text.masking import MASK
from .extract import INTERFACE, SITE, Message
from .match import Found, Page, made_obsolete
from .model import (
    Catalog,
    Entry,
    Key,
    as_missing,
    as_untranslatable,
    decided,
    is_undecided,
    is_untranslatable,
    with_previous,
)

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
    if not entry.fuzzy or not old or entry.msgid_plural is not None or is_undecided(entry):
        return entry
    changes = _changes(old, entry.msgid, syntax)
    if not changes:
        return entry
    before, there = (_counted(text, syntax) for text in (old, entry.msgstr))
    after = _counted(entry.msgid, syntax)
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


def _counted(text: str, syntax: Syntax) -> Counter[str]:
    return Counter(_names(text, syntax))


def _names(text: str, syntax: Syntax) -> Iterator[str]:
    """Yield the names in what readers do not read."""
    for hidden in _HIDDEN.finditer(masked(text, syntax)):
        yield from _TOKEN.findall(text[hidden.start() : hidden.end()])


def _exchanged(text: str, changes: dict[str, str], syntax: Syntax) -> str:
    """Exchange names in what readers do not read."""
    parts: list[str] = []
    end = 0
    for hidden in _HIDDEN.finditer(masked(text, syntax)):
        piece = text[hidden.start() : hidden.end()]
        parts += text[end : hidden.start()], _TOKEN.sub(lambda m: changes.get(m[0], m[0]), piece)
        end = hidden.end()
    return "".join(parts) + text[end:]


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
    :param left: the English of the entries that no longer stand here.
    """
    return _Composition(page, found, left).merged()


class _Composition:
    """One catalog in the making."""

    def __init__(self, page: Page, found: Mapping[str, Found], left: Set[str]) -> None:
        self._page = page
        self._found = found
        self._left = left
        self._counts: Counter[str] = Counter()

    def merged(self) -> Merged:
        entries = (*self._in_order(), *self._retired())
        return Merged(replace(self._page.old, entries=entries, findings=()), self._counts)

    def _in_order(self) -> Iterator[Entry]:
        """Yield what stays in its place, and each new entry behind its neighbour."""
        messages = self._page.messages
        taken = {found.place: msgid for msgid, found in self._found.items() if found.place}
        placed: dict[Key, Entry] = {}
        for entry in self._page.old.entries:
            msgid = taken.get(entry.msgid, entry.msgid)
            if entry.obsolete:
                if not self._is_taken(entry):
                    placed[entry.key] = entry
            elif entry.msgctxt is None and msgid in messages:
                placed[None, msgid] = self._entry(messages[msgid])
            elif not self._page.drop:
                placed[entry.key] = entry
        behind: defaultdict[Key | None, list[Entry]] = defaultdict(list)
        neighbour: Key | None = None
        for msgid, message in messages.items():
            if (None, msgid) in placed:
                neighbour = None, msgid
            else:
                behind[neighbour].append(self._entry(message))
        yield from behind[None]
        for key, entry in placed.items():
            yield entry
            yield from behind[key]

    def _entry(self, message: Message) -> Entry:
        """Return the entry of a passage, with what the page tells translators about it."""
        msgid = message.msgid
        untranslatable = self._page.untranslatable(message)
        what = ""
        if msgid in self._found:
            entry, what = self._found[msgid].entry, self._found[msgid].what
            stale, entry = entry, readdressed(entry, self._page.syntax(message))
            what = what if entry is stale else "readdressed"
        elif msgid in self._page.live:
            entry = decided(self._page.live[msgid])
        else:
            entry, what = Entry(msgid), "new"
        if is_untranslatable(entry) and not untranslatable:
            entry, what = as_missing(entry), "new"
        elif untranslatable and not entry.has_translation and entry.msgid_plural is None:
            entry, what = as_untranslatable(entry), "untranslatable"
        if what:
            self._counts[what] += 1
        return replace(entry, extracted=message.comments or entry.extracted)

    def _retired(self) -> Iterator[Entry]:
        """Yield the entries whose English is gone since the last time."""
        for entry in self._page.old.entries if self._page.drop else ():
            if entry.obsolete or not entry.holds_work or is_untranslatable(entry):
                continue
            if not self._is_taken(entry):
                self._counts["obsolete"] += 1
                yield made_obsolete(entry)

    def _is_taken(self, entry: Entry) -> bool:
        """Say whether what an entry holds stands elsewhere now."""
        taken = entry.msgid in self._page.messages or entry.msgid in self._left
        return entry.msgctxt is None and taken


# -- Passages that hold nothing to translate: references, addresses, code, names ----------------

_TERMBASE = "termbase.csv"
_TRANSLATION = ("spanish", "translation")
# A common noun that stays English in one sense may need a translation in another.
_NAMES = ("", "name", "label")
_PUNCTUATION = " .,:;!?()[]"


def untranslatable_in(domain: str, names: frozenset[str]) -> Callable[[Message], bool]:
    """Return a function that says whether a message of *domain* needs no translation.

    :param names: the names that stay as they are.
    """

    def is_untranslatable_message(message: Message) -> bool:
        syntax = syntax_of(domain, message)
        if not has_words(message.msgid, syntax):
            return True
        return prose(message.msgid, syntax).strip(_PUNCTUATION) in names

    return is_untranslatable_message


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
    if domain in (*INTERFACE, SITE):
        return Syntax.WORDS
    path = message.locations[0][0] if message.locations else ""
    return Syntax.RST if path.endswith((".rst", ".txt", ".py")) else Syntax.MYST
