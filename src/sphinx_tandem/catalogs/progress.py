"""How much of a page is translated: counting only, without reading files or pages."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import Enum

from ..markup import Syntax, count_words
from .model import Catalog, Entry


class State(Enum):
    """What readers get of a passage, and what a translator has to do about it."""

    TRANSLATED = "translated"
    #: There is a translation, but of an English that has changed since.
    STALE = "stale"
    MISSING = "missing"
    #: There is a translation, but it is broken or harmful, so that no reader sees it.
    REFUSED = "refused"


@dataclass(frozen=True)
class PageProgress:
    """How much of a page, or of several, is translated.

    Each message counts once, and as one of the first three.

    :param missing: the messages that have no translation which readers could see.
    :param refused: those of the missing ones that have a translation, which is refused.
    :param words: the English words of all messages.
    :param words_left: the English words of the stale and the missing ones.
    """

    translated: int = 0
    stale: int = 0
    missing: int = 0
    refused: int = 0
    words: int = 0
    words_left: int = 0

    @property
    def total(self) -> int:
        """All messages."""
        return self.translated + self.stale + self.missing

    @property
    def complete(self) -> bool:
        """Whether nothing waits for a translator."""
        return self.translated == self.total

    @property
    def percent(self) -> int:
        """The share that is translated, rounded down, so that 100 means all of it."""
        return 100 * self.translated // self.total if self.total else 100

    def __add__(self, other: PageProgress) -> PageProgress:
        """Return the progress of both together."""
        return PageProgress(
            self.translated + other.translated,
            self.stale + other.stale,
            self.missing + other.missing,
            self.refused + other.refused,
            self.words + other.words,
            self.words_left + other.words_left,
        )


def state_of(entry: Entry | None, refused: Container[str] = ()) -> State:
    """Return the state of a passage.

    :param entry: its entry, ``None`` where the catalog has none.
    :param refused: the English of the entries that readers are not shown.
    """
    if entry is None or entry.obsolete or not entry.has_translation:
        return State.MISSING
    if entry.fuzzy:
        return State.STALE
    return State.REFUSED if entry.msgid in refused else State.TRANSLATED


def progress(
    messages: Iterable[str],
    catalog: Catalog | None,
    refused: Container[str] = (),
    syntax: Syntax = Syntax.MYST,
) -> PageProgress:
    """Count how much of a page is translated.

    :param messages: the page's messages, in English; one that stands twice counts once.
    :param catalog: the page's catalog; ``None`` where there is none, or none that can be read.
    :param refused: the English of the entries that readers are not shown, because a
        check refuses them.
    :param syntax: the markup that the page is written in, for counting words.
    """
    entries = _live(catalog) if catalog else {}
    states: dict[State, int] = dict.fromkeys(State, 0)
    words = words_left = 0
    for message in dict.fromkeys(messages):
        state = state_of(entries.get(message), refused)
        states[state] += 1
        length = count_words(message, syntax)
        words += length
        words_left += 0 if state is State.TRANSLATED else length
    return PageProgress(
        states[State.TRANSLATED],
        states[State.STALE],
        states[State.MISSING] + states[State.REFUSED],
        states[State.REFUSED],
        words,
        words_left,
    )


def _live(catalog: Catalog) -> dict[str, Entry]:
    """Return the entries that a page can use: none has a context or plural forms there."""
    return {
        entry.msgid: entry
        for entry in catalog.entries
        if not entry.obsolete and entry.msgctxt is None and entry.msgid_plural is None
    }
