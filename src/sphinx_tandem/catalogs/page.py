"""A page's passages beside the catalog that it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..markup import Syntax
from .model import Catalog, Entry
from .remarks import is_filled
from .templates import Message


def _never(message: Message) -> bool:
    return False


def _myst(message: Message) -> Syntax:
    return Syntax.MYST


@dataclass(frozen=True)
class Page:
    """A page's passages beside the catalog that it has.

    :param old: the catalog as it is; an empty one for a new page.
    :param messages: the passages by their English, in the page's order.
    :param drop: whether an entry that the page does not hold becomes obsolete.
    :param apart: whether nothing moves between it and other pages.
    :param needless: says whether a passage holds nothing to translate.
    :param syntax: says how a passage is written.
    """

    old: Catalog
    messages: Mapping[str, Message]
    drop: bool = True
    apart: bool = False
    needless: Callable[[Message], bool] = _never
    syntax: Callable[[Message], Syntax] = _myst

    @cached_property
    def live(self) -> dict[str, Entry]:
        """The entries that are not obsolete, by their English."""
        return {
            entry.msgid: entry
            for entry in self.old.entries
            if entry.msgctxt is None and not entry.obsolete
        }

    @cached_property
    def obsolete(self) -> dict[str, Entry]:
        """The obsolete entries, by the English that is gone."""
        return {
            entry.msgid: entry
            for entry in self.old.entries
            if entry.msgctxt is None and entry.obsolete
        }

    @cached_property
    def gone(self) -> list[Entry]:
        """The entries with somebody's work whose English the page does not hold any more."""
        return [
            entry
            for entry in self.live.values()
            if self.drop
            and entry.msgid not in self.messages
            and entry.holds_work
            and entry.msgid_plural is None
            and not is_filled(entry)
        ]

    @property
    def waiting(self) -> list[str]:
        """The passages whose entry was never translated, or whose translation is stale."""
        entries = (self.live[msgid] for msgid in self.messages if msgid in self.live)
        return [
            entry.msgid
            for entry in entries
            if not entry.has_translation or (entry.fuzzy and entry.previous_msgid)
        ]

    @property
    def missing(self) -> list[str]:
        """The passages without an entry, in the page's order."""
        return [msgid for msgid in self.messages if msgid not in self.live]
