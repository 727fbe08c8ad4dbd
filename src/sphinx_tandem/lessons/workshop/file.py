"""One workshop as its file says: when, where and for whom, or all that is wrong with the file::

    language: es
    timezone: America/Mexico_City
    sessions:
      - start: 2027-03-01 10:00
      - start: 2027-03-08 10:00
    place: Online
    address: https://example.org/workshop
    links:
      call: https://example.org/call
    instructors: [Ana]
    helpers: [Luis]
    timezones: [America/Bogota]

Nothing here knows Sphinx.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from ...site.findings import Finding
from ...site.languages import read
from ...text.yaml_lines import Kind, Reader, Value, YamlError, parse, read_text
from ..model import Gettext
from .localtime import StartError, parse_start

#: What each code means; with one of these, no kit is made.
ERRORS = {
    "workshop-file": "The file cannot be read, or is not a list of keys and values.",
    "workshop-missing": "The file lacks something that a workshop needs.",
    "workshop-key": "A key is unknown, or appears twice.",
    "workshop-text": "There is a list instead of one text, or a text contains a character that cannot be printed.",
    "workshop-language": "The site does not have the language.",
    "workshop-timezone": "No time zone has that name.",
    "workshop-start": "The date or time of a session does not exist.",
    "workshop-order": "A session does not begin after the one before it.",
    "workshop-overlap": "A session begins before the one before it ends.",
    "workshop-sessions": "The file gives more or fewer sessions than the course has, or a session takes no time.",
    "workshop-address": "An address does not begin with `https://` or `http://`, or is too long.",
    "workshop-revision": "The revision is not a whole number.",
    "workshop-course": "The site has no such course.",
    "workshop-lesson": "The site has no such lesson, or a session names it twice.",
    "workshop-lessons": "The lessons cannot be read.",
}
#: What each code means; with these, the kit is made all the same.
ADVICE = {
    "workshop-hour": "Clocks show the beginning of a session twice; the first of the two is taken.",
    "workshop-again": "Two sessions take the same lesson.",
    "workshop-left-out": "The sessions leave out lessons or tasks of the course.",
    "workshop-break": "A part of a lesson is longer than people should work without a break.",
}
CODES = ERRORS | ADVICE


def error(name: str, line: int, code: str, message: str) -> Finding:
    """Return what keeps a kit from being made; *code* is one of :data:`ERRORS`."""
    return Finding(name, line, f"workshop-{code}", f"{message} No kit was made.")


class WorkshopError(Exception):
    """The file of a workshop cannot be used; the findings say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = sorted(findings)


#: What a workshop can link to.
LINKS = ("call", "notes", "chat", "survey-before", "survey-after", "recording")


def link_names(_: Gettext) -> dict[str, str]:
    """Return what a kit calls the addresses of a workshop, and that of its course."""
    return {
        "call": _("Video call"),
        "notes": _("Shared notes"),
        "chat": _("Messages"),
        "survey-before": _("Questions before the course"),
        "survey-after": _("Questions after the course"),
        "recording": _("Recording"),
        "course": _("Lessons"),
    }


@dataclass(frozen=True)
class Meeting:
    """One live session.

    :param start: its beginning, in the workshop's time zone.
    :param lessons: the lessons that it takes, each with its line, where the file says so.
    :param is_cancelled: whether nobody will meet this time, though the others will.
    """

    start: datetime
    lessons: tuple[tuple[str, int], ...] = ()
    line: int = 1
    is_cancelled: bool = False


@dataclass(frozen=True)
class Workshop:
    """What the file of a workshop says; a text that it does not give is ``""``.

    :param language: the code of its language.
    :param zone: its time zone, in which its file gives times.
    :param meetings: the live sessions, in their order.
    :param course: the page of the course.
    :param address: the public address of its page.
    :param links: addresses by their names, see :data:`LINKS`.
    :param zones: the time zones of those who take part.
    :param revision: how many times its invitation has been sent again.
    :param is_cancelled: whether nobody will meet.
    :param identity: what identifies its invitation, whatever is corrected.
    :param advice: what its author should know even though a kit can be made.
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
    is_cancelled: bool = False
    identity: str = ""
    advice: tuple[Finding, ...] = ()

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return read(self.language).tag

    @property
    def direction(self) -> str:
        """The direction of the language: ``ltr`` or ``rtl``."""
        return read(self.language).direction


_KEYS = ("title", "language", "timezone", "sessions", "course", "place", "address", "links",
         "instructors", "helpers", "timezones", "contact", "revision", "cancelled", "id")  # fmt: skip
_SESSION_KEYS = ("start", "lessons", "cancelled")
_NEEDED = ("language", "timezone", "sessions")
# A QR code of more than a thousand letters is too fine for the camera of a phone.
_LONGEST_ADDRESS = 1000
# What neither HTML nor iCalendar takes: control characters, halves of surrogate pairs and
# noncharacters, see https://www.w3.org/TR/xml/#charsets and RFC 5545, 3.1.
_LAST = "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
_NO_LETTER = re.compile(rf"[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST}]")
# Stands for a time zone that is missing or wrong, so that all else is looked at, too.
_ANY_ZONE = ZoneInfo.no_cache("UTC")
_OFFSET = re.compile(r" ?(?:Z|[+\-−]\d{1,2}(?::?\d{2})?)$")
# What each kind of problem is called.
_CODES: Mapping[Kind, str] = {
    "not-a-mapping": "file",
    "wrong-type": "text",
    "unknown-key": "key",
    "duplicate": "key",
    "missing-key": "missing",
}


def read_workshop(path: Path, name: str, languages: Sequence[str]) -> Workshop:
    """Read the file of a workshop.

    :param path: the file.
    :param name: how findings call it.
    :param languages: the codes of the site's languages.
    :raises WorkshopError: with everything that is wrong with it.
    """
    reader = _WorkshopReader(name, languages)
    try:
        found = reader.workshop(parse(read_text(path)))
    except YamlError as unreadable:
        message = f"The file of the workshop cannot be used: {unreadable}."
        raise WorkshopError([error(name, unreadable.line, "file", message)]) from unreadable
    if reader.findings:
        raise WorkshopError(reader.findings)
    return found


class _WorkshopReader(Reader):
    """Reads the file of a workshop; a key without a value counts as absent."""

    def __init__(self, name: str, languages: Sequence[str]) -> None:
        super().__init__(lambda line, kind, said: self._find(line, _CODES[kind], f"{said}."))
        self._name = name
        self._languages = languages
        self.findings: list[Finding] = []
        self.advice: list[Finding] = []

    def _find(self, line: int, code: str, message: str) -> None:
        self.findings.append(error(self._name, line, code, message))

    def workshop(self, root: Value | None) -> Workshop:
        """Read the whole file."""
        given = self.mapping(root, "The file of a workshop", _KEYS, _NEEDED)
        zone = self._zone(given.get("timezone")) or _ANY_ZONE
        language = self.text(given.get("language"))
        if language and language not in self._languages:
            known = ", ".join(self._languages)
            message = f"The site has no language {language!r}; it has {known}."
            self._find(given["language"].line, "language", message)
        sessions = given.get("sessions")
        before = len(self.findings)
        meetings = tuple(self._meetings(sessions, zone))
        if sessions and not meetings and len(self.findings) == before:
            self._find(sessions.line, "sessions", "There is no session.")
        self._check_order(meetings)
        sentence = "The `revision` is a whole number such as 1, not {!r}."
        revision = self._matching(given.get("revision"), r"[0-9]{1,4}", "revision", sentence)
        return Workshop(
            title=self.text(given.get("title")),
            language=language,
            zone=zone,
            meetings=meetings,
            course=self.text(given.get("course")).removesuffix(".md").strip("/"),
            place=self.text(given.get("place")),
            address=self._address(given.get("address")),
            links=self._links(given.get("links")),
            instructors=self._texts(given.get("instructors")),
            helpers=self._texts(given.get("helpers")),
            zones=tuple(filter(None, map(self._zone, self.items(given.get("timezones"))))),
            contact=self.text(given.get("contact")),
            revision=int(revision or 0),
            is_cancelled=self.flag(given.get("cancelled"), "cancelled")
            or (bool(meetings) and all(one.is_cancelled for one in meetings)),
            identity=self.text(given.get("id")) or Path(self._name).stem,
            advice=tuple(self.advice),
        )

    def text(self, value: Value | None) -> str:
        """Return a text on one line, ``""`` where none is given, or none that can be printed."""
        if value is None:
            return ""
        wrong = _NO_LETTER.search(value.text or "")
        if wrong or value.is_halved:
            sign = f"U+{ord(wrong[0]):04X}" if wrong else "half of a character"
            self._find(value.line, "text", f"The text contains {sign}, which cannot be printed.")
            return ""
        return super().text(value)

    def _texts(self, value: Value | None) -> tuple[str, ...]:
        return tuple(filter(None, map(self.text, self.items(value))))

    def mapping(self, *value: Any, **known: Any) -> dict[str, Value]:
        """Return what is given by its keys."""
        found = super().mapping(*value, **known)
        return {name: given for name, given in found.items() if not given.is_empty}

    def _zone(self, value: Value | None) -> ZoneInfo | None:
        name = self.text(value)
        if value is None:
            return None
        if name in available_timezones():
            return ZoneInfo(name)
        message = (
            f"No time zone is called {name!r}; names look like Africa/Nairobi or "
            "America/Mexico_City."
        )
        self._find(value.line, "timezone", message)
        return None

    def _meetings(self, value: Value | None, zone: ZoneInfo) -> Iterator[Meeting]:
        for session in self.items(value):
            given = self.mapping(session, "A session", _SESSION_KEYS)
            start = self._start(given.get("start"), session, zone)
            lessons = tuple(
                (text.removesuffix(".md").strip("/"), item.line)
                for item in self.items(given.get("lessons"))
                if (text := self.text(item))
            )
            is_cancelled = self.flag(given.get("cancelled"), "cancelled")
            if start:
                yield Meeting(start, lessons, session.line, is_cancelled)

    def _start(self, value: Value | None, session: Value, zone: ZoneInfo) -> datetime | None:
        line = (value or session).line
        try:
            text = self.text(value)
            if zone is _ANY_ZONE:
                text = _OFFSET.sub("", text) if ":" in text else text
            start, advice = parse_start(text, zone)
        except StartError as wrong:
            self._find(line, "start", str(wrong))
            return None
        if advice:
            self.advice.append(Finding(self._name, line, "workshop-hour", advice))
        return start

    def _check_order(self, meetings: Sequence[Meeting]) -> None:
        for before, after in itertools.pairwise(meetings):
            # In UTC, because Python compares two times of one zone by their clocks.
            if after.start.astimezone(UTC) <= before.start.astimezone(UTC):
                message = "This session does not begin after the one before it."
                self._find(after.line, "order", message)

    def _matching(self, value: Value | None, pattern: str, code: str, sentence: str) -> str:
        """Return a text of a certain form; *sentence* says that another is none."""
        text = self.text(value)
        if value is None or re.fullmatch(pattern, text):
            return text
        self._find(value.line, code, sentence.format(text))
        return ""

    def _address(self, value: Value | None) -> str:
        sentence = "{!r} is not an address that begins with https://."
        text = self._matching(value, r"https?://[^\s<>\"']+", "address", sentence)
        if value and len(text.encode()) > _LONGEST_ADDRESS:
            message = f"The address is longer than {_LONGEST_ADDRESS} letters; give a shorter one."
            self._find(value.line, "address", message)
        return text

    def _links(self, value: Value | None) -> dict[str, str]:
        given = self.mapping(value, "`links`", LINKS) if value else {}
        return {key: self._address(address) for key, address in given.items()}
