"""Rules about numbers and dates: are they the same, and written as the language writes them?

What each language writes comes from the CLDR, by way of Babel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.dates import get_date_format, get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from ...site import locale_of
from ...site.languages import read
from ...text.compare import western_digits
from ..rules import Problem
from . import TABLES, Passage, one_of, text_rule

_CURRENCY = r"(?:US\$|[$€£¥₹]|USD|EUR|GBP)"
_UNIT = f"(?:{one_of(TABLES['units'])})"
_POINT = re.compile(
    rf"(?P<money>{_CURRENCY}\s?)?(?<![\w.,:/-])(?P<number>\d{{1,3}}\.\d+)(?![.,:/]?\d)"
    rf"(?P<unit>[\s\u00a0\u202f-]?{_UNIT})?"
)
_GROUPED = re.compile(r"(?<![\w.,:/-])(?P<number>\d{1,3}(?:,\d{3})+)(?![\w/:-]|[.,]\d)")
_AFTER_AMOUNT = re.compile(r"\s?[^\W\d_%]|[.%+]|$")
# A text without such a word holds nothing but names and numbers.
_LONG_WORD = re.compile(r"[^\W\d_]{4}")
_NUMBERS = re.compile(r"(?<![\w.,])\d[\d.,]*\d(?![\w])")


@cache
def _symbols(language: str) -> tuple[str, str]:
    """Return the decimal sign of a language and what it sets between thousands."""
    locale = locale_of(language)
    if locale is None:
        return "", ""
    return (
        get_decimal_symbol(locale, numbering_system="default"),
        get_group_symbol(locale, numbering_system="default"),
    )


@text_rule(even_untranslated=True)
def find_english_numbers(passage: Passage) -> Iterator[Problem]:
    """Find quantities with the decimal point, or the comma between thousands, of English.

    Only numbers are read that the English has in the same form and that are
    quantities for certain: versions, times and addresses have points as well.
    """
    decimal, group = _symbols(passage.language)
    if decimal != "," or (passage.is_english and _LONG_WORD.search(passage.prose)):
        return
    kept = set(_NUMBERS.findall(passage.prose))
    english = passage.english_prose
    points = [
        match["number"]
        for match in _POINT.finditer(english)
        if match["number"] in kept and _is_quantity(match)
    ]
    groups = [
        match["number"]
        for match in _GROUPED.finditer(english)
        if _keeps_comma(match["number"], kept) and _is_amount(english, match)
    ]
    for number in dict.fromkeys(points):
        right = number.replace(".", ",")
        pattern = rf"(?<![\w.,]){re.escape(number)}(?!\w|[.,]\d)"
        places = [(*found.span(), right) for found in re.finditer(pattern, passage.prose)]
        if places:
            fixed = passage.replaced(places) if len(places) == english.count(number) else None
            message = f"{number} has the decimal point of English; this language writes {right}."
            yield passage.problem("text-number", message, fixed)
    for number in dict.fromkeys(groups):
        written = number.replace(",", " " if group.isspace() else group)
        message = (
            f"{number} has the comma of English between thousands, which in this language reads "
            f"as a decimal; write {written}."
        )
        yield passage.problem("text-number", message)


def _is_quantity(match: re.Match[str]) -> bool:
    """Say whether a number with a point is an amount; 1.000 could be a thousand already."""
    whole, _, part = match["number"].partition(".")
    if len(part) == 3 and whole != "0":
        return False
    return bool(match["money"] or match["unit"])


def _keeps_comma(number: str, kept: set[str]) -> bool:
    """Say whether a number stands here with a comma before three figures, in whole or in part."""
    figures = number.replace(",", "")
    return any(
        re.search(r",\d{3}(?!\d)", one) is not None
        and (re.sub(r"\D", "", one) == figures or number.startswith(f"{one},"))
        for one in kept
    )


def _is_amount(text: str, match: re.Match[str]) -> bool:
    """Say whether a number with a comma is one number, and not two in a list."""
    number = match["number"]
    several = number.count(",") > 1 or number.endswith("00")
    return several or bool(_AFTER_AMOUNT.match(text, match.end()))


# Letters of Chinese and Japanese may touch a number; digits are those of ASCII by now.
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z_.,:/-])\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?(?![:\d])"  # of India: 1,00,000
    r"|(?<![0-9A-Za-z_.,:/-])\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?(?![:\d])|\d+"
)
_TIME = re.compile(
    r"\b\d{1,2}\s*(?:[:.h]\s*\d{2})?\s*(?:h\b|[ap]\.?\s?m\b\.?)|\d{1,2}[:h]\d{2}(?::\d{2})?",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\d{2,4}(?:[’']?s\b)|(?<!\d)\d++(?:st|nd|rd|th)[ -]centur", re.IGNORECASE)
_OTHERWISE = re.compile(rf"\b(?:{one_of(TABLES['other_numbers'])})\b|°\s?F\b", re.IGNORECASE)
_FEWEST = 2


@text_rule()
def find_other_figures(passage: Passage) -> Iterator[Problem]:
    """Find a number that is missing, where another one stands in the translation."""
    if not any(sign.isdigit() for sign in passage.translation):
        return
    if _OTHERWISE.search(passage.english):
        return
    language = passage.language
    ours, theirs = _numbers(passage.english_prose), _numbers(passage.prose, language)
    # What is masked here may be prose there.
    all_ours, all_theirs = _numbers(passage.english), _numbers(passage.translation, language)
    lost = [one for one in ours if not _stands(one, all_theirs)]
    new = [one for one in theirs if not _stands(one, all_ours)]
    if lost and len(lost) == len(new):
        was, now = ours[lost[0]], theirs[new[0]]
        message = (
            f"The English has {was}, which the translation lacks; {now} is there instead. "
            "Write the number of the English, unless another one is meant."
        )
        yield passage.problem("text-figures", message)


# As the CLDR has them for Arabic digits, and as full-width digits have them beside them.
_MARKS_OF_SCRIPTS = str.maketrans("٫٬．，", ".,.,")


def _numbers(text: str, language: str = "en") -> dict[str, str]:
    """Return the numbers of two figures and more, by their figures alone, as they are written.

    Marks between thousands and before decimals differ between languages, and so do
    the zeros in ``1.5 million``; years of two figures and times are left out.

    :param language: the language whose digits and marks it may have.
    """
    marks = zip(_symbols(language), (".", ","), strict=True)
    table = {ord(mark): plain for mark, plain in marks if len(mark) == 1 and not mark.isascii()}
    text = western_digits(text).translate(_MARKS_OF_SCRIPTS).translate(table)
    text = _DECADE.sub(" ", _TIME.sub(" ", text))
    found: dict[str, str] = {}
    for match in _NUMBER.finditer(text):
        figures = re.sub(r"\D", "", match[0]).lstrip("0")
        if len(figures) >= _FEWEST:
            found.setdefault(figures, match[0])
    return found


def _stands(figures: str, others: dict[str, str]) -> bool:
    """Say whether a number stands among others, perhaps shortened: 2024/25, 1.5 million."""
    bare = figures.rstrip("0")
    return any(
        bare == other.rstrip("0")
        or figures.endswith(other)
        or figures.startswith(other)
        or other.endswith(figures)
        or other.startswith(figures)
        for other in others
    )


# Languages that write months with a small letter, the day first and "de" between.
_SPANISH = ("es", "ast", "gl", "ca", "pt")
_SLASHES = re.compile(r"(?<![\w/.])(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?:\d{4}|\d{2})(?![\w/])")
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"


@dataclass(frozen=True)
class _Patterns:
    """What to look for in one language.

    :param orders: wrong orders, each with what to say of it.
    :param english: dates in English; ``None`` where nobody knows the language.
    :param capital: days and months with a capital letter, where they have a small one.
    """

    english: re.Pattern[str] | None = None
    orders: tuple[tuple[re.Pattern[str], str], ...] = ()
    capital: re.Pattern[str] | None = None
    day_first: bool = False


_ENGLISH_MONTHS = tuple(get_month_names(locale="en").values())
_ENGLISH_NAMES = re.compile(
    rf"\b(?:{'|'.join([*_ENGLISH_MONTHS, *get_day_names(locale='en').values()])})s?\b"
)


@cache
def _patterns(language: str) -> _Patterns:
    locale = locale_of(language)
    if locale is None:
        return _Patterns()
    own = list(get_month_names(locale=locale).values())
    short = str(get_date_format("short", locale).pattern)
    kept = {name.lower() for name in own}
    names = "|".join(name for name in _ENGLISH_MONTHS if name.lower() not in kept) or "(?!)"
    day_first = short.find("d") < short.find("M")
    english = re.compile(
        rf"\b(?:{_DAY} (?:of |de )?(?:{names})(?:,? {_YEAR})?|(?:{names}) (?:{_DAY}(?:,? {_YEAR})?|{_YEAR}))\b"
    )
    if read(language).language not in _SPANISH:
        return _Patterns(english, day_first=day_first)
    month = "|".join([*own, "setiembre"])
    capitals = "|".join(map(str.capitalize, [*own, "setiembre"]))
    days = "|".join(map(str.capitalize, get_day_names(locale=locale).values()))
    month_first = rf"(?<!de )\b(?:{month}) {_DAY}(?:,|,? de)? {_YEAR}\b"
    joined = rf"\b\d{{1,2}} (?:de (?:{month})(?: del|,)? {_YEAR}|(?:{month})(?: del?|,)? {_YEAR})\b"
    orders = (
        (month_first, " has the order of English; write the day first, as in 6 de agosto de 2024."),
        (joined, ": day, month and year are joined by “de”, as in 6 de agosto de 2024."),
    )
    return _Patterns(
        english,
        tuple((re.compile(pattern, re.IGNORECASE), what) for pattern, what in orders),
        re.compile(
            rf"(?:(?<=[\w,;] )(?:{capitals})(?=,? (?:del? )?{_YEAR}\b)"
            rf"|(?<=\d de )(?:{capitals})\b|(?<=[a-zñáéíóú,;] )(?:{days})\b(?! Santo))"
        ),
        day_first,
    )


@text_rule()
def find_english_dates(passage: Passage) -> Iterator[Problem]:
    """Find dates with the order, the month or the capital letters of English."""
    patterns = _patterns(passage.language)
    text = passage.prose
    if patterns.english and (found := patterns.english.search(text)) and not _quoted(text, found):
        message = f"“{found[0]}” is a date in English; translate the month and the order."
        yield passage.problem("text-date", message)
    for pattern, what in patterns.orders:
        if found := pattern.search(text):
            yield passage.problem("text-date", f"“{found[0]}”{what}")
    yield from _small_months(passage, patterns.capital)
    if patterns.day_first:
        yield from _slashes(passage)


def _small_months(passage: Passage, pattern: re.Pattern[str] | None) -> Iterator[Problem]:
    """Find months and days with a capital in mid-sentence, where the English has such a name."""
    if pattern is None or not _ENGLISH_NAMES.search(passage.english):
        return
    if places := list(pattern.finditer(passage.prose)):
        word = places[0][0]
        message = (
            f"{word} has a capital letter; months and days of the week have a small one: "
            f"{word.lower()}."
        )
        fixed = passage.replaced((*match.span(), match[0].lower()) for match in places)
        yield passage.problem("text-date", message, fixed)


def _slashes(passage: Passage) -> Iterator[Problem]:
    for match in _SLASHES.finditer(passage.prose):
        if int(match["month"]) <= 12 < int(match["day"]) <= 31:
            message = (
                f"{match[0]} has the month first, as in American English; write the day first, "
                "or the month as a word."
            )
            yield passage.problem("text-date", message)


def _quoted(text: str, found: re.Match[str]) -> bool:
    """Say whether a date stands within quotation marks: a title is left as it is."""
    quotations = re.finditer(r'"[^"]*"|“[^”]*”|«[^»]*»', text)
    return any(one.start() < found.start() and found.end() < one.end() for one in quotations)
