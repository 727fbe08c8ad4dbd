"""How two texts differ, word by word, and how much they have in common."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice, pairwise
from os.path import commonprefix
from typing import Generic, Literal, TypeVar

# -- What changed between two texts, as people read it -------------------------------------------
# A word is what is between two spaces, as `wdiff` has it, so that a mark never is inside
# of one.  Scripts that write no spaces between words are compared letter by letter.

# Chinese, Japanese, Thai, Lao, Khmer and Burmese letters.
_LETTER = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_TOKEN = re.compile(rf"([{_LETTER}]|[^\s{_LETTER}]+)(\s*)")
# What Markdown reads as markup: anywhere, at the beginning of a line, behind a number.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#!|~&$@^]|^[^\S\n]*[-+=:]|(?<=\d)[.)])", re.MULTILINE)
# A host makes mentions, addresses or links to other issues of these, escaped or not.
_ADDRESSES = re.compile(r"([@#](?=[\w-])|:(?=//)|\bGH(?=-\d)|\bwww\.)", re.IGNORECASE)
_INDENT = re.compile(r"^ +", re.MULTILINE)
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Kind = Literal["same", "old", "new"]


@dataclass(frozen=True)
class Piece:
    """Some words on end that share a fate.

    :param gap: the white space behind them.
    """

    kind: Kind
    text: str
    gap: str = ""


def word_diff(old: str, new: str) -> list[Piece]:
    """Compare two texts; the pieces come in the order in which they are read.

    >>> [(piece.kind, piece.text) for piece in word_diff("It opens at nine.", "It opens at ten.")]
    [('same', 'It opens at'), ('old', 'nine.'), ('new', 'ten.')]
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, _without_gaps(before), _without_gaps(after), autojunk=False)
    pieces: list[Piece] = []
    for operation, start, end, first, last in matcher.get_opcodes():
        if operation == "equal":
            gap = after[last - 1][1] or before[end - 1][1]
            pieces.append(Piece("same", _joined(after[first:last]), gap))
            continue
        if end > start:
            gap = "" if last > first else before[end - 1][1]
            pieces.append(Piece("old", _joined(before[start:end]), gap))
        if last > first:
            gap = after[last - 1][1] or (before[end - 1][1] if end > start else "")
            pieces.append(Piece("new", _joined(after[first:last]), gap))
    return pieces


def _without_gaps(tokens: Sequence[tuple[str, str]]) -> list[str]:
    return [word for word, _ in tokens]


def _joined(tokens: Sequence[tuple[str, str]]) -> str:
    return "".join(word + gap for word, gap in tokens).rstrip()


def only_spaces_differ(old: str, new: str) -> bool:
    """Say whether two texts have the same words, and yet are not the same."""
    return old != new and _without_gaps(_TOKEN.findall(old)) == _without_gaps(_TOKEN.findall(new))


def as_text(pieces: Sequence[Piece], *, colours: bool = False) -> str:
    """Write a comparison as ``wdiff`` does: ``[-old-]{+new+}``.

    :param colours: whether a terminal should show what is old in red, what is new in green.
    """
    marks = {"same": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}
    if colours:
        marks |= {"old": ("\x1b[31m[-", "-]\x1b[0m"), "new": ("\x1b[32m{+", "+}\x1b[0m")}
    return "".join(
        marks[piece.kind][0] + printable(piece.text) + marks[piece.kind][1] + piece.gap
        for piece in pieces
    ).rstrip()


def as_markdown(pieces: Sequence[Piece]) -> str:
    """Write a comparison as Markdown: ``~~old~~ **new**``, and nothing of the texts is markup."""
    marks = {"same": "", "old": "~~", "new": "**"}
    parts = []
    for piece in pieces:
        mark = marks[piece.kind]
        # A mark does not reach over the end of a line, and needs a space or a sign beside it.
        lines = (
            f"{mark}{escaped(line.strip())}{mark}" if line.strip() and mark else escaped(line)
            for line in piece.text.split("\n")
        )
        parts.append("\n".join(lines) + (piece.gap or (" " if piece.kind == "old" else "")))
    return "".join(parts).rstrip()


def escaped(text: str) -> str:
    """Return Markdown that shows a text letter by letter: no code, no link, no HTML, no list.

    Where a host would still call somebody (``@name``) or lead to another place
    (``#12``, ``https://…``), an invisible character comes after the sign.
    """
    text = _ADDRESSES.sub("\\1\u2060", printable(text))
    # A backslash comes before the sign, and white space before that.
    text = _MARKUP.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)
    return _INDENT.sub(lambda found: "&nbsp;" * len(found.group()), text)


def printable(text: str) -> str:
    """Return a text in which what would steer a terminal, or turn its order, is written out.

    >>> printable("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """

    def is_shown(character: str) -> bool:
        steers = unicodedata.category(character) in ("Cc", "Cs") and character != "\n"
        return not steers and character not in _TURNING

    return "".join(
        character if is_shown(character) else character.encode("unicode_escape").decode("ascii")
        for character in text.expandtabs()
    )


# -- The same passage, as different tools write it -----------------------------------------------
# Sphinx alone joins the lines of a message, so that a hard line break becomes spaces or the
# backslash that it was; other tools add a line break at the end.  No word differs then.

_HARD_BREAK = re.compile(r"<br\s*/?>|\\(?=\s|$)")
_GAP = re.compile(r"[ \t]*(?:\\(?:\s|$)|\n|[ \t]{2})[ \t]*")


def loosened(message: str) -> str:
    """Return a message without what tools write differently; the lines of code stay.

    >>> loosened("One.<br>Two.\\n") == loosened("One.   Two.") == loosened("One. \\\\ Two.")
    True
    """
    if "\n" in message.strip("\n"):
        return message.strip("\n")
    return " ".join(_HARD_BREAK.sub(" ", message).split())


def as_written(text: str, message: str) -> str:
    """Return a translation with hard breaks, and breaks at its ends, as its message has them.

    >>> as_written("Uno.   Dos.", "One.<br>Two.")
    'Uno.<br>Dos.'
    """
    breaks = message.count("<br>")
    if breaks and "<br" not in text and len(_GAP.findall(text.strip())) == breaks:
        text = _GAP.sub("<br>", text.strip())
    return ends_of(text, message)


def ends_of(text: str, message: str) -> str:
    """Return a translation that begins and ends with a line break where its message does."""
    if message.startswith("\n") != text.startswith("\n"):
        text = "\n" * message.startswith("\n") + text.lstrip("\n")
    if message.endswith("\n") != text.endswith("\n"):
        text = text.rstrip("\n") + "\n" * message.endswith("\n")
    return text


def western_digits(text: str) -> str:
    """Return a text with the digits of any script as 0 to 9, in the same places.

    >>> western_digits("١٤ ۱۴ १४ ๑๔ １４ 十四")
    '14 14 14 14 14 十四'
    """
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )


# -- How similar two passages are, to find what a changed one was before -------------------------
# Why not `rapidfuzz`: it measures by longest common subsequences, so a catalog would be brought
# up to date in another way wherever it is not installed; and the time goes into pairs that need
# no close look.  `WordIndex` passes over those, so that the time grows as the number of passages.

#: From here on a passage counts as a changed form of another, as in GNU msgmerge.
ENOUGH = 0.6
#: Passages with fewer words are compared letter by letter at once.
FEW = 6
# Texts that are one but for a word have this part before and behind it in common.
_SURELY = 0.8
# More than so many letters between those parts are compared by words: letter by letter
# takes the square of the time.
_LETTERS = 1500
# Two forms of one passage share at least this part of their words.
_WORDS_ENOUGH = 0.5
_WORD = re.compile(r"\w+")

_Item = TypeVar("_Item")


@lru_cache(maxsize=32768)
def words(text: str) -> frozenset[str]:
    """Return the words of a text, whatever their case; one that comes back has a number.

    >>> sorted(words("The more the better"))
    ['better', 'more', 'the', 'the 1']
    """
    seen: Counter[str] = Counter()
    found = []
    for word in _WORD.findall(text.casefold()):
        found.append(f"{word} {seen[word]}" if seen[word] else word)
        seen[word] += 1
    return frozenset(found)


def is_short(text: str) -> bool:
    """Say whether a text has few different words, so that another may be like it by chance."""
    return sum(" " not in word for word in words(text)) < FEW


def _edges(one: str, other: str) -> tuple[int, int]:
    """Return how many letters two texts begin with alike, and end with."""
    start = len(commonprefix((one, other)))  # noqa: RUF071  # texts, not paths
    behind = (one[start:][::-1], other[start:][::-1])
    return start, len(commonprefix(behind))  # noqa: RUF071


def is_edited_once(one: str, other: str) -> bool:
    """Say whether a text is another but for a word or two in one place: there is no closer one."""
    return sum(_edges(one, other)) >= _SURELY * max(len(one), len(other))


def similarity(one: str, other: str) -> float:
    """Return a number from 0 (nothing in common) to 1 (the same).

    What cannot reach :data:`ENOUGH` is given 0 without a close look: a page that
    was rewritten is compared passage by passage with all that it held before.
    """
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    if not shorter or 2 * shorter / (longer + shorter) < ENOUGH:
        return 0.0
    mine, others = words(one), words(other)
    if not _may_be_similar(len(mine), len(others), len(mine & others)):
        return 0.0
    # Most edits change a word or two: what is before and behind them need no close look.
    start, end = _edges(one, other)
    alike, whole = start + end, longer + shorter
    middles = (one[start : len(one) - end], other[start : len(other) - end])
    if max(map(len, middles)) > _LETTERS:
        ratio = 2 * len(mine & others) / max(1, len(mine) + len(others))
        return ratio if ratio >= ENOUGH else 0.0
    matcher = SequenceMatcher(None, *middles, autojunk=False)
    if 2 * alike + matcher.quick_ratio() * (whole - 2 * alike) < ENOUGH * whole:
        return 0.0
    alike += sum(block.size for block in matcher.get_matching_blocks())
    ratio = 2 * alike / whole
    return ratio if ratio >= ENOUGH else 0.0


class WordIndex(Generic[_Item]):
    """Finds what may be similar to a passage, among very many, by words that they share.

    :param items: each with the texts that it is found by.
    """

    def __init__(self, items: Sequence[tuple[Iterable[str], _Item]]) -> None:
        self._items = [item for _, item in items]
        # the place of an item, and the words of one of its texts
        self._rows: list[tuple[int, frozenset[str]]] = []
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for place, (texts, _) in enumerate(items):
            for text in filter(None, texts):
                for key in _keys(text):
                    self._holders[key].append(len(self._rows))
                self._rows.append((place, words(text)))

    def candidates(self, text: str) -> Iterator[_Item]:
        """Yield what may be similar and holds at least a third of the words of *text*."""
        size = len(words(text))
        found = {
            place
            for place, other, count in self._shared(text)
            if 3 * count >= size and _may_be_similar(size, other, count)
        }
        yield from (self._items[place] for place in sorted(found))

    def similar(self, text: str) -> Iterator[tuple[int, _Item]]:
        """Yield all that may be similar to *text*, with its place in the order given."""
        size = len(words(text))
        found = {place for place, other in self._rows if size < FEW or len(other) < FEW}
        found.update(
            place
            for place, other, count in self._shared(text)
            if _may_be_similar(size, other, count)
        )
        yield from ((place, self._items[place]) for place in sorted(found))

    def _shared(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield the rows closest to *text*, each with how many words it has, and shares.

        What few passages hold is looked at first, and no more than tells them apart: so the time
        for one passage does not grow with the number of all.
        """
        known = (self._holders[key] for key in _keys(text) if key in self._holders)
        counts: Counter[int] = Counter()
        left = _LOOKED_AT
        for holders in sorted(known, key=len):
            if counts and len(holders) > left:
                break
            counts.update(islice(holders, _LOOKED_AT))
            left -= len(holders)
        mine = words(text)
        for row, _ in counts.most_common(_CLOSEST):
            place, others = self._rows[row]
            yield place, len(others), len(mine & others)


# How many passages that contain a word are looked at for one, and how many of them closely.
_LOOKED_AT, _CLOSEST = 1000, 8


def _keys(text: str) -> frozenset[str]:
    """Return what a text is found by: its words, and every two that stand side by side."""
    found = _WORD.findall(text.casefold())
    return words(text).union(f"{one}\n{other}" for one, other in pairwise(found))


def _may_be_similar(size: int, other: int, shared: int) -> bool:
    """Say whether texts may be similar that have so many words and share so many."""
    return size < FEW or other < FEW or 2 * shared >= _WORDS_ENOUGH * (size + other)
