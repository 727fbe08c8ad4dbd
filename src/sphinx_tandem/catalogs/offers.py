"""What the pages of a language offer each other, and what was taken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container
from dataclasses import dataclass, field

from .model import Entry


@dataclass(frozen=True)
class Offer:
    """An entry that no passage of its own page needs.

    :param page: the domain of its catalog.
    """

    page: str
    entry: Entry


@dataclass(frozen=True)
class Found:
    """The entry of a passage that is new on its page.

    :param what: how it came: ``returned``, ``moved``, ``filled``, ``stale`` or ``new``.
    :param place: the English of the entry of the same catalog whose place it takes.
    """

    entry: Entry
    what: str
    place: str = ""


@dataclass
class Match:
    """What was found, by page and English.

    :param pages: the pages whose catalogs are brought up to date; others only give.
    :param left: the English of the entries that no longer stand in a page's catalog.
    :param donors: how many entries a page got from each other page.
    """

    pages: Container[str]
    found: defaultdict[str, dict[str, Found]] = field(default_factory=lambda: defaultdict(dict))
    left: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    donors: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def note(self, page: str, offer: Offer) -> None:
        """Note that *page* took what another offers."""
        self.donors[page][offer.page] += 1
        # An obsolete copy may stay: it is no burden to anybody.
        if offer.page in self.pages and not offer.entry.obsolete:
            self.left[offer.page].add(offer.entry.msgid)
