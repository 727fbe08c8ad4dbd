"""Reads the beginning of a session: a date and a time, as clocks in a time zone show them.

Clocks jump over an hour when daylight saving begins, and show one twice when it
ends, so that a time may be none or two.  Python tells the two apart by ``fold``,
see https://peps.python.org/pep-0495/; people do by the offset from UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

_START = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2}):(\d{2}) ?(Z|[+\-−]\d{1,2}(?::?\d{2})?)?"
)
_EXAMPLE = "2027-03-01 10:00"
# Before the first, no computer kept time; what lies behind the last is a slip.
_YEARS = range(1970, 2200)


class NoStart(ValueError):
    """The text is no beginning; the message says why."""


def start_of(text: str, zone: ZoneInfo) -> tuple[datetime, str]:
    """Return the beginning that a text gives, and what its author should know of it.

    :param zone: the time zone in which the text is meant.
    :raises NoStart: when there is no such time.
    """
    found = _START.fullmatch(text)
    if found is None:
        raise NoStart(f"The `start` of a session is a date and a time, such as {_EXAMPLE}.")
    *numbers, given = found.groups()
    year, month, day, hour, minute = map(int, numbers)
    if year not in _YEARS:
        raise NoStart(f"The year {year} is not from {_YEARS[0]} to {_YEARS[-1]}.")
    try:
        first = datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError as error:
        raise NoStart(f"There is no such date or time: {error}.") from error
    second = first.replace(fold=1)
    if first.astimezone(UTC).astimezone(zone).replace(fold=0) != first:
        raise NoStart(
            f"Clocks in {zone.key} jump over {first:%H:%M} on that day, because daylight "
            "saving begins; give another time."
        )
    both = {offset_of(one): one for one in (second, first)}
    if given:
        for offset, one in both.items():
            if offset == _delta(given):
                return one, ""
        shown = " or ".join(dict.fromkeys(map(iso_offset, (first, second))))
        raise NoStart(
            f"Clocks in {zone.key} are not at {given} then, but at {shown}; write the time that "
            "they show, and leave the offset out."
        )
    if not is_twice(first):
        return first, ""
    return first, (
        f"Clocks in {zone.key} show {first:%H:%M} twice on that day, because daylight saving "
        f"ends. The first is taken, {_written(first)}; if you mean the second, write "
        f"{_written(second)}."
    )


def _delta(text: str) -> timedelta:
    """Return an offset from UTC as it was written."""
    if text == "Z":
        return timedelta(0)
    hours, minutes = re.fullmatch(r"(\d{1,2}):?(\d{2})?", text[1:]).groups()  # type: ignore[union-attr]
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return size if text[0] == "+" else -size


def _written(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}{iso_offset(when)}"


def offset_of(when: datetime) -> timedelta:
    """Return how far a time is ahead of UTC."""
    return when.utcoffset() or timedelta(0)


def iso_offset(when: datetime) -> str:
    """Return how far a time is ahead of UTC, as ISO 8601 writes it: ``-04:00``."""
    return when.isoformat(timespec="minutes")[16:22]


def is_twice(when: datetime) -> bool:
    """Say whether clocks show a time twice.

    :param when: a time that exists, in a time zone of its own.
    """
    return offset_of(when.replace(fold=0)) != offset_of(when.replace(fold=1))


def needs_offset(start: datetime, end: datetime, zone: tzinfo) -> bool:
    """Say whether clocks alone do not tell when a session begins and ends in a zone."""
    begin, close = start.astimezone(zone), end.astimezone(zone)
    return offset_of(begin) != offset_of(close) or is_twice(begin) or is_twice(close)
