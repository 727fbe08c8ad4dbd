"""One workshop: when, where, for whom and about what, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..findings import Finding

#: What a workshop can link to.
LINKS = ("call", "notes", "chat", "survey-before", "survey-after", "recording")


@dataclass(frozen=True)
class Meeting:
    """One live session.

    :param start: its beginning, in the workshop's time zone.
    :param lessons: the lessons that it takes, each with its line, where the workshop's
        file says so.
    :param line: its line in the file.
    """

    start: datetime
    lessons: tuple[tuple[str, int], ...] = ()
    line: int = 1


@dataclass(frozen=True)
class Workshop:
    """What the file of a workshop says.

    :param title: its name, or ``""`` for that of the course.
    :param language: the code of its language.
    :param zone: its time zone, in which its file gives times.
    :param meetings: the live sessions, in their order.
    :param course: the page of the course, or ``""`` for the only one.
    :param place: where it happens, in words.
    :param address: the public address of its page, or ``""``.
    :param links: addresses by their names, see :data:`LINKS`.
    :param zones: the time zones of those who take part.
    :param contact: an address or a person to write to.
    :param revision: how often its invitation was sent again.
    :param identity: by what its invitation is known, whatever is corrected.
    :param advice: what its author should know although a kit can be made.
    """

    title: str
    language: str
    zone: ZoneInfo
    meetings: tuple[Meeting, ...]
    course: str = ""
    place: str = ""
    address: str = ""
    links: dict[str, str] = field(default_factory=dict)
    instructors: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    zones: tuple[ZoneInfo, ...] = ()
    contact: str = ""
    revision: int = 0
    identity: str = ""
    advice: tuple[Finding, ...] = ()

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return self.language.replace("_", "-")

    @property
    def first_day(self) -> date:
        """The day of the first session, in the workshop's time zone."""
        return self.meetings[0].start.date()

    @property
    def last_day(self) -> date:
        """The day of the last session, in the workshop's time zone."""
        return self.meetings[-1].start.date()
