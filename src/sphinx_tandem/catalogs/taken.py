"""What copies of catalogs gave when they were taken over last, so that a take is a three-way one.

``tandem update --take DIR`` notes in ``taken.json``, beside the folder of a language's catalogs,
what each entry of the copy said; the name of DIR stands for the platform.  Of a copy that still
says the same, nothing is taken again: what differs here is newer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from ..site.findings import WrongUse
from .model import Catalog, Entry, decided, is_undecided, undecided, with_previous

NAME = "taken.json"


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()[:12]


def _key(entry: Entry) -> str:
    return _digest(entry.msgctxt or "", entry.msgid)


@dataclass(frozen=True)
class Take:
    """What is taken over of one copy.

    :param entries: the entries as they are then.
    :param taken: how many got the translation of the copy.
    :param undecided: the entries that a person must decide on.
    """

    entries: tuple[Entry, ...]
    taken: int
    undecided: tuple[Entry, ...]


class TakenState:
    """What a platform said when its copies were taken over last.

    :param path: the file that says it; it need not be there.
    :param platform: the name of the folder with copies.
    :raises WrongUse: when the file cannot be read.
    """

    def __init__(self, path: Path, platform: str) -> None:
        self._path, self._platform = path, platform
        try:
            self._all = json.loads(path.read_text("utf-8")) if path.is_file() else {}
            self._own = {str(domain): dict(held) for domain, held in self._of(platform).items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise WrongUse(
                f"{path} cannot be read ({error}), so nobody knows what was taken over before. "
                "Restore the file, or delete it and decide what differs. No catalog was changed."
            ) from error

    def _of(self, platform: str) -> dict[str, dict[str, str]]:
        return dict(self._all.get(platform, {}))

    def take(self, domain: str, catalog: Catalog, copy: Catalog) -> Take:
        """Take over the translations of a copy, and note them.

        A platform or a person sends copies back without comments, obsolete entries or their
        layout, so that a copy never replaces a catalog: only what it translates is taken.
        What it leaves empty, in English or marked as stale is not taken.
        """
        others = {
            entry.key: entry for entry in copy.entries if entry.in_use and not _is_english(entry)
        }
        held = self._own.setdefault(domain, {})
        entries = tuple(
            self._taken(entry, others.get(entry.key), held.get(_key(entry)))
            for entry in catalog.entries
        )
        held |= {_key(entry): _digest(*entry.forms) for entry in others.values()}
        changed = [new for new, old in zip(entries, catalog.entries, strict=True) if new != old]
        disputed = tuple(filter(is_undecided, changed))
        return Take(entries, len(changed) - len(disputed), disputed)

    def _taken(self, entry: Entry, other: Entry | None, before: str | None) -> Entry:
        """Return an entry after a take.

        :param before: the digest of what the copy said last time.
        """
        if other is None or entry.obsolete or (other.forms == entry.forms and not entry.fuzzy):
            return entry
        if (entry.msgid_plural is None) != (other.msgid_plural is None):
            return entry
        if _digest(*other.forms) == before and entry.has_translation:
            return entry  # what differs was written here since
        is_newer = before == _digest(*entry.forms)
        if is_undecided(entry):
            return undecided(entry, self._platform, "\n".join(other.forms))
        if not entry.in_use or is_newer or _is_english(entry) or other.forms == entry.forms:
            taken = replace(entry, msgstr=other.msgstr, msgstr_plural=other.msgstr_plural)
            return decided(with_previous(replace(taken, fuzzy=False), None))
        return undecided(entry, self._platform, "\n".join(other.forms))

    def save(self) -> None:
        """Write what was noted, if anything was: one line for each entry."""
        noted = {domain: held for domain, held in self._own.items() if held}
        new = {**self._all, self._platform: noted} if noted else self._all
        if new != self._all:
            text = json.dumps(new, indent=1, sort_keys=True)
            self._path.write_text(f"{text}\n", "utf-8")


def _is_english(entry: Entry) -> bool:
    """Say whether what stands in a translation's place is the English: that is none."""
    return entry.msgid_plural is None and entry.msgstr == entry.msgid
