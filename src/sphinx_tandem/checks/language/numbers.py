"""Rules about numbers and dates: are they the same, and written as the language writes them?

What each language writes comes from the CLDR, by way of Babel.  All rules about numbers are in
one place, because each has to know what the others take for a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from babel.dates import get_date_format, get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol
from babel.units import format_unit

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
# A text without such a word contains nothing but names and numbers.
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
    """Say whether a number is here with a comma before three figures, in whole or in part."""
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
    """Find a number that is missing, where another one is in the translation."""
    if not any(sign.isdigit() for sign in passage.english_prose):
        return
    language = passage.language
    ours, theirs = _numbers(passage.english_prose), _numbers(passage.prose, language)
    for was, now in _joined(ours, theirs):
        message = f"The English has {was}; {now} has lost the sign before its decimals."
        yield passage.problem("text-figures", message)
        return
    if _OTHERWISE.search(passage.english):
        return
    # What is masked here may be prose there.
    all_ours, all_theirs = _numbers(passage.english), _numbers(passage.translation, language)
    lost = [one for one, was in ours.items() if not _stands(one, was, all_theirs)]
    new = [one for one, now in theirs.items() if not _stands(one, now, all_ours)]
    if lost and len(lost) == len(new):
        was, now = ours[lost[0]], theirs[new[0]]
        message = (
            f"The English has {was}, which the translation lacks; {now} is there instead. "
            "Write the number of the English, unless another one is meant."
        )
        yield passage.problem("text-figures", message)
    elif (
        lost
        and not new
        and (was := next((one for one in lost if _is_gone(one, passage, ours)), ""))
    ):
        message = (
            f"The English has {ours[was]}, which the translation lacks. "
            "Write it, unless words say it."
        )
        yield passage.problem("text-figures", message)


def _is_gone(figures: str, passage: Passage, ours: dict[str, str]) -> bool:
    """Say whether a number is nowhere in a translation, not in words either."""
    if words := _words_for(int(figures), passage.language):
        return not re.search(rf"(?<!\w)(?:{words})", passage.translation, re.IGNORECASE)
    return _is_never_a_word(figures, passage) and (len(ours) > 1 or not _is_round(figures))


@cache
def _words_for(number: int, language: str) -> str:
    """Return a pattern for a number in words, where all ways to say it are known, or ``""``."""
    told = TABLES["numbers_in_words"].get(read(language).language, {})
    return str(told.get(str(number), ""))


def _is_never_a_word(figures: str, passage: Passage) -> bool:
    """Say whether nobody writes a number in words; up to thirty, many do."""
    return int(figures) > _IN_WORDS and not passage.is_in("zh", "yue", "ja", "ko", "th")


def _is_round(figures: str) -> bool:
    """Say whether words may say a number even where it is the only one: fifty, two hundred."""
    return int(figures) % (10 if int(figures) < 100 else 100) == 0


_IN_WORDS = 30


def _joined(ours: dict[str, str], theirs: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield decimals of the English that have become a whole number, and what they became."""
    for figures, was in ours.items():
        now = theirs.get(figures, "")
        if re.fullmatch(r"\d{1,3}\.\d{1,2}", was) and now.isdigit() and now not in ours.values():
            yield was, now


_BYTES = re.compile(r"[KMGTP]i?B|[kMG]?Hz|[cmk]m|kg|min|h|ms|s")
_SPANS = ("second", "minute", "hour", "day", "week", "month", "year")
_CLOCK = re.compile(r"(?<![\w.,:/-])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:])")
_OTHER_CLOCK = re.compile(
    r"\b(?:UTC|GMT|[ap]\.?m\b|noon|midnight|o['’]clock|[PCEM][SD]T|CES?T)", re.IGNORECASE
)


@cache
def _span_words(language: str) -> dict[str, str]:
    """Return what a language calls lengths of time, each with its English name."""
    locale = locale_of(language)
    found: dict[str, str] = {}
    for span in _SPANS if locale else ():
        for number in (1, 2, 5):
            word = re.sub(r"[\W\d_]+", "", format_unit(number, f"duration-{span}", locale=locale))
            found[word.lower()] = span
    return found


@cache
def _names_of(language: str, kind: str) -> dict[str, int]:
    """Return the months or the days of a language, each with its number."""
    locale = locale_of(language)
    names = get_month_names if kind == "month" else get_day_names
    found = {} if locale is None else dict(names(locale=locale))
    # *May* and *March* are other words, too, and so are names that are short
    return {name.lower(): number + 1 for number, name in found.items() if len(name) > 2}


@text_rule()
def find_other_quantities(passage: Passage) -> Iterator[Problem]:
    """Find a unit, an hour, a month, a day of the week or a number word that is another one."""
    english, text = passage.english_prose, passage.prose
    for was, now in (
        *_other_units(english, text, passage.language),
        *_other_of("currencies", english, text, passage.language),
        *_other_ordinals(english, text, passage.language),
        *_other_times(english, text),
        *_other_digits(english, text),
        *_other_names(english, text, passage.language),
        *_other_number_words(english, text, passage.language),
    ):
        message = (
            f"The English has “{was}”, which the translation lacks; “{now}” is there instead. "
            "Write what the English says, unless something else is meant."
        )
        yield passage.problem("text-figures", message)
        return


def _quantities(text: str, language: str) -> dict[tuple[str, str], str]:
    """Return the quantities with a unit that one can compare, as they are written."""
    words, numbers = _span_words(language), _number_words(language)
    found = {}
    for match in _quantity(language).finditer(text):
        number = re.sub(r"\D", "", match["number"]) or str(numbers[match["number"].lower()])
        unit = (
            match["unit"] if _BYTES.fullmatch(match["unit"]) else words.get(match["unit"].lower())
        )
        if unit:
            unit = {"h": "hour", "min": "minute", "s": "second"}.get(unit, unit)
            found[number, unit] = match[0]
    return found


@cache
def _quantity(language: str) -> re.Pattern[str]:
    words = one_of(" ".join(_number_words(language))) or "(?!)"
    return re.compile(
        rf"(?<![\w.,:/-])(?P<number>\d+(?:[.,]\d+)?|\b(?:{words}))[ \u00a0\u202f-]?(?P<unit>[^\W\d_]+)"
    )


@cache
def _number_words(language: str) -> dict[str, int]:
    """Return the words of a language for the numbers from two to ten."""
    return _numbered(_COUNTED.get(read(language).language, ""), 2)


def _numbered(table: str, first: int) -> dict[str, int]:
    """Return the words of a table, several for one thing joined by a bar, each with its number."""
    kinds = enumerate(table.split(), first)
    return {word: number for number, words in kinds for word in words.split("|")}


_TEXT = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@lru_cache(maxsize=4)
def _words_in(text: str) -> tuple[str, ...]:
    return tuple(_TEXT.findall(text))


def _kinds(text: str, words: dict[str, int]) -> dict[int, str]:
    """Return what of some kinds is in a text, by kind, as it is written."""
    return {words[one.lower()]: one for one in _words_in(text) if one.lower() in words}


def _other_of(table: str, english: str, text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield what of a table of words the English has, and what is there instead."""
    here = _table(table, read(language).language)
    if not here or not (ours := _kinds(english, _table(table, "en"))):
        return
    theirs = _kinds(text, here)
    lost, new = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
    if lost and new:
        yield ours[min(lost)], theirs[min(new)]


@cache
def _table(table: str, language: str) -> dict[str, int]:
    return _numbered(TABLES[table].get(language, ""), 1)


def _other_ordinals(english: str, text: str, language: str) -> Iterator[tuple[str, str]]:
    if "seconds" not in _words_in(english):
        yield from _other_of("ordinals", english, text, language)


_PERCENT = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)[ \u00a0-]?(?:%|per ?cent\b)")
_HUNDREDTH = re.compile(
    r"%|٪|％|\b(?:por ?cien(?:to)?|porcentaje|por cento|pour cent|Prozent)", re.IGNORECASE
)


@text_rule()
def find_lost_percent(passage: Passage) -> Iterator[Problem]:
    """Find a share of a hundred that has become a mere number."""
    if not passage.is_in(*_SMALL_NAMES) or _HUNDREDTH.search(passage.translation):
        return
    kept = set(_NUMBERS.findall(passage.prose)) | set(_DIGIT.findall(passage.prose))
    for match in _PERCENT.finditer(passage.english_prose):
        if {match[1], match[1].replace(".", ",")} & kept:
            message = (
                f"The English has “{match[0]}”; the translation has the number without its sign."
            )
            yield passage.problem("text-figures", message)
            return


@text_rule()
def find_lost_digits(passage: Passage) -> Iterator[Problem]:
    """Find a small number before a noun that is gone, in figures and in words."""
    if (
        not (language := read(passage.language).language)
        or language not in TABLES["numbers_in_words"]
    ):
        return
    english, text = passage.english_prose, passage.translation
    there = set(re.findall(r"\d+", western_digits(text)))
    wanted = [(one[1], one[0]) for one in _COUNTED_THING.finditer(english)]
    numbers = _number_words("en")
    wanted += [
        (str(numbers[one[1].lower()]), one[0]) for one in _COUNTED_IN_WORDS.finditer(english)
    ]
    for number, shown in wanted:
        words = _words_for(int(number), passage.language)
        if number not in there and not re.search(rf"(?<!\w)(?:{words})", text, re.IGNORECASE):
            message = (
                f"The English has “{shown}”, and the translation has no {number}, in figures or in "
                "words. Write it, unless it is said in another way."
            )
            yield passage.problem("text-figures", message)
            return


_COUNTED_IN_WORDS = re.compile(
    rf"(?<![\w-])({one_of(TABLES['number_words']['en'])}) (?!of\b)[a-z]{{3,}}s\b", re.IGNORECASE
)
_COUNTED_THING = re.compile(r"(?<![\w.,:/–+*=-])([2-9])[ \u00a0](?=[A-Za-z]{2,})(?!of\b)")


def _other_units(english: str, text: str, language: str) -> Iterator[tuple[str, str]]:
    ours, theirs = _quantities(english, "en"), _quantities(text, language)
    lost, new = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
    for number, unit in sorted(lost):
        for other, now in sorted(new):
            if number == other:
                yield ours[number, unit], theirs[other, now]


def _other_times(english: str, text: str) -> Iterator[tuple[str, str]]:
    zones, others = (
        {zone.upper() for zone in _OTHER_CLOCK.findall(side)} for side in (english, text)
    )
    if zones != others or zones - {"UTC", "GMT"}:
        return
    ours, theirs = (
        Counter(f"{int(one['hour'])}:{one['minute']}" for one in _CLOCK.finditer(side))
        for side in (english, text)
    )
    lost, new = sorted(ours - theirs), sorted(theirs - ours)
    if lost and new:
        yield lost[0], new[0]


_DIGIT = re.compile(r"(?<![\w.,:/–+-])[1-9](?![\w.,:/–%+-]|[ \u00a0]\d)")


def _other_digits(english: str, text: str) -> Iterator[tuple[str, str]]:
    ours, theirs = (Counter(_DIGIT.findall(western_digits(side))) for side in (english, text))
    lost, new = sorted(ours - theirs), sorted(theirs - ours)
    if len(lost) == len(new) == 1 and not _OTHERWISE.search(english):
        yield lost[0], new[0]


def _other_names(english: str, text: str, language: str) -> Iterator[tuple[str, str]]:
    if read(language).language not in _SMALL_NAMES:
        return  # elsewhere a name may be a common word
    for kind in ("month", "day"):
        names, here = _names_of("en", kind), _names_of(language, kind)
        ours = Counter(
            names.get(one.removesuffix("s").lower(), 0) or names.get(one.lower(), 0)
            for one in _words_in(english)
            if one[0].isupper()
        )
        if not ours - Counter({0: len(english)}):
            continue
        theirs = Counter(
            here.get(one.lower(), 0) or here.get(one.lower().removesuffix("s"), 0)
            for one in _words_in(text)
        )
        del ours[0], theirs[0]
        lost, new = sorted(ours - theirs), [one for one in sorted(theirs) if not ours[one]]
        if lost and new:
            shown = {number: name for name, number in names.items()}[lost[0]]
            yield shown.capitalize(), {number: name for name, number in here.items()}[new[0]]


_SMALL_NAMES = ("es", "ca", "gl", "pt", "it", "fr", "de")
_COUNTED = TABLES["number_words"]


def _other_number_words(english: str, text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield a number word of the English, and the other one of the translation."""
    if not (ours := _kinds(english, _number_words("en"))):
        return
    theirs = _kinds(text, _number_words(language))
    figures = set(re.findall(r"\d+", f"{english} {text}"))
    lost, new = sorted(ours.keys() - theirs.keys()), sorted(theirs.keys() - ours.keys())
    if lost and len(lost) == len(new) and not figures & {str(one) for one in (*lost, *new)}:
        yield ours[lost[0]], theirs[new[0]]


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


def _stands(figures: str, written: str, others: dict[str, str]) -> bool:
    """Say whether a number stands among others, perhaps shortened: 2024/25, 1.5 million.

    10 is not 100, nor 3 for 30: of the longer number, something must be left that can be.
    """
    for other, whole in others.items():
        longer, shorter = sorted((figures, other), key=len, reverse=True)
        may_be = len(longer) >= _LONG_NUMBER or re.search(r"[.,]", f"{written}{whole}")
        if longer == shorter or (
            may_be and (longer.startswith(shorter) or longer.endswith(shorter))
        ):
            return True
    return False


_LONG_NUMBER = 4


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
    """Say whether a date is within quotation marks: a title is left as it is."""
    quotations = re.finditer(r'"[^"]*"|“[^”]*”|«[^»]*»', text)
    return any(one.start() < found.start() and found.end() < one.end() for one in quotations)
