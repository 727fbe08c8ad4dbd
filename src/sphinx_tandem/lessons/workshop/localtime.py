"""Dates and times of a workshop, as its file gives them and as a kit shows them in its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from babel.lists import format_list
from babel.units import format_unit

from ...site import locale_or_english
from ..model import clock

# -- What the file says: a date and a time, as clocks in a time zone show them ------------------
# Clocks jump over an hour when daylight saving begins, and show one twice when it
# ends, so that a time may be none or two.  Python tells the two apart by ``fold``,
# see https://peps.python.org/pep-0495/; people do by the offset from UTC.

_START = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2}):(\d{2}) ?(Z|[+\-−]\d{1,2}(?::?\d{2})?)?"
)
# Before the first, no computer kept time; a year after the last is a slip.
_YEARS = range(1970, 2200)


class StartError(ValueError):
    """The text is not the beginning of a session; the message says why."""


def parse_start(text: str, zone: ZoneInfo) -> tuple[datetime, str]:
    """Return the beginning that a text gives, and what its author should know of it.

    :raises StartError: when there is no such time.
    """
    found = _START.fullmatch(text)
    if found is None:
        raise StartError("The `start` of a session is a date and a time, such as 2027-03-01 10:00.")
    *numbers, given = found.groups()
    year, month, day, hour, minute = map(int, numbers)
    if year not in _YEARS:
        raise StartError(f"The year {year} is not from {_YEARS[0]} to {_YEARS[-1]}.")
    try:
        first = datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError as error:
        raise StartError(f"There is no such date or time: {error}.") from error
    second = first.replace(fold=1)
    if first.astimezone(UTC).astimezone(zone) != first:
        raise StartError(
            f"Clocks in {zone.key} jump over {first:%H:%M} on that day, because daylight "
            "saving begins; give another time."
        )
    if given:
        for one in (first, second):
            if offset_of(one) == _delta(given):
                return one, ""
        shown = " or ".join(dict.fromkeys(map(iso_offset, (first, second))))
        raise StartError(
            f"Clocks in {zone.key} are not at {given} then, but at {shown}; write the time that "
            "they show, and leave the offset out."
        )
    if not is_twice(first):
        return first, ""
    return first, (
        f"Clocks in {zone.key} show {first:%H:%M} twice on that day, because daylight saving "
        f"ends. The first is taken, {first.isoformat(' ', 'minutes')}; if you mean the second, "
        f"write {second.isoformat(' ', 'minutes')}."
    )


def _delta(text: str) -> timedelta:
    if text == "Z":
        return timedelta(0)
    hours, minutes = re.fullmatch(r"(\d{1,2}):?(\d{2})?", text[1:]).groups()  # type: ignore[union-attr]
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return size if text[0] == "+" else -size


def offset_of(when: datetime) -> timedelta:
    """Return how far a time is ahead of UTC."""
    return when.utcoffset() or timedelta(0)


def iso_offset(when: datetime) -> str:
    """Return how far a time is ahead of UTC, as ISO 8601 writes it: ``-04:00``."""
    return when.isoformat(timespec="minutes")[16:]


def is_twice(when: datetime) -> bool:
    """Say whether clocks show a time twice.

    :param when: a time that exists, in a time zone of its own.
    """
    return offset_of(when.replace(fold=0)) != offset_of(when.replace(fold=1))


def needs_offset(start: datetime, end: datetime, zone: tzinfo) -> bool:
    """Say whether clocks alone do not tell when a session begins and ends in a zone."""
    begin, close = start.astimezone(zone), end.astimezone(zone)
    return offset_of(begin) != offset_of(close) or is_twice(begin) or is_twice(close)


# Most readers of English do not expect the American order of day, month and year.
_LONG = {"en": "EEEE, d MMMM y"}
_SHORT = {"en": "d MMMM"}


def day(when: date, language: str) -> str:
    """Return a day in words, with its weekday."""
    locale = locale_or_english(language)
    return format_date(when, _LONG.get(locale.language, "full"), locale=locale)


def short_day(when: date, language: str) -> str:
    """Return a day in words, without weekday and year."""
    locale = locale_or_english(language)
    if locale.language in _SHORT:
        return format_date(when, _SHORT[locale.language], locale=locale)
    moment = datetime(when.year, when.month, when.day)
    return str(format_skeleton("MMMMd", moment, tzinfo=None, locale=locale))


def time(when: datetime, language: str) -> str:
    """Return a time of the day, with 24 hours."""
    return format_time(when, "HH:mm", locale=locale_or_english(language))


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


def hours_and_minutes(minutes: int, language: str) -> str:
    """Return a length of time as people say it.

    >>> hours_and_minutes(260, "es")
    '4 horas y 20 minutos'
    """
    locale = locale_or_english(language)
    parts = zip(divmod(minutes, 60), ("duration-hour", "duration-minute"), strict=True)
    said = [format_unit(count, unit, "long", locale=locale) for count, unit in parts if count]
    return listed(said, language)


def listed(names: Iterable[str], language: str) -> str:
    """Return names as a list in a sentence: ``Ana, Luis y Eva``."""
    return str(format_list(list(names), locale=locale_or_english(language)))


def zone_name(zone: ZoneInfo, language: str) -> str:
    """Return the city after which a zone is named, as people there know it: ``Ciudad de México``."""
    if zone.key.startswith("Etc/GMT"):
        # `Etc/GMT+3` is three hours behind Greenwich: its sign is not what people expect.
        number = int(zone.key.removeprefix("Etc/GMT") or 0)
        return f"UTC{-number:+d}".replace("-", "−") if number else "UTC"
    city = get_timezone_location(zone, locale=locale_or_english(language), return_city=True)
    return str(city).rpartition("/")[2] or zone.key


def in_zone(start: datetime, minutes: int, zone: ZoneInfo, language: str) -> tuple[str, str]:
    """Return the day and the hours of a session as clocks in a zone show them."""
    begin, end = clock(start, 0, zone), clock(start, minutes, zone)
    hours = "–".join(times(start, (0, minutes), zone, language))
    if end.date() != begin.date():
        hours += f" ({short_day(end.date(), language)})"
    return day(begin.date(), language), hours
