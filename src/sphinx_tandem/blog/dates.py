"""Dates of posts: read without the machine's clock, written as a language writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from babel import Locale
from babel.dates import (
    format_date,
    format_datetime,
    format_skeleton,
    format_time,
    get_day_names,
    get_month_names,
    get_period_names,
)
from sphinx.application import Sphinx

from ..site import PSEUDO_CODE, locale_or_english
from ..site.options import is_source
from ..text import Syntax, pseudo
from ..upstream.ablog_blog import parse_freely

# ablog's own formats: nobody chose them, so the day is written without a zero.
DEFAULT_FORMATS = ("%d %B %Y", "%d %B")
_DIRECTIVE = re.compile(r"%[-_#0]?[A-Za-z%]")
# Parts of a date with nothing but spaces, commas and points between them.
_RUN = re.compile(r"%[-_#0]?[aAbBhdeYy](?:[\s,.]*%[-_#0]?[aAbBhdeYy])*")
# Directives whose meaning depends on the machine's language.
_LOCAL = re.compile(r"%[-_#0]?[aAbBhcxXpP]")


class PostDate(datetime):
    """The date of a post, which ``strftime`` writes in the language of the build.

    ablog and the templates of sites call ``strftime``, which follows the
    machine's locale; here it follows the site's language.
    """

    locale_code = "en"
    keeps_format = True

    @classmethod
    def of(cls, when: datetime, locale_code: str, keeps_format: bool) -> PostDate:
        """Make one from a plain date.

        :param when: the date; a time zone is dropped, the day stays as it is written.
        :param keeps_format: whether the author's format is kept (the source
            language), or only its parts (any other language).
        """
        made = cls.combine(when.date(), when.time())
        made.locale_code = locale_code
        made.keeps_format = keeps_format
        return made

    @classmethod
    def for_build(cls, app: Sphinx, when: datetime) -> PostDate:
        """Make a date that is written in the language of this build."""
        return cls.of(when, app.config.language or "en", is_source(app.config))

    def plain(self) -> datetime:
        """Return the date without its language."""
        return datetime.combine(self.date(), self.time())

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return PostDate.of, (self.plain(), self.locale_code, self.keeps_format)

    def strftime(self, format: str) -> str:
        """Write the date as the language of the build does."""
        return write_date(self.plain(), format, self.locale_code, self.keeps_format)


def write_date(when: datetime, template: str, locale_code: str, keeps_format: bool) -> str:
    """Write a date in a language.

    :param template: a format as ``strftime`` has it.
    :param keeps_format: whether the order of the format is kept, or the language's is used.
    """
    locale = locale_or_english(locale_code)
    if keeps_format and template in DEFAULT_FORMATS:
        template = template.replace("%d", "%-d")

    def write_run(match: re.Match[str]) -> str:
        return _natural(when, match[0], locale) or _each(when, match[0], locale)

    if keeps_format:
        return _each(when, template, locale)
    written = _each(when, _RUN.sub(write_run, template), locale)
    return pseudo(written, Syntax.WORDS) if locale_code == PSEUDO_CODE else written


def _natural(when: datetime, run: str, locale: Locale) -> str:
    """Write a run of parts in the language's own order; ``""`` where it has none."""
    letters = {directive[-1] for directive in _DIRECTIVE.findall(run)}
    if not letters & {"b", "B", "h"}:
        return ""
    full = "B" in letters
    weekday, day, year = (bool(letters & set(names)) for names in ("aA", "de", "Yy"))
    if day and year:
        width = "full" if weekday else "long" if full else "medium"
        return format_date(when, width, locale=locale)
    skeleton = "y" * year + ("MMMM" if full else "MMM")
    skeleton += ("EEEE" if "A" in letters else "E") * weekday + "d" * day
    try:
        return format_skeleton(skeleton, when, fuzzy=False, locale=locale)
    except KeyError:
        return ""


def _each(when: datetime, template: str, locale: Locale) -> str:
    """Write each part where it stands, with the language's names."""
    return _DIRECTIVE.sub(lambda match: _part(when, match[0], locale), template)


def _part(when: datetime, directive: str, locale: Locale) -> str:
    writers: dict[str, Callable[[], str]] = {
        "B": lambda: get_month_names("wide", locale=locale)[when.month],
        "b": lambda: get_month_names("abbreviated", locale=locale)[when.month],
        "A": lambda: get_day_names("wide", locale=locale)[when.weekday()],
        "a": lambda: get_day_names("abbreviated", locale=locale)[when.weekday()],
        "p": lambda: get_period_names(locale=locale)["am" if when.hour < 12 else "pm"],
        "c": lambda: format_datetime(when, "medium", locale=locale),
        "x": lambda: format_date(when, "short", locale=locale),
        "X": lambda: format_time(when, "medium", locale=locale),
        "e": lambda: str(when.day),
    }
    letter = {"h": "b", "P": "p"}.get(directive[-1], directive[-1])
    if letter in writers:
        return writers[letter]()
    if letter == "d" and directive in ("%-d", "%#d"):
        return str(when.day)
    return when.strftime(directive)


def parse_date(text: str, date_format: str) -> datetime | None:
    """Return the day that a text names, or ``None``.

    A text that leaves out the day, the month or the year names none: ablog would fill
    them in from the clock, so the page would change from day to day.

    :param date_format: the format that the site's settings name.
    """
    if not _LOCAL.search(date_format):
        try:
            return datetime.strptime(text.strip(), date_format).replace(tzinfo=None)
        except ValueError:
            pass
    try:
        found = [
            parse_freely(text, default=datetime(year, month, month), ignoretz=True)
            for year, month in ((2000, 1), (2004, 2))
        ]
    except (ValueError, OverflowError, TypeError):
        return None
    first, second = (one for one in found if isinstance(one, datetime))
    return first if first == second else None
