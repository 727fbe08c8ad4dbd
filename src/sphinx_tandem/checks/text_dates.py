"""Finds dates that are written as English writes them.

The names of months come from the CLDR, by way of Babel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.core import Locale, UnknownLocaleError

from .rule import Problem
from .text_passage import Passage

CODE = "text-date"
# Languages that write months with a small letter, the day first and "de" between.
_SPANISH = ("es", "ast", "gl", "ca", "pt")
_SLASHES = re.compile(r"(?<![\w/.])(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?:\d{4}|\d{2})(?![\w/])")
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"


@dataclass(frozen=True)
class _Patterns:
    """What to look for in one language; ``None`` where it does not apply."""

    english: re.Pattern[str] | None
    month_first: re.Pattern[str] | None = None
    capital: re.Pattern[str] | None = None
    joined: re.Pattern[str] | None = None
    day_first: bool = False


_ENGLISH_NAMES = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)\b"
)


def _days(language: str) -> list[str]:
    names = Locale.parse(language).days["format"]["wide"]
    return [str(names[number]) for number in range(7)]


def _months(language: str) -> list[str]:
    names = Locale.parse(language).months["format"]["wide"]
    return [str(names[number]) for number in range(1, 13)]


@cache
def _patterns(language: str) -> _Patterns:
    try:
        own = _months(language)
        short = str(Locale.parse(language).date_formats["short"].pattern)
    except (UnknownLocaleError, ValueError, KeyError):
        return _Patterns(None)
    kept = {name.lower() for name in own}
    names = "|".join(name for name in _months("en") if name.lower() not in kept)
    day_first = "d" in short and "M" in short and short.index("d") < short.index("M")
    english = None
    if names:
        english = re.compile(
            rf"\b(?:{_DAY} (?:of |de )?(?:{names})(?:,? {_YEAR})?|(?:{names}) (?:{_DAY}(?:,? {_YEAR})?|{_YEAR}))\b"
        )
    if language.partition("_")[0] not in _SPANISH:
        return _Patterns(english, day_first=day_first)
    month = "|".join([*own, "setiembre"])
    capitals = "|".join(name.capitalize() for name in [*own, "setiembre"])
    days = "|".join(name.capitalize() for name in _days(language))
    return _Patterns(
        english,
        re.compile(rf"(?<!de )\b(?:{month}) {_DAY}(?:,|,? de)? {_YEAR}\b", re.IGNORECASE),
        re.compile(
            rf"(?:(?<=[\w,;] )(?:{capitals})(?=,? (?:del? )?{_YEAR}\b)"
            rf"|(?<=\d de )(?:{capitals})\b|(?<=[a-zñáéíóú,;] )(?:{days})\b(?! Santo))"
        ),
        re.compile(
            rf"\b\d{{1,2}} (?:de (?:{month})(?: del|,)? {_YEAR}|(?:{month})(?: del?|,)? {_YEAR})\b",
            re.IGNORECASE,
        ),
        day_first,
    )


def judge(passage: Passage) -> Iterator[Problem]:
    """Find dates in the order or with the names of English."""
    patterns = _patterns(passage.language)
    text = passage.prose
    if patterns.english and (found := patterns.english.search(text)) and not _quoted(text, found):
        message = f"“{found[0]}” is a date in English; translate the month and the order."
        yield Problem(CODE, message, None, passage.form)
    if patterns.month_first and (found := patterns.month_first.search(text)):
        message = f"“{found[0]}” has the order of English; write the day first, as in 6 de agosto de 2024."
        yield Problem(CODE, message, None, passage.form)
    yield from _small_months(passage, patterns.capital)
    if patterns.joined and (found := patterns.joined.search(text)):
        message = (
            f"“{found[0]}”: day, month and year are joined by “de”, as in 6 de agosto de 2024."
        )
        yield Problem(CODE, message, None, passage.form)
    if patterns.day_first:
        yield from _slashes(passage)


def _small_months(passage: Passage, pattern: re.Pattern[str] | None) -> Iterator[Problem]:
    """Find months and days with a capital in mid-sentence, where the English has such a name."""
    if pattern is None or not _ENGLISH_NAMES.search(passage.english):
        return
    places = list(pattern.finditer(passage.prose))
    if not places:
        return
    fixed = passage.translation
    for match in reversed(places):
        fixed = fixed[: match.start()] + match[0].lower() + fixed[match.end() :]
    word = places[0][0]
    message = (
        f"{word} has a capital letter; months and days of the week have a small one: "
        f"{word.lower()}."
    )
    yield Problem(CODE, message, fixed, passage.form)


def _slashes(passage: Passage) -> Iterator[Problem]:
    for match in _SLASHES.finditer(passage.prose):
        if int(match["month"]) <= 12 < int(match["day"]) <= 31:
            message = (
                f"{match[0]} has the month first, as in American English; write the day first, "
                "or the month as a word."
            )
            yield Problem(CODE, message, None, passage.form)


def _quoted(text: str, found: re.Match[str]) -> bool:
    """Say whether a date stands within quotation marks: a title is left as it is."""
    before, after = text[: found.start()], text[found.end() :]
    pairs = (('"', '"'), ("“", "”"), ("«", "»"))
    return any(
        before.count(opens) > before.count(closes) * (opens != closes)
        and (opens != closes or before.count(opens) % 2 == 1)
        and closes in after
        for opens, closes in pairs
    )
