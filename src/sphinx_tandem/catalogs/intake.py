"""Takes over translations from a copy of a catalog that a platform or a person sends back.

Such copies have lost comments, obsolete entries or their layout, so they never
replace a catalog: only what they translate is taken.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from .merge import Merged
from .model import Catalog, Entry
from .remarks import decided


def taken_over(merged: Merged, copy: Catalog) -> Merged:
    """Return a catalog with the translations of a copy, where they are for the same English.

    What the copy leaves empty or marks as stale is not taken.
    """
    others = {entry.key: entry for entry in copy.entries if entry.in_use}
    entries = tuple(_taken(entry, others.get(entry.key)) for entry in merged.catalog.entries)
    number = sum(new != old for new, old in zip(entries, merged.catalog.entries, strict=True))
    counts = merged.counts + Counter(taken=number)
    return Merged(replace(merged.catalog, entries=entries), counts)


def _taken(entry: Entry, other: Entry | None) -> Entry:
    if other is None or entry.obsolete or other.forms == entry.forms:
        return entry
    if (entry.msgid_plural is None) != (other.msgid_plural is None):
        return entry
    return decided(
        replace(
            entry,
            msgstr=other.msgstr,
            msgstr_plural=other.msgstr_plural,
            fuzzy=False,
            previous_msgid=None,
            previous_msgctxt=None,
            previous_msgid_plural=None,
        )
    )
