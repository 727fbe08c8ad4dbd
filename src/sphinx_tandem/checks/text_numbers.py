"""Finds numbers that are written as English writes them.

What each language writes comes from the CLDR, by way of Babel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from babel.core import Locale, UnknownLocaleError

from .rule import Problem
from .text_passage import Passage

CODE = "text-number"

_CURRENCY = r"(?:US\$|[$€£¥₹]|USD|EUR|GBP)"
_UNIT = (
    r"(?:[%‰°]|[kKMGTP]i?B\b|[GMkK]b(?:ps|it/s)\b|[kMG]?Hz\b|[kcmnµ]?m[²³]?\b|k[gm]\b|µg\b|mg\b|"
    r"[kM]W\b|kWh\b|ms\b|px\b|pt\b|[vV]?CPUs?\b|RAM\b|USD\b|EUR\b|GBP\b|[€£]|"
    r"(?:milli|billi|trilli)ons?\b|thousand\b|times\b|percent\b|per cent\b|"
    r"hours?\b|minutes?\b|seconds?\b|days?\b|weeks?\b|months?\b|years?\b|"
    r"dollars?\b|euros?\b|pounds?\b|degrees?\b|gigabytes?\b|megabytes?\b|terabytes?\b|"
    r"kilomet(?:er|re)s?\b|met(?:er|re)s?\b|miles?\b|kilograms?\b|grams?\b|lit(?:er|re)s?\b|"
    r"inch(?:es)?\b|points?\b|cores?\b|people\b|users?\b|kilobytes?\b)"
)
_POINT = re.compile(
    rf"(?P<money>{_CURRENCY}\s?)?(?<![\w.,:/-])(?P<number>\d{{1,3}}\.\d+)(?![.,:/]?\d)"
    rf"(?P<unit>[\s\u00a0\u202f-]?{_UNIT})?"
)
_GROUPED = re.compile(r"(?<![\w.,:/-])(?P<number>\d{1,3}(?:,\d{3})+)(?![\w/:-]|[.,]\d)")
_NUMBERS = re.compile(r"(?<![\w.,])\d[\d.,]*\d(?![\w])")


@cache
def _symbols(language: str) -> tuple[str, str]:
    """Return the decimal sign of a language and what it sets between thousands."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return "", ""
    symbols = locale.number_symbols
    symbols = symbols.get(locale.default_numbering_system, symbols.get("latn", symbols))
    return str(symbols.get("decimal", "")), str(symbols.get("group", ""))


def judge(passage: Passage) -> Iterator[Problem]:
    """Find a decimal point or thousands with a comma where the language writes others.

    Only numbers are judged that the English has in the same form and that are
    quantities for certain: versions, times and addresses have points as well.
    """
    decimal, _ = _symbols(passage.language)
    if decimal != ",":
        return
    kept = set(_NUMBERS.findall(passage.prose))
    points = [
        match["number"]
        for match in _POINT.finditer(passage.english_prose)
        if match["number"] in kept and _is_quantity(match)
    ]
    groups = [
        match["number"]
        for match in _GROUPED.finditer(passage.english_prose)
        if _keeps_comma(match["number"], kept) and _is_amount(passage.english_prose, match)
    ]
    for number in dict.fromkeys(points):
        right = number.replace(".", ",")
        pattern = rf"(?<![\w.,]){re.escape(number)}(?!\w|[.,]\d)"
        places = [found.start() for found in re.finditer(pattern, passage.prose)]
        if not places:
            continue
        fixed = _replaced(passage.translation, places, number, right)
        only = len(places) == passage.english_prose.count(number)
        message = f"{number} has the decimal point of English; this language writes {right}."
        yield Problem(CODE, message, fixed if only else None, passage.form)
    for number in dict.fromkeys(groups):
        message = (
            f"{number} has the comma of English between thousands, which in this language reads "
            f"as a decimal; write {_grouped(number, passage.language)}."
        )
        yield Problem(CODE, message, None, passage.form)


def _replaced(text: str, places: list[int], old: str, new: str) -> str:
    for place in reversed(places):
        text = text[:place] + new + text[place + len(old) :]
    return text


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
    after = text[match.end() : match.end() + 2]
    number = match["number"]
    return (
        number.count(",") > 1
        or number.endswith("00")
        or bool(re.match(r"\s?[^\W\d_%]|[.%+]|$", after))
    )


def _grouped(number: str, language: str) -> str:
    sign = _symbols(language)[1]
    return number.replace(",", " " if sign.isspace() else sign or ".")
