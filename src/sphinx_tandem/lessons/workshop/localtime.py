"""How a kit writes dates and times, in its language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from babel.lists import format_list

from ..timing import clock
from .file import needs_offset, offset_of

# The order of day, month and year that most readers of English expect is not the American.
_LONG = {"en": "EEEE, d MMMM y"}
_SHORT = {"en": "d MMMM"}


def locale_of(language: str) -> Locale:
    """Return Babel's locale of a language, English where it has none."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def day(when: date, language: str) -> str:
    """Return a day in words, with its weekday."""
    locale = locale_of(language)
    return format_date(when, _LONG.get(locale.language, "full"), locale=locale)


def short_day(when: date, language: str) -> str:
    """Return a day in words, without weekday and year."""
    locale = locale_of(language)
    if locale.language in _SHORT:
        return format_date(when, _SHORT[locale.language], locale=locale)
    moment = datetime(when.year, when.month, when.day, 12)
    return str(format_skeleton("MMMMd", moment, tzinfo=None, locale=locale))


def time(when: datetime, language: str) -> str:
    """Return a time of the day, with 24 hours."""
    return format_time(when, "HH:mm", locale=locale_of(language))


def time_and_offset(when: datetime, language: str) -> str:
    """Return a time of the day with its offset from UTC: ``23:20 (UTC−3)``."""
    minutes = round(offset_of(when).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    offset = f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"
    return f"{time(when, language)} ({offset})"


def times(
    start: datetime, minutes: Sequence[int], zone: ZoneInfo, language: str
) -> tuple[str, ...]:
    """Return what clocks in a zone show during a session.

    Where daylight saving begins or ends meanwhile, or one of the hours exists twice,
    each time has its offset from UTC, as ``23:20–23:57`` may be 37 or 97 minutes.

    :param start: the beginning of the session.
    :param minutes: minutes since then, in their order; the last are those of its end.
    """
    shown = [clock(start, one, zone) for one in (0, *minutes)]
    write = time_and_offset if needs_offset(shown[0], shown[-1], zone) else time
    return tuple(write(when, language) for when in shown[1:])


def listed(names: Iterable[str], language: str) -> str:
    """Return names as a list in a sentence: ``Ana, Luis y Eva``."""
    return str(format_list(list(names), locale=locale_of(language)))


def zone_name(zone: ZoneInfo, language: str) -> str:
    """Return the city after which a zone is named, as people there know it: ``Ciudad de México``."""
    if zone.key.startswith("Etc/GMT"):
        # `Etc/GMT+3` is three hours behind Greenwich: its sign is not what people expect.
        number = int(zone.key.removeprefix("Etc/GMT") or 0)
        return f"UTC{-number:+d}".replace("-", "−") if number else "UTC"
    city = get_timezone_location(zone, locale=locale_of(language), return_city=True)
    return str(city).rpartition("/")[2] or zone.key


def in_zone(start: datetime, minutes: int, zone: ZoneInfo, language: str) -> tuple[str, str]:
    """Return the day and the hours of a session as clocks in a zone show them."""
    begin, end = clock(start, 0, zone), clock(start, minutes, zone)
    hours = "–".join(times(start, (0, minutes), zone, language))
    if end.date() != begin.date():
        hours += f" ({short_day(end.date(), language)})"
    return day(begin.date(), language), hours
