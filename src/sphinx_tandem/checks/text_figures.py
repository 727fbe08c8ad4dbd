"""Finds numbers that became other numbers on the way: 22 hubs, and 29 in the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .rule import Problem
from .text_passage import Passage

CODE = "text-figures"
_NUMBER = re.compile(
    r"(?<![\w.,:/-])\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?(?![:\d])|\d+"
)
_TIME = re.compile(
    r"\b\d{1,2}\s*(?:[:.h]\s*\d{2})?\s*(?:h\b|[ap]\.?\s?m\b\.?)|\d{1,2}[:h]\d{2}(?::\d{2})?",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\d{2,4}(?:[’']?s\b)|\d+(?:st|nd|rd|th)[ -]centur", re.IGNORECASE)
# Where the English has one of these, a translation may well have another number.
_OTHERWISE = re.compile(
    r"\b(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|dozens?|century|centuries|"
    r"decades?|half|quarter|"
    r"(?:[mb]|tr)illions?|miles?|mph|feet|foot|ft|inch(?:es)?|yards?|pounds?|lbs?|oz|ounces?|"
    r"gallons?|fahrenheit|acres?|noon|midnight|o[’']clock|UTC|GMT|[PCEM][SD]?T|CES?T)\b|°\s?F\b",
    re.IGNORECASE,
)
_FEWEST = 2


def judge(passage: Passage) -> Iterator[Problem]:
    """Find a number of the English that is missing where another one is new."""
    if not any(sign.isdigit() for sign in passage.translation):
        return
    if _OTHERWISE.search(passage.english):
        return
    ours, theirs = _numbers(passage.english_prose), _numbers(passage.prose)
    # What is masked here may be prose there.
    all_ours, all_theirs = _numbers(passage.english), _numbers(passage.translation)
    lost = [one for one in ours if not _stands(one, all_theirs)]
    new = [one for one in theirs if not _stands(one, all_ours)]
    if lost and len(lost) == len(new):
        was, now = ours[lost[0]], theirs[new[0]]
        message = (
            f"The English has {was}, which the translation has not; {now} is there instead. "
            "Write the number of the English, unless another one is meant."
        )
        yield Problem(CODE, message, None, passage.form)


def _numbers(text: str) -> dict[str, str]:
    """Return the numbers of two figures and more, by their figures alone, as they are written.

    Marks between thousands and before decimals differ between languages, and so do
    the zeros in ``1.5 million``; years of two figures and times are left out.
    """
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
        figures == other
        or bare == other.rstrip("0")
        or (len(other) != len(figures) and (figures.endswith(other) or other.endswith(figures)))
        or (len(other) != len(figures) and (figures.startswith(other) or other.startswith(figures)))
        for other in others
    )
