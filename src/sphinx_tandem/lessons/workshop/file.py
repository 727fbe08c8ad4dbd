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
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import yaml

from ...site.findings import Finding
from ...text.yaml_lines import YamlError, compose
from ..model import Gettext
from .localtime import StartError, parse_start

#: What each code means; with one of these, no kit is made.
ERRORS = {
    "workshop-file": "The file cannot be read, or is no list of keys and values.",
    "workshop-missing": "The file lacks something that a workshop needs.",
    "workshop-key": "A key is unknown, or stands twice.",
    "workshop-text": "A list stands where one text belongs, or a text holds a character that nobody can print.",
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
    "workshop-break": "A part of a lesson is longer than people should work without a break.",
}
CODES = ERRORS | ADVICE


def error(name: str, line: int, code: str, message: str) -> Finding:
    """Return what keeps a kit from being made.

    :param name: how findings call the workshop's file.
    :param code: one of :data:`ERRORS`, without ``workshop-``.
    """
    return Finding(name, line, f"workshop-{code}", f"{message} No kit was made.")


class WorkshopError(Exception):
    """The file of a workshop cannot be used; the findings say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = sorted(findings)


#: What a workshop can link to.
LINKS = ("call", "notes", "chat", "survey-before", "survey-after", "recording")


def link_names(_: Gettext) -> dict[str, str]:
    """Return what a kit calls the addresses of a workshop."""
    return {
        "call": _("Video call"),
        "notes": _("Shared notes"),
        "chat": _("Messages"),
        "survey-before": _("Questions before the course"),
        "survey-after": _("Questions after the course"),
        "recording": _("Recording"),
    }


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
    def all_zones(self) -> list[ZoneInfo]:
        """Every time zone that a kit shows, once, its own first."""
        return list(dict.fromkeys([self.zone, *self.zones]))

    def named_links(self, _: Gettext, *left_out: str) -> list[tuple[str, str]]:
        """Return addresses with what a kit calls them, in the order of the file."""
        names = link_names(_)
        return [(names[key], url) for key, url in self.links.items() if key not in left_out]

    @property
    def first_day(self) -> date:
        """The day of the first session, in the workshop's time zone."""
        return self.meetings[0].start.date()

    @property
    def last_day(self) -> date:
        """The day of the last session, in the workshop's time zone."""
        return self.meetings[-1].start.date()


# -- Reading ------------------------------------------------------------------------------------

_KEYS = ("title", "language", "timezone", "sessions", "course", "place", "address", "links",
         "instructors", "helpers", "timezones", "contact", "revision")  # fmt: skip
_SESSION_KEYS = ("start", "lessons")
_NEEDED = ("language", "timezone", "sessions")
# A code that holds more than a thousand letters is too fine for a telephone's camera.
_LONGEST_ADDRESS = 1000
_NULL = "tag:yaml.org,2002:null"


def read_workshop(path: Path, name: str, languages: Sequence[str]) -> Workshop:
    """Read the file of a workshop.

    :param path: the file.
    :param name: how findings call it.
    :param languages: the codes of the site's languages.
    :raises WorkshopError: with everything that is wrong with it.
    """
    reader = _Reader(name, languages)
    try:
        found = reader.workshop(compose(path))
    except YamlError as unreadable:
        message = str(unreadable)
        raise WorkshopError([error(name, unreadable.line, "file", message)]) from unreadable
    if reader.findings or found is None:
        raise WorkshopError(reader.findings)
    return replace(found, advice=tuple(reader.advice))


class _Reader:
    def __init__(self, name: str, languages: Sequence[str]) -> None:
        self._name = name
        self._languages = languages
        self._empty: dict[str, yaml.Node] = {}
        self.findings: list[Finding] = []
        self.advice: list[Finding] = []

    def _find(self, node: yaml.Node | None, code: str, message: str) -> None:
        line = node.start_mark.line + 1 if node is not None else 1
        self.findings.append(error(self._name, line, code, message))

    def workshop(self, root: yaml.Node | None) -> Workshop | None:
        """Read the whole file."""
        if not isinstance(root, yaml.MappingNode):
            self._find(root, "file", "The file of a workshop is a list of `key: value` lines.")
            return None
        given = self._mapping(root, _KEYS, "A workshop")
        for key in _NEEDED:
            if key not in given:
                node = self._empty.get(key, root)
                self._find(node, "missing", f"The file does not say `{key}`.")
        zone = self._zone(given.get("timezone"))
        language = self._text(given.get("language"))
        if "language" in given and language not in self._languages:
            known = ", ".join(self._languages)
            self._find(
                given["language"],
                "language",
                f"The site has no language {language!r}; it has {known}.",
            )
        meetings = tuple(self._meetings(given.get("sessions"), zone)) if zone else ()
        if "sessions" in given and zone and not meetings and not self.findings:
            self._find(given["sessions"], "sessions", "There is no session.")
        self._check_order(meetings)
        if zone is None or not meetings:
            return None
        return Workshop(
            title=self._text(given.get("title")),
            language=language,
            zone=zone,
            meetings=meetings,
            course=self._text(given.get("course")).removesuffix(".md").strip("/"),
            place=self._text(given.get("place")),
            address=self._address(given.get("address")),
            links=self._links(given.get("links")),
            instructors=tuple(self._texts(given.get("instructors"))),
            helpers=tuple(self._texts(given.get("helpers"))),
            zones=tuple(self._zones(given.get("timezones"))),
            contact=self._text(given.get("contact")),
            revision=self._revision(given.get("revision")),
        )

    def _mapping(self, node: yaml.Node, keys: Sequence[str], what: str) -> Mapping[str, yaml.Node]:
        """Return what is given by its keys; a key with nothing behind it is as good as none."""
        found: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self._find(node, "file", f"{what} is a list of `key: value` lines.")
            return found
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in keys:
                self._find(key, "key", f"{what} has no {name!r}; it may have {', '.join(keys)}.")
            elif name in found:
                self._find(key, "key", f"{name!r} stands twice; keep one.")
            else:
                found[name] = value
        self._empty = {name: value for name, value in found.items() if value.tag == _NULL}
        return {name: value for name, value in found.items() if value.tag != _NULL}

    def _text(self, node: yaml.Node | None) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self._find(node, "text", "This must be one text.")
            return ""
        text = str(node.value)
        if wrong := next(filter(_is_no_letter, text), None):
            self._find(node, "text", f"The text holds U+{ord(wrong):04X}, which nobody can print.")
            return ""
        return " ".join(text.split())

    def _texts(self, node: yaml.Node | None) -> Iterator[str]:
        for item in self._items(node):
            if text := self._text(item):
                yield text

    def _items(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None:
            return []
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return [item for item in items if item.tag != _NULL]

    def _zone(self, node: yaml.Node | None) -> ZoneInfo | None:
        name = self._text(node)
        if node is None:
            return None
        if name in available_timezones():
            return ZoneInfo(name)
        self._find(
            node,
            "timezone",
            f"No time zone is called {name!r}; names look like Africa/Nairobi or "
            "America/Mexico_City.",
        )
        return None

    def _zones(self, node: yaml.Node | None) -> Iterator[ZoneInfo]:
        for item in self._items(node):
            if found := self._zone(item):
                yield found

    def _meetings(self, node: yaml.Node | None, zone: ZoneInfo) -> Iterator[Meeting]:
        for item in self._items(node):
            given = self._mapping(item, _SESSION_KEYS, "A session")
            start = self._start(given.get("start"), item, zone)
            lessons = tuple(
                (text.removesuffix(".md").strip("/"), item.start_mark.line + 1)
                for item in self._items(given.get("lessons"))
                if (text := self._text(item))
            )
            if start:
                yield Meeting(start, lessons, item.start_mark.line + 1)

    def _start(self, node: yaml.Node | None, session: yaml.Node, zone: ZoneInfo) -> datetime | None:
        try:
            start, advice = parse_start(self._text(node), zone)
        except StartError as wrong:
            self._find(node or session, "start", str(wrong))
            return None
        if advice and node is not None:
            line = node.start_mark.line + 1
            self.advice.append(Finding(self._name, line, "workshop-hour", advice))
        return start

    def _check_order(self, meetings: Sequence[Meeting]) -> None:
        for before, after in itertools.pairwise(meetings):
            # In UTC, because Python compares two times of one zone by their clocks.
            if after.start.astimezone(UTC) <= before.start.astimezone(UTC):
                message = "This session does not begin after the one before it."
                self.findings.append(error(self._name, after.line, "order", message))

    def _address(self, node: yaml.Node | None) -> str:
        text = self._text(node)
        if node is not None and not re.fullmatch(r"https?://[^\s<>\"']+", text):
            self._find(node, "address", f"{text!r} is no address that begins with https://.")
            return ""
        if len(text.encode()) > _LONGEST_ADDRESS:
            message = f"The address is longer than {_LONGEST_ADDRESS} letters; give a shorter one."
            self._find(node, "address", message)
            return ""
        return text

    def _revision(self, node: yaml.Node | None) -> int:
        text = self._text(node)
        if node is None or re.fullmatch(r"[0-9]{1,4}", text):
            return int(text or 0)
        self._find(node, "revision", f"The `revision` is a whole number such as 1, not {text!r}.")
        return 0

    def _links(self, node: yaml.Node | None) -> dict[str, str]:
        if node is None:
            return {}
        given = self._mapping(node, LINKS, "`links`")
        return {key: self._address(value) for key, value in given.items()}


def _is_no_letter(letter: str) -> bool:
    """Say whether a character can stand in no text: neither HTML nor iCalendar takes it.

    They are control characters, halves of surrogate pairs and noncharacters, see
    https://www.w3.org/TR/xml/#charsets and RFC 5545, 3.1.
    """
    if letter in "\t\n\r":
        return False
    number = ord(letter)
    is_nonchar = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    return is_nonchar or unicodedata.category(letter) in ("Cc", "Cs")
