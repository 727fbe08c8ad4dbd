"""Dates and times are read as people write them, and shown as people there read them."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from sphinx_tandem.lessons.workshop.localtime import (
    StartError,
    day,
    in_zone,
    iso_offset,
    listed,
    needs_offset,
    parse_start,
    short_day,
    time_and_offset,
    times,
    zone_name,
)
from sphinx_tandem.site import locale_or_english

BERLIN = ZoneInfo("Europe/Berlin")
MEXICO = ZoneInfo("America/Mexico_City")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
# In Berlin, clocks go from 2:00 to 3:00 on 28 March 2027, and back on 31 October.
AUTUMN = "2027-10-31 02:30"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2027-03-01 10:00", "2027-03-01T10:00:00+01:00"),
        ("2027-3-1 9:05", "2027-03-01T09:05:00+01:00"),
        ("2027-03-01T10:00", "2027-03-01T10:00:00+01:00"),
        ("2027-03-01 10:00+01:00", "2027-03-01T10:00:00+01:00"),
        ("2027-07-01 10:00 +2", "2027-07-01T10:00:00+02:00"),
        ("2027-07-01 10:00+0200", "2027-07-01T10:00:00+02:00"),
        ("2027-03-28 01:59", "2027-03-28T01:59:00+01:00"),
        ("2027-03-28 03:00", "2027-03-28T03:00:00+02:00"),
        (f"{AUTUMN}+02:00", "2027-10-31T02:30:00+02:00"),
        (f"{AUTUMN}+01:00", "2027-10-31T02:30:00+01:00"),
        ("1970-01-01 00:00", "1970-01-01T00:00:00+01:00"),
        ("2199-12-31 23:59", "2199-12-31T23:59:00+01:00"),
    ],
)
def test_a_beginning_is_read_as_clocks_there_show_it(text, shown):
    start, advice = parse_start(text, BERLIN)
    assert (start.isoformat(), advice) == (shown, "")
    assert start.tzinfo is BERLIN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a date and a time, such as 2027-03-01 10:00"),
        ("2027-03-01", "a date and a time"),
        ("27-03-01 10:00", "a date and a time"),
        ("2027-03-01 10:00 PM", "a date and a time"),
        ("1969-12-31 10:00", "1969 is not from 1970 to 2199"),
        ("2200-01-01 10:00", "2200 is not from 1970 to 2199"),
        ("2027-02-29 10:00", "no such date or time: day"),
        ("2027-02-01 24:00", "no such date or time: hour"),
        ("2027-03-28 02:00", "Europe/Berlin jump over 02:00"),
        ("2027-03-28 02:59+01:00", "jump over 02:59"),
        ("2027-03-01 10:00Z", "not at Z then, but at +01:00;"),
        (f"{AUTUMN}-02:00", "not at -02:00 then, but at +02:00 or +01:00;"),
    ],
)
def test_what_is_no_beginning_is_refused_with_the_reason(text, words):
    with pytest.raises(StartError, match=words.replace("+", r"\+")):
        parse_start(text, BERLIN)


def test_of_two_equal_times_the_first_is_taken_and_both_can_be_written():
    start, advice = parse_start(AUTUMN, BERLIN)
    assert start.isoformat() == "2027-10-31T02:30:00+02:00"
    assert f"{AUTUMN}+02:00; if" in advice and f"{AUTUMN}+01:00." in advice
    assert parse_start("2027-03-01 10:00Z", ZoneInfo("UTC"))[0].utcoffset() == timedelta(0)
    west, _ = parse_start("2027-03-01 10:00-06:00", MEXICO)
    half, _ = parse_start("2027-03-01 10:00+05:45", KATHMANDU)
    assert (iso_offset(west), iso_offset(half)) == ("-06:00", "+05:45")
    assert parse_start("2027-03-01 10:00−6", MEXICO)[0] == west


@pytest.mark.parametrize(
    ("start", "minutes", "zone", "needed"),
    [
        ("2027-10-31 00:30", 60, BERLIN, False),
        ("2027-10-31 00:30", 90, BERLIN, True),  # it ends in the hour that comes twice
        ("2027-10-31 01:30", 200, BERLIN, True),
        ("2027-10-31 02:30+01:00", 60, BERLIN, True),
        ("2027-10-31 03:00", 60, BERLIN, False),
        ("2027-10-31 01:30", 200, KATHMANDU, False),
        ("2027-03-28 01:30", 60, BERLIN, True),
    ],
)
def test_offsets_are_needed_where_clocks_alone_do_not_tell(start, minutes, zone, needed):
    begin, _ = parse_start(start, BERLIN)
    end = (begin.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(BERLIN)
    assert needs_offset(begin, end, zone) == needed


def test_times_are_written_with_the_offset_of_each_where_it_is_needed():
    start, _ = parse_start("2027-10-31 01:30", BERLIN)
    assert times(start, (0, 60, 120), BERLIN, "en") == (
        "01:30 (UTC+2)", "02:30 (UTC+2)", "02:30 (UTC+1)",
    )  # fmt: skip
    assert times(start, (0, 10), KATHMANDU, "en") == ("05:15", "05:25")
    ends_twice, _ = parse_start("2027-10-31 00:30", BERLIN)
    assert times(ends_twice, (60, 90), BERLIN, "en") == ("01:30 (UTC+2)", "02:00 (UTC+2)")
    begins_twice, _ = parse_start("2027-10-31 02:59+01:00", BERLIN)
    assert times(begins_twice, (1, 60), BERLIN, "en") == ("03:00 (UTC+1)", "03:59 (UTC+1)")
    assert time_and_offset(start.astimezone(KATHMANDU), "en") == "05:15 (UTC+5:45)"
    assert time_and_offset(start.astimezone(ZoneInfo("UTC")), "en") == "23:30 (UTC)"
    newfoundland = start.astimezone(ZoneInfo("America/St_Johns"))
    assert time_and_offset(newfoundland, "en") == "21:00 (UTC−2:30)"


def test_a_session_over_midnight_says_on_which_day_it_ends():
    start, _ = parse_start("2027-03-01 23:00", MEXICO)
    assert in_zone(start, 59, MEXICO, "es") == ("lunes, 1 de marzo de 2027", "23:00–23:59")
    assert in_zone(start, 60, MEXICO, "es")[1] == "23:00–00:00 (2 de marzo)"
    late, _ = parse_start("2027-03-01 23:59", MEXICO)
    assert in_zone(late, 2, MEXICO, "es") == (
        "lunes, 1 de marzo de 2027", "23:59–00:01 (2 de marzo)",
    )  # fmt: skip
    assert in_zone(start, 60, BERLIN, "en") == ("Tuesday, 2 March 2027", "06:00–07:00")


def test_days_are_written_in_the_order_of_the_language():
    when = date(2027, 3, 1)
    assert (day(when, "en"), short_day(when, "en")) == ("Monday, 1 March 2027", "1 March")
    assert (day(when, "de"), short_day(when, "de")) == ("Montag, 1. März 2027", "1. März")
    assert day(when, "pt_BR") == day(when, "pt-BR") == "segunda-feira, 1 de março de 2027"
    assert str(locale_or_english("nobody")) == str(locale_or_english("")) == "en"


def test_zones_are_called_after_their_city_or_by_their_offset():
    names = {"America/Mexico_City": "Ciudad de México", "Etc/GMT+3": "UTC−3", "Etc/GMT-11": "UTC+11",
             "Etc/GMT": "UTC", "Etc/GMT0": "UTC", "Africa/Nairobi": "Nairobi"}  # fmt: skip
    assert {key: zone_name(ZoneInfo(key), "es") for key in names} == names
    assert listed(["Ana", "Luis", "Eva"], "es") == "Ana, Luis y Eva"
    assert listed([], "es") == ""
