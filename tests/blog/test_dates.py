"""Dates are read without the clock and written as the language writes them."""

from __future__ import annotations

import pickle
from copy import deepcopy
from datetime import datetime

import pytest

from sphinx_tandem.blog.dates import PostDate, parse_date

DAY = datetime(2024, 4, 5, 14, 30)  # a Friday


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("%d %B %Y", "5 de abril de 2024"),
        ("%B %d, %Y", "5 de abril de 2024"),
        ("%d. %b %Y", "5 abr 2024"),
        ("%d %B", "5 de abril"),
        ("%B %Y", "abril de 2024"),
        ("%A, %d %B %Y", "viernes, 5 de abril de 2024"),
        ("%Y", "2024"),
        ("%Y-%m-%d", "2024-04-05"),
        ("%d %B %Y, %H:%M", "5 de abril de 2024, 14:30"),
        ("%d de %B", "05 de abril"),
        ("100%% %b", "100% abr"),
    ],
)
def test_another_language_uses_its_own_order(template: str, written: str) -> None:
    assert PostDate.of(DAY, "es", False).strftime(template) == written
    assert format(PostDate.of(DAY, "es", False), template) == written


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("%d %B %Y", "5 April 2024"),
        ("%d %B", "5 April"),
        ("%B %d, %Y", "April 05, 2024"),
        ("%b %-d", "Apr 5"),
        ("%A", "Friday"),
        ("%I %p", "02 PM"),
    ],
)
def test_the_source_language_keeps_the_author_s_format(template: str, written: str) -> None:
    assert PostDate.of(DAY, "en", True).strftime(template) == written


def test_an_unknown_language_is_written_in_english() -> None:
    assert PostDate.of(DAY, "xx_nowhere", False).strftime("%d %B %Y") == "April 5, 2024"


def test_a_date_keeps_its_language_when_it_is_saved_or_copied() -> None:
    date = PostDate.of(DAY, "es", False)
    for found in (pickle.loads(pickle.dumps(date)), deepcopy(date)):  # noqa: S301 - our own
        assert found == DAY and found.strftime("%d %B") == "5 de abril"


@pytest.mark.parametrize(
    "text",
    ["2024-04-05", "Apr 5, 2024", "5 April 2024", "2024-04-05T00:00:00+09:00", "April 5, 2024"],
)
def test_a_day_is_read_as_it_is_written_whatever_the_zone(text: str) -> None:
    assert parse_date(text, "%d %B %Y") == datetime(2024, 4, 5)


def test_a_format_of_numbers_decides_about_the_order() -> None:
    assert parse_date("05/04/2024", "%d/%m/%Y") == datetime(2024, 4, 5)


@pytest.mark.parametrize(
    "text", ["soon", "2024", "April 2024", "5 April", "Friday", "10:30", "", "99"]
)
def test_what_the_clock_would_have_to_complete_is_no_date(text: str) -> None:
    assert parse_date(text, "%d %B %Y") is None
