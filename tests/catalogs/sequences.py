"""Pages that live: edits, moves, renames, splits and joins, each followed by ``tandem update``.

Each passage is followed by its lineage, so that it is known what could have been
kept.  Run it for the figures::

    python -m catalogs.sequences 40 25
"""

from __future__ import annotations

import difflib
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalogs.desk import Desk
from sphinx_tandem.catalogs.model import Entry
from sphinx_tandem.catalogs.reader import read_catalog
from sphinx_tandem.catalogs.writer import write_catalog

SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sa",
    "te",
    "vi",
    "is",
    "un",
)


@dataclass
class Passage:
    """A passage, and the one that it was once."""

    lineage: int
    text: str


@dataclass
class World:
    """A site whose pages change by chance."""

    chance: random.Random
    desk: Desk
    pages: dict[str, list[Passage]] = field(default_factory=dict)
    gone: list[Passage] = field(default_factory=list)
    born: int = 0
    named: int = 0
    # By lineage: the English that was translated last, and the translation.
    known: dict[int, tuple[str, str]] = field(default_factory=dict)
    noted: dict[int, tuple[str, ...]] = field(default_factory=dict)
    stood: dict[int, tuple[str, str]] = field(default_factory=dict)
    figures: Counter[str] = field(default_factory=Counter)
    losses: list[str] = field(default_factory=list)

    # -- what writers do

    def word(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(1, 3)))

    def passage(self) -> Passage:
        self.born += 1
        heading = self.chance.random() < 0.25
        count = self.chance.randint(2, 4) if heading else self.chance.randint(8, 40)
        words = [self.word() for _ in range(count)]
        text = " ".join(words).capitalize() + ("" if heading else ".")
        return Passage(self.born, text)

    def page(self) -> str:
        self.named += 1
        folder = self.chance.choice(["", "docs/", "training/"])
        return f"{folder}page{self.named}"

    def some(self) -> tuple[str, int]:
        """Choose a passage by its page and place."""
        places = [(name, n) for name, found in self.pages.items() for n in range(len(found))]
        return self.chance.choice(places)

    def edit(self) -> None:
        name, place = self.some()
        passage = self.pages[name][place]
        self.pages[name][place] = Passage(passage.lineage, self.edited(passage.text))

    def edited(self, text: str) -> str:
        words = text.split(" ")
        for _ in range(self.chance.randint(1, max(1, len(words) // 8))):
            place = self.chance.randrange(len(words))
            how = self.chance.random()
            if how < 0.6 or len(words) < 5:
                word = self.word() if len(words) > 4 else words[place] + "s"
                words[place] = word.capitalize() if place == 0 else word
            elif how < 0.8:
                words.insert(place, self.word())
            else:
                del words[place]
        return " ".join(words)

    def move(self) -> None:
        name, place = self.some()
        passage = self.pages[name].pop(place)
        other = self.chance.choice([one for one in self.pages if one != name])
        if self.chance.random() < 0.4:
            passage = Passage(passage.lineage, self.edited(passage.text))
        self.pages[other].insert(self.chance.randint(0, len(self.pages[other])), passage)

    def rename(self) -> None:
        name = self.chance.choice(list(self.pages))
        new = self.page()
        self.pages = {new if one == name else one: found for one, found in self.pages.items()}
        if self.chance.random() < 0.5:
            self.pages[new] = [
                Passage(one.lineage, self.edited(one.text)) if self.chance.random() < 0.3 else one
                for one in self.pages[new]
            ]

    def split(self) -> None:
        name = max(self.pages, key=lambda one: len(self.pages[one]))
        found = self.pages.pop(name)
        half = len(found) // 2
        first = name if self.chance.random() < 0.5 else self.page()
        self.pages[first], self.pages[self.page()] = found[:half], found[half:]

    def join(self) -> None:
        if len(self.pages) < 4:
            return
        one, other = self.chance.sample(list(self.pages), 2)
        self.pages[one] += self.pages.pop(other)

    def delete(self) -> None:
        name, place = self.some()
        if len(self.pages[name]) > 2:
            self.gone.append(self.pages[name].pop(place))

    def come_back(self) -> None:
        if self.gone:
            passage = self.gone.pop(self.chance.randrange(len(self.gone)))
            name = self.chance.choice(list(self.pages))
            self.pages[name].insert(0, passage)

    def add(self) -> None:
        name = self.chance.choice(list(self.pages))
        place = self.chance.randint(0, len(self.pages[name]))
        self.pages[name].insert(place, self.passage())

    # -- what happens then

    def update(self, **options: bool) -> None:
        self.desk.update(
            {name: [p.text for p in held] for name, held in self.pages.items()}, **options
        )

    def translate(self, share: float) -> None:
        """Let a translator work on some of what is open, and note all that is translated."""
        for path in sorted(self.desk.folder.rglob("*.po")):
            name = path.relative_to(self.desk.folder).with_suffix("").as_posix()
            lineages = {one.text: one.lineage for one in self.pages.get(name, ())}
            catalog = read_catalog(path)
            entries = []
            for entry in catalog.entries:
                lineage = lineages.get(entry.msgid)
                if lineage is None or entry.obsolete:
                    entries.append(entry)
                    continue
                entries.append(self.translated(entry, lineage, share))
            new = replace(catalog, entries=tuple(entries))
            if new != catalog:
                write_catalog(path, new)

    def translated(self, entry: Entry, lineage: int, share: float) -> Entry:
        if not entry.in_use and self.chance.random() < share:
            note = (f"note {lineage}",) if self.chance.random() < 0.3 else ()
            text = f"«{entry.msgid.upper()}» {lineage}"
            entry = Entry(entry.msgid, text, comments=entry.comments or note)
        if entry.in_use:
            self.known[lineage] = (entry.msgid, entry.msgstr)
            self.noted[lineage] = entry.comments
        return entry

    def judge(self) -> None:
        """Count what was kept of what could have been kept, where something happened to it."""
        stands = {
            one.lineage: (name, one.text) for name, found in self.pages.items() for one in found
        }
        for name, found in self.pages.items():
            path = self.desk.folder / f"{name}.po"
            all_entries = read_catalog(path).entries if path.exists() else ()
            entries = {one.msgid: one for one in all_entries if not one.obsolete}
            self.figures["live without a passage"] += len(entries.keys() - {p.text for p in found})
            for passage in found:
                if self.stood.get(passage.lineage) == (name, passage.text):
                    continue
                if passage.lineage in self.known:
                    self._judge(name, passage, entries.get(passage.text, Entry(passage.text)))
        self.stood = stands

    def _judge(self, name: str, passage: Passage, entry: Entry) -> None:
        english, translation = self.known[passage.lineage]
        place, _ = self.stood.get(passage.lineage, ("", ""))
        kind = "in place " if place == name else "moved " if place else "back "
        if english == passage.text:
            kind += "same"
            kept = entry.in_use and entry.msgstr == translation
        else:
            kind += "changed"
            kept = entry.fuzzy and entry.msgstr == translation and entry.previous_msgid == english
        self.figures[kind] += 1
        self.figures[f"{kind} kept"] += kept
        if self.noted[passage.lineage]:
            self.figures["notes"] += 1
            noted = set(self.noted[passage.lineage]) <= set(entry.comments)
            self.figures["notes kept"] += noted
            if not noted:
                self.losses.append(
                    f"note {kind} {self.stood.get(passage.lineage)} {name}: {passage.text!r}: {entry}"
                )
        if not kept:
            self.losses.append(f"{kind} {name}: {english!r} -> {passage.text!r}: {entry}")

    def step(self) -> None:
        acts: list[Callable[[], None]] = [self.edit, self.move, self.add, self.delete]
        acts += [self.edit, self.move, self.come_back]
        acts += [self.chance.choice([self.rename, self.split, self.join])]
        for act in self.chance.sample(acts, self.chance.randint(1, 4)):
            act()

    def least(self) -> int:
        """Return how many lines of catalogs must differ after what writers did last.

        A new entry has three lines with the one that is blank, an edited one gains
        a flag and its previous English, one that moves is taken away and added.
        """
        now = {one.lineage: (name, one.text) for name, found in self.pages.items() for one in found}
        before = {name for name, _ in self.stood.values()}
        shared = Counter(
            (self.stood[lineage][0], name)
            for lineage, (name, _) in now.items()
            if lineage in self.stood and name not in before
        )
        origins: dict[str, str] = {}
        for (old, new), _ in shared.most_common():
            if old not in self.pages and old not in origins.values():
                origins.setdefault(new, old)
        total = 0
        for lineage, (name, text) in now.items():
            old_name, old_text = self.stood.get(lineage, ("", ""))
            noted = bool(self.noted.get(lineage))
            moves = origins.get(name, name) != old_name
            known = lineage in self.known
            total += (3 + noted) * (1 + bool(old_name)) if moves else 0
            total += (
                (2 + 2 * known if not moves else 2 * known) if text != old_text and old_name else 0
            )
        total += sum(6 for lineage in self.stood.keys() - now.keys() if lineage in self.known)
        return total


def difference(old: dict[str, str], new: dict[str, str]) -> int:
    """Return how many lines a reviewer sees taken away and added; a whole file renamed is free."""
    gone = {name: text for name, text in old.items() if name not in new}
    total = 0
    for name, text in new.items():
        before = old.get(name)
        if before is None and gone:
            best = max(
                gone,
                key=lambda one: difflib.SequenceMatcher(
                    None, gone[one].split("\n"), text.split("\n"), False
                ).ratio(),
            )
            before = gone.pop(best)
        total += sum(
            line[:1] in "+-" and line[:3] not in ("+++", "---")
            for line in difflib.unified_diff((before or "").split("\n"), text.split("\n"), n=0)
        )
    return total + sum(text.count("\n") for text in gone.values())


def live(seed: int, steps: int, folder: Path, **options: bool) -> World:
    """Let a site live for some steps."""
    world = World(random.Random(seed), Desk(folder))  # noqa: S311 (no secrets here)
    for _ in range(5):
        world.pages[world.page()] = [world.passage() for _ in range(world.chance.randint(6, 14))]
    world.update(**options)
    world.translate(1.0)
    world.judge()
    world.figures.clear()
    for _ in range(steps):
        before = world.desk.texts()
        world.step()
        world.update(**options)
        after = world.desk.texts()
        world.figures["least diff"] += world.least()
        world.judge()
        world.update(**options)
        world.figures["second runs that wrote"] += world.desk.texts() != after
        world.figures["diff"] += difference(before, after)
        world.translate(0.5)
    return world


def _main(worlds: int, steps: int) -> Iterator[str]:
    total: Counter[str] = Counter()
    for seed in range(worlds):
        with tempfile.TemporaryDirectory() as folder:
            world = live(seed, steps, Path(folder), **OPTIONS)
        total += world.figures
        yield from world.losses[:1]
    yield str(dict(total))


OPTIONS: dict[str, bool] = {"move": True} if "--move" in sys.argv else {}

if __name__ == "__main__":
    for line in _main(int(sys.argv[1]), int(sys.argv[2])):
        print(line)
