"""Finds questions and exclamations that are opened or closed only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..markup import Syntax
from .rule import Problem
from .text_passage import MASK, Passage

CODE = "text-punctuation"
#: The languages that open a question and an exclamation.
LANGUAGES = ("es", "ast")

_RUN = re.compile(r"[¿¡]+|[?!]+")
_OPENING_QUOTES = "\"'“‘«([{—–-"
_CLOSING_QUOTES = "\"'”’»)]}"
# What stands around a sign that is talked about.
_QUOTED = ('""', "''", "“”", "‘’", "«»", "()")
# Where a sentence ends before the next begins; quotes and brackets may follow.
_SENTENCE_END = re.compile(rf"[.…:;?!][{re.escape(_CLOSING_QUOTES)}{MASK}]*\s+|\n\s*\n")
# What may stand behind a full stop, and abbreviations that bring one of their own.
_ENDS = " \n\"'”’»)]*_`"
_ABBREVIATIONS = ("etc.", "Inc.", "Ltd.", "Co.", "e.g.", "i.e.", "a.m.", "p.m.", "U.S.", "Jr.")
# Notes and images, which may stand behind the full stop.
_TAIL = re.compile(
    r"(?:\s*(?:\[\^[^\]\s]+\]|!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])?|\[[#*\w-]+\]_|\|[^|]+\|))+\s*$"
)
# A backslash that escapes nothing: at the end, or before a space and a stop.
_BACKSLASH = re.compile(r"(?<![\s\\`$])[ \u00a0]*\\(?:\s*$|[ \u00a0]+(?=[.,;:!?]))")
# Fewer words are a label.
_SENTENCE = 5
# Names that end in such a mark.
_NAMES = frozenset({"yahoo!", "jeopardy!", "joomla!", "yum!", "mediawiki!", "clue!"})
# One whole question without a comma, a colon or anything else that could stand before it.
_WHOLE_QUESTION = re.compile(rf"(?!Si\b)[^\W\d_][^.,:;?!()¿¡—–\"“«{MASK}]*\?")
_WHOLE_OPENED = re.compile(rf"[¿][^.,:;?!()¿¡—–\"“«{MASK}]*\w")


def judge(passage: Passage) -> Iterator[Problem]:
    """Find a mark without its other half, sentence by sentence, and a full stop that was lost.

    Any closing mark closes what any opening mark opened: ``¡Qué dices?`` is right.
    """
    if _loses_full_stop(passage):
        message = (
            "The English ends with a full stop and the translation ends without any mark; "
            "end it alike."
        )
        yield Problem(CODE, message, f"{passage.translation}.", passage.form)
    text = passage.translation
    shown = _BACKSLASH.search(text)
    if shown and passage.syntax is Syntax.MYST and not _BACKSLASH.search(passage.english):
        message = "Readers would see the backslash at the end of the sentence; take it out."
        fixed = text[: shown.start()] + text[shown.end() :]
        yield Problem(CODE, message, fixed, passage.form)
    if passage.language.partition("_")[0] in LANGUAGES:
        yield from _judge_pairs(passage)


def _loses_full_stop(passage: Passage) -> bool:
    """Say whether a sentence has lost the full stop at its end; a label need not have one."""
    english = passage.english.rstrip(_ENDS)
    tail = _TAIL.search(passage.translation)
    text = passage.prose[: tail.start() if tail else None].rstrip(f"{_ENDS}{MASK}")
    return (
        english.endswith(".")
        and not english.endswith(("..", *_ABBREVIATIONS))
        and len(passage.prose.split()) >= _SENTENCE
        # Not behind a smiley, another mark, or a script that has marks of its own.
        and text[-1:].isalnum()
        and passage.english_prose[len(english) - 1] == "."
    )


def _judge_pairs(passage: Passage) -> Iterator[Problem]:
    text = passage.prose
    opened: re.Match[str] | None = None
    for run in _RUN.finditer(text):
        if run[0][0] in "¿¡":
            if not _opens(passage, run):
                continue
            if opened is not None:
                yield _not_closed(passage, opened)
            opened = run
        elif opened is not None:
            if _closes(text, run):
                opened = None
        elif _closes(text, run) and not _is_excused(passage, run):
            yield _not_opened(passage, run)
    if opened is not None:
        yield _not_closed(passage, opened)


def _opens(passage: Passage, run: re.Match[str]) -> bool:
    """Say whether marks open something; alone they are talked about."""
    text = passage.prose
    if run[0] in passage.english and text[run.end() : run.end() + 1] in (" ", ""):
        return False
    after = text[run.end() : run.end() + 2].lstrip(" ")[:1]
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
    start = 0
    for match in _SENTENCE_END.finditer(text, 0, end):
        start = match.end() if match.end() < end else start
    return text[start:end].strip(f" \n{MASK}{_OPENING_QUOTES}")


def _not_opened(passage: Passage, run: re.Match[str]) -> Problem:
    mark = "¿" if "?" in run[0] else "¡"
    what = "question" if mark == "¿" else "exclamation"
    quoted = _shown(_sentence_before(passage.prose, run.end()))
    text = passage.translation
    fixed = f"¿{text}" if _WHOLE_QUESTION.fullmatch(text) else None
    message = (
        f"The {what} “{quoted}” is closed with {run[0]} but not opened; "
        f"write {mark} where the {what} begins."
    )
    return Problem(CODE, message, fixed, passage.form)


def _not_closed(passage: Passage, run: re.Match[str]) -> Problem:
    mark = "?" if "¿" in run[0] else "!"
    what = "question" if mark == "?" else "exclamation"
    rest = re.split(r"[.?!¿¡\n]", passage.prose[run.end() :], maxsplit=1)[0]
    text = passage.translation
    whole = mark == "?" and _WHOLE_OPENED.fullmatch(text) and passage.english.endswith("?")
    message = (
        f"The {what} “{run[0]}{_shown(rest, from_end=False)}” is opened but not closed; "
        f"write {mark} where the {what} ends."
    )
    return Problem(CODE, message, f"{text}?" if whole else None, passage.form)


def _shown(text: str, *, from_end: bool = True) -> str:
    """Return a short piece of a sentence, to find it by."""
    words = text.replace(MASK, " ").split()
    if len(words) <= 6:
        return " ".join(words)
    return f"…{' '.join(words[-6:])}" if from_end else f"{' '.join(words[:6])}…"
