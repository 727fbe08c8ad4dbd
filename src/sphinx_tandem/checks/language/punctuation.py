"""Rules about punctuation: sentences, brackets, quotation marks, ellipses, words that stand twice.

They are in one module, because they share what ends a sentence and what a mark belongs to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from ...site.languages import read
from ...text import Syntax
from ...text.masking import MASK
from ..rules import Problem
from . import TABLES, Passage, one_of, text_rule

# The languages that open a question and an exclamation.
_OPENING_LANGUAGES = ("es", "ast")
_RUN = re.compile(r"[¿¡]+|[?!]+")
_OPENING_QUOTES = "\"'“‘«([{—–-"
_CLOSING_QUOTES = "\"'”’»)]}"
# What is around a sign that is talked about.
_QUOTED = ('""', "''", "“”", "‘’", "«»", "()")
# Where a sentence ends before the next begins; quotes and brackets may follow.
_SENTENCE_END = re.compile(rf"[.…:;?!][{re.escape(_CLOSING_QUOTES)}{MASK}]*\s+|\n\s*\n")
# What may come after a full stop, and abbreviations that bring one of their own.
_ENDS = " \n\"'”’»)]*_`"
_ABBREVIATIONS = tuple(TABLES["abbreviations"].split())
# Notes and images, which may come after the full stop.
_NOTE = re.compile(
    r"\[\^[^\[\]\s]+\]|!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])?|\[[#*\w-]+\]_|\|(?!\s)[^|]+(?<!\s)\|"
)
# A backslash that escapes nothing: at the end, or before a space and a stop.
_BACKSLASH = re.compile(r"(?<![\s\\`$])[ \u00a0]*\\(?:\s*$|[ \u00a0]+(?=[.,;:!?]))")
# Fewer words are a label.
_SENTENCE = 5
_NAMES = frozenset(TABLES["marked_names"].split())
# One whole question without a comma, a colon or anything else that could come before it.
_WHOLE_QUESTION = re.compile(rf"(?!Si\b)[^\W\d_][^.,:;?!()¿¡—–\"“«{MASK}]*\?")
_WHOLE_OPENED = re.compile(rf"[¿][^.,:;?!()¿¡—–\"“«{MASK}]*\w")


# Marks of which one is too many, unless the English has them.
_TWO_MARKS = re.compile(
    r"(?<=\w)(?P<mark>[,;])[ ]?[,;](?=\s)|(?<=\w):[ ]?:(?= )|(?<=\w)[,;]\.(?=\s|$)"
)


@text_rule()
def find_punctuation(passage: Passage) -> Iterator[Problem]:
    """Find a question that is opened or closed only, a comma too many, a full stop that is missing.

    Any closing mark closes what any opening mark opened: ``¡Qué dices?`` is right.
    """
    if _loses_full_stop(passage):
        message = (
            "The English ends with a full stop and the translation ends without any mark; "
            "end it alike."
        )
        yield passage.problem("text-punctuation", message)
    if what := _other_end(passage):
        yield passage.problem("text-punctuation", what)
    shown = _BACKSLASH.search(passage.translation)
    if shown and passage.syntax is Syntax.MYST and not _BACKSLASH.search(passage.english):
        message = "Readers would see the backslash at the end of the sentence; take it out."
        yield passage.problem("text-punctuation", message, passage.replaced([(*shown.span(), "")]))
    found = _TWO_MARKS.search(passage.prose)
    if found and found[0] not in passage.english:
        message = f"There are two marks, one after the other: “{found[0]}”; delete one."
        yield passage.problem("text-punctuation", message)
    if passage.is_in(*_OPENING_LANGUAGES):
        yield from _unpaired(passage)


_NO_END = re.compile(r"[^\W_]$")
_SHORTENED = re.compile(r"(?:^|[\s(])[^\W\d_]{1,4}\.$|\.[^\W\d_]+\.$|\.\.$")


def _other_end(passage: Passage) -> str:
    """Say what the translation ends with, if the English surely ends with something else."""
    english = passage.english_prose.rstrip(f"{_ENDS}{MASK}")
    text = passage.prose.rstrip(f"{_ENDS}{MASK}")
    # what is masked at the end may hide a mark
    ends = (passage.english_prose.rstrip(_ENDS)[-1:], passage.prose.rstrip(_ENDS)[-1:])
    if not english or not text or MASK in ends or passage.is_in(*_OWN_MARKS):
        return ""
    was, now = english[-1], text[-1]
    is_open = now == "." or bool(_NO_END.search(now))
    what = ""
    if was == ":" and is_open:
        what = "The English ends with a colon, and the translation does not"
    elif was == "?" and not set("?¿") & set(text) and is_open:
        what = "The English is a question, and the translation is not"
    elif now == "," and (was == "." or _NO_END.search(was)):
        what = "The translation ends with a comma, and the English does not"
    elif now == ":" and _NO_END.search(was) and ":" not in english and len(text.split()) <= _LABEL:
        what = "The translation ends with a colon that the English lacks"
    elif (
        text.endswith("...")
        and not text.lower().endswith("etc...")
        and was == "."
        and ".." not in english
        and "…" not in english
    ):
        what = "The translation ends with an ellipsis where the English has a full stop"
    elif (
        now == "."
        and _NO_END.search(was)
        and not _SHORTENED.search(text)
        and len(_STOPS.findall(text)) == 1
    ):
        what = "The translation ends with a full stop that the English lacks"
    return f"{what}; end it alike." if what else ""


# A longer text may lead to a list in its own way.
_LABEL = 8
_STOPS = re.compile(r"[.!?](?=\s|$)")
_OWN_MARKS = (
    "zh",
    "yue",
    "ja",
    "th",
    "lo",
    "km",
    "my",
    "bo",
    "hi",
    "mr",
    "ne",
    "bn",
    "am",
    "el",
    "hy",
)


_LETTER = r"[^\W\d_]"
_FIRST_WORD = re.compile(rf"{_LETTER}+")


@text_rule()
def find_other_capital(passage: Passage) -> Iterator[Problem]:
    """Find a text that begins with a small letter, or with a capital, unlike its English."""
    mine, theirs = (_FIRST_WORD.match(text) for text in (passage.english_prose, passage.prose))
    if not mine or not theirs or passage.is_in(*_OWN_CAPITALS):
        return
    was, now = mine[0], theirs[0]
    if theirs[0].casefold() in map(str.casefold, _FIRST_WORD.findall(passage.english)):
        return
    if re.match(r"['’]s?\b|\W+[A-Z]", passage.english[mine.end() :]):
        return  # it is part of a name
    rest = passage.prose[1:2]
    if (
        was[0].isupper()
        and now.islower()
        and (was[1:].islower() or len(was) == 1)
        and rest.isalpha()
    ):
        what, right = "small letter", now[0].upper()
    elif was.islower() and now[0].isupper() and now[1:].islower() and _is_common(passage, now):
        what, right = "capital letter", now[0].lower()
    else:
        return
    message = f"The translation begins with a {what}, unlike the English; write {right}{now[1:]}."
    fixed = passage.replaced([(0, 1, right)])
    yield passage.problem("text-capital", message, fixed)


_OWN_CAPITALS = ("de", "lb")
# A word long enough to be no abbreviation, and a sentence behind it that begins with a small letter.
_SMALL_SENTENCE = re.compile(r"[^\W\d_]{4,}[.?!] (?P<word>[^\W\d_]{2,})")


@text_rule()
def find_capitals_within(passage: Passage) -> Iterator[Problem]:
    """Find a sentence that begins with a small letter, and a label in which all words are capital."""
    if passage.is_in(*_OWN_CAPITALS) or passage.spelling is None:
        return
    for match in _SMALL_SENTENCE.finditer(passage.prose):
        word = match["word"]
        before = match[0].split()[0].lower()
        if (
            word.islower()
            and word not in passage.english
            and before.rstrip(".?!") not in _ABBREVIATED
            and not any(
                one["word"].islower() for one in _SMALL_SENTENCE.finditer(passage.english_prose)
            )
            and len(_SMALL_SENTENCE.findall(passage.english_prose))
            >= len(_SMALL_SENTENCE.findall(passage.prose))
        ):
            place = match.start("word")
            fixed = passage.replaced([(place, place + 1, word[0].upper())])
            message = (
                f"A sentence begins with a small letter: “{match[0]}”; write {word.capitalize()}."
            )
            yield passage.problem("text-capital", message, fixed)
            return
    mine, theirs = (_WORDS.findall(text) for text in (passage.english_prose, passage.prose))
    small = [word for word in mine[1:] if word.islower()]
    common = [
        word
        for word in theirs[1:]
        if word.istitle() and word not in passage.english and passage.spelling.is_word(word.lower())
    ]
    if (
        passage.is_in(*_SMALL_TITLES)
        and len(theirs) > 1
        and small
        and len(common) == len(theirs) - 1
        and len(mine) - len(small) <= 1
    ):
        message = (
            "Every word begins with a capital, unlike the English; in this language only the first "
            "word of a title does, and names."
        )
        yield passage.problem("text-capital", message)


_WORDS = re.compile(r"[^\W\d_]+")
_ABBREVIATED = frozenset("aprox prof prov tel admin máx mín".split())
_SMALL_TITLES = ("es",)


def _is_common(passage: Passage, word: str) -> bool:
    """Say whether a word is no name: the dictionary has it with a small letter."""
    return passage.spelling is not None and passage.spelling.is_noun(word.lower())


def _loses_full_stop(passage: Passage) -> bool:
    """Say whether a sentence has lost the full stop at its end; a label need not have one."""
    english = passage.english.rstrip(_ENDS)
    text = passage.prose[: _end_of_words(passage.translation)].rstrip(f"{_ENDS}{MASK}")
    return (
        english.endswith(".")
        and not english.endswith(("..", *_ABBREVIATIONS))
        and len(passage.prose.split()) >= _SENTENCE
        # Not behind a smiley, another mark, or a script that has marks of its own.
        and text[-1:].isalnum()
        and passage.english_prose[len(english) - 1] == "."
    )


def _end_of_words(text: str) -> int:
    """Return where the notes and images begin with which a text ends, or its length."""
    begin = end = 0
    for note in _NOTE.finditer(text):
        if text[end : note.start()].strip() or not end:
            begin = note.start()
        end = note.end()
    return len(text) if text[end:].strip() or not end else begin


def _unpaired(passage: Passage) -> Iterator[Problem]:
    text = passage.prose
    opened: re.Match[str] | None = None
    for run in _RUN.finditer(text):
        if run[0][0] in "¿¡":
            if _opens(passage, run):
                if opened:
                    yield _not_closed(passage, opened)
                opened = run
        elif _closes(text, run):
            if not opened and not _is_excused(passage, run):
                yield _not_opened(passage, run)
            opened = None
    if opened:
        yield _not_closed(passage, opened)


def _opens(passage: Passage, run: re.Match[str]) -> bool:
    """Say whether marks open something; alone they are talked about."""
    text = passage.prose
    if run[0] in passage.english and text[run.end() : run.end() + 1] in (" ", ""):
        return False
    after = text[run.end() :].lstrip(" ")[:1]
    return bool(after) and (after.isalnum() or after in f"{MASK}{_OPENING_QUOTES}…@#$¿¡")


def _closes(text: str, run: re.Match[str]) -> bool:
    """Say whether marks end something, rather than being a sign, a pattern or part of a word."""
    before = text[: run.start()].rstrip(" ")[-1:]
    if run.start() and text[run.start() - 1] == " ":
        # A mark of its own: `press ? for help`.  With a word before it is a stray space.
        before = before if text[run.end() : run.end() + 1] in ("", "\n") else ""
    after = text[run.end() : run.end() + 1]
    if after and f"{text[run.start() - 1 : run.start()]}{after}" in _QUOTED:
        return False
    ends = before.isalnum() or (before in f"{MASK}{_CLOSING_QUOTES}…%.,;" and before != "")
    return ends and not (after.isalnum() or after in tuple("=/&_*"))


def _is_excused(passage: Passage, run: re.Match[str]) -> bool:
    """Say whether a closing mark belongs to a name or to a sentence left in English."""
    text = passage.prose
    sentence = _sentence_before(text, run.end())
    if len(sentence.split()) > 1 and sentence in passage.english:
        return True
    word = re.search(rf"[^\s{MASK}]*$", text[: run.end()])
    name = word[0].lstrip(_OPENING_QUOTES) if word else ""
    if name.lower() in _NAMES:
        return True
    if len(name) < 2 or name not in passage.english:
        return False
    english = passage.english_prose
    return _goes_on(text[run.end() :]) or _goes_on(english[english.find(name) + len(name) :])


def _goes_on(rest: str) -> bool:
    """Say whether a sentence goes on behind a mark, so that the mark is part of a name."""
    match = re.match(rf"[{re.escape(_CLOSING_QUOTES)}{MASK}]*[ ,]+([^\W\d_])", rest)
    return match is not None and match[1].islower()


def _sentence_before(text: str, end: int) -> str:
    """Return the sentence that ends at *end*."""
    ends = (match.end() for match in _SENTENCE_END.finditer(text, 0, end))
    start = max((place for place in ends if place < end), default=0)
    return text[start:end].strip(f" \n{MASK}{_OPENING_QUOTES}")


def _not_opened(passage: Passage, run: re.Match[str]) -> Problem:
    mark, what = ("¿", "question") if "?" in run[0] else ("¡", "exclamation")
    quoted = _shown(_sentence_before(passage.prose, run.end()))
    text = passage.translation
    message = (
        f"The {what} “{quoted}” is closed with {run[0]} but not opened; "
        f"write {mark} where the {what} begins."
    )
    fixed = f"¿{text}" if _WHOLE_QUESTION.fullmatch(text) else None
    return passage.problem("text-punctuation", message, fixed)


def _not_closed(passage: Passage, run: re.Match[str]) -> Problem:
    mark, what = ("?", "question") if "¿" in run[0] else ("!", "exclamation")
    rest = re.sub(r"[.?!¿¡\n].*", "", passage.prose[run.end() :], flags=re.DOTALL)
    text = passage.translation
    message = (
        f"The {what} “{run[0]}{_shown(rest, from_end=False)}” is opened but not closed; "
        f"write {mark} where the {what} ends."
    )
    whole = mark == "?" and _WHOLE_OPENED.fullmatch(text) and passage.english.endswith("?")
    return passage.problem("text-punctuation", message, f"{text}?" if whole else None)


def _shown(text: str, *, from_end: bool = True) -> str:
    """Return a short piece of a sentence, to find it by."""
    words = text.replace(MASK, " ").split()
    if len(words) <= 6:
        return " ".join(words)
    return f"…{' '.join(words[-6:])}" if from_end else f"{' '.join(words[:6])}…"


_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（", "」": "「", "』": "『", "】": "【", "》": "《"}
_CLOSING = {opening: closing for closing, opening in _PAIRS.items()}
_BRACKET = re.compile(rf"[{re.escape(''.join([*_PAIRS, *_PAIRS.values()]))}]")
_SMILEY = re.compile(r"(?<![\w)])[:;=8xX][-o']?[()\[\]D|]+(?!\w)|<3")
# `the sign "("`: a bracket that is talked about.
_QUOTED_SIGN = re.compile(r"(?<=[\"'“”«»`]).(?=[\"'“”«»`])")
# `a)`, `1)`, `iv)` or `2.3)` at the beginning of a text, a line or a point in a row.
_LIST_MARK = re.compile(
    rf"(?:^|(?<=[\s{MASK}(]))(?:\d{{1,2}}(?:\.\d)?|[A-Za-z]|[ivx]{{1,4}})[.º°ª]?\)(?=[\s{MASK}]|$)",
    re.MULTILINE,
)
# `[0, 1)` and `(0, 1]`, as mathematicians write them.
_INTERVAL = re.compile(r"[\[(\]]\s*[-\w.∞]+\s*[,;]\s*[-\w.∞]+\s*[\])\[]")
_LOW_OPENING = TABLES["low_opening"].split()
_INCHES = re.compile(r'(?<=\d)"')
_SINGLE_OPENING = re.compile(rf"(?<![\w{MASK}])['‘](?=\w)")
_SINGLE_CLOSING = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")


@text_rule()
def find_brackets(passage: Passage) -> Iterator[Problem]:
    """Find brackets that are opened but not closed, or closed but not opened."""
    lone = _lone_brackets(passage.prose)
    found = next((one for one in lone if not _other_half_is_masked(passage, one[0])), None)
    if found and not _lone_brackets(passage.english_prose):
        bracket, place = found
        done, missing = ("closed", "opened") if bracket in _PAIRS else ("opened", "closed")
        other = _PAIRS.get(bracket) or _CLOSING[bracket]
        message = (
            f"A bracket is {done} but not {missing}, near “{passage.near(place, place)}”; "
            f"write {other} where it belongs, or take {bracket} away."
        )
        yield passage.problem("text-brackets", message)


def _lone_brackets(text: str) -> list[tuple[str, int]]:
    """Return the brackets without their other half, each with its place."""
    for pattern in (_SMILEY, _INTERVAL):
        text = pattern.sub(lambda match: MASK * len(match[0]), text)
    listed = {match.end() for match in _LIST_MARK.finditer(text)}
    waiting: list[tuple[str, int]] = []
    opened: Counter[str] = Counter()  # of those that wait, so that none is looked for in vain
    lone: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(text):
        bracket, place = match[0], match.start()
        if bracket not in _PAIRS:
            waiting.append((bracket, place))
            opened[bracket] += 1
        elif match.end() in listed and (not waiting or waiting[-1][0] != _PAIRS[bracket]):
            continue
        elif opened[_PAIRS[bracket]]:
            # What is between the two halves was never closed.
            while waiting[-1][0] != _PAIRS[bracket]:
                lone.append(waiting.pop())
                opened[lone[-1][0]] -= 1
            opened[waiting.pop()[0]] -= 1
        else:
            lone.append((bracket, place))
    return [one for one in (*lone, *waiting) if not _QUOTED_SIGN.match(text, one[1])]


def _other_half_is_masked(passage: Passage, bracket: str) -> bool:
    """Say whether brackets pair in the text as a whole: an address may have swallowed one."""
    opens = _PAIRS.get(bracket, bracket)
    closes = _CLOSING[opens]
    return all(
        text.count(opens) == text.count(closes) for text in (passage.translation, passage.english)
    ) and passage.prose.count(opens) != passage.prose.count(closes)


@text_rule()
def find_quotes(passage: Passage) -> Iterator[Problem]:
    """Find quotation marks that do not come in pairs."""
    lone = _lone_quotes(passage.prose, passage)
    if not lone and _loses_single_quote(passage):
        lone = ["'"]
    elif not lone or _lone_quotes(passage.english_prose):
        return
    place = max(passage.prose.find(lone[0]), 0)
    message = (
        f"The quotation marks {lone[0]} do not come in pairs, near “{passage.near(place, place)}”; "
        "write the one that is missing, or take away the one that is too many."
    )
    yield passage.problem("text-quotes", message)


def _lone_quotes(text: str, passage: Passage | None = None) -> list[str]:
    """Return the kinds of quotation marks that do not come in pairs.

    :param passage: whose translation the text is; ``None`` for English.
    """
    counts = Counter(text.replace("‟", "“"))
    lone = ['"'] if counts['"'] % 2 and not _INCHES.search(text) else []
    if counts["«"] != counts["»"]:
        lone.append("«" if counts["«"] > counts["»"] else "»")
    curly = counts["“"] + counts["”"] + counts["„"]
    if passage and passage.is_in(*_LOW_OPENING):
        if curly % 2:
            lone.append("“")
    elif counts["“"] + counts["„"] != counts["”"] and not _same_on_both_sides(counts):
        lone.append("“" if counts["“"] > counts["”"] else "”")
    return lone


def _same_on_both_sides(counts: Counter[str]) -> bool:
    """Say whether one mark opens and closes, as in ”Finnish”, or „this“."""
    if counts["„"]:
        return counts["„"] == counts["“"] and not counts["”"]
    return not counts["“"] and counts["”"] % 2 == 0


def _loses_single_quote(passage: Passage) -> bool:
    """Say whether single quotation marks that the English pairs are not paired here.

    An apostrophe is no quotation mark, and nobody can tell them apart for certain:
    so only where the English has pairs, and the translation as many openings or closings.
    """
    (opened, closed), here = (
        [len(mark.findall(text)) for mark in (_SINGLE_OPENING, _SINGLE_CLOSING)]
        for text in (passage.english_prose, passage.prose)
    )
    return 0 < opened == closed and here[0] != here[1] and max(here) == opened


# Two points, four or more, or an ellipsis with a point; not paths, not ranges.
_WRONG = re.compile(
    r"(?<![./\\…~])(?:\.\.(?![.…])|\.{4,8}(?!\.)|\.*…[.…]+|\.+…[.…]*)(?![./\\\d])(?!(?<=\.\.)[^\W\d_])"
)
_SPACED = re.compile(r"(?<![\w.] )(?<!\.)\.(?: \.){2,}(?! ?\.)")
_TRUE = re.compile(r"(?<!\.)\.\.\.(?!\.)|…")
# Where an ellipsis is two signs wide.
_DOUBLE = ("zh", "yue", "ja")
# Parts of a name that come before a point of its own.
_ALONE = re.compile(r"(?:^|(?<=[\s(\"'“«]))\.\.(?=[\s)\"'”»,;]|$)")


@text_rule()
def find_ellipsis(passage: Passage) -> Iterator[Problem]:
    """Find points in a row that are neither a full stop nor an ellipsis (three points, or …)."""
    text, english = passage.prose, passage.english_prose
    alone = {match.start() for match in _ALONE.finditer(text)}
    places = [
        match
        for pattern in (_WRONG, _SPACED)
        for match in pattern.finditer(text)
        if match.start() not in alone
        and not (match[0] == "……" and passage.is_in(*_DOUBLE))
        and not re.search(rf"(?<!\.){re.escape(match[0])}(?!\.)", english)
    ]
    if not places:
        return
    first = min(places, key=re.Match.start)
    message = (
        f"“{first[0]}” near “{passage.near(*first.span())}” is neither a full stop nor an ellipsis; write one point, "
        "or three without spaces between them."
    )
    meant = [(*match.span(), _meant(passage, match)) for match in places]
    known = all(new for *_, new in meant)
    yield passage.problem("text-ellipsis", message, passage.replaced(meant) if known else None)


def _meant(passage: Passage, match: re.Match[str]) -> str:
    """Return what is to be there instead, where the English shows it; otherwise ``""``."""
    english = set(_TRUE.findall(passage.english_prose))
    if english:
        return english.pop() if len(english) == 1 else ""
    if " " in match[0]:
        return "…"
    at_end = not passage.prose[match.end() :].strip(f" \n{MASK}")
    ends_with_stop = passage.english_prose.rstrip(f" \n{MASK}").endswith(".")
    return "." if match[0] == ".." and at_end and ends_with_stop else ""


# Where no word but these is said twice; `nous nous` and `cepat cepat` are right elsewhere.
_NEVER_TWICE = {"es": r"(?!(?:muy|casi|así|tan|más|poco|ja|que|uno)\b)[a-záéíóúñü]{2,}"}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    if anything := _NEVER_TWICE.get(read(language).language, ""):
        return re.compile(rf"(?<![\w'’-])({anything})[ \u00a0\n]+\1(?![\w'’-])", re.IGNORECASE)
    words = one_of(TABLES["repeated"].get(read(language).language, "(?!)"))
    return re.compile(rf"(?<![\w'’-])({words})[ \u00a0\n]+\1(?![\w'’-])", re.IGNORECASE)


@text_rule()
def find_repetition(passage: Passage) -> Iterator[Problem]:
    """Find a word that is there twice in a row."""
    for match in _pattern(passage.language).finditer(passage.prose):
        if match[0] not in passage.english and match[0] == match[0].lower():
            message = f"“{match[0]}”: the word is there twice; delete one."
            fixed = passage.replaced([(match.end(1), match.end(), "")])
            yield passage.problem("text-repeated", message, fixed)
            return
