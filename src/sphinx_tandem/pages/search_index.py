"""The index of the search: words, the parts of pages in which they stand, cut into small files.

These files (*shards*) have a few kilobytes each.  A search loads the shards of its words and
the text of the parts of pages that it shows, so its cost hardly grows with the site.

``finder.js`` asks the index, and has to cut a question into words as :class:`Words` cuts a page:

``t<n>.js``
    words by their first letters; a line for each stem: what all its words begin with, and for
    each word the rest of it and its places.  A line that begins with ``~`` contains words that
    the page has in another language of the site, by which its readers may know it.
``w<n>.js``
    words alone, by their last letters: of a word with one slip either what it begins with is
    right or what it ends with.
``p<n>.js``
    one part of a page: its title, its address, and its sections with their texts.

A place is a number: the distance to the part before, and how much the word says of this one.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Any

from ..site.languages import LanguageData, stemmer
from ..upstream.sphinx import stop_words

# How much of a page is one part, and how much of the words one shard, in characters.
_PART = 4000
_SHARD = 6000
# How many letters of a word say in which shard it is.
_KEY = 3
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

# -- Words ---------------------------------------------------------------------------------------

# The letters, vowels and tones of Thai, Lao, Burmese, Khmer, Chinese and Japanese, as both
# Python and JavaScript write them; punctuation and digits are not among them.
_LETTERS = "".join(
    (
        r"\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf",
        r"\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\uaa60-\uaa7f\u1780-\u17d3",
        r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff",
        r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f",
    )
)
_LETTER = rf"[{_LETTERS}\U00020000-\U0003ffff]"
# What may be within a word, and is not seen.
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\u00ad]")
# Accents of Latin, Greek and Cyrillic, points of Hebrew, vowel signs and the tatweel of Arabic.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_ALIKE = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)
_HUMP = re.compile(r"(?<=[^\W\d_])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])|_")
_SHORTEST_PART = 4
# Nobody asks for a longer word; one of thousands of letters would take minutes.
_LONGEST = 100


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return a text without case and accents.

    >>> fold("María Inés, CONTRASEÑA")
    'maria ines, contrasena'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_ALIKE))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain))


_PLAIN_WORD = re.compile(r"\w+")


def _word(text: str) -> re.Pattern[str]:
    """Return what a word of a text is: letters, digits, and signs upon them.

    ``\\w`` leaves these out; a pattern with all signs of Unicode takes longer than a small site.
    """
    if text.isascii():
        return _PLAIN_WORD
    signs = sorted(one for one in {*text} if unicodedata.category(one) in ("Mn", "Mc"))
    return re.compile(rf"[\w{''.join(signs)}]+") if signs else _PLAIN_WORD


class Words:
    """How the texts of a language are cut into words, and which words have the same stem."""

    def __init__(self, language: LanguageData) -> None:
        self.has_spaces = language.has_spaces
        self.stop = {fold(word) for word in stop_words(language.language)}
        self.language = "_".join(language.subtags)
        own = stemmer(self.language)
        # English words stand among letters without spaces, too.
        self._stemmer = own or (None if language.has_spaces else stemmer("en"))
        self._stems: dict[str, str] = {}
        self._pieces: dict[str, tuple[tuple[str, bool], ...]] = {}

    def split(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield the words of a text as they are written, and whether each is part of another.

        ``JupyterHub`` is found by its parts, ``two-step`` in one word, too; where no spaces
        are between words, every two letters that stand together are one.
        """
        end, before = -2, ""
        text = _UNSEEN.sub("", text)
        for found in _word(text).finditer(text):
            if found[0] not in self._pieces:
                self._pieces[found[0]] = tuple(self._taken_apart(found[0]))
            yield from self._pieces[found[0]]
            if before and end + 1 == found.start() and text[end : end + 1] == "-":
                yield before + found[0], True
            end, before = found.end(), found[0]

    def _taken_apart(self, found: str) -> Iterator[tuple[str, bool]]:
        found = found[:_LONGEST] if self.has_spaces else found
        for word in self._cut(found):
            yield word, False
        parts = [part[:_LONGEST] for part in _HUMP.split(found) if len(part) > 1]
        yield from ((part, True) for part in parts[:: len(parts) > 1 or 2] if part != found)

    def _cut(self, word: str) -> Iterator[str]:
        if self.has_spaces:
            yield word
            return
        for part in re.findall(rf"{_LETTER}+|(?:(?!{_LETTER}).)+", word):
            if re.match(_LETTER, part):
                yield from map("".join, pairwise(part))
                yield part[-1]
            else:
                yield part[:_LONGEST]

    def stem(self, word: str) -> str:
        """Return the stem of a word, folded."""
        word = word.lower()
        if word not in self._stems:
            self._stems[word] = fold(self._stemmer.stemWord(word) if self._stemmer else word)
        return self._stems[word]


# -- The index -----------------------------------------------------------------------------------


@dataclass
class PageTerms:
    """What the index holds of one page.

    :param parts: its parts, as they are shown.
    :param own: for each part, how much a word says of it.
    :param others: the same of words in other languages.
    :param stems: the stem of each word.
    """

    parts: list[list[Any]] = field(default_factory=list)
    own: list[dict[str, float]] = field(default_factory=list)
    others: list[dict[str, float]] = field(default_factory=list)
    stems: dict[str, str] = field(default_factory=dict)


class Index:
    """The index of one language.

    :param words: how its texts are cut into words.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._parts: list[list[Any]] = []
        self._counts: list[int] = []
        self._own: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self._others: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self._stems: dict[str, str] = {}

    def add(self, page: dict[str, Any], translated: Iterable[tuple[Words, str, int]]) -> None:
        """Add a page.

        :param translated: texts of it in other languages: how these are cut, a text, and the
            number of its section.
        """
        self.take(self.terms(page, translated))

    def terms(
        self, page: dict[str, Any], translated: Iterable[tuple[Words, str, int]]
    ) -> PageTerms:
        """Return what the index holds of a page, which depends on nothing else."""
        found = PageTerms()
        part_of: dict[int, int] = {}
        for sections in _parts_of(page["sections"]):
            number = len(found.parts)
            texts: Counter[str] = Counter()
            headings: dict[str, float] = {}
            for place, anchor, heading, blocks in sections:
                if anchor and place not in part_of:
                    for form, share in self._shares(heading, 5, found).items():
                        headings[form] = max(share, headings.get(form, 0))
                part_of.setdefault(place, number)
                for block in blocks:
                    texts.update(self._forms(block, found))
            own: dict[str, float] = {
                form: 1 + min(3, 0.6 * math.log2(max(count, 0.5))) for form, count in texts.items()
            }
            _add_to(own, headings)
            shown = [[anchor, heading, "\n".join(text)] for _, anchor, heading, text in sections]
            found.parts.append([page["title"], page["url"], shown])
            found.own.append(own)
            found.others.append({})
        _add_to(found.own[0], self._shares(page["title"], 13, found))
        _add_to(found.own[0], self._shares(page["told"], 3, found))
        for words, text, place in translated:
            forms = {fold(word): word for word, _is_part in words.split(text)}
            for form in forms.keys() - words.stop:
                found.stems.setdefault(form, words.stem(forms[form]))
                weight = (4 if place else 10) / math.sqrt(len(forms)) + 1
                others = found.others[part_of[place]]
                others[form] = max(others.get(form, 0), weight)
        return found

    def take(self, page: PageTerms) -> None:
        """Add a page of which the terms are known."""
        for number, (own, others) in enumerate(
            zip(page.own, page.others, strict=True), len(self._parts)
        ):
            for form, weight in own.items():
                self._own[form][number] = weight
            for form, weight in others.items():
                self._others[form][number] = weight
        for form, stem in page.stems.items():
            self._stems.setdefault(form, stem)
        self._parts += page.parts
        self._counts.append(len(page.parts))

    def _shares(self, text: str, weight: float, found: PageTerms) -> dict[str, float]:
        """Return what each word says of a page: in a short title each says more."""
        forms = self._forms(text, found)
        share = weight / math.sqrt(max(1, sum(forms.values()))) + 1
        return {form: share * min(count, 1) for form, count in forms.items()}

    def _forms(self, text: str, found: PageTerms) -> dict[str, float]:
        """Return how often each word is in a text; the part of another counts half."""
        forms: dict[str, float] = defaultdict(float)
        for word, is_part in self._words.split(text):
            form = fold(word)
            if form:
                if form not in found.stems:
                    found.stems[form] = self._words.stem(word)
                forms[form] += 0.5 if is_part else 1
        return forms

    def files(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the data of each file by its name, and what the manifest says of them."""
        self._take_compounds_apart()
        files: dict[str, Any] = {f"p{number}": part for number, part in enumerate(self._parts)}
        starts, shards = _packed(self._lines())
        files |= {f"t{number}": "\n".join(lines) for number, lines in enumerate(shards)}
        plain = (form for form in self._own.keys() - self._words.stop if form.isalpha())
        known = sorted(plain) if self._words.has_spaces else []
        ends, lists = _packed((form[: -_KEY - 1 : -1], form) for form in known)
        files |= {f"w{number}": " ".join(forms) for number, forms in enumerate(lists)}
        told = {
            "starts": " ".join(starts),
            "ends": " ".join(ends),
            "parts": "".join(map(_number, self._counts)),
        }
        if not self._words.has_spaces:
            told["letters"] = rf"[{_LETTERS}\u{{20000}}-\u{{3ffff}}]"
        return files, told

    def _take_compounds_apart(self) -> None:
        """Let ``computer`` find ``supercomputer``, where both parts are words of the site."""
        if not self._words.has_spaces:
            return
        known = {form for form in self._own if form.isalpha() and len(form) >= _SHORTEST_PART}
        for form in sorted(known - self._words.stop):
            for cut in range(_SHORTEST_PART, len(form) - _SHORTEST_PART + 1):
                tail, head = form[cut:], form[:cut]
                is_compound = tail in known and (head in known or head.removesuffix("s") in known)
                if is_compound and self._stems[form] != self._stems[tail]:
                    for number, weight in self._own[form].items():
                        self._own[tail].setdefault(number, max(1, weight / 3))

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Yield each line with the letters by which it is found."""
        for sign, table in (("", self._own), ("~", self._others)):
            groups: dict[str, list[str]] = defaultdict(list)
            for form in sorted(table):
                groups[self._stems[form]].append(form)
            for stem, forms in groups.items():
                base = _beginning(stem, *forms)
                fields = [sign + base]
                for form in forms:
                    places, stop = table[form], ""
                    if form in self._words.stop:  # worth something in a title alone
                        places = {one: weight for one, weight in places.items() if weight > 6}
                        stop = "!"
                    fields += [form[len(base) :], stop + _places(places)]
                line = "|".join(fields)
                for start in sorted({form[:_KEY] for form in forms}):
                    yield start, line


def _add_to(weights: dict[str, float], more: Mapping[str, float]) -> None:
    for form, weight in more.items():
        weights[form] = weights.get(form, 0.0) + weight


def _parts_of(
    sections: list[tuple[str, str, list[str], str]],
) -> Iterator[list[tuple[int, str, str, list[str]]]]:
    """Yield the parts of a page: sections with their numbers, as many as are loaded together."""
    part: list[tuple[int, str, str, list[str]]] = []
    size = 0
    for place, (anchor, heading, blocks, _source) in enumerate(sections):
        texts: list[str] = []
        if part and size + sum(map(len, blocks[:1])) > _PART:
            yield part
            part, size = [], 0
        part.append((place, anchor, heading, texts))
        for block in blocks:
            if texts and size + len(block) > _PART:
                yield part
                texts, size = [], 0
                part = [(place, anchor, heading, texts)]
            texts.append(block)
            size += len(block)
    yield part


def _beginning(*words: str) -> str:
    """Return what all words begin with."""
    first, last = min(words), max(words)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _other in same)


def _packed(lines: Iterable[tuple[str, str]]) -> tuple[list[str], list[list[str]]]:
    """Return the letters with which each shard begins, and the lines of each."""
    found: dict[str, list[str]] = defaultdict(list)
    for start, line in lines:
        found[start].append(line)
    starts: list[str] = []
    shards: list[list[str]] = []
    size = _SHARD
    for start in sorted(found, key=lambda one: one.encode("utf-16-be")):  # as JavaScript does
        if size >= _SHARD:
            starts.append(start)
            shards.append([])
            size = 0
        shards[-1] += sorted(found[start])
        size += sum(map(len, found[start]))
    return starts, shards


def _places(places: dict[int, float]) -> str:
    """Write the parts in which a word stands, and how much it says of each (1 to 15)."""
    before, written = 0, []
    for number in sorted(places):
        weight = min(15, max(1, round(places[number])))
        written.append(_number((number - before) * 16 + weight))
        before = number
    return "".join(written)


def _number(value: int) -> str:
    """Write a number in digits of 5 bits; the sixth says that more follow."""
    text = ""
    while value > 31:
        text += _DIGITS[32 + value % 32]
        value //= 32
    return text + _DIGITS[value]
